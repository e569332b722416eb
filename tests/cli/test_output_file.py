"""A file is written whole or not at all."""

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

import stretchplan as sp
from stretchplan.render import plan_to_text

ASKED = ("plan", "-m", "5", "-d", "3")


@pytest.fixture
def plan() -> sp.Plan:
    """Return the plan that ``ASKED`` asks for."""
    return sp.plan(minutes=5, days_since_injury=3)


def test_json_to_a_file(call: Callable, tmp_path: Path, plan: sp.Plan):
    """Standard output stays empty, standard error says where it went, and nothing else lies in the folder."""
    said = call(*ASKED, "--format", "json", "--output", "plan.json")
    assert said == (0, "", "stretchplan: wrote plan.json\n")
    assert sp.Plan.model_validate_json((tmp_path / "plan.json").read_bytes()) == plan
    assert [path.name for path in tmp_path.iterdir()] == ["plan.json"]


def test_text_to_a_file_is_plain_utf_8(shell: Callable, tmp_path: Path, plan: sp.Plan):
    """Whatever the terminal can show, a file is UTF-8."""
    said = shell(*ASKED, "-o", "plan.txt", PYTHONIOENCODING="ascii")
    assert said == (0, "", "stretchplan: wrote plan.txt\n")
    assert (tmp_path / "plan.txt").read_bytes() == (plan_to_text(plan) + "\n").encode()


def test_minus_is_standard_output(call: Callable, plan: sp.Plan):
    """As it is standard input for --request."""
    said = call(*ASKED, "--format", "json", "-o", "-")
    assert sp.Plan.model_validate_json(said.out) == plan
    assert said.err == ""


def test_trouble_half_way_leaves_the_old_file(call: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A full disk while writing: the old content is there, and no temporary file is."""
    (tmp_path / "plan.json").write_text("old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    said = call(*ASKED, "-o", "plan.json")
    assert said == (2, "", "stretchplan: 'plan.json' cannot be written: no space left on device\n")
    assert (tmp_path / "plan.json").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["plan.json"]


def test_an_error_leaves_the_old_file(call: Callable, tmp_path: Path):
    """No plan, nothing written; the problem details go to standard output."""
    (tmp_path / "plan.json").write_text("old")
    said = call("plan", "-m", "5", "-d", "2", "-t", "pelvis", "--format", "json", "-o", "plan.json")
    assert said.code == 3
    assert json.loads(said.out)["status"] == 409
    assert (tmp_path / "plan.json").read_text() == "old"


def test_the_permissions_are_those_of_the_old_file_or_of_any_new_one(call: Callable, tmp_path: Path):
    """Writing beside and replacing must not narrow or widen who may read."""
    path = tmp_path / "plan.json"
    (tmp_path / "other").touch()
    assert call(*ASKED, "-o", "plan.json").code == 0
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE((tmp_path / "other").stat().st_mode)
    path.chmod(0o640)
    assert call(*ASKED, "-o", "plan.json").code == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_link_stays_a_link(call: Callable, tmp_path: Path):
    """What it points to is written."""
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to("real.txt")
    assert call(*ASKED, "-o", "link.txt").code == 0
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text(encoding="utf-8") != "old"


def test_a_pipe_is_written_to_and_not_replaced(call: Callable, tmp_path: Path):
    """Nor is /dev/null, which would be worse."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert call(*ASKED, "-o", "pipe").code == 0
        assert b" stretches, " in os.read(reader, 100)
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
