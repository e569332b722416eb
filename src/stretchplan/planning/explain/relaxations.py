"""What would help? The nearest requests that do have a plan.

Only the time, the day and the person's own demands are changed, never a rule, so a relaxation is a request like any
other. docs/decisions/0014-nearest-relaxations.md says what "nearest" means.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import Final

from stretchplan.inputs.request import MAX_DAYS, MAX_MINUTES, PlanRequest
from stretchplan.planning.explain.conflicts import demands_of, relaxed
from stretchplan.planning.explain.feasible import Feasibility
from stretchplan.planning.search.budget import NodeBudgetSpent
from stretchplan.results.conflicts import Change, ChangeKind, Conflict, Member, MemberKind, Relaxation
from stretchplan.safety.allowed.doses import turning_points
from stretchplan.safety.allowed.over_time import returns
from stretchplan.words import reasons

__all__ = ["relaxations"]

_MOST_SECONDS: Final = 60 * MAX_MINUTES + 59
_MAX_CHANGES: Final = 2
"""Combinations of up to this many changes are tried, at most 300. If none helps, a larger one is searched for."""
_MAX_TRIES: Final = 300
_DAYS_AHEAD: Final = 60
"""Days that are tried one by one when the caller has rules of their own."""
_CHANGE: Final[dict[MemberKind, ChangeKind]] = {
    "area": "without_area",
    "include": "without_stretch",
    "equipment": "with_equipment",
    "avoid_stretch": "allow_stretch",
    "avoid_position": "allow_position",
}
_RANK: Final[dict[ChangeKind, int]] = {
    "more_time": 0,
    "wait": 1,
    "without_area": 2,
    "without_stretch": 3,
    "with_equipment": 4,
    "allow_stretch": 5,
    "allow_position": 6,
}


def relaxations(
    feasibility: Feasibility, request: PlanRequest, conflicts: Sequence[Conflict]
) -> tuple[tuple[Relaxation, ...], bool]:
    """Return the nearest requests that do have a plan, and whether the nodes were enough to look at all changes.

    Each relaxation is minimal: with a smaller change there would be no plan. They are sorted by the number of changes,
    then change by change: by kind (more time, waiting, dropped demands) and by amount.
    """
    demands = [member for conflict in conflicts for member in conflict.demands if member.kind != "minutes"]
    finder = _RelaxationFinder(feasibility, request)
    found: list[tuple[frozenset[Member | str], Relaxation]] = []
    possible: list[Member | str] = ["time", "wait", *demands]
    tries = 0
    for size in range(1, min(_MAX_CHANGES, len(possible)) + 1):
        for changes in combinations(possible, size):
            if any(fewer <= set(changes) for fewer, _ in found):
                continue
            tries += 1
            if feasibility.left < 1:
                finder.finished = False
                break
            if tries > _MAX_TRIES:
                break
            relaxation = finder.apply(changes)
            if relaxation is not None:
                found.append((frozenset(changes), relaxation))
    if not found:
        # A conflict of rules alone may hide others, which appear only on a later day or with more time.
        hidden = [demand for demand in demands_of(request, feasibility.terms) if demand not in demands]
        found += [(frozenset(), relaxation) for relaxation in _last_resort(finder, [*hidden, *demands])]
    return tuple(sorted((relaxation for _, relaxation in found), key=_size)), finder.finished


def _last_resort(finder: _RelaxationFinder, demands: list[Member]) -> Iterator[Relaxation]:
    """Yield at most one request, which drops no demand without need, where single changes and pairs do not help."""
    for more in ((), ("time",), ("wait",), ("time", "wait")):
        nearest = finder.apply((*demands, *more))
        if nearest is None:
            continue
        dropped = list(demands)
        for demand in demands:
            fewer = [other for other in dropped if other != demand]
            relaxation = finder.apply((*fewer, *more))
            if relaxation is not None:
                dropped, nearest = fewer, relaxation
        yield nearest
        return


class _RelaxationFinder:
    """Tries changes of one request."""

    def __init__(self, feasibility: Feasibility, request: PlanRequest) -> None:
        self._feasibility = feasibility
        self._terms = feasibility.terms
        self._request = request
        self.finished = True  # whether every question was decided

    def apply(self, changes: Sequence[Member | str]) -> Relaxation | None:
        """Return the request with exactly these changes, each as small as a plan allows; None if they give no plan."""
        dropped = [change for change in changes if not isinstance(change, str)]
        without = relaxed(self._request, dropped)
        for wait in self._waits() if "wait" in changes else (0,):
            request = _after(without, wait)
            if request is None:
                continue
            day = self._feasibility.day(request)
            longer = "time" in changes
            limit = self._terms.policy.budget_seconds(_MOST_SECONDS) if longer else day.budget_seconds
            try:
                shortest = self._feasibility.shortest(day, limit=limit, first_only=not longer)
                if shortest is None:
                    continue
                seconds = shortest[0] if shortest[0] > day.budget_seconds else None
                relaxation = self._relaxation(request, dropped, wait, seconds)
                if self._has_plan(relaxation.request):
                    return relaxation
            except NodeBudgetSpent:
                self.finished = False
                return None
        return None

    def _has_plan(self, request: PlanRequest) -> bool:
        """Return whether a changed request has a plan; only the caller's own rules can still forbid one."""
        return not self._terms.own_rules or self._feasibility.possible(self._feasibility.day(request))

    def _relaxation(self, request: PlanRequest, dropped: list[Member], wait: int, seconds: int | None) -> Relaxation:
        changes = [Change(_CHANGE[member.kind], member.id, member.name) for member in dropped]
        if wait:
            changes.append(Change("wait", amount=wait, until=request.days_since_injury or 0))
        if seconds is not None:
            changes.append(Change("more_time", amount=seconds - request.budget_seconds, until=seconds))
            request = request.model_copy(update={"minutes": seconds // 60, "seconds": seconds % 60})
        ordered = tuple(sorted(changes, key=lambda change: _RANK[change.kind]))
        not_before = request.on if wait else None
        return Relaxation(request, ordered, reasons.relaxation_words(ordered, not_before), wait, not_before)

    def _waits(self) -> tuple[int, ...]:
        """Return the numbers of days to wait after which the rules may allow more, the least first."""
        waits = set(returns(self._request))
        today = self._request.days_since_injury
        if today is not None:
            waits.update(day - today for day in turning_points(self._terms.catalog.stretches, self._terms.policy))
            if self._terms.own_rules:  # an own rule may change on any day
                waits.update(range(1, 1 + _DAYS_AHEAD))
        return tuple(sorted(wait for wait in waits if wait > 0 and (today or 0) + wait <= MAX_DAYS))


def _after(request: PlanRequest, wait: int) -> PlanRequest | None:
    """Return a request for some days later; None beyond the calendar."""
    if not wait:
        return request
    day, on = request.days_since_injury, request.on
    if on is not None:
        if (date.max - on).days < wait:
            return None
        on += timedelta(days=wait)
    return request.model_copy(update={"days_since_injury": None if day is None else day + wait, "on": on})


def _size(relaxation: Relaxation) -> tuple[int, tuple[tuple[int, int], ...]]:
    return len(relaxation.changes), tuple((_RANK[change.kind], change.amount) for change in relaxation.changes)
