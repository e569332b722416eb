"""Are the suffix tables exact for every depth and every number of seconds left?"""

from itertools import groupby, product

from hypothesis import given
from hypothesis import strategies as st

from stretchplan.planning.bounds.dynamic_program import CELLS_PER_NODE, IMPOSSIBLE, Row, suffix_tables

doses = st.lists(st.tuples(st.integers(1, 12), st.integers(0, 90)), min_size=1, max_size=2).map(tuple)
positions = st.lists(
    st.tuples(st.booleans(), st.lists(st.tuples(doses, st.booleans()), min_size=1, max_size=2)), min_size=1, max_size=3
)


def rows_of(groups):
    """Return the rows of some positions, each in use or not, with the stretches of each."""
    return [
        Row(of_stretch, may_be_out, first == 0, in_use)
        for in_use, members in groups
        for first, (of_stretch, may_be_out) in enumerate(members)
    ]


def best(rows, seconds, change, position_penalty, opened):
    """Return the most worth of all choices; None when none fits. ``opened``: the first position is in use."""
    most = None
    for choice in product(*([*row.doses, *([None] if row.may_be_out else [])] for row in rows)):
        groups, number = [], 0
        for row, dose in zip(rows, choice, strict=True):
            number += row.first_of_position
            groups.append((number, row.in_use, dose))
        first = groups[0][0] if groups else 0
        used = worth = 0
        for number, members in groupby(groups, key=lambda member: member[0]):
            taken = [(in_use, dose) for _, in_use, dose in members if dose is not None]
            for _, (cost, value) in taken:
                used += cost
                worth += value
            if taken and not taken[0][0] and not (number == first and opened):
                used += change
                worth -= position_penalty
        if used <= seconds and (most is None or worth > most):
            most = worth
    return most


@given(positions, st.integers(0, 40), st.integers(0, 9), st.sampled_from([0, 5]))
def test_each_entry_is_what_the_best_choice_adds(groups, seconds, change, position_penalty):
    """At every depth, for a position in use and one to change to, by brute force."""
    rows = rows_of(groups)
    found = suffix_tables(rows, seconds, change, position_penalty)
    assert len(found) == len(rows) + 1
    for depth, (in_use, to_come) in enumerate(found):
        for left in range(0, seconds + 1, 5):
            for table, opened in ((in_use, True), (to_come, False)):
                expected = best(rows[depth:], left, change, position_penalty, opened)
                if expected is None:
                    assert table[left] < -(10**6)
                else:
                    assert table[left] == expected


def test_two_rows_by_hand():
    """In one position 2 s for 7 or 1 s for 5, then 1 s for 4, which must be in. A change takes 1 s and 3 of worth."""
    rows = [Row(((2, 7), (1, 5)), may_be_out=True, first_of_position=True, in_use=False)]
    rows.append(Row(((1, 4),), may_be_out=False, first_of_position=False, in_use=False))
    never = IMPOSSIBLE
    first, second, end = suffix_tables(rows, 4, 1, 3)
    assert end == ([0] * 5, [0] * 5)
    assert second == ([never, 4, 4, 4, 4], [never, never, 1, 1, 1])
    in_use, to_come = first
    assert in_use == [never, 4, 9, 11, 11]
    assert to_come[2:] == [1, 6, 8]
    assert max(to_come[:2]) < -(10**9)


def test_a_position_in_use_needs_no_change():
    """Both tables of its row are the same; the position after it has its own change."""
    rows = [Row(((1, 5),), may_be_out=True, first_of_position=True, in_use=True)]
    rows.append(Row(((1, 9),), may_be_out=True, first_of_position=True, in_use=False))
    first, second, _ = suffix_tables(rows, 3, 1, 3)
    assert second == ([0, 9, 9, 9], [0, 0, 6, 6])
    assert first == ([0, 5, 6, 11], [0, 5, 6, 11])
    assert CELLS_PER_NODE == 64
