"""Does the planned session for Health Connect say the plan in the fields and numbers of that library?"""

import json
import re
from typing import Any

import pytest

import stretchplan as sp
from tests.support.format_readers import expected, read_health
from tests.support.hostile_texts import HOSTILE, NARROWED, PLAN, changed, spoilt


def steps(record: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the steps of all blocks."""
    return [step for block in record["blocks"] for step in block["steps"]]


@pytest.mark.parametrize("plan", [PLAN, NARROWED], ids=["plan", "narrowed"])
def test_a_block_for_each_stretch_and_a_step_for_each_step(plan: sp.Plan):
    record = plan.to_health_connect()
    assert record["exerciseType"] == 71
    assert record["duration"] == f"PT{plan.total_seconds}S"
    assert record["startDate"] == (plan.request.on and plan.request.on.isoformat())
    assert [block["description"].split(":")[0] for block in record["blocks"]] == [
        *(f"{p.name} ({p.form_name})" if p.form_name else p.name for p in plan.prescriptions),
        "Get up",
    ]
    assert {block["repetitions"] for block in record["blocks"]} == {1}
    for step, fields in zip(plan.schedule, steps(record), strict=True):
        works = step.kind in {"hold", "flow", "repeat"}
        assert (fields["exerciseType"], fields["exercisePhase"]) == ((54, 3) if works else (44, 2))
        if step.kind == "repeat":
            assert fields["completionGoal"] == {"type": "RepetitionsGoal", "repetitions": step.repetitions}
        else:
            assert fields["completionGoal"] == {"type": "DurationGoal", "duration": f"PT{step.seconds}S"}
        assert step.cue in fields["description"]


def test_notes_hold_the_notices():
    assert NARROWED.to_health_connect()["notes"].split("\n") == [notice.text for notice in NARROWED.notices]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str):
    record = json.loads(json.dumps(spoilt(text).to_health_connect()))
    for shown in [step["description"] for step in steps(record)]:
        assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in shown)
    plan = changed(schedule=tuple(one.model_copy(update={"cue": text}) for one in PLAN.schedule))
    assert read_health(plan.to_health_connect()).steps == expected(PLAN).steps


def test_the_short_form_says_nothing_about_the_person():
    plan = sp.plan(
        minutes=10,
        days_since_injury=3,
        pain=4,
        profile={"conditions": {"pregnancy", "osteoporosis", "wrist_pain", "disc_leg_pain"}, "trimester": 1},
    )
    about = ("pregnan", "midwife", "osteoporosis", "wrist", "forearms", "leg pain", "pain now", "day 7", "trimester")
    full, short = (json.dumps(plan.to_health_connect(details)).lower() for details in ("full", "short"))  # type: ignore[arg-type]
    assert len([word for word in about if word in full]) >= 5
    assert [word for word in about if word in short] == []
    assert "general information, not medical advice." in short
    record = plan.to_health_connect("short")
    assert [step["description"] for step in steps(record)][:2] == ["get ready, 63 s.", "move, 30 s."]
    assert [block["description"] for block in record["blocks"]] == [
        re.sub(r" \([^)]*\)(?=: )", "", block["description"]) for block in plan.to_health_connect()["blocks"]
    ]
    assert read_health(record).steps == expected(plan).steps


def test_details_are_full_or_short():
    with pytest.raises(ValueError, match="details is 'brief'; it is 'full' or 'short'"):
        PLAN.to_health_connect("brief")  # type: ignore[arg-type]
