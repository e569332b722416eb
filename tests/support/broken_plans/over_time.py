"""Plans with more than the sessions before allow; each is of one stretch."""

from datetime import date, timedelta

from tests.support.broken_plans.register import breaks
from tests.support.plan_builder import build, notice, request

WORSE = "Back after it made your back worse, so the lowest amount is right today: Knee to Chest Stretch."
STEP = "More than last time, which takes a regular week that settled, one step at a time: Knee to Chest Stretch."
TODAY = date(2026, 3, 30)


def past(ago, seconds=20, next_day=2, worse=False, sets=1, **more):
    """Return a session of so many days ago."""
    done = {"sets": sets, "hold_seconds": seconds, "sides": "each"}
    return {
        "on": (TODAY - timedelta(days=ago)).isoformat(),
        "stretches": [{"stretch_id": "knee_to_chest", "done": done, "aggravated": worse}],
        "pain_before": 2,
        "pain_next_day": next_day,
        **more,
    }


def after(history, seconds, said=(), sets=1, **asked):
    """Return a plan of knee to chest after some sessions, with the notices that are due."""
    wanted = request(on=TODAY.isoformat(), targets=("glutes",), **asked) | {"history": history}
    plan = build([("knee_to_chest", sets, seconds)], wanted)
    plan["notices"] += [notice(rule, text, rule) | {"kind": "session"} for rule, text in said]
    return plan


@breaks("aggravating-leave", 0)
def what_made_it_worse_a_week_ago():
    said = [("aggravating-leave", WORSE)]
    return after([past(7, worse=True)], 10, said)


@breaks("aggravating-leave", 1)
def back_after_a_week_and_not_at_the_lowest_amount():
    said = [("aggravating-leave", WORSE)]
    return after([past(8, worse=True)], 15, said)


@breaks("aggravating-leave", 5)
def back_after_a_week_with_two_sets():
    said = [("aggravating-leave", WORSE)]
    return after([past(8, worse=True)], 10, said, sets=2)


@breaks("injury-restart", 1)
def as_much_as_before_the_new_injury():
    said = [("injury-restart", "Start low again after the new injury: Knee to Chest Stretch.")]
    return after([past(43, before_injury=True)], 15, said, day=42)


@breaks("break-restart", 1)
def as_much_as_two_weeks_ago():
    said = [("break-restart", "Not done for two weeks or more, so start low again: Knee to Chest Stretch.")]
    return after([past(14)], 15, said)


@breaks("low-start", 1)
def a_beginner_with_fifteen_seconds():
    return after(
        [],
        15,
        [
            (
                "low-start",
                "New, or not known to have settled yet, so the lowest amount is right today: Knee to Chest Stretch.",
            )
        ],
    )


@breaks("low-start", 9)
def a_beginner_with_three_sets():
    said = [
        (
            "low-start",
            "New, or not known to have settled yet, so the lowest amount is right today: Knee to Chest Stretch.",
        )
    ]
    return after([], 10, said, sets=3)


@breaks("low-start")
def a_beginner_who_is_not_told():
    return after([], 10)


@breaks("step-down", 1)
def as_much_as_in_the_session_that_did_not_settle():
    until = "so lower amounts are right until a session has settled"
    text = f"The session on 2026-03-29 was too much for your back, {until}."
    return after([past(3), past(1, next_day=3)], 20, [("step-down", text)])


@breaks("one-step-up", 1)
def two_steps_up():
    said = [("one-step-up", STEP)]
    return after([past(8, 10), past(1, 10)], 20, said)


@breaks("one-step-up", 1)
def a_step_up_after_six_days():
    said = [("one-step-up", STEP)]
    return after([past(6, 10), past(1, 10)], 15, said)


@breaks("one-step-up", 1)
def a_larger_amount_and_more_sets():
    said = [("one-step-up", STEP)]
    return after([past(8, 10, sets=2), past(1, 10, sets=2)], 15, said, sets=3)
