"""Do the calls of docs/readers.md read requests and answers whole in the readers that people use?

A reader that is not installed is left out, with the reason.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

import stretchplan as sp
from stretchplan.batch import REQUEST_SCHEMA, BatchPlanner, read_requests

ROW = {"minutes": 5, "days_since_injury": 3}
LATE = ROW | {"id": "late", "pain": 4, "on": "2026-01-31", "screening": {"chest_pain": "no"}}
ROWS_THAT_ARE_SAMPLED = 20_480  # by DuckDB; DataFusion looks at 1,000 and polars at 100


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with requests, of which the last alone states some columns, and with answers."""
    folder = tmp_path_factory.mktemp("readers")
    rows = [json.dumps(ROW | {"id": str(number)}) for number in range(ROWS_THAT_ARE_SAMPLED)]
    (folder / "requests.jsonl").write_text("\n".join([*rows, json.dumps(LATE)]), encoding="utf-8")
    misspelt = json.dumps(ROW | {"id": "late", "pane": 6})
    (folder / "misspelt.jsonl").write_text("\n".join([*rows, misspelt]), encoding="utf-8")
    asked = [ROW | {"id": "early"}, LATE | {"on": None}, ROW | {"id": "wrong", "targets": ["hipz"]}]
    answered = BatchPlanner()(pa.RecordBatch.from_pylist(asked, schema=REQUEST_SCHEMA))
    pq.write_table(pa.Table.from_batches([answered]), folder / "plans.parquet")
    return folder


def requests_with_polars(file: Path) -> pa.Table:
    pl = pytest.importorskip("polars")
    return pl.read_ndjson(file, infer_schema_length=None).to_arrow()


def requests_with_pandas(file: Path) -> pa.Table:
    pd = pytest.importorskip("pandas")
    return pa.Table.from_pandas(pd.read_json(file, lines=True, dtype_backend="pyarrow"), preserve_index=False)


def requests_with_duckdb(file: Path) -> pa.Table:
    duckdb = pytest.importorskip("duckdb")
    return duckdb.read_json(str(file), sample_size=-1).to_arrow_table()


def requests_with_datafusion(file: Path) -> pa.Table:
    datafusion = pytest.importorskip("datafusion")
    read = datafusion.SessionContext().read_json
    return read(file, file_extension=".jsonl", schema_infer_max_records=10**9).to_arrow_table()


REQUESTS = [requests_with_polars, requests_with_pandas, requests_with_duckdb, requests_with_datafusion]


def last(table: pa.Table) -> pa.RecordBatch:
    """Return the row that was last in the file; DataFusion reads in parallel and keeps no order."""
    (batch,) = table.filter(pc.equal(table["id"], "late")).combine_chunks().to_batches()
    return batch


@pytest.mark.parametrize("read", REQUESTS)
def test_what_only_the_last_row_states_is_there(read: Callable[[Path], pa.Table], folder: Path):
    (request,) = read_requests(last(read(folder / "requests.jsonl")))
    stated = sp.PlanRequest.model_validate({name: value for name, value in LATE.items() if name != "id"})
    assert request == stated


@pytest.mark.parametrize("read", REQUESTS)
def test_a_misspelt_name_is_refused_and_not_lost(read: Callable[[Path], pa.Table], folder: Path):
    with pytest.raises(sp.InvalidRequest, match="pane"):
        BatchPlanner()(last(read(folder / "misspelt.jsonl")))


def answers_with_polars(file: Path) -> list[dict[str, Any]]:
    return pytest.importorskip("polars").read_parquet(file).to_dicts()


def answers_with_pandas(file: Path) -> list[dict[str, Any]]:
    pd = pytest.importorskip("pandas")
    table = pd.read_parquet(file, dtype_backend="pyarrow")
    rows = table.to_dict("records")
    return [{name: None if value is pd.NA or value != value else value for name, value in row.items()} for row in rows]


def answers_with_duckdb(file: Path) -> list[dict[str, Any]]:
    read = pytest.importorskip("duckdb").read_parquet(str(file))
    return [dict(zip(read.columns, row, strict=True)) for row in read.fetchall()]


def answers_with_datafusion(file: Path) -> list[dict[str, Any]]:
    return pytest.importorskip("datafusion").SessionContext().read_parquet(file).to_pylist()


def answers_with_hyparquet(file: Path) -> list[dict[str, Any]]:
    places = [Path(place, "hyparquet/src/node.js") for place in os.environ.get("NODE_PATH", "").split(os.pathsep)]
    found = [place for place in places if place.is_file()]
    node = shutil.which("node")
    if node is None or not found:
        pytest.skip("needs Node.js and its package hyparquet, where NODE_PATH points")
    # It makes a BigInt of each 64-bit whole number; JSON has none.
    program = f"""
        import {{asyncBufferFromFile, parquetReadObjects}} from {json.dumps(found[0].as_uri())};
        const rows = await parquetReadObjects({{file: await asyncBufferFromFile({json.dumps(str(file))})}});
        const whole = (_, value) => typeof value === "number" ? `float ${{value}}`
          : typeof value === "bigint" ? Number(value) : value;
        process.stdout.write(JSON.stringify(rows, whole));
    """
    arguments = [node, "--input-type=module", "-e", program]
    return json.loads(subprocess.run(arguments, capture_output=True, check=True).stdout)


ANSWERS = [
    answers_with_polars,
    answers_with_pandas,
    answers_with_duckdb,
    answers_with_datafusion,
    answers_with_hyparquet,
]


def numbers(value: Any) -> list[Any]:
    """Return all numbers in a value, also in what it holds."""
    if isinstance(value, dict):
        return [number for part in value.values() for number in numbers(part)]
    if isinstance(value, list | tuple):
        return [number for part in value for number in numbers(part)]
    return [value] if isinstance(value, int | float) and not isinstance(value, bool) else []


@pytest.mark.parametrize("read", ANSWERS)
def test_whole_numbers_of_answers_stay_whole_beside_nulls(read: Callable[[Path], list[dict[str, Any]]], folder: Path):
    early, late, wrong = read(folder / "plans.parquet")
    assert wrong["total_seconds"] is None
    assert wrong["error_code"] == "invalid-request"
    for row, days in ((early, 3), (late, 3)):
        assert {type(number) for number in numbers(row)} == {int}
        assert row["request"]["days_since_injury"] == days
    assert (early["request"]["pain"], late["request"]["pain"]) == (None, 4)
    doses = {part["hold_seconds"] is None for part in early["prescriptions"]}
    assert doses == {True, False}  # a number beside nulls
    plans = [sp.plan(**ROW), sp.plan(**ROW, pain=4, screening=sp.Screening(chest_pain="no"))]
    for row, plan in zip((early, late), plans, strict=True):
        assert row["total_seconds"] == plan.total_seconds
        assert [part["set_seconds"] for part in row["prescriptions"]] == [
            part.set_seconds for part in plan.prescriptions
        ]
