"""Is the record of a session what was planned, but for what is stated to differ?"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.testing import plans

PLAN = sp.plan(minutes=10, days_since_injury=30, pain=2, on="2026-03-04")


def entries(record):
    return {entry.stretch_id: entry for entry in record.stretches}


def test_a_session_done_as_planned():
    record = sp.record_of(PLAN)
    assert record.on == date(2026, 3, 4)
    assert [entry.stretch_id for entry in record.stretches] == [p.stretch_id for p in PLAN.prescriptions]
    assert all(entry.planned == entry.done and not entry.aggravated for entry in record.stretches)
    assert (record.pain_before, record.pain_after, record.pain_next_day, record.stopped_early) == (2, None, None, False)
    for entry, prescription in zip(record.stretches, PLAN.prescriptions, strict=True):
        assert entry.done == sp.RecordedDose(
            sets=prescription.sets,
            hold_seconds=prescription.hold_seconds,
            repetitions=prescription.repetitions,
            sides=prescription.sides,
        )


def test_what_was_done_otherwise_is_recorded_beside_what_was_planned():
    less = sp.RecordedDose(sets=1, hold_seconds=10, sides="left")
    record = sp.record_of(
        PLAN,
        done={
            "knee_to_chest": less,
            "childs_pose": None,
            "cat_cow": {"sets": 1, "repetitions": 3, "sides": "both"},
        },
        pain_before=3,
        pain_after=4,
        pain_next_day=1,
        aggravated={"cobra_pose"},
        stopped_early=True,
        note="Telephone.",
        finger_to_floor_mm=120,
    )
    found = entries(record)
    assert found["knee_to_chest"].done == less
    assert found["knee_to_chest"].planned.sides == "each"
    assert found["childs_pose"].done is None
    assert found["childs_pose"].planned is not None
    assert found["cat_cow"].done.repetitions == 3
    assert [name for name, entry in found.items() if entry.aggravated] == ["cobra_pose"]
    assert (record.pain_before, record.pain_after, record.pain_next_day) == (3, 4, 1)
    assert (record.stopped_early, record.note, record.finger_to_floor_mm) == (True, "Telephone.", 120)


def test_a_stretch_that_was_not_planned_comes_last():
    left = PLAN.left_out[0].stretch_id
    record = sp.record_of(PLAN, done={left: {"sets": 1, "hold_seconds": 10, "sides": "each"}}, aggravated=[left])
    last = record.stretches[-1]
    assert (last.stretch_id, last.planned, last.done.amount, last.aggravated) == (left, None, 10, True)


def test_everything_done_before_the_stop_can_be_said():
    record = sp.record_of(PLAN, done={}, stopped_early=True)
    assert all(entry.planned == entry.done for entry in record.stretches)


def test_pain_that_is_not_known_stays_unknown():
    assert sp.record_of(sp.plan(minutes=5, days_since_injury=3, on="2026-03-04")).pain_before is None


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"done": {"cobra": None}}, "done: the plan lists no stretch 'cobra'; did you mean 'cobra_pose'?"),
        ({"done": {3: None}}, "done: the plan lists no stretch 3; it lists cat_cow, "),
        ({"done": ["cobra_pose"]}, "done: ['cobra_pose'] is not allowed; give a table of doses by the ids"),
        ({"done": {"cobra_pose": 3}}, "done.cobra_pose: 3 is not allowed; give the dose that was done, or None"),
        (
            {"done": {"cobra_pose": {"sets": 0, "repetitions": 3, "sides": "both"}}},
            "done.cobra_pose.sets: 0 is not allowed; it must be at least 1",
        ),
        ({"aggravated": "cobra_pose"}, "aggravated: 'cobra_pose' is not allowed; give a list of stretches"),
        ({"aggravated": 3}, "aggravated: 3 is not allowed; give a list of stretches"),
        ({"aggravated": [["cobra_pose"]]}, "aggravated: the plan lists no stretch ['cobra_pose']"),
        ({"aggravated": ["bridge"]}, "did you mean 'glute_bridge'?"),
        ({"stopped_early": True}, "done: the session was stopped early; give what was done of it, or {}"),
        ({"pain_after": 11}, "record.pain_after: 11 is not allowed; it must be at most 10"),
        ({"note": "a" * 2001}, "record.note: "),
        ({"finger_to_floor_mm": -1}, "record.finger_to_floor_mm: -1 is not allowed; it must be at least 0"),
    ],
)
def test_what_is_wrong_is_one_clear_sentence(fields, sentence):
    with pytest.raises(sp.InvalidRequest) as caught:
        sp.record_of(PLAN, **fields)
    assert sentence in str(caught.value)
    assert len(str(caught.value)) < 300


def test_a_session_without_a_date_has_no_record():
    with pytest.raises(sp.InvalidRequest, match=r"^on: the request of this plan has no date; plan with on"):
        sp.record_of(sp.plan(minutes=5, days_since_injury=3))
    with pytest.raises(sp.InvalidRequest, match=r"^plan: None is not a plan; give a Plan"):
        sp.record_of(None)


@given(plans(), st.dates())
def test_every_plan_has_a_record_that_history_takes(plan, on):
    plan = plan.model_copy(update={"request": plan.request.model_copy(update={"on": on, "history": None})})
    record = sp.record_of(plan)
    assert sp.SessionRecord.model_validate_json(record.model_dump_json()) == record
    assert [entry.stretch_id for entry in record.stretches] == [p.stretch_id for p in plan.prescriptions]
    day = on.toordinal() + 1
    if day <= date.max.toordinal():
        later = sp.PlanRequest(
            minutes=5,
            days_since_injury=0,
            on=date.fromordinal(day),
            history=[record.model_copy(update={"before_injury": True})],
        )
        assert later.history[0].stretches == record.stretches


def test_the_sides_of_a_dose_are_those_planned_where_it_leaves_them_out():
    plan = sp.plan(minutes=10, days_since_injury=3, on="2026-03-04", targets={"lower_back", "hips"})
    for planned in plan.prescriptions:
        amount = {"hold_seconds": 5} if planned.hold_seconds else {"repetitions": 3}
        record = sp.record_of(plan, done={planned.stretch_id: {"sets": 1, **amount}})
        assert next(e for e in record.stretches if e.stretch_id == planned.stretch_id).done.sides == planned.sides
        one = sp.record_of(plan, done={planned.stretch_id: {"sets": 1, **amount, "sides": "left"}})
        assert next(e for e in one.stretches if e.stretch_id == planned.stretch_id).done.sides == "left"
    out = plan.left_out[0].stretch_id
    with pytest.raises(sp.InvalidRequest, match="sides: this field is required and is missing; give 'each' of two"):
        sp.record_of(plan, done={out: {"sets": 1, "hold_seconds": 10}})
