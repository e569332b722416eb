"""The shortest session there is: what tells a request that has a plan from one that has none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from stretchplan.planning.model.problem import Item, Option
from stretchplan.planning.search.budget import Effort
from stretchplan.planning.search.depth_first import NodeBudgetSpent, Search
from stretchplan.planning.search.state import Prepared

__all__ = ["Cover", "ShortestSession", "least_seconds"]


class Cover(NamedTuple):
    """What the shortest session has to do.

    Attributes
    ----------
    prepared
        The problem, with its orders.
    areas
        Indices of the areas that the session must work; empty for any session.
    required, excluded
        Items that must be in, and items that must not, as bits.
    """

    prepared: Prepared
    areas: tuple[int, ...]
    required: int = 0
    excluded: int = 0


class ShortestSession(NamedTuple):
    """How long the shortest session takes, and its items in order."""

    seconds: int
    sequence: tuple[int, ...]


def least_seconds(
    cover: Cover,
    node_budget: int,
    *,
    limit: int | None = None,
    first_only: bool = False,
    effort: Effort | None = None,
) -> ShortestSession | None:
    """Return the shortest session that does what is required.

    Parameters
    ----------
    cover
        What it has to do; at least one item.
    node_budget
        How many values the search may try.
    limit
        The most seconds that the session may take; None for no limit.
    first_only
        Whether the first session found is returned, not the shortest.
    effort
        Is charged for the values tried.

    Returns
    -------
    ShortestSession or None
        None when no session does it, or none within the limit.

    Raises
    ------
    NodeBudgetSpent
        When the budget ended first.
    """
    shortest = _CoverSearch(cover)
    if not shortest.domains:
        return None
    opening = cover.prepared.problem.opening
    if limit is not None:
        shortest.best = min(shortest.best, limit - opening + 1)
    search = Search(shortest.domains, shortest.visit, node_budget)
    try:
        for _ in search:
            if first_only:
                break
    finally:
        if effort is not None:
            effort.charge(search.nodes)
    if not shortest.order:
        return None
    return ShortestSession(shortest.best + opening, shortest.order)


_SHARES = 27_720
"""Seconds are split into so many parts, a number that 1 to 12 divide."""

_NEVER = 1 << 60


class _CoverSearch:
    """Visitor that takes each item at its shortest dose or not at all, and keeps the quickest cover.

    An item that works nothing demanded is no help, but for one that opens the session: strengthening never does, and
    of two that may open, one can save a change of position. Taking any other one out of a session keeps its order
    and saves time. So there is at most one such item.

    What is still to be covered takes at least this long: split the seconds of each item evenly among the areas that
    it works; then each area takes no less than the least share that any item would charge it, for the items of a real
    cover charge all areas they work, those to be covered among them, their whole seconds together.
    """

    def __init__(self, cover: Cover) -> None:
        (problem, _, orders), demanded, required, excluded = cover
        items = problem.items
        self._items = items
        self._orders = orders
        self._change = problem.change
        self._all = (1 << len(demanded)) - 1
        quickest = [min(item.options, key=lambda option: option.cost) for item in items]
        costs = [option.cost for option in quickest]
        covers = [sum(1 << k for k, area in enumerate(demanded) if item.weights[area]) for item in items]
        anything = not demanded and not required
        helps = [bool(covers[i]) or bool(required >> i & 1) or anything for i in range(len(items))]
        self._idle = sum(1 << i for i, is_help in enumerate(helps) if not is_help)
        opening_matters = any(
            item.strengthens or item.opens for item, is_help in zip(items, helps, strict=True) if is_help
        )
        pointless = _pointless(items, costs, covers, required | excluded)
        # Leaving an item out comes first, so that small sessions are met before large ones.
        domains: list[list[Option | None]] = [
            [option]
            if required >> i & 1
            else [None, option]
            if not (excluded | pointless) >> i & 1 and (helps[i] or (opening_matters and not items[i].strengthens))
            else [None]
            for i, option in enumerate(quickest)
        ]
        self._places = [i for i, options in enumerate(domains) if options != [None]]
        self.domains = [domains[i] for i in self._places]
        self._covers = covers
        n = len(self._places)
        # For each depth and area: the least share that an item from there on charges it, and the least seconds.
        self._shares = [[_NEVER * _SHARES] * len(demanded) for _ in range(n + 1)]
        self._alone = [[_NEVER] * len(demanded) for _ in range(n + 1)]
        for depth in range(n - 1, -1, -1):
            i = self._places[depth]
            share = costs[i] * _SHARES // max(1, covers[i].bit_count())
            for k in range(len(demanded)):
                works = covers[i] >> k & 1
                self._shares[depth][k] = min(share if works else _NEVER * _SHARES, self._shares[depth + 1][k])
                self._alone[depth][k] = min(costs[i] if works else _NEVER, self._alone[depth + 1][k])
        self._states = [(0, 0, 0, 0)] * (n + 1)
        self.best = _NEVER
        self.order: tuple[int, ...] = ()

    def visit(self, depth: int, option: Option | None) -> bool:
        """Take the shortest dose of an item, or leave it; say whether a quicker session may follow."""
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
        missing = [k for k in range(self._all.bit_length()) if not covered >> k & 1]
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


def _pointless(items: Sequence[Item], costs: list[int], covers: list[int], aside: int) -> int:
    """Return, as bits, the items that another one makes pointless.

    It takes no more time, works the same areas or more, stands in the same position, opens and strengthens alike, and
    no hint orders it. In any session it can stand where the pointless one stood; and of two alike the later one is
    kept, which is the one that the search would meet first.

    Parameters
    ----------
    items, costs, covers
        With the seconds of their shortest doses, and the areas that each works.
    aside
        Items that are not looked at, as bits.
    """
    hinted = 0
    for i, item in enumerate(items):
        hinted |= item.after
        if item.straight_after >= 0:
            hinted |= 1 << item.straight_after
        if item.after or item.straight_after >= 0:
            hinted |= 1 << i
    kept: dict[tuple[int, bool, bool], list[int]] = {}
    pointless = 0
    for i in sorted(range(len(items)), key=lambda i: (costs[i], -i)):
        if aside >> i & 1:
            continue
        better = kept.setdefault((items[i].position, items[i].opens, items[i].strengthens), [])
        if any(covers[j] & covers[i] == covers[i] for j in better):
            pointless |= 1 << i
        elif not hinted >> i & 1:
            better.append(i)
    return pointless
