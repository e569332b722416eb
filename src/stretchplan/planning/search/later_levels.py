"""Levels 2 to 6, with what level 1 found as a demand on every area.

They are one whole number: the sum of what the areas get counts most, then the stretches, then the stretching, then
the changes of position against it; and once the core is known in which the best selection lies, the catalogue order
makes the last digits. With several areas there is a second measure: the sum and each area, weighed so that it bounds
best what meets the demand on each of them and has the sum of the best selection so far.
"""

from __future__ import annotations

from stretchplan.planning.bounds.dynamic_program import IMPOSSIBLE
from stretchplan.planning.bounds.lagrangian import Losses, weighed
from stretchplan.planning.bounds.multipliers import balance
from stretchplan.planning.model.problem import Found, Score
from stretchplan.planning.search.core import CoreSearch, Doses, Yardstick, first_allowance, narrow
from stretchplan.planning.search.state import Progress

__all__ = ["fill"]

_GUESS = 2_000
"""Values tried in the hope that a selection is just as good as its bound."""


def fill(progress: Progress, weights: tuple[int, ...]) -> tuple[bool, int]:
    """Search for the selection that is best on levels 2 to 6, and keep it as the best.

    Parameters
    ----------
    progress
        Of the search; the best selection so far says what every area has to get.
    weights
        Of the areas, under which the bound of level 1 lies lowest.

    Returns
    -------
    tuple
        Whether all that could be better was gone through, and a bound on level 2.
    """
    return _Fill(progress, weights).run()


class _Fill:
    """The number that levels 2 to 6 make, and the search for the largest."""

    def __init__(self, progress: Progress, weights: tuple[int, ...]) -> None:
        self._progress = progress
        candidates, rates = progress.candidates, progress.rates
        # Each digit has room for all that the levels after it can come to.
        self._of_work = len(candidates) + 1
        self._of_stretches = (max(0, progress.query.available_seconds) + 1) * self._of_work
        self._of_sum = (len(candidates) + 1) * self._of_stretches
        worths = [
            [
                sum(c.weights) * option.effective * self._of_sum + self._of_stretches + option.work * self._of_work
                for option in c.options
            ]
            for c in candidates
        ]
        self._number = Yardstick(worths, 1, rates.losses(worths, toll=1, guess=self._of_sum))
        self._most = self._number.losses.bound + 1  # the first position is no change, so its toll is paid back
        self._needs: Yardstick | None = None
        self._shares: tuple[int, ...] = (1,)
        areas, best = len(weights), progress.best
        if areas > 1 and best is not None:
            goals = [(sum(c.weights), *c.weights) for c in candidates]
            start = (max(1, sum(weights) // areas), *weights)
            needs = (best.score[1], *[best.score[0]] * areas)
            self._shares = balance(rates, goals, needs, start, progress.effort.charge)
            worths = weighed(candidates, goals, self._shares)
            self._needs = Yardstick(worths, 0, rates.losses(worths))

    def _number_of(self, value: Score) -> int:
        _, total, stretches, work, minus_changes = value
        return total * self._of_sum + stretches * self._of_stretches + work * self._of_work + minus_changes

    def _needed(self, value: Score) -> int:
        """Return what a selection measures by its needs that serves every area and the sum as this one does."""
        return self._shares[0] * value[1] + sum(self._shares[1:]) * value[0]

    @property
    def _bound(self) -> int:
        """No selection that meets the demand has a larger sum."""
        best = self._progress.best
        most = (self._most + self._of_work) // self._of_sum
        if self._needs is not None and best is not None and self._shares[0]:
            demand = sum(self._shares[1:]) * best.score[0]
            most = min(most, (self._needs.losses.bound - demand) // self._shares[0])
        return most

    def run(self) -> tuple[bool, int]:
        """Go through a narrow core first, then through all that could be better."""
        progress, effort, bound = self._progress, self._progress.effort, self._bound
        first = (self._needs or self._number).losses
        allowance = first_allowance(first)
        widest = max(*(loss for lost in first.doses for loss in lost), *(loss or 0 for loss in first.without))
        while progress.best is None:
            ended = self._search([(first, allowance)], digits=False)
            if effort.left < 1 or (progress.best is None and allowance >= widest):
                return ended and progress.best is None, bound
            allowance = 4 * max(1, allowance)
        if any(gap > allowance for losses, gap in self._gaps(progress.best) if losses is first):
            self._search([(first, allowance)], digits=False)
        if effort.left < 1:
            return False, bound
        return self._search(self._gaps(progress.best), digits=True), bound

    def _gaps(self, best: Found) -> list[tuple[Losses, int]]:
        """Return how far a selection is from each bound: what loses more is no better."""
        gaps = [(self._number.losses, max(0, self._most - self._number_of(best.score)))]
        if self._needs is not None:
            gaps.append((self._needs.losses, max(0, self._needs.losses.bound - self._needed(best.score))))
        return gaps

    def _search(self, allowances: list[tuple[Losses, int]], *, digits: bool) -> bool:
        """Search the core that allowances leave; say whether it was gone through to the end."""
        progress, effort = self._progress, self._progress.effort
        core = narrow(progress.candidates, allowances)
        search = CoreSearch(progress, core, self._number, self._needs, digits=digits)
        self._demand(search)
        if search.seconds >= 0 and search.best_worth >= search.needed:
            # Often there is a selection just as good as the bound, so that is asked for first. What is found may still
            # be less: its order may need more changes than the search counts.
            hoped = search.needed = search.best_worth
            search.run(self.found, min(effort.left, _GUESS))
            if progress.best is not None and self._full(search, progress.best) >= hoped:
                return True
            self._demand(search)
        return search.run(self.found, effort.left if digits else min(effort.left, effort.nodes // 10))

    def _full(self, search: CoreSearch, best: Found) -> int:
        return (self._number_of(best.score) << search.bits) + search.digits_of(best.doses)

    def _demand(self, search: CoreSearch) -> None:
        """Ask a search for more than the best selection so far."""
        best = self._progress.best
        search.area_needed = self._progress.least_asked
        search.needed = IMPOSSIBLE if best is None else self._full(search, best) + 1
        search.second_needed = IMPOSSIBLE if best is None else self._needed(best.score)

    def found(self, search: CoreSearch, doses: Doses) -> None:
        """Keep what was found when it is better, and ask for more."""
        selection, best = self._progress.in_order(doses), self._progress.best
        if selection is None:
            return
        if best is not None:
            here, there = selection.score[0], best.score[0]
            if here < there or self._full(search, selection) <= self._full(search, best):
                return
        self._progress.best = selection
        self._demand(search)
        if search.needed > search.best_worth:
            search.stop()
