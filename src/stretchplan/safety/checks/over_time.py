"""Check a plan against the sessions before: the rules of the family ``history``."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from stretchplan.catalog.stretch import Stretch
from stretchplan.inputs.history import SessionRecord, StretchRecord
from stretchplan.inputs.request import PlanRequest
from stretchplan.results.report import Violation
from stretchplan.rulebook import bounds
from stretchplan.safety.checks.dose import in_range
from stretchplan.safety.checks.recount import Session, Worked, violation

__all__ = ["aggravated_on", "due_notices", "return_day", "rule_of_dose", "violations"]


def violations(session: Session) -> Iterator[Violation]:
    """Yield what breaks a rule over time."""
    request = session.plan.request
    if request.history is None:
        return
    for stretch, step in session.stretches_visited:
        worse = aggravated_on(stretch, request)
        if worse is not None:
            message = f"{stretch.name} made the back worse on {worse}; it may be planned from {return_day(worse)}."
            yield violation("aggravating-leave", step, message)
    before = earlier(request)
    for worked in session.worked.values():
        if in_range(worked, session):
            yield from _doses(worked, before, request)


def return_day(worse: date) -> date:
    """Return the first date on which a stretch that made the back worse may be planned."""
    return date.fromordinal(min(worse.toordinal() + bounds.LEAVE_DAYS + 1, date.max.toordinal()))


def aggravated_on(stretch: Stretch, request: PlanRequest) -> date | None:
    """Return when a stretch, or one that it stands in for, made the back worse, if it is still left out for that."""
    today = request.on
    dates = [
        record.on
        for record in request.history or ()
        for entry in record.stretches
        if entry.aggravated and (entry.stretch_id == stretch.id or entry.stretch_id in stretch.stands_in)
    ]
    if not dates or today is None or today.toordinal() > max(dates).toordinal() + bounds.LEAVE_DAYS:
        return None
    return max(dates)


class Earlier(NamedTuple):
    """A session of the past and how it ended."""

    record: SessionRecord
    days_ago: int
    outcome: str  # settled, unsettled or unknown


class Start(NamedTuple):
    """Where a stretch starts from today."""

    sessions: tuple[tuple[Earlier, int, int], ...]  # those that count, oldest first, with amount and sets
    fresh_by: str  # the rule that makes it start low when none of them has settled


def earlier(request: PlanRequest) -> tuple[Earlier, ...]:
    """Return the sessions of the past, oldest first, each with its outcome."""
    history = request.history or ()
    before: dict[date, int] = {}  # pain before the first session of a day that says it
    for record in history:
        if record.pain_before is not None:
            before.setdefault(record.on, record.pain_before)
    found = []
    for record in history:
        days_ago = request.on.toordinal() - record.on.toordinal() if request.on is not None else 0
        after = record.pain_next_day
        if after is None and record.on < date.max:
            after = before.get(date.fromordinal(record.on.toordinal() + 1), request.pain if days_ago == 1 else None)
        usual = bounds.SETTLED_AT_MOST if record.pain_before is None else record.pain_before
        too_much = record.pain_after is not None and record.pain_after >= bounds.TOO_MUCH_PAIN_FROM
        if too_much or (after is not None and after > usual):
            outcome = "unsettled"
        else:
            outcome = "unknown" if after is None else "settled"
        found.append(Earlier(record, days_ago, outcome))
    return tuple(found)


def start_of(stretch: Stretch, before: Sequence[Earlier]) -> Start:
    """Return where a stretch starts from, given the sessions of the past."""
    sessions: list[tuple[Earlier, int, int]] = []
    rule = "low-start"
    for one in before:
        entries = [entry for entry in one.record.stretches if entry.stretch_id == stretch.id]
        for entry in entries:
            amount = _amount(entry, stretch)
            counts = amount > 0
            if sessions and counts and sessions[-1][0].days_ago - one.days_ago >= bounds.BREAK_DAYS:
                rule, sessions = "break-restart", []
            if entry.aggravated:
                rule, sessions = "aggravating-leave", []
            elif counts and one.record.before_injury:
                rule, sessions = "injury-restart", []
            elif counts and entry.done is not None:
                sessions.append((one, amount, entry.done.sets))
    if sessions and sessions[-1][0].days_ago >= bounds.BREAK_DAYS:
        rule, sessions = "break-restart", []
    return Start(tuple(sessions), rule)


def _amount(entry: StretchRecord, stretch: Stretch) -> int:
    """Return the seconds or repetitions of a set that was done on all sides; 0 when it does not count."""
    done = entry.done
    if done is None or done.sides != stretch.sides:
        return 0
    if stretch.dose.kind == "repetitions":
        return done.repetitions or 0
    if done.hold_seconds is not None:
        return done.hold_seconds
    breath = stretch.breath if stretch.dose.kind == "flow" else None
    return 0 if breath is None else (done.repetitions or 0) * (breath.inhale_seconds + breath.exhale_seconds)


def due_notices(session: Session) -> tuple[dict[str, list[str]], date | None]:
    """Return the stretches that each rule over time is to be named for, and the session that had not settled."""
    request = session.plan.request
    names: dict[str, list[str]] = {}
    if request.history is None:
        return names, None
    before = earlier(request)
    unsettled = _unsettled(before)
    lowered = False
    for worked in session.worked.values():
        start = start_of(worked.stretch, before)
        settled = [entry for entry in start.sessions if entry[0].outcome == "settled"]
        lowered |= unsettled is not None and any(entry[0].record.on <= unsettled for entry in start.sessions)
        if not settled:
            names.setdefault(start.fresh_by, []).append(worked.stretch.name)
            continue
        _, amount, sets = settled[-1]
        most = max(amount, worked.stretch.dose.amounts[0])
        few = max(bounds.FIRST_SETS, worked.stretch.dose.min_sets, sets)
        if len(worked.first_side_steps) > few or any(actual > most for _, actual in worked.amounts):
            names.setdefault("one-step-up", []).append(worked.stretch.name)
    return names, unsettled if lowered else None


def rule_of_dose(stretch: Stretch, sets: int, amount: int, request: PlanRequest, *, less: bool) -> str | None:
    """Return the rule over time behind a dose that is not the last one; ``less`` says whether it is less than that."""
    before = earlier(request)
    start = start_of(stretch, before)
    settled = [entry for entry in start.sessions if entry[0].outcome == "settled"]
    unsettled = _unsettled(before)
    if less and unsettled is not None and any(entry[0].record.on <= unsettled for entry in start.sessions):
        return "step-down"
    if not settled:
        return start.fresh_by if less else None
    _, kept, sets_then = settled[-1]
    few = max(bounds.FIRST_SETS, stretch.dose.min_sets, sets_then)
    return "one-step-up" if sets > few or amount > max(kept, stretch.dose.amounts[0]) else None


def _unsettled(before: Sequence[Earlier]) -> date | None:
    """Return the date of the last session whose outcome is known, if one of that day did not settle."""
    known = [one for one in before if one.outcome != "unknown" and not one.record.before_injury]
    last = max((one.record.on for one in known), default=None)
    return last if any(one.record.on == last and one.outcome == "unsettled" for one in known) else None


def _doses(worked: Worked, before: Sequence[Earlier], request: PlanRequest) -> Iterator[Violation]:
    stretch = worked.stretch
    start = start_of(stretch, before)
    unsettled = _unsettled(before)
    few = max(bounds.FIRST_SETS, stretch.dose.min_sets)
    lowest = stretch.dose.amounts[0]
    settled = [entry for entry in start.sessions if entry[0].outcome == "settled"]
    if not settled:
        most_sets = stretch.dose.min_sets if start.fresh_by == "aggravating-leave" else few
        yield from _above(worked, start.fresh_by, lowest, most_sets, "it starts low")
    else:
        last, amount, sets = settled[-1]
        amount = max(amount, lowest)
        raised = unsettled is None and _may_rise(start.sessions, settled, (amount, sets, few), before, request)
        most = min((a for a in stretch.dose.amounts if a > amount), default=amount) if raised else amount
        said = f"its last settled session was on {last.record.on}"
        yield from _above(worked, "one-step-up", most, max(few, sets + 1 if raised else sets), said)
        both = [i for i, actual in worked.amounts if actual > amount]
        count = len(worked.first_side_steps)
        if both and max(few, sets) < count <= max(few, sets + 1):
            message = (
                f"{stretch.name} has a larger amount and more sets than on {last.record.on}; one of them may rise."
            )
            yield violation("one-step-up", both[0], message)
    done = [entry for entry in start.sessions if unsettled is not None and entry[0].record.on <= unsettled]
    if done:
        _, amount, sets = done[-1]
        below = max((a for a in stretch.dose.amounts if a < amount), default=lowest)
        fewer = sets if below < amount else sets - 1
        said = f"the session on {unsettled} had not settled a day later"
        yield from _above(worked, "step-down", below, max(stretch.dose.min_sets, fewer), said)


def _may_rise(
    sessions: Sequence[tuple[Earlier, int, int]],
    settled: Sequence[tuple[Earlier, int, int]],
    dose: tuple[int, int, int],
    before: Sequence[Earlier],
    request: PlanRequest,
) -> bool:
    """Return whether one more step may follow a dose: amount, sets, and the sets up to which none is a step."""
    amount, sets, few = dose
    pain_then = settled[-1][0].record.pain_before
    if request.pain is not None and pain_then is not None and request.pain > pain_then:
        return False
    as_much = [
        one
        for one, amount_then, sets_then in settled
        if one.days_ago >= bounds.STEP_UP_AFTER_DAYS and amount_then >= amount and (sets <= few or sets_then >= sets)
    ]
    if not as_much:
        return False
    first = as_much[-1].record.on
    since = [one.days_ago for one, _, _ in sessions if one.record.on >= first] + [0]
    if any(earlier - later > bounds.STEP_UP_AFTER_DAYS for earlier, later in pairwise(since)):
        return False
    return all(one.outcome != "unsettled" for one in before if one.record.on >= first and not one.record.before_injury)


def _above(worked: Worked, rule: str, amount: int, sets: int, said: str) -> Iterator[Violation]:
    for i, actual, most in worked.above(amount, sets):
        message = f"{worked.stretch.name} has {actual}; the most is {most}, because {said}."
        yield violation(rule, i, message)
