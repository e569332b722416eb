"""Four weeks of six people, as golden files that are read by eye: do they serve the person, and are they safe?"""

from datetime import date

import pytest

import stretchplan as sp
from tests.support import programme_people as people


@pytest.mark.parametrize("name", people.PEOPLE)
def test_four_weeks_are_as_they_were_read(name):
    assert (people.GOLDEN / f"{name}.txt").read_text(encoding="utf-8") == people.page(name)


@pytest.mark.parametrize("name", people.PEOPLE)
def test_every_day_passes_its_check(name):
    for day in people.PEOPLE[name]():
        assert day.plan is None or sp.check(day.plan).ok


def sessions(name):
    """Return the sets of stretches of each session of a person."""
    return [
        frozenset(p.stretch_id for p in day.plan.prescriptions) for day in people.PEOPLE[name]() if day.plan is not None
    ]


def test_five_minutes_rotate_through_what_a_person_needs():
    first_week = sessions("five-minutes-from-day-0")[:7]
    assert len(set(first_week)) >= 4
    assert len(frozenset().union(*first_week)) >= 5


def test_where_there_is_time_for_everything_each_day_has_it():
    beginner = sessions("a-beginner-without-an-injury")
    assert set(map(len, beginner)) == {7}


def test_what_made_the_back_worse_is_out_for_a_week_and_amounts_are_lower():
    days = people.PEOPLE["a-flare-up-on-day-9"]()
    with_cobra = [day.on for day in days if any(p.stretch_id == "cobra_pose" for p in day.plan.prescriptions)]
    assert not [on for on in with_cobra if date(2026, 3, 11) < on < date(2026, 3, 19)]
    assert any(change.rule_id == "step-down" for change in days[10].changes)


def test_nothing_rises_in_the_week_after_a_week_away():
    days = people.PEOPLE["a-week-away"]()
    back = [day for day in days if day.on >= date(2026, 3, 16)][:7]
    assert [change.text for day in back for change in day.changes if change.rule_id == "one-step-up"] == []
