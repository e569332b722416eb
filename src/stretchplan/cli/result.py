"""What does a command answer? The result, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stretchplan.cli.exits import Exit

if TYPE_CHECKING:  # --help runs through the module that reads this one, and loads no models
    from stretchplan.render.document.blocks import Block

__all__ = ["CommandResult"]


@dataclass(frozen=True, slots=True)
class CommandResult:
    """What to write, and where."""

    data: Any = None  # the answer for programs: models, or values that JSON can hold
    page: Iterable[Block] | None = None  # the answer for people; None when there is only JSON
    format_name: str = "text"  # which of the two to write: text for the page, json for the data
    output_file: str | None = None  # None and - stand for standard output
    content: str | bytes | None = None  # written instead of data and page: the answer in another format
    exit: Exit = Exit.OK
