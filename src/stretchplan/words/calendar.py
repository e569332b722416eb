"""What does the calendar of a programme say? Its dates, its days in short, and the words around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Final

from stretchplan.base.translation import ENGLISH, marked, say, say_count
from stretchplan.catalog.entry import is_language
from stretchplan.results.plan import WORK_KINDS, Plan, Side
from stretchplan.results.programme import Programme, ProgrammeDay, ProgrammeWeek, Weekday
from stretchplan.words.pages import SIDES
from stretchplan.words.phrases import capitalized, length_words, listed
from stretchplan.words.request import describe_request
from stretchplan.words.steps import day_words, dose_words

__all__ = [
    "ABOUT",
    "ALL_DAYS",
    "CHANGED",
    "CHANGES",
    "FIRST_SIDE",
    "KEY",
    "KEY_CHANGES",
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
    "key_in_words",
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
    marked("January"),
    marked("February"),
    marked("March"),
    marked("April"),
    marked("May"),
    marked("June"),
    marked("July"),
    marked("August"),
    marked("September"),
    marked("October"),
    marked("November"),
    marked("December"),
)
_WEEKDAYS: Final = (
    # Translators: a weekday in a picture, with room for 4 letters, as are the other six
    marked("Mon"),
    marked("Tue"),
    marked("Wed"),
    marked("Thu"),
    marked("Fri"),
    marked("Sat"),
    marked("Sun"),
)
_EACH_WEEKDAY: Final[dict[Weekday, str]] = {
    "monday": marked("Mondays"),
    "tuesday": marked("Tuesdays"),
    "wednesday": marked("Wednesdays"),
    "thursday": marked("Thursdays"),
    "friday": marked("Fridays"),
    "saturday": marked("Saturdays"),
    "sunday": marked("Sundays"),
}
# Translators: the first letters of left and right
LETTERS: Final[dict[Side, str]] = {"left": marked("L"), "right": marked("R")}
"""The mark of a side in the calendar."""
NO_SESSION: Final = marked("no session")
# Translators: a day without a session; in a picture, with room for 9 letters
REST: Final = marked("rest")
# Translators: a day without a plan; in a picture, with room for 9 letters
NO_PLAN: Final = marked("no plan")
# Translators: in a picture, with room for 18 letters
FIRST_SIDE: Final = marked("First side")
# Translators: a heading, and in a picture with room for 18 letters
CHANGES: Final = marked("Changes")
# Translators: before what is different on a day
CHANGED: Final = marked("Changed")
# Translators: before the sums of a week
WEEK: Final = marked("The week together")
ABOUT: Final = marked("About this programme")
ALL_DAYS: Final = marked("All days")
# Translators: a link that opens the session of a day
OPEN: Final = marked("Open")
PAGE_TITLE: Final = marked("Stretching programme: {programme}")
KEY: Final = marked("What the marks mean")
# Translators: in a picture, with room for 17 letters
KEY_SHADES_LEAD: Final = marked("Seconds per side:")
# Translators: up to so many seconds per side; in a picture, with room for 6 letters
KEY_SHADES: Final = (marked("to 15"), marked("to 30"), marked("to 45"), marked("more"))
KEY_SIDES: Final = marked("L, R: side to start with")
KEY_CHANGES: Final = marked("something changes")
_KEY_IN_WORDS: Final = marked(
    "The shade of a cell says how many seconds per side it has: {shades}. {sides}. A diamond below a day and a corner "
    "of a cell: {changes}."
)
PER_SIDE: Final = marked(
    "Minutes of an area are per side, at most 60 s of each stretch in a session: a main target counts in full, one "
    "worked besides half, and one only named a quarter."
)
_WAY_OUT: Final = marked("What would help: {way_out}.")
_AGAIN: Final = marked("The same as on {day}.")
_SIDE_FIRST: Final[dict[Side, str]] = {
    "left": marked("{length}, left side first"),
    "right": marked("{length}, right side first"),
}
_EVERY_DAY: Final = marked("A session on every day that has a plan")


def weekday(day: date) -> str:
    """Return the short name of a weekday: ``Mon``."""
    return say(_WEEKDAYS[day.weekday()])


def day_name(day: date) -> str:
    """Return a date with its weekday: ``Mon 2 March 2026``."""
    return say("{weekday} {date}", weekday=weekday(day), date=_dated(day))


def day_number(day: date) -> str:
    """Return the day of a month."""
    return str(day.day)


def _dated(day: date) -> str:
    return say("{day} {month} {year}", day=day.day, month=say(_MONTHS[day.month - 1]), year=day.year)


def span_words(first: date, last: date) -> str:
    """Return the days from one to another: ``2 to 8 March 2026``, ``30 March to 5 April 2026``, ``2 March 2026``."""
    if first == last:
        return _dated(first)
    if first.year != last.year:
        return say("{first} to {last}", first=_dated(first), last=_dated(last))
    if first.month != last.month:
        month = say(_MONTHS[first.month - 1])
        return say("{day} {month} to {last}", day=first.day, month=month, last=_dated(last))
    return say("{day} to {last}", day=first.day, last=_dated(last))


def programme_title(programme: Programme) -> str:
    """Return ``28 days, 24 sessions``."""
    days = say_count("{count} day", "{count} days", len(programme.days))
    sessions = say_count("{count} session", "{count} sessions", len(programme.plans))
    return f"{days}, {sessions}"


def picture_title(programme: Programme) -> str:
    """Return the title of a calendar: ``Calendar of 28 days, 24 sessions: 2 to 29 March 2026``."""
    dates = span_words(programme.starts_on, programme.ends_on)
    return say("Calendar of {programme}: {dates}", programme=programme_title(programme), dates=dates)


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
    rests = [say(_EACH_WEEKDAY[name]) for name in programme.rest_weekdays]
    rests += map(_dated, programme.rest_dates)
    few = say_count("at most {count} session in seven days", "at most {count} sessions in seven days", per_week)
    parts = [few] if per_week < 7 else []
    parts += [say("rest on {days}", days=listed(rests))] if rests else []
    yield f"{capitalized('; '.join(parts) or say(_EVERY_DAY))}."


def week_title(number: int, days: Iterable[ProgrammeDay]) -> str:
    """Return the heading of a week, by its number from 1: ``Week 1: 2 to 8 March 2026``."""
    dates = [day.on for day in days]
    return say("Week {number}: {dates}", number=number, dates=span_words(dates[0], dates[-1]))


def first_side(plan: Plan) -> Side | None:
    """Return the side that a session starts with; None when it has no stretch for one side."""
    sides = (step.side for step in plan.schedule if step.kind in WORK_KINDS)
    return next((side for side in sides if side in LETTERS), None)


def tag(day: ProgrammeDay) -> str:
    """Return a day in a few words: ``9 min 46 s, left side first``, ``rest``, ``no plan``."""
    if day.plan is None:
        return say(NO_PLAN if day.kind == "refused" else REST)
    side = first_side(day.plan)
    length = length_words(day.plan.total_seconds)
    return say(_SIDE_FIRST[side], length=length) if side else length


def what(plan: Plan) -> str:
    """Return the stretches of a session with their doses, in short."""
    return "; ".join(f"{entry.full_name}, {dose_words(entry)}" for entry in plan.prescriptions) + "."


def told_once(days: Iterable[ProgrammeDay]) -> Iterator[tuple[ProgrammeDay, str]]:
    """Yield each day with its stretches; a session with those of an earlier one names the first that had them."""
    first: dict[str, date] = {}
    for day in days:
        text = "" if day.plan is None else what(day.plan)
        if text in first:
            yield day, say(_AGAIN, day=day_name(first[text]))
        else:
            yield day, text
        if text:
            first.setdefault(text, day.on)


def change_texts(day: ProgrammeDay) -> tuple[str, ...]:
    """Return what is different on a day and why; on a day without a plan, why there is none and what would help."""
    if day.refusal is not None:
        return (day.refusal.message, *(say(_WAY_OUT, way_out=way) for way in day.refusal.ways_out))
    return tuple(change.text for change in day.changes)


def described(days: Iterable[ProgrammeDay]) -> Iterator[str]:
    """Yield a sentence for each run of days with the same stretches and doses: the text alternative of a calendar."""
    for (kind, content), group in groupby(days, lambda day: (day.kind, "" if day.plan is None else what(day.plan))):
        run = list(group)
        dates = span_words(run[0].on, run[-1].on)
        if kind == "session":
            sides = ", ".join(
                say(SIDES[side]) for day in run if day.plan is not None and (side := first_side(day.plan))
            )
            begins = f" {say(FIRST_SIDE)}: {sides}." if sides else ""
            yield f"{dates}: {content}{begins}"
        else:
            yield f"{dates}: {say(NO_PLAN if kind == 'refused' else REST)}."


def key_in_words() -> str:
    """Return what the shades and marks of a calendar mean, as sentences."""
    return say(_KEY_IN_WORDS, shades=", ".join(map(say, KEY_SHADES)), sides=say(KEY_SIDES), changes=say(KEY_CHANGES))


def week_line(week: ProgrammeWeek) -> str:
    """Return the sessions of a week: ``6 sessions, 58 min 12 s; 28 min of stretching``."""
    if not week.sessions:
        return say(NO_SESSION)
    length, stretching = length_words(week.session_seconds), length_words(week.stretching_seconds)
    return say_count(
        "{count} session, {length}; {stretching} of stretching",
        "{count} sessions, {length}; {stretching} of stretching",
        week.sessions,
        length=length,
        stretching=stretching,
    )


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
