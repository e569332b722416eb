"""Does ``plan --format`` give what the library gives, byte for byte, and refuse what cannot be in one sentence?"""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from datetime import time
from pathlib import Path

import pytest

import stretchplan as sp

ASKED = ("plan", "-m", "5", "-d", "3", "--on", "2026-01-31")


@pytest.fixture(scope="module")
def plan() -> sp.Plan:
    """Return the plan that ``ASKED`` asks for."""
    return sp.plan(minutes=5, days_since_injury=3, on="2026-01-31")


def made(plan: sp.Plan, form: str) -> bytes:
    """Return what the library makes of the plan."""
    content = getattr(plan, f"to_{form}")()
    return content if isinstance(content, bytes) else content.encode()


def piped(*args: str, **changes: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command with pipes, and return its bytes."""
    command = [sys.executable, "-m", "stretchplan", *args]
    return subprocess.run(command, capture_output=True, timeout=60, check=False, env=os.environ | changes)


@pytest.mark.parametrize("form", ["markdown", "vtt", "csv", "ics", "fit"])
def test_a_file_and_a_pipe_hold_what_the_library_makes(call: Callable, tmp_path: Path, plan: sp.Plan, form: str):
    """The same bytes, with the line ends of the format."""
    assert call(*ASKED, "--format", form, "-o", "plan") == (0, "", "stretchplan: wrote plan\n")
    assert (tmp_path / "plan").read_bytes() == made(plan, form)
    done = piped(*ASKED, "--format", form)
    assert (done.returncode, done.stdout, done.stderr) == (0, made(plan, form), b"")


@pytest.mark.parametrize("form", ["vtt", "csv", "ics"])
def test_what_programs_read_is_utf_8_whatever_the_terminal_can_show(tmp_path: Path, form: str):
    """Only what people read is made plainer."""
    catalog = sp.builtin_catalog().model_dump(mode="json") | {"id": "mine"}
    for stretch in catalog["stretches"]:
        stretch["name"] = f"Übung 腰 {stretch['name']}"
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(catalog), encoding="utf-8")
    asked = (*ASKED, "--catalog", str(path), "--format")
    wanted = made(sp.Planner(sp.load_catalog(path)).plan(minutes=5, days_since_injury=3, on="2026-01-31"), form)
    assert "Übung 腰".encode() in wanted.replace(b"\r\n ", b"")
    assert piped(*asked, form, PYTHONIOENCODING="ascii").stdout == wanted
    assert b"?bung ? " in piped(*asked, "markdown", PYTHONIOENCODING="ascii").stdout


def test_a_calendar_with_time_zone_and_alarm(call: Callable, tmp_path: Path, plan: sp.Plan):
    """The three options are the three arguments."""
    said = call(*ASKED, "--format", "ics", "--at", "07:30", "--zone", "Asia/Tokyo", "--alarm", "15", "-o", "plan.ics")
    assert said.code == 0
    wanted = plan.to_ics(at=time(7, 30), zone="Asia/Tokyo", alarm_minutes=15)
    assert (tmp_path / "plan.ics").read_bytes() == wanted.encode()


def test_a_watch_gets_the_numbers_of_the_catalogue_that_was_planned_from(call: Callable, tmp_path: Path):
    """--catalog is the catalogue of the workout too."""
    catalog = sp.builtin_catalog().model_dump(mode="json") | {"id": "mine"}
    (tmp_path / "mine.json").write_text(json.dumps(catalog), encoding="utf-8")
    assert call("plan", "-m", "5", "-d", "3", "--catalog", "mine.json", "--format", "fit", "-o", "plan.fit").code == 0
    mine = sp.load_catalog(tmp_path / "mine.json")
    asked = sp.Planner(mine).plan(minutes=5, days_since_injury=3)
    assert (tmp_path / "plan.fit").read_bytes() == asked.to_fit(mine) != asked.to_fit()


def test_no_binary_to_a_terminal():
    """One sentence, exit code 2, and not one byte of it."""
    ours, its = pty.openpty()
    command = [sys.executable, "-m", "stretchplan", *ASKED, "--format", "fit"]
    done = subprocess.run(command, stdout=its, stderr=subprocess.PIPE, timeout=60, check=False)
    os.close(its)
    with os.fdopen(ours, "rb", buffering=0) as terminal:
        try:
            shown = terminal.read(1000)
        except OSError:  # Linux says so when nothing was written and the other end is closed
            shown = b""
    assert (done.returncode, shown) == (2, b"")
    assert done.stderr == (
        b"stretchplan: --format fit is not text and would upset the terminal; name a file with --output\n"
    )


def test_trouble_half_way_leaves_the_old_file(call: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A full disk while a workout is written: the old one is there, and nothing else."""
    (tmp_path / "plan.fit").write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    said = call(*ASKED, "--format", "fit", "-o", "plan.fit")
    assert said == (2, "", "stretchplan: 'plan.fit' cannot be written: no space left on device\n")
    assert [path.name for path in tmp_path.iterdir()] == ["plan.fit"]
    assert (tmp_path / "plan.fit").read_bytes() == b"old"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--format", "markdwon"], "--format: 'markdwon' is not a format; did you mean 'markdown'?"),
        (["--format", "pdf"], "--format: 'pdf' is not a format; it is text, markdown, "),
        (["--format", "csv", "--at", "07:30"], "--at goes with --format ics alone, and --format is csv"),
        (["--zone", "Asia/Tokyo"], "--zone goes with --format ics alone, and --format is text"),
        (["--format", "json", "--alarm", "5"], "--alarm goes with --format ics alone, and --format is json"),
        (["--format", "ics", "--at", "7.30"], "--at: '7.30' is not a time of day; give one such as 07:30"),
        (["--format", "ics", "--at", "24:00"], "--at: '24:00' is not a time of day"),
        (["--format", "ics", "--at", "07:30", "--at", "08:00"], "--at is given 2 times"),
        (["--format", "ics", "--zone", "Asia/Tokio"], "--format ics: 'Asia/Tokio' is not a time zone"),
        (["--format", "ics", "--alarm", "-5"], "--alarm: '-5' is not a number of minutes"),
        (["--format", "ics", "--alarm", "10081"], "--alarm: '10081' is not a number of minutes; it must be a whole"),
    ],
)
def test_what_cannot_be_is_one_sentence(call: Callable, options: list[str], words: str):
    """What, and what is allowed; exit code 2, nothing on standard output but, with JSON, the problem details."""
    said = call(*ASKED, *options)
    assert said.code == 2
    assert said.err.startswith(f"stretchplan: {words}")
    assert said.err.count("\n") == 1
    assert said.out == "" or json.loads(said.out)["type"].endswith("bad-usage")


def test_a_calendar_needs_a_day(call: Callable):
    """It is never today."""
    said = call("plan", "-m", "5", "-d", "3", "--format", "ics")
    assert said == (2, "", "stretchplan: --format ics needs the day of the session; give --on DATE\n")


@pytest.mark.parametrize("command", ["why", "check", "rules", "catalog", "screen", "conditions"])
def test_the_other_commands_have_text_and_json(call: Callable, command: str):
    """A plan's formats are a plan's."""
    said = call(command, "--format", "csv", *(["cobra_pose", "-m", "5", "-d", "3"] if command == "why" else []))
    assert said.code == 2
    assert said.err == "stretchplan: --format: 'csv' is not a format; it is text or json\n"


_WITHOUT = """
import sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"icalendar", "fit_tool"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Blocked())
from stretchplan.__main__ import main
sys.exit(main())
"""


@pytest.mark.parametrize(("form", "what"), [("ics", "an iCalendar file"), ("fit", "a FIT workout")])
def test_without_the_extra(form: str, what: str):
    """One sentence says what to install."""
    command = [sys.executable, "-c", _WITHOUT, *ASKED, "--format", form]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    wanted = f"stretchplan: {what} needs the extra '{form}': pip install 'stretchplan[{form}]'\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", wanted)
