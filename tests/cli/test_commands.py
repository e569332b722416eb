"""Do the commands answer as the library does, in JSON and in words?"""

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest

import stretchplan as sp
from stretchplan.catalog import LOADS
from stretchplan.rulebook.rules import Family
from stretchplan.words.pages import FAMILIES
from tests.cli.conftest import first_screen_text
from tests.cli.test_day_after_day import COMMANDS
from tests.support.commands import every_command

PLAN_ARGS = ("plan", "--minutes", "10", "--days-since-injury", "3", "--target", "lower_back", "--target", "hips")


PAINS = {"knee_pain", "wrist_pain"}
CLEARANCE = {"stretch_id": "cobra_pose", "condition": "wrist_pain"}


def person(**profile: Any) -> dict[str, Any]:
    """Return the fields of a request with a profile."""
    return {"minutes": 9, "days_since_injury": 60, "profile": profile}


@pytest.fixture
def plan() -> sp.Plan:
    """Return the plan that ``PLAN_ARGS`` ask for."""
    return sp.plan(minutes=10, days_since_injury=3, targets={"lower_back", "hips"})


def test_plan_as_text(shell: Callable, plan: sp.Plan):
    result = shell(*PLAN_ARGS)
    assert (result.code, result.err) == (0, "")
    assert result.out == first_screen_text(plan) + "\n"
    assert "\x1b" not in result.out


def test_plan_as_json(shell: Callable, plan: sp.Plan):
    result = shell(*PLAN_ARGS, "--format", "json")
    assert (result.code, result.err) == (0, "")
    assert result.out == plan.model_dump_json(indent=2) + "\n"
    schema = shell("schema")
    assert json.loads(schema.out) == sp.plan_schema()
    jsonschema.Draft202012Validator(json.loads(schema.out)).validate(json.loads(result.out))


def test_columns_and_no_color_change_nothing_in_a_pipe(shell: Callable):
    """COLUMNS describes a window, and a pipe has none."""
    assert shell(*PLAN_ARGS, COLUMNS="200").out == shell(*PLAN_ARGS, COLUMNS="30", NO_COLOR="1").out


@pytest.mark.parametrize(
    ("options", "fields"),
    [
        (["-m", "5", "-d", "0"], {"minutes": 5, "days_since_injury": 0}),
        (["-m", "5", "--no-recent-injury"], {"minutes": 5, "days_since_injury": None}),
        (["-m", "2", "--seconds", "30", "-d", "9"], {"minutes": 2, "days_since_injury": 9, "seconds": 30}),
        (
            ["-m", "3", "--injured-on", "2025-12-12", "--on", "2026-01-31"],
            {"minutes": 3, "days_since_injury": 50, "on": "2026-01-31"},
        ),
        (["-m", "3", "-d", "50", "--on", "2026-01-31"], {"minutes": 3, "days_since_injury": 50, "on": "2026-01-31"}),
        (["-m", "9", "-d", "60", "--pace", "slow"], {"minutes": 9, "days_since_injury": 60, "pace": "slow"}),
        (
            ["-m", "9", "-d", "60", "--breath", "effort_out"],
            {"minutes": 9, "days_since_injury": 60, "breath": "effort_out"},
        ),
        (["-m", "9", "-d", "60", "--language", "de"], {"minutes": 9, "days_since_injury": 60, "language": "de"}),
        (["-m", "9", "-d", "60", "--condition", "knee_pain", "--condition", "wrist_pain"], person(conditions=PAINS)),
        (
            ["-m", "9", "-d", "60", "--condition", "pregnancy", "--trimester", "1"],
            person(conditions={"pregnancy"}, trimester=1),
        ),
        (
            ["-m", "9", "-d", "60", "--condition", "wrist_pain", "--cleared", "cobra_pose:wrist_pain"],
            person(conditions={"wrist_pain"}, cleared=[CLEARANCE]),
        ),
        (
            ["-m", "9", "-d", "60", "--avoid", "cobra_pose", "--avoid", "childs_pose"],
            person(avoid_stretches={"cobra_pose", "childs_pose"}),
        ),
        (["-m", "9", "-d", "60", "--avoid-position", "prone"], person(avoid_positions={"prone"})),
        (["-m", "9", "-d", "60", "--include", "glute_bridge"], person(include={"glute_bridge"})),
        (["-m", "9", "-d", "60", "--equipment", "mat"], person(equipment={"mat"})),
        (["-m", "9", "-d", "60", "--no-equipment"], person(equipment=set())),
    ],
)
def test_every_option_arrives(call: Callable, options: list[str], fields: dict[str, Any]):
    result = call("plan", *options, "--format", "json")
    assert sp.Plan.model_validate_json(result.out) == sp.plan(**fields)


def test_a_whole_request_from_a_file_and_from_standard_input(call: Callable, tmp_path: Path):
    request = sp.PlanRequest(minutes=8, days_since_injury=9, targets={"hips"}, pace=sp.Pace(rest_seconds=30))
    text = request.model_dump_json()
    (tmp_path / "request.json").write_text(text, encoding="utf-8")
    from_file = call("plan", "--request", "request.json", "--format", "json")
    assert sp.Plan.model_validate_json(from_file.out) == sp.plan(request)
    assert call("plan", "--request", "-", "--format", "json", stdin=b"\xef\xbb\xbf" + text.encode()) == from_file


def test_check_passes_what_plan_makes(shell: Callable):
    result = shell("check", "-", stdin=shell(*PLAN_ARGS, "--format", "json").out)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("No violation found\n")


def test_check_reports_a_hand_edited_plan(shell: Callable, plan_data: dict[str, Any], write_json: Callable):
    plan_data["schedule"][3]["seconds"] += 30
    name = write_json(plan_data)
    result = shell("check", name)
    assert (result.code, result.err) == (5, "")
    assert "violation" in result.out.splitlines()[0]
    assert "whole-schedule" in result.out
    report = json.loads(shell("check", name, "--format", "json").out)
    assert report["ok"] is False
    assert {"rule_id", "step", "message", "stretch_id"} == set(report["violations"][0])


@pytest.mark.parametrize("data", [[], {}, None, 7, "plan", {"schedule": [{}]}, {"schema_version": {"a": []}}])
def test_check_accepts_any_json(call: Callable, write_json: Callable, data: Any):
    result = call("check", write_json(data), "--format", "json")
    assert (result.code, result.err) == (5, "")
    assert {v["rule_id"] for v in json.loads(result.out)["violations"]} == {"plan-shape"}


def test_escape_sequences_in_a_plan_are_printed_escaped(
    call: Callable, plan_data: dict[str, Any], write_json: Callable
):
    bad = "\x1b[2J\x1b]0;owned\x07\u202e\u2066\x9b1m\r\n"
    plan_data["schedule"][0]["stretch_id"] = bad
    plan_data["prescriptions"][0]["stretch_id"] = bad
    plan_data["catalog"]["id"] = bad
    result = call("check", write_json(plan_data))
    assert result.code == 5
    assert result.out.replace("\n", "").isprintable()


def test_the_catalogue(call: Callable):
    result = call("catalog")
    catalog = sp.builtin_catalog()
    assert result.code == 0
    assert all(stretch.id in result.out for stretch in catalog.stretches)
    assert ", ".join(catalog.area_ids) in " ".join(result.out.split())
    assert json.loads(call("catalog", "--format", "json").out) == catalog.model_dump(mode="json")


@pytest.mark.parametrize("name", ["cat_cow", "cat_cow_pose"])
def test_one_stretch(call: Callable, name: str):
    result = call("catalog", name)
    stretch = sp.builtin_catalog().by_id["cat_cow"]
    assert result.code == 0
    for words in ("Cat-Cow Pose (cat_cow)", "on hands and knees", "30 s", "0 after an injury", "targets.spine"):
        assert words in result.out
    assert json.loads(call("catalog", name, "--format", "json").out) == stretch.model_dump(mode="json")


def test_every_stretch_has_a_page(call: Callable):
    for stretch in sp.builtin_catalog().stretches:
        result = call("catalog", stretch.id)
        assert result.code == 0
        assert "{" not in result.out


def test_the_rules(call: Callable):
    result = call("rules")
    words = " ".join(result.out.split())
    for rule in sp.rules():
        assert f"{rule.id} [{rule.strength}] {rule.sentence} Bound: {rule.bound} Source:" in words
    data = json.loads(call("rules", "--format", "json").out)
    assert data["rules"] == [rule.model_dump(mode="json") for rule in sp.rules()]
    assert json.loads(call("rules", "early-dose", "--format", "json").out)["id"] == "early-dose"
    assert "  early-dose [policy]\n" in call("rules", "early-dose").out


def test_every_family_of_rules_has_a_heading(call: Callable):
    assert set(FAMILIES) == set(get_args(Family))
    lines = call("rules").out.splitlines()
    assert [line for line in lines[1:] if line and not line.startswith(" ")] == list(FAMILIES.values())


def test_the_conditions(call: Callable):
    result = call("conditions")
    assert (result.code, result.err) == (0, "")
    words = " ".join(result.out.split())
    rules_by_id = {rule.id: rule for rule in sp.rules()}
    for condition in sp.conditions():
        rule = rules_by_id[condition.rule_id]
        start = f"{condition.id} [{rule.id}, {rule.strength}] {condition.description} "
        assert f"{start}Rule: {rule.sentence} Bound: {rule.bound} Source: {rule.source}" in words
    data = json.loads(call("conditions", "--format", "json").out)
    assert [entry["id"] for entry in data["conditions"]] == [condition.id for condition in sp.conditions()]
    assert data["conditions"][0]["rule"] == rules_by_id["osteoporosis"].model_dump(mode="json")


def test_page_of_a_stretch_lists_loads_and_needs(call: Callable, tmp_path: Path):
    words = " ".join(call("catalog", "childs_pose").out.split())
    for load in sp.builtin_catalog().by_id["childs_pose"].loads or ():
        assert f"Asks {LOADS[load]}" in words
    assert "Asks nothing that a condition forbids" in " ".join(call("catalog", "glute_bridge").out.split())
    catalog = sp.builtin_catalog().model_dump(mode="json") | {"id": "mine"}
    catalog["stretches"][0] |= {"loads": None, "needs": ["strap", "chair"]}
    (tmp_path / "mine.json").write_text(json.dumps(catalog), encoding="utf-8")
    words = " ".join(call("catalog", catalog["stretches"][0]["id"], "--catalog", "mine.json").out.split())
    assert "Asks the catalogue does not say" in words
    assert "Needs strap, chair" in words


def test_a_policy_narrows_the_plan_and_the_check(call: Callable, tmp_path: Path):
    policy = sp.Policy(max_sets=1, forbidden_stretches={"cobra_pose"})
    (tmp_path / "policy.json").write_text(policy.model_dump_json(), encoding="utf-8")
    made = call("plan", "-m", "9", "-d", "60", "--policy", "policy.json", "--format", "json")
    assert sp.Plan.model_validate_json(made.out) == sp.Planner(policy=policy).plan(minutes=9, days_since_injury=60)
    request = b'{"minutes": 9, "days_since_injury": 60}'
    assert call("plan", "--request", "-", "--policy", "policy.json", "--format", "json", stdin=request) == made
    assert call("check", "-", "--policy", "policy.json", stdin=made.out.encode()).code == 0
    standard = call("plan", "-m", "9", "-d", "60", "--format", "json").out.encode()
    assert call("check", "-", stdin=standard).code == 0
    result = call("check", "-", "--policy", "policy.json", stdin=standard)
    assert result.code == 5
    assert "caller-policy" in result.out


def test_another_catalogue(call: Callable, tmp_path: Path):
    catalog = sp.builtin_catalog().model_dump(mode="json") | {"id": "mine", "version": "2.0.0", "title": "Mine"}
    (tmp_path / "mine.json").write_text(json.dumps(catalog), encoding="utf-8")
    assert call("catalog", "--catalog", "mine.json").out.startswith("Mine\n  mine 2.0.0, 7 stretches\n")
    made = call("plan", "-m", "5", "-d", "9", "--catalog", "mine.json", "--format", "json", "-o", "plan.json")
    assert made.code == 0
    assert json.loads((tmp_path / "plan.json").read_text())["catalog"]["id"] == "mine"
    assert call("check", "plan.json", "--catalog", "mine.json").code == 0
    assert call("check", "plan.json").code == 5


def test_help_and_version(shell: Callable):
    assert shell("--version") == (0, f"stretchplan {sp.__version__}\n", "")
    result = shell("--help")
    assert (result.code, result.err) == (0, "")
    for line in ("2    bad usage or bad input", "3    no plan", "5    check found violations", "130  stopped"):
        assert line in result.out
    assert shell() == result
    assert "--days-since-injury" in shell("plan", "--help").out


def test_the_document_names_every_command_and_option(call: Callable):
    text = (Path(__file__).parents[2] / "docs/command-line.md").read_text(encoding="utf-8")
    for command in every_command():
        assert f"\n## stretchplan {command}\n" in text
        for word in call(*command.split(), "--help").out.split():
            if word.startswith("--") and word != "--help":
                assert f"`{word.rstrip('.,;:')}" in text, word


def test_the_document_shows_what_the_commands_say(call: Callable):
    text = (Path(__file__).parents[2] / "docs/command-line.md").read_text(encoding="utf-8")
    shown = [line for block in re.findall("```console\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    answer: list[str] | None = None
    run = 0
    for line in shown:
        if line.startswith("$ "):
            words = shlex.split(line[2:])
            needs = {"|", ">"} & set(words) or words[1] in ("screen", *COMMANDS) or re.search(r"\.(json|toml)", line)
            result = None if needs else call(*words[1:])
            answer = None if result is None else (result.out + result.err).splitlines()
            run += answer is not None
        elif answer is not None and line != "…":
            assert line in answer
    assert run >= 8
