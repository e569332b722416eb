"""The pose of each built-in stretch.

A pose is data: the directions of the bones, and the places of hands and feet that do not move. What the numbers mean
is in :mod:`stretchplan.render.figures.skeleton`; how they are drawn, in :mod:`stretchplan.render.figures.figure`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from stretchplan.catalog.vocabulary import Position, Sides
from stretchplan.render.figures.skeleton import Key, Planted, Turned

__all__ = ["KNEELING_LEG", "POSES", "Camera", "Layer", "Pose"]


Layer = Literal["far_arm", "far_leg", "trunk", "near_leg", "areas", "near_arm"]

_SEEN_FROM_THE_SIDE: Final[tuple[Layer, ...]] = ("far_arm", "far_leg", "trunk", "near_leg", "areas", "near_arm")


@dataclass(frozen=True, slots=True)
class Camera:
    """Where a pose is seen from: straight from the right side, or from elsewhere.

    Attributes
    ----------
    aside
        Degrees that it stands to the right of straight: toward the feet of a person who lies on the back.
    above
        Degrees above the floor; 90 looks straight down.
    """

    aside: float = 12.0
    above: float = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """How a stretch looks, as seen when the right side works.

    Attributes
    ----------
    position, sides
        What a stretch must have for the pose to fit it; ``sides`` None fits both kinds.
    says
        The picture in words. ``{side}`` and ``{other_side}`` stand for the sides where the pose has them.
    keys
        One key position; or two, of which the first ends the breath out and the second the breath in.
    still
        Which of them is shown when nothing moves.
    camera
        Where it is seen from.
    layers
        What lies over what, from the farthest to the nearest.
    mat
        ``edge`` when the mat is seen from the side, ``sheet`` when it is seen from above.
    """

    position: Position
    sides: Sides | None = None
    says: str
    keys: tuple[Key, ...]
    still: int = 0
    camera: Camera = Camera()
    layers: tuple[Layer, ...] = _SEEN_FROM_THE_SIDE
    mat: Literal["edge", "sheet"] = "edge"


_FLAT: Final = (180.0, 180.0, 180.0, 180.0)
KNEELING_LEG: Final = Turned(270, 180, 180)
"""A leg that kneels: thigh upright, shank and foot flat on the floor behind."""

_CAT: Final = Key(
    anchor="hip",
    at=(0, 0.28, 0),
    trunk=(55, 30, 3, -25),
    neck=-50,
    head=-72,
    near_arm=Planted((0.285, 0.025, 0.085), (-1, 0, 0), 0),
    far_arm=Planted((0.285, 0.025, -0.085), (-1, 0, 0), 0),
    near_leg=KNEELING_LEG,
    far_leg=KNEELING_LEG,
)
_COW: Final = Key(
    anchor="hip",
    at=(0, 0.28, 0),
    trunk=(-17, 1, 33, 42),
    neck=50,
    head=78,
    near_arm=Planted((0.285, 0.025, 0.085), (-1, 0, 0), 0),
    far_arm=Planted((0.285, 0.025, -0.085), (-1, 0, 0), 0),
    near_leg=KNEELING_LEG,
    far_leg=KNEELING_LEG,
)

_BRIDGE_ARM: Final = Planted((0.03, 0.025, 0.12), (0, 1, 0), 0)
_BRIDGE_FAR_ARM: Final = Planted((0.03, 0.025, -0.12), (0, 1, 0), 0)
_BRIDGE_LEG: Final = Planted((0.21, 0.035, 0.06), (0, 1, 0), -5)
_BRIDGE_FAR_LEG: Final = Planted((0.21, 0.035, -0.06), (0, 1, 0), -5)

_PRONE_LEG: Final = Turned(182, 181, 180)

POSES: Final[Mapping[str, Pose]] = {
    "knee_to_chest": Pose(
        position="supine",
        sides="each",
        says="A person lies on the back and holds the {side} knee to the chest; the {other_side} leg lies straight.",
        keys=(
            Key(
                anchor="hip",
                at=(0, 0.055, 0),
                trunk=_FLAT,
                neck=172,
                head=172,
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
        says=(
            "Seen from above: a person lies on the back, the {side} knee bent and lowered across the body to the "
            "{other_side}, the {side} arm out to the {side}; the {other_side} leg lies straight."
        ),
        keys=(
            Key(
                anchor="hip",
                at=(0, 0.055, 0),
                trunk=_FLAT,
                neck=172,
                head=172,
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
        says="A person kneels, sits back on the heels and bends forward, arms stretched out past the head on the mat.",
        keys=(
            Key(
                anchor="hip",
                at=(-0.22, 0.125, 0),
                trunk=(35, 12, -10, -25),
                neck=-35,
                head=-40,
                near_arm=Planted((0.355, 0.025, 0.085), (0, 1, 0), 0),
                far_arm=Planted((0.355, 0.025, -0.085), (0, 1, 0), 0),
                near_leg=Turned(-21, 180, 180),
                far_leg=Turned(-21, 180, 180),
            ),
        ),
    ),
    "cat_cow": Pose(
        position="quadruped",
        sides="both",
        says=(
            "A person on hands and knees: the back arches up with the chin down, then the belly sinks with the chin "
            "lifted."
        ),
        keys=(_CAT, _COW),
    ),
    "piriformis_stretch": Pose(
        position="supine",
        sides="each",
        says=(
            "A person lies on the back, the {side} ankle crossed over the {other_side} thigh, both hands clasped "
            "behind that thigh."
        ),
        keys=(
            Key(
                anchor="hip",
                at=(0, 0.055, 0),
                trunk=_FLAT,
                neck=172,
                head=172,
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
        position="supine",
        sides="both",
        says=(
            "A person lies on the back, knees bent and feet flat, and lifts the hips until shoulders, hips and knees "
            "are in line."
        ),
        keys=(
            Key(
                anchor="shoulder",
                at=(-0.28, 0.055, 0),
                trunk=_FLAT,
                neck=172,
                head=172,
                near_arm=_BRIDGE_ARM,
                far_arm=_BRIDGE_FAR_ARM,
                near_leg=_BRIDGE_LEG,
                far_leg=_BRIDGE_FAR_LEG,
            ),
            Key(
                anchor="shoulder",
                at=(-0.28, 0.055, 0),
                trunk=(207, 207, 206, 200),
                neck=172,
                head=172,
                near_arm=_BRIDGE_ARM,
                far_arm=_BRIDGE_FAR_ARM,
                near_leg=_BRIDGE_LEG,
                far_leg=_BRIDGE_FAR_LEG,
            ),
        ),
        still=1,
    ),
    "cobra_pose": Pose(
        position="prone",
        sides="both",
        says="A person lies face down, hands under the shoulders, and pushes head, shoulders and upper belly up.",
        keys=(
            Key(
                anchor="hip",
                at=(0, 0.055, 0),
                trunk=(0, 0, 2, 4),
                neck=14,
                head=16,
                near_arm=Planted((0.262, 0.025, 0.12), (-0.6, 1, 0.2), 0),
                far_arm=Planted((0.262, 0.025, -0.12), (-0.6, 1, -0.2), 0),
                near_leg=_PRONE_LEG,
                far_leg=_PRONE_LEG,
            ),
            Key(
                anchor="hip",
                at=(0, 0.055, 0),
                trunk=(16, 42, 66, 82),
                neck=80,
                head=96,
                near_arm=Planted((0.262, 0.025, 0.12), (-0.6, 1, 0.2), 0),
                far_arm=Planted((0.262, 0.025, -0.12), (-0.6, 1, -0.2), 0),
                near_leg=_PRONE_LEG,
                far_leg=_PRONE_LEG,
            ),
        ),
        still=1,
    ),
}
"""The built-in stretches, by id."""
