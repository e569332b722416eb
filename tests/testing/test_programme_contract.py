"""Does the contract for planners of several days pass ours, and catch each wrong one?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import Phase, settings

import stretchplan as sp
from stretchplan.results.programme import ProgrammeRefusal
from stretchplan.testing import programme_contract

PLANNER = sp.Planner(explain=False)
TestOurs = programme_contract(PLANNER.programme, max_examples=8, most_days=6)


def as_json(*arguments: Any, **options: Any) -> str:
    """Return our programme as a JSON text."""
    return PLANNER.programme(*arguments, **options).model_dump_json()


TestOursAsJson = programme_contract(as_json, max_examples=3, most_days=3)


def without_rest_days(request: Any, start: Any, days: Any, **options: Any) -> sp.Programme:
    """Plan every day, whatever the rest days."""
    return PLANNER.programme(request, start, days)


def one_day_short(request: Any, start: Any, days: Any, **options: Any) -> sp.Programme:
    """Leave out the last day, where there are more."""
    return PLANNER.programme(request, start, max(1, days - 1), **options)


def a_day_late(request: Any, start: Any, days: Any, **options: Any) -> sp.Programme:
    """Begin on the day after."""
    return PLANNER.programme(request, start + timedelta(days=1), days, **options)


def for_more_minutes(request: Any, start: Any, days: Any, **options: Any) -> sp.Programme:
    """Plan for somebody with a minute more."""
    longer = request.model_copy(update={"minutes": min(240, request.minutes + 1)})
    return PLANNER.programme(longer, start, days, **options)


def lazy(request: Any, start: Any, days: Any, **options: Any) -> sp.Programme:
    """Say that there is no plan for any day."""
    made = PLANNER.programme(request, start, days, **options)
    refusal = ProgrammeRefusal(kind="no_plan", message="No.")
    empty = [
        sp.ProgrammeDay(on=day.on, kind="refused", refusal=refusal) if day.kind == "session" else day
        for day in made.days
    ]
    nothing = PLANNER.programme(request, start, days, rest_days=[day.on for day in made.days]).weeks
    weeks = [week.model_copy(update={"sessions": 0}) for week in nothing]
    return made.model_copy(update={"days": tuple(empty), "weeks": tuple(weeks)})


def forgetful(request: Any, start: Any, days: Any, **options: Any) -> sp.Programme:
    """Make every day as if it were the first one."""
    made = PLANNER.programme(request, start, days, **options)
    alike = []
    for day in made.days:
        if day.plan is None:
            alike.append(day)
            continue
        plan = PLANNER.plan(day.plan.request.model_copy(update={"history": None}))
        plan = plan.model_copy(update={"request": day.plan.request})
        alike.append(day.model_copy(update={"plan": plan}))
    return made.model_copy(update={"days": tuple(alike)})


def without_questions(request: Any, start: Any, days: Any, **options: Any) -> sp.Programme:
    """Leave the answers about warning signs aside."""
    return PLANNER.programme(request.model_copy(update={"screening": None}), start, days, **options)


class Fickle:
    """Another programme each time."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, request: Any, start: Any, days: Any, **options: Any) -> sp.Programme:
        self.count += 1
        planner = PLANNER if self.count % 2 else sp.Planner()
        return planner.programme(request, start, days, **options)


def no_programme(request: Any, start: Any, days: Any, **options: Any) -> Any:
    """Return the first plan alone."""
    return [PLANNER.programme(request, start, days, **options)]


@contextmanager
def without_shrinking() -> Iterator[None]:
    """Make tests that show the first failing example as it is: to make it shorter takes a minute."""
    usual = settings.default
    settings.register_profile("first", usual, phases=(Phase.generate,))
    settings.load_profile("first")
    try:
        yield
    finally:
        settings.register_profile("usual", usual)
        settings.load_profile("usual")


@pytest.mark.parametrize(
    ("planner", "clause", "said"),
    [
        (without_rest_days, "test_stated_rest_days_are_kept", "programme(PlanRequest("),
        (one_day_short, "test_it_is_for_the_days_and_the_person_asked_for", "programme(PlanRequest("),
        (a_day_late, "test_it_is_for_the_days_and_the_person_asked_for", "programme(PlanRequest("),
        (for_more_minutes, "test_it_is_for_the_days_and_the_person_asked_for", "programme(PlanRequest("),
        (lazy, "test_a_day_is_refused_only_when_it_must_be", "has a plan"),
        (forgetful, "test_each_day_is_safe_and_has_its_history", "low-start"),
        (without_questions, "test_a_warning_sign_stops_everything", "the planner must raise SeeAClinician"),
        (Fickle(), "test_the_same_request_has_the_same_programme", "programme(PlanRequest("),
        (no_programme, "test_each_day_is_safe_and_has_its_history", "the planner returned list"),
    ],
)
def test_a_wrong_planner_is_caught(planner: Any, clause: str, said: str):
    with without_shrinking():
        contract: Any = programme_contract(planner, most_days=4, max_examples=100)
    with pytest.raises(AssertionError) as caught:
        getattr(contract(), clause)()
    assert said in str(caught.value)
