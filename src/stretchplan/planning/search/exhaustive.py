"""The best selection of a few stretches: branch and bound through all of them at once.

The variables are the stretches in catalogue order, the values their doses and "left out", best first. So the first of
several equally good selections is the one that level 6 of the objective asks for, and a later one is accepted only if
it is better on levels 1 to 5. Bounds: :mod:`stretchplan.planning.bounds.knapsack`.

Reference: A. H. Land and A. G. Doig, An automatic method of solving discrete programming problems, Econometrica 28
(1960).
"""

from __future__ import annotations

from bisect import bisect_right

from stretchplan.planning.model.problem import Option, Score, Solution
from stretchplan.planning.search.budget import NodeBudget
from stretchplan.planning.search.depth_first import DepthFirstSearch, NodeBudgetSpent
from stretchplan.planning.search.state import Query, SearchResult

__all__ = ["search_exhaustively"]


def search_exhaustively(query: Query, budget: NodeBudget, nodes: int) -> SearchResult:
    """Find the best selection, trying at most so many values; they are spent from the budget."""
    state = _Exhaustive(query, budget)
    search: DepthFirstSearch[Option | None] = DepthFirstSearch(state.domains, state.visit, nodes)
    solution: Solution | None = None
    ended = True
    try:
        for taken in search:
            doses = tuple((i, option) for i in state.best_order if (option := taken[i]) is not None)
            solution = Solution(state.best, doses)
            if state.best == state.root_bound:
                break
    except NodeBudgetSpent:
        ended = False
    budget.spend(search.nodes)
    proved = ended and (not state.order_unknown or state.best == state.root_bound)
    return SearchResult(solution, proved, state.best if solution and proved else state.root_bound)


class _Exhaustive:
    """Visitor that keeps the sums of the current choice by depth, and the score of the incumbent."""

    def __init__(self, query: Query, budget: NodeBudget) -> None:
        (problem, bounds, _), counted = query.prepared, query.counted
        items = problem.items
        self._items = items
        self._budget = budget
        self._seconds = query.available_seconds
        self._change = problem.change
        self._last = len(items) - 1
        self.domains: list[list[Option | None]] = [[*item.options, None] for item in items]
        self._weights = [tuple(item.weights[area] for area in counted) for item in items]
        self._total_weights = [sum(weights) for weights in self._weights]
        self._area_gains = [bounds.served((area,)) for area in counted]
        self._total_gain = bounds.served(counted)
        self._work_gain = bounds.work
        self._seconds_by_count = bounds.seconds_by_count
        n = len(items) + 1
        self._used = [0] * n
        self._served: list[tuple[int, ...]] = [(0,) * len(counted)] * n
        self._total = [0] * n
        self._count = [0] * n
        self._work = [0] * n
        self._positions = [0] * n
        self._chosen = [0] * n
        # An empty session is no plan, and a demanded area must be served: a solution must beat this score.
        self.best: Score = (0, 1 << 60, 0, 0, 0) if query.demanded else (0, 0, 0, 1 << 60, 0)
        self.best_order: tuple[int, ...] = ()
        self.order_unknown = False
        self.root_bound = self._root_bound()
        for i, options in enumerate(self.domains):
            if query.required >> i & 1:
                options.pop()  # the bounds stay valid: fewer choices are left
            elif query.excluded >> i & 1:
                del options[:-1]

    def _root_bound(self) -> Score:
        total = self._total_gain[0].within(self._seconds)
        least = min(gain[0].within(self._seconds) for gain in self._area_gains)
        return (
            min(least, total // len(self._area_gains)),
            total,
            bisect_right(self._seconds_by_count[0], self._seconds),
            self._work_gain[0].within(self._seconds),
            0,
        )

    def visit(self, depth: int, option: Option | None) -> bool:
        """Take a dose of the item at a depth, or leave it out; say whether a better solution may follow."""
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
                [sofar + w * effective for sofar, w in zip(self._served[depth], self._weights[depth], strict=True)]
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
        """Say whether the bound of some choice below is better than the incumbent, level by level."""
        least, total, count, work, minus_changes = self.best
        left = self._seconds - self._used[depth]
        most_total = self._total[depth] + self._total_gain[depth].within(left)
        served = self._served[depth]
        most_least = most_total // len(served)
        if most_least < least:
            return False
        for sofar, gain in zip(served, self._area_gains, strict=True):
            most = sofar + gain[depth].within(left)
            if most < most_least:
                if most < least:
                    return False
                most_least = most
        if most_least > least:
            return True
        if most_total != total:
            return most_total > total
        most_count = self._count[depth] + bisect_right(self._seconds_by_count[depth], left)
        if most_count != count:
            return most_count > count
        most_work = self._work[depth] + self._work_gain[depth].within(left)
        if most_work != work:
            return most_work > work
        return 1 - self._positions[depth].bit_count() > minus_changes

    def _accept(self, depth: int) -> bool:
        """Make the current choice the incumbent if it is better, in its best order."""
        sums = (min(self._served[depth]), self._total[depth], self._count[depth], self._work[depth])
        fewest_changes = self._positions[depth].bit_count() - 1
        if fewest_changes < 0 or (*sums, -fewest_changes) <= self.best:
            return False
        order = self._budget.order(self._chosen[depth])
        if self._budget.left < 0:
            raise NodeBudgetSpent
        self.order_unknown |= not order.known
        if not order.sequence:
            return False
        changes = order.changes
        score = (*sums, -changes)
        if score <= self.best or self._used[depth] + (changes - fewest_changes) * self._change > self._seconds:
            return False
        self.best, self.best_order = score, order.sequence
        return True
