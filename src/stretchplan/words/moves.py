"""How does a body get down, over and up again? The words of the moves from one position to another.

The ways are those of patient texts: down by way of the knees and hands, over by way of the side, in one piece, and up
through hands and knees with something firm to hold, then a wait for any dizziness to pass (Royal Osteoporosis Society,
Moving and lifting safely, n.d.; Later Life Training, 2017; Healthwise log roll, 2023; NIA Go4Life, n.d.). Each counts
as spoken.
"""

from __future__ import annotations

from functools import cache
from typing import Final, Literal

from stretchplan.base.translation import LanguageName, marked, say, speaking, spoken
from stretchplan.catalog.vocabulary import POSITIONS, Position

__all__ = ["get_up_cue", "holds_a_chair", "move_cue", "moves_said", "position_words"]

_Lying = Literal["back", "front", "side", "knees"]
_Place = Literal["back", "front", "side", "knees", "up", "bed_back", "bed_front", "bed_side", "bed_knees"]

_POSITIONS: Final[dict[Position, Literal["back", "front", "side", "knees", "up"]]] = {
    "supine": "back",
    "prone": "front",
    "side_lying": "side",
    "quadruped": "knees",
    "kneeling": "knees",
    "half_kneeling": "knees",
    "seated": "up",
    "standing": "up",
}
_IN_BED: Final[dict[_Lying, _Place]] = {
    "back": "bed_back",
    "front": "bed_front",
    "side": "bed_side",
    "knees": "bed_knees",
}
_PLACES: Final[dict[str, _Place]] = {
    **{str(position): lying for position, lying in _POSITIONS.items()},
    **{f"{position} in bed": _IN_BED[lying] for position, lying in _POSITIONS.items() if lying != "up"},
}
_Words = tuple[str, ...]
"""Sentences of the code, each translated by itself."""

_DOWN: Final = marked("Hold on to a firm chair and get down: one knee, the other, then hands or elbows.")
_TO_KNEES: Final = marked("Push up on a forearm, onto knees and hands or elbows.")
_WAIT: Final = marked("Wait until any dizziness has passed.")
_STAND_UP: Final = marked("Crawl to a firm chair, hold on to it, put one foot in front and stand up.")
_UP: Final[_Words] = (_STAND_UP, _WAIT)
_LOWER_TO_BACK: Final = marked("Lower one hip, lie on your side and roll onto your back.")
_LOWER_TO_FRONT: Final = marked("Walk your arms forward and lower your hips, then your chest.")
_LOWER_TO_SIDE: Final = marked("Lower one hip and lie down on your side.")
_BACK_TO_SIDE: Final = marked("Bend your knees and roll onto your side.")
_ONTO_SIDE: Final = marked("Roll onto your side in one piece.")
_FRONT_TO_KNEES: Final = marked("Put hands or elbows under your shoulders and push your seat back until you kneel.")

_MOVES: Final[dict[tuple[_Place, _Place], _Words]] = {
    ("up", "back"): (_DOWN, _LOWER_TO_BACK),
    ("up", "front"): (_DOWN, _LOWER_TO_FRONT),
    ("up", "side"): (_DOWN, _LOWER_TO_SIDE),
    ("up", "knees"): (_DOWN,),
    ("back", "front"): (marked("Bend your knees and roll over your side onto your front."),),
    ("back", "side"): (marked("Bend your knees and roll onto your side in one piece."),),
    ("back", "knees"): (_BACK_TO_SIDE, _TO_KNEES),
    ("front", "back"): (marked("Roll over your side onto your back, in one piece."),),
    ("front", "side"): (_ONTO_SIDE,),
    ("front", "knees"): (_FRONT_TO_KNEES,),
    ("side", "back"): (marked("Roll onto your back in one piece."),),
    ("side", "front"): (marked("Roll onto your front in one piece."),),
    ("side", "knees"): (_TO_KNEES,),
    ("knees", "back"): (_LOWER_TO_BACK,),
    ("knees", "front"): (_LOWER_TO_FRONT,),
    ("knees", "side"): (_LOWER_TO_SIDE,),
    ("back", "up"): (_BACK_TO_SIDE, _TO_KNEES, *_UP),
    ("front", "up"): (_FRONT_TO_KNEES, *_UP),
    ("side", "up"): (_TO_KNEES, *_UP),
    ("knees", "up"): (marked("Come up onto your knees."), *_UP),
}
_TO_BED: Final[dict[_Place, str]] = {
    "bed_back": marked(
        "Sit on the edge of the bed, lie down on your side, bring your legs up and roll onto your back."
    ),
    "bed_front": marked(
        "Sit on the edge of the bed, lie down on your side, bring your legs up and roll onto your front."
    ),
    "bed_side": marked("Sit on the edge of the bed, lie down on your side and bring your legs up."),
    "bed_knees": marked("Put one knee on the bed, the other, then hands or elbows."),
}
_FEET_DOWN: Final[_Words] = (
    marked("Let your feet down over the edge of the bed and push up with your arms to sit."),
    _WAIT,
)
_FROM_BED: Final[dict[_Place, _Words]] = {
    "bed_back": (_BACK_TO_SIDE, *_FEET_DOWN),
    "bed_front": (_ONTO_SIDE, *_FEET_DOWN),
    "bed_side": _FEET_DOWN,
    "bed_knees": (marked("Put one foot on the floor beside the bed, then the other, and stand up."), _WAIT),
}
_WALK_TO_CHAIR: Final = marked("Walk to a firm chair and sit down.")
_STAND_AND_WALK: Final = marked("Stand up, walk to a firm chair and sit down.")
_BED_TO_CHAIR: Final[dict[_Place, _Words]] = {
    bed: (*words, _WALK_TO_CHAIR if bed == "bed_knees" else _STAND_AND_WALK) for bed, words in _FROM_BED.items()
}
"""From the bed to a seated stretch: sitting on the edge of a bed is not sitting on a firm chair."""
_WITH_A_CHAIR: Final = (_DOWN, _STAND_UP, _WALK_TO_CHAIR, _STAND_AND_WALK)


def _with_beds() -> dict[tuple[_Place, _Place], _Words]:
    """Return the words of every move; between the floor and a bed a person stands up."""
    floor: tuple[_Lying, ...] = ("back", "front", "side", "knees")
    moves = dict(_MOVES)
    for one in floor:
        bed = _IN_BED[one]
        moves["up", bed], moves[bed, "up"] = (_TO_BED[bed],), _FROM_BED[bed]
        for other in floor:
            moves[other, bed] = (*_MOVES[other, "up"], _TO_BED[bed])
            moves[bed, other] = (*_FROM_BED[bed], *_MOVES["up", other])
            if one != other:
                moves[bed, _IN_BED[other]] = _MOVES[one, other]
    return moves


_ALL_MOVES: Final = _with_beds()
_GET_UP: Final[dict[_Place, _Words]] = {
    **{place: words for (place, to), words in _ALL_MOVES.items() if to == "up"},
    "up": (marked("Take your time before you walk on."),),
}


def _said(words: _Words) -> str:
    return " ".join(map(say, words))


@cache
def _moves_in(language: LanguageName) -> frozenset[str]:
    with speaking(language):
        return frozenset(map(_said, (*_ALL_MOVES.values(), *_BED_TO_CHAIR.values(), *_GET_UP.values())))


def moves_said() -> frozenset[str]:
    """Return every text that a move may say beside the catalogue's words."""
    return _moves_in(spoken())


def move_cue(before: str | None, to: str) -> str:
    """Return how to get from one place to another; None is before the session, when a person stands or sits.

    Empty between positions that are one way of being on the floor, such as kneeling and hands and knees, and off it.
    A place is :attr:`~stretchplan.catalog.Stretch.place`: a position, or a position in bed.
    """
    start: _Place = "up" if before is None else _PLACES[before]
    if to == "seated" and start in _BED_TO_CHAIR:
        return _said(_BED_TO_CHAIR[start])
    return _said(_ALL_MOVES.get((start, _PLACES[to]), ()))


def holds_a_chair(cue: str) -> bool:
    """Return whether a move asks for a firm chair to hold on to."""
    return any(say(sentence) in cue for sentence in _WITH_A_CHAIR)


def get_up_cue(place: str) -> str:
    """Return how to get up from the place of the last stretch."""
    return _said(_GET_UP[_PLACES[place]])


_IN_BRIEF: Final[dict[Position, str]] = {"kneeling": marked("kneeling"), "half_kneeling": marked("on one knee")}


def position_words(position: Position) -> str:
    """Return a position in a few words: ``lying on the back``, ``kneeling``."""
    return say(_IN_BRIEF.get(position, POSITIONS[position]))
