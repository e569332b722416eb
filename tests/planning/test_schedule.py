"""Does the schedule follow docs/schedule.md, second by second?"""

from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.planning.build.schedule import breaths_in_a_hold


def test_schedule_of_two_minutes_and_a_half_is_as_worked_out_by_hand():
    """Without a pace, on day 3: unhurried.

    Getting down has 30 - 8 = 22 s beyond settling, more than its words. What is said before child's pose on day 3 has
    42 words and 4 pauses between its 5 sentences: 46 words at 140 a minute take 20 s.
    """
    plan = sp.plan(minutes=2, seconds=30, days_since_injury=3, targets={"ankles"})
    assert [(s.start_seconds, s.seconds, s.kind, s.stretch_id, s.side, s.set_number) for s in plan.schedule] == [
        (0, 42, "get_ready", "childs_pose", None, None),
        (42, 30, "hold", "childs_pose", "both", 1),
        (72, 15, "rest", "childs_pose", None, 2),
        (87, 30, "hold", "childs_pose", "both", 2),
        (117, 30, "get_up", None, None, None),
    ]
    assert plan.total_seconds == 147


def test_a_change_of_position_says_the_way_there_first():
    plan = sp.plan(minutes=5, days_since_injury=None, targets={"upper_back"}, pace="usual")
    before, change = next(
        (a, b) for a, b in pairwise(plan.prescriptions) if {a.position, b.position} == {"prone", "kneeling"}
    )
    move = next(s for s in plan.schedule if s.stretch_id == change.stretch_id)
    assert (before.position, move.kind) == ("prone", "change_position")
    assert move.cue.startswith("Put hands or elbows under your shoulders and push your seat back until you kneel. From")
    assert plan.schedule[-1].cue.startswith("Come up onto your knees. Crawl to a firm chair")


def test_two_sets_of_a_one_sided_stretch_change_side_three_times():
    plan = sp.plan(minutes=15, days_since_injury=3)
    steps = [s for s in plan.schedule if s.stretch_id == "lying_knee_twist"]
    assert [(s.kind, s.side, s.seconds, s.set_number, s.sets) for s in steps[1:]] == [
        ("hold", "left", 20, 1, 2),
        ("change_side", "right", 8, 1, 2),
        ("hold", "right", 20, 1, 2),
        ("change_side", "left", 8, 2, 2),
        ("hold", "left", 20, 2, 2),
        ("change_side", "right", 8, 2, 2),
        ("hold", "right", 20, 2, 2),
    ]


@pytest.mark.parametrize(
    ("on", "first"),
    [(None, "left"), (date(2026, 11, 22), "left"), (date(2026, 11, 23), "right"), (date(2026, 11, 24), "left")],
)
def test_first_side_alternates_by_date(on, first):
    """22 November 2026 is day 739,942, an even one."""
    plan = sp.plan(minutes=9, days_since_injury=None, on=on)
    sides = [s.side for s in plan.schedule if s.side in {"left", "right"} and s.kind != "change_side"]
    assert sides[0] == first
    assert sides[::2] == [first] * (len(sides) // 2)


def test_date_changes_only_the_sides():
    even, odd = (sp.plan(minutes=8, days_since_injury=10, on=date(2026, 11, day)) for day in (22, 23))
    swap = {"left": "right", "right": "left"}
    silent = {"cue": "", "feel": None}
    assert [s.model_copy(update={"side": swap.get(s.side, s.side), **silent}) for s in even.schedule] == [
        s.model_copy(update=silent) for s in odd.schedule
    ]


def test_every_move_takes_the_seconds_of_the_pace():
    """A move to a stretch has those of its change or of getting ready, beyond settling, and its words."""
    pace = sp.Pace(
        get_ready_seconds=61,
        change_position_seconds=53,
        settle_seconds=37,
        change_side_seconds=11,
        rest_seconds=13,
        get_up_seconds=41,
    )
    plan = sp.plan(minutes=25, days_since_injury=3, pace=pace)
    lengths = {"get_ready": 61, "change_position": 53, "settle": 37, "change_side": 11, "rest": 13, "get_up": 41}
    moves = [s for s in plan.schedule if s.kind in lengths]
    assert {s.kind for s in moves} == set(lengths)
    assert all(s.seconds == lengths[s.kind] for s in moves)


def test_repetitions_take_one_breath_each():
    plan = sp.plan(minutes=10, days_since_injury=3)
    step = next(s for s in plan.schedule if s.kind == "repeat")
    assert (step.stretch_id, step.repetitions, step.seconds) == ("cobra_pose", 5, 30)
    assert (step.breathing.inhale_seconds, step.breathing.exhale_seconds, step.breathing.cycles) == (3, 3, 5)
    assert step.breathing.inhale_cue


def test_one_sided_cues_name_the_side():
    plan = sp.plan(minutes=15, days_since_injury=None)
    for step in plan.schedule:
        assert "{" not in step.cue
        if step.kind == "hold" and step.side in {"left", "right"}:
            assert step.side in f"{step.cue} {step.feel}"


@pytest.mark.parametrize(("day", "shown"), [(0, True), (6, True), (7, False), (41, False), (None, False)])
def test_piriformis_caution_is_shown_before_day_7(day, shown):
    plan = sp.plan(minutes=15, days_since_injury=day)
    cues = [s.cue for s in plan.schedule if s.stretch_id == "piriformis_stretch" and s.kind == "hold"]
    assert cues
    assert all("only to a light pull" in cue for cue in cues) is shown
    assert any("ease deeper" in cue for cue in cues) is not shown
    assert any(n.rule_id == "piriformis-light" for n in plan.notices) is shown


@pytest.mark.parametrize(("day", "shown"), [(0, True), (41, True), (42, False), (None, False)])
def test_twist_caution_is_shown_before_day_42(day, shown):
    plan = sp.plan(minutes=15, days_since_injury=day)
    cues = [s.cue for s in plan.schedule if s.stretch_id == "lying_knee_twist" and s.kind == "hold"]
    assert cues
    assert all("both knees roll a little" in cue for cue in cues) is shown
    assert any("as far as is comfortable" in cue for cue in cues) is not shown
    assert any(n.rule_id == "twist-small" and n.stretch_id == "lying_knee_twist" for n in plan.notices) is shown


def test_policy_can_show_a_caution_longer():
    planner = sp.Planner(policy=sp.Policy(piriformis_light_until_day=20), explain=False)
    plan = planner.plan(minutes=15, days_since_injury=10)
    cues = [s.cue for s in plan.schedule if s.stretch_id == "piriformis_stretch" and s.kind == "hold"]
    assert cues
    assert all("only to a light pull" in cue for cue in cues)
    assert [n.rule_id for n in plan.notices if n.stretch_id == "piriformis_stretch"] == ["piriformis-light"]


@given(st.integers(2, 300))
def test_breaths_in_a_hold_are_as_near_ten_seconds_as_possible(seconds):
    """Compared, as exact fractions, with every possible number of breaths."""
    breathing = breaths_in_a_hold(seconds)
    breath = breathing.inhale_seconds + breathing.exhale_seconds
    assert breathing.cycles * breath <= seconds < breathing.cycles * (breath + 1)
    nearest = min(range(1, seconds + 1), key=lambda n: (abs(Fraction(seconds, n) - 10), -n))
    assert breathing.cycles == nearest
    assert 1 <= breathing.inhale_seconds <= breathing.exhale_seconds
    if seconds >= 7:
        assert 7 <= breath <= 13


@pytest.mark.parametrize(
    ("seconds", "shown"), [(10, (4, 6, 1)), (15, (3, 4, 2)), (20, (4, 6, 2)), (24, (3, 5, 3)), (30, (4, 6, 3))]
)
def test_breaths_of_usual_holds(seconds, shown):
    """In 24 s, two breaths and three are equally near to ten seconds; three are taken."""
    breathing = breaths_in_a_hold(seconds)
    assert (breathing.inhale_seconds, breathing.exhale_seconds, breathing.cycles) == shown
