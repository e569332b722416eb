"""Does an interrupted batch lose and repeat nothing, and never mix the parts of two runs?"""

import errno
import json
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
from stretchplan.batch import REQUEST_SCHEMA
from stretchplan.cli.batch import parts as parts_module
from stretchplan.cli.batch.job import PART_ROWS
from tests.cli.conftest import environment
from tests.support.requests import varied
from tests.support.terminal import all_that_appears, opened

ROWS = 12 * PART_ROWS + 7
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
    for place, how in ((2, signal.SIGKILL), (5, signal.SIGINT)):
        run = start_run(tmp_path, source, target)
        wait_for(parts / f"{place:06}.json", run)
        run.send_signal(how)
        out, err = run.communicate(timeout=60)
        assert not (tmp_path / target).exists()
        assert seen.items() <= (seen := finished(parts)).items()
        if how == signal.SIGINT:
            assert (run.returncode, out) == (130, "")
            assert err.strip() == (
                "stretchplan: stopped; what was finished is kept, and the same command goes on from there"
            )
        else:
            assert run.returncode == -signal.SIGKILL
    assert 6 <= len(seen) < 13
    run = start_run(tmp_path, source, target)
    out, err = run.communicate(timeout=120)
    assert (run.returncode, err) == (0, "")
    assert f"{len(seen) * PART_ROWS:,} rows of them in a run before this one." in " ".join(out.split())
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
        return call("batch", *args, "--no-explain")


@pytest.fixture
def parts_folder(call: Callable, monkeypatch: pytest.MonkeyPatch, inputs: Path, tmp_path: Path) -> Path:
    """Begin a run in the folder of the test and stop it after two parts; return the folder of parts."""
    (tmp_path / "in.jsonl").write_bytes((inputs / "in.jsonl").read_bytes())
    assert run_and_stop(call, monkeypatch, 2, "in.jsonl", "-o", "out.jsonl").code == 130  # type: ignore[attr-defined]
    assert len(finished(tmp_path / "out.jsonl.parts")) == 2
    return tmp_path / "out.jsonl.parts"


def run_again(call: Callable, tmp_path: Path, *more: str) -> object:
    """Run the command again."""
    return call("batch", "in.jsonl", "-o", "out.jsonl", *more)


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
    monkeypatch.setattr(sp.Planner, "plan_many", None)
    result = run_again(call, tmp_path, "--no-explain", "--format", "json")
    assert json.loads(result.out)["answered_before"] == ROWS  # type: ignore[attr-defined]
    assert (tmp_path / "out.jsonl").read_bytes() == (inputs / "whole.jsonl").read_bytes()


def test_a_run_stopped_while_removing_its_folder(call: Callable, tmp_path: Path, parts_folder: Path):
    (parts_folder / "run.json").unlink()
    (tmp_path / "in.jsonl").write_text('{"minutes": 5, "days_since_injury": 3}\n', encoding="utf-8")
    assert run_again(call, tmp_path).code == 0  # type: ignore[attr-defined]
    assert len((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()) == 1
    assert not parts_folder.exists()


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
            "stretchplan: 'out.jsonl' cannot be written: no space left on device; what was finished is kept\n",
        )
    assert len(finished(parts_folder)) == 2
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
    assert out.startswith(b"12,295 rows answered")
    (tmp_path / "out.jsonl").unlink()
    assert run_on_a_terminal(tmp_path, inputs / "in.jsonl", TERM="dumb")[0] == b""
