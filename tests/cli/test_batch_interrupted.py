"""Does an interrupted batch lose and repeat nothing, and never mix the parts of two runs?"""

import contextlib
import errno
import json
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import stretchplan as sp
from stretchplan.base.crew import available_cores
from stretchplan.batch import REQUEST_SCHEMA
from stretchplan.cli import planning
from stretchplan.cli.batch import job, work
from stretchplan.cli.batch import parts as parts_module
from stretchplan.cli.batch.json_lines import LinesWriter
from stretchplan.cli.batch.work import PART_ROWS
from tests.cli.conftest import environment
from tests.support.requests import varied
from tests.support.terminal import all_that_appears, opened

ROWS = 5 * PART_ROWS + 7
COMMAND = (sys.executable, "-m", "stretchplan", "batch")


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write many requests, few of them different, in both formats, and answer them without an interruption."""
    folder = tmp_path_factory.mktemp("inputs")
    rows = [{"id": str(i), **request.model_dump()} for i, request in zip(range(ROWS), varied(50) * ROWS, strict=False)]
    pq.write_table(pa.Table.from_pylist(rows, schema=REQUEST_SCHEMA), folder / "in.parquet", row_group_size=3000)
    with (folder / "in.jsonl").open("w", encoding="utf-8") as file:
        for row in rows:
            fields = {name: value for name, value in row.items() if value is not None}
            file.write(json.dumps(fields | {"days_since_injury": row["days_since_injury"]}, default=listed) + "\n")
    for source, target in (("in.jsonl", "whole.jsonl"), ("in.parquet", "whole.parquet")):
        subprocess.run([*COMMAND, source, "-o", target, "--no-explain"], cwd=folder, check=True, capture_output=True)
    return folder


def listed(value: object) -> object:
    """Return a set as a list and a date as text, for JSON."""
    return sorted(value) if isinstance(value, frozenset) else str(value)


def start_run(folder: Path, source: Path, target: str) -> subprocess.Popen[str]:
    """Start a run in a new process."""
    return subprocess.Popen(
        [*COMMAND, str(source), "-o", target, "--no-explain"],
        cwd=folder,
        env=environment(),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def wait_for(path: Path, run: subprocess.Popen[str]) -> None:
    """Wait until a file is there while a run goes on."""
    for _ in range(6000):
        if path.exists():
            return
        assert run.poll() is None, run.stderr and run.stderr.read()
        time.sleep(0.01)
    raise AssertionError(f"{path} did not come")


def finished(parts: Path) -> dict[str, tuple[int, int]]:
    """Return the finished parts with the inode and the time of each, which change when one is written again."""
    names = sorted(path.stem for path in parts.glob("*.json") if path.stem != "run")
    return {name: ((at := (parts / f"{name}.part").stat()).st_ino, at.st_mtime_ns) for name in names}


@pytest.mark.parametrize("suffix", ["jsonl", "parquet"])
def test_a_killed_and_a_stopped_run_go_on(inputs: Path, tmp_path: Path, suffix: str):
    source, target, parts = inputs / f"in.{suffix}", f"out.{suffix}", tmp_path / f"out.{suffix}.parts"
    seen: dict[str, tuple[int, int]] = {}
    for place, how in ((0, signal.SIGKILL), (2, signal.SIGINT)):
        run = start_run(tmp_path, source, target)
        wait_for(parts / f"{place:06}.json", run)
        run.send_signal(how)
        out, err = run.communicate(timeout=60)
        assert not (tmp_path / target).exists()
        before, seen = seen, finished(parts)
        assert before.items() <= seen.items()
        if how == signal.SIGINT:
            assert (run.returncode, out) == (130, "")
            kept = sum(json.loads((parts / f"{name}.json").read_text())["rows"] for name in seen)
            assert err == f"stretchplan: stopped; {kept:,} answers are kept, and the same command goes on from there\n"
        else:
            assert run.returncode == -signal.SIGKILL
    assert 3 <= len(seen) < 6
    run = start_run(tmp_path, source, target)
    out, err = run.communicate(timeout=120)
    assert (run.returncode, err) == (0, "")
    assert f"{kept:,} rows of them in a run before this one." in " ".join(out.split())
    assert (tmp_path / target).read_bytes() == (inputs / f"whole.{suffix}").read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == [target]


def run_and_stop(call: Callable, monkeypatch: pytest.MonkeyPatch, after: int, *args: str) -> object:
    """Run the command in this process, and stop it when it has finished some parts."""
    add = parts_module.Parts.add

    def add_or_stop(self: parts_module.Parts, *given: object) -> None:
        if len(self.done) == after:
            raise KeyboardInterrupt
        add(self, *given)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(parts_module.Parts, "add", add_or_stop)
        return call("batch", *args, "--no-explain", "--workers", "1")


@pytest.fixture
def parts_folder(call: Callable, monkeypatch: pytest.MonkeyPatch, inputs: Path, tmp_path: Path) -> Path:
    """Begin a run in the folder of the test and stop it after two parts; return the folder of parts."""
    (tmp_path / "in.jsonl").write_bytes((inputs / "in.jsonl").read_bytes())
    assert run_and_stop(call, monkeypatch, 2, "in.jsonl", "-o", "out.jsonl").code == 130  # type: ignore[attr-defined]
    assert len(finished(tmp_path / "out.jsonl.parts")) == 2
    return tmp_path / "out.jsonl.parts"


def run_again(call: Callable, tmp_path: Path, *more: str) -> object:
    """Run the command again."""
    return call("batch", "in.jsonl", "-o", "out.jsonl", "--workers", "1", *more)


@pytest.mark.parametrize(
    ("change", "more", "what"),
    [
        ("input", ("--no-explain",), "input"),
        (None, (), "choice of reasons"),
        (None, ("--no-explain", "--policy", "policy.json"), "policy"),
        (None, ("--no-explain", "--catalog", "mine.json"), "catalog"),
        ("input", ("--policy", "policy.json"), "choice of reasons, input and policy"),
    ],
)
def test_parts_of_another_run_are_refused(
    call: Callable, tmp_path: Path, parts_folder: Path, change: str | None, more: tuple[str, ...], what: str
):
    (tmp_path / "policy.json").write_text('{"max_sets": 1}', encoding="utf-8")
    mine = sp.builtin_catalog().model_dump(mode="json") | {"id": "mine"}
    (tmp_path / "mine.json").write_text(json.dumps(mine), encoding="utf-8")
    if change:
        with (tmp_path / "in.jsonl").open("ab") as file:
            file.write(b"{}\n")
    before = finished(parts_folder)
    result = run_again(call, tmp_path, *more)
    assert result == (
        2,
        "",
        f"stretchplan: 'out.jsonl.parts' holds parts of a run that began with another {what}; "
        "go on with what it began with, or delete the folder to start again\n",
    )
    assert finished(parts_folder) == before
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.parametrize("spoil", ["part", "cut", "record", "gone"])
def test_a_part_that_is_not_whole_is_made_again(
    call: Callable, tmp_path: Path, inputs: Path, parts_folder: Path, spoil: str
):
    first = finished(parts_folder)["000000"]
    part, record = parts_folder / "000001.part", parts_folder / "000001.json"
    if spoil == "part":
        part.write_bytes(part.read_bytes().replace(b'"optimal":true', b'"optimal":null'))
    elif spoil == "cut":
        part.write_bytes(part.read_bytes()[:-1])
    elif spoil == "record":
        record.write_text("[]")
    else:
        part.unlink()
    result = run_again(call, tmp_path, "--no-explain", "--format", "json")
    assert json.loads(result.out)["answered_before"] == PART_ROWS  # type: ignore[attr-defined]
    assert (tmp_path / "out.jsonl").read_bytes() == (inputs / "whole.jsonl").read_bytes()
    assert first


def test_a_run_stopped_while_joining_plans_nothing_again(
    call: Callable, tmp_path: Path, inputs: Path, parts_folder: Path, monkeypatch: pytest.MonkeyPatch
):
    def stop(self: parts_module.Parts, output: Path, write: Callable) -> None:
        (parts_folder / "whole.tmp").write_text("half")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(parts_module.Parts, "finish", stop)
        assert run_again(call, tmp_path, "--no-explain").code == 130  # type: ignore[attr-defined]
    monkeypatch.setattr(work.Work, "answer", None)
    result = run_again(call, tmp_path, "--no-explain", "--format", "json")
    assert json.loads(result.out)["answered_before"] == ROWS  # type: ignore[attr-defined]
    assert (tmp_path / "out.jsonl").read_bytes() == (inputs / "whole.jsonl").read_bytes()


def test_a_run_stopped_while_removing_its_folder_is_done(
    call: Callable, tmp_path: Path, inputs: Path, parts_folder: Path, monkeypatch: pytest.MonkeyPatch
):
    unlink = Path.unlink
    removed: list[str] = []

    def unlink_or_stop(self: Path, **given: bool) -> None:
        if len(removed) == stop_after:
            raise KeyboardInterrupt
        removed.append(self.name)
        unlink(self, **given)

    stop_after = 3
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", unlink_or_stop)
        assert run_again(call, tmp_path, "--no-explain").code == 130  # type: ignore[attr-defined]
    assert (tmp_path / "out.jsonl").read_bytes() == (inputs / "whole.jsonl").read_bytes()
    assert (parts_folder / "run.json").exists()
    assert run_again(call, tmp_path, "--no-explain", "--overwrite").code == 0  # type: ignore[attr-defined]
    assert (tmp_path / "out.jsonl").read_bytes() == (inputs / "whole.jsonl").read_bytes()
    assert not parts_folder.exists()


OTHERS = {
    "looks like parts": {"000000.part": b"a,b\n", "000000.json": b"{}"},
    "has a lock": {"lock": b"pid 17", "000001.part": b"x"},
    "half a record of another": {"run.json.tmp": b"{}"},
    "record of another": {"run.json": b'{"format": "spark 3"}', "000000.part": b"x"},
    "record that is no JSON": {"run.json": b"", "000000.part": b"x"},
    "a lock with content": {"lock": b"17"},
    "one more file": {"notes.txt": b"mine", "run.json": b'{"format": "stretchplan batch parts 1"}'},
}


def a_request_and_parts(tmp_path: Path, files: dict[str, bytes]) -> Path:
    """Write a request and a folder of parts with some files; return the folder."""
    (tmp_path / "in.jsonl").write_text('{"minutes": 5, "days_since_injury": 3}\n', encoding="utf-8")
    folder = tmp_path / "out.jsonl.parts"
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


@pytest.mark.parametrize("files", OTHERS.values(), ids=OTHERS.keys())
def test_nothing_changes_in_a_folder_that_is_not_ours(call: Callable, tmp_path: Path, files: dict[str, bytes]):
    folder = a_request_and_parts(tmp_path, files)
    assert run_again(call, tmp_path) == (
        2,
        "",
        "stretchplan: 'out.jsonl.parts' is in the way: it is not a folder of parts; move it\n",
    )
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == files


@pytest.mark.parametrize("left", [{}, {"lock": b""}, {"lock": b"", "run.json.tmp": b'{\n "form'}])
def test_what_a_killed_run_began_is_ours(call: Callable, tmp_path: Path, left: dict[str, bytes]):
    folder = a_request_and_parts(tmp_path, left)
    assert run_again(call, tmp_path).code == 0  # type: ignore[attr-defined]
    assert not folder.exists()


@pytest.mark.parametrize("name", ["000002.part.tmp", "whole.tmp"])
def test_a_disk_that_fills_up_holds_no_half_file(
    call: Callable, tmp_path: Path, parts_folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
):
    write, join = LinesWriter.write_part, LinesWriter.join

    def fill(path: Path) -> None:
        if path.name == name:
            path.write_bytes(b"half")
            raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(LinesWriter, "write_part", lambda self, path, rows: (fill(path), write(self, path, rows)))
        patch.setattr(LinesWriter, "join", lambda self, path, parts: (fill(path), join(self, path, parts)))
        assert run_again(call, tmp_path, "--no-explain").code == 2  # type: ignore[attr-defined]
    assert not list(parts_folder.glob("*.tmp"))


@pytest.mark.parametrize("suffix", ["jsonl", "parquet"])
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stopped_run_keeps_every_answer_also_of_a_part_that_is_not_full(
    call: Callable, tmp_path: Path, inputs: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, number: int, code: int
):
    (tmp_path / "in.jsonl").write_bytes(b"".join((inputs / "in.jsonl").read_bytes().splitlines(True)[:2000]))
    args = ("batch", "in.jsonl", "-o", f"out.{suffix}", "--no-explain", "--workers", "1", "--format", "json")
    assert call("batch", "in.jsonl", "-o", f"whole.{suffix}", "--no-explain").code == 0
    answer, answered = work.Work._answer, 0

    def answer_or_stop(self: work.Work, row: object) -> object:
        nonlocal answered
        answered += 1
        if answered in (220, 640, 641):
            signal.raise_signal(number)
        return answer(self, row)  # type: ignore[arg-type]

    monkeypatch.setattr(work.Work, "_answer", answer_or_stop)
    for kept in (220, 640, 641):
        words = f"stretchplan: stopped; {kept} answers are kept, and the same command goes on from there\n"
        assert call(*args) == (code, "", words)
    assert json.loads(call(*args).out)["answered_before"] == 641
    assert answered == 2000
    assert (tmp_path / f"out.{suffix}").read_bytes() == (tmp_path / f"whole.{suffix}").read_bytes()


def test_a_second_signal_stops_within_a_row(call: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "in.jsonl").write_text('{"minutes": 5, "days_since_injury": 3}\n' * 9, encoding="utf-8")

    def stop_twice(self: work.Work, row: object) -> object:
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        raise AssertionError("the second signal came to nothing")

    monkeypatch.setattr(work.Work, "_answer", stop_twice)
    assert run_again(call, tmp_path) == (130, "", "stretchplan: stopped; no answer was finished before that\n")


def test_an_interruption_that_pydantic_loses_still_stops_the_command(call: Callable, monkeypatch: pytest.MonkeyPatch):
    def lose_it(*_: object) -> list[str]:
        with contextlib.suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        return []

    monkeypatch.setattr(planning, "first_screen", lose_it)
    assert call("plan", "-m", "5", "-d", "3") == (130, "", "")


@pytest.mark.parametrize("suffix", ["jsonl", "parquet"])
def test_slow_rows_are_kept_in_parts_of_their_own(
    call: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
):
    (tmp_path / "in.jsonl").write_text('{"minutes": 5, "days_since_injury": 3}\n' * 20, encoding="utf-8")
    assert call("batch", "in.jsonl", "-o", f"whole.{suffix}").code == 0
    monkeypatch.setattr(work, "PART_SECONDS", 0.0)
    added: list[int] = []
    add = parts_module.Parts.add
    monkeypatch.setattr(
        parts_module.Parts,
        "add",
        lambda self, write, rows, *given: (added.append(rows), add(self, write, rows, *given)),
    )
    assert call("batch", "in.jsonl", "-o", f"out.{suffix}").code == 0
    assert added == [1] * 20
    assert (tmp_path / f"out.{suffix}").read_bytes() == (tmp_path / f"whole.{suffix}").read_bytes()


def test_a_full_disk_keeps_what_was_finished(
    call: Callable, tmp_path: Path, parts_folder: Path, monkeypatch: pytest.MonkeyPatch
):
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        assert run_again(call, tmp_path, "--no-explain") == (
            2,
            "",
            "stretchplan: 'out.jsonl' cannot be written: no space left on device; "
            "2,048 answers are kept, and the same command goes on from there\n",
        )
    assert len(finished(parts_folder)) == 2
    assert not list(parts_folder.glob("*.tmp"))
    assert run_again(call, tmp_path, "--no-explain").code == 0  # type: ignore[attr-defined]


def test_an_input_that_changes_during_the_run_is_an_error(
    call: Callable, tmp_path: Path, parts_folder: Path, monkeypatch: pytest.MonkeyPatch
):
    add = parts_module.Parts.add

    def add_and_change(self: parts_module.Parts, *given: object) -> None:
        add(self, *given)  # type: ignore[arg-type]
        os.truncate(tmp_path / "in.jsonl", (tmp_path / "in.jsonl").stat().st_size - 1)

    monkeypatch.setattr(parts_module.Parts, "add", add_and_change)
    assert run_again(call, tmp_path, "--no-explain") == (
        2,
        "",
        "stretchplan: 'in.jsonl' was changed while it was read; delete 'out.jsonl.parts' and start again\n",
    )
    assert not (tmp_path / "out.jsonl").exists()


def test_one_run_at_a_time(call: Callable, tmp_path: Path, parts_folder: Path):
    run = start_run(tmp_path, tmp_path / "in.jsonl", "out.jsonl")
    wait_for(parts_folder / "000003.json", run)
    result = run_again(call, tmp_path, "--no-explain")
    run.kill()
    run.communicate(timeout=60)
    assert result == (2, "", "stretchplan: 'out.jsonl.parts' is in use: another run is writing the same output\n")
    assert run_again(call, tmp_path, "--no-explain").code == 0  # type: ignore[attr-defined]


def test_the_old_output_stays_until_the_new_one_is_whole(
    call: Callable, tmp_path: Path, parts_folder: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "real.jsonl").write_text("old", encoding="utf-8")
    (tmp_path / "link.jsonl").symlink_to("real.jsonl")
    args = ("in.jsonl", "-o", "link.jsonl", "--overwrite")
    assert run_and_stop(call, monkeypatch, 1, *args).code == 130  # type: ignore[attr-defined]
    assert (tmp_path / "real.jsonl").read_text(encoding="utf-8") == "old"
    assert call("batch", *args, "--no-explain").code == 0
    assert (tmp_path / "link.jsonl").is_symlink()
    assert len((tmp_path / "real.jsonl").read_text(encoding="utf-8").splitlines()) == ROWS


def run_on_a_terminal(folder: Path, source: Path, **changes: str) -> tuple[bytes, bytes]:
    """Run the command with standard error on a terminal; return what appeared there, and on standard output."""
    our_end, child_end = opened(80)
    command = [*COMMAND, str(source), "-o", "out.jsonl", "--no-explain"]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=child_end, cwd=folder, env=environment(**changes))
    os.close(child_end)
    shown = all_that_appears(our_end)
    assert child.stdout
    out = child.stdout.read()
    child.stdout.close()
    assert child.wait(timeout=60) == 0
    return shown, out


def test_a_bar_on_a_terminal_and_nowhere_else(inputs: Path, tmp_path: Path):
    """It is removed at the end, and not drawn on a terminal that cannot draw it."""
    shown, out = run_on_a_terminal(tmp_path, inputs / "in.jsonl")
    assert re.search(rb"[1-9][0-9,]* rows .*[1-9][0-9]?%", shown)
    assert shown.rstrip(b"\r\n").endswith(b"\x1b[2K")
    assert out.startswith(b"5,127 rows answered")
    (tmp_path / "out.jsonl").unlink()
    assert run_on_a_terminal(tmp_path, inputs / "in.jsonl", TERM="dumb")[0] == b""


@pytest.mark.parametrize("suffix", ["jsonl", "parquet"])
def test_any_number_of_workers_writes_the_same_bytes(
    call: Callable, tmp_path: Path, inputs: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
):
    (tmp_path / "in.jsonl").write_bytes(b"".join((inputs / "in.jsonl").read_bytes().splitlines(True)[:300]))
    assert call("batch", "in.jsonl", "-o", f"one.{suffix}", "--no-explain", "--workers", "1").code == 0
    monkeypatch.setattr(job, "PART_ROWS", 32)
    assert call("batch", "in.jsonl", "-o", f"three.{suffix}", "--no-explain", "--workers", "3").code == 0
    assert (tmp_path / f"three.{suffix}").read_bytes() == (tmp_path / f"one.{suffix}").read_bytes()
    assert not multiprocessing.active_children()


def test_a_worker_that_is_killed_costs_its_slice_alone(
    call: Callable, tmp_path: Path, inputs: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "in.jsonl").write_bytes(b"".join((inputs / "in.jsonl").read_bytes().splitlines(True)[:300]))
    assert call("batch", "in.jsonl", "-o", "whole.jsonl", "--no-explain", "--workers", "1").code == 0
    monkeypatch.setattr(job, "PART_ROWS", 32)
    add = parts_module.Parts.add

    def add_and_kill(self: parts_module.Parts, *given: object) -> None:
        add(self, *given)  # type: ignore[arg-type]
        for worker in multiprocessing.active_children():
            worker.kill()
            worker.join()

    with monkeypatch.context() as patch:
        patch.setattr(parts_module.Parts, "add", add_and_kill)
        result = call("batch", "in.jsonl", "-o", "out.jsonl", "--no-explain", "--workers", "2")
    assert (result.code, result.out) == (2, "")
    assert re.fullmatch(
        r"stretchplan: a worker ended before its work was done, perhaps because memory was short; --workers 1 takes "
        r"least; (32|64) answers are kept, and the same command goes on from there\n",
        result.err,
    )
    assert not list((tmp_path / "out.jsonl.parts").glob("*.tmp"))
    again = call("batch", "in.jsonl", "-o", "out.jsonl", "--no-explain", "--workers", "2", "--format", "json")
    assert (again.code, again.err) == (0, "")
    assert json.loads(again.out)["answered_before"] in (32, 64)
    assert (tmp_path / "out.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


def test_rows_between_two_finished_parts_are_answered_alone(
    call: Callable, tmp_path: Path, inputs: Path, monkeypatch: pytest.MonkeyPatch
):
    """With several workers a later part may be finished before an earlier one."""
    (tmp_path / "in.jsonl").write_bytes((inputs / "in.jsonl").read_bytes())
    args = ("in.jsonl", "-o", "out.jsonl")
    assert run_and_stop(call, monkeypatch, 4, *args).code == 130  # type: ignore[attr-defined]
    folder = tmp_path / "out.jsonl.parts"
    for place in (0, 2):
        (folder / f"{place:06}.json").unlink()
    assert run_and_stop(call, monkeypatch, 3, *args).code == 130  # type: ignore[attr-defined]
    kept = [json.loads(path.read_text()) for path in folder.glob("0*.json")]
    assert sorted(part["first"] for part in kept) == [0, PART_ROWS, 3 * PART_ROWS]
    result = run_again(call, tmp_path, "--no-explain", "--format", "json")
    assert json.loads(result.out)["answered_before"] == 3 * PART_ROWS  # type: ignore[attr-defined]
    assert (tmp_path / "out.jsonl").read_bytes() == (inputs / "whole.jsonl").read_bytes()


def test_workers_end_with_the_command(tmp_path: Path, inputs: Path):
    run = start_run(tmp_path, inputs / "in.jsonl", "out.jsonl")
    wait_for(tmp_path / "out.jsonl.parts/000000.json", run)
    tasks = Path(f"/proc/{run.pid}/task/{run.pid}/children")
    if not tasks.exists():
        run.kill()
        run.communicate(timeout=60)
        pytest.skip("this system does not list the children of a process")
    workers = [int(number) for number in tasks.read_text().split()]
    assert workers or available_cores() == 1
    run.kill()
    run.communicate(timeout=60)
    for _ in range(600):
        if not any(Path(f"/proc/{worker}").exists() for worker in workers):
            return
        time.sleep(0.1)
    raise AssertionError("a worker goes on without the command")
