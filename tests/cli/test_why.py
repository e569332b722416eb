"""Do ``why`` and ``why-not`` explain the plan that their options make, as the library does?"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import stretchplan as sp
from stretchplan.words.phrases import length_words
from stretchplan.words.steps import dose_words

TEN = ("-m", "10", "-d", "3")


def words_of(text: str) -> str:
    """Return a text without its line breaks."""
    return " ".join(text.split())


def test_why(shell: Callable):
    plan = sp.plan(minutes=10, days_since_injury=3)
    answer = sp.why(plan, "cobra_pose")
    result = shell("why", "cobra_pose", *TEN)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("Cobra Pose (cobra_pose) is in the plan\n")
    assert answer.reason in words_of(result.out)
    assert "Dose: 2 × 5 slow repetitions." in result.out
    assert json.loads(shell("why", "cobra_pose", *TEN, "--format", "json").out) == answer.model_dump(mode="json")
    assert shell("why", "cat_cow_pose", *TEN) == shell("why", "cat_cow", *TEN)


@pytest.mark.parametrize(
    ("kind", "stretch", "options", "fields", "words"),
    [
        ("forbidden", "bridge", TEN, {"minutes": 10, "days_since_injury": 3}, "The rule recovery-window [article] A"),
        (
            "forbidden",
            "cobra_pose",
            (*TEN, "--condition", "wrist_pain"),
            {"minutes": 10, "days_since_injury": 3, "profile": {"conditions": ["wrist_pain"]}},
            "The rule wrist-pain [practice] With wrist pain",
        ),
        (
            "avoided",
            "cobra_pose",
            (*TEN, "--avoid", "cobra_pose"),
            {"minutes": 10, "days_since_injury": 3, "profile": {"avoid_stretches": ["cobra_pose"]}},
            "The request avoids Cobra Pose.",
        ),
        (
            "beaten",
            "cobra_pose",
            ("-m", "3", "-d", "60"),
            {"minutes": 3, "days_since_injury": 60},
            "The best plan with it Stretch With it Without it",
        ),
        (
            "not_targeted",
            "cobra_pose",
            ("-m", "3", "-d", "60", "-t", "hips"),
            {"minutes": 3, "days_since_injury": 60, "targets": {"hips"}},
            "Cobra Pose works none of the areas asked of this session.",
        ),
    ],
)
def test_why_not(call: Callable, kind: str, stretch: str, options: tuple[str, ...], fields: dict, words: str):
    answer = sp.why_not(sp.plan(**fields), stretch)
    assert answer.kind == kind
    result = call("why-not", stretch, *options)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith(f"{answer.name} ({answer.stretch_id}) is not in the plan\n")
    assert answer.reason in words_of(result.out)
    assert words in words_of(result.out)
    assert json.loads(call("why-not", stretch, *options, "--format", "json").out) == answer.model_dump(mode="json")


def test_both_plans_side_by_side(call: Callable):
    plan = sp.plan(minutes=3, days_since_injury=60)
    other = sp.why_not(plan, "cobra_pose").plan
    assert other is not None
    page = call("why-not", "cobra_pose", "-m", "3", "-d", "60").out
    rows = page[page.index("The best plan with it") :].splitlines()
    planned, alternative = ({p.name: dose_words(p) for p in first.prescriptions} for first in (plan, other))
    for name in {**planned, **alternative}:
        row = next(row for row in rows if row.strip().startswith(name))
        assert words_of(row) == words_of(f"{name} {alternative.get(name, '-')} {planned.get(name, '-')}")
    assert words_of(rows[-1]) == f"Length {length_words(other.total_seconds)} {length_words(plan.total_seconds)}"


def test_why_not_uses_the_policy_and_the_catalogue(call: Callable, tmp_path: Path):
    (tmp_path / "policy.json").write_text('{"forbidden_stretches": ["cobra_pose"]}', encoding="utf-8")
    catalog = sp.builtin_catalog().model_dump(mode="json") | {"id": "mine"}
    (tmp_path / "mine.json").write_text(json.dumps(catalog), encoding="utf-8")
    result = call("why-not", "cobra_pose", *TEN, "--policy", "policy.json", "--catalog", "mine.json", "-o", "told.txt")
    assert result == (0, "", "stretchplan: wrote told.txt\n")
    answer = (tmp_path / "told.txt").read_text(encoding="utf-8")
    assert "Cobra Pose is out by the caller's policy." in answer
    assert "caller-policy [policy]" in answer


def test_a_whole_request(call: Callable):
    request = b'{"minutes": 10, "days_since_injury": 3}'
    assert call("why-not", "bridge", "--request", "-", stdin=request) == call("why-not", "bridge", *TEN)


@pytest.mark.parametrize("command", ["why", "why-not"])
def test_why_without_a_plan_ends_like_plan(call: Callable, command: str):
    options = ("-m", "9", "-d", "2", "-t", "pelvis")
    assert call(command, "bridge", *options) == call("plan", *options)
    assert call("plan", *options).code == 3
