"""Describe a figure by a title and a description, for people who cannot see it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from stretchplan.catalog.stretch import Stretch
from stretchplan.catalog.vocabulary import POSITIONS, Position
from stretchplan.results.plan import Side
from stretchplan.words.phrases import listed

__all__ = ["figure_description", "figure_title"]

_POSES: Final[Mapping[str, str]] = {
    "knee_to_chest": (
        "A person lies on the back and holds the {side} knee to the chest; the {other_side} leg lies straight."
    ),
    "lying_knee_twist": (
        "Seen from above: a person lies on the back, the {side} knee bent and lowered across the body to the "
        "{other_side}, the {side} arm out to the {side}; the {other_side} leg lies straight."
    ),
    "childs_pose": (
        "A person kneels, sits back on the heels and bends forward, arms stretched out past the head on the mat."
    ),
    "cat_cow": (
        "A person on hands and knees: the back arches up with the chin down, then the belly sinks with the chin lifted."
    ),
    "piriformis_stretch": (
        "A person lies on the back, the {side} ankle crossed over the {other_side} thigh, both hands clasped behind "
        "that thigh."
    ),
    "glute_bridge": (
        "A person lies on the back, knees bent and feet flat, and lifts the hips until shoulders, hips and knees are "
        "in line."
    ),
    "cobra_pose": "A person lies face down, hands under the shoulders, and pushes head, shoulders and upper belly up.",
}
"""The pose of each built-in stretch, by id."""
_START_POSITIONS: Final[Mapping[Position, str]] = {
    "supine": "a person lies on the back, knees bent and feet flat.",
    "prone": "a person lies face down, hands under the shoulders.",
    "quadruped": "a person on hands and knees.",
    "kneeling": "a person kneels and sits back on the heels.",
    "half_kneeling": "a person on one knee, the other foot in front.",
    "side_lying": "seen from above: a person lies on the side, hips and knees bent.",
    "seated": "a person sits on the mat, legs straight in front.",
    "standing": "a person stands upright.",
}


def figure_title(stretch: Stretch, side: Side) -> str:
    """Return the title of a figure: the stretch's name, with the side if it works one side."""
    return stretch.name if side == "both" else f"{stretch.name}, {side} side"


def figure_description(stretch: Stretch, side: Side, *, own_pose: bool, with_side: bool = False) -> str:
    """Return what a figure shows, its own pose or the start position, and which areas the stretch works.

    ``with_side`` puts the side first, for a title that does not say it.
    """
    if own_pose:
        near, far = ("left", "right") if side == "left" else ("right", "left")
        shown = _POSES[stretch.id].replace("{side}", near).replace("{other_side}", far)
    else:
        shown = f"The start position only, {POSITIONS[stretch.position]}: {_START_POSITIONS[stretch.position]}"
    primary = listed(area.replace("_", " ") for area in stretch.targets.primary)
    secondary = listed(area.replace("_", " ") for area in stretch.targets.secondary)
    if with_side and side != "both":
        shown = f"{side.capitalize()} side. {shown}"
    return f"{shown} Works {primary}{f'; also {secondary}' if secondary else ''}."
