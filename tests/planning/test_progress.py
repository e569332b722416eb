"""Are selections valued as docs/objective.md says, and is work charged once, whoever did it before?"""

import pytest

from stretchplan.planning.bounds.lagrangian import Candidate
from stretchplan.planning.model.problem import Item, Option, SelectionProblem
from stretchplan.planning.search import order
from stretchplan.planning.search.budget import NodeBudget
from stretchplan.planning.search.order import Orders
from stretchplan.planning.search.state import SearchState, ordered_session
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


def asked(available=100, counted=(0, 1), demanded=True, required=0, excluded=0):
    """Return what is asked of the three."""
    return query_of(SelectionProblem(ITEMS, 0, 5, (0, 1, 2)), counted, demanded, available, required, excluded)


def test_a_selection_is_valued_level_by_level():
    """Area 0: 2 for each of 30 s; area 1: 2 for each of 10 s; the third area does not count."""
    found = ordered_session(asked(), ((1, LONG), (2, SHORT)), NodeBudget(99, Orders(ITEMS)))
    assert found == ((20, 80, 2, 80, 0), ((1, LONG), (2, SHORT)))


def test_a_selection_is_in_the_order_of_its_session():
    """Strengthening does not open, and the way to it is a change of position."""
    found = ordered_session(asked(), ((0, SHORT), (1, LONG)), NodeBudget(99, Orders(ITEMS)))
    assert found == ((20, 90, 2, 80, -1), ((1, LONG), (0, SHORT)))


@pytest.mark.parametrize(("available", "fits"), [(51, True), (50, False)])
def test_a_selection_fits_to_the_second(available, fits):
    """12 s and 34 s of doses and 5 s of changing."""
    found = ordered_session(asked(available), ((0, SHORT), (1, LONG)), NodeBudget(99, Orders(ITEMS)))
    assert (found is not None) is fits


def test_strengthening_alone_is_no_session():
    """It has no order, and that is known."""
    state = SearchState(asked(), NodeBudget(99, Orders(ITEMS)), None)
    assert state.ordered(((0, SHORT),)) is None
    assert state.ordered(()) is None
    assert state.order_unknown is False


def test_a_set_whose_order_is_not_known_is_passed_over_for_good(monkeypatch):
    """What is found afterwards does not change that."""
    state = SearchState(asked(), NodeBudget(99, Orders(ITEMS)), None)
    assert state.ordered(((1, SHORT), (2, SHORT))) is not None
    assert state.order_unknown is False
    with monkeypatch.context() as patch:
        patch.setattr(order, "ORDER_NODE_BUDGET", 1)
        assert state.ordered(((0, SHORT), (1, SHORT))) is None
    assert state.order_unknown is True
    assert state.ordered(((0, SHORT),)) is None
    assert state.order_unknown is True


def test_a_demanded_area_that_is_not_worked_makes_no_selection():
    """The knee stretch does nothing for area 1; without a demand it is a selection all the same."""
    assert SearchState(asked(), NodeBudget(99, Orders(ITEMS)), None).ordered(((1, LONG),)) is None
    found = SearchState(asked(demanded=False), NodeBudget(99, Orders(ITEMS)), None).ordered(((1, LONG),))
    assert found.score == (0, 60, 1, 60, 0)


def test_the_least_that_is_asked_of_each_area():
    """At first only what a demand means; then what the best selection gives it."""
    assert SearchState(asked(), NodeBudget(99, Orders(ITEMS)), None).area_minimum == 1
    assert SearchState(asked(demanded=False), NodeBudget(99, Orders(ITEMS)), None).area_minimum == 0
    best = ordered_session(asked(), ((1, LONG), (2, SHORT)), NodeBudget(99, Orders(ITEMS)))
    assert SearchState(asked(), NodeBudget(99, Orders(ITEMS)), best).area_minimum == 20


def test_the_candidates_are_what_is_not_kept_out():
    """With the weights of the areas that count; the third must be in."""
    state = SearchState(asked(counted=(0, 2), required=0b100, excluded=0b001), NodeBudget(99, Orders(ITEMS)), None)
    assert state.candidates == [
        Candidate(1, (LONG, SHORT), (2, 1), 1, must=False),
        Candidate(2, (LONG, SHORT), (0, 2), 1, must=True),
    ]
    assert state.lagrangian.candidates == state.candidates
    assert state.lagrangian.seconds == 105


def test_an_order_is_charged_when_a_search_first_asks_for_it():
    """Also when another search has worked it out before, and never twice."""
    orders = Orders(ITEMS)
    takes = orders.best(0b11).nodes
    assert takes > 0
    budget = NodeBudget(50, orders)
    assert (budget.left, budget.spent) == (50, 1)
    assert budget.order(0b11).sequence == (1, 0)
    assert (budget.left, budget.spent) == (50 - takes, takes)
    budget.order(0b11)
    assert budget.left == 50 - takes
    budget.order(0b110)
    assert budget.left == 50 - takes - orders.best(0b110).nodes


def test_charges_add_up_beyond_the_budget():
    """What is left may be less than nothing; what was spent is still told."""
    budget = NodeBudget(5, Orders(ITEMS))
    budget.spend(3)
    assert (budget.left, budget.spent) == (2, 3)
    budget.spend(4)
    assert (budget.left, budget.spent) == (-2, 7)
