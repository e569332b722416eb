"""What do the sessions before allow today? The rules over time, by hand, and the planner against the checker."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.results.plan import Plan
from stretchplan.results.reasons import Aggravated
from stretchplan.rulebook.rules_over_time import RULES_OVER_TIME
from stretchplan.safety.allowed.doses import Refusal, allowed_doses
from stretchplan.safety.check import violations_of
from stretchplan.testing import histories
from tests.support.plan_builder import BUILTIN, build

TODAY = date(2026, 3, 30)
CHEST = BUILTIN.by_id["knee_to_chest"]  # 10, 15 or 20 s, 1 to 4 sets, each side
IDS = {rule.id for rule in RULES_OVER_TIME}
SETTLED, UNSETTLED, UNKNOWN = (2, 2, 2), (2, 2, 3), (2, 2, None)


def session(ago, seconds=10, sets=1, pain=SETTLED, *, sides="each", worse=False, stretch="knee_to_chest", **more):
    """Return a session of so many days ago in which one stretch was done."""
    before, after, next_day = pain
    done = {"sets": sets, "hold_seconds": seconds, "sides": sides} if seconds else None
    return {
        "on": TODAY - timedelta(days=ago),
        "stretches": [{"stretch_id": stretch, "done": done, "aggravated": worse}],
        "pain_before": before,
        "pain_after": after,
        "pain_next_day": next_day,
        **more,
    }


def allowed(*sessions, day=None, pain=None, stretch=CHEST):
    """Return for each allowed amount the most sets; the rule when none is allowed."""
    asked = sp.PlanRequest(minutes=30, days_since_injury=day, on=TODAY, pain=pain, history=sessions)
    found = allowed_doses(stretch, asked)
    if isinstance(found, Refusal):
        return found.rule_id
    return {amount: max(d.sets for d in found if d.amount == amount) for amount in sorted({d.amount for d in found})}


FREE = {10: 4, 15: 4, 20: 3}
LOWEST = {10: 2}


def test_without_a_history_nothing_changes():
    asked = sp.PlanRequest(minutes=30, days_since_injury=None, on=TODAY)
    assert {(d.sets, d.amount) for d in allowed_doses(CHEST, asked)} == {
        (sets, amount) for amount, most in FREE.items() for sets in range(1, most + 1)
    }


@pytest.mark.parametrize(
    ("sessions", "most"),
    [
        ([], LOWEST),  # a beginner
        ([session(1, stretch="cobra_pose")], LOWEST),  # new to this person
        ([session(1, 20, 3, UNKNOWN)], LOWEST),  # nothing is known to have settled
        ([session(1, 20, 3, sides="left")], LOWEST),  # not done in full
        ([session(1, 0)], LOWEST),  # left out
        ([session(1, 20, 3)], {10: 3, 15: 3, 20: 3}),  # as before
        ([session(1, 10, 1)], LOWEST),  # two sets are no step up
        ([session(6, 10, 2), session(1, 10, 2)], LOWEST),  # not a week yet
        ([session(7, 10, 2), session(1, 10, 2)], {10: 3, 15: 2}),  # one of them rises, not both
        ([session(7, 15, 3), session(1, 15, 3)], {10: 4, 15: 4, 20: 3}),
        ([session(7, 15, 2), session(1, 10, 2)], {10: 3, 15: 2}),  # from the last settled session
        ([session(7, 10, 2), session(1, 15, 2)], {10: 2, 15: 2}),  # a step up is kept for a week too
        ([session(7, 10), session(3, 10, 1, UNSETTLED), session(1, 10)], LOWEST),  # one in between did not settle
        ([session(7, 10), session(3, 10, 1, UNKNOWN), session(1, 10)], {10: 2, 15: 2}),  # unknown does not hinder
        ([session(7, 12, 2), session(1, 12, 2)], {10: 3, 15: 2}),  # an amount between two of the catalogue's
        ([session(8, 10, 2), session(1, 10, 2)], {10: 3, 15: 2}),  # seven days from one to the next
        ([session(9, 10, 2), session(1, 10, 2)], LOWEST),  # more than a week without it: first a week at it again
        ([session(9, 10), session(5, 10, 1, UNKNOWN), session(1, 10)], {10: 2, 15: 2}),  # unknown, but done
        ([session(8, 10, 2), session(1, 10, 3)], {10: 3}),  # the sets rose yesterday
        ([session(8, 10, 3), session(1, 10, 3)], {10: 4, 15: 3}),
    ],
)
def test_amounts_rise_by_one_step_after_a_settled_week(sessions, most):
    assert allowed(*sessions) == most


@pytest.mark.parametrize(
    ("sessions", "most"),
    [
        ([session(1, 20, 3, UNSETTLED)], {10: 2}),  # nothing has settled yet
        ([session(3, 20, 3), session(1, 20, 3, UNSETTLED)], {10: 3, 15: 3}),
        ([session(3, 10, 2), session(1, 10, 2, UNSETTLED)], {10: 1}),  # at the lowest amount, one set fewer
        ([session(3, 10, 1), session(1, 10, 1, UNSETTLED)], {10: 1}),
        ([session(3, 20, 3), session(1, 20, 3, (2, 6, 2))], {10: 3, 15: 3}),  # too much, though it settled
        ([session(3, 20, 3), session(1, 20, 3, (None, 2, 4))], {10: 3, 15: 3}),  # over 3 without a pain before
        ([session(3, 20, 3), session(1, 20, 3, (None, 2, 3))], {10: 3, 15: 3, 20: 3}),
        ([session(4, 20, 3), session(3, 20, 3, UNSETTLED), session(2, 15, 3, UNKNOWN)], {10: 3, 15: 3}),
        ([session(4, 20, 3), session(3, 20, 3, UNSETTLED), session(1, 15, 3)], {10: 3, 15: 3}),  # settled since
        ([session(4, 20, 3), session(2, 10, stretch="cobra_pose", pain=UNSETTLED)], {10: 3, 15: 3}),  # all step down
        ([session(4, 20, 3), session(2, 20, 3), session(2, 0, pain=UNSETTLED)], {10: 3, 15: 3}),  # twice on a day
    ],
)
def test_a_session_that_did_not_settle_steps_down(sessions, most):
    assert allowed(*sessions) == most


def test_the_day_after_is_read_from_the_next_session_and_from_pain_now():
    rested = session(2, 20, 3)
    assert allowed(rested, session(1, 20, 3, UNKNOWN), pain=2) == {10: 3, 15: 3, 20: 3}
    assert allowed(rested, session(1, 20, 3, UNKNOWN), pain=3) == {10: 3, 15: 3}
    assert allowed(session(3, 20, 3, UNKNOWN), session(2, 0, pain=(3, 3, 3))) == {10: 2}
    assert allowed(session(3, 20, 3, UNKNOWN), session(2, 0, pain=(2, 2, 2))) == {10: 3, 15: 3, 20: 3}
    assert allowed(session(3, 20, 3, UNKNOWN), session(1, 0, pain=(2, 2, 2))) == LOWEST  # two days later says nothing


def test_nothing_rises_while_pain_is_higher_than_before_the_last_session():
    week = [session(7, 10, 2), session(1, 10, 2)]
    assert allowed(*week, pain=2) == {10: 3, 15: 2}
    assert allowed(session(8, 10, 2), session(2, 10, 2), pain=3) == LOWEST


@pytest.mark.parametrize(("ago", "most"), [(0, "aggravating-leave"), (7, "aggravating-leave"), (8, {10: 1})])
def test_what_made_the_back_worse_is_out_for_seven_days_and_returns_low(ago, most):
    assert allowed(session(ago + 1, 20, 3), session(ago, 20, 3, worse=True)) == most


def test_it_rises_again_from_there():
    worse = session(20, 20, 3, worse=True)
    assert allowed(worse, session(9, 10, 2), session(7, 10, 2)) == {10: 3, 15: 2}
    assert allowed(worse, session(6, 10, 2)) == LOWEST


def test_a_refusal_says_since_when_and_until_when():
    asked = sp.PlanRequest(minutes=9, days_since_injury=None, on=TODAY, history=[session(2, 10, worse=True)])
    out = next(e for e in sp.plan(asked).left_out if e.stretch_id == "knee_to_chest")
    assert out.because == Aggravated(on=date(2026, 3, 28), returns_on=date(2026, 4, 5))
    assert (
        out.reason
        == "Knee to Chest Stretch is left out until 2026-04-05: this movement made your back worse on 2026-03-28."
    )


@pytest.mark.parametrize(
    ("sessions", "most"),
    [
        ([session(13, 15, 2)], {10: 2, 15: 2}),  # no step up after so long, and no restart
        ([session(8, 15, 2)], {10: 2, 15: 2}),
        ([session(7, 15, 2)], {10: 3, 15: 3, 20: 2}),
        ([session(14, 20, 3)], LOWEST),
        ([session(20, 20, 3), session(6, 10, 2)], LOWEST),  # the break was before the last session
        ([session(19, 20, 3), session(6, 10, 2)], LOWEST),  # no break, and no week at it
        ([session(19, 20, 3), session(12, 20, 3), session(6, 10, 2)], {10: 3, 15: 2}),
    ],
)
def test_after_two_weeks_without_a_stretch_it_starts_low_again(sessions, most):
    assert allowed(*sessions) == most


def test_after_a_new_injury_everything_starts_low_again():
    before = session(50, 20, 3, before_injury=True)
    assert allowed(session(3, 20, 3, before_injury=True), day=2) == {10: 2}
    assert allowed(before, session(1, 20, 3), day=45) == {10: 3, 15: 3, 20: 3}


@pytest.mark.parametrize(("day", "most"), [(3, LOWEST), (20, {10: 3, 15: 3}), (60, {10: 3, 15: 3, 20: 3})])
def test_days_bound_the_doses_as_before(day, most):
    assert allowed(session(1, 20, 3), day=day) == most


def test_a_flow_is_read_in_breaths_and_in_seconds():
    cow = BUILTIN.by_id["cat_cow"]  # 30 s, 5 breaths of 6 s
    settled = session(3, 30, 2, sides="both", stretch="cat_cow")
    breaths = {"stretch_id": "cat_cow", "done": {"sets": 2, "repetitions": 5, "sides": "both"}}
    seconds = {"stretch_id": "cat_cow", "done": {"sets": 2, "hold_seconds": 30, "sides": "both"}}
    for entry in breaths, seconds:
        past = session(1, pain=UNSETTLED) | {"stretches": [entry]}
        assert allowed(settled, past, stretch=cow) == {30: 1}


def test_the_lowest_dose_always_stays_allowed():
    many = CHEST.model_copy(update={"dose": CHEST.dose.model_copy(update={"min_sets": 3})})
    assert allowed(stretch=many) == {10: 3}
    assert allowed(session(3, 10, 3), session(1, 10, 3, UNSETTLED), stretch=many) == {10: 3}


@given(st.data())
def test_planner_and_checker_agree_on_every_dose(data):
    day = data.draw(st.sampled_from([None, 0, 9, 43]))
    history = data.draw(histories(TODAY, day))
    pain = data.draw(st.none() | st.integers(0, 3))
    asked = sp.PlanRequest(minutes=60, days_since_injury=day, on=TODAY, pain=pain, history=history)
    stretch = data.draw(st.sampled_from(BUILTIN.stretches))
    free = allowed_doses(stretch, asked.model_copy(update={"history": None}))
    if isinstance(free, Refusal):
        return
    kept = allowed_doses(stretch, asked)
    for dose in free:
        plan = Plan.model_validate(build([(stretch.id, dose.sets, dose.amount)], asked.model_dump(mode="json")))
        broken = [
            v for v in violations_of(plan, BUILTIN) if v.rule_id in IDS and not v.message.startswith("The notice")
        ]
        assert bool(broken) == (isinstance(kept, Refusal) or dose not in kept), broken


@given(st.data())
def test_every_plan_after_any_history_passes_its_check(data):
    day = data.draw(st.sampled_from([None, 0, 9, 43]))
    asked = sp.PlanRequest(
        minutes=data.draw(st.sampled_from([5, 10, 20])),
        days_since_injury=day,
        on=TODAY,
        history=data.draw(histories(TODAY, day)),
    )
    plan = sp.plan(asked)
    assert sp.check(plan).ok
    assert sp.check(plan.model_dump_json()).ok


def test_what_stands_in_for_it_is_left_out_with_it():
    asked = sp.PlanRequest(
        minutes=20, days_since_injury=None, on=TODAY, history=[session(2, 0, stretch="glute_bridge", worse=True)]
    )
    plan = sp.Planner("both").plan(asked)
    out = {e.stretch_id for e in plan.left_out if e.rule_id == "aggravating-leave"}
    assert out == {"glute_bridge", *(s.id for s in sp.builtin_catalog("both").stand_ins["glute_bridge"])}
    assert sp.check(plan, catalog=sp.builtin_catalog("both")).ok


def test_a_refusal_says_when_it_may_return():
    with pytest.raises(sp.Infeasible) as caught:
        sp.plan(
            minutes=10,
            days_since_injury=None,
            targets={"pelvis"},
            on=TODAY,
            history=[session(2, 0, stretch="glute_bridge", worse=True)],
        )
    waiting = next(r for r in caught.value.relaxations if r.not_before_days)
    assert (waiting.not_before_days, waiting.not_before) == (6, date(2026, 4, 5))
    assert "in 6 days (2026-04-05)" in waiting.message
    assert sp.plan(waiting.request).prescriptions


@pytest.mark.parametrize("name", ["cobra_pose", "cobra"])
def test_what_stands_in_is_left_out_also_after_an_alias_of_another_catalogue(name):
    worse = {"on": TODAY - timedelta(days=1), "stretches": [{"stretch_id": name, "aggravated": True}]}
    plan = sp.plan(minutes=15, days_since_injury=None, on=TODAY, history=[worse], catalog="anywhere")
    out = {entry.stretch_id for entry in plan.left_out if entry.rule_id == "aggravating-leave"}
    assert {"seated_chest_lift", "standing_back_bend"} <= out
    assert sp.check(plan).ok


def test_the_last_day_of_the_calendar_is_no_defect():
    worse = {"on": "9999-12-31", "stretches": [{"stretch_id": "cat_cow", "aggravated": True}]}
    plan = sp.plan(minutes=5, days_since_injury=None, on="9999-12-31", history=[worse])
    assert "cat_cow" not in {p.stretch_id for p in plan.prescriptions}


def test_sessions_that_would_push_out_last_weeks_are_refused():
    worse = {"on": TODAY - timedelta(days=5), "stretches": [{"stretch_id": "cobra_pose", "aggravated": True}]}
    many = [{"on": TODAY - timedelta(days=1)}] * 500
    with pytest.raises(sp.InvalidRequest, match="501 sessions are too many: all of the last 14 days count"):
        sp.PlanRequest(minutes=5, days_since_injury=None, on=TODAY, history=[worse, *many])


def test_a_request_keeps_the_last_400_sessions_and_its_plan_is_read_back():
    history = [session(ago, 10) for ago in range(1, 600)]
    plan = sp.plan(minutes=5, days_since_injury=None, on=TODAY, history=history)
    assert len(plan.request.history) == 400
    assert plan.request.history[0].on == TODAY - timedelta(days=400)
    assert sp.check(plan.model_dump_json()).ok
