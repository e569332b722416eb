"""Is the Lagrangian bound ever below a real plan, and is every loss as large as it may be?"""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from stretchplan.planning.bounds.knapsack import concave_hull, dantzig_bound
from stretchplan.planning.bounds.lagrangian import Candidate, LagrangianBound
from stretchplan.planning.model.problem import Option
from tests.support.problems import candidate_lists, choices, one_by_one


def worth_of(choice, positions, worths, position_penalty):
    """Return what a choice is worth: its doses, less a penalty for each position."""
    return sum(w[o] for w, o in zip(worths, choice, strict=True) if o is not None) - positions * position_penalty


@st.composite
def priced(draw):
    """Draw candidates, what their doses are worth, seconds, a change and a position penalty."""
    candidates = draw(candidate_lists())
    worths = [[draw(st.integers(0, 2000)) for _ in c.options] for c in candidates]
    return candidates, worths, draw(st.integers(0, 120)), draw(st.integers(0, 20)), draw(st.sampled_from([0, 0, 7]))


@given(priced(), st.integers(0, 60))
def test_no_plan_is_worth_more_than_the_bound_at_any_rate(case, rate):
    """By brute force."""
    candidates, worths, seconds, change, position_penalty = case
    lagrangian = LagrangianBound(candidates, seconds, change)
    bound = lagrangian.at(rate, lagrangian.by_position(lagrangian.hulls(worths)), position_penalty).bound
    singles, worths = one_by_one(candidates, worths)
    for choice, positions in choices(singles, seconds, change):
        assert worth_of(choice, positions, worths, position_penalty) <= bound


@given(priced())
def test_no_choice_of_a_plan_loses_more_than_its_gap(case):
    """Each dose, and each stretch left out: worth + loss <= bound."""
    candidates, worths, seconds, change, position_penalty = case
    losses = LagrangianBound(candidates, seconds, change).losses(worths, position_penalty)
    singles, worths, doses, without = one_by_one(candidates, worths, losses.doses, losses.without)
    for choice, positions in choices(singles, seconds, change):
        short = losses.bound - worth_of(choice, positions, worths, position_penalty)
        for place, option in enumerate(choice):
            lost = without[place] if option is None else doses[place][option]
            assert lost is not None
            assert lost <= short


# Supine: 10 s for 40 or 20 s for 50, and 10 s for 20. A change takes 5 s. There are 15 s for doses and changes.
LONG, SHORT, OTHER = Option(1, 2, 20, 2, 2), Option(1, 1, 10, 1, 1), Option(1, 1, 10, 1, 1)
TWO = (Candidate((0,), (LONG, SHORT), (2,), 1, must=False), Candidate((1,), (OTHER,), (2,), 1, must=False))
WORTHS = ((50, 40), (20,))


def test_the_relaxed_plan_at_a_rate_by_hand():
    """The bound is the price of 20 s, plus the surplus of both stretches, less the price of the change of 5 s."""
    bound = LagrangianBound(TWO, 15, 5)
    choices = bound.hulls(WORTHS)
    groups = bound.by_position(choices)
    assert choices == [[(0, 0), (10, 40), (20, 50)], [(0, 0), (10, 20)]]
    assert bound.seconds == 20
    assert bound.at(0, groups) == (70, 35, [(0, 20), (1, 10)])
    # Both doses have a surplus of 30: the shorter one is taken.
    assert bound.at(1, groups) == (20 - 5 + 30 + 10, 25, [(0, 10), (1, 10)])
    assert bound.at(2, groups) == (40 - 10 + 20, 15, [(0, 10)])  # the other one has no surplus, and is not taken
    assert bound.at(3, groups) == (60, 0, [])  # -15 + 10 is below 0: the position is not used
    assert bound.at(1, groups, position_penalty=7) == (55 - 7, 25, [(0, 10), (1, 10)])
    assert bound.at(1, groups, position_penalty=34) == (21, 25, [(0, 10), (1, 10)])
    assert bound.at(1, groups, position_penalty=35) == (20, 0, [])


def test_a_stretch_that_must_be_in_is_taken_at_any_rate():
    """Its shortest dose, and the change to it; the other stretch is left out."""
    bound = LagrangianBound((Candidate((0,), (LONG, SHORT), (2,), 1, must=True), TWO[1]), 15, 5)
    choices = bound.hulls(WORTHS)
    groups = bound.by_position(choices)
    assert choices == [[(10, 40), (20, 50)], [(0, 0), (10, 20)]]
    assert bound.at(9, groups) == (9 * 20 - 9 * 5 + 40 - 90, 15, [(0, 10)])


def test_the_rate_of_the_least_bound_by_hand():
    """From rate 1 to 2 the plan goes from 25 s to 15 s; the bound at 2 is lower, with a penalty of 30 that at 1."""
    bound = LagrangianBound(TWO, 15, 5)
    choices = bound.hulls(WORTHS)
    groups = bound.by_position(choices)
    assert bound.minimum(choices) == (2, bound.at(1, groups), bound.at(2, groups))
    assert bound.minimum(choices, position_penalty=30) == (1, bound.at(1, groups, 30), bound.at(2, groups, 30))
    assert [bound.at(rate, groups, 30).bound for rate in (1, 2)] == [25, 40]
    assert bound.minimum(choices, position_penalty=71) == (0, (0, 0, []), (0, 0, []))
    dearer = bound.hulls(((100, 80), (40,)))  # from 3 to 4 the other stretch goes
    before = bound.at(3, bound.by_position(dearer), 7)
    assert bound.minimum(dearer, position_penalty=7) == (4, before, (93, 15, [(0, 10)]))


def test_a_rate_at_which_all_seconds_are_used_is_high_enough():
    bound = LagrangianBound(TWO, 20, 5)
    choices = bound.hulls(WORTHS)
    groups = bound.by_position(choices)
    assert bound.minimum(choices) == (1, bound.at(0, groups), bound.at(1, groups))


def test_time_that_limits_nothing_has_no_price():
    """35 s are all that can be used."""
    choices = LagrangianBound(TWO, 30, 5).hulls(WORTHS)
    everything = (70, 35, [(0, 20), (1, 10)])
    assert LagrangianBound(TWO, 30, 5).minimum(choices) == (0, everything, everything)
    assert LagrangianBound(TWO, 29, 5).minimum(choices)[0] == 1


def test_the_search_for_a_rate_ends_when_a_must_never_fits():
    """At any rate it takes 25 s of 20."""
    bound = LagrangianBound((Candidate((0,), (LONG,), (2,), 1, must=True),), 15, 5)
    rate, below, above = bound.minimum(bound.hulls(((50,),)))
    assert rate == 2**100  # more than any second brings
    assert (below.seconds, above.seconds) == (25, 25)


def test_losses_by_hand():
    """At rate 2 the bound is 50: the long dose has a surplus of 10, the short one of 20, the other stretch none."""
    assert LagrangianBound(TWO, 15, 5).losses(WORTHS) == (50, ((10, 0), (0,)), (10, 0), 2)
    # Left out, the first stretch is worth nothing, and the position is not used: -10 is not counted.
    must = (Candidate((0,), (LONG, SHORT), (2,), 1, must=True), TWO[1])
    assert LagrangianBound(must, 15, 5).losses(WORTHS) == (50, ((10, 0), (0,)), (None, 0), 2)
    must = (TWO[0], Candidate((1,), (OTHER,), (2,), 1, must=True))
    # At rate 4: 5 s are left for the first stretch.
    assert LagrangianBound(must, 15, 5).losses(WORTHS) == (40, ((30, 0), (0,)), (0, None), 4)


def test_a_stretch_that_must_be_in_is_never_left_out():
    must = Candidate((0,), (Option(1, 1, 30, 10, 10),), (0,), 1, must=True)
    other = Candidate((1,), (Option(1, 1, 30, 10, 10),), (2,), 1, must=False)
    losses = LagrangianBound([must, other], 70, 5).losses([[0], [20]])
    assert losses.without == (None, 20)
    assert losses.bound == 20
    assert losses.doses == ((0,), (0,))


def test_the_bound_of_a_must_that_does_not_fit_is_the_last_one():
    must = Candidate((0,), (Option(1, 1, 300, 10, 10),), (2,), 1, must=True)
    assert LagrangianBound([must], 40, 5).losses([[20]]).bound <= 20


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(0, 50)), min_size=1, max_size=6), st.booleans())
def test_no_dose_lies_above_its_hull(points, empty):
    """Between two corners the line is above every dose, it rises, and it bends down."""
    line = concave_hull(points, from_zero=empty)
    assert set(line) <= {*points, (0, 0)}
    for (x0, y0), (x1, y1) in pairwise(line):
        assert y1 > y0
        for x, y in points:
            assert not (x0 <= x <= x1 and (y - y0) * (x1 - x0) > (x - x0) * (y1 - y0))


@given(candidate_lists(), st.integers(0, 120))
def test_no_choice_is_worth_more_than_dantzigs_bound(candidates, seconds):
    bound = dantzig_bound([[(o.cost, o.effective) for o in c.options] for c in candidates], seconds)
    for choice, _ in choices(candidates, seconds, 0):
        effective = [c.options[o].effective for c, o in zip(candidates, choice, strict=True) if o is not None]
        assert sum(effective) <= bound


@given(candidate_lists(), st.lists(st.integers(0, 3), min_size=8, max_size=8), st.integers(5, 60))
def test_prices_give_the_bound_and_the_losses_of_what_doses_are_worth_at_them(candidates, prices, seconds):
    """Also at a price of 0, for stretches that must be in and others."""
    bound, prices = LagrangianBound(candidates, seconds, 5), prices[: len(candidates)]
    worths = [[price * o.effective for o in c.options] for c, price in zip(candidates, prices, strict=True)]
    losses = bound.losses(worths)
    assert bound.priced_losses(prices) == losses
    assert bound.bound(prices) == losses.bound
