"""The two turns of phrase that messages, notices and pages all need."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["length_words", "listed"]


def length_words(seconds: int) -> str:
    """Return a length of time: ``7 min 53 s``, ``45 s``, ``3 min``."""
    minutes, rest = divmod(abs(seconds), 60)
    parts = ([f"{minutes} min"] if minutes else []) + ([f"{rest} s"] if rest or not minutes else [])
    return ("-" if seconds < 0 else "") + " ".join(parts)


def listed(words: Iterable[str], last: str = "and") -> str:
    """Return words as an English list: ``a, b and c``."""
    *most, end = list(words) or [""]
    return f"{', '.join(most)} {last} {end}" if most else end
