"""Is what a stretch loses counted once, and is a layout that serves many frontiers as good as one made for each?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchplan.planning.bounds.lagrangian import LagrangianBound, Losses
from stretchplan.planning.model.problem import Item, Option, SelectionProblem
from stretchplan.planning.search.budget import NodeBudgetSpent
from stretchplan.planning.search.frontier import Frontier
from stretchplan.planning.search.layout import Layout, Measure
from tests.support.problems import query_of, questions, state_of, work_of

LONG, SHORT = Option(2, 30, 60, 60, 60), Option(1, 20, 20, 20, 20)


def only_areas(state):
    """Return a measure in which only the areas matter, all alike."""
    weights = (1,) * len(state.query.counted)
    worths = [[sum(c.weights) * option.effective for option in c.options] for c in state.candidates]
    losses = LagrangianBound(state.candidates, state.query.available_seconds, state.query.problem.change).losses(worths)
    return Measure([[0 for _ in c.options] for c in state.candidates], 0, 0, weights, losses)


def test_the_parts_of_a_loss_add_up_to_the_loss_and_no_more():
    """With the shorter dose the objective falls by 800. Each of two areas counts a half, and one alone all of it."""
    measure = Measure([[900, 100]], 0, 1, (1, 1), Losses(1100, ((0, 800),), (None,), 0))
    items = (Item("item", (LONG, SHORT), (4, 4), 1, False, False, 0, -1),)
    state = state_of(query_of(SelectionProblem(items, 0, 5, (0, 1)), (0, 1), True, 60, required=1))
    both = Layout(state, state.candidates, (80, 80), measure)
    assert both._area_choices(both.rows[0], 1100, 1) == [(0, [(80, 0), (80, 400)]), (1, [(80, 0), (80, 400)])]
    alone = Layout(state, state.candidates, (80, 0), measure)
    assert alone._area_choices(alone.rows[0], 1100, 1) == [(0, [(80, 0), (80, 800)])]


def test_a_choice_that_loses_too_much_is_in_no_table_until_it_may_be_taken():
    """The area lacks 240. The long dose gives that; the short one gives 80, and it is worth 160 less."""
    measure = Measure([[0, 0]], 0, 0, (1,), Losses(1000, ((0, 50),), (None,), 0))
    items = (Item("item", (LONG, SHORT), (4,), 1, False, False, 0, -1),)
    state = state_of(query_of(SelectionProblem(items, 0, 5, (0,)), (0,), True, 60, required=1))
    layout = Layout(state, state.candidates, (240,), measure)
    assert layout.area_losses(49, 1)[0][0][0] == (240, [240, 0], 240)  # a lack of 0: it gives 240 too much
    assert layout.area_losses(50, 1)[0][0][0] == (80, [240, 160, 80, 0], 240)
    assert layout.area_losses(49, 1) is layout.area_losses(50, 1)


@given(questions(), st.data())
def test_one_layout_answers_every_question_as_new_ones_do(query, data):
    """The needs fall and rise below those of the layout, as they do on level 1."""
    state = state_of(query)
    if not state.candidates:
        return
    most = tuple(
        data.draw(st.integers(1, 1 + sum(c.count * c.weights[k] * c.options[0].effective for c in state.candidates)))
        for k in range(len(query.counted))
    )
    shared = Layout(state, state.candidates, most, only_areas(state))
    for _ in range(3):
        needs = tuple(data.draw(st.integers(0, need)) for need in most)
        assert shared.fits(state.candidates, needs)
        alone = Layout(state, state.candidates, needs, only_areas(state))
        found = [Frontier(state, layout, needs, 0).best() is not None for layout in (shared, alone)]
        assert found[0] == found[1]


@given(questions(), st.data())
def test_one_layout_finds_what_new_ones_find_for_targets_that_rise_and_fall(query, data):
    """The measure counts seconds of stretching, beside the areas."""
    state = state_of(query)
    if not state.candidates:
        return
    needs = tuple(data.draw(st.integers(int(query.demanded), 200)) for _ in query.counted)
    measure = work_of(state, needs)
    shared = Layout(state, state.candidates, needs, measure)
    most = sum(c.count * c.options[0].work for c in state.candidates)
    for target in data.draw(st.lists(st.integers(0, most), min_size=2, max_size=4)):
        alone = Layout(state, state.candidates, needs, measure)
        found = [Frontier(state, layout, needs, target).best() for layout in (shared, alone)]
        assert found[0] == found[1]


def test_a_layout_serves_no_other_candidates_and_no_higher_needs():
    items = tuple(Item(f"item_{n}", (LONG, SHORT), (4, n), 1, False, False, 0, -1) for n in range(2))
    state = state_of(query_of(SelectionProblem(items, 0, 5, (0, 1)), (0, 1), True, 60))
    layout = Layout(state, state.candidates, (80, 60), only_areas(state))
    assert layout.fits(list(state.candidates), (80, 0))
    assert not layout.fits(state.candidates, (80, 61))
    assert not layout.fits(state.candidates[:1], (80, 60))


def with_large_tables():
    """Return a layout of twenty stretches, whose area lacks 1,000 times what is the largest unit of its sums."""
    doses = (Option(2, 20, 9, 9, 9), Option(1, 10, 7, 7, 7))
    items = tuple(Item(f"item_{n}", doses, (4,), 1, False, False, 0, -1) for n in range(20))
    state = state_of(query_of(SelectionProblem(items, 0, 5, (0,)), (0,), True, 900))
    return state, Layout(state, state.candidates, (4000,), only_areas(state))


def test_tables_are_paid_for_once():
    state, layout = with_large_tables()
    before = state.budget.left
    layout.area_losses(10, 1)
    once = state.budget.left
    assert once < before
    layout.area_losses(9, 1)
    layout.area_losses(10, 3)  # with more positions in use it still holds
    assert state.budget.left == once
    layout.area_losses(10, 0)
    assert state.budget.left < once


def test_the_budget_ends_the_tables():
    state, layout = with_large_tables()
    state.budget.spend(state.budget.left - 1)
    for _ in range(2):  # and leave nothing half made behind
        with pytest.raises(NodeBudgetSpent):
            layout.area_losses(10, 1)
        assert state.budget.left == 0
