"""Choose the pose to draw a stretch in: its own, or that of its start position."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from stretchplan.catalog.picture import DrawnPicture, Picture, PosedPicture
from stretchplan.catalog.stretch import Stretch
from stretchplan.catalog.vocabulary import Position
from stretchplan.render.figures.angles import posed
from stretchplan.render.figures.chair_poses import SITTING_LEG
from stretchplan.render.figures.floor_poses import KNEELING_LEG, on_hands_and_knees
from stretchplan.render.figures.pose import Camera, Layer, Pose
from stretchplan.render.figures.poses import POSES
from stretchplan.render.figures.skeleton import Key, Planted, Turned, symmetric
from stretchplan.render.figures.things import SEAT, bed, chair

__all__ = ["SITTING", "STARTS", "drawing_of", "pose_of", "seat_of", "start_of", "starting"]

_HAND_ON_THIGH: Final = Planted((0.07, 0.14, 0.085), (-1, -0.2, 0), -20)
_HAND_ON_STRAIGHT_LEG: Final = Planted((0.1, 0.1, 0.085), (-1, 0, 0), -10)
_HANGING_ARM: Final = Turned(-86, -72, -76)
_LOOSE_ARM: Final = Turned(-84, -62, -66)
_FOLDED_LEG: Final = Turned(-22, 180, 180)
_STRAIGHT_LEG: Final = Turned(-1, -2, 80)
_STANDING_LEG: Final = Turned(-90, -91, -6)

_KEYS: Final[Mapping[Position, Key]] = {
    "supine": POSES["glute_bridge"].keys[0],
    "prone": POSES["cobra_pose"].keys[0],
    "quadruped": on_hands_and_knees((17, 16, 12, 12), neck=8, head=2),
    "kneeling": symmetric(
        "hip", (-0.1, 0.13, 0), (100, 92, 88, 86), neck=84, head=88, arm=_HAND_ON_THIGH, leg=_FOLDED_LEG
    ),
    "half_kneeling": Key(
        anchor="hip",
        at=(0, 0.28, 0),
        trunk=(94, 92, 88, 86),
        neck=86,
        head=90,
        near_arm=_LOOSE_ARM,
        far_arm=_LOOSE_ARM,
        near_leg=KNEELING_LEG,
        far_leg=Planted((0.25, 0.035, -0.06), (1, 1, 0), -5),
    ),
    "side_lying": Key(
        anchor="hip",
        at=(0, 0, 0),
        trunk=(186, 182, 178, 174),
        neck=176,
        head=180,
        near_arm=Turned(180, 180, 180, (8, 2, 2)),
        far_arm=Turned(60, 20, 0, (10, 10, 0)),
        near_leg=Turned(60, -40, 20),
        far_leg=Turned(50, -50, 10),
    ),
    "seated": symmetric(
        "hip", (0, 0.06, 0), (96, 92, 88, 86), neck=86, head=90, arm=_HAND_ON_STRAIGHT_LEG, leg=_STRAIGHT_LEG
    ),
    "standing": symmetric(
        "hip", (0, 0.525, 0), (92, 92, 88, 87), neck=86, head=90, arm=_HANGING_ARM, leg=_STANDING_LEG
    ),
}
_LAYERS_FROM_ABOVE: Final[tuple[Layer, ...]] = (
    "near_arm", "near_leg", "head", "trunk", "areas", "far_leg", "far_arm",
)  # fmt: skip
_ON_A_CHAIR: Final = symmetric(
    "hip", (0, SEAT, 0), (93, 91, 89, 88), neck=86, head=90,
    arm=Planted((0.17, 0.335, 0.085), (-1, 0, 0.3), -10), leg=SITTING_LEG,
)  # fmt: skip
STARTS: Final[Mapping[Position, Pose]] = {
    position: Pose(position=position, keys=(key,), camera=Camera(0, 115), layers=_LAYERS_FROM_ABOVE, mat="sheet")
    if position == "side_lying"
    else Pose(position=position, keys=(key,))
    for position, key in _KEYS.items()
}
"""The poses of the start positions, on a mat."""
SITTING: Final[Mapping[str, Pose]] = {
    "floor": STARTS["seated"],
    "chair": Pose(position="seated", keys=(_ON_A_CHAIR,), things=chair(), mat="floor"),
    "unknown": Pose(
        position="seated",
        keys=(_ON_A_CHAIR,),
        layers=("far_arm", "far_thigh", "head", "trunk", "near_thigh", "areas", "near_arm"),
        mat="none",
    ),
}
"""The poses of sitting: on the floor, on a chair, and where the catalogue does not say on what."""
STANDING: Final = replace(STARTS["standing"], mat="floor")
_LYING: Final = ("supine", "prone", "side_lying")


def start_of(stretch: Stretch) -> Pose:
    """Return the pose of a stretch's start position, with the chair, bed or mat that the stretch states."""
    stated = {*stretch.needs, *stretch.equipment}
    if stretch.position == "seated":
        return SITTING["chair" if "chair" in stated else "floor" if "mat" in stated else "unknown"]
    pose = STARTS[stretch.position]
    if stretch.position == "standing" and "mat" not in stated:
        return STANDING
    if "bed" in stated and stretch.position in _LYING:
        head, foot = (0.56, -0.62) if stretch.position == "prone" else (-0.56, 0.5)
        return replace(pose, things=bed(head, foot), mat="none")
    return pose


def seat_of(stretch: Stretch) -> str:
    """Return what a start position is drawn on: ``chair``, ``bed``, ``floor``, or ``unknown``."""
    pose = start_of(stretch)
    for name, sitting in SITTING.items():
        if pose is sitting:
            return name
    return "bed" if pose.things else "floor"


def pose_of(stretch: Stretch, pictures: Iterable[Picture] = ()) -> tuple[Pose, PosedPicture | str | None]:
    """Return the pose to draw a stretch in, and the picture or the name of the figure it is; None for a start position.

    A catalogue may give a built-in id to another stretch, so a built-in pose needs the same start position and sides.
    """
    name = stretch.figure or stretch.id
    for picture in pictures:
        if picture.id == name and isinstance(picture, PosedPicture):
            return posed(picture, stretch.position), picture
    own = POSES.get(name)
    if own is not None and own.position == stretch.position and own.sides in {stretch.sides, None}:
        return own, name
    return start_of(stretch), None


def starting(stretch: Stretch, pictures: Iterable[Picture] = ()) -> tuple[Pose, PosedPicture | str | None]:
    """Return what a person looks like when the set-up is done and the cue has not begun, and the picture it is of.

    A catalogue's own picture of one posture does not say where it starts: then it is the start position.
    """
    own = tuple(pictures)
    pose, shown = pose_of(stretch, own)
    if drawing_of(stretch, own) is not None or (isinstance(shown, PosedPicture) and len(pose.keys) == 1):
        return start_of(stretch), None
    if pose.start is None:
        return replace(pose, still=0), shown
    return replace(pose, keys=(pose.start,), start=None, middle=None, still=0), shown


def drawing_of(stretch: Stretch, pictures: Iterable[Picture]) -> DrawnPicture | None:
    """Return the drawing of a stretch, if its catalogue has one."""
    name = stretch.figure or stretch.id
    return next((one for one in pictures if one.id == name and isinstance(one, DrawnPicture)), None)
