"""What a year of history costs a plan, and what a programme costs beside its plans made one by one.

Run it from the root of the repository: ``PYTHONPATH=src python benchmarks/over_days.py [rounds]``. One core; each
measured plan is made by a planner that knows no earlier answer, and the two sides of a ratio are timed turn by turn.
"""

from __future__ import annotations

import gc
import sys
from datetime import date, timedelta
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

import stretchplan as sp

if TYPE_CHECKING:
    from collections.abc import Callable

TODAY = date(2026, 3, 1)
PEOPLE = [(minutes, day) for minutes in (5, 10, 15, 20) for day in (None, 400)]


def year(minutes: int) -> tuple[sp.SessionRecord, ...]:
    """Return the sessions of a year, each done as planned and settled."""
    plan = sp.plan(minutes=minutes, days_since_injury=None, on=TODAY)
    one = sp.record_of(plan, pain_before=2, pain_after=2, pain_next_day=1)
    return tuple(one.model_copy(update={"on": TODAY - timedelta(days=ago)}) for ago in range(1, 366))


def day_after_day(minutes: int, day: int | None, days: int = 28) -> list[sp.SessionRecord]:
    """Make the plans of a programme as an app would without one: a plan and a record for each day."""
    planner, done = sp.Planner(), list[sp.SessionRecord]()
    for number in range(days):
        on = TODAY + timedelta(days=number)
        plan = planner.plan(
            minutes=minutes, days_since_injury=None if day is None else day + number, on=on, history=tuple(done)
        )
        done.append(sp.record_of(plan, pain_next_day=0))
    return done


def in_turn(first: Callable[[], object], second: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Return the median milliseconds of two pieces of work, timed turn by turn."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for work, taken in zip((first, second), times, strict=True):
            start = perf_counter()
            work()
            taken.append(1000 * (perf_counter() - start))
    return median(times[0]), median(times[1])


def main(rounds: int) -> None:
    """Print each ratio."""
    gc.collect()
    gc.disable()
    ratios = []
    for minutes, day in PEOPLE:
        without = sp.PlanRequest(minutes=minutes, days_since_injury=day, on=TODAY)
        after = without.model_copy(update={"history": year(minutes)})
        plain, long = in_turn(
            lambda asked=without: sp.Planner(share=False).plan(asked),
            lambda asked=after: sp.Planner(share=False).plan(asked),
            rounds,
        )
        ratios.append(long / plain)
        print(f"{minutes:2} min, day {day}: {plain:6.1f} ms, after a year of sessions {long:6.1f} ms: {ratios[-1]:.2f}")
    print(f"a year of history: {median(ratios):.2f} times the time at the median, {max(ratios):.2f} at most")
    for minutes, day in ((5, None), (10, 0), (20, None)):
        request = sp.PlanRequest(minutes=minutes, days_since_injury=day)
        whole, single = in_turn(
            lambda request=request: sp.Planner().programme(request, TODAY),
            lambda minutes=minutes, day=day: day_after_day(minutes, day),
            rounds,
        )
        first, one = in_turn(
            lambda request=request: next(sp.Planner().programme_days(request, TODAY)),
            lambda minutes=minutes, day=day: day_after_day(minutes, day, 1),
            rounds,
        )
        print(
            f"{minutes:2} min, day {day}: 28 days {whole:7.1f} ms, "
            f"28 plans and records made day after day {single:7.1f} ms: {whole / single:.2f}; "
            f"the first day alone {first / one:.2f} of one plan"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
