"""Say in the text of an answer that there is no plan, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, cast

from stretchplan.results.verification import RefusedKind

__all__ = ["is_refused", "read_refused", "refused_text"]

_REFUSED: Final = "none: "


def refused_text(kind: RefusedKind, area_ids: Sequence[str] = (), rule_ids: Sequence[str] = ()) -> str:
    """Return why there is no plan, as the text of an answer: its kind, and the areas and rules behind it."""
    return f"{_REFUSED}{kind}; {','.join(area_ids)}; {','.join(rule_ids)}"


def is_refused(text: str) -> bool:
    """Return whether the text of an answer says that there is no plan."""
    return text.startswith(_REFUSED)


def read_refused(text: str) -> tuple[RefusedKind, tuple[str, ...], tuple[str, ...]]:
    """Return the kind, the areas and the rules that a text states."""
    kind, areas, rules = text.removeprefix(_REFUSED).split("; ")
    return cast("RefusedKind", kind), _names(areas), _names(rules)


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split(",")) if text else ()
