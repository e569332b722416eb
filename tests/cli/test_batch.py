"""Does ``stretchplan batch`` answer every row of a file, from and to both formats, and each mistake in a sentence?"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.batch import PLAN_SCHEMA, REQUEST_SCHEMA, BatchPlanner, plan_schema, read_answers, request_batch
from stretchplan.cli.run import run
from stretchplan.testing import hostile_json, hostile_requests
from tests.cli.conftest import environment
from tests.support.requests import WRONG_ROWS, varied

REQUESTS = varied(40)

LINES = [
    '{"id": "a", "minutes": 5, "days_since_injury": 3}',
    '{"id": 7, "minutes": 5, "no_recent_injury": true, "pace": "slow", "on": "2026-01-31"}',
    '{"minutes": 2, "days_since_injury": 2, "targets": ["pelvis"]}',
    '{"id": "missing", "minutes": 5}',
    "",
    "no JSON",
    "[1, 2]",
    '{"id": "twice", "minutes": 5, "days_since_injury": 3, "days_since_injury": 30}',
    '{"id": [1], "minutes": 5, "days_since_injury": 3}',
    '{"id": true, "minutes": 5, "days_since_injury": 3}',
    '{"id": "\\ud800", "minutes": 5, "days_since_injury": 3}',
    '{"id": 99999999999999999999, "minutes": 5, "days_since_injury": 3}',
    '{"id": "unknown", "minutes": 5, "days_since_injury": 3, "conditons": ["wrist_pain"]}',
    '{"id": "é\\u2028\\u001b", "minutes": 5, "days_since_injury": 3, "screening": {"chest_pain": "yes"}}',
    '{"id": "' + "x" * 2**20 + '", "minutes": 5, "days_since_injury": 3}',
    "[" * 100_000,
    '{"id": "last", "minutes": 5, "days_since_injury": 3}',
]
"""Lines of all kinds; the last one is valid again."""


@pytest.fixture
def lines(tmp_path: Path) -> str:
    """Write the lines to a file, with one that is not UTF-8 among them and no line break at the end."""
    data = "\n".join(LINES).encode()
    (tmp_path / "in.jsonl").write_bytes(data.replace(b"no JSON", b"no JSON\xff"))
    return "in.jsonl"


@pytest.fixture
def table(tmp_path: Path) -> str:
    """Write forty requests and some wrong rows to a Parquet file of small row groups."""
    rows = [
        {"id": f"row {i}", "no_recent_injury": request.days_since_injury is None, **request.model_dump()}
        for i, request in enumerate(REQUESTS)
    ]
    rows += [{"id": f"wrong {i}", **row} for i, row in enumerate(WRONG_ROWS)]
    pq.write_table(pa.Table.from_pylist(rows, schema=REQUEST_SCHEMA), tmp_path / "in.parquet", row_group_size=7)
    return "in.parquet"


def answers(path: Path) -> list[dict[str, object]]:
    """Return the rows of a JSON Lines file of answers."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]


def test_a_line_for_each_line(call: Callable, tmp_path: Path, lines: str):
    result = call("batch", lines, "--output", "out.jsonl")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("17 rows answered, 3 with a plan\n  The answers are in out.jsonl.\n\nWithout a plan\n")
    rows = answers(tmp_path / "out.jsonl")
    assert [row["id"] for row in rows] == [
        *("a", 7, None, "missing", None, None, None, None, None, None, None, None),
        *("unknown", "é\u2028\x1b", None, None, "last"),
    ]
    plan = json.loads(sp.plan(minutes=5, days_since_injury=3).model_dump_json())
    assert rows[0] == {"id": "a", "plan": plan, "error": None}
    assert rows[-1]["plan"] == plan
    assert rows[1]["plan"]["request"]["on"] == "2026-01-31"
    errors = {i: row["error"]["detail"] for i, row in enumerate(rows) if row["error"]}
    assert all(row["plan"] is None for row in rows if row["error"])
    assert errors.pop(2).startswith("Because only Glute Bridge works the pelvis")
    assert errors.pop(13).startswith("an answer about warning signs calls for emergency help")
    assert errors.pop(6).startswith('line 7: [1, 2] is no request; give an object, such as {"id": "a"')
    assert errors == {
        3: "days_since_injury: this field is required and is missing; "
        "give a whole number from 0, or null (None in Python) for no recent injury",
        4: "line 5: it is empty",
        5: "line 6: the text is not UTF-8: byte 8 cannot be read",
        7: "line 8: the name 'days_since_injury' stands twice in one object; each may stand once",
        8: "line 9: the id is [1]; it must be text, a whole number of at most 64 bits, or null",
        9: "line 10: the id is True; it must be text, a whole number of at most 64 bits, or null",
        10: "line 11: the id is '\\ud800'; it must be text, a whole number of at most 64 bits, or null",
        11: "line 12: the id is 99999999999999999999; it must be text, a whole number of at most 64 bits, or null",
        12: "conditons: this field is not known; did you mean 'profile.conditions'?",
        14: "line 15: it is longer than 1,048,576 bytes, the most that is read",
        15: "line 16: the text is nested too deeply to be read",
    }


def test_a_row_for_each_row(call: Callable, tmp_path: Path, table: str):
    assert call("batch", table, "-o", "out.parquet").code == 0
    rows = pq.read_table(tmp_path / "out.parquet")
    assert rows.schema == PLAN_SCHEMA
    (requests,) = pq.read_table(tmp_path / table).combine_chunks().to_batches()
    assert rows == pa.Table.from_batches([BatchPlanner()(requests)])


def test_every_pair_of_formats_gives_the_same_answers(call: Callable, tmp_path: Path, table: str):
    text = "".join(request.model_dump_json()[:-1] + f',"id":{i}}}\n' for i, request in enumerate(REQUESTS))
    (tmp_path / "lines.ndjson").write_text(text, encoding="utf-8")
    for source, target in (("lines.ndjson", "a.jsonl"), ("lines.ndjson", "b.parquet"), (table, "c.jsonl")):
        assert call("batch", source, "-o", target, "--null-days-mean-no-injury").code == 0
    a, c = answers(tmp_path / "a.jsonl"), answers(tmp_path / "c.jsonl")
    b = list(read_answers(pq.read_table(tmp_path / "b.parquet")))
    assert [row["id"] for row in a] == list(range(40))
    assert [name for name, _ in b] == [str(i) for i in range(40)]
    assert [row["id"] for row in c[:40]] == [f"row {i}" for i in range(40)]
    for first, (_, second), third in zip(a, b, c[:40], strict=True):
        is_plan = isinstance(second, sp.Plan)
        assert first["plan"] == third["plan"] == (json.loads(second.model_dump_json()) if is_plan else None)
        assert first["error"] == third["error"] == (None if is_plan else second)


@given(st.lists(hostile_json() | hostile_requests().map(lambda data: json.dumps(data, allow_nan=True)), max_size=6))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_line_is_answered_whatever_the_others_hold(tmp_path: Path, texts: list[str]):
    fine = '{"minutes": 3, "seconds": 30, "days_since_injury": 3}'
    lines_in = [line for text in [fine, *texts, fine] for line in text.encode("utf-8", "surrogatepass").split(b"\n")]
    (tmp_path / "in.jsonl").write_bytes(b"\n".join(lines_in) + b"\n")
    for target in ("out.jsonl", "out.parquet"):
        assert run(["batch", f"{tmp_path}/in.jsonl", "-o", f"{tmp_path}/{target}", "--overwrite", "--no-explain"]) == 0
    rows = answers(tmp_path / "out.jsonl")
    assert len(rows) == len(lines_in) == pq.read_metadata(tmp_path / "out.parquet").num_rows
    assert rows[0]["plan"]["total_seconds"] == rows[-1]["plan"]["total_seconds"] <= 210
    assert all((row["plan"] is None) != (row["error"] is None) for row in rows)


@pytest.mark.parametrize("suffix", [".jsonl", ".parquet"])
def test_a_file_without_rows(call: Callable, tmp_path: Path, suffix: str):
    (tmp_path / "in.jsonl").touch()
    result = call("batch", "in.jsonl", "-o", f"out{suffix}")
    assert (result.code, result.out) == (0, f"0 rows answered, 0 with a plan\n  The answers are in out{suffix}.\n")
    if suffix == ".jsonl":
        assert (tmp_path / "out.jsonl").read_bytes() == b""
    else:
        assert pq.read_table(tmp_path / "out.parquet") == PLAN_SCHEMA.empty_table()
        assert call("batch", "out.parquet", "-o", "x.jsonl").code == 2  # a table of answers is not a table of requests


def test_a_table_without_rows(call: Callable, tmp_path: Path):
    schema = REQUEST_SCHEMA.set(0, pa.field("id", pa.int32()))
    pq.write_table(schema.empty_table(), tmp_path / "in.parquet")
    assert call("batch", "in.parquet", "-o", "out.parquet").code == 0
    assert pq.read_table(tmp_path / "out.parquet") == plan_schema(pa.int32()).empty_table()


def test_the_summary_as_json(call: Callable, tmp_path: Path, lines: str):
    result = call("batch", lines, "-o", "out.jsonl", "--format", "json")
    assert json.loads(result.out) == {
        "rows": 17,
        "plans": 3,
        "errors": {"infeasible": 1, "invalid-request": 12, "see-a-clinician": 1},
        "answered_before": 0,
        "output": "out.jsonl",
    }
    assert {path.name for path in tmp_path.iterdir()} == {"in.jsonl", "out.jsonl"}


def test_a_byte_order_mark_is_skipped(call: Callable, tmp_path: Path):
    (tmp_path / "in.jsonl").write_bytes(b'\xef\xbb\xbf{"minutes": 5, "days_since_injury": 3}\r\n' * 1)
    assert call("batch", "in.jsonl", "-o", "out.jsonl").out.startswith("1 row answered, 1 with a plan\n")


def test_catalogue_policy_and_no_explain_reach_the_planner(call: Callable, tmp_path: Path):
    catalog = sp.builtin_catalog().model_dump(mode="json") | {"id": "mine"}
    (tmp_path / "mine.json").write_text(json.dumps(catalog), encoding="utf-8")
    (tmp_path / "policy.json").write_text('{"max_sets": 1}', encoding="utf-8")
    (tmp_path / "in.jsonl").write_text(LINES[0], encoding="utf-8")
    given_ = ("--catalog", "mine.json", "--policy", "policy.json", "--no-explain")
    assert call("batch", "in.jsonl", "-o", "out.jsonl", *given_).code == 0
    planner = sp.Planner(sp.load_catalog(tmp_path / "mine.json"), policy=sp.Policy(max_sets=1), explain=False)
    (row,) = answers(tmp_path / "out.jsonl")
    assert row["plan"] == json.loads(planner.plan(minutes=5, days_since_injury=3).model_dump_json())


TROUBLE = {
    "no input": (("batch",), "name the file of requests: .jsonl, .ndjson or .parquet"),
    "no output": (("batch", "in.jsonl"), "name the file for the answers with --output"),
    "two outputs": (("batch", "in.jsonl", "-o", "a.jsonl", "-o", "b.jsonl"), "--output is given 2 times"),
    "standard input": (
        ("batch", "-", "-o", "a.jsonl"),
        "a batch reads and writes files, so that it can go on after an interruption; '-' is not allowed",
    ),
    "an unknown suffix": (
        ("batch", "in.csv", "-o", "a.jsonl"),
        "the input: the name 'in.csv' does not say the format; let it end in .jsonl, .ndjson, .parquet",
    ),
    "an unknown suffix of the output": (
        ("batch", "in.jsonl", "-o", "a.json"),
        "--output: the name 'a.json' does not say the format",
    ),
    "a file that is not there": (
        ("batch", "x.jsonl", "-o", "a.jsonl"),
        "'x.jsonl' cannot be read: no such file or directory",
    ),
    "a folder": (("batch", "folder.jsonl", "-o", "a.jsonl"), "'folder.jsonl' cannot be read: is a directory"),
    "a pipe": (
        ("batch", "pipe.jsonl", "-o", "a.jsonl"),
        "'pipe.jsonl' cannot be read: it is no regular file, and a run may have to read it again",
    ),
    "a null in the name": (
        ("batch", "a\0.jsonl", "-o", "a.jsonl"),
        r"'a\x00.jsonl' cannot be read: embedded null byte",
    ),
    "no Parquet": (("batch", "no.parquet", "-o", "a.jsonl"), "'no.parquet' cannot be read as Parquet: "),
    "Parquet cut short": (("batch", "cut.parquet", "-o", "a.jsonl"), "'cut.parquet' cannot be read as Parquet: "),
    "Parquet damaged inside": (("batch", "bad.parquet", "-o", "a.jsonl"), "'bad.parquet' cannot be read as Parquet: "),
    "a table of something else": (
        ("batch", "other.parquet", "-o", "a.jsonl"),
        "other.parquet: minuts: this column is not known; did you mean 'minutes'?",
    ),
    "an output that is there": (
        ("batch", "in.jsonl", "-o", "there.jsonl"),
        "'there.jsonl' is there already; give another name, or --overwrite to replace it",
    ),
    "the input as output": (
        ("batch", "in.jsonl", "-o", "./in.jsonl", "--overwrite"),
        "--output: './in.jsonl' is the file of IN too; give the output another name",
    ),
    "an output that is a folder": (
        ("batch", "in.jsonl", "-o", "folder.jsonl"),
        "'folder.jsonl' cannot be written: it is a directory; give the name of a file",
    ),
    "an output that is a pipe": (
        ("batch", "in.jsonl", "-o", "pipe.jsonl", "--overwrite"),
        "'pipe.jsonl' cannot be written: it is no regular file",
    ),
    "an output in no folder": (
        ("batch", "in.jsonl", "-o", "no/a.jsonl"),
        "'no/a.jsonl' cannot be written: no such file or directory",
    ),
    "a null in the output": (
        ("batch", "in.jsonl", "-o", "a\0.jsonl"),
        r"'a\x00.jsonl' cannot be written: embedded null byte",
    ),
    "a policy that loosens": (
        ("batch", "in.jsonl", "-o", "a.jsonl", "--policy", "loose.json"),
        "loose.json: early_until_day: 3 would loosen early-dose",
    ),
    "no workers": (("batch", "in.jsonl", "-o", "a.jsonl", "--workers", "0"), "--workers: 0 is not allowed; it must be"),
    "an unknown format": (("batch", "in.jsonl", "-o", "a.jsonl", "--format", "xml"), "--format: 'xml' is not a format"),
    "a folder in the way": (
        ("batch", "in.jsonl", "-o", "way.jsonl"),
        "'way.jsonl.parts' is in the way: it is not a folder of parts; move it",
    ),
}


@pytest.mark.parametrize("case", TROUBLE)
def test_a_batch_mistake_is_one_sentence_and_writes_nothing(call: Callable, tmp_path: Path, case: str):
    (tmp_path / "in.jsonl").write_text(LINES[0], encoding="utf-8")
    (tmp_path / "there.jsonl").write_text("old", encoding="utf-8")
    (tmp_path / "no.parquet").write_bytes(b"no Parquet at all")
    pq.write_table(pa.table({"minuts": [1]}), tmp_path / "other.parquet")
    pq.write_table(pa.Table.from_batches([request_batch(varied(5))]), tmp_path / "whole.parquet", compression="zstd")
    whole = (tmp_path / "whole.parquet").read_bytes()
    (tmp_path / "cut.parquet").write_bytes(whole[:500] + whole[-4:])
    (tmp_path / "bad.parquet").write_bytes(whole[:4] + b"\xaa" * 400 + whole[404:])
    (tmp_path / "loose.json").write_text('{"early_until_day": 3}', encoding="utf-8")
    (tmp_path / "folder.jsonl").mkdir()
    (tmp_path / "way.jsonl.parts").mkdir()
    (tmp_path / "way.jsonl.parts/mine.txt").touch()
    os.mkfifo(tmp_path / "pipe.jsonl")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    args, sentence = TROUBLE[case]
    result = call(*args)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"stretchplan: {sentence}")
    assert result.err.count("\n") == 1
    left = {
        path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if ".parts" not in path.name + path.parent.name
    }
    assert left == {path: when for path, when in before.items() if path in left}
    assert set(before) <= {*left, *(tmp_path.glob("way.jsonl.parts")), tmp_path / "way.jsonl.parts/mine.txt"}


def without_pyarrow(tmp_path: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """Run the command where pyarrow is not installed."""
    code = "import sys; sys.modules['pyarrow'] = None; from stretchplan.__main__ import main; sys.exit(main())"
    command = [sys.executable, "-c", code, *args]
    return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment(), check=False)


def test_without_the_extra(tmp_path: Path, lines: str):
    assert without_pyarrow(tmp_path, "batch", lines, "-o", "out.jsonl").returncode == 0
    assert len(answers(tmp_path / "out.jsonl")) == len(LINES)
    for args in ((lines, "-o", "out.parquet"), ("x.parquet", "-o", "y.jsonl")):
        (tmp_path / "x.parquet").touch()
        result = without_pyarrow(tmp_path, "batch", *args)
        assert result.returncode == 2
        assert (
            result.stderr
            == "stretchplan: stretchplan.batch needs the extra 'batch': pip install 'stretchplan[batch]'\n"
        )
    assert not (tmp_path / "out.parquet").exists()


@pytest.mark.parametrize("suffix", ["jsonl", "parquet"])
def test_null_days_are_an_error_of_their_row_unless_the_command_says_what_they_mean(tmp_path: Path, suffix: str):
    source = tmp_path / f"in.{suffix}"
    rows = [{"id": "a", "minutes": 5, "days_since_injury": None}, {"id": "b", "minutes": 5, "days_since_injury": 3}]
    if suffix == "jsonl":
        source.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    else:
        pq.write_table(pa.Table.from_pylist(rows), source)
    for options, kinds in (((), ["invalid-request", None]), (("--null-days-mean-no-injury",), [None, None])):
        target = tmp_path / f"out{len(options)}.jsonl"
        assert run(["batch", str(source), "--output", str(target), *options]) == 0
        found = [json.loads(line)["error"] for line in target.read_text().splitlines()]
        assert [error and error["type"].rpartition(":")[2] for error in found] == kinds
