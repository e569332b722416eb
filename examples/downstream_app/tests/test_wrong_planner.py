"""A wrong planner: the contract catches each of its mistakes, in words that say where to look."""

from functools import partial

import pytest
from deskbreak import CATALOG, POLICY, RULES
from wrong_planner import quick_break

import stretchplan as sp
from stretchplan.testing import assert_safe, planner_contract


def contract(forgets="", max_examples=300):
    """Return the contract of the hand-written planner with one mistake."""
    planner = partial(quick_break, forgets=forgets)
    return planner_contract(planner, catalog=CATALOG, policy=POLICY, rules=RULES, max_examples=max_examples)()


def test_without_a_mistake_its_plans_are_safe():
    contract(max_examples=100).test_a_plan_is_safe()


@pytest.mark.parametrize(
    ("forgets", "words"),
    [
        ("first days", r"recovery-window: .* is planned on day \d+ after the injury; it is allowed from day \d+"),
        ("second sides", r"both-sides: .* works left 1 × and right 0 ×"),
        ("conditions", r"osteoporosis: The effects must show that '\w+' is adapted with 'osteoporosis'"),
        ("the clock", r"fits-the-minutes: The session takes \d+ s; the request allows \d+ s"),
    ],
)
def test_a_mistake_is_caught(forgets, words):
    with pytest.raises(AssertionError, match=rf"for PlanRequest\((?s:.)*{words}"):
        contract(forgets).test_a_plan_is_safe()


def test_a_forgotten_condition_in_words():
    request = sp.PlanRequest(
        minutes=5, days_since_injury=None, targets={"chest"}, profile={"conditions": {"wrist_pain"}}
    )
    with pytest.raises(AssertionError, match="Push-up at the wall is planned although the request states wrist_pain"):
        assert_safe(quick_break(request, forgets="conditions"), request=request, catalog=CATALOG, rules=RULES)


def test_giving_up_is_caught():
    with pytest.raises(AssertionError, match=r"there is a plan, and the planner says: a quick break"):
        contract().test_a_refusal_is_deserved()


def test_boasting_is_caught():
    with pytest.raises(AssertionError, match=r"it says that its plan is the best, with .*; there is one with"):
        contract(max_examples=30).test_a_claim_to_be_optimal_is_true()
