"""The session as something that runs: what a timer, a calendar and a watch need of a schedule, and a page does not."""

from __future__ import annotations

from typing import Final

from stretchplan.results.plan import Plan, Step

__all__ = ["DAY_SECONDS", "running"]

DAY_SECONDS: Final = 86_400


def running(plan: Plan, what: str) -> tuple[Step, ...]:
    """Return the steps of a plan that can be run: from second 0, one after the other, to the plan's total.

    Every plan that the library makes is one. A plan read from a file may hold any numbers, and a format with a clock in
    it would say something else than the plan does.

    Parameters
    ----------
    plan
        Any plan.
    what
        The format, to name it when it is refused.

    Raises
    ------
    ValueError
        When there is no step, a step is not 1 to 86,400 s long or does not start where the one before ends, or they do
        not add up to ``total_seconds`` of at most a day.
    """
    at = 0
    for number, step in enumerate(plan.schedule):
        if not 1 <= step.seconds <= DAY_SECONDS:
            raise _unfit(what, f"step {number} takes {step.seconds} s")
        if step.start_seconds != at:
            raise _unfit(what, f"step {number} starts at {step.start_seconds} s, and the time before it ends at {at} s")
        at += step.seconds
    if at != plan.total_seconds or not 1 <= at <= DAY_SECONDS:
        raise _unfit(what, f"its steps take {at} s together, and its total is {plan.total_seconds} s")
    return plan.schedule


def _unfit(what: str, why: str) -> ValueError:
    return ValueError(f"this plan cannot be written as {what}: {why}; stretchplan.check says all that is wrong with it")
