"""Do correct plans pass in every form?"""

import json

import pytest

from stretchplan.catalog import builtin_catalog
from stretchplan.errors import CatalogError
from stretchplan.results.plan import Plan
from stretchplan.rulebook.rules import RULES_VERSION
from stretchplan.safety.check import check, violations_of
from tests.support.broken_plans.statements import free_time
from tests.support.plan_builder import BUILTIN, build, notice, request, retell
from tests.support.sample_plans import early, full, other, repair

SLOW = {
    "get_ready_seconds": 20,
    "change_position_seconds": 25,
    "settle_seconds": 8,
    "change_side_seconds": 9,
    "rest_seconds": 30,
}


@pytest.mark.parametrize(
    "plan",
    [
        full(),
        repair(),
        early(),
        full(on="2026-01-01"),
        full(on="2026-01-02"),
        full(pace=SLOW),
        full(targets=("pelvis", "ankles")),
        build([("cat_cow", 1, 30)], request(minutes=2), forbidden={"glute_bridge": "fits-the-minutes"}),
        build([("cobra_pose", 1, 5)], request(day=0)),
        # Both are supine; knee to chest opens, and no hint ties the piriformis stretch to it.
        build([("knee_to_chest", 1, 10), ("piriformis_stretch", 1, 10)], request(day=0, targets=("glutes",))),
    ],
)
def test_correct_plans_pass(plan):
    """As a mapping, JSON text, bytes and a model, and by the function that the planner calls."""
    assert check(plan).violations == ()
    text = json.dumps(plan)
    assert check(text).ok
    assert check(text.encode()).ok
    model = Plan.model_validate(plan)
    assert check(model).ok
    assert violations_of(model, BUILTIN) == ()


def test_a_plan_of_another_catalogue_passes_with_it():
    catalog = other(cobra_pose={"first_allowed_day": 2})
    plan = build([("cobra_pose", 1, 5), ("childs_pose", 1, 30)], request(day=2), catalog)
    report = check(plan, catalog=catalog)
    assert report.ok
    assert report.rules_version == RULES_VERSION


def test_slower_than_the_pace_is_allowed():
    plan = full()
    for step in plan["schedule"]:
        if step["kind"] in {"get_ready", "settle", "change_position", "change_side", "rest"}:
            step["seconds"] += 7
    assert check(retell(plan)).violations == ()


def test_fields_of_a_later_minor_version_are_passed_over():
    plan = full()
    plan["schema_version"] = "1.7"
    plan["mood"] = "good"
    plan["schedule"][0]["music"] = None
    assert check(plan).ok


def test_the_plan_is_not_changed():
    plan = full()
    before = json.dumps(plan)
    check(plan)
    assert json.dumps(plan) == before


def test_a_plan_that_is_not_proven_optimal_passes():
    plan = full()
    plan["optimal"] = False
    assert check(plan).ok
    plan["bound"]["total_served_quarter_seconds"] += 80
    plan["bound"]["total_served_half_seconds"] += 40
    plan["bound"]["stretches"] -= 3  # levels are compared from first to last, so this one does not matter
    assert check(plan).ok


def test_the_librarys_other_notices_may_stand_there():
    """'minutes-unfilled' in an optimal plan, and 'not-proved-best' in one that is not optimal."""
    plan = full()
    plan["request"] |= dict(zip(("minutes", "seconds"), divmod(plan["total_seconds"] + 61, 60), strict=True))
    plan["notices"].append(free_time(plan, 61))
    assert check(plan).violations == ()
    plan["optimal"] = False
    text = "The search stopped before it could prove this plan is the best one."
    plan["notices"][-1] = notice("not-proved-best", text) | {"kind": "search"}
    assert check(plan).violations == ()


@pytest.mark.parametrize("catalog", ["mine.toml", 3, {}, ()])
def test_something_else_than_a_catalogue_is_refused(catalog):
    with pytest.raises(CatalogError, match=r"is not a Catalog; read one with stretchplan\.load_catalog"):
        check(full(), catalog=catalog)


@pytest.mark.parametrize(("field", "value"), [("id", "mine"), ("version", "9.0.0"), ("digest", "sha256:0")])
def test_the_message_says_how_to_pass_the_catalogue(field, value):
    plan = full()
    plan["catalog"][field] = value
    (violation,) = check(plan).violations
    assert "catalog=" in violation.message
    assert "--catalog FILE" in violation.message


@pytest.mark.parametrize("language", ["fr", "EN", "", "<b>"])
def test_a_plan_in_another_language_than_its_catalogue_is_reported(language):
    plan = full()
    plan["catalog"]["language"] = language
    (violation,) = check(plan).violations
    assert violation.rule_id == "known-stretch"
    assert violation.message == f"The plan says that the catalogue is in {language!r}, and it is in 'en'."


def test_a_plan_that_states_another_language_of_the_built_in_catalogue_is_checked_against_that_one():
    plan = full()
    plan["catalog"]["language"] = "de"
    told = [violation.message for violation in check(plan).violations if violation.rule_id == "known-stretch"]
    german = builtin_catalog("seven", "de").digest
    assert any(f"this catalogue has {german}" in message for message in told)


def test_a_plan_from_before_languages_is_in_english():
    plan = full()
    plan["catalog"].pop("language", None)
    assert check(plan).ok
    assert Plan.model_validate(plan).catalog.language == "en"


def test_the_last_day_of_a_dose_is_named():
    (violation,) = check(build([("cobra_pose", 1, 8)], request(day=3, targets=("upper_back",)))).violations
    assert violation.message.endswith("; up to day 6 the most is 5 repetitions.")
