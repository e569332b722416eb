"""What a file of requests gives and a file of answers takes, whatever its format."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from stretchplan.base.errors import StretchPlanError
from stretchplan.base.text import quoted
from stretchplan.cli.exits import BadUsage, FileTrouble
from stretchplan.cli.files import what_went_wrong
from stretchplan.inputs.request import PlanRequest
from stretchplan.results.plan import Plan

__all__ = ["FORMATS", "Answered", "Asked", "Reader", "Writer", "fingerprint", "format_of"]

Id = str | int | None
FORMATS: Final = {".jsonl": "JSON Lines", ".ndjson": "JSON Lines", ".parquet": "Parquet"}
"""Formats by the suffix of a file's name."""


class Asked(NamedTuple):
    """A row of requests: its id, the request or what is wrong with it, and where in the file the next row starts."""

    id: Id
    request: PlanRequest | StretchPlanError
    end: int


class Answered(NamedTuple):
    """A row of answers: the id of the request, and the plan or why there is none."""

    id: Id
    answer: Plan | StretchPlanError


class Reader(Protocol):
    """A file of requests.

    Attributes
    ----------
    size
        Where its last row ends, in the measure of :attr:`Asked.end`.
    """

    size: int

    def rows(self, row: int, start: int) -> Iterator[Asked]:
        """Yield the rows from one on: its number, counted from 0, and where it starts."""
        ...


class Writer(Protocol):
    """What writes answers, in parts first."""

    def part(self, path: Path, rows: Sequence[Answered]) -> None:
        """Write a part to a file."""
        ...

    def whole(self, path: Path, parts: Sequence[Path]) -> None:
        """Put parts together in one file."""
        ...


def format_of(name: str, what: str) -> str:
    """Return the format of a file by its suffix.

    Parameters
    ----------
    name
        The name of the file.
    what
        What it holds, for the message.

    Raises
    ------
    BadUsage
        When the suffix is not known.
    """
    suffix = next((suffix for suffix in FORMATS if name.lower().endswith(suffix)), None)
    if suffix is None:
        raise BadUsage(f"{what}: the name {quoted(name)} does not say the format; let it end in {', '.join(FORMATS)}")
    return FORMATS[suffix]


def fingerprint(path: Path, shown: str) -> dict[str, str | int]:
    """Return the size of a file in bytes and the SHA-256 digest of what is in it.

    Raises
    ------
    FileTrouble
        When it cannot be read, or is no regular file: what goes on after an interruption has to be read again.
    """
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise FileTrouble(f"{shown} cannot be read: it is no regular file, and a run may have to read it again")
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
            return {"bytes": file.tell(), "sha256": digest.hexdigest()}
    except (OSError, ValueError) as error:  # ValueError: a name with a null character
        raise FileTrouble(f"{shown} cannot be read: {what_went_wrong(error)}") from None
