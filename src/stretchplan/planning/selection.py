"""Which stretches at which doses: the first of the two small constraint problems, by branch and bound.

Variables are the stretches in catalogue order, values their doses and "not in", best first. So the first of
several equally good plans that the depth-first search meets is the one that level 6 of the objective asks for,
and a plan need only be accepted when it is better on levels 1 to 5.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from stretchplan.planning.search import NodeBudgetSpent, Search
from stretchplan.planning.shortest import least_seconds

if TYPE_CHECKING:
    from stretchplan.planning.bounds import Bounds
    from stretchplan.planning.order import Orders
    from stretchplan.planning.problem import Option, Problem

__all__ = ["Selection", "Value", "select"]

Value = tuple[int, int, int, int, int]
"""Levels 1 to 5 of the objective, more is better: least served, sum, stretches, stretching, minus changes."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What the search found.

    Attributes
    ----------
    doses
        Index of the item and its option, in the order of the session.
    value
        How good it is.
    bound
        No selection is better than this; equal to ``value`` when ``optimal``.
    optimal
        Whether that is proved.
    nodes
        Values tried, those for the orders of sets among them.
    """

    doses: tuple[tuple[int, Option], ...]
    value: Value
    bound: Value
    optimal: bool
    nodes: int


def select(
    problem: Problem,
    bounds: Bounds,
    orders: Orders,
    counted: tuple[int, ...],
    demanded: bool,
    seconds: int,
    node_budget: int,
    required: int = 0,
    excluded: int = 0,
) -> Selection | None:
    """Find the best selection.

    Parameters
    ----------
    problem
        Today's items; at least one.
    bounds, orders
        Its bounds, and the orders of sets of its items; both remember what they worked out.
    counted
        Indices of the areas that levels 1 and 2 count.
    demanded
        Whether each of them must be worked.
    seconds
        All the seconds of the session.
    node_budget
        How many values the search may try, those for the orders of sets among them.
    required, excluded
        Items that must be in, and items that must not, as bits.

    Returns
    -------
    Selection or None
        None when it is proved that there is none.

    Raises
    ------
    NodeBudgetSpent
        When the budget ended before anything was found.
    """
    available = seconds - problem.opening
    if not any(option.cost <= available for item in problem.items for option in item.options):
        return None
    hunt = _Hunt(problem, bounds, orders, counted, demanded, available, node_budget)
    hunt.restrict(required, excluded)
    search: Search[Option | None] = Search(hunt.domains, hunt.visit, node_budget)
    found: tuple[Option | None, ...] | None = None
    ended = False
    try:
        for answer in search:
            found = answer
            if hunt.best == hunt.root_bound:
                break
    except NodeBudgetSpent:
        ended = True
    proved = not ended and (not hunt.passed_over or hunt.best == hunt.root_bound)
    if found is None:
        if proved:
            return None
        if excluded:
            raise NodeBudgetSpent
        return _shortest(problem, orders, counted, demanded, seconds, node_budget, required, hunt.root_bound)
    return Selection(
        doses=tuple((i, option) for i in hunt.best_order if (option := found[i]) is not None),
        value=hunt.best,
        bound=hunt.best if proved else hunt.root_bound,
        optimal=proved,
        nodes=search.nodes + hunt.order_nodes,
    )


def _shortest(
    problem: Problem,
    orders: Orders,
    counted: tuple[int, ...],
    demanded: bool,
    seconds: int,
    node_budget: int,
    required: int,
    bound: Value,
) -> Selection | None:
    """Return the shortest session, for want of a better one: what has a plan is not refused for lack of nodes.

    Raises
    ------
    NodeBudgetSpent
        When that could not be found either.
    """
    found = least_seconds(problem, orders, counted if demanded else (), required, node_budget)
    if found is None or found[0] > seconds:
        return None
    doses = tuple((i, min(problem.items[i].options, key=lambda option: option.cost)) for i in found[1])
    served = [sum(problem.items[i].weights[area] * option.effective for i, option in doses) for area in counted]
    changes = sum(problem.items[i].position != problem.items[j].position for i, j in pairwise(found[1]))
    value = (min(served), sum(served), len(doses), sum(option.work for _, option in doses), -changes)
    return Selection(doses=doses, value=value, bound=bound, optimal=False, nodes=node_budget)


class _Hunt:
    """The state of one search: sums by depth, and the best value so far."""

    def __init__(
        self,
        problem: Problem,
        bounds: Bounds,
        orders: Orders,
        counted: tuple[int, ...],
        demanded: bool,
        seconds: int,
        node_budget: int,
    ) -> None:
        items = problem.items
        self._items = items
        self._orders = orders
        self._seconds = seconds
        self._change = problem.change
        self._last = len(items) - 1
        self.domains: list[list[Option | None]] = [[*item.options, None] for item in items]
        self._weights = [tuple(item.weights[area] for area in counted) for item in items]
        self._total_weights = [sum(weights) for weights in self._weights]
        self._area_gains = [bounds.served((area,)) for area in counted]
        self._total_gain = bounds.served(counted)
        self._work_gain = bounds.work
        self._most_items = bounds.most_items
        n = len(items) + 1
        self._used = [0] * n
        self._served: list[tuple[int, ...]] = [(0,) * len(counted)] * n
        self._total = [0] * n
        self._count = [0] * n
        self._work = [0] * n
        self._positions = [0] * n
        self._chosen = [0] * n
        # Nothing at all is no plan, and a demanded area must be served: what is found must beat this.
        self.best: Value = (0, 1 << 60, 0, 0, 0) if demanded else (0, 0, 0, 1 << 60, 0)
        self.best_order: tuple[int, ...] = ()
        # A set's order is charged when this search first asks for it, whether or not another one has worked it out
        # before: what a request is answered must not depend on what was asked before it.
        self._node_budget = node_budget
        self._charged: set[int] = set()
        self.order_nodes = 0
        self.passed_over = False
        self.root_bound = self._bound(0)

    def restrict(self, required: int, excluded: int) -> None:
        """Say which items must be in and which must not, as bits; the bounds hold all the same, for less is left."""
        for i, options in enumerate(self.domains):
            if required >> i & 1:
                options.pop()
            elif excluded >> i & 1:
                del options[:-1]

    def _bound(self, depth: int) -> Value:
        left = self._seconds - self._used[depth]
        served = self._served[depth]
        total = self._total[depth] + self._total_gain[depth].within(left)
        least = min(have + gain[depth].within(left) for have, gain in zip(served, self._area_gains, strict=True))
        return (
            min(least, total // len(served)),
            total,
            self._count[depth] + bisect_right(self._most_items[depth], left),
            self._work[depth] + self._work_gain[depth].within(left),
            0,
        )

    def visit(self, depth: int, option: Option | None) -> bool:
        """Take a dose (or None) for the item at a depth; say whether something better may follow."""
        below = depth + 1
        if option is None:
            self._used[below] = self._used[depth]
            self._served[below] = self._served[depth]
            self._total[below] = self._total[depth]
            self._count[below] = self._count[depth]
            self._work[below] = self._work[depth]
            self._positions[below] = self._positions[depth]
            self._chosen[below] = self._chosen[depth]
        else:
            item = self._items[depth]
            used = self._used[depth] + option.cost
            positions = self._positions[depth]
            if positions and not positions & item.position:
                used += self._change
            if used > self._seconds:
                return False
            effective = option.effective
            self._used[below] = used
            self._served[below] = tuple(
                [have + w * effective for have, w in zip(self._served[depth], self._weights[depth], strict=True)]
            )
            self._total[below] = self._total[depth] + self._total_weights[depth] * effective
            self._count[below] = self._count[depth] + 1
            self._work[below] = self._work[depth] + option.work
            self._positions[below] = positions | item.position
            self._chosen[below] = self._chosen[depth] | 1 << depth
        if depth == self._last:
            return self._accept(below)
        return self._may_beat(below)

    def _may_beat(self, depth: int) -> bool:
        least, total, count, work, minus_changes = self.best
        left = self._seconds - self._used[depth]
        most_total = self._total[depth] + self._total_gain[depth].within(left)
        served = self._served[depth]
        most_least = most_total // len(served)
        if most_least < least:
            return False
        for have, gain in zip(served, self._area_gains, strict=True):
            most = have + gain[depth].within(left)
            if most < most_least:
                if most < least:
                    return False
                most_least = most
        if most_least > least:
            return True
        if most_total != total:
            return most_total > total
        most_count = self._count[depth] + bisect_right(self._most_items[depth], left)
        if most_count != count:
            return most_count > count
        most_work = self._work[depth] + self._work_gain[depth].within(left)
        if most_work != work:
            return most_work > work
        return 1 - self._positions[depth].bit_count() > minus_changes

    def _accept(self, depth: int) -> bool:
        sums = (min(self._served[depth]), self._total[depth], self._count[depth], self._work[depth])
        fewest_changes = self._positions[depth].bit_count() - 1
        if fewest_changes < 0 or (*sums, -fewest_changes) <= self.best:
            return False
        chosen = self._chosen[depth]
        order = self._orders.best(chosen)
        if chosen not in self._charged:
            self._charged.add(chosen)
            self.order_nodes += order.nodes
            if self.order_nodes > self._node_budget:
                raise NodeBudgetSpent
        self.passed_over |= not order.known
        if not order.sequence:
            return False
        changes = order.changes
        value = (*sums, -changes)
        if value <= self.best or self._used[depth] + (changes - fewest_changes) * self._change > self._seconds:
            return False
        self.best, self.best_order = value, order.sequence
        return True
