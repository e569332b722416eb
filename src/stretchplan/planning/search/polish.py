"""Can a few changes make a solution better? Local search, for what the branch and bound did not prove.

A change adds a stretch, takes one out, or gives one another dose. The solution takes the best single change that fits,
again and again. Then each stretch in turn is taken out, the gap is filled in the same way, and the result is kept if
it is better.
"""

from __future__ import annotations

from collections.abc import Iterator

from stretchplan.planning.model.problem import Option, Score, Solution
from stretchplan.planning.search.budget import NodeBudget
from stretchplan.planning.search.query import Query, ordered_session

__all__ = ["polished"]

_ORDER_NODES = 500
"""The most nodes for one order; a set whose order takes more is passed over."""

_CHANGES_PER_NODE = 3
"""Changes that take about as long to look at as one node."""


def polished(query: Query, solution: Solution, budget: NodeBudget) -> Solution:
    """Return a solution that is no worse; the search ends with the nodes of the budget."""
    search = _LocalSearch(query, budget)
    chosen = search.improved(dict(solution.doses))
    better = True
    while better and search.may_go_on():
        better = False
        for i in sorted(chosen):
            if query.required >> i & 1 or not search.may_go_on():
                continue
            rest = {j: option for j, option in chosen.items() if j != i}
            other = search.improved(rest, without=1 << i)
            other = search.improved(other)
            if search.score(other) > search.score(chosen):
                chosen, better = other, True
                break
    found = ordered_session(query, tuple(chosen.items()), budget)
    return solution if found is None or found.score <= solution.score else found


_Chosen = dict[int, Option]


class _LocalSearch:
    """Single changes of a selection, by their scores."""

    def __init__(self, query: Query, budget: NodeBudget) -> None:
        self._query = query
        self._budget = budget
        self._items = query.problem.items
        self._weights = query.weights
        self._already = query.already
        self._demanded = query.demanded and any(self._already)  # otherwise level 1 is 0 where a demand is not met
        self._varieties = query.problem.varieties
        self._order_kinds = query.problem.order_kinds
        self._looked = 0

    def may_go_on(self) -> bool:
        """Return whether nodes are left."""
        return self._budget.left > 0

    def score(self, chosen: _Chosen) -> Score:
        """Return the score of a selection of at least one stretch whose order is known."""
        served = self._served(chosen)
        changes = self._changes(sum(1 << i for i in chosen)) or 0
        uneven = sum(o.unevenness for o in chosen.values())
        variety = sum(self._varieties[i] for i in chosen)
        work = sum(o.work for o in chosen.values())
        return (self._least(served), sum(served), variety, work, -changes, -uneven)

    def improved(self, chosen: _Chosen, without: int = 0) -> _Chosen:
        """Return a selection with the best single change, and the best one of the result, and so on."""
        score = self.score(chosen) if chosen else (-1, 0, 0, 0, 0, 0)
        while self.may_go_on():
            best = None
            for i, option, changed in self._single_changes(chosen, without):
                if changed > score:
                    score, best = changed, (i, option)
            if best is None:
                break
            chosen = {**chosen, best[0]: best[1]}
        return chosen

    def _single_changes(self, chosen: _Chosen, without: int) -> Iterator[tuple[int, Option, Score]]:
        """Yield what another dose of a stretch, or a new stretch, leads to, if it fits."""
        query, items, change = self._query, self._items, self._query.problem.change
        mask = sum(1 << i for i in chosen)
        served = self._served(chosen)
        work, cost, total = sum(o.work for o in chosen.values()), sum(o.cost for o in chosen.values()), sum(served)
        uneven = sum(o.unevenness for o in chosen.values())
        variety = sum(self._varieties[i] for i in chosen)
        known = self._changes(mask) if chosen else 0
        if known is None:
            return
        with_one: dict[object, int | None] = {}  # by kind, the changes with one more stretch
        free = query.available_seconds - cost
        blocked = query.excluded | without
        for i, item in enumerate(items):
            if not self.may_go_on():
                return
            if blocked >> i & 1:
                continue
            now = chosen.get(i)
            effective_now, cost_now, work_now = (now.effective, now.cost, now.work) if now else (0, 0, 0)
            others_uneven = uneven - (now.unevenness if now else 0)
            changes = known
            if now is None:
                if min(option.cost for option in item.options) > free:
                    continue
                kind = self._order_kinds[i]
                if kind not in with_one:
                    with_one[kind] = self._changes(mask | 1 << i)
                with_it = with_one[kind]
                if with_it is None:
                    continue
                changes = with_it
            for option in item.options:
                self._count()
                if option is now or option.cost - cost_now + changes * change > free:
                    continue
                more = option.effective - effective_now
                after = list(served)
                gained = 0
                for k, weight in self._weights[i]:
                    after[k] += weight * more
                    gained += weight * more
                varied = variety + (self._varieties[i] if now is None else 0)
                levels = (self._least(after), total + gained, varied, work + option.work - work_now, -changes)
                yield i, option, (*levels, -(others_uneven + option.unevenness))

    def _served(self, chosen: _Chosen) -> list[int]:
        """Return the quarter-seconds that each counted area has, with those before today."""
        served = list(self._already)
        for i, option in chosen.items():
            for k, weight in self._weights[i]:
                served[k] += weight * option.effective
        return served

    def _least(self, served: list[int]) -> int:
        """Return level 1; less than any solution has if a demanded area gets nothing today."""
        if self._demanded and any(has == had for has, had in zip(served, self._already, strict=True)):
            return -1
        return min(served)

    def _changes(self, mask: int) -> int | None:
        return self._budget.changes(mask, _ORDER_NODES).number

    def _count(self) -> None:
        self._looked += 1
        if self._looked % _CHANGES_PER_NODE == 0:
            self._budget.afford(1)
