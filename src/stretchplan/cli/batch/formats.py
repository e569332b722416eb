"""What do batch files of every format have in common? Rows, and how they are read and written."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from stretchplan.base.errors import StretchPlanError
from stretchplan.base.text import quoted
from stretchplan.cli.exits import BadUsage, FileTrouble
from stretchplan.cli.files import what_went_wrong
from stretchplan.inputs.request import PlanRequest
from stretchplan.planning.answer_table import Answer

__all__ = ["AnswerRow", "Id", "Reader", "RequestRow", "Slice", "Writer", "file_format", "fingerprint"]

Id = str | int | None
_FORMATS: Final = {".jsonl": "JSON Lines", ".ndjson": "JSON Lines", ".parquet": "Parquet"}
"""Formats by the suffix of a file's name."""


class Slice(NamedTuple):
    """Rows of the input that follow one another: the number of rows before it, where it starts and ends, its rows."""

    first: int
    start: int
    end: int
    rows: int


class RequestRow(NamedTuple):
    """A row of the input: its id, its key, its request or the error in it when called, and where the next row starts.

    Rows with equal keys hold equal requests; None is a row to be read, whatever the others hold.
    """

    id: Id
    key: bytes | None
    read: Callable[[], PlanRequest | StretchPlanError]
    end: int


class AnswerRow(NamedTuple):
    """A row of the output: the id of the request, and its answer."""

    id: Id
    answer: Answer


class Reader(Protocol):
    """A file of requests; ``size`` is the position after its last row."""

    size: int

    def slices(self, first: int, start: int, end: int, most: int) -> Iterator[Slice]:
        """Yield the rows between two positions in slices of at most ``most`` rows; ``first`` rows are before them."""
        ...

    def rows(self, number: int, start: int) -> Iterator[RequestRow]:
        """Yield the rows after the first ``number`` ones; the next one is at the position ``start``."""
        ...


class Writer(Protocol):
    """Writes answers of a table in parts, and joins the parts."""

    def write_part(self, path: Path, rows: Sequence[AnswerRow]) -> None:
        """Write a part to a file."""

    def make_room(self) -> None:
        """Forget what was made of the table's answers; it was cleared."""

    def join(self, path: Path, parts: Iterable[Path]) -> None:
        """Join parts in one file, whose bytes do not depend on where one part ends and the next begins."""


def file_format(name: str, role: str) -> str:
    """Return the format of a file by its suffix; ``role`` is what a message calls the file."""
    for suffix, found in _FORMATS.items():
        if name.lower().endswith(suffix):
            return found
    raise BadUsage(f"{role}: the name {quoted(name)} does not say the format; let it end in {', '.join(_FORMATS)}")


def fingerprint(path: Path, shown: str) -> dict[str, str | int]:
    """Return the size of a file in bytes and its SHA-256 digest.

    Only regular files are allowed: a run that goes on after an interruption reads its input again.
    """
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise FileTrouble(f"{shown} cannot be read: it is no regular file, and a run may have to read it again")
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
            return {"bytes": file.tell(), "sha256": digest.hexdigest()}
    except (OSError, ValueError) as error:  # ValueError: a name with a null character
        raise FileTrouble(f"{shown} cannot be read: {what_went_wrong(error)}") from None
