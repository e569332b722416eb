"""Which step is under way at a moment, and what dose is asked for, in words?"""

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.testing import plans
from tests.support.hostile_texts import NARROWED, PERSON, PLAN


@settings(max_examples=25)
@given(plans(), st.data())
def test_the_steps_so_far_and_the_time_in_this_one_are_the_time_that_passed(plan: sp.Plan, draw: st.DataObject):
    within = st.integers(0, plan.total_seconds - 1) | st.floats(0, plan.total_seconds, exclude_max=True)
    seconds = draw.draw(within)
    now = plan.step_at(seconds)
    assert now is not None
    assert now.step == plan.schedule[now.place]
    before = sum(step.seconds for step in plan.schedule[: now.place])
    assert math.isclose(before + now.elapsed_seconds, seconds, abs_tol=1e-9)
    assert math.isclose(now.elapsed_seconds + now.left_seconds, now.step.seconds, abs_tol=1e-9)
    assert 0 <= now.elapsed_seconds < now.step.seconds
    assert now.left_seconds > 0


@pytest.mark.parametrize("plan", [PLAN, PERSON, NARROWED], ids=["plan", "person", "narrowed"])
def test_every_second_of_a_session_belongs_to_one_step(plan: sp.Plan):
    by_second = [place for place, step in enumerate(plan.schedule) for _ in range(step.seconds)]
    assert len(by_second) == plan.total_seconds
    for second, place in enumerate(by_second):
        now = plan.step_at(second)
        assert now is not None
        assert (now.place, second - now.elapsed_seconds) == (place, plan.schedule[place].start_seconds)


def test_at_a_change_it_is_the_new_step_and_at_the_end_none():
    second = PLAN.schedule[1]
    at_change, just_before = PLAN.step_at(second.start_seconds), PLAN.step_at(second.start_seconds - 0.001)
    assert at_change is not None
    assert just_before is not None
    assert (at_change.place, at_change.elapsed_seconds, at_change.left_seconds) == (1, 0, second.seconds)
    assert just_before.place == 0
    last = PLAN.step_at(PLAN.total_seconds - 0.001)
    assert last is not None
    assert last.place == len(PLAN.schedule) - 1
    assert PLAN.step_at(PLAN.total_seconds) is PLAN.step_at(10**9) is PLAN.step_at(math.inf) is None


@pytest.mark.parametrize(
    "seconds", [60, 60.0, Fraction(60), np.float64(60), np.int64(60)], ids=lambda n: type(n).__name__
)
def test_seconds_may_be_any_real_number(seconds: Any):
    assert PLAN.step_at(seconds) == PLAN.step_at(60)


@pytest.mark.parametrize("wrong", [-1, -0.5, math.nan, -math.inf, "5", None, True, Decimal(5), [5]])
def test_what_is_no_time_since_the_start_is_refused_in_one_sentence(wrong: Any):
    with pytest.raises(sp.InvalidRequest) as caught:
        PLAN.step_at(wrong)
    assert str(caught.value).startswith("seconds: ")
    assert str(caught.value).endswith("is not allowed; give the seconds since the session began, 0 or more")


def test_a_gap_in_a_plan_of_another_program_has_no_step():
    first = PLAN.schedule[0].model_copy(update={"start_seconds": 5})
    plan = PLAN.model_copy(update={"schedule": (first,)})
    assert plan.step_at(0) is None
    assert plan.step_at(5) == sp.StepAt(place=0, step=first, elapsed_seconds=0, left_seconds=first.seconds)


@settings(max_examples=15)
@given(plans())
def test_a_dose_in_words_is_what_the_plan_shows(plan: sp.Plan):
    shown = plan.to_text(width=200)
    for prescription in plan.prescriptions:
        assert prescription.dose_words in shown
        assert prescription.dose_words.startswith(f"{prescription.sets} × ")


def test_each_kind_of_dose_has_its_words():
    doses = {p.stretch_id: p.dose_words for p in sp.plan(minutes=10, days_since_injury=60).prescriptions}
    assert doses["childs_pose"].endswith(" s")
    assert doses["piriformis_stretch"].endswith(" s each side")
    assert doses["cat_cow"].endswith(" s)")
    assert doses["glute_bridge"].endswith(" slow repetitions")
