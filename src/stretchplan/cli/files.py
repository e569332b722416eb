"""Read JSON files and write files, each error in one sentence."""

import codecs
import os
import re
import stat
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from stretchplan.base.strict_json import MAX_BYTES, UnreadableJSON, read_strictly
from stretchplan.base.text import quoted
from stretchplan.cli.exits import FileTrouble

__all__ = ["read_bytes", "read_json", "what_went_wrong", "write_file"]

_OWN_OUTPUT: Final = re.compile(r"/dev/(stdout|stderr|fd/\d+)|/proc/(self|\d+)/fd/\d+")


def read_json(name: str, max_bytes: int = MAX_BYTES) -> Any:
    """Return the value in a JSON file of at most ``max_bytes``, read strictly; ``-`` is standard input."""
    shown = _shown(name)
    data = read_bytes(name, max_bytes).removeprefix(codecs.BOM_UTF8)
    try:
        return read_strictly(data, max_bytes=max_bytes)
    except UnreadableJSON as error:
        raise FileTrouble(f"{shown}: {error}{error.hint}") from None


def _shown(name: str) -> str:
    return "standard input" if name == "-" else quoted(name)


def read_bytes(name: str, max_bytes: int) -> bytes:
    """Return the content of a file of at most ``max_bytes``; ``-`` is standard input."""
    shown = _shown(name)
    try:
        if name == "-":
            if sys.stdin is None:
                raise FileTrouble("there is no standard input to read")
            data = sys.stdin.buffer.read(max_bytes + 1)
        else:
            with Path(name).open("rb") as file:
                data = file.read(max_bytes + 1)
    except (OSError, ValueError) as error:  # ValueError: a name with a null character
        raise FileTrouble(f"{shown} cannot be read: {what_went_wrong(error)}") from None
    if len(data) > max_bytes:
        raise FileTrouble(f"{shown} is larger than {max_bytes // 2**20} MiB, the most that is read")
    return data


def write_file(name: str, content: str | bytes) -> None:
    """Write a text in UTF-8, or bytes, to a file: all of it or nothing.

    A temporary file beside it is written first and then takes its place, so an error leaves the old file as it was.
    A link is followed. Something other than a regular file, such as a pipe, is written to directly; so is an output of
    this process that has a name, such as ``/dev/stdout``.
    """
    shown = quoted(name)
    data = content.encode() if isinstance(content, str) else content
    try:
        path = Path(name)
        if path.is_dir() or _names_directory(name):
            raise FileTrouble(f"{shown} cannot be written: it is a directory; give the name of a file")
        # The link behind such a name leads to no path, or to a file that the shell has opened and that must stay.
        if _OWN_OUTPUT.fullmatch(name) or (path.exists() and not path.is_file()):
            with path.open("ab") as file:  # it is not truncated: the shell may append
                file.write(data)
        else:
            _replace(path.resolve(), data)
    except (OSError, ValueError) as error:
        raise FileTrouble(f"{shown} cannot be written: {what_went_wrong(error)}") from None


def _names_directory(name: str) -> bool:
    """Return whether a name ends as only a directory's may; Path would drop the separator and name a file."""
    return name.endswith((os.sep, os.altsep or os.sep))


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
    mask = os.umask(0o077)  # it can only be read by setting it
    os.umask(mask)
    return mask


def what_went_wrong(error: OSError | ValueError) -> str:
    """Return the system's message about a file, in the form of the end of a sentence."""
    words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return words[:1].lower() + words[1:]
