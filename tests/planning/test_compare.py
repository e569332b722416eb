"""How do other plans compare: which searches are made, in which order, with how many nodes, and with what result?"""

import pytest

import stretchplan as sp
from stretchplan.planning.explain import compare
from stretchplan.planning.search.budget import NodeBudgetSpent
from stretchplan.planning.search.select import Selection
from stretchplan.results.reasons import Difference

SCORE = (50, 200, 4, 180, -3)


def selection(score=SCORE, *, items=(), optimal=True, nodes=10):
    """Return a selection of some items."""
    return Selection(tuple((i, None) for i in items), score, score, optimal, nodes)


class FakeSolve:
    """A solver that records its calls and returns the given answers in turn."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.calls = []

    def __call__(self, required, excluded, node_budget):
        self.calls.append((required, excluded, node_budget))
        return self.answers.pop(0)


@pytest.mark.parametrize(
    ("level", "measure", "there", "shown"),
    [
        (0, "least_served_quarter_seconds", 40, (50, 40)),
        (1, "total_served_quarter_seconds", 150, (200, 150)),
        (2, "stretches", 3, (4, 3)),
        (3, "stretching_seconds", 100, (180, 100)),
        (4, "position_changes", -5, (3, 5)),
    ],
)
def test_difference_is_the_first_level_that_differs(level, measure, there, shown):
    other = (*SCORE[:level], there, *(part + 1 for part in SCORE[level + 1 :]))
    gap = compare.difference(SCORE, other)
    assert (gap.measure, gap.here, gap.there) == (measure, *shown)


def test_equal_scores_have_no_difference():
    assert compare.difference(SCORE, SCORE) is None
    assert compare.compare(FakeSolve(selection()), selection(), 0, 0, 9)[0] == ("tie", None)


@pytest.mark.parametrize(
    ("measure", "here", "there", "outcome"),
    [
        ("stretches", 4, 3, "worse"),
        ("stretches", 3, 4, "better"),
        ("rested_days", 12, 3, "worse"),
        ("rested_days", 3, 12, "better"),
        ("position_changes", 3, 4, "worse"),
        ("position_changes", 4, 3, "better"),
    ],
)
def test_leaving_a_stretch_out_can_be_better_or_worse(measure, here, there, outcome):
    gap = Difference(measure=measure, here=here, there=there)
    assert compare.as_loss(("worse", gap)) == (outcome, gap)
    assert compare.as_loss(("tie", None)) == ("tie", None)


def test_rank_lists_the_levels_with_position_changes_negative():
    objective = sp.plan(minutes=6, days_since_injury=None).objective
    levels = list(objective.model_dump().values())
    assert objective.rank == (*levels[:2], *levels[4:6], -objective.position_changes)
    assert objective.position_changes > 0


def test_compare_each_tries_selected_items_first_on_one_budget():
    solve = FakeSolve(
        selection((49, *SCORE[1:]), nodes=10), None, selection(SCORE, nodes=7), selection(SCORE, optimal=False, nodes=0)
    )
    best = selection(items=(2, 0))
    comparisons = compare.compare_each(solve, best, 4, 0b1100)
    assert solve.calls == [
        (0b1100, 0b0001, 20_000),
        (0b1000, 0b0100, 19_990),
        (0b1110, 0, 19_989),  # a search without a result counts as one node
        (0b1100, 0, 19_982),
    ]
    loss = Difference(measure="least_served_quarter_seconds", here=50, there=49)
    assert comparisons == {
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


def test_comparison_needs_nodes_and_a_proved_best_selection():
    assert compare.compare(FakeSolve(None), selection(), 0, 0, 1) == (("impossible", None), 1)
    untouched = FakeSolve()
    assert compare.compare(untouched, selection(), 0, 0, 0) == (("not_worked_out", None), 0)
    assert compare.compare(untouched, selection(optimal=False), 0, 0, 9) == (("not_worked_out", None), 0)

    def ends_early(*_):
        raise NodeBudgetSpent

    assert compare.compare(ends_early, selection(), 0, 0, 8) == (("not_worked_out", None), 8)


def test_unproved_other_selection_is_not_compared():
    best = Selection(doses=(), score=(5, 5, 1, 5, 0), bound=(5, 5, 1, 5, 0), optimal=True, nodes=10)
    worse = best._replace(score=(4, 4, 1, 4, 0), optimal=False, nodes=7)
    assert compare.compare(lambda *_: worse, best, 0, 0, 100) == (("not_worked_out", None), 7)


def test_solver_cannot_compare_without_a_forbidden_stretch():
    request = sp.PlanRequest(minutes=9, days_since_injury=3)
    solver = sp.Planner()._solver
    assert solver.without(solver.day(request), "glute_bridge") == ("impossible", None)
    for area in ("pelvis", "ankles"):  # one is out today, the other takes too long
        infeasible = sp.PlanRequest(minutes=1, days_since_injury=3, targets={area}, pace={"get_ready_seconds": 60})
        assert solver.without(solver.day(infeasible), "cat_cow") == ("impossible", None)


def test_equal_comparisons_are_held_once():
    assert compare.compare_scores((5, 4), (5, 3)) is compare.compare_scores((9, 4), (9, 3))
