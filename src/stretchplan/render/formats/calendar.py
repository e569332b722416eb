"""Write plans as a calendar (iCalendar, RFC 5545) with an event for each session.

The date, the part of the day, the person and the catalogue identify a session, so another plan for the same session
replaces the old one in a calendar (docs/decisions/0036-which-session-an-event-is.md). Nothing in the file comes from a
clock (docs/decisions/0026-calendars-and-watches-without-a-clock.md).
"""

from __future__ import annotations

import json
import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from types import NoneType
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID, uuid5

from stretchplan._version import __version__
from stretchplan.base.errors import MissingExtra
from stretchplan.base.text import quoted
from stretchplan.base.translation import in_its_language, say, speaking
from stretchplan.inputs.dates import calendar_date
from stretchplan.render.escape import escape_control_chars
from stretchplan.render.formats.details import Details, check_details, notices_in
from stretchplan.render.formats.playable import playable_steps
from stretchplan.render.formats.zones import described_zone, span, time_zone
from stretchplan.results.plan import Plan
from stretchplan.results.programme import Programme
from stretchplan.words.languages import language_of, own_language
from stretchplan.words.steps import (
    CALENDAR_NAME,
    END,
    cancelled_title,
    dose_words,
    minutes_seconds,
    name_of,
    session_title,
    step_line,
    stretch_names,
    without_repeats,
)

if TYPE_CHECKING:
    from icalendar import Alarm, Calendar, Event

__all__ = ["MORNING", "CalendarObject", "programme_to_ics", "to_caldav", "to_ics"]

MORNING: Final = time(8)
"""When a session starts by default, in the reader's local time. Our choice; no source sets it."""

_SESSIONS: Final = UUID("5f0e2f0c-6c5d-5e0a-9f7b-3a52b1d0c7e4")
"""The namespace of our UIDs. Never change it: sessions already in a calendar would appear a second time."""
_SLOTS: Final = ((time(17), "evening"), (time(12), "afternoon"), (time(0), "morning"))
"""The parts of a day, each with the time from which it runs. Never change them, for the same reason."""
_MOST_ALARM_MINUTES: Final = 7 * 24 * 60
_MOST_REVISION: Final = 2**31 - 1


class CalendarObject(NamedTuple):
    """One session as a CalDAV server keeps it: its UID, and a calendar with its event alone.

    Attributes
    ----------
    uid
        The UID of the event, which stays when the session is planned again.
    text
        The calendar, with CRLF at the end of each line.
    """

    uid: str
    text: str


def to_ics(
    plans: Iterable[Plan] | Plan,
    *,
    on: date | str | None = None,
    at: time | Sequence[time] | None = None,
    zone: str | None = None,
    alarm_minutes: int | None = None,
    series: str | Sequence[str] = "",
    slot: str | Sequence[str | None] | None = None,
    revision: int | Sequence[int] = 0,
    name: str | None = None,
    details: Details = "full",
    private: bool = True,
) -> str:
    r"""Return plans as one calendar, an event for each session.

    ``at``, ``series``, ``slot`` and ``revision`` are one value for all sessions, or one for each plan in the order of
    the plans.

    Parameters
    ----------
    plans
        Any plans whose steps follow one another from second 0, of one day or several.
    on
        The date of plans whose request has none, or its ISO form, ``2026-01-31``.
    at
        The time of day at which a session starts, to the second; None is eight in the morning.
    zone
        An IANA time zone such as ``Europe/Berlin``, which the calendar then describes. None: the event floats, and is
        at that time of day wherever the reader is. A time that the zone skips moves forward by the length of the gap.
        When a time occurs twice, the first is used. A session that touches such a time is written in UTC.
    alarm_minutes
        Minutes before the start at which the calendar should remind, 0 to 10,080; None for no reminder.
    series
        Whose sessions these are, in a calendar of several people or an app with many: any text that stays the same for
        a person, such as a number of their account. It is not shown.
    slot
        Which of the day's sessions it is, such as ``morning``. None: ``morning`` before 12:00, ``afternoon`` before
        17:00, ``evening`` from then on, by ``at``. A session that is moved keeps its event within these hours, and
        beyond them when it keeps the name that is given here.
    revision
        How many earlier versions of an event were published, 0 to 2,147,483,647. Some calendars accept a changed event
        only with a higher number.
    name
        What a reader calls the calendar when it subscribes to it; None is ``Stretching``.
    details
        ``full``: the description of an event has the doses, the notices and the steps with their cues, and a notice
        names the conditions that the request states. ``short``: the doses, and no word about the person.
    private
        Whether events are marked as private (``CLASS:PRIVATE``), or else as public. The mark is a request: a calendar
        that is shared may show the events to everyone it is shared with.

    Returns
    -------
    str
        RFC 5545 text with CRLF at the line ends: write it to a file with ``newline=""``. The same plans and parameters
        give the same text, as long as the time zone data is the same.

        The UID of an event is made of the date, the slot, the series and the id of the catalogue: another plan for the
        same session replaces the event in the reader's calendar.

    Raises
    ------
    ValueError
        When there is no plan, a plan has no date or its steps do not follow one another from second 0 to its total, two
        plans are for the same session, the zone is not known, ``at`` has a zone of its own, there are more or fewer
        values than plans, or a value is out of range.
    MissingExtra
        When icalendar is not installed.

    Examples
    --------
    >>> from datetime import time
    >>> import stretchplan as sp
    >>> from stretchplan.render.formats.calendar import to_ics
    >>> day = [sp.plan(minutes=minutes, days_since_injury=3, on="2026-01-10") for minutes in (10, 5)]
    >>> text = to_ics(day, at=[time(7, 30), time(19)], zone="Europe/Berlin")
    >>> [line for line in text.splitlines() if line.startswith("DTSTART;")]
    ['DTSTART;TZID=Europe/Berlin:20260110T073000', 'DTSTART;TZID=Europe/Berlin:20260110T190000']
    """
    sessions = _sessions(plans, on, at, zone, series, slot, revision)
    return _text(sessions, _Style(alarm_minutes, name, details, private))


@in_its_language
def programme_to_ics(
    programme: Programme,
    *,
    at: time | None = None,
    zone: str | None = None,
    alarm_minutes: int | None = None,
    series: str = "",
    slot: str | None = None,
    revision: int = 0,
    name: str | None = None,
    details: Details = "full",
    private: bool = True,
    replaces: Programme | None = None,
) -> str:
    r"""Return a programme as one calendar, an event for each session. Rest days and days without a plan have none.

    When the programme is planned again, the events keep their identity: a session of the same day, slot, series and
    catalogue has the same UID, so a calendar that takes the new file changes the event and does not add another. Give a
    higher ``revision`` each time.

    Parameters
    ----------
    programme
        Any programme with a session, also one read from a file.
    at, zone, alarm_minutes, series, slot, revision, name, details, private
        As for :func:`to_ics`, the same for every session. Unless ``slot`` is given, ``at`` must stay within its part of
        the day, because that part tells sessions apart.
    replaces
        The programme whose events a calendar has already. A session of it that is on no day of this one any more, from
        this one's first day on, is written as cancelled: ``STATUS:CANCELLED``, "Cancelled:" before its title, because
        many readers look at no status, and nothing about how it is done. A file that only left the event out would not
        remove it: an import adds and changes events, and takes none away. A calendar that subscribes to the file drops
        what is left out, and shows a cancelled event struck through or not at all. Sessions before the first day are
        past and stay as they are.

    Returns
    -------
    str
        RFC 5545 text with CRLF at the line ends: write it to a file with ``newline=""``.

    Raises
    ------
    ValueError
        When there is no session, ``replaces`` is no programme or is given without a revision above 0, or as for
        :func:`to_ics`.
    MissingExtra
        When icalendar is not installed.

    Examples
    --------
    >>> import stretchplan as sp
    >>> planner = sp.Planner()
    >>> made = planner.programme(sp.PlanRequest(minutes=5, days_since_injury=3), "2026-03-02", 3)
    >>> again = planner.replan(made, "2026-03-03", [sp.record_of(made.plans[0])], minutes=8)
    >>> before, after = made.to_ics(), again.to_ics(revision=1, replaces=made)
    >>> {line for line in after.splitlines() if line.startswith("UID")} < set(before.splitlines())
    True
    """
    if replaces is not None:
        if not isinstance(replaces, Programme):
            raise ValueError(f"replaces is {quoted(replaces)}; give the programme whose events the calendar has")
        if isinstance(revision, int) and revision < 1:
            raise ValueError(
                "a calendar accepts a changed event only with a higher revision; with replaces, give 1 or more"
            )
    style = _Style(alarm_minutes, name, details, private)
    how = (None, at, zone, series, slot, revision)
    sessions = _sessions(programme.plans, *how) if programme.plans else []
    if replaces is not None:
        kept = {session.uid for session in sessions}
        due = [plan for plan in replaces.plans if plan.request.on is None or plan.request.on >= programme.starts_on]
        earlier = _sessions(due, *how) if due else []
        sessions += [replace(session, cancelled=True) for session in earlier if session.uid not in kept]
        sessions = _by_time(sessions)
    if not sessions:
        raise ValueError("no day of this programme has a session, so there is nothing to put into a calendar")
    return _text(sessions, style)


def to_caldav(
    plans: Iterable[Plan] | Plan,
    *,
    on: date | str | None = None,
    at: time | Sequence[time] | None = None,
    zone: str | None = None,
    alarm_minutes: int | None = None,
    series: str | Sequence[str] = "",
    slot: str | Sequence[str | None] | None = None,
    revision: int | Sequence[int] = 0,
    details: Details = "full",
    private: bool = True,
) -> tuple[CalendarObject, ...]:
    """Return each session as an object of its own for a CalDAV server, which takes one event at an address (RFC 4791).

    Parameters
    ----------
    plans, on, at, zone, alarm_minutes, series, slot, revision, details, private
        As for :func:`to_ics`.

    Returns
    -------
    tuple of CalendarObject
        By date and time, ``(uid, text)`` for each session. PUT each text to ``UID.ics`` below the calendar's address,
        never to that address itself: some servers then replace the whole calendar.

    Raises
    ------
    ValueError, MissingExtra
        As for :func:`to_ics`.

    Examples
    --------
    >>> import stretchplan as sp
    >>> week = [sp.plan(minutes=10, days_since_injury=3 + n, on=f"2026-01-{10 + n}") for n in range(7)]
    >>> objects = to_caldav(week)
    >>> [text.count("BEGIN:VEVENT") for uid, text in objects]
    [1, 1, 1, 1, 1, 1, 1]
    """
    style = _Style(alarm_minutes, None, details, private)
    sessions = _sessions(plans, on, at, zone, series, slot, revision)
    return tuple(CalendarObject(session.uid, _text([session], style)) for session in sessions)


@dataclass(frozen=True, slots=True)
class _Style:
    """How sessions are shown, whichever they are."""

    alarm_minutes: int | None
    name: str | None
    details: Details
    private: bool

    def __post_init__(self) -> None:
        if not isinstance(self.private, bool):  # an unset value must not make the events public
            raise ValueError(f"private is {quoted(self.private)}; it is True or False")
        check_details(self.details)
        if self.alarm_minutes is not None:
            _whole("alarm_minutes", self.alarm_minutes, _MOST_ALARM_MINUTES)
        _check_text("name", self.name)


@dataclass(frozen=True, slots=True)
class _Session:
    """A plan with its time and its place among all sessions."""

    plan: Plan
    start: datetime
    revision: int
    uid: str
    cancelled: bool = False


def _sessions(
    plans: Iterable[Plan] | Plan,
    on: date | str | None,
    at: time | Sequence[time] | None,
    zone: str | None,
    series: str | Sequence[str],
    slot: str | Sequence[str | None] | None,
    revision: int | Sequence[int],
) -> list[_Session]:
    """Return the sessions by date and time, each of them once."""
    default_day = _day(on)
    where = None if zone is None else time_zone(zone)
    plans = [plans] if isinstance(plans, Plan) else list(plans)
    if not plans:
        raise ValueError("there is no plan to put into the calendar")
    each = zip(
        plans,
        _one_each("at", MORNING if at is None else at, len(plans), _check_time),
        [whose or "" for whose in _one_each("series", series, len(plans), _check_text)],
        _one_each("slot", slot, len(plans), _check_text),
        _one_each("revision", revision, len(plans)),
        strict=True,
    )
    found: dict[str, _Session] = {}
    for plan, starts_at, whose, which, version in each:
        day = _date(plan, default_day)
        part = which or _part_of_day(starts_at)
        uid = _uid(day, part, whose, plan)
        if uid in found:
            raise ValueError(
                f"two plans are for one session, the {quoted(part)} of {day.isoformat()}; "
                "give each a name in slot, a time of another part of the day in at, or a person in series"
            )
        start = datetime.combine(day, starts_at.replace(microsecond=0, fold=0), where)
        found[uid] = _Session(plan, start, _whole("revision", version, _MOST_REVISION), uid)
    return _by_time(found.values())


def _by_time(sessions: Iterable[_Session]) -> list[_Session]:
    return sorted(sessions, key=lambda session: session.start.replace(tzinfo=None))


def _day(on: date | str | None) -> date | None:
    try:
        day: date | None = calendar_date(on)
    except ValueError as error:
        raise ValueError(f"on: {error}") from None
    return day


def _one_each(name: str, given: Any, count: int, check: Callable[[str, object], None] = lambda *_: None) -> list[Any]:
    """Return a value for each plan; a text, and what cannot be iterated, stands for all of them."""
    values = [given] * count if isinstance(given, str) or not isinstance(given, Iterable) else list(given)
    if len(values) != count:
        raise ValueError(f"{name} has {len(values)} values, and there are {count} plans; give one for each, or one")
    for value in values:
        check(name, value)
    return values


def _check_time(name: str, value: object) -> None:
    if not isinstance(value, time):
        raise ValueError(f"{name} is {quoted(value)}; give a time of day, such as datetime.time(7, 30)")
    if value.tzinfo is not None:
        raise ValueError(
            f"{name} has a time zone of its own; give the time of day alone, and the zone by its name in zone"
        )


def _check_text(name: str, value: object) -> None:
    if not isinstance(value, (str, NoneType)):
        raise ValueError(f"{name} is {quoted(value)}; it must be a text")


def _whole(name: str, value: object, most: int) -> int:
    try:
        number = -1 if isinstance(value, bool) else operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        number = -1
    if not 0 <= number <= most:
        raise ValueError(f"{name} is {quoted(value)}; it must be a whole number from 0 to {most}")
    return number


def _date(plan: object, default: date | None) -> date:
    if not isinstance(plan, Plan):
        raise ValueError(f"{quoted(plan)} is no plan; give plans, such as those of stretchplan.plan")
    day = plan.request.on or default
    if day is None:
        raise ValueError("the request of the plan has no date; plan with on=…, or give the date of the event as on=…")
    return day


def _part_of_day(at: time) -> str:
    return next(name for begins, name in _SLOTS if begins <= at)


def _uid(day: date, part: str, series: str, plan: Plan) -> str:
    # JSON keeps the four texts apart, whatever is in them. The version of the catalogue is left out: a session planned
    # again after an update is the same session.
    key = json.dumps([day.isoformat(), part, series, plan.catalog.id])
    return str(uuid5(_SESSIONS, key))


def _text(sessions: Sequence[_Session], style: _Style) -> str:
    with speaking(sessions[0].plan.language):
        calendar = _calendar(style)
    for session in sessions:
        with speaking(session.plan.language):
            calendar.add_component(_event(session, style))
    zone = sessions[0].start.tzinfo
    if zone is not None and calendar.get_used_tzids():
        # Whole years: the description of a zone stays the same when a day is added.
        described = described_zone(zone, {session.start.year for session in sessions})  # type: ignore[arg-type]
        calendar.subcomponents.insert(0, described)
    text: bytes = calendar.to_ical()
    return text.decode("utf-8")


def _calendar(style: _Style) -> Calendar:
    try:
        from icalendar import Calendar, vText
    except ModuleNotFoundError:
        raise MissingExtra("ics", "an iCalendar file") from None
    calendar = Calendar()
    calendar.add("prodid", f"-//stretchplan//stretchplan {__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    # As vText: icalendar 7.3 escapes no comma in a property whose type it does not know.
    name = vText(escape_control_chars(say(CALENDAR_NAME) if style.name is None else style.name))
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)  # older than NAME (RFC 7986), for readers that know only this
    return calendar


def _event(session: _Session, style: _Style) -> Event:
    from icalendar import Event

    plan, start = session.plan, session.start
    playable_steps(plan, "a calendar event")
    # The standard requires a stamp. No clock is read: it is the day of the session, plus a second for each revision.
    try:
        stamp = datetime.combine(start.date(), time(), UTC) + timedelta(seconds=session.revision)
        start, end = span(start, plan.total_seconds)
    except OverflowError:
        raise ValueError(f"{start.date().isoformat()} is the end of what a calendar can hold") from None
    event = Event()
    title, told = _languages(plan)
    event.add("uid", session.uid)
    name = session_title(plan)
    event.add("summary", cancelled_title(name) if session.cancelled else name, title)
    if not session.cancelled:
        event.add("description", "\n".join(map(escape_control_chars, _description(plan, style.details))), told)
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("sequence", session.revision)
    event.add("class", "PRIVATE" if style.private else "PUBLIC")
    if session.cancelled:
        event.add("status", "CANCELLED")
        event.add("transp", "TRANSPARENT")  # its time is free
    elif style.alarm_minutes is not None:
        event.add_component(_alarm(plan, style.alarm_minutes))
    return event


def _languages(plan: Plan) -> tuple[dict[str, str], dict[str, str]]:
    """Return the parameters for the title, in this library's words, and for a text with most words the catalogue's."""
    language = language_of(plan)
    own = own_language(language)
    return ({}, {}) if own == language else ({"LANGUAGE": own}, {"LANGUAGE": language})


def _description(plan: Plan, details: Details) -> Iterator[str]:
    for number, prescription in enumerate(plan.prescriptions, start=1):
        name = prescription.full_name if details == "full" else prescription.name  # a form tells of the person
        yield f"{number}. {name}: {dose_words(prescription)}"
    yield ""
    yield from (f"! {text}" for text in notices_in(plan, details))
    if details == "short":
        return
    yield ""
    names = stretch_names(plan)
    for step, _, cue, breathing in without_repeats(plan.schedule):
        yield " ".join(filter(None, (f"{step_line(step, name_of(step, names))}.", cue, breathing)))
    yield f"{minutes_seconds(plan.total_seconds)} {say(END)}"


def _alarm(plan: Plan, minutes: int) -> Alarm:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", session_title(plan))
    alarm.add("trigger", timedelta(minutes=-minutes))
    return alarm
