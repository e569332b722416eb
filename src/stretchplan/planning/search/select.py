"""Which stretches at which doses? The first of two small constraint problems.

A few stretches are searched exhaustively first (:mod:`exhaustive`), which is quickest. What that does not settle, and
every larger catalogue, is searched by levels (:mod:`levels`). Both give the same answer if neither runs out of nodes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from stretchplan.planning.model.problem import Score, Solution
from stretchplan.planning.search.budget import NodeBudget
from stretchplan.planning.search.depth_first import NodeBudgetSpent
from stretchplan.planning.search.exhaustive import search_exhaustively
from stretchplan.planning.search.greedy import better, greedy_nodes, greedy_solution
from stretchplan.planning.search.levels import SearchByLevels, root_bound
from stretchplan.planning.search.polish import polished
from stretchplan.planning.search.shortest import Cover, least_seconds
from stretchplan.planning.search.state import Doses, Query, SearchResult, ordered_session

__all__ = ["Selection", "Source", "select"]

EXHAUSTIVE_ITEMS = 12
"""The most stretches that are searched exhaustively first."""

EXHAUSTIVE_NODES = 3_000
"""The node budget of that search."""


Source = Literal["search", "greedy", "shortest"]
"""What found a selection: the search, or, where it ended before it found a better one, what it began with."""


AT_ONCE_NODES = 40_000
"""With so many nodes the search by levels tries all levels at once before anything else. Half of them may go to it."""

POLISH_NODES = 2_500
"""The most nodes that the search by levels leaves to the local search after it."""


@dataclass(frozen=True, slots=True)
class Selection:
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
    bound: Score | None = None
    levels: SearchByLevels | None = None
    result: SearchResult | None = None
    if len(items) <= EXHAUSTIVE_ITEMS:
        result = search_exhaustively(query, budget, min(budget.nodes, EXHAUSTIVE_NODES))
    elif budget.nodes >= AT_ONCE_NODES:
        levels = SearchByLevels(query, budget)
        budget.set_aside(budget.nodes // 2)
        result = levels.at_once()
        budget.set_aside(-(budget.nodes // 2))
    if result is None:
        budget.spend_up_to(len(items) * (2 + len(query.counted)))
        bound = root_bound(query)
        result = SearchResult(levels.incumbent if levels else None, False, bound)
    source: Source = "search"
    first: Solution | None = None
    if not result.proved:
        incumbent = result.solution
        reserve = 0 if proof_only else min(POLISH_NODES, budget.nodes // 10)
        if incumbent is None and (query.demanded or query.required) and budget.left > reserve:
            try:
                first, source = _shortest(query, budget, max(1, (budget.left - reserve) // 2)), "shortest"
            except NodeBudgetSpent:
                pass  # there may still be a session, and the search by levels may find it
            else:
                if first is None:
                    return None
                incumbent = first
        if budget.left > reserve:
            aside = min(budget.left, 0 if proof_only else reserve + greedy_nodes(query, budget))
            budget.set_aside(aside)
            result = (levels or SearchByLevels(query, budget)).search(incumbent, bound)
            budget.set_aside(-aside)
        if not result.proved and proof_only:
            result = result._replace(solution=result.solution or incumbent)
        elif not result.proved:
            greedy = greedy_solution(query, budget)
            incumbent = better(result.solution or incumbent, greedy)
            if greedy is not None and incumbent is greedy:
                first, source = greedy, "greedy"
            if incumbent is not None and budget.left > 0:
                incumbent = polished(query, incumbent, budget)
            if incumbent is not None and not incumbent.order_proved:
                again = _ordered_again(query, incumbent, budget)
                first, incumbent = again if incumbent is first else first, again
            result = result._replace(solution=incumbent)
    if result.solution is None:
        if result.proved:
            return None
        raise NodeBudgetSpent
    solution = result.solution
    if result.proved or solution is not first:
        source = "search"
    score, doses, order_proved = solution
    unit = query.problem.unit
    return Selection(doses, score, result.bound, result.proved, budget.spent, source, unit, order_proved)


def _ordered_again(query: Query, solution: Solution, budget: NodeBudget) -> Solution:
    """Return a solution in an order that is proved to have the fewest changes, if the nodes that are left find one."""
    own = budget.another(max(0, budget.left))
    found = ordered_session(query, tuple(sorted(solution.doses, key=lambda dose: dose[0])), own)
    budget.spend_up_to(own.spent)
    return found if found is not None and found.order_proved else solution


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
