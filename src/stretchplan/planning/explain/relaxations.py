"""What would help: the nearest requests that do have a plan.

Only what is the person's own to change is changed: the time, the day, and the demands. No rule is ever left out, so a
relaxation is a request like any other. See docs/decisions/ for what "nearest" means.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import Final

from stretchplan.inputs.request import MAX_DAYS, MAX_MINUTES, PlanRequest
from stretchplan.planning.explain.conflicts import demands_of, relieved
from stretchplan.planning.explain.feasible import Shortest
from stretchplan.planning.search.depth_first import NodeBudgetSpent
from stretchplan.results.refusals import Change, ChangeKind, Conflict, Member, MemberKind, Relaxation
from stretchplan.safety.allowed.doses import turning_points
from stretchplan.words import reasons as english

__all__ = ["relaxations"]

_MOST_SECONDS: Final = 60 * MAX_MINUTES + 59
_MOST_CHANGES: Final = 2
"""Changes at a time that are tried in every combination; beyond them one combination is sought that does."""
_MOST_TRIES: Final = 300
_DAYS_AHEAD: Final = 60
"""Days that are tried one by one when there are rules of the caller's own."""
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


def relaxations(shortest: Shortest, request: PlanRequest, conflicts: Sequence[Conflict]) -> tuple[Relaxation, ...]:
    """Return the nearest requests that do have a plan, the smallest change first.

    Parameters
    ----------
    shortest
        Answers whether there is a session, under all rules.
    request
        What was asked.
    conflicts
        Why it has no plan.

    Returns
    -------
    tuple of Relaxation
        None of them changes more than it must: less of it would leave no plan. Fewer changes come first; of as many,
        more time before waiting before giving up demands, and each by how much.
    """
    demands = [member for conflict in conflicts for member in conflict.demands if member.kind != "minutes"]
    seeker = _Seeker(shortest, request)
    found: list[tuple[frozenset[Member | str], Relaxation]] = []
    levers: list[Member | str] = ["time", "wait", *demands]
    tries = 0
    for size in range(1, min(_MOST_CHANGES, len(levers)) + 1):
        for chosen in combinations(levers, size):
            if any(less <= set(chosen) for less, _ in found):
                continue
            tries += 1
            if tries > _MOST_TRIES:
                break
            relaxation = seeker.pull(chosen)
            if relaxation is not None:
                found.append((frozenset(chosen), relaxation))
    if not found:
        # A conflict of rules alone may hide others that waiting, or more time, would bring to light.
        hidden = [demand for demand in demands_of(shortest, request) if demand not in demands]
        found += [(frozenset(), one) for one in _last_resort(seeker, [*hidden, *demands])]
    return tuple(sorted((one for _, one in found), key=_size))


def _last_resort(seeker: _Seeker, demands: list[Member]) -> Iterator[Relaxation]:
    """Yield one request that gives up as little as it must, where single changes and pairs do not help."""
    for more in ((), ("time",), ("wait",), ("time", "wait")):
        least = seeker.pull((*demands, *more))
        if least is None:
            continue
        given_up = list(demands)
        for demand in demands:
            rest = [d for d in given_up if d != demand]
            less = seeker.pull((*rest, *more))
            if less is not None:
                given_up, least = rest, less
        yield least
        return


class _Seeker:
    """Tries changes of one request."""

    def __init__(self, shortest: Shortest, request: PlanRequest) -> None:
        self._shortest = shortest
        self._request = request

    def pull(self, levers: Sequence[Member | str]) -> Relaxation | None:
        """Return the request changed in just these ways, by as little as gives a plan; None when none does."""
        dropped = [lever for lever in levers if not isinstance(lever, str)]
        asked = relieved(self._request, dropped)
        changes = [Change(_CHANGE[m.kind], m.id, m.name) for m in dropped]
        days = self._later_days() if "wait" in levers else (None,)
        for day in days:
            waited = asked if day is None else _on_day(asked, day)
            if waited is None:
                continue
            budget = self._shortest.policy.budget_seconds(waited.budget_seconds)
            longer = "time" in levers
            try:
                found = self._shortest.session(
                    waited, within=self._longest() if longer else budget, any_will_do=not longer
                )
            except NodeBudgetSpent:
                return None
            if found is None:
                continue
            seconds = found[0]
            more = seconds > budget
            made = self._made(waited, changes, day, seconds if more else None)
            if self._holds(made.request):
                return made
        return None

    def _holds(self, request: PlanRequest) -> bool:
        """Return whether a changed request has a plan: a rule of the caller's own may read what was changed."""
        if not self._shortest.own:
            return True
        budget = self._shortest.policy.budget_seconds(request.budget_seconds)
        return self._shortest.session(request, within=budget, any_will_do=True) is not None

    def _made(self, asked: PlanRequest, changes: list[Change], day: int | None, seconds: int | None) -> Relaxation:
        if day is not None:
            today = self._request.days_since_injury or 0
            changes = [Change("wait", amount=day - today, until=day), *changes]
        if seconds is not None:
            changes = [Change("more_time", amount=seconds - asked.budget_seconds, until=seconds), *changes]
            asked = asked.model_copy(update={"minutes": seconds // 60, "seconds": seconds % 60})
        ordered = tuple(sorted(changes, key=lambda change: _RANK[change.kind]))
        return Relaxation(asked, ordered, english.relaxation_words(ordered))

    def _later_days(self) -> tuple[int, ...]:
        today = self._request.days_since_injury
        if today is None:
            return ()
        days = set(turning_points(self._shortest.catalog.stretches, self._shortest.policy))
        if self._shortest.own:  # which days such a rule turns on, nobody knows
            days.update(range(today + 1, today + 1 + _DAYS_AHEAD))
        return tuple(sorted(day for day in days if today < day <= MAX_DAYS))

    def _longest(self) -> int:
        return self._shortest.policy.budget_seconds(_MOST_SECONDS)


def _on_day(request: PlanRequest, day: int) -> PlanRequest | None:
    """Return a request for a later day after the injury, its date moved along; None beyond the calendar."""
    on = request.on
    if on is not None:
        wait = day - (request.days_since_injury or 0)
        if (date.max - on).days < wait:
            return None
        on += timedelta(days=wait)
    return request.model_copy(update={"days_since_injury": day, "on": on})


def _size(relaxation: Relaxation) -> tuple[int, tuple[tuple[int, int], ...]]:
    return len(relaxation.changes), tuple((_RANK[change.kind], change.amount) for change in relaxation.changes)
