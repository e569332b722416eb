"""Does a small edit to a correct plan never pass, and never raise?"""

from copy import deepcopy

from hypothesis import assume, given
from hypothesis import strategies as st

from stretchplan.safety.check import check
from tests.support.plan_builder import retell
from tests.support.sample_plans import early, full, repair

PLANS = (full(), repair(), early())
SIDES = (None, "left", "right", "both")
KINDS = ("get_ready", "change_position", "settle", "hold", "flow", "repeat", "change_side", "rest")


@st.composite
def edited(draw):
    """Draw a correct plan with one edited step, and whether its summary was written again."""
    plan = deepcopy(draw(st.sampled_from(PLANS)))
    schedule = plan["schedule"]
    i = draw(st.integers(0, len(schedule) - 1))
    edit = draw(st.sampled_from(("drop", "double", "swap", "seconds", "start", "side", "kind", "stretch", "count")))
    before = deepcopy(schedule)
    if edit == "drop":
        del schedule[i]
    elif edit == "double":
        schedule.insert(i, deepcopy(schedule[i]))
    elif edit == "swap":
        j = draw(st.integers(0, len(schedule) - 1))
        schedule[i], schedule[j] = schedule[j], schedule[i]
    elif edit == "seconds":
        # A longer move or pause is allowed; work is not made longer on one side or in one set only.
        shorter = schedule[i]["breathing"] is None
        schedule[i]["seconds"] += draw(st.integers(-12, -1) if shorter else st.integers(-9, 9))
    elif edit == "start":
        schedule[i]["start_seconds"] += draw(st.integers(-5, 5))
    elif edit == "side":
        schedule[i]["side"] = draw(st.sampled_from(SIDES))
    elif edit == "kind":
        schedule[i]["kind"] = draw(st.sampled_from(KINDS))
    elif edit == "stretch":
        schedule[i]["stretch_id"] = draw(st.sampled_from(("cobra_pose", "glute_bridge", "x", None)))
    else:
        field = draw(st.sampled_from(("set_number", "sets", "repetitions")))
        schedule[i][field] = draw(st.none() | st.integers(-1, 12))
    anew = edit != "start" and draw(st.booleans())
    if anew:
        stripped = [{k: v for k, v in step.items() if k != "start_seconds"} for step in schedule]
        assume(stripped != [{k: v for k, v in step.items() if k != "start_seconds"} for step in before])
        try:
            retell(plan)
        except (KeyError, ValueError):  # the builder cannot summarise such a schedule
            assume(False)
    else:
        assume(schedule != before)
    return plan


@given(edited())
def test_one_edit_is_found(plan):
    assert not check(plan).ok


@given(edited(), st.data())
def test_many_edits_do_not_raise(plan, data):
    """Any field of any step may get any value of the right type."""
    for _ in range(data.draw(st.integers(1, 6))):
        step = data.draw(st.sampled_from(plan["schedule"])) if plan["schedule"] else {}
        values = {
            "seconds": st.integers(-(2**53), 2**53),
            "start_seconds": st.integers(-(2**53), 2**53),
            "kind": st.sampled_from(KINDS),
            "side": st.sampled_from(SIDES),
            "set_number": st.none() | st.integers(-(2**53), 2**53),
            "sets": st.none() | st.integers(-(2**53), 2**53),
            "repetitions": st.none() | st.integers(-(2**53), 2**53),
            "cue": st.text(),
            "stretch_id": st.sampled_from(("cobra_pose", "glute_bridge", "childs_pose", "x", None)),
            "breathing": st.none()
            | st.fixed_dictionaries(
                {name: st.integers(-(2**53), 2**53) for name in ("inhale_seconds", "exhale_seconds", "cycles")}
            ),
        }
        field = data.draw(st.sampled_from(sorted(values)))
        step[field] = data.draw(values[field])
    check(plan)
