"""Does the exhaustive search prove only what it has shown?"""

from stretchplan.planning.model.problem import Item, Option, SelectionProblem
from stretchplan.planning.search import order
from stretchplan.planning.search.budget import NodeBudget
from stretchplan.planning.search.exhaustive import search_exhaustively
from stretchplan.planning.search.order import Orders
from tests.support.problems import query_of

TEN = Option(1, 10, 10, 10, 10)
ITEMS = tuple(Item(name, (TEN,), (2,), 1, False, False, 0, -1) for name in "abc")


def searched(items, available, nodes=1000, demanded=True):
    """Search items that share one area and one position."""
    asked = query_of(SelectionProblem(items, 0, 5, (0,)), (0,), demanded, available, 0, 0)
    return search_exhaustively(asked, NodeBudget(nodes, Orders(items)), nodes)


def test_a_solution_that_reaches_every_bound_is_proved():
    assert searched(ITEMS, 30) == (
        ((60, 60, 3, 30, 0, -3), ((0, TEN), (1, TEN), (2, TEN)), True),
        True,
        (60, 60, 3, 30, 0, -3),
    )
    assert searched(ITEMS, 29).solution == ((40, 40, 2, 20, 0, -2), ((0, TEN), (1, TEN)), True)


def test_a_solution_that_reaches_every_bound_is_proved_in_a_quick_order_too(monkeypatch):
    """Three nodes order two stretches and not three; no order of the three could score more."""
    monkeypatch.setattr(order, "ORDER_NODE_BUDGET", 3)
    found = ((60, 60, 3, 30, 0, -3), ((0, TEN), (1, TEN), (2, TEN)), False)
    assert searched(ITEMS, 30) == (found, True, (60, 60, 3, 30, 0, -3))


def test_no_solution_is_proved_only_with_all_orders_known(monkeypatch):
    """Strengthening alone is no session."""
    strong = (Item("x", (TEN,), (2,), 1, False, True, 0, -1),)
    assert searched(strong, 30) == (None, True, (20, 20, 1, 10, 0, -1))
    monkeypatch.setattr(order, "ORDER_NODE_BUDGET", 0)
    assert searched(strong, 30)[:2] == (None, False)


def test_without_demand_a_session_may_work_no_counted_area():
    idle = tuple(Item(name, (TEN,), (0,), 1, False, False, 0, -1) for name in "ab")
    assert searched(idle, 10) == (None, True, (0, 0, 1, 10, 0, -1))
    assert searched(idle, 10, demanded=False).solution == ((0, 0, 1, 10, 0, -1), ((0, TEN),), True)
    assert searched(idle, 20, demanded=False).solution == ((0, 0, 2, 20, 0, -2), ((0, TEN), (1, TEN)), True)
