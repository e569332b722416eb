"""How many seconds each area of the catalogue is worked: ``plan.coverage``."""

from __future__ import annotations

from collections.abc import Sequence

from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.stretch import Stretch
from stretchplan.inputs.request import PlanRequest
from stretchplan.results.plan import AreaCoverage
from stretchplan.rulebook.bounds import AIM_SECONDS_PER_SIDE
from stretchplan.safety.dosage import Dosage

__all__ = ["coverage"]


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
