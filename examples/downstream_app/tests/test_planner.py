"""The right planner: each of its breaks is safe, and each refusal is justified."""

import pytest
from deskbreak import CATALOG, POLICY, RULES, answer, plan_break
from hypothesis import given, settings

import stretchplan as sp
from stretchplan.testing import assert_safe, catalogs, planner_contract, requests

OURS = {"catalog": CATALOG, "policy": POLICY, "rules": RULES}


def as_the_app_is_called(request: sp.PlanRequest) -> sp.Plan:
    """Translate the contract's request into a call of the app."""
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
        history=request.history,
    )


TestRight = planner_contract(as_the_app_is_called, max_examples=30, **OURS)
TestOverTheWeb = planner_contract(answer, takes="mapping", max_examples=10, **OURS)


@settings(max_examples=30)
@given(requests(CATALOG, feasible=True, screened=True))
def test_every_break_is_safe(request):
    try:
        plan = as_the_app_is_called(request)
    except sp.NoPlan:
        return  # our policy or rule leaves none, though the library's rules alone do
    assert_safe(plan, request=request, **OURS)


@given(...)
def test_request_for_another_catalogue_gets_a_plan_or_a_refusal(request: sp.PlanRequest):
    try:
        plan = as_the_app_is_called(request)
    except (sp.InvalidRequest, sp.NoPlan):
        return
    assert_safe(plan, request=request, **OURS)


@settings(max_examples=25)
@given(catalogs())
def test_our_rule_and_policy_go_with_any_catalogue(catalog):
    planner = sp.Planner(catalog, policy=POLICY, rules=RULES, explain=False)
    try:
        plan = planner.plan(minutes=10, days_since_injury=None)
    except sp.NoPlan:
        return
    assert_safe(plan, catalog=catalog, policy=POLICY, rules=RULES)


def test_what_is_at_hand_is_heeded():
    plan = plan_break(15, back_hurt_days_ago=None, at_hand={"chair"})
    assert {piece for p in plan.prescriptions for piece in CATALOG.get(p.stretch_id).needs} == {"chair"}
    with pytest.raises(sp.InvalidRequest, match="chair"):
        plan_break(15, back_hurt_days_ago=None, at_hand={"chiar"})


def test_no_break_is_longer_than_a_quarter_of_an_hour():
    assert plan_break(60, back_hurt_days_ago=None).total_seconds <= 900
