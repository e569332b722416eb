"""What does a stretch look like? The pictures of a catalogue: poses as joint angles, and drawings as SVG.

Angles are degrees from standing upright with the arms hanging: at 0 every joint is straight and the foot is at a right
angle to the shank. Their bounds are those of tables of joint motion (AAOS, American Academy of Orthopaedic Surgeons),
rounded up to ten; those of the trunk come from textbooks. A pose is drawn for the right side; the left is its mirror
image.
"""

from typing import Annotated, Any, Final, Literal, Self

from pydantic import (
    AfterValidator,
    Field,
    GetCoreSchemaHandler,
    StrictBool,
    StrictInt,
    StrictStr,
    StringConstraints,
    model_validator,
)
from pydantic_core import CoreSchema
from pydantic_core.core_schema import float_schema, int_schema, no_info_before_validator_function, union_schema

from stretchplan.base.text import quoted
from stretchplan.catalog.entry import Entry, Id, Text, entries
from stretchplan.catalog.vocabulary import Position, Sides

__all__ = [
    "FIGURES",
    "MAX_PICTURES",
    "MAX_SVG_BYTES",
    "Arm",
    "DrawnPicture",
    "Leg",
    "Picture",
    "PosedPicture",
    "Posture",
    "Spine",
]

MAX_PICTURES: Final = 200
MAX_SVG_BYTES: Final = 65_536

FIGURES: Final[dict[str, tuple[Position, Sides]]] = {
    "knee_to_chest": ("supine", "each"),
    "lying_knee_twist": ("supine", "each"),
    "knee_rolls": ("supine", "each"),
    "childs_pose": ("kneeling", "both"),
    "childs_pose_half": ("kneeling", "both"),
    "cat_cow": ("quadruped", "both"),
    "cat_cow_small": ("quadruped", "both"),
    "cat_cow_level": ("quadruped", "both"),
    "cat_cow_forearms": ("quadruped", "both"),
    "cat_cow_forearms_level": ("quadruped", "both"),
    "piriformis_stretch": ("supine", "each"),
    "figure_four_light": ("supine", "each"),
    "glute_bridge": ("supine", "both"),
    "bridge_low": ("supine", "both"),
    "cobra_pose": ("prone", "both"),
    "cobra_on_elbows": ("prone", "both"),
    "seated_knee_to_chest": ("seated", "each"),
    "seated_twist": ("seated", "each"),
    "seated_forward_lean": ("seated", "both"),
    "desk_rest": ("seated", "both"),
    "seated_cat_cow": ("seated", "both"),
    "seated_figure_four": ("seated", "each"),
    "sit_to_stand": ("seated", "both"),
    "seated_chest_lift": ("seated", "both"),
    "counter_stretch": ("standing", "both"),
    "standing_hip_extension": ("standing", "each"),
    "standing_back_bend": ("standing", "both"),
    "standing_trunk_turn": ("standing", "each"),
    "wall_arch": ("standing", "both"),
    "wall_figure_four": ("supine", "each"),
    "bed_knee_to_chest": ("supine", "each"),
    "bed_knee_rolls": ("supine", "each"),
    "bed_figure_four": ("supine", "each"),
    "bed_bridge": ("supine", "both"),
    "bed_on_elbows": ("prone", "both"),
    "bed_childs_pose": ("kneeling", "both"),
    "bed_childs_pose_half": ("kneeling", "both"),
    "seated_forward_lean_half": ("seated", "both"),
    "desk_rest_long": ("seated", "both"),
    "seated_cat_cow_small": ("seated", "both"),
    "seated_figure_four_light": ("seated", "each"),
    "seated_buttock_squeeze": ("seated", "both"),
    "sit_to_stand_hands": ("seated", "both"),
    "standing_knee_hug": ("standing", "each"),
    "standing_cat_cow": ("standing", "both"),
    "standing_cat_cow_small": ("standing", "both"),
    "standing_cat_cow_level": ("standing", "both"),
    "counter_stretch_half": ("standing", "both"),
}
"""The figures that the library draws: for each name the start position and the sides of the stretches it fits."""


class _Degrees:
    """The bounds of a number of degrees; whole numbers and fractions each have them, so the JSON Schema does too."""

    def __init__(self, least: int, most: int) -> None:
        self._least, self._most = least, most

    def __get_pydantic_core_schema__(self, _: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        within: dict[str, Any] = {"ge": self._least, "le": self._most, "strict": True}
        numbers: list[CoreSchema | tuple[CoreSchema, str]] = [
            int_schema(**within),
            float_schema(**within, allow_inf_nan=False),
        ]
        return no_info_before_validator_function(self._within, union_schema(numbers))

    def _within(self, value: Any) -> Any:
        """Return a number within the bounds; of any other value pydantic would say twice what is wrong."""
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not is_number or not self._least <= value <= self._most:
            raise ValueError(
                f"{quoted(value)} is not allowed; it must be a number of degrees from {self._least} to {self._most}"
            )
        return value


class Spine(Entry):
    """The angles of the trunk, the neck and the head, in degrees.

    Attributes
    ----------
    lumbar
        How many degrees the lower back rounds; below 0 it arches backward. -40 to 60.
    thorax
        How many degrees the upper back rounds; below 0 it arches backward. -30 to 50.
    neck
        How many degrees the head bends forward; below 0 backward. -60 to 60.
    bend
        How many degrees the trunk bends to the right; below 0 to the left. -40 to 40.
    turn
        How many degrees the chest turns to the right of the pelvis; below 0 to the left. -60 to 60.
    head_turn
        How many degrees the head turns to the right of the chest; below 0 to the left. -80 to 80.
    """

    lumbar: Annotated[float, _Degrees(-40, 60)] = 0
    thorax: Annotated[float, _Degrees(-30, 50)] = 0
    neck: Annotated[float, _Degrees(-60, 60)] = 0
    bend: Annotated[float, _Degrees(-40, 40)] = 0
    turn: Annotated[float, _Degrees(-60, 60)] = 0
    head_turn: Annotated[float, _Degrees(-80, 80)] = 0


class Arm(Entry):
    """The angles of an arm, in degrees.

    Attributes
    ----------
    lift
        How many degrees the upper arm is lifted forward from hanging: 90 points ahead, 180 overhead; below 0 backward.
        -60 to 180.
    out
        How many degrees the upper arm leaves that plane to its own side: 90 straight out; below 0 across the chest. -50
        to 90.
    turn
        How many degrees the upper arm turns outward about its length; below 0 inward. -90 to 90.
    elbow
        How many degrees the elbow bends. 0 to 150.
    wrist
        How many degrees the hand bends to the front of the forearm; below 0 to the back. -80 to 90.
    """

    lift: Annotated[float, _Degrees(-60, 180)] = 0
    out: Annotated[float, _Degrees(-50, 90)] = 0
    turn: Annotated[float, _Degrees(-90, 90)] = 0
    elbow: Annotated[float, _Degrees(0, 150)] = 0
    wrist: Annotated[float, _Degrees(-80, 90)] = 0


class Leg(Entry):
    """The angles of a leg, in degrees.

    Attributes
    ----------
    hip
        How many degrees the thigh is bent toward the trunk from straight; below 0 behind it. -30 to 140.
    out
        How many degrees the thigh leaves that plane to its own side; below 0 across the middle. -40 to 60.
    turn
        How many degrees the thigh turns outward about its length; below 0 inward. -50 to 60.
    knee
        How many degrees the knee bends. 0 to 160.
    ankle
        How many degrees the toes are drawn up from a right angle; below 0 pointed, at -90 in line with the shank. -90
        to 30.
    """

    hip: Annotated[float, _Degrees(-30, 140)] = 0
    out: Annotated[float, _Degrees(-40, 60)] = 0
    turn: Annotated[float, _Degrees(-50, 60)] = 0
    knee: Annotated[float, _Degrees(0, 160)] = 0
    ankle: Annotated[float, _Degrees(-90, 30)] = 0


class Posture(Entry):
    """One key position of a pose.

    Attributes
    ----------
    tilt
        How many degrees the pelvis tips forward; below 0 backward. -90 to 90.
    roll
        How many degrees the pelvis turns to the right about the length of the trunk; below 0 to the left. -90 to 90.
    spine, right_arm, left_arm, right_leg, left_leg
        The angles of the joints; what is not stated is straight.
    """

    tilt: Annotated[float, _Degrees(-90, 90)] = 0
    roll: Annotated[float, _Degrees(-90, 90)] = 0
    spine: Spine = Spine()
    right_arm: Arm = Arm()
    left_arm: Arm = Arm()
    right_leg: Leg = Leg()
    left_leg: Leg = Leg()


Body = Literal["upright", "supine", "prone", "right_side", "left_side"]
View = Literal["side", "three_quarter", "front", "above"]
Thing = Literal["mat", "chair", "table", "wall", "bed"]


class PosedPicture(Entry):
    """A pose as joint angles, drawn in the style of the built-in figures.

    An id has lower-case letters, digits and ``_``, such as ``my_pose``, and at most 64 characters,
    a description at most 600.

    Attributes
    ----------
    id
        The name that ``figure`` refers to.
    kind
        The kind of picture: ``pose``, joint angles that are drawn like the figures of the library.
    description
        What the picture shows, for people who cannot see it. ``{side}``, ``{other_side}`` and a word for each side,
        such as ``{linke|rechte}``, stand for the sides where the stretch works one side.
    body
        How the pelvis lies before ``tilt`` and ``roll``: ``upright``, ``supine`` (on the back), ``prone`` (face down),
        or on the ``right_side`` or ``left_side``.
    postures
        One key position; or 2 for a movement: where it begins, then the end of the first half of its breath.
    still
        The number of the posture that is shown where nothing moves, counted from 0: 0 or 1.
    view
        Where it is seen from: from the ``side`` that works, ``three_quarter`` from the front, the ``front`` (of a
        person who lies: the foot end), or ``above``.
    things
        What is drawn with it: a ``mat``, a ``chair`` to sit on, a ``table`` under the hands, a ``wall`` before the
        farthest hand or foot, a ``bed`` under a person who lies. At most 5.
    """

    id: Id
    kind: Literal["pose"]
    description: Text
    body: Body = "upright"
    postures: Annotated[tuple[Posture, ...], entries(1, 2)]
    still: Annotated[StrictInt, Field(ge=0, le=1)] = 0
    view: View = "side"
    things: Annotated[tuple[Thing, ...], entries(0, 5)] = ()

    @model_validator(mode="after")
    def _shows_one_of_its_postures(self) -> Self:
        if self.still >= len(self.postures):
            raise ValueError(f"still is {self.still}, and there is one posture, number 0")
        if "chair" in self.things and "bed" in self.things:
            raise ValueError("things has a chair and a bed; a person is on one of them")
        return self


def _safe(text: str) -> str:
    from stretchplan.base.svg import UnsafeSvg, read_svg  # most catalogues have no drawing to read

    try:
        return read_svg(text).text()
    except UnsafeSvg as error:
        raise ValueError(f"this SVG is not shown: {error}") from None


class DrawnPicture(Entry):
    """A drawing as SVG, made safe: it holds shapes and colours, and nothing that acts or refers to anything outside.

    An id has lower-case letters, digits and ``_``, such as ``my_pose``, and at most 64 characters,
    a description at most 600, a drawing at most 65,536.

    Attributes
    ----------
    id
        The name that ``figure`` refers to.
    kind
        The kind of picture: ``svg``, a drawing.
    description
        What the picture shows, for people who cannot see it. ``{side}``, ``{other_side}`` and a word for each side,
        such as ``{linke|rechte}``, stand for the sides where the stretch works one side.
    svg
        The drawing, at most 64 KiB. A catalogue in a file may state ``file`` instead: the name of an SVG file
        beside it.
    mirrored
        Whether the left side is shown as the mirror image; false for a drawing that is right for both.
    """

    id: Id
    kind: Literal["svg"]
    description: Text
    svg: Annotated[StrictStr, StringConstraints(min_length=1, max_length=MAX_SVG_BYTES), AfterValidator(_safe)]
    mirrored: StrictBool = True


Picture = Annotated[PosedPicture | DrawnPicture, Field(discriminator="kind")]
"""A picture of a catalogue's own, told apart by ``kind``."""
