"""Draw the things that a pose needs: a chair, a table, a wall, a bed, a cushion."""

from __future__ import annotations

from dataclasses import replace
from math import cos, radians, sin
from typing import Final

from stretchplan.render.figures.pose import Thing
from stretchplan.render.figures.skeleton import Point

__all__ = ["SEAT", "bed", "chair", "cushion", "table", "turning", "wall"]

SEAT: Final = 0.285
"""The height of the hips of a person who sits on the chair, in body heights."""
_LINE: Final = 0.02
_ARROW: Final = 0.026
_TOP: Final = 0.24


def chair(at: float = 0.0, facing: int = 1) -> tuple[Thing, ...]:
    """Return a chair whose seat is around ``at``; it faces right, or left with ``facing`` -1."""

    def x(place: float) -> float:
        return at + facing * place

    half = 0.1
    legs = tuple(
        Thing(_LINE, ((x(place), 0.0, side), (x(place), _TOP, side)))
        for side in (-half, half)
        for place in (-0.1, 0.13)
    )
    back = Thing(
        _LINE,
        ((x(-0.1), _TOP, -half), (x(-0.125), 0.54, -half), (x(-0.125), 0.54, half), (x(-0.1), _TOP, half)),
    )
    rail = Thing(_LINE, ((x(-0.115), 0.4, -half), (x(-0.115), 0.4, half)))
    return (*legs, back, rail, _slab(x(-0.1), x(0.13), _TOP, half, 0.022))


def table(left: float, right: float, height: float) -> tuple[Thing, ...]:
    """Return a table or worktop whose upper edge is at a height."""
    top, half = height - 0.012, 0.16
    legs = tuple(
        Thing(_LINE, ((place, 0.0, side), (place, top, side)))
        for side in (-half, half)
        for place in (left + 0.03, right - 0.03)
    )
    return (*legs, _slab(left, right, top, half, 0.024))


def wall(at: float, height: float, depth: float = 0.22) -> tuple[Thing, ...]:
    """Return a wall in front of the body, as a surface across the way that it faces."""
    corners: tuple[Point, ...] = ((at, 0.0, -depth), (at, height, -depth), (at, height, depth), (at, 0.0, depth))
    edges = (Thing(_LINE, (corners[0], corners[3])), Thing(_LINE, (corners[0], corners[1])))
    return (Thing(0.0, corners, "sheet", "mat"), *edges)


def bed(head: float, foot: float) -> tuple[Thing, ...]:
    """Return a bed whose mattress lies under the floor of a pose, with its headboard and pillow at the head."""
    half, under, ground = 0.2, -0.05, -0.22
    end = -0.03 if head < foot else 0.03
    legs = tuple(
        Thing(0.03, ((place, ground, side), (place, under, side))) for side in (-half, half) for place in (head, foot)
    )
    board = Thing(0.03, ((head, ground, -half), (head, 0.16, -half), (head, 0.16, half), (head, ground, half)))
    frame = Thing(0.03, ((head, -0.09, half), (foot, -0.09, half)))
    mattress = _slab(head - end, foot, under, half, 0.07)
    pillow = _slab(head - 2 * end, head - 4.5 * end, 0.012, 0.11, 0.045)
    return (*legs, board, frame, replace(mattress, ink="mat"), replace(pillow, ink="thing"))


def cushion(left: float, right: float, height: float, aside: float = 0.0) -> tuple[Thing, ...]:
    """Return a cushion on the floor, ``aside`` toward the viewer."""
    return (Thing(height, ((left, height / 2, aside), (right, height / 2, aside))),)


def turning(height: float, angle: float) -> tuple[Thing, ...]:
    """Return an arrow above the head that turns from ahead to the right by an angle."""
    radius = 0.14

    def at(degrees: float, out: float = 0.0, up: float = 0.0) -> Point:
        turn = radians(degrees)
        return (radius + out) * cos(turn), height + up, (radius + out) * sin(turn)

    arc = tuple(at(-20 + (angle + 20) * step / 4) for step in range(5))
    tip = (at(angle - 28, 0.0, 0.045), at(angle), at(angle - 28, 0.0, -0.045))
    return Thing(_ARROW, arc, "curve"), Thing(_ARROW, tip)


def _slab(left: float, right: float, height: float, half: float, width: float) -> Thing:
    corners = ((left, height, -half), (right, height, -half), (right, height, half), (left, height, half))
    return Thing(width, corners, "area")
