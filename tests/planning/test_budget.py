"""When the node budget ends first: does the plan say so, and is its bound honest?"""

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.planning.model.problem import Item, Option
from stretchplan.planning.search.budget import NodeBudget
from stretchplan.planning.search.order import Orders
from tests.oracles.drawing import small_catalogs, small_requests
from tests.support.chained import drawn

CHAINED = drawn(Random(36), 20, 40)  # noqa: S311 - a seed is the point


def at_least(one, other):
    """Say whether the first objective is no worse than the second."""

    def key(o):
        return (
            o.least_served_quarter_seconds,
            o.total_served_quarter_seconds,
            o.stretches,
            o.stretching_seconds,
            -o.position_changes,
        )

    return key(one) >= key(other)


def test_a_plan_that_is_not_proved_best_says_so():
    plan = sp.Planner(node_budget=60).plan(minutes=7, days_since_injury=None, targets={"hips", "ankles", "spine"})
    assert not plan.optimal
    assert sp.check(plan).ok
    assert plan.total_seconds <= 420
    assert at_least(plan.bound, plan.objective)
    assert plan.bound != plan.objective
    assert any(n.id == "not-proved-best" for n in plan.notices)


def test_a_proved_plan_is_its_own_bound():
    plan = sp.plan(minutes=7, days_since_injury=None)
    assert plan.optimal
    assert plan.bound == plan.objective
    assert not any(n.id == "not-proved-best" for n in plan.notices)


@pytest.fixture
def in_a_quick_order(monkeypatch):
    """A plan whose order changes position more often than necessary, because no order was proved."""
    monkeypatch.setattr("stretchplan.planning.search.order.ORDER_NODE_BUDGET", 2)
    return sp.Planner(CHAINED, node_budget=2_000, explain=False).plan(minutes=60, days_since_injury=None)


def test_an_order_that_is_not_proved_stands_in_and_the_plan_says_so(in_a_quick_order):
    """The checker finds that fewer changes would do, and accepts it where it is said."""
    plan = in_a_quick_order
    assert {"not-proved-best", "order-not-proved"} <= {n.id for n in plan.notices}
    assert sp.check(plan, catalog=CHAINED).ok
    silent = plan.model_copy(update={"notices": tuple(n for n in plan.notices if n.id != "order-not-proved")})
    (violation,) = sp.check(silent, catalog=CHAINED).violations
    assert violation.rule_id == "gentle-first"
    assert re.fullmatch(r"The position changes \d+ times between stretches; \d+ is enough\.", violation.message)


def test_a_plan_that_claims_to_be_the_best_cannot_excuse_its_order(in_a_quick_order):
    claimed = in_a_quick_order.model_copy(update={"optimal": True, "bound": in_a_quick_order.objective})
    broken = {violation.rule_id for violation in sp.check(claimed, catalog=CHAINED).violations}
    assert {"gentle-first", "honest-notice"} <= broken


@given(st.data())
def test_no_plan_is_better_than_the_bound_of_one_cut_short(data):
    """For drawn catalogues and any budget: objective <= optimum <= bound."""
    catalog = data.draw(small_catalogs())
    request = data.draw(small_requests(catalog))
    try:
        best = sp.Planner(catalog).plan(request)
        cut = sp.Planner(catalog, node_budget=data.draw(st.integers(1, 30))).plan(request)
    except sp.NoPlan:
        return
    assert at_least(best.objective, cut.objective)
    assert at_least(cut.bound, best.objective)
    if cut.optimal:
        assert cut.objective == best.objective


@pytest.mark.parametrize("budget", [0, -1, True, 2.5, "many", None])
def test_a_budget_that_is_no_number_of_nodes_is_refused(budget):
    with pytest.raises(sp.InvalidRequest, match="node_budget: it must be a whole number, at least 1"):
        sp.Planner(node_budget=budget)


DOSE = (Option(1, 10, 12, 10, 10),)
ITEMS = tuple(
    Item(name, DOSE, (2,), position, False, name == "bridge", 0, -1)
    for name, position in (("bridge", 2), ("knee", 1), ("twist", 1))
)


def test_an_order_is_paid_when_a_search_first_uses_it():
    """Also when another search has worked it out before, and never twice. A state takes as long as four nodes."""
    orders = Orders(ITEMS)
    takes = 2 * orders.best(0b11).nodes
    assert takes > 0
    budget = NodeBudget(50, orders)
    assert (budget.left, budget.spent) == (50, 1)
    assert budget.order(0b11).sequence == (1, 0)
    assert (budget.left, budget.spent) == (50 - takes, takes)
    budget.order(0b11)
    assert budget.left == 50 - takes
    budget.order(0b110)
    assert budget.left == 50 - takes - 2 * orders.best(0b110).nodes


def test_spending_adds_up_beyond_the_budget():
    budget = NodeBudget(5, Orders(ITEMS))
    budget.spend(3)
    assert (budget.left, budget.spent) == (2, 3)
    budget.spend(4)
    assert (budget.left, budget.spent) == (-2, 7)
