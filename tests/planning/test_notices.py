"""What does a plan say of the warning signs: which were left open, and what should be seen soon?"""

import pytest

import stretchplan as sp

ALL_NO = {question.id: "no" for question in sp.screening_questions()}


def signs(planner=None, **fields):
    """Return the notices about warning signs, by id."""
    plan = (planner or sp.Planner(explain=False)).plan(minutes=5, **fields)
    wanted = ("not-screened", "partly-screened", "see-someone-soon")
    return {notice.id: notice for notice in plan.notices if notice.id.startswith(wanted)}


def test_what_should_be_seen_soon_is_named_as_the_question_is():
    """With hyphens for underscores, as every notice is named, and with the rule behind it."""
    found = signs(days_since_injury=3, screening=ALL_NO | {"first_pain_by_age": "yes"})
    assert {name: (notice.rule_id, notice.stretch_id) for name, notice in found.items()} == {
        "see-someone-soon-first-pain-by-age": ("prompt-signs", None)
    }


@pytest.mark.parametrize(("day", "told"), [(9, False), (10, True), (41, True), (42, True)])
def test_no_improvement_counts_from_the_day_of_the_policy(day, told):
    """The caller's earlier day, not the library's 42."""
    planner = sp.Planner(policy=sp.Policy(no_improvement_from_day=10), explain=False)
    found = signs(planner, days_since_injury=day, screening=ALL_NO | {"not_improving": "yes"})
    assert ("see-someone-soon-not-improving" in found) is told
