"""How other plans compare: which searches are made, in which order, with how many nodes, and what they say."""

import pytest

import stretchplan as sp
from stretchplan.planning.explain import compare
from stretchplan.planning.search.depth_first import NodeBudgetSpent
from stretchplan.planning.search.select import Selection
from stretchplan.results.reasons import Difference

VALUE = (50, 200, 4, 180, -3)


def selection(value=VALUE, *, items=(), optimal=True, nodes=10):
    """Return a selection of some items."""
    return Selection(tuple((i, None) for i in items), value, value, optimal, nodes)


class FakeSolve:
    """A solver that notes what it is asked, and gives the answers in turn."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.calls = []

    def __call__(self, required, excluded, node_budget):
        """Note it, and answer."""
        self.calls.append((required, excluded, node_budget))
        return self.answers.pop(0)


@pytest.mark.parametrize(
    ("level", "measure", "there", "told"),
    [
        (0, "least_served_half_seconds", 40, (50, 40)),
        (1, "total_served_half_seconds", 150, (200, 150)),
        (2, "stretches", 3, (4, 3)),
        (3, "stretching_seconds", 100, (180, 100)),
        (4, "position_changes", -5, (3, 5)),
    ],
)
def test_difference_is_the_first_level_that_differs_with_position_changes_positive(level, measure, there, told):
    other = (*VALUE[:level], there, *(value + 1 for value in VALUE[level + 1 :]))
    found = compare.difference(VALUE, other)
    assert (found.measure, found.here, found.there) == (measure, *told)


def test_plans_that_score_the_same_on_all_levels_do_not_differ():
    assert compare.difference(VALUE, VALUE) is None
    assert compare.compare(FakeSolve(selection()), selection(), 0, 0, 9)[0] == ("tie", None)


@pytest.mark.parametrize(
    ("measure", "here", "there", "outcome"),
    [
        ("stretches", 4, 3, "worse"),
        ("stretches", 3, 4, "better"),
        ("position_changes", 3, 4, "worse"),
        ("position_changes", 4, 3, "better"),
    ],
)
def test_leaving_out_a_demanded_stretch_can_be_for_the_better(measure, here, there, outcome):
    gap = Difference(measure=measure, here=here, there=there)
    assert compare.as_loss(("worse", gap)) == (outcome, gap)
    assert compare.as_loss(("tie", None)) == ("tie", None)


def test_rank_lists_the_levels_with_position_changes_negative():
    objective = sp.plan(minutes=6, days_since_injury=None).objective
    counted = objective.rank
    assert counted == (*list(objective.model_dump().values())[:4], -objective.position_changes)
    assert objective.position_changes > 0


def test_compare_each_keeps_selected_items_out_first_then_forces_the_others_in_and_shares_the_nodes():
    solve = FakeSolve(
        selection((49, *VALUE[1:]), nodes=10), None, selection(VALUE, nodes=7), selection(VALUE, optimal=False, nodes=0)
    )
    best = selection(items=(2, 0))
    found = compare.compare_each(solve, best, 4, 0b1100)
    assert solve.calls == [
        (0b1100, 0b0001, 20_000),
        (0b1000, 0b0100, 19_990),
        (0b1110, 0, 19_989),  # that there is none took a node
        (0b1100, 0, 19_982),
    ]
    loss = Difference(measure="least_served_half_seconds", here=50, there=49)
    assert found == {
        0: ("worse", loss),
        2: ("impossible", None),
        1: ("tie", None),
        3: ("not_worked_out", None),
    }


@pytest.mark.parametrize(
    ("answer", "nodes"),
    [
        (None, 1),
        (selection(nodes=0), 1),
        (selection(nodes=1), 1),
        (selection(nodes=2), 2),
        (selection(optimal=False, nodes=0), 1),
        (selection(optimal=False, nodes=1), 1),
    ],
)
def test_every_comparison_costs_at_least_one_node(answer, nodes):
    assert compare.compare(FakeSolve(answer), selection(), 0, 0, 9)[1] == nodes


def test_no_comparison_without_nodes_or_without_a_proved_plan():
    assert compare.compare(FakeSolve(None), selection(), 0, 0, 1) == (("impossible", None), 1)
    untouched = FakeSolve()
    assert compare.compare(untouched, selection(), 0, 0, 0) == (("not_worked_out", None), 0)
    assert compare.compare(untouched, selection(optimal=False), 0, 0, 9) == (("not_worked_out", None), 0)

    def ends_early(*_):
        raise NodeBudgetSpent

    assert compare.compare(ends_early, selection(), 0, 0, 8) == (("not_worked_out", None), 8)
