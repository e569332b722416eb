"""Each edit of each step is reported in the words, at the steps and in the order that golden/edits.txt has."""

import pytest

from stretchplan.safety import check
from tests.support.step_edits import PLANS, golden, page_of, pages

PAGES, SAID = pages(), golden()


@pytest.mark.parametrize("title", PAGES)
def test_an_edited_step(title):
    """All that is said of it; python -m tests.regenerate writes the page."""
    assert page_of(*PAGES[title]) == SAID[title]


def test_unedited_they_are_correct():
    """So what is said is said of the edit, but that the third is of stretches which nobody knows; no page is left."""
    rules = [{violation.rule_id for violation in check(plan).violations} for plan in PLANS.values()]
    assert rules == [set(), set(), {"known-stretch"}]
    assert list(PAGES) == list(SAID)
