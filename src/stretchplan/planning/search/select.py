"""Which stretches at which doses: the first of the two small constraint problems.

A handful of stretches is gone through one by one (:mod:`hunt`), which is soonest done. What is left after some
thousand tries, and every larger catalogue, is solved level by level (:mod:`levels`). Both give the same answer.
"""

from __future__ import annotations

from dataclasses import dataclass

from stretchplan.planning.model.problem import Found, Option, Score
from stretchplan.planning.search.budget import Effort
from stretchplan.planning.search.depth_first import NodeBudgetSpent
from stretchplan.planning.search.exhaustive import hunt
from stretchplan.planning.search.levels import by_levels
from stretchplan.planning.search.shortest import Cover, least_seconds
from stretchplan.planning.search.state import Query, session

__all__ = ["Selection", "select"]

HANDFUL = 12
"""So many stretches are gone through one by one at first."""

QUICK_NODES = 3_000
"""Values that this may try."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What the search found.

    Attributes
    ----------
    doses
        Index of the item and its option, in the order of the session.
    score
        How good it is.
    bound
        No selection is better than this; equal to ``score`` when ``optimal``.
    optimal
        Whether that is proved.
    nodes
        Values tried, with the rest of the work counted as values that take as long.
    """

    doses: tuple[tuple[int, Option], ...]
    score: Score
    bound: Score
    optimal: bool
    nodes: int


def select(query: Query, node_budget: int) -> Selection | None:
    """Find the best selection.

    Parameters
    ----------
    query
        At least one item, and at least one counted area.
    node_budget
        How much the search may do, in values tried.

    Returns
    -------
    Selection or None
        None when it is proved that there is none.

    Raises
    ------
    NodeBudgetSpent
        When the budget ended before anything was found.
    """
    items, available = query.problem.items, query.available_seconds
    if not any(option.cost <= available for item in items for option in item.options):
        return None
    effort = Effort(node_budget, query.prepared.orders)
    answer = None
    if len(items) <= HANDFUL:
        answer = hunt(query, effort, min(node_budget, QUICK_NODES))
    if answer is None or (not answer.proved and effort.left > 0):
        start = None if answer is None else answer.found
        if start is None and (query.demanded or query.required):
            try:
                start = _shortest(query, effort, max(1, effort.left // 2))
            except NodeBudgetSpent:
                pass  # there may be a session all the same, and the levels may find one
            else:
                if start is None:
                    return None
        answer = by_levels(query, effort, start)
    found = answer.found
    if found is None:
        if answer.proved:
            return None
        found = _shortest(query, effort, node_budget)  # what has a plan is not refused for lack of nodes
        if found is None:
            return None
    return Selection(found.doses, found.score, answer.bound, answer.proved, effort.spent)


def _shortest(query: Query, effort: Effort, node_budget: int) -> Found | None:
    """Return the shortest session; None when none fits.

    Raises
    ------
    NodeBudgetSpent
        When the budget ended before that was known.
    """
    problem = query.problem
    areas = query.counted if query.demanded else ()
    cover = Cover(query.prepared, areas, query.required, query.excluded)
    shortest = least_seconds(cover, node_budget, limit=query.available_seconds + problem.opening, effort=effort)
    if shortest is None:
        return None
    doses = tuple((i, min(problem.items[i].options, key=lambda option: option.cost)) for i in shortest.sequence)
    return session(query, doses, effort)
