"""Is a good request read as meant, and a wrong one refused with one clear sentence?"""

import copy
import json
import pickle
import re
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import stretchplan as sp
from stretchplan.base.models import read

GOOD = {"minutes": 10, "days_since_injury": 3}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"minutes": 10},
            "days_since_injury: this field is required and is missing; "
            "give a whole number from 0, or null (None in Python) for no recent injury",
        ),
        ({"days_since_injury": 3}, "minutes: this field is required and is missing"),
        (GOOD | {"minutes": 0}, "minutes: 0 is not allowed; it must be at least 1"),
        (GOOD | {"minutes": 241}, "minutes: 241 is not allowed; it must be at most 240"),
        (GOOD | {"minutes": 2.5}, "minutes: 2.5 is not allowed; it must be a whole number"),
        (GOOD | {"minutes": "10"}, "minutes: '10' is not allowed; it must be a whole number"),
        (GOOD | {"minutes": True}, "minutes: True is not allowed; it must be a whole number"),
        (GOOD | {"minutes": float("nan")}, "minutes: nan is not allowed; it must be a whole number"),
        (GOOD | {"minutes": 10**400}, "minutes: "),
        (GOOD | {"days_since_injury": -1}, "days_since_injury: -1 is not allowed; it must be at least 0"),
        (GOOD | {"days_since_injury": "3"}, "days_since_injury: '3' is not allowed; it must be a whole number"),
        (GOOD | {"days_since_injury": False}, "days_since_injury: False is not allowed; it must be a whole number"),
        (GOOD | {"days_since_injury": 36501}, "days_since_injury: 36501 is not allowed; it must be at most 36500"),
        (GOOD | {"seconds": 60}, "seconds: 60 is not allowed; it must be at most 59"),
        (GOOD | {"targets": "hips"}, "targets: 'hips' is not allowed; give a list of areas, such as [\"hips\"]"),
        (GOOD | {"targets": 7}, "targets: 7 is not allowed; give a list of areas"),
        (GOOD | {"targets": [3]}, "targets: 3 is not allowed; each of the areas is a text such as 'hips'"),
        (GOOD | {"targets": {"hip"}}, "targets: 'hip' is not an area of this catalogue; did you mean 'hips'?"),
        (GOOD | {"targets": {"Lower Back"}}, "did you mean 'lower_back'?"),
        (GOOD | {"targets": {"moon"}}, "known areas: lower_back, upper_back, spine"),
        (GOOD | {"minuts": 10}, "minuts: this field is not known; did you mean 'minutes'?"),
        ({"minuts": 10, "days_since_injury": 3}, "minuts: this field is not known; did you mean 'minutes'?"),
        (GOOD | {"conditions": []}, "conditions: this field is not known; did you mean 'profile.conditions'?"),
        (GOOD | {"settle_seconds": 9}, "settle_seconds: this field is not known; did you mean 'pace.settle_seconds'?"),
        (GOOD | {"targets": (a for a in "ab")}, "targets: a value of type generator is not allowed; give a list"),
        (
            GOOD | {"no_recent_injury": False},
            "leave it out; days_since_injury says it: the days since the injury, or null",
        ),
        (GOOD | {"injuredon": "2026-01-31"}, "injuredon: this field is not known; did you mean 'injured_on'?"),
        (
            GOOD | {"foo": 1},
            "foo: this field is not known; known here: breath, days_since_injury, history, injured_on,",
        ),
        (GOOD | {"on": "2026-W05-1"}, "on: '2026-W05-1' is not allowed; give a date such as 2026-01-31"),
        (GOOD | {"history": 3}, "history: 3 is not allowed; give a list of session records, or null"),
        (GOOD | {"history": [{"on": "2026-03-02"}]}, "history is given, and on is not; give on, the date of"),
        (
            GOOD | {"history": [{"on": None}]},
            "history[0].on: null (None in Python) is not allowed; give a date such as",
        ),
        (GOOD | {"history": [{}]}, "history[0].on: this field is required and is missing"),
        (
            GOOD | {"history": [{"on": "2026-03-02"}], "on": "2026-03-01"},
            "history: the session on 2026-03-02 is after the session to plan, 2026-03-01; give sessions of the past",
        ),
        (
            GOOD | {"history": [{"on": "2026-03-02"}], "on": "2026-03-06"},
            "history: the session on 2026-03-02 is before the injury on 2026-03-03; a session from before",
        ),
        (
            GOOD | {"history": [{"on": "2026-03-04", "before_injury": True}], "on": "2026-03-06"},
            "history: the session on 2026-03-04 says before_injury, and the injury was on 2026-03-03 by days_since",
        ),
        (GOOD | {"history": [{"on": "2026-03-02"}] * 4001}, "4001 session records are not allowed; give the last 4000"),
        (
            GOOD | {"history": [{"on": "2026-03-02", "stretches": [{"stretch_id": "a"}, {"stretch_id": "a"}]}]},
            "history[0].stretches[1].stretch_id: the stretch 'a' stands twice; give one entry for it",
        ),
        (
            GOOD
            | {
                "history": [
                    {"on": "2026-03-02", "stretches": [{"stretch_id": "a", "done": {"sets": 1, "sides": "both"}}]}
                ]
            },
            "history[0].stretches[0].done: a dose has either hold_seconds or repetitions; give one of them",
        ),
        (
            {"minutes": 5, "injured_on": "2026-03-01"},
            "injured_on: it is given, and on is not; give on, the date of the",
        ),
        (
            {"minutes": 5, "injured_on": "2026-03-05", "on": "2026-03-04"},
            "injured_on: 2026-03-05 is after on, 2026-03-04; give the day on which the back was hurt",
        ),
        (
            {"minutes": 5, "injured_on": "1 March", "on": "2026-03-04"},
            "injured_on: '1 March' is not allowed; give a date",
        ),
        ({"minutes": 5, "injured_on": "2026-03-01", "on": 5}, "on: 5 is not allowed; give a date such as 2026-01-31"),
        (
            GOOD | {"injured_on": "2026-03-01", "on": "2026-03-06"},
            "days_since_injury: 3 is stated, and from injured_on, 2026-03-01, to on, 2026-03-06, it is day 5; ",
        ),
        (
            {"minutes": 5, "days_since_injury": None, "injured_on": "2026-03-01", "on": "2026-03-06"},
            "days_since_injury: null (None in Python) says no recent injury, and from injured_on, 2026-03-01, to on,",
        ),
        (
            {"minutes": 5, "injured_on": None, "on": "2026-03-06"},
            "injured_on: null (None in Python) states no day, and does not say that there was no injury; give the day",
        ),
        (
            {"minutes": 5, "injured_on": "1900-03-01", "on": "2026-03-06"},
            "injured_on: 1900-03-01 is 46,026 days before on, 2026-03-06, and 36,500 are the most; give a later day",
        ),
        (GOOD | {"on": "2026-02-30"}, "on: '2026-02-30' is not allowed; give a date such as 2026-01-31"),
        (GOOD | {"on": 1700000000}, "on: 1700000000 is not allowed; give a date such as 2026-01-31"),
        (GOOD | {"on": datetime(2026, 1, 1)}, "give a date such as 2026-01-31"),
        (GOOD | {"pace": {"settle_seconds": 4}}, "pace.settle_seconds: 4 is not allowed; it must be at least 5"),
        (GOOD | {"pace": {"settle_seconds": 16}}, "changing position includes settling"),
        (GOOD | {"pace": "slwo"}, "pace: 'slwo' is not a pace; did you mean 'slow'?"),
        (GOOD | {"pace": 3}, "pace: 3 is not allowed"),
    ],
)
def test_a_wrong_request_is_one_clear_sentence(fields, sentence):
    with pytest.raises(sp.InvalidRequest) as caught:
        sp.plan(**fields)
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


@given(st.dates(), st.integers(0, 36500))
def test_the_day_of_the_injury_says_what_the_days_since_then_say(injured, days):
    on = date.fromordinal(min(injured.toordinal() + days, date.max.toordinal()))
    days = (on - injured).days
    by_date = sp.PlanRequest(minutes=5, injured_on=injured, on=on)
    by_days = sp.PlanRequest(minutes=5, days_since_injury=days, on=on)
    assert by_date == by_days == sp.PlanRequest(minutes=5, injured_on=injured, days_since_injury=days, on=on)
    assert (by_date.injured_on, by_date.days_since_injury) == (injured, days)
    text = by_date.model_dump_json()
    assert "injured_on" not in text
    assert sp.parse_request(text) == by_date
    dated = json.dumps({"minutes": 5, "injured_on": injured.isoformat(), "on": on.isoformat()})
    assert sp.parse_request(dated) == sp.PlanRequest.model_validate_json(dated) == by_date


def test_a_copy_takes_the_day_of_the_injury_in_place_of_the_days():
    request = sp.PlanRequest(minutes=5, days_since_injury=3, on="2026-03-04")
    assert request.model_copy(update={"injured_on": "2026-03-02"}).days_since_injury == 2
    assert request.model_copy(update={"injured_on": "2026-03-02", "on": "2026-03-09"}).days_since_injury == 7
    assert request.model_copy(update={"injured_on": None}) == request
    with pytest.raises(sp.InvalidRequest, match="days_since_injury: 9 is stated, and from injured_on"):
        request.model_copy(update={"injured_on": "2026-03-02", "days_since_injury": 9})


def test_every_problem_is_listed_and_the_first_one_leads():
    with pytest.raises(sp.InvalidRequest) as caught:
        sp.PlanRequest(minutes=0, days_since_injury=-1, seconds=99)
    assert [p.where for p in caught.value.problems] == ["minutes", "days_since_injury", "seconds"]
    assert str(caught.value).endswith("(and 2 more problems)")


def test_a_request_without_the_injury_is_an_error_everywhere():
    for attempt in (
        lambda: sp.plan(minutes=10),
        lambda: sp.PlanRequest(minutes=10),
        lambda: sp.parse_request('{"minutes": 10}'),
        lambda: sp.Planner().plan(minutes=10),
    ):
        with pytest.raises(sp.InvalidRequest, match="days_since_injury: this field is required and is missing"):
            attempt()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            '{"minutes": 5, "pain": 8, "days_since_injury": 1, "pain": null}',
            "the name 'pain' stands twice in one object",
        ),
        (
            '{"minutes": 5, "days_since_injury": 1, "screening": {"chest_pain": "yes", "chest_pain": "no"}}',
            "the name 'chest_pain' stands twice in one object; each may stand once",
        ),
        ("{", "the text is not JSON: expecting property name enclosed in double quotes at line 1, column 2"),
        (b"\xff", "the text is not UTF-8: byte 1 cannot be read"),
        ('{"minutes": NaN}', "NaN is in the text, and JSON knows no such number"),
        ("[" * 100_000, "the text is nested too deeply to be read"),
        ("9" * 500, "a number of 500 characters is in the text; at most 400 are read"),
        ('"' + "x" * 2**20 + '"', "the text is longer than 1,048,576 bytes, the most that is read"),
        ('"' + "é" * 2**19 + '"', "the text is longer than 1,048,576 bytes, the most that is read"),
        ('"tab\there"', "the text is not JSON: invalid control character at line 1, column 5"),
        ("[]", "[] is not allowed; it must be a table"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_json_is_read_strictly(text, sentence):
    with pytest.raises(sp.InvalidRequest, match=re.escape(sentence)):
        sp.parse_request(text)
    with pytest.raises(ValidationError, match=re.escape(sentence)) as caught:
        sp.PlanRequest.model_validate_json(text)
    assert "http" not in str(caught.value)


def test_none_means_no_recent_injury():
    assert sp.PlanRequest(minutes=10, days_since_injury=None).days_since_injury is None


@pytest.mark.parametrize("targets", [{"hips"}, ["hips"], ("hips", "hips"), frozenset({"hips"})])
def test_areas_may_be_any_collection(targets):
    assert sp.PlanRequest(**GOOD, targets=targets).targets == frozenset({"hips"})


def test_a_request_or_its_fields_but_not_both():
    request = sp.PlanRequest(**GOOD)
    assert sp.plan(request) == sp.plan(**GOOD)
    with pytest.raises(sp.InvalidRequest, match="give a request or its fields as keywords, not both"):
        sp.plan(request, minutes=3)


def test_what_is_not_a_request_is_refused():
    with pytest.raises(sp.InvalidRequest, match="is not a PlanRequest; give one, or its fields as keywords"):
        sp.plan(GOOD)


def test_a_request_cannot_be_changed():
    request = sp.PlanRequest(**GOOD, targets={"hips"}, on="2026-01-31")
    assert request.on == date(2026, 1, 31)
    assert hash(request) == hash(sp.PlanRequest(**GOOD, targets=["hips"], on=date(2026, 1, 31)))
    with pytest.raises(ValueError, match="frozen"):
        request.minutes = 11


def test_an_invalid_request_as_problem_details():
    with pytest.raises(sp.InvalidRequest) as caught:
        sp.plan(**GOOD, targets={"hip"})
    details = caught.value.to_dict()
    assert details == json.loads(json.dumps(details))
    assert details["type"] == "urn:stretchplan:problem:invalid-request"
    assert (details["status"], details["title"]) == (422, "The request is not valid")
    assert details["errors"] == [
        {
            "where": "targets",
            "value": "'hip'",
            "message": "'hip' is not an area of this catalogue; did you mean 'hips'?",
            "suggestion": "hips",
        }
    ]
    assert pickle.loads(pickle.dumps(caught.value)).to_dict() == details  # noqa: S301 -- our own bytes


def test_copies_and_unvalidated_requests_are_validated():
    request = sp.PlanRequest(**GOOD)
    for update in ({"minutes": 500}, {"days_since_injury": -5}, {"days_since_injury": 3.5}, {"seconds": -400}):
        with pytest.raises(sp.InvalidRequest):
            request.model_copy(update=update)
        with pytest.raises(sp.InvalidRequest):
            sp.plan(sp.PlanRequest.model_construct(**(dict(request) | update)))
    hasty = sp.Pace.model_construct(**(dict(sp.Pace()) | {"change_position_seconds": 1, "settle_seconds": 1}))
    with pytest.raises(sp.InvalidRequest):
        sp.plan(**GOOD, pace=hasty)
    assert request.model_copy(update={"targets": {"hips"}}).targets == frozenset({"hips"})


@pytest.mark.parametrize("catalog", ["mine.toml", {}, 7])
def test_what_is_not_a_catalogue_is_refused_with_advice(catalog):
    with pytest.raises(
        sp.CatalogError, match=r"(is not a Catalog; read one|a file is read) with .*load_catalog\(file\)"
    ):
        sp.Planner(catalog)


def test_no_other_catalogue_may_use_the_built_in_name():
    data = sp.builtin_catalog().model_dump()
    data["stretches"] = [s | {"first_allowed_day": 0} for s in data["stretches"]]
    with pytest.raises(
        sp.CatalogError, match=r"is the id of the built-in catalogue 1.2.0, and this one says something else"
    ):
        sp.Planner(sp.Catalog.model_validate(data))


def test_tables_inside_models_are_frozen_too():
    plan, catalog = sp.plan(**GOOD), sp.builtin_catalog()
    for attempt in (
        lambda: catalog.by_id.pop("cobra_pose"),
        lambda: catalog.by_id.update(x=1),
        lambda: plan.coverage.clear(),
        lambda: catalog.stretches[0].provenance.__setitem__("name", "x"),
    ):
        with pytest.raises(TypeError, match="frozen"):
            attempt()
    for thing in (plan, catalog, catalog.by_id):
        assert pickle.loads(pickle.dumps(thing)) == thing  # noqa: S301 -- our own bytes
        assert copy.deepcopy(thing) == thing
        assert hash(thing) == hash(copy.deepcopy(thing))


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | st.dates() | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3) | st.sets(st.text()),
    max_leaves=5,
)
field_names = st.sampled_from([*sp.PlanRequest.model_fields, "Minutes", "", "\ud800", "x" * 500])


@given(st.dictionaries(field_names, anything))
def test_any_fields_are_a_request_or_one_short_sentence(fields):
    try:
        request = read(sp.PlanRequest, fields)
    except sp.InvalidRequest as error:
        sentence, details = str(error), error.to_dict()
    else:
        sentence, details = "", {}
        assert sp.PlanRequest.model_validate_json(request.model_dump_json()) == request
    assert len(sentence.encode()) < 1000
    json.dumps(details).encode()


def found(make):
    """Return the places, values and messages of what is wrong."""
    with pytest.raises(sp.InvalidRequest) as caught:
        make()
    return [(problem.where, problem.value) for problem in caught.value.problems]


def test_a_wrong_day_of_the_injury_hides_no_other_problem():
    wrong = {"minutes": 0, "pain": 11, "injured_on": "1 March", "on": "2026-03-04", "minuts": 3}
    expected = [("minuts", "3"), ("minutes", "0"), ("pain", "11"), ("injured_on", "'1 March'")]
    assert found(lambda: sp.PlanRequest(**wrong)) == expected
    copied = {"minutes": 0, "injured_on": "1 March"}
    request = sp.PlanRequest(minutes=5, days_since_injury=3, on="2026-03-04")
    assert found(lambda: request.model_copy(update=copied)) == [("minutes", "0"), ("injured_on", "'1 March'")]
    both = {"minutes": 0, "injured_on": "2026-03-01", "on": 5}
    assert found(lambda: sp.PlanRequest(**both)) == [("minutes", "0"), ("on", "5")]


def test_no_day_of_the_injury_never_reads_as_a_healthy_back():
    assert found(lambda: sp.PlanRequest(minutes=5, injured_on=None)) == [("injured_on", "None")]
    assert found(lambda: sp.PlanRequest(minutes=0, injured_on=None)) == [("minutes", "0"), ("injured_on", "None")]
    healthy = sp.PlanRequest(minutes=5, injured_on=None, days_since_injury=None)
    assert healthy == sp.PlanRequest(minutes=5, days_since_injury=None)


def test_a_problem_between_two_fields_has_the_place_and_the_value_that_a_form_can_mark():
    cleared = [
        {"stretch_id": "cobra_pose", "condition": "wrist_pain"},
        {"stretch_id": "cat_cow", "condition": "knee_pain"},
    ]
    profile = {"cleared": cleared, "trimester": 2, "include": ["cat_cow"]}
    stray = [("profile.trimester", "2"), ("profile.cleared", "'knee_pain'"), ("profile.cleared", "'wrist_pain'")]
    assert found(lambda: sp.PlanRequest(**GOOD, profile=profile)) == stray
    assert found(lambda: sp.PlanRequest(**GOOD, profile=sp.Profile(**profile))) == stray
    torn = {"include": ["cat_cow", "cobra_pose"], "avoid_stretches": ["cobra_pose", "cat_cow"]}
    assert found(lambda: sp.Profile(**torn)) == [("profile.include", "'cat_cow'"), ("profile.include", "'cobra_pose'")]
    assert found(lambda: sp.PlanRequest(**GOOD, profile=torn)) == found(lambda: sp.Profile(**torn))
    pace = {"settle_seconds": 16}
    assert found(lambda: sp.PlanRequest(**GOOD, pace=pace)) == [("pace.settle_seconds", "16")]
    dates = [{"on": day} for day in ("2026-03-09", "2026-03-02", "2026-03-05")]
    misdated = [("history", "'2026-03-02'"), ("history", "'2026-03-09'")]
    assert found(lambda: sp.PlanRequest(**GOOD, on="2026-03-06", history=dates)) == misdated
    assert found(lambda: sp.PlanRequest(**GOOD, history=dates)) == [("on", "")]


@pytest.mark.parametrize("given", [{"minutes": 10, "days_since_injury": 3}, None, 3, []], ids=repr)
@pytest.mark.parametrize("parse", [sp.parse_request, sp.parse_profile, sp.parse_record])
def test_what_is_no_text_is_not_parsed(parse, given):
    """A framework may hand over an object that it has parsed."""
    with pytest.raises(sp.InvalidRequest) as caught:
        parse(given)
    assert str(caught.value) == f"this is no text but of type {type(given).__name__}; give str or bytes"


@pytest.mark.parametrize("parse", [sp.parse_request, sp.parse_profile, sp.parse_record])
def test_a_plan_in_the_place_of_input_is_one_problem(parse):
    with pytest.raises(
        sp.InvalidRequest, match="this has a schema_version, as plans and other answers have; a"
    ) as caught:
        parse(sp.plan(**GOOD).model_dump_json())
    assert len(caught.value.problems) == 1


@pytest.mark.parametrize("given", ["hips", "", "a b", '"]', "x" * 50])
def test_the_list_that_a_message_gives_can_be_copied_into_json(given):
    with pytest.raises(sp.InvalidRequest) as caught:
        sp.PlanRequest(**GOOD, targets=given)
    shown = re.search(r"such as (.*), not one text", str(caught.value))
    assert shown is not None
    assert sp.PlanRequest(**GOOD, targets=json.loads(shown[1])).targets == {"hips"}
