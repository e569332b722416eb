"""What the stated conditions do to the stretches: ``plan.effects``."""

from __future__ import annotations

from collections.abc import Iterator

from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.stretch import Stretch
from stretchplan.inputs.conditions import Condition
from stretchplan.inputs.request import PlanRequest
from stretchplan.results.plan import Effect, EffectKind
from stretchplan.rulebook.rules import rule
from stretchplan.safety.allowed.conditions import adaptations, clearances, exclusions
from stretchplan.words import notices as wording
from stretchplan.words import reasons as english

__all__ = ["effects"]


def effects(catalog: Catalog, request: PlanRequest) -> tuple[Effect, ...]:
    """Return what the stated conditions do to the stretches of a catalogue, in its order and then rule order.

    Parameters
    ----------
    catalog
        All there is.
    request
        What was stated.
    """
    if not request.stated_conditions:
        return ()
    return tuple(effect for stretch in catalog.stretches for effect in _effects(stretch, request))


def _effects(stretch: Stretch, request: PlanRequest) -> Iterator[Effect]:
    for rule_id, because in exclusions(stretch, request):
        yield _effect(stretch, because.condition, rule_id, "excluded", english.why_out(because, stretch.name))
    for rule_id, condition in clearances(stretch, request):
        yield _effect(stretch, condition, rule_id, "cleared", wording.cleared(stretch.name, condition))
    for one in adaptations(stretch, request):
        text = wording.adapted(stretch.name, one.condition, one.cue)
        yield _effect(stretch, one.condition, one.rule_id, "adapted", text)


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
