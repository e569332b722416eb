"""How many seconds is each area of the catalogue worked? ``plan.coverage``."""

from __future__ import annotations

from collections.abc import Sequence

from stretchplan.planning.model.day import Day, PlannedStretch
from stretchplan.results.plan import AreaCoverage
from stretchplan.rulebook.bounds import AIM_SECONDS_PER_SIDE

__all__ = ["coverage"]


def coverage(day: Day, session: Sequence[PlannedStretch]) -> dict[str, AreaCoverage]:
    """Return how much a session works each area, in catalogue order."""
    primary = dict.fromkeys(day.catalog.area_ids, 0)
    secondary = dict.fromkeys(day.catalog.area_ids, 0)
    for planned in session:
        effective = min(AIM_SECONDS_PER_SIDE, planned.dosage.sets * planned.set_seconds)
        for area in planned.stretch.targets.primary:
            primary[area] += effective
        for area in planned.stretch.targets.secondary:
            secondary[area] += effective
    return {
        area.id: AreaCoverage(
            name=area.name,
            demanded=area.id in day.request.targets,
            primary_seconds=primary[area.id],
            secondary_seconds=secondary[area.id],
            served_half_seconds=2 * primary[area.id] + secondary[area.id],
        )
        for area in day.catalog.areas
    }
