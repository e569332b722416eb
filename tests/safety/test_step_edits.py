"""Is every edit of every step reported as in golden/edits.txt: rules, steps and words?"""

import pytest

from stretchplan.safety.check import check
from tests.support.step_edits import PLANS, SENTENCES, golden, page, pages, reports, sentences

PAGES, GOLDEN = pages(), golden()


@pytest.fixture(scope="module")
def reported():
    return {title: reports(*step) for title, step in PAGES.items()}


@pytest.mark.parametrize("title", PAGES)
def test_an_edited_step_breaks_these_rules(title, reported):
    assert page(reported[title]) == GOLDEN[title]


def test_edits_are_reported_in_these_sentences(reported):
    assert sentences(reported.values()) == GOLDEN[SENTENCES]


def test_the_unedited_plans_are_correct():
    rules = [{violation.rule_id for violation in check(plan).violations} for plan in PLANS.values()]
    assert rules == [set(), set(), {"known-stretch"}]  # the third plan has unknown stretches


def test_the_golden_file_has_every_page_and_no_other():
    assert [*PAGES, SENTENCES] == list(GOLDEN)
