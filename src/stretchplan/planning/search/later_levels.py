"""How good can levels 2 to 7 be when every area must get at least what level 1 found? They are solved together.

Levels 2 to 6 are the digits of one whole number, the objective: the sum over the areas counts most, then the variety,
the stretching, the changes of position, and the squares of the sets. Catalogue order (level 7) decides between equal
ones. The bound is that of a weighted sum of the objective and of the areas that do not have what they need yet.
"""

from __future__ import annotations

from stretchplan.planning.bounds.lagrangian import Candidate, LagrangianBound, weighted_prices
from stretchplan.planning.bounds.multipliers import SCALE, WEIGHTS_PART, tightest_weights
from stretchplan.planning.model.problem import Score
from stretchplan.planning.search.budget import NodeBudgetSpent
from stretchplan.planning.search.frontier import Frontier
from stretchplan.planning.search.layout import STEPS_PER_NODE, Layout, Measure
from stretchplan.planning.search.polish import polished
from stretchplan.planning.search.reduce import reduced
from stretchplan.planning.search.state import SearchState

__all__ = ["maximize_later_levels", "maximize_with"]

_BEAM = 100
"""How many sets a beam keeps."""

_WIDE_BEAM = 300
"""How many it keeps to find a better incumbent before the proof."""

_POLISH_NODES = 2_500
"""The most nodes of the local search for a better incumbent, before a beam."""

_WIDER = 2
"""How many times as much the choices of the next frontier may lose."""

_MUCH_WIDER = 8
"""The same after a frontier that no set got far into, or whose sets have no order."""

_FAR = 10
"""A set got far into a frontier if it got through one stage in so many."""

_QUICK_STEPS = 300_000
"""The most steps of a frontier that may turn out to be too narrow."""

_WEIGHINGS = 4
"""How often the weights of the areas are looked for, each time with a better bound on the sum."""

_QUICK_PART = 8
"""Before level 1 is solved, filling one frontier may take one part in so many of the budget."""

_DOSES_PER_NODE = 4
"""Doses whose values and worths take about as long as one node."""

_FIRST_CHOICES = 48
"""The first frontier has about this many doses: those that lose least."""

_LEAST_PART = 10_000
"""It looks at least one part in so many of a quarter-second below the bound, also where many doses lose nothing."""


def maximize_later_levels(state: SearchState) -> tuple[bool, int]:
    """Search for the best solution on levels 2 to 7, and make it the incumbent.

    Every area must get at least what the incumbent gives the least-served one. Return whether every better solution is
    ruled out, and a bound on level 2.
    """
    state.budget.check()
    needs = state.needed_today(state.least)
    candidates = reduced(state, needs)
    if candidates is None:
        return True, 0
    return _LaterLevels(state, candidates, needs, state.least).run()


def maximize_with(state: SearchState, least: int) -> bool | None:
    """Search for the best of the solutions that give every area ``least``, as far as that takes little.

    Return whether there is one, which is then the incumbent; None if the search did not settle it. The incumbent before
    may give no area more than ``least``.
    """
    needs = state.needed_today(least)
    candidates = reduced(state, needs)
    if candidates is None:
        return False
    if not _LaterLevels(state, candidates, needs, least).run_quickly():
        return None
    return state.incumbent is not None and state.incumbent.score[0] >= least


class _LaterLevels:
    """The objective and its bound, and the search for the best solution."""

    def __init__(
        self, state: SearchState, candidates: list[Candidate], needs: tuple[int, ...], least_served: int
    ) -> None:
        self._state, self._candidates, self._needs = state, candidates, needs
        self._least_served = least_served
        query = state.query
        state.budget.spend_up_to(sum([len(c.options) for c in candidates]) // _DOSES_PER_NODE)
        # Each digit has room for the largest number that the digits after it can make.
        self._change_factor = sum(c.count * max(option.unevenness for option in c.options) for c in candidates) + 1
        self._work_factor = (sum(c.count for c in candidates) + 1) * self._change_factor
        self._variety_factor = (max(0, query.available_seconds) + 1) * self._work_factor
        varieties = [query.problem.varieties[c.indices[0]] for c in candidates]
        most_varied = sum(c.count * variety for c, variety in zip(candidates, varieties, strict=True))
        self._total_factor = (most_varied + 1) * self._variety_factor
        self._had = sum(state.already)  # the digits are of today's sum
        values = [
            [
                sum(c.weights) * option.effective * self._total_factor
                + variety * self._variety_factor
                + option.work * self._work_factor
                - option.unevenness
                for option in c.options
            ]
            for c, variety in zip(candidates, varieties, strict=True)
        ]
        bound = state.bound_of(candidates)
        scale, by_area = self._weights(bound)
        shares = tuple([share * self._total_factor for share in by_area])
        penalty = self._change_factor
        prices = weighted_prices([c.weights for c in candidates], shares)
        worths = [
            [scale * value + price * option.effective for value, option in zip(of_class, c.options, strict=True)]
            for c, of_class, price in zip(candidates, values, prices, strict=True)
        ]
        losses = bound.losses(worths, position_penalty=scale * penalty)
        self._measure = Measure(values, penalty, scale, shares, losses)
        self._layout = Layout(state, candidates, needs, self._measure)
        met = sum([share * need for share, need in zip(shares, needs, strict=True)])
        self._wider = _WIDER  # how many times as much the next frontier allows
        # The first position is no change: its penalty is paid back.
        self._most = (losses.bound - met) // scale + penalty

    def _weights(self, bound: LagrangianBound) -> tuple[int, tuple[int, ...]]:
        """Return the weight of the sum over the areas, and of each area, under which the bound on the sum is low."""
        candidates, needs = self._candidates, self._needs
        sure = [
            sum(c.count * c.weights[k] * min(option.effective for option in c.options) for c in candidates if c.must)
            for k in range(len(needs))
        ]
        short = [k for k, need in enumerate(needs) if sure[k] < need]
        nothing = (0,) * len(needs)
        if not short or len(needs) == 1:
            return 1, nothing
        goals = [(sum(c.weights), *(c.weights[k] for k in short)) for c in candidates]
        weights: tuple[int, ...] = (SCALE, *([1] * len(short)))
        best: tuple[int, tuple[int, ...]] = (1, nothing)
        most = bound.bound([sum(c.weights) for c in candidates])
        for _ in range(_WEIGHINGS):
            wanted = (most, *(needs[k] for k in short))
            weights, of_sum, _ = tightest_weights(bound, goals, wanted, weights, self._state.budget.part(WEIGHTS_PART))
            if not weights[0]:
                break
            met = sum([x * need for x, need in zip(weights[1:], wanted[1:], strict=True)])
            if (of_sum - met) // weights[0] >= most:
                break
            most = (of_sum - met) // weights[0]
            by_area = dict(zip(short, weights[1:], strict=True))
            best = weights[0], tuple([by_area.get(k, 0) for k in range(len(needs))])
        return best

    def _objective_of(self, score: Score) -> int:
        _, total, variety, work, minus_changes, minus_unevenness = score
        objective = (total - self._had) * self._total_factor + variety * self._variety_factor + work * self._work_factor
        return objective + minus_changes * self._change_factor + minus_unevenness

    @property
    def _bound(self) -> int:
        """An upper bound on the sum over the areas in all solutions that meet the needs."""
        return self._had + (self._most + self._work_factor) // self._total_factor

    def run(self) -> tuple[bool, int]:
        """Search near the bound first; then among all sets that are as good as the best one of a beam."""
        try:
            return self._run(), self._bound
        except NodeBudgetSpent:
            return False, self._bound

    def run_quickly(self) -> bool:
        """Search near the bound only; return whether it is certain that no solution is better than the incumbent."""
        allowance = self._first_allowance()
        most_steps = min(_QUICK_STEPS, self._state.budget.left * STEPS_PER_NODE // _QUICK_PART)
        certain, found = True, False
        try:
            while certain and not found and self._most >= self._least:
                target = max(self._least, self._most - allowance)
                found, certain = self._try(target, 0, most_steps)
                self._most = self._most if found else target - 1
                allowance *= self._wider
        except NodeBudgetSpent:
            return False
        return certain

    def _run(self) -> bool:
        """Search; return whether it is certain that no solution is better than the incumbent."""
        state = self._state
        allowance = self._first_allowance()
        beam = 0
        while self._most >= self._least:
            target = max(self._least, self._most - allowance)
            try:
                found, certain = self._try(target, beam, None if beam else _QUICK_STEPS)
            except NodeBudgetSpent:
                if state.budget.left < 1 or beam:
                    raise
                beam = _BEAM
                if state.incumbent is not None:
                    own = state.budget.another(min(_POLISH_NODES, state.budget.left // 8))
                    state.incumbent = polished(state.query, state.incumbent, own)
                    state.budget.spend_up_to(own.spent)
                continue
            if certain:
                if found:
                    return not state.order_unproved
                self._most = target - 1
            elif found or target == self._least:
                break
            allowance *= self._wider
        if beam and state.incumbent is not None:
            self._try(self._least + 1, _WIDE_BEAM, None)
        if self._most >= self._least:
            self._try(self._least, 0, None)
        return not state.order_unproved

    @property
    def _least(self) -> int:
        best = self._state.incumbent
        if best is None or best.score[0] < self._least_served:
            return -self._work_factor  # less than any solution has
        return self._objective_of(best.score)

    def _try(self, target: int, beam: int, most_steps: int | None) -> tuple[bool, bool]:
        """Look for the best solution that reaches a target; return whether there is one and whether that is sure."""
        state = self._state
        frontier = Frontier(state, self._layout, self._needs, target)
        found = frontier.best(most_steps, beam)
        self._wider = _WIDER if frontier.stages <= _FAR * frontier.passed < _FAR * frontier.stages else _MUCH_WIDER
        if found is not None and (state.incumbent is None or found.score[0] >= state.incumbent.score[0]):
            state.incumbent = found
        return found is not None, frontier.whole and not state.order_unproved

    def _first_allowance(self) -> int:
        """Return how far below the bound the first frontier looks: few doses lose no more than that."""
        losses = sorted(
            loss
            for c, of_stretch in zip(self._candidates, self._measure.losses.doses, strict=True)
            for loss in of_stretch * c.count
        )
        few = losses[min(len(losses), _FIRST_CHOICES) - 1] // self._measure.scale
        return 1 + max(0, few, self._total_factor // _LEAST_PART)
