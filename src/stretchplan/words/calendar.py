"""What does the calendar of a programme say? Its dates, its days in short, and the words around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Final

from stretchplan.base.translation import ENGLISH
from stretchplan.catalog.entry import is_language
from stretchplan.results.plan import WORK_KINDS, Plan, Side
from stretchplan.results.programme import WEEKDAYS, Programme, ProgrammeDay, ProgrammeWeek
from stretchplan.words.phrases import capitalized, counted, length_words, listed
from stretchplan.words.request import describe_request
from stretchplan.words.steps import day_words, dose_words, titled

__all__ = [
    "ABOUT",
    "ALL_DAYS",
    "CHANGED",
    "CHANGES",
    "DAYS",
    "FIRST_SIDE",
    "KEY",
    "KEY_CHANGES",
    "KEY_IN_WORDS",
    "KEY_SHADES",
    "KEY_SHADES_LEAD",
    "KEY_SIDES",
    "LETTERS",
    "NO_PLAN",
    "OPEN",
    "PAGE_TITLE",
    "PER_SIDE",
    "REST",
    "WEEK",
    "about",
    "areas_line",
    "change_texts",
    "day_name",
    "day_number",
    "described",
    "first_side",
    "names_language",
    "picture_title",
    "programme_title",
    "span_words",
    "stated",
    "tag",
    "to_mind",
    "told_once",
    "week_line",
    "week_title",
    "weekday",
    "what",
]

_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
LETTERS: Final[dict[Side, str]] = {"left": "L", "right": "R"}
"""The mark of a side in the calendar."""
NO_SESSION: Final = "no session"
REST: Final = "rest"
NO_PLAN: Final = "no plan"
FIRST_SIDE: Final = "First side"
CHANGES: Final = "Changes"
CHANGED: Final = "Changed"
DAYS: Final = "Day by day"
WEEK: Final = "The week together"
ABOUT: Final = "About this programme"
ALL_DAYS: Final = "All days"
OPEN: Final = "Open"
PAGE_TITLE: Final = "Stretching programme: {}"
KEY: Final = "What the marks mean"
KEY_SHADES_LEAD: Final = "Seconds per side:"
KEY_SHADES: Final = ("to 15", "to 30", "to 45", "more")
KEY_SIDES: Final = "L, R: side to start with"
KEY_CHANGES: Final = "something changes"
KEY_IN_WORDS: Final = (
    f"The shade of a cell says how many seconds per side it has: {', '.join(KEY_SHADES)}. {KEY_SIDES}. A diamond below "
    f"a day and a corner of a cell: {KEY_CHANGES}."
)
PER_SIDE: Final = (
    "Minutes of an area are per side, at most 60 s of each stretch in a session: a main target counts in full, one "
    "worked besides half, and one only named a quarter."
)
_WAY_OUT: Final = "What would help: {}."
_AGAIN: Final = "The same as on {}."
_EVERY_DAY: Final = "A session on every day that has a plan"


def weekday(day: date) -> str:
    """Return the short name of a weekday: ``Mon``."""
    return capitalized(WEEKDAYS[day.weekday()][:3])


def day_name(day: date) -> str:
    """Return a date with its weekday: ``Mon 2 March 2026``."""
    return f"{weekday(day)} {_dated(day)}"


def day_number(day: date) -> str:
    """Return the day of a month."""
    return str(day.day)


def _dated(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def span_words(first: date, last: date) -> str:
    """Return the days from one to another: ``2 to 8 March 2026``, ``30 March to 5 April 2026``, ``2 March 2026``."""
    if first == last:
        return _dated(first)
    if first.year != last.year:
        return f"{_dated(first)} to {_dated(last)}"
    if first.month != last.month:
        return f"{first.day} {_MONTHS[first.month - 1]} to {_dated(last)}"
    return f"{first.day} to {_dated(last)}"


def programme_title(programme: Programme) -> str:
    """Return ``28 days, 24 sessions``."""
    return f"{counted(len(programme.days), 'day')}, {counted(len(programme.plans), 'session')}"


def picture_title(programme: Programme) -> str:
    """Return the title of a calendar: ``Calendar of 28 days, 24 sessions: 2 to 29 March 2026``."""
    return f"Calendar of {programme_title(programme)}: {span_words(programme.starts_on, programme.ends_on)}"


def stated(programme: Programme) -> Iterator[str]:
    """Yield the days of a programme, what is asked for, and when there may be a session."""
    yield f"{span_words(programme.starts_on, programme.ends_on)}."
    if programme.plans:
        # The plan lends the names of areas and stretches; the facts are those of the first day.
        first = programme.plans[0].model_copy(update={"request": programme.request})
        yield describe_request(first)
    else:
        yield f"{capitalized(day_words(programme.request))}."
    per_week = programme.days_per_week
    rests = [f"{capitalized(name)}s" for name in programme.rest_weekdays]
    rests += map(_dated, programme.rest_dates)
    parts = [f"at most {counted(per_week, 'session')} in seven days"] if per_week < 7 else []
    parts += [f"rest on {listed(rests)}"] if rests else []
    yield f"{capitalized('; '.join(parts) or _EVERY_DAY)}."


def week_title(number: int, days: Iterable[ProgrammeDay]) -> str:
    """Return the heading of a week, by its number from 1: ``Week 1: 2 to 8 March 2026``."""
    dates = [day.on for day in days]
    return f"Week {number}: {span_words(dates[0], dates[-1])}"


def first_side(plan: Plan) -> Side | None:
    """Return the side that a session starts with; None when it has no stretch for one side."""
    sides = (step.side for step in plan.schedule if step.kind in WORK_KINDS)
    return next((side for side in sides if side in LETTERS), None)


def tag(day: ProgrammeDay) -> str:
    """Return a day in a few words: ``9 min 46 s, left side first``, ``rest``, ``no plan``."""
    if day.plan is None:
        return NO_PLAN if day.kind == "refused" else REST
    side = first_side(day.plan)
    return f"{length_words(day.plan.total_seconds)}{f', {side} side first' if side else ''}"


def what(plan: Plan) -> str:
    """Return the stretches of a session with their doses, in short."""
    return "; ".join(f"{titled(entry)}, {dose_words(entry)}" for entry in plan.prescriptions) + "."


def told_once(days: Iterable[ProgrammeDay]) -> Iterator[tuple[ProgrammeDay, str]]:
    """Yield each day with its stretches; a session with those of an earlier one names the first that had them."""
    first: dict[str, date] = {}
    for day in days:
        text = "" if day.plan is None else what(day.plan)
        if text in first:
            yield day, _AGAIN.format(day_name(first[text]))
        else:
            yield day, text
        if text:
            first.setdefault(text, day.on)


def change_texts(day: ProgrammeDay) -> tuple[str, ...]:
    """Return what is different on a day and why; on a day without a plan, why there is none and what would help."""
    if day.refusal is not None:
        return (day.refusal.message, *map(_WAY_OUT.format, day.refusal.ways_out))
    return tuple(change.text for change in day.changes)


def described(days: Iterable[ProgrammeDay]) -> Iterator[str]:
    """Yield a sentence for each run of days with the same stretches and doses: the text alternative of a calendar."""
    for (kind, content), group in groupby(days, lambda day: (day.kind, "" if day.plan is None else what(day.plan))):
        run = list(group)
        dates = span_words(run[0].on, run[-1].on)
        if kind == "session":
            sides = [side for day in run if day.plan is not None and (side := first_side(day.plan))]
            begins = f" {FIRST_SIDE}: {', '.join(sides)}." if sides else ""
            yield f"{dates}: {content}{begins}"
        else:
            yield f"{dates}: {NO_PLAN if kind == 'refused' else REST}."


def week_line(week: ProgrammeWeek) -> str:
    """Return the sessions of a week: ``6 sessions, 58 min 12 s; 28 min of stretching``."""
    if not week.sessions:
        return NO_SESSION
    length, stretching = length_words(week.session_seconds), length_words(week.stretching_seconds)
    return f"{counted(week.sessions, 'session')}, {length}; {stretching} of stretching"


def areas_line(week: ProgrammeWeek) -> str:
    """Return the minutes of each area in a week; empty when no area is worked."""
    worked = [(entry.name, entry.served_quarter_seconds // 4) for entry in week.coverage.values()]
    parts = [f"{name} {seconds // 60} min" if seconds >= 60 else f"{name} {seconds} s" for name, seconds in worked]
    found = ", ".join(part for part, (_, seconds) in zip(parts, worked, strict=True) if seconds > 0)
    return f"{capitalized(found)}." if found else ""


def names_language(programme: Programme) -> str:
    """Return the language of the catalogue's texts; English if a file states none that is well formed."""
    return programme.catalog.language if is_language(programme.catalog.language) else ENGLISH


def to_mind(programme: Programme) -> Iterator[str]:
    """Yield what to mind before any session: of the programme, and of its sessions what is about no single stretch."""
    notices = (*programme.notices, *(notice for plan in programme.plans for notice in plan.notices))
    yield from dict.fromkeys(n.text for n in notices if n.kind == "before" and n.stretch_id is None)


def about(programme: Programme) -> Iterator[str]:
    """Yield what else there is to say about a programme as a whole."""
    yield from (notice.text for notice in programme.notices if notice.kind != "before")
