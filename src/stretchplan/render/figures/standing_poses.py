"""Define the poses on one's feet, and the one with a foot on the wall."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from stretchplan.render.figures.pose import Camera, Pose
from stretchplan.render.figures.skeleton import Key, Planted, Spine, Turned, symmetric
from stretchplan.render.figures.things import chair, table, turning, wall

__all__ = ["STANDING_POSES"]

_HAND_ON_HIP: Final = Planted((0.02, 0.57, 0.1), (-0.5, 0.1, 1), -40, -60)
_LEG: Final = Turned(-90, -91, -6)


def _holding_a_chair(near_leg: Turned) -> Key:
    return Key(
        anchor="hip", at=(0, 0.522, 0), trunk=(86, 86, 86, 86), neck=84, head=90,
        near_arm=Planted((0.25, 0.57, 0.085), (-0.5, -1, 0), -10),
        far_arm=Planted((0.25, 0.57, -0.085), (-0.5, -1, 0), -10),
        near_leg=near_leg, far_leg=Turned(-88, -90, 0),
    )  # fmt: skip


def _hands_on_hips(chest: float, head: float) -> Key:
    return Key(
        anchor="hip", at=(0, 0.525, 0), trunk=(91, 90, 90, 89), neck=86, head=90,
        near_arm=Planted((-0.01, 0.56, 0.1), (-0.8, 0.1, 1), -40, -60),
        far_arm=Planted((0.02, 0.56, -0.1), (0.3, 0.1, -1), -40, 60),
        near_leg=Turned(-90, -91, -6, (6, 3, 10)), far_leg=Turned(-90, -91, -6, (-6, -3, -10)),
        chest_turn=chest, head_turn=head,
    )  # fmt: skip


def _at_the_wall(hip: tuple[float, float], trunk: Spine, neck: float, head: float) -> Key:
    """Return a body whose feet stay a step from the wall, and whose forearms stay on it."""
    return symmetric(
        "hip", (*hip, 0), trunk, neck=neck, head=head,
        arm=Planted((0.186, 0.947, 0.085), (0.3, -1, 0), 90), leg=Planted((-0.101, 0.034, 0.05), (1, 0.1, 0), -8),
    )  # fmt: skip


STANDING_POSES: Final[Mapping[str, Pose]] = {
    "counter_stretch": Pose(
        position="standing",
        sides="both",
        keys=(
            symmetric(
                "hip", (0, 0.52, 0), (6, 3, 1, 0), neck=-4, head=-8,
                arm=Planted((0.605, 0.5, 0.085), (0, -1, 0), 0), leg=Turned(-84, -90, 0),
            ),
        ),
        start=symmetric(
            "hip", (0.38, 0.525, 0), (80, 78, 76, 76), neck=78, head=84,
            arm=Planted((0.575, 0.505, 0.085), (-1, 0, 0.3), 0), leg=_LEG,
        ),
        things=table(0.53, 0.85, 0.475),
        mat="floor",
    ),
    "standing_hip_extension": Pose(
        position="standing",
        sides="each",
        keys=(
            _holding_a_chair(Turned(-90, -90, 0)),
            _holding_a_chair(Turned(-110, -113, -18)),
        ),
        still=1,
        things=chair(0.42),
        mat="floor",
    ),
    "standing_back_bend": Pose(
        position="standing",
        sides="both",
        keys=(
            symmetric(
                "hip", (0.0, 0.525, 0), (92, 91, 90, 89), neck=86, head=90,
                arm=Planted((-0.065, 0.55, 0.085), (-1, 0.2, 0.4), -60), leg=Turned(-90, -91, -4),
            ),
            symmetric(
                "hip", (0.05, 0.52, 0), (96, 108, 118, 124), neck=122, head=122,
                arm=Planted((-0.02, 0.55, 0.085), (-1, 0.2, 0.4), -60), leg=Turned(-96, -97, -4),
            ),
        ),
        still=1,
        mat="floor",
    ),
    "standing_trunk_turn": Pose(
        position="standing",
        sides="each",
        keys=(
            _hands_on_hips(chest=0, head=0),
            _hands_on_hips(chest=-42, head=48),
        ),
        still=1,
        camera=Camera(36, 18),
        layers=("far_leg", "near_leg", "near_arm", "trunk", "head", "areas", "far_arm"),
        things=turning(1.09, 95),
        mat="floor",
    ),
    "wall_arch": Pose(
        position="standing",
        sides="both",
        keys=(
            _at_the_wall((-0.06, 0.518), (79, 78, 78, 77), neck=80, head=86),
            _at_the_wall((0.03, 0.503), (86, 94, 102, 106), neck=98, head=100),
        ),
        still=1,
        things=wall(0.225, 1.05, 0.16),
        mat="floor",
    ),
    "wall_figure_four": Pose(
        position="supine",
        sides="each",
        keys=(
            Key(
                anchor="hip", at=(0, 0.055, 0), trunk=(180, 180, 180, 180), neck=172, head=172,
                near_arm=Planted((0.0, 0.14, 0.19), (0, -0.3, 1), 40, -20),
                far_arm=Planted((0.035, 0.028, -0.13), (0, -0.05, -1), 0),
                near_leg=Planted((-0.02, 0.235, -0.09), (-0.2, 0, 1), 60, -60),
                far_leg=Turned(90, 0, 88),
            ),
        ),
        start=Key(
            anchor="hip", at=(0, 0.055, 0), trunk=(180, 180, 180, 180), neck=172, head=172,
            near_arm=Planted((0.035, 0.028, 0.13), (0, -0.05, 1), 0),
            far_arm=Planted((0.035, 0.028, -0.13), (0, -0.05, -1), 0),
            near_leg=Planted((-0.02, 0.235, -0.09), (-0.2, 0.1, 1), 60, -60),
            far_leg=Turned(90, 0, 88),
        ),
        camera=Camera(38, 30),
        layers=("trunk", "head", "far_arm", "far_leg", "near_leg", "areas", "near_arm"),
        things=wall(0.28, 0.5),
        mat="sheet",
    ),
}  # fmt: skip
"""The poses of stretches on one's feet and at a wall, by name."""
