"""What takes the place of a stretch that is left out, in the plan or from the built-in catalogue for anywhere?"""

from __future__ import annotations

from collections.abc import Collection

from stretchplan.catalog.loader import BUILTIN, BuiltinName, builtin_catalog
from stretchplan.catalog.stretch import Stretch
from stretchplan.planning.model.allowed import avoided_because
from stretchplan.planning.model.day import Day
from stretchplan.results.plan import StandIn
from stretchplan.results.reasons import Avoided, Because, ConditionForbids, NeedsEquipment
from stretchplan.safety.allowed.doses import Refusal, allowed_doses

__all__ = ["could_stand_in", "stand_ins"]

_ELSEWHERE: BuiltinName = "anywhere"


def stand_ins(day: Day, stretch: Stretch, because: Because | None, planned: Collection[str]) -> tuple[StandIn, ...]:
    """Return what takes the place of a stretch; ``because`` is what keeps it out.

    Those of another catalogue are named where a condition, a wish or missing equipment keeps a stretch out, and not
    where it will be allowed on a later day.
    """
    here = day.catalog.stand_ins.get(stretch.id, ())
    taken = tuple(StandIn(stretch_id=s.id, name=s.name) for s in here if s.id in planned)
    if taken or not isinstance(because, (ConditionForbids, Avoided, NeedsEquipment)):
        return taken
    return could_stand_in(day, stretch.id)


def could_stand_in(day: Day, stretch_id: str) -> tuple[StandIn, ...]:
    """Return what of the built-in catalogue for anywhere could stand in for one of the seven today."""
    if day.catalog.id != BUILTIN["seven"] or day.terms.own_rules:
        return ()
    return tuple(
        StandIn(stretch_id=s.id, name=s.name, catalog=_ELSEWHERE)
        for s in builtin_catalog(_ELSEWHERE).stand_ins.get(stretch_id, ())
        if avoided_because(s, day.request.profile) is None
        and not isinstance(allowed_doses(s, day.request, day.policy), Refusal)
    )
