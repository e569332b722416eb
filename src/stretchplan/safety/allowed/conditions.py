"""Decide which stretches the stated conditions forbid, and how they change others, for the planner."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from stretchplan.base.translation import say
from stretchplan.catalog.stretch import Form, Stretch
from stretchplan.catalog.vocabulary import Load
from stretchplan.inputs.conditions import CONDITIONS, Condition
from stretchplan.inputs.request import PlanRequest
from stretchplan.results.reasons import ConditionForbids
from stretchplan.safety.allowed.forms import replaced_rules
from stretchplan.words import notices as wording

__all__ = ["Adaptation", "adaptations", "clearances", "exclusions", "takes_care"]

_FORBIDDEN_LOADS: Final[dict[Condition, tuple[Load, ...]]] = {
    "osteoporosis": ("end_range_flexion", "one_leg_balance"),
    "spinal_stenosis": ("end_range_extension",),
    "spondylolisthesis": ("end_range_extension",),
    "hip_replacement": ("deep_hip_flexion", "hip_adduction_or_rotation"),
    "knee_pain": ("deep_knee_flexion",),
    "wrist_pain": ("wrist_push",),
    "pregnancy": ("one_leg_balance",),  # after the first trimester
}
_ADAPTED_LOADS: Final[dict[Condition, tuple[Load, ...]]] = {
    "osteoporosis": ("spinal_rotation", "mid_range_flexion", "end_range_extension"),
    "wrist_pain": ("wrist_support",),
    "disc_leg_pain": ("end_range_flexion",),
}
_LOWEST_DOSE: Final[dict[Condition, frozenset[Load] | None]] = {
    "recent_spinal_surgery": None,  # whatever its loads
    "disc_leg_pain": frozenset({"end_range_flexion"}),
}
_READ_FROM_LOADS: Final = frozenset({*_FORBIDDEN_LOADS, *_ADAPTED_LOADS})


class Adaptation(NamedTuple):
    """A condition's change to how a stretch is done.

    It adds a cue to each hold or movement, because of a load; or the stretch is done in a form, whose name is the cue.
    """

    condition: Condition
    rule_id: str
    load: Load | None  # None for a form
    cue: str


def exclusions(stretch: Stretch, request: PlanRequest) -> Iterator[tuple[str, ConditionForbids]]:
    """Yield the rules about conditions that forbid a stretch, each with its reason, in rule order."""
    cleared = _cleared(stretch, request)
    for rule_id, because in _forbidding(stretch, request):
        if because.condition not in cleared:
            yield rule_id, because


def clearances(stretch: Stretch, request: PlanRequest) -> Iterator[tuple[str, Condition]]:
    """Yield the rules about conditions that a clearance lifts for a stretch, each with its condition, in rule order."""
    cleared = _cleared(stretch, request)
    for rule_id, because in _forbidding(stretch, request):
        if because.condition in cleared:
            yield rule_id, because.condition


def adaptations(stretch: Stretch, request: PlanRequest, form: Form | None) -> tuple[Adaptation, ...]:
    """Return how the stated conditions change a stretch, in rule order; ``form`` is the form that it has today."""
    return tuple(_adaptations(stretch, request, form))


def _adaptations(stretch: Stretch, request: PlanRequest, form: Form | None) -> Iterator[Adaptation]:
    replaced = replaced_rules(form)
    excluding = {because.condition for _, because in exclusions(stretch, request)}
    for condition, entry in CONDITIONS.items():
        if condition not in request.stated_conditions:
            continue
        if form is not None and entry.rule_id in replaced:
            if condition not in excluding:
                yield Adaptation(condition, entry.rule_id, None, wording.sentence(form.name))
            continue
        for load in _ADAPTED_LOADS.get(condition, ()):
            if load in (stretch.loads or ()):
                yield Adaptation(condition, entry.rule_id, load, say(wording.CONDITION_CUES[condition, load]))


def takes_care(stretch: Stretch, request: PlanRequest) -> tuple[str, ...]:
    """Return the rules that allow only the lowest dose of a stretch, in rule order.

    A stretch with unknown loads needs care too, even when a clinician has cleared it.
    """
    return tuple(
        CONDITIONS[condition].rule_id
        for condition, loads in _LOWEST_DOSE.items()
        if condition in request.stated_conditions
        and (loads is None or stretch.loads is None or not loads.isdisjoint(stretch.loads))
    )


def _cleared(stretch: Stretch, request: PlanRequest) -> frozenset[Condition]:
    return frozenset(c.condition for c in request.profile.cleared if c.stretch_id == stretch.id)


def _forbidding(stretch: Stretch, request: PlanRequest) -> Iterator[tuple[str, ConditionForbids]]:
    stated = request.stated_conditions
    for condition, entry in CONDITIONS.items():
        if condition in stated and (because := _because(stretch, condition, request.profile.trimester)) is not None:
            yield entry.rule_id, because


def _because(stretch: Stretch, condition: Condition, trimester: int | None) -> ConditionForbids | None:
    if condition == "recent_spinal_surgery":
        return ConditionForbids(condition=condition)
    if condition == "pregnancy":
        # An unstated trimester may be a late one.
        if stretch.position == "prone" or (stretch.position == "supine" and trimester != 1):
            return ConditionForbids(condition=condition, position=stretch.position)
        if trimester == 1:
            return None
    if stretch.loads is None:
        return ConditionForbids(condition=condition, unknown=True) if condition in _READ_FROM_LOADS else None
    for load in _FORBIDDEN_LOADS.get(condition, ()):
        if load in stretch.loads:
            return ConditionForbids(condition=condition, load=load)
    return None
