"""Do four weeks of plans with a history serve a person: other stretches, no area with less, and doses that rise?"""

from itertools import pairwise

import pytest

import stretchplan as sp
from tests.support import four_weeks


@pytest.fixture(scope="module")
def made():
    """The plans of 28 days by minutes, with a history and without one."""
    return {(m, remembers): four_weeks.plans(m, remembers=remembers) for m in (5, 10) for remembers in (True, False)}


def test_the_page_has_the_weeks_of_today():
    """After a change: ``just golden``."""
    assert four_weeks.PAGE.read_text(encoding="utf-8") == four_weeks.page()


@pytest.mark.parametrize("minutes", [5, 10])
def test_short_sessions_come_round_to_all_stretches(made, minutes):
    plans = made[minutes, True]
    assert all(plan.optimal and sp.check(plan).ok for plan in plans)
    for week in (plans[7:14], plans[14:21], plans[21:]):
        assert {p.stretch_id for plan in week for p in plan.prescriptions} == set(sp.builtin_catalog().by_id)
    sets = [{p.stretch_id for p in plan.prescriptions} for plan in plans]
    assert not any(one == other for one, other in pairwise(sets))


@pytest.mark.parametrize("minutes", [5, 10])
def test_no_area_gets_less_than_the_least_served_one_without_a_history(made, minutes):
    known, unknown = (four_weeks.weeks(made[minutes, remembers]) for remembers in (True, False))
    assert known.least >= unknown.least
    assert known.together > 0.89 * unknown.together


@pytest.mark.parametrize("minutes", [5, 10])
def test_the_doses_of_stretches_that_take_turns_rise(made, minutes):
    """Child's pose and cat-cow begin at 60 s, the aim. Of the other five at least four get more than at first."""
    assert four_weeks.weeks(made[minutes, True]).rose >= 4
    assert four_weeks.weeks(made[minutes, False]).rose == 0
