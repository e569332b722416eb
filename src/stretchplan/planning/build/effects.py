"""What do the stated conditions do to the stretches? ``plan.effects``."""

from __future__ import annotations

from collections.abc import Iterator

from stretchplan.catalog.stretch import Stretch
from stretchplan.inputs.conditions import Condition
from stretchplan.planning.model.day import Day
from stretchplan.results.plan import Effect, EffectKind
from stretchplan.rulebook.rules import rule
from stretchplan.safety.allowed.conditions import adaptations, clearances, exclusions
from stretchplan.safety.allowed.forms import form_of
from stretchplan.words import notices, reasons

__all__ = ["effects"]


def effects(day: Day) -> tuple[Effect, ...]:
    """Return what the stated conditions do to each stretch, in catalogue order and then in rule order."""
    if not day.request.stated_conditions:
        return ()
    return tuple(effect for stretch in day.catalog.stretches for effect in _effects(stretch, day))


def _effects(stretch: Stretch, day: Day) -> Iterator[Effect]:
    request = day.request
    excluded = tuple(exclusions(stretch, request))
    for rule_id, because in excluded:
        yield _effect(
            stretch, because.condition, rule_id, "excluded", reasons.why_out(because, stretch.name, day.catalog.names)
        )
    # What one condition excludes is not possible, whatever a clinician has cleared for another.
    for rule_id, condition in () if excluded else clearances(stretch, request):
        yield _effect(stretch, condition, rule_id, "cleared", notices.cleared(stretch.name, condition))
    for adapted in adaptations(stretch, request, form_of(stretch, request, day.policy)):
        text = notices.adapted(stretch.name, adapted.condition, adapted.cue)
        yield _effect(stretch, adapted.condition, adapted.rule_id, "adapted", text)


def _effect(stretch: Stretch, condition: Condition, rule_id: str, kind: EffectKind, text: str) -> Effect:
    behind = rule(rule_id)
    return Effect(
        condition=condition,
        stretch_id=stretch.id,
        kind=kind,
        text=text,
        rule_id=rule_id,
        source=behind.source,
        strength=behind.strength,
    )
