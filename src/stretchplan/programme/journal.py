"""Keep one person's sessions in a file, so that none is lost or doubled."""

from __future__ import annotations

import os
import sqlite3
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Literal, NamedTuple, Self, TypeVar, cast

from stretchplan.base.errors import InvalidRequest, JournalError, Problem
from stretchplan.base.models import read
from stretchplan.base.strict_json import read_strictly
from stretchplan.base.text import quoted
from stretchplan.inputs.dates import calendar_date
from stretchplan.inputs.history import MOST_RECORDS, SessionRecord
from stretchplan.programme import journal_file, lines
from stretchplan.programme.person import Person

__all__ = ["Imported", "Journal", "JournalEntry"]

_WAIT_SECONDS: Final = 10

Model = TypeVar("Model", SessionRecord, Person)


class JournalEntry(NamedTuple):
    """A session in a journal.

    Attributes
    ----------
    id
        The number that the journal gave it. It keeps it, and no other session gets it later.
    record
        The session.
    """

    id: int
    record: SessionRecord


class Imported(NamedTuple):
    """What an import did.

    Attributes
    ----------
    added
        How many sessions were added.
    known
        How many sessions of the file the journal had already; they were not added again.
    person
        Whether what the journal states about the person was changed.
    """

    added: int
    known: int
    person: bool


class Journal:
    """The sessions of one person, in one file: an SQLite database with a schema version of its own.

    Every write is one transaction. When a method returns, its write is on the disk; when it raises, nothing was
    changed. Two processes may use one file, one of them writes at a time. An older journal is migrated when it is
    opened; a file that is damaged, not a journal, or of a later version is refused and stays as it is.

    The records are in plain text: the file can be read by its owner alone on POSIX systems, and is not encrypted.

    Parameters
    ----------
    path
        The file. It is made, with its folder, where there is none. None takes :meth:`default_path`.
    wait_seconds
        How long to wait for another process that writes, 0 to 600.

    Raises
    ------
    JournalError
        When the file cannot be used; ``trouble`` says in a word why not.

    Examples
    --------
    >>> import stretchplan as sp, tempfile
    >>> plan = sp.plan(minutes=5, days_since_injury=3, pain=2, on="2026-03-04")
    >>> with tempfile.TemporaryDirectory() as folder, sp.Journal(f"{folder}/journal.sqlite") as journal:
    ...     number = journal.add(sp.record_of(plan, note="Easier than yesterday."))
    ...     [record.note for record in journal.records()]
    ['Easier than yesterday.']
    """

    def __init__(self, path: str | os.PathLike[str] | None = None, *, wait_seconds: int = _WAIT_SECONDS) -> None:
        if isinstance(wait_seconds, bool) or not isinstance(wait_seconds, int) or not 0 <= wait_seconds <= 600:
            message = f"{quoted(wait_seconds)} is not allowed; give a whole number from 0 to 600"
            raise InvalidRequest(Problem("wait_seconds", quoted(wait_seconds), message))
        self._path = _absolute(self.default_path() if path is None else path)
        self._wait_seconds = wait_seconds
        self._lock = threading.RLock()
        self._opened: journal_file.Opened | None = journal_file.opened(self._path, wait_seconds)

    @staticmethod
    def default_path() -> Path:
        r"""Return the file that is used when none is named, where the platform keeps a person's data.

        ``$XDG_DATA_HOME/stretchplan/journal.sqlite`` or ``~/.local/share/stretchplan/journal.sqlite`` on Linux,
        ``~/Library/Application Support/stretchplan/journal.sqlite`` on macOS, and
        ``%LOCALAPPDATA%\stretchplan\journal.sqlite`` on Windows.

        Raises
        ------
        JournalError
            When the system does not say where the person's home is.
        """
        try:
            return journal_file.default_path(
                sys.platform, os.environ.get("XDG_DATA_HOME"), os.environ.get("LOCALAPPDATA"), Path.home
            )
        except RuntimeError:
            message = "the system does not say where your home folder is; give the file of the journal"
            raise JournalError("unreachable", message) from None

    @property
    def path(self) -> Path:
        """The file, as an absolute path."""
        return Path(self._path)

    def __repr__(self) -> str:
        return f"Journal({self._path!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        if hasattr(self, "_opened"):  # else the file was refused
            self.close()

    def close(self) -> None:
        """Close the file. Closing it again does nothing."""
        with self._lock:
            opened, self._opened = self._opened, None
            if opened is not None and opened.key[0] == os.getpid():
                journal_file.closed(opened)

    def add(self, record: SessionRecord) -> int:
        """Add a session, and return the number by which it is found again.

        Parameters
        ----------
        record
            The session. An equal one may be there already: a session can be done twice in a day.

        Returns
        -------
        int
            The number of the session, from 1.

        Raises
        ------
        JournalError
            When it cannot be written.
        InvalidRequest
            When ``record`` is no session record.
        """
        record = _checked(record)
        with self._writing() as connection:
            return _insert(connection, record)

    def replace(self, id: int, record: SessionRecord) -> None:  # noqa: A002 - the name of the field
        """Put a session in the place of another one, such as one with the pain of the next day filled in.

        Parameters
        ----------
        id
            The number of the session to replace, from :meth:`add` or :meth:`entries`. The new one keeps it.
        record
            The session, of the same or another date.

        Raises
        ------
        JournalError
            When there is no session of this number, or it cannot be written.
        InvalidRequest
            When ``record`` is no session record.
        """
        record = _checked(record)
        with self._writing() as connection:
            self._found(connection, id)
            _put(connection, id, record)

    def remove(self, id: int) -> SessionRecord:  # noqa: A002 - the name of the field
        """Remove a session, and return it. Its text is overwritten in the file.

        Parameters
        ----------
        id
            The number of the session, from :meth:`add` or :meth:`entries`.

        Returns
        -------
        SessionRecord
            The session as it was recorded.

        Raises
        ------
        JournalError
            When there is no session of this number, or it cannot be written.
        """
        with self._writing() as connection:
            found = self._found(connection, id)
            connection.execute("DELETE FROM session WHERE id = ?", (id,))
        return found

    def entries(self, on: date | str | None = None) -> tuple[JournalEntry, ...]:
        """Return the sessions with their numbers, by date and then in the order in which they were added.

        Parameters
        ----------
        on
            The date of the sessions; None returns those of all dates.

        Raises
        ------
        InvalidRequest
            When ``on`` is not a date.
        JournalError
            When the journal cannot be read.
        """
        day = None if on is None else _day(on).isoformat()
        with self._reading() as connection:
            found = list(journal_file.rows(connection, self._path, day))
        return tuple(JournalEntry(number, self._record(text)) for number, _, text in found)

    def records(self) -> tuple[SessionRecord, ...]:
        """Return all sessions, by date and then in the order in which they were added.

        Raises
        ------
        JournalError
            When the journal cannot be read.
        """
        return tuple(entry.record for entry in self.entries())

    def history(self, on: date | str) -> tuple[SessionRecord, ...]:
        """Return the sessions up to a date as the history of a request: at most the last 4,000.

        Where the day of an injury is stated, ``before_injury`` of each is set by the dates; that of a session of the
        day itself is as it was recorded, or as :meth:`set_person` left it.

        Parameters
        ----------
        on
            The date of the session to plan; sessions of that date are in.

        Raises
        ------
        InvalidRequest
            When ``on`` is not a date.
        JournalError
            When the journal cannot be read.
        """
        until = _day(on).isoformat()
        with self._reading() as connection:
            found = [text for _, day, text in journal_file.rows(connection, self._path) if day <= until]
            facts = journal_file.person(connection, self._path)
        injured = None if facts is None else self._person(facts).injured_on
        records = (self._record(text) for text in found[-MOST_RECORDS:])
        return tuple(
            record
            if injured is None or record.on == injured or record.before_injury == (record.on < injured)
            else record.model_copy(update={"before_injury": record.on < injured})
            for record in records
        )

    @property
    def person(self) -> Person | None:
        """What is stated about the person; None when nothing is."""
        with self._reading() as connection:
            facts = journal_file.person(connection, self._path)
        return None if facts is None else self._person(facts)

    def set_person(self, person: Person | None) -> None:
        """State what holds about the person from now on, in place of what was stated.

        When another day of an injury was stated before, or no injury, the sessions of the new day that are in the
        journal get ``before_injury``: nobody had said yet that the back was hurt. The next doses start low again then,
        which is the safer of two mistakes.

        Parameters
        ----------
        person
            All of it; None removes it.

        Raises
        ------
        JournalError
            When it cannot be written.
        InvalidRequest
            When ``person`` is neither a person nor None.
        """
        given: object = person
        if given is not None and not isinstance(given, Person):
            message = f"{quoted(given)} is not allowed; give a Person, or None"
            raise InvalidRequest(Problem("person", quoted(given), message))
        with self._writing() as connection:
            facts = journal_file.person(connection, self._path)
            _set_person(connection, person)
            if person is None or person.injured_on is None or facts is None:
                return
            if self._person(facts).injured_on == person.injured_on:
                return
            for number, _, text in list(journal_file.rows(connection, self._path, person.injured_on.isoformat())):
                _put(connection, number, self._record(text).model_copy(update={"before_injury": True}))

    def export_jsonl(self, file: str | os.PathLike[str] | IO[str]) -> int:
        """Write all of it as JSON Lines: ``{"person": …}`` if it is known, and a line for each session, by date.

        Parameters
        ----------
        file
            The file to write, only readable by its owner, or an open text stream. A file that is there is replaced
            when all is written.

        Returns
        -------
        int
            How many sessions there are.

        Raises
        ------
        JournalError
            When it cannot be written; a file that was there is as it was.
        """
        with self._reading() as connection:
            facts = journal_file.person(connection, self._path)
            records = [text for _, _, text in journal_file.rows(connection, self._path)]
        if not isinstance(file, (str, os.PathLike)) and hasattr(file, "write"):
            for line in lines.lines(facts, records):
                file.write(line)
            return len(records)
        own = (self._path, *(f"{self._path}-{end}" for end in ("journal", "wal", "shm")))
        with lines.written(_name(file), own) as target:
            for line in lines.lines(facts, records):
                target.write(line.encode())
        return len(records)

    def import_jsonl(
        self,
        file: str | os.PathLike[str] | IO[str] | IO[bytes],
        *,
        person: Literal["refuse", "keep", "replace"] = "refuse",
    ) -> Imported:
        """Add what a file of JSON Lines holds, in one transaction.

        A session that the journal has already is not added again; of equal sessions there are then as many as in the
        file or in the journal, whichever has more. So a file may be imported twice, and two journals can be joined.

        Parameters
        ----------
        file
            The file, or an open stream: each line is the JSON of a session record, or ``{"person": …}``. At most
            100,000 lines.
        person
            What to do when the file and the journal state different things about the person: ``refuse`` the file,
            ``keep`` what the journal has, or ``replace`` it.

        Returns
        -------
        Imported
            How many sessions were added, and how many were there already.

        Raises
        ------
        JournalError
            When a line is wrong, which the message names, or it cannot be written. Nothing was added.
        InvalidRequest
            When ``person`` is none of the three words.
        """
        if person not in ("refuse", "keep", "replace"):
            message = f"{quoted(person)} is not allowed; it must be 'refuse', 'keep' or 'replace'"
            raise InvalidRequest(Problem("person", quoted(person), message))
        if isinstance(file, (str, os.PathLike)) or not hasattr(file, "readline"):
            source = journal_file.printable(_name(file))
            contents = lines.read_file(_name(file))
        else:
            source = "<stream>"
            contents = lines.read_lines(file, source)
        with self._writing() as connection:
            facts = journal_file.person(connection, self._path)
            stated = None if contents.person is None else lines.record_text(contents.person)
            differs = stated is not None and stated != facts
            if differs and facts is not None and person == "refuse":
                message = "the file and the journal state different things about the person; choose to keep or replace"
                raise JournalError("conflict", message, source=source)
            changed = differs and (facts is None or person == "replace")
            if changed:
                _set_person(connection, contents.person)
            there = Counter(text for _, _, text in journal_file.rows(connection, self._path))
            added = 0
            for record in contents.records:
                text = lines.record_text(record)
                if there[text]:
                    there[text] -= 1
                else:
                    _insert(connection, record)
                    added += 1
        return Imported(added, len(contents.records) - added, changed)

    @contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
        if self._opened is not None and self._opened.key[0] != os.getpid():
            message = "this journal was opened by the process that this one was forked from; open it anew"
            raise JournalError("closed", message, source=journal_file.printable(self._path))
        with self._lock, journal_file.one_sentence(self._path, self._wait_seconds):
            if self._opened is None:
                raise JournalError("closed", "this journal is closed", source=journal_file.printable(self._path))
            journal_file.still_there(self._opened, self._path)
            yield self._opened.connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._using() as connection, journal_file.transaction(connection):
            journal_file.same_version(connection, self._path)
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._using() as connection:
            connection.execute("BEGIN")
            try:
                journal_file.same_version(connection, self._path)
                yield connection
            finally:
                if connection.in_transaction:  # an error may have ended it
                    connection.execute("ROLLBACK")

    def _found(self, connection: sqlite3.Connection, number: int) -> SessionRecord:
        row = None
        if isinstance(number, int) and abs(number) < 2**63:
            row = connection.execute("SELECT record FROM session WHERE id = ?", (number,)).fetchone()
        if row is None:
            message = f"there is no session of number {quoted(number)}; entries() has the numbers"
            raise JournalError("missing", message, source=journal_file.printable(self._path))
        return self._record(row[0])

    def _record(self, text: str) -> SessionRecord:
        return self._read(SessionRecord, text)

    def _person(self, text: str) -> Person:
        return self._read(Person, text)

    def _read(self, model: type[Model], text: str) -> Model:
        try:
            return read(model, read_strictly(text))
        except ValueError:  # a checksum that fits, and no record
            raise journal_file.damaged(self._path) from None


def _insert(connection: sqlite3.Connection, record: SessionRecord) -> int:
    day, text = record.on.isoformat(), lines.record_text(record)
    row = connection.execute("INSERT INTO session (day, record, checksum) VALUES (?, ?, 0)", (day, text))
    number = int(row.lastrowid or 0)
    mark = journal_file.checksum(number, day, text)
    connection.execute("UPDATE session SET checksum = ? WHERE id = ?", (mark, number))
    return number


def _put(connection: sqlite3.Connection, number: int, record: SessionRecord) -> None:
    day, text = record.on.isoformat(), lines.record_text(record)
    connection.execute(
        "UPDATE session SET day = ?, record = ?, checksum = ? WHERE id = ?",
        (day, text, journal_file.checksum(number, day, text), number),
    )


def _set_person(connection: sqlite3.Connection, person: Person | None) -> None:
    connection.execute("DELETE FROM person")
    if person is not None:
        text = lines.record_text(person)
        mark = journal_file.checksum(text)
        connection.execute("INSERT INTO person (one, facts, checksum) VALUES (1, ?, ?)", (text, mark))


def _checked(record: Any) -> SessionRecord:
    if not isinstance(record, SessionRecord):
        message = f"{quoted(record)} is not allowed; give a SessionRecord"
        raise InvalidRequest(Problem("record", quoted(record), message))
    return record


def _day(value: Any) -> date:
    try:
        if (day := calendar_date(value)) is not None:
            return cast("date", day)
    except ValueError as error:
        raise InvalidRequest(Problem("on", quoted(value), str(error))) from None
    raise InvalidRequest(Problem("on", "", "give a date such as 2026-01-31"))


def _name(path: Any) -> str:
    try:
        name = os.fspath(path)
    except TypeError:
        name = None
    if not isinstance(name, str) or not name or "\0" in name:
        message = f"{quoted(path)} is not the name of a file; give a text or a Path"
        raise JournalError("unreachable", message)
    return name


def _absolute(path: Any) -> str:
    return os.path.abspath(_name(path))  # noqa: PTH100 - resolves no links
