"""Define the poses on a chair and at a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from stretchplan.render.figures.pose import Camera, Pose
from stretchplan.render.figures.skeleton import Key, Planted, Spine, Turned, symmetric
from stretchplan.render.figures.things import SEAT, chair, table, turning

__all__ = ["CHAIR_POSES", "SITTING_LEG"]

SITTING_LEG: Final = Turned(0, -90, 0)
_UPRIGHT: Final = (93.0, 91.0, 89.0, 88.0)
_FROM_THE_FRONT: Final = Camera(60, 32)


_HAND_ON_THIGH: Final = Planted((0.17, 0.335, 0.085), (-1, 0.3, 0.3), -10)
_CROSSED: Final[Mapping[str, Any]] = {
    "near_arm": Planted((0.14, 0.355, 0.19), (-0.6, 0.3, 0.8), 0, -20),
    "far_arm": Planted((0.19, 0.36, -0.05), (-0.3, 0, -1), 0, 20),
    "near_leg": Planted((0.19, 0.34, -0.085), (0, 0, 1), 10, -60),
}
"""One ankle on the other thigh, the knee out to the side, a hand on the knee and one on the shin."""


def _sitting(trunk: Spine = _UPRIGHT, **fields: Any) -> Key:
    stated: dict[str, Any] = {"neck": 86, "head": 90, "near_leg": SITTING_LEG, "far_leg": SITTING_LEG} | fields
    return Key(anchor="hip", at=(0, SEAT, 0), trunk=trunk, **stated)


def _sitting_evenly(trunk: Spine, neck: float, head: float, arm: Planted | Turned) -> Key:
    return symmetric("hip", (0, SEAT, 0), trunk, neck=neck, head=head, arm=arm, leg=SITTING_LEG)


def _standing_up(hip: tuple[float, float], trunk: Spine, neck: float, arm: Turned) -> Key:
    leg = Planted((0.2, 0.035, 0.06), (1, 0.1, 0), 0)
    return symmetric("hip", (*hip, 0), trunk, neck=neck, head=neck + 4, arm=arm, leg=leg)


CHAIR_POSES: Final[Mapping[str, Pose]] = {
    "seated_knee_to_chest": Pose(
        position="seated",
        sides="each",
        keys=(
            _sitting(
                near_arm=Planted((0.13, 0.345, 0.085), (0, -0.3, 0.4), 60, -70),
                far_arm=Planted((0.13, 0.345, 0.015), (0, -0.3, -0.4), 60, 70),
                near_leg=Turned(40, -66, -10),
            ),
        ),
        start=_sitting(
            near_arm=Planted((0.107, 0.29, 0.085), (0, -0.3, 0.4), 60, -70),
            far_arm=Planted((0.107, 0.29, 0.015), (0, -0.3, -0.4), 60, 70),
            near_leg=Turned(14, -78, -10),
        ),
        things=chair(),
        mat="floor",
    ),
    "seated_twist": Pose(
        position="seated",
        sides="each",
        keys=(
            _sitting(
                near_arm=Planted((0.075, 0.53, -0.06), (0.6, -1, 0.5), 60, -70),
                far_arm=Planted((0.08, 0.53, 0.05), (0.6, -1, -0.5), 60, 50),
            ),
            _sitting(
                near_arm=Planted((0.075, 0.53, -0.02), (0.3, -1, 0.6), 60, -70),
                far_arm=Planted((0.015, 0.53, 0.09), (1, -1, -0.2), 60, 50),
                chest_turn=-40,
                head_turn=45,
            ),
        ),
        still=1,
        camera=Camera(36, 20),
        layers=("far_leg", "near_leg", "trunk", "head", "areas", "near_arm", "far_arm"),
        things=(*chair(), *turning(0.85, 95)),
        mat="floor",
    ),
    "seated_forward_lean": Pose(
        position="seated",
        sides="both",
        keys=(_sitting_evenly((42, 20, -4, -20), -38, -44, Planted((0.27, 0.075, 0.085), (-0.5, 0, 1), -80)),),
        start=_sitting_evenly(_UPRIGHT, 86, 90, _HAND_ON_THIGH),
        things=chair(),
        mat="floor",
    ),
    "desk_rest": Pose(
        position="seated",
        sides="both",
        keys=(_sitting_evenly((62, 46, 34, 24), 40, 16, Planted((0.42, 0.445, -0.02), (0, -0.3, 1), 0, -80)),),
        start=_sitting_evenly((80, 76, 72, 70), 74, 80, Planted((0.36, 0.445, 0.02), (-0.6, -0.6, 1), 0, -60)),
        things=(*chair(), *table(0.24, 0.68, 0.42)),
        mat="floor",
    ),
    "seated_cat_cow": Pose(
        position="seated",
        sides="both",
        keys=(
            _sitting_evenly((114, 97, 72, 46), 26, 6, Planted((0.2, 0.335, 0.085), (-1, 0.3, 0.3), -10)),
            _sitting_evenly((76, 90, 102, 104), 88, 98, Planted((0.2, 0.335, 0.085), (-1, 0.3, 0.3), -10)),
        ),
        start=_sitting_evenly(_UPRIGHT, 86, 90, _HAND_ON_THIGH),
        things=chair(),
        mat="floor",
    ),
    "seated_figure_four": Pose(
        position="seated",
        sides="each",
        keys=(_sitting((74, 72, 70, 68), neck=66, head=78, **_CROSSED),),
        start=_sitting(**_CROSSED),
        camera=_FROM_THE_FRONT,
        layers=("trunk", "head", "far_leg", "near_leg", "areas", "far_arm", "near_arm"),
        things=chair(),
        mat="none",
    ),
    "sit_to_stand": Pose(
        position="seated",
        sides="both",
        keys=(
            _standing_up((0.0, SEAT), (62, 60, 58, 56), 58, Turned(-20, 0, 0)),
            _standing_up((0.2, 0.52), (92, 91, 89, 88), 86, Turned(-80, -60, -60)),
        ),
        things=chair(),
        mat="floor",
    ),
    "seated_chest_lift": Pose(
        position="seated",
        sides="both",
        keys=(
            _sitting_evenly((88, 90, 88, 84), 82, 86, Planted((-0.02, 0.69, 0.07), (1, 0.1, 0.5), 130, -20)),
            _sitting_evenly((90, 96, 110, 118), 108, 112, Planted((-0.125, 0.675, 0.07), (1, 0.1, 0.5), 150, -20)),
        ),
        still=1,
        layers=("far_arm", "far_leg", "trunk", "near_leg", "areas", "near_arm", "head"),
        things=chair(),
        mat="floor",
    ),
}
"""The poses of stretches on a chair, by name."""
