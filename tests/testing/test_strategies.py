"""Do the strategies draw what they promise, of every kind, and shrink to small examples?"""

from time import process_time

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.rulebook.rules import RULES
from stretchplan.testing import (
    assert_safe,
    catalogs,
    plans,
    policies,
    profiles,
    requests,
    screenings,
    stretches,
    unsafe_plans,
)

STRICT = settings(suppress_health_check=[], deadline=None)
PLANNER = sp.Planner(explain=False)


def has_plan(request, planner=PLANNER):
    """Return whether a request has a plan."""
    try:
        planner.plan(request)
    except sp.Infeasible:
        return False
    return True


def drawn(strategy, count=300):
    """Return many examples of a strategy, the same ones each time."""
    found = []

    @settings(max_examples=count, database=None, derandomize=True, phases=[Phase.generate], deadline=None)
    @given(strategy)
    def collect(example):
        found.append(example)

    collect()
    return found


@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
def test_an_unsafe_plan_breaks_its_rule_once_and_no_other(rule):
    @settings(max_examples=60, suppress_health_check=[], deadline=None)
    @given(unsafe_plans(rule=rule))
    def one_violation(plan):
        assert [violation.rule_id for violation in sp.check(plan).violations] == [rule]

    one_violation()


def test_unsafe_plans_break_most_rules_in_turn():
    found = {sp.check(plan).violations[0].rule_id for plan in drawn(unsafe_plans(), 600)}
    assert len(found) > len(RULES) * 3 // 4


def test_an_unknown_rule_is_refused_with_the_nearest():
    with pytest.raises(sp.InvalidRequest, match="there is no rule 'both-side'; did you mean 'both-sides'"):
        find(unsafe_plans(rule="both-side"), lambda _: True)


@given(plans(screened=True))
@STRICT
def test_plans_are_safe(plan):
    assert_safe(plan)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_plans_of_a_drawn_catalogue_are_safe(data):
    catalog = data.draw(catalogs())
    assert_safe(data.draw(plans(catalog)), catalog=catalog)


@given(requests(feasible=True, screened=True))
@STRICT
def test_feasible_requests_have_a_plan(request):
    assert has_plan(request)


@given(requests(feasible=False))
@STRICT
def test_infeasible_requests_have_none(request):
    assert not has_plan(request)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_feasible_is_kept_for_a_drawn_catalogue(data):
    catalog = data.draw(catalogs())
    planner = sp.Planner(catalog, explain=False)
    assert has_plan(data.draw(requests(catalog, feasible=True)), planner)
    assert not has_plan(data.draw(requests(catalog, feasible=False)), planner)


def test_requests_with_and_without_a_plan_are_both_common():
    share = sum(map(has_plan, drawn(requests()))) / 300
    assert 0.25 < share < 0.9


@given(screenings(stops=True), screenings(stops=False))
@STRICT
def test_screenings_forbid_a_plan_as_the_argument_says(stopping, fine):
    request = sp.PlanRequest(minutes=20, days_since_injury=None, screening=fine)
    PLANNER.plan(request)
    with pytest.raises(sp.SeeAClinician):
        PLANNER.plan(request.model_copy(update={"screening": stopping}))


@given(policies(), profiles(), catalogs(), stretches())
@STRICT
def test_drawn_models_survive_a_json_round_trip(policy, profile, catalog, stretch):
    for value in (policy, profile, catalog, stretch):
        assert type(value).model_validate_json(value.model_dump_json()) == value


def test_drawn_catalogues_cover_every_kind():
    found = [s for c in drawn(catalogs()) for s in c.stretches]
    assert {s.style for s in found} == {"static", "dynamic", "strengthening"}
    assert {s.dose.kind for s in found} == {"hold", "flow", "repetitions"}
    assert {s.sides for s in found} == {"each", "both"}
    assert {s.loads is None for s in found} == {s.ordering.opens for s in found} == {True, False}
    assert any(s.ordering.straight_after for s in found)
    assert any(s.ordering.after for s in found)
    assert any(s.needs for s in found)


@pytest.mark.parametrize(
    ("strategy", "condition", "small"),
    [
        (requests(), lambda r: True, lambda r: (r.minutes, r.targets, r.profile) == (1, frozenset(), sp.Profile())),
        (requests(), lambda r: "pregnancy" in r.profile.conditions, lambda r: r.minutes == 1 and not r.targets),
        (plans(), lambda p: len(p.prescriptions) > 1, lambda p: p.request.minutes <= 3 and not p.request.targets),
        (catalogs(), lambda c: len(c.stretches) > 1, lambda c: len(c.stretches) == 2 and len(c.areas) == 1),
        (profiles(), lambda p: bool(p.cleared), lambda p: len(p.conditions) == len(p.cleared) == 1),
        (policies(), lambda p: p.max_sets < 4, lambda p: p.max_sets in {1, 3} and p.early_until_day == 7),
    ],
    ids=["request", "pregnant", "plan", "catalogue", "cleared", "policy"],
)
def test_examples_shrink_to_the_smallest(strategy, condition, small):
    found = find(
        strategy,
        condition,
        settings=settings(
            max_examples=2000, database=None, derandomize=True, suppress_health_check=list(HealthCheck), deadline=None
        ),
    )
    assert small(found), found


def test_a_plan_of_a_large_catalogue_is_drawn_in_a_tenth_of_a_second():
    """Hypothesis refuses slower ones. This counts processor time, which a busy machine does not change."""
    spent: list[float] = []

    @settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
    @given(st.data())
    def draw_plans(data: st.DataObject) -> None:
        before = process_time()
        catalog = data.draw(catalogs(min_stretches=20, max_stretches=40))
        assert_safe(data.draw(plans(catalog)), catalog=catalog)
        spent.append(process_time() - before)

    draw_plans()
    assert sum(spent) / len(spent) < 0.15  # 0.09 on 2026-11-28, and 2.4 before
