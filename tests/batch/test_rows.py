"""Which tables of requests are read, and what does null mean in them?"""

import datetime
import pickle
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings

import stretchplan as sp
from stretchplan.batch import REQUEST_SCHEMA, BatchPlanner, read_answers, read_requests, request_batch, request_schema
from stretchplan.testing import requests
from tests.support.requests import varied

LEAST = {"minutes": [5], "days_since_injury": [3]}


def one(columns: dict[str, object], schema: pa.Schema | None = None) -> sp.PlanRequest | sp.InvalidRequest:
    (found,) = read_requests(pa.RecordBatch.from_pydict(columns, schema=schema))
    return found


@given(requests(screened=True))
@settings(max_examples=50)
def test_requests_come_back_as_they_were(request_: sp.PlanRequest):
    assert list(read_requests(request_batch([request_]))) == [request_]


def test_minutes_and_days_are_enough():
    assert one(LEAST) == sp.PlanRequest(minutes=5, days_since_injury=3)


UNSTATED = "days_since_injury: the row has neither the days since the injury nor true in no_recent_injury; state one"


@pytest.mark.parametrize(
    "null",
    [
        pa.array([None], pa.int64()),
        pa.array([None], pa.int8()),
        pa.array([None], pa.int64()).dictionary_encode(),
        pa.nulls(1),
        pa.table({"id": [1]}).join(pa.table({"id": [2], "d": [3]}), "id", join_type="left outer")["d"].chunk(0),
    ],
    ids=str,
)
def test_null_days_say_nothing_unless_the_caller_says_what_they_mean(null: pa.Array):
    batch = pa.RecordBatch.from_pydict({"minutes": [5], "days_since_injury": null})
    (refused,) = read_requests(batch)
    assert str(refused) == UNSTATED
    assert BatchPlanner()(batch)["error_detail"].to_pylist() == [UNSTATED]
    asked = sp.PlanRequest(minutes=5, days_since_injury=None)
    assert list(read_requests(batch, null_days_mean_no_injury=True)) == [asked]
    told = pickle.loads(pickle.dumps(BatchPlanner(null_days_mean_no_injury=True)))  # noqa: S301
    assert list(read_answers(told(batch))) == [(None, sp.plan(asked))]


def test_a_left_join_in_pandas_or_polars_makes_no_healthy_backs():
    people = {"id": ["a", "b"], "minutes": [5, 5]}
    hurt = {"id": ["a"], "days_since_injury": [3]}
    joined = pd.DataFrame(people).merge(pd.DataFrame(hurt), how="left").convert_dtypes(dtype_backend="pyarrow")
    others = pl.DataFrame(people).join(pl.DataFrame(hurt), on="id", how="left")
    for table in (pa.Table.from_pandas(joined, preserve_index=False), others.to_arrow()):
        (batch,) = table.combine_chunks().to_batches()
        assert sorted(map(str, BatchPlanner()(batch)["error_detail"].to_pylist())) == ["None", UNSTATED]


def test_with_the_column_the_argument_changes_nothing():
    batch = pa.RecordBatch.from_pydict(
        {"minutes": [5], "days_since_injury": pa.nulls(1), "no_recent_injury": pa.array([None], pa.bool_())}
    )
    (refused,) = read_requests(batch, null_days_mean_no_injury=True)
    assert str(refused) == UNSTATED


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("screening", pa.StructArray.from_arrays([pa.array(["yes"]), pa.array(["no"])], ["chest_pain", "chest_pain"])),
        ("pace", pa.StructArray.from_arrays([pa.array([30]), pa.array([40])], ["rest_seconds", "rest_seconds"])),
        ("profile", pa.StructArray.from_arrays([pa.array([1]), pa.array([2])], ["trimester", "trimester"])),
    ],
)
def test_a_field_twice_in_a_struct_is_refused_with_its_name(name: str, value: pa.Array):
    with pytest.raises(sp.InvalidRequest, match=rf"^{name}\.\w+: this field is there twice; each may be there once$"):
        one(LEAST | {name: value})


@pytest.mark.parametrize("column", ["minutes", "days_since_injury"])
def test_a_missing_required_column_is_refused(column: str):
    with pytest.raises(sp.InvalidRequest, match=f"^{column}: this column is required and is missing; ") as refused:
        list(read_requests(pa.RecordBatch.from_pydict({k: v for k, v in LEAST.items() if k != column})))
    assert len(refused.value.problems) == 1


def stated(days: int | None, none: bool | None) -> sp.PlanRequest | sp.InvalidRequest:
    return one({"minutes": [5], "days_since_injury": [days], "no_recent_injury": pa.array([none], pa.bool_())})


def test_the_column_no_recent_injury_makes_null_days_an_error():
    assert stated(None, True) == sp.PlanRequest(minutes=5, days_since_injury=None)
    assert stated(3, False) == stated(3, None) == sp.PlanRequest(minutes=5, days_since_injury=3)
    for none in (None, False):
        assert str(stated(None, none)) == UNSTATED
    assert str(stated(3, True)) == "no_recent_injury: it is true, and days_since_injury is 3; state one of them"
    rows = [{"id": "a", "minutes": 5}, {"id": "b", "minutes": 5, "no_recent_injury": True}]
    batch = pa.RecordBatch.from_pylist(rows, schema=request_schema())
    assert BatchPlanner()(batch)["error_code"].to_pylist() == ["invalid-request", None]


def dated(injured_on: object, **fields: Any) -> sp.PlanRequest | sp.InvalidRequest:
    return one({"minutes": [5], "injured_on": [injured_on], "on": ["2026-03-04"]} | {k: [v] for k, v in fields.items()})


@pytest.mark.parametrize("day", ["2026-03-01", date(2026, 3, 1)], ids=["text", "date"])
def test_a_row_may_state_the_day_of_the_injury_instead_of_the_days(day: object):
    asked = sp.PlanRequest(minutes=5, days_since_injury=3, on="2026-03-04")
    assert dated(day) == dated(day, days_since_injury=3) == dated(day, no_recent_injury=False) == asked
    assert dated(day, days_since_injury=None) == asked  # null days in a row are not stated
    assert dated(day, days_since_injury=None, no_recent_injury=None) == asked


def test_a_day_of_the_injury_that_says_nothing_or_something_else_is_an_error_of_its_row():
    assert str(dated(None, days_since_injury=None, no_recent_injury=None)) == UNSTATED
    assert str(dated(None)).startswith("days_since_injury: this field is required and is missing")
    assert str(dated("2026-03-01", no_recent_injury=True)) == (
        "no_recent_injury: it is true, and injured_on is '2026-03-01'; state one of them"
    )
    assert str(dated("2026-03-01", days_since_injury=4)).startswith("days_since_injury: 4 is stated, and from")
    assert str(dated("2026-03-05")).startswith("injured_on: 2026-03-05 is after on, 2026-03-04")
    with pytest.raises(sp.InvalidRequest, match=r"^injured_on: this column is of type int64; it must be dates"):
        dated(5)


def test_other_nulls_mean_the_default():
    assert one({name: [None] for name in REQUEST_SCHEMA.names} | LEAST, REQUEST_SCHEMA) == one(LEAST)
    row = {
        **LEAST,
        "screening": [{"chest_pain": "no", "pregnancy": None}],
        "profile": [{"conditions": ["wrist_pain"], "equipment": None, "trimester": None}],
        "pace": [{"rest_seconds": 30, "settle_seconds": None}],
    }
    asked = sp.PlanRequest(
        minutes=5,
        days_since_injury=3,
        screening=sp.Screening(chest_pain="no"),
        profile=sp.Profile(conditions={"wrist_pain"}),
        pace=sp.Pace(rest_seconds=30),
    )
    assert one(row) == asked
    assert one({name: [None] for name in REQUEST_SCHEMA.names} | row, REQUEST_SCHEMA) == asked
    assert str(one(LEAST | {"minutes": pa.array([None], pa.int64())})) == (
        "minutes: this field is required and is missing"
    )


def test_an_empty_struct_differs_from_null():
    open_ones = pa.array([{"chest_pain": None}], pa.struct([("chest_pain", pa.string())]))
    assert one(LEAST | {"screening": open_ones}).screening == sp.Screening()
    assert one(LEAST | {"profile": [{"equipment": []}]}, None).profile.equipment == frozenset()


@pytest.mark.parametrize(
    ("name", "column", "value"),
    [
        ("on", pa.array(["2026-01-31"]), datetime.date(2026, 1, 31)),
        ("on", pa.array([datetime.date(2026, 1, 31)], pa.date32()), datetime.date(2026, 1, 31)),
        ("pace", pa.array(["slow"]).dictionary_encode(), "slow"),
        ("targets", pa.array([["hips"]], pa.large_list(pa.large_string())), {"hips"}),
        ("targets", pa.array([["hips"]], pa.list_(pa.string(), 1)), {"hips"}),
        ("pain", pa.array([4], pa.uint8()), 4),
    ],
)
def test_every_arrow_form_of_a_value_is_read(name: str, column: pa.Array, value: object):
    assert one(LEAST | {name: column}) == sp.PlanRequest(minutes=5, days_since_injury=3, **{name: value})


def test_whole_numbers_may_be_doubles_or_decimals_as_frames_with_gaps_make_them():
    frame = pd.DataFrame({"minutes": [5, 10, 10.5], "days_since_injury": [3, None, 4], "pain": [None, 2, None]})
    assert str(frame["days_since_injury"].dtype) == "float64"
    found = list(read_requests(pa.RecordBatch.from_pandas(frame), null_days_mean_no_injury=True))
    assert found[:2] == [
        sp.PlanRequest(minutes=5, days_since_injury=3),
        sp.PlanRequest(minutes=10, days_since_injury=None, pain=2),
    ]
    assert str(found[2]) == "minutes: 10.5 is not allowed; it must be a whole number"
    kinds = [pa.float16(), pa.float32(), pa.float64(), pa.decimal128(20, 3), pa.decimal256(40)]
    if hasattr(pa, "decimal32"):  # pyarrow 18 and later
        kinds.append(pa.decimal32(5, 2))
    for kind in kinds:
        ten = pa.array([Decimal(10)], kind) if pa.types.is_decimal(kind) else pa.array([10.0]).cast(kind)
        pace = pa.StructArray.from_arrays([ten], ["rest_seconds"])
        due = sp.PlanRequest(minutes=10, days_since_injury=10, pain=10, pace=sp.Pace(rest_seconds=10))
        assert one({"minutes": ten, "days_since_injury": ten, "pain": ten, "pace": pace}) == due


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 3.5, -1.0])
def test_a_double_that_is_no_whole_number_is_an_error_of_its_row(value: float):
    found = one({"minutes": [5], "days_since_injury": [value]})
    assert isinstance(found, sp.InvalidRequest)
    assert found.problems[0].where == "days_since_injury"


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"minutes": ["5"]}, "minutes: this column is of type string; it must be whole numbers"),
        ({"minutes": [True]}, "minutes: this column is of type bool; it must be whole numbers"),
        ({"target": [["hips"]]}, "target: this column is not known; did you mean 'targets'?"),
        ({"zzz": [1]}, "zzz: this column is not known; select the columns of a request: id, minutes, "),
        ({"\x1b[2J": [1]}, r"\x1b[2J: this column is not known; "),
        ({"targets": ["hips"]}, "targets: this column is of type string; it must be a list of texts"),
        ({"targets": [[1]]}, "targets: this column is of type int64; it must be text"),
        ({"screening": [{"chest_pian": "no"}]}, "screening.chest_pian: this field is not known; did you mean 'chest_p"),
        ({"screening": [{"chest_pain": False}]}, "screening.chest_pain: this column is of type bool; it must be text"),
        ({"screening": ["no"]}, "screening: this column is of type string; it must be a struct of saddle_numbness"),
        ({"profile": [{"cleared": [{"x": 1}]}]}, "profile.cleared.x: this field is not known; known here: stretch_id"),
        ({"on": [datetime.datetime(2026, 1, 31)]}, "on: this column is of type timestamp[us]; it must be dates (date3"),
        ({"pace": [3]}, "pace: this column is of type int64; it must be a struct of seconds, or the name of a pace"),
        ({"id": [1.5]}, "id: this column is of type double; it must be text or whole numbers"),
        ({"no_recent_injury": ["yes"]}, "no_recent_injury: this column is of type string; it must be true or false"),
    ],
)
def test_a_wrong_table_is_refused_in_one_sentence(columns: dict[str, object], sentence: str):
    with pytest.raises(sp.InvalidRequest) as refused:
        BatchPlanner()(pa.RecordBatch.from_pydict(LEAST | columns))
    assert str(refused.value).startswith(sentence)
    assert "\n" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_repeated_column_is_refused():
    with pytest.raises(sp.InvalidRequest, match=r"^minutes: this column is there twice"):
        BatchPlanner()(pa.RecordBatch.from_arrays([pa.array([1])] * 3, ["minutes", "days_since_injury", "minutes"]))


def test_an_unrepresentable_value_is_an_error_of_its_row():
    bad = pa.Array.from_buffers(
        pa.string(), 3, [None, pa.array([0, 4, 6, 10], pa.int32()).buffers()[1], pa.py_buffer(b"hips\xff\xfehips")]
    )
    targets = pa.ListArray.from_arrays(pa.array([0, 1, 2, 3], pa.int32()), bad)
    days = pa.array([None, None, 2**31 - 1], pa.int32()).cast(pa.date32())
    three = {"minutes": [5] * 3, "days_since_injury": [3] * 3}
    found = list(read_requests(pa.RecordBatch.from_pydict(three | {"targets": targets, "on": days})))
    assert found[0] == sp.PlanRequest(minutes=5, days_since_injury=3, targets={"hips"})
    for wrong in found[1:]:
        assert str(wrong) == "this row holds a text that is not UTF-8, or a date that no calendar has"


def test_a_slice_of_a_batch_is_read_without_its_other_rows():
    asked = varied(20)
    assert list(read_requests(request_batch(asked).slice(7, 9))) == asked[7:16]
