"""Work out the catalogue's cue for each side."""

from __future__ import annotations

from stretchplan.catalog.stretch import Stretch
from stretchplan.results.plan import Side

__all__ = ["cue_side", "cues_by_side"]


def cues_by_side(stretch: Stretch) -> dict[Side, str]:
    """Return the cue of a stretch for each side it is worked on."""
    cue = stretch.cue
    if stretch.sides == "both":
        return {"both": cue}
    return {
        "left": cue.replace("{side}", "left").replace("{other_side}", "right"),
        "right": cue.replace("{side}", "right").replace("{other_side}", "left"),
    }


def cue_side(cues: dict[Side, str], cue: str) -> Side | None:
    """Return the side whose cue ends a step's cue, after any cautions; None when no side or both fit."""
    sides: list[Side] = [side for side, words in cues.items() if cue.endswith(words)]
    return sides[0] if len(sides) == 1 else None
