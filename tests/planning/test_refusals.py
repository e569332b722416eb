"""Does a refusal give the true reason, name the demand, and offer what would help?"""

import json
import pickle
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.planning.explain import conflicts, relaxations
from stretchplan.planning.explain.feasible import Feasibility
from stretchplan.planning.search import order
from stretchplan.planning.search.budget import NodeBudgetSpent
from stretchplan.rulebook.rules import RULES
from stretchplan.words.notices import FALLBACKS
from tests.oracles.drawing import small_catalogs, small_requests
from tests.support.refusal_cases import AllOrNothing


def refusal(planner=None, **fields):
    """Return the refusal of a request."""
    with pytest.raises(sp.Infeasible) as caught:
        (planner or sp.Planner()).plan(**fields)
    return caught.value


def members(conflict):
    """Return the members of a conflict as texts."""
    return [f"{m.kind} {m.id}" if m.kind != "minutes" else "minutes" for m in conflict.members]


def helps(error):
    """Return the messages of the relaxations."""
    return [relaxation.message for relaxation in error.relaxations]


@pytest.mark.parametrize("day", range(7))
def test_pelvis_before_day_seven_is_refused_until_day_seven(day):
    """Only the bridge works the pelvis, and it is out before day 7."""
    error = refusal(minutes=30, days_since_injury=day, targets={"pelvis", "hips"})
    (conflict,) = error.conflicts
    assert members(conflict) == ["area pelvis", "rule recovery-window"]
    assert [s.stretch_id for s in conflict.kept_out] == ["glute_bridge"]
    assert str(error) == (
        "Because only Glute Bridge works the pelvis, and the rule about the early days keeps it out "
        f"on day {day}, no plan can work the pelvis. Seated Buttock Squeeze could stand in (catalogue anywhere)."
    )
    days = "1 day" if day == 6 else f"{7 - day} days"
    assert helps(error) == [f"from day 7, in {days}", "without pelvis"]


def test_relaxation_is_a_request_with_a_plan_and_a_later_date():
    error = refusal(minutes=30, days_since_injury=2, targets={"pelvis", "hips"}, on="2026-03-01")
    later, without_pelvis = (relaxation.request for relaxation in error.relaxations)
    assert sp.plan(later).coverage["pelvis"].primary_seconds
    assert (later.days_since_injury, later.on) == (7, date(2026, 3, 6))
    assert sp.plan(without_pelvis).request.targets == {"hips"}


def test_refusal_for_time_gives_the_missing_seconds():
    error = refusal(minutes=2, days_since_injury=None, targets={"ankles", "pelvis"})
    # 15 to get down, 25 + 30 for child's pose, 10 over, 28 + 50 for ten bridges, 20 to get up; the seconds
    # of what is said first are those of tests/planning/test_exhaustive.py.
    assert helps(error) == ["fifty-eight seconds more (2 min 58 s in all)", "without pelvis"]
    fields = {"days_since_injury": None, "targets": {"ankles", "pelvis"}}
    assert sp.plan(error.relaxations[0].request).total_seconds == 178
    error = refusal(minutes=2, seconds=57, **fields)
    (conflict,) = error.conflicts
    assert members(conflict) == ["area pelvis", "area ankles", "minutes"]
    assert str(error) == (
        "Because the shortest session that works the pelvis and the ankles takes 2 min 58 s and the request has "
        "2 min 57 s, none fits."
    )


def test_five_areas_in_two_minutes_are_refused_with_one_conflict():
    """Child's pose and cat-cow work all five: 22 + (27 + 30) + 14 + (20 + 30) + 30 = 173 s."""
    error = refusal(minutes=2, days_since_injury=3, targets={"lower_back", "spine", "hips", "knees", "ankles"})
    assert all(c.least_seconds > 120 for c in error.conflicts)
    assert str(error) == (
        "Because the shortest session that works the spine and the hips takes 2 min 53 s and the request has 2 min, "
        "none fits."
    )
    assert helps(error) == ["fifty-three seconds more (2 min 53 s in all)", "without spine"]
    assert sp.plan(error.relaxations[0].request).total_seconds == 173


def test_area_that_no_stretch_works_is_refused():
    data = sp.builtin_catalog().model_dump()
    data["id"] = "mine"
    data["areas"] = [*data["areas"], {"id": "neck", "name": "neck"}]
    error = refusal(sp.Planner(sp.Catalog.model_validate(data)), minutes=9, days_since_injury=None, targets={"neck"})
    assert str(error) == "No stretch of this catalogue works the neck."
    assert members(error.conflicts[0]) == ["area neck"]
    assert helps(error) == ["without neck"]


def only(*ids, **changes):
    """Return a catalogue of only some built-in stretches, with fields of each changed."""
    data = sp.builtin_catalog().model_dump()
    data["id"] = "mine"
    data["stretches"] = [s | changes | {"ordering": {}} for s in data["stretches"] if s["id"] in ids]
    return sp.Catalog.model_validate(data)


def test_catalog_of_strengthening_alone_breaks_gentle_first():
    error = refusal(sp.Planner(only("glute_bridge")), minutes=10, days_since_injury=None, targets={"pelvis"})
    assert members(error.conflicts[0]) == ["rule gentle-first"]
    assert error.relaxations == ()
    assert "never opens with strengthening" in str(error)


def test_refusal_names_the_rule_that_excludes_the_whole_catalogue():
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


def test_each_unreachable_area_is_a_conflict():
    planner = sp.Planner(week_three("childs_pose", "glute_bridge"))
    error = refusal(planner, minutes=10, days_since_injury=3, targets={"pelvis", "ankles"})
    assert [conflict.demands[0].id for conflict in error.conflicts] == ["pelvis", "ankles"]
    assert helps(error) == ["from day 20, in 17 days", "without pelvis, and without ankles"]


@given(st.data())
def test_offered_time_is_exactly_enough(data):
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
                shorter = {"minutes": (needed - 1) // 60, "seconds": (needed - 1) % 60}
                with pytest.raises(sp.Infeasible):
                    planner.plan(request.model_copy(update=shorter))


def test_problem_details_hold_conflicts_and_relaxations():
    """The form is that of RFC 9457."""
    details = refusal(minutes=5, days_since_injury=1, targets={"pelvis"}).to_dict()
    assert details == json.loads(json.dumps(details))
    assert details["type"] == "urn:stretchplan:problem:infeasible"
    assert details["status"] == 409
    assert details["conflicts"][0]["demands"] == [{"kind": "area", "id": "pelvis"}]
    assert details["conflicts"][0]["rule_ids"] == ["recovery-window"]
    assert details["conflicts"][0]["message"] == details["detail"]
    assert sp.plan(sp.PlanRequest.model_validate(details["relaxations"][0]["request"]))


def test_a_traceback_says_what_would_have_a_plan():
    with pytest.raises(sp.Infeasible) as caught:
        sp.plan(minutes=5, days_since_injury=3, targets={"pelvis"})
    assert caught.value.__notes__ == [
        "What would have a plan: from day 7, in 4 days",
        "What would have a plan: without pelvis",
    ]


def test_refusal_survives_pickle():
    error = refusal(minutes=5, days_since_injury=1, targets={"pelvis"})
    assert pickle.loads(pickle.dumps(error)).to_dict() == error.to_dict()  # noqa: S301 -- our own bytes


def test_with_no_nodes_for_a_search_the_greedy_plan_is_handed_out():
    plan = sp.Planner(node_budget=3).plan(minutes=10, days_since_injury=None)
    assert not plan.optimal
    assert len(plan.prescriptions) > 1
    assert [n.id for n in plan.notices][-2:] == ["not-proved-best", "fallback-greedy"]
    assert sp.check(plan).ok


def test_budget_too_small_for_any_plan_raises_search_exhausted(monkeypatch):
    monkeypatch.setattr("stretchplan.planning.search.beyond_exhaustive.greedy_solution", lambda *_: None)
    with pytest.raises(sp.SearchExhausted) as caught:
        sp.Planner(node_budget=3).plan(minutes=10, days_since_injury=None)
    assert caught.value.nodes == 3
    assert "budget of 3 nodes" in str(caught.value)


def test_where_no_order_is_proved_a_quick_one_stands_in(monkeypatch):
    """Enough for one stretch and what comes straight after it; the plan is the one of usual nodes, but not proved."""
    usual = sp.Planner().plan(minutes=10, days_since_injury=None)
    monkeypatch.setattr(order, "ORDER_NODE_BUDGET", 2)
    plan = sp.Planner().plan(minutes=10, days_since_injury=None)
    assert {p.stretch_id for p in plan.prescriptions} == {p.stretch_id for p in usual.prescriptions}
    assert plan.objective == usual.objective
    assert (plan.optimal, sp.check(plan).ok) == (False, True)
    assert [n.id for n in plan.notices if n.kind == "search"] == ["not-proved-best"]
    assert not sp.Planner().plan(minutes=10, days_since_injury=None, targets={"pelvis"}).optimal


def test_waiting_that_does_not_help_is_not_offered():
    """Strengthening alone makes no session on any day."""
    data = only("glute_bridge").model_dump()
    error = refusal(sp.Planner(sp.Catalog.model_validate(data)), minutes=9, days_since_injury=1, targets={"pelvis"})
    assert str(error) == ("Because the rule about the early days leaves no stretch on day 1, there is no plan.")
    assert error.relaxations == ()


def test_conflict_lists_rules_in_rulebook_order():
    order_of_rules = [rule.id for rule in sp.rules()]
    changes = {"dose": {"kind": "hold", "min_seconds": 60, "max_seconds": 60, "min_sets": 2, "max_sets": 2}}
    data = only("knee_to_chest", "childs_pose").model_dump()
    data["stretches"] = [data["stretches"][0] | changes, data["stretches"][1] | {"first_allowed_day": 9}]
    error = refusal(sp.Planner(sp.Catalog.model_validate(data)), minutes=9, days_since_injury=1)
    (conflict,) = error.conflicts
    assert list(conflict.rule_ids) == sorted(conflict.rule_ids, key=order_of_rules.index)
    assert conflict.rule_ids == ("recovery-window", "sixty-seconds")
    assert str(error) == (
        "Because the rule about the early days and the rule about 60 seconds per side leave no stretch on day 1, "
        "there is no plan."
    )
    assert helps(error) == ["from day 9, in 8 days"]


def test_rules_of_one_family_stand_together():
    families = [rule.family for rule in RULES]
    assert families == sorted(families, key=families.index)


# --- Which conflicts and changes are tried ----------------------------------------------------------------------------


def test_waiting_past_the_year_9999_is_not_offered():
    fields = {"minutes": 9, "days_since_injury": 2, "targets": {"pelvis"}}
    assert [r.message for r in refusal(**fields, on="9999-12-26").relaxations] == [
        "from day 7, in 5 days (9999-12-31)",
        "without pelvis",
    ]
    assert [r.message for r in refusal(**fields, on="9999-12-27").relaxations] == ["without pelvis"]


def test_changes_whose_search_ends_early_are_not_offered(monkeypatch):
    fields = {"minutes": 9, "days_since_injury": 2, "targets": {"pelvis"}}
    monkeypatch.setattr(relaxations, "_MAX_TRIES", 0)
    assert [r.message for r in refusal(**fields).relaxations] == ["without pelvis"]  # the last resort
    original = Feasibility.shortest

    def ends_early(self, day, **limits):
        if not day.request.targets:
            raise NodeBudgetSpent
        return original(self, day, **limits)

    monkeypatch.setattr(Feasibility, "shortest", ends_early)
    monkeypatch.setattr("stretchplan.planning.explain.conflicts._ConflictFinder.has_session", lambda *_: False)
    monkeypatch.setattr("stretchplan.planning.explain.conflicts.conflicts", lambda *_: ((), True))
    assert all("without" not in r.message for r in refusal(**fields).relaxations)


@pytest.mark.parametrize(("tries", "helps"), [(2, ["from day 7, in 5 days"]), (1, ["without pelvis"])])
def test_number_of_tried_changes_is_limited(monkeypatch, tries, helps):
    """More time is tried first, waiting second, dropping a demand third or as the last resort."""
    monkeypatch.setattr(relaxations, "_MAX_TRIES", tries)
    fields = {"minutes": 9, "days_since_injury": 2, "targets": {"pelvis"}}
    assert [r.message for r in refusal(**fields).relaxations] == helps


@pytest.mark.parametrize(("most", "offered"), [(177, False), (178, True)])
def test_more_time_than_a_request_may_have_is_not_offered(monkeypatch, most, offered):
    """Ankles and pelvis take 178 s."""
    monkeypatch.setattr(relaxations, "_MOST_SECONDS", most)
    error = refusal(minutes=2, days_since_injury=None, targets={"ankles", "pelvis"})
    assert ("fifty-eight seconds more (2 min 58 s in all)" in [r.message for r in error.relaxations]) is offered


def refused_under(allows, **fields):
    """Return a planner whose own rule allows only some requests, and its refusal of one."""
    planner = sp.Planner(rules=[AllOrNothing("only-some", lambda _, request: allows(request))])
    return planner, refusal(planner, **fields)


@pytest.mark.parametrize("day", [20, 60])
def test_waiting_for_an_own_rule_is_tried_day_by_day(day):
    """The rule's first day is none of the days at which the library's rules change."""
    planner, error = refused_under(lambda r: (r.days_since_injury or 0) >= day, minutes=9, days_since_injury=3)
    (relaxation,) = error.relaxations
    assert relaxation.message == f"from day {day}, in {day - 3} days"
    assert planner.plan(relaxation.request).request.days_since_injury == day


def test_more_time_that_an_own_rule_forbids_is_not_offered():
    fields = {"minutes": 3, "days_since_injury": 3, "pace": "slow", "targets": {"hips", "spine"}}
    planner, error = refused_under(lambda r: r.budget_seconds <= 180, **fields)
    assert [r.message for r in error.relaxations] == ["without spine", "without hips"]
    assert all(planner.plan(r.request) for r in error.relaxations)


def test_own_rule_in_a_conflict_reads_the_original_request():
    """The rule forbids nothing while the hips are demanded, so it is not blamed when they are dropped."""
    profile = {"avoid_stretches": ["piriformis_stretch", "childs_pose"]}
    fields = {"minutes": 10, "days_since_injury": 3, "targets": {"hips"}, "profile": profile}
    _, error = refused_under(lambda r: "hips" in r.targets, **fields)
    assert [conflict.rule_ids for conflict in error.conflicts] == [()]


def test_number_of_conflicts_is_limited(monkeypatch):
    monkeypatch.setattr(conflicts, "_MAX_CONFLICTS", 2)
    data = sp.builtin_catalog().model_dump(mode="json") | {"id": "mine"}
    data["areas"] += [{"id": name, "name": name} for name in ("neck", "jaw", "toes")]
    with pytest.raises(sp.Infeasible) as caught:
        sp.Planner(sp.Catalog.model_validate(data)).plan(
            minutes=5, days_since_injury=None, targets={"neck", "jaw", "toes"}
        )
    assert [conflict.members[0].id for conflict in caught.value.conflicts] == ["neck", "jaw"]


def test_strong_pain_is_the_only_conflict():
    error = refusal(minutes=10, days_since_injury=0, targets={"pelvis"}, pain=8)
    (conflict,) = error.conflicts
    assert conflict.rule_ids == ("pain-stop",)
    assert "See a clinician if it lasts." in str(error)


def test_conflict_names_a_rule_rather_than_an_extra_area():
    """No session of 167 s has a bridge after another stretch; the upper back has no part in that."""
    error = refusal(minutes=2, seconds=47, days_since_injury=None, targets={"upper_back", "pelvis"})
    (conflict,) = error.conflicts
    assert [member.id for member in conflict.members] == ["pelvis", "gentle-first", "minutes"]
    assert str(error) == (
        "Because the shortest session that works the pelvis takes 2 min 48 s and the request has 2 min 47 s, none fits."
    )


def test_each_missing_piece_of_equipment_is_a_conflict():
    data = sp.builtin_catalog().model_dump(mode="json")
    stretches = [s | {"needs": ["chair", "strap"]} for s in data["stretches"]]
    planner = sp.Planner(sp.Catalog.model_validate(data | {"id": "mine", "stretches": stretches}))
    with pytest.raises(sp.Infeasible) as caught:
        planner.plan(minutes=9, days_since_injury=None, profile={"equipment": []})
    assert str(caught.value) == (
        "Because no chair is at hand, there is no plan. Because no strap is at hand, there is no plan."
    )
    assert [r.message for r in caught.value.relaxations] == ["with a chair, and with a strap"]


def test_a_plan_fell_back_to_one_thing_only():
    plan = sp.Planner(node_budget=3).plan(minutes=10, days_since_injury=None)
    stated = plan.model_dump(mode="json")
    other = {
        "id": "fallback-shortest",
        "text": FALLBACKS["shortest"],
        "kind": "search",
        "rule_id": None,
        "stretch_id": None,
    }
    stated["notices"].append(other)
    assert [v.message for v in sp.check(stated).violations] == [
        "The notices 'fallback-greedy' and 'fallback-shortest' contradict each other; one of them may be there."
    ]
