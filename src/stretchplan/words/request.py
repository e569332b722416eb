"""Put the request and the caller's policy of a plan into words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final

from stretchplan.base.translation import marked, say
from stretchplan.catalog.vocabulary import EQUIPMENT, Position
from stretchplan.inputs.conditions import CONDITIONS, Condition
from stretchplan.inputs.policy import STANDARD
from stretchplan.inputs.request import PACES, Pace
from stretchplan.results.plan import Plan
from stretchplan.words.moves import position_words
from stretchplan.words.notices import stating
from stretchplan.words.phrases import capitalized, listed
from stretchplan.words.steps import area_words, day_words, stretch_words

__all__ = ["PACE_NAMES", "describe_policy", "describe_request", "in_rule_order"]

PACE_NAMES: Final = {"usual": marked("usual"), "unhurried": marked("unhurried"), "slow": marked("slow")}
_OWN_PACE: Final = marked("of the caller's own")


def describe_request(plan: Plan) -> str:
    """Return the facts and the wishes of a request: ``Day 3 after the injury, with knee pain; asked for: hips.``."""
    request = plan.request
    stated = [request.on.isoformat()] if request.on is not None else []
    stated.append(day_words(request))
    if request.pain is not None:
        stated.append(say("pain {pain} of 10", pain=request.pain))
    if request.stated_conditions:
        stated.append(_conditions(plan))
    areas = listed(area_words(area, plan) for area in sorted(request.targets))
    wanted = say("asked for: {areas}", areas=areas) if areas else say("no area asked for")
    parts = [", ".join(stated), wanted, *_wishes(plan)]
    return capitalized(f"{'; '.join(parts)}.")


def in_rule_order(conditions: Collection[Condition]) -> list[Condition]:
    """Return conditions in the order of the rules."""
    return [condition for condition in CONDITIONS if condition in conditions]


def _conditions(plan: Plan) -> str:
    trimester, stated = plan.request.profile.trimester, in_rule_order(plan.request.stated_conditions)
    others = [say(CONDITIONS[condition].name) for condition in stated if condition != "pregnancy"]
    parts = [say("with {conditions}", conditions=listed(others))] if others else []
    if "pregnancy" in stated and trimester:
        parts.append(say("in pregnancy (trimester {trimester})", trimester=trimester))
    elif "pregnancy" in stated:
        parts.append(stating("pregnancy"))
    return ", ".join(parts)


def _wishes(plan: Plan) -> Iterator[str]:
    profile = plan.request.profile
    if profile.cleared:
        cleared = (
            say(
                "{stretch} for {condition}",
                stretch=stretch_words(c.stretch_id, plan),
                condition=say(CONDITIONS[c.condition].name),
            )
            for c in profile.cleared
        )
        yield say("cleared by a clinician: {stretches}", stretches=listed(cleared))
    if profile.include:
        yield say("must be in: {stretches}", stretches=_stretches(profile.include, plan))
    if profile.avoid_stretches:
        yield say("avoided: {stretches}", stretches=_stretches(profile.avoid_stretches, plan))
    if profile.avoid_positions:
        yield say("positions avoided: {positions}", positions=_positions(profile.avoid_positions))
    if profile.equipment is not None and profile.equipment:
        yield say("at hand: {equipment}", equipment=listed(say(EQUIPMENT[one]) for one in sorted(profile.equipment)))
    elif profile.equipment is not None:
        yield say("nothing at hand")
    if plan.request.pace is not None:
        yield say("pace: {pace}", pace=_pace(plan.request.pace))
    elif (pace := plan.policy.asked_pace(plan.request)) != PACES["usual"]:
        yield say("pace: {pace}, as suits the day", pace=_pace(pace))
    if plan.request.breath == "effort_out":
        yield say("effort on the out-breath")


def describe_policy(plan: Plan) -> str:
    """Return how the caller's policy narrows a plan; empty for the standard policy."""
    bounds = [
        _bound(name, getattr(plan.policy, name), plan)
        for name in type(plan.policy).model_fields
        if getattr(plan.policy, name) != getattr(STANDARD, name)
    ]
    return say("A policy of the caller's own narrows it: {bounds}.", bounds="; ".join(bounds)) if bounds else ""


def _bound(name: str, value: Any, plan: Plan) -> str:
    words = name.replace("_", " ")
    if name == "forbidden_stretches":
        return f"{words}: {_stretches(value, plan)}"
    if name == "forbidden_positions":
        return f"{words}: {_positions(value)}"
    if name == "first_allowed_days":
        days = (f"{stretch_words(stretch_id, plan)} day {day}" for stretch_id, day in sorted(value.items()))
        return f"{words}: {listed(days)}"
    if isinstance(value, Pace):
        return f"{words} {_pace(value)}"
    return words if value is True else f"{words} {value}"


def _stretches(ids: Iterable[str], plan: Plan) -> str:
    return listed(stretch_words(stretch_id, plan) for stretch_id in sorted(ids))


def _positions(positions: Iterable[Position]) -> str:
    return listed(map(position_words, sorted(positions)))


def _pace(pace: Pace) -> str:
    return say(next((PACE_NAMES[name] for name, known in PACES.items() if known == pace), _OWN_PACE))
