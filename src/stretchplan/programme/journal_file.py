"""Is a file a journal, whole and of a known version? It is opened, made or migrated, or refused and left unchanged.

A journal is an SQLite database with an application id of its own, and its schema version in ``user_version``. The first
bytes of a file are read before SQLite sees it, because SQLite may change a foreign database that another program did
not close. Each row has a checksum, because SQLite has none.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
import threading
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

from stretchplan.base.errors import JournalError

__all__ = ["APPLICATION_ID", "MIGRATIONS", "Opened", "checksum", "closed", "damaged", "default_path", "opened"]
__all__ += ["one_sentence", "person", "printable", "rows", "same_version", "still_there", "transaction"]

APPLICATION_ID: Final = 0x53745065
"""What tells a journal from any other SQLite database: ``StPe``."""

_MAGIC: Final = b"SQLite format 3\x00"
_HEADER_BYTES: Final = 100
_VERSION_AT, _APPLICATION_AT = 60, 68
_LONGEST_NAME: Final = 200


def _first(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TABLE session (id INTEGER PRIMARY KEY AUTOINCREMENT, day TEXT NOT NULL, "
        "record TEXT NOT NULL, checksum INTEGER NOT NULL)"
    )
    connection.execute(
        "CREATE TABLE person (one INTEGER PRIMARY KEY CHECK (one = 1), facts TEXT NOT NULL, checksum INTEGER NOT NULL)"
    )


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (_first,)
"""Each makes the next schema version of the one before; a new journal goes through all of them, from 0. A field that is
added to a record or to a person needs a new version too, because an older version refuses fields that it does not know.
"""


class Opened(NamedTuple):
    """An open journal, and the key of its file in the list of those that this process has open."""

    connection: sqlite3.Connection
    key: tuple[int, int, int]  # the process, the device and the file


# When a process closes a file, it loses the locks that SQLite has on it (sqlite.org/howtocorrupt.html, 2.2). So the
# header of a file that this process has open is not read again.
_OPEN: Final[Counter[tuple[int, int, int]]] = Counter()
_OPENING = threading.RLock()


def _after_fork() -> None:
    global _OPENING
    _OPENING = threading.RLock()  # a thread that the child does not have may have held it


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def closed(opened: Opened) -> None:
    """Close a journal; what it does not finish is undone."""
    with _OPENING:
        opened.connection.close()
        _OPEN[opened.key] -= 1
        if _OPEN[opened.key] <= 0:
            del _OPEN[opened.key]


def opened(path: str, wait_seconds: int) -> Opened:
    """Open a journal, or make it where there is no file; raise JournalError and change nothing where it is refused."""
    with _OPENING, one_sentence(path, wait_seconds):
        key = _found_or_made(path)
        if not _OPEN[key]:
            _look_at_header(path)
        # as_uri: no character of a name is taken for a part of the address; rw: SQLite makes no file
        address = f"{Path(path).as_uri()}?mode=rw"
        connection = sqlite3.connect(
            address, uri=True, timeout=wait_seconds, isolation_level=None, check_same_thread=False
        )
        try:
            for setting in (
                "trusted_schema = OFF",  # a foreign schema calls no functions
                "cell_size_check = ON",
                "synchronous = EXTRA",  # FULL, and the folder is synced too, so that a commit outlasts a power cut
                "fullfsync = ON",
                "secure_delete = ON",  # what is removed is overwritten
                "temp_store = MEMORY",
            ):
                connection.execute(f"PRAGMA {setting}")
            _verified(connection, path)
        except BaseException:
            connection.close()
            raise
        _OPEN[key] += 1
        return Opened(connection, key)


def still_there(opened: Opened, path: str) -> None:
    """Raise JournalError where the file has lost its name: SQLite would write to a file that nobody can find."""
    found = os.stat(path)  # noqa: PTH116
    if (found.st_dev, found.st_ino) != opened.key[1:]:
        raise JournalError("unreachable", "another file has taken the place of this journal", source=printable(path))


def same_version(connection: sqlite3.Connection, path: str) -> None:
    """Raise JournalError where another process has changed the version since the journal was opened."""
    version = _value(connection, "PRAGMA user_version")
    _known(version, path)
    if version < len(MIGRATIONS):
        raise damaged(path)


def _found_or_made(path: str) -> tuple[int, int, int]:
    with suppress(FileExistsError):
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)  # noqa: PTH103, PTH120
        if not os.path.lexists(path):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    found = os.stat(path)  # noqa: PTH116
    if not stat.S_ISREG(found.st_mode):
        raise JournalError("unreachable", "this is not a regular file; give the name of one", source=printable(path))
    return os.getpid(), found.st_dev, found.st_ino


def _look_at_header(path: str) -> None:
    with open(path, "rb") as file:  # noqa: PTH123
        header = file.read(_HEADER_BYTES)
    if not header:  # it was made just now, or its first transaction did not end
        return
    application = int.from_bytes(header[_APPLICATION_AT : _APPLICATION_AT + 4], "big")
    if len(header) < _HEADER_BYTES or not header.startswith(_MAGIC) or application != APPLICATION_ID:
        raise JournalError("foreign", "this file is not a journal of stretchplan", source=printable(path))
    _known(int.from_bytes(header[_VERSION_AT : _VERSION_AT + 4], "big"), path)


def _known(version: int, path: str) -> None:
    if version > len(MIGRATIONS):
        raise JournalError(
            "newer",
            f"this journal has version {version}, and this stretchplan knows up to {len(MIGRATIONS)}; use a newer one",
            source=printable(path),
        )


def _verified(connection: sqlite3.Connection, path: str) -> None:
    connection.execute("BEGIN")
    version = _whole(connection, path)
    connection.execute("COMMIT")
    if version == len(MIGRATIONS):
        return
    with transaction(connection):
        version = _whole(connection, path)  # another process may have been faster
        for migrate in MIGRATIONS[version:]:
            migrate(connection)
        if version < len(MIGRATIONS):
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def _whole(connection: sqlite3.Connection, path: str) -> int:
    """Return the version of a journal that is whole; 0 for an empty file."""
    version: int = _value(connection, "PRAGMA user_version")
    application: int = _value(connection, "PRAGMA application_id")
    _known(version, path)
    if _value(connection, "PRAGMA integrity_check(1)") != "ok" or _schema(connection) != _schema_of(version):
        raise damaged(path)
    if application != (APPLICATION_ID if version else 0):
        raise JournalError("foreign", "this file is not a journal of stretchplan", source=printable(path))
    if version == len(MIGRATIONS):
        for _ in rows(connection, path):
            pass
        person(connection, path)
    return version


def _value(connection: sqlite3.Connection, query: str) -> Any:
    return connection.execute(query).fetchone()[0]


def _schema(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
    return sorted(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"), key=repr)


def _schema_of(version: int) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        for migrate in MIGRATIONS[:version]:
            migrate(connection)
        return _schema(connection)
    finally:
        connection.close()


def checksum(*parts: object) -> int:
    """Return the checksum of what a row says."""
    return zlib.crc32("\n".join(map(str, parts)).encode("utf-8", "surrogatepass"))


def rows(connection: sqlite3.Connection, path: str, day: str | None = None) -> Iterator[tuple[int, str, str]]:
    """Yield id, date and JSON of the sessions, by date and id; raise JournalError for a row that was changed."""
    where, values = ("", ()) if day is None else (" WHERE day = ?", (day,))
    query = f"SELECT id, day, record, checksum FROM session{where} ORDER BY day, id"  # noqa: S608 - no foreign text
    for number, on, record, found in connection.execute(query, values):
        if found != checksum(number, on, record):
            raise damaged(path)
        yield number, on, record


def person(connection: sqlite3.Connection, path: str) -> str | None:
    """Return the JSON of what is known of the person; None when nothing is."""
    row = connection.execute("SELECT facts, checksum FROM person").fetchone()
    if row is None:
        return None
    if row[1] != checksum(row[0]):
        raise damaged(path)
    return str(row[0])


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Write all of it or nothing, while no other process writes."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            with suppress(sqlite3.Error):  # the error that led here is the one to report
                connection.execute("ROLLBACK")
        raise


@contextmanager
def one_sentence(path: str, wait_seconds: int) -> Iterator[None]:
    """Turn errors of SQLite and of the system about a journal into one sentence."""
    try:
        yield
    except UnicodeDecodeError:
        raise damaged(path) from None
    except sqlite3.Error as error:
        raise _of_sqlite(error, path, wait_seconds) from error
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise _full(path) from error
        message = f"the file cannot be opened: {error.strerror or type(error).__name__}"
        raise JournalError("unreachable", message, source=printable(path)) from error


def damaged(path: str) -> JournalError:
    """Return the error of a journal that is not as it was written."""
    return JournalError(
        "damaged",
        "this journal is damaged, or another program has changed it; use a copy, or an export of it",
        source=printable(path),
    )


def _full(path: str) -> JournalError:
    return JournalError("full", "there is no room to write; nothing was changed", source=printable(path))


def _of_sqlite(error: sqlite3.Error, path: str, wait_seconds: int) -> JournalError:
    code = getattr(error, "sqlite_errorcode", 0)
    if code == sqlite3.SQLITE_IOERR_WRITE or code & 0xFF == sqlite3.SQLITE_FULL:
        return _full(path)
    code &= 0xFF  # the statements are right, so a plain SQLITE_ERROR is about the file
    if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR} or "decode to UTF-8" in str(error):
        return damaged(path)
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        message = f"another process has kept this journal for {wait_seconds} s; nothing was changed, try again"
        return JournalError("busy", message, source=printable(path))
    message = f"the file cannot be read or written ({error}); nothing was changed"
    return JournalError("unreachable", message, source=printable(path))


def printable(path: str) -> str:
    """Return the name of a file as one short printable line."""
    line = path if len(path) <= _LONGEST_NAME else f"…{path[1 - _LONGEST_NAME :]}"
    return line if line.isprintable() else line.encode("unicode_escape", "backslashreplace").decode("ascii")


def default_path(platform: str, xdg: str | None, local: str | None, home: Callable[[], Path]) -> Path:
    """Return where a platform keeps a person's data, with the name of the journal.

    ``xdg`` and ``local`` are the folders that Linux and Windows may name; relative ones are ignored, as the XDG base
    directory specification asks.
    """
    if platform == "win32":
        base = Path(local) if local and Path(local).is_absolute() else home() / "AppData/Local"
    elif platform == "darwin":
        base = home() / "Library/Application Support"
    else:
        base = Path(xdg) if xdg and Path(xdg).is_absolute() else home() / ".local/share"
    return base / "stretchplan" / "journal.sqlite"
