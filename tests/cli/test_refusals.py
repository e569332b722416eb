"""A refusal says why in one line, then what would help, with the options that would ask for it."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import stretchplan as sp

HELP = "stretchplan: what would help:"
FIVE = ("-t", "lower_back", "-t", "hips", "-t", "spine", "-t", "knees", "-t", "pelvis")


def test_what_would_help(shell: Callable):
    """Each nearest request in words, and below it the options; standard output stays empty."""
    said = shell("plan", "-m", "10", "-d", "2", "-t", "pelvis")
    assert (said.code, said.out) == (3, "")
    assert said.err.splitlines() == [
        "stretchplan: Because only Glute Bridge works the pelvis, and recovery-window keeps it out on day 2, no plan "
        "can work the pelvis.",
        HELP,
        "  - from day 7, in 5 days",
        "    --days-since-injury 7",
        "  - without pelvis",
        "    without --target pelvis",
    ]


def test_json_has_all_of_it_on_standard_output(shell: Callable):
    """And only the sentence stands on standard error."""
    said = shell("plan", "-m", "1", "-d", "60", *FIVE, "--format", "json")
    problem = json.loads(said.out)
    assert said.code == 3
    assert said.err == f"stretchplan: {problem['detail']}\n"
    assert problem["relaxations"][0]["changes"][0]["kind"] == "more_time"
    assert sp.PlanRequest.model_validate(problem["relaxations"][0]["request"]).budget_seconds > 60


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("-m", "1", "-d", "60", *FIVE), "--minutes 2 --seconds 14"),
        (("-m", "1", "-d", "60", *FIVE), "without --target pelvis --target spine"),
        (("-m", "9", "-d", "2", "-t", "pelvis", "--on", "2026-01-31"), "--days-since-injury 7 --on 2026-02-05"),
        (("-m", "9", "-d", "2", "--include", "glute_bridge"), "without --include glute_bridge"),
        (("-m", "9", "-d", "60", "-t", "pelvis", "--avoid", "glute_bridge"), "without --avoid glute_bridge"),
        (("-m", "9", "-d", "60", "-t", "ankles", "--avoid-position", "kneeling"), "without --avoid-position kneeling"),
    ],
)
def test_the_options_for_each_kind_of_change(call: Callable, options: tuple[str, ...], words: str):
    """They are those of the terminal, with the values of the nearest request."""
    said = call("plan", *options)
    assert said.code == 3
    assert f"    {words}" in said.err.splitlines()


@pytest.mark.parametrize("equipment", [("--no-equipment",), ("--equipment", "mat")])
def test_a_piece_of_equipment_would_help(call: Callable, tmp_path: Path, equipment: tuple[str, ...]):
    """It is asked for with --equipment, and no longer with --no-equipment."""
    catalog = sp.builtin_catalog().model_dump(mode="json") | {"id": "mine"}
    bridge = next(stretch for stretch in catalog["stretches"] if stretch["id"] == "glute_bridge")
    bridge["needs"] = ["strap"]
    (tmp_path / "mine.json").write_text(json.dumps(catalog), encoding="utf-8")
    said = call("plan", "-m", "9", "-d", "60", "-t", "pelvis", "--catalog", "mine.json", *equipment)
    assert said.code == 3
    dropped = ", without --no-equipment" if equipment == ("--no-equipment",) else ""
    assert f"  - with a strap\n    --equipment strap{dropped}\n" in said.err


def test_following_the_advice_gives_a_plan(call: Callable):
    """The first advice of each kind, typed as it says."""
    said = call("plan", "-m", "1", "-d", "60", *FIVE)
    found = re.search(r"--minutes (\d+) --seconds (\d+)", said.err)
    assert found is not None
    assert call("plan", "-m", found[1], "--seconds", found[2], "-d", "60", *FIVE).code == 0
    assert call("plan", "-m", "10", "-d", "7", "-t", "pelvis").code == 0


def test_a_request_from_a_file_has_no_options_to_change(call: Callable):
    """Then the words alone say what would help."""
    request = b'{"minutes": 9, "days_since_injury": 2, "targets": ["pelvis"]}'
    said = call("plan", "--request", "-", stdin=request)
    assert said.code == 3
    assert said.err.endswith(f"{HELP}\n  - from day 7, in 5 days\n  - without pelvis\n")


def test_where_nothing_helps_nothing_is_promised(call: Callable):
    """Pain now leaves no nearer request."""
    said = call("plan", "-m", "9", "-d", "60", "--pain", "7")
    assert (said.code, said.out) == (3, "")
    assert said.err == (
        "stretchplan: Because pain now is 7 of 10 and pain-stop plans nothing from 6, there is no plan today: rest, "
        "and see a clinician if it lasts.\n"
    )
