"""Is the day put into the right whole numbers: costs, positions, order, and the doses worth trying?"""

import pytest

import stretchplan as sp
from stretchplan.catalog.dosage import Dosage
from stretchplan.planning.model.moves import Words
from stretchplan.planning.model.problem import Item, Option, SelectionProblem, make_problem

TEN_SECONDS = Dosage(1, 10)
BUILTIN = sp.builtin_catalog()
PACE = sp.Pace()  # 20 s to get ready and up, 15 s to change position, 5 s to settle and to change side, 10 s of rest
WORDS = dict.fromkeys(BUILTIN.by_id, Words(before=25, change=11))


def item(name, cost, *, position=1, strengthens=False, after=0, straight_after=-1):
    """Return an item with two doses, the quicker one second."""
    options = (Option(2, 9, cost + 40, 60, 60), Option(1, 9, cost, 30, 30))
    return Item(name, options, (2,), position, False, strengthens, after, straight_after)


def shortest(*items):
    """Return the seconds of the shortest session with each item; getting ready takes 10 s, a change of position 7."""
    return list(SelectionProblem(items, 10, 7, (0,)).shortest_with.values())


def test_a_gentle_stretch_makes_a_session_alone():
    """Getting ready, and its quickest dose."""
    assert shortest(item("a", 30), item("b", 25)) == [40, 35]


def test_strengthening_needs_the_quickest_gentle_stretch_before_it():
    """With the change of position between them; another strengthening stretch is no help."""
    bridge = item("bridge", 50, strengthens=True)
    assert shortest(bridge, item("here", 30), item("there", 25, position=2)) == [90, 40, 35]
    assert shortest(bridge, item("here", 30), item("there", 22, position=2)) == [89, 40, 32]
    assert shortest(bridge, item("other", 5, strengthens=True), item("here", 30))[0] == 90


def test_a_stretch_that_must_come_later_cannot_open():
    """With no stretch that can open, the strengthening one counts alone."""
    bridge = item("bridge", 50, strengthens=True)
    here = item("here", 30)
    assert shortest(bridge, item("late", 20, after=0b001), here)[0] == 90
    assert shortest(bridge, item("next", 20, straight_after=0), here)[0] == 90
    assert shortest(bridge, item("late", 20, after=0b100), here)[0] == 80  # after something else
    assert shortest(here, bridge, item("next", 20, straight_after=0))[1] == 80
    assert shortest(here, bridge, item("late", 20, after=0b010))[1] == 90
    assert shortest(bridge)[0] == 60


def problem(ids, dose=TEN_SECONDS, **kwargs):
    """Return the problem of some stretches of the built-in catalogue at one dose."""
    return make_problem(BUILTIN, dict.fromkeys(ids, (dose,)), WORDS, PACE, **kwargs)


def test_ordering_hints_become_bits_and_indices():
    """Child's pose comes after cobra, the twist straight after knee to chest."""
    found = problem(["cobra_pose", "childs_pose", "lying_knee_twist", "knee_to_chest", "glute_bridge"])
    assert [i.stretch_id for i in found.items] == [
        "knee_to_chest",
        "lying_knee_twist",
        "childs_pose",
        "glute_bridge",
        "cobra_pose",
    ]
    assert [i.straight_after for i in found.items] == [-1, 0, -1, -1, -1]
    assert [i.after for i in found.items] == [0, 0, 0b10000, 0, 0]
    assert [i.position for i in found.items] == [1, 1, 2, 1, 4]
    assert [i.opens for i in found.items] == [True, False, False, False, False]
    assert [i.strengthens for i in found.items] == [False, False, False, True, False]
    assert (found.opening, found.change) == (20 - 5 + 20, 15 - 5)


def test_without_the_order_rule_no_hint_holds():
    """A hint about a stretch that is not in the problem never holds."""
    every = problem(BUILTIN.by_id, ordered=False)
    assert {(i.straight_after, i.after, i.opens, i.strengthens) for i in every.items} == {(-1, 0, False, False)}
    assert [i.straight_after for i in problem(["lying_knee_twist"]).items] == [-1]


def options(name, *doses):
    """Return the doses of one stretch that no other dominates, as (sets, amount)."""
    stretches = make_problem(BUILTIN, {name: tuple(Dosage(*dose) for dose in doses)}, WORDS, PACE)
    return [(option.sets, option.amount) for option in stretches.items[0].options]


@pytest.mark.parametrize(
    ("doses", "kept"),
    [
        # More effective seconds first; past 60 of them more work; of as much work, fewer sets.
        (((1, 10), (2, 20), (1, 20)), [(2, 20), (1, 20), (1, 10)]),
        (((3, 20), (4, 20)), [(4, 20), (3, 20)]),
        # Two sets of ten take longer than one of twenty and give as much; the other way round it is dropped too.
        (((2, 10), (1, 20)), [(1, 20)]),
        (((1, 20), (2, 10)), [(1, 20)]),
        # A dose that occurs twice is kept once.
        (((1, 20), (1, 20)), [(1, 20)]),
    ],
)
def test_dominated_doses_are_dropped(doses, kept):
    """The best come first, whatever their order was."""
    assert options("knee_to_chest", *doses) == kept


def test_the_cost_of_a_dose_by_hand():
    """Two sets of 20 s to each side: 25 to hear how, 80 of work, three changes of 11; pauses of cobra are rests."""
    (twist,) = problem(["lying_knee_twist"], Dosage(2, 20)).items[0].options
    assert twist == Option(sets=2, amount=20, cost=25 + 80 + 3 * 11, effective=40, work=80)
    (cobra,) = problem(["cobra_pose"], Dosage(3, 10)).items[0].options
    assert cobra == Option(sets=3, amount=10, cost=25 + 180 + 2 * 10, effective=60, work=180)


def test_settling_and_changing_sides_are_as_long_as_their_words_and_their_pace():
    """A stretch with few words settles and changes sides for the seconds of the pace."""
    few = make_problem(BUILTIN, {"cat_cow": (Dosage(1, 30),)}, {"cat_cow": Words(3)}, PACE)
    assert few.items[0].options[0].cost == 5 + 30
    few = make_problem(BUILTIN, {"lying_knee_twist": (Dosage(1, 30),)}, {"lying_knee_twist": Words(3, 3)}, PACE)
    assert few.items[0].options[0].cost == 5 + 60 + 5
