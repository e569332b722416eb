"""Is Dantzig's bound ever below what a real choice reaches? It must never be."""

import itertools
from bisect import bisect_right

from hypothesis import given
from hypothesis import strategies as st

from stretchplan.planning.bounds import knapsack
from stretchplan.planning.bounds.knapsack import (
    KnapsackBounds,
    concave_hull,
    dantzig_bound,
    gains_by_depth,
    seconds_by_count,
)
from stretchplan.planning.model.problem import Item, Option

options = st.lists(
    st.builds(
        Option,
        sets=st.just(1),
        amount=st.just(1),
        cost=st.integers(1, 60),
        effective=st.integers(0, 60),
        work=st.integers(0, 120),
    ),
    min_size=1,
    max_size=4,
).map(tuple)


def item(its_options, weight=2):
    """Return an item of which only doses and one weight matter."""
    return Item("x", its_options, (weight,), 1, False, False, 0, -1)


def gains(undecided, worth):
    """Return what the items from each depth on can add, where ``worth(item, option)`` is what a dose adds."""
    return gains_by_depth([[(option.cost, worth(i, option)) for option in i.options] for i in undecided])


items = st.lists(st.builds(item, options, st.integers(0, 2)), min_size=0, max_size=4)


def choices(undecided, seconds):
    """Yield every real choice of doses that fits the seconds."""
    for choice in itertools.product(*([None, *i.options] for i in undecided)):
        if sum(o.cost for o in choice if o) <= seconds:
            yield choice


@given(items, st.integers(0, 200))
def test_no_choice_of_doses_gains_more_than_the_bound(undecided, seconds):
    """At every depth and for any seconds left, by brute force."""
    bounds = gains(undecided, lambda i, o: i.weights[0] * o.effective)
    for depth, bound in enumerate(bounds):
        rest = undecided[depth:]
        best = max(
            sum(i.weights[0] * o.effective for i, o in zip(rest, choice, strict=True) if o)
            for choice in choices(rest, seconds)
        )
        assert best <= bound.within(seconds)


@given(items, st.integers(0, 300))
def test_the_bound_is_exact_with_time_for_every_dose(undecided, extra):
    seconds = sum(max(o.cost for o in i.options) for i in undecided) + extra
    best = sum(max(o.work for o in i.options) for i in undecided)
    assert gains(undecided, lambda _, o: o.work)[0].within(seconds) == best


@given(items, st.integers(0, 200))
def test_the_count_of_items_that_fit_is_exact(undecided, seconds):
    """At every depth, by brute force."""
    for depth, sums in enumerate(seconds_by_count(undecided)):
        rest = undecided[depth:]
        most = max(sum(o is not None for o in choice) for choice in choices(rest, seconds))
        assert bisect_right(sums, seconds) == most


@given(items, st.integers(0, 200), st.integers(0, 50))
def test_more_seconds_never_lower_the_bound(undecided, seconds, more):
    for bound in gains(undecided, lambda i, o: i.weights[0] * o.effective):
        assert bound.within(seconds) <= bound.within(seconds + more)


def test_a_dose_on_the_way_to_a_better_one_is_reached_exactly():
    """Doses of 5 s for 5 and 10 s for 10: the line between them passes through every whole value on it."""
    doses = (Option(1, 1, 10, 10, 10), Option(1, 1, 5, 5, 5))
    (bound, nothing_left) = gains([item(doses)], lambda _, o: o.effective)
    assert [bound.within(seconds) for seconds in (0, 4, 5, 9, 10, 99)] == [0, 4, 5, 9, 10, 10]
    assert nothing_left.within(99) == 0


def test_the_steepest_pieces_come_first():
    """Two items, 12 s: all of the steeper one (8 s for 16) and half of the other (8 s for 8)."""
    steep, flat = item((Option(1, 1, 8, 16, 1),)), item((Option(1, 1, 8, 8, 1),))
    for undecided in ([steep, flat], [flat, steep]):
        assert gains(undecided, lambda _, o: o.effective)[0].within(12) == 16 + 4


def gain_of(*points):
    """Return what doses at (cost, worth) of one item can add."""
    return gains([item(tuple(Option(1, 1, cost, worth, 1) for cost, worth in points))], lambda _, o: o.effective)[0]


def test_doses_below_the_hull_do_not_bend_it():
    """10 s for 10 lies below the line to 20 s for 30; later doses are less steep, or replace a corner."""
    concave = gain_of((30, 36), (10, 10), (40, 41), (20, 30))
    assert [concave.within(s) for s in (0, 10, 19, 20, 25, 30, 35, 40, 99)] == [0, 15, 28, 30, 33, 36, 38, 41, 41]
    over_a_corner = gain_of((10, 10), (20, 30), (30, 36), (40, 44))
    assert [over_a_corner.within(s) for s in (10, 20, 30, 35, 40, 99)] == [15, 30, 37, 40, 44, 44]
    assert [gain_of((10, 9), (20, 9)).within(s) for s in (5, 10, 20)] == [4, 9, 9]  # longer for nothing


def test_the_corners_of_a_hull_by_hand():
    assert concave_hull([(20, 20), (10, 10)]) == [(0, 0), (20, 20)]
    assert concave_hull([(10, 9), (20, 9)]) == [(0, 0), (10, 9)]
    assert concave_hull([(10, 10), (20, 30), (30, 36)], from_zero=False) == [(10, 10), (20, 30), (30, 36)]
    assert concave_hull([(10, 10), (20, 30), (30, 36)]) == [(0, 0), (20, 30), (30, 36)]
    assert concave_hull([], from_zero=False) == []


def test_the_bound_of_several_stretches_by_hand():
    """8 s for 16, then 10 s for 10, and then a part of 40 s for 20."""
    choices = [[(40, 20)], [(8, 16), (18, 26)]]
    assert [dantzig_bound(choices, seconds) for seconds in (0, 4, 8, 13, 18, 38, 58, 99)] == [
        0,
        8,
        16,
        21,
        26,
        36,
        46,
        46,
    ]


def test_the_least_seconds_of_each_number_of_items_by_hand():
    undecided = [item((Option(1, 1, c + 9, 9, 9), Option(1, 1, c, 1, 1))) for c in (10, 5, 8)]
    assert seconds_by_count(undecided) == [[5, 13, 23], [5, 13], [8], []]


def test_bounds_of_a_problem_are_worked_out_once(monkeypatch):
    """The same areas give the same list; and the cache is bounded."""
    monkeypatch.setattr(knapsack, "_CACHED", 2)
    bounds = KnapsackBounds([item((Option(1, 1, 8, 16, 1),))])
    first = bounds.served((0,))
    assert bounds.served((0,)) is first
    assert [g.within(8) for g in bounds.served((0, 0))] == [64, 0]
    bounds.served((0, 0, 0))
    assert bounds.served((0,)) is not first


def test_a_gain_and_its_pieces_are_held_once():
    """Where a stretch adds nothing the gain is that of the stretches after it, and pieces are shared in any case."""
    two, one, one_again, none = gains_by_depth([[(30, 60)], [(10, 0)], [(20, 40)]])
    assert one is one_again
    assert none.within(99) == 0
    assert any(piece is one._pieces[0] for piece in two._pieces)
