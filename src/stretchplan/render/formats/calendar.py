"""Plans as a calendar (iCalendar, RFC 5545): an event for each session, which a calendar updates and never doubles.

Nothing in it comes from a clock. What identifies a session is its day, not its contents: a plan made anew for the same
day takes the place of the old one (docs/decisions/0026-calendars-and-watches-without-a-clock.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from stretchplan._version import __version__
from stretchplan.base.errors import MissingExtra
from stretchplan.base.text import nearest, quoted
from stretchplan.render.escape import inert
from stretchplan.render.formats.playable import running
from stretchplan.results.plan import Plan, Step
from stretchplan.words.phrases import length_words
from stretchplan.words.steps import (
    breathing_words,
    clock,
    dose_words,
    new_words,
    says_it_already,
    step_words,
    stretch_names,
)

if TYPE_CHECKING:
    from icalendar import Alarm, Event

__all__ = ["MORNING", "to_ics"]

MORNING: Final = time(8)
"""When a session starts if nobody says: eight in the morning, where the reader is. Ours; no source sets it."""

_SESSIONS: Final = UUID("5f0e2f0c-6c5d-5e0a-9f7b-3a52b1d0c7e4")
"""The namespace of our UIDs. Changed, every session already in a calendar would come a second time."""
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
        Any plans whose steps run on from second 0; those of several days, or several of a day.
    on
        The date, for plans whose request has none; a request's own date comes first.
    at
        The time of day at which each session starts, to the second; None is eight in the morning.
    zone
        An IANA time zone such as ``Europe/Berlin``, which is then described in the calendar. None: the event floats,
        and is at that time of day wherever the reader is. A time that the zone skips is moved on by what is skipped; of
        a time that comes twice, the first is meant.
    alarm_minutes
        Minutes before the start at which the calendar should remind, 0 to 10,080; None for no reminder.
    series
        Whose sessions these are, when several people's go into one calendar, such as a name of your own for each. The
        UID of an event is made of this, the date, and the place of the plan among those of that date.
    revision
        How many times these dates have been handed out before in another form, from 0. Some calendars take a changed
        event only with a higher number.

    Returns
    -------
    str
        RFC 5545 text with CRLF at the line ends: write it to a file with ``newline=""``. The same plans and parameters
        give the same text, with a time zone as far as the time zone data is the same.

    Raises
    ------
    ValueError
        When there is no plan, a plan has no date or its steps do not run on from 0 to its total, the zone is not
        known, or a number is out of range.
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
    # Whole years, so that the description of a zone does not change with every day that is added.
    calendar.add_missing_timezones(date(dated[0][0].year, 1, 1), date(dated[-1][0].year, 12, 31))
    text: bytes = calendar.to_ical()
    return text.decode("utf-8")


def _zone(name: str) -> ZoneInfo:
    import zoneinfo

    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        near = nearest(name, sorted(zoneinfo.available_timezones()))
        hint = f"did you mean {near!r}?" if near else "give an IANA name such as 'Europe/Berlin'"
        raise ValueError(f"{quoted(name)} is not a time zone that this machine knows; {hint}") from None


def _date(plan: Plan, on: date | None) -> date:
    day = plan.request.on or on
    if day is None:
        raise ValueError("the plan has no date to stand on; plan with on=…, or give the date here")
    return day


def _event(plan: Plan, start: datetime, revision: int) -> Event:
    from icalendar import Event

    running(plan, "a calendar event")
    # A stamp must be there, and no clock is read: the day of the session, a second on for each revision.
    try:
        stamp = datetime.combine(start.date(), time(), UTC) + timedelta(seconds=revision)
        start, end = _span(start, plan.total_seconds)
    except OverflowError:
        raise ValueError(f"{start.date().isoformat()} is the end of what a calendar can hold") from None
    event = Event()
    event.add("summary", _summary(plan))
    event.add("description", "\n".join(map(inert, _description(plan))))
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("sequence", revision)
    return event


def _span(start: datetime, seconds: int) -> tuple[datetime, datetime]:
    """Return a start that the zone has and the end that lies so many seconds after it."""
    length = timedelta(seconds=seconds)
    if start.tzinfo is None:
        return start, start + length
    began = start.astimezone(UTC)
    ended = began + length
    end = ended.astimezone(start.tzinfo)
    # The second of two equal hours has no name in local time; in UTC it has.
    return began.astimezone(start.tzinfo), ended if end.fold else end


def _summary(plan: Plan) -> str:
    return f"Stretching, {length_words(plan.total_seconds)}"


def _description(plan: Plan) -> Iterator[str]:
    for number, one in enumerate(plan.prescriptions, start=1):
        yield f"{number}. {one.name}: {dose_words(one)}"
    yield ""
    yield from (f"! {notice.text}" for notice in plan.notices)
    yield ""
    names = stretch_names(plan)
    said: set[str] = set()
    before: Step | None = None
    for step in plan.schedule:
        if before is None or step.stretch_id != before.stretch_id:
            said = set()
        cue = "" if says_it_already(step) else new_words(step.cue, said)
        texts = [text for text in (cue, new_words(breathing_words(step), said)) if text]
        name = names.get(step.stretch_id or "", step.stretch_id or "-")
        yield " ".join([f"{clock(step.start_seconds)} {name}: {step_words(step)}, {step.seconds} s.", *texts])
        before = step
    yield f"{clock(plan.total_seconds)} end"


def _alarm(plan: Plan, minutes: int) -> Alarm:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _summary(plan))
    alarm.add("trigger", timedelta(minutes=-minutes))
    return alarm
