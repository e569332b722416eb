"""Which cue does each side have, and which side does a cue name?"""

import pytest

from stretchplan.safety.checks.cues import cue_side, cues_by_side
from tests.support.plan_builder import BUILTIN


def test_a_stretch_for_both_sides_has_one_cue():
    child = BUILTIN.by_id["childs_pose"]
    assert cues_by_side(child) == {"both": child.cue}


def test_a_stretch_for_each_side_has_two():
    stretch = BUILTIN.by_id["knee_to_chest"].model_copy(update={"cue": "{side}, not {other_side}; {side}"})
    assert cues_by_side(stretch) == {"left": "left, not right; left", "right": "right, not left; right"}


@pytest.mark.parametrize(
    ("cue", "side"),
    [("Pull left.", "left"), ("Pull right.", "right"), ("Gently. Pull left.", "left"), ("Pull.", None), ("", None)],
)
def test_the_side_that_a_cue_speaks_of(cue, side):
    assert cue_side({"left": "Pull left.", "right": "Pull right."}, cue) == side


def test_a_cue_that_both_sides_have_speaks_of_neither():
    assert cue_side({"left": "Pull.", "right": "Pull."}, "Pull.") is None
