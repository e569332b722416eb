"""When there is no plan: is the reason true, does it say which demand, and does it say what would help?"""

import itertools
import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stretchplan as sp
from oracles.drawing import small_catalogs, small_requests
from stretchplan.planning import order


def refusal(planner=None, **fields):
    """Return the refusal of a request."""
    with pytest.raises(sp.Infeasible) as caught:
        (planner or sp.Planner()).plan(**fields)
    return caught.value


@pytest.mark.parametrize("day", range(7))
def test_the_pelvis_in_week_one_says_why_and_from_when(day):
    """The bridge alone works the pelvis, and it is out before day 7."""
    error = refusal(minutes=30, days_since_injury=day, targets={"pelvis", "hips"})
    (reason,) = error.reasons
    assert (reason.demand, reason.rule_ids, reason.stretch_ids) == (
        "targets.pelvis",
        ("recovery-window",),
        ("glute_bridge",),
    )
    assert str(error) == (
        "Because only Glute Bridge works the pelvis, and recovery-window keeps it out "
        f"on day {day}, no plan can work the pelvis; from day 7 Glute Bridge may be planned."
    )


def test_from_the_day_it_names_there_is_a_plan():
    """Day 7, the same request."""
    assert sp.plan(minutes=30, days_since_injury=7, targets={"pelvis", "hips"}).coverage["pelvis"].primary_seconds


def test_too_few_minutes_say_how_many_more_would_do():
    """One minute cannot work ankles and pelvis; with what the message asks for, it can."""
    error = refusal(minutes=1, days_since_injury=None, targets={"ankles", "pelvis"})
    (reason,) = error.reasons
    assert reason.demand == "minutes"
    assert reason.rule_ids == ("fits-the-minutes",)
    # 12 to get ready, 30 child's pose, 12 to change position, 50 for ten bridges of five seconds.
    assert "takes 1 min 44 s" in reason.message
    assert "44 s more would do" in reason.message
    fields = {"days_since_injury": None, "targets": {"ankles", "pelvis"}}
    assert sp.plan(minutes=1, seconds=44, **fields).total_seconds == 104
    refusal(minutes=1, seconds=43, **fields)


def test_a_catalogue_area_that_no_stretch_works_is_said_to_be_so():
    """Declared, demanded, and worked by nothing."""
    data = sp.builtin_catalog().model_dump()
    data["id"] = "mine"
    data["areas"] = [*data["areas"], {"id": "neck", "name": "neck"}]
    error = refusal(sp.Planner(sp.Catalog.model_validate(data)), minutes=9, days_since_injury=None, targets={"neck"})
    assert str(error) == "No stretch of this catalogue works the neck."
    assert error.reasons[0].rule_ids == ("areas-worked",)


def only(*ids, **changes):
    """Return the built-in catalogue cut down to some stretches, with fields of each changed."""
    data = sp.builtin_catalog().model_dump()
    data["id"] = "mine"
    data["stretches"] = [s | changes | {"ordering": {}} for s in data["stretches"] if s["id"] in ids]
    return sp.Catalog.model_validate(data)


def test_strengthening_alone_is_refused_by_the_order():
    """A catalogue of nothing but the bridge never opens a session."""
    error = refusal(sp.Planner(only("glute_bridge")), minutes=10, days_since_injury=None, targets={"pelvis"})
    assert error.reasons[0].rule_ids == ("gentle-first",)
    assert "never opens with strengthening" in str(error)


def test_a_catalogue_of_which_nothing_is_left_names_the_rule():
    """Everything is out before day 30."""
    planner = sp.Planner(only("cat_cow", "cobra_pose", first_allowed_day=30))
    error = refusal(planner, minutes=10, days_since_injury=29)
    assert error.reasons[0].rule_ids == ("recovery-window",)
    assert set(error.reasons[0].stretch_ids) == {"cat_cow", "cobra_pose"}
    assert planner.plan(minutes=10, days_since_injury=30).prescriptions


def test_several_areas_out_of_reach_are_all_named():
    """Two demands that cannot be met are two reasons."""
    planner = sp.Planner(only("childs_pose", "glute_bridge", "cat_cow", first_allowed_day=20))
    error = refusal(planner, minutes=10, days_since_injury=3, targets={"pelvis", "ankles"})
    assert [reason.demand for reason in error.reasons] == ["targets.pelvis", "targets.ankles"]


@given(st.data())
def test_the_seconds_asked_for_are_exactly_the_seconds_needed(data):
    """For drawn catalogues: with so many more there is a plan, with one less there is none."""
    catalog = data.draw(small_catalogs())
    request = data.draw(small_requests(catalog))
    planner = sp.Planner(catalog)
    try:
        planner.plan(request)
    except sp.Infeasible as error:
        (reason, *_) = error.reasons
        if reason.demand != "minutes" or reason.rule_ids != ("fits-the-minutes",):
            return
        needed = next(
            total
            for total in itertools.count(request.budget_seconds + 1)
            if f"takes {in_words(total)} and the request" in reason.message
        )
        enough = request.model_copy(update={"minutes": needed // 60, "seconds": needed % 60})
        assert planner.plan(enough).total_seconds == needed
        less = request.model_copy(update={"minutes": (needed - 1) // 60, "seconds": (needed - 1) % 60})
        refusal(planner, **{f: getattr(less, f) for f in type(less).model_fields})


def in_words(seconds):
    """Return seconds as the messages word them, written anew here."""
    if seconds < 60:
        return f"{seconds} s"
    return f"{seconds // 60} min" + (f" {seconds % 60} s" if seconds % 60 else "")


def test_problem_details_carry_the_reasons():
    """The form of RFC 9457, and JSON can carry it."""
    details = refusal(minutes=5, days_since_injury=1, targets={"pelvis"}).to_dict()
    assert details == json.loads(json.dumps(details))
    assert details["type"] == "urn:stretchplan:problem:infeasible"
    assert details["status"] == 422
    assert details["reasons"][0]["demand"] == "targets.pelvis"
    assert details["reasons"][0]["message"] == details["detail"]


def test_a_refusal_crosses_process_borders():
    """Pickled and back, it says the same."""
    error = refusal(minutes=5, days_since_injury=1, targets={"pelvis"})
    assert pickle.loads(pickle.dumps(error)).to_dict() == error.to_dict()  # noqa: S301 -- our own bytes


def test_a_budget_too_small_for_any_plan_is_an_answer_of_its_own():
    """Nobody knows whether there is a plan, and the error says so."""
    with pytest.raises(sp.SearchExhausted) as caught:
        sp.Planner(node_budget=3).plan(minutes=10, days_since_injury=None)
    assert caught.value.nodes == 3
    assert "budget of 3 nodes" in str(caught.value)


def test_a_set_whose_order_is_too_large_to_search_is_passed_over(monkeypatch):
    """There is still a plan, of sets whose order is known; it says that it is not proved the best."""
    monkeypatch.setattr(order, "ORDER_NODE_BUDGET", 1)
    plan = sp.Planner().plan(minutes=10, days_since_injury=None)
    assert len(plan.prescriptions) == 1
    assert not plan.optimal
    assert any(n.id == "not-proved-best" for n in plan.notices)
    with pytest.raises(sp.SearchExhausted):
        sp.Planner().plan(minutes=10, days_since_injury=None, targets={"pelvis"})


def test_waiting_is_only_offered_when_it_helps():
    """Strengthening alone makes no session on any day, so no day is named."""
    data = only("glute_bridge").model_dump()
    error = refusal(sp.Planner(sp.Catalog.model_validate(data)), minutes=9, days_since_injury=1, targets={"pelvis"})
    assert str(error) == (
        "Because only Glute Bridge works the pelvis, and recovery-window keeps it out on day 1, "
        "no plan can work the pelvis."
    )


def test_the_rules_of_a_reason_are_in_the_order_of_the_rules():
    """Whatever the order of the catalogue."""
    order_of_rules = [rule.id for rule in sp.rules()]
    changes = {"dose": {"kind": "hold", "min_seconds": 60, "max_seconds": 60, "min_sets": 2, "max_sets": 2}}
    data = only("knee_to_chest", "childs_pose").model_dump()
    data["stretches"] = [data["stretches"][0] | changes, data["stretches"][1] | {"first_allowed_day": 9}]
    error = refusal(sp.Planner(sp.Catalog.model_validate(data)), minutes=9, days_since_injury=1)
    (reason,) = error.reasons
    assert list(reason.rule_ids) == sorted(reason.rule_ids, key=order_of_rules.index)
    assert reason.rule_ids == ("recovery-window", "sixty-seconds")
    assert str(error) == (
        "Because recovery-window and sixty-seconds leave nothing of the catalogue on day 1, there is no plan; "
        "from day 9 there is one."
    )
