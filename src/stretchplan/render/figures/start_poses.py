"""The pose of each start position, and which pose a stretch is drawn in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from stretchplan.catalog.stretch import Stretch
from stretchplan.catalog.vocabulary import Position
from stretchplan.render.figures.poses import KNEELING_LEG, POSES, Camera, Pose
from stretchplan.render.figures.skeleton import Key, Planted, Turned

__all__ = ["STARTS", "pose_of"]

STARTS: Final[Mapping[Position, Pose]] = {
    "supine": Pose(
        position="supine",
        says="A person lies on the back, knees bent and feet flat.",
        keys=(POSES["glute_bridge"].keys[0],),
    ),
    "prone": Pose(
        position="prone",
        says="A person lies face down, hands under the shoulders.",
        keys=(POSES["cobra_pose"].keys[0],),
    ),
    "quadruped": Pose(
        position="quadruped",
        says="A person on hands and knees.",
        keys=(
            Key(
                anchor="hip",
                at=(0, 0.28, 0),
                trunk=(17, 16, 12, 12),
                neck=8,
                head=2,
                near_arm=Planted((0.285, 0.025, 0.085), (-1, 0, 0), 0),
                far_arm=Planted((0.285, 0.025, -0.085), (-1, 0, 0), 0),
                near_leg=KNEELING_LEG,
                far_leg=KNEELING_LEG,
            ),
        ),
    ),
    "kneeling": Pose(
        position="kneeling",
        says="A person kneels and sits back on the heels.",
        keys=(
            Key(
                anchor="hip",
                at=(-0.1, 0.13, 0),
                trunk=(100, 92, 88, 86),
                neck=84,
                head=88,
                near_arm=Planted((0.07, 0.14, 0.085), (-1, -0.2, 0), -20),
                far_arm=Planted((0.07, 0.14, -0.085), (-1, -0.2, 0), -20),
                near_leg=Turned(-22, 180, 180),
                far_leg=Turned(-22, 180, 180),
            ),
        ),
    ),
    "half_kneeling": Pose(
        position="half_kneeling",
        says="A person on one knee, the other foot in front.",
        keys=(
            Key(
                anchor="hip",
                at=(0, 0.28, 0),
                trunk=(94, 92, 88, 86),
                neck=86,
                head=90,
                near_arm=Turned(-84, -62, -66),
                far_arm=Turned(-84, -62, -66),
                near_leg=KNEELING_LEG,
                far_leg=Planted((0.25, 0.035, -0.06), (1, 1, 0), -5),
            ),
        ),
    ),
    "side_lying": Pose(
        position="side_lying",
        says="Seen from above: a person lies on the side, hips and knees bent.",
        keys=(
            Key(
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
        ),
        camera=Camera(0, 115),
        layers=("near_arm", "near_leg", "trunk", "areas", "far_leg", "far_arm"),
        mat="sheet",
    ),
    "seated": Pose(
        position="seated",
        says="A person sits on the mat, legs straight in front.",
        keys=(
            Key(
                anchor="hip",
                at=(0, 0.06, 0),
                trunk=(96, 92, 88, 86),
                neck=86,
                head=90,
                near_arm=Planted((0.1, 0.1, 0.085), (-1, 0, 0), -10),
                far_arm=Planted((0.1, 0.1, -0.085), (-1, 0, 0), -10),
                near_leg=Turned(-1, -2, 80),
                far_leg=Turned(-1, -2, 80),
            ),
        ),
    ),
    "standing": Pose(
        position="standing",
        says="A person stands upright.",
        keys=(
            Key(
                anchor="hip",
                at=(0, 0.525, 0),
                trunk=(92, 92, 88, 87),
                neck=86,
                head=90,
                near_arm=Turned(-86, -72, -76),
                far_arm=Turned(-86, -72, -76),
                near_leg=Turned(-90, -91, -6),
                far_leg=Turned(-90, -91, -6),
            ),
        ),
    ),
}
"""The start positions, for stretches without a pose of their own."""


def pose_of(stretch: Stretch) -> tuple[Pose, bool]:
    """Return the pose to draw a stretch with, and whether it is the stretch's own.

    A catalogue may give the id of a built-in stretch to something else. So the pose is taken only where the start
    position and the sides are the same; else the start position stands for the stretch.
    """
    own = POSES.get(stretch.id)
    if own is not None and (own.position, own.sides) == (stretch.position, stretch.sides):
        return own, True
    return STARTS[stretch.position], False
