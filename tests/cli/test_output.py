"""Does the command behave well on a terminal, in a closed pipe, without a place to write, and when stopped?"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import stretchplan as sp
from tests.cli.conftest import environment, first_screen_text
from tests.support.terminal import all_that_appears, opened

PLAN_ARGS = ("plan", "-m", "5", "-d", "3", "-t", "hips")
COMMAND = (sys.executable, "-m", "stretchplan")


def run_on_a_terminal(*args: str, columns: int = 80, **changes: str) -> str:
    """Run the command with a terminal of its own, and return what appeared on it."""
    our_end, child_end = opened(columns)
    hidden = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "TTY_COMPATIBLE", "COLORTERM")
    env = {k: v for k, v in os.environ.items() if k not in hidden} | {"TERM": "xterm-256color"} | changes
    child = subprocess.Popen([*COMMAND, *args], stdin=child_end, stdout=child_end, stderr=child_end, env=env)
    os.close(child_end)
    shown = all_that_appears(our_end)
    assert child.wait(timeout=60) == 0
    return shown.decode().replace("\r\n", "\n")


def without_colour(text: str) -> str:
    """Return a text without its colours, which are the only escape codes there may be."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


@pytest.fixture
def plan() -> sp.Plan:
    """Return the plan that ``PLAN_ARGS`` ask for."""
    return sp.plan(minutes=5, days_since_injury=3, targets={"hips"})


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_a_terminal_gets_colour_in_its_width(plan: sp.Plan, columns: int):
    shown = run_on_a_terminal(*PLAN_ARGS, columns=columns)
    assert "\x1b[1;36mWhat to do\x1b[0m" in shown
    lines = [line.rstrip() for line in without_colour(shown).splitlines()]
    assert lines == first_screen_text(plan, columns).splitlines()


@pytest.mark.parametrize("changes", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_escape_codes_where_they_are_not_wanted(plan: sp.Plan, changes: dict[str, str]):
    assert run_on_a_terminal(*PLAN_ARGS, **changes) == first_screen_text(plan) + "\n"


@pytest.mark.parametrize(("columns", "of_shell"), [(80, "0"), (0, "0"), (0, ""), (80, "-1"), (80, "none")])
def test_a_width_of_zero_or_nonsense_is_no_width(plan: sp.Plan, columns: int, of_shell: str):
    shown = run_on_a_terminal(*PLAN_ARGS, columns=columns, COLUMNS=of_shell)
    assert "\x1b[1;36mWhat to do\x1b[0m" in shown
    assert [line.rstrip() for line in without_colour(shown).splitlines()] == first_screen_text(plan, 80).splitlines()


def test_json_has_no_colour_on_a_terminal_either(plan: sp.Plan):
    assert json.loads(run_on_a_terminal(*PLAN_ARGS, "--format", "json")) == plan.model_dump(mode="json")


def test_markup_in_a_catalogue_is_only_text(tmp_path: Path):
    catalog = sp.builtin_catalog().model_dump(mode="json") | {"id": "mine"}
    name = "[red]Knee[/] [link=http://x]:smiley:"
    catalog["stretches"][0]["name"] = name
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(catalog), encoding="utf-8")
    shown = run_on_a_terminal("catalog", "knee_to_chest", "--catalog", str(path))
    assert f"{name} (knee_to_chest)" in without_colour(shown)
    assert "\x1b]8" not in shown


@pytest.mark.parametrize(
    "changes",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C", "LANG": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "latin-1"},
    ],
)
def test_a_poor_encoding_gets_plainer_characters(shell: Callable, tmp_path: Path, changes: dict[str, str]):
    done = subprocess.run(
        [*COMMAND, *PLAN_ARGS], capture_output=True, env=os.environ | changes, cwd=tmp_path, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"2 x 10 s each side" in done.stdout.replace(b"\xd7", b"x")

    catalog = sp.builtin_catalog().model_dump(mode="json") | {"id": "mine", "title": "Sieben Übungen 腰"}
    (tmp_path / "mine.json").write_text(json.dumps(catalog), encoding="utf-8")
    result = shell("catalog", "--catalog", "mine.json", "--format", "json", **changes)
    assert json.loads(result.out)["title"] == "Sieben Übungen 腰"
    assert shell("catalog", "--catalog", "mine.json", PYTHONIOENCODING="ascii").out.startswith("Sieben ?bungen ?\n")


def test_a_closed_pipe_exits_with_141_and_no_message():
    child = subprocess.Popen([*COMMAND, "rules"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.close()
    complaint = child.stderr.read()
    child.stderr.close()
    assert (child.wait(timeout=60), complaint) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_behind_standard_output():
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*COMMAND, "rules"], stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stderr == b"stretchplan: standard output cannot be written: No space left on device\n"


@pytest.mark.parametrize(
    ("closed", "args", "words"),
    [(">&-", "rules", "no standard output to write to"), ("<&-", "check -", "no standard input to read")],
)
def test_closed_streams(closed: str, args: str, words: str):
    line = f'"$0" -m stretchplan {args} {closed}'
    done = subprocess.run(["bash", "-c", line, sys.executable], stderr=subprocess.PIPE, timeout=60, check=False)
    assert done.returncode == 2
    assert words in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1


def test_ctrl_c():
    script = (
        "import sys; from stretchplan.__main__ import main; import stretchplan.cli.run\n"
        "print('ready', flush=True); sys.argv = ['stretchplan', 'check', '-']; sys.exit(main())"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"ready\n"
    time.sleep(0.5)  # until it waits for standard input
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=60)
    assert (child.returncode, out, err) == (130, b"", b"")


_WITHOUT = """
import sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == {missing!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Blocked())
import stretchplan
from stretchplan.__main__ import main
sys.argv = ["stretchplan", "plan"]
sys.exit(main())
"""


@pytest.mark.parametrize("missing", ["click", "rich"])
def test_without_the_extra(missing: str):
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT.format(missing=missing)], capture_output=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b"stretchplan: the command line needs the extra 'cli': pip install 'stretchplan[cli]'\n"


def test_without_docstrings_help_says_the_same():
    def said(*words: str) -> bytes:
        command = [sys.executable, *words, "--help"]
        return subprocess.run(command, capture_output=True, timeout=60, check=True, env=environment()).stdout

    for command in ([], ["plan"], ["batch"]):
        assert said("-OO", "-m", "stretchplan", *command) == said("-m", "stretchplan", *command) != b""


def test_the_library_does_not_import_the_extra():
    script = "import sys, stretchplan, stretchplan.render; print({'typer', 'rich', 'click'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=60, check=False)
    assert done.stdout == b"set()\n"


def test_a_missing_file_of_the_installation_is_named(tmp_path: Path) -> None:
    package = tmp_path / "stretchplan"
    shutil.copytree(Path(sp.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    (package / "base/descriptions.json").unlink()
    done = subprocess.run(
        [*COMMAND, "schema"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert (
        "base/descriptions.json' cannot be used: no such file or directory; if it is a file of stretch" in done.stderr
    )
