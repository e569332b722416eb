"""When there is no plan: is the reason true, does it say which demand, and does it say what would help?"""

import json
import pickle
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.planning.search import order
from tests.oracles.drawing import small_catalogs, small_requests


def refusal(planner=None, **fields):
    """Return the refusal of a request."""
    with pytest.raises(sp.Infeasible) as caught:
        (planner or sp.Planner()).plan(**fields)
    return caught.value


def members(conflict):
    """Return the members of a conflict as texts."""
    return [f"{m.kind} {m.id}" if m.kind != "minutes" else "minutes" for m in conflict.members]


def helps(error):
    """Return what would help, in words."""
    return [relaxation.message for relaxation in error.relaxations]


@pytest.mark.parametrize("day", range(7))
def test_the_pelvis_in_week_one_says_why_and_from_when(day):
    """The bridge alone works the pelvis, and it is out before day 7; waiting helps, and so does another wish."""
    error = refusal(minutes=30, days_since_injury=day, targets={"pelvis", "hips"})
    (conflict,) = error.conflicts
    assert members(conflict) == ["area pelvis", "rule recovery-window"]
    assert [s.stretch_id for s in conflict.kept_out] == ["glute_bridge"]
    assert str(error) == (
        "Because only Glute Bridge works the pelvis, and recovery-window keeps it out "
        f"on day {day}, no plan can work the pelvis."
    )
    days = "1 day" if day == 6 else f"{7 - day} days"
    assert helps(error) == [f"from day 7, in {days}", "without pelvis"]


def test_what_would_help_can_be_passed_back():
    """Each relaxation is a request, and has a plan; the date moves along with the day."""
    error = refusal(minutes=30, days_since_injury=2, targets={"pelvis", "hips"}, on="2026-03-01")
    later, other = (relaxation.request for relaxation in error.relaxations)
    assert sp.plan(later).coverage["pelvis"].primary_seconds
    assert (later.days_since_injury, later.on) == (7, date(2026, 3, 6))
    assert sp.plan(other).request.targets == {"hips"}


def test_too_few_minutes_say_how_many_more_would_do():
    """One minute cannot work ankles and pelvis; with what the message asks for, it can."""
    error = refusal(minutes=1, days_since_injury=None, targets={"ankles", "pelvis"})
    # 12 to get ready, 30 child's pose, 12 to change position, 50 for ten bridges of five seconds.
    assert helps(error) == ["forty-four seconds more (1 min 44 s in all)", "without pelvis"]
    fields = {"days_since_injury": None, "targets": {"ankles", "pelvis"}}
    assert sp.plan(error.relaxations[0].request).total_seconds == 104
    error = refusal(minutes=1, seconds=43, **fields)
    (conflict,) = error.conflicts
    assert members(conflict) == ["area pelvis", "area ankles", "minutes"]
    assert str(error) == (
        "Because the shortest session that works the pelvis and the ankles takes 1 min 44 s and the request has "
        "1 min 43 s, none fits."
    )


def test_five_areas_in_one_minute_are_explained_together():
    """As a new user would try it: what conflicts, how much more time would do, in words and numbers."""
    error = refusal(minutes=1, days_since_injury=3, targets={"lower_back", "spine", "hips", "knees", "ankles"})
    assert all(c.least_seconds > 60 for c in error.conflicts)
    assert str(error) == (
        "Because the shortest session that works the spine and the hips takes 1 min 19 s and the request has 1 min, "
        "none fits."
    )
    assert helps(error) == ["twenty-four seconds more (1 min 24 s in all)", "without spine"]
    assert sp.plan(error.relaxations[0].request).total_seconds == 84


def test_a_catalogue_area_that_no_stretch_works_is_said_to_be_so():
    """Declared, demanded, and worked by nothing."""
    data = sp.builtin_catalog().model_dump()
    data["id"] = "mine"
    data["areas"] = [*data["areas"], {"id": "neck", "name": "neck"}]
    error = refusal(sp.Planner(sp.Catalog.model_validate(data)), minutes=9, days_since_injury=None, targets={"neck"})
    assert str(error) == "No stretch of this catalogue works the neck."
    assert members(error.conflicts[0]) == ["area neck"]
    assert helps(error) == ["without neck"]


def only(*ids, **changes):
    """Return the built-in catalogue cut down to some stretches, with fields of each changed."""
    data = sp.builtin_catalog().model_dump()
    data["id"] = "mine"
    data["stretches"] = [s | changes | {"ordering": {}} for s in data["stretches"] if s["id"] in ids]
    return sp.Catalog.model_validate(data)


def test_strengthening_alone_is_refused_by_the_order():
    """A catalogue of nothing but the bridge never opens a session."""
    error = refusal(sp.Planner(only("glute_bridge")), minutes=10, days_since_injury=None, targets={"pelvis"})
    assert members(error.conflicts[0]) == ["rule gentle-first"]
    assert error.relaxations == ()
    assert "never opens with strengthening" in str(error)


def test_a_catalogue_of_which_nothing_is_left_names_the_rule():
    """Everything is out before day 30."""
    planner = sp.Planner(only("cat_cow", "cobra_pose", first_allowed_day=30))
    error = refusal(planner, minutes=10, days_since_injury=29)
    assert members(error.conflicts[0]) == ["rule recovery-window"]
    assert {s.stretch_id for s in error.conflicts[0].kept_out} == {"cat_cow", "cobra_pose"}
    assert helps(error) == ["from day 30, in 1 day"]
    assert planner.plan(minutes=10, days_since_injury=30).prescriptions


def week_three(*ids):
    """Return the built-in catalogue with some stretches out before day 20."""
    data = sp.builtin_catalog().model_dump()
    data["id"] = "mine"
    data["stretches"] = [s | ({"first_allowed_day": 20} if s["id"] in ids else {}) for s in data["stretches"]]
    return sp.Catalog.model_validate(data)


def test_several_areas_out_of_reach_are_all_named():
    """Two demands that cannot be met are two reasons."""
    planner = sp.Planner(week_three("childs_pose", "glute_bridge"))
    error = refusal(planner, minutes=10, days_since_injury=3, targets={"pelvis", "ankles"})
    assert [conflict.demands[0].id for conflict in error.conflicts] == ["pelvis", "ankles"]
    assert helps(error) == ["from day 20, in 17 days", "without pelvis, and without ankles"]


@given(st.data())
def test_the_seconds_asked_for_are_exactly_the_seconds_needed(data):
    """For drawn catalogues: with so many more there is a plan, with one less there is none."""
    catalog = data.draw(small_catalogs())
    request = data.draw(small_requests(catalog))
    planner = sp.Planner(catalog)
    try:
        planner.plan(request)
    except sp.Infeasible as error:
        for relaxation in error.relaxations:
            if [change.kind for change in relaxation.changes] == ["more_time"]:
                needed = relaxation.request.budget_seconds
                assert planner.plan(relaxation.request).total_seconds == needed
                less = {"minutes": (needed - 1) // 60, "seconds": (needed - 1) % 60}
                with pytest.raises(sp.Infeasible):
                    planner.plan(request.model_copy(update=less))


def test_problem_details_carry_the_conflicts_and_what_would_help():
    """The form of RFC 9457, and JSON can carry it."""
    details = refusal(minutes=5, days_since_injury=1, targets={"pelvis"}).to_dict()
    assert details == json.loads(json.dumps(details))
    assert details["type"] == "urn:stretchplan:problem:infeasible"
    assert details["status"] == 409
    assert details["conflicts"][0]["demands"] == [{"kind": "area", "id": "pelvis"}]
    assert details["conflicts"][0]["rule_ids"] == ["recovery-window"]
    assert details["conflicts"][0]["message"] == details["detail"]
    assert sp.plan(sp.PlanRequest.model_validate(details["relaxations"][0]["request"]))


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
    assert str(error) == ("Because recovery-window leaves nothing of the catalogue on day 1, there is no plan.")
    assert error.relaxations == ()


def test_the_rules_of_a_reason_are_in_the_order_of_the_rules():
    """Whatever the order of the catalogue."""
    order_of_rules = [rule.id for rule in sp.rules()]
    changes = {"dose": {"kind": "hold", "min_seconds": 60, "max_seconds": 60, "min_sets": 2, "max_sets": 2}}
    data = only("knee_to_chest", "childs_pose").model_dump()
    data["stretches"] = [data["stretches"][0] | changes, data["stretches"][1] | {"first_allowed_day": 9}]
    error = refusal(sp.Planner(sp.Catalog.model_validate(data)), minutes=9, days_since_injury=1)
    (conflict,) = error.conflicts
    assert list(conflict.rule_ids) == sorted(conflict.rule_ids, key=order_of_rules.index)
    assert conflict.rule_ids == ("recovery-window", "sixty-seconds")
    assert str(error) == (
        "Because recovery-window and sixty-seconds leave nothing of the catalogue on day 1, there is no plan."
    )
    assert helps(error) == ["from day 9, in 8 days"]
