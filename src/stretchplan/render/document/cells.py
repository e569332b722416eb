"""Measure how many terminal cells a text takes."""

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
    """Fill a text with spaces up to a width; ``right`` moves the text to the right end."""
    spaces = " " * (width - width_of(text))
    return spaces + text if right else text + spaces


def pieces(word: str, width: int) -> Iterator[str]:
    """Cut a word into pieces of at most ``width`` cells (2 or more), after a nearby slash or hyphen if there is one."""
    start = 0
    while start < len(word):
        size, end = 0, start
        while end < len(word) and (size := size + _cells(word[end])) <= width:
            end += 1
        if end < len(word):
            end = max(word.rfind(mark, (start + end) // 2, end) for mark in "/-") + 1 or end
        yield word[start:end]
        start = end
