"""Does a calendar hold each session once and at its time, however often it is imported?"""

import io
import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.render import to_caldav, to_ics
from tests.support import german
from tests.support.format_readers import calendar
from tests.support.hostile_texts import HOSTILE, NARROWED, PLAN, changed, spoilt

DAY = date(2026, 1, 31)
DATED = changed(request=PLAN.request.model_copy(update={"on": DAY}))


def on(day: date, plan: sp.Plan = PLAN) -> sp.Plan:
    """Return a plan on a day."""
    return plan.model_copy(update={"request": plan.request.model_copy(update={"on": day})})


def lines(text: str) -> list[str]:
    """Return the lines of a calendar, unfolded."""
    return text.replace("\r\n ", "").split("\r\n")


def values(text: str, name: str) -> list[str]:
    """Return the values of a property, also of one with parameters."""
    return [line.split(":", 1)[1] for line in lines(text) if re.match(f"{name}[;:]", line)]


def test_required_properties_are_there():
    text = to_ics([on(DAY), on(DAY + timedelta(1))])
    assert lines(text)[0] == "BEGIN:VCALENDAR"
    assert text.endswith("END:VCALENDAR\r\n")
    assert len(values(text, "PRODID")) == len(values(text, "VERSION")) == 1
    for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "LAST-MODIFIED"):
        assert len(values(text, name)) == text.count("BEGIN:VEVENT") == 2
    for event in calendar(text).events:
        assert event.dtend - event.dtstart == timedelta(seconds=PLAN.total_seconds)
        assert event.uid
        assert event.dtstamp


def test_event_as_an_independent_reader_finds_it():
    (event,) = calendar(DATED.to_ics()).events
    assert (event.dtstart, event.dtend) == (datetime(2026, 1, 31, 8), datetime(2026, 1, 31, 8, 9, 26))
    assert event.summary == "Stretching, 9 min 26 s"
    assert event.sequence == 0
    assert event.dtstamp == datetime(2026, 1, 31, tzinfo=UTC)
    assert not event.alarm
    for notice in PLAN.notices:
        assert f"! {notice.text}\n" in (event.description or "")
    for one in PLAN.prescriptions:
        assert one.name in (event.description or "")


def test_reading_the_same_day_in_again_updates_it():
    assert DATED.to_ics() == DATED.to_ics()
    other = sp.plan(minutes=5, days_since_injury=60, on=DAY)
    assert values(other.to_ics(), "UID") == values(DATED.to_ics(), "UID")
    again = other.to_ics(revision=1)
    assert values(again, "UID") == values(DATED.to_ics(), "UID")
    assert values(again, "SEQUENCE") == ["1"]
    assert values(again, "DTSTAMP") == values(again, "LAST-MODIFIED") == ["20260131T000001Z"]
    assert values(DATED.to_ics(at=time(7), zone="Asia/Tokyo", alarm_minutes=5), "UID") == values(DATED.to_ics(), "UID")


def test_uids_never_change():
    """With another UID a session that is already in a calendar would appear twice."""
    assert uid() == "0b492408-e94f-52e1-bc7c-8f5e0806111d"
    assert uid(series="Ada", at=time(19)) == "9c1511ee-9857-57d3-9b3c-6683364908a3"


def uid(plan: sp.Plan = DATED, **arguments: Any) -> str:
    """Return the UID of a plan's one event."""
    (found,) = values(to_ics(plan, **arguments), "UID")
    return found


def of_catalog(**fields: str) -> sp.Plan:
    """Return the plan as if it were from another catalogue."""
    return DATED.model_copy(update={"catalog": DATED.catalog.model_copy(update=fields)})


def test_morning_and_evening_people_and_catalogues_are_different_events():
    kinds: list[dict[str, Any]] = [
        {"at": time(7, 30)},
        {"at": time(13)},
        {"at": time(19)},
        {"at": time(7, 30), "series": "Ada"},
        {"at": time(7, 30), "series": "Ben"},
        {"at": time(7, 30), "slot": "before work"},
        {"at": time(7, 30), "slot": "Ada"},
        {"at": time(7, 30), "plan": of_catalog(id="mine")},
        {"at": time(7, 30), "plan": on(DAY + timedelta(1))},
    ]
    assert len({uid(**kind) for kind in kinds}) == len(kinds)


def test_no_text_passes_for_two_others():
    assert uid(slot='a", "b', series="c") != uid(slot="a", series='b", "c')
    assert uid(slot="a/b", series="c") != uid(slot="a", series="b/c")
    assert uid(series="\ud800") != uid(series="\ud801")


@pytest.mark.parametrize(
    ("first", "moved"), [(time(7, 30), time(11, 59, 59)), (time(12), time(16, 59)), (time(17), time(23, 30))]
)
def test_a_session_that_moves_within_its_part_of_the_day_keeps_its_event(first: time, moved: time):
    assert uid(at=first) == uid(at=moved)


def test_a_named_session_keeps_its_event_at_any_time():
    assert uid(at=time(7), slot="first") == uid(at=time(21), slot="first")
    assert uid(at=time(7)) == uid(at=time(13), slot="morning") == uid()


def test_a_session_planned_again_replaces_its_own_event_with_a_higher_sequence():
    again = sp.plan(minutes=5, days_since_injury=61, on=DAY, profile={"conditions": {"wrist_pain"}}, pain=2)
    newer = of_catalog(version="9.9.9", digest="0" * 64)
    for plan in (again, newer):
        text = plan.to_ics(at=time(8, 15), zone="Asia/Tokyo", revision=1)
        assert (values(text, "UID"), values(text, "SEQUENCE")) == ([uid()], ["1"])


def test_each_plan_has_its_time_person_slot_and_revision():
    plans = [DATED, on(DAY, NARROWED), DATED, DATED]
    text = to_ics(
        plans,
        at=[time(7, 30), time(19), time(7, 30), time(6)],
        series=["Ada", "Ada", "Ben", "Ada"],
        slot=[None, None, None, "early"],
        revision=[0, 3, 0, 1],
    )
    assert [(e.dtstart.hour, e.sequence) for e in calendar(text).events] == [(6, 1), (7, 0), (7, 0), (19, 3)]
    alone = [
        uid(at=time(6), series="Ada", slot="early"),
        uid(at=time(7, 30), series="Ada"),
        uid(at=time(7, 30), series="Ben"),
        uid(on(DAY, NARROWED), at=time(19), series="Ada"),
    ]
    assert values(text, "UID") == alone


@pytest.mark.parametrize("at", [None, time(8), [time(8), time(9)]])
def test_two_plans_for_one_session_are_refused(at: Any):
    words = "two plans are for one session, the 'morning' of 2026-01-31; give each a name in slot"
    with pytest.raises(ValueError, match=words):
        to_ics([DATED, on(DAY, NARROWED)], at=at)


@pytest.mark.parametrize("plans", [["plan"], [None], [{}]])
def test_what_is_no_plan_is_refused(plans: Any):
    with pytest.raises(ValueError, match=r"is no plan; give plans, such as those of stretchplan\.plan"):
        to_ics(plans)


def test_a_date_may_be_text():
    assert PLAN.to_ics(on="2026-01-31") == PLAN.to_ics(on=DAY) == DATED.to_ics()


def test_a_week_is_a_week_of_events():
    days = [on(DAY + timedelta(n)) for n in (2, 0, 1)]
    text = to_ics([*days, on(DAY, NARROWED)], at=[time(8), time(8), time(8), time(18)])
    uids = values(text, "UID")
    assert len(set(uids)) == 4
    assert [e.dtstart.date() for e in calendar(text).events] == [DAY, DAY, DAY + timedelta(1), DAY + timedelta(2)]
    assert uids[0] == uid()
    assert not {*uids} & {*values(to_ics(days, series="Ada"), "UID")}
    assert to_ics(iter(days)) == to_ics(sorted(days, key=lambda plan: plan.request.on or DAY))


def test_alarm_minutes_before_the_start():
    (event,) = calendar(DATED.to_ics(alarm_minutes=10)).events
    (alarm,) = event.alarm
    assert (alarm.action, alarm.trigger) == ("DISPLAY", timedelta(minutes=-10))
    assert alarm.description
    (event,) = calendar(DATED.to_ics(alarm_minutes=0)).events
    assert event.alarm[0].trigger == timedelta(0)


def test_a_zone_is_named_and_described():
    text = DATED.to_ics(at=time(7, 30), zone="America/New_York")
    assert "DTSTART;TZID=America/New_York:20260131T073000" in lines(text)
    assert values(text, "TZID") == ["America/New_York"]
    (event,) = calendar(text).events
    assert event.dtstart == datetime(2026, 1, 31, 7, 30, tzinfo=ZoneInfo("America/New_York"))
    assert "BEGIN:VTIMEZONE" not in DATED.to_ics()


@pytest.mark.parametrize("name", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"])
@given(day=st.dates(date(2026, 1, 1), date(2026, 12, 31)), hour=st.integers(0, 23))
def test_the_description_of_the_zone_gives_the_same_moment(name: str, day: date, hour: int):
    text = on(day).to_ics(at=time(hour), zone=name)
    (event,) = calendar(text).events
    (start,) = values(text, "DTSTART;TZID")[-1:] or values(text, "DTSTART")[-1:]
    assert event.dtend.astimezone(UTC) - event.dtstart.astimezone(UTC) == timedelta(seconds=PLAN.total_seconds)
    if "BEGIN:VTIMEZONE" in text:
        described = tzical(io.StringIO(text.replace("\r\n", "\n"))).get(name)
        local = datetime.strptime(start, "%Y%m%dT%H%M%S")
        assert local.replace(tzinfo=described).astimezone(UTC) == event.dtstart.astimezone(UTC)


@pytest.mark.parametrize(
    ("day", "at", "start", "end"),
    [
        # Berlin's clocks go from 2:00 to 3:00 on 2026-03-29, and from 3:00 back to 2:00 on 2026-10-25.
        (date(2026, 3, 29), time(1, 55), "20260329T015500", "20260329T030426"),
        (date(2026, 3, 29), time(2, 30), "20260329T033000", "20260329T033926"),
        # One hour has one name for two moments: both ends are in UTC where either lies in it.
        (date(2026, 10, 25), time(1, 50), "20261025T015000", "20261025T015926"),
        (date(2026, 10, 25), time(1, 55), "20261024T235500Z", "20261025T000426Z"),
        (date(2026, 10, 25), time(2, 30), "20261025T003000Z", "20261025T003926Z"),
        (date(2026, 10, 25), time(2, 55), "20261025T005500Z", "20261025T010426Z"),
        (date(2026, 10, 25), time(2, 30, fold=1), "20261025T003000Z", "20261025T003926Z"),
        (date(2026, 10, 25), time(3), "20261025T030000", "20261025T030926"),
    ],
)
def test_session_length_where_clocks_change(day: date, at: time, start: str, end: str):
    """The session takes as long as the plan says, and no end is before its start."""
    text = on(day).to_ics(at=at, zone="Europe/Berlin")
    assert values(text, "DTSTART")[-1] == start
    assert values(text, "DTEND")[-1] == end
    (event,) = calendar(text).events
    assert event.dtend.astimezone(UTC) - event.dtstart.astimezone(UTC) == timedelta(seconds=PLAN.total_seconds)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_folded_and_escaped(text: str):
    made = spoilt(text).to_ics(alarm_minutes=1)
    assert all(len(line.encode()) <= 75 for line in made.split("\r\n"))
    plain = NARROWED.to_ics(alarm_minutes=1)
    assert [re.match("[A-Z-]*", line)[0] for line in lines(made)] == [  # type: ignore[index]
        re.match("[A-Z-]*", line)[0]  # type: ignore[index]
        for line in lines(plain)
    ]
    (event,) = calendar(made).events
    assert len((event.description or "").splitlines()) == len(
        (calendar(plain).events[0].description or "").splitlines()
    )


def test_hostile_series_and_zone_do_not_reach_the_calendar():
    assert "EVIL" not in DATED.to_ics(series="\r\nEVIL:1")
    for zone in ("../../etc/passwd", "\r\nEVIL", "", "/etc/localtime", "a" * 5000, "nul\x00"):
        with pytest.raises(ValueError, match="is not a time zone that this machine knows; ") as got:
            DATED.to_ics(zone=zone)
        assert "\n" not in str(got.value)
        assert len(str(got.value)) < 300


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"zone": "Europe/Berln"}, "'Europe/Berln' is not a time zone.*did you mean 'Europe/Berlin'"),
        ({"at": time(7, tzinfo=UTC)}, "at has a time zone of its own"),
        ({"zone": "localtime"}, "'localtime' is not a time zone"),  # another one on each machine
        ({"zone": "Factory"}, "'Factory' is not a time zone"),
        ({"zone": ZoneInfo("Europe/Berlin")}, "a value of type ZoneInfo is not a time zone"),
        ({"alarm_minutes": -1}, "alarm_minutes is -1; it must be a whole number from 0 to 10080"),
        ({"alarm_minutes": 10_081}, "alarm_minutes is 10081"),
        ({"alarm_minutes": "10"}, "alarm_minutes is '10'; it must be a whole number"),
        ({"alarm_minutes": 10.5}, "alarm_minutes is 10.5; it must be a whole number"),
        ({"revision": -1}, "revision is -1; it must be a whole number from 0 to 2147483647"),
        ({"revision": 2**31}, "revision is 2147483648; "),
        ({"revision": True}, "revision is True; it must be a whole number"),
        ({"private": None}, "private is None; it is True or False"),
        ({"private": 0}, "private is 0; it is True or False"),
        ({"revision": "1"}, "revision is '1'; it must be a whole number"),
        ({"on": "31.01.2026"}, "on: '31.01.2026' is not allowed; give a date such as 2026-01-31"),
        ({"on": "2026-02-30"}, "on: '2026-02-30' is not allowed; give a date such as 2026-01-31"),
        ({"on": datetime(2026, 1, 31, 8)}, "on: datetime.datetime.* is not allowed; give a date"),
        ({"on": 20260131}, "on: 20260131 is not allowed; give a date such as 2026-01-31"),
        ({"at": "07:30"}, r"at is '07:30'; give a time of day, such as datetime.time\(7, 30\)"),
        ({"at": 7}, "at is 7; give a time of day"),
        ({"at": []}, "at has 0 values, and there are 1 plans; give one for each, or one"),
        ({"series": 7}, "series is 7; it must be a text"),
        ({"series": ["Ada", "Ben"]}, "series has 2 values"),
        ({"slot": [3]}, "slot is 3; it must be a text"),
        ({"name": 3}, "name is 3; it must be a text"),
        ({"details": "brief"}, "details is 'brief'; it is 'full' or 'short'"),
    ],
)
def test_wrong_arguments_get_one_sentence(arguments: dict[str, object], words: str):
    with pytest.raises(ValueError, match=words):
        DATED.to_ics(**arguments)  # type: ignore[arg-type]


def test_no_plan_no_date_and_dates_out_of_range_are_refused():
    with pytest.raises(ValueError, match="there is no plan to put into the calendar"):
        to_ics([])
    with pytest.raises(
        ValueError, match="the request of the plan has no date; plan with on=…, or give the date of the event as on=…"
    ):
        PLAN.to_ics()
    assert values(PLAN.to_ics(on=DAY), "DTSTART") == ["20260131T080000"]
    assert values(DATED.to_ics(on=date(2027, 1, 1)), "DTSTART") == ["20260131T080000"]
    with pytest.raises(ValueError, match="9999-12-31 is the end of what a calendar can hold"):
        on(date.max).to_ics(at=time(23, 59))
    assert on(date.min).to_ics(zone="Asia/Tokyo", at=time(23))
    with pytest.raises(ValueError, match="0001-01-01 is the end of what a calendar can hold"):
        on(date.min).to_ics(zone="Asia/Tokyo", at=time(1))


def test_a_catalogue_in_german_is_the_language_of_the_description():
    text = to_ics([german.PLAN], on=date(2026, 1, 10))
    event = calendar(text).events[0]
    assert german.MARK in (event.description or "")
    names = [line.partition(":")[0] for line in lines(text) if line.startswith(("SUMMARY", "DESCRIPTION"))]
    assert names == ["SUMMARY;LANGUAGE=en", "DESCRIPTION;LANGUAGE=de"]
    assert "LANGUAGE" not in to_ics([PLAN], on=date(2026, 1, 10))


PERSONAL = sp.plan(
    minutes=10,
    days_since_injury=3,
    on=DAY,
    pain=4,
    profile={"conditions": {"pregnancy", "osteoporosis", "wrist_pain", "disc_leg_pain"}, "trimester": 1},
)
ABOUT_A_PERSON = ("pregnan", "midwife", "osteoporosis", "wrist", "fists", "leg pain", "pain now", "day 7", "trimester")


def test_events_are_private_unless_stated():
    assert values(to_ics([DATED, on(DAY + timedelta(1))]), "CLASS") == ["PRIVATE", "PRIVATE"]
    assert values(DATED.to_ics(private=False), "CLASS") == ["PUBLIC"]


def test_no_person_is_one_person_however_it_is_said():
    assert values(DATED.to_ics(series=None), "UID") == values(DATED.to_ics(), "UID")  # else two events for one session


def test_the_short_form_says_nothing_about_the_person():
    full, short = (calendar(PERSONAL.to_ics(details=form)).events[0].description or "" for form in ("full", "short"))
    assert len([word for word in ABOUT_A_PERSON if word in full.lower()]) >= 5
    assert [word for word in ABOUT_A_PERSON if word in short.lower()] == []
    for one in PERSONAL.prescriptions:
        assert f"{one.name}: {one.sets} × " in short
    assert "General information, not medical advice." in short
    assert "This plan was made without asking about warning signs." in short
    assert "read that first" in short
    assert "Ada Lovelace" not in PERSONAL.to_ics(series="Ada Lovelace")


def test_a_notice_from_a_file_is_not_taken_for_a_general_one():
    notices = tuple(notice.model_copy(update={"text": "Ada is pregnant."}) for notice in PLAN.notices)
    assert "pregnant" not in changed(notices=notices).to_ics(on=DAY, details="short")


def test_a_calendar_has_a_name_for_subscriptions():
    assert values(DATED.to_ics(), "NAME") == values(DATED.to_ics(), "X-WR-CALNAME") == ["Stretching"]
    named = DATED.to_ics(name="Ada, mornings\r\nEVIL:1")
    assert values(named, "NAME") == values(named, "X-WR-CALNAME") == [r"Ada\, mornings\\x0d\\x0aEVIL:1"]


def test_an_object_for_each_session_of_a_week():
    week = [on(DAY + timedelta(n)) for n in range(7)]
    objects = to_caldav(week, at=time(19), zone="Europe/Berlin", series="Ada", revision=2)
    assert [found.uid for found in objects] == values(to_ics(week, at=time(19), series="Ada"), "UID")
    for (event_uid, text), plan in zip(objects, week, strict=True):
        assert values(text, "UID") == [event_uid]
        assert text.count("BEGIN:VEVENT") == text.count("BEGIN:VTIMEZONE") == 1
        assert "METHOD" not in text  # RFC 4791, 4.1
        assert text == plan.to_ics(at=time(19), zone="Europe/Berlin", series="Ada", revision=2)
