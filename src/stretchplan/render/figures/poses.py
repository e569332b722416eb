"""Which poses are there? All of them, by the name that a catalogue gives a figure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from stretchplan.render.figures.anywhere_poses import ANYWHERE_POSES
from stretchplan.render.figures.bed_poses import BED_POSES
from stretchplan.render.figures.chair_poses import CHAIR_POSES
from stretchplan.render.figures.floor_poses import FLOOR_POSES
from stretchplan.render.figures.pose import Pose
from stretchplan.render.figures.standing_poses import STANDING_POSES

__all__ = ["POSES"]

POSES: Final[Mapping[str, Pose]] = {**FLOOR_POSES, **CHAIR_POSES, **STANDING_POSES, **BED_POSES, **ANYWHERE_POSES}
