"""Fields that hold sets of names: how they are read, and how they are written."""

from __future__ import annotations

from typing import Any, Final

from pydantic import BeforeValidator, PlainSerializer

from stretchplan.base.text import did_you_mean, quoted

__all__ = ["SORTED", "known_names", "names"]

# The order of a set is the machine's, and the JSON form must be the same everywhere.
SORTED: Final = PlainSerializer(lambda value: sorted(value), return_type=list[str])


def known_names(value: Any, what: str, known: tuple[str, ...]) -> None:
    """Refuse the first name of a set that is not known.

    Raises
    ------
    ValueError
        With the nearest known name, or all that are known.
    """
    for name in sorted(set(value) - set(known)):
        hint, _ = did_you_mean(name, known, f"known: {', '.join(known)}")
        raise ValueError(f"{quoted(name)} is not one of the {what}; {hint}")


def names(what: str, example: str, *, most: int = 500, known: tuple[str, ...] = ()) -> BeforeValidator:
    """Return what reads a field from any set, list or tuple of texts.

    Parameters
    ----------
    what
        The names, in the plural, for messages.
    example
        One of them.
    most
        How many there may be.
    known
        All that are allowed, or empty where a catalogue decides.
    """

    def read(value: Any) -> Any:
        if isinstance(value, str):
            raise ValueError(
                f"{quoted(value)} is not allowed; give a set of {what}, such as {{{quoted(value)}}}, not one text"
            )
        if not isinstance(value, (set, frozenset, list, tuple)):
            raise ValueError(f"{quoted(value)} is not allowed; give a set of {what}, such as {{{example!r}}}")
        if len(value) > most:
            raise ValueError(f"{len(value)} {what} are not allowed; give at most {most}")
        for name in value:
            if not isinstance(name, str):
                raise ValueError(f"{quoted(name)} is not allowed; each of the {what} is a text such as {example!r}")
        if known:
            known_names(value, what, known)
        return frozenset(value)

    return BeforeValidator(read)
