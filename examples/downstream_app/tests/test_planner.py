"""The right planner: every break that it hands out is safe, and every refusal is deserved."""

import pytest
from deskbreak import CATALOG, POLICY, RULES, answer, plan_break
from hypothesis import given, settings

import stretchplan as sp
from stretchplan.testing import assert_safe, catalogs, planner_contract, requests

OURS = {"catalog": CATALOG, "policy": POLICY, "rules": RULES}


def as_the_app_is_called(request: sp.PlanRequest) -> sp.Plan:
    """Put the contract's request into the app's own words."""
    return plan_break(
        request.minutes,
        back_hurt_days_ago=request.days_since_injury,
        areas=request.targets,
        seconds=request.seconds,
        pain=request.pain,
        on=request.on,
        pace=request.pace,
        screening=request.screening,
        profile=request.profile,
    )


TestRight = planner_contract(as_the_app_is_called, max_examples=30, **OURS)
TestOverTheWeb = planner_contract(answer, takes="mapping", max_examples=10, **OURS)


@settings(max_examples=30)
@given(requests(CATALOG, feasible=True, screened=True))
def test_every_break_is_safe(request):
    """Under the library's rules, our policy and our own rule, and for just what was asked."""
    try:
        plan = as_the_app_is_called(request)
    except sp.NoPlan:
        return  # our policy or rule leaves none, though the library's rules alone do
    assert_safe(plan, request=request, **OURS)


@given(...)
def test_a_request_for_somebody_elses_catalogue_is_answered_plainly(request: sp.PlanRequest):
    """Whatever its areas and stretches are: a safe plan, or a refusal that can be shown, and no traceback."""
    try:
        plan = as_the_app_is_called(request)
    except (sp.InvalidRequest, sp.NoPlan):
        return
    assert_safe(plan, request=request, **OURS)


@settings(max_examples=25)
@given(catalogs())
def test_our_rule_and_policy_go_with_any_catalogue(catalog):
    """The day on which the app lets its users write their own."""
    planner = sp.Planner(catalog, policy=POLICY, rules=RULES, explain=False)
    try:
        plan = planner.plan(minutes=10, days_since_injury=None)
    except sp.NoPlan:
        return
    assert_safe(plan, catalog=catalog, policy=POLICY, rules=RULES)


def test_what_is_at_hand_is_heeded():
    """Without a wall and a strap nothing needs one; a slip of the pen is an error."""
    plan = plan_break(15, back_hurt_days_ago=None, at_hand={"chair"})
    assert {piece for p in plan.prescriptions for piece in CATALOG.get(p.stretch_id).needs} == {"chair"}
    with pytest.raises(sp.InvalidRequest, match="chair"):
        plan_break(15, back_hurt_days_ago=None, at_hand={"chiar"})


def test_no_break_is_longer_than_a_quarter_of_an_hour():
    """However much time there is."""
    assert plan_break(60, back_hurt_days_ago=None).total_seconds <= 900
