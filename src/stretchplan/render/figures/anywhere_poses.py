"""Define further poses of the second catalogue: gentler ends of a movement, and stretches on one's feet and in bed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from stretchplan.render.figures.bed_poses import BED_POSES
from stretchplan.render.figures.chair_poses import CHAIR_POSES, SITTING_LEG
from stretchplan.render.figures.floor_poses import FLOOR_POSES
from stretchplan.render.figures.pose import Pose
from stretchplan.render.figures.skeleton import Key, Limb, Planted, Spine, Turned, symmetric
from stretchplan.render.figures.standing_poses import STANDING_POSES
from stretchplan.render.figures.things import SEAT, chair, table, wall

__all__ = ["ANYWHERE_POSES"]

_UPRIGHT: Final = (93.0, 91.0, 89.0, 88.0)
_HAND_ON_THIGH: Final = Planted((0.17, 0.335, 0.085), (-1, 0.3, 0.3), -10)


def _sitting(trunk: Spine, neck: float, head: float, arm: Limb) -> Key:
    return symmetric("hip", (0, SEAT, 0), trunk, neck=neck, head=head, arm=arm, leg=SITTING_LEG)


def _leaning(trunk: Spine, neck: float, head: float) -> Key:
    """Return a body that stands with its knees bent and its hands on its thighs."""
    return symmetric(
        "hip", (-0.1, 0.43, 0), trunk, neck=neck, head=head,
        arm=Planted((0.06, 0.325, 0.07), (-1, 0.3, 0.3), -30), leg=Planted((0, 0.035, 0.06), (1, 0.1, 0), 0),
    )  # fmt: skip


def _rising(hip: tuple[float, float], trunk: Spine, neck: float, arm: Limb) -> Key:
    leg = Planted((0.2, 0.035, 0.06), (1, 0.1, 0), 0)
    return symmetric("hip", (*hip, 0), trunk, neck=neck, head=neck + 4, arm=arm, leg=leg)


_FOUR_UPRIGHT: Final = replace(CHAIR_POSES["seated_figure_four"].keys[0], trunk=_UPRIGHT, neck=86, head=90)

ANYWHERE_POSES: Final[Mapping[str, Pose]] = {
    "seated_forward_lean_half": replace(
        CHAIR_POSES["seated_forward_lean"],
        keys=(_sitting((62, 52, 40, 32), 4, -16, Planted((0.3, 0.345, 0.085), (-0.3, -1, 0.2), -20)),),
    ),
    "desk_rest_long": replace(
        CHAIR_POSES["desk_rest"],
        keys=(_sitting((44, 43, 42, 42), 40, 36, Planted((0.44, 0.445, -0.02), (0, -0.3, 1), 0, -80)),),
        things=(*chair(), *table(0.26, 0.7, 0.42)),
    ),
    "seated_cat_cow_small": replace(
        CHAIR_POSES["seated_cat_cow"],
        keys=(
            _sitting((105, 95, 80, 66), 54, 46, _HAND_ON_THIGH),
            _sitting((85, 90, 96, 97), 88, 92, _HAND_ON_THIGH),
        ),
        start=_sitting(_UPRIGHT, 86, 90, _HAND_ON_THIGH),
    ),
    "seated_figure_four_light": replace(
        CHAIR_POSES["seated_figure_four"],
        keys=(_FOUR_UPRIGHT,),
        start=replace(
            _FOUR_UPRIGHT,
            near_arm=Planted((0.13, 0.42, 0.17), (-0.6, 0.3, 0.8), 0, -20),
            near_leg=Planted((0.19, 0.34, -0.085), (0, 0.5, 1), 10, -60),
        ),
    ),
    "seated_buttock_squeeze": Pose(
        position="seated",
        sides="both",
        keys=(_sitting(_UPRIGHT, 86, 90, _HAND_ON_THIGH),),
        things=chair(),
        mat="floor",
    ),
    "sit_to_stand_hands": replace(
        CHAIR_POSES["sit_to_stand"],
        keys=(
            _rising((0.0, SEAT), (62, 60, 58, 56), 58, Planted((0.17, 0.34, 0.085), (-1, 0.3, 0.3), -20)),
            _rising((0.2, 0.52), (92, 91, 89, 88), 86, Planted((0.22, 0.51, 0.085), (-1, 0.3, 0.3), -80)),
        ),
    ),
    "standing_knee_hug": Pose(
        position="standing",
        sides="each",
        keys=(
            Key(
                anchor="hip", at=(0, 0.525, 0), trunk=(91, 90, 90, 89), neck=86, head=90,
                near_arm=Planted((0.14, 0.575, 0.085), (-0.6, -0.6, 0.4), 60, -70),
                far_arm=Planted((0.14, 0.575, 0.015), (-0.6, -0.6, -0.4), 60, 70),
                near_leg=Turned(36, -80, -20), far_leg=Turned(-84, -92, 0),
            ),
        ),
        start=Key(
            anchor="hip", at=(0, 0.525, 0), trunk=(91, 90, 90, 89), neck=86, head=90,
            near_arm=Planted((0.12, 0.535, 0.085), (-0.6, -0.6, 0.4), 60, -70),
            far_arm=Planted((0.12, 0.535, 0.015), (-0.6, -0.6, -0.4), 60, 70),
            near_leg=Turned(16, -88, -20), far_leg=Turned(-84, -92, 0),
        ),
        things=wall(-0.09, 1.02, 0.16),
        mat="floor",
    ),
    "standing_cat_cow": Pose(
        position="standing",
        sides="both",
        keys=(_leaning((62, 48, 28, 8), -12, -24), _leaning((33, 40, 48, 52), 48, 56)),
        start=_leaning((46, 44, 42, 38), 32, 30),
        mat="floor",
    ),
    "standing_cat_cow_small": Pose(
        position="standing",
        sides="both",
        keys=(_leaning((54, 46, 35, 24), 14, 6), _leaning((38, 41, 46, 48), 44, 52)),
        start=_leaning((46, 44, 42, 38), 32, 30),
        mat="floor",
    ),
    "standing_cat_cow_level": Pose(
        position="standing",
        sides="both",
        keys=(_leaning((54, 46, 35, 24), 14, 6), _leaning((45, 44, 42, 40), 35, 39)),
        start=_leaning((46, 44, 42, 38), 32, 30),
        mat="floor",
    ),
    "counter_stretch_half": replace(
        STANDING_POSES["counter_stretch"],
        keys=(
            symmetric(
                "hip", (0, 0.52, 0), (40, 38, 36, 35), neck=32, head=30,
                arm=Planted((0.45, 0.5, 0.085), (0, -1, 0), 0), leg=Turned(-86, -90, 0),
            ),
        ),
        start=symmetric(
            "hip", (0.23, 0.525, 0), (80, 78, 76, 76), neck=78, head=84,
            arm=Planted((0.425, 0.505, 0.085), (-1, 0, 0.3), 0), leg=Turned(-90, -91, -6),
        ),
        things=table(0.38, 0.7, 0.475),
    ),
    "bed_childs_pose_half": replace(
        FLOOR_POSES["childs_pose_half"],
        things=(*BED_POSES["bed_childs_pose"].things, *FLOOR_POSES["childs_pose_half"].things),
        mat="none",
    ),
}  # fmt: skip
"""The further poses, by name."""
