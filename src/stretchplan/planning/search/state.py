"""What do the parts of the search by levels share? The classes of alike stretches, their bounds and the incumbent."""

from __future__ import annotations

from collections.abc import Sequence

from stretchplan.planning.bounds.lagrangian import Candidate, LagrangianBound, Losses
from stretchplan.planning.model.problem import Solution
from stretchplan.planning.search.budget import NodeBudget
from stretchplan.planning.search.query import Doses, Query, ordered_session
from stretchplan.planning.search.sums import Sums

__all__ = ["SearchState"]

_DOSES_PER_NODE = 24
"""Doses that take about as long as one node to look at for one area."""


class SearchState:
    """The state that the parts of the search by levels share; ``candidates`` are classes of alike items."""

    def __init__(self, query: Query, budget: NodeBudget) -> None:
        self.query = query
        self.budget = budget
        self.incumbent: Solution | None = None  # the best solution known so far
        self.already: tuple[int, ...] = query.already
        self.candidates: list[Candidate] = _classes(query)  # in catalogue order of the first of each
        self.lagrangian: LagrangianBound = self.bound_of(self.candidates)
        areas = range(len(query.counted))
        budget.spend_up_to(sum([len(c.options) for c in self.candidates]) * (1 + len(areas)) // _DOSES_PER_NODE)
        parts = [{c.weights[k] * option.effective for c in self.candidates for option in c.options} for k in areas]
        most = max(
            sum(c.count * c.weights[k] * max(option.effective for option in c.options) for c in self.candidates)
            for k in areas
        )
        self.sums: Sums = Sums(parts, self.already, most)
        self._losses: dict[int, Losses] = {}
        self.order_unproved: bool = False  # whether some set may have an order with fewer changes than was found

    def bound_of(self, candidates: Sequence[Candidate]) -> LagrangianBound:
        """Return the Lagrangian bound for some of the candidates, in the time of the query."""
        seconds, change = self.query.available_seconds, self.query.problem.change
        return LagrangianBound(candidates, seconds, change, self.budget.spend_up_to)

    def losses_of_area(self, area: int) -> Losses:
        """Return what each choice loses against the most that one counted area can have today."""
        losses = self._losses.get(area)
        if losses is None:
            self.budget.check()
            losses = self._losses[area] = self.lagrangian.priced_losses([c.weights[area] for c in self.candidates])
        return losses

    @property
    def least(self) -> int:
        """What a solution no worse than the incumbent has on level 1 at least."""
        return min(self.already) + self.query.demanded if self.incumbent is None else self.incumbent.score[0]

    def needed_today(self, least: int) -> tuple[int, ...]:
        """Return what each counted area must get today if every one is to have ``least``, in quarter-seconds.

        That is no less than the next sum that doses can make.
        """
        today = int(self.query.demanded)
        return tuple([self.sums.reach(k, max(today, least - had)) for k, had in enumerate(self.already)])

    def ordered(self, doses: Doses) -> Solution | None:
        """Return doses as a solution if they make one."""
        if not doses:
            return None
        solution = ordered_session(self.query, doses, self.budget)
        self.order_unproved |= not self.budget.order(sum(1 << i for i, _ in doses)).proved
        return solution


def _classes(query: Query) -> list[Candidate]:
    """Return the stretches that a query may take, those together that can stand for one another in any solution."""
    problem = query.problem
    classes: dict[tuple[int, tuple[int, ...], bool], list[int]] = {}
    for i, item in enumerate(problem.items):
        if not query.excluded >> i & 1:
            weights = tuple([item.weights[area] for area in query.counted])
            must = bool(query.required >> i & 1)
            classes.setdefault((problem.kinds[i], weights, must), []).append(i)
    return [
        Candidate(tuple(places), problem.items[places[0]].options, weights, problem.items[places[0]].position, must)
        for (_, weights, must), places in classes.items()
    ]
