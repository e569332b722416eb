"""What do decoders of others find in a FIT workout, and what do they lose? docs/readers.md says it."""

import importlib
import io
from collections.abc import Callable
from typing import Any

import pytest

import stretchplan as sp
from tests.readers.running import need, with_node
from tests.support import german
from tests.support.format_readers import fit_messages

Steps = list[dict[str, Any]]

CONTENT = sp.Planner(german.GERMAN).plan(minutes=20, days_since_injury=60).to_fit()


def named(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that readers are compared by."""
    duration = fields["duration_type"]
    repeat = duration == "repeat_until_steps_cmplt"
    return {
        "name": fields["wkt_step_name"],
        "notes": fields.get("notes"),
        "seconds": fields["duration_time"] if duration == "time" else None,
        "repetitions": fields["duration_reps"] if duration == "reps" else None,
        "back_to": fields["duration_step"] if repeat else None,
        "times": fields["repeat_steps"] if repeat else None,
        "intensity": fields.get("intensity"),
    }


def with_fitparse() -> Steps:
    need("fitparse")
    messages = importlib.import_module("fitparse").FitFile(io.BytesIO(CONTENT)).get_messages("workout_step")
    return [named({name: value for name, value in one.get_values().items() if value is not None}) for one in messages]


def with_garmin() -> Steps:
    need("garmin_fit_sdk")
    sdk = importlib.import_module("garmin_fit_sdk")
    messages, errors = sdk.Decoder(sdk.Stream.from_byte_array(bytearray(CONTENT))).read()
    assert errors == []
    return [named(one) for one in messages["workout_step_mesgs"]]


READERS: dict[str, Callable[[], Steps]] = {
    "fitparse": with_fitparse,
    "garmin-fit-sdk": with_garmin,
    "@garmin/fitsdk": lambda: with_node("@garmin/fitsdk", "watches", CONTENT),
    "fit-file-parser": lambda: with_node("fit-file-parser", "watches", CONTENT, "messages"),
    "fit-decoder": lambda: with_node("fit-decoder", "watches", CONTENT),
}

LOST = {"fit-decoder": {"name", "notes"}}  # what is not ASCII becomes other letters
"""What a reader gives otherwise than it stands in the file."""


@pytest.mark.filterwarnings("ignore")  # of the readers
@pytest.mark.parametrize("reader", READERS)
def test_what_a_reader_shows_and_what_it_loses(reader: str):
    expected = [named(fields) for kind, fields in fit_messages(CONTENT) if kind == "workout_step"]
    found = READERS[reader]()
    assert len(found) == len(expected) > 30
    assert {one["times"] for one in expected} > {None}
    assert {one["repetitions"] for one in expected} > {None}
    other = {name for one, same in zip(found, expected, strict=True) for name in same if one[name] != same[name]}
    assert other == LOST.get(reader, set())


def test_a_reader_that_keeps_one_message_of_each_kind_keeps_the_last_step():
    (step,) = with_node("fit-file-parser", "watches", CONTENT)
    assert step["name"] == "Aufstehen"
