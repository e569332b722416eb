"""Write plans as a calendar (iCalendar, RFC 5545) with an event for each session.

The day identifies a session, so another plan for the same day replaces the old one in a calendar. Nothing in the file
comes from a clock (docs/decisions/0026-calendars-and-watches-without-a-clock.md).
"""

from __future__ import annotations

import zoneinfo
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid5

from stretchplan._version import __version__
from stretchplan.base.errors import MissingExtra
from stretchplan.base.text import did_you_mean, quoted
from stretchplan.render.escape import escape_control_chars
from stretchplan.render.formats.playable import playable_steps
from stretchplan.results.plan import Plan
from stretchplan.words.languages import language_of, own_language
from stretchplan.words.steps import (
    END,
    dose_words,
    minutes_seconds,
    name_of,
    session_title,
    step_line,
    stretch_names,
    without_repeats,
)

if TYPE_CHECKING:
    from icalendar import Alarm, Event

__all__ = ["MORNING", "to_ics"]

MORNING: Final = time(8)
"""When a session starts by default, in the reader's local time. Our choice; no source sets it."""

_SESSIONS: Final = UUID("5f0e2f0c-6c5d-5e0a-9f7b-3a52b1d0c7e4")
"""The namespace of our UIDs. Never change it: sessions already in a calendar would appear a second time."""
_MOST_ALARM_MINUTES: Final = 7 * 24 * 60


def to_ics(
    plans: Iterable[Plan],
    *,
    on: date | None = None,
    at: time | None = None,
    zone: str | None = None,
    alarm_minutes: int | None = None,
    series: str = "",
    revision: int = 0,
) -> str:
    r"""Return plans as one calendar, an event for each on its date.

    Parameters
    ----------
    plans
        Any plans whose steps follow one another from second 0, of one day or several.
    on
        The date of plans whose request has none.
    at
        The time of day at which each session starts, to the second; None is eight in the morning.
    zone
        An IANA time zone such as ``Europe/Berlin``, which the calendar then describes. None: the event floats, and is
        at that time of day wherever the reader is. A time that the zone skips moves forward by the length of the gap.
        When a time occurs twice, the first is used.
    alarm_minutes
        Minutes before the start at which the calendar should remind, 0 to 10,080; None for no reminder.
    series
        The person's name, for a calendar with the sessions of several people. The UID of an event is made of this name,
        the date, and the place of the plan among those of that date.
    revision
        How many earlier versions of these events were published, from 0. Some calendars accept a changed event only
        with a higher number.

    Returns
    -------
    str
        RFC 5545 text with CRLF at the line ends: write it to a file with ``newline=""``. The same plans and parameters
        give the same text, as long as the time zone data is the same.

    Raises
    ------
    ValueError
        When there is no plan, a plan has no date or its steps do not follow one another from second 0 to its total, the
        zone is not known, ``at`` has a zone of its own, or a number is out of range.
    MissingExtra
        When icalendar is not installed.

    Examples
    --------
    >>> import stretchplan as sp
    >>> from stretchplan.render.formats.calendar import to_ics
    >>> days = [sp.plan(minutes=10, days_since_injury=3 + n, on=f"2026-01-{10 + n}") for n in range(2)]
    >>> [line for line in to_ics(days, zone="Europe/Berlin").splitlines() if line.startswith("DTSTART;")]
    ['DTSTART;TZID=Europe/Berlin:20260110T080000', 'DTSTART;TZID=Europe/Berlin:20260111T080000']
    """
    try:
        from icalendar import Calendar
    except ModuleNotFoundError:
        raise MissingExtra("ics", "an iCalendar file") from None
    at = MORNING if at is None else at
    if at.tzinfo is not None:
        raise ValueError("at has a time zone of its own; give the time of day alone, and the zone by its name in zone")
    if alarm_minutes is not None and not 0 <= alarm_minutes <= _MOST_ALARM_MINUTES:
        raise ValueError(f"alarm_minutes is {alarm_minutes}; it must be 0 to {_MOST_ALARM_MINUTES}")
    if not 0 <= revision < 2**31:
        raise ValueError(f"revision is {revision}; it must be a whole number from 0")
    where = None if zone is None else _zone(zone)
    dated = sorted(((_date(plan, on), plan) for plan in plans), key=lambda pair: pair[0])
    if not dated:
        raise ValueError("there is no plan to put into the calendar")
    calendar = Calendar()
    calendar.add("prodid", f"-//stretchplan//stretchplan {__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    before: Counter[date] = Counter()
    for day, plan in dated:
        before[day] += 1
        start = datetime.combine(day, at.replace(microsecond=0, fold=0), where)
        event = _event(plan, start, revision)
        event.add("uid", str(uuid5(_SESSIONS, f"{day.isoformat()}/{before[day]}/{series}")))
        if alarm_minutes is not None:
            event.add_component(_alarm(plan, alarm_minutes))
        calendar.add_component(event)
    # Whole years: the description of a zone stays the same when a day is added.
    calendar.add_missing_timezones(date(dated[0][0].year, 1, 1), date(dated[-1][0].year, 12, 31))
    text: bytes = calendar.to_ical()
    return text.decode("utf-8")


def _zone(name: str) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        zones = sorted(zoneinfo.available_timezones())
        hint, _ = did_you_mean(name, zones, "give an IANA name such as 'Europe/Berlin'")
        raise ValueError(f"{quoted(name)} is not a time zone that this machine knows; {hint}") from None


def _date(plan: Plan, on: date | None) -> date:
    day = plan.request.on or on
    if day is None:
        raise ValueError("the plan has no date to stand on; plan with on=…, or give the date here")
    return day


def _event(plan: Plan, start: datetime, revision: int) -> Event:
    from icalendar import Event

    playable_steps(plan, "a calendar event")
    # The standard requires a stamp. No clock is read: it is the day of the session, plus a second for each revision.
    try:
        stamp = datetime.combine(start.date(), time(), UTC) + timedelta(seconds=revision)
        start, end = _span(start, plan.total_seconds)
    except OverflowError:
        raise ValueError(f"{start.date().isoformat()} is the end of what a calendar can hold") from None
    event = Event()
    title, told = _languages(plan)
    event.add("summary", session_title(plan), title)
    event.add("description", "\n".join(map(escape_control_chars, _description(plan))), told)
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("sequence", revision)
    return event


def _languages(plan: Plan) -> tuple[dict[str, str], dict[str, str]]:
    """Return the parameters for the title, in this library's words, and for a text with most words the catalogue's."""
    language = language_of(plan)
    own = own_language(language)
    return ({}, {}) if own == language else ({"LANGUAGE": own}, {"LANGUAGE": language})


def _span(start: datetime, seconds: int) -> tuple[datetime, datetime]:
    """Return a start that exists in its zone, and the end that many seconds later."""
    if start.tzinfo is None:
        return start, start + timedelta(seconds=seconds)
    utc_start = start.astimezone(UTC)
    utc_end = utc_start + timedelta(seconds=seconds)
    end = utc_end.astimezone(start.tzinfo)
    # Local time cannot name the second of two equal hours; UTC can.
    return utc_start.astimezone(start.tzinfo), utc_end if end.fold else end


def _description(plan: Plan) -> Iterator[str]:
    for number, prescription in enumerate(plan.prescriptions, start=1):
        yield f"{number}. {prescription.name}: {dose_words(prescription)}"
    yield ""
    yield from (f"! {notice.text}" for notice in plan.notices)
    yield ""
    names = stretch_names(plan)
    for step, _, cue, breathing in without_repeats(plan.schedule):
        yield " ".join(filter(None, (f"{step_line(step, name_of(step, names))}.", cue, breathing)))
    yield f"{minutes_seconds(plan.total_seconds)} {END}"


def _alarm(plan: Plan, minutes: int) -> Alarm:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", session_title(plan))
    alarm.add("trigger", timedelta(minutes=-minutes))
    return alarm
