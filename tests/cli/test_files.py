"""Is a file written whole or not at all?"""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import stretchplan as sp
from tests.cli.conftest import first_screen_text

PLAN_ARGS = ("plan", "-m", "5", "-d", "3")


@pytest.fixture
def plan() -> sp.Plan:
    """Return the plan that ``PLAN_ARGS`` ask for."""
    return sp.plan(minutes=5, days_since_injury=3)


def test_json_to_a_file(call: Callable, tmp_path: Path, plan: sp.Plan):
    result = call(*PLAN_ARGS, "--format", "json", "--output", "plan.json")
    assert result == (0, "", "stretchplan: wrote plan.json\n")
    assert sp.Plan.model_validate_json((tmp_path / "plan.json").read_bytes()) == plan
    assert [path.name for path in tmp_path.iterdir()] == ["plan.json"]


def test_text_to_a_file_is_plain_utf_8(shell: Callable, tmp_path: Path, plan: sp.Plan):
    result = shell(*PLAN_ARGS, "-o", "plan.txt", PYTHONIOENCODING="ascii")
    assert result == (0, "", "stretchplan: wrote plan.txt\n")
    assert (tmp_path / "plan.txt").read_bytes() == (first_screen_text(plan) + "\n").encode()


def test_minus_is_standard_output(call: Callable, plan: sp.Plan):
    result = call(*PLAN_ARGS, "--format", "json", "-o", "-")
    assert sp.Plan.model_validate_json(result.out) == plan
    assert result.err == ""


def test_a_full_disk_leaves_the_old_file(call: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "plan.json").write_text("old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    result = call(*PLAN_ARGS, "-o", "plan.json")
    assert result == (2, "", "stretchplan: 'plan.json' cannot be written: no space left on device\n")
    assert (tmp_path / "plan.json").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["plan.json"]


def test_an_error_leaves_the_old_file(call: Callable, tmp_path: Path):
    (tmp_path / "plan.json").write_text("old")
    result = call("plan", "-m", "5", "-d", "2", "-t", "pelvis", "--format", "json", "-o", "plan.json")
    assert result.code == 3
    assert json.loads(result.out)["status"] == 409
    assert (tmp_path / "plan.json").read_text() == "old"


def test_permissions_are_kept_or_those_of_a_new_file(call: Callable, tmp_path: Path):
    path = tmp_path / "plan.json"
    (tmp_path / "other").touch()
    assert call(*PLAN_ARGS, "-o", "plan.json").code == 0
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE((tmp_path / "other").stat().st_mode)
    path.chmod(0o640)
    assert call(*PLAN_ARGS, "-o", "plan.json").code == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_link_stays_a_link(call: Callable, tmp_path: Path):
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to("real.txt")
    assert call(*PLAN_ARGS, "-o", "link.txt").code == 0
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text(encoding="utf-8") != "old"


def test_a_pipe_is_written_to_and_not_replaced(call: Callable, tmp_path: Path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert call(*PLAN_ARGS, "-o", "pipe").code == 0
        assert b" stretches, " in os.read(reader, 100)
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize(
    "line",
    [
        "-o /dev/stdout | cat",
        "-o /dev/fd/1 | cat",
        "-o /proc/self/fd/1 | cat",
        "-o /dev/fd/7 7> plan.txt; cat plan.txt",
        "-o >(cat > plan.txt); for i in {1..100}; do [ -s plan.txt ] && break; sleep 0.1; done; cat plan.txt",
    ],
)
def test_an_output_of_the_process_is_written_to(tmp_path: Path, plan: sp.Plan, line: str):
    command = f'"$0" -m stretchplan {" ".join(PLAN_ARGS)} {line}'
    done = subprocess.run(
        ["bash", "-c", command, sys.executable], capture_output=True, cwd=tmp_path, timeout=60, check=False
    )
    assert done.stdout.decode() == first_screen_text(plan) + "\n"
    assert done.stderr.startswith(b"stretchplan: wrote /")


def test_an_output_that_the_shell_appends_to_keeps_what_it_holds(tmp_path: Path, plan: sp.Plan):
    (tmp_path / "log").write_text("old\n")
    command = f'"$0" -m stretchplan {" ".join(PLAN_ARGS)} -o /dev/stdout >> log && echo end >> log'
    subprocess.run(
        ["bash", "-c", command, sys.executable], stderr=subprocess.PIPE, cwd=tmp_path, timeout=60, check=True
    )
    assert (tmp_path / "log").read_text(encoding="utf-8") == f"old\n{first_screen_text(plan)}\nend\n"
