"""Which stretches at which doses? The first of two small constraint problems.

A few stretches are searched exhaustively first (:mod:`exhaustive`), which is quickest. What that does not settle, and
every larger catalogue, is searched by levels (:mod:`beyond_exhaustive`). Both give the same answer if neither runs out
of nodes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from stretchplan.planning.model.problem import Score
from stretchplan.planning.search.budget import NodeBudget, NodeBudgetSpent
from stretchplan.planning.search.exhaustive import search_exhaustively
from stretchplan.planning.search.query import Doses, Query, SearchResult, Source

__all__ = ["EXHAUSTIVE_ITEMS", "Selection", "select"]

EXHAUSTIVE_ITEMS = 12
"""The most stretches that are searched exhaustively first."""

EXHAUSTIVE_NODES = 3_000
"""The node budget of that search."""


class Selection(NamedTuple):
    """The answer to a query."""

    doses: Doses  # in the order of the session
    score: Score
    bound: Score  # no selection scores more; equal to the score when optimal
    optimal: bool  # whether it is proved to be the best
    nodes: int  # nodes spent
    source: Source = "search"  # what found it
    unit: int = 1  # what a stretch counts on level 3: see SelectionProblem.unit
    order_proved: bool = True  # whether no other order of it has fewer changes of position


def select(
    query: Query, node_budget: int, spend: Callable[[int], None] | None = None, *, proof_only: bool = False
) -> Selection | None:
    """Find the best selection for a query with at least one item and one counted area; None if there is none.

    ``spend`` is called with the nodes that this took, whatever comes of it. :class:`NodeBudgetSpent` is raised when the
    search ended undecided and no selection is known. With ``proof_only`` nothing is done for a selection that is not
    proved the best, since nobody will look at it.
    """
    budget = NodeBudget(node_budget, query.prepared.orders, query.ask)
    try:
        return _select(query, budget, proof_only=proof_only)
    finally:
        if spend is not None:
            spend(budget.spent)


def _select(query: Query, budget: NodeBudget, *, proof_only: bool) -> Selection | None:
    items = query.problem.items
    if not any(option.cost <= query.available_seconds for item in items for option in item.options):
        return None
    source: Source = "search"
    result: SearchResult | None = None
    if len(items) <= EXHAUSTIVE_ITEMS:
        result = search_exhaustively(query, budget, min(budget.nodes, EXHAUSTIVE_NODES))
    if result is None or not result.proved:
        # It needs sixteen more modules, and a day of few stretches mostly needs none of them.
        from stretchplan.planning.search.beyond_exhaustive import search_beyond

        result, source = search_beyond(query, budget, result, proof_only=proof_only)
    if result.solution is None:
        if result.proved:
            return None
        raise NodeBudgetSpent
    score, doses, order_proved = result.solution
    unit = query.problem.unit
    return Selection(doses, score, result.bound, result.proved, budget.spent, source, unit, order_proved)
