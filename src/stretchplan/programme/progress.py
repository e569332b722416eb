"""What a person's records show: how often and how long, and how pain and reach have changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, ClassVar, Literal

from stretchplan.base.errors import InvalidRequest, Problem
from stretchplan.base.models import InputModel, read
from stretchplan.base.text import quoted
from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.loader import BuiltinName, builtin_catalog
from stretchplan.catalog.stretch import Stretch, TargetKind
from stretchplan.inputs.dates import Day
from stretchplan.inputs.history import RecordedDose, Records, SessionRecord
from stretchplan.inputs.request import MAX_DAYS, Days
from stretchplan.results.plan import CatalogRef
from stretchplan.results.progress import AreaTime, PainPoint, PainTrend, Progress, ReachPoint, ReachTrend, Week
from stretchplan.rulebook.bounds import (
    IMPROVED_BY_PERCENT,
    IMPROVED_BY_POINTS,
    MEASUREMENT_ERROR_MM,
    NO_IMPROVEMENT_FROM_DAY,
)

__all__ = ["progress"]


class _Asked(InputModel):
    """What the function :func:`progress` was asked."""

    where: ClassVar[str] = ""

    on: Day
    days_since_injury: Days | None = None
    history: Records


def progress(
    history: Sequence[SessionRecord],
    *,
    days_since_injury: int | None = None,
    on: date | str,
    catalog: Catalog | BuiltinName | None = None,
) -> Progress:
    """Return what the records of a person's sessions show up to a date.

    It counts, and judges nothing: whether stretching was the cause of a change is not known.

    Parameters
    ----------
    history
        The sessions, in any order, at most 4,000.
    days_since_injury
        Days since the injury on the date ``on``, 0 to 36,500. Pain and reach are then compared since the injury alone.
        None when there was no injury, or its day is not known; then day 42 counts from the first record.
    on
        The date up to which to count, usually today. No record may be later.
    catalog
        The catalogue that says which areas a stretch works, or the name of a built-in one. None takes ``both``, which
        has all built-in stretches. A stretch that was removed from it counts as the one that replaces it.

    Returns
    -------
    Progress
        The figures; ``sentences`` has them in words.

    Raises
    ------
    InvalidRequest
        When a record is after ``on`` or more than 36,500 days before it, or a value is wrong.
    CatalogError
        When there is no built-in catalogue of that name.

    Examples
    --------
    >>> import stretchplan as sp
    >>> records = [
    ...     sp.record_of(sp.plan(minutes=5, days_since_injury=day, on=f"2026-03-{day:02}"), pain_before=pain)
    ...     for day, pain in ((1, 3), (2, 3), (4, 1))
    ... ]
    >>> shown = sp.progress(records, days_since_injury=5, on="2026-03-05")
    >>> shown.days_with_session, shown.days, shown.current_streak_days, shown.longest_streak_days
    (3, 5, 1, 2)
    >>> shown.pain.difference, shown.pain.improved, shown.finger_to_floor.beyond_error
    (-2, True, None)
    >>> print(shown.sentences[0])
    A session on 3 of the 5 days since 2026-03-01.
    """
    asked = read(_Asked, {"on": on, "days_since_injury": days_since_injury, "history": history})
    if asked.history is None:
        raise InvalidRequest(Problem("history", "", "it is not known; give the records, or () when there are none"))
    for place, record in enumerate(asked.history):
        age = (asked.on - record.on).days
        if age < 0:
            raise _wrong(place, record, f"after {asked.on}, up to which to count; give sessions of the past")
        if age > MAX_DAYS:
            raise _wrong(place, record, f"more than {MAX_DAYS:,} days before {asked.on}; give later sessions")
    known = catalog if isinstance(catalog, Catalog) else builtin_catalog("both" if catalog is None else catalog)
    done = [record for record in asked.history if any(entry.done is not None for entry in record.stretches)]
    times = _Times(known)
    for record in done:
        times.count(record)
    first = min((record.on for record in asked.history), default=None)
    days = sorted({record.on.toordinal() for record in done})
    current, longest = _streaks(days, asked.on.toordinal())
    since = [record for record in asked.history if not _before_injury(record, asked)]
    pain, reach = _pain(since), _reach(since)
    age = 0 if first is None else (asked.on - first).days
    day = age if asked.days_since_injury is None else asked.days_since_injury
    return Progress(
        on=asked.on,
        days_since_injury=asked.days_since_injury,
        catalog=CatalogRef(id=known.id, version=known.version, digest=known.digest, language=known.language),
        sessions=len(done),
        first_on=first,
        days=0 if first is None else age + 1,
        days_with_session=len(days),
        weeks=() if first is None else tuple(_weeks(first, asked.on, days, times.by_day)),
        current_streak_days=current,
        longest_streak_days=longest,
        stretching_seconds=sum(times.by_day.values()),
        areas=times.areas(),
        unknown_stretches=tuple(sorted(times.unknown)),
        unknown_seconds=times.unknown_seconds,
        uncounted_doses=times.uncounted,
        pain=pain,
        finger_to_floor=reach,
        see_clinician=_see_clinician(pain, reach) if day >= NO_IMPROVEMENT_FROM_DAY else None,
    )


def _wrong(place: int, record: SessionRecord, message: str) -> InvalidRequest:
    return InvalidRequest(Problem("history", quoted(record.on), f"the record of {record.on} is {message}"))


def _before_injury(record: SessionRecord, asked: _Asked) -> bool:
    days = asked.days_since_injury
    return record.before_injury or (days is not None and (asked.on - record.on).days > days)


class _Times:
    """The seconds of stretching by area and by day."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._seconds: dict[tuple[str, TargetKind], int] = {}
        self.by_day: dict[int, int] = {}
        self.unknown: set[str] = set()
        self.unknown_seconds = 0
        self.uncounted = 0

    def count(self, record: SessionRecord) -> None:
        for entry in record.stretches:
            if entry.done is None:
                continue
            stretch = self._catalog.find(entry.stretch_id)
            seconds = _seconds(entry.done, stretch)
            if seconds is None:
                self.uncounted += 1
                seconds = 0
            day = record.on.toordinal()
            self.by_day[day] = self.by_day.get(day, 0) + seconds
            if stretch is None:
                self.unknown.add(entry.stretch_id)
                self.unknown_seconds += seconds
                continue
            for kind, areas in stretch.targets.by_kind():
                for area in areas:
                    self._seconds[area, kind] = self._seconds.get((area, kind), 0) + seconds

    def areas(self) -> tuple[AreaTime, ...]:
        return tuple(
            AreaTime(
                area_id=area.id,
                name=area.name,
                primary_seconds=self._seconds.get((area.id, "primary"), 0),
                secondary_seconds=self._seconds.get((area.id, "secondary"), 0),
                named_seconds=self._seconds.get((area.id, "named"), 0),
            )
            for area in self._catalog.areas
        )


def _seconds(done: RecordedDose, stretch: Stretch | None) -> int | None:
    """Return the seconds of a dose, both sides counted; None when nothing says how long a repetition takes."""
    a_set = done.hold_seconds
    if a_set is None and stretch is not None and stretch.breath is not None:
        a_set = done.amount * stretch.breath.seconds  # one breath a repetition; of a flow, the breaths are recorded
    if a_set is None:
        return None
    return done.sets * a_set * (2 if done.sides == "each" else 1)


def _streaks(days: Sequence[int], today: int) -> tuple[int, int]:
    """Return the current and the longest run of days, from sorted days."""
    longest = run = 0
    for before, day in pairwise((0, *days)):
        run = run + 1 if run and day == before + 1 else 1
        longest = max(longest, run)
    return (run if days and today - days[-1] <= 1 else 0), longest


def _weeks(first: date, last: date, days: Sequence[int], seconds: dict[int, int]) -> Iterator[Week]:
    counts: dict[int, int] = {}
    sums: dict[int, int] = {}
    start, end = first.toordinal(), last.toordinal()
    for day in days:
        week = (day - start) // 7
        counts[week] = counts.get(week, 0) + 1
        sums[week] = sums.get(week, 0) + seconds.get(day, 0)
    for week in range((end - start) // 7 + 1):
        begins = start + 7 * week
        yield Week(
            starts_on=date.fromordinal(begins),
            days=min(7, end - begins + 1),
            days_with_session=counts.get(week, 0),
            stretching_seconds=sums.get(week, 0),
        )


def _pain(records: Sequence[SessionRecord]) -> PainTrend:
    points = tuple(
        PainPoint(on=record.on, pain=record.pain_before) for record in records if record.pain_before is not None
    )
    fields: dict[str, Any] = {"difference": None, "improved": None}
    if points and points[0].on < points[-1].on:
        before, now = points[0].pain, points[-1].pain
        fall = before - now
        enough = fall >= IMPROVED_BY_POINTS or (fall > 0 and 100 * fall >= IMPROVED_BY_PERCENT * before)
        fields = {"difference": now - before, "improved": enough if before or now else None}
    return PainTrend(points=points, baseline=_end(points, 0), latest=_end(points, -1), **fields)


def _reach(records: Sequence[SessionRecord]) -> ReachTrend:
    points = tuple(
        ReachPoint(on=record.on, millimetres=record.finger_to_floor_mm)
        for record in records
        if record.finger_to_floor_mm is not None
    )
    fields: dict[str, Any] = {"difference_mm": None, "beyond_error": None}
    if points and points[0].on < points[-1].on:
        change = points[-1].millimetres - points[0].millimetres
        fields = {"difference_mm": change, "beyond_error": abs(change) > MEASUREMENT_ERROR_MM}
    return ReachTrend(points=points, baseline=_end(points, 0), latest=_end(points, -1), **fields)


def _end(points: Sequence[Any], place: int) -> Any:
    return points[place] if points else None


def _see_clinician(pain: PainTrend, reach: ReachTrend) -> Literal["not_improved", "not_known"] | None:
    """Return why a clinician should be seen, from day 42 on; None where pain or reach has improved, or there is none.

    A better reach does not outweigh more pain.
    """
    if pain.improved or (pain.latest is not None and pain.latest.pain == 0):
        return None
    further = reach.beyond_error and reach.difference_mm is not None and reach.difference_mm < 0
    if further and (pain.difference is None or pain.difference <= 0):
        return None
    return "not_known" if pain.improved is None else "not_improved"
