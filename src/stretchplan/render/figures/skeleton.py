"""Compute where each joint of a body is, from the directions of bones of fixed length.

Lengths are in body heights. A body is seen from its right side and faces right when it stands: x runs to the right,
y up from the floor, z toward the viewer. Angles are degrees in the plane of x and y, counter-clockwise from x.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from math import cos, radians, sin, sqrt
from typing import Any, Final, Literal

__all__ = ["BONES", "LIMBS", "TRUNK", "Joint", "Key", "Limb", "Planted", "Point", "Spine"]
__all__ += ["Turned", "across", "between", "direction", "joints", "mirrored", "moved", "symmetric"]

Point = tuple[float, float, float]

_NearJoint = Literal[
    "near_shoulder", "near_elbow", "near_wrist", "near_fingers", "near_hip", "near_knee", "near_ankle", "near_toe"
]
_FarJoint = Literal[
    "far_shoulder", "far_elbow", "far_wrist", "far_fingers", "far_hip", "far_knee", "far_ankle", "far_toe"
]
Joint = Literal["hip", "lumbar", "mid_spine", "chest", "shoulder", "neck", "head", _NearJoint, _FarJoint]
"""``hip`` to ``shoulder`` are on the spine; ``head`` is the middle of the head."""

TRUNK: Final[tuple[Joint, ...]] = ("hip", "lumbar", "mid_spine", "chest", "shoulder")
HALF_SHOULDERS: Final = 0.085
HALF_HIPS: Final = 0.05

# Hip to shoulder, arms and legs are the segments that Drillis and Contini (1966) give as parts of the body's height;
# hand and foot are shorter, from the wrist to the knuckles and from the ankle to the ball of the foot.
_ARM: Final = (0.186, 0.146, 0.06)
_LEG: Final = (0.245, 0.246, 0.1)
_SPINE: Final = 0.072
_NECK: Final = 0.052
_HEAD: Final = 0.065

Side = Literal["near", "far"]

LIMBS: Final[Mapping[tuple[Side, Literal["arm", "leg"]], tuple[Joint, Joint, Joint, Joint]]] = {
    ("near", "arm"): ("near_shoulder", "near_elbow", "near_wrist", "near_fingers"),
    ("far", "arm"): ("far_shoulder", "far_elbow", "far_wrist", "far_fingers"),
    ("near", "leg"): ("near_hip", "near_knee", "near_ankle", "near_toe"),
    ("far", "leg"): ("far_hip", "far_knee", "far_ankle", "far_toe"),
}
"""The joints of each limb, from the trunk outward."""

BONES: Final[Mapping[tuple[Joint, Joint], float]] = {
    **dict.fromkeys(pairwise(TRUNK), _SPINE),
    ("shoulder", "neck"): _NECK,
    ("neck", "head"): _HEAD,
    **{
        bone: length
        for (_, kind), chain in LIMBS.items()
        for bone, length in zip(pairwise(chain), _ARM if kind == "arm" else _LEG, strict=True)
    },
}
"""The length of each bone, in body heights."""


@dataclass(frozen=True, slots=True)
class Turned:
    """A limb given by the direction of each of its bones, in degrees in the plane of x and y."""

    upper: float  # upper arm or thigh
    lower: float  # forearm or shank
    end: float  # hand or foot
    out: Point = (0.0, 0.0, 0.0)  # degrees that each bone leaves the plane toward the viewer


@dataclass(frozen=True, slots=True)
class Planted:
    """A limb whose wrist or ankle has a fixed place, on the floor or on the body."""

    at: Point  # the place of the wrist or ankle
    bend: Point  # the direction in which the elbow or knee points
    end: float  # the direction of the hand or foot, in degrees in the plane of x and y
    out: float = 0.0  # degrees that the hand or foot leaves the plane toward the viewer


Limb = Turned | Planted
Spine = tuple[float, float, float, float]
"""Directions of the four bones from the hip up to the shoulder, in degrees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key position of a body."""

    anchor: Joint  # a joint of the spine, at the place ``at``
    at: Point
    trunk: Spine
    neck: float  # direction from the shoulder to the neck, in degrees
    head: float  # direction from the neck to the middle of the head, in degrees
    near_arm: Limb
    far_arm: Limb
    near_leg: Limb
    far_leg: Limb
    trunk_out: Spine = (0.0, 0.0, 0.0, 0.0)  # degrees that each bone of the trunk leaves the plane toward the viewer
    neck_out: float = 0.0
    head_out: float = 0.0
    pelvis_turn: float = 0.0  # degrees that the near hip is turned forward about the spine
    chest_turn: float = 0.0  # degrees that the near shoulder is turned forward about the spine
    head_turn: float = 0.0  # degrees that the face is turned toward the viewer


def symmetric(anchor: Joint, at: Point, trunk: Spine, *, neck: float, head: float, arm: Limb, leg: Limb) -> Key:
    """Return a key position whose far limbs mirror the near ones."""
    far_arm, far_leg = mirrored(arm), mirrored(leg)
    return Key(
        anchor=anchor, at=at, trunk=trunk, neck=neck, head=head,
        near_arm=arm, far_arm=far_arm, near_leg=leg, far_leg=far_leg,
    )  # fmt: skip


def mirrored(limb: Limb) -> Limb:
    """Return the limb of the other side that mirrors one."""
    if isinstance(limb, Turned):
        out, lower_out, end_out = limb.out
        return Turned(limb.upper, limb.lower, limb.end, (-out, -lower_out, -end_out))
    (x, y, z), (right, up, near) = limb.at, limb.bend
    return Planted((x, y, -z), (right, up, -near), limb.end, -limb.out)


def direction(angle: float, out: float = 0.0) -> Point:
    """Return the unit vector at ``angle`` degrees in the plane, turned ``out`` degrees toward the viewer."""
    a, o = radians(angle), radians(out)
    return cos(a) * cos(o), sin(a) * cos(o), sin(o)


def joints(key: Key) -> dict[Joint, Point]:
    """Return where each joint is; raise ValueError when a planted limb cannot reach its place."""
    spine: dict[Joint, Point] = {"hip": (0.0, 0.0, 0.0)}
    names: tuple[Joint, ...] = (*TRUNK, "neck", "head")
    angles, outs = (*key.trunk, key.neck, key.head), (*key.trunk_out, key.neck_out, key.head_out)
    for (start, end), angle, out in zip(pairwise(names), angles, outs, strict=True):
        spine[end] = moved(spine[start], direction(angle, out), BONES[start, end])
    shift = _minus(key.at, spine[key.anchor])
    places: dict[Joint, Point] = {name: moved(place, shift) for name, place in spine.items()}
    shoulders = across(key.trunk[-1], key.trunk_out[-1], key.chest_turn)
    hips = across(key.trunk[0], key.trunk_out[0], key.pelvis_turn)
    ends: tuple[tuple[Side, int, Limb, Limb], ...] = (
        ("near", 1, key.near_arm, key.near_leg),
        ("far", -1, key.far_arm, key.far_leg),
    )
    for side, sign, arm, leg in ends:
        places[LIMBS[side, "arm"][0]] = moved(places["shoulder"], shoulders, sign * HALF_SHOULDERS)
        places[LIMBS[side, "leg"][0]] = moved(places["hip"], hips, sign * HALF_HIPS)
        _add(places, arm, LIMBS[side, "arm"])
        _add(places, leg, LIMBS[side, "leg"])
    return places


def across(angle: float, out: float, turn: float) -> Point:
    """Return the direction across a bone of the trunk, from the middle to the near side, turned forward about it."""
    a, o, t = radians(angle), radians(out), radians(turn)
    ahead, aside = direction(angle - 90), (-cos(a) * sin(o), -sin(a) * sin(o), cos(o))
    return (
        ahead[0] * sin(t) + aside[0] * cos(t),
        ahead[1] * sin(t) + aside[1] * cos(t),
        aside[2] * cos(t),
    )


def between(start: Key, end: Key, share: float) -> Key:
    """Return the key position at a ``share`` (0 to 1) of the way between two; bones keep their length."""
    if start.anchor != end.anchor:
        raise ValueError("the key positions of a pose have one anchor")
    mixed: Key = _mixed_fields(start, end, share)
    return mixed


def _mixed(start: Any, end: Any, share: float) -> Any:
    """Interpolate two numbers, tuples or limbs; the name of a joint stays the same."""
    if isinstance(start, str):
        return start
    if isinstance(start, tuple):
        return tuple(_mixed(a, b, share) for a, b in zip(start, end, strict=True))
    if isinstance(start, Turned | Planted):
        if type(start) is not type(end):
            raise ValueError("a limb that is planted in one key position is planted in all of them")
        return _mixed_fields(start, end, share)
    return start + (end - start) * share


def _mixed_fields(start: Any, end: Any, share: float) -> Any:
    names = [field.name for field in fields(start)]
    return replace(start, **{name: _mixed(getattr(start, name), getattr(end, name), share) for name in names})


def _add(places: dict[Joint, Point], limb: Limb, chain: tuple[Joint, Joint, Joint, Joint]) -> None:
    """Add the other three joints of a limb whose first joint has its place."""
    first, second, third, fourth = chain
    if isinstance(limb, Turned):
        places[second] = moved(places[first], direction(limb.upper, limb.out[0]), BONES[first, second])
        places[third] = moved(places[second], direction(limb.lower, limb.out[1]), BONES[second, third])
        end = direction(limb.end, limb.out[2])
    else:
        places[second] = _bent(places[first], limb, BONES[first, second], BONES[second, third])
        places[third] = limb.at
        end = direction(limb.end, limb.out)
    places[fourth] = moved(places[third], end, BONES[third, fourth])


def _bent(start: Point, limb: Planted, upper: float, lower: float) -> Point:
    """Return the place of the elbow or knee: the third corner of a triangle, on the side that the limb bends to."""
    along = _minus(limb.at, start)
    far = sqrt(_dot(along, along))
    if not abs(upper - lower) <= far <= upper + lower:
        raise ValueError(f"a limb of {upper} and {lower} cannot reach what is {far:.3f} away")
    along = (along[0] / far, along[1] / far, along[2] / far)
    share = (upper**2 - lower**2 + far**2) / (2 * far)
    off = moved(limb.bend, along, -_dot(limb.bend, along))
    height = sqrt(max(0.0, upper**2 - share**2)) / sqrt(_dot(off, off))
    return moved(moved(start, along, share), off, height)


def moved(place: Point, way: Point, length: float = 1.0) -> Point:
    """Return a place moved by ``length`` times a vector."""
    return place[0] + way[0] * length, place[1] + way[1] * length, place[2] + way[2] * length


def _minus(one: Point, other: Point) -> Point:
    return one[0] - other[0], one[1] - other[1], one[2] - other[2]


def _dot(one: Point, other: Point) -> float:
    return one[0] * other[0] + one[1] * other[1] + one[2] * other[2]
