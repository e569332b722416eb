"""Does ``plan --format`` give what the library gives, byte for byte, and refuse a mistake in one sentence?"""

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path

import pytest

import stretchplan as sp
from stretchplan.render import to_ics

PLAN_ARGS = ("plan", "-m", "5", "-d", "3", "--on", "2026-01-31")


@pytest.fixture(scope="module")
def plan() -> sp.Plan:
    """Return the plan that ``PLAN_ARGS`` ask for."""
    return sp.plan(minutes=5, days_since_injury=3, on="2026-01-31")


def converted(plan: sp.Plan, format_name: str) -> bytes:
    """Return the plan in a format, as the library converts it."""
    content = getattr(plan, f"to_{format_name}")()
    return content if isinstance(content, bytes) else content.encode()


def piped(*args: str, **changes: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command with pipes, and return its bytes."""
    command = [sys.executable, "-m", "stretchplan", *args]
    return subprocess.run(command, capture_output=True, timeout=60, check=False, env=os.environ | changes)


@pytest.mark.parametrize("format_name", ["markdown", "vtt", "csv", "ics", "fit"])
def test_a_file_and_a_pipe_hold_what_the_library_makes(call: Callable, tmp_path: Path, plan: sp.Plan, format_name: str):
    assert call(*PLAN_ARGS, "--format", format_name, "-o", "plan") == (0, "", "stretchplan: wrote plan\n")
    assert (tmp_path / "plan").read_bytes() == converted(plan, format_name)
    done = piped(*PLAN_ARGS, "--format", format_name)
    assert (done.returncode, done.stdout, done.stderr) == (0, converted(plan, format_name), b"")


@pytest.mark.parametrize(
    ("name", "format_name"),
    [
        ("x.html", "html"),
        ("x.HTM", "html"),
        ("x.md", "markdown"),
        ("x.markdown", "markdown"),
        ("x.vtt", "vtt"),
        ("x.csv", "csv"),
        ("x.ics", "ics"),
        ("x.fit", "fit"),
        ("x.json", "json"),
        ("x.txt", "text"),
        ("x", "text"),
        (".html", "text"),
    ],
)
def test_the_name_of_the_output_says_the_format(call: Callable, tmp_path: Path, name: str, format_name: str):
    assert call(*PLAN_ARGS, "-o", name) == (0, "", f"stretchplan: wrote {name}\n")
    assert call(*PLAN_ARGS, "--format", format_name, "-o", "same").code == 0
    assert (tmp_path / name).read_bytes() == (tmp_path / "same").read_bytes()


@pytest.mark.parametrize("command", ["why", "why-not"])
def test_the_name_says_the_format_of_an_answer(call: Callable, tmp_path: Path, command: str):
    stretch = "cat_cow" if command == "why" else "bridge"
    assert call(command, stretch, "-m", "5", "-d", "3", "-o", "x.json").code == 0
    assert json.loads((tmp_path / "x.json").read_bytes())["stretch_id"]


@pytest.mark.parametrize("format_name", ["vtt", "csv", "ics"])
def test_files_for_programs_are_utf_8_in_any_locale(tmp_path: Path, format_name: str):
    catalog = sp.builtin_catalog().model_dump(mode="json") | {"id": "mine"}
    for stretch in catalog["stretches"]:
        stretch["name"] = f"Übung 腰 {stretch['name']}"
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(catalog), encoding="utf-8")
    args = (*PLAN_ARGS, "--catalog", str(path), "--format")
    expected = converted(
        sp.Planner(sp.load_catalog(path)).plan(minutes=5, days_since_injury=3, on="2026-01-31"), format_name
    )
    assert "Übung 腰".encode() in expected.replace(b"\r\n ", b"")
    assert piped(*args, format_name, PYTHONIOENCODING="ascii").stdout == expected
    assert b"?bung ? " in piped(*args, "markdown", PYTHONIOENCODING="ascii").stdout


def test_a_calendar_with_time_zone_and_alarm(call: Callable, tmp_path: Path, plan: sp.Plan):
    result = call(
        *PLAN_ARGS, "--format", "ics", "--at", "07:30", "--zone", "Asia/Tokyo", "--alarm", "15", "-o", "plan.ics"
    )
    assert result.code == 0
    expected = plan.to_ics(at=time(7, 30), zone="Asia/Tokyo", alarm_minutes=15)
    assert (tmp_path / "plan.ics").read_bytes() == expected.encode()


def test_fit_file_uses_the_stated_catalogue(call: Callable, tmp_path: Path):
    catalog = sp.builtin_catalog().model_dump(mode="json") | {"id": "mine"}
    (tmp_path / "mine.json").write_text(json.dumps(catalog), encoding="utf-8")
    assert call("plan", "-m", "5", "-d", "3", "--catalog", "mine.json", "--format", "fit", "-o", "plan.fit").code == 0
    mine = sp.load_catalog(tmp_path / "mine.json")
    plan = sp.Planner(mine).plan(minutes=5, days_since_injury=3)
    assert (tmp_path / "plan.fit").read_bytes() == plan.to_fit(mine) != plan.to_fit()


def test_no_binary_to_a_terminal():
    our_end, child_end = pty.openpty()
    command = [sys.executable, "-m", "stretchplan", *PLAN_ARGS, "--format", "fit"]
    done = subprocess.run(command, stdout=child_end, stderr=subprocess.PIPE, timeout=60, check=False)
    os.close(child_end)
    with os.fdopen(our_end, "rb", buffering=0) as terminal:
        try:
            shown = terminal.read(1000)
        except OSError:  # Linux says so when nothing was written and the other end is closed
            shown = b""
    assert (done.returncode, shown) == (2, b"")
    assert done.stderr == (
        b"stretchplan: --format fit is not text and would upset the terminal; name a file with --output\n"
    )


def test_a_full_disk_leaves_the_old_file(call: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "plan.fit").write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    result = call(*PLAN_ARGS, "--format", "fit", "-o", "plan.fit")
    assert result == (2, "", "stretchplan: 'plan.fit' cannot be written: no space left on device\n")
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
        (["--format", "ics", "--zone", "localtime"], "--format ics: 'localtime' is not a time zone"),
        (["--days", "7"], "--days goes with --format ics alone, and --format is text"),
        (["--format", "csv", "--series", "Ada"], "--series goes with --format ics alone, and --format is csv"),
        (["--format", "csv", "--revision", "0"], "--revision goes with --format ics alone, and --format is csv"),
        (["--format", "html", "--slot", "first"], "--slot goes with --format ics alone"),
        (["--format", "fit", "--name", "Mine"], "--name goes with --format ics alone"),
        (["--format", "vtt", "--details", "short"], "--details goes with --format ics alone"),
        (
            ["--format", "ics", "--days", "0"],
            "--days: '0' is not a number of days; it must be a whole number",
        ),
        (["--format", "ics", "--days", "367"], "--days: '367' is not a number of days"),
        (["--format", "ics", "--days", "week"], "--days: 'week' is not a number of days"),
        (["--format", "ics", "--revision", "-1"], "--format ics: revision is -1; it must be a whole number from 0"),
        (["--format", "ics", "--details", "brief"], "--details: 'brief' is not a details; it is full or short"),
        (["--format", "ics", "--alarm", "-5"], "--alarm: '-5' is not a number of minutes"),
        (["--format", "ics", "--alarm", "10081"], "--alarm: '10081' is not a number of minutes; it must be a whole"),
    ],
)
def test_calendar_mistakes_are_one_sentence(call: Callable, options: list[str], words: str):
    result = call(*PLAN_ARGS, *options)
    assert result.code == 2
    assert result.err.startswith(f"stretchplan: {words}")
    assert result.err.count("\n") == 1
    assert result.out == "" or json.loads(result.out)["type"].endswith("bad-usage")


def test_a_calendar_needs_a_day(call: Callable):
    result = call("plan", "-m", "5", "-d", "3", "--format", "ics")
    assert result == (2, "", "stretchplan: --format ics needs the day of the session; give --on DATE\n")


def test_a_calendar_of_several_days_plans_each_with_its_own_day(call: Callable, tmp_path: Path):
    options = ["--days", "7", "--at", "19:00", "--series", "Ada", "--revision", "2", "--name", "Ada's evenings"]
    result = call(*PLAN_ARGS, "--format", "ics", *options, "--details", "short", "--slot", "late", "-o", "week.ics")
    assert result == (0, "", "stretchplan: wrote week.ics\n")
    week = [sp.plan(minutes=5, days_since_injury=3 + n, on=date(2026, 1, 31) + timedelta(n)) for n in range(7)]
    expected = to_ics(week, at=time(19), series="Ada", revision=2, name="Ada's evenings", details="short", slot="late")
    assert (tmp_path / "week.ics").read_bytes() == expected.encode()
    assert week[3].prescriptions != week[4].prescriptions  # from day 7 on other doses are allowed


def test_morning_and_evening_are_two_files_with_two_events(call: Callable, tmp_path: Path):
    for at in ("07:30", "19:00"):
        assert call(*PLAN_ARGS, "--format", "ics", "--at", at, "-o", f"{at[:2]}.ics").code == 0
    uids = {re.search(rb"UID:(.*)\r", (tmp_path / f"{hour}.ics").read_bytes()).group(1) for hour in ("07", "19")}  # type: ignore[union-attr]
    assert len(uids) == 2


def test_days_without_an_injury_and_from_a_request_file(call: Callable, tmp_path: Path):
    (tmp_path / "asked.json").write_text('{"minutes": 5, "days_since_injury": null, "on": "2026-02-28"}')
    assert call("plan", "--request", "asked.json", "--format", "ics", "--days", "2", "-o", "two.ics").code == 0
    plans = [sp.plan(minutes=5, days_since_injury=None, on=day) for day in ("2026-02-28", "2026-03-01")]
    assert (tmp_path / "two.ics").read_bytes() == to_ics(plans).encode()


def test_a_day_without_a_plan_is_named_and_nothing_is_written(call: Callable, tmp_path: Path):
    args = ["plan", "-m", "10", "-d", "5", "--on", "2026-01-31", "--format", "ics", "--days", "3", "-o", "days.ics"]
    result = call(*args, "--pain", "3", "-t", "pelvis")
    assert (result.code, result.out) == (3, "")
    first, second, *_ = result.err.splitlines()
    assert first == "stretchplan: there is no plan for 2026-01-31 (day 5 after the injury), so nothing is written"
    assert second.startswith("stretchplan: Because only Glute Bridge works the pelvis")
    assert not list(tmp_path.iterdir())


def test_days_past_the_last_date_or_day(call: Callable):
    late = call("plan", "-m", "5", "-d", "3", "--on", "9999-12-30", "--format", "ics", "--days", "7")
    assert late == (2, "", "stretchplan: --days: 7 days from 9999-12-30 go past the last date there is, 9999-12-31\n")
    long = call("plan", "-m", "5", "-d", "36499", "--on", "2026-01-31", "--format", "ics", "--days", "7")
    assert (long.code, long.err.count("\n")) == (2, 1)
    assert long.err.startswith("stretchplan: --days-since-injury: 36501 is not allowed")


@pytest.mark.parametrize("command", ["why", "check", "rules", "screen", "conditions"])
def test_the_other_commands_have_text_and_json(call: Callable, command: str):
    result = call(command, "--format", "csv", *(["cobra_pose", "-m", "5", "-d", "3"] if command == "why" else []))
    assert result.code == 2
    assert result.err == "stretchplan: --format: 'csv' is not a format; it is text or json\n"


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


@pytest.mark.parametrize(("format_name", "what"), [("ics", "an iCalendar file"), ("fit", "a FIT workout")])
def test_without_the_extra(format_name: str, what: str):
    command = [sys.executable, "-c", _WITHOUT, *PLAN_ARGS, "--format", format_name]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    expected = f"stretchplan: {what} needs the extra '{format_name}': pip install 'stretchplan[{format_name}]'\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", expected)
