"""What a command answers, before anything is written."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from stretchplan.cli.exits import Exit
from stretchplan.render.document.blocks import Block

__all__ = ["CommandResult"]


@dataclass(frozen=True, slots=True)
class CommandResult:
    """What to write, and where.

    Attributes
    ----------
    data
        The answer for programs: models, or what JSON can hold.
    page
        The answer for people; None when there is only JSON.
    format_name
        Which of the two to write: ``text`` for the page, ``json`` for the data.
    output_file
        The file to write to; None and ``-`` for standard output.
    content
        The answer in a format of its own, written instead of the two; bytes are written exactly as they are.
    exit
        The exit code.
    """

    data: Any = None
    page: Iterable[Block] | None = None
    format_name: str = "text"
    output_file: str | None = None
    content: str | bytes | None = None
    exit: Exit = Exit.OK
