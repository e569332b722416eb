"""Which plan is known without a search? The greedy one: it grows step by step, and more minutes never make it worse.

A chain of selections begins with a few stretches that meet the demands. Each step adds a stretch or takes its next
dose: the step that gives most per second to the areas, those that have little counting most. No step looks at the
minutes, so a day with more of them has the same selections to choose from, and some more. The greedy plan is the best
that fits, of several chains that weigh the areas differently.

Reference: H. Kellerer, U. Pferschy and D. Pisinger, Knapsack Problems, Springer 2004, chapter 11 (the greedy algorithm
of the multiple-choice knapsack).
"""

from __future__ import annotations

from heapq import heapify, heappop

from stretchplan.planning.bounds.knapsack import concave_hull
from stretchplan.planning.model.problem import Item, Option, Solution
from stretchplan.planning.search.budget import NodeBudget
from stretchplan.planning.search.order import Changes
from stretchplan.planning.search.query import Doses, Query, ordered_session

__all__ = ["GREEDY_NODES", "better", "greedy_nodes", "greedy_solution"]

GREEDY_NODES = 20_000
"""The most nodes that one chain may take, or a tenth of the budget where that is less. They are not the search's: more
minutes would give a worse plan if less were left for it."""

_LEAST_NODES = 2_500
"""What a chain may take however small the budget is."""

_ORDER_NODES = 500
"""The most nodes for one order of a chain. Beyond them a quick order stands in."""

_LEANINGS = (0, 1, 2, 4)
"""How strongly a chain prefers the areas that have little."""

_SCALE = 1 << 40

_NODES_FOR_ORDERS = 2_500
"""About the most nodes that the orders of all chains take."""

_STEP_SECONDS = 30
"""About how many seconds a step adds to the session."""

_ITEMS_PER_NODE = 12
"""Items that take about as long as one node to look at for the next step."""


def greedy_nodes(query: Query, budget: NodeBudget) -> int:
    """Return about how many nodes the greedy plan takes, but no more than a quarter of a budget."""
    chains = len(_LEANINGS) if len(query.counted) > 1 else 1
    steps = chains * query.available_seconds // _STEP_SECONDS
    orders = min(_NODES_FOR_ORDERS, budget.nodes // 8) if query.problem.hinted else 0
    return min(steps * (1 + len(query.problem.items) // _ITEMS_PER_NODE) + orders, budget.nodes // 4)


def greedy_solution(query: Query, budget: NodeBudget) -> Solution | None:
    """Return the best greedy plan; None when no chain has a selection that fits.

    More available seconds never give a worse one. ``budget`` is spent as far as it goes, but the plan is always made.
    """
    best: Solution | None = None
    ladders = [_ladder(item) for item in query.problem.items]
    for leaning in _LEANINGS if len(query.counted) > 1 else _LEANINGS[:1]:
        own = budget.another(min(GREEDY_NODES, max(_LEAST_NODES, budget.nodes // 10)))
        solution = _Chain(query, ladders, leaning, own).best()
        budget.spend_up_to(own.spent)
        best = better(best, solution)
    return best


def better(one: Solution | None, other: Solution | None) -> Solution | None:
    """Return the better of two solutions, the first if they score the same."""
    if one is None or (other is not None and other.score > one.score):
        return other
    return one


def _ladder(item: Item) -> list[Option]:
    """Return the doses that a chain takes one after another, each with more effective seconds."""
    by_cost = {option.cost: option for option in reversed(item.options)}
    hull = concave_hull([(option.cost, option.effective) for option in by_cost.values()])
    costs = sorted({min(by_cost), *(cost for cost, _ in hull if cost)})
    return [by_cost[cost] for cost in costs]


class _Chain:
    """A selection that grows."""

    def __init__(self, query: Query, ladders: list[list[Option]], leaning: int, budget: NodeBudget) -> None:
        self._query = query
        self._budget = budget
        self._leaning = leaning
        self._items = query.problem.items
        self._change = query.problem.change
        self._ladders = ladders
        self._weights = query.weights
        self._step = [0] * len(self._items)  # how many steps of its ladder each item has taken
        # Effective seconds and seconds of the next step of each item that may take one.
        self._next = {
            i: (ladder[0].effective, ladder[0].cost) for i, ladder in enumerate(ladders) if not query.excluded >> i & 1
        }
        # What each area has; the one that had least before today begins with 0, for only differences count.
        fewest = min(query.already)
        self._served = [had - fewest for had in query.already]
        self._today = [0] * len(query.counted)  # what each area gets today
        self._prices = [self._price(served) for served in self._served]
        self._serving: list[list[tuple[int, int]]] = [[] for _ in query.counted]  # items with their weight, by area
        for i, weights in enumerate(self._weights):
            for k, weight in weights:
                self._serving[k].append((i, weight))
        self._worth = [sum([weight * self._prices[k] for k, weight in weights]) for weights in self._weights]
        self._chosen = 0
        self._positions = 0
        self._seconds = 0  # of the doses

    def best(self) -> Solution | None:
        """Return the best selection of the chain that fits, with what still fits after it."""
        if not self._begin():
            return None
        last: Doses | None = None
        available = self._query.available_seconds
        while self._seconds <= available:
            if self._chosen and self._fits(self._changes(self._chosen).number):
                last = self._doses()
            if not self._grow():
                break
        if last is None:
            return None
        return ordered_session(self._query, last, self._budget)

    def _doses(self) -> Doses:
        return tuple((i, self._ladders[i][step - 1]) for i, step in enumerate(self._step) if step)

    def _changes(self, chosen: int) -> Changes:
        return self._budget.changes(chosen, _ORDER_NODES)

    def _fits(self, changes: int | None) -> bool:
        return changes is not None and self._seconds + changes * self._change <= self._query.available_seconds

    def _take(self, i: int) -> None:
        effective, cost = self._next.pop(i)
        ladder, step = self._ladders[i], self._step[i] + 1
        self._step[i] = step
        if step < len(ladder):
            now, then = ladder[step - 1], ladder[step]
            self._next[i] = then.effective - now.effective, then.cost - now.cost
        self._chosen |= 1 << i
        self._positions |= self._items[i].position
        self._seconds += cost
        for k, weight in self._weights[i]:
            self._served[k] += weight * effective
            self._today[k] += weight * effective
            price = self._price(self._served[k])
            less, self._prices[k] = self._prices[k] - price, price
            if less:
                for j, of_other in self._serving[k]:
                    self._worth[j] -= of_other * less

    def _price(self, served: int) -> int:
        """Return what a quarter-second of an area counts: the less it has, the more."""
        return _SCALE // (20 + served) ** self._leaning if self._leaning else 1 << 20

    def _begin(self) -> bool:
        """Take what is required and what the demanded areas need; return False when that has no order."""
        query = self._query
        for i in range(len(self._items)):
            if query.required >> i & 1:
                self._take(i)
        while query.demanded and not all(self._today):
            helps = []
            for i, weights in enumerate(self._weights):
                new = sum(not self._today[k] for k, _ in weights)
                if new and not (query.excluded | self._chosen) >> i & 1:
                    moved = self._chosen and not self._positions & self._items[i].position
                    helps.append(((self._ladders[i][0].cost + (self._change if moved else 0)) / new, i))
            if not helps:
                return False
            self._take(min(helps)[1])
        if not self._chosen or self._changes(self._chosen).number is not None:
            return True
        for opens in (True, False):  # a session may need a stretch to open with
            for _, i in sorted((ladder[0].cost, i) for i, ladder in enumerate(self._ladders)):
                item = self._items[i]
                if item.strengthens or item.opens is not opens or (query.excluded | self._chosen) >> i & 1:
                    continue
                if self._changes(self._chosen | 1 << i).number is not None:
                    self._take(i)
                    return True
        return False

    def _grow(self) -> bool:
        """Take the step that gives most per second; return False when there is none."""
        steps = self._steps()
        self._budget.spend(1 + len(self._items) // _ITEMS_PER_NODE)
        while steps:
            i = heappop(steps)[2]
            if not self._step[i]:
                changes = self._changes(self._chosen | 1 << i)
                if changes.number is None:
                    if not changes.proved:
                        del self._next[i]  # it is not looked at again
                    continue
            self._take(i)
            return True
        return False

    def _steps(self) -> list[tuple[int, int, int]]:
        """Return the possible steps as (minus the gain per second, seconds, item), as a heap: the best comes first."""
        items, worth, positions = self._items, self._worth, self._positions
        change = self._change if self._chosen else 0
        steps = []
        for i, (effective, seconds) in self._next.items():
            if not positions & items[i].position:
                seconds += change
            steps.append((-(worth[i] * effective << 20) // max(1, seconds), seconds, i))
        heapify(steps)
        return steps
