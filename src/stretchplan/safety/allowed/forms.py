"""In which form is a stretch done today, and with which texts? The planner's answer."""

from __future__ import annotations

from typing import Final

from stretchplan.base.cache import Cache
from stretchplan.catalog.stretch import Form, Stretch
from stretchplan.inputs.conditions import CONDITIONS
from stretchplan.inputs.policy import STANDARD, Policy
from stretchplan.inputs.request import PlanRequest

__all__ = ["caution_until", "days_of_forms", "form_of", "replaced_rules", "rules_of_today", "worded"]

_UNTIL: Final = {
    "piriformis-light": "piriformis_light_until_day",
    "twist-small": "twist_small_until_day",
    "early-form": "early_until_day",
    "repair-form": "repair_until_day",
}
"""The rules that apply before a day, and the field of the policy that has the day."""


def rules_of_today(request: PlanRequest, policy: Policy = STANDARD) -> frozenset[str]:
    """Return the rules that apply to a request and that a form may name: days, pain and conditions."""
    day, pain = request.days_since_injury, request.pain
    found = {CONDITIONS[condition].rule_id for condition in request.stated_conditions}
    if day is not None:
        found.update(rule for rule, until in _UNTIL.items() if day < getattr(policy, until))
    if pain is not None and pain >= policy.pain_lowest_doses_from:
        found.add("pain-form")
    return frozenset(found)


def form_of(stretch: Stretch, request: PlanRequest, policy: Policy = STANDARD) -> Form | None:
    """Return the form in which a stretch is done today: the first one whose rules apply; None is its own way."""
    if not stretch.forms:
        return None
    today = rules_of_today(request, policy)
    for form in stretch.forms:
        if not today.isdisjoint(form.rules) and (not form.also or not today.isdisjoint(form.also)):
            return form
    return None


def caution_until(rule_id: str, policy: Policy = STANDARD) -> int:
    """Return the first day on which a caution has passed, or a form that a day calls for."""
    until: int = getattr(policy, _UNTIL[rule_id])
    return until


def days_of_forms(policy: Policy = STANDARD) -> tuple[int, ...]:
    """Return the days on which a caution or a form that a day calls for has passed."""
    return tuple(caution_until(rule_id, policy) for rule_id in _UNTIL)


def worded(stretch: Stretch, request: PlanRequest, policy: Policy = STANDARD) -> Stretch:
    """Return a stretch with the texts, breath cues and figure that it has today."""
    form, effort_out = form_of(stretch, request, policy), request.breath == "effort_out"
    if form is None and not effort_out:
        return stretch
    # Copies are validated, which takes longer than the rest of a plan. Stretches and forms are told apart by
    # identity, because their hash reads all of their texts; an entry holds both, so that no other can have their place.
    key = (id(stretch), id(form), effort_out)
    known = _WORDED.get(key) or _WORDED.put(key, (stretch, form, stretch.in_form(form, effort_out=effort_out)))
    return known[2]


_WORDED: Final = Cache[tuple[Stretch, Form | None, Stretch]](4096)


def replaced_rules(form: Form | None) -> frozenset[str]:
    """Return the rules whose sentences a form replaces."""
    return frozenset() if form is None else frozenset((*form.rules, *form.also))
