"""Have equal rows equal keys, and different rows different ones, in every form that Arrow has?"""

from itertools import pairwise

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stretchplan.batch import REQUEST_SCHEMA, BatchPlanner, request_batch
from stretchplan.batch.keys import row_keys
from stretchplan.testing import requests
from tests.support.requests import varied

TEXTS = st.sampled_from(["", "a", "b", "ab", ":", ",", "1:a", "+", "-", "é"])
VALUES = {
    "text": (pa.string(), TEXTS),
    "number": (pa.int64(), st.integers(-2, 12)),
    "real": (pa.float64(), st.sampled_from([1.0, 1.5, 10.0])),
    "truth": (pa.bool_(), st.booleans()),
    "nothing": (pa.null(), st.none()),
    "kind": (pa.dictionary(pa.int32(), pa.string()), TEXTS),
    "texts": (pa.list_(pa.string()), st.lists(st.none() | TEXTS, max_size=2)),
    "large": (pa.large_list(pa.large_string()), st.lists(st.none() | TEXTS, max_size=2)),
    "struct": (
        pa.struct([("a", pa.string()), ("b", pa.string())]),
        st.fixed_dictionaries({"a": st.none() | TEXTS, "b": st.none() | TEXTS}),
    ),
    "structs": (
        pa.list_(pa.struct([("a", pa.string()), ("b", pa.list_(pa.int32()))])),
        st.lists(
            st.none() | st.fixed_dictionaries({"a": st.none() | TEXTS, "b": st.none() | st.lists(st.integers(0, 9))}),
            max_size=2,
        ),
    ),
}
SCHEMA = pa.schema([(name, kind) for name, (kind, _) in VALUES.items()])
ROWS = st.lists(st.fixed_dictionaries({name: st.none() | drawn for name, (_, drawn) in VALUES.items()}), max_size=6)


@given(ROWS, st.integers(0, 3))
@settings(max_examples=150)
def test_rows_are_equal_if_their_keys_are(rows: list[dict[str, object]], start: int):
    batch = pa.RecordBatch.from_pylist(rows * 2, schema=SCHEMA).slice(start)
    keys = row_keys(batch)
    assert None not in keys
    seen = batch.to_pylist()
    assert [[one == other for other in keys] for one in keys] == [[one == other for other in seen] for one in seen]


@pytest.mark.parametrize("name", VALUES)
@given(data=st.data())
@settings(max_examples=60)
def test_two_values_of_each_kind_are_told_apart(name: str, data: st.DataObject):
    kind, drawn = VALUES[name]
    values = data.draw(st.lists(st.none() | drawn, min_size=2, max_size=8))
    batch = pa.RecordBatch.from_arrays([pa.array(values, type=kind)], ["x"])
    for (one, key), (other, other_key) in pairwise(zip(batch["x"].to_pylist(), row_keys(batch), strict=True)):
        assert (key == other_key) == (one == other)


@given(st.lists(requests(personal=True, screened=True), max_size=5))
@settings(max_examples=25)
def test_requests_are_told_apart_by_their_keys(asked: list[object]):
    batch = request_batch(asked).drop_columns(["id"])  # type: ignore[arg-type]
    assert len({*row_keys(batch)}) == len({*asked})


def test_a_text_that_is_not_utf8_has_a_key():
    wrong = pa.Array.from_buffers(pa.string(), 2, pa.array([b"\xff", b"\xfe"], type=pa.binary()).buffers())
    first, second = row_keys(pa.RecordBatch.from_arrays([wrong], ["breath"]))
    assert first != second


def test_a_column_without_keys_is_answered_row_by_row():
    asked = request_batch(varied(6))
    targets = pa.array(asked["targets"].to_pylist(), type=pa.list_view(pa.string()))
    viewed = asked.set_column(asked.schema.get_field_index("targets"), "targets", targets)
    assert {*row_keys(viewed)} == {None}
    assert BatchPlanner(explain=False)(viewed).equals(BatchPlanner(explain=False)(asked))


def test_tables_of_other_columns_do_not_share_answers():
    """The same bytes in a column of another name are another request."""
    planner = BatchPlanner(explain=False)
    kinds = {name: REQUEST_SCHEMA.field(name).type for name in ("minutes", "days_since_injury", "pain", "seconds")}
    rows = [{"minutes": 5, "days_since_injury": 9, name: 2} for name in ("pain", "seconds")]
    for row in rows:
        schema = pa.schema([(name, kinds[name]) for name in row])
        (answer,) = planner(pa.RecordBatch.from_pylist([row], schema=schema)).to_pylist()
        assert {name: answer["request"][name] for name in row} == row
