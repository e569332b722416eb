"""Which days does a programme have, which of them are rest days, and what is asked of each? Its outline."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Any, Final, SupportsIndex, TypedDict, cast

from stretchplan.base.bounded import whole
from stretchplan.base.errors import InvalidRequest, Problem
from stretchplan.base.name_sets import Names
from stretchplan.base.text import did_you_mean, quoted
from stretchplan.base.translation import known_language, spoken
from stretchplan.inputs.dates import calendar_date
from stretchplan.inputs.history import SessionRecord
from stretchplan.inputs.profile import Profile
from stretchplan.inputs.request import MAX_DAYS, BreathName, Pace, PaceName, PlanRequest
from stretchplan.inputs.screening import Screening
from stretchplan.results.programme import MOST_DAYS, WEEKDAYS, Programme, Weekday

__all__ = ["ChangedFields", "Outline", "advanced", "keep_the_language", "make_outline", "outline_again", "read_date"]

_A_REST_DAY: Final = "give weekdays such as 'sunday', or dates such as 2026-01-31"


@dataclass(frozen=True)
class Outline:
    """The days of a programme, before any of them is planned."""

    request: PlanRequest  # of the first day, with its history
    begins_low: bool  # whether the sessions before are not known
    days: tuple[date, ...]
    days_per_week: int
    rest_weekdays: tuple[Weekday, ...]  # from Monday on
    rest_dates: tuple[date, ...]

    def rests(self, day: date) -> bool:
        """Return whether a day is a rest day."""
        return WEEKDAYS[day.weekday()] in self.rest_weekdays or day in self.rest_dates

    def asked(self, day: date, history: tuple[SessionRecord, ...]) -> PlanRequest:
        """Return the request of a day, after the sessions before it."""
        return advanced(self.request, day, history)


def advanced(request: PlanRequest, day: date, history: tuple[SessionRecord, ...]) -> PlanRequest:
    """Return a dated request for another day: the days since the injury advance or go back with the date."""
    return request.model_copy(update={**_days_later(request, day), "history": history})


def make_outline(
    request: PlanRequest,
    start: date | str,
    days: SupportsIndex,
    days_per_week: SupportsIndex,
    rest_days: Collection[Weekday | date | str],
) -> Outline:
    """Return the outline of a programme, or raise :class:`InvalidRequest`.

    The days since the injury count on the request's own date, or on ``start`` where it has none.
    """
    first = read_date(start, "start")
    count = _number(days, "days", MOST_DAYS)
    per_week = _number(days_per_week, "days_per_week", 7)
    if first > date.max - timedelta(days=count - 1):
        raise _wrong("start", start, f"{count} days from {first} on go beyond {date.max}; start earlier")
    if request.on is not None and first < request.on:
        raise _wrong("start", start, f"{first} is before the date of the request, {request.on}; start on it or later")
    if count > 1 or (request.on is not None and first > request.on):
        _not_in_the_first_trimester(request)
    since = request.days_since_injury
    if since is not None:
        since += 0 if request.on is None else (first - request.on).days
        if since + count - 1 > MAX_DAYS:
            raise _wrong(
                "days", days, f"the days since the injury would pass {MAX_DAYS:,}; give null for no recent injury"
            )
    stated = request.model_copy(
        update={"on": first, "days_since_injury": since, "history": () if request.history is None else request.history}
    )
    weekdays, dates = _rest_days(rest_days)
    all_days = tuple(first + timedelta(days=k) for k in range(count))
    return Outline(
        request=stated,
        begins_low=request.history is None,
        days=all_days,
        days_per_week=per_week,
        rest_weekdays=_spread(weekdays, per_week, first.weekday()),
        rest_dates=tuple(day for day in all_days if day in dates),
    )


class ChangedFields(TypedDict, total=False):
    """What may be different in a request from one day of a programme on."""

    minutes: SupportsIndex
    seconds: SupportsIndex
    days_since_injury: SupportsIndex | None
    targets: Names
    pain: SupportsIndex | None
    pace: Pace | PaceName | Mapping[str, object] | None
    breath: BreathName
    screening: Screening | Mapping[str, object] | None
    profile: Profile | Mapping[str, object]


def outline_again(
    programme: object,
    start: date | str,
    history: object,
    changes: Mapping[str, object],
    checked: Callable[[PlanRequest], PlanRequest],
) -> Outline:
    """Return the outline of a programme from one of its days on, after the sessions that there were."""
    if not isinstance(programme, Programme):
        message = f"{quoted(programme)} is not a Programme; give one that Planner.programme made"
        raise _wrong("programme", programme, message)
    first = read_date(start, "start")
    days = tuple(day.on for day in programme.days)
    if first not in days:
        raise _wrong("start", start, f"{first} is not a day of this programme; it has {days[0]} to {days[-1]}")
    if history is None:
        raise _wrong("history", None, "null (None in Python) is not allowed; give the sessions before, or () for none")
    keep_the_language(changes)
    for name in changes.keys() & {"on", "history"}:
        raise _wrong(name, None, f"{name} cannot be changed here; it follows from start and history")
    request = programme.request.model_copy(update={"history": ()})
    request = request.model_copy(update=_days_later(request, first))
    request = checked(request.model_copy(update={**changes, "history": history}))
    known = programme.request.history or ()
    late = next((record.on for record in request.history or () if record.on >= first and record not in known), None)
    if late is not None:
        raise _wrong("history", None, f"a session is on {late}, and {first} is planned again; give those before it")
    remaining = tuple(day for day in days if day >= first)
    if len(remaining) > 1:
        _not_in_the_first_trimester(request)
    return Outline(
        request=request,
        begins_low=not request.history and any(notice.id == "begins-low" for notice in programme.notices),
        days=remaining,
        days_per_week=programme.days_per_week,
        rest_weekdays=programme.rest_weekdays,
        rest_dates=tuple(day for day in programme.rest_dates if day >= first),
    )


def keep_the_language(changes: Mapping[str, object]) -> None:
    """Refuse another language than the spoken one: what is kept has its words in that, and words take time."""
    stated = changes.get("language")
    if stated is not None and known_language(stated) != spoken():
        message = f"the language cannot be changed here, where it is {spoken()!r}; plan again in {stated!r}"
        raise _wrong("language", stated, message)


def _days_later(request: PlanRequest, day: date) -> dict[str, object]:
    """Return the fields of a dated request that are different on another day."""
    days = request.days_since_injury
    if days is not None and request.on is not None:
        days += (day - request.on).days
    return {"on": day, "days_since_injury": days}


def _not_in_the_first_trimester(request: PlanRequest) -> None:
    """Refuse the first trimester for later days: it allows more than the other two."""
    if request.profile.trimester == 1:
        message = "the first trimester may end within these days; leave it out, and every day is planned as after it"
        raise _wrong("profile.trimester", 1, message)


def read_date(value: date | str, where: str) -> date:
    """Return a date, given as such or in its ISO form."""
    try:
        day = calendar_date(value)
    except ValueError as error:
        raise _wrong(where, value, str(error)) from None
    if day is None:
        raise _wrong(where, None, "null (None in Python) is not allowed; give a date such as 2026-01-31")
    return cast("date", day)


def _number(value: SupportsIndex, where: str, most: int) -> int:
    number = whole(value)
    if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= most:
        raise _wrong(where, number, f"{quoted(number)} is not allowed; give a whole number from 1 to {most}")
    return number


def _wrong(where: str, value: object, message: str, suggestion: str | None = None) -> InvalidRequest:
    return InvalidRequest(Problem(where, "" if value is None else quoted(value), message, suggestion))


def _rest_days(given: Any) -> tuple[frozenset[Weekday], frozenset[date]]:
    """Return the weekdays and the dates among the rest days."""
    if isinstance(given, (str, bytes)) or not isinstance(given, Iterable):
        raise _wrong(
            "rest_days", given, f'{quoted(given)} is not allowed; give a list, such as ["sunday", "2026-01-31"]'
        )
    weekdays: set[Weekday] = set()
    dates: set[date] = set()
    for entry in given:
        if entry in WEEKDAYS:
            weekdays.add(cast("Weekday", entry))
            continue
        try:
            day = calendar_date(entry)
        except ValueError:
            day = None
        if day is None:
            hint, suggestion = did_you_mean(entry, WEEKDAYS, _A_REST_DAY)
            raise _wrong("rest_days", entry, f"{quoted(entry)} is neither a weekday nor a date; {hint}", suggestion)
        dates.add(day)
    return frozenset(weekdays), frozenset(dates)


def _spread(stated: frozenset[Weekday], days_per_week: int, first: int) -> tuple[Weekday, ...]:
    """Return the weekdays without a session: those stated, and more where they leave too many days.

    Those that are added are spread: the runs of days with a session are as even as they can be, and so are the runs of
    rest days. The first day has a session unless it is stated as a rest day; of equally even ways, rest comes late.
    """
    # Weekdays are counted from the first day on, so that the same programme comes out whatever day it starts on.
    offsets = {(WEEKDAYS.index(name) - first) % 7 for name in stated}
    more = max(0, 7 - days_per_week - len(offsets))
    free = [offset for offset in range(1, 7) if offset not in offsets]
    ways = [offsets.union(added) for added in combinations(free, min(more, len(free)))]
    best = min(ways, key=lambda way: (*_unevenness(way), [-offset for offset in sorted(way)]))
    names = {WEEKDAYS[(first + offset) % 7] for offset in best}
    return tuple(name for name in WEEKDAYS if name in names)


def _unevenness(rest: set[int]) -> tuple[int, int]:
    """Return how uneven the runs of session days are, and those of rest days: the sums of the squares of the runs."""
    if not rest:
        return 0, 0
    begin = min(rest)  # a week turned so that no run goes over its end
    week = [(begin + 1 + k) % 7 in rest for k in range(7)]
    return sum(run * run for run in _runs(week, False)), sum(run * run for run in _runs(week, True))


def _runs(week: list[bool], kind: bool) -> Iterator[int]:
    run = 0
    for day in (*week, not kind):
        if day is kind:
            run += 1
        elif run:
            yield run
            run = 0
