"""Level 1: the least-served area gets the most.

A plan that serves every area at least so much serves each weighted sum of them as much, too. So the areas are
weighed against each other, and what no plan can reach of the weighted sum, no plan can reach for the least-served area.
"""

from __future__ import annotations

from typing import NamedTuple

from stretchplan.planning.bounds.lagrangian import weighed
from stretchplan.planning.bounds.multipliers import SCALE, balance
from stretchplan.planning.search.core import CoreSearch, Doses, Yardstick, first_allowance, narrow
from stretchplan.planning.search.state import Progress

__all__ = ["Fairest", "raise_least_served"]


class Fairest(NamedTuple):
    """How far level 1 got.

    Attributes
    ----------
    proved
        Whether the best selection so far is proved to give the least-served area the most.
    most
        No selection gives it more, in half-seconds.
    weights
        Of the areas, under which the bound lies lowest.
    """

    proved: bool
    most: int
    weights: tuple[int, ...]


def raise_least_served(progress: Progress) -> Fairest:
    """Search for the selection that gives the least-served area the most, and keep it as the best.

    Parameters
    ----------
    progress
        Of the search.
    """
    candidates, effort, areas = progress.candidates, progress.effort, len(progress.query.counted)
    even = (max(1, SCALE // areas),) * areas
    goals = [c.weights for c in candidates]
    weights = balance(progress.rates, goals, (0,) * areas, even, effort.charge)
    whole = sum(weights)
    worths = weighed(candidates, goals, weights)
    losses = progress.rates.losses(worths)
    most = losses.bound // whole
    stage = _Stage(progress, whole, most)
    allowance = first_allowance(losses)
    kept_back = effort.left // 4  # for the levels after this one
    while stage.needed <= most:
        gap = losses.bound - stage.needed * whole
        last = allowance >= gap
        core = narrow(candidates, [(losses, min(allowance, gap))])
        search = CoreSearch(progress, core, Yardstick(worths, 0, losses))
        stage.demand(search)
        ended = search.run(stage.found, effort.left // 2 if last else min(effort.left, effort.nodes // 10))
        if ended and min(allowance, gap) >= losses.bound - stage.needed * whole:
            break
        if last or effort.left <= kept_back:
            return Fairest(False, most, weights)
        allowance = max(1, 2 * allowance)
    return Fairest(not progress.passed_over, most, weights)


class _Stage:
    """What is asked of a selection: that it gives the least-served area more than the best one so far."""

    def __init__(self, progress: Progress, whole: int, most: int) -> None:
        self._progress = progress
        self._whole = whole
        self._most = most

    @property
    def needed(self) -> int:
        """Half-seconds for the least-served area."""
        return self._progress.least_asked + (self._progress.best is not None)

    def demand(self, search: CoreSearch) -> None:
        """Ask it of a search."""
        search.area_needed = self.needed
        search.needed = self.needed * self._whole

    def found(self, search: CoreSearch, doses: Doses) -> None:
        """Keep what was found, and ask for more."""
        selection = self._progress.in_order(doses)
        if selection is not None and selection.score[0] >= self.needed:
            self._progress.best = selection
            self.demand(search)
            if self.needed > self._most:
                search.stop()
