"""What is a pose? Key positions of a body, a camera, and the things around the body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from stretchplan.catalog.vocabulary import Position, Sides
from stretchplan.render.figures.skeleton import Key, Point

__all__ = ["FROM_THE_SIDE", "Camera", "Layer", "Mat", "Pose", "Shape", "Thing"]

Layer = Literal[
    "far_arm", "far_upper_arm", "far_forearm", "far_leg", "far_thigh", "far_shank", "trunk", "head", "areas",
    "near_arm", "near_upper_arm", "near_forearm", "near_leg", "near_thigh", "near_shank",
]  # fmt: skip
"""What is drawn at once. The foot goes with the shank, and the hand with the forearm."""

FROM_THE_SIDE: Final[tuple[Layer, ...]] = (
    "far_arm", "far_leg", "head", "trunk", "near_leg", "areas", "near_arm",
)  # fmt: skip


Shape = Literal["line", "curve", "area", "sheet"]


Mat = Literal["edge", "sheet", "floor", "none"]


@dataclass(frozen=True, slots=True)
class Camera:
    """Where a pose is seen from: the default is almost straight from the right side."""

    aside: float = 12.0  # degrees to the right, toward the feet of a person who lies on the back
    above: float = 5.0  # degrees above the floor; 90 looks straight down


@dataclass(frozen=True, slots=True)
class Thing:
    """A line or surface of a chair, a wall or another thing that a pose needs, in the space of the body."""

    width: float
    points: tuple[Point, ...]
    shape: Shape = "line"
    ink: Literal["thing", "mat"] = "thing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """How a stretch looks when the right side works; :mod:`stretchplan.words.figures` describes it in words.

    Of two key positions, a movement begins at the first and reaches the second in the first half of a breath.
    """

    position: Position  # the pose fits stretches with this start position
    sides: Sides | None = None  # the pose fits stretches with these sides; None fits all
    keys: tuple[Key, ...]
    middle: Key | None = None  # half-way between the two, where it is not the mean of their angles in the plane
    start: Key | None = None  # where a person is before the cue; None: at the first of two key positions
    still: int = 0  # the key position that is shown when nothing moves
    camera: Camera = Camera()
    layers: tuple[Layer, ...] = FROM_THE_SIDE  # from the farthest to the nearest
    mat: Mat = "edge"  # from the side, from above; the bare floor
    things: tuple[Thing, ...] = ()  # what the pose needs, behind the body
