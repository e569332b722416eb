"""Does the checker answer every input with violations, and never raise?"""

import json
from collections.abc import Mapping
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchplan.inputs.request import PlanRequest
from stretchplan.results.limits import MAX_ENTRIES, MAX_TEXT_BYTES
from stretchplan.results.plan import Plan, Step
from stretchplan.safety.check import MAX_VIOLATIONS, check
from tests.support.sample_plans import full

TEXT = json.dumps(full())
DEEP = "[" * 200_000


def broken(source):
    """Return the ids of the rules that an input breaks, and check that every message is short and printable."""
    report = check(source)
    assert not report.ok
    assert len(report.violations) <= MAX_VIOLATIONS
    for violation in report.violations:
        assert len(violation.message) < 1000
        violation.message.encode()
    json.loads(report.model_dump_json())
    return {violation.rule_id for violation in report.violations}


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "{",
        "null",
        "true",
        "3",
        '"plan"',
        "[]",
        "{}",
        "NaN",
        "{]",
        TEXT + "x",
        TEXT[:-1],
        TEXT[: len(TEXT) // 2],
        TEXT.replace('"total_seconds": ', '"total_seconds": NaN, "x": '),
        TEXT.replace('"total_seconds": ', '"total_seconds": -Infinity, "x": '),
        TEXT.replace('"total_seconds": ', '"total_seconds": 1e999, "x": '),
        TEXT.replace('"total_seconds": ', '"total_seconds": ' + "9" * 10_000 + ', "x": '),
        TEXT.replace('"total_seconds": ', '"total_seconds": 9007199254740993, "x": '),
        TEXT.replace('"total_seconds": ', '"total_seconds": true, "x": '),
        TEXT.replace('"total_seconds": ', '"total_seconds": 12.5, "x": '),
        TEXT.replace('"total_seconds": ', '"total_seconds": "12", "x": '),
        TEXT.replace('"total_seconds": ', '"optimal": false, "total_seconds": '),  # a name twice
        TEXT.replace('"total_seconds": ', '"x": ' + DEEP + ', "total_seconds": '),
        TEXT.replace('"total_seconds": ', '"x": ' + '{"a":' * 100_000 + ', "total_seconds": '),
        TEXT.replace("Knee to Chest Stretch", "\\ud800"),
        TEXT.replace("Knee to Chest Stretch", "\ud800"),
        TEXT.replace('"ankles": {', '"\\udfff": {'),
        TEXT.replace('"targets": []', '"targets": ["\\ud800"], "\\ud801": 1'),
        TEXT.replace('"schedule": [', '"schedule": [null, '),
        TEXT.replace('"prescriptions": [', '"prescriptions": {"a": 1}, "x": ['),
        DEEP,
        "\ufeff" + TEXT,
        "\x00",
        TEXT.replace('"minutes": 30', '"minutes": 30, "\\u0000": 1'),
    ],
    ids=lambda text: repr(text[:12]),
)
def test_hostile_text(text):
    assert broken(text) == {"plan-shape"}
    assert broken(text.encode("utf-8", "surrogatepass")) == {"plan-shape"}


@pytest.mark.parametrize("data", [b"", b"\xff\xfe{", b"\x80", TEXT.encode("utf-16"), TEXT.encode("utf-32")])
def test_hostile_bytes(data):
    assert broken(data) == {"plan-shape"}


def test_megabytes():
    """A text of 4 MiB is read, one byte more is not; neither takes long."""
    started = process_time()
    room = MAX_TEXT_BYTES - len(TEXT.encode())
    assert check(TEXT + " " * room).ok
    assert broken(TEXT + " " * (room + 1)) == {"plan-shape"}
    assert broken(TEXT + "é" * (room // 2 + 1)) == {"plan-shape"}
    assert broken(TEXT.encode() + b" " * (room + 1)) == {"plan-shape"}
    assert broken("9" * 3_000_000) == {"plan-shape"}
    assert broken('{"schedule": [' + "{}," * 4_999 + "{}]}") == {"plan-shape"}
    assert process_time() - started < 20


@pytest.mark.parametrize("name", MAX_ENTRIES)
def test_lists_are_bounded(name):
    plan = full()
    most = MAX_ENTRIES[name]
    if name == "coverage":
        plan[name] = dict.fromkeys(map(str, range(most + 1)), plan[name]["hips"])
    else:
        entry = plan[name][0] if plan.get(name) else {}
        plan[name] = [entry] * (most + 1)
    assert broken(plan) == {"plan-shape"}
    assert broken(json.dumps(plan)) == {"plan-shape"}
    if name not in {"left_out", "effects", "own_rules"}:
        plan[name] = dict(list(plan[name].items())[1:]) if name == "coverage" else plan[name][1:]
        assert "plan-shape" not in broken(plan)


def test_a_schedule_as_long_as_is_read():
    plan = full()
    steps = plan["schedule"]
    plan["schedule"] = [dict(steps[i % len(steps)], side="left", cue="?", breathing=None) for i in range(5_000)]
    started = process_time()
    report = check(plan)
    assert process_time() - started < 20
    assert len(report.violations) <= MAX_VIOLATIONS
    assert {v.rule_id for v in report.violations} >= {"both-sides", "calm-breath", "whole-schedule", "true-summary"}


def test_no_steps_at_all():
    plan = full()
    plan["schedule"] = []
    assert "whole-schedule" in broken(plan)
    plan["prescriptions"] = []
    plan["catalog"]["id"] = "other"
    assert "whole-schedule" in broken(plan)


def test_numbers_as_large_as_are_read():
    plan = full()
    plan["schedule"][1]["seconds"] = 2**53
    plan["schedule"][3]["repetitions"] = -(2**53)
    assert "fits-the-minutes" in broken(plan)


@pytest.mark.parametrize(
    "thing", [None, 3, 2.5, [], (), set(), object(), Plan, [full()]], ids=lambda x: type(x).__name__
)
def test_what_is_no_plan(thing):
    assert broken(thing) == {"plan-shape"}


def test_a_number_too_long_is_never_worked_out():
    (violation,) = check('{"total_seconds": ' + "9" * 400_000 + "}").violations
    assert violation.message == "A number of 400000 characters is in the text; at most 17 are read."


class Liar(Mapping):
    """A mapping that raises when a value is read."""

    def __getitem__(self, key):
        raise RuntimeError("no")

    def __iter__(self):
        return iter(["schedule"])

    def __len__(self):
        return 1


class Rude:
    """An object that cannot be shown."""

    def __repr__(self):
        raise RuntimeError("no")


def test_objects_that_raise():
    """A mapping or a value that raises when it is read breaks plan-shape."""
    assert broken(Liar()) == {"plan-shape"}
    assert broken(full() | {"total_seconds": Rude()}) == {"plan-shape"}
    around = full()
    around["schedule"] = around
    assert broken(around) == {"plan-shape"}


def test_instances_that_nothing_checked():
    """model_construct and model_copy validate nothing, so the checker validates every instance again."""
    plan = Plan.model_validate(full())
    assert broken(Plan.model_construct()) == {"plan-shape", "injury-stated"} - {"injury-stated"}
    for field in Plan.model_fields:
        for garbage in (None, "x", -1, [], [None], {}, {"a": 1}, object(), float("nan")):
            if (field in {"left_out", "effects", "own_rules"} and garbage == []) or (field, garbage) == ("policy", {}):
                continue
            broken(plan.model_copy(update={field: garbage}))
    step = plan.schedule[0].model_copy(update={"seconds": "12"})
    assert broken(plan.model_copy(update={"schedule": (step, *plan.schedule[1:])})) == {"plan-shape"}
    assert broken(plan.model_copy(update={"request": PlanRequest.model_construct(minutes=3)})) == {"injury-stated"}
    hollow = Step.model_construct(kind="hold")
    assert broken({**full(), "schedule": [hollow]}) == {"plan-shape"}
    unstated = PlanRequest.model_construct(minutes=30, targets=frozenset(), seconds=0, on=None)
    assert broken({**full(), "request": unstated}) == {"injury-stated"}


@pytest.mark.parametrize("days", ["3", -1, 36_501, 3.5, True, [], {}])
def test_days_that_say_nothing(days):
    """Anything but a whole number from 0 or null counts as not stated."""
    plan = full()
    plan["request"]["days_since_injury"] = days
    assert broken(plan) == {"injury-stated"}
    assert broken(json.dumps(plan)) == {"injury-stated"}


def test_days_missing_and_more_besides():
    plan = full()
    del plan["request"]["days_since_injury"]
    del plan["total_seconds"]
    assert broken(plan) == {"injury-stated", "plan-shape"}
    plan["request"]["minutes"] = "ten"
    assert broken(plan) == {"injury-stated", "plan-shape"}
    del plan["request"]["minutes"]
    del plan["optimal"]
    assert broken(plan) == {"injury-stated", "plan-shape"}


def test_what_is_wrong_in_a_step_names_the_step():
    plan = full()
    plan["schedule"][7]["kind"] = "jump"
    (violation,) = check(plan).violations
    assert violation.step == 7
    assert "schedule[7].kind" in violation.message


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()) | st.binary(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters()), inner, max_size=4),
    max_leaves=12,
)


@given(st.sampled_from(sorted(full())), anything)
def test_any_value_in_any_field(field, value):
    check(full() | {field: value})
    try:
        text = json.dumps(full() | {field: value})
    except (TypeError, ValueError):
        return
    check(text)


@given(st.text(st.characters(exclude_categories=())), st.binary())
def test_any_text_and_any_bytes(text, data):
    assert not check(text).ok
    assert not check(data).ok


@given(st.integers(0, len(TEXT) - 1), st.sampled_from(['"', "{", "}", "]", ",", "0", "-", "\\", "null", "\u0000"]))
def test_any_character_replaced(place, put):
    check(TEXT[:place] + put + TEXT[place + 1 :])
