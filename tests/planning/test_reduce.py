"""Is a dose ruled out only when no plan that meets the needs has it?"""

from hypothesis import given
from hypothesis import strategies as st

from stretchplan.planning.model.problem import Item, Option, SelectionProblem
from stretchplan.planning.search.budget import NodeBudget
from stretchplan.planning.search.reduce import reduced
from stretchplan.planning.search.state import SearchState
from tests.support.problems import choices, one_by_one, query_of, questions, search_by_levels


def state_of(query):
    return SearchState(query, NodeBudget(10**6, query.prepared.orders))


@given(questions(), st.data())
def test_every_plan_that_meets_the_needs_is_left(query, data):
    state = state_of(query)
    singles = one_by_one(state.candidates)
    areas = range(len(query.counted))
    plans = [
        (
            choice,
            [
                sum(
                    c.weights[k] * c.options[o].effective for c, o in zip(singles, choice, strict=True) if o is not None
                )
                for k in areas
            ],
        )
        for choice, _ in choices(singles, query.available_seconds, query.problem.change)
    ]
    aim = data.draw(st.sampled_from(plans))[1] if plans else [1 for _ in areas]
    needs = tuple(data.draw(st.integers(0, most)) for most in aim)
    left = reduced(state, needs)
    by_item = {} if left is None else {i: c for c in left for i in c.indices}
    for choice, served in plans:
        if all(has >= need for has, need in zip(served, needs, strict=True)):
            assert left is not None
            for candidate, option in zip(singles, choice, strict=True):
                kept = by_item.get(candidate.indices[0])
                if option is None:
                    assert kept is None or not kept.must
                else:
                    assert kept is not None
                    assert candidate.options[option] in kept.options


LONG, SHORT = Option(2, 30, 60, 60, 60), Option(1, 20, 20, 20, 20)


def problem_of(*weights):
    items = [Item(f"item_{n}", (LONG, SHORT), of_item, 1, False, False, 0, -1) for n, of_item in enumerate(weights)]
    return SelectionProblem(tuple(items), 0, 5, tuple(range(len(weights[0]))))


def test_an_area_that_one_stretch_serves_settles_its_dose():
    """Only the first stretch serves the first area; 200 quarter-seconds need its longer dose (4 x 60)."""
    query = query_of(problem_of((4, 0), (0, 4), (0, 4)), (0, 1), True, 140)
    left = reduced(state_of(query), (200, 4))
    assert [(c.indices, c.options, c.must) for c in left] == [((0,), (LONG,), True), ((1, 2), (LONG, SHORT), False)]


def test_a_need_that_no_plan_meets_leaves_nothing():
    query = query_of(problem_of((4, 0), (0, 4)), (0, 1), True, 140)
    assert reduced(state_of(query), (244, 0)) is None


def test_an_area_without_a_need_rules_nothing_out():
    query = query_of(problem_of((4, 0), (0, 4)), (0, 1), False, 30)
    state = state_of(query)
    assert reduced(state, (0, 0)) == state.candidates


def test_a_need_that_only_part_of_a_dose_would_meet_leaves_nothing():
    """Half of the dose would fit, and the bound of the area allows it; the whole dose does not fit."""
    items = tuple(
        Item(f"item_{n}", (Option(1, 1, cost, 1, 1),), (weight,), 1, False, False, 0, -1)
        for n, (cost, weight) in enumerate([(1, 0), (1, 0), (2, 1)])
    )
    query = query_of(SelectionProblem(items, 0, 0, (0,)), (0,), True, 1)
    assert reduced(state_of(query), (1,)) is None
    assert search_by_levels(query, NodeBudget(1000, query.prepared.orders)).solution is None
