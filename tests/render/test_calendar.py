"""Does a calendar hold each session once and at its time, however often it is imported?"""

import io
import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.render import to_ics
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
    assert (event.dtstart, event.dtend) == (datetime(2026, 1, 31, 8), datetime(2026, 1, 31, 8, 7, 53))
    assert event.summary == "Stretching, 7 min 53 s"
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
    assert values(DATED.to_ics(), "UID") == ["d6396766-2d83-5cad-996b-f2de2cb1d24c"]
    assert values(DATED.to_ics(series="Ada"), "UID") == ["c9d4799c-bc24-5951-a15f-4033ff942ac8"]


def test_people_days_and_sessions_have_different_uids():
    days = [on(DAY + timedelta(n)) for n in (2, 0, 1)]
    text = to_ics([*days, on(DAY, NARROWED)])
    uids = values(text, "UID")
    assert len(set(uids)) == 4
    assert [e.dtstart.date() for e in calendar(text).events] == [DAY, DAY, DAY + timedelta(1), DAY + timedelta(2)]
    assert values(to_ics([on(DAY)]), "UID") == uids[:1]
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
        (date(2026, 3, 29), time(1, 55), "20260329T015500", "20260329T030253"),
        (date(2026, 3, 29), time(2, 30), "20260329T033000", "20260329T033753"),
        (date(2026, 10, 25), time(2, 30), "20261025T023000", "20261025T023753"),
        (date(2026, 10, 25), time(2, 55), "20261025T025500", "20261025T010253Z"),
        (date(2026, 10, 25), time(2, 30, fold=1), "20261025T023000", "20261025T023753"),
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
        ({"alarm_minutes": -1}, "alarm_minutes is -1; it must be 0 to 10080"),
        ({"alarm_minutes": 10_081}, "alarm_minutes is 10081"),
        ({"revision": -1}, "revision is -1; it must be a whole number from 0"),
    ],
)
def test_wrong_arguments_get_one_sentence(arguments: dict[str, object], words: str):
    with pytest.raises(ValueError, match=words):
        DATED.to_ics(**arguments)  # type: ignore[arg-type]


def test_no_plan_no_date_and_dates_out_of_range_are_refused():
    with pytest.raises(ValueError, match="there is no plan to put into the calendar"):
        to_ics([])
    with pytest.raises(ValueError, match="the plan has no date to stand on"):
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
