"""Is a plan that breaks one rule reported under that rule alone, at the right step?"""

import re

import pytest

from stretchplan.rulebook.rules import RULES
from stretchplan.safety.check import check
from tests.support.broken_plans import BROKEN_PLANS
from tests.support.plan_builder import BUILTIN, build, request, retell, sets_of, setup_of, step
from tests.support.sample_plans import full, other, repair
from tests.support.violation_texts import golden, lines

GOLDEN = golden()


@pytest.mark.parametrize("name", BROKEN_PLANS)
def test_a_broken_plan_breaks_its_rule_alone(name):
    broken = BROKEN_PLANS[name]
    plan, catalog = broken.plan_and_catalog()
    report = check(plan, catalog=catalog)
    assert {violation.rule_id for violation in report.violations} == {broken.rule}, report.violations
    place = broken.step
    if place is not None and place < 0:
        place += len(plan["schedule"])
    assert report.violations[0].step == place, report.violations
    for violation in report.violations:
        sentence = r"[A-Z0-9].*\.|[a-z_.\[\]0-9]+: .*([^?]\.|[^.]\?)"
        assert re.fullmatch(sentence, violation.message), violation.message
    assert lines(report) == GOLDEN[name]


def test_the_golden_file_has_every_broken_plan_and_no_other():
    assert set(GOLDEN) == set(BROKEN_PLANS)


def test_every_rule_has_a_plan_that_breaks_it():
    assert {broken.rule for broken in BROKEN_PLANS.values()} == {rule.id for rule in RULES}


@pytest.mark.parametrize("where", ["prescriptions", "objective", "coverage"])
def test_every_number_of_the_summary_is_recounted(where):
    """Each number is changed by one in either direction."""
    plan = retell(repair() | {"optimal": False})
    plan["bound"] = {**plan["bound"], "least_served_half_seconds": 10**6}
    parts = plan[where]
    entries = {
        "prescriptions": lambda: parts,
        "objective": lambda: [parts],
        "coverage": lambda: list(parts.values()),
    }[where]()
    assert check(plan).ok
    seen = set()
    for entry in entries:
        for field, value in list(entry.items()):
            for delta in (-1, 1):
                if type(value) is int:
                    entry[field] = value + delta
                    seen.add(field)
                    assert {v.rule_id for v in check(plan).violations} == {"true-summary"}, field
            entry[field] = value
    assert len(seen) >= 3


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", "Other"), ("position", "prone"), ("sides", "both"), ("areas", ["hips"]), ("hold_seconds", None)],
)
def test_every_word_of_a_prescription_is_the_catalogues(field, value):
    """Name, position, sides and areas are compared with the catalogue."""
    plan = full()
    plan["prescriptions"][0][field] = value
    assert {v.rule_id for v in check(plan).violations} == {"true-summary"}


def test_a_plan_may_break_several_rules_at_once():
    plan = build([("glute_bridge", 1, 15), ("piriformis_stretch", 1, 10)], request(day=1, targets=("hips",)))
    plan["schema_version"] = "3.1"
    found = list(dict.fromkeys(v.rule_id for v in check(plan).violations))
    assert found == ["recovery-window", "early-dose", "gentle-first", "known-version"]


def test_without_its_catalogue_what_needs_none_is_checked():
    plan = full()
    plan["catalog"]["id"] = "somebody_elses"
    plan["schedule"][2]["seconds"] = 4
    plan["request"]["minutes"] = 1
    assert {v.rule_id for v in check(plan).violations} == {
        "known-stretch",
        "fits-the-minutes",
        "whole-schedule",
        "true-summary",
    }


def test_another_catalogue_is_reported_and_used():
    catalog = other(cobra_pose={"first_allowed_day": 30})
    plan = build([("cobra_pose", 1, 5)], request(day=3, targets=("upper_back",)))
    report = check(plan, catalog=catalog)
    assert {v.rule_id for v in report.violations} == {"known-stretch", "recovery-window"}


def test_a_second_run_of_sets_counts_for_the_dose():
    hips = BUILTIN.by_id["piriformis_stretch"]
    plan = build([("knee_to_chest", 1, 10), ("piriformis_stretch", 4, 10)])
    more = [step(hips, "settle", 5, cue=setup_of(hips, plan["request"])), *sets_of(hips, 4, 10, plan["request"])]
    plan["schedule"] += more
    assert "dose-range" in {v.rule_id for v in check(retell(plan)).violations}
