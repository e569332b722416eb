"""Is a file written whole or not at all?"""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

import stretchplan as sp
from stretchplan.cli.options import OUTPUT_FILE, FileName
from tests.cli.conftest import first_screen_text
from tests.support.commands import every_command

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


def _every_input() -> list[tuple[str, click.Parameter]]:
    """Return what takes the name of a file that is read, of each command that has an output."""
    return [
        (name, parameter)
        for name, command in every_command().items()
        if any(parameter.name == OUTPUT_FILE for parameter in command.params)
        for parameter in command.params
        if isinstance(parameter.type, FileName) and parameter.name != OUTPUT_FILE
    ]


@pytest.mark.parametrize(
    ("command", "parameter"), [pytest.param(*one, id=f"{one[0]} {one[1].name}") for one in _every_input()]
)
def test_no_command_replaces_a_file_that_it_reads(call: Callable, tmp_path: Path, command: str, parameter: Any):
    (tmp_path / "mine.json").write_text("mine")
    (tmp_path / "link.json").symlink_to("mine.json")
    is_option = isinstance(parameter, click.Option)
    before = ["cat_cow"] if any(one.name == "stretch" for one in every_command()[command].params) else []
    others = {"second": ["other.json"], "new": ["other.json"]}.get(parameter.name, [])
    given = [parameter.opts[0], "mine.json"] if is_option else [*others, "mine.json"]
    for output in ("mine.json", "./link.json"):
        result = call(*command.split(), *before, *given, "-o", output)
        named = parameter.opts[0] if is_option else parameter.metavar
        said = f"stretchplan: --output: '{output}' is the file of {named} too; give the output another name\n"
        assert result == (2, "", said)
        assert (tmp_path / "mine.json").read_text() == "mine"


def test_the_commands_that_read_and_write_are_all_tried():
    tried = {(command, parameter.name) for command, parameter in _every_input()}
    assert tried >= {
        ("diff", "first"), ("diff", "second"), ("plan", "request_file"), ("plan", "screening"), ("plan", "policy_file"),
        ("plan", "catalog_file"), ("today", "journal_file"), ("progress", "journal_file"), ("programme", "replaces"),
        ("batch", "input_file"), ("verify", "catalog"), ("compare", "old"), ("compare", "new_policy"),
        ("figure", "catalog_file"), ("catalog show", "catalog_file"),
    }  # fmt: skip


def test_a_file_that_comes_in_by_standard_input_is_not_replaced_either(tmp_path: Path):
    made = sp.plan(minutes=5, days_since_injury=3).model_dump_json()
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(made)
    words = [sys.executable, "-m", "stretchplan", "diff", "-", "b.json", "-o"]
    with (tmp_path / "a.json").open("rb") as file:
        done = subprocess.run([*words, "a.json"], stdin=file, cwd=tmp_path, capture_output=True, text=True, check=False)
    said = "stretchplan: --output: 'a.json' is the file of A too; give the output another name\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)
    assert (tmp_path / "a.json").read_text() == made
