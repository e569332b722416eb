"""Do plans with the required notices pass, and does the checker stop what the planner stops?"""

import itertools

import pytest

import stretchplan as sp
from stretchplan.results.plan import Plan
from stretchplan.safety.check import check, violations_of
from tests.support.broken_plans.signs import NO, SOON, STOPS, answered, told
from tests.support.plan_builder import BUILTIN
from tests.support.sample_plans import full


def test_required_notices_pass():
    """All answered, some answered, none answered, and each prompt sign with its notice."""
    assert check(answered()).violations == ()
    assert check(full(screening={})).violations == ()
    open_night = (
        "Not answered about warning signs: pain at night that no position eases. "
        "If this may be so, do not stretch: get medical help first."
    )
    plan = told(answered(night_pain="unanswered"), "partly-screened", "honest-notice", open_night)
    assert check(plan).violations == ()
    words = {
        "first_pain_by_age": "A first back pain under 20 or over 55 should be seen by a clinician soon.",
        "not_improving": "A back that does not get better should be seen by a clinician soon.",
        "pregnancy": "In pregnancy, ask the midwife or doctor before doing these stretches.",
    }
    for name in SOON.split()[:2]:  # pregnancy is a condition too
        plan = told(answered(**{name: "yes"}), f"see-someone-soon-{name.replace('_', '-')}", text=words[name])
        assert check(plan).violations == ()


def test_a_plan_from_before_there_was_screening_is_as_unscreened():
    plan = full()
    del plan["request"]["screening"]
    assert check(plan).ok


@pytest.mark.parametrize(("day", "due"), [(0, False), (41, False), (42, True), (None, True)])
def test_no_improvement_is_due_from_day_42_on(day, due):
    """With no recent injury it is always due."""
    plan = answered(not_improving="yes")
    plan["request"]["days_since_injury"] = day
    assert ("prompt-signs" in {v.rule_id for v in check(plan).violations}) is due


def test_every_pair_of_answers_is_reported_under_its_rules():
    rules = {name: rule for rule, names in STOPS.items() for name in names.split()}
    for one, two in itertools.combinations(rules, 2):
        found = check(answered(**{one: "yes", two: "yes"})).violations
        assert sorted(v.rule_id for v in found) == sorted((rules[one], rules[two]))
        assert all(any(repr(name) in v.message for name in (one, two)) for v in found)


def test_the_judge_and_the_planner_agree_on_every_answer():
    for name in NO:
        for answer in ("yes", "no", "unanswered"):
            answers = NO | {name: answer}
            plan = answered(**{name: answer})
            stops = {v.rule_id for v in check(plan).violations} & set(STOPS)
            try:
                made = sp.plan(minutes=10, days_since_injury=None, screening=answers)
                against: set[str] = set()
                assert check(made).ok
            except sp.SeeAClinician as error:
                against = set(error.rule_ids)
            assert against == stops


def test_an_answer_that_was_never_validated_counts_as_a_yes():
    plan = Plan.model_validate(answered())
    for odd in (True, None, "YES", ["no"]):
        screening = sp.Screening.model_construct(**(dict(plan.request.screening) | {"chest_pain": odd}))
        request = sp.PlanRequest.model_construct(**(dict(plan.request) | {"screening": screening}))
        found = violations_of(plan.model_copy(update={"request": request}), BUILTIN)
        assert "emergency-signs" in {v.rule_id for v in found}
