"""Is the JSON form of a plan exact, published and stable?"""

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import stretchplan as sp
from tests.oracles.drawing import small_catalogs, small_requests

SCHEMA_FILE = Path(__file__).parent.parent / "docs/plan.schema.json"

# Names that users may rely on: within major version 1 more may be added, and none renamed or removed.
PROMISED = {
    "Plan": "schema_version request catalog rules_version total_seconds prescriptions schedule coverage left_out "
    "notices optimal",
    "CatalogRef": "id version digest",
    "Prescription": "stretch_id name position sets hold_seconds repetitions sides areas why",
    "Step": "start_seconds seconds kind stretch_id side set_number sets repetitions cue breathing",
    "Breathing": "inhale_seconds exhale_seconds cycles",
    "LeftOut": "stretch_id kind rule_id reason",
    "PlanRequest": "minutes days_since_injury targets on pace screening",
}


def test_the_committed_schema_is_the_current_one():
    """On drift: ``python -m stretchplan schema > docs/plan.schema.json``, and consider the version."""
    assert json.loads(SCHEMA_FILE.read_text(encoding="utf-8")) == sp.plan_schema()


def test_only_models_have_titles_in_the_schema():
    """A title on a field makes code generators invent a type for it, such as ``Kind2``."""
    schema = sp.plan_schema()
    for name, model in {"Plan": schema, **schema["$defs"]}.items():
        assert model["title"] == name
        assert not [field for field, part in model.get("properties", {}).items() if "title" in part]


def test_the_schema_names_its_dialect_and_its_version():
    schema = sp.plan_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == "urn:stretchplan:schema:plan:2.0"
    jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("model", PROMISED)
def test_the_promised_names_are_required_in_the_schema(model):
    schema = sp.plan_schema()
    part = schema if model == "Plan" else schema["$defs"][model]
    assert set(PROMISED[model].split()) <= set(part["properties"])
    assert set(PROMISED[model].split()) <= set(part["required"])


def test_the_kinds_of_steps_and_left_out_entries():
    defs = sp.plan_schema()["$defs"]
    kinds = "get_ready change_position settle hold flow repeat change_side rest get_up"
    assert set(defs["StepKind"]["enum"]) == set(kinds.split())
    assert set(defs["LeftOutKind"]["enum"]) == {"forbidden", "not_targeted", "beaten", "avoided", "standing_by"}


@given(st.data())
def test_the_json_round_trip_is_exact_and_valid(data):
    catalog = data.draw(small_catalogs())
    request = data.draw(small_requests(catalog))
    try:
        plan = sp.Planner(catalog).plan(request)
    except sp.Infeasible:
        return
    text = plan.model_dump_json()
    again = sp.Plan.model_validate_json(text)
    assert again == plan
    assert again.model_dump_json() == text
    assert sp.Plan.model_validate(json.loads(text)) == plan
    jsonschema.Draft202012Validator(sp.plan_schema()).validate(json.loads(text))


def test_sets_are_sorted_in_json():
    request = sp.PlanRequest(
        minutes=5, days_since_injury=None, targets={"knees", "ankles", "hips"}, on=date(2026, 1, 2)
    )
    assert json.loads(request.model_dump_json())["targets"] == ["ankles", "hips", "knees"]
    assert request.model_dump(mode="json")["on"] == "2026-01-02"


def test_a_plan_of_a_later_minor_version_can_be_read():
    data = json.loads(sp.plan(minutes=5, days_since_injury=None).model_dump_json())
    data["new"] = data["schedule"][0]["new"] = data["prescriptions"][0]["new"] = 1
    assert sp.Plan.model_validate(data) == sp.plan(minutes=5, days_since_injury=None)


def test_results_hold_tuples_not_lists():
    plan = sp.plan(minutes=5, days_since_injury=None)
    for sequence in (plan.prescriptions, plan.schedule, plan.left_out, plan.notices, plan.prescriptions[0].areas):
        assert isinstance(sequence, tuple)
    with pytest.raises(ValueError, match="frozen"):
        plan.total_seconds = 1


def test_the_golden_plan_has_not_changed():
    """The README's request; ``python -m tests.regenerate`` writes the file."""
    golden = Path(__file__).parent / "golden/plan.json"
    plan = sp.plan(minutes=10, days_since_injury=3, targets={"lower_back", "hips"})
    assert plan.model_dump_json(indent=2) + "\n" == golden.read_text(encoding="utf-8")
