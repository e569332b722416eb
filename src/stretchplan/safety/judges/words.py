"""The words of a step, put together from the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stretchplan.catalog.models import Stretch
    from stretchplan.plan import Side

__all__ = ["cue_for", "cue_side"]


def cue_for(stretch: Stretch, side: Side, cautions: Iterable[str] = ()) -> str:
    """Return the cue of a work step.

    Parameters
    ----------
    stretch
        An entry of the catalogue.
    side
        The side worked.
    cautions
        Cues of the cautions that apply, in catalogue order.
    """
    cue = stretch.cue
    if side != "both":
        cue = cue.replace("{side}", side).replace("{other_side}", "left" if side == "right" else "right")
    return " ".join((*cautions, cue))


def cue_side(stretch: Stretch, cue: str) -> Side | None:
    """Return the side that a one-sided stretch's cue speaks of, or None when it is neither's or both'.

    Parameters
    ----------
    stretch
        An entry of the catalogue.
    cue
        What a step shows.
    """
    left, right = cue_for(stretch, "left"), cue_for(stretch, "right")
    if left == right:
        return None
    if cue.endswith(left):
        return "left"
    return "right" if cue.endswith(right) else None
