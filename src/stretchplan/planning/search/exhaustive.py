"""Which selection of a few stretches is best? Branch and bound through all their doses.

The variables are the stretches that may be in, in catalogue order, the values their doses and "left out", best first.
So the first of several equally good selections is the one that level 7 of the objective asks for, and a later one is
accepted only if it is better on levels 1 to 6. Bounds: :mod:`stretchplan.planning.bounds.knapsack`.

Reference: A. H. Land and A. G. Doig, An automatic method of solving discrete programming problems, Econometrica 28
(1960).
"""

from __future__ import annotations

from bisect import bisect_right

from stretchplan.planning.bounds.knapsack import KnapsackBounds
from stretchplan.planning.model.problem import Option, Score, Solution
from stretchplan.planning.search.budget import NodeBudget, NodeBudgetSpent
from stretchplan.planning.search.depth_first import DepthFirstSearch
from stretchplan.planning.search.query import Query, SearchResult

__all__ = ["search_exhaustively"]


def search_exhaustively(query: Query, budget: NodeBudget, nodes: int) -> SearchResult:
    """Find the best selection, trying at most ``nodes`` values; they are spent from the budget."""
    state = _Exhaustive(query, budget)
    search: DepthFirstSearch[Option | None] = DepthFirstSearch(state.domains, state.visit, nodes, budget)
    solution: Solution | None = None
    ended = True
    try:
        for taken in search:
            options = dict(zip(state.places, taken, strict=True))
            doses = tuple((i, option) for i in state.best_order if (option := options[i]) is not None)
            solution = Solution(state.best, doses, state.best_order_proved)
            if state.best == state.root_bound:
                break
    except NodeBudgetSpent:
        ended = False
    proved = ended and (not state.order_unproved or state.best == state.root_bound)
    return SearchResult(solution, proved, state.best if solution and proved else state.root_bound)


class _Exhaustive:
    """Visitor that keeps the sums of the current choice by depth, and the score of the incumbent.

    The items that must be out are no variables. ``places`` are the indices of the others.
    """

    def __init__(self, query: Query, budget: NodeBudget) -> None:
        (problem, bounds, _), counted = query.prepared, query.counted
        self.places = [i for i in range(len(problem.items)) if not query.excluded >> i & 1]
        items = [problem.items[i] for i in self.places]
        if query.excluded:
            bounds = KnapsackBounds(items)  # those of the problem count the items that must be out
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
        self._varieties = [problem.varieties[i] for i in self.places]
        self._seconds_by_count = bounds.seconds_by_count
        self._rest_by_count = bounds.rest_by_count
        self._unit = problem.unit
        # By depth: seconds used, quarter-seconds of each area, their sum, variety, work, positions and items as bits,
        # and the squares of the sets. Before the first choice, the areas have what they had before today.
        already = query.already
        self._states = [(0, already, sum(already), 0, 0, 0, 0, 0)] * (len(items) + 1)
        # What every area must exceed: a demanded one must be served today, whatever it had.
        self._floors = already if query.demanded else (-1,) * len(counted)
        # An empty session is no plan, and a demanded area must be served: a solution must beat this score.
        least, total = min(already), sum(already)
        self.best: Score = (least, 1 << 60, 0, 0, 0, 0) if query.demanded else (least, total, 0, 1 << 60, 0, 0)
        self.best_order: tuple[int, ...] = ()
        self.best_order_proved = True
        self.order_unproved = False
        self.root_bound = self._root_bound()
        for i, options in zip(self.places, self.domains, strict=True):
            if query.required >> i & 1:
                options.pop()  # the bounds stay valid: fewer choices are left

    def _root_bound(self) -> Score:
        _, already, sofar, *_ = self._states[0]
        total = sofar + self._total_gain[0].within(self._seconds)
        least = min(had + gain[0].within(self._seconds) for had, gain in zip(already, self._area_gains, strict=True))
        stretches = bisect_right(self._seconds_by_count[0], self._seconds)
        variety = stretches * self._unit + self._rest_by_count[0][stretches]
        work = self._work_gain[0].within(self._seconds)
        # As many stretches have at least as many sets.
        return (min(least, total // len(self._area_gains)), total, variety, work, 0, -stretches)

    def visit(self, depth: int, option: Option | None) -> bool:
        """Take a dose of the item at a depth, or leave it out; say whether a better solution may follow."""
        state = self._states[depth]
        if option is not None:
            used, served, total, variety, work, positions, chosen, uneven = state
            item = self._items[depth]
            used += option.cost
            if positions and not positions & item.position:
                used += self._change
            if used > self._seconds:
                return False
            effective = option.effective
            state = (
                used,
                tuple([sofar + w * effective for sofar, w in zip(served, self._weights[depth], strict=True)]),
                total + self._total_weights[depth] * effective,
                variety + self._varieties[depth],
                work + option.work,
                positions | item.position,
                chosen | 1 << self.places[depth],
                uneven + option.unevenness,
            )
        self._states[depth + 1] = state
        return self._accept(depth + 1) if depth == self._last else self._may_beat(depth + 1)

    def _may_beat(self, depth: int) -> bool:
        """Say whether the choices still open can beat the incumbent: compare their bounds with it level by level."""
        used, served, total, variety, work, positions, _, uneven = self._states[depth]
        least, best_total, best_variety, best_work, minus_changes, minus_uneven = self.best
        left = self._seconds - used
        most_total = total + self._total_gain[depth].within(left)
        most_least = most_total // len(served)
        if most_least < least:
            return False
        for sofar, gain, floor in zip(served, self._area_gains, self._floors, strict=True):
            most = sofar + gain[depth].within(left)
            if most <= floor:
                return False
            if most < most_least:
                if most < least:
                    return False
                most_least = most
        if most_least > least:
            return True
        if most_total != best_total:
            return most_total > best_total
        more = bisect_right(self._seconds_by_count[depth], left)
        most_variety = variety + more * self._unit + self._rest_by_count[depth][more]
        if most_variety != best_variety:
            return most_variety > best_variety
        most_work = work + self._work_gain[depth].within(left)
        if most_work != best_work:
            return most_work > best_work
        if 1 - positions.bit_count() != minus_changes:
            return 1 - positions.bit_count() > minus_changes
        return -more - uneven > minus_uneven  # each stretch to come has at least one set

    def _accept(self, depth: int) -> bool:
        """Make the current choice the incumbent if it is better, in its best order."""
        used, served, total, variety, work, positions, chosen, uneven = self._states[depth]
        least, fewest_changes = min(served), positions.bit_count() - 1
        if fewest_changes < 0 or (least, total, variety, work, -fewest_changes, -uneven) <= self.best:
            return False
        if any(has <= floor for has, floor in zip(served, self._floors, strict=True)):
            return False
        order = self._budget.order(chosen)
        self.order_unproved |= not order.proved
        if not order.sequence:
            return False
        score = (least, total, variety, work, -order.changes, -uneven)
        if score <= self.best or used + (order.changes - fewest_changes) * self._change > self._seconds:
            return False
        self.best, self.best_order, self.best_order_proved = score, order.sequence, order.proved
        return True
