"""Define the poses on the floor: those of the built-in stretches and of their adapted forms.

A pose gives the directions of the bones, and the places of planted hands and feet.
:mod:`stretchplan.render.figures.skeleton` explains the numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, radians, sin
from typing import Any, Final

from stretchplan.render.figures.pose import Camera, Pose
from stretchplan.render.figures.skeleton import Key, Planted, Point, Spine, Turned, mirrored, symmetric
from stretchplan.render.figures.things import cushion

__all__ = ["FLOOR_POSES", "KNEELING_LEG", "knees_together", "on_hands_and_knees"]

_FLAT: Final = (180.0, 180.0, 180.0, 180.0)
KNEELING_LEG: Final = Turned(270, 180, 180)
"""A leg that kneels: thigh upright, shank and foot flat on the floor behind."""
_HAND_ON_MAT: Final = Planted((0.25, 0.025, 0.085), (-0.25, 0, 1), 0)
_HAND_BY_SHOULDER: Final = (0.25, 0.025, 0.12)
_OUTSTRETCHED_ARM: Final = Planted((0.355, 0.025, 0.085), (0, 1, 0), 0)
_FOLDED_LEG: Final = Turned(-21, 180, 180)
_PRONE_LEG: Final = Turned(182, 181, 180)
_BENT_LEG: Final = Planted((0.27, 0.035, 0.06), (0, 1, 0), -5)
"""The leg of a person who lies on the back with the knee bent and the foot flat."""
_ARM_BY_SIDE: Final = Planted((0.035, 0.028, 0.13), (0, -0.05, 1), 0)


def on_hands_and_knees(trunk: Spine, neck: float, head: float) -> Key:
    """Return a body on hands and knees, with the given shape of its back."""
    return symmetric("hip", (0, 0.28, 0), trunk, neck=neck, head=head, arm=_HAND_ON_MAT, leg=KNEELING_LEG)


def _on_forearms(trunk: Spine, neck: float, head: float) -> Key:
    forearm = Planted((0.395, 0.028, 0.085), (-1, -1, 0.05), 0)
    return symmetric("hip", (0, 0.28, 0), trunk, neck=neck, head=head, arm=forearm, leg=KNEELING_LEG)


def _bridge(trunk: Spine) -> Key:
    arm, leg = Planted((0.045, 0.028, 0.12), (0, -0.05, 1), 0), Planted((0.21, 0.035, 0.06), (0, 1, 0), -5)
    return symmetric("shoulder", (-0.28, 0.055, 0), trunk, neck=172, head=172, arm=arm, leg=leg)


def _cobra(height: float, trunk: Spine, neck: float, head: float, elbow: Point) -> Key:
    arm = Planted(_HAND_BY_SHOULDER, elbow, 0)
    return symmetric("hip", (0, height, 0), trunk, neck=neck, head=head, arm=arm, leg=_PRONE_LEG)


def _on_the_back(**limbs_and_turns: Any) -> Key:
    fields: dict[str, Any] = {
        "anchor": "hip",
        "at": (0, 0.055, 0),
        "trunk": _FLAT,
        "neck": 172,
        "head": 172,
    } | limbs_and_turns
    return Key(**fields)


def knees_together(roll: float, arms: float) -> Key:
    """Return a body on its back, knees bent and together, rolled to the right by ``roll`` degrees, feet in place.

    The arms lie ``arms`` degrees away from the sides, palms down.
    """
    across, up = sin(radians(roll)), cos(radians(roll))
    return _on_the_back(
        near_arm=Turned(0, 0, 0, (arms, arms, arms)),
        far_arm=Turned(0, 0, 0, (-arms, -arms, -arms)),
        near_leg=Planted((0.27, 0.036, 0.045), (0, up, across), -4),
        far_leg=Planted((0.275, 0.044, -0.02), (0, up, across), -4),
        pelvis_turn=-0.8 * roll,
    )


_NEUTRAL: Final = on_hands_and_knees((17, 16, 12, 12), neck=8, head=2)
_FOREARMS_LEVEL: Final = _on_forearms((-11, -12, -13, -15), neck=-14, head=-12)
_CROSSED: Final = _on_the_back(
    near_arm=_ARM_BY_SIDE,
    far_arm=mirrored(_ARM_BY_SIDE),
    near_leg=Planted((0.06, 0.212, -0.12), (-0.2, -0.15, 1), 40, -60),
    far_leg=Planted((0.25, 0.035, -0.06), (0, 1, 0), -5),
)
"""A body on its back, one ankle across the other thigh and one foot down."""
_FROM_THE_FEET: Final = Camera(90, 40)
_FOUR_FROM_THE_FEET: Final = Camera(65, 32)

FLOOR_POSES: Final[Mapping[str, Pose]] = {
    "knee_to_chest": Pose(
        position="supine",
        sides="each",
        keys=(
            _on_the_back(
                near_arm=Planted((-0.085, 0.215, 0.085), (0.2, -1, 0.3), 60, -70),
                far_arm=Planted((-0.085, 0.215, 0.015), (0.2, -1, -0.3), 60, 70),
                near_leg=Turned(129, 2, 60),
                far_leg=mirrored(_BENT_LEG),
            ),
        ),
        start=_on_the_back(
            near_arm=Planted((-0.006, 0.178, 0.085), (0.2, -1, 0.3), 60, -70),
            far_arm=Planted((-0.006, 0.178, 0.015), (0.2, -1, -0.3), 60, 70),
            near_leg=Turned(104, -30, 20),
            far_leg=mirrored(_BENT_LEG),
        ),
    ),
    "lying_knee_twist": Pose(
        position="supine",
        sides="each",
        keys=(
            _on_the_back(
                at=(0, 0.059, 0),
                near_arm=Planted((-0.3, 0.03, 0.41), (-1, 0.2, 0), 180, 88),
                far_arm=Planted((-0.075, 0.16, -0.2), (-1, 0, -1), 0, -35),
                near_leg=Turned(120, -2, 5, (-68, -6, -10)),
                far_leg=Turned(1, 0, 60, (-4, -3, 0)),
                pelvis_turn=68,
                chest_turn=8,
                head_turn=40,
            ),
        ),
        start=_on_the_back(
            near_arm=Planted((-0.3, 0.03, 0.41), (-1, 0.2, 0), 180, 88),
            far_arm=mirrored(_ARM_BY_SIDE),
            near_leg=_BENT_LEG,
            far_leg=Turned(1, 0, 60, (-4, -3, 0)),
        ),
        camera=Camera(0, 68),
        layers=("far_leg", "trunk", "head", "areas", "near_leg", "far_arm", "near_arm"),
        mat="sheet",
    ),
    "knee_rolls": Pose(
        position="supine",
        sides="each",
        keys=(knees_together(0, arms=80), knees_together(45, arms=80)),
        still=1,
        camera=_FROM_THE_FEET,
        layers=("trunk", "head", "areas", "far_arm", "near_arm", "near_leg", "far_leg"),
        mat="sheet",
        things=(*cushion(0.12, 0.22, 0.09, 0.19), *cushion(0.12, 0.22, 0.09, -0.19)),
    ),
    "childs_pose": Pose(
        position="kneeling",
        sides="both",
        keys=(
            symmetric(
                "hip", (-0.22, 0.125, 0), (35, 12, -10, -25), neck=-35, head=-40, arm=_OUTSTRETCHED_ARM, leg=_FOLDED_LEG
            ),
        ),
        start=symmetric(
            "hip",
            (-0.22, 0.125, 0),
            (52, 42, 32, 26),
            neck=18,
            head=10,
            arm=Planted((0.14, 0.025, 0.085), (0, 1, 0.3), 0),
            leg=_FOLDED_LEG,
        ),
    ),
    "childs_pose_half": Pose(
        position="kneeling",
        sides="both",
        keys=(
            symmetric(
                "hip",
                (-0.1, 0.257, 0),
                (14, 0, -14, -24),
                neck=-30,
                head=-36,
                arm=Planted((0.44, 0.027, 0.085), (0, 1, 0), 0),
                leg=Turned(-65, 180, 180),
            ),
        ),
        start=symmetric(
            "hip",
            (-0.1, 0.257, 0),
            (24, 18, 10, 4),
            neck=0,
            head=-4,
            arm=Planted((0.3, 0.027, 0.085), (0, 1, 0.3), 0),
            leg=Turned(-65, 180, 180),
        ),
        things=cushion(0.215, 0.305, 0.1),
    ),
    "cat_cow": Pose(
        position="quadruped",
        sides="both",
        keys=(
            on_hands_and_knees((57, 35, 6, -30), neck=-50, head=-70),
            on_hands_and_knees((-12, 0, 28, 36), neck=40, head=46),
        ),
        start=_NEUTRAL,
    ),
    "cat_cow_small": Pose(
        position="quadruped",
        sides="both",
        keys=(
            on_hands_and_knees((29, 21, 9, -2), neck=-14, head=-20),
            on_hands_and_knees((6, 10, 17, 21), neck=18, head=24),
        ),
        start=_NEUTRAL,
    ),
    "cat_cow_level": Pose(
        position="quadruped",
        sides="both",
        keys=(
            on_hands_and_knees((33, 22, 9, -5), neck=-16, head=-24),
            on_hands_and_knees((14, 14, 13, 14), neck=14, head=14),
        ),
        start=_NEUTRAL,
    ),
    "cat_cow_forearms": Pose(
        position="quadruped",
        sides="both",
        keys=(
            _on_forearms((4, -5, -18, -29), neck=-34, head=-40),
            _on_forearms((-21, -17, -9, -3), neck=2, head=12),
        ),
        start=_FOREARMS_LEVEL,
    ),
    "cat_cow_forearms_level": Pose(
        position="quadruped",
        sides="both",
        keys=(
            _on_forearms((6, -4, -19, -31), neck=-36, head=-42),
            _on_forearms((-14, -13, -12, -12), neck=-8, head=-2),
        ),
        start=_FOREARMS_LEVEL,
    ),
    "piriformis_stretch": Pose(
        position="supine",
        sides="each",
        keys=(
            _on_the_back(
                near_arm=Planted((0.012, 0.139, -0.028), (0.1, -1, 0.8), 60, -70),
                far_arm=Planted((0.022, 0.139, -0.09), (0.1, -1, -0.8), 60, 70),
                near_leg=Planted((-0.07, 0.222, -0.1), (-0.2, -0.1, 1), 40, -62),
                far_leg=Turned(104, 36, 108),
            ),
        ),
        start=_CROSSED,
        camera=Camera(66, 37),
        layers=(
            "trunk",
            "head",
            "far_upper_arm",
            "near_upper_arm",
            "far_leg",
            "far_forearm",
            "near_forearm",
            "near_leg",
            "areas",
        ),
        mat="sheet",
    ),
    "figure_four_light": Pose(
        position="supine",
        sides="each",
        keys=(
            _on_the_back(
                near_arm=Planted((0.0, 0.17, 0.1), (0, -0.3, 1), 40, -20),
                far_arm=mirrored(_ARM_BY_SIDE),
                near_leg=_CROSSED.near_leg,
                far_leg=_CROSSED.far_leg,
            ),
        ),
        start=_CROSSED,
        camera=_FOUR_FROM_THE_FEET,
        layers=("trunk", "head", "far_arm", "far_leg", "near_leg", "areas", "near_arm"),
        mat="sheet",
    ),
    "glute_bridge": Pose(
        position="supine", sides="both", keys=(_bridge(_FLAT), _bridge((208, 207, 206, 200))), still=1
    ),
    "bridge_low": Pose(position="supine", sides="both", keys=(_bridge(_FLAT), _bridge((190, 193, 193, 188))), still=1),
    "cobra_pose": Pose(
        position="prone",
        sides="both",
        keys=(
            _cobra(0.055, (0, 0, 2, 4), neck=14, head=16, elbow=(0, 1, 0.3)),
            _cobra(0.055, (18, 40, 56, 66), neck=72, head=90, elbow=(-1, 0.3, 0.2)),
        ),
        still=1,
    ),
    "cobra_on_elbows": Pose(
        position="prone",
        sides="both",
        keys=(
            symmetric(
                "hip",
                (0, 0.055, 0),
                (0, 0, 2, 4),
                neck=12,
                head=14,
                arm=Planted((0.36, 0.027, 0.2), (-0.6, 0.5, 1), 0),
                leg=_PRONE_LEG,
            ),
            symmetric(
                "hip",
                (0, 0.055, 0),
                (12, 31, 45, 52),
                neck=64,
                head=82,
                arm=Planted((0.373, 0.027, 0.1), (-1, -0.7, 0.3), 0),
                leg=_PRONE_LEG,
            ),
        ),
        still=1,
    ),
}
"""The poses of the built-in stretches and of their adapted forms, by the name that a catalogue gives a figure."""
