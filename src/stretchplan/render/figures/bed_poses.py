"""Define the poses in bed: those on the floor, on a bed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from stretchplan.render.figures.floor_poses import FLOOR_POSES, knees_together
from stretchplan.render.figures.pose import Pose
from stretchplan.render.figures.things import bed

__all__ = ["BED_POSES"]


def _in_bed(name: str, head: float, foot: float) -> Pose:
    return replace(FLOOR_POSES[name], things=bed(head, foot), mat="none")


BED_POSES: Final[Mapping[str, Pose]] = {
    "bed_knee_to_chest": _in_bed("knee_to_chest", -0.52, 0.52),
    "bed_knee_rolls": replace(
        _in_bed("knee_rolls", -0.52, 0.46), keys=(knees_together(0, arms=42), knees_together(60, arms=42))
    ),
    "bed_figure_four": _in_bed("figure_four_light", -0.52, 0.46),
    "bed_bridge": _in_bed("bridge_low", -0.52, 0.52),
    "bed_on_elbows": _in_bed("cobra_on_elbows", 0.5, -0.62),
    "bed_childs_pose": _in_bed("childs_pose", 0.52, -0.42),
}
"""The poses of stretches in bed, by name."""
