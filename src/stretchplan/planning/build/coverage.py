"""How many seconds is each area of the catalogue worked? ``plan.coverage``."""

from __future__ import annotations

from collections.abc import Sequence

from stretchplan.catalog.entries import Area
from stretchplan.catalog.stretch import TargetKind
from stretchplan.planning.model.day import Day, PlannedStretch
from stretchplan.planning.model.problem import WEIGHTS
from stretchplan.results.plan import AreaCoverage
from stretchplan.rulebook.bounds import AIM_SECONDS_PER_SIDE

__all__ = ["coverage"]


def coverage(day: Day, session: Sequence[PlannedStretch]) -> dict[str, AreaCoverage]:
    """Return how much a session works each area, in catalogue order."""
    seconds: dict[TargetKind, dict[str, int]] = {kind: dict.fromkeys(day.catalog.area_ids, 0) for kind in WEIGHTS}
    for planned in session:
        effective = min(AIM_SECONDS_PER_SIDE, planned.dosage.sets * planned.set_seconds)
        for kind, areas in planned.stretch.targets.by_kind(named=day.named):
            for area in areas:
                seconds[kind][area] += effective
    return {
        area.id: _entry(day, area, {kind: seconds[kind][area.id] for kind in seconds}) for area in day.catalog.areas
    }


def _entry(day: Day, area: Area, seconds: dict[TargetKind, int]) -> AreaCoverage:
    served = sum(WEIGHTS[kind] * seconds[kind] for kind in seconds)
    return AreaCoverage(
        name=area.name,
        demanded=area.id in day.request.targets,
        kind=next((kind for kind in WEIGHTS if seconds[kind]), None),
        primary_seconds=seconds["primary"],
        secondary_seconds=seconds["secondary"],
        named_seconds=seconds["named"],
        served_half_seconds=served // 2,
        served_quarter_seconds=served,
    )
