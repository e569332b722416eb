"""Does the one module that imports python-constraint avoid the engine's traps?"""

import itertools

import pytest

from stretchplan.planning.search.budget import NodeBudgetSpent
from stretchplan.planning.search.depth_first import DepthFirstSearch


def accept_all(depth, value):
    """Accept every value."""
    return True


def test_answers_come_in_lexicographic_order_of_the_domains():
    domains = [["a", "b"], [3, 1, 2], [None, True]]
    assert list(DepthFirstSearch(domains, accept_all, 1000)) == list(itertools.product(*domains))


def test_nothing_is_tried_below_a_refused_value():
    seen = []

    def visit(depth, value):
        seen.append((depth, value))
        return not (depth == 0 and value == 1)

    assert list(DepthFirstSearch([[1, 2], [5]], visit, 100)) == [(2, 5)]
    assert seen == [(0, 1), (0, 2), (1, 5)]


def test_a_visitor_may_raise_its_demands():
    """Branch and bound: only answers that beat the ones before come out."""
    best = [-1]

    def visit(depth, value):
        if depth == 1 and value > best[0]:
            best[0] = value
            return True
        return depth == 0

    assert [second for _, second in DepthFirstSearch([[0, 0], [2, 1, 5]], visit, 100)] == [2, 5]


def test_a_single_variable_is_searched_like_any_other():
    """The engine's own shortcut for a single variable would call the visitor out of order."""
    seen = []

    def visit(depth, value):
        seen.append(value)
        return value != 2

    assert list(DepthFirstSearch([[1, 2, 3]], visit, 100)) == [(1,), (3,)]
    assert seen == [1, 2, 3]


def test_the_node_budget_ends_the_search_at_the_exact_node():
    search = DepthFirstSearch([[1, 2], [1, 2], [1, 2]], accept_all, 5)
    with pytest.raises(NodeBudgetSpent):
        list(search)
    assert search.nodes == 5


def test_a_budget_that_just_suffices_is_not_spent():
    """Two variables of two values are six nodes."""
    search = DepthFirstSearch([[1, 2], [1, 2]], accept_all, 6)
    assert len(list(search)) == 4
    assert search.nodes == 6


def test_two_searches_in_turn_do_not_disturb_each_other():
    domains = [[1, 2, 3], [1, 2, 3]]
    one, other = iter(DepthFirstSearch(domains, accept_all, 100)), iter(DepthFirstSearch(domains, accept_all, 100))
    pairs = list(zip(one, other, strict=True))
    assert [a for a, _ in pairs] == [b for _, b in pairs] == list(itertools.product([1, 2, 3], repeat=2))
    assert domains == [[1, 2, 3], [1, 2, 3]]
