"""Programmes to show: two people over four weeks, every kind of day, and the same with hostile text."""

from datetime import timedelta
from functools import cache
from typing import Any

import stretchplan as sp

START = "2026-03-02"


@cache
def day_0() -> sp.Programme:
    """Return four weeks from the day of an injury on, ten minutes on six days a week."""
    request = sp.PlanRequest(minutes=10, days_since_injury=0, pain=3)
    return sp.Planner().programme(request, START, 28, days_per_week=6)


@cache
def osteoporosis() -> sp.Programme:
    """Return four weeks of ten minutes for a person with osteoporosis and no recent injury."""
    request = sp.PlanRequest(minutes=10, days_since_injury=None, profile={"conditions": ["osteoporosis"]})
    return sp.Planner().programme(request, START, 28)


@cache
def every_kind() -> sp.Programme:
    """Return nine days with sessions, a rest day, a day without a plan, and changes."""
    request = sp.PlanRequest(minutes=5, days_since_injury=5, targets={"pelvis"})
    return sp.Planner().programme(request, START, 9, rest_days={"2026-03-05"})


PROGRAMMES = {"day-0": day_0, "osteoporosis": osteoporosis}
"""Those that the golden files and the pictures of the documents show."""


def first_days(made: sp.Programme, count: int) -> sp.Programme:
    """Return the first days of a programme."""
    return made.model_copy(update={"days": made.days[:count], "weeks": made.weeks[: -(-count // 7)]})


def lengthened(made: sp.Programme, count: int) -> sp.Programme:
    """Return a programme of so many days, the days of another one repeated on later dates."""
    days = []
    for number in range(count):
        day = made.days[number % len(made.days)]
        on = made.starts_on + timedelta(number)
        plan = day.plan
        if plan is not None:
            plan = plan.model_copy(update={"request": plan.request.model_copy(update={"on": on, "history": None})})
        days.append(day.model_copy(update={"on": on, "plan": plan}))
    weeks = (made.weeks * (count // 7 + 1))[: -(-count // 7)]
    return made.model_copy(update={"days": tuple(days), "weeks": weeks})


def spoilt_programme(text: str) -> sp.Programme:
    """Return a programme of every kind of day, with ``text`` in every place where a file may hold any text."""
    data = every_kind().model_dump(mode="json")
    kept = ("kind", "side", "sides", "position", "on", "request", "because", "equipment", "policy", "condition")
    kept += ("begins_with", "uses", "rest_weekdays", "rest_dates", "starts_on", "before", "now")
    kept += ("stretch_id",)  # the sessions before are made of it, and a record limits it

    def spoil(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: v if k in kept else spoil(v) for k, v in value.items()}
        if isinstance(value, list):
            return [spoil(one) for one in value]
        return text if isinstance(value, str) else value

    spoiled = spoil(data)
    spoiled["request"]["targets"] = [text]
    for day in spoiled["days"]:
        if day["plan"] is not None:
            day["plan"]["request"]["targets"] = [text]
            day["plan"]["coverage"] = {text: next(iter(day["plan"]["coverage"].values()))}
    return sp.Programme.model_validate(spoiled)
