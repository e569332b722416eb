"""How much can the least-served area get? Level 1 of the objective.

A plan that gives every area at least m gives each weighted sum of the areas at least m times the sum of the weights. So
a bound on a weighted sum bounds the least-served area, whatever the weights (:mod:`multipliers` finds good ones).
"""

from __future__ import annotations

from typing import NamedTuple

from stretchplan.planning.bounds.lagrangian import weighted_worths
from stretchplan.planning.bounds.multipliers import SCALE, tightest_weights
from stretchplan.planning.search.core import CoreSearch, Measure, build_core, first_allowance
from stretchplan.planning.search.state import Doses, SearchState

__all__ = ["LeastServedResult", "maximize_least_served"]


class LeastServedResult(NamedTuple):
    """The result of level 1."""

    proved: bool  # whether it is proved that no solution gives the least-served area more than the incumbent does
    most: int  # quarter-seconds; no solution gives the least-served area more
    weights: tuple[int, ...]  # weights of the areas under which the bound is low


def maximize_least_served(state: SearchState) -> LeastServedResult:
    """Search for the solution that gives the least-served area the most, and make it the incumbent."""
    candidates, budget, areas = state.candidates, state.budget, len(state.query.counted)
    even = (max(1, SCALE // areas),) * areas
    goals = [c.weights for c in candidates]
    weights = tightest_weights(state.lagrangian, goals, (0,) * areas, even, budget.afford)
    weight_sum = sum(weights)
    worths = weighted_worths(candidates, goals, weights)
    losses = state.lagrangian.losses(worths)
    target = _Target(state, weight_sum, losses.bound // weight_sum)
    allowance = first_allowance(losses)
    reserve = budget.left // 4  # for the later levels
    while target.needed <= target.most:
        gap = losses.bound - target.needed * weight_sum
        last = allowance >= gap
        core = build_core(candidates, [(losses, min(allowance, gap))])
        search = CoreSearch(state, core, Measure(worths, 0, losses))
        target.demand(search)
        ended = search.run(target.found, budget.left // 2 if last else min(budget.left, budget.nodes // 10))
        if ended and min(allowance, gap) >= losses.bound - target.needed * weight_sum:
            break
        if last or budget.left <= reserve:
            return LeastServedResult(False, target.most, weights)
        allowance = max(1, 2 * allowance)
    return LeastServedResult(not state.order_unknown, target.most, weights)


class _Target:
    """How many quarter-seconds of the least-served area make a new incumbent, and how many the bound allows."""

    def __init__(self, state: SearchState, weight_sum: int, most: int) -> None:
        self._state = state
        self._weight_sum = weight_sum
        self.most = most

    @property
    def needed(self) -> int:
        """More than the incumbent gives the least-served area; without an incumbent, what the query demands."""
        return self._state.area_minimum + (self._state.incumbent is not None)

    def demand(self, search: CoreSearch) -> None:
        """Set this demand on a search."""
        search.area_needed = self.needed
        search.needed = self.needed * self._weight_sum

    def found(self, search: CoreSearch, doses: Doses) -> None:
        """Make doses the incumbent if they are better, and demand more."""
        solution = self._state.ordered(doses)
        if solution is not None and solution.score[0] >= self.needed:
            self._state.incumbent = solution
            self.demand(search)
            if self.needed > self.most:
                search.stop()
