"""When the node budget ends first: does the plan say so, and is its bound honest?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stretchplan as sp
from tests.oracles.drawing import small_catalogs, small_requests


def better_or_equal(one, other):
    """Compare two objectives from the first level to the last."""

    def key(o):
        return (
            o.least_served_half_seconds,
            o.total_served_half_seconds,
            o.stretches,
            o.stretching_seconds,
            -o.position_changes,
        )

    return key(one) >= key(other)


def test_a_plan_that_is_not_proved_best_says_so():
    """Cut short, the plan is still checked and fits, carries a bound above it, and a notice."""
    plan = sp.Planner(node_budget=60).plan(minutes=7, days_since_injury=None, targets={"hips", "ankles", "spine"})
    assert not plan.optimal
    assert sp.check(plan).ok
    assert plan.total_seconds <= 420
    assert better_or_equal(plan.bound, plan.objective)
    assert plan.bound != plan.objective
    assert any(n.id == "not-proved-best" for n in plan.notices)


def test_a_proved_plan_is_its_own_bound():
    """And carries no such notice."""
    plan = sp.plan(minutes=7, days_since_injury=None)
    assert plan.optimal
    assert plan.bound == plan.objective
    assert not any(n.id == "not-proved-best" for n in plan.notices)


@given(st.data())
def test_no_plan_is_better_than_the_bound_of_one_cut_short(data):
    """For drawn catalogues and any budget: objective <= true optimum <= bound."""
    catalog = data.draw(small_catalogs())
    request = data.draw(small_requests(catalog))
    try:
        best = sp.Planner(catalog).plan(request)
        cut = sp.Planner(catalog, node_budget=data.draw(st.integers(1, 30))).plan(request)
    except sp.NoPlan:
        return
    assert better_or_equal(best.objective, cut.objective)
    assert better_or_equal(cut.bound, best.objective)
    if cut.optimal:
        assert cut.objective == best.objective


@pytest.mark.parametrize("budget", [0, -1, True, 2.5, "many", None])
def test_a_budget_that_is_no_number_of_nodes_is_refused(budget):
    """One sentence, saying what is allowed."""
    with pytest.raises(sp.InvalidRequest, match="node_budget: it must be a whole number, at least 1"):
        sp.Planner(node_budget=budget)
