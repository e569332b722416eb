"""Does a refusal say why in one line, then what would help, with the options for it?"""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import stretchplan as sp

HELP = "stretchplan: what would help:"
FIVE = ("-t", "lower_back", "-t", "hips", "-t", "spine", "-t", "knees", "-t", "pelvis")


def test_hints_below_a_refusal(shell: Callable):
    result = shell("plan", "-m", "10", "-d", "2", "-t", "pelvis")
    assert (result.code, result.out) == (3, "")
    assert result.err.splitlines() == [
        "stretchplan: Because only Glute Bridge works the pelvis, and the rule about the early days keeps it out "
        "on day 2, no plan "
        "can work the pelvis. Seated Buttock Squeeze could stand in (catalogue anywhere).",
        HELP,
        "  - from day 7, in 5 days",
        "    in 5 days: --days-since-injury 7",
        "  - without pelvis",
        "    without --target pelvis",
    ]


def test_hints_to_who_stated_the_day_of_the_injury_name_the_later_date(call: Callable):
    words = ("plan", "-m", "10", "-t", "pelvis", "--injured-on", "2026-03-01")
    result = call(*words, "--on", "2026-03-03")
    assert result.code == 3
    assert "    in 5 days: --on 2026-03-08" in result.err.splitlines()
    assert call(*words, "--on", "2026-03-08").code == 0


def test_json_refusal_is_on_standard_output(shell: Callable):
    result = shell("plan", "-m", "1", "-d", "60", *FIVE, "--format", "json")
    problem = json.loads(result.out)
    assert result.code == 3
    assert result.err == f"stretchplan: {problem['detail']}\n"
    assert problem["relaxations"][0]["changes"][0]["kind"] == "more_time"
    assert sp.PlanRequest.model_validate(problem["relaxations"][0]["request"]).budget_seconds > 60


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("-m", "2", "-d", "60", *FIVE), "--minutes 4 --seconds 1"),
        (("-m", "2", "-d", "60", *FIVE), "without --target pelvis --target spine"),
        (
            ("-m", "9", "-d", "2", "-t", "pelvis", "--on", "2026-01-31"),
            "in 5 days: --days-since-injury 7 --on 2026-02-05",
        ),
        (("-m", "9", "-d", "2", "--include", "glute_bridge"), "without --include glute_bridge"),
        (("-m", "9", "-d", "60", "-t", "pelvis", "--avoid", "glute_bridge"), "without --avoid glute_bridge"),
        (("-m", "9", "-d", "60", "-t", "ankles", "--avoid-position", "kneeling"), "without --avoid-position kneeling"),
    ],
)
def test_the_options_for_each_kind_of_change(call: Callable, options: tuple[str, ...], words: str):
    result = call("plan", *options)
    assert result.code == 3
    assert f"    {words}" in result.err.splitlines()


@pytest.mark.parametrize("equipment", [("--no-equipment",), ("--equipment", "mat")])
def test_a_piece_of_equipment_would_help(call: Callable, tmp_path: Path, equipment: tuple[str, ...]):
    catalog = sp.builtin_catalog().model_dump(mode="json") | {"id": "mine"}
    bridge = next(stretch for stretch in catalog["stretches"] if stretch["id"] == "glute_bridge")
    bridge["needs"] = ["strap"]
    (tmp_path / "mine.json").write_text(json.dumps(catalog), encoding="utf-8")
    result = call("plan", "-m", "9", "-d", "60", "-t", "pelvis", "--catalog", "mine.json", *equipment)
    assert result.code == 3
    dropped = ", without --no-equipment" if equipment == ("--no-equipment",) else ""
    assert f"  - with a strap\n    --equipment strap{dropped}\n" in result.err


def test_following_a_hint_gives_a_plan(call: Callable):
    result = call("plan", "-m", "1", "-d", "60", *FIVE)
    found = re.search(r"--minutes (\d+) --seconds (\d+)", result.err)
    assert found is not None
    assert call("plan", "-m", found[1], "--seconds", found[2], "-d", "60", *FIVE).code == 0
    assert call("plan", "-m", "10", "-d", "7", "-t", "pelvis").code == 0


def test_hints_for_a_request_file_name_no_options(call: Callable):
    request = b'{"minutes": 9, "days_since_injury": 2, "targets": ["pelvis"]}'
    result = call("plan", "--request", "-", stdin=request)
    assert result.code == 3
    assert result.err.endswith(f"{HELP}\n  - from day 7, in 5 days\n  - without pelvis\n")


def test_a_refusal_without_relaxations_has_no_hints(call: Callable):
    result = call("plan", "-m", "9", "-d", "60", "--pain", "7")
    assert (result.code, result.out) == (3, "")
    assert result.err == (
        "stretchplan: Because pain now is 7 of 10, and nothing is planned from 6 on, there is no stretching today. "
        "Keep moving gently and change position often. See a clinician if it lasts. With numbness around the groin, "
        "new trouble with bladder or bowels, a weak leg, fever, or pain after a serious accident, get medical help "
        "now.\n"
    )
