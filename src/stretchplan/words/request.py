"""What a plan was made for and under, in words: the person's conditions and wishes, the pace, the caller's policy."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from stretchplan.catalog.vocabulary import POSITIONS, Position
from stretchplan.inputs.conditions import CONDITIONS, Condition
from stretchplan.inputs.policy import STANDARD
from stretchplan.inputs.request import PACES, Pace
from stretchplan.results.plan import Plan
from stretchplan.words.phrases import listed
from stretchplan.words.reasons import condition_name
from stretchplan.words.steps import area_words, day_words, stretch_words

__all__ = ["in_order", "policy_words", "request_words"]


def request_words(plan: Plan) -> str:
    """Return what was stated and what was asked for: ``Day 3 after the injury, with knee pain; asked for: hips.``."""
    request = plan.request
    stated = [request.on.isoformat()] if request.on is not None else []
    stated.append(day_words(request))
    if request.pain is not None:
        stated.append(f"pain {request.pain} of 10")
    if request.stated_conditions:
        stated.append(_conditions(plan))
    asked = listed(area_words(area, plan) for area in sorted(request.targets))
    parts = [", ".join(stated), f"asked for: {asked}" if asked else "no area asked for", *_wishes(plan)]
    sentence = f"{'; '.join(parts)}."
    return sentence[:1].upper() + sentence[1:]


def in_order(conditions: Collection[Condition]) -> list[Condition]:
    """Return conditions in the order of the rules: sets have none."""
    return [one for one in CONDITIONS if one in conditions]


def _conditions(plan: Plan) -> str:
    trimester = plan.request.profile.trimester
    names = [
        f"{condition_name(one)} (trimester {trimester})" if one == "pregnancy" and trimester else condition_name(one)
        for one in in_order(plan.request.stated_conditions)
    ]
    return f"with {listed(names)}"


def _wishes(plan: Plan) -> Iterator[str]:
    profile = plan.request.profile
    if profile.cleared:
        cleared = (f"{stretch_words(c.stretch_id, plan)} for {condition_name(c.condition)}" for c in profile.cleared)
        yield f"cleared by a clinician: {listed(cleared)}"
    if profile.include:
        yield f"must be in: {_stretches(profile.include, plan)}"
    if profile.avoid_stretches:
        yield f"avoided: {_stretches(profile.avoid_stretches, plan)}"
    if profile.avoid_positions:
        yield f"positions avoided: {_positions(profile.avoid_positions)}"
    if profile.equipment is not None:
        yield f"at hand: {listed(sorted(profile.equipment))}" if profile.equipment else "nothing at hand"
    if plan.request.pace != Pace():
        yield f"pace: {_pace(plan.request.pace)}"


def policy_words(plan: Plan) -> str:
    """Return how the caller's policy narrows a plan, or an empty text for the standard policy."""
    bounds = [
        _bound(name, value, plan)
        for name, value in ((name, getattr(plan.policy, name)) for name in type(plan.policy).model_fields)
        if value != getattr(STANDARD, name)
    ]
    return f"A policy of the caller's own narrows it: {'; '.join(bounds)}." if bounds else ""


def _bound(name: str, value: Any, plan: Plan) -> str:
    words = name.replace("_", " ")
    if name == "forbidden_stretches":
        return f"{words}: {_stretches(value, plan)}"
    if name == "forbidden_positions":
        return f"{words}: {_positions(value)}"
    if name == "first_allowed_days":
        days = (f"{stretch_words(one, plan)} day {day}" for one, day in sorted(value.items()))
        return f"{words}: {listed(days)}"
    if isinstance(value, Pace):
        return f"{words} {_pace(value)}"
    return words if value is True else f"{words} {value}"


def _stretches(ids: Iterable[str], plan: Plan) -> str:
    return listed(stretch_words(one, plan) for one in sorted(ids))


def _positions(positions: Iterable[Position]) -> str:
    return listed(POSITIONS[one].partition(",")[0] for one in sorted(positions))


def _pace(pace: Pace) -> str:
    return next((name for name, one in PACES.items() if one == pace), "slower than usual")
