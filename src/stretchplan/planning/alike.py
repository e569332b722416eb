"""Which requests have the same plan, apart from the request in it and its screening notices? Those that are alike.

Which parts of a request matter in which way, and how that is shown: docs/decisions/0050-how-rows-share-answers.md.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

from stretchplan.inputs.request import PlanRequest
from stretchplan.planning.build.notices import screening_notices
from stretchplan.planning.build.schedule import first_side
from stretchplan.planning.model.terms import Terms
from stretchplan.results.plan import Notice, Plan
from stretchplan.safety.allowed.doses import turning_points
from stretchplan.safety.allowed.forms import days_of_forms

__all__ = ["Alike"]


class Alike:
    """Tells which requests to a planner are alike: their plans differ in the request and the screening notices alone.

    Parameters
    ----------
    terms
        The catalogue, the policy and the own rules of the planner.
    """

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        policy, stretches = terms.policy, terms.catalog.stretches
        self._days = sorted({*turning_points(stretches, policy), *days_of_forms(policy)})
        # Before these days a plan may state the day itself: "… from day 7; today is day 3".
        stated = {policy.first_allowed_day(stretch.id, stretch.first_allowed_day) for stretch in stretches}
        for most_sets, until in (
            (policy.early_max_sets, policy.early_until_day),
            (policy.repair_max_sets, policy.repair_until_day),
        ):
            if any(stretch.dose.min_sets > most_sets for stretch in stretches):
                stated.add(until)
        self._stated_until = max(stated, default=0)

    def key(self, request: PlanRequest) -> tuple[Any, ...] | None:
        """Return what a plan depends on, apart from the request in it and its screening notices.

        None where it may depend on anything: own rules read all of a request, and a history counts from its date.

        Parameters
        ----------
        request
            A request that the planner has checked, with the stretches' ids.
        """
        if self._terms.own_rules or request.history is not None:
            return None
        policy = self._terms.policy
        return (
            self._days_alike(request.days_since_injury),
            first_side(request),
            request.stated_conditions,
            policy.budget_seconds(request.budget_seconds),
            request.pain if (request.pain or 0) >= policy.pain_lowest_doses_from else None,  # less sets the pace alone
            policy.pace(request),
            request.breath,
            request.language,
            request.targets,
            request.profile,
        )

    def _days_alike(self, day: int | None) -> tuple[bool, int] | None:
        if day is None:
            return None
        return (True, day) if day < self._stated_until else (False, bisect_right(self._days, day))

    def screening_notices(self, request: PlanRequest) -> tuple[Notice, ...]:
        """Return the notices of a request that alike requests need not share."""
        return screening_notices(request, self._terms.policy)

    def other_notices(self, plan: Plan) -> tuple[tuple[Notice, ...], tuple[Notice, ...]]:
        """Return the notices of a plan before and after the screening notices, which alike requests share."""
        after = 1 + len(self.screening_notices(plan.request))
        return plan.notices[:1], plan.notices[after:]
