"""Does the core hold every choice that loses no more than allowed, and does its search find all good solutions?

By hand: A takes 20 s for a worth of 30 or 10 s for 20, and C 10 s for 10, both supine; B takes 15 s for 25, sitting. A
change of position takes 5 s. There are 40 s for doses and changes.

The nodes that a search takes are no promise. They show that it looks no further than its bounds allow.
"""

import pytest

from stretchplan.planning.bounds.lagrangian import Candidate, Losses
from stretchplan.planning.model.problem import Item, Option, SelectionProblem
from stretchplan.planning.search.budget import NodeBudget
from stretchplan.planning.search.core import Core, CoreSearch, Measure, OpenStretch, build_core, first_allowance
from stretchplan.planning.search.order import Orders
from stretchplan.planning.search.state import SearchState
from tests.support.problems import query_of


def dose(cost, effective):
    return Option(1, effective, cost, effective, effective)


A2, A1, B, C = dose(20, 30), dose(10, 20), dose(15, 25), dose(10, 10)
NAMES = {A2: "A2", A1: "A1", B: "B", C: "C"}
ITEMS = (
    Item("a", (A2, A1), (2, 0), 1, False, False, 0, -1),
    Item("b", (B,), (0, 2), 2, False, False, 0, -1),
    Item("c", (C,), (1, 1), 1, False, False, 0, -1),
)
WORTHS = ((30, 20), (25,), (10,))
LOSSES = Losses(60, ((0, 4), (2,), (6,)), (9, 3, 1))
ALL = (OpenStretch(0, (0, 1), True), OpenStretch(1, (0,), True), OpenStretch(2, (0,), True))


def search(*, settled=(), left=ALL, position_penalty=0, second=None, tie_break=False, available=40, areas=(0, 1)):
    query = query_of(SelectionProblem(ITEMS, 0, 5, (0, 1)), areas, False, available, 0, 0)
    state = SearchState(query, NodeBudget(1000, Orders(ITEMS)), None)
    return CoreSearch(
        state, Core(settled, left), Measure(WORTHS, position_penalty, LOSSES), second, tie_break=tie_break
    )


def run(of, nodes=1000, needed=-9, **demands):
    """Run a search; return the sets found (by name), whether it ended, and the nodes that it spent."""
    for name, value in ({"needed": needed} | demands).items():
        setattr(of, name, value)
    budget = of._state.budget
    before, found = budget.left, []

    def keep(inner, doses):
        assert inner is of
        found.append(" ".join(NAMES[option] for _, option in doses))

    ended = of.run(keep, nodes)
    return found, ended, before - budget.left


def candidate(*, must=False):
    """Return a candidate of two doses."""
    return Candidate(0, (A2, A1), (2,), 1, must)


@pytest.mark.parametrize(
    ("allowance", "core"),
    [
        (9, Core((), (OpenStretch(0, (0, 1), True),))),
        (8, Core((), (OpenStretch(0, (0, 1), False),))),
        (4, Core((), (OpenStretch(0, (0, 1), False),))),
        (3, Core(((0, 0),), ())),
        (0, Core(((0, 0),), ())),
    ],
)
def test_a_choice_that_loses_just_the_allowance_stays(allowance, core):
    """The long dose loses nothing, the short one 4, and leaving it out 9."""
    assert build_core([candidate()], [(Losses(60, ((0, 4),), (9,)), allowance)]) == core


def test_a_stretch_whose_doses_all_lose_too_much_is_out():
    assert build_core([candidate()], [(Losses(60, ((5, 6),), (4,)), 4)]) == Core((), ())


def test_one_dose_or_none_is_a_choice():
    assert build_core([candidate()], [(Losses(60, ((5, 4),), (4,)), 4)]) == Core((), (OpenStretch(0, (1,), True),))


def test_a_stretch_that_must_be_in_stays_at_any_allowance():
    assert build_core([candidate(must=True)], [(Losses(60, ((0, 4),), (None,)), 99)]) == Core(
        (), (OpenStretch(0, (0, 1), False),)
    )


def test_every_measure_has_its_own_allowance():
    """A choice that loses too much by either measure is ruled out."""
    one, other = Losses(60, ((0, 4),), (2,)), Losses(99, ((7, 6),), (3,))
    assert build_core([candidate()], [(one, 4), (other, 7)]) == Core((), (OpenStretch(0, (0, 1), True),))
    assert build_core([candidate()], [(one, 4), (other, 6)]) == Core((), (OpenStretch(0, (1,), True),))
    assert build_core([candidate()], [(one, 2), (other, 7)]) == Core((), (OpenStretch(0, (0,), True),))


def test_the_first_core_holds_the_48_doses_that_lose_least():
    """With fewer doses it holds all; an allowance is never negative."""
    assert first_allowance(Losses(0, tuple((k,) for k in reversed(range(100))), (None,) * 100)) == 47
    assert first_allowance(Losses(0, tuple((k, k) for k in range(100)), (None,) * 100)) == 23
    assert first_allowance(Losses(0, ((3, 8), (5,)), (None, None))) == 8
    assert first_allowance(Losses(0, ((-3, -8), (-5,)), (None, None))) == 0


def test_a_search_goes_through_all_sets_that_fit():
    """Supine first, because A loses least; in each domain the choice that loses least is first."""
    found, ended, nodes = run(search())
    assert found == ["A2 B", "A2", "A2 C", "A1 B", "A1", "A1 C B", "A1 C", "B", "", "C B", "C"]  # A2, C and B: 50 s
    assert (ended, nodes) == (True, 21)


def test_the_suffix_tables_are_spent_from_the_budget():
    """Doses of 3, 1 and 1 in two tables of 46 entries each, 64 entries to a node."""
    assert search()._state.budget.spent == 2 * 4 * 46 // 64 == 5
    second = Measure(WORTHS, 0, LOSSES)
    assert search(second=second)._state.budget.spent == 2 * 5


def test_a_set_that_is_just_good_enough_is_found():
    """Two sets are worth 55, none is worth 56."""
    assert search().bound == 55
    assert run(search(), needed=55) == (["A2 B", "A1 C B"], True, 11)
    assert run(search(), needed=56) == ([], True, 0)


def test_each_position_but_the_first_takes_its_penalty():
    assert search(position_penalty=3).bound == 52
    assert run(search(position_penalty=3), needed=52)[0] == ["A2 B", "A1 C B"]
    assert run(search(position_penalty=3), needed=53)[0] == []
    assert search(position_penalty=26).bound == 40
    assert run(search(position_penalty=26), needed=40)[0] == ["A2 C"]


def test_a_set_must_serve_every_area():
    """A2 gives the two areas 60 and 0, B 0 and 50, C 10 and 10."""
    assert run(search(), area_needed=(50, 50)) == (["A2 B", "A1 C B"], True, 11)
    assert run(search(), area_needed=(51, 51)) == ([], True, 5)
    assert run(search(), area_needed=(10, 10))[0] == ["A2 B", "A2 C", "A1 B", "A1 C B", "A1 C", "C B", "C"]
    assert run(search(areas=(0,)), needed=35)[0] == ["A2 B", "A2 C", "A1 B", "A1 C B", "C B"]


def test_settled_stretches_are_in_every_set():
    """B is settled; it leaves 25 s, and the change to supine takes 5 of them."""
    of = search(settled=((1, 0),), left=(OpenStretch(0, (0, 1), False), OpenStretch(2, (0,), True)), position_penalty=3)
    assert (of.seconds, of.bound) == (25, 52)
    assert run(of) == (["B A2", "B A1", "B A1 C"], True, 6)
    assert run(of, area_needed=(50, 50))[0] == ["B A2", "B A1 C"]


def test_a_position_in_use_is_searched_first():
    """C is settled, so A needs no change, whatever loses least."""
    of = search(settled=((2, 0),), left=(OpenStretch(0, (1,), True), OpenStretch(1, (0,), False)))
    assert of.seconds == 30
    assert run(of) == (["C A1 B", "C B"], True, 4)
    other = Losses(60, ((9, 9), (0,), (9,)), (0, 0, 0))
    of = search(settled=((2, 0),), left=ALL[:2], second=Measure(WORTHS, 0, other))
    assert run(of)[0] == ["C B", "C", "C A2", "C A1 B", "C A1"]


def test_two_settled_positions_need_no_further_change():
    """A1 and B are settled and leave 25 s: just enough for C, supine, and 15 s more, sitting."""
    more = dose(15, 12)
    items = (*ITEMS, Item("d", (more,), (0, 0), 2, False, False, 0, -1))
    query = query_of(SelectionProblem(items, 0, 5, (0, 1)), (0, 1), False, 55, 0, 0)
    state = SearchState(query, NodeBudget(1000, Orders(items)), None)
    losses = Losses(60, ((0, 0), (0,), (0,), (1,)), (1, 1, 1, 1))
    left = (OpenStretch(2, (0,), False), OpenStretch(3, (0,), True))
    of = CoreSearch(state, Core(((0, 1), (1, 0)), left), Measure((*WORTHS, (12,)), 3, losses))
    assert (of.seconds, of.bound) == (25, 20 + 25 + 10 + 12 - 3)
    found = []
    of.needed = of.bound
    assert of.run(lambda _, doses: found.append(doses), 100) is True
    assert found == [((0, A1), (1, B), (2, C), (3, more))]


def test_with_nothing_open_the_settled_doses_are_the_only_set():
    """It is found when it is good enough, serves every area enough, and fits."""
    settled = ((0, 1), (1, 0))
    assert run(search(settled=settled, left=(), position_penalty=3), needed=42) == (["A1 B"], True, 0)
    assert run(search(settled=settled, left=(), position_penalty=3), needed=43) == ([], True, 0)
    assert run(search(settled=settled, left=()), area_needed=(40, 40))[0] == ["A1 B"]
    assert run(search(settled=settled, left=()), area_needed=(41, 41))[0] == []
    assert run(search(settled=settled, left=(), available=30))[0] == ["A1 B"]
    assert run(search(settled=settled, left=(), available=29)) == ([], True, 0)
    assert search(settled=settled, left=(), available=29).seconds == -1


def test_settled_doses_that_do_not_fit_end_the_search():
    settled, left = ((0, 1), (1, 0)), (OpenStretch(2, (0,), True),)
    assert run(search(settled=settled, left=left, available=29)) == ([], True, 0)
    assert run(search(settled=settled, left=left, available=30))[0] == ["A1 B"]


def test_catalogue_order_breaks_ties():
    """A2 counts 8, A1 4, B 2 and C 1: earlier stretches before later ones, better doses before others."""
    of = search(tie_break=True)
    assert of.bits == 4
    assert of.tie_break_of(((0, A2), (2, C))) == 9
    assert of.tie_break_of(((0, A1), (1, B))) == 6
    assert of.tie_break_of(()) == 0
    assert of.bound == 55 * 16 + 8 + 2
    assert run(of, needed=55 * 16)[0] == ["A2 B", "A1 C B"]
    assert run(of, needed=55 * 16 + 7)[0] == ["A2 B", "A1 C B"]
    assert run(of, needed=55 * 16 + 8)[0] == ["A2 B"]
    assert search().bits == search().tie_break_of(((0, A2),)) == 0


def test_only_open_stretches_count_in_the_tie_break():
    """B is settled; of A one dose is open. The penalty counts before the tie-break."""
    of = search(
        settled=((1, 0),),
        left=(OpenStretch(0, (1,), True), OpenStretch(2, (0,), True)),
        tie_break=True,
        position_penalty=3,
    )
    assert of.bits == 2
    assert of.tie_break_of(((0, A1), (1, B), (2, C))) == 3
    assert of.tie_break_of(((0, A2), (1, B))) == 0  # a dose that is not left has none
    assert of.bound == (55 - 3) * 4 + 3


def test_a_second_measure_rules_out_sets_with_too_little():
    """In it A2 is worth 0, A1 9, B 5 and C 2, less 4 for each position but the first."""
    second = Measure(((0, 9), (5,), (2,)), 4, LOSSES)
    sets = {"A2 B": 1, "A2": 0, "A2 C": 2, "A1 B": 10, "A1": 9, "A1 C B": 12, "A1 C": 11, "B": 5, "C B": 3, "C": 2}
    for needed in range(14):
        found = run(search(second=second), second_needed=needed)[0]
        assert [names for names in found if names] == [names for names, worth in sets.items() if worth >= needed]
    of = search(settled=((0, 1), (1, 0)), left=(ALL[2],), second=second)
    assert run(of, second_needed=11)[0] == ["A1 B C"]


def test_the_second_measure_orders_the_search():
    """C before A, leaving A out before taking it, and its short dose before the long one."""
    second = Measure(WORTHS, 0, Losses(60, ((7, 5), (2,), (1,)), (0, 0, 4)))
    found = run(search(second=second))[0]
    assert found == ["C", "C B", "C A1", "C A1 B", "C A2", "", "B", "A1", "A1 B", "A2", "A2 B"]


def test_equal_losses_are_tried_best_dose_first():
    """Leaving a stretch out is last; of two stretches that lose the same, the first of the catalogue comes first."""
    second = Measure(WORTHS, 0, Losses(60, ((1, 1), (1,), (1,)), (1, 1, 1)))
    found = run(search(second=second))[0]
    assert found == ["A2 C", "A2 B", "A2", "A1 C B", "A1 C", "A1 B", "A1", "C B", "C", "B", ""]


def test_a_stopped_search_ends_and_may_run_again():
    of, found = search(), []
    of.needed = -9

    def stop(inner, doses):
        found.append(doses)
        if len(found) == 2:
            inner.stop()

    assert of.run(stop, 1000) is True
    assert len(found) == 2
    assert len(run(of)[0]) == 11


def test_demands_may_rise_during_a_search():
    """Each set must be worth more than the one before."""
    of, found = search(), []
    of.needed = -9

    def raise_to(inner, doses):
        found.append(sum(option.effective for _, option in doses))
        inner.needed = found[-1] + 1

    assert of.run(raise_to, 1000) is True
    assert found == [55]


@pytest.mark.parametrize(("nodes", "sets", "ended"), [(0, 0, False), (1, 0, False), (20, 10, False), (21, 11, True)])
def test_a_search_ends_with_its_nodes_and_spends_them(nodes, sets, ended):
    found, really, charged = run(search(), nodes)
    assert (len(found), really, charged) == (sets, ended, nodes)
