"""Which stretches at which doses: the first of the two small constraint problems.

A handful of stretches is gone through one by one (:mod:`hunt`), which is soonest done. What is left after some
thousand tries, and every larger catalogue, is solved level by level (:mod:`levels`). Both give the same answer.
"""

from __future__ import annotations

from dataclasses import dataclass

from stretchplan.planning.bounds.knapsack import Bounds
from stretchplan.planning.model.problem import Found, Option, Problem, Value
from stretchplan.planning.search.budget import Effort
from stretchplan.planning.search.depth_first import NodeBudgetSpent
from stretchplan.planning.search.exhaustive import hunt
from stretchplan.planning.search.levels import by_levels
from stretchplan.planning.search.order import Orders
from stretchplan.planning.search.shortest import least_seconds
from stretchplan.planning.search.state import Asked, session

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
    value
        How good it is.
    bound
        No selection is better than this; equal to ``value`` when ``optimal``.
    optimal
        Whether that is proved.
    nodes
        Values tried, with the rest of the work counted as values that take as long.
    """

    doses: tuple[tuple[int, Option], ...]
    value: Value
    bound: Value
    optimal: bool
    nodes: int


def select(
    problem: Problem,
    bounds: Bounds,
    orders: Orders,
    counted: tuple[int, ...],
    demanded: bool,
    seconds: int,
    node_budget: int,
    required: int = 0,
    excluded: int = 0,
) -> Selection | None:
    """Find the best selection.

    Parameters
    ----------
    problem
        Today's items; at least one.
    bounds, orders
        Its bounds, and the orders of sets of its items; both remember what they worked out.
    counted
        Indices of the areas that levels 1 and 2 count.
    demanded
        Whether each of them must be worked.
    seconds
        All the seconds of the session.
    node_budget
        How much the search may do, in values tried.
    required, excluded
        Items that must be in, and items that must not, as bits.

    Returns
    -------
    Selection or None
        None when it is proved that there is none.

    Raises
    ------
    NodeBudgetSpent
        When the budget ended before anything was found.
    """
    available = seconds - problem.opening
    if not any(option.cost <= available for item in problem.items for option in item.options):
        return None
    asked = Asked(problem, counted, demanded, available, required, excluded)
    effort = Effort(node_budget, orders)
    answer = None
    if len(problem.items) <= HANDFUL:
        answer = hunt(asked, bounds, effort, min(node_budget, QUICK_NODES))
    if answer is None or (not answer.proved and effort.left > 0):
        start = None if answer is None else answer.found
        if start is None and (demanded or required):
            try:
                start = _shortest(asked, effort, max(1, effort.left // 2))
            except NodeBudgetSpent:
                pass  # there may be a session all the same, and the levels may find one
            else:
                if start is None:
                    return None
        answer = by_levels(asked, effort, start)
    found = answer.found
    if found is None:
        if answer.proved:
            return None
        found = _shortest(asked, effort, node_budget)  # what has a plan is not refused for lack of nodes
        if found is None:
            return None
    return Selection(found.doses, found.value, answer.bound, answer.proved, effort.spent)


def _shortest(asked: Asked, effort: Effort, node_budget: int) -> Found | None:
    """Return the shortest session; None when none fits.

    Raises
    ------
    NodeBudgetSpent
        When the budget ended before that was known.
    """
    problem = asked.problem
    quickest = least_seconds(
        problem,
        effort.orders,
        asked.counted if asked.demanded else (),
        asked.required,
        node_budget,
        excluded=asked.excluded,
        effort=effort,
        within=asked.available + problem.opening,
    )
    if quickest is None:
        return None
    doses = tuple((i, min(problem.items[i].options, key=lambda option: option.cost)) for i in quickest[1])
    return session(asked, doses, effort)
