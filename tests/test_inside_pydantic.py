"""Do the models live inside pydantic: nested, in unions, in adapters? And do our own doors raise our own errors?"""

import json
from collections import deque
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from fractions import Fraction
from typing import Annotated, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, BeforeValidator, Tag, TypeAdapter, ValidationError, field_validator

import stretchplan as sp
from stretchplan.catalog import Stretch
from tests.support.catalog_samples import data

GOOD: dict[str, Any] = {"minutes": 10, "days_since_injury": 3}
PLAN = sp.plan(**GOOD)
CATALOG = sp.builtin_catalog()
DOCUMENT = json.loads(PLAN.model_dump_json())

WRONG_INPUT = [
    (sp.PlanRequest, {"minutes": 0, "days_since_injury": 3}, ("minutes",), sp.InvalidRequest),
    (sp.PlanRequest, GOOD | {"profile": {"conditions": ["x"]}}, ("profile", "conditions"), sp.InvalidRequest),
    (sp.Profile, {"trimester": 4}, ("trimester",), sp.InvalidRequest),
    (sp.Clearance, {"stretch_id": "cobra_pose", "condition": "x"}, ("condition",), sp.InvalidRequest),
    (sp.Pace, {"settle_seconds": 1}, ("settle_seconds",), sp.InvalidRequest),
    (sp.Screening, {"chest_pain": "perhaps"}, ("chest_pain",), sp.InvalidRequest),
    (sp.Policy, {"max_sets": 9}, ("max_sets",), sp.PolicyError),
    (Stretch, {"id": 3}, ("id",), sp.CatalogError),
    (sp.Catalog, data(title=""), ("title",), sp.CatalogError),
]
CASES = pytest.mark.parametrize(
    ("model", "fields", "loc", "own"), WRONG_INPUT, ids=lambda value: getattr(value, "__name__", "")
)


def places(error: ValidationError) -> list[tuple[int | str, ...]]:
    return [details["loc"] for details in error.errors()]


@CASES
def test_pydantic_raises_its_own_error_wherever_it_validates_a_model(model, fields, loc, own):
    class Around(BaseModel):
        inner: model

    class Table(BaseModel):
        rows: dict[str, list[model]]

    text = json.dumps(fields)
    for validate, before in (
        (lambda: model.model_validate(fields), ()),
        (lambda: model.model_validate_json(text), ()),
        (lambda: TypeAdapter(model).validate_python(fields), ()),
        (lambda: TypeAdapter(model).validate_json(text), ()),
        (lambda: TypeAdapter(list[model]).validate_python([fields]), (0,)),
        (lambda: Around(inner=fields), ("inner",)),
        (lambda: Around.model_validate_json(f'{{"inner": {text}}}'), ("inner",)),
        (lambda: Table(rows={"a": [fields]}), ("rows", "a", 0)),
    ):
        with pytest.raises(ValidationError) as caught:
            validate()
        assert before + loc in places(caught.value)
        caught.value.json()


@CASES
def test_our_own_classes_raise_our_own_error(model, fields, loc, own):
    with pytest.raises(own) as caught:
        model(**fields)
    assert caught.value.problems[0].where.endswith(".".join(map(str, loc)))
    assert "pydantic" not in str(caught.value)
    assert caught.value.__cause__ is None


@CASES
def test_a_copy_with_a_wrong_field_raises_our_own_error(model, fields, loc, own):
    good = {
        sp.PlanRequest: PLAN.request,
        sp.Clearance: sp.Clearance(stretch_id="cobra_pose", condition="wrist_pain"),
        Stretch: CATALOG.stretches[0],
        sp.Catalog: CATALOG,
    }.get(model) or model()
    with pytest.raises(own):
        good.model_copy(update={loc[0]: fields[loc[0]]})


def test_a_union_takes_the_other_kind():
    either = TypeAdapter(sp.PlanRequest | int)
    assert either.validate_python(5) == 5
    assert either.validate_python(GOOD) == sp.PlanRequest(**GOOD)
    both = TypeAdapter(sp.Policy | sp.Profile | sp.PlanRequest)
    assert both.validate_python({"trimester": 2}) == sp.Profile(trimester=2)
    assert both.validate_python({"max_sets": 2}) == sp.Policy(max_sets=2)
    assert both.validate_python(GOOD) == sp.PlanRequest(**GOOD)
    for wrong in ("x", None, {"minutes": 0}):
        with pytest.raises(ValidationError):
            either.validate_python(wrong)
    named = TypeAdapter(Annotated[sp.PlanRequest, Tag("request")] | int)
    with pytest.raises(ValidationError) as caught:
        named.validate_python(GOOD | {"minutes": 0})
    assert [error["loc"] for error in caught.value.errors()] == [("request", "minutes"), ("int",)]


def test_a_model_of_the_callers_own_lists_all_places_together():
    class Booking(BaseModel):
        who: str
        request: sp.PlanRequest
        policy: sp.Policy

    with pytest.raises(ValidationError) as caught:
        Booking.model_validate({"request": {"minutes": 0}, "policy": {"max_sets": 9, "first_allowed_days": {"a": -1}}})
    assert places(caught.value) == [
        ("who",),
        ("request", "minutes"),
        ("request", "days_since_injury"),
        ("policy", "max_sets"),
        ("policy", "first_allowed_days", "a"),
    ]


def test_our_own_error_in_a_validator_of_the_callers_becomes_pydantics():
    def asked(value: Any) -> sp.PlanRequest:
        return value if isinstance(value, sp.PlanRequest) else sp.PlanRequest(**value)

    class Card(BaseModel):
        request: Annotated[sp.PlanRequest, BeforeValidator(asked)]
        policy: dict[str, int] = {}
        catalog: str = ""

        @field_validator("policy")
        @classmethod
        def _narrows(cls, value: dict[str, int]) -> dict[str, int]:
            sp.Policy(**value)
            return value

        @field_validator("catalog")
        @classmethod
        def _is_one(cls, value: str) -> str:
            sp.parse_catalog(value, format="toml")
            return value

    with pytest.raises(ValidationError, match="minutes: 0 is not allowed; it must be at least 1") as caught:
        Card.model_validate({"request": {"minutes": 0}, "policy": {"max_sets": 9}, "catalog": "?"})
    assert places(caught.value) == [("request",), ("policy",), ("catalog",)]
    assert Card.model_validate({"request": GOOD}).request == sp.PlanRequest(**GOOD)


def test_a_model_made_without_validation_is_validated_inside_another_one():
    class Around(BaseModel):
        request: sp.PlanRequest

    with pytest.raises(ValidationError, match="minutes"):
        Around(request=sp.PlanRequest.model_construct(minutes=9999, days_since_injury=None))
    with pytest.raises(sp.InvalidRequest, match="minutes: 9999 is not allowed"):
        sp.plan(sp.PlanRequest.model_construct(minutes=9999, days_since_injury=None))


def test_a_wrong_plan_is_read_with_a_sentence_and_no_address():
    with pytest.raises(ValidationError) as caught:
        sp.Plan.model_validate_json(json.dumps(DOCUMENT | {"total_seconds": "x", "request": GOOD | {"minutes": 0}}))
    assert places(caught.value) == [("request", "minutes"), ("total_seconds",)]
    assert "0 is not allowed; it must be at least 1" in str(caught.value)
    assert "http" not in str(caught.value)


# --- Two values under one name ------------------------------------------------------------------------------------

TWICE = '"schema_version": "1.1", "schema_version": "1.1"'
NESTED = json.dumps(DOCUMENT).replace('"screening": null', '"screening": {"chest_pain": "yes", "chest_pain": "no"}')
REPORT = sp.check(PLAN)


@pytest.mark.parametrize(
    ("model", "text"),
    [
        (sp.Plan, NESTED),
        (sp.Plan, json.dumps(DOCUMENT).replace('"total_seconds":', '"total_seconds": 1, "total_seconds":')),
        (sp.Plan, json.dumps(DOCUMENT)[:-1] + ', "later": {"a": 1, "a": 2}}'),
        (sp.PlanRequest, '{"minutes": 5, "days_since_injury": 1, "days_since_injury": null}'),
        (
            sp.PlanRequest,
            '{"minutes": 5, "days_since_injury": 1, "screening": {"chest_pain": "yes", "chest_pain": "no"}}',
        ),
        (sp.Screening, '{"chest_pain": "yes", "chest_pain": "no"}'),
        (sp.Profile, '{"conditions": ["pregnancy"], "conditions": []}'),
        (sp.Clearance, '{"stretch_id": "cobra_pose", "stretch_id": "bridge", "condition": "wrist_pain"}'),
        (sp.Pace, '{"rest_seconds": 20, "rest_seconds": 10}'),
        (sp.Policy, '{"max_sets": 2, "max_sets": 4}'),
        (sp.Policy, '{"first_allowed_days": {"cobra_pose": 90, "cobra_pose": 0}}'),
        (sp.Catalog, '{"id": "a", "id": "b"}'),
        (Stretch, '{"first_allowed_day": 42, "first_allowed_day": 0}'),
        (sp.Step, '{"seconds": 5, "seconds": 9}'),
        (sp.Prescription, '{"sets": 1, "sets": 9}'),
        (sp.CheckReport, '{"violations": [{"rule_id": "a"}], "violations": []}'),
        (sp.Violation, '{"rule_id": "a", "rule_id": "b", "step": null, "message": ""}'),
        (sp.Why, '{"reason": "a", "reason": "b"}'),
        (sp.WhyNot, '{"reason": "a", "reason": "b"}'),
        (sp.Rule, '{"id": "a", "id": "b"}'),
        (sp.Question, '{"id": "a", "id": "b"}'),
        (sp.ConditionEntry, '{"id": "pregnancy", "id": "knee_pain"}'),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
@pytest.mark.parametrize("form", [str, str.encode, lambda text: bytearray(text, "utf-8")])
def test_a_name_that_stands_twice_is_refused_by_every_reader(model, text, form):
    with pytest.raises(ValidationError, match="stands twice in one object"):
        model.model_validate_json(form(text))


@pytest.mark.parametrize(
    "value", [PLAN, PLAN.request, CATALOG, sp.Policy(), REPORT, sp.rules()[0], sp.why_not(PLAN, "bridge")], ids=type
)
def test_what_is_written_as_json_is_read_back(value):
    assert type(value).model_validate_json(value.model_dump_json()) == value


def test_a_plan_of_more_than_four_mebibytes_is_not_read():
    with pytest.raises(ValidationError, match="the text is longer than 4,194,304 bytes"):
        sp.Plan.model_validate_json(" " * 2**22 + json.dumps(DOCUMENT))


# --- Whole numbers -------------------------------------------------------------------------------------------------


class Ten(IntEnum):
    TEN = 10


class Index:
    def __index__(self) -> int:
        return 10


TENS = [10.0, Decimal(10), Decimal("10.0"), Decimal("1E+1"), Fraction(10), Ten.TEN, Index()]
TENS += [kind(10) for kind in (np.int8, np.uint16, np.int64, np.float16, np.float32, np.float64)]


@pytest.mark.parametrize("ten", TENS, ids=lambda value: type(value).__name__)
def test_what_is_ten_is_ten(ten):
    request = sp.PlanRequest(minutes=ten, days_since_injury=ten, seconds=ten, pain=ten, pace={"rest_seconds": ten})
    assert request == sp.PlanRequest(minutes=10, days_since_injury=10, seconds=10, pain=10, pace=sp.Pace())
    assert all(type(v) is int for v in (request.minutes, request.days_since_injury, request.pain, request.seconds))
    policy = sp.Policy(early_until_day=ten, max_hold_seconds=ten, first_allowed_days={"cobra_pose": ten})
    assert policy == sp.Policy(early_until_day=10, max_hold_seconds=10, first_allowed_days={"cobra_pose": 10})
    assert type(policy.first_allowed_days["cobra_pose"]) is int
    assert sp.plan(minutes=ten, days_since_injury=ten) == sp.plan(minutes=10, days_since_injury=10)
    assert sp.Planner(node_budget=ten).node_budget == 10
    step = sp.Step.model_validate(DOCUMENT["schedule"][0] | {"seconds": ten})
    assert type(step.seconds) is int


NOT_WHOLE = [10.5, float("nan"), float("inf"), -float("inf"), True, "10", b"10", None, [10], Decimal("NaN"), 10 + 0j]
NOT_WHOLE += [Decimal("sNaN"), Decimal("Infinity"), Decimal("10.5"), Decimal("1E+999999999"), Fraction(21, 2), np.True_]
NOT_WHOLE += [np.float64("nan"), np.float32(10.5), np.array([10]), np.array([10, 11]), np.datetime64("2026-01-31")]


@pytest.mark.parametrize("value", NOT_WHOLE, ids=repr)
def test_what_is_not_whole_is_refused(value):
    with pytest.raises(sp.InvalidRequest, match=r"minutes: .* is not allowed; it must be a whole number"):
        sp.PlanRequest(minutes=value, days_since_injury=None)
    with pytest.raises(sp.PolicyError, match=r"max_sets: .* is not allowed; it must be a whole number"):
        sp.Policy(max_sets=value)


@given(st.integers(-(2**53), 2**53), st.sampled_from([float, np.float64, Decimal, Fraction, np.int64]))
def test_a_number_is_in_range_whatever_its_type(number, kind):
    fields = {"minutes": 5, "days_since_injury": number}
    try:
        wanted = sp.PlanRequest(**fields)
    except sp.InvalidRequest:
        with pytest.raises(sp.InvalidRequest, match=r"days_since_injury: .* must be at "):
            sp.PlanRequest(**fields | {"days_since_injury": kind(number)})
    else:
        assert sp.PlanRequest(**fields | {"days_since_injury": kind(number)}) == wanted


def test_a_plan_whose_numbers_became_floats_is_the_same_plan():
    def floats(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: floats(part) for name, part in value.items()}
        if isinstance(value, list):
            return [floats(part) for part in value]
        return float(value) if type(value) is int else value

    assert sp.Plan.model_validate(floats(DOCUMENT)) == PLAN
    assert sp.Plan.model_validate_json(json.dumps(floats(DOCUMENT))) == PLAN
    assert sp.check(floats(DOCUMENT)).ok
    assert sp.check(json.dumps(floats(DOCUMENT))).ok
    numbers = floats(CATALOG.model_dump(mode="json"))
    assert sp.parse_catalog(json.dumps(numbers), format="json") == CATALOG
    half = floats(DOCUMENT) | {"total_seconds": 473.5}
    assert [v.rule_id for v in sp.check(half).violations] == ["plan-shape"]


# --- Names ---------------------------------------------------------------------------------------------------------


class Condition(StrEnum):
    KNEE = "knee_pain"


class Plain(Enum):
    KNEE = "knee_pain"
    HIPS = "hips"
    SLOW = "slow"
    NO = "no"
    COBRA = "cobra_pose"
    PRONE = "prone"
    TWO = 2


@pytest.mark.parametrize(
    "make",
    [set, list, tuple, frozenset, deque, lambda names: dict.fromkeys(names).keys()],
    ids=lambda kind: kind.__name__,
)
def test_names_come_in_any_set_or_sequence_and_as_members_of_enums(make):
    for knee in ("knee_pain", Condition.KNEE, Plain.KNEE, np.str_("knee_pain")):
        profile = sp.Profile(conditions=make([knee]), avoid_positions=make([Plain.PRONE]), include=make([Plain.COBRA]))
        assert profile == sp.Profile(conditions={"knee_pain"}, avoid_positions={"prone"}, include={"cobra_pose"})
        assert type(next(iter(profile.conditions))) is str
    assert sp.PlanRequest(**GOOD, targets=make([Plain.HIPS])).targets == {"hips"}


def test_single_names_may_be_members_of_enums():
    request = sp.PlanRequest(**GOOD, pace=Plain.SLOW, screening={"chest_pain": Plain.NO})
    assert request == sp.PlanRequest(**GOOD, pace="slow", screening=sp.Screening(chest_pain="no"))
    clearance = sp.Clearance(stretch_id="cobra_pose", condition=Plain.KNEE)
    assert clearance.condition == "knee_pain"
    with pytest.raises(sp.InvalidRequest, match="targets: 2 is not allowed; each of the areas is a text"):
        sp.PlanRequest(**GOOD, targets=[Plain.TWO])


@pytest.mark.parametrize("value", ["hips", b"hips", bytearray(b"hips"), memoryview(b"hips"), range(2), {"hips": 1}, 7])
def test_what_is_no_set_of_names_is_refused(value):
    with pytest.raises(sp.InvalidRequest, match="targets: "):
        sp.PlanRequest(**GOOD, targets=value)


# --- What callers share --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        sp.plan(**GOOD),
        PLAN.request,
        PLAN.schedule[0],
        PLAN.policy,
        PLAN.coverage["hips"],
        CATALOG,
        CATALOG.stretches[0],
        sp.rules()[0],
        sp.conditions()[0],
        sp.screening_questions()[0],
    ],
    ids=lambda value: type(value).__name__,
)
def test_no_caller_can_change_which_fields_of_a_shared_value_were_set(value):
    before = value.model_dump_json(exclude_unset=True)
    value.model_fields_set.clear()
    value.model_fields_set.add("x")
    assert value.model_dump_json(exclude_unset=True) == before


HALF = "\ud800"


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda: sp.PlanRequest(**GOOD, targets={HALF}), sp.InvalidRequest),
        (lambda: sp.Profile(avoid_stretches={HALF}), sp.InvalidRequest),
        (lambda: sp.Profile(include=[HALF]), sp.InvalidRequest),
        (lambda: sp.Clearance(stretch_id=HALF, condition="knee_pain"), sp.InvalidRequest),
        (lambda: sp.Policy(forbidden_stretches={HALF}), sp.PolicyError),
        (lambda: sp.Policy(first_allowed_days={HALF: 3}), sp.PolicyError),
        (lambda: sp.Violation(rule_id="a", step=None, message=HALF), ValidationError),
        (lambda: sp.Plan.model_validate(DOCUMENT | {"rules_version": HALF}), ValidationError),
        (
            lambda: sp.Plan.model_validate(DOCUMENT | {"coverage": {HALF: DOCUMENT["coverage"]["hips"]}}),
            ValidationError,
        ),
        (lambda: sp.Step.model_validate(DOCUMENT["schedule"][0] | {"cue": HALF}), ValidationError),
        (lambda: sp.parse_request('{"minutes": 5, "days_since_injury": 3, "targets": ["\\ud800"]}'), sp.InvalidRequest),
    ],
)
def test_half_of_a_character_is_refused_where_it_comes_in(make, error):
    with pytest.raises(error) as caught:
        make()
    str(caught.value).encode()


def test_the_coverage_of_a_plan_cannot_be_changed():
    with pytest.raises(TypeError, match="this table is frozen"):
        PLAN.coverage.clear()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("parse", "model", "good"),
    [
        (sp.parse_request, sp.PlanRequest, {"minutes": 5, "days_since_injury": 3}),
        (sp.parse_profile, sp.Profile, {"conditions": ["wrist_pain"]}),
        (sp.parse_record, sp.SessionRecord, {"on": "2026-03-01", "pain_after": 2}),
    ],
    ids=["request", "profile", "record"],
)
def test_what_an_app_kept_is_read_with_our_own_error(parse, model, good):
    assert parse(json.dumps(good)) == parse(json.dumps(good).encode()) == model(**good)
    assert parse(model(**good).model_dump_json()) == model(**good)
    twice = json.dumps(good)[:-1] + ", " + json.dumps(good)[1:]
    for text in ("", "[]", "{", twice, "\xff", json.dumps(good | {"moon": ["knee_pain"]}), " " * 2**20 + "{}"):
        with pytest.raises(sp.InvalidRequest) as caught:
            parse(text)
        assert str(caught.value).count("\n") == 0


def test_pydantics_error_shows_no_other_field_of_a_person():
    """An error ends in logs. The value that is wrong is in our sentence; what else was stated is not shown."""
    profile = {"conditions": ["osteoporosis"], "trimestr": 2}
    request = {"minutes": 5, "profile": {"conditions": ["osteoporosis"], "trimester": 2}}
    torn = {"include": ["cat_cow"], "avoid_stretches": ["cat_cow"], "conditions": ["osteoporosis"]}
    for model, fields in ((sp.Profile, profile), (sp.PlanRequest, request), (sp.Profile, torn)):
        for read, given_as in ((model.model_validate, dict), (model.model_validate_json, json.dumps)):
            with pytest.raises(ValidationError) as caught:
                read(given_as(fields))
            assert "osteoporosis" not in str(caught.value)
            assert "input_value" not in str(caught.value)
