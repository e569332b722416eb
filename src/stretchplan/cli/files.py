"""Read JSON files and write files, each error in one sentence."""

import json
import os
import stat
import sys
import tempfile
from pathlib import Path
from typing import Any, Final, NoReturn

from stretchplan.base.text import quoted
from stretchplan.cli.exits import FileTrouble

__all__ = ["read_json", "what_went_wrong", "write_file"]

MAX_BYTES: Final = 16 * 1024 * 1024


def read_json(name: str) -> Any:
    """Return what a JSON file says; ``-`` is standard input.

    Raises
    ------
    FileTrouble
        When it cannot be read, is larger than 16 MiB, or is not unambiguous JSON in UTF-8.
    """
    shown = "standard input" if name == "-" else quoted(name)
    data = _read(name, shown)
    try:
        text = data.decode("utf-8-sig")
        return json.loads(text, object_pairs_hook=_each_name_once, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise FileTrouble(f"{shown} is not UTF-8 text: byte {error.start + 1} cannot be read") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise FileTrouble(f"{shown} is not JSON: {error.msg[:1].lower()}{error.msg[1:]} at {where}") from None
    except ValueError as error:
        raise FileTrouble(f"{shown} is not JSON that can be used: {error}") from None
    except RecursionError:
        raise FileTrouble(f"{shown} is not JSON that can be used: it is nested too deeply") from None


def _read(name: str, shown: str) -> bytes:
    try:
        if name == "-":
            if sys.stdin is None:
                raise FileTrouble("there is no standard input to read")
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(name).open("rb") as file:
                data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a name with a null character
        raise FileTrouble(f"{shown} cannot be read: {what_went_wrong(error)}") from None
    if len(data) > MAX_BYTES:
        raise FileTrouble(f"{shown} is larger than {MAX_BYTES // 1024**2} MiB, the most that is read")
    return data


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # JSON leaves open which of two values counts. For the days since an injury that must not be left open.
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(name for i, (name, _) in enumerate(pairs) if name in dict(pairs[:i]))
        raise ValueError(f"{quoted(twice)} stands twice in one object")
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def write_file(name: str, content: str | bytes) -> None:
    """Write a text in UTF-8, or bytes, to a file: all of it or nothing.

    A temporary file beside it is written first and then takes its place, so an error leaves the old file as it was.
    A link is followed. Something other than a regular file, such as a pipe, is written to directly.
    """
    shown = quoted(name)
    data = content.encode() if isinstance(content, str) else content
    try:
        path = Path(name).resolve()
        if path.is_dir():
            raise FileTrouble(f"{shown} cannot be written: it is a directory; give the name of a file")
        if path.exists() and not path.is_file():
            path.write_bytes(data)
        else:
            _replace(path, data)
    except (OSError, ValueError) as error:
        raise FileTrouble(f"{shown} cannot be written: {what_went_wrong(error)}") from None


def _replace(path: Path, data: bytes) -> None:
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask()
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(13, "Permission denied")  # replacing the file would ignore its protection
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:  # also Ctrl-C: leave no temporary file
        Path(temporary).unlink(missing_ok=True)
        raise


def _umask() -> int:
    # It can only be read by setting it.
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def what_went_wrong(error: OSError | ValueError) -> str:
    """Return the system's message about a file, to end a sentence with."""
    words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return words[:1].lower() + words[1:]
