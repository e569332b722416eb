"""Is the bound that prices time ever below a real plan, and is every loss as large as it says?"""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from stretchplan.planning.bounds.knapsack import concave_hull, dantzig_bound
from stretchplan.planning.bounds.lagrangian import Candidate, LagrangianBound
from stretchplan.planning.model.problem import Option
from stretchplan.planning.search.core import build_core
from tests.support.problems import candidate_lists, choices


def worth_of(choice, positions, worths, position_penalty):
    """Return what a choice is worth: its doses, less a position_penalty for each position."""
    return sum(w[o] for w, o in zip(worths, choice, strict=True) if o is not None) - positions * position_penalty


@st.composite
def priced(draw):
    """Draw candidates, what their doses are worth, seconds, a change and a position_penalty."""
    candidates = draw(candidate_lists())
    worths = [[draw(st.integers(0, 2000)) for _ in c.options] for c in candidates]
    return candidates, worths, draw(st.integers(0, 120)), draw(st.integers(0, 20)), draw(st.sampled_from([0, 0, 7]))


@given(priced(), st.integers(0, 60))
def test_no_plan_is_worth_more_than_the_bound_at_any_rate(case, rate):
    """By brute force over all choices of doses."""
    candidates, worths, seconds, change, position_penalty = case
    rates = LagrangianBound(candidates, seconds, change)
    bound = rates.at(rate, rates.hulls(worths), position_penalty).bound
    for choice, positions in choices(candidates, seconds, change):
        assert worth_of(choice, positions, worths, position_penalty) <= bound


@given(priced(), st.integers(1, 500))
def test_what_a_plan_has_loses_no_more_than_the_plan_is_below_the_bound(case, guess):
    """Each dose of each choice, and each stretch left out: worth + loss <= bound."""
    candidates, worths, seconds, change, position_penalty = case
    losses = LagrangianBound(candidates, seconds, change).losses(worths, position_penalty, guess)
    for choice, positions in choices(candidates, seconds, change):
        short = losses.bound - worth_of(choice, positions, worths, position_penalty)
        for place, option in enumerate(choice):
            lost = losses.without[place] if option is None else losses.doses[place][option]
            assert lost is not None
            assert lost <= short


@given(priced())
def test_the_best_plan_lies_in_the_core_that_its_gap_leaves(case):
    """Whatever an allowance takes out is in no plan that is as near to the bound."""
    candidates, worths, seconds, change, position_penalty = case
    plans = list(choices(candidates, seconds, change))
    if not plans:
        return
    choice, positions = max(plans, key=lambda plan: worth_of(*plan, worths, position_penalty))
    losses = LagrangianBound(candidates, seconds, change).losses(worths, position_penalty)
    core = build_core(candidates, [(losses, losses.bound - worth_of(choice, positions, worths, position_penalty))])
    settled, left = dict(core.settled), {one.place: one for one in core.open}
    for place, option in enumerate(choice):
        if place in settled:
            assert settled[place] == option
        elif place in left:
            assert option in left[place].options if option is not None else left[place].may_be_out
        else:
            assert option is None


# Lying down: 10 s for 40 or 20 s for 50, and 10 s for 20. Changing takes 5 s, and there are 15 s besides the first.
LONG, SHORT, OTHER = Option(1, 2, 20, 2, 2), Option(1, 1, 10, 1, 1), Option(1, 1, 10, 1, 1)
TWO = (Candidate(0, (LONG, SHORT), (2,), 1, must=False), Candidate(1, (OTHER,), (2,), 1, must=False))
WORTHS = ((50, 40), (20,))


def test_what_is_taken_at_a_rate_by_hand():
    """The bound is the price of 20 s, the surplus of both stretches, and the fare of 5 s less."""
    rates = LagrangianBound(TWO, 15, 5)
    choices = rates.hulls(WORTHS)
    assert choices == [[(0, 0), (10, 40), (20, 50)], [(0, 0), (10, 20)]]
    assert rates.seconds == 20
    assert rates.at(0, choices) == (70, 35, [(0, 20), (1, 10)])
    assert rates.at(1, choices) == (20 - 5 + 30 + 10, 25, [(0, 10), (1, 10)])  # both doses leave 30: the shorter one
    assert rates.at(2, choices) == (40 - 10 + 20, 15, [(0, 10)])  # the other leaves nothing, and is not taken
    assert rates.at(3, choices) == (60, 0, [])  # -15 + 10 is less than nothing: so is lying down
    assert rates.at(1, choices, position_penalty=7) == (55 - 7, 25, [(0, 10), (1, 10)])
    assert rates.at(1, choices, position_penalty=34) == (21, 25, [(0, 10), (1, 10)])
    assert rates.at(1, choices, position_penalty=35) == (20, 0, [])


def test_what_must_be_in_is_taken_at_any_rate():
    """Its shortest dose, and the way to it; a stretch that need not be in is left out all the same."""
    rates = LagrangianBound((Candidate(0, (LONG, SHORT), (2,), 1, must=True), TWO[1]), 15, 5)
    choices = rates.hulls(WORTHS)
    assert choices == [[(10, 40), (20, 50)], [(0, 0), (10, 20)]]
    assert rates.at(9, choices) == (9 * 20 - 9 * 5 + 40 - 90, 15, [(0, 10)])


def test_the_rate_of_the_least_bound_by_hand():
    """From 1 to 2 what is taken goes from 25 s to 15 s; the bound at 2 is lower, with a penalty of 30 that at 1."""
    rates = LagrangianBound(TWO, 15, 5)
    choices = rates.hulls(WORTHS)
    assert rates.minimum(choices) == (2, rates.at(1, choices), rates.at(2, choices))
    for guess in (2, 3, 4, 100):
        assert rates.minimum(choices, start_rate=guess) == (2, rates.at(1, choices), rates.at(2, choices))
    assert rates.minimum(choices, position_penalty=30) == (1, rates.at(1, choices, 30), rates.at(2, choices, 30))
    assert [rates.at(rate, choices, 30).bound for rate in (1, 2)] == [25, 40]
    assert rates.minimum(choices, position_penalty=71) == (0, (0, 0, []), (0, 0, []))
    dearer = rates.hulls(((100, 80), (40,)))  # from 3 to 4 the other stretch goes
    assert rates.minimum(dearer, position_penalty=7) == (4, rates.at(3, dearer, 7), (80 - 20 - 7 + 40, 15, [(0, 10)]))


def test_a_rate_at_which_all_seconds_are_used_is_high_enough():
    """25 s at a rate of 1, and so many there are."""
    rates = LagrangianBound(TWO, 20, 5)
    choices = rates.hulls(WORTHS)
    assert rates.minimum(choices) == (1, rates.at(0, choices), rates.at(1, choices))


def test_time_that_is_no_matter_has_no_price():
    """35 s are all that can be used: no rate when there are so many, and one when there is a second less."""
    choices = LagrangianBound(TWO, 30, 5).hulls(WORTHS)
    assert LagrangianBound(TWO, 30, 5).minimum(choices) == (
        0,
        (70, 35, [(0, 20), (1, 10)]),
        (70, 35, [(0, 20), (1, 10)]),
    )
    assert LagrangianBound(TWO, 29, 5).minimum(choices)[0] == 1


def test_what_must_be_in_and_never_fits_has_a_rate_all_the_same():
    """However high the rate, it takes 25 s of 20: the search for one ends."""
    rates = LagrangianBound((Candidate(0, (LONG,), (2,), 1, must=True),), 15, 5)
    rate, below, above = rates.minimum(rates.hulls(((50,),)))
    assert rate == 2**100  # nothing has changed at four times as much
    assert (below.seconds, above.seconds) == (25, 25)


def test_losses_by_hand():
    """At 2 the bound is 50: the long dose leaves 10 of 20, the other stretch nothing, and lying down 10."""
    assert LagrangianBound(TWO, 15, 5).losses(WORTHS) == (50, ((10, 0), (0,)), (10, 0))
    # Left out, the first stretch is worth nothing, and then nobody lies down: -10 is not counted.
    must = (Candidate(0, (LONG, SHORT), (2,), 1, must=True), TWO[1])
    assert LagrangianBound(must, 15, 5).losses(WORTHS) == (50, ((10, 0), (0,)), (None, 0))
    must = (TWO[0], Candidate(1, (OTHER,), (2,), 1, must=True))
    assert LagrangianBound(must, 15, 5).losses(WORTHS) == (
        40,
        ((30, 0), (0,)),
        (0, None),
    )  # at 4: 5 s are left for the first


def test_a_stretch_that_must_be_in_is_never_left_out():
    """Its loss of being left out is none, and the core has it whatever it loses."""
    must = Candidate(0, (Option(1, 1, 30, 10, 10),), (0,), 1, must=True)
    other = Candidate(1, (Option(1, 1, 30, 10, 10),), (2,), 1, must=False)
    losses = LagrangianBound([must, other], 70, 5).losses([[0], [20]])
    assert losses.without == (None, 20)
    assert losses.bound == 20
    assert build_core([must, other], [(losses, 0)]).settled == ((0, 0), (1, 0))


def test_what_must_be_in_and_does_not_fit_still_ends_the_search_for_a_rate():
    """No rate makes it fit: the bound is that of the last rate tried."""
    must = Candidate(0, (Option(1, 1, 300, 10, 10),), (2,), 1, must=True)
    assert LagrangianBound([must], 40, 5).losses([[20]]).bound <= 20


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(0, 50)), min_size=1, max_size=6), st.booleans())
def test_no_point_lies_above_the_line_through_the_corners(points, empty):
    """Between two corners the line is above every point, it rises, and it bends down."""
    line = concave_hull(points, from_zero=empty)
    assert set(line) <= {*points, (0, 0)}
    for (x0, y0), (x1, y1) in pairwise(line):
        assert y1 > y0
        for x, y in points:
            assert not (x0 <= x <= x1 and (y - y0) * (x1 - x0) > (x - x0) * (y1 - y0))


@given(candidate_lists(), st.integers(0, 120))
def test_shared_out_as_a_liquid_the_time_gives_no_less_than_any_choice(candidates, seconds):
    """The bound of one level alone, which a plan that is not proved best carries."""
    bound = dantzig_bound([[(o.cost, o.effective) for o in c.options] for c in candidates], seconds)
    for choice, _ in choices(candidates, seconds, 0):
        effective = [c.options[o].effective for c, o in zip(candidates, choice, strict=True) if o is not None]
        assert sum(effective) <= bound
