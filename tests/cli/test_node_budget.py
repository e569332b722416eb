"""Does --node-budget reach the planner, wherever a plan is made?"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import stretchplan as sp
from stretchplan.planning.planner import NODE_BUDGET
from tests.support.commands import every_command

FEW = ("--node-budget", "60")
HARD = ("--minutes", "7", "--target", "hips", "--target", "ankles", "--target", "spine")
NEW = ("--no-recent-injury",)


def is_cut(plan: str | dict) -> bool:
    """Return whether a plan says that its search ended before the proof."""
    data = json.loads(plan) if isinstance(plan, str) else plan
    return not data["optimal"]


def test_plan_is_that_of_a_planner_with_this_budget(call: Callable):
    made = call("plan", *HARD, *NEW, *FEW, "--format", "json")
    fields = {"minutes": 7, "days_since_injury": None, "targets": {"hips", "ankles", "spine"}}
    assert sp.Plan.model_validate_json(made.out) == sp.Planner(node_budget=60).plan(**fields)
    assert is_cut(made.out)
    assert not is_cut(call("plan", *HARD, *NEW, "--format", "json").out)


@pytest.mark.parametrize("by", [FEW, ()])
def test_each_command_that_plans_takes_it(call: Callable, tmp_path: Path, by: tuple[str, ...]):
    journal = ("--journal", str(tmp_path / "journal.db"))
    call(
        "init",
        *journal,
        "--injured-on",
        "none",
        "--minutes",
        "7",
        "--condition",
        "none",
        "--screening",
        "none",
        "--yes",
    )
    request = {"minutes": 7, "days_since_injury": None, "targets": ["hips", "ankles", "spine"]}
    (tmp_path / "in.jsonl").write_text(json.dumps(request | {"no_recent_injury": True}) + "\n", encoding="utf-8")
    targets = HARD[2:]
    today = call("today", *journal, *targets, "--pain", "0", *by, "--format", "json", day="2026-03-02")
    assert is_cut(today.out) == bool(by)
    weeks = call("programme", *HARD, *NEW, "--start", "2026-03-02", "--days", "1", *by, "--format", "json")
    assert is_cut(json.loads(weeks.out)["days"][0]["plan"]) == bool(by)
    weeks = call("programme", *journal, *targets, "--start", "2026-03-02", "--days", "1", *by, "--format", "json")
    assert is_cut(json.loads(weeks.out)["days"][0]["plan"]) == bool(by)
    assert call("batch", "in.jsonl", "--output", "out.jsonl", *by).code == 0
    assert is_cut(json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8"))["plan"]) == bool(by)
    why = call("why", "piriformis_stretch", *HARD, *NEW, *by, "--format", "json")
    assert ("not_worked_out" in why.out) == bool(by)


def test_the_help_states_the_usual_budget():
    planning = {"plan", "why", "why-not", "today", "play", "log", "programme", "batch", "verify", "compare"}
    helps = {
        name: option.help
        for name, command in every_command().items()
        for option in command.params
        if option.name == "node_budget"
    }
    assert helps.keys() == planning
    assert all(f"{NODE_BUDGET:,}" in text for text in helps.values())
