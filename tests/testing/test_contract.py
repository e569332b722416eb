"""Does the contract catch wrong planners, in words that a developer understands?"""

import re

import pytest

import stretchplan as sp
from stretchplan.testing import planner_contract
from tests.support import wrong_planners
from tests.support.first_failure import without_shrinking

SAFE = "test_a_plan_is_safe"

CAUGHT = [
    (wrong_planners.bridge_in_week_one, SAFE, r"recovery-window: Glute Bridge is planned on day \d after the injury"),
    (wrong_planners.one_side_only, SAFE, r"both-sides: .* works left \d+ × and right \d+ ×; both need the same number"),
    (
        wrong_planners.a_second_over,
        SAFE,
        r"has because\.budget_seconds \d+; it must be \d+\.|'minutes-unfilled' does not belong|fits-the-minutes",
    ),
    (
        wrong_planners.overlapping_steps,
        SAFE,
        r"whole-schedule: This step starts at \d+ s, but the step before it ends at",
    ),
    (
        wrong_planners.forgets_conditions,
        SAFE,
        r"the request states [a-z_]+ and no clearance|The effects must show",
    ),
    (
        wrong_planners.plans_through_pain,
        "test_what_no_plan_can_do_is_refused",
        r"pain-stop: Pain now is (6|7|8|9|10) of 10",
    ),
    (
        wrong_planners.unstated_is_healthy,
        "test_an_unstated_injury_is_refused",
        r"the days since the injury were not stated, and the planner made a plan; it must raise",
    ),
    (
        wrong_planners.deaf_to_warning_signs,
        "test_a_warning_sign_stops_everything",
        r"with yes to [a-z_, ]+ there is no plan; the planner must raise SeeAClinician",
    ),
    (wrong_planners.bears_much_pain, "test_what_no_plan_can_do_is_refused", r"pain-stop: Pain now is [789] of 10"),
    (
        wrong_planners.plays_signs_down,
        "test_a_warning_sign_stops_everything",
        r"the urgency is '(emergency|same_day)', for [a-z_, ]+; the planner says 'clinician_first'",
    ),
    (
        wrong_planners.reads_two_conditions,
        SAFE,
        r"the request states [a-z_]+ and no clearance|The effects must show",
    ),
    (wrong_planners.hurries, SAFE, r"fits-the-minutes: This step leaves \d+ s for [a-z_]+; it takes at least \d+ s"),
    (wrong_planners.always_gives_up, "test_a_refusal_is_deserved", r"there is a plan, and the planner says: no plan"),
    (
        wrong_planners.forgets_the_days_before,
        "test_a_plan_minds_the_sessions_before",
        r"low-start|one-step-up|step-down|-restart|aggravating-leave",
    ),
    (wrong_planners.remembers, "test_the_same_request_has_the_same_plan", r"it made two different plans"),
    (wrong_planners.returns_nothing, SAFE, r"the planner returned NoneType for PlanRequest\("),
    (
        wrong_planners.claims_too_much,
        "test_a_claim_to_be_optimal_is_true",
        r"it says that its plan is the best, with Objective\(.*; there is one with Objective\(",
    ),
]


def under_a_policy(request):
    return wrong_planners.RIGHT.plan(request)


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        ({"pain_stop_from": 2, "pain_lowest_doses_from": 1}, "pain-stop"),
        ({"first_allowed_days": {"cobra_pose": 90}}, "recovery-window"),
        ({"early_until_day": 100, "repair_until_day": 120}, "early-dose|fits-the-minutes"),
        ({"early_max_sets": 1}, "early-dose"),
        ({"least_pace": {"change_side_seconds": 9}}, "fits-the-minutes"),
    ],
)
def test_a_planner_that_loses_the_policy_is_caught(bounds, words):
    with without_shrinking():
        contract = planner_contract(under_a_policy, policy=sp.Policy(**bounds), max_examples=300)
    with pytest.raises(AssertionError, match=words):
        contract().test_a_plan_is_safe()


def first_words(error):
    """Return the message of an assertion without the lines that Hypothesis adds."""
    return str(error.value)


@pytest.mark.parametrize(("planner", "clause", "words"), CAUGHT, ids=[planner.__name__ for planner, _, _ in CAUGHT])
def test_a_wrong_planner_is_caught(planner, clause, words):
    with without_shrinking():  # what a shorter example shows depends on the time that is left to look for one
        contract = planner_contract(planner, max_examples=300)  # few requests state three conditions
    with pytest.raises(AssertionError) as caught:
        getattr(contract(), clause)()
    assert re.search(words, first_words(caught)), first_words(caught)
    assert any(start in first_words(caught) for start in ("PlanRequest(", "the days since", "with yes to"))


def test_the_message_shows_the_steps():
    contract = planner_contract(wrong_planners.overlapping_steps, max_examples=50)
    with pytest.raises(AssertionError) as caught:
        contract().test_a_plan_is_safe()
    message = first_words(caught)
    assert message.splitlines()[0].startswith("for PlanRequest(minutes=2, days_since_injury=None")
    assert "the plan breaks 1 rule (rules 1.3):" in message
    assert re.search(r"at step 1, 0:39, \d+ s, (hold|move|repeat)", message)


def clauses(contract):
    """Return the names of a contract's tests."""
    return [name for name in vars(contract) if name.startswith("test_")]


TestOurs = planner_contract(sp.plan, max_examples=60)
TestOurPlanner = planner_contract(wrong_planners.RIGHT.plan, max_examples=60)
TestOurJson = planner_contract(
    lambda fields: wrong_planners.RIGHT.plan(sp.PlanRequest.model_validate(fields)).model_dump_json(),
    takes="mapping",
    max_examples=60,
)
_CAREFUL = sp.Policy(early_until_day=10, max_sets=2, forbidden_positions=frozenset({"prone"}), max_session_seconds=600)
TestUnderAPolicy = planner_contract(sp.Planner(policy=_CAREFUL, explain=False).plan, policy=_CAREFUL, max_examples=60)


_ALL_ASKED = sp.Policy(require_screening=True)
TestWhereScreeningIsRequired = planner_contract(
    sp.Planner(policy=_ALL_ASKED, explain=False).plan, policy=_ALL_ASKED, max_examples=30
)


def test_a_planner_that_ignores_the_policy_is_caught():
    with without_shrinking():
        contract = planner_contract(sp.plan, policy=_CAREFUL)
    with pytest.raises(AssertionError, match=r"caller-policy|early-dose|sixty-seconds"):
        contract().test_a_plan_is_safe()


def test_each_contract_is_a_new_class_with_documented_tests():
    assert clauses(TestOurs) == clauses(TestOurJson) != []
    for name in clauses(TestOurs):
        assert getattr(TestOurs, name) is not getattr(TestOurJson, name)
        assert getattr(TestOurs, name).__doc__
