"""Is a workout file whole, the same each time, and what the plan says, as a decoder that did not write it finds it?"""

from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

import pytest

import stretchplan as sp
from stretchplan.render import plan_to_fit
from tests.support.format_readers import fit_messages
from tests.support.hostile_texts import HOSTILE, NARROWED, PLAN, changed

ALL = sp.plan(minutes=20, days_since_injury=60, on=date(2026, 1, 31))


def messages(plan: sp.Plan, name: str, **arguments: Any) -> list[dict[str, Any]]:
    """Return the messages of a name in a plan's file."""
    return [fields for kind, fields in fit_messages(plan_to_fit(plan, **arguments)) if kind == name]


def named(text: str) -> sp.Plan:
    """Return the plan with a text for the name and cue of everything."""
    return changed(
        prescriptions=tuple(one.model_copy(update={"name": text}) for one in PLAN.prescriptions),
        schedule=tuple(one.model_copy(update={"cue": text}) for one in PLAN.schedule),
    )


def test_the_file_is_a_workout_of_flexibility_training():
    kinds = Counter(kind for kind, _ in fit_messages(ALL.to_fit()))
    assert kinds == {"file_id": 1, "workout": 1, "workout_step": len(ALL.schedule)}
    (workout,) = messages(ALL, "workout")
    assert (workout["sport"], workout["sub_sport"]) == ("training", "flexibility_training")
    assert workout["num_valid_steps"] == len(ALL.schedule)
    assert [step["message_index"] for step in messages(ALL, "workout_step")] == list(range(len(ALL.schedule)))


def test_each_step_has_its_time_or_repetitions_and_its_intensity():
    assert {one.kind for one in ALL.schedule} > {"hold", "flow", "repeat", "rest", "change_side"}
    for step, fields in zip(ALL.schedule, messages(ALL, "workout_step"), strict=True):
        if step.kind == "repeat":
            assert (fields["duration_type"], fields["duration_reps"]) == ("reps", step.repetitions)
        else:
            assert (fields["duration_type"], fields["duration_time"]) == ("time", step.seconds)
        assert fields["intensity"] == ("active" if step.kind in {"hold", "flow", "repeat"} else "rest")
        assert fields["target_type"] == "open"
        assert fields["notes"].startswith(f"{step.seconds} s. {step.cue}"[:200])


def test_the_exercises_have_the_numbers_of_the_catalogue():
    by_id = sp.builtin_catalog().by_id
    numbers = {"warm_up": 31, "hip_raise": 10}
    used = set()
    for step, fields in zip(ALL.schedule, messages(ALL, "workout_step"), strict=True):
        garmin = by_id[step.stretch_id or ""].references.garmin
        assert garmin is not None
        if fields["intensity"] == "active":
            assert (numbers[fields["exercise_category"]], fields["exercise_name"]) == (garmin.category, garmin.name)
            used.add((garmin.category, garmin.name))
        else:
            assert "exercise_category" not in fields
            assert "exercise_name" not in fields
    assert used == {(31, 38), (31, 39), (31, 40), (31, 52), (31, 53), (31, 54), (10, 11)}


def test_own_catalogue_gives_its_numbers():
    data = sp.builtin_catalog().model_dump(mode="json") | {"id": "mine"}
    data["stretches"][0]["references"]["garmin"] = {"category": 31, "name": 7}
    data["stretches"][1]["references"]["garmin"] = None
    mine = sp.Catalog.model_validate(data)
    plan = sp.Planner(mine).plan(minutes=20, days_since_injury=60)
    assert not any("exercise_name" in step for step in messages(plan, "workout_step"))
    found = {
        step.stretch_id: fields.get("exercise_name")
        for step, fields in zip(plan.schedule, messages(plan, "workout_step", catalog=mine), strict=True)
        if fields["intensity"] == "active"
    }
    assert (found["knee_to_chest"], found["lying_knee_twist"], found["cobra_pose"]) == (7, None, 40)
    with pytest.raises(ValueError, match=r"the plan is from lower_back_seven .*, and the catalogue given is mine"):
        PLAN.to_fit(mine)
    with pytest.raises(ValueError, match=r"the plan is from mine .* give the one it was made from"):
        plan.to_fit(sp.builtin_catalog())


def test_creation_day_and_serial_number():
    (first,) = messages(ALL, "file_id")
    assert first["time_created"] == datetime(2026, 1, 31, tzinfo=UTC)
    assert (first["type"], first["manufacturer"], first["product"]) == ("workout", "development", 0)
    assert ALL.to_fit() == ALL.to_fit()
    assert messages(PLAN, "file_id")[0]["time_created"] == datetime(2026, 1, 1, tzinfo=UTC)
    numbers = {messages(plan, "file_id")[0]["serial_number"] for plan in (ALL, PLAN, NARROWED)}
    assert len(numbers) == 3
    assert 0 not in numbers


@pytest.mark.parametrize("day", [date.min, date(1989, 12, 30), date(2137, 1, 1), date.max])
def test_day_out_of_range_becomes_the_default(day: date):
    """FIT counts seconds from 1989-12-31 in 32 bits."""
    plan = changed(request=PLAN.request.model_copy(update={"on": day}))
    assert messages(plan, "file_id")[0]["time_created"] == datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_fits_and_stays_text(text: str):
    for step, fields in zip(PLAN.schedule, messages(named(text), "workout_step"), strict=True):
        shown = fields["wkt_step_name"]
        assert len(shown.encode()) <= 80
        assert shown.endswith(f"{step.side}" if step.kind == "change_side" else shown.rsplit(": ", 1)[1])
        assert len(fields["notes"].encode()) <= 240
        assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in shown + fields["notes"])


def test_extreme_repetitions_become_a_timed_step():
    steps = tuple(
        one.model_copy(update={"repetitions": 2**53 if one.kind == "repeat" else None}) for one in PLAN.schedule
    )
    fields = messages(changed(schedule=steps), "workout_step")
    assert {one["duration_type"] for one in fields} == {"time"}
