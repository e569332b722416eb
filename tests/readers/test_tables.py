"""What do engines of others find in a batch's answers and in CSV, and what do they lose? docs/readers.md says it.

tests/batch/test_readers.py has polars, pandas, DuckDB, DataFusion and hyparquet, tests/batch/test_spark.py Spark.
"""

import csv
import importlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

import stretchplan as sp
from stretchplan.batch import REQUEST_SCHEMA, BatchPlanner, read_requests
from tests.readers.running import need, with_node

Rows = list[dict[str, Any]]

ASKED = [
    {"id": "early", "minutes": 5, "days_since_injury": 3},
    {"id": "none", "minutes": 5, "days_since_injury": 2, "targets": ["pelvis"]},
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with requests and answers, of which one is an error."""
    folder = tmp_path_factory.mktemp("tables")
    asked = pa.RecordBatch.from_pylist(ASKED, schema=REQUEST_SCHEMA)
    answered = BatchPlanner()(asked)
    pq.write_table(pa.Table.from_batches([asked]), folder / "requests.parquet")
    pq.write_table(pa.Table.from_batches([answered]), folder / "plans.parquet")
    with pa.ipc.new_file(folder / "plans.arrow", answered.schema) as file:
        file.write(answered)
    return folder


def few(rows: Rows) -> Rows:
    """Return the columns that readers are compared by."""
    return [
        {
            **{name: row[name] for name in ("id", "total_seconds", "error_code")},
            "stretches": row["prescriptions"] and [one["stretch_id"] for one in row["prescriptions"]],
        }
        for row in rows
    ]


def with_daft(folder: Path) -> Rows:
    need("daft")
    return few(importlib.import_module("daft").read_parquet(str(folder / "plans.parquet")).to_pylist())


def with_arro3(folder: Path) -> Rows:
    need("arro3")
    read = importlib.import_module("arro3.io").read_parquet
    return few(pa.table(read(str(folder / "plans.parquet")).read_all()).to_pylist())


def with_chdb(folder: Path) -> Rows:
    return few(from_clickhouse(folder / "plans.parquet").to_pylist())


def from_clickhouse(file: Path) -> pa.Table:
    """Return a Parquet file as ClickHouse reads it."""
    need("chdb")
    return importlib.import_module("chdb").query(f"SELECT * FROM file('{file}', Parquet)", "ArrowTable")  # noqa: S608


READERS: dict[str, Callable[[Path], Rows]] = {
    "daft": with_daft,
    "arro3": with_arro3,
    "chdb": with_chdb,
    "apache-arrow": lambda folder: with_node("apache-arrow", "tables", (folder / "plans.arrow").read_bytes()),
    "parquet-wasm": lambda folder: with_node("parquet-wasm", "tables", (folder / "plans.parquet").read_bytes()),
}

OTHER = {"chdb": [("none", "stretches", [])]}  # ClickHouse has no null for a list
"""Values that a reader gives otherwise than they stand in the file."""


@pytest.mark.parametrize("reader", READERS)
def test_what_a_reader_finds_in_answers_and_what_it_loses(reader: str, folder: Path):
    expected = few(pq.read_table(folder / "plans.parquet").to_pylist())
    assert [one["error_code"] for one in expected] == [None, "infeasible"]
    found = READERS[reader](folder)
    other = [
        (row["id"], name, row[name])
        for row, same in zip(found, expected, strict=True)
        for name in same
        if row[name] != same[name]
    ]
    assert other == OTHER.get(reader, [])


def test_what_clickhouse_makes_of_requests(folder: Path):
    """What is not stated becomes stated: no list and no struct of it is null."""
    (batch,) = from_clickhouse(folder / "requests.parquet").combine_chunks().to_batches()
    stated = pa.RecordBatch.from_pylist(ASKED, schema=REQUEST_SCHEMA)
    (asked, _), (read, _) = read_requests(stated), read_requests(batch)
    assert (asked.profile.equipment, read.profile.equipment) == (None, frozenset())
    assert (asked.screening, asked.history, read.history) == (None, None, ())
    assert read.screening is not None
    kept = [name for name in batch.schema.names if name not in {"pace", "screening", "profile", "history"}]
    assert next(iter(read_requests(batch.select(kept)))) == asked


PLAN = sp.plan(minutes=10, days_since_injury=3, targets={"lower_back", "hips"})
WHOLE = ("start_seconds", "seconds", "set_number", "repetitions")


def csv_with_pyarrow(text: str) -> Rows:
    return pyarrow.csv.read_csv(io.BytesIO(text.encode())).to_pylist()


def csv_with_duckdb(text: str) -> Rows:
    need("duckdb")
    read = importlib.import_module("duckdb").read_csv(io.StringIO(text))
    return [dict(zip(read.columns, row, strict=True)) for row in read.fetchall()]


def csv_with_polars(text: str) -> Rows:
    return importlib.import_module("polars").read_csv(io.BytesIO(text.encode())).to_dicts()


CSV_READERS: dict[str, Callable[[str], Rows]] = {
    "PyArrow": csv_with_pyarrow,
    "DuckDB": csv_with_duckdb,
    "polars": csv_with_polars,
    "papaparse": lambda text: with_node("papaparse", "tables", text.encode()),
}


@pytest.mark.parametrize("reader", CSV_READERS)
def test_readers_of_csv_guess_whole_numbers_and_keep_every_row(reader: str):
    text = PLAN.to_csv()
    expected = list(csv.DictReader(io.StringIO(text, newline="")))
    found = CSV_READERS[reader](text)
    assert len(found) == len(expected)
    for row, same in zip(found, expected, strict=True):
        assert {name: row[name] for name in WHOLE} == {name: int(same[name]) if same[name] else None for name in WHOLE}
        assert (row["name"] or "", row["cue"] or "") == (same["name"], same["cue"])
