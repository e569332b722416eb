"""Which cue does each side have, and which side does a cue name?"""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stretchplan import check
from stretchplan.catalog.stretch import filled
from stretchplan.inputs.policy import STANDARD
from stretchplan.results.plan import Plan
from stretchplan.safety.checks.cues import cue_side
from stretchplan.safety.checks.recount import recount
from stretchplan.safety.checks.texts_due import _on
from tests.support.plan_builder import BUILTIN, build, request


def session(**asked):
    """Return what a plan of cat-cow for a request shows."""
    return recount(Plan.model_validate(build([("cat_cow", 1, 30)], request(**asked))), BUILTIN, STANDARD)


def test_a_stretch_for_both_sides_has_one_cue():
    child = BUILTIN.by_id["childs_pose"]
    found = session().texts_due(child)
    assert (found.cues, found.setups) == ({"both": child.cue}, {"both": child.setup})


def test_a_stretch_for_each_side_has_two():
    words = {"left": "left, not right; left", "right": "right, not left; right"}
    same = dict.fromkeys(("cue", "setup", "feel", "change"), "{side}, not {other_side}; {side}")
    found = session().texts_due(BUILTIN.by_id["knee_to_chest"].model_copy(update=same))
    assert (found.cues, found.setups, found.feels) == (words, words, words)
    assert found.changes == {side: f"Change to the {side} side. {words[side]}" for side in words}


def test_the_words_of_another_language_are_those_of_the_side():
    cue = "Das {linke|rechte} Knie nach {rechts|links}; {side}."
    told = {"left": "Das linke Knie nach rechts; left.", "right": "Das rechte Knie nach links; right."}
    worded = BUILTIN.by_id["knee_to_chest"].model_copy(update={"cue": cue})
    assert session().texts_due(worded).cues == {side: worded.cue_for(side) for side in told} == told


@given(
    st.lists(st.sampled_from(["{", "}", "|", "a", "side", "other_side", "{side}", "{other_side}", "{a|b}", " "])),
    st.sampled_from(["left", "right"]),
)
@example(["{", "{side}", "|", "a", "}"], "left")
def test_planner_and_check_fill_in_a_text_alike(parts, side):
    text = "".join(parts)
    told = filled(text, side)
    assert told == _on(side, text)
    if "{" not in re.sub(r"\{side\}|\{other_side\}|\{[^{}|]*\|[^{}|]*\}", "", text):
        assert "{" not in told


def test_a_stretch_without_words_for_it_changes_sides_in_the_librarys():
    plain = session().texts_due(BUILTIN.by_id["knee_to_chest"].model_copy(update={"change": None}))
    assert plain.changes == {side: f"Change to the {side} side." for side in ("left", "right")}
    assert session().texts_due(BUILTIN.by_id["childs_pose"]).changes == {}


@pytest.mark.parametrize(
    ("day", "words"), [(None, "Bring both knees to the middle, bent."), (3, "Breathe in and bring")]
)
def test_a_form_may_change_sides_in_another_way(day, words):
    found = session(day=day).texts_due(BUILTIN.by_id["lying_knee_twist"])
    assert found.changes["left"].startswith(f"Change to the left side. {words}")
    assert found.gives("change") is (day == 3)


@pytest.mark.parametrize(
    ("cue", "said"),
    [
        ("Change to the right side.", True),
        ("Change to the right side. Turn upside down.", True),
        ("Change to the right sideways.", False),
        ("Turn upside down.", False),
    ],
)
def test_how_a_stretch_that_the_catalogue_does_not_have_changes_sides_is_not_known(cue, said):
    plan = build([("knee_to_chest", 1, 20)])
    for step in plan["schedule"][:-1]:
        step["stretch_id"] = "headstand"
    plan["schedule"][2]["cue"] = cue
    messages = [violation.message for violation in check(plan).violations if violation.step == 2]
    assert ("The cue of this change_side step is not the library's." not in messages) is said


@pytest.mark.parametrize(
    ("asked", "form", "rule"),
    [
        ({}, None, ""),
        ({"day": 3}, "small", "early-form"),
        ({"day": 7}, None, ""),
        ({"pain": 4}, "small", "pain-form"),
        ({"pain": 3}, None, ""),
        ({"profile": {"conditions": ["osteoporosis"]}, "day": 3}, "small", "early-form"),
        ({"profile": {"conditions": ["wrist_pain"]}, "day": 3, "pain": 5}, "forearms", "wrist-pain"),
        ({"profile": {"conditions": ["wrist_pain", "spinal_stenosis"]}}, "forearms_rounding", "wrist-pain"),
    ],
)
def test_the_form_that_is_due(asked, form, rule):
    found = session(**asked).texts_due(BUILTIN.by_id["cat_cow"])
    assert (found.form and found.form.id, found.rule) == (form, rule)


def test_a_text_that_the_form_does_not_give_is_the_stretchs_own():
    child = BUILTIN.by_id["childs_pose"]
    found = session(profile={"conditions": ["wrist_pain"]}).texts_due(child)
    assert found.setups["both"].startswith("Kneel, big toes near each other")
    assert (found.cues["both"], found.feels["both"]) == (child.cue, child.feel)
    assert found.gives("setup")
    assert not found.gives("cue", "feel")


@pytest.mark.parametrize(
    ("breath", "day", "cues", "half"),
    [
        ("catalogue", None, ("Lift your hips.", "Lower your hips slowly."), "inhale"),
        ("effort_out", None, ("Lower your hips slowly.", "Press your heels; lift your hips."), "exhale"),
        ("effort_out", 20, ("Lower your hips slowly.", "Press your heels; lift a little."), "exhale"),
        ("catalogue", 20, ("Lift a little.", "Lower your hips slowly."), "inhale"),
    ],
)
def test_the_breath_that_is_due(breath, day, cues, half):
    counted = session(day=day)
    counted.plan = counted.plan.model_copy(
        update={"request": counted.plan.request.model_copy(update={"breath": breath})}
    )
    found = counted.texts_due(BUILTIN.by_id["glute_bridge"])
    assert (found.breaths, found.begins_with) == (cues, half)


@pytest.mark.parametrize(
    ("cue", "side"),
    [("Pull left.", "left"), ("Pull right.", "right"), ("Gently. Pull left.", "left"), ("Pull.", None), ("", None)],
)
def test_the_side_that_a_cue_speaks_of(cue, side):
    assert cue_side({"left": "Pull left.", "right": "Pull right."}, cue) == side


def test_a_cue_that_both_sides_have_speaks_of_neither():
    assert cue_side({"left": "Pull.", "right": "Pull."}, "Pull.") is None
