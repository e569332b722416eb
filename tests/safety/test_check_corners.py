"""Does the checker cope with plans, requests and catalogues that were never validated?"""

import json

import pytest

import stretchplan as sp
from stretchplan.results.plan import Plan
from stretchplan.safety.check import check, violations_of
from stretchplan.safety.checks.parse import MAX_TEXT_BYTES
from tests.support.plan_builder import BUILTIN, build, request
from tests.support.sample_plans import full


def rules_broken(plan, catalog=None):
    """Return the ids of the rules that a plan breaks."""
    return {violation.rule_id for violation in check(plan, catalog=catalog).violations}


def test_a_notice_of_an_unknown_stretch_breaks_known_stretch():
    plan = full()
    plan["notices"].append(
        {"id": "twist-small", "text": "Slowly.", "rule_id": "twist-small", "stretch_id": "headstand"}
    )
    assert rules_broken(plan) == {"known-stretch"}


def test_a_prescription_of_another_kind():
    plan = full()
    plan["prescriptions"][0]["kind"] = "flow"
    (violation,) = check(plan).violations
    assert violation.message == "The prescription of Knee to Chest Stretch has kind flow; it must be hold."


def test_a_coverage_without_an_area():
    plan = full()
    del plan["coverage"]["ankles"]
    (violation,) = check(plan).violations
    assert violation.rule_id == "true-summary"
    assert violation.message.startswith("The coverage lists 'lower_back', ")


def test_a_coverage_that_calls_an_area_by_another_name():
    plan = full()
    plan["coverage"]["ankles"]["name"] = "feet"
    (violation,) = check(plan).violations
    assert violation.message == "The coverage of ankles has name 'feet'; it must be 'ankles'."


def test_out_of_range_in_pain_is_out_of_range():
    """The hold has 25 s, of at most 20 s in the catalogue. With pain of 4 this still breaks only the range."""
    plan = build([("knee_to_chest", 1, 25)], request(pain=4, targets=("glutes",)))
    assert rules_broken(plan) == {"dose-range"}


def test_effects_are_unchecked_without_a_catalogue():
    plan = full(profile={"conditions": ["disc_leg_pain"]})
    plan["catalog"]["id"] = "somebody_elses"
    plan["effects"] = []
    assert rules_broken(plan) == {"known-stretch"}


def test_a_movement_that_is_not_validated_has_no_breath_to_compare():
    hollow = [
        stretch.model_construct(**{**dict(stretch), "breath": None}) if stretch.id == "cobra_pose" else stretch
        for stretch in BUILTIN.stretches
    ]
    catalog = sp.Catalog.model_construct(**{**dict(BUILTIN), "stretches": tuple(hollow)})
    plan = Plan.model_validate(build([("cobra_pose", 1, 5)], request(targets=("upper_back",))))
    assert "calm-breath" not in {v.rule_id for v in violations_of(plan, catalog)}


def test_invalid_answers_are_refused_before_caching():
    fields = dict(sp.PlanRequest(minutes=5, days_since_injury=3))
    asked = sp.PlanRequest.model_construct(**fields | {"screening": "all fine"})
    with pytest.raises(sp.InvalidRequest, match="'all fine' is not a Screening; give one, or None"):
        sp.Planner().canonical(asked)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("NaN", "NaN is in the text, and JSON knows no such number."),
        ('{"a": 1, "b": 2, "b": 3}', "The name 'b' stands twice in one object; each may stand once."),
        ('{"a": 123456789012345678}', "A number of 18 characters is in the text; at most 17 are read."),
        ("[1]", "The text must hold a JSON object; it holds [1]."),
        ("{", "The text is not JSON: expecting property name enclosed in double quotes at line 1, column 2."),
        (b"\xff", "The text is not UTF-8: byte 1 cannot be read."),
        ("[" * 100_000, "The text is nested too deeply to be read."),
        (
            " " * (MAX_TEXT_BYTES + 1),
            f"The text is longer than {MAX_TEXT_BYTES:,} bytes, the most that is read.",
        ),
        (7, "A plan must be a Plan, a mapping or JSON text; this is of type int."),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_cannot_be_read_at_all_says_why(text, message):
    (violation,) = check(text).violations
    assert (violation.rule_id, violation.step, violation.message) == ("plan-shape", None, message)


def test_the_step_over_the_minutes_is_named():
    plan = full()
    seconds = sum(step["seconds"] for step in plan["schedule"])
    plan["request"] |= {"minutes": (seconds - 1) // 60, "seconds": (seconds - 1) % 60}
    found = [v for v in check(json.dumps(plan)).violations if v.rule_id == "fits-the-minutes"]
    assert [v.step for v in found] == [len(plan["schedule"]) - 1]


@pytest.mark.parametrize("told", [[], ["chair"], ["mat", "wall"]])
def test_what_is_to_be_at_hand_is_the_catalogues_word(told):
    """A prescription lists what its stretch needs and what helps with it, and nothing else."""
    plan = full()
    plan["prescriptions"][0]["equipment"] = told
    (violation,) = check(plan).violations
    assert violation.rule_id == "true-summary"
    assert violation.message.startswith("The prescription of Knee to Chest Stretch has equipment ")
