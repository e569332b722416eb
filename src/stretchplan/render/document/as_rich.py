"""Write a page for rich: lines of text in colours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final

from stretchplan.render.document.as_text import lay_out
from stretchplan.render.document.blocks import Block, Role

if TYPE_CHECKING:
    from rich.text import Text

__all__ = ["page_to_rich"]

_STYLE: Final[dict[Role, str]] = {
    "plain": "",
    "title": "bold",
    "heading": "bold cyan",
    "strong": "bold",
    "quiet": "dim",
    "good": "green",
    "warn": "yellow",
    "bad": "bold red",
}


def page_to_rich(blocks: Iterable[Block], width: int, shown: Callable[[str], str] = str) -> Iterator[Text]:
    """Yield the lines of a page, at most ``width`` cells wide (20 or more).

    ``shown`` gives each text the characters that the output has.
    """
    from rich.text import Text  # an extra; only who writes for rich comes here

    for line in lay_out(blocks, width):
        # Text and not markup: brackets in a catalogue are only text.
        yield Text.assemble(*((shown(span.text), _STYLE[span.role]) for span in line))
