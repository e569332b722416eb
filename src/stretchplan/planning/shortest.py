"""The shortest session there is: what tells a request that has a plan from one that has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stretchplan.planning.order import Orders
from stretchplan.planning.problem import make_problem
from stretchplan.planning.search import NodeBudgetSpent, Search
from stretchplan.planning.today import sort_out

if TYPE_CHECKING:
    from stretchplan.catalog.models import Catalog
    from stretchplan.planning.effort import Effort
    from stretchplan.planning.problem import Option, Problem
    from stretchplan.policy import Policy
    from stretchplan.request import PlanRequest
    from stretchplan.safety.own_rules import OwnRule

__all__ = ["Shortest", "least_seconds"]


class Shortest:
    """Finds the shortest session that does what a request asks, under all rules or some.

    Parameters
    ----------
    catalog, policy, own
        What could be done, and the caller's narrower bounds and rules.
    node_budget
        How many values each search may try.
    """

    def __init__(self, catalog: Catalog, policy: Policy, own: tuple[OwnRule, ...], node_budget: int) -> None:
        self.catalog = catalog
        self.policy = policy
        self.own = own
        self.node_budget = node_budget

    def session(
        self, request: PlanRequest, without: frozenset[str] = frozenset(), asked: PlanRequest | None = None
    ) -> tuple[int, tuple[str, ...]] | None:
        """Return the seconds of the shortest session, and its stretches in order; None when there is no session.

        Parameters
        ----------
        request
            What was asked for; its minutes are left aside.
        without
            Rules to leave out.
        asked
            The request that the rules are asked about, when that is another one.

        Raises
        ------
        NodeBudgetSpent
            When the search ended before it was known.
        """
        catalog = self.catalog
        today = sort_out(catalog, request, self.policy, self.own, without, asked)
        if not today.doses or not request.profile.include <= today.doses.keys():
            return None
        problem = make_problem(
            catalog, today.doses, self.policy.pace(request.pace), ordered="gentle-first" not in without
        )
        demanded = tuple(place for place, area in enumerate(catalog.area_ids) if area in request.targets)
        if any(area not in problem.reachable for area in demanded):
            return None
        required = sum(1 << problem.index[name] for name in request.profile.include)
        found = least_seconds(problem, Orders(problem.items), demanded, required, self.node_budget)
        if found is None:
            return None
        return found[0], tuple(problem.items[i].stretch_id for i in found[1])


def least_seconds(
    problem: Problem,
    orders: Orders,
    demanded: tuple[int, ...],
    required: int,
    node_budget: int,
    *,
    excluded: int = 0,
    effort: Effort | None = None,
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
    required
        Items that must be in, as bits.
    node_budget
        How many values the search may try.
    excluded
        Items that must not be in, as bits.
    effort
        Is charged for the values tried.

    Returns
    -------
    tuple or None
        None when no session at all works them.

    Raises
    ------
    NodeBudgetSpent
        When the budget ended first.
    """
    shortest = _Cover(problem, orders, demanded, required, excluded)
    search = Search(shortest.domains, shortest.visit, node_budget)
    try:
        for _ in search:
            pass
    finally:
        if effort is not None:
            effort.charge(search.nodes)
    if not shortest.order:
        return None
    return shortest.best + problem.opening, shortest.order


class _Cover:
    """Visitor that takes each item at its shortest dose or not at all, and keeps the quickest cover.

    An item that works nothing demanded is no help, but for one that opens the session: strengthening never does, and
    of two that may open, one can save a change of position. Taking any other one out of a session keeps its order
    and saves time. So there is at most one such item.
    """

    def __init__(
        self, problem: Problem, orders: Orders, demanded: tuple[int, ...], required: int, excluded: int
    ) -> None:
        items = problem.items
        self._items = items
        self._orders = orders
        self._change = problem.change
        self._all = (1 << len(demanded)) - 1
        quickest = [min(item.options, key=lambda option: option.cost) for item in items]
        self._covers = [sum(1 << k for k, area in enumerate(demanded) if item.weights[area]) for item in items]
        anything = not demanded and not required
        helps = [bool(covers) or bool(required >> i & 1) or anything for i, covers in enumerate(self._covers)]
        self._idle = sum(1 << i for i, is_help in enumerate(helps) if not is_help)
        opening_matters = any(
            item.strengthens or item.opens for item, is_help in zip(items, helps, strict=True) if is_help
        )
        # Leaving an item out comes first, so that small sessions are met before large ones.
        self.domains: list[list[Option | None]] = [
            [option]
            if required >> i & 1
            else [None, option]
            if not excluded >> i & 1 and (helps[i] or (opening_matters and not items[i].strengthens))
            else [None]
            for i, option in enumerate(quickest)
        ]
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
            if self._idle & chosen and self._idle >> depth & 1:
                return False
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
