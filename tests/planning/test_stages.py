"""Is what a stretch loses counted once, however many areas it serves?"""

from stretchplan.planning.bounds.lagrangian import Losses
from stretchplan.planning.model.problem import Item, Option, SelectionProblem
from stretchplan.planning.search.budget import NodeBudget
from stretchplan.planning.search.stages import Measure, Stages
from stretchplan.planning.search.state import SearchState
from tests.support.problems import query_of

LONG, SHORT = Option(2, 30, 60, 60, 60), Option(1, 20, 20, 20, 20)


def test_the_parts_of_a_loss_add_up_to_the_loss_and_no_more():
    """With the shorter dose the objective falls by 800. Each of two areas counts a half, and one alone all of it."""
    measured = Measure([[900, 100]], 0, 1, (1, 1), Losses(1100, ((0, 800),), (None,), 0))
    items = (Item("item", (LONG, SHORT), (4, 4), 1, False, False, 0, -1),)
    query = query_of(SelectionProblem(items, 0, 5, (0, 1)), (0, 1), True, 60, required=1)
    state = SearchState(query, NodeBudget(1000, query.prepared.orders), None)
    stages = Stages(state, state.candidates, (80, 80), measured, 0, by_hints=False)
    row = stages._core()[0]
    both = stages._area_choices(row, [(1060, 1060), (260, 260)], stages.stages[0].position)
    assert both == [(0, [(80, 0), (80, 400)]), (1, [(80, 0), (80, 400)])]
    alone = Stages(state, state.candidates, (80, 0), measured, 0, by_hints=False)
    only = alone._area_choices(alone._core()[0], [(980, 980), (180, 180)], alone.stages[0].position)
    assert only == [(0, [(80, 0), (80, 800)])]
