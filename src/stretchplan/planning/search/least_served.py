"""How much can the least-served area get? Level 1 of the objective.

Where every area is to have at least m, each must get today what it lacks: m less what it had before, and something at
all if it is demanded. So a plan gives each weighted sum of the areas at least the weighted sum of what they lack, and a
bound on that sum bounds the least-served area, whatever the weights (:mod:`multipliers` finds good ones).
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
    fewest = min(state.already)
    behind = tuple([fewest - had for had in state.already])  # an area that had more needs less
    weights = tightest_weights(state.lagrangian, goals, behind, even, budget.afford)
    worths = weighted_worths(candidates, goals, weights)
    losses = state.lagrangian.losses(worths)
    target = _Target(state, weights, losses.bound)
    allowance = first_allowance(losses)
    reserve = budget.left // 4  # for the later levels
    while target.needed <= target.most:
        gap = losses.bound - target.weighted(target.needed)
        last = allowance >= gap
        core = build_core(candidates, [(losses, min(allowance, gap))])
        search = CoreSearch(state, core, Measure(worths, 0, losses))
        target.demand(search)
        ended = search.run(target.found, budget.left // 2 if last else min(budget.left, budget.nodes // 10))
        if ended and min(allowance, gap) >= losses.bound - target.weighted(target.needed):
            break
        if last or budget.left <= reserve:
            return LeastServedResult(False, target.most, weights)
        allowance = max(1, 2 * allowance)
    return LeastServedResult(not state.order_unknown, target.most, weights)


class _Target:
    """How many quarter-seconds of the least-served area make a new incumbent, and how many the bound allows."""

    def __init__(self, state: SearchState, weights: tuple[int, ...], bound: int) -> None:
        self._state = state
        self._weights = weights
        self.most: int = self._most(bound)

    @property
    def needed(self) -> int:
        """More than the incumbent gives the least-served area; without an incumbent, what the query demands."""
        return self._state.least + (self._state.incumbent is not None)

    def weighted(self, least: int) -> int:
        """Return the least weighted sum of today's quarter-seconds in a plan that leaves no area below ``least``."""
        return sum([w * today for w, today in zip(self._weights, self._state.needed_today(least), strict=True)])

    def _most(self, bound: int) -> int:
        """Return the most that every area can have while the weighted sum stays within a bound.

        It is less than any plan has if the bound does not even allow what is demanded.
        """
        low = min(self._state.already) + self._state.query.demanded
        if self.weighted(low) > bound:
            return low - 1
        high = max(self._state.already) + self._state.query.demanded + bound // sum(self._weights) + 1
        while high - low > 1:
            middle = (low + high) // 2
            if self.weighted(middle) > bound:
                high = middle
            else:
                low = middle
        return low

    def demand(self, search: CoreSearch) -> None:
        """Set this demand on a search."""
        search.area_needed = self._state.needed_today(self.needed)
        search.needed = self.weighted(self.needed)

    def found(self, search: CoreSearch, doses: Doses) -> None:
        """Make doses the incumbent if they are better, and demand more."""
        solution = self._state.ordered(doses)
        if solution is not None and solution.score[0] >= self.needed:
            self._state.incumbent = solution
            self.demand(search)
            if self.needed > self.most:
                search.stop()
