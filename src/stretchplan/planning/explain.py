"""Put a finished selection into the words of a plan: why each stretch is in, why each other one is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stretchplan._words import length_words
from stretchplan.planning.screened import screening_notices
from stretchplan.plans import AreaCoverage, LeftOut, Notice, Prescription
from stretchplan.safety import wording
from stretchplan.safety.limits import CAUTION_UNTIL_DAY, active_cautions
from stretchplan.safety.rules import AIM_SECONDS_PER_SIDE, PAIN_LOWEST_DOSES_FROM

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stretchplan.catalog.models import Catalog, Stretch
    from stretchplan.plans import LeftOutKind
    from stretchplan.request import PlanRequest
    from stretchplan.safety.limits import Dosage, Refusal

__all__ = ["coverage", "left_out", "notices", "prescription"]

_WORTH_A_NOTICE_SECONDS = 60


def prescription(stretch: Stretch, dosage: Dosage, catalog: Catalog, request: PlanRequest) -> Prescription:
    """Return what the session asks of one stretch.

    Parameters
    ----------
    stretch, dosage
        What is done, and how much.
    catalog
        For the names and the order of areas.
    request
        For the areas asked for.
    """
    seconds = stretch.work_seconds(dosage.amount)
    held = stretch.dose.kind == "hold"
    breath = stretch.breath
    repetitions = None if held or breath is None else seconds // breath.seconds
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
        why=_why(
            [area.name for area in primary if not request.targets or area.id in request.targets],
            [area.name for area in secondary if not request.targets or area.id in request.targets],
        ),
    )


def _why(primary: list[str], secondary: list[str]) -> str:
    if primary and secondary:
        return f"Works {', '.join(primary)}; also {', '.join(secondary)}."
    if primary:
        return f"Works {', '.join(primary)}."
    if secondary:
        return f"Also works {', '.join(secondary)}."
    return "Works none of the areas asked for; it rounds the session off in time they leave."


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
    refusals: Mapping[str, Refusal],
    least_seconds: Mapping[str, int],
    request: PlanRequest,
    optimal: bool,
) -> tuple[LeftOut, ...]:
    """Say of every stretch that is not planned why it is not, in catalogue order.

    Parameters
    ----------
    catalog
        All there is.
    planned
        Ids of the stretches in the plan.
    refusals
        Those that the rules keep out.
    least_seconds
        For each other stretch, the seconds of the shortest session with it.
    request
        What was asked.
    optimal
        Whether the plan is proved to be the best.
    """
    entries = []
    for stretch in catalog.stretches:
        if stretch.id in planned:
            continue
        kind: LeftOutKind
        rule_id = None
        refusal = refusals.get(stretch.id)
        if refusal is not None:
            kind, rule_id, reason = "forbidden", refusal.rule_id, refusal.message
        elif least_seconds[stretch.id] > request.budget_seconds:
            kind, rule_id = "forbidden", "fits-the-minutes"
            reason = (
                f"The shortest session with {stretch.name} takes {length_words(least_seconds[stretch.id])}, "
                f"and the request has {length_words(request.budget_seconds)}."
            )
        elif request.targets and not request.targets & {*stretch.targets.primary, *stretch.targets.secondary}:
            kind, reason = "not_targeted", f"{stretch.name} works none of the areas asked for."
        else:
            kind = "beaten"
            how_sure = "the best plan" if optimal else "the best plan found"
            reason = (
                f"{stretch.name} is allowed, but {how_sure} for {length_words(request.budget_seconds)} does without it."
            )
        entries.append(LeftOut(stretch_id=stretch.id, name=stretch.name, kind=kind, rule_id=rule_id, reason=reason))
    return tuple(entries)


def notices(
    session: Sequence[tuple[Stretch, Dosage]], request: PlanRequest, total_seconds: int, optimal: bool
) -> tuple[Notice, ...]:
    """Return what the person must be told with the plan, the most general first."""
    found = [
        Notice(id="general-information", text=wording.GENERAL_INFORMATION, rule_id="honest-notice", stretch_id=None),
        *screening_notices(request),
    ]
    if request.pain is not None and request.pain >= PAIN_LOWEST_DOSES_FROM:
        found.append(
            Notice(
                id="pain-lowest-doses",
                text=wording.pain_lowest_doses(request.pain),
                rule_id="pain-stop",
                stretch_id=None,
            )
        )
    for stretch, _ in session:
        found.extend(
            Notice(
                id=caution.rule,
                text=wording.caution(stretch.name, CAUTION_UNTIL_DAY[caution.rule], caution.cue),
                rule_id=caution.rule,
                stretch_id=stretch.id,
            )
            for caution in active_cautions(stretch, request.days_since_injury)
        )
    free = request.budget_seconds - total_seconds
    if not optimal:
        found.append(
            Notice(
                id="not-proved-best",
                text=wording.NOT_PROVED_BEST,
                rule_id=None,
                stretch_id=None,
            )
        )
    elif free >= _WORTH_A_NOTICE_SECONDS:
        found.append(
            Notice(
                id="minutes-unfilled",
                text=wording.minutes_unfilled(free, request.budget_seconds),
                rule_id=None,
                stretch_id=None,
            )
        )
    return tuple(found)
