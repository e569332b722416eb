"""Which notices about warning signs does a plan carry?"""

import pytest

import stretchplan as sp

ALL_NO = {question.id: "no" for question in sp.screening_questions()}


def signs(planner=None, **fields):
    """Return the notices about warning signs, by id."""
    plan = (planner or sp.Planner(explain=False)).plan(minutes=5, **fields)
    kinds = ("not-screened", "partly-screened", "see-someone-soon")
    return {notice.id: notice for notice in plan.notices if notice.id.startswith(kinds)}


def test_see_someone_soon_notice_is_named_after_its_question():
    notices = signs(days_since_injury=3, screening=ALL_NO | {"first_pain_by_age": "yes"})
    assert {name: (notice.rule_id, notice.stretch_id) for name, notice in notices.items()} == {
        "see-someone-soon-first-pain-by-age": ("prompt-signs", None)
    }


@pytest.mark.parametrize(("day", "shown"), [(9, False), (10, True), (41, True), (42, True)])
def test_no_improvement_notice_starts_on_the_policys_day(day, shown):
    planner = sp.Planner(policy=sp.Policy(no_improvement_from_day=10), explain=False)
    notices = signs(planner, days_since_injury=day, screening=ALL_NO | {"not_improving": "yes"})
    assert ("see-someone-soon-not-improving" in notices) is shown
