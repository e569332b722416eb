"""Hostile input: does nothing but the library's own errors come out, soon, and in little memory?

A corpus of single cases that have a story, and strategies that spoil requests, plans and catalogues in drawn places.
docs/testing.md states the limits.
"""

import json
import re
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

import stretchplan as sp
from stretchplan.testing import hostile_catalogs, hostile_json, hostile_plans, hostile_requests, hostile_toml

MAX_SECONDS = 10
"""Far more than any of these takes (most take milliseconds); only a reader that never ends reaches it."""

PLANNER = sp.Planner(explain=False)


def one_sentence(error):
    """Say whether an error is one printable sentence of sensible length."""
    text = str(error)
    return text.isprintable() and 0 < len(text) < 600


def ask(fields):
    """Plan for a request's fields; only our own errors may come out."""
    start = time.monotonic()
    try:
        PLANNER.plan(**fields)
    except sp.StretchPlanError as error:
        refusal = error
    else:
        refusal = None
    assert refusal is None or (one_sentence(refusal) and json.dumps(refusal.to_dict()))
    assert time.monotonic() - start < MAX_SECONDS


@given(hostile_requests())
def test_broken_requests_raise_only_our_errors(fields):
    ask(fields)


@given(hostile_requests())
def test_inside_pydantic_broken_requests_raise_only_its_error(fields):
    try:
        request = sp.PlanRequest(**fields)
    except sp.InvalidRequest:
        with pytest.raises(ValidationError) as caught:
            sp.PlanRequest.model_validate(fields)
        assert all(one_sentence(problem["msg"]) for problem in caught.value.errors(include_url=False))
    else:
        assert sp.PlanRequest.model_validate(fields) == request


@given(hostile_plans())
@settings(max_examples=150)
def test_broken_plans_never_make_the_check_raise(plan):
    start = time.monotonic()
    for form in (plan, json.dumps(plan)):
        report = sp.check(form)
        assert len(report.violations) <= 200
        assert all(one_sentence(v.message) for v in report.violations)
        report.model_dump_json()
    assert time.monotonic() - start < MAX_SECONDS


@given(hostile_catalogs())
def test_broken_catalogues_raise_only_our_errors(data):
    for read in (lambda: sp.Catalog(**data), lambda: sp.parse_catalog(json.dumps(data), format="json")):
        start = time.monotonic()
        refusal = None
        try:
            catalog = read()
            sp.Planner(catalog, explain=False).plan(minutes=5, days_since_injury=None)
        except (sp.CatalogError, sp.NoPlan) as error:
            refusal = error
        assert refusal is None or one_sentence(refusal)
        assert time.monotonic() - start < MAX_SECONDS


@given(hostile_json())
@settings(max_examples=200)
def test_hostile_json_raises_only_our_errors(text):
    assert not sp.check(text).ok
    with pytest.raises(sp.CatalogError) as caught:
        sp.parse_catalog(text, format="json")
    assert one_sentence(caught.value)


@given(hostile_toml())
@settings(max_examples=200)
def test_hostile_toml_raises_only_our_errors(text):
    with pytest.raises(sp.CatalogError) as caught:
        sp.parse_catalog(text, format="toml")
    assert one_sentence(caught.value)


@given(st.binary(max_size=60), st.sampled_from(["json", "toml"]))
def test_bytes_that_are_not_text_raise_only_our_errors(data, form):
    with pytest.raises(sp.CatalogError):
        sp.parse_catalog(data, format=form)
    assert not sp.check(data).ok


CORPUS = {
    "a thousand areas": {"minutes": 10, "days_since_injury": 3, "targets": [f"a{i}" for i in range(1000)]},
    "a set of names in a list in a list": {"minutes": 10, "days_since_injury": 3, "targets": [["hips"]]},
    "half a character": {"minutes": 10, "days_since_injury": 3, "targets": ["\ud800"]},
    "a direction override": {"minutes": 10, "days_since_injury": 3, "targets": ["\u202espih"]},
    "not a number": {"minutes": float("nan"), "days_since_injury": 3},
    "infinitely many minutes": {"minutes": float("inf"), "days_since_injury": 3},
    "a number of 400 digits": {"minutes": 10**400, "days_since_injury": 3},
    "a number of 5000 digits": {"minutes": 10**5000, "days_since_injury": 3},
    "yes for minutes": {"minutes": True, "days_since_injury": 3},
    "no for the day": {"minutes": 10, "days_since_injury": False},
    "a megabyte for a date": {"minutes": 10, "days_since_injury": 3, "on": "2" * 2**20},
    "a profile that is a text": {"minutes": 10, "days_since_injury": 3, "profile": "osteoporosis"},
    "a condition that is a list": {"minutes": 10, "days_since_injury": 3, "profile": {"conditions": [["knee_pain"]]}},
    "ten thousand clearances": {
        "minutes": 10,
        "days_since_injury": 3,
        "profile": {"cleared": [{"stretch_id": "cobra_pose", "condition": "wrist_pain"}] * 10_000},
    },
    "a clearance with a field too many": {
        "minutes": 10,
        "days_since_injury": 3,
        "profile": {
            "conditions": ["wrist_pain"],
            "cleared": [{"stretch_id": "cobra_pose", "condition": "wrist_pain", "by": "me"}],
        },
    },
    "an answer in capitals": {"minutes": 10, "days_since_injury": 3, "screening": {"chest_pain": "YES"}},
    "an answer to no question": {"minutes": 10, "days_since_injury": 3, "screening": {"chest_pains": "yes"}},
    "ten thousand answers": {
        "minutes": 10,
        "days_since_injury": 3,
        "screening": {f"question_{i}": "no" for i in range(10_000)},
    },
    "nothing": {},
}


@pytest.mark.parametrize("name", CORPUS)
def test_each_request_of_the_corpus_is_refused_in_one_sentence(name):
    with pytest.raises(sp.InvalidRequest) as caught:
        PLANNER.plan(**CORPUS[name])
    assert one_sentence(caught.value)
    assert caught.value.problems


def test_inside_pydantic_each_request_of_the_corpus_is_refused():
    only_a_catalogue_knows = {"a direction override"}  # an area is any short text until a catalogue is asked
    cases = {name: fields for name, fields in CORPUS.items() if name not in only_a_catalogue_knows}
    for fields in (*cases.values(), {"minutes": 10, "days_since_injury": 3, 7: 7}):
        with pytest.raises(ValidationError):
            sp.PlanRequest.model_validate(fields)


def deep(depth):
    """Return a dictionary in a dictionary in a dictionary."""
    value = {}
    for _ in range(depth):
        value = {"profile": value}
    return value


@pytest.mark.parametrize("depth", [50, 900, 50_000])
def test_deep_nesting_raises_only_our_errors(depth):
    for model in (sp.PlanRequest, sp.Catalog):
        with pytest.raises(sp.StretchPlanError):
            model(**deep(depth))
        with pytest.raises(ValidationError):
            model.model_validate(deep(depth))
    assert not sp.check(deep(depth)).ok


def test_hostile_policies_raise_policy_error():
    for data in (
        {"early_until_day": "9"},
        {"early_until_day": float("nan")},
        {"forbidden_stretches": [f"s{i}" for i in range(10_000)]},
        {"first_allowed_days": {f"s{i}": i for i in range(10_000)}},
        {"first_allowed_days": {"cobra_pose": True}},
        {"least_pace": deep(50_000)},
        {"unknown": 1},
    ):
        with pytest.raises(sp.PolicyError) as caught:
            sp.Policy(**data)
        assert one_sentence(caught.value)


@pytest.mark.skipif(sys.platform != "linux", reason="measures memory as Linux counts it")
def test_memory_stays_bounded():
    """Less than 600 MiB, in a new process: other tests may have used more in this one."""
    code = """
import pathlib, sys
import pytest
import stretchplan as sp
assert pytest.main(["-n0", "-q", "-p", "no:cacheprovider", "-k", "not memory", sys.argv[1]]) == 0
sp.check("[" * 4_000_000)
with pytest.raises(sp.CatalogError):
    sp.parse_catalog('{"a":"' + "x" * 2_000_000 + '"}', format="json")
print(*[line for line in pathlib.Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")])
"""
    run = subprocess.run([sys.executable, "-c", code, __file__], capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    most = re.fullmatch(r"VmHWM:\s+(\d+) kB", run.stdout.splitlines()[-1])
    assert int(most[1]) / 1024 < 600
