"""Are sessions scored and ordered, and does the state of a search know what a better one needs?"""

import pytest

from stretchplan.planning.bounds.lagrangian import Candidate
from stretchplan.planning.model.problem import Item, Option, SelectionProblem
from stretchplan.planning.search import order
from stretchplan.planning.search.budget import NodeBudget
from stretchplan.planning.search.order import Orders
from stretchplan.planning.search.query import ordered_session
from stretchplan.planning.search.state import SearchState
from tests.support.problems import query_of

SHORT, LONG = Option(1, 10, 12, 10, 20), Option(2, 15, 34, 30, 60)


def item(name, weights, position, *, strengthens=False):
    """Return an item of two doses, the longer one first."""
    return Item(name, (LONG, SHORT), weights, position, False, strengthens, 0, -1)


ITEMS = (
    item("bridge", (1, 2, 0), 2, strengthens=True),
    item("knee", (2, 0, 1), 1),
    item("twist", (0, 2, 2), 1),
)


def query(available=100, counted=(0, 1), demanded=True, required=0, excluded=0):
    """Return a query about the three."""
    return query_of(SelectionProblem(ITEMS, 0, 5, (0, 1, 2)), counted, demanded, available, required, excluded)


def test_a_session_is_scored_level_by_level():
    """Area 0: 2 for each of 30 s; area 1: 2 for each of 10 s; the third area does not count."""
    found = ordered_session(query(), ((1, LONG), (2, SHORT)), NodeBudget(99, Orders(ITEMS)))
    assert found == ((20, 80, 2, 80, 0, -5), ((1, LONG), (2, SHORT)), True)


def test_a_session_is_in_its_best_order():
    """Strengthening does not open, and a change of position leads to it."""
    found = ordered_session(query(), ((0, SHORT), (1, LONG)), NodeBudget(99, Orders(ITEMS)))
    assert found == ((20, 90, 2, 80, -1, -5), ((1, LONG), (0, SHORT)), True)


@pytest.mark.parametrize(("available", "fits"), [(51, True), (50, False)])
def test_a_session_fits_to_the_second(available, fits):
    """12 s and 34 s of doses and 5 s of changing."""
    found = ordered_session(query(available), ((0, SHORT), (1, LONG)), NodeBudget(99, Orders(ITEMS)))
    assert (found is not None) is fits


def test_strengthening_alone_is_no_session():
    """It has no order, and that is known."""
    state = SearchState(query(), NodeBudget(99, Orders(ITEMS)))
    assert state.ordered(((0, SHORT),)) is None
    assert state.ordered(()) is None
    assert state.order_unproved is False


def test_an_order_that_is_not_proved_is_remembered(monkeypatch):
    state = SearchState(query(), NodeBudget(99, Orders(ITEMS)))
    assert state.ordered(((1, SHORT), (2, SHORT))) is not None
    assert state.order_unproved is False
    with monkeypatch.context() as patch:
        patch.setattr(order, "ORDER_NODE_BUDGET", 1)
        assert not state.ordered(((0, SHORT), (1, SHORT))).order_proved
    assert state.order_unproved is True
    assert state.ordered(((0, SHORT),)) is None
    assert state.order_unproved is True


def test_a_session_that_misses_a_demanded_area_is_no_solution():
    """The knee stretch does nothing for area 1."""
    assert SearchState(query(), NodeBudget(99, Orders(ITEMS))).ordered(((1, LONG),)) is None
    found = SearchState(query(demanded=False), NodeBudget(99, Orders(ITEMS))).ordered(((1, LONG),))
    assert found.score == (0, 60, 1, 60, 0, -4)


def test_the_minimum_for_each_area_follows_the_incumbent():
    assert SearchState(query(), NodeBudget(99, Orders(ITEMS))).least == 1
    assert SearchState(query(demanded=False), NodeBudget(99, Orders(ITEMS))).least == 0
    best = ordered_session(query(), ((1, LONG), (2, SHORT)), NodeBudget(99, Orders(ITEMS)))
    state = SearchState(query(), NodeBudget(99, Orders(ITEMS)))
    state.incumbent = best
    assert state.least == 20


def test_the_candidates_are_the_items_not_excluded():
    """With the weights of the counted areas; the third must be in."""
    state = SearchState(query(counted=(0, 2), required=0b100, excluded=0b001), NodeBudget(99, Orders(ITEMS)))
    assert state.candidates == [
        Candidate((1,), (LONG, SHORT), (2, 1), 1, must=False),
        Candidate((2,), (LONG, SHORT), (0, 2), 1, must=True),
    ]
    assert state.lagrangian.candidates == state.candidates
    assert state.lagrangian.seconds == 105
