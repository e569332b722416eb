"""Where is each bone of a pose that a catalogue gives as joint angles? Each joint turns what comes after it.

The body stands at first, facing right; see :mod:`stretchplan.render.figures.skeleton` for the axes. Each part turns
about axes of the part before it, from the pelvis outward, so an angle means the same in every pose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import asin, atan2, cos, degrees, radians, sin
from typing import Any, Final

from stretchplan.catalog.picture import Arm, Body, Leg, PosedPicture, Posture, Spine, View
from stretchplan.catalog.picture import Thing as ThingName
from stretchplan.catalog.vocabulary import Position
from stretchplan.render.figures.pose import Camera, Layer, Mat, Pose, Thing
from stretchplan.render.figures.skeleton import TRUNK, Joint, Key, Point, Turned, across, direction, joints
from stretchplan.render.figures.things import SEAT, bed, chair, table, wall

__all__ = ["posed"]

_CAMERAS: Final[Mapping[View, Camera]] = {
    "side": Camera(),
    "three_quarter": Camera(42, 14),
    "front": Camera(84, 8),
    "above": Camera(0, 68),
}
_THICK: Final[Mapping[str, float]] = {"head": 0.065, "hip": 0.05, "shoulder": 0.05, "chest": 0.05, "lumbar": 0.05}
"""How far the body reaches around a joint, in body heights; 0.03 for the others."""
_ABOVE_FLOOR: Final = 0.005

# How much of the bend of the lower and of the upper back is reached at each bone of the trunk.
_SHARES: Final = ((0.3, 0.0), (0.9, 0.0), (1.0, 0.5), (1.0, 1.0))


@dataclass(frozen=True, slots=True)
class _Frame:
    """Three directions of a part of the body, at right angles: its front, its upper end, and its right side."""

    front: Point
    up: Point
    right: Point

    def bent(self, angle: float) -> _Frame:
        """Return the frame bent forward about its right side."""
        return _Frame(
            _sum(self.front, cos(radians(angle)), self.up, -sin(radians(angle))),
            _sum(self.up, cos(radians(angle)), self.front, sin(radians(angle))),
            self.right,
        )

    def turned(self, angle: float) -> _Frame:
        """Return the frame turned to the right about its length."""
        return _Frame(
            _sum(self.front, cos(radians(angle)), self.right, sin(radians(angle))),
            self.up,
            _sum(self.right, cos(radians(angle)), self.front, -sin(radians(angle))),
        )

    def leaning(self, angle: float) -> _Frame:
        """Return the frame bent to the right."""
        return _Frame(
            self.front,
            _sum(self.up, cos(radians(angle)), self.right, sin(radians(angle))),
            _sum(self.right, cos(radians(angle)), self.up, -sin(radians(angle))),
        )


_RIGHT, _LEFT, _UP, _DOWN, _NEAR, _FAR = (1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1)
_BODIES: Final[Mapping[Body, _Frame]] = {
    "upright": _Frame(_RIGHT, _UP, _NEAR),
    "supine": _Frame(_UP, _LEFT, _NEAR),
    "prone": _Frame(_DOWN, _RIGHT, _NEAR),
    "right_side": _Frame(_NEAR, _LEFT, _DOWN),
    "left_side": _Frame(_NEAR, _RIGHT, _UP),
}


def posed(picture: PosedPicture, position: Position) -> Pose:
    """Return the pose of a picture, for a stretch that starts in a position."""
    keys = [_key(picture.body, posture) for posture in picture.postures]
    middle = None
    if len(keys) > 1:
        middle = _placed(_key(picture.body, _between(*picture.postures)), picture)
    keys = [_placed(key, picture) for key in keys]
    camera = _CAMERAS[picture.view]
    return Pose(
        position=position,
        keys=tuple(keys),
        middle=middle,
        still=picture.still,
        camera=camera,
        layers=_by_depth(keys, camera),
        mat=_mat(picture),
        things=tuple(_things(picture, keys)),
    )


def _mat(picture: PosedPicture) -> Mat:
    seen_from_the_side = picture.view == "side"
    if "bed" in picture.things:
        return "none"
    if "mat" in picture.things:
        return "edge" if seen_from_the_side else "sheet"
    return "floor" if seen_from_the_side or "chair" in picture.things else "none"


def _between(one: Posture, other: Posture) -> Posture:
    """Return the posture half-way: each angle is the mean of two."""

    def mean(a: Any, b: Any) -> Any:
        if isinstance(a, (Posture, Spine, Arm, Leg)):
            names = type(a).model_fields
            return a.model_copy(update={name: mean(getattr(a, name), getattr(b, name)) for name in names})
        return (a + b) / 2

    half: Posture = mean(one, other)
    return half


def _key(body: Body, posture: Posture) -> Key:
    pelvis = _BODIES[body].turned(posture.roll).bent(posture.tilt)
    spine = posture.spine
    frames = [
        pelvis.bent(spine.lumbar * low + spine.thorax * high)
        .leaning(spine.bend * (low + high) / 2)
        .turned(spine.turn * (low + high) / 2)
        for low, high in _SHARES
    ]
    chest = frames[-1]
    neck, head = chest.bent(spine.neck * 0.6), chest.bent(spine.neck).turned(spine.head_turn)
    trunk = [_angles(frame.up) for frame in frames]
    neck_angles, head_angles = _angles(neck.up), _angles(head.up)
    return Key(
        anchor="hip",
        at=(0.0, 0.0, 0.0),
        trunk=(trunk[0][0], trunk[1][0], trunk[2][0], trunk[3][0]),
        trunk_out=(trunk[0][1], trunk[1][1], trunk[2][1], trunk[3][1]),
        neck=neck_angles[0],
        neck_out=neck_angles[1],
        head=head_angles[0],
        head_out=head_angles[1],
        near_arm=_arm(chest, posture.right_arm, 1),
        far_arm=_arm(chest, posture.left_arm, -1),
        near_leg=_leg(pelvis, posture.right_leg, 1),
        far_leg=_leg(pelvis, posture.left_leg, -1),
        pelvis_turn=_turn(pelvis.right, *trunk[0]),
        chest_turn=_turn(chest.right, *trunk[3]),
        head_turn=_turn(head.right, *head_angles, about=-1),
    )


def _arm(chest: _Frame, arm: Arm, side: int) -> Turned:
    upper, front = _swung(chest, arm.lift, arm.out, arm.turn, side)
    fore = _sum(upper, cos(radians(arm.elbow)), front, sin(radians(arm.elbow)))
    palm = _sum(front, cos(radians(arm.elbow)), upper, -sin(radians(arm.elbow)))
    hand = _sum(fore, cos(radians(arm.wrist)), palm, sin(radians(arm.wrist)))
    return _turned(upper, fore, hand)


def _leg(pelvis: _Frame, leg: Leg, side: int) -> Turned:
    thigh, front = _swung(pelvis, leg.hip, leg.out, leg.turn, side)
    shank = _sum(thigh, cos(radians(leg.knee)), front, -sin(radians(leg.knee)))
    shin = _sum(front, cos(radians(leg.knee)), thigh, sin(radians(leg.knee)))
    foot = _sum(shin, cos(radians(leg.ankle)), shank, -sin(radians(leg.ankle)))
    return _turned(thigh, shank, foot)


def _swung(part: _Frame, lift: float, out: float, turn: float, side: int) -> tuple[Point, Point]:
    """Return the direction of an upper arm or a thigh, and that of its front."""
    own_side = _times(part.right, side)
    down, ahead = _times(part.up, -1), part.front
    flat = _sum(down, cos(radians(lift)), ahead, sin(radians(lift)))
    front = _sum(ahead, cos(radians(lift)), down, -sin(radians(lift)))
    bone = _sum(flat, cos(radians(out)), own_side, sin(radians(out)))
    aside = _sum(own_side, cos(radians(out)), flat, -sin(radians(out)))
    return bone, _sum(front, cos(radians(turn)), aside, sin(radians(turn)))


def _turned(upper: Point, lower: Point, end: Point) -> Turned:
    bones = [_angles(bone) for bone in (upper, lower, end)]
    return Turned(bones[0][0], bones[1][0], bones[2][0], (bones[0][1], bones[1][1], bones[2][1]))


def _angles(way: Point) -> tuple[float, float]:
    """Return the angle of a direction in the plane of x and y, and how far it leaves that plane, in degrees."""
    return degrees(atan2(way[1], way[0])), degrees(asin(max(-1.0, min(1.0, way[2]))))


def _turn(right: Point, angle: float, out: float, about: int = 1) -> float:
    """Return how far a part is turned about a bone, from the direction of its right side."""
    aside, ahead = across(angle, out, 0), direction(angle - 90)
    return about * degrees(atan2(_dot(right, ahead), _dot(right, aside)))


def _placed(key: Key, picture: PosedPicture) -> Key:
    """Return a key position moved onto the chair or the floor."""
    at = joints(key)
    if "chair" in picture.things:
        return replace(key, at=(0.0, SEAT, 0.0))
    low = min(place[1] - _THICK.get(joint.partition("_")[2] or joint, 0.03) for joint, place in at.items())
    return replace(key, at=(0.0, _ABOVE_FLOOR - low, 0.0))


def _things(picture: PosedPicture, keys: list[Key]) -> Iterator[Thing]:
    places = [joints(key) for key in keys]
    hands: tuple[Joint, ...] = ("near_wrist", "far_wrist", "near_fingers", "far_fingers")
    most = max(place[0] for at in places for place in at.values())
    least = min(place[0] for at in places for place in at.values())
    head = places[0]["head"][0]
    made: Mapping[ThingName, Callable[[], tuple[Thing, ...]]] = {
        "mat": lambda: (),
        "chair": chair,
        "table": lambda: table(
            min(at[hand][0] for at in places for hand in hands) - 0.06,
            max(at[hand][0] for at in places for hand in hands) + 0.2,
            min(at[hand][1] for at in places for hand in hands) - 0.025,
        ),
        "wall": lambda: wall(most + 0.03, max(place[1] for at in places for place in at.values()) + 0.1),
        "bed": lambda: bed(least - 0.1, most + 0.06) if head < (least + most) / 2 else bed(most + 0.1, least - 0.06),
    }
    for name in picture.things:
        yield from made[name]()


def _by_depth(keys: list[Key], camera: Camera) -> tuple[Layer, ...]:
    """Return the parts of the body in the order in which they are drawn, from the farthest; limbs whole."""
    aside, above = radians(camera.aside), radians(camera.above)

    def near(*names: Joint) -> float:
        points = [joints(key)[name] for key in keys for name in names]
        return sum((x * sin(aside) + z * cos(aside)) * cos(above) + y * sin(above) for x, y, z in points) / len(points)

    depths: dict[Layer, float] = {
        "trunk": near(*TRUNK),
        "head": near("head") - 0.001,
        "near_arm": near("near_shoulder", "near_elbow", "near_wrist"),
        "far_arm": near("far_shoulder", "far_elbow", "far_wrist"),
        "near_leg": near("near_hip", "near_knee", "near_ankle"),
        "far_leg": near("far_hip", "far_knee", "far_ankle"),
    }
    ordered: list[Layer] = sorted(depths, key=lambda layer: depths[layer])
    ordered.insert(ordered.index("trunk") + 1, "areas")
    return tuple(ordered)


def _sum(one: Point, share: float, other: Point, other_share: float) -> Point:
    return (
        one[0] * share + other[0] * other_share,
        one[1] * share + other[1] * other_share,
        one[2] * share + other[2] * other_share,
    )


def _times(one: Point, factor: float) -> Point:
    return one[0] * factor, one[1] * factor, one[2] * factor


def _dot(one: Point, other: Point) -> float:
    return one[0] * other[0] + one[1] * other[1] + one[2] * other[2]
