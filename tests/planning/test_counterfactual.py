"""What would be otherwise: which searches are made for it, in which order and with how many nodes, and what is said?"""

import pytest

import stretchplan as sp
from stretchplan.planning.explain import compare as counterfactual
from stretchplan.planning.search.depth_first import NodeBudgetSpent
from stretchplan.planning.search.select import Selection
from stretchplan.results.reasons import Difference

VALUE = (50, 200, 4, 180, -3)


def selection(value=VALUE, *, items=(), optimal=True, nodes=10):
    """Return a selection of some items."""
    return Selection(tuple((i, None) for i in items), value, value, optimal, nodes)


class Asked:
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
def test_the_first_level_that_differs_is_told_as_a_person_counts_it(level, measure, there, told):
    """Changes of position are below zero in the search, and above it in words; later levels are not looked at."""
    other = (*VALUE[:level], there, *(value + 1 for value in VALUE[level + 1 :]))
    found = counterfactual.difference(VALUE, other)
    assert (found.measure, found.here, found.there) == (measure, *told)


def test_plans_that_score_the_same_do_not_differ():
    """On all five levels."""
    assert counterfactual.difference(VALUE, VALUE) is None
    assert counterfactual.compared(Asked(selection()), selection(), 0, 0, 9)[0] == ("tie", None)


@pytest.mark.parametrize(
    ("measure", "here", "there", "outcome"),
    [
        ("stretches", 4, 3, "worse"),
        ("stretches", 3, 4, "better"),
        ("position_changes", 3, 4, "worse"),
        ("position_changes", 4, 3, "better"),
    ],
)
def test_what_was_asked_for_may_be_in_the_way(measure, here, there, outcome):
    """More is better, but of changes of position."""
    gap = Difference(measure=measure, here=here, there=there)
    assert counterfactual.lost(("worse", gap)) == (outcome, gap)
    assert counterfactual.lost(("tie", None)) == ("tie", None)


def test_an_objective_is_counted_as_the_search_counts():
    """There and back: the levels in their order, and changes of position below zero."""
    objective = sp.plan(minutes=6, days_since_injury=None).objective
    counted = counterfactual.value_of(objective)
    assert counted == (*list(objective.model_dump().values())[:4], -objective.position_changes)
    assert objective.position_changes > 0


def test_what_is_in_is_kept_out_and_what_is_out_is_forced_in():
    """What is in comes first; what the request asks for stays, but for the one kept out; the nodes are shared."""
    solve = Asked(
        selection((49, *VALUE[1:]), nodes=10), None, selection(VALUE, nodes=7), selection(VALUE, optimal=False, nodes=0)
    )
    best = selection(items=(2, 0))
    found = counterfactual.otherwise(solve, best, 4, 0b1100)
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
def test_every_search_takes_a_node_at_least(answer, nodes):
    """So that they end."""
    assert counterfactual.compared(Asked(answer), selection(), 0, 0, 9)[1] == nodes


def test_with_one_node_left_it_is_tried_and_with_none_it_is_not():
    """Nor when the plan is not proved the best; and a search that ends early has used up what there was."""
    assert counterfactual.compared(Asked(None), selection(), 0, 0, 1) == (("impossible", None), 1)
    untouched = Asked()
    assert counterfactual.compared(untouched, selection(), 0, 0, 0) == (("not_worked_out", None), 0)
    assert counterfactual.compared(untouched, selection(optimal=False), 0, 0, 9) == (("not_worked_out", None), 0)

    def ends_early(*_):
        raise NodeBudgetSpent

    assert counterfactual.compared(ends_early, selection(), 0, 0, 8) == (("not_worked_out", None), 8)
