"""What a command answers with, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from stretchplan.cli.exits import Exit
from stretchplan.render.document.blocks import Block

__all__ = ["Answer", "Format"]

Format = Literal["text", "json"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What to write, and where.

    Attributes
    ----------
    data
        The answer as JSON can carry it.
    page
        The same for people; None when there is no such form.
    format
        Which of the two is asked for.
    output
        A file to write it to; None for standard output.
    exit
        The exit code.
    ready
        The answer in a format of its own, as it is to be written; None when it is text or JSON. Bytes are written as
        they are, wherever they go.
    """

    data: Any
    page: Iterable[Block] | None
    format: Format
    output: str | None = None
    exit: Exit = Exit.OK
    ready: str | bytes | None = None
