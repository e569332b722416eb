"""Describe a figure by a title and a description, for people who cannot see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Literal

from stretchplan.base.translation import marked, say
from stretchplan.catalog.entries import Area
from stretchplan.catalog.stretch import Stretch, filled
from stretchplan.catalog.vocabulary import POSITIONS, Position
from stretchplan.results.plan import Side
from stretchplan.words.phrases import listed

__all__ = ["START_LIKE_THIS", "START_ONLY", "figure_description", "figure_title"]

_POSES: Final[Mapping[str, str]] = {
    "knee_to_chest": marked(
        "A person lies on the back, head down, both hands behind the {side} thigh, and draws the {side} knee to the"
        " chest; the {other_side} knee is bent, the foot flat."
    ),
    "lying_knee_twist": marked(
        "Seen from above: a person lies on the back, the {side} knee bent to a right angle and lowered across the "
        "body to the {other_side}, the {other_side} hand on it, the {side} arm out to the {side}; the {other_side} "
        "leg lies straight."
    ),
    "knee_rolls": marked(
        "Seen from the feet: a person lies on the back, arms out to the sides, a cushion beside each thigh, both knees"
        " bent and together: the knees roll a little to the {side}; the {other_side} knee is on top and both shoulders"
        " stay down."
    ),
    "bed_knee_rolls": marked(
        "On a bed: seen from the feet, a person lies on the back, arms out a little, both knees bent and together: the"
        " knees roll to the {side}, then come back; both shoulders stay down."
    ),
    "childs_pose": marked(
        "A person kneels, sits back on the heels and bends forward, forehead down, arms stretched out past the head"
        " on the mat."
    ),
    "childs_pose_half": marked(
        "A person kneels and sits half way back, bent forward, the forehead over a cushion, the arms forward on the"
        " mat."
    ),
    "cat_cow": marked(
        "A person on hands and knees, arms straight: the back arches up with the chin down, then the belly sinks "
        "with the gaze ahead."
    ),
    "cat_cow_small": marked(
        "A person on hands and knees, arms straight: the back rounds a little with the head low, then the belly "
        "sinks a little with the head in line."
    ),
    "cat_cow_level": marked(
        "A person on hands and knees, arms straight: the back rounds a little with the head low, then comes back to "
        "level with the head in line."
    ),
    "cat_cow_forearms_level": marked(
        "A person on forearms and knees: the back rounds with the head low, then comes back to level with the head in "
        "line."
    ),
    "cat_cow_forearms": marked(
        "A person on forearms and knees: the back rounds with the head low, then the belly sinks with the head in line."
    ),
    "piriformis_stretch": marked(
        "A person lies on the back, the {side} ankle crossed over the {other_side} thigh in the shape of a 4, both "
        "hands clasped behind that thigh, the {other_side} foot in the air."
    ),
    "figure_four_light": marked(
        "A person lies on the back, the {side} ankle crossed over the {other_side} thigh in the shape of a 4, the "
        "{side} hand on the {side} thigh near the knee, the {other_side} arm by the side, the {other_side} foot on "
        "the floor."
    ),
    "glute_bridge": marked(
        "A person lies on the back, arms along the floor, knees bent and feet flat, and lifts the hips until "
        "shoulders, hips and knees are in line."
    ),
    "bridge_low": marked(
        "A person lies on the back, arms along the floor, knees bent and feet flat, and lifts the hips a little."
    ),
    "cobra_pose": marked(
        "A person lies face down, hands beside the chest, and pushes head, shoulders and upper belly up; the pelvis"
        " and the legs stay down."
    ),
    "cobra_on_elbows": marked(
        "A person lies face down and lifts head and chest until the elbows are under the shoulders; forearms, "
        "pelvis and legs stay down."
    ),
    "seated_knee_to_chest": marked(
        "A person sits upright on a chair, both hands behind the {side} thigh, and lifts the {side} knee; the "
        "{other_side} foot is on the floor."
    ),
    "seated_twist": marked(
        "A person sits on a chair, feet on the floor, arms crossed on the chest: chest and head turn to the {side},"
        " then come back."
    ),
    "seated_forward_lean": marked(
        "A person sits on a chair and bends forward over the thighs, head low, the hands reaching down the shins."
    ),
    "desk_rest": marked("A person sits on a chair at a table and rests the forearms on it, the head on the forearms."),
    "seated_cat_cow": marked(
        "A person sits on a chair, hands on the thighs: the back rounds with the head low, then the chest lifts "
        "with the head up."
    ),
    "seated_figure_four": marked(
        "A person sits on a chair, the {side} ankle on the {other_side} thigh, the {side} knee out to the side, and"
        " leans forward a little, hands on the {side} leg; the {other_side} foot is on the floor."
    ),
    "sit_to_stand": marked(
        "A person sits on a chair, leans forward with the arms ahead, and stands up; then sits down again."
    ),
    "seated_chest_lift": marked("A person sits on a chair, hands behind the head: the chest lifts, then comes back."),
    "counter_stretch": marked("A person stands bent forward at the hips, back level, arms long, the hands on a table."),
    "standing_hip_extension": marked(
        "A person stands and holds the back of a chair; the {side} leg moves straight back, then returns; the"
        " {other_side} leg stands."
    ),
    "standing_back_bend": marked(
        "A person stands, hands behind the hips, knees straight: the upper body leans back, then comes up."
    ),
    "standing_trunk_turn": marked(
        "A person stands, feet pointing ahead, hands on the hips: chest and head turn to the {side}, then come back."
    ),
    "wall_arch": marked(
        "A person stands facing a wall, forearms upright against it, feet behind: the hips move forward and the chest"
        " lifts, then both come back."
    ),
    "wall_figure_four": marked(
        "A person lies on the back before a wall, the {other_side} foot on the wall with hip and knee at right "
        "angles, the {side} ankle crossed over the {other_side} thigh in the shape of a 4."
    ),
    "seated_forward_lean_half": marked(
        "A person sits on a chair and bends half way forward, the forearms resting on the thighs, the head low."
    ),
    "desk_rest_long": marked(
        "A person sits on a chair at a table and bends forward from the hips, back long, the forearms on the table, "
        "the head on the forearms."
    ),
    "seated_cat_cow_small": marked(
        "A person sits on a chair, hands on the thighs: the back rounds a little with the head a little low, then "
        "the chest lifts a little with the head in line."
    ),
    "seated_figure_four_light": marked(
        "A person sits upright on a chair, the {side} ankle on the {other_side} thigh, the {side} knee out to the "
        "side, hands on the {side} leg; the {other_side} foot is on the floor."
    ),
    "seated_buttock_squeeze": marked(
        "A person sits upright on a chair, hands on the thighs, and squeezes both buttocks, which moves nothing else."
    ),
    "sit_to_stand_hands": marked(
        "A person sits on a chair, leans forward with the hands pushing on the thighs, and stands up; then sits down "
        "again."
    ),
    "standing_knee_hug": marked(
        "A person stands with the back against a wall, both hands behind the {side} thigh, and holds the {side} knee "
        "up; the {other_side} leg stands."
    ),
    "standing_cat_cow": marked(
        "A person stands, knees bent, leaning forward with the hands on the thighs: the back rounds with the chin "
        "down, then the chest comes forward with the gaze ahead."
    ),
    "standing_cat_cow_small": marked(
        "A person stands, knees bent, leaning forward with the hands on the thighs: the back rounds a little, then "
        "the chest comes a little forward with the head in line."
    ),
    "standing_cat_cow_level": marked(
        "A person stands, knees bent, leaning forward with the hands on the thighs: the back rounds a little, then "
        "comes back to level with the head in line."
    ),
    "counter_stretch_half": marked(
        "A person stands bent half way forward at the hips, back straight, arms long, the hands on a table."
    ),
    "bed_knee_to_chest": marked(
        "On a bed: a person lies on the back, head down, both hands behind the {side} thigh, and draws the {side} "
        "knee to the chest; the {other_side} knee is bent, the foot flat."
    ),
    "bed_figure_four": marked(
        "On a bed: a person lies on the back, the {side} ankle crossed over the {other_side} thigh in the shape of a "
        "4, the {side} hand on the {side} thigh near the knee, the {other_side} arm by the side, the {other_side} "
        "foot on the bed."
    ),
    "bed_bridge": marked(
        "On a bed: a person lies on the back, arms along the bed, knees bent and feet flat, and lifts the hips until "
        "shoulders, hips and knees are in line."
    ),
    "bed_on_elbows": marked(
        "On a bed: a person lies face down and lifts head and chest until the elbows are under the shoulders; "
        "forearms, pelvis and legs stay down."
    ),
    "bed_childs_pose": marked(
        "On a bed: a person kneels, sits back on the heels and bends forward, forehead down, arms stretched out past "
        "the head on the bed."
    ),
    "bed_childs_pose_half": marked(
        "On a bed: a person kneels and sits half way back, bent forward, the forehead over a cushion, the arms "
        "forward on the bed."
    ),
}
"""The pose of each figure, by name; :func:`stretchplan.catalog.stretch.filled` fills in the sides."""
_START_POSITIONS: Final[Mapping[Position, str]] = {
    "supine": marked("a person lies on the back, knees bent and feet flat."),
    "prone": marked("a person lies face down, hands beside the shoulders."),
    "quadruped": marked("a person on hands and knees."),
    "kneeling": marked("a person kneels and sits back on the heels."),
    "half_kneeling": marked("a person on one knee, the other foot in front."),
    "side_lying": marked("seen from above: a person lies on the side, hips and knees bent."),
    "seated": marked("a person sits on the floor, legs straight in front."),
    "standing": marked("a person stands upright."),
}
_START_ON_BED: Final[Mapping[Position, str]] = {
    "supine": marked("a person lies on the back, knees bent and feet flat, on a bed."),
    "prone": marked("a person lies face down, hands beside the shoulders, on a bed."),
    "quadruped": marked("a person on hands and knees, on a bed."),
    "kneeling": marked("a person kneels and sits back on the heels, on a bed."),
    "half_kneeling": marked("a person on one knee, the other foot in front, on a bed."),
    "side_lying": marked("seen from above: a person lies on the side, hips and knees bent, on a bed."),
    "standing": marked("a person stands upright, on a bed."),
}
_SITTING: Final[Mapping[str, str]] = {
    "chair": marked("a person sits upright on a chair, hands on the thighs."),
    "unknown": marked("a person sits upright; what they sit on is not shown."),
}

START_ONLY: Final = marked("start position only")
"""The label of a figure that stands in for a missing pose."""
START_LIKE_THIS: Final = marked("Start like this")
"""The label of a figure that shows a stretch before its cue."""
_START_ONLY: Final = marked("The start position only, {position}: {description}")
_BEFORE: Final = marked("The place to start from, before this: {description}")


_SIDES: Final[Mapping[Side, str]] = {"left": marked("Left side."), "right": marked("Right side.")}
_TITLES: Final[Mapping[Side, str]] = {
    "left": marked("{stretch}, left side"),
    "right": marked("{stretch}, right side"),
}
_AREAS: Final[Mapping[str, str]] = {
    "lower_back": marked("lower back"),
    "upper_back": marked("upper back"),
    "spine": marked("spine"),
    "pelvis": marked("pelvis"),
    "glutes": marked("glutes"),
    "hips": marked("hips"),
    "hamstrings": marked("hamstrings"),
    "knees": marked("knees"),
    "ankles": marked("ankles"),
}
"""The areas of the built-in catalogues within a sentence; another one has its catalogue's name, or its id as words."""


def figure_title(stretch: Stretch, side: Side) -> str:
    """Return the title of a figure: the stretch's name, with the side if it works one side."""
    return stretch.name if side == "both" else say(_TITLES[side], stretch=stretch.name)


def figure_description(
    stretch: Stretch,
    side: Side,
    *,
    shows: str | None,
    on: str = "floor",
    with_side: bool = False,
    starts: bool = False,
    areas: Iterable[Area] = (),
) -> str:
    """Return what a figure shows, and which areas the stretch works.

    ``shows`` is the name of a figure or the description of a picture; None for the start position, which is drawn
    ``on`` something. ``with_side`` puts the side first, for a title that does not say it. ``starts`` says that it is
    shown before its cue. ``areas`` are those of the stretch's catalogue, for their names.
    """
    near: Literal["left", "right"] = "left" if side == "left" else "right"
    if shows is None:
        position = say(POSITIONS[stretch.position])
        shown = say(_START_ONLY, position=position, description=_start(stretch.position, on))
    else:
        shown = filled(say(_POSES[shows]) if shows in _POSES else shows, near)
        shown += "" if shown.endswith((".", "!", "?")) else "."
        shown = say(_BEFORE, description=shown) if starts else shown
    if with_side and side != "both":
        shown = f"{say(_SIDES[side])} {shown}"
    return f"{shown} {_works(stretch, {area.id: area.name for area in areas})}"


def _works(stretch: Stretch, names: Mapping[str, str]) -> str:
    areas, others = (_areas(ids, names) for ids in (stretch.targets.primary, stretch.targets.secondary))
    if others:
        return say("Works {areas}; also {others}.", areas=areas, others=others)
    return say("Works {areas}.", areas=areas)


def _areas(ids: Iterable[str], names: Mapping[str, str]) -> str:
    return listed(say(_AREAS[area]) if area in _AREAS else names.get(area, area.replace("_", " ")) for area in ids)


def _start(position: Position, on: str) -> str:
    if position == "seated":
        return say(_SITTING.get(on, _START_POSITIONS["seated"]))
    return say((_START_ON_BED if on == "bed" else _START_POSITIONS)[position])
