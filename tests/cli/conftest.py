"""Run the command in a process or as a function, and give a plan to change."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import stretchplan as sp
from stretchplan.cli.planning import first_screen
from stretchplan.cli.run import run
from stretchplan.render.document.as_text import to_text
from tests.support.other_clock import OtherClock

# Variables that describe a terminal; each test sets those that it needs.
_TERMINAL_VARIABLES = ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "LINES", "TTY_COMPATIBLE")


class Output(NamedTuple):
    """The exit code and the two outputs of a command."""

    code: int
    out: str
    err: str


def environment(**changes: str) -> dict[str, str]:
    """Return an environment without settings for a terminal, and with some changes."""
    return {k: v for k, v in os.environ.items() if k not in _TERMINAL_VARIABLES} | {"TERM": "xterm-256color"} | changes


@pytest.fixture
def shell(tmp_path: Path) -> Callable[..., Output]:
    """Run ``python -m stretchplan`` in a new process, in an empty folder."""

    def run_it(*args: str, stdin: str = "", **changes: str) -> Output:
        done = subprocess.run(
            [sys.executable, "-m", "stretchplan", *args],
            input=stdin.encode(),
            capture_output=True,
            cwd=tmp_path,
            env=environment(**changes),
            timeout=120,
            check=False,
        )
        return Output(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run_it


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Output]:
    """Run the command in this process, in an empty folder; with ``day`` as on that day."""
    monkeypatch.chdir(tmp_path)
    for name in _TERMINAL_VARIABLES:
        monkeypatch.delenv(name, raising=False)

    def run_it(*args: str, stdin: bytes = b"", day: str | None = None) -> Output:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = run(args, None if day is None else OtherClock(day))
        return Output(code, *capsys.readouterr())

    return run_it


@pytest.fixture
def plan_data() -> dict[str, Any]:
    """Return a plan as JSON, for a test to change."""
    return sp.plan(minutes=10, days_since_injury=3, targets={"lower_back", "hips"}).model_dump(mode="json")


@pytest.fixture
def write_json(tmp_path: Path) -> Callable[[Any], str]:
    """Write data to a JSON file and return its name."""

    def write(data: Any) -> str:
        path = tmp_path / "plan.json"
        path.write_text(json.dumps(data), encoding="utf-8")
        return str(path)

    return write


def first_screen_text(plan: sp.Plan, width: int = 80) -> str:
    """Return what ``plan`` shows of a plan without ``--long``, without a line break at its end."""
    return to_text(first_screen(plan), width)
