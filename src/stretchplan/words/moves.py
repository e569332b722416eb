"""How does a body get down, over and up again? The words of the moves from one position to another.

The ways are those of patient texts: down by way of the knees and hands, over by way of the side, in one piece, and up
through hands and knees with something firm to hold, then a wait for any dizziness to pass (Royal Osteoporosis Society,
Moving and lifting safely, n.d.; Later Life Training, 2017; Healthwise log roll, 2023; NIA Go4Life, n.d.). Each counts
as spoken.
"""

from __future__ import annotations

from typing import Final, Literal

from stretchplan.catalog.vocabulary import Position

__all__ = ["MOVES", "get_up_cue", "holds_a_chair", "move_cue"]

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
_CHAIR: Final = "a firm chair"
_DOWN: Final = f"Hold on to {_CHAIR} and get down: one knee, the other, then hands or elbows."
_TO_KNEES: Final = "Push up on a forearm, onto knees and hands or elbows."
_WAIT: Final = "Wait until any dizziness has passed."
_UP: Final = f"Crawl to {_CHAIR}, hold on to it, put one foot in front and stand up. {_WAIT}"

_MOVES: Final[dict[tuple[_Place, _Place], str]] = {
    ("up", "back"): f"{_DOWN} Lower one hip, lie on your side and roll onto your back.",
    ("up", "front"): f"{_DOWN} Walk your arms forward and lower your hips, then your chest.",
    ("up", "side"): f"{_DOWN} Lower one hip and lie down on your side.",
    ("up", "knees"): _DOWN,
    ("back", "front"): "Bend your knees and roll over your side onto your front.",
    ("back", "side"): "Bend your knees and roll onto your side in one piece.",
    ("back", "knees"): f"Bend your knees and roll onto your side. {_TO_KNEES}",
    ("front", "back"): "Roll over your side onto your back, in one piece.",
    ("front", "side"): "Roll onto your side in one piece.",
    ("front", "knees"): "Put hands or elbows under your shoulders and push your seat back until you kneel.",
    ("side", "back"): "Roll onto your back in one piece.",
    ("side", "front"): "Roll onto your front in one piece.",
    ("side", "knees"): _TO_KNEES,
    ("knees", "back"): "Lower one hip, lie on your side and roll onto your back.",
    ("knees", "front"): "Walk your arms forward and lower your hips, then your chest.",
    ("knees", "side"): "Lower one hip and lie down on your side.",
    ("back", "up"): f"Bend your knees and roll onto your side. {_TO_KNEES} {_UP}",
    ("front", "up"): f"Put hands or elbows under your shoulders and push your seat back until you kneel. {_UP}",
    ("side", "up"): f"{_TO_KNEES} {_UP}",
    ("knees", "up"): f"Come up onto your knees. {_UP}",
}
_TO_BED: Final[dict[_Place, str]] = {
    "bed_back": "Sit on the edge of the bed, lie down on your side, bring your legs up and roll onto your back.",
    "bed_front": "Sit on the edge of the bed, lie down on your side, bring your legs up and roll onto your front.",
    "bed_side": "Sit on the edge of the bed, lie down on your side and bring your legs up.",
    "bed_knees": "Put one knee on the bed, the other, then hands or elbows.",
}
_FEET_DOWN: Final = f"Let your feet down over the edge of the bed and push up with your arms to sit. {_WAIT}"
_FROM_BED: Final[dict[_Place, str]] = {
    "bed_back": f"Bend your knees and roll onto your side. {_FEET_DOWN}",
    "bed_front": f"Roll onto your side in one piece. {_FEET_DOWN}",
    "bed_side": _FEET_DOWN,
    "bed_knees": f"Put one foot on the floor beside the bed, then the other, and stand up. {_WAIT}",
}
_BED_TO_CHAIR: Final[dict[_Place, str]] = {
    bed: f"{words} {'Walk' if bed == 'bed_knees' else 'Stand up, walk'} to {_CHAIR} and sit down."
    for bed, words in _FROM_BED.items()
}
"""From the bed to a seated stretch: sitting on the edge of a bed is not sitting on a firm chair."""


def _with_beds() -> dict[tuple[_Place, _Place], str]:
    """Return the words of every move; between the floor and a bed a person stands up."""
    floor: tuple[_Lying, ...] = ("back", "front", "side", "knees")
    moves = dict(_MOVES)
    for one in floor:
        bed = _IN_BED[one]
        moves["up", bed], moves[bed, "up"] = _TO_BED[bed], _FROM_BED[bed]
        for other in floor:
            moves[other, bed] = f"{_MOVES[other, 'up']} {_TO_BED[bed]}"
            moves[bed, other] = f"{_FROM_BED[bed]} {_MOVES['up', other]}"
            if one != other:
                moves[bed, _IN_BED[other]] = _MOVES[one, other]
    return moves


_ALL_MOVES: Final = _with_beds()
_GET_UP: Final[dict[_Place, str]] = {
    **{place: words for (place, to), words in _ALL_MOVES.items() if to == "up"},
    "up": "Take your time before you walk on.",
}
MOVES: Final = frozenset({*_ALL_MOVES.values(), *_BED_TO_CHAIR.values(), *_GET_UP.values()})
"""Every sentence that a move may say beside the catalogue's words."""


def move_cue(before: str | None, to: str) -> str:
    """Return how to get from one place to another; None is before the session, when a person stands or sits.

    Empty between positions that are one way of being on the floor, such as kneeling and hands and knees, and off it.
    A place is :attr:`~stretchplan.catalog.Stretch.place`: a position, or a position in bed.
    """
    start: _Place = "up" if before is None else _PLACES[before]
    if to == "seated" and start in _BED_TO_CHAIR:
        return _BED_TO_CHAIR[start]
    return _ALL_MOVES.get((start, _PLACES[to]), "")


def holds_a_chair(cue: str) -> bool:
    """Return whether a move asks for a firm chair to hold on to."""
    return _CHAIR in cue


def get_up_cue(place: str) -> str:
    """Return how to get up from the place of the last stretch."""
    return _GET_UP[_PLACES[place]]
