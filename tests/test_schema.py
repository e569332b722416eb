"""Are the published schemas plain, complete and true: do they take what the models take?"""

import json
import re
from copy import deepcopy
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import stretchplan as sp
from stretchplan.catalog import catalog_from_dict
from stretchplan.results.schema import SCHEMAS
from stretchplan.testing import requests
from tests.support import descriptions

ROOT = Path(__file__).parents[1]


def tables(name):
    schema = SCHEMAS[name]()
    return {name: schema, **schema["$defs"]}


def parts(part):
    """Yield every table in a schema."""
    if isinstance(part, dict):
        yield part
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from parts(inner)


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_committed_schema_is_the_current_one(name):
    committed = (ROOT / f"docs/{name}.schema.json").read_text(encoding="utf-8")
    assert json.loads(committed) == SCHEMAS[name]()
    jsonschema.Draft202012Validator.check_schema(json.loads(committed))


def test_the_sentences_are_those_of_the_docstrings():
    assert descriptions.FILE.read_text(encoding="utf-8") == descriptions.content()


def is_plain(sentence, most=250):
    """Return whether a description is one short sentence without markup."""
    return bool(re.fullmatch(rf"[A-Z][^`\n]{{1,{most}}}[.?]", sentence)) and ":class:" not in sentence


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_model_and_every_property_has_one_sentence(name):
    wrong = []
    for model, table in tables(name).items():
        if "enum" not in table and not is_plain(table.get("description", "")):
            wrong.append(model)
        wrong += [
            (model, field)
            for field, part in table.get("properties", {}).items()
            if not is_plain(part.get("description", ""), 300 if "enum" in part else 250)  # values in words
        ]
    assert wrong == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_number_says_its_unit(name):
    units = r"second|minute|day|degree|breath|set|repetition|pain|time|number|half|value|position|stretch|unit"
    wrong = [
        (model, field)
        for model, table in tables(name).items()
        for field, part in table.get("properties", {}).items()
        if any(inner.get("type") == "integer" for inner in parts(part))
        and not re.search(units, part["description"], re.IGNORECASE)
    ]
    assert wrong == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_nothing_that_validators_and_generators_stumble_over(name):
    for part in parts(SCHEMAS[name]()):
        assert not isinstance(part.get("discriminator"), dict)  # Ajv refuses it in strict mode
        assert not {"ge", "gt", "le", "lt"} & part.keys()  # no keywords: Ajv refuses them, others pass over the bound
        assert not (isinstance(part.get("$ref"), str) and len(part) > 1)  # json-schema-to-typescript makes Pace1 of it
    if name == "catalog":  # an editor stops at references to lists of values: see results/for_editors.py
        return
    named = tables(name)
    enumerations = [tuple(table["enum"]) for table in named.values() if "enum" in table]
    assert len(enumerations) == len({*enumerations})
    for table in named.values():
        for part in parts(table.get("properties", {})):
            assert len(part.get("enum", ())) < 2, part  # each list of values is a type with a name


@pytest.mark.parametrize("model", [sp.PlanRequest, sp.Plan, sp.Policy, sp.Catalog])
def test_what_a_framework_makes_of_a_model_is_described_as_plainly(model):
    schema = model.model_json_schema()
    for table in (schema, *schema["$defs"].values()):
        assert is_plain(table["description"])
        assert all(is_plain(part["description"]) for part in table.get("properties", {}).values())


def test_a_model_of_ones_own_keeps_its_words():
    class Mine(sp.PlanRequest):
        """My own words. And more of them."""

        note: str = ""

    schema = Mine.model_json_schema()
    assert schema["description"] == "My own words. And more of them."
    assert schema["properties"]["minutes"]["description"].startswith("Whole minutes")
    assert "description" not in schema["properties"]["note"]


@pytest.mark.parametrize("injured_on", [None, "2026-03-01", "March", 5])
@pytest.mark.parametrize("on", [None, "2026-03-04"])
@pytest.mark.parametrize("days", ["left out", None, 3])
def test_the_schema_of_a_request_takes_days_or_a_date_as_the_model_does(injured_on, on, days):
    fields = {"minutes": 5, "injured_on": injured_on, "on": on}
    fields |= {} if days == "left out" else {"days_since_injury": days}
    by_schema = jsonschema.Draft202012Validator(sp.request_schema()).is_valid(fields)
    try:
        sp.PlanRequest(**fields)
        by_model, why = True, ""
    except sp.InvalidRequest as error:
        by_model, why = False, str(error)
    across = days != "left out" and ("says no recent injury" in why or "on is not; give on" in why)
    assert by_schema == by_model or across, why


NAMES = [f"area_{k}" for k in range(65)]
VALUES = [
    *(None, True, -1, 0, 1, 10, 11, 12, 59, 60, 61, 120, 121, 240, 241, 36500, 36501, 10.5),
    *("", "hips", "slow", "hurried", "yes", "maybe", "2026-01-31", "2026-02-30", "2026-W05-1"),
    *([], ["hips"], ["hips", "hips"], ["prone"], ["knee_pain"], ["mat"], [1], NAMES, NAMES[:64]),
    *({}, {"x": 1}, [{"stretch_id": "cobra_pose", "condition": "knee_pain"}], [{"stretch_id": "", "condition": "x"}]),
]
ACROSS_FIELDS = (
    r"and profile.conditions does not|is in include and in avoid_stretches|more than change_position_seconds"
)


@given(requests(), st.data())
def test_the_schema_of_a_request_takes_what_the_model_takes(request, data):
    fields = json.loads(request.model_dump_json())
    fields["screening"] = fields["screening"] or {}
    fields["pace"] = fields["pace"] or {}
    table = data.draw(st.sampled_from((fields, fields["profile"], fields["pace"], fields["screening"])))
    name = data.draw(st.sampled_from((*table, "unknown")) if table else st.just("chest_pain"))
    if data.draw(st.integers(0, 9)) == 0:
        table.pop(name, None)
    else:
        table[name] = data.draw(st.sampled_from(VALUES))
    checker = jsonschema.Draft202012Validator(sp.request_schema(), format_checker=jsonschema.FormatChecker(["date"]))
    error = jsonschema.exceptions.best_match(checker.iter_errors(fields))
    try:
        sp.PlanRequest(**fields)
        refused = ""
    except sp.InvalidRequest as refusal:
        refused = str(refusal)
    assert (error is None) == (refused == "") or re.search(ACROSS_FIELDS, refused), (error, refused)


def places(part, way=()):
    """Yield the way to every value inside a document."""
    for key, value in part.items() if isinstance(part, dict) else enumerate(part):
        yield (*way, key)
        if isinstance(value, dict | list):
            yield from places(value, (*way, key))


MORE_VALUES = [*VALUES, 2**53, 2**53 + 1, -(2**53), 1e3, "hold", "left", "both", "supine", {"kind": "hold"}, ["supine"]]
PLANS = [
    json.loads(sp.plan(**fields).model_dump_json())
    for fields in (
        {"minutes": 5, "days_since_injury": 3, "targets": {"hips"}},
        {"minutes": 20, "days_since_injury": 3, "profile": {"conditions": ["osteoporosis", "pregnancy"]}},
        {
            "minutes": 9,
            "days_since_injury": None,
            "pain": 4,
            "on": "2026-01-31",
            "profile": {"avoid_positions": ["prone"]},
        },
    )
]
CATALOGUE = sp.builtin_catalog().model_dump(mode="json")


@st.composite
def with_a_changed_value(draw, documents):
    """Draw a document in which one value is another one, or is gone; and whether it is gone."""
    document = deepcopy(draw(st.sampled_from(documents)))
    *way, last = draw(st.sampled_from(list(places(document))))
    part = document
    for key in way:
        part = part[key]
    removed = isinstance(part, dict) and draw(st.integers(0, 9)) == 0
    if removed:
        del part[last]
    else:
        part[last] = deepcopy(draw(st.sampled_from(MORE_VALUES)))
    return document, removed


def error_by_schema(schema, document):
    checker = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker(["date"]))
    return jsonschema.exceptions.best_match(checker.iter_errors(document))


@given(with_a_changed_value(PLANS))
def test_the_schema_of_a_plan_takes_what_the_model_takes(drawn):
    """What is written has every field and no negative number; the model reads both, for the checker to name."""
    document, removed = drawn
    error = error_by_schema(sp.plan_schema(), document)
    try:
        sp.Plan.model_validate(document)
        refused = ""
    except ValidationError as refusal:
        refused = str(refusal)
    if error is None:
        assert refused == "" or re.search(ACROSS_FIELDS, refused)
    elif refused == "":
        assert removed or "is less than the minimum of 0" in error.message


BETWEEN_ENTRIES = (
    r"is not known|is taken by|already|is listed twice|opens a session|comes? (straight )?after|must last|may last"
    r"|more than max_|do not reach max_seconds|whole number of breaths|is required for kind|a hold has no breath"
    r"|a (static|dynamic) stretch|which side|(no other )?braces|follow|is for stretches with|says both"
)


@given(with_a_changed_value([CATALOGUE]))
def test_the_schema_of_a_catalogue_takes_what_the_model_takes(drawn):
    """Only the model compares entries with one another."""
    document, _ = drawn
    error = error_by_schema(sp.catalog_schema(), document)
    try:
        catalog_from_dict(document)
        refused = ""
    except sp.CatalogError as refusal:
        refused = str(refusal)
    if error is None:
        assert refused == "" or re.search(BETWEEN_ENTRIES, refused), refused
    else:
        assert refused, error


@pytest.mark.parametrize(
    ("field", "least", "most"),
    [("early_until_day", 7, 3650), ("max_sets", 1, 4), ("pain_stop_from", 1, 6), ("no_improvement_from_day", 0, 42)],
)
def test_the_bounds_of_a_policy_are_stated(field, least, most):
    part = sp.plan_schema()["$defs"]["Policy"]["properties"][field]
    assert (part["minimum"], part["maximum"]) == (least, most)
    for value in (least - 1, most + 1):
        with pytest.raises(sp.PolicyError):
            sp.Policy(**{field: value})


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("request", "profile", "conditions"), ["headache"]),
        (("request", "profile", "equipment"), ["piano"]),
        (("policy", "forbidden_positions"), ["handstand"]),
        (("schedule", 0, "seconds"), -5),
        (("schedule", 0, "seconds"), 1.5),
        (("total_seconds",), -1),
        (("left_out", 0, "because", "kind"), "nonsense"),
    ],
)
def test_what_no_plan_has_is_refused_by_its_schema(where, value):
    plan = json.loads(sp.plan(minutes=5, days_since_injury=3, targets={"hips"}).model_dump_json())
    checker = jsonschema.Draft202012Validator(sp.plan_schema())
    assert checker.is_valid(plan)
    part = plan
    for key in where[:-1]:
        part = part[key]
    part[where[-1]] = value
    assert not checker.is_valid(plan)
    assert not sp.check(plan).ok


def test_the_catalogue_is_valid_by_its_schema():
    data = sp.builtin_catalog().model_dump(mode="json")
    checker = jsonschema.Draft202012Validator(sp.catalog_schema())
    checker.validate(data)
    for changed in ({"stretches": []}, {"id": "No"}, {"unknown": 1}, {"areas": data["areas"] * 9}):
        assert not checker.is_valid(data | changed)
        with pytest.raises(sp.CatalogError):
            catalog_from_dict(data | changed)
