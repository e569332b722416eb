"""How good can levels 2 to 7 be when every area must get at least what level 1 found? They are solved together.

Levels 2 to 6 are the digits of one whole number, the objective: the sum over the areas counts most, then the variety,
the stretching, the changes of position, and the squares of the sets. In the last search, catalogue order (level 7) is
added as the lowest digits, the tie-break. With several areas there is a second measure, a weighted sum of each area and
of their sum. Its weights give the tightest bound for solutions that meet the demand on each area and have the sum of
the incumbent.
"""

from __future__ import annotations

from stretchplan.planning.bounds.dynamic_program import IMPOSSIBLE
from stretchplan.planning.bounds.lagrangian import Losses, weighted_worths
from stretchplan.planning.bounds.multipliers import tightest_weights
from stretchplan.planning.model.problem import Score, Solution
from stretchplan.planning.search.core import CoreSearch, Measure, build_core, first_allowance
from stretchplan.planning.search.state import Doses, SearchState

__all__ = ["maximize_later_levels"]

_GUESS_NODES = 2_000
"""Values tried in the hope that a solution reaches the bound."""


def maximize_later_levels(state: SearchState, weights: tuple[int, ...]) -> tuple[bool, int]:
    """Search for the best solution on levels 2 to 7, and make it the incumbent.

    Every area must get at least what the incumbent gives the least-served one. ``weights`` are those that level 1
    found for the areas. Return whether every better solution is ruled out, and a bound on level 2.
    """
    return _LaterLevels(state, weights).run()


class _LaterLevels:
    """The two measures of the later levels, and the search for the best solution."""

    def __init__(self, state: SearchState, weights: tuple[int, ...]) -> None:
        self._state = state
        candidates, lagrangian = state.candidates, state.lagrangian
        # Each digit has room for the largest number that the digits after it can make.
        self._change_factor = sum(max(option.unevenness for option in c.options) for c in candidates) + 1
        self._work_factor = (len(candidates) + 1) * self._change_factor
        self._variety_factor = (max(0, state.query.available_seconds) + 1) * self._work_factor
        varieties = [state.query.problem.varieties[c.index] for c in candidates]
        self._total_factor = (sum(varieties) + 1) * self._variety_factor
        self._had = sum(state.already)  # the digits are of today's sum
        worths = [
            [
                sum(c.weights) * option.effective * self._total_factor
                + variety * self._variety_factor
                + option.work * self._work_factor
                - option.unevenness
                for option in c.options
            ]
            for c, variety in zip(candidates, varieties, strict=True)
        ]
        penalty = self._change_factor
        losses = lagrangian.losses(worths, position_penalty=penalty, start_rate=self._total_factor)
        self._objective = Measure(worths, penalty, losses)
        self._most = losses.bound + penalty  # the first position is no change, so its penalty is paid back
        self._weighted: Measure | None = None
        areas, best = len(weights), state.incumbent
        self._shares: tuple[int, ...] = (1, *[0] * areas)
        if areas > 1 and best is not None:
            goals = [(sum(c.weights), *c.weights) for c in candidates]
            start = (max(1, sum(weights) // areas), *weights)
            needs = (best.score[1] - self._had, *state.needed_today(best.score[0]))
            self._shares = tightest_weights(lagrangian, goals, needs, start, state.budget.afford)
            worths = weighted_worths(candidates, goals, self._shares)
            self._weighted = Measure(worths, 0, lagrangian.losses(worths))

    def _objective_of(self, score: Score) -> int:
        _, total, variety, work, minus_changes, minus_unevenness = score
        objective = (total - self._had) * self._total_factor + variety * self._variety_factor + work * self._work_factor
        return objective + minus_changes * self._change_factor + minus_unevenness

    def _weighted_of(self, score: Score) -> int:
        """Return the least weighted sum that a solution can have with the sum and the least-served area of a score."""
        return self._shares[0] * (score[1] - self._had) + self._demand_on_areas(score[0])

    def _demand_on_areas(self, least: int) -> int:
        """Return the least weighted sum over the areas in a solution that leaves none of them below ``least``."""
        return sum([x * today for x, today in zip(self._shares[1:], self._state.needed_today(least), strict=True)])

    @property
    def _bound(self) -> int:
        """An upper bound on the sum over the areas in all solutions that meet the demand."""
        best = self._state.incumbent
        most = (self._most + self._work_factor) // self._total_factor
        if self._weighted is not None and best is not None and self._shares[0]:
            demand = self._demand_on_areas(best.score[0])
            most = min(most, (self._weighted.losses.bound - demand) // self._shares[0])
        return self._had + most

    def run(self) -> tuple[bool, int]:
        """Search a narrow core first, then the core of all choices that could be better."""
        state, budget, bound = self._state, self._state.budget, self._bound
        losses = (self._weighted or self._objective).losses
        allowance = first_allowance(losses)
        widest = max(*(max(of_stretch) for of_stretch in losses.doses), *(loss or 0 for loss in losses.without))
        while state.incumbent is None:
            ended = self._search([(losses, allowance)], tie_break=False)
            if budget.left < 1 or (state.incumbent is None and allowance >= widest):
                return ended and state.incumbent is None, bound
            allowance = 4 * max(1, allowance)
        if any(gap > allowance for of_measure, gap in self._gaps(state.incumbent) if of_measure is losses):
            self._search([(losses, allowance)], tie_break=False)
        if budget.left < 1:
            return False, bound
        return self._search(self._gaps(state.incumbent), tie_break=True), bound

    def _gaps(self, best: Solution) -> list[tuple[Losses, int]]:
        """Return how far a solution is below each bound: a choice that loses more is in no better solution."""
        gaps = [(self._objective.losses, max(0, self._most - self._objective_of(best.score)))]
        if self._weighted is not None:
            losses = self._weighted.losses
            gaps.append((losses, max(0, losses.bound - self._weighted_of(best.score))))
        return gaps

    def _search(self, allowances: list[tuple[Losses, int]], *, tie_break: bool) -> bool:
        """Search the core that allowances leave; say whether the search ended within its nodes."""
        state, budget = self._state, self._state.budget
        core = build_core(state.candidates, allowances)
        search = CoreSearch(state, core, self._objective, self._weighted, tie_break=tie_break)
        self._demand(search)
        if not search.affordable:
            return False
        if search.seconds >= 0 and search.bound >= search.needed:
            # Often some solution reaches the bound, so demand that first. A solution that is found may still score
            # less, because its order may need more changes than the search counts.
            hoped = search.needed = search.bound
            search.run(self._found, min(budget.left, _GUESS_NODES))
            if state.incumbent is not None and self._measured(search, state.incumbent) >= hoped:
                return True
            self._demand(search)
        return search.run(self._found, budget.left if tie_break else min(budget.left, budget.nodes // 10))

    def _measured(self, search: CoreSearch, solution: Solution) -> int:
        """Return the objective of a solution, with the tie-break that a search uses."""
        return (self._objective_of(solution.score) << search.bits) + search.tie_break_of(solution.doses)

    def _demand(self, search: CoreSearch) -> None:
        """Demand more of a search than the incumbent has."""
        best = self._state.incumbent
        search.area_needed = self._state.needed_today(self._state.least)
        search.needed = IMPOSSIBLE if best is None else self._measured(search, best) + 1
        search.second_needed = IMPOSSIBLE if best is None else self._weighted_of(best.score)

    def _found(self, search: CoreSearch, doses: Doses) -> None:
        """Make doses the incumbent if they are better, and demand more."""
        solution, best = self._state.ordered(doses), self._state.incumbent
        if solution is None:
            return
        if best is not None and (
            solution.score[0] < best.score[0] or self._measured(search, solution) <= self._measured(search, best)
        ):
            return
        self._state.incumbent = solution
        self._demand(search)
        if search.needed > search.bound:
            search.stop()
