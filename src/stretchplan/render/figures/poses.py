"""Define the pose in which each built-in stretch is drawn.

A pose gives the directions of the bones, and the places of planted hands and feet.
:mod:`stretchplan.render.figures.skeleton` explains the numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from stretchplan.catalog.vocabulary import Position, Sides
from stretchplan.render.figures.skeleton import Key, Planted, Spine, Turned, symmetric

__all__ = ["KNEELING_LEG", "POSES", "Camera", "Layer", "Pose", "on_hands_and_knees"]

Layer = Literal["far_arm", "far_leg", "trunk", "near_leg", "areas", "near_arm"]

_SEEN_FROM_THE_SIDE: Final[tuple[Layer, ...]] = ("far_arm", "far_leg", "trunk", "near_leg", "areas", "near_arm")


@dataclass(frozen=True, slots=True)
class Camera:
    """Where a pose is seen from: the default is almost straight from the right side."""

    aside: float = 12.0  # degrees to the right, toward the feet of a person who lies on the back
    above: float = 5.0  # degrees above the floor; 90 looks straight down


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """How a stretch looks when the right side works; :mod:`stretchplan.words.figures` describes it in words.

    Of two key positions, the first is the end of the exhale and the second the end of the inhale.
    """

    position: Position  # the pose fits stretches with this start position
    sides: Sides | None = None  # the pose fits stretches with these sides; None fits all
    keys: tuple[Key, ...]
    still: int = 0  # the key position that is shown when nothing moves
    camera: Camera = Camera()
    layers: tuple[Layer, ...] = _SEEN_FROM_THE_SIDE  # from the farthest to the nearest
    mat: Literal["edge", "sheet"] = "edge"  # the mat as seen from the side, or from above


_FLAT: Final = (180.0, 180.0, 180.0, 180.0)
KNEELING_LEG: Final = Turned(270, 180, 180)
"""A leg that kneels: thigh upright, shank and foot flat on the floor behind."""
_HAND_ON_MAT: Final = Planted((0.285, 0.025, 0.085), (-1, 0, 0), 0)
_HAND_BY_SHOULDER: Final = Planted((0.262, 0.025, 0.12), (-0.6, 1, 0.2), 0)
_OUTSTRETCHED_ARM: Final = Planted((0.355, 0.025, 0.085), (0, 1, 0), 0)
_FOLDED_LEG: Final = Turned(-21, 180, 180)
_PRONE_LEG: Final = Turned(182, 181, 180)


def on_hands_and_knees(trunk: Spine, neck: float, head: float) -> Key:
    """Return a body on hands and knees, with the given shape of its back."""
    return symmetric("hip", (0, 0.28, 0), trunk, neck=neck, head=head, arm=_HAND_ON_MAT, leg=KNEELING_LEG)


def _bridge(trunk: Spine) -> Key:
    arm, leg = Planted((0.03, 0.025, 0.12), (0, 1, 0), 0), Planted((0.21, 0.035, 0.06), (0, 1, 0), -5)
    return symmetric("shoulder", (-0.28, 0.055, 0), trunk, neck=172, head=172, arm=arm, leg=leg)


def _cobra(trunk: Spine, neck: float, head: float) -> Key:
    return symmetric("hip", (0, 0.055, 0), trunk, neck=neck, head=head, arm=_HAND_BY_SHOULDER, leg=_PRONE_LEG)


def _on_the_back(**limbs_and_turns: Any) -> Key:
    return Key(anchor="hip", at=(0, 0.055, 0), trunk=_FLAT, neck=172, head=172, **limbs_and_turns)


POSES: Final[Mapping[str, Pose]] = {
    "knee_to_chest": Pose(
        position="supine",
        sides="each",
        keys=(
            _on_the_back(
                near_arm=Planted((-0.115, 0.22, 0.085), (0.3, -1, 0.5), 100, -80),
                far_arm=Planted((-0.115, 0.22, 0.015), (0.3, -1, -0.5), 100, 80),
                near_leg=Turned(136, -8, 66),
                far_leg=Turned(-2, -2, 75),
            ),
        ),
    ),
    "lying_knee_twist": Pose(
        position="supine",
        sides="each",
        keys=(
            _on_the_back(
                near_arm=Turned(180, 180, 180, (82, 86, 86)),
                far_arm=Turned(180, 180, 180, (-62, -8, 0)),
                near_leg=Turned(60, 0, 20, (-72, -10, -30)),
                far_leg=Turned(0, 0, 60, (-3, -3, 0)),
                pelvis_turn=55,
                head_turn=30,
            ),
        ),
        camera=Camera(0, 90),
        mat="sheet",
    ),
    "childs_pose": Pose(
        position="kneeling",
        sides="both",
        keys=(
            symmetric(
                "hip", (-0.22, 0.125, 0), (35, 12, -10, -25), neck=-35, head=-40, arm=_OUTSTRETCHED_ARM, leg=_FOLDED_LEG
            ),
        ),
    ),
    "cat_cow": Pose(
        position="quadruped",
        sides="both",
        keys=(
            on_hands_and_knees((55, 30, 3, -25), neck=-50, head=-72),
            on_hands_and_knees((-17, 1, 33, 42), neck=50, head=78),
        ),
    ),
    "piriformis_stretch": Pose(
        position="supine",
        sides="each",
        keys=(
            _on_the_back(
                near_arm=Planted((-0.02, 0.19, 0.0), (0.3, -1, 0.6), 90, -60),
                far_arm=Planted((-0.02, 0.19, -0.08), (0.3, -1, -0.6), 90, 60),
                near_leg=Planted((-0.1, 0.24, -0.04), (0.0, 0.1, 1), 110, -60),
                far_leg=Turned(116, 8, 85),
            ),
        ),
        camera=Camera(-32, 3),
        layers=("far_arm", "far_leg", "trunk", "near_arm", "near_leg", "areas"),
    ),
    "glute_bridge": Pose(
        position="supine", sides="both", keys=(_bridge(_FLAT), _bridge((207, 207, 206, 200))), still=1
    ),
    "cobra_pose": Pose(
        position="prone",
        sides="both",
        keys=(_cobra((0, 0, 2, 4), neck=14, head=16), _cobra((16, 42, 66, 82), neck=80, head=96)),
        still=1,
    ),
}
"""The pose of each built-in stretch, by id."""
