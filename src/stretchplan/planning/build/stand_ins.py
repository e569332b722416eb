"""What takes the place of a stretch that is left out: in the plan, or from the built-in catalogue for anywhere."""

from __future__ import annotations

from collections.abc import Collection

from stretchplan.catalog.stretch import Stretch
from stretchplan.planning.model.day import Day
from stretchplan.planning.model.stand_by import could_stand_in
from stretchplan.results.plan import StandIn
from stretchplan.results.reasons import Avoided, Because, ConditionForbids, NeedsEquipment

__all__ = ["stand_ins"]


def stand_ins(day: Day, stretch: Stretch, because: Because | None, planned: Collection[str]) -> tuple[StandIn, ...]:
    """Return what takes the place of a stretch; ``because`` is what keeps it out.

    Those of another catalogue are named where a condition, a wish or missing equipment keeps a stretch out, and not
    where it will be allowed on a later day.
    """
    here = day.catalog.stand_ins.get(stretch.id, ())
    taken = tuple(StandIn(stretch_id=s.id, name=s.name) for s in here if s.id in planned)
    if taken or not isinstance(because, (ConditionForbids, Avoided, NeedsEquipment)):
        return taken
    others = could_stand_in(stretch.id, day.request, day.terms)
    return tuple(StandIn(stretch_id=s.id, name=s.name, catalog="anywhere") for s in others)
