"""How long are the moves? What a body needs by the pace, and never shorter than the words said in them.

A move to a stretch is made of two parts. The stretch's own part, its settling, is what its words need. A change of
position and getting ready add a part that is the same for the whole catalogue, so the search only adds and counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import permutations
from typing import NamedTuple

from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.stretch import Stretch
from stretchplan.catalog.vocabulary import Position
from stretchplan.inputs.request import Pace
from stretchplan.rulebook.bounds import GET_READY_OFF_THE_FLOOR, GET_UP_OFF_THE_FLOOR, OFF_THE_FLOOR
from stretchplan.words.moves import get_up_cue, move_cue
from stretchplan.words.notices import change_side_cue
from stretchplan.words.speech import FIRST, phases, spoken_seconds

__all__ = ["Moves", "change_side_seconds", "moves", "settling_words"]


class Moves(NamedTuple):
    """The seconds of a catalogue's moves at a pace, beside the settling for each stretch."""

    opening: int  # of getting ready, on top of settling for the first stretch
    change: int  # of a change of position, on top of settling for the next stretch
    closing: int  # of getting up


def moves(catalog: Catalog, pace: Pace) -> Moves:
    """Return the seconds of the moves; docs/schedule.md says how they follow from the catalogue and the pace."""
    return _moves(tuple(dict.fromkeys([stretch.position for stretch in catalog.stretches])), pace)


@lru_cache(maxsize=256)
def _moves(positions: tuple[Position, ...], pace: Pace) -> Moves:
    ready, change, up = pace.get_ready_seconds, pace.change_position_seconds, pace.get_up_seconds
    off = sum(position in OFF_THE_FLOOR for position in positions)
    if off == len(positions):
        ready, up = _share(ready, GET_READY_OFF_THE_FLOOR), _share(up, GET_UP_OFF_THE_FLOOR)
    elif off:
        change = max(change, ready, up)
    return Moves(
        opening=max(ready - pace.settle_seconds, _longest(move_cue(None, position) for position in positions)),
        change=max(
            change - pace.settle_seconds, _longest(move_cue(one, other) for one, other in permutations(positions, 2))
        ),
        closing=max(up, _longest(map(get_up_cue, positions))),
    )


def settling_words(stretch: Stretch, cautions: Iterable[str]) -> int:
    """Return the seconds that it takes to say what is said before a stretch, whichever side comes first."""
    added = [*cautions]
    if stretch.sides == "both":
        return spoken_seconds(" ".join([f"{stretch.name}.", stretch.setup, *added, stretch.cue, _phases(stretch)]))
    return max(
        spoken_seconds(
            " ".join(
                [f"{stretch.name}.", stretch.setup, FIRST.format(side.capitalize()), *added, stretch.cue_for(side)]
            )
            + f" {_phases(stretch)}"
        )
        for side in ("left", "right")
    )


def change_side_seconds(pace: Pace) -> int:
    """Return the seconds of a change of side."""
    return max(pace.change_side_seconds, *(spoken_seconds(change_side_cue(side)) for side in ("left", "right")))


def _phases(stretch: Stretch) -> str:
    breath = stretch.breath
    if breath is None:
        return ""
    return phases(breath.inhale_seconds, breath.exhale_seconds, breath.inhale_cue, breath.exhale_cue)


def _longest(texts: Iterable[str]) -> int:
    return max(map(spoken_seconds, texts), default=0)


def _share(seconds: int, share: tuple[int, int]) -> int:
    return seconds * share[0] // share[1]
