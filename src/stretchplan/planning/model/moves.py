"""How long are the moves? What a body needs by the pace, and never shorter than the words said in them.

A move to a stretch is made of two parts. The stretch's own part, its settling, is what its words need. A change of
position and getting ready add a part that is the same for the whole catalogue, so the search only adds and counts.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import permutations
from typing import NamedTuple

from stretchplan.base.translation import LanguageName, spoken
from stretchplan.catalog.stretch import Stretch
from stretchplan.inputs.request import Pace
from stretchplan.results.plan import Side
from stretchplan.rulebook.bounds import GET_READY_OFF_THE_FLOOR, GET_UP_OFF_THE_FLOOR, OFF_THE_FLOOR
from stretchplan.words.moves import get_up_cue, move_cue
from stretchplan.words.notices import change_side_cue
from stretchplan.words.speech import feel_fits, phases, side_first, spoken_seconds

__all__ = ["Moves", "Words", "change_words", "moves", "places_of", "settling_words"]


class Moves(NamedTuple):
    """The seconds of a catalogue's moves at a pace, beside the settling for each stretch."""

    opening: int  # of getting ready, on top of settling for the first stretch
    change: int  # of a change of position, on top of settling for the next stretch
    closing: int  # of getting up


class Words(NamedTuple):
    """The seconds of what is said of a stretch in its moves and pauses."""

    before: int  # in the move to it, on top of the way there
    change: int = 0  # in each change of side


def places_of(stretches: Iterable[Stretch]) -> tuple[str, ...]:
    """Return the places of some stretches, each once."""
    return tuple(dict.fromkeys(stretch.place for stretch in stretches))


def moves(places: tuple[str, ...], pace: Pace) -> Moves:
    """Return the seconds of the moves; docs/schedule.md says how they follow from the places and the pace."""
    return _moves(
        places,
        pace.get_ready_seconds,
        pace.change_position_seconds,
        pace.settle_seconds,
        pace.get_up_seconds,
        spoken(),
    )


@lru_cache(maxsize=256)
def _moves(places: tuple[str, ...], ready: int, change: int, settle: int, up: int, _language: LanguageName) -> Moves:
    off = sum(place in OFF_THE_FLOOR for place in places)
    if off == len(places):
        ready, up = _share(ready, GET_READY_OFF_THE_FLOOR), _share(up, GET_UP_OFF_THE_FLOOR)
    elif off:
        change = max(change, ready, up)
    return Moves(
        opening=max(ready - settle, _longest(move_cue(None, place) for place in places)),
        change=max(change - settle, _longest(move_cue(one, other) for one, other in permutations(places, 2))),
        closing=max(up, _longest(map(get_up_cue, places))),
    )


def settling_words(stretch: Stretch, cautions: Sequence[str]) -> int:
    """Return the seconds of speech in the move to a stretch, on the side that takes longer.

    That is all but what there is time for in the work itself: see :func:`stretchplan.words.guided.moments`. ``stretch``
    has the texts of today, and ``cautions`` are the sentences that are added.
    """
    sides: tuple[Side, ...] = ("both",) if stretch.sides == "both" else ("left", "right")
    return max(spoken_seconds(" ".join(_settling(stretch, cautions, side))) for side in sides)


def _settling(stretch: Stretch, cautions: Sequence[str], side: Side) -> Iterator[str]:
    yield f"{stretch.name}."
    yield stretch.setup_for(side)
    if side != "both":
        yield side_first(side)
    yield from cautions
    yield stretch.cue_for(side)
    breath = stretch.breath
    if breath is not None:
        yield phases(breath.inhale_seconds, breath.exhale_seconds, breath.inhale_cue, breath.exhale_cue)
    feel = stretch.feel_for(side) or ""
    dose = stretch.dose
    if dose.kind != "hold" or not feel_fits(side, feel, dose.min_seconds):
        yield feel


def change_words(stretch: Stretch) -> int:
    """Return the seconds that it takes to say the cue of a change of side, whichever side it is to; 0 without sides."""
    if stretch.sides == "both":
        return 0
    sides: tuple[Side, ...] = ("left", "right")
    return max(spoken_seconds(change_side_cue(side, stretch.change_for(side))) for side in sides)


def _longest(texts: Iterable[str]) -> int:
    return max((spoken_seconds(text, goes_on=True) for text in texts), default=0)


def _share(seconds: int, share: tuple[int, int]) -> int:
    return seconds * share[0] // share[1]
