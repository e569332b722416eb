"""Count how long a text takes to say, without the planner's count.

The rule is ``words-in-time``; a test compares the two counts.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from math import ceil
from typing import Final

from stretchplan.rulebook.bounds import CHARACTERS_A_WORD, SPOKEN_WORDS_A_MINUTE

__all__ = ["say_seconds"]

_BREAK: Final = re.compile(r"(?<=[.!?:;\u2026])\s+")
_PLAIN: Final = re.compile(r"[\x00-/:-\x7f]*")  # the characters of ASCII that are no digits: each counts as one


@lru_cache(maxsize=4096)
def say_seconds(text: str, *, more: bool = False) -> int:
    """Return the whole seconds that a text takes; with ``more``, another text follows it after a pause."""
    text = text.strip()
    if not text:
        return 0
    length = 1 + (len(text) if _PLAIN.fullmatch(text) else sum([_length(char) for char in text]))
    words = max(len(re.findall(r"\S+", text)), ceil(length / CHARACTERS_A_WORD))
    pauses = len(_BREAK.split(text)) - 1
    return ceil((words + pauses + (1 if more else 0)) * 60 / SPOKEN_WORDS_A_MINUTE)


def _length(char: str) -> int:
    """Return how many characters of a word one counts as: digits and symbols are read as words of their own."""
    kind = unicodedata.category(char)
    if kind.startswith("N") or (kind.startswith("S") and not char.isascii()):
        return CHARACTERS_A_WORD
    return 4 if unicodedata.east_asian_width(char) in ("W", "F") and not char.isascii() else 1
