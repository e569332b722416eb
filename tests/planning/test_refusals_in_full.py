"""Do refusals equal golden/refusals.txt: each conflict, stretch and number, and each request that helps?"""

import pytest

import stretchplan as sp
from tests.support.refusal_cases import REFUSALS, golden, page


@pytest.mark.parametrize("title", REFUSALS)
def test_refusal_equals_its_golden_page(title):
    """A person read each page before it was stored; python -m tests.regenerate writes them."""
    assert page(title) == golden()[title]


def test_golden_file_has_exactly_these_pages():
    assert list(golden()) == list(REFUSALS)


@pytest.mark.parametrize("title", REFUSALS)
def test_every_offered_request_has_a_plan(title):
    arguments, fields = REFUSALS[title]
    planner = sp.Planner(**arguments, explain=False)
    with pytest.raises(sp.Infeasible) as caught:
        planner.plan(**{"minutes": 5, "days_since_injury": None} | fields)
    for relaxation in caught.value.relaxations:
        assert planner.plan(relaxation.request).prescriptions
