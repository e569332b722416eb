"""Which selection keeps most of an earlier one, and is the best of those? Two levels before the objective.

First as many of the earlier stretches as possible are kept, then as many of their doses. Sets of kept stretches are
tried from the largest size down: the first size with a session is proved the most. The same goes for the doses in them.
What is then left is one query for each way to keep so much, and the best of their answers. A small change has one way
or a few; each way is a search as any other (:mod:`select`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from stretchplan.planning.bounds.knapsack import KnapsackBounds
from stretchplan.planning.model.problem import Option
from stretchplan.planning.search.budget import NodeBudget, NodeBudgetSpent
from stretchplan.planning.search.levels import root_bound
from stretchplan.planning.search.query import Doses, Prepared, Query
from stretchplan.planning.search.select import Selection, select
from stretchplan.planning.search.shortest import Cover, least_seconds

__all__ = ["Kept", "keep_most"]


@dataclass(frozen=True, slots=True)
class Kept:
    """The best selection of those that keep most."""

    selection: Selection
    proved: bool  # that nothing keeps more, and that of what keeps as much nothing is better


class _Way(NamedTuple):
    """One way to keep something: the items that stay, and those of them that keep their dose too, as bits."""

    items: int
    doses: int


def keep_most(query: Query, earlier: Mapping[int, Option | None], node_budget: int) -> Kept | None:
    """Return the best of the selections that keep most; None where no selection is known.

    ``earlier`` has the items of the earlier selection, each with its dose, or None where the dose is not allowed any
    more. At most about half of the nodes go into finding the ways to keep most. Where they end, what is found with the
    rest is not proved to keep most.
    """
    search = _Search(query, earlier, node_budget)
    ways: list[_Way]
    try:
        ways = search.ways()
    except NodeBudgetSpent:
        ways, search.proved = search.found, False
    search.left = node_budget - search.spent
    if ways:
        best = search.best_of(ways)
    else:
        search.proved = False
        best = next((found for way in search.guesses() if (found := search.best_of([way])) is not None), None)
    return None if best is None else Kept(best, search.proved)


class _Search:
    """The question, the nodes that are left, and the ways that are found."""

    def __init__(self, query: Query, earlier: Mapping[int, Option | None], nodes: int) -> None:
        self._query = query
        self._earlier = earlier
        self._budget = NodeBudget(max(1, nodes // 2), query.prepared.orders, query.ask)
        self._least = [min(option.cost for option in item.options) for item in query.problem.items]
        self.found: list[_Way] = []  # ways that have a session, though others may keep more
        self.proved = True
        self.left = 0  # the nodes for the best selection of the ways

    @property
    def spent(self) -> int:
        """The nodes that finding the ways took."""
        return self._budget.spent

    def guesses(self) -> Iterator[_Way]:
        """Yield ways to keep stretches that may have a session: all of them, and then always one less, the longest."""
        query = self._query
        free = [i for i in self._earlier if not (query.required | query.excluded) >> i & 1]
        always = sum(1 << i for i in self._earlier if query.required >> i & 1)
        by_length = sorted(free, key=lambda i: self._least[i])
        for count in range(len(free), -1, -1):
            way = _Way(always | sum(1 << i for i in by_length[:count]), 0)
            if self._least_seconds(self._query_of(way)) <= query.available_seconds:
                yield way

    def ways(self) -> list[_Way]:
        """Return all ways to keep as many stretches as possible, and of them as many doses as possible."""
        sets = self._sets()
        for count in range(max((items.bit_count() for items in sets), default=0), 0, -1):
            ways = []
            for items in sets:
                for doses in self._doses(items, count):
                    ways.append(_Way(items, doses))
                    self.found = ways
            if ways:
                break
        return self.found

    def _sets(self) -> list[int]:
        """Return all largest sets of earlier stretches that some session has."""
        query = self._query
        free = [i for i in self._earlier if not query.required >> i & 1 and not query.excluded >> i & 1]
        asked = sum(cost for i, cost in enumerate(self._least) if query.required >> i & 1)
        costs = [self._least[i] for i in free]
        always = sum(1 << i for i in self._earlier if query.required >> i & 1)
        for count in range(len(free), -1, -1):
            for chosen in self._subsets(free, costs, count, query.available_seconds - asked):
                way = _Way(always | chosen, 0)
                if self._possible(way):
                    self.found.append(way)
            if self.found:
                break
        return [way.items for way in self.found]

    def _doses(self, items: int, count: int) -> Iterator[int]:
        """Yield each set of so many of some kept stretches that can keep their doses too."""
        query = self._query
        same = [(i, option) for i, option in self._earlier.items() if option is not None and items >> i & 1]
        left = query.available_seconds - sum(
            cost for i, cost in enumerate(self._least) if (items | query.required) >> i & 1
        )
        costs = [option.cost - self._least[i] for i, option in same]
        for doses in self._subsets([i for i, _ in same], costs, count, left):
            if self._possible(_Way(items, doses)):
                yield doses

    def _subsets(self, items: Sequence[int], costs: Sequence[int], count: int, seconds: int) -> Iterator[int]:
        """Yield each set of so many items whose costs fit together, as bits."""
        cheapest = [[0] * (count + 1) for _ in range(len(items) + 1)]  # by the first item that is left, and how many
        for start in range(len(items)):
            rest = sorted(costs[start:])
            for k in range(1, count + 1):
                cheapest[start][k] = sum(rest[:k])

        def grow(start: int, chosen: int, need: int, left: int) -> Iterator[int]:
            self._spend(1)
            if need > len(items) - start or cheapest[start][need] > left:
                return
            if not need:
                yield chosen
                return
            yield from grow(start + 1, chosen | 1 << items[start], need - 1, left - costs[start])
            yield from grow(start + 1, chosen, need, left)

        return grow(0, 0, count, seconds)

    def _possible(self, way: _Way) -> bool:
        """Return whether some session keeps so much."""
        query = self._query_of(way)
        if self._least_seconds(query) > query.available_seconds:
            return False
        areas = query.counted if query.demanded else ()
        cover = Cover(query.prepared, areas, query.required, query.excluded)
        self._spend(1)
        limit = query.available_seconds + query.problem.opening
        return least_seconds(cover, self._budget.left, limit=limit, first_only=True, budget=self._budget) is not None

    @staticmethod
    def _least_seconds(query: Query) -> int:
        """Return the seconds that what a query requires takes at least, with a change to each further position."""
        seconds = positions = 0
        for i, item in enumerate(query.problem.items):
            if query.required >> i & 1:
                seconds += min(option.cost for option in item.options)
                positions |= item.position
        return seconds + max(0, positions.bit_count() - 1) * query.problem.change

    def _query_of(self, way: _Way) -> Query:
        """Return the question for the best selection that keeps just so much."""
        query, problem = self._query, self._query.problem
        dropped = sum(1 << i for i in self._earlier if not way.items >> i & 1)
        query = query._replace(required=query.required | way.items, excluded=query.excluded | dropped)
        same = {i: option for i, option in self._earlier.items() if option is not None and way.doses >> i & 1}
        if not same:
            return query
        items = tuple(replace(item, options=(same[i],)) if i in same else item for i, item in enumerate(problem.items))
        changed = replace(problem, items=items)
        return query._replace(prepared=Prepared(changed, KnapsackBounds(items), query.prepared.orders))

    def _spend(self, nodes: int) -> None:
        if self._budget.left < max(1, nodes):
            raise NodeBudgetSpent
        self._budget.spend(nodes)

    def best_of(self, ways: Sequence[_Way]) -> Selection | None:
        """Return the best selection of all that keep something in one of some ways."""
        for_a_bound = len(self._least) * (2 + len(self._query.counted))
        most = max(1, self.left // (2 * for_a_bound))
        if len(ways) > most:
            ways, self.proved = ways[:most], False
        queries = [self._query_of(way) for way in ways]
        self.left -= len(ways) * for_a_bound
        bounded = sorted(((root_bound(query), query) for query in queries), key=lambda pair: pair[0], reverse=True)
        best: Selection | None = None
        for bound, query in bounded:
            if best is not None and bound < best.score:
                break
            if self.left < 1:
                self.proved = False
                break
            spent = 0

            def spend(nodes: int) -> None:
                nonlocal spent
                spent = nodes

            try:
                other = select(query, self.left, spend)
            except NodeBudgetSpent:
                other, self.proved = None, False
            self.left -= spent
            if other is None:
                continue
            self.proved = self.proved and other.optimal
            if best is None or (other.score, _first(other.doses)) > (best.score, _first(best.doses)):
                best = other
        return best


def _first(doses: Doses) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """Return what is more for the first of equally good selections: level 7, the order of the catalogue."""
    return tuple(sorted((-i, (option.effective, option.work, -option.sets, -option.cost)) for i, option in doses))[::-1]
