"""How much can the least-served area get? Level 1 of the objective.

Where every area is to have at least m, each must get today what it lacks: m less what it had before, and something at
all if it is demanded; and no less than the next sum that doses can make. A frontier (:mod:`frontier`) then tells
whether a plan gives that. It is asked from the bound down, for a beam of sets; what the beam cannot show is proved by
one question more, just above the best plan.
"""

from __future__ import annotations

from typing import NamedTuple

from stretchplan.planning.bounds.lagrangian import weighted_prices
from stretchplan.planning.bounds.multipliers import SCALE, WEIGHTS_PART, tightest_weights
from stretchplan.planning.model.problem import Solution
from stretchplan.planning.search.budget import NodeBudgetSpent
from stretchplan.planning.search.frontier import Frontier
from stretchplan.planning.search.layout import STEPS_PER_NODE, Layout, Measure
from stretchplan.planning.search.reduce import reduced
from stretchplan.planning.search.state import SearchState
from stretchplan.planning.search.sums import OUT_OF_REACH

__all__ = ["LeastServed", "LeastServedResult"]

_BEAMS = (16, 128)
"""How many sets a beam keeps: first, and where the proof takes long."""

_QUICK_NODES = 15_000
"""The most nodes of a proof before the wider beam is tried."""

_WIDE_FROM = 40_000
"""The wider beam is tried if so many nodes are left; otherwise all of them go to the proof."""


class LeastServedResult(NamedTuple):
    """The result of level 1."""

    proved: bool  # whether it is proved that no solution gives the least-served area more than the incumbent does
    most: int  # quarter-seconds; no solution gives the least-served area more


class LeastServed:
    """The bound of level 1, and the search for the solution that gives the least-served area the most.

    Attributes
    ----------
    most
        Quarter-seconds; no solution gives the least-served area more.
    one_area_decides
        Whether one area alone can have no more, and parts of doses give every area as much. Then there mostly is a
        solution that gives every area ``most``.
    """

    def __init__(self, state: SearchState) -> None:
        self._state = state
        self._sums = state.sums
        self._layout: Layout | None = None  # of the last frontier
        areas = len(state.query.counted)
        fewest = min(state.already)
        behind = tuple([fewest - had for had in state.already])  # an area that had more needs less
        even = (max(1, SCALE // areas),) * areas
        goals = [c.weights for c in state.candidates]
        alone = self._sums.floor(min([had + state.losses_of_area(k).bound for k, had in enumerate(state.already)]))
        afford = state.budget.part(WEIGHTS_PART)
        found = tightest_weights(state.lagrangian, goals, behind, even, afford, alone - fewest)
        self._weights = found.weights

        low = fewest + state.query.demanded
        most = self._most_within(found.bound, low)
        self.most: int = self._sums.floor(min(most, alone))
        self.one_area_decides: bool = found.enough and self.most >= low

    def rule_out_most(self) -> None:
        """Note that no solution gives the least-served area ``most``."""
        self.most = self._sums.floor(self.most - 1)

    def run(self) -> LeastServedResult:
        """Search for the solution that gives the least-served area the most, and make it the incumbent."""
        state = self._state
        reserve = state.budget.left // 3  # for the later levels
        beams = _BEAMS if state.budget.left >= _WIDE_FROM else _BEAMS[:1]
        try:
            for beam in beams:
                self._ask_a_beam(beam, reserve)
                self._prove(reserve, _QUICK_NODES if beam < beams[-1] else None)
                if self.most <= self._best or state.budget.left < reserve:
                    break
        except NodeBudgetSpent:
            return LeastServedResult(False, self.most)
        proved = self.most <= self._best and not state.order_unproved
        return LeastServedResult(proved, max(self.most, self._best))

    @property
    def _best(self) -> int:
        """What the incumbent gives the least-served area; without one, what it had before today."""
        incumbent = self._state.incumbent
        return min(self._state.already) if incumbent is None else incumbent.score[0]

    def _ask_a_beam(self, beam: int, reserve: int) -> None:
        """Ask from the bound down in longer and longer steps, and then in halves; a beam may miss a plan."""
        state, high = self._state, self.most
        asked, step, below = high, 1, True
        while self._best < high:
            solution, certain = self._ask(asked, beam)
            if solution is not None:
                state.incumbent, below = solution, False
            else:
                high = self._sums.floor(asked - 1)
                if certain:
                    self.most = high
            lower = high - step if below else (self._best + high + 1) // 2
            asked = max(self._sums.next(self._best + 1), self._sums.floor(lower))
            step *= 2
            if state.budget.left < reserve:
                break

    def _prove(self, reserve: int, most_nodes: int | None) -> None:
        """Ask without a beam for more than the incumbent has, until that is found or ruled out."""
        state = self._state
        while self._best < self.most:
            asked = self._sums.next(self._best + 1)
            if asked > self.most:
                self.most = self._best
                return
            nodes = max(0, state.budget.left - reserve)
            try:
                solution, certain = self._ask(asked, 0, nodes if most_nodes is None else min(nodes, most_nodes))
            except NodeBudgetSpent:
                if most_nodes is None or state.budget.left <= reserve:
                    raise
                return
            if solution is not None:
                state.incumbent = solution
            elif certain:
                self.most = self._best
            else:
                return

    def _ask(self, least: int, beam: int, nodes: int | None = None) -> tuple[Solution | None, bool]:
        """Return a solution that gives every area at least so much, or None, and whether none is certain then."""
        state = self._state
        needs = state.needed_today(least)
        candidates = reduced(state, needs)
        if candidates is None:
            return None, True
        layout = self._layout
        if layout is None or not layout.fits(candidates, needs):
            state.budget.check()
            prices = weighted_prices([c.weights for c in candidates], self._weights)
            losses = state.bound_of(candidates).priced_losses(prices)
            values = [[0] * len(c.options) for c in candidates]
            layout = self._layout = Layout(state, candidates, needs, Measure(values, 0, 0, self._weights, losses))
        frontier = Frontier(state, layout, needs, 0)
        solution = frontier.best(None if nodes is None else nodes * STEPS_PER_NODE, beam)
        return solution, frontier.whole and not state.order_unproved

    def _most_within(self, bound: int, low: int) -> int:
        """Return the most that every area can have while the weighted sum of what they need stays within a bound.

        It is less than any plan has if the bound does not even allow what is demanded.
        """

        def weighted(least: int) -> int:
            needs = self._state.needed_today(least)
            if OUT_OF_REACH in needs:
                return bound + 1
            return sum([w * today for w, today in zip(self._weights, needs, strict=True)])

        if weighted(low) > bound:
            return low - 1
        high = max(self._state.already) + low + bound // sum(self._weights) + 1
        while high - low > 1:
            middle = (low + high) // 2
            if weighted(middle) > bound:
                high = middle
            else:
                low = middle
        return low
