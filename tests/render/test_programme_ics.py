"""Does the calendar file of a programme keep its events when the programme is planned again, as readers see it?"""

from datetime import date, time, timedelta
from typing import Any

import pytest
from icalendar import Calendar

import stretchplan as sp
from tests.support.format_readers import calendar
from tests.support.hostile_texts import HOSTILE
from tests.support.sample_programmes import day_0, every_kind, lengthened, spoilt_programme


def events(text: str) -> dict[str, Any]:
    """Return the events of a calendar by their UID, as icalendar reads them."""
    found = {str(event["UID"]): event for event in Calendar.from_ical(text).walk("VEVENT")}
    assert len(found) == text.count("BEGIN:VEVENT")
    return found


def days(found: dict[str, Any], *, cancelled: bool = False) -> set[date]:
    """Return the dates of the events that are cancelled, or of the others."""
    return {event["DTSTART"].dt.date() for event in found.values() if (event.get("STATUS") == "CANCELLED") is cancelled}


def replanned(made: sp.Programme, start: str, **changes: Any) -> sp.Programme:
    """Return a programme planned again from a day on, its sessions before done as planned."""
    first = date.fromisoformat(start)
    before = [
        sp.record_of(plan, pain_after=3, pain_next_day=3)
        for plan in made.plans
        if plan.request.on is not None and plan.request.on < first
    ]
    return sp.Planner().replan(made, start, before, **changes)


def test_each_session_is_an_event_and_no_other_day_is():
    made = every_kind()
    text = made.to_ics(at=time(7, 30), zone="Europe/Berlin")
    sessions = {plan.request.on: plan for plan in made.plans}
    assert days(events(text)) == set(sessions)
    for event in calendar(text).events:
        assert event.dtend - event.dtstart == timedelta(seconds=sessions[event.dtstart.date()].total_seconds)
        assert (event.dtstart.hour, event.dtstart.minute) == (7, 30)


def test_events_keep_their_identity_when_the_programme_is_planned_again():
    made = day_0()
    again = replanned(made, "2026-03-16", minutes=5)
    before, after = events(made.to_ics(series="anna")), events(again.to_ics(series="anna", revision=1))
    late = {uid: event for uid, event in before.items() if event["DTSTART"].dt.date() >= date(2026, 3, 16)}
    assert after.keys() == late.keys()
    for uid, event in after.items():
        assert event["DTSTART"] == late[uid]["DTSTART"]
        assert event["SUMMARY"] != late[uid]["SUMMARY"]
        assert event["SEQUENCE"] > late[uid]["SEQUENCE"]
        assert event["DTSTAMP"].dt > late[uid]["DTSTAMP"].dt


def test_a_day_that_has_no_session_any_more_is_cancelled():
    """It is a rest day now; what its event says of the session is gone."""
    made = day_0()
    fewer = sp.Planner().programme(made.request, made.starts_on, 28, days_per_week=3)
    text = fewer.to_ics(revision=1, replaces=made, alarm_minutes=10)
    found, before = events(text), events(made.to_ics())
    assert found.keys() == before.keys()
    kept = {plan.request.on for plan in fewer.plans}
    assert days(found) == kept
    assert days(found, cancelled=True) == {plan.request.on for plan in made.plans} - kept
    for event in found.values():
        is_cancelled = event.get("STATUS") == "CANCELLED"
        assert event["SUMMARY"].startswith("Cancelled: Stretching, " if is_cancelled else "Stretching, ")
        assert ("DESCRIPTION" in event) is not is_cancelled
        assert bool(event.walk("VALARM")) is not is_cancelled
        assert event.get("TRANSP", "OPAQUE") == ("TRANSPARENT" if is_cancelled else "OPAQUE")
        assert event["SEQUENCE"] == 1
    starts = [event["DTSTART"].dt for event in Calendar.from_ical(text).walk("VEVENT")]
    assert starts == sorted(starts)


def test_sessions_before_the_first_day_are_past_and_stay():
    made = day_0()
    again = replanned(made, "2026-03-16")
    found = events(again.to_ics(revision=1, replaces=made))
    assert min(days(found)) == date(2026, 3, 16)
    assert days(found, cancelled=True) == set()


def test_a_programme_that_ends_earlier_cancels_what_comes_after():
    made = day_0()
    shorter = made.model_copy(update={"days": made.days[:14], "weeks": made.weeks[:2]})
    found = events(shorter.to_ics(revision=2, replaces=made))
    assert min(days(found, cancelled=True)) == date(2026, 3, 16)
    assert len(days(found, cancelled=True)) == 12


def test_a_programme_without_a_session_left_is_all_cancelled():
    made = every_kind()
    resting = [day.model_copy(update={"kind": "rest", "plan": None}) for day in made.days]
    none = made.model_copy(update={"days": tuple(resting)})
    found = events(none.to_ics(revision=1, replaces=made))
    assert days(found) == set()
    assert len(days(found, cancelled=True)) == len(made.plans)
    with pytest.raises(ValueError, match="no day of this programme has a session"):
        none.to_ics()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"replaces": 7}, "^replaces is 7; give the programme whose events the calendar has$"),
        ({"replaces": "made"}, "^replaces is 'made'; give the programme"),
        ({"zone": "Berlin"}, "Berlin"),
        ({"revision": -1}, "^revision is -1; it must be a whole number from 0"),
    ],
)
def test_wrong_values_are_one_clear_sentence(given: dict[str, Any], words: str):
    with pytest.raises(ValueError, match=words) as caught:
        day_0().to_ics(**given)
    assert "\n" not in str(caught.value)


def test_what_replaces_another_needs_a_higher_revision():
    with pytest.raises(ValueError, match="a calendar accepts a changed event only"):
        day_0().to_ics(replaces=day_0())


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_stays_inside_its_event(text: str):
    made = spoilt_programme(text)
    plain = every_kind().to_ics().count("\r\nBEGIN:")
    written = made.to_ics()
    assert written.count("\r\nBEGIN:") == plain
    assert len(calendar(written).events) == len(made.plans)


def test_a_year_is_one_file():
    made = lengthened(day_0(), 366)
    found = events(made.to_ics(details="short"))
    assert len(found) == len(made.plans)


def test_a_cancelled_session_says_so_in_its_language():
    planner, request = sp.Planner(language="de"), sp.PlanRequest(minutes=10, days_since_injury=3)
    longer, shorter = (planner.programme(request, "2026-03-02", days) for days in (2, 1))
    kept, gone = sorted(events(shorter.to_ics(revision=1, replaces=longer)).values(), key=lambda one: one["DTSTART"].dt)
    assert kept["SUMMARY"].startswith("Dehnen, ")
    assert gone["SUMMARY"].startswith("Abgesagt: Dehnen, ")
