"""Does the figure of each stretch show how it starts and where it goes, as its words say?"""

from collections.abc import Callable, Iterator, Mapping
from math import dist
from typing import Any

import pytest

import stretchplan as sp
from stretchplan.catalog import Stretch
from stretchplan.render import figure
from stretchplan.render.figures.figure import shows_two_postures
from stretchplan.render.figures.skeleton import Joint, Key, Point, joints
from stretchplan.render.figures.start_poses import pose_of, starting

CATALOGUES = [sp.builtin_catalog(name) for name in ("seven", "anywhere")]
MOVES_NOTHING = {"seated_buttock_squeeze"}
"""Its words say that it moves nothing: there is one posture to show."""


def entries() -> Iterator[Stretch]:
    """Yield every stretch of both catalogues, as it is and in each of its forms."""
    for catalog in CATALOGUES:
        for stretch in catalog.stretches:
            yield stretch
            for form in stretch.forms:
                yield stretch.in_form(form).model_copy(update={"id": f"{stretch.id}", "name": form.name})


def ids(stretch: Stretch) -> str:
    return f"{stretch.id}-{stretch.name}"


MOVEMENTS = [stretch for stretch in entries() if stretch.dose.kind != "hold"]
HOLDS = [stretch for stretch in entries() if stretch.dose.kind == "hold"]


def shift(one: Key, other: Key) -> float:
    """Return how far the joint that moves most is from one position to another, in body heights."""
    before, after = joints(one), joints(other)
    return max(dist(before[joint], after[joint]) for joint in before)


@pytest.mark.parametrize("stretch", MOVEMENTS, ids=ids)
def test_every_movement_shows_two_positions(stretch: Stretch):
    pose, shown = pose_of(stretch)
    assert shown is not None
    assert shows_two_postures(stretch) == (stretch.id not in MOVES_NOTHING)
    if stretch.id not in MOVES_NOTHING:
        assert shift(*pose.keys) > 0.05
        assert figure(stretch, posture=0) != figure(stretch, posture=1)
        assert "<animate" in figure(stretch)


@pytest.mark.parametrize("stretch", HOLDS, ids=ids)
def test_every_hold_starts_before_its_end(stretch: Stretch):
    pose, _ = pose_of(stretch)
    start, shown = starting(stretch)
    assert shown is not None
    assert start.still == 0
    assert shift(start.keys[0], pose.keys[pose.still]) > 0.05
    assert figure(stretch, posture="start") != figure(stretch, animate=False)
    assert "<animate" not in figure(stretch, posture="start")


@pytest.mark.parametrize("stretch", MOVEMENTS, ids=ids)
def test_a_movement_starts_where_its_set_up_ends(stretch: Stretch):
    """Cat-cow begins in the middle, and every other movement at the first of its two positions."""
    pose, _ = pose_of(stretch)
    start = starting(stretch)[0].keys[0]
    if "cat_cow" in stretch.id:
        assert "head in line with your back" in stretch.setup or stretch.id == "seated_cat_cow"
        assert 0.01 < shift(start, pose.keys[0]) < shift(*pose.keys)
        assert 0.01 < shift(start, pose.keys[1]) < shift(*pose.keys)
    else:
        assert start == pose.keys[0]


def height(joint: Joint) -> Callable[[Mapping[Joint, Point]], float]:
    return lambda at: at[joint][1]


FIRST_HALF: dict[str, tuple[str, Callable[[Mapping[Joint, Point]], float]]] = {
    "cat_cow": ("Cow", lambda at: at["head"][1] - at["lumbar"][1]),
    "seated_cat_cow": ("Cow", height("head")),
    "standing_cat_cow": ("Cow", height("head")),
    "glute_bridge": ("lift", height("hip")),
    "cobra_pose": ("", height("head")),
    "seated_twist": ("Turn", lambda at: at["near_shoulder"][2] * -1 - at["near_shoulder"][0]),
    "standing_trunk_turn": ("Turn", lambda at: at["near_shoulder"][2] * -1 - at["near_shoulder"][0]),
    "bed_knee_rolls": ("roll", lambda at: at["near_knee"][2] + at["far_knee"][2]),
    "sit_to_stand": ("stand", height("hip")),
    "standing_hip_extension": ("back", lambda at: -at["near_ankle"][0]),
    "bed_bridge": ("lift", height("hip")),
    "standing_back_bend": ("Lean back", lambda at: at["hip"][0] - at["shoulder"][0]),
    "wall_arch": ("orward", lambda at: at["hip"][0]),
    "seated_chest_lift": ("Lift", lambda at: at["lumbar"][0] - at["shoulder"][0]),
}
"""For each movement: a word of the cue for the first half of a breath, and what grows while it is done."""


@pytest.mark.parametrize("stretch", [s for s in MOVEMENTS if s.id not in MOVES_NOTHING], ids=ids)
def test_the_first_half_of_a_breath_moves_as_its_cue_says(stretch: Stretch):
    word, grows = FIRST_HALF[stretch.id]
    breath = stretch.breath
    assert breath is not None
    cue: Any = breath.exhale_cue if breath.begins_with == "exhale" else breath.inhale_cue
    if stretch.id != "cobra_pose":
        assert word.lower() in cue.lower()
    else:
        assert "up" in cue or "rises" in cue
    first, second = (joints(key) for key in pose_of(stretch)[0].keys)
    assert grows(second) > grows(first) + 0.015
