"""Does the search for the shortest session count the position changes of its order?"""

from dataclasses import replace
from itertools import pairwise, permutations

import pytest

from stretchplan.planning.model.problem import Item, Option, SelectionProblem
from stretchplan.planning.search import order
from stretchplan.planning.search.budget import NodeBudgetSpent
from stretchplan.planning.search.order import Orders
from stretchplan.planning.search.query import Prepared
from stretchplan.planning.search.shortest import Cover, least_seconds


def item(name, position, cost, *, opens=False, strengthens=False, after=0):
    """Return an item with one dose."""
    return Item(name, (Option(1, cost, cost, cost, cost),), (2,), 1 << position, opens, strengthens, after, -1)


def test_shortest_session_counts_its_position_changes():
    # All of a, b and c are required. b comes after c, which comes after a; as a and b share a position, it changes
    # twice.
    items = (item("a", 0, 10), item("b", 0, 10, after=0b100), item("c", 1, 10, after=0b001), item("d", 2, 35))
    problem = SelectionProblem(items=items, opening=7, change=7, reachable=(0,))
    seconds, sequence = least_seconds(Cover(Prepared.of(problem), (), 0b111), 1000)
    assert (seconds, sequence) == (7 + 30 + 2 * 7, (0, 2, 1))


def test_position_changes_are_counted_before_sessions_are_compared():
    """Three stretches seem 5 s quicker than three others, but their order takes one change more."""
    # One area each for a, b and c; d works b's. In position 0: a and b, and b comes after c, which comes after a.
    areas = {"a": (2, 0, 0), "b": (0, 2, 0), "c": (0, 0, 2), "d": (0, 2, 0)}
    rows = (item("a", 0, 10), item("b", 0, 10, after=0b100), item("c", 1, 10, after=0b001), item("d", 1, 15))
    items = tuple(replace(row, weights=areas[row.stretch_id]) for row in rows)
    problem = SelectionProblem(items=items, opening=7, change=7, reachable=(0, 1, 2))
    assert least_seconds(Cover(Prepared.of(problem), (0, 1, 2)), 1000) == (7 + 35 + 7, (0, 2, 3))


def test_order_search_remembers_dead_ends():
    """Seven items in three positions with hints: the result equals trying all 5,040 orders."""
    rows = [(1, 34), (1, 0), (4, 0), (1, 0), (2, 64), (4, 64), (1, 0)]  # position, and the bits of what comes before
    items = tuple(replace(item(f"s{i}", 0, 10), position=p, after=after) for i, (p, after) in enumerate(rows))

    def keeps_hints(sequence):
        return all(not items[i].after & ~sum(1 << j for j in sequence[:k]) for k, i in enumerate(sequence))

    def changes(sequence):
        return sum(items[i].position != items[j].position for i, j in pairwise(sequence))

    best = min((sequence for sequence in permutations(range(7)) if keeps_hints(sequence)), key=changes)
    result = Orders(items).best((1 << 7) - 1)
    assert (result.sequence, result.changes, result.proved) == (best, changes(best), True)
    assert result.nodes < 120  # 140 without remembering dead ends


def test_shortest_session_needs_a_finished_order_search(monkeypatch):
    monkeypatch.setattr(order, "ORDER_NODE_BUDGET", 1)
    items = (item("a", 0, 10), item("b", 1, 10))
    with pytest.raises(NodeBudgetSpent):
        least_seconds(Cover(Prepared.of(SelectionProblem(items, 7, 7, (0,))), (), 0b11), 1000)
