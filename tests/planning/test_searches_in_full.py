"""Do searches answer what golden/searches.txt has, with much to try and with little, and in as many nodes?

What is answered with nodes enough is the best selection, and other tests say so. How many nodes it takes, and what is
found when they run short, is no promise: it may change when the search does, and python -m tests.regenerate writes it.
But it should change only then, and hardly ever upwards: a bound that has become weaker shows nowhere else.
"""

import pytest

from tests.support.search_cases import SEARCHES, every_budget, golden, page


@pytest.mark.parametrize("title", SEARCHES)
def test_a_search_number_by_number(title):
    """Every way of searching, on a fixed problem."""
    assert page(title) == golden()[title]


def test_every_page_is_a_search():
    """And none is left over."""
    assert list(golden()) == list(SEARCHES)


def test_an_answer_with_every_budget():
    """It gets better node by node, until it is proved; what is charged may go beyond the budget."""
    assert list(every_budget("four stretches for two areas")) == [
        "levels from   1: none, bound (38, 89, 2, 45, 0); 54 nodes",
        "levels from  50: 1:2x10 3:1x15 (30, 70, 2, 35, -1), bound (38, 89, 2, 45, 0); 51 nodes",
        "levels from  66: 1:2x10 3:1x15 (30, 70, 2, 35, -1), bound (30, 86, 2, 45, 0); 67 nodes",
        "levels from  68: 1:2x10 3:1x15 (30, 70, 2, 35, -1), proved; 75 nodes",
        "hunt from   1: none, bound (44, 89, 2, 45, 0); 1 nodes",
        "hunt from   8: 0:1x25 (0, 25, 1, 25, 0), bound (44, 89, 2, 45, 0); 9 nodes",
        "hunt from  14: 0:1x10 1:2x10 (10, 50, 2, 30, -1), bound (44, 89, 2, 45, 0); 18 nodes",
        "hunt from  22: 1:2x10 3:1x15 (30, 70, 2, 35, -1), bound (44, 89, 2, 45, 0); 29 nodes",
        "hunt from  26: 1:2x10 3:1x15 (30, 70, 2, 35, -1), proved; 33 nodes",
    ]
