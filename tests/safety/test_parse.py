"""Is unreadable input refused in exact words, and are entries, characters and bytes bounded?"""

import json
from collections.abc import Mapping
from itertools import count

import pytest

from stretchplan.results.limits import MAX_ENTRIES, MAX_TEXT_BYTES
from stretchplan.results.plan import Plan, Step
from stretchplan.safety.check import check
from tests.support.sample_plans import full

TEXT = json.dumps(full())


class Liar(Mapping):
    """A mapping that raises when a value is read."""

    def __getitem__(self, key):
        raise RuntimeError("no")

    def __iter__(self):
        return iter(["schedule"])

    def __len__(self):
        return 1


def put(text):
    """Return a good plan's text with something before its total."""
    return TEXT.replace('"total_seconds": ', text + '"total_seconds": ')


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (3, "A plan must be a Plan, a mapping or JSON text; this is of type int."),
        ([], "A plan must be a Plan, a mapping or JSON text; this is of type list."),
        (Liar(), "The plan cannot be read: reading it raised RuntimeError."),
        (" " * (MAX_TEXT_BYTES + 1), "The text is longer than 4,194,304 bytes, the most that is read."),
        (b" " * (MAX_TEXT_BYTES + 1), "The text is longer than 4,194,304 bytes, the most that is read."),
        ("é" * (MAX_TEXT_BYTES // 2 + 1), "The text is longer than 4,194,304 bytes, the most that is read."),
        (" " * MAX_TEXT_BYTES, "The text is not JSON: expecting value at line 1, column 4194305."),
        (b"{}\xff", "The text is not UTF-8: byte 3 cannot be read."),
        ("{\n]", "The text is not JSON: expecting property name enclosed in double quotes at line 2, column 1."),
        ("[" * 200_000, "The text is nested too deeply to be read."),
        ("[]", "The text must hold a JSON object; it holds []."),
        (b"null", "The text must hold a JSON object; it holds None."),
        (put('"optimal": false, '), "The name 'optimal' stands twice in one object; each may stand once."),
        (put('"a": {"b": 1, "c": 2, "c": 3}, '), "The name 'c' stands twice in one object; each may stand once."),
        (put('"x": NaN, '), "NaN is in the text, and JSON knows no such number."),
        (put('"x": -Infinity, '), "-Infinity is in the text, and JSON knows no such number."),
        (
            put('"x": ' + "9" * 18 + ", "),
            "A number of 18 characters is in the text; at most 17 are read.",
        ),
        (
            TEXT.replace("Knee to Chest Stretch", "\\ud800"),
            "prescriptions[0].name: '\\ud800' is not allowed; it must be valid Unicode text.",
        ),
        (
            TEXT.replace('"ankles": {', '"\\udfff": {'),
            "coverage.'\\ufffd\\ufffd\\ufffd': '\\udfff' is not allowed; it must be valid Unicode text.",
        ),
    ],
    ids=count(),
)
def test_what_cannot_be_read(source, said):
    """The report has one violation of plan-shape, without a step."""
    (violation,) = check(source).violations
    assert (violation.rule_id, violation.step, violation.message) == ("plan-shape", None, said)


@pytest.mark.parametrize("name", MAX_ENTRIES)
@pytest.mark.parametrize("kind", [list, tuple, dict])
def test_a_list_that_is_too_long(name, kind):
    """The message has its length and the most that is allowed. A list of that length is read."""
    most = MAX_ENTRIES[name]
    values = {str(k): None for k in range(most + 1)} if kind is dict else kind([None] * (most + 1))
    (violation,) = check(full() | {name: values}).violations
    assert (violation.rule_id, violation.step) == ("plan-shape", None)
    assert violation.message == f"{name}: there are {most + 1} entries; at most {most} are allowed."
    fewer = dict(list(values.items())[1:]) if kind is dict else values[1:]
    assert all("are allowed" not in found.message for found in check(full() | {name: fewer}).violations)


def test_every_list_that_is_too_long_is_named():
    long = {name: [None] * (most + 1) for name, most in MAX_ENTRIES.items()}
    found = [violation.message.partition(":")[0] for violation in check(full() | long).violations]
    assert found == list(MAX_ENTRIES)


@pytest.mark.parametrize("digits", [16, 17, 18])
def test_a_number_is_read_up_to_seventeen_characters(digits):
    for number in ("9" * digits, "-" + "9" * (digits - 1)):
        messages = [violation.message for violation in check(put(f'"x": {number}, ')).violations]
        too_long = f"A number of {digits} characters is in the text; at most 17 are read."
        assert messages == ([too_long] if digits == 18 else [])


def nested(plan, path, value):
    """Return a plan with one value put somewhere."""
    *way, last = path
    place = plan
    for name in way:
        place = place[name]
    place[last] = value
    return plan


@pytest.mark.parametrize(
    ("path", "value", "rule", "step", "said"),
    [
        (("schedule", 7, "kind"), 3, "plan-shape", 7, "schedule[7].kind: "),
        (("schedule", 12, "seconds"), "5", "plan-shape", 12, "schedule[12].seconds: '5' is not allowed; "),
        (("schedule",), 3, "plan-shape", None, "schedule: 3 is not allowed; "),
        (("prescriptions", 0, "sets"), "2", "plan-shape", None, "prescriptions[0].sets: '2' is not allowed; "),
        (("request", "minutes"), 0, "plan-shape", None, "request.minutes: 0 is not allowed; "),
        (("request", "days_since_injury"), -1, "injury-stated", None, "request.days_since_injury: -1 is not allowed; "),
        (("request", "pain"), "\ud800", "plan-shape", None, "request.pain: "),
        (("request",), 3, "plan-shape", None, "request: 3 is not allowed; "),
        (("policy",), {"max_sets": 9}, "plan-shape", None, "policy.max_sets: 9 would loosen sixty-seconds"),
        (("policy",), 3, "plan-shape", None, "policy: 3 is not "),
    ],
    ids=count(),
)
def test_a_mistake_is_named_with_its_place(path, value, rule, step, said):
    """The place is the path to the field, and the step if there is one. Mappings and instances give the same."""
    plan = nested(full(), path, value)
    (violation,) = check(plan).violations
    assert (violation.rule_id, violation.step) == (rule, step)
    assert violation.message.startswith(said)
    assert violation.message.endswith(".")
    assert check(Plan.model_construct(**plan)).violations == (violation,)


@pytest.mark.parametrize("missing", ["days_since_injury", "minutes"])
def test_a_request_that_lacks_a_field(missing):
    """Missing days break injury-stated; any other missing field breaks plan-shape."""
    plan = full()
    del plan["request"][missing]
    (violation,) = check(plan).violations
    if missing == "days_since_injury":
        assert violation.rule_id == "injury-stated"
        assert violation.message == (
            "request.days_since_injury: this field is required and is missing; "
            "give a whole number from 0, or null for no recent injury."
        )
    else:
        assert violation.rule_id == "plan-shape"
        assert violation.message.startswith("request.minutes: this field is required and is missing")


def test_what_models_hold_is_looked_at_quietly():
    plan = full() | {"schedule": [Step.model_construct(kind="hold", seconds="12")]}
    messages = [violation.message for violation in check(plan).violations]
    assert messages
    assert not [message for message in messages if "cannot be read" in message]
