"""Short printable texts for messages, and the nearest known name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

__all__ = ["did_you_mean", "in_order", "listed", "nearest", "printable", "quoted", "some"]

_PLAIN: Final = (str, bytes, int, float, date, list, tuple, set, frozenset, dict, type(None))


def nearest(name: object, known: Iterable[str]) -> str | None:
    """Return the known name most like ``name``, or None; capitals and hyphens make no difference.

    A name with the same letters in another order is preferred to one that is as near.
    """
    from difflib import SequenceMatcher, get_close_matches  # imported here to keep `import stretchplan` fast

    if not isinstance(name, str) or len(name) > 100:
        return None
    forms = {_plain(entry): entry for entry in known}
    plain = _plain(name)
    matches = get_close_matches(plain, list(forms), n=3, cutoff=0.6)

    def likeness(match: str) -> tuple[float, bool]:
        return SequenceMatcher(None, match, plain).ratio(), sorted(match) == sorted(plain)

    return forms[max(matches, key=likeness)] if matches else None


def _plain(name: str) -> str:
    return name.lower().replace("-", "_").replace(" ", "_")


def did_you_mean(name: object, known: Iterable[str], otherwise: str) -> tuple[str, str | None]:
    """Return how a message about an unknown name ends, and the nearest known name or None.

    The message ends in ``otherwise`` when no known name is near.

    Examples
    --------
    >>> did_you_mean("hipps", ["hips", "glutes"], "known: hips, glutes")
    ("did you mean 'hips'?", 'hips')
    """
    suggestion = nearest(name, known)
    return (f"did you mean {suggestion!r}?" if suggestion else otherwise), suggestion


def listed(names: Iterable[str], most: int = 10) -> str:
    """Return the first names for a message about an unknown one, and how many more there are.

    Examples
    --------
    >>> listed(["hips", "glutes", "spine"], most=2)
    'hips, glutes and 1 more'
    """
    known = list(names)
    more = len(known) - most
    return ", ".join(known[:most]) + (f" and {more} more" if more > 0 else "")


def quoted(value: object, limit: int = 60) -> str:
    """Return a value as short printable text, a string in quotes with escapes; it is cut at ``limit`` characters.

    The text is the same in every process: the entries of a set are in order, and no memory address is shown.
    """
    try:
        text = _shown(value, limit)
    except (ValueError, RecursionError):  # an int of 5,000 digits; a list inside itself
        text = f"a value of type {type(value).__name__}"
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _shown(value: object, limit: int) -> str:
    if isinstance(value, (list, tuple, set, frozenset, dict)) and len(value) > 20:
        return f"a {type(value).__name__} of {len(value)} entries"
    if not isinstance(value, _PLAIN):  # its repr may hold a memory address
        return f"a value of type {type(value).__name__}"
    if isinstance(value, (str, bytes)):
        return ascii(value[: limit * 2])
    if isinstance(value, dict):
        pairs = (f"{_shown(name, limit)}: {_shown(part, limit)}" for name, part in value.items())
        return f"{{{', '.join(pairs)}}}"
    if not isinstance(value, (list, tuple, set, frozenset)):
        return ascii(value)
    entries = [_shown(entry, limit) for entry in value]
    if isinstance(value, list):
        return f"[{', '.join(entries)}]"
    if isinstance(value, tuple):
        return f"({entries[0]},)" if len(entries) == 1 else f"({', '.join(entries)})"
    inside = f"{{{', '.join(sorted(entries))}}}" if entries else ""
    return f"frozenset({inside})" if isinstance(value, frozenset) else inside or "set()"


def printable(text: object, limit: int = 200) -> str:
    """Return foreign text as one printable line; it is cut at ``limit`` characters."""
    line = text if isinstance(text, str) else quoted(text)
    line = line if len(line) <= limit else line[: limit - 1] + "…"
    return line if line.isprintable() else line.encode("unicode_escape", "backslashreplace").decode("ascii")


class _Some:
    """A sequence whose ``repr`` shows its first entries."""

    def __init__(self, entries: Sequence[object], most: int) -> None:
        self._entries = entries
        self._most = most

    def __repr__(self) -> str:
        shown = [repr(entry) for entry in self._entries[: self._most]]
        more = len(self._entries) - len(shown)
        return f"[{', '.join(shown)}{f', … {more} more' if more > 0 else ''}]"


def some(entries: Sequence[object], most: int = 8) -> object:
    """Return a value for a ``repr``: the first entries of a sequence and how many more there are.

    Examples
    --------
    >>> some([1, 2, 3, 4], most=2)
    [1, 2, … 2 more]
    """
    return _Some(entries, most)


class _InOrder:
    """A set whose ``repr`` has its entries in order."""

    def __init__(self, entries: frozenset[Any]) -> None:
        self._entries = entries

    def __repr__(self) -> str:
        return f"frozenset({{{', '.join(sorted(map(repr, self._entries)))}}})" if self._entries else "frozenset()"


def in_order(entries: frozenset[Any]) -> object:
    """Return a value for a ``repr``: a set with its entries in order.

    Examples
    --------
    >>> in_order(frozenset({"hips", "glutes"}))
    frozenset({'glutes', 'hips'})
    """
    return _InOrder(entries)
