"""Is there a session at all? The shortest one that meets a request, under all rules or some."""

from __future__ import annotations

from stretchplan.inputs.request import PlanRequest
from stretchplan.planning.model.day import Day
from stretchplan.planning.model.problem import make_problem
from stretchplan.planning.model.terms import Terms
from stretchplan.planning.search.shortest import Cover, least_seconds
from stretchplan.planning.search.state import Prepared

__all__ = ["Feasibility"]


class Feasibility:
    """Finds shortest sessions under a planner's terms; each search tries up to ``node_budget`` values, plus orders."""

    def __init__(self, terms: Terms, node_budget: int) -> None:
        self.terms = terms
        self.node_budget = node_budget

    def day(
        self, request: PlanRequest, without_rules: frozenset[str] = frozenset(), original: PlanRequest | None = None
    ) -> Day:
        """Resolve a request, which may be a relaxed copy of the original one: see :meth:`Day.resolve`."""
        return Day.resolve(self.terms, request, without_rules=without_rules, original=original)

    def shortest(
        self, day: Day, *, limit: int | None = None, first_only: bool = False
    ) -> tuple[int, tuple[str, ...]] | None:
        """Return the seconds of the shortest session and its stretches in order, or None when there is no session.

        The minutes of the day do not count; ``limit`` is in seconds. With ``first_only``, any session will do. A search
        that runs out of nodes raises :class:`NodeBudgetSpent`.
        """
        if day.hopeless:
            return None
        problem = make_problem(day.catalog, day.allowed.doses, day.pace, ordered=day.ordered)
        if any(area not in problem.reachable for area in day.demanded):
            return None
        cover = Cover(Prepared.of(problem), day.demanded, problem.bits(day.request.profile.include))
        found = least_seconds(cover, self.node_budget, limit=limit, first_only=first_only)
        if found is None:
            return None
        return found.seconds, tuple(problem.items[i].stretch_id for i in found.sequence)

    def possible(self, day: Day) -> bool:
        """Return whether there is a session within the seconds of the day."""
        return self.shortest(day, limit=day.budget_seconds, first_only=True) is not None
