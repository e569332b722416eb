"""Is a workout file whole, the same each time, and what the plan says, as a decoder that did not write it finds it?"""

from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

import pytest

import stretchplan as sp
from stretchplan.render import plan_to_fit
from tests.support.format_readers import fit_messages, fit_steps
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
    written = kinds.pop("workout_step")
    assert kinds == {"file_id": 1, "workout": 1}
    (workout,) = messages(ALL, "workout")
    assert (workout["sport"], workout["sub_sport"]) == ("training", "flexibility_training")
    assert workout["num_valid_steps"] == written
    assert [step["message_index"] for step in messages(ALL, "workout_step")] == list(range(written))


def test_a_long_session_takes_no_more_steps_than_watches_are_said_to_hold():
    longest = sp.plan(minutes=30, days_since_injury=60)
    assert len(longest.schedule) == 53
    assert len(messages(longest, "workout_step")) == 44


def test_sets_that_are_alike_are_written_once_with_a_repeat():
    first, second, third = [
        fields for fields in messages(ALL, "workout_step") if fields["duration_type"] == "repeat_until_steps_cmplt"
    ]
    assert (first["wkt_step_name"], first["duration_step"], first["repeat_steps"]) == ("2 sets", 13, 2)
    assert first["message_index"] == 17
    assert "intensity" not in first
    names = [fields["wkt_step_name"] for fields in messages(ALL, "workout_step")]
    assert names[13:21] == [
        "Knee to Chest Stretch: hold right",
        "Knee to Chest Stretch: change to left",
        "Knee to Chest Stretch: hold left",
        "Knee to Chest Stretch: change to right",
        "2 sets",
        "Knee to Chest Stretch: hold right 3 of 3",
        "Knee to Chest Stretch: change to left",
        "Knee to Chest Stretch: hold left 3 of 3",
    ]
    assert [second["message_index"], third["message_index"]] == [26, 35]


def worked(seconds: int, set_number: int, stretch_id: str = "cat_cow", cue: str = "Breathe.") -> dict[str, Any]:
    """Return the fields of a hold for both sides."""
    return {
        "seconds": seconds,
        "kind": "hold",
        "stretch_id": stretch_id,
        "side": "both",
        "set_number": set_number,
        "sets": 9,
        "repetitions": None,
        "cue": cue,
        "breathing": None,
    }


@pytest.mark.parametrize(
    ("steps", "written"),
    [
        ([worked(20, n) for n in range(1, 10)], 2),
        ([worked(20, 1), worked(20, 2)], 2),  # a repeat would take as many
        ([worked(20, 1), worked(20, 2), worked(20, 3)], 2),
        ([worked(20, 1), worked(21, 2), worked(20, 3), worked(21, 4)], 3),
        ([worked(20, 1), worked(20, 2, cue="Other."), worked(20, 3), worked(20, 4)], 4),
        ([worked(20, 1, "a"), worked(21, 2, "b"), worked(20, 3, "a"), worked(21, 4, "b")], 4),  # two stretches
        ([worked(20 + n % 5, n) for n in range(1, 21)], 20),  # longer than a set
    ],
)
def test_a_repeat_is_written_where_it_makes_fewer_steps_and_changes_nothing(steps: list[dict[str, Any]], written: int):
    schedule, at = [], 0
    for fields in steps:
        schedule.append(sp.Step.model_validate({"start_seconds": at, **fields}))
        at += fields["seconds"]
    plan = changed(schedule=tuple(schedule), total_seconds=at)
    assert len(messages(plan, "workout_step")) == written
    done = fit_steps(plan.to_fit())
    assert [(fields["duration_time"], fields["notes"]) for fields, _ in done] == [
        (step.seconds, f"{step.seconds} s. {step.cue}") for step in schedule
    ]


def test_each_step_has_its_time_or_repetitions_and_its_intensity():
    assert {one.kind for one in ALL.schedule} > {"hold", "flow", "repeat", "rest", "change_side"}
    for step, (fields, _) in zip(ALL.schedule, fit_steps(ALL.to_fit()), strict=True):
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
    for step, (fields, _) in zip(ALL.schedule, fit_steps(ALL.to_fit()), strict=True):
        garmin = by_id[step.stretch_id].references.garmin if step.stretch_id else None
        assert (garmin is None) == (step.kind == "get_up")
        if garmin is not None and fields["intensity"] == "active":
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
        for step, (fields, _) in zip(plan.schedule, fit_steps(plan.to_fit(mine)), strict=True)
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
    for step, (fields, _) in zip(PLAN.schedule, fit_steps(named(text).to_fit()), strict=True):
        shown = fields["wkt_step_name"]
        assert len(shown.encode()) <= 80
        assert (shown == "Get up") == (step.kind == "get_up")
        if step.kind == "change_side":
            assert shown.lower().endswith(f"change to {step.side}")
        assert len(fields["notes"].encode()) <= 240
        assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in shown + fields["notes"])


def test_extreme_repetitions_become_a_timed_step():
    steps = tuple(
        one.model_copy(update={"repetitions": 2**53 if one.kind == "repeat" else None}) for one in PLAN.schedule
    )
    fields = messages(changed(schedule=steps), "workout_step")
    assert {one["duration_type"] for one in fields} == {"time"}
