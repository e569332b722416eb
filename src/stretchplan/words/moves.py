"""How does a body get down, over and up again? The words of the moves from one position to another.

The ways are those of patient texts: down by way of the knees and hands, over by way of the side, in one piece, and up
through hands and knees with something firm to hold (Royal Osteoporosis Society, Moving and lifting safely, n.d.; Later
Life Training, 2017; Healthwise log roll, 2023; NIA Go4Life, n.d.). Each counts as spoken.
"""

from __future__ import annotations

from typing import Final, Literal

from stretchplan.catalog.vocabulary import Position

__all__ = ["MOVES", "get_up_cue", "move_cue"]

_Place = Literal["back", "front", "side", "knees", "up"]

_PLACES: Final[dict[Position, _Place]] = {
    "supine": "back",
    "prone": "front",
    "side_lying": "side",
    "quadruped": "knees",
    "kneeling": "knees",
    "half_kneeling": "knees",
    "seated": "up",
    "standing": "up",
}
_DOWN: Final = "Hold on to a firm chair and get down: one knee, then the other, then your hands."
_TO_KNEES: Final = "Push up with your hands and come onto hands and knees."
_UP: Final = "Put one foot in front and stand up, holding a firm chair."
_WAIT: Final = "Wait until any dizziness has passed."

_MOVES: Final[dict[tuple[_Place, _Place], str]] = {
    ("up", "back"): f"{_DOWN} Lower one hip, lie on your side and roll onto your back.",
    ("up", "front"): f"{_DOWN} Walk your hands forward and lower your hips, then your chest.",
    ("up", "side"): f"{_DOWN} Lower one hip and lie down on your side.",
    ("up", "knees"): _DOWN,
    ("back", "front"): "Bend your knees and roll over your side onto your front.",
    ("back", "side"): "Bend your knees and roll onto your side in one piece.",
    ("back", "knees"): f"Bend your knees and roll onto your side. {_TO_KNEES}",
    ("front", "back"): "Roll over your side onto your back, in one piece.",
    ("front", "side"): "Roll onto your side in one piece.",
    ("front", "knees"): "Put your hands under your shoulders and push your seat back onto hands and knees.",
    ("side", "back"): "Roll onto your back in one piece.",
    ("side", "front"): "Roll onto your front in one piece.",
    ("side", "knees"): _TO_KNEES,
    ("knees", "back"): "Lower one hip, lie on your side and roll onto your back.",
    ("knees", "front"): "Walk your hands forward and lower your hips, then your chest.",
    ("knees", "side"): "Lower one hip and lie down on your side.",
    ("back", "up"): f"Bend your knees and roll onto your side. {_TO_KNEES} {_UP}",
    ("front", "up"): f"Put your hands under your shoulders and push your seat back onto hands and knees. {_UP}",
    ("side", "up"): f"{_TO_KNEES} {_UP}",
    ("knees", "up"): f"Come onto hands and knees. {_UP}",
}
_GET_UP: Final[dict[_Place, str]] = {
    **{place: f"{words} {_WAIT}" for (place, to), words in _MOVES.items() if to == "up"},
    "up": "Take your time before you walk on.",
}
MOVES: Final = frozenset({*_MOVES.values(), *_GET_UP.values()})
"""Every sentence that a move may say beside the catalogue's words."""


def move_cue(before: Position | None, to: Position) -> str:
    """Return how to get from one position to another; None is before the session, when a person stands or sits.

    Empty between positions that are one way of being on the floor, such as kneeling and hands and knees, and off it.
    """
    start: _Place = "up" if before is None else _PLACES[before]
    return _MOVES.get((start, _PLACES[to]), "")


def get_up_cue(position: Position) -> str:
    """Return how to get up from the position of the last stretch."""
    return _GET_UP[_PLACES[position]]
