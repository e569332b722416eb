"""Why there is no plan: which demand cannot be met, by which rule, and what is known of what would help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stretchplan._words import length_words, listed
from stretchplan.errors import Infeasible, Reason
from stretchplan.planning.order import Orders
from stretchplan.planning.problem import make_problem
from stretchplan.planning.search import NodeBudgetSpent, Search
from stretchplan.safety.limits import Refusal, leave, turning_points
from stretchplan.safety.rules import PAIN_STOP_FROM, RULES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stretchplan.catalog.models import Catalog
    from stretchplan.planning.problem import Option, Problem
    from stretchplan.request import PlanRequest

__all__ = ["least_seconds", "refuse", "refuse_for_pain"]


_WAITING_NODE_BUDGET = 20_000
"""Values tried to see whether waiting helps; beyond that the refusal does not speak of it."""


def refuse(
    catalog: Catalog,
    refusals: dict[str, Refusal],
    problem: Problem | None,
    orders: Orders | None,
    request: PlanRequest,
    node_budget: int,
) -> Infeasible:
    """Say why a request has no plan.

    Parameters
    ----------
    catalog
        What could be done.
    refusals
        For each stretch that the rules keep out today, why.
    problem, orders
        Today's items and their orders; None when the rules leave none.
    request
        What was asked; it has been shown to have no plan.
    node_budget
        For the search for the shortest session.

    Returns
    -------
    Infeasible
        With a reason for each area that no permitted stretch works; when there is none such, with one reason
        that is about the order or the minutes.
    """
    unreachable = [
        _unreachable(catalog, refusals, area.id, area.name, request)
        for area in catalog.areas
        if area.id in request.targets
        and not any(
            area.id in (*s.targets.primary, *s.targets.secondary) for s in catalog.stretches if s.id not in refusals
        )
    ]
    if unreachable:
        return Infeasible(*unreachable)
    if problem is None or orders is None:
        return Infeasible(_nothing_left(catalog, refusals, request))
    demanded = tuple(place for place, area in enumerate(catalog.area_ids) if area in request.targets)
    shortest = least_seconds(problem, orders, demanded, node_budget)
    wish = listed([area.name for area in catalog.areas if area.id in request.targets])
    if shortest is None:
        ids = tuple(item.stretch_id for item in problem.items)
        work = f"work {wish}" if wish else "be made"
        return Infeasible(
            Reason(
                demand="targets" if wish else "minutes",
                rule_ids=("gentle-first",),
                stretch_ids=ids,
                message=(
                    "Because a session never opens with strengthening and keeps to the catalogue's order, "
                    f"no session of the stretches that today's rules leave can {work}."
                ),
            )
        )
    seconds, chosen = shortest
    what = f"that works {wish}" if wish else "there is"
    return Infeasible(
        Reason(
            demand="minutes",
            rule_ids=("fits-the-minutes",),
            stretch_ids=tuple(problem.items[i].stretch_id for i in chosen),
            message=(
                f"Because the shortest session {what} takes {length_words(seconds)} and the request has "
                f"{length_words(request.budget_seconds)}, none fits; "
                f"{length_words(seconds - request.budget_seconds)} more would do."
            ),
        )
    )


def refuse_for_pain(pain: int) -> Infeasible:
    """Say that nothing is planned today because of pain.

    Parameters
    ----------
    pain
        Pain now, 6 to 10.

    Returns
    -------
    Infeasible
        With one reason, and no stretch in it.
    """
    return Infeasible(
        Reason(
            demand="pain",
            rule_ids=("pain-stop",),
            stretch_ids=(),
            message=(
                f"Because pain now is {pain} of 10 and pain-stop plans nothing from {PAIN_STOP_FROM}, there is no plan "
                "today: rest, and see a clinician if it lasts."
            ),
        )
    )


def _unreachable(
    catalog: Catalog, refusals: dict[str, Refusal], area_id: str, area_name: str, request: PlanRequest
) -> Reason:
    workers = [s for s in catalog.stretches if area_id in (*s.targets.primary, *s.targets.secondary)]
    demand = f"targets.{area_id}"
    if not workers:
        return Reason(
            demand=demand,
            rule_ids=("areas-worked",),
            stretch_ids=(),
            message=f"No stretch of this catalogue works the {area_name}.",
        )
    rule_ids = _rules(refusals[s.id] for s in workers)
    one = len(workers) == 1
    from_day = _possible_from(catalog, [area_id], request)
    then = ""
    if from_day is not None:
        free = [s.name for s in workers if not isinstance(leave(s, from_day, request.pain), Refusal)]
        then = f"; from day {from_day} {listed(free)} may be planned"
    return Reason(
        demand=demand,
        rule_ids=rule_ids,
        stretch_ids=tuple(s.id for s in workers),
        message=(
            f"Because only {listed([s.name for s in workers])} {'works' if one else 'work'} the {area_name}, and "
            f"{listed(rule_ids)} {'keeps' if len(rule_ids) == 1 else 'keep'} {'it' if one else 'them'} out "
            f"{_on_day(request)}, no plan can work the {area_name}{then}."
        ),
    )


def _nothing_left(catalog: Catalog, refusals: dict[str, Refusal], request: PlanRequest) -> Reason:
    rule_ids = _rules(refusals.values())
    from_day = _possible_from(catalog, [], request)
    then = "" if from_day is None else f"; from day {from_day} there is one"
    return Reason(
        demand="days_since_injury",
        rule_ids=rule_ids,
        stretch_ids=tuple(refusals),
        message=(
            f"Because {listed(rule_ids)} {'leaves' if len(rule_ids) == 1 else 'leave'} nothing of the catalogue "
            f"{_on_day(request)}, there is no plan{then}."
        ),
    )


def _rules(refusals: Iterable[Refusal]) -> tuple[str, ...]:
    """Return the rules behind some refusals, each once, in the order of the rules."""
    behind = {refusal.rule_id for refusal in refusals}
    return tuple(rule.id for rule in RULES if rule.id in behind)


def _on_day(request: PlanRequest) -> str:
    return "today" if request.days_since_injury is None else f"on day {request.days_since_injury}"


def _possible_from(catalog: Catalog, areas: list[str], request: PlanRequest) -> int | None:
    """Return the first later day on which some session, however long, works the areas; None when waiting is no help."""
    today = request.days_since_injury
    if today is None:
        return None
    demanded = tuple(place for place, area in enumerate(catalog.area_ids) if area in areas)
    for day in turning_points(catalog.stretches):
        if day <= today:
            continue
        left = {stretch.id: leave(stretch, day, request.pain) for stretch in catalog.stretches}
        doses = {key: value for key, value in left.items() if not isinstance(value, Refusal)}
        if not doses:
            continue
        problem = make_problem(catalog, doses, request.pace)
        try:
            if least_seconds(problem, Orders(problem.items), demanded, _WAITING_NODE_BUDGET):
                return day
        except NodeBudgetSpent:
            return None
    return None


def least_seconds(
    problem: Problem, orders: Orders, demanded: tuple[int, ...], node_budget: int
) -> tuple[int, tuple[int, ...]] | None:
    """Return the seconds of the shortest session that works the demanded areas, and its items in order.

    Parameters
    ----------
    problem
        Today's items; at least one.
    orders
        The orders of their sets.
    demanded
        Indices of the areas to work; empty for "any session".
    node_budget
        How many values the search may try.

    Returns
    -------
    tuple or None
        None when no session at all works them.

    Raises
    ------
    NodeBudgetSpent
        When the budget ended first.
    """
    shortest = _Shortest(problem, orders, demanded)
    for _ in Search(shortest.domains, shortest.visit, node_budget):
        pass
    if not shortest.order:
        return None
    return shortest.best + problem.opening, shortest.order


class _Shortest:
    """Visitor that takes each item at its shortest dose or not at all, and keeps the quickest cover."""

    def __init__(self, problem: Problem, orders: Orders, demanded: tuple[int, ...]) -> None:
        items = problem.items
        self._items = items
        self._orders = orders
        self._change = problem.change
        self._all = (1 << len(demanded)) - 1
        quickest = [min(item.options, key=lambda option: option.cost) for item in items]
        self._quickest = quickest
        self.domains: list[list[Option | None]] = [[option, None] for option in quickest]
        self._covers = [sum(1 << k for k, area in enumerate(demanded) if item.weights[area]) for item in items]
        n = len(items)
        # For each depth and area: the least seconds in which an item from there on works it.
        never = 1 << 60
        self._to_cover = [[never] * len(demanded) for _ in range(n + 1)]
        for depth in range(n - 1, -1, -1):
            for k in range(len(demanded)):
                now = quickest[depth].cost if self._covers[depth] >> k & 1 else never
                self._to_cover[depth][k] = min(now, self._to_cover[depth + 1][k])
        self._states = [(0, 0, 0, 0)] * (n + 1)
        self.best = never
        self.order: tuple[int, ...] = ()

    def visit(self, depth: int, option: Option | None) -> bool:
        """Take the shortest dose of an item, or leave it; say whether a quicker session may follow."""
        used, covered, positions, chosen = self._states[depth]
        if option is not None:
            if positions and not positions & self._items[depth].position:
                used += self._change
            used += option.cost
            covered |= self._covers[depth]
            positions |= self._items[depth].position
            chosen |= 1 << depth
        below = depth + 1
        self._states[below] = (used, covered, positions, chosen)
        missing = [self._to_cover[below][k] for k in range(self._all.bit_length()) if not covered >> k & 1]
        if used + max(missing, default=0) >= self.best:
            return False
        if below < len(self._items):
            return True
        if not chosen:
            return False
        order = self._orders.best(chosen)
        if not order.known:
            raise NodeBudgetSpent
        if not order.sequence:
            return False
        used += (order.changes - (positions.bit_count() - 1)) * self._change
        if used >= self.best:
            return False
        self.best, self.order = used, order.sequence
        return True
