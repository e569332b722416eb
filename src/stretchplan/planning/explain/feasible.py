"""Is there any session at all: the shortest one that does what a request asks, under all rules or some."""

from __future__ import annotations

from stretchplan.catalog.catalog import Catalog
from stretchplan.inputs.policy import Policy
from stretchplan.inputs.request import PlanRequest
from stretchplan.planning.model.allowed import sort_out
from stretchplan.planning.model.problem import make_problem
from stretchplan.planning.search.shortest import Cover, least_seconds
from stretchplan.planning.search.state import Prepared
from stretchplan.safety.own_rules import OwnRule

__all__ = ["Shortest"]


class Shortest:
    """Finds the shortest session that does what a request asks, under all rules or some.

    Parameters
    ----------
    catalog, policy, own
        What could be done, and the caller's narrower bounds and rules.
    node_budget
        How many values each search may try.
    """

    def __init__(self, catalog: Catalog, policy: Policy, own: tuple[OwnRule, ...], node_budget: int) -> None:
        self.catalog = catalog
        self.policy = policy
        self.own = own
        self.node_budget = node_budget

    def session(
        self,
        request: PlanRequest,
        without: frozenset[str] = frozenset(),
        asked: PlanRequest | None = None,
        *,
        within: int | None = None,
        any_will_do: bool = False,
    ) -> tuple[int, tuple[str, ...]] | None:
        """Return the seconds of the shortest session, and its stretches in order; None when there is no session.

        Parameters
        ----------
        request
            What was asked for; its minutes are left aside.
        without
            Rules to leave out.
        asked
            The request that the rules are asked about, when that is another one.
        within, any_will_do
            As ``limit`` and ``first_only`` of :func:`least_seconds`.

        Raises
        ------
        NodeBudgetSpent
            When the search ended before it was known.
        """
        catalog = self.catalog
        today = sort_out(catalog, request, self.policy, self.own, without, asked)
        if not today.doses or not request.profile.include <= today.doses.keys():
            return None
        problem = make_problem(
            catalog, today.doses, self.policy.pace(request.pace), ordered="gentle-first" not in without
        )
        demanded = tuple(place for place, area in enumerate(catalog.area_ids) if area in request.targets)
        if any(area not in problem.reachable for area in demanded):
            return None
        required = sum(1 << problem.index[name] for name in request.profile.include)
        cover = Cover(Prepared.of(problem), demanded, required)
        found = least_seconds(cover, self.node_budget, limit=within, first_only=any_will_do)
        if found is None:
            return None
        return found.seconds, tuple(problem.items[i].stretch_id for i in found.sequence)
