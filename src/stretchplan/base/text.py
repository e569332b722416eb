"""Short printable texts for messages, and the nearest known name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    Label = Callable[[Sequence[int | str]], str]

__all__ = ["nearest", "show"]


_PLAIN: Final = (str, bytes, int, float, date, list, tuple, set, frozenset, dict, type(None))


def nearest(name: object, known: Iterable[str]) -> str | None:
    """Return the known name most like ``name``, or None when none is near."""
    from difflib import get_close_matches  # only when something is wrong: imports are on everyone's bill

    if not isinstance(name, str) or len(name) > 100:
        return None
    matches = get_close_matches(name.lower().replace("-", "_").replace(" ", "_"), list(known), n=1, cutoff=0.6)
    return matches[0] if matches else None


def show(value: object, limit: int = 60) -> str:
    """Return ``value`` as a short printable text; escapes stay escapes, long ones are cut."""
    if isinstance(value, (list, tuple, set, frozenset, dict)) and len(value) > 20:
        return f"a {type(value).__name__} of {len(value)} entries"
    try:
        if not isinstance(value, _PLAIN):  # its own representation may hold an address in memory
            return f"a value of type {type(value).__name__}"
        text = ascii(value[: limit * 2]) if isinstance(value, (str, bytes)) else ascii(value)
    except (ValueError, RecursionError):  # an int of 5,000 digits; a list inside itself
        text = f"a value of type {type(value).__name__}"
    return text if len(text) <= limit else text[: limit - 1] + "…"
