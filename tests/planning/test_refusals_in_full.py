"""Do refusals say what golden/refusals.txt has: each conflict, stretch and number, and each request that helps?"""

import pytest

import stretchplan as sp
from tests.support.refusal_cases import REFUSALS, golden, page


@pytest.mark.parametrize("title", REFUSALS)
def test_a_refusal_word_for_word(title):
    """Every page was read by hand before it was written down: python -m tests.regenerate writes them."""
    assert page(title) == golden()[title]


def test_every_page_is_a_refusal():
    """And none is left over."""
    assert list(golden()) == list(REFUSALS)


@pytest.mark.parametrize("title", REFUSALS)
def test_what_helps_helps(title):
    """Each request that a page offers has a plan, and the planner makes it."""
    made, asked = REFUSALS[title]
    planner = sp.Planner(**made, explain=False)
    with pytest.raises(sp.Infeasible) as caught:
        planner.plan(**{"minutes": 5, "days_since_injury": None} | asked)
    for relaxation in caught.value.relaxations:
        assert planner.plan(relaxation.request).prescriptions
