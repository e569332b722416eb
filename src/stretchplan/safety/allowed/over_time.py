"""Decide what the sessions before allow today, for the planner: the rules over time."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from stretchplan.catalog.dosage import Dosage
from stretchplan.catalog.stretch import Stretch
from stretchplan.inputs.history import RecordedDose, SessionRecord, StretchRecord
from stretchplan.inputs.request import PlanRequest
from stretchplan.results.reasons import Aggravated
from stretchplan.rulebook.bounds import (
    BREAK_DAYS,
    FIRST_SETS,
    LEAVE_DAYS,
    SETTLED_AT_MOST,
    STEP_UP_AFTER_DAYS,
    TOO_MUCH_PAIN_FROM,
)

__all__ = ["Limit", "leave", "limits", "returns"]


class Limit(NamedTuple):
    """The most that a rule over time allows of one stretch."""

    rule_id: str
    amount: int  # the most seconds or repetitions of a set
    sets: int  # the most sets at an amount up to ``kept``
    kept: int  # the amount of the last settled session
    raised_sets: int  # the most sets at a larger amount
    since: date | None = None  # the session that did not settle

    def raised(self, dose: Dosage) -> bool:
        """Return whether a dose is more than in the last settled session."""
        return dose.amount > self.kept or dose.sets > self.raised_sets

    def allows(self, dose: Dosage) -> bool:
        """Return whether a dose is within the limit."""
        return dose.amount <= self.amount and dose.sets <= (self.sets if dose.amount <= self.kept else self.raised_sets)


def leave(stretch: Stretch, request: PlanRequest) -> Aggravated | None:
    """Return why a stretch is left out for a week; None when nothing in the last seven days keeps it out.

    One that stands in for a stretch that made the back worse is left out with it: it is the same movement elsewhere.
    """
    for record in reversed(request.history or ()):
        if request.on is None or (request.on - record.on).days > LEAVE_DAYS:
            return None
        if any(entry.aggravated and entry.stretch_id in (stretch.id, *stretch.stands_in) for entry in record.stretches):
            return Aggravated(on=record.on, returns_on=_days_later(record.on, LEAVE_DAYS + 1))
    return None


def returns(request: PlanRequest) -> Iterator[int]:
    """Yield in how many days a stretch that is left out today may return."""
    for record in reversed(request.history or ()):
        if request.on is None or (request.on - record.on).days > LEAVE_DAYS:
            return
        if any(entry.aggravated for entry in record.stretches):
            yield LEAVE_DAYS + 1 - (request.on - record.on).days


def limits(stretch: Stretch, request: PlanRequest) -> Iterator[Limit]:
    """Yield the limits of a stretch under the history of a request; none where the history is unknown."""
    if request.history is None:
        return
    counted = _Counted(stretch, request)
    lowest, fewest = stretch.dose.amounts[0], stretch.dose.min_sets
    few = max(FIRST_SETS, fewest)
    base = next((done for done in counted.newest_first() if _settled(done.record, request)), None)
    unsettled = _last_unsettled(request)
    if base is None:
        sets = fewest if counted.ended_by == "aggravating-leave" else few
        yield Limit(counted.ended_by, lowest, sets, lowest, sets)
    else:
        amount = max(lowest, base.dose.amount)
        kept = Dosage(base.dose.sets if base.dose.sets > few else 1, amount)  # up to a few sets are no step
        rises = unsettled is None and _pain_allows(base.record, request) and _kept_a_week(kept, counted, request)
        most = _step(stretch, amount, up=True) if rises else amount
        yield Limit("one-step-up", most, max(few, base.dose.sets + rises), amount, max(few, base.dose.sets))
    if unsettled is not None:
        ref = next((done for done in counted.newest_first() if done.record.on <= unsettled.on), None)
        if ref is not None:
            amount = _step(stretch, ref.dose.amount, up=False)
            sets = max(fewest, ref.dose.sets - (amount >= ref.dose.amount))
            yield Limit("step-down", amount, sets, amount, sets, unsettled.on)


class _Done(NamedTuple):
    record: SessionRecord
    dose: Dosage


class _Counted:
    """The doses of a stretch that count today, and what ended them: a break, an injury, or that it made it worse."""

    def __init__(self, stretch: Stretch, request: PlanRequest) -> None:
        self._stretch = stretch
        self._request = request
        self.ended_by = "low-start"

    def newest_first(self) -> Iterator[_Done]:
        """Yield the doses, and note what ended them."""
        later = self._request.on
        for record in reversed(self._request.history or ()):
            entry = _entry(record, self._stretch)
            if entry is None:
                continue
            if entry.aggravated:
                self.ended_by = "aggravating-leave"
                return
            dose = None if entry.done is None else _in_full(entry.done, self._stretch)
            if dose is None:
                continue
            if record.before_injury:
                self.ended_by = "injury-restart"
                return
            if later is not None and (later - record.on).days >= BREAK_DAYS:
                self.ended_by = "break-restart"
                return
            later = record.on
            yield _Done(record, dose)


def _in_full(done: RecordedDose, stretch: Stretch) -> Dosage | None:
    """Return a dose as the catalogue counts it; None when it was not done on all sides, or cannot be counted so."""
    amount = done.hold_seconds
    if stretch.dose.kind == "repetitions":
        amount = done.repetitions
    elif stretch.dose.kind == "flow" and stretch.breath is not None and done.repetitions is not None:
        amount = done.repetitions * stretch.breath.seconds  # a plan states the breaths of a flow
    return Dosage(done.sets, amount) if amount is not None and done.sides == stretch.sides else None


def _days_later(day: date, days: int) -> date:
    """Return a later date, at most the last one that there is."""
    return date.fromordinal(min(date.max.toordinal(), day.toordinal() + days))


def _entry(record: SessionRecord, stretch: Stretch) -> StretchRecord | None:
    return next((entry for entry in record.stretches if entry.stretch_id == stretch.id), None)


def _step(stretch: Stretch, amount: int, *, up: bool) -> int:
    """Return the catalogue's next amount above or below one; at an end of the range, the end itself."""
    amounts = stretch.dose.amounts
    place = bisect_right(amounts, amount) if up else bisect_left(amounts, amount) - 1
    return amounts[min(max(0, place), len(amounts) - 1)]


def _settled(record: SessionRecord, request: PlanRequest) -> bool | None:
    """Return whether a session settled within 24 hours; None when it is not known."""
    if record.pain_after is not None and record.pain_after >= TOO_MUCH_PAIN_FROM:
        return False
    pain = _next_day(record, request)
    if pain is None:
        return None
    return pain <= (SETTLED_AT_MOST if record.pain_before is None else record.pain_before)


def _next_day(record: SessionRecord, request: PlanRequest) -> int | None:
    """Return the pain on the day after a session: as recorded, before the next day's session, or as stated today."""
    if record.pain_next_day is not None:
        return record.pain_next_day
    history = request.history or ()
    first = bisect_right(history, record.on, key=lambda other: other.on)
    for other in history[first:]:
        if (other.on - record.on).days > 1:
            break
        if other.pain_before is not None:
            return other.pain_before
    if request.on is not None and (request.on - record.on).days == 1:
        return request.pain
    return None


def _last_unsettled(request: PlanRequest) -> SessionRecord | None:
    """Return the last session whose outcome is known, if it did not settle; of several on one day, one that did not."""
    last: SessionRecord | None = None
    for record in reversed(request.history or ()):
        if record.before_injury:
            continue
        if last is not None and record.on < last.on:
            break
        settled = _settled(record, request)
        if settled is False:
            return record
        if settled:
            last = record
    return None


def _pain_allows(record: SessionRecord, request: PlanRequest) -> bool:
    """Return whether pain now is no higher than before a session, as far as both are known."""
    return request.pain is None or record.pain_before is None or request.pain <= record.pain_before


def _kept_a_week(kept: Dosage, counted: _Counted, request: PlanRequest) -> bool:
    """Return whether as much was done a week ago, again and again since, and all sessions since then settled."""
    if request.on is None:
        return False
    later = request.on
    for done in counted.newest_first():
        if (later - done.record.on).days > STEP_UP_AFTER_DAYS:
            return False
        later = done.record.on
        if (
            (request.on - later).days >= STEP_UP_AFTER_DAYS
            and done.dose.amount >= kept.amount
            and done.dose.sets >= kept.sets
            and _settled(done.record, request)
        ):
            return not any(
                _settled(record, request) is False
                for record in request.history or ()
                if record.on >= done.record.on and not record.before_injury
            )
    return False
