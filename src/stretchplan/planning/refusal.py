"""Why there is no plan: which demand cannot be met, by which rule, and what is known of what would help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stretchplan._words import length_words, listed
from stretchplan.errors import Infeasible, Reason
from stretchplan.planning.search import Search
from stretchplan.safety.limits import Refusal, allowed_from
from stretchplan.safety.rules import PAIN_STOP_FROM

if TYPE_CHECKING:
    from stretchplan.catalog.models import Catalog
    from stretchplan.planning.order import Orders
    from stretchplan.planning.problem import Option, Problem
    from stretchplan.request import PlanRequest

__all__ = ["least_seconds", "refuse", "refuse_for_pain"]


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
        _unreachable(catalog, refusals, area.id, area.name, request.days_since_injury)
        for area in catalog.areas
        if area.id in request.targets
        and not any(
            area.id in (*s.targets.primary, *s.targets.secondary) for s in catalog.stretches if s.id not in refusals
        )
    ]
    if unreachable:
        return Infeasible(*unreachable)
    if problem is None or orders is None:
        return Infeasible(_nothing_left(refusals))
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
    catalog: Catalog, refusals: dict[str, Refusal], area_id: str, area_name: str, day: int | None
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
    rule_ids = tuple(dict.fromkeys(refusals[s.id].rule_id for s in workers))
    one = len(workers) == 1
    waits = [(allowed_from(s, day), s.name) for s in workers]
    soonest = min(((wait, name) for wait, name in waits if wait is not None), default=None)
    then = f"; from day {soonest[0]} {soonest[1]} may be planned" if soonest else ""
    return Reason(
        demand=demand,
        rule_ids=rule_ids,
        stretch_ids=tuple(s.id for s in workers),
        message=(
            f"Because only {listed([s.name for s in workers])} {'works' if one else 'work'} the {area_name}, and "
            f"{listed(list(rule_ids))} {'keeps' if len(rule_ids) == 1 else 'keep'} {'it' if one else 'them'} out "
            f"{'today' if day is None else f'on day {day}'}, no plan can work the {area_name}{then}."
        ),
    )


def _nothing_left(refusals: dict[str, Refusal]) -> Reason:
    rule_ids = tuple(dict.fromkeys(r.rule_id for r in refusals.values()))
    return Reason(
        demand="minutes",
        rule_ids=rule_ids,
        stretch_ids=tuple(refusals),
        message=f"Because {listed(list(rule_ids))} leave nothing of the catalogue today, there is no plan.",
    )


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
        if order is None:
            return False
        changes, sequence = order
        used += (changes - (positions.bit_count() - 1)) * self._change
        if used >= self.best:
            return False
        self.best, self.order = used, sequence
        return True
