"""Are the arrays those that Arrow makes itself, and is pandas left alone?"""

import subprocess
import sys
from importlib.util import find_spec

import pyarrow as pa
import pytest

from stretchplan.batch import PLAN_SCHEMA, REQUEST_SCHEMA, BatchPlanner, request_batch
from stretchplan.batch.arrays import array_of
from tests.support.requests import varied

ASKED = request_batch(varied(300))
ANSWERED = BatchPlanner()(ASKED)

PLANNED = """
import sys
import stretchplan as sp
from stretchplan.batch import BatchPlanner, read_answers, request_batch
asked = [sp.PlanRequest(minutes=10, days_since_injury=day) for day in (None, 0, 3)]
asked.append(sp.PlanRequest(minutes=5, days_since_injury=3, pain=9, targets=("hips",)))
planner = BatchPlanner()
for batch in (request_batch(asked), request_batch(asked * 200), request_batch([])):
    list(read_answers(planner(batch)))
print("pandas" in sys.modules)
"""


@pytest.mark.parametrize("batch", [ASKED, ANSWERED, ANSWERED.slice(0, 0)], ids=["requests", "answers", "no rows"])
def test_arrays_are_those_that_arrow_makes(batch: pa.RecordBatch):
    batch.validate(full=True)
    rows, kind = batch.to_pylist(), pa.struct(list(batch.schema))
    made = array_of(rows, kind)
    made.validate(full=True)
    assert made.equals(pa.array(rows, kind))
    assert batch.schema in (PLAN_SCHEMA, REQUEST_SCHEMA)


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([], pa.string()),
        ([None, "ü", ""], pa.string()),
        ([True, None, False] * 5, pa.bool_()),
        ([{}, None, {"a": [None, "b"]}], pa.struct({"a": pa.list_(pa.string()), "b": pa.int64()})),
        ([[], None, [("a", 1), ("b", None)]], pa.map_(pa.string(), pa.int64())),
        ([-(2**63), None, 2**63 - 1], pa.int64()),
        *(([0, None, 100], kind) for kind in (pa.int8(), pa.uint8(), pa.int16(), pa.uint16(), pa.int32())),
        *(([0, None, 2**32 - 1], kind) for kind in (pa.uint32(), pa.uint64())),
    ],
    ids=str,
)
def test_an_array_of_any_type_is_the_one_that_arrow_makes(values: list[object], kind: pa.DataType):
    made = array_of(values, kind)
    made.validate(full=True)
    assert made.equals(pa.array(values, kind))


@pytest.mark.skipif(find_spec("pandas") is None, reason="pandas is not installed")
def test_a_batch_does_not_import_pandas():
    done = subprocess.run([sys.executable, "-c", PLANNED], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n", done.stdout
