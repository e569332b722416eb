"""Is there any session at all: the shortest one that does what a request asks, under all rules or some."""

from __future__ import annotations

from stretchplan.inputs.request import PlanRequest
from stretchplan.planning.model.day import Day
from stretchplan.planning.model.problem import make_problem
from stretchplan.planning.model.terms import Terms
from stretchplan.planning.search.shortest import Cover, least_seconds
from stretchplan.planning.search.state import Prepared

__all__ = ["Feasibility"]


class Feasibility:
    """Finds shortest sessions under a planner's terms.

    Parameters
    ----------
    terms
        What is planned under.
    node_budget
        How many values each search may try.
    """

    def __init__(self, terms: Terms, node_budget: int) -> None:
        self.terms = terms
        self.node_budget = node_budget

    def day(
        self,
        request: PlanRequest,
        without_rules: frozenset[str] = frozenset(),
        original: PlanRequest | None = None,
    ) -> Day:
        """Resolve a request, which may be a relaxed copy of the original one: see :meth:`Day.resolve`."""
        return Day.resolve(self.terms, request, without_rules=without_rules, original=original)

    def shortest(
        self, day: Day, *, limit: int | None = None, first_only: bool = False
    ) -> tuple[int, tuple[str, ...]] | None:
        """Return the seconds of the shortest session and its stretches in order, or None when there is no session.

        Parameters
        ----------
        day
            What must be worked and must be in. Its minutes do not count.
        limit
            Sessions of more seconds are not looked for; None for no limit.
        first_only
            Whether the first session found will do, not the shortest.

        Raises
        ------
        NodeBudgetSpent
            When the search ended before that was known.
        """
        if day.hopeless:
            return None
        problem = make_problem(day.catalog, day.allowed.doses, day.pace, ordered=day.ordered)
        if any(area not in problem.reachable for area in day.demanded):
            return None
        required = sum(1 << problem.index[name] for name in day.request.profile.include)
        cover = Cover(Prepared.of(problem), day.demanded, required)
        found = least_seconds(cover, self.node_budget, limit=limit, first_only=first_only)
        if found is None:
            return None
        return found.seconds, tuple(problem.items[i].stretch_id for i in found.sequence)

    def possible(self, day: Day) -> bool:
        """Return whether there is a session within the seconds of the day."""
        return self.shortest(day, limit=day.budget_seconds, first_only=True) is not None
