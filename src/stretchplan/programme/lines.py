"""Write the contents of a journal as JSON Lines, and read them from such a file.

A line is the JSON form of a :class:`SessionRecord`, or ``{"person": …}`` with that of a :class:`Person`.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any, Final, NamedTuple

from stretchplan.base.errors import InvalidRequest, JournalError
from stretchplan.base.models import read
from stretchplan.base.strict_json import MAX_BYTES, UnreadableJSON, read_strictly
from stretchplan.base.text import quoted
from stretchplan.inputs.history import SessionRecord
from stretchplan.programme.journal_file import printable
from stretchplan.programme.person import Person

__all__ = ["MOST_LINES", "Contents", "lines", "read_file", "read_lines", "record_text", "written"]

MOST_LINES: Final = 100_000
"""The most lines that are read from one file."""

_NOT_LINE_ENDS: Final = {"\u0085": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}
"""What some readers take for the end of a line. JSON writes the control characters among them with a backslash."""


class Contents(NamedTuple):
    """What a file holds."""

    person: Person | None
    records: tuple[SessionRecord, ...]


def record_text(model: SessionRecord | Person) -> str:
    """Return a record or a person as one line of JSON."""
    text = model.model_dump_json()
    for character, escaped in _NOT_LINE_ENDS.items():
        text = text.replace(character, escaped)
    return text


def lines(person: str | None, records: Iterable[str]) -> Iterator[str]:
    """Yield the lines of a file, from the JSON of the person and of each record."""
    if person is not None:
        yield f'{{"person":{person}}}\n'
    for record in records:
        yield f"{record}\n"


@contextmanager
def written(name: str, forbidden: Iterable[str]) -> Iterator[IO[bytes]]:
    """Give a file to write to, which takes its name when all of it is on the disk; only its owner may read it."""
    target = os.path.realpath(name)
    source = printable(name)
    if any(target == os.path.realpath(other) for other in forbidden):
        raise JournalError("unreachable", "this is the journal itself; give another file", source=source)
    folder, last = os.path.split(target)
    new = os.path.join(folder, f".{last[:100]}.{os.getpid()}.new")  # noqa: PTH118
    try:
        if os.path.lexists(target) and not os.path.isfile(target):  # noqa: PTH113
            raise JournalError("unreachable", "this is not a regular file; give one, or an open stream", source=source)
        handle = os.open(new, os.O_CREAT | os.O_TRUNC | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0), 0o600)
        try:
            with open(handle, "wb") as file:  # noqa: PTH123
                yield file
                file.flush()
                os.fsync(file.fileno())
            os.replace(new, target)  # noqa: PTH105
        except BaseException:
            with suppress(OSError):
                os.unlink(new)  # noqa: PTH108
            raise
    except OSError as error:
        message = f"the file cannot be written: {error.strerror or type(error).__name__}"
        raise JournalError("unreachable", message, source=source) from error


def read_file(name: str) -> Contents:
    """Return what a file holds; raise JournalError, with the number of the line, when a line is wrong."""
    source = printable(name)
    try:
        if not stat.S_ISREG(os.stat(name).st_mode):  # noqa: PTH116 - a pipe would wait for ever
            raise JournalError("import", "this is not a regular file; give one, or an open stream", source=source)
        with open(name, "rb") as file:  # noqa: PTH123
            return read_lines(file, source)
    except OSError as error:
        message = f"the file cannot be read: {error.strerror or type(error).__name__}"
        raise JournalError("import", message, source=source) from error
    except ValueError:
        message = "this is not a file name: it holds characters that no file name can"
        raise JournalError("import", message, source=source) from None


def read_lines(file: IO[bytes] | IO[str], source: str) -> Contents:
    """Return what a stream holds."""
    person: Person | None = None
    records: list[SessionRecord] = []
    number = 0
    while line := file.readline(MAX_BYTES + 2):
        number += 1

        def wrong(message: str, number: int = number) -> JournalError:
            return JournalError("import", message, source=source, line=number)

        if number > MOST_LINES:
            raise wrong(f"the file has more than {MOST_LINES:,} lines, the most that are read; divide it")
        if number == 1:
            line = line.removeprefix("\ufeff") if isinstance(line, str) else line.removeprefix(b"\xef\xbb\xbf")
        if not line.strip():
            continue
        found = _read(line, wrong)
        if isinstance(found, SessionRecord):
            records.append(found)
        elif person is not None and person != found:
            raise wrong("the file states two different persons, and a journal is for one")
        else:
            person = found
    return Contents(person, tuple(records))


def _read(line: str | bytes, wrong: Any) -> SessionRecord | Person:
    try:
        data = read_strictly(line)
        if isinstance(data, dict) and data.keys() == {"person"}:
            return read(Person, data["person"])
        if not isinstance(data, dict):
            raise wrong(f"{quoted(data)} is not allowed; a line is a session record, or a table with 'person'")
        return read(SessionRecord, data)
    except UnreadableJSON as error:
        raise wrong(error.message) from None
    except InvalidRequest as error:
        raise wrong(str(error)) from None
