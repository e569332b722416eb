"""Which selection of many stretches is best? Branch and bound, level by level of the objective.

If several areas count, the least-served one gets as much as it can (:mod:`least_served`). Every area must then get that
much, and the later levels are solved together (:mod:`later_levels`). Both combine the needs into one bound
(:mod:`multipliers`), measure what every choice loses against it (:mod:`lagrangian`), and keep all sets that could still
reach a target (:mod:`frontier`). A high target comes first, to find a good incumbent quickly. The last target is the
incumbent.

Where one area alone limits level 1, there is mostly a plan that gives every area that much. The later levels are then
tried with it at once; if they have a solution, level 1 needs no search.
"""

from __future__ import annotations

from bisect import bisect_right

from stretchplan.planning.bounds.knapsack import dantzig_bound, rest_by_count, seconds_by_count
from stretchplan.planning.model.problem import Score, Solution
from stretchplan.planning.search.budget import NodeBudget, NodeBudgetSpent
from stretchplan.planning.search.later_levels import maximize_later_levels, maximize_with
from stretchplan.planning.search.least_served import LeastServed
from stretchplan.planning.search.query import Query, SearchResult
from stretchplan.planning.search.state import SearchState

__all__ = ["SearchByLevels", "root_bound"]

_NOTHING: Score = (0, 0, 0, 0, 0, 0)


class SearchByLevels:
    """The search for the best selection, in two steps, of which the first is often enough."""

    def __init__(self, query: Query, budget: NodeBudget) -> None:
        self._query = query
        self._state = SearchState(query, budget)
        self._level_1: LeastServed | None = None

    @property
    def incumbent(self) -> Solution | None:
        """The best solution known so far."""
        return self._state.incumbent

    def at_once(self) -> SearchResult | None:
        """Find the best selection if one area alone limits level 1 and a small search settles the others."""
        state = self._state
        if not state.candidates:
            return SearchResult(None, True, _NOTHING)
        if len(self._query.counted) == 1:
            return None
        try:
            level_1 = self._level_1 = LeastServed(state)
            found = maximize_with(state, level_1.most) if level_1.one_area_decides else None
        except NodeBudgetSpent:
            return None
        if found and state.incumbent is not None:
            return SearchResult(state.incumbent, True, state.incumbent.score)
        if found is False:
            level_1.rule_out_most()
        return None

    def search(self, incumbent: Solution | None = None, bound: Score | None = None) -> SearchResult:
        """Find the best selection, from a known one on if there is one; ``bound`` is the root bound, if it is known."""
        state, areas = self._state, len(self._query.counted)
        if incumbent is not None and (state.incumbent is None or incumbent.score > state.incumbent.score):
            state.incumbent = incumbent
        if self._level_1 is None:
            found = self.at_once()
            if found is not None:
                return found
        least, total, variety, work, changes, unevenness = bound or root_bound(self._query)
        proved, finished, most = areas == 1, False, total
        try:
            if self._level_1 is not None:
                proved, most_least = self._level_1.run()
                least = min(least, most_least)
            finished, most = maximize_later_levels(state)
        except NodeBudgetSpent:
            pass  # the nodes ended before there was a bound
        best = state.incumbent
        if best is not None and proved:  # the bound on the sum holds for plans that give each area no less
            total = min(total, most)
            least = best.score[0] if areas > 1 else total  # of one area, level 1 is the sum, and not proved before it
        if proved and finished and not state.order_unproved:
            return SearchResult(best, True, best.score if best else _NOTHING)
        return SearchResult(best, False, (least, total, variety, work, changes, unevenness))


def root_bound(query: Query) -> Score:
    """Return an upper bound on each level by itself: Dantzig's bound on levels 1, 2 and 4."""
    problem, items, seconds = query.problem, query.problem.items, query.available_seconds
    already = query.already

    def most(areas: tuple[int, ...]) -> int:
        weights = [sum(item.weights[area] for area in areas) for item in items]
        return dantzig_bound(
            [[(o.cost, w * o.effective) for o in item.options] for item, w in zip(items, weights, strict=True) if w],
            seconds,
        )

    total = sum(already) + most(query.counted)
    stretches = bisect_right(seconds_by_count(items)[0], seconds)
    return (
        min(
            total // len(query.counted),
            *(had + most((area,)) for had, area in zip(already, query.counted, strict=True)),
        ),
        total,
        stretches * problem.unit + rest_by_count(items)[0][stretches],
        dantzig_bound([[(o.cost, o.work) for o in item.options] for item in items], seconds),
        0,
        -stretches,  # as many stretches have at least as many sets
    )
