"""Which selection is best where an exhaustive search does not tell? The search by levels (:mod:`levels`) does.

Where an area is demanded, the shortest session is found first. A selection that is not proved the best in the end is
compared with a greedy plan (:mod:`greedy`), and improved by exchanges (:mod:`polish`).
"""

from __future__ import annotations

from stretchplan.planning.model.problem import Score, Solution
from stretchplan.planning.search.budget import NodeBudget, NodeBudgetSpent
from stretchplan.planning.search.greedy import better, greedy_nodes, greedy_solution
from stretchplan.planning.search.levels import SearchByLevels, root_bound
from stretchplan.planning.search.polish import polished
from stretchplan.planning.search.query import Query, SearchResult, Source, ordered_session
from stretchplan.planning.search.shortest import Cover, least_seconds

__all__ = ["AT_ONCE_NODES", "POLISH_NODES", "search_beyond"]

AT_ONCE_NODES = 40_000
"""With so many nodes the search by levels tries all levels at once before anything else. Half of them may go to it."""

POLISH_NODES = 2_500
"""The most nodes that the search by levels leaves to the local search after it."""


def search_beyond(
    query: Query, budget: NodeBudget, exhaustive: SearchResult | None, *, proof_only: bool
) -> tuple[SearchResult, Source]:
    """Return the best selection that is found, and which part found it.

    ``exhaustive`` is what an exhaustive search found before its nodes ended; None where there was none. With
    ``proof_only`` nothing is done for a selection that is not proved the best.
    """
    bound: Score | None = None
    levels: SearchByLevels | None = None
    result = exhaustive
    if result is None and budget.nodes >= AT_ONCE_NODES:
        levels = SearchByLevels(query, budget)
        budget.set_aside(budget.nodes // 2)
        result = levels.at_once()
        budget.set_aside(-(budget.nodes // 2))
    if result is None:
        budget.spend_up_to(len(query.problem.items) * (2 + len(query.counted)))
        bound = root_bound(query)
        result = SearchResult(levels.incumbent if levels else None, False, bound)
    if result.proved:
        return result, "search"
    source: Source = "search"
    first: Solution | None = None
    incumbent = result.solution
    reserve = 0 if proof_only else min(POLISH_NODES, budget.nodes // 10)
    if incumbent is None and (query.demanded or query.required) and budget.left > reserve:
        try:
            first, source = _shortest(query, budget, max(1, (budget.left - reserve) // 2)), "shortest"
        except NodeBudgetSpent:
            pass  # there may still be a session, and the search by levels may find it
        else:
            if first is None:
                return result._replace(proved=True), source
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
    return result, "search" if result.proved or result.solution is not first else source


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
