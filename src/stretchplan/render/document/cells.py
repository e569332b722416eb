"""How many cells of a terminal a text takes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

__all__ = ["padded", "pieces", "width_of"]


def width_of(text: str) -> int:
    """Return the cells of a text: two for a wide character, none for a combining one."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def padded(text: str, width: int, *, right: bool = False) -> str:
    """Return a text filled with spaces up to a width, on its left if ``right``."""
    space = " " * (width - width_of(text))
    return space + text if right else text + space


def pieces(word: str, width: int) -> Iterator[str]:
    """Cut a word into pieces of at most ``width`` cells (2 or more), after a slash or a hyphen where one is near."""
    start = 0
    while start < len(word):
        size = 0
        end = start
        while end < len(word) and (size := size + _cells(word[end])) <= width:
            end += 1
        if end < len(word):
            near = max(word.rfind(mark, (start + end) // 2, end) for mark in "/-") + 1
            end = near or end
        yield word[start:end]
        start = end
