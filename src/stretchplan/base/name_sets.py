"""How are fields with sets of names read and written? Read from any list or set, and written sorted."""

from __future__ import annotations

from typing import Any, Final

from pydantic import BeforeValidator, PlainSerializer

from stretchplan.base.text import did_you_mean, quoted

__all__ = ["SORTED", "known_names", "names"]

# Python fixes no order for a set, and the JSON form must be the same everywhere.
SORTED: Final = PlainSerializer(lambda value: sorted(value), return_type=list[str])


def known_names(value: Any, what: str, known: tuple[str, ...]) -> None:
    """Refuse the first unknown name of a set: raise ValueError with the nearest known name, or all that are known."""
    for name in sorted(set(value) - set(known)):
        hint, _ = did_you_mean(name, known, f"known: {', '.join(known)}")
        raise ValueError(f"{quoted(name)} is not one of the {what}; {hint}")


def names(what: str, example: str, *, most: int = 500, known: tuple[str, ...] = ()) -> BeforeValidator:
    """Return a validator that reads a field from any set, list or tuple of at most ``most`` texts.

    Messages use the plural ``what``, such as ``stretches``, and the ``example``. ``known`` has all allowed names; it is
    empty where the catalogue decides.
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
        wrong = [quoted(name) for name in value if not isinstance(name, str)]
        if wrong:  # of a set, which has no order, the first by its text
            shown = wrong[0] if isinstance(value, (list, tuple)) else min(wrong)
            raise ValueError(f"{shown} is not allowed; each of the {what} is a text such as {example!r}")
        if known:
            known_names(value, what, known)
        return frozenset(value)

    return BeforeValidator(read)
