"""Check that a schedule can be played from second 0 to its end, as timers, calendars and watches do."""

from __future__ import annotations

from typing import Final

from stretchplan.results.plan import Plan, Step

__all__ = ["DAY_SECONDS", "playable_steps"]

DAY_SECONDS: Final = 86_400


def playable_steps(plan: Plan, form: str) -> tuple[Step, ...]:
    """Return the steps of a plan if they follow one another from second 0 to the plan's total of at most a day.

    The steps of a planned session do. A plan read from a file may hold any numbers; then ValueError is raised, with
    the format ``form`` in its message.
    """
    at = 0
    for number, step in enumerate(plan.schedule):
        if not 1 <= step.seconds <= DAY_SECONDS:
            raise _unplayable(form, f"step {number} takes {step.seconds} s")
        if step.start_seconds != at:
            raise _unplayable(
                form, f"step {number} starts at {step.start_seconds} s, and the time before it ends at {at} s"
            )
        at += step.seconds
    if at != plan.total_seconds or not 1 <= at <= DAY_SECONDS:
        raise _unplayable(form, f"its steps take {at} s together, and its total is {plan.total_seconds} s")
    return plan.schedule


def _unplayable(form: str, why: str) -> ValueError:
    return ValueError(f"this plan cannot be written as {form}: {why}; stretchplan.check says all that is wrong with it")
