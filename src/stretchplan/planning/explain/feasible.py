"""Is there a session at all? The shortest one that meets a request, under all rules or some."""

from __future__ import annotations

from collections.abc import Hashable

from stretchplan.inputs.request import PlanRequest
from stretchplan.planning.model.allowed import AllowedToday, allowed_today, request_key
from stretchplan.planning.model.day import Day
from stretchplan.planning.model.terms import Terms
from stretchplan.planning.search.budget import Ask, NodeBudget, NodeBudgetSpent
from stretchplan.planning.search.query import Prepared
from stretchplan.planning.search.shortest import Cover, least_seconds
from stretchplan.safety.allowed.doses import rules_about

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
        self._allowed: dict[Hashable, AllowedToday] = {}
        self._rules: dict[Hashable, frozenset[str]] = {}

    def rules_about(self, request: PlanRequest) -> frozenset[str]:
        """Return the ids of the rules that may bound a dose for a request; without any other, doses are the same."""
        key = request_key(request, self.terms)
        rules = self._rules.get(key)
        if rules is None:
            terms = self.terms
            about = rules_about(terms.catalog.stretches, request, terms.policy, terms.own_rules)
            rules = self._rules[key] = frozenset(about)
        return rules

    def day(
        self, request: PlanRequest, without_rules: frozenset[str] = frozenset(), original: PlanRequest | None = None
    ) -> Day:
        """Resolve a request without some rules: see :meth:`Day.resolve`.

        When it is a relaxed copy of an ``original``, the caller's own rules read the original.
        """
        asked = original or request
        without = without_rules & self.rules_about(asked) if without_rules else without_rules
        key = (request_key(asked, self.terms), without, request.profile)
        allowed = self._allowed.get(key)
        if allowed is None:
            allowed = self._allowed[key] = allowed_today(self.terms, asked, without, request.profile)
        return Day.resolve(self.terms, request, allowed=allowed, without_rules=without_rules)

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
