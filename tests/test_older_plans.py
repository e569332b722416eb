"""Is a plan of the version before still read and shown?"""

from pathlib import Path

import pytest

import stretchplan as sp

OLD = (Path(__file__).parent / "golden/plan_1_2.json").read_text()


def test_a_plan_of_schema_1_2_is_read():
    plan = sp.Plan.model_validate_json(OLD)
    assert (plan.schema_version, plan.rules_version, plan.catalog.version) == ("1.2", "1.2", "1.1.0")
    assert {p.form for p in plan.prescriptions} == {p.figure for p in plan.prescriptions} == {None}
    assert {step.feel for step in plan.schedule} == {None}
    assert {step.breathing.begins_with for step in plan.schedule if step.breathing} == {"inhale"}
    assert plan.request.breath == "catalogue"


@pytest.mark.parametrize(
    "show",
    [
        sp.Plan.to_text,
        sp.Plan.to_markdown,
        sp.Plan.to_html,
        sp.Plan.to_vtt,
        sp.Plan.to_csv,
        lambda plan: plan.to_ics(on="2026-01-31"),
        lambda plan: str(plan.to_health_connect()),
    ],
)
def test_a_plan_of_schema_1_2_is_shown_with_its_own_words(show):
    shown = show(sp.Plan.model_validate_json(OLD)).replace("\r\n ", "").replace("\\,", ",").replace("\n", " ")
    shown = " ".join(shown.split())
    assert "Push up, straightening your arms." in shown
    assert "Keep the knee bent and the turn small." in shown
    assert "on the elbows" not in shown


def test_a_plan_of_schema_1_2_is_written_as_fit():
    assert sp.Plan.model_validate_json(OLD).to_fit()


def test_the_check_of_a_plan_of_schema_1_2_says_which_version_it_has():
    report = sp.check(OLD)
    assert not report.ok
    assert any(v.rule_id == "known-version" and "under rules '1.2'" in v.message for v in report.violations)
