"""The words of a step, put together from the catalogue."""

from __future__ import annotations

from stretchplan.catalog.stretch import Stretch
from stretchplan.results.plan import Side

__all__ = ["cue_side", "cues_by_side"]


def cues_by_side(stretch: Stretch) -> dict[Side, str]:
    """Return the cue of a stretch for each side it is worked on.

    Parameters
    ----------
    stretch
        An entry of the catalogue.
    """
    cue = stretch.cue
    if stretch.sides == "both":
        return {"both": cue}
    return {
        "left": cue.replace("{side}", "left").replace("{other_side}", "right"),
        "right": cue.replace("{side}", "right").replace("{other_side}", "left"),
    }


def cue_side(cues: dict[Side, str], cue: str) -> Side | None:
    """Return the one side that a cue speaks of, or None when it is neither's or either's.

    Parameters
    ----------
    cues
        The stretch's cues by side.
    cue
        What a step shows; words of caution may go before.
    """
    sides: list[Side] = [side for side, words in cues.items() if cue.endswith(words)]
    return sides[0] if len(sides) == 1 else None
