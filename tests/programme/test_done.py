"""What does the record of a session hold that was done in part?"""

import pytest

import stretchplan as sp
from stretchplan.programme.done import doses_done

PLAN = sp.plan(minutes=10, days_since_injury=4, on="2026-03-05", history=())
WORK = {
    (step.stretch_id, step.side, step.set_number): place
    for place, step in enumerate(PLAN.schedule)
    if step.kind in ("hold", "flow", "repeat")
}
ALL = {place: step.seconds for place, step in enumerate(PLAN.schedule)}


def done(stretch: str, *parts: tuple[str, int, int]) -> dict[str, object] | None:
    """Return what is recorded of a stretch: each part is a side, the number of a set, and seconds spent in it."""
    dose = doses_done(PLAN, {WORK[stretch, side, number]: seconds for side, number, seconds in parts})[stretch]
    return None if dose is None else dose.model_dump(exclude_none=True)


def test_the_plan_has_what_these_tests_are_about():
    """A flow of 2 × 5 breaths of 6 s, repetitions 2 × 5 of 6 s, a hold of 2 × 30 s, and 2 × 20 s each side."""
    shown = {p.stretch_id: (p.kind, p.sets, p.set_seconds, p.repetitions, p.sides) for p in PLAN.prescriptions}
    assert shown["cat_cow"] == ("flow", 2, 30, 5, "both")
    assert shown["cobra_pose"] == ("repetitions", 2, 30, 5, "both")
    assert shown["childs_pose"] == ("hold", 2, 30, None, "both")
    assert shown["lying_knee_twist"] == ("hold", 2, 20, None, "each")


def test_all_of_it_is_the_plan():
    assert sp.record_of(PLAN, done=doses_done(PLAN, ALL)) == sp.record_of(PLAN)


def test_nothing_of_it_is_nothing():
    assert set(doses_done(PLAN, {}).values()) == {None}


@pytest.mark.parametrize(
    ("stretch", "parts", "expected"),
    [
        # A set counts when it was done to its end.
        ("childs_pose", [("both", 1, 30)], {"sets": 1, "hold_seconds": 30, "sides": "both"}),
        ("childs_pose", [("both", 1, 30), ("both", 2, 29)], {"sets": 1, "hold_seconds": 30, "sides": "both"}),
        ("childs_pose", [("both", 1, 12), ("both", 2, 30)], {"sets": 1, "hold_seconds": 30, "sides": "both"}),
        # Without a whole set the longest part counts.
        ("childs_pose", [("both", 1, 29)], {"sets": 1, "hold_seconds": 29, "sides": "both"}),
        ("childs_pose", [("both", 1, 4), ("both", 2, 11)], {"sets": 1, "hold_seconds": 11, "sides": "both"}),
        ("childs_pose", [("both", 1, 0)], None),
        # Repetitions and breaths are rounded down to whole ones.
        ("cobra_pose", [("both", 1, 17)], {"sets": 1, "repetitions": 2, "sides": "both"}),
        ("cobra_pose", [("both", 1, 5)], None),
        ("cat_cow", [("both", 1, 24)], {"sets": 1, "repetitions": 4, "sides": "both"}),
        ("cat_cow", [("both", 1, 30), ("both", 2, 24)], {"sets": 1, "repetitions": 5, "sides": "both"}),
        # Of two sides as much as both have, or else the one that was done.
        ("lying_knee_twist", [("left", 1, 20)], {"sets": 1, "hold_seconds": 20, "sides": "left"}),
        ("lying_knee_twist", [("right", 1, 20)], {"sets": 1, "hold_seconds": 20, "sides": "right"}),
        (
            "lying_knee_twist",
            [("left", 1, 20), ("right", 1, 20), ("left", 2, 20)],
            {"sets": 1, "hold_seconds": 20, "sides": "each"},
        ),
        ("lying_knee_twist", [("left", 1, 20), ("left", 2, 20)], {"sets": 2, "hold_seconds": 20, "sides": "left"}),
        ("lying_knee_twist", [("left", 1, 20), ("right", 1, 9)], {"sets": 1, "hold_seconds": 20, "sides": "left"}),
        ("lying_knee_twist", [("left", 1, 12), ("right", 1, 9)], {"sets": 1, "hold_seconds": 9, "sides": "each"}),
        ("lying_knee_twist", [("right", 2, 9)], {"sets": 1, "hold_seconds": 9, "sides": "right"}),
        # More seconds than a step has are no more of it.
        ("childs_pose", [("both", 1, 500)], {"sets": 1, "hold_seconds": 30, "sides": "both"}),
    ],
)
def test_what_counts(stretch: str, parts: list[tuple[str, int, int]], expected: dict[str, object] | None):
    assert done(stretch, *parts) == expected


def test_moves_and_rests_count_for_nothing():
    seconds = {place: seconds for place, seconds in ALL.items() if place not in WORK.values()}
    assert set(doses_done(PLAN, seconds).values()) == {None}
