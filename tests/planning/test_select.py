"""Does select answer fixed problems as before, with many nodes and with few, and with no more work?"""

import pytest

from stretchplan.planning.bounds.multipliers import SCALE, tightest_weights
from stretchplan.planning.search.budget import NodeBudget
from stretchplan.planning.search.exhaustive import search_exhaustively
from stretchplan.planning.search.shortest import Cover, least_seconds
from stretchplan.planning.search.state import SearchState
from tests.support.problems import search_by_levels
from tests.support.search_cases import ENOUGH, SEARCHES, golden, page


@pytest.mark.parametrize("title", SEARCHES)
def test_select_answers_as_in_the_golden_file(title):
    """With enough nodes the answer is the optimum. With few it may change when the search does."""
    assert page(title) == golden()[title]


def test_every_page_of_the_golden_file_is_a_case():
    assert list(golden()) == list(SEARCHES)


def spent(query, search):
    """Return the nodes that a search spends when it has enough."""
    budget = NodeBudget(ENOUGH, query.prepared.orders)
    search(query, budget)
    return budget.spent


def exhaustively(query, budget):
    search_exhaustively(query, budget, ENOUGH)


def shortest(query, budget):
    for areas in ((), query.counted):
        least_seconds(Cover(query.prepared, areas, query.required, query.excluded), ENOUGH, budget=budget)


def weights(query, budget):
    state, areas = SearchState(query, budget), len(query.counted)
    goals = [candidate.weights for candidate in state.candidates]
    tightest_weights(state.lagrangian, goals, (0,) * areas, (SCALE // areas,) * areas, budget.spend)


@pytest.mark.parametrize(
    ("search", "most_items", "most_nodes"),
    [(exhaustively, 12, 16_428), (search_by_levels, 12, 9_111), (shortest, 50, 3_838), (weights, 50, 2_845)],
)
def test_all_cases_together_take_no_more_nodes(search, most_items, most_nodes):
    """A weaker bound changes no answer; it only takes more nodes. Lower a number when its search gets better."""
    queries = [query for query in SEARCHES.values() if len(query.problem.items) <= most_items]
    nodes = sum(spent(query, search) for query in queries)
    assert nodes <= most_nodes
