"""Is there a session at all? The shortest one that meets a request, under all rules or some."""

from __future__ import annotations

from stretchplan.inputs.request import PlanRequest
from stretchplan.planning.model.day import Day
from stretchplan.planning.model.terms import Terms
from stretchplan.planning.search.budget import Ask, NodeBudget
from stretchplan.planning.search.depth_first import NodeBudgetSpent
from stretchplan.planning.search.shortest import Cover, least_seconds
from stretchplan.planning.search.state import Prepared

__all__ = ["Feasibility"]


_NODES_FOR_A_STRETCH = 8
"""What it takes to find the allowed doses of a stretch and put them into whole numbers, in nodes; one more for each."""


class Feasibility:
    """Finds shortest sessions under a planner's terms; all questions together spend at most ``left`` nodes.

    No question spends more than half of them, so that the next one can be asked too.
    """

    def __init__(self, terms: Terms, left: int, ask: Ask | None = None) -> None:
        self.terms = terms
        self.left: int = left
        self._ask = ask

    def day(
        self, request: PlanRequest, without_rules: frozenset[str] = frozenset(), original: PlanRequest | None = None
    ) -> Day:
        """Resolve a request, which may be a relaxed copy of the original one: see :meth:`Day.resolve`."""
        return Day.resolve(self.terms, request, without_rules=without_rules, original=original)

    def shortest(
        self, day: Day, *, limit: int | None = None, first_only: bool = False
    ) -> tuple[int, tuple[str, ...]] | None:
        """Return the seconds of the shortest session and its stretches in order, or None when there is no session.

        The minutes of the day do not count; ``limit`` is in seconds. With ``first_only``, any session will do. When its
        nodes run out, :class:`NodeBudgetSpent` is raised.
        """
        self.left -= _NODES_FOR_A_STRETCH * len(day.catalog.stretches) + sum(map(len, day.allowed.doses.values()))
        if self.left < 1:
            raise NodeBudgetSpent
        if self._ask is not None:
            self._ask()
        if day.hopeless:
            return None
        problem = day.problem()
        if any(area not in problem.reachable for area in day.demanded):
            return None
        prepared = Prepared.of(problem)
        cover = Cover(prepared, day.demanded, problem.bits(day.request.profile.include))
        budget = NodeBudget(self.left, prepared.orders, self._ask)
        try:
            found = least_seconds(cover, max(1, self.left // 2), limit=limit, first_only=first_only, budget=budget)
        finally:
            self.left -= budget.spent
        if found is None:
            return None
        return found.seconds, tuple(problem.items[i].stretch_id for i in found.sequence)

    def possible(self, day: Day) -> bool:
        """Return whether there is a session within the seconds of the day."""
        return self.shortest(day, limit=day.budget_seconds, first_only=True) is not None
