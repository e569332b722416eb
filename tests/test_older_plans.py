"""Are a plan, a request and a profile that an app kept with the version before still read, and do they mean the same?

The files were written by the library of that time.
"""

import json
from datetime import date
from pathlib import Path

import pytest

import stretchplan as sp

GOLDEN = Path(__file__).parent / "golden"
OLD = (GOLDEN / "plan_1_2.json").read_text()
OLD_REQUEST = (GOLDEN / "request_1_2.json").read_text()


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


PERSON = sp.Profile(
    conditions={"pregnancy", "wrist_pain"},
    trimester=1,
    cleared=[{"stretch_id": "cobra_pose", "condition": "wrist_pain"}],
    avoid_stretches={"childs_pose"},
    avoid_positions={"kneeling"},
    include={"piriformis_stretch"},
    equipment={"mat"},
)


def test_a_request_of_schema_1_2_is_read_and_says_what_it_said():
    request = sp.parse_request(OLD_REQUEST)
    assert request == sp.PlanRequest.model_validate_json(OLD_REQUEST)
    assert (request.budget_seconds, request.days_since_injury, request.pain) == (750, 20, 2)
    assert (request.on, request.injured_on) == (date(2026, 1, 31), date(2026, 1, 11))
    assert request.targets == {"hips", "lower_back"}
    assert request.pace is not None
    assert (request.pace.get_ready_seconds, request.pace.rest_seconds) == (30, 25)
    assert request.screening == sp.Screening(chest_pain="no", night_pain="no", pregnancy="yes")
    assert (request.breath, request.history) == ("catalogue", None)


def test_a_request_of_schema_1_2_is_planned():
    plan = sp.plan(sp.parse_request(OLD_REQUEST))
    assert sp.check(plan).ok
    assert "piriformis_stretch" in {p.stretch_id for p in plan.prescriptions}


def test_a_profile_of_schema_1_2_is_read_and_says_what_it_said():
    assert sp.Profile.model_validate_json(json.dumps(json.loads(OLD_REQUEST)["profile"])) == PERSON
    assert sp.parse_request(OLD_REQUEST).profile == PERSON


@pytest.mark.parametrize("kept", [sp.plan(minutes=5, days_since_injury=3), sp.parse_request(OLD_REQUEST), PERSON])
def test_what_this_version_keeps_it_loads_again(kept):
    assert type(kept).model_validate_json(kept.model_dump_json()) == kept


def test_a_plan_that_was_kept_is_compared_with_the_plan_of_today_for_the_same_request():
    before = sp.Plan.model_validate_json(OLD)
    found = sp.diff(before, sp.plan(before.request))
    assert "Form of the plan: version 2.0 instead of version 1.2." in found.sentences
    assert any(said.startswith("Rules: version ") for said in found.sentences)


def test_a_field_that_this_version_does_not_know_is_ignored_in_a_plan_and_refused_in_what_is_stated_of_a_person():
    plan = json.loads(sp.plan(minutes=5, days_since_injury=3).model_dump_json())
    plan["mood"] = plan["schedule"][0]["mood"] = "calm"
    assert sp.Plan.model_validate_json(json.dumps(plan)) == sp.plan(minutes=5, days_since_injury=3)
    with pytest.raises(sp.InvalidRequest, match=r"^mood: this field is not known"):
        sp.parse_request(json.dumps(json.loads(OLD_REQUEST) | {"mood": "calm"}))
