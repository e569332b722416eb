"""Choose the pose to draw a stretch in: its own, or that of its start position."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from stretchplan.catalog.stretch import Stretch
from stretchplan.catalog.vocabulary import Position
from stretchplan.render.figures.floor_poses import KNEELING_LEG, on_hands_and_knees
from stretchplan.render.figures.pose import Camera, Layer, Pose
from stretchplan.render.figures.poses import POSES
from stretchplan.render.figures.skeleton import Key, Planted, Turned, symmetric

__all__ = ["STARTS", "pose_of"]

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
_LAYERS_FROM_ABOVE: Final[tuple[Layer, ...]] = ("near_arm", "near_leg", "head", "trunk", "areas", "far_leg", "far_arm")
STARTS: Final[Mapping[Position, Pose]] = {
    position: Pose(position=position, keys=(key,), camera=Camera(0, 115), layers=_LAYERS_FROM_ABOVE, mat="sheet")
    if position == "side_lying"
    else Pose(position=position, keys=(key,))
    for position, key in _KEYS.items()
}
"""The poses of the start positions."""


def pose_of(stretch: Stretch) -> tuple[Pose, bool]:
    """Return the pose to draw a stretch in, and whether it is the stretch's own.

    A catalogue may give a built-in id to another stretch, so a built-in pose needs the same start position and sides.
    """
    own = POSES.get(stretch.id)
    if own is not None and (own.position, own.sides) == (stretch.position, stretch.sides):
        return own, True
    return STARTS[stretch.position], False
