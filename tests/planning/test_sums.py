"""Can an area have just the sums that doses make, and is what it lacks raised to the next of them?"""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from stretchplan.planning.search.sums import Sums

PARTS = st.lists(st.sets(st.integers(0, 40), max_size=4), min_size=1, max_size=3)


def sums_of(parts, most):
    """Return all sums of any number of parts, by counting each part as often as it fits."""
    found = {0}
    for part in sorted(set(parts) - {0}):
        found = {total + part * times for total in found for times in range(most // part + 1)}
    return {total for total in found if total <= most}


@given(PARTS, st.integers(0, 120))
def test_what_is_lacking_is_raised_to_the_next_sum(parts, most):
    sums = Sums(parts, [0] * len(parts), most)
    for area, of_area in enumerate(parts):
        can = sums_of(of_area, most)
        for need in range(most + 1):
            above = [total for total in can if total >= need]
            assert (sums.reach(area, need) == min(above)) if above else (sums.reach(area, need) > most)


@given(PARTS, st.data())
def test_the_least_served_area_has_what_some_area_can_have(parts, data):
    had = [data.draw(st.integers(0, 30)) for _ in parts]
    most = 80
    sums = Sums(parts, had, most)
    can = {before + total for of_area, before in zip(parts, had, strict=True) for total in sums_of(of_area, most)}
    for number in range(most):
        above, below = [x for x in can if x >= number], [x for x in can if x <= number]
        assert sums.next(number) == min(above) if above else sums.next(number) > most
        assert sums.floor(number) == max(below, default=-1)


def test_nothing_is_always_had_and_less_than_nothing_never():
    sums = Sums([{20, 30}], [0], 100)
    assert (sums.reach(0, 0), sums.reach(0, -5), sums.reach(0, 1), sums.reach(0, 21)) == (0, 0, 20, 30)
    assert (sums.floor(-1), sums.floor(19), sums.floor(55), sums.next(51)) == (-1, 0, 50, 60)


def test_every_sum_of_up_to_three_doses_is_one():
    sums = Sums([{80, 120, 144}], [0], 500)
    for doses in product([0, 80, 120, 144], repeat=3):
        assert sums.reach(0, sum(doses)) == sum(doses)
