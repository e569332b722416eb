"""Which stretches at which doses? The first of two small constraint problems.

A few stretches are searched exhaustively first (:mod:`exhaustive`), which is quickest. What that does not settle, and
every larger catalogue, is searched by levels (:mod:`levels`). Both give the same answer if neither runs out of nodes.
"""

from __future__ import annotations

from dataclasses import dataclass

from stretchplan.planning.model.problem import Score, Solution
from stretchplan.planning.search.budget import NodeBudget
from stretchplan.planning.search.depth_first import NodeBudgetSpent
from stretchplan.planning.search.exhaustive import search_exhaustively
from stretchplan.planning.search.levels import search_by_levels
from stretchplan.planning.search.shortest import Cover, least_seconds
from stretchplan.planning.search.state import Doses, Query, ordered_session

__all__ = ["Selection", "select"]

EXHAUSTIVE_ITEMS = 12
"""The most stretches that are searched exhaustively first."""

EXHAUSTIVE_NODES = 3_000
"""The node budget of that search."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The answer to a query."""

    doses: Doses  # in the order of the session
    score: Score
    bound: Score  # no selection scores more; equal to the score when optimal
    optimal: bool  # whether it is proved to be the best
    nodes: int  # nodes spent


def select(query: Query, node_budget: int) -> Selection | None:
    """Find the best selection for a query with at least one item and one counted area; None if there is none.

    It raises :class:`NodeBudgetSpent` when the search and then the search for the shortest session ended undecided.
    """
    items = query.problem.items
    if not any(option.cost <= query.available_seconds for item in items for option in item.options):
        return None
    budget = NodeBudget(node_budget, query.prepared.orders)
    result = None
    if len(items) <= EXHAUSTIVE_ITEMS:
        result = search_exhaustively(query, budget, min(node_budget, EXHAUSTIVE_NODES))
    if result is None or (not result.proved and budget.left > 0):
        incumbent = None if result is None else result.solution
        if incumbent is None and (query.demanded or query.required):
            try:
                incumbent = _shortest(query, budget, max(1, budget.left // 2))
            except NodeBudgetSpent:
                pass  # there may still be a session, and the search by levels may find it
            else:
                if incumbent is None:
                    return None
        result = search_by_levels(query, budget, incumbent)
    solution = result.solution
    if solution is None:
        if result.proved:
            return None
        solution = _shortest(query, budget, node_budget)  # a request that has a plan is not refused for lack of nodes
        if solution is None:
            return None
    return Selection(solution.doses, solution.score, result.bound, result.proved, budget.spent)


def _shortest(query: Query, budget: NodeBudget, nodes: int) -> Solution | None:
    """Return the shortest session; None when none fits. It raises NodeBudgetSpent when the nodes end first."""
    problem = query.problem
    areas = query.counted if query.demanded else ()
    cover = Cover(query.prepared, areas, query.required, query.excluded)
    shortest = least_seconds(cover, nodes, limit=query.available_seconds + problem.opening, budget=budget)
    if shortest is None:
        return None
    doses = tuple((i, min(problem.items[i].options, key=lambda option: option.cost)) for i in shortest.sequence)
    return ordered_session(query, doses, budget)
