"""Put a finished selection into the words of a plan: why each stretch is in, why each other one is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import stretchplan.english as english
from stretchplan.bounds import AIM_SECONDS_PER_SIDE
from stretchplan.condition import CONDITIONS
from stretchplan.planning.counterfactual import lost
from stretchplan.planning.screened import screening_notices
from stretchplan.plans import AreaCoverage, Effect, LeftOut, Notice, Prescription
from stretchplan.reasons import Beaten, NotTargeted, Serves, TooLong
from stretchplan.safety import wording
from stretchplan.safety.limits import active_cautions
from stretchplan.safety.person import adaptations, clearances, exclusions
from stretchplan.safety.rules import rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from stretchplan.catalog.models import Catalog, Stretch
    from stretchplan.condition import Condition
    from stretchplan.planning.counterfactual import Otherwise
    from stretchplan.planning.today import Today
    from stretchplan.plans import EffectKind, LeftOutKind
    from stretchplan.policy import Policy
    from stretchplan.reasons import Because
    from stretchplan.request import PlanRequest
    from stretchplan.safety.dosage import Dosage

__all__ = ["NOT_WORKED_OUT", "coverage", "effects", "left_out", "left_out_entry", "notices", "prescription", "serves"]

_WORTH_A_NOTICE_SECONDS = 60


NOT_WORKED_OUT: Otherwise = ("not_worked_out", None)


def prescription(
    stretch: Stretch, dosage: Dosage, catalog: Catalog, request: PlanRequest, otherwise: Otherwise
) -> Prescription:
    """Return what the session asks of one stretch.

    Parameters
    ----------
    stretch, dosage
        What is done, and how much.
    catalog
        For the names and the order of areas.
    request
        For the areas asked for.
    otherwise
        How the best plan without it compares.
    """
    because = serves(stretch, catalog, request, otherwise)
    seconds = stretch.work_seconds(dosage.amount)
    held = stretch.dose.kind == "hold"
    breath = stretch.breath
    repetitions = None if breath is None else seconds // breath.seconds  # only what moves has a breath of its own
    primary = [area for area in catalog.areas if area.id in stretch.targets.primary]
    secondary = [area for area in catalog.areas if area.id in stretch.targets.secondary]
    return Prescription(
        stretch_id=stretch.id,
        name=stretch.name,
        position=stretch.position,
        kind=stretch.dose.kind,
        sets=dosage.sets,
        hold_seconds=seconds if held else None,
        repetitions=repetitions,
        set_seconds=seconds,
        sides=stretch.sides,
        seconds_per_side=dosage.sets * seconds,
        areas=tuple(area.id for area in (*primary, *secondary)),
        why=english.why_in(because),
        because=because,
        equipment=(*stretch.needs, *(piece for piece in stretch.equipment if piece not in stretch.needs)),
    )


def serves(stretch: Stretch, catalog: Catalog, request: PlanRequest, otherwise: Otherwise) -> Serves:
    """Return why a stretch is in.

    Parameters
    ----------
    stretch, catalog
        Which one, and the names and the order of areas.
    request
        For the areas and the stretches asked for.
    otherwise
        How the best plan without it compares.
    """
    counts = [area for area in catalog.areas if not request.targets or area.id in request.targets]
    outcome, loses = lost(otherwise)
    return Serves(
        primary=tuple(area.name for area in counts if area.id in stretch.targets.primary),
        secondary=tuple(area.name for area in counts if area.id in stretch.targets.secondary),
        included=stretch.id in request.profile.include,
        outcome=outcome,
        loses=loses,
    )


def coverage(
    catalog: Catalog, session: Sequence[tuple[Stretch, Dosage]], request: PlanRequest
) -> dict[str, AreaCoverage]:
    """Return how much each area of the catalogue is worked, in catalogue order."""
    primary = dict.fromkeys(catalog.area_ids, 0)
    secondary = dict.fromkeys(catalog.area_ids, 0)
    for stretch, dosage in session:
        effective = min(AIM_SECONDS_PER_SIDE, dosage.sets * stretch.work_seconds(dosage.amount))
        for area in stretch.targets.primary:
            primary[area] += effective
        for area in stretch.targets.secondary:
            secondary[area] += effective
    return {
        area.id: AreaCoverage(
            name=area.name,
            demanded=area.id in request.targets,
            primary_seconds=primary[area.id],
            secondary_seconds=secondary[area.id],
            served_half_seconds=2 * primary[area.id] + secondary[area.id],
        )
        for area in catalog.areas
    }


def left_out(
    catalog: Catalog,
    planned: set[str],
    today: Today,
    least_seconds: Mapping[str, int],
    request: PlanRequest,
    budget_seconds: int,
    optimal: bool,
    otherwise: Mapping[str, Otherwise],
) -> tuple[LeftOut, ...]:
    """Say of every stretch that is not planned why it is not, in catalogue order.

    Parameters
    ----------
    catalog
        All there is.
    planned
        Ids of the stretches in the plan.
    today
        What the rules and the wishes keep out.
    least_seconds
        For each other stretch, the seconds of the shortest session with it.
    request
        What was asked.
    budget_seconds
        The seconds that the session may take.
    optimal
        Whether the plan is proved to be the best.
    otherwise
        How the best plan with each of the others compares, by stretch id.
    """
    return tuple(
        left_out_entry(
            stretch,
            today,
            least_seconds.get(stretch.id, 0),
            request,
            budget_seconds,
            optimal,
            otherwise.get(stretch.id, NOT_WORKED_OUT),
        )
        for stretch in catalog.stretches
        if stretch.id not in planned
    )


def left_out_entry(
    stretch: Stretch,
    today: Today,
    least_seconds: int,
    request: PlanRequest,
    budget_seconds: int,
    optimal: bool,
    otherwise: Otherwise,
) -> LeftOut:
    """Say of one stretch why it is not planned: see :func:`left_out`."""
    kind: LeftOutKind
    because: Because
    rule_id = None
    refusal, wish = today.refusals.get(stretch.id), today.unwanted.get(stretch.id)
    if refusal is not None:
        kind, rule_id, because = "forbidden", refusal.rule_id, refusal.because
    elif wish is not None:
        kind, because = "avoided", wish
    elif least_seconds > budget_seconds:
        kind, rule_id = "forbidden", "fits-the-minutes"
        because = TooLong(least_seconds=least_seconds, budget_seconds=budget_seconds)
    elif request.targets and not request.targets & {*stretch.targets.primary, *stretch.targets.secondary}:
        kind, because = "not_targeted", NotTargeted()
    else:
        outcome, gives_up = otherwise
        kind = "beaten"
        because = Beaten(budget_seconds=budget_seconds, proved=optimal, outcome=outcome, gives_up=gives_up)
    return LeftOut(
        stretch_id=stretch.id,
        name=stretch.name,
        kind=kind,
        rule_id=rule_id,
        reason=english.why_out(because, stretch.name),
        because=because,
    )


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


def notices(
    catalog: Catalog,
    session: Sequence[tuple[Stretch, Dosage]],
    request: PlanRequest,
    policy: Policy,
    total_seconds: int,
    optimal: bool,
) -> tuple[Notice, ...]:
    """Return what the person must be told with the plan, the most general first."""
    found = [
        _notice("general-information", wording.GENERAL_INFORMATION, "honest-notice"),
        *screening_notices(request, policy),
    ]
    if request.pain is not None and request.pain >= policy.pain_lowest_doses_from:
        found.append(_notice("pain-lowest-doses", wording.pain_lowest_doses(request.pain), "pain-stop"))
    found += _condition_notices(catalog, request)
    for stretch, _ in session:
        found += [
            _notice(c.rule_id, c.notice, c.rule_id, stretch.id) for c in active_cautions(stretch, request, policy)
        ]
    budget = policy.budget_seconds(request.budget_seconds)
    free = budget - total_seconds
    if not optimal:
        found.append(_notice("not-proved-best", wording.NOT_PROVED_BEST))
    elif free >= _WORTH_A_NOTICE_SECONDS:
        found.append(_notice("minutes-unfilled", wording.minutes_unfilled(free, budget)))
    return tuple(found)


def _condition_notices(catalog: Catalog, request: PlanRequest) -> Iterator[Notice]:
    for condition, advice in wording.CONDITION_ADVICE.items():
        if condition in request.stated_conditions:
            rule_id = CONDITIONS[condition].rule_id
            yield _notice(rule_id, advice, rule_id)
    if request.profile.cleared:
        for stretch in catalog.stretches:
            for rule_id, condition in clearances(stretch, request):
                yield _notice("cleared", wording.cleared(stretch.name, condition), rule_id, stretch.id)


def _notice(name: str, text: str, rule_id: str | None = None, stretch_id: str | None = None) -> Notice:
    return Notice(id=name, text=text, rule_id=rule_id, stretch_id=stretch_id)
