"""Which side is a cue for? Told from the catalogue's cues for the two sides."""

from __future__ import annotations

from stretchplan.results.plan import Side

__all__ = ["cue_side"]


def cue_side(cues: dict[Side, str], cue: str) -> Side | None:
    """Return the side whose cue ends a step's cue, after any cautions; None when no side or both fit."""
    sides: list[Side] = [side for side, words in cues.items() if cue.endswith(words)]
    return sides[0] if len(sides) == 1 else None
