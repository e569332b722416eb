"""Does the shell complete commands, options and values?"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.shell_completion import BashComplete

import stretchplan as sp
from stretchplan.cli.app import app

CATALOG = sp.builtin_catalog()


def completions(line: str) -> list[str]:
    """Return what completes the last word of a command line."""
    *words, start = line.split(" ")[1:]
    items = BashComplete(app, {}, "stretchplan", "_STRETCHPLAN_COMPLETE").get_completions(words, start)
    return [item.value for item in items]


def start_with(start: str, names: object) -> list[str]:
    return [name for name in names if name.startswith(start)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("stretchplan wh", ["why", "why-not"]),
        ("stretchplan plan --no-", ["--no-recent-injury", "--no-equipment"]),
        ("stretchplan plan --target ", list(CATALOG.area_ids)),
        ("stretchplan plan -t h", ["hips", "hamstrings"]),
        ("stretchplan plan -t hips -t lower_back --target sp", ["spine"]),
        ("stretchplan plan --condition ", [condition.id for condition in sp.conditions()]),
        ("stretchplan plan --condition wrist_pain --cleared cob", ["cobra_pose:wrist_pain"]),
        ("stretchplan plan --avoid c", start_with("c", CATALOG.by_id)),
        ("stretchplan plan --include gl", ["glute_bridge"]),
        ("stretchplan plan --avoid-position kn", ["kneeling"]),
        ("stretchplan plan --equipment ch", ["chair"]),
        ("stretchplan plan --pace ", ["usual", "unhurried", "slow"]),
        ("stretchplan plan --format ", ["text", "markdown", "html", "vtt", "csv", "ics", "fit", "json"]),
        ("stretchplan check --format ", ["text", "json"]),
        ("stretchplan why co", ["cobra_pose"]),
        ("stretchplan why-not cobra_pose --pace s", ["slow"]),
        ("stretchplan catalog ", ["new", "validate", "show", *CATALOG.by_id]),
        ("stretchplan catalog c", start_with("c", CATALOG.by_id)),
        ("stretchplan catalog --f", ["--format"]),
        ("stretchplan catalog cat_cow --f", ["--format"]),
        ("stretchplan catalog --catalog anywhere seated_t", ["seated_twist"]),
        ("stretchplan catalog show cat", ["cat_cow"]),
        ("stretchplan catalog show --format ", ["text", "markdown", "html", "json"]),
        ("stretchplan catalog new --", ["--id", "--title", "--help"]),
        ("stretchplan catalog validate --format ", ["text", "json"]),
        ("stretchplan figure cat_cow --side ", ["left", "right"]),
        ("stretchplan rules early", ["early-dose", "early-form"]),
    ],
)
def test_commands_options_and_values_are_completed(line: str, expected: list[str]):
    assert completions(line) == expected


def test_every_command_and_every_option_of_plan_is_completed():
    assert completions("stretchplan ") == list(app.commands)
    options = {name for parameter in app.commands["plan"].params for name in parameter.opts if name.startswith("--")}
    assert set(completions("stretchplan plan --")) == options | {"--help"}


def test_areas_and_stretches_are_those_of_the_stated_catalogue(tmp_path: Path):
    catalog = CATALOG.model_dump_json().replace('"cobra_pose"', '"snake_pose"')
    path = tmp_path / "mine.json"
    path.write_text(catalog.replace('"lower_back_seven"', '"mine"'), encoding="utf-8")
    assert completions(f"stretchplan plan --catalog {path} --avoid sn") == ["snake_pose"]


@pytest.mark.parametrize("mistake", ["--catalog none.toml", "--minutes ten --minutes 5", "--cleared x", "--nonsense"])
def test_a_mistake_earlier_on_the_line_prints_no_error(mistake: str):
    expected = [] if "none.toml" in mistake else ["hips", "hamstrings"]
    assert completions(f"stretchplan plan {mistake} --target h") == expected


@pytest.mark.parametrize("option", ["--request", "--screening", "--policy", "--catalog", "--output"])
def test_file_names_are_left_to_the_shell(option: str):
    items = BashComplete(app, {}, "stretchplan", "_STRETCHPLAN_COMPLETE").get_completions(["plan", option], "re")
    assert [(item.type, item.value) for item in items] == [("file", "re")]


@pytest.mark.parametrize(
    ("shell_name", "word", "expected"),
    [
        ("bash", "1", ["plain,figure"]),
        ("zsh", "1", ["plain", "figure", "Draw a stretch as SVG."]),
        ("fish", "fi", ["plain,figure\tDraw a stretch as SVG."]),
    ],
)
def test_the_command_answers_each_shell(shell: Callable, shell_name: str, word: str, expected: list[str]):
    result = shell(COMP_WORDS="stretchplan fi", COMP_CWORD=word, _STRETCHPLAN_COMPLETE=f"{shell_name}_complete")
    assert (result.code, result.out.splitlines(), result.err) == (0, expected, "")
    script = shell(_STRETCHPLAN_COMPLETE=f"{shell_name}_source")
    assert (script.code, script.err) == (0, "")
    assert "_stretchplan_completion" in script.out


def test_the_documented_line_completes_in_bash(tmp_path: Path):
    text = (Path(__file__).parents[2] / "docs/command-line.md").read_text(encoding="utf-8")
    line = 'eval "$(_STRETCHPLAN_COMPLETE=bash_source stretchplan)"'
    assert line in text
    command = tmp_path / "stretchplan"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m stretchplan "$@"\n')
    command.chmod(0o755)
    script = f"""
        PATH={tmp_path}:$PATH
        {line}
        COMP_WORDS=(stretchplan plan --target h) COMP_CWORD=3
        $(complete -p stretchplan | sed 's/.*-F \\([^ ]*\\) .*/\\1/') stretchplan
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout.split(), done.stderr) == (["hips", "hamstrings"], "")


@pytest.mark.parametrize(
    ("words", "index"), [(b"stretchplan check \xff", b"2"), (b"stretchplan plan -o \xff", b"3"), (b"stretchplan", b"x")]
)
def test_completion_of_what_no_name_can_be_is_silent(words: bytes, index: bytes):
    variables = {b"_STRETCHPLAN_COMPLETE": b"bash_complete", b"COMP_WORDS": words, b"COMP_CWORD": index}
    command = [sys.executable, "-m", "stretchplan"]
    done = subprocess.run(command, env={**os.environb, **variables}, capture_output=True, check=False)
    assert done.stderr == b""
    assert done.stdout in (b"", b"file,\xff\n")  # click before 8.2 hands the name back, and the shell completes it
