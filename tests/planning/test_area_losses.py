"""Is the bound from whole doses the least loss of all choices of doses?"""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchplan.planning.bounds.area_losses import losses_of_an_area, parts_of_a_loss

doses = st.tuples(st.sampled_from([2, 4, 6, 10, 15, 20, 30]), st.integers(0, 50))
stretches = st.lists(
    st.tuples(st.lists(doses, min_size=1, max_size=3), st.one_of(st.none(), st.integers(0, 50))).map(
        lambda drawn: [*drawn[0], *([] if drawn[1] is None else [(0, drawn[1])])]
    ),
    max_size=5,
)


def least_loss(choices, lack, share):
    """Return the least loss of all choices that give the area what it lacks, by trying every one."""
    lost = [
        sum(loss for _, loss in chosen) + share * (given_ - lack)
        for chosen in product(*choices)
        if (given_ := sum(gives for gives, _ in chosen)) >= lack
    ]
    return min(lost)


@given(stretches, st.integers(1, 70), st.integers(0, 5))
def test_it_is_the_least_loss_of_all_choices_that_meet_each_lack(choices, need, share):
    """From every stretch on, and for every lack that is a multiple of the unit."""
    found = losses_of_an_area(choices, need, share)
    assert len(found) == len(choices) + 1
    assert found[-1] == (0, [0], 0)
    for place, (unit, least, largest) in enumerate(found[:-1]):
        assert all(gives % unit == 0 for of_stretch in choices[place:] for gives, _ in of_stretch)
        most = sum(max(gives for gives, _ in of_stretch) for of_stretch in choices[place:])
        assert largest == most
        assert (len(least) - 1) * unit >= min(need, most)
        for number, loss in enumerate(least):
            assert loss == least_loss(choices[place:], number * unit, share)


def test_an_area_whose_doses_do_not_add_up_loses_what_is_left_over():
    """Two doses of 40 give 20 more than the 60 that are needed; with one dose of 20 there is another way."""
    forty = [(40, 0), (0, 0)]
    assert losses_of_an_area([forty, forty], 60, 2)[0].least == [0, 0, 0]  # for lacks of 0, 40 and 80
    of_twenty = losses_of_an_area([[(20, 30), (0, 0)], forty, forty], 60, 2)[0].least
    assert of_twenty == [0, 30, 0, 30]  # for lacks of 0, 20, 40 and 60
    assert losses_of_an_area([[(20, 50), (0, 0)], forty, forty], 60, 2)[0].least == [0, 40, 0, 40]


def test_a_loss_is_divided_by_what_the_stretch_is_worth_to_each_area():
    assert parts_of_a_loss([4, 2], [3, 1]) == [12, 2]
    assert parts_of_a_loss([4, 2], [0, 0]) == [4, 2]


def test_the_work_is_paid_for_before_it_is_done():
    """Each of two choices takes the entries of its table and forty more; an error of the one who pays ends the work."""
    paid = []
    losses_of_an_area([[(40, 0), (0, 0)]], 60, 2, paid.append)
    assert paid == [(40 + 2) * 2]  # lacks of 0 and 40

    def refuse(_):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        losses_of_an_area([[(40, 0), (0, 0)]], 60, 2, refuse)
