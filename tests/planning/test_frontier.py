"""Does a frontier find the best plan that reaches a target, and never one where there is none?"""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stretchplan.planning.bounds.lagrangian import LagrangianBound
from stretchplan.planning.model.problem import Item, Option, SelectionProblem
from stretchplan.planning.search import frontier
from stretchplan.planning.search.budget import NodeBudgetSpent
from stretchplan.planning.search.frontier import Frontier
from stretchplan.planning.search.layout import Layout, Measure
from tests.support.problems import one_by_one, plans_of, query_of, questions, state_of, work_of


def frontier_of(state, needs, measure, target):
    return Frontier(state, Layout(state, state.candidates, needs, measure), needs, target)


def with_needs(query, data):
    """Return the state of a query, its plans, and needs that one of them meets; without a plan, small needs."""
    state = state_of(query)
    plans = plans_of(state)
    aim = data.draw(st.sampled_from(plans))[1] if plans else [1 for _ in query.counted]
    return state, plans, tuple(data.draw(st.integers(int(query.demanded), most)) for most in aim)


@given(questions(), st.data())
def test_it_finds_the_most_that_any_plan_has_and_nothing_above_it(query, data):
    state, plans, needs = with_needs(query, data)
    meeting = [plan for plan in plans if all(has >= need for has, need in zip(plan[1], needs, strict=True))]
    most = max((work for work, _, _ in meeting), default=None)
    measure = work_of(state, needs)
    target = data.draw(st.integers(0, 1 + (most or 0)))
    asked = frontier_of(state, needs, measure, target)
    found = asked.best()
    assert asked.whole
    if most is None or target > most:
        assert found is None
    else:
        assert found is not None
        assert found.score[3] == most
        chosen = dict(found.doses)
        for k, need in enumerate(needs):
            singles = one_by_one(state.candidates)
            assert sum(c.weights[k] * chosen[i].effective for c in singles for i in c.indices if i in chosen) >= need


@given(questions(), st.data())
def test_where_only_the_areas_matter_it_says_whether_a_plan_serves_them(query, data):
    state = state_of(query)
    plans = plans_of(state)
    needs = tuple(
        data.draw(st.integers(int(query.demanded), 1 + max((served[k] for _, served, _ in plans), default=0)))
        for k in range(len(query.counted))
    )
    goals = [[sum(c.weights) * option.effective for option in c.options] for c in state.candidates]
    losses = LagrangianBound(state.candidates, query.available_seconds, query.problem.change).losses(goals)
    values = [[0 for _ in c.options] for c in state.candidates]
    found = frontier_of(state, needs, Measure(values, 0, 0, (1,) * len(needs), losses), 0).best()
    can = any(all(has >= need for has, need in zip(served, needs, strict=True)) for _, served, _ in plans)
    assert (found is not None) == can


@settings(max_examples=300)
@given(questions(), st.data())
def test_dropping_what_another_place_outdoes_changes_no_answer(query, data):
    """The same best set, first by catalogue order, whether no table is searched for such sets or each one is."""
    state, _, needs = with_needs(query, data)
    found = []
    for few in (1 << 30, 0):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(frontier, "_FEW_SETS", few)
            found.append(frontier_of(state, needs, work_of(state, needs), 0).best())
    assert found[0] == found[1]


def test_a_set_is_outdone_by_one_that_lacks_less_leaves_as_much_and_has_more(monkeypatch):
    """Ten alike stretches of one area, twice: what spends more seconds on less is dropped."""
    doses = (Option(2, 10, 30, 20, 20), Option(1, 10, 20, 20, 15), Option(1, 5, 20, 10, 10))
    items = [Item(f"item_{n}", doses, (4, 0) if n < 10 else (0, 4), 1, False, False, 0, -1) for n in range(20)]
    state = state_of(query_of(SelectionProblem(tuple(items), 0, 5, (0, 1)), (0, 1), True, 300))
    sizes = []
    for few in (1 << 30, 0):
        monkeypatch.setattr(frontier, "_FEW_SETS", few)
        asked = frontier_of(state, (300, 300), work_of(state, (300, 300)), 0)
        assert asked.best() is not None
        sizes.append(sum(len(front) for table in asked._tables for front in table.values()))
    assert sizes[1] < sizes[0]


@given(questions(), st.integers(1, 3))
def test_a_beam_finds_no_plan_that_is_not_one(query, beam):
    """And where nothing was cut off, what it finds is the best."""
    state = state_of(query)
    needs = (int(query.demanded),) * len(query.counted)
    asked = frontier_of(state, needs, work_of(state, needs), 0)
    found = asked.best(beam=beam)
    plans = plans_of(state)
    if found is not None:
        assert found in [solution for _, _, solution in plans]
    if asked.whole:
        assert (found and found.score[3]) == max((work for work, _, _ in plans), default=None)


def alike(number, sets=3):
    """Return a problem of so many stretches that nothing tells apart, and one that differs."""
    doses = tuple(Option(n, 10, 10 * n + 2, 10 * n, 10 * n) for n in range(sets, 0, -1))
    same = [Item(f"item_{n}", doses, (4, 0), 1, False, False, 0, -1) for n in range(number)]
    return SelectionProblem((*same, Item("other", doses, (0, 4), 2, False, False, 0, -1)), 0, 5, (0, 1))


def test_stretches_that_are_alike_cost_little_more_than_a_few():
    """Without that, twenty stretches of three doses have 4^20 sets."""
    spent = []
    for number in (10, 20):
        state = state_of(query_of(alike(number), (0, 1), True, 150))
        needs = (4, 4)
        assert frontier_of(state, needs, work_of(state, needs), 0).best() is not None
        spent.append(state.budget.spent)
    assert spent[1] < 4 * spent[0]


def test_of_stretches_that_are_alike_the_first_have_the_most():
    """Catalogue order decides inside a class: the earlier ones are in, at the better doses."""
    state = state_of(query_of(alike(6), (0, 1), True, 100))
    found = frontier_of(state, (4, 4), work_of(state, (4, 4)), 0).best()
    doses = dict(found.doses)
    inside = [doses[i].sets if i in doses else 0 for i in range(6)]
    assert inside == sorted(inside, reverse=True)


def test_the_budget_ends_it():
    state = state_of(query_of(alike(20), (0, 1), True, 300), nodes=5)
    with pytest.raises(NodeBudgetSpent):
        frontier_of(state, (4, 4), work_of(state, (4, 4)), 0).best()


def test_where_the_nodes_end_while_a_set_is_read_it_is_as_good_but_perhaps_not_the_first():
    """And it says that it is not certain. With enough nodes it is."""
    whole = {}
    for nodes in (10**6, *range(3_000, 3_300, 12)):  # about so many fill the tables and read a set
        state = state_of(query_of(alike(20), (0, 1), True, 300), nodes=nodes)
        asked = frontier_of(state, (4, 4), work_of(state, (4, 4)), 0)
        with suppress(NodeBudgetSpent):
            whole.setdefault(asked.best().score, set()).add(asked.whole)
    assert list(whole.values()) == [{True, False}]


def test_a_stretch_that_serves_nothing_may_open_the_session():
    """The only stretch of the area is strengthening, which never begins a session."""
    dose = (Option(1, 10, 10, 10, 10),)
    items = (Item("work", dose, (4, 0), 1, False, True, 0, -1), Item("warm", dose, (0, 0), 1, False, False, 0, -1))
    state = state_of(query_of(SelectionProblem(items, 0, 5, (0,)), (0,), True, 30))
    losses = LagrangianBound(state.candidates, 30, 5).losses([[40], [0]])
    found = frontier_of(state, (40,), Measure([[0], [0]], 0, 0, (1,), losses), 0).best()
    assert [i for i, _ in found.doses] == [1, 0]


@pytest.mark.parametrize("scale", [0, 1])
def test_a_set_without_an_order_is_passed_over_where_changes_take_no_time(scale):
    """Of two equal stretches the first by catalogue order is strengthening, which never begins a session."""
    dose = (Option(1, 1, 1, 1, 1),)
    items = tuple(Item(f"item_{n}", dose, (1,), 1, False, n == 0, 0, -1) for n in range(2))
    state = state_of(query_of(SelectionProblem(items, 0, 0, (0,)), (0,), False, 1))
    losses = LagrangianBound(state.candidates, 1, 0).losses([[scale + 1], [scale + 1]])
    found = frontier_of(state, (1,), Measure([[scale], [scale]], 0, scale, (1,), losses), scale).best()
    assert found is not None
    assert [i for i, _ in found.doses] == [1]
