"""Short printable texts for messages, and the nearest known name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

__all__ = ["did_you_mean", "nearest", "quoted"]

_PLAIN: Final = (str, bytes, int, float, date, list, tuple, set, frozenset, dict, type(None))


def nearest(name: object, known: Iterable[str]) -> str | None:
    """Return the known name most like ``name``, or None when none is near."""
    from difflib import get_close_matches  # imported here to keep `import stretchplan` fast

    if not isinstance(name, str) or len(name) > 100:
        return None
    matches = get_close_matches(name.lower().replace("-", "_").replace(" ", "_"), list(known), n=1, cutoff=0.6)
    return matches[0] if matches else None


def did_you_mean(name: object, known: Iterable[str], otherwise: str) -> tuple[str, str | None]:
    """Return the end of a message about an unknown name, and the nearest known name or None.

    Parameters
    ----------
    name
        What was given.
    known
        The names that are allowed.
    otherwise
        How the message ends when no known name is near: what is allowed.

    Examples
    --------
    >>> did_you_mean("hipps", ["hips", "glutes"], "known: hips, glutes")
    ("did you mean 'hips'?", 'hips')
    """
    suggestion = nearest(name, known)
    return (f"did you mean {suggestion!r}?" if suggestion else otherwise), suggestion


def quoted(value: object, limit: int = 60) -> str:
    """Return a value as short printable text in quotes; escapes stay escapes, long texts are cut at ``limit``."""
    if isinstance(value, (list, tuple, set, frozenset, dict)) and len(value) > 20:
        return f"a {type(value).__name__} of {len(value)} entries"
    try:
        if not isinstance(value, _PLAIN):  # its own representation may hold an address in memory
            return f"a value of type {type(value).__name__}"
        text = ascii(value[: limit * 2]) if isinstance(value, (str, bytes)) else ascii(value)
    except (ValueError, RecursionError):  # an int of 5,000 digits; a list inside itself
        text = f"a value of type {type(value).__name__}"
    return text if len(text) <= limit else text[: limit - 1] + "…"
