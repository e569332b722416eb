"""Is what a plan or an input costs bounded before the models make a problem of each wrong value?"""

import itertools
import json
import os
import subprocess
import sys
import tracemalloc

import pytest

import stretchplan as sp
from stretchplan.catalog.loader import catalog_from_dict
from stretchplan.results.limits import MAX_ENTRIES, MAX_TEXT_BYTES, MAX_VALUES, too_large
from stretchplan.safety.check import check
from tests.support.sample_plans import full

MANY = 20_000
NAMES = {f"a{i}": 0 for i in range(MANY)}


def put(way, value):
    """Return a good plan's data with a value at a way into it."""
    plan = full()
    place = plan
    *before, last = way
    for name in before:
        place = place[name]
    place[last] = value
    return plan


HUGE = {
    "equipment": (("prescriptions", 0, "equipment"), ["x"] * MANY),
    "needs": (("prescriptions", 0, "needs"), ["x"] * MANY),
    "areas": (("prescriptions", 0, "areas"), [1] * MANY),
    "good areas": (("prescriptions", 0, "areas"), ["hips"] * MANY),
    "primary": (("prescriptions", 0, "because"), {"kind": "serves", "primary": ["hips"] * MANY}),
    "secondary": (("prescriptions", 0, "because"), {"kind": "serves", "secondary": [None] * MANY}),
    "a list for a text": (("prescriptions", 0, "name"), ["x"] * MANY),
    "an object for a number": (("schedule", 3, "seconds"), NAMES),
    "names in a step": (("schedule", 3, "breathing"), NAMES),
    "names in a notice": (("notices", 0), NAMES),
    "names in an area": (("coverage", "hips"), NAMES),
    "names in the objective": (("objective",), NAMES),
    "names in the catalogue": (("catalog",), NAMES),
    "names in the request": (("request",), NAMES),
    "names in the profile": (("request", "profile"), NAMES),
    "names in the screening": (("request", "screening"), NAMES),
    "names in the pace": (("request", "pace"), NAMES),
    "targets": (("request", "targets"), ["hips"] * MANY),
    "clearances": (("request", "profile", "cleared"), [{}] * MANY),
    "names in the policy": (("policy",), NAMES),
    "names in the least pace": (("policy", "least_pace"), NAMES),
    "first days": (("policy", "first_allowed_days"), NAMES),
    "a field of a later version": (("later",), [{}] * MANY),
    "inside a field of a later version": (("later",), {"a": [[0] * MANY]}),
}


@pytest.mark.parametrize(("way", "value"), HUGE.values(), ids=HUGE)
@pytest.mark.parametrize(
    "door", [dict, json.dumps, lambda plan: json.dumps(plan).encode()], ids=["mapping", "text", "bytes"]
)
def test_an_inner_list_or_object_is_bounded(way, value, door):
    given = door(put(way, value))
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    (violation,) = check(given).violations
    most = tracemalloc.get_traced_memory()[1] - before
    tracemalloc.stop()
    assert violation.rule_id == "plan-shape"
    assert " 20" in violation.message
    assert " at most " in violation.message
    assert most < 8 * 2**20


@pytest.mark.parametrize(("way", "value"), HUGE.values(), ids=HUGE)
def test_the_model_of_a_plan_has_the_same_bounds(way, value):
    with pytest.raises(ValueError, match="at most"):
        sp.Plan.model_validate(put(way, value))


@pytest.mark.parametrize(
    "value",
    [itertools.repeat({}), iter([]), ({} for _ in ()), {}.values(), map(dict, ())],
    ids=lambda value: type(value).__name__,
)
@pytest.mark.parametrize("way", [("schedule",), ("prescriptions", 0, "areas"), ("later",)], ids=str)
def test_a_list_without_an_end_is_not_read(way, value):
    (violation,) = check(put(way, value)).violations
    assert violation.message.endswith(f": this is of type {type(value).__name__}; give a list.")


def test_seventy_kilobytes_of_empty_objects_make_few_problems():
    plan = full() | {name: [{}] * MAX_ENTRIES[name] for name in ("schedule", "effects", "notices", "left_out")}
    tracemalloc.start()
    found = check(json.dumps(plan)).violations
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found) <= 102
    assert found[1].message == "schedule: because of these mistakes the entries after schedule[99] were not read."
    assert most < 16 * 2**20


def test_a_mistake_far_down_a_long_list_is_named_with_its_place():
    plan = full()
    steps = [dict(plan["schedule"][i % len(plan["schedule"])]) for i in range(450)]
    steps[333]["kind"] = "jump"
    rest, wrong = check(plan | {"schedule": steps}).violations
    assert wrong.step == 333
    assert wrong.message.startswith("schedule[333].kind: ")
    assert rest.message == "schedule: because of these mistakes the entries after schedule[399] were not read."


def test_values_and_texts_are_bounded_together():
    later = [[0] * 500] * (MAX_VALUES // 500)
    assert check(full() | {"later": later}).violations[0].message == (
        "there are more than 250,000 values, the most that are read."
    )
    assert check(full() | {"later": later[1:][: MAX_VALUES // 500 - 10]}).ok
    assert check(full() | {"later": "x" * MAX_TEXT_BYTES}).violations[0].message == (
        "the texts have more than 4,194,304 characters, the most that are read."
    )
    deep = []
    for _ in range(30):
        deep = [deep]
    assert "nested more than 20 deep" in check(full() | {"later": deep}).violations[0].message
    assert check("[" + "0," * 600_000 + "0]").violations[0].message == (
        "The text has more than 500,000 commas and brackets; a plan has at most 250,000 values."
    )


def test_a_plan_as_long_as_is_read_is_within_the_bounds():
    plan = full()
    for name in ("schedule", "prescriptions", "left_out", "notices"):
        plan[name] = list(itertools.islice(itertools.cycle(plan[name] or [{}]), MAX_ENTRIES[name]))
    effect = {"condition": "osteoporosis", "stretch_id": "a", "kind": "excluded", "text": "a", "rule_id": "a"}
    plan["effects"] = [effect | {"source": "a", "strength": "a"}] * MAX_ENTRIES["effects"]
    plan["coverage"] = dict.fromkeys(map(str, range(500)), plan["coverage"]["hips"])
    assert too_large(plan) == ()


@pytest.mark.parametrize("version", ["1." + "1" * 4_000, "1.12345", "1", "3.0", "1.1.1", ""])
def test_a_version_is_two_short_numbers(version):
    assert {violation.rule_id for violation in check(full() | {"schema_version": version}).violations} == {
        "known-version"
    }


@pytest.mark.parametrize(
    "read",
    [
        lambda names: sp.PlanRequest(minutes=5, days_since_injury=3, **names),
        lambda names: sp.PlanRequest(minutes=5, days_since_injury=3, screening=names),
        lambda names: sp.PlanRequest(minutes=5, days_since_injury=3, profile=names),
        lambda names: sp.parse_request(json.dumps(names)),
        lambda names: sp.Screening(**names),
        lambda names: sp.Profile(cleared=[names] * 20),
        lambda names: sp.Pace(**names),
        lambda names: sp.Policy(**names),
        lambda names: sp.Policy(least_pace=names),
        lambda names: sp.parse_catalog(json.dumps(names), format="json"),
        lambda names: catalog_from_dict(sp.builtin_catalog().model_dump(mode="json") | {"stretches": [names] * 20}),
    ],
    ids=itertools.count(),
)
def test_names_that_no_model_knows_are_counted(read):
    tracemalloc.start()
    with pytest.raises(sp.StretchPlanError, match=r"there are 20\d\d\d names, and at most \d+ are read") as caught:
        read(NAMES)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(caught.value.problems) <= 101
    assert most < 16 * 2**20


def test_names_that_no_catalogue_has_are_listed_up_to_a_hundred():
    names = {f"stretch_{i}" for i in range(400)}
    with pytest.raises(sp.InvalidRequest) as caught:
        sp.plan(minutes=5, days_since_injury=3, profile=sp.Profile(include=names))
    assert len(caught.value.problems) == 101
    with pytest.raises(sp.PolicyError) as caught:
        sp.Planner(policy=sp.Policy(forbidden_stretches=names))
    assert len(caught.value.problems) == 101


def test_rules_without_an_end_are_refused():
    with pytest.raises(sp.PolicyError, match="at most 100"):
        sp.Planner(rules=itertools.repeat(object()))


IN_SETS = """
import json, sys
import stretchplan as sp
for fields in (
    {"targets": {3, "b", 2.5, None}}, {"pain": {"a", "b", "c"}}, {"pace": {"x", ("y", frozenset({"p", "q"}))}},
    {"minutes": [{"a", "b", "c"}]}, {"profile": {"include": frozenset({1, 2, "a"})}}, {"pain": [object()]},
):
    try:
        sp.PlanRequest(**{"minutes": 5, "days_since_injury": 3} | fields)
    except sp.InvalidRequest as error:
        print(error.to_dict())
plan = json.loads(sp.plan(minutes=5, days_since_injury=3).model_dump_json())
print(sp.check(plan | {"total_seconds": {"a", "b", "c"}, "optimal": frozenset({"x", "y", "z"})}))
"""


def test_what_is_said_of_a_set_does_not_depend_on_its_order():
    said = {
        subprocess.run(
            [sys.executable, "-c", IN_SETS],
            env=os.environ | {"PYTHONHASHSEED": str(seed)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in range(4)
    }
    assert len(said) == 1
    assert "0x" not in said.pop()
