"""How short can a session be? The answer tells a request with a plan from one without.

This is a set-covering problem: the stretches, at their shortest doses, must work all areas in the least time.

Reference: V. V. Vazirani, Approximation Algorithms, Springer 2001, chapter 13, for the lower bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from stretchplan.planning.model.problem import Item, Option
from stretchplan.planning.search.budget import NodeBudget, NodeBudgetSpent
from stretchplan.planning.search.depth_first import DepthFirstSearch
from stretchplan.planning.search.query import Prepared

__all__ = ["Cover", "ShortestSession", "least_seconds"]


class Cover(NamedTuple):
    """What a session must contain, and what it must not."""

    prepared: Prepared
    areas: tuple[int, ...]  # indices of the areas that it must work; empty for any session
    required: int = 0  # items that must be in, as bits
    excluded: int = 0  # items that must be out, as bits


class ShortestSession(NamedTuple):
    """How many seconds the shortest session takes, and its items in order."""

    seconds: int
    sequence: tuple[int, ...]


def least_seconds(
    cover: Cover,
    nodes: int,
    *,
    limit: int | None = None,
    first_only: bool = False,
    budget: NodeBudget | None = None,
) -> ShortestSession | None:
    """Return the shortest session, of at most ``limit`` seconds if that is given; None when there is none.

    The problem has at least one item. With ``first_only`` the first session found is returned, which may not be the
    shortest. The values tried are spent from ``budget``, if there is one. :class:`NodeBudgetSpent` is raised for more
    than ``nodes`` values, and when the best order of a set is not found in time.
    """
    budget = budget or NodeBudget(nodes, cover.prepared.orders)
    shortest = _CoverSearch(cover, budget)
    if not shortest.domains:
        return None
    opening = cover.prepared.problem.opening
    if limit is not None:
        shortest.best = min(shortest.best, limit - opening + 1)
    for _ in DepthFirstSearch(shortest.domains, shortest.visit, nodes, budget):
        if first_only:
            break
    if not shortest.sequence:
        return None
    return ShortestSession(shortest.best + opening, shortest.sequence)


_SHARES = 27_720
"""A second is split into this many parts: a number that 1 to 12 divide."""

_NEVER = 1 << 60


class _CoverSearch:
    """Visitor that takes each item at its shortest dose or leaves it out, and keeps the shortest cover.

    An item that works no demanded area and is not required can help only as the opener: where the others may not open
    the session, or where it saves a change of position. Any other such item can be left out: the order stays valid, and
    the session gets shorter. So a shortest session has at most one of them.

    Lower bound on the seconds of the missing areas: split each item's seconds evenly over the areas that it works. Each
    missing area costs at least its cheapest share, and also at least the quickest item that works it.
    """

    def __init__(self, cover: Cover, budget: NodeBudget) -> None:
        (problem, _, _), areas, required, excluded = cover
        items = problem.items
        self._items = items
        self._budget = budget
        self._change = problem.change
        self._area_count = len(areas)
        quickest = [min(item.options, key=lambda option: option.cost) for item in items]
        costs = [option.cost for option in quickest]
        covers = [sum(1 << k for k, area in enumerate(areas) if item.weights[area]) for item in items]
        anything = not areas and not required
        helps = [bool(covers[i]) or bool(required >> i & 1) or anything for i in range(len(items))]
        self._idle = sum(1 << i for i, is_help in enumerate(helps) if not is_help)
        opening_matters = any(
            item.strengthens or item.opens for item, is_help in zip(items, helps, strict=True) if is_help
        )
        dominated = _dominated(items, costs, covers, required | excluded)
        # "Left out" is tried first, so that small sessions are found before large ones.
        domains: list[list[Option | None]] = [
            [option]
            if required >> i & 1
            else [None, option]
            if not (excluded | dominated) >> i & 1 and (helps[i] or (opening_matters and not items[i].strengthens))
            else [None]
            for i, option in enumerate(quickest)
        ]
        self._places = [i for i, options in enumerate(domains) if options != [None]]
        self.domains = [domains[i] for i in self._places]
        self._covers = covers
        n = len(self._places)
        # For each depth and area: the cheapest share of the items from there on, and the seconds of the quickest one.
        self._shares = [[_NEVER * _SHARES] * len(areas) for _ in range(n + 1)]
        self._alone = [[_NEVER] * len(areas) for _ in range(n + 1)]
        for depth in range(n - 1, -1, -1):
            i = self._places[depth]
            share = costs[i] * _SHARES // max(1, covers[i].bit_count())
            for k in range(len(areas)):
                works = covers[i] >> k & 1
                self._shares[depth][k] = min(share if works else _NEVER * _SHARES, self._shares[depth + 1][k])
                self._alone[depth][k] = min(costs[i] if works else _NEVER, self._alone[depth + 1][k])
        # By depth: seconds used, areas covered, positions used and items chosen.
        self._states = [(0, 0, 0, 0)] * (n + 1)
        self.best = _NEVER
        self.sequence: tuple[int, ...] = ()

    def visit(self, depth: int, option: Option | None) -> bool:
        """Take the shortest dose of an item, or leave it out; say whether a shorter session may follow."""
        used, covered, positions, chosen = self._states[depth]
        if option is not None:
            i = self._places[depth]
            if self._idle & chosen and self._idle >> i & 1:
                return False
            if positions and not positions & self._items[i].position:
                used += self._change
            used += option.cost
            covered |= self._covers[i]
            positions |= self._items[i].position
            chosen |= 1 << i
        below = depth + 1
        self._states[below] = (used, covered, positions, chosen)
        missing = [k for k in range(self._area_count) if not covered >> k & 1]
        if missing:
            shares, alone = self._shares[below], self._alone[below]
            rest = max(sum([shares[k] for k in missing]) // _SHARES, *[alone[k] for k in missing])
            if used + rest >= self.best:
                return False
        elif used >= self.best:
            return False
        if below < len(self._places):
            return True
        if not chosen:
            return False
        order = self._budget.order(chosen)
        if not order.proved:
            raise NodeBudgetSpent
        if not order.sequence:
            return False
        used += (order.changes - (positions.bit_count() - 1)) * self._change
        if used >= self.best:
            return False
        self.best, self.sequence = used, order.sequence
        return True


def _dominated(items: Sequence[Item], costs: list[int], covers: list[int], aside: int) -> int:
    """Return, as bits, the items that another item dominates, except those set aside.

    The other item takes no more time, works the same areas or more, has the same position, opens and strengthens alike,
    and no hint orders it. So it can replace the dominated one in any session. Of two equal items the later one is kept:
    the search would find it first.
    """
    hinted = 0
    for i, item in enumerate(items):
        if item.earlier:
            hinted |= item.earlier | 1 << i
    kept: dict[tuple[int, bool, bool], list[int]] = {}
    dominated = 0
    for i in sorted(range(len(items)), key=lambda i: (costs[i], -i)):
        if aside >> i & 1:
            continue
        better = kept.setdefault((items[i].position, items[i].opens, items[i].strengthens), [])
        if any(covers[j] & covers[i] == covers[i] for j in better):
            dominated |= 1 << i
        elif not hinted >> i & 1:
            better.append(i)
    return dominated
