"""The command as a shell would run it, and as a function; and a plan in a file to work on."""

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
from stretchplan.cli.run import run

# What would change how a terminal is met; each test sets what it is about.
_ABOUT_TERMINALS = ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "LINES", "TTY_COMPATIBLE")


class Said(NamedTuple):
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str


def environment(**changes: str) -> dict[str, str]:
    """Return the environment of a shell that says nothing about its terminal."""
    return {k: v for k, v in os.environ.items() if k not in _ABOUT_TERMINALS} | {"TERM": "xterm-256color"} | changes


@pytest.fixture
def shell(tmp_path: Path) -> Callable[..., Said]:
    """Run ``python -m stretchplan`` as a process of its own, in an empty folder."""

    def run_it(*args: str, stdin: str = "", **changes: str) -> Said:
        done = subprocess.run(
            [sys.executable, "-m", "stretchplan", *args],
            input=stdin.encode(),
            capture_output=True,
            cwd=tmp_path,
            env=environment(**changes),
            timeout=120,
            check=False,
        )
        return Said(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run_it


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run the command in this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    for name in _ABOUT_TERMINALS:
        monkeypatch.delenv(name, raising=False)

    def run_it(*args: str, stdin: bytes = b"") -> Said:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = run(args)
        return Said(code, *capsys.readouterr())

    return run_it


@pytest.fixture
def plan_data() -> dict[str, Any]:
    """Return a plan as JSON has it, to be spoilt by the test."""
    return sp.plan(minutes=10, days_since_injury=3, targets={"lower_back", "hips"}).model_dump(mode="json")


@pytest.fixture
def write_json(tmp_path: Path) -> Callable[[Any], str]:
    """Write data to a JSON file and return its name."""

    def write(data: Any) -> str:
        path = tmp_path / "plan.json"
        path.write_text(json.dumps(data), encoding="utf-8")
        return str(path)

    return write
