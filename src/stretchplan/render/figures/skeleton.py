"""A body of bones that never change their length: from a few angles and points to where each joint is.

Lengths are in body heights. A body is seen from its right side and faces right when it stands: x runs to the right,
y up from the floor, z toward the viewer. Angles are degrees in the plane of x and y, counter-clockwise from x.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians, sin, sqrt
from typing import Final, Literal

__all__ = ["BONES", "LIMBS", "TRUNK", "Joint", "Key", "Limb", "Planted", "Point", "Turned"]
__all__ += ["between", "direction", "joints"]

Point = tuple[float, float, float]

Joint = Literal[
    "hip",
    "lumbar",
    "mid_spine",
    "chest",
    "shoulder",
    "neck",
    "head",
    "near_shoulder",
    "near_elbow",
    "near_wrist",
    "near_fingers",
    "far_shoulder",
    "far_elbow",
    "far_wrist",
    "far_fingers",
    "near_hip",
    "near_knee",
    "near_ankle",
    "near_toe",
    "far_hip",
    "far_knee",
    "far_ankle",
    "far_toe",
]
"""``hip``, ``shoulder`` and what lies between them are on the spine; ``head`` is the middle of the head."""

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

BONES: Final[Mapping[tuple[Joint, Joint], float]] = {
    **dict.fromkeys(pairwise(TRUNK), _SPINE),
    ("shoulder", "neck"): _NECK,
    ("neck", "head"): _HEAD,
    ("near_shoulder", "near_elbow"): _ARM[0],
    ("near_elbow", "near_wrist"): _ARM[1],
    ("near_wrist", "near_fingers"): _ARM[2],
    ("far_shoulder", "far_elbow"): _ARM[0],
    ("far_elbow", "far_wrist"): _ARM[1],
    ("far_wrist", "far_fingers"): _ARM[2],
    ("near_hip", "near_knee"): _LEG[0],
    ("near_knee", "near_ankle"): _LEG[1],
    ("near_ankle", "near_toe"): _LEG[2],
    ("far_hip", "far_knee"): _LEG[0],
    ("far_knee", "far_ankle"): _LEG[1],
    ("far_ankle", "far_toe"): _LEG[2],
}
"""The length of each bone, in body heights."""

Side = Literal["near", "far"]

LIMBS: Final[Mapping[tuple[Side, Literal["arm", "leg"]], tuple[Joint, Joint, Joint, Joint]]] = {
    ("near", "arm"): ("near_shoulder", "near_elbow", "near_wrist", "near_fingers"),
    ("far", "arm"): ("far_shoulder", "far_elbow", "far_wrist", "far_fingers"),
    ("near", "leg"): ("near_hip", "near_knee", "near_ankle", "near_toe"),
    ("far", "leg"): ("far_hip", "far_knee", "far_ankle", "far_toe"),
}
"""The joints of each limb, from the trunk outward."""


@dataclass(frozen=True, slots=True)
class Turned:
    """A limb given by the direction of each of its bones.

    Attributes
    ----------
    upper, lower, end
        Upper arm, forearm and hand, or thigh, shank and foot: degrees in the plane of x and y.
    out
        How far each of them leaves that plane toward the viewer, in degrees.
    """

    upper: float
    lower: float
    end: float
    out: Point = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Planted:
    """A limb whose wrist or ankle is held in a place, on the floor or on the body.

    Attributes
    ----------
    at
        The place of the wrist or ankle.
    bend
        The way the elbow or knee points.
    end
        Direction of the hand or foot: degrees in the plane of x and y.
    out
        How far the hand or foot leaves that plane toward the viewer, in degrees.
    """

    at: Point
    bend: Point
    end: float
    out: float = 0.0


Limb = Turned | Planted


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key position of a body.

    Attributes
    ----------
    anchor, at
        A joint of the spine, and the place it has.
    trunk
        Directions of the four bones from the hip up to the shoulder, in degrees.
    neck, head
        Directions from the shoulder to the neck and on to the middle of the head, in degrees.
    pelvis_turn
        How far the near hip is turned forward about the spine, in degrees.
    head_turn
        How far the face is turned toward the viewer, in degrees.
    """

    anchor: Joint
    at: Point
    trunk: tuple[float, float, float, float]
    neck: float
    head: float
    near_arm: Limb
    far_arm: Limb
    near_leg: Limb
    far_leg: Limb
    pelvis_turn: float = 0.0
    head_turn: float = 0.0


def direction(angle: float, out: float = 0.0) -> Point:
    """Return the unit vector at ``angle`` degrees in the plane, turned ``out`` degrees toward the viewer."""
    a, o = radians(angle), radians(out)
    return cos(a) * cos(o), sin(a) * cos(o), sin(o)


def joints(key: Key) -> dict[Joint, Point]:
    """Return where each joint is.

    Raises
    ------
    ValueError
        When a planted limb is too short, or too long, to reach its place.
    """
    spine: dict[Joint, Point] = {"hip": (0.0, 0.0, 0.0)}
    names: tuple[Joint, ...] = (*TRUNK, "neck", "head")
    for (start, end), angle in zip(pairwise(names), (*key.trunk, key.neck, key.head), strict=True):
        spine[end] = _moved(spine[start], direction(angle), BONES[start, end])
    shift = _minus(key.at, spine[key.anchor])
    found: dict[Joint, Point] = {name: _moved(place, shift) for name, place in spine.items()}
    turn = radians(key.pelvis_turn)
    forward = direction(key.trunk[0] - 90)
    hips = (forward[0] * sin(turn), forward[1] * sin(turn), cos(turn))
    ends: tuple[tuple[Side, int, Limb, Limb], ...] = (
        ("near", 1, key.near_arm, key.near_leg),
        ("far", -1, key.far_arm, key.far_leg),
    )
    for side, sign, arm, leg in ends:
        found[LIMBS[side, "arm"][0]] = _moved(found["shoulder"], (0.0, 0.0, 1.0), sign * HALF_SHOULDERS)
        found[LIMBS[side, "leg"][0]] = _moved(found["hip"], hips, sign * HALF_HIPS)
        _add(found, arm, LIMBS[side, "arm"])
        _add(found, leg, LIMBS[side, "leg"])
    return found


def between(one: Key, other: Key, share: float) -> Key:
    """Return the key position that lies a ``share`` of the way from one to another of the same kind.

    Directions and places go over evenly and the joints are found anew, so no bone changes its length on the way.
    """

    def mix(a: float, b: float) -> float:
        return a + (b - a) * share

    def point(a: Point, b: Point) -> Point:
        return mix(a[0], b[0]), mix(a[1], b[1]), mix(a[2], b[2])

    def limb(a: Limb, b: Limb) -> Limb:
        if isinstance(a, Planted) and isinstance(b, Planted):
            return Planted(point(a.at, b.at), point(a.bend, b.bend), mix(a.end, b.end), mix(a.out, b.out))
        if isinstance(a, Turned) and isinstance(b, Turned):
            bones = (mix(a.upper, b.upper), mix(a.lower, b.lower), mix(a.end, b.end))
            return Turned(*bones, point(a.out, b.out))
        raise ValueError("a limb that is planted in one key position is planted in all of them")

    if one.anchor != other.anchor:
        raise ValueError("the key positions of a pose have one anchor")
    first, second, third, fourth = (mix(a, b) for a, b in zip(one.trunk, other.trunk, strict=True))
    return Key(
        anchor=one.anchor,
        at=point(one.at, other.at),
        trunk=(first, second, third, fourth),
        neck=mix(one.neck, other.neck),
        head=mix(one.head, other.head),
        near_arm=limb(one.near_arm, other.near_arm),
        far_arm=limb(one.far_arm, other.far_arm),
        near_leg=limb(one.near_leg, other.near_leg),
        far_leg=limb(one.far_leg, other.far_leg),
        pelvis_turn=mix(one.pelvis_turn, other.pelvis_turn),
        head_turn=mix(one.head_turn, other.head_turn),
    )


def _add(found: dict[Joint, Point], limb: Limb, chain: tuple[Joint, Joint, Joint, Joint]) -> None:
    """Add the three further joints of a limb whose first one is known."""
    first, second, third, fourth = chain
    if isinstance(limb, Turned):
        found[second] = _moved(found[first], direction(limb.upper, limb.out[0]), BONES[first, second])
        found[third] = _moved(found[second], direction(limb.lower, limb.out[1]), BONES[second, third])
        end = direction(limb.end, limb.out[2])
    else:
        found[second] = _bent(found[first], limb, BONES[first, second], BONES[second, third])
        found[third] = limb.at
        end = direction(limb.end, limb.out)
    found[fourth] = _moved(found[third], end, BONES[third, fourth])


def _bent(start: Point, limb: Planted, upper: float, lower: float) -> Point:
    """Return where the middle joint is: the third corner of a triangle, on the side that the limb bends to."""
    along = _minus(limb.at, start)
    far = sqrt(_dot(along, along))
    if not abs(upper - lower) <= far <= upper + lower:
        raise ValueError(f"a limb of {upper} and {lower} cannot reach what is {far:.3f} away")
    along = (along[0] / far, along[1] / far, along[2] / far)
    share = (upper**2 - lower**2 + far**2) / (2 * far)
    off = _moved(limb.bend, along, -_dot(limb.bend, along))
    height = sqrt(max(0.0, upper**2 - share**2)) / sqrt(_dot(off, off))
    return _moved(_moved(start, along, share), off, height)


def _moved(place: Point, way: Point, length: float = 1.0) -> Point:
    return place[0] + way[0] * length, place[1] + way[1] * length, place[2] + way[2] * length


def _minus(one: Point, other: Point) -> Point:
    return one[0] - other[0], one[1] - other[1], one[2] - other[2]


def _dot(one: Point, other: Point) -> float:
    return one[0] * other[0] + one[1] * other[1] + one[2] * other[2]
