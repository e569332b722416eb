"""Plans to show, and the same with hostile text wherever a file may hold any text."""

from collections.abc import Iterable
from typing import Any

import stretchplan as sp
from stretchplan.catalog import Stretch

PLAN = sp.plan(minutes=10, days_since_injury=3, targets={"lower_back", "hips"})
PERSON = sp.plan(
    minutes=10,
    days_since_injury=60,
    pain=2,
    pace="slow",
    profile={"conditions": ["osteoporosis", "wrist_pain"], "avoid_positions": ["kneeling"]},
)


class Calm:
    """An own rule that allows every dose and finds no violation."""

    id = "calm-evenings"
    sentence = "An evening's session is a calm one."
    source = "the club's physiotherapist"
    strength = "practice"

    def leaves(self, stretch: Stretch, doses: tuple[sp.Dosage, ...], request: sp.PlanRequest) -> Iterable[sp.Dosage]:
        """Allow every dose."""
        return doses

    def judge(self, plan: sp.Plan, catalog: sp.Catalog) -> Iterable[sp.Violation]:
        """Return no violation."""
        return ()


NARROWED = sp.Planner(
    policy=sp.Policy(
        early_until_day=14,
        max_sets=3,
        least_pace=sp.Pace(rest_seconds=20),
        forbidden_stretches={"glute_bridge"},
        forbidden_positions={"side_lying"},
        first_allowed_days={"cat_cow": 2},
    ),
    rules=[Calm()],
).plan(
    minutes=11,
    days_since_injury=20,
    on="2026-01-31",
    targets={"hips"},
    profile={
        "conditions": ["pregnancy", "wrist_pain", "disc_leg_pain"],
        "trimester": 1,
        "cleared": [{"stretch_id": "cobra_pose", "condition": "wrist_pain"}],
        "avoid_stretches": ["childs_pose"],
        "avoid_positions": ["kneeling"],
        "include": ["piriformis_stretch"],
        "equipment": [],
    },
)


def changed(**fields: Any) -> sp.Plan:
    """Return the plan with other fields."""
    return PLAN.model_copy(update=fields)


def spoilt(text: str) -> sp.Plan:
    """Return a plan with ``text`` in every place where a file may hold any text."""
    data = NARROWED.model_dump(mode="json")
    kept = ("kind", "side", "sides", "position", "on", "request", "because", "equipment", "policy", "condition")
    kept += ("begins_with", "uses")

    def spoil(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: v if k in kept else spoil(v) for k, v in value.items()}
        if isinstance(value, list):
            return [spoil(one) for one in value]
        return text if isinstance(value, str) else value

    spoiled = spoil(data)
    spoiled["coverage"] = {text: next(iter(data["coverage"].values()))}
    spoiled["request"]["targets"] = [text]
    spoiled["request"]["profile"] |= {"include": [text], "avoid_stretches": [f"{text}2"]}
    spoiled["request"]["profile"]["cleared"][0]["stretch_id"] = text[:64] or "-"
    spoiled["policy"] |= {"forbidden_stretches": [text], "first_allowed_days": {text: 3}}
    return sp.Plan.model_validate(spoiled)


HOSTILE = (
    "<script>alert(1)</script>",
    "</textarea><img src=x onerror=alert(1)>",
    "\"quoted\", 'single', and; a semicolon\\",
    "one\r\n2. A line of its own\nBEGIN:VEVENT",
    "00:00:00.000 --> 99:99:99.999",
    "]]> &amp; &#60; <b>",
    "\u202egnorw\u202c \u200f\u200e\u2067",
    "nul\x00 bell\x07 escape\x1b[2J \x9b31m \x85",
    "=1+1",
    "  @SUM(A1)",
    "'=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "\t=1",
    "# heading",
    "- entry",
    "1. entry",
    "| cell | cell |",
    "[link](javascript:alert(1)) ![x](y) <http://x> `code` **bold** $x$ {: onclick=y}",
    "\u8170\u3092\u4f38\u3070\u3059" * 60,
    "e\u0301" * 300,
    "\U0001f9d8\u200d\u2640\ufe0f" * 80,
    "a" * 5000,
    "WEBVTT",
    "NOTE",
    " ",
    "",
)
"""Texts that a renderer must show as text: markup, ends of lines and of formats, formulas, direction, and length."""
