"""The answers to changing a plan: what was kept, and what could stand in the place of a stretch."""

from collections.abc import Iterator
from typing import Any

from pydantic import StrictBool, StrictStr

from stretchplan.base.bounded import SafeInt
from stretchplan.base.models import OutputModel
from stretchplan.results.plan import LeftOut, Plan
from stretchplan.results.programme import DayChange
from stretchplan.results.reasons import Difference

__all__ = ["Alternative", "Revision"]


class Revision(OutputModel):
    """A plan that keeps as much as it can of an earlier one: the answer of :meth:`stretchplan.Planner.revise`.

    Attributes
    ----------
    plan
        The plan. It keeps every rule; of a session that has begun it is the rest.
    kept
        Ids of the stretches that both plans have, in the order of the new one.
    changed
        Those of them that have another dose now, each with both doses, in the same order.
    dropped
        The stretches of the earlier plan that are not in this one, each with the reason, in catalogue order.
    added
        Ids of the stretches that only the new plan has, in its order.
    done
        Of a session that has begun, ids of the stretches that are done, or are finished before the new plan begins, in
        order.
    begins_at_seconds
        The second of the earlier session at which the new plan begins; null for a session that has not begun.
    proved
        Whether it is proved that no plan keeps more, and that of those that keep as much none is better.
    text
        The same in words.
    """

    plan: Plan
    kept: tuple[StrictStr, ...]
    changed: tuple[DayChange, ...]
    dropped: tuple[LeftOut, ...]
    added: tuple[StrictStr, ...]
    done: tuple[StrictStr, ...] = ()
    begins_at_seconds: SafeInt | None = None
    proved: StrictBool
    text: StrictStr

    def __repr_args__(self) -> Iterator[tuple[str, Any]]:
        """Yield the plan and what differs, by id."""
        yield "plan", self.plan
        yield "kept", list(self.kept)
        yield "changed", [change.stretch_id for change in self.changed]
        yield "dropped", [out.stretch_id for out in self.dropped]
        yield "added", list(self.added)
        yield "proved", self.proved


class Alternative(OutputModel):
    """What could stand in the place of a stretch: an answer of :meth:`stretchplan.Planner.alternatives`.

    Attributes
    ----------
    stretch_id, name
        The stretch that could take the place.
    revision
        The plan with it, and what it keeps of the plan that was given; found by solving.
    difference
        The first measure of the objective in which the two plans differ: ``here`` is the plan that was given, and
        ``there`` the one with this stretch. Null where they are equally good.
    text
        What the plan with it gives up, in words.
    """

    stretch_id: StrictStr
    name: StrictStr
    revision: Revision
    difference: Difference | None
    text: StrictStr

    def __repr_args__(self) -> Iterator[tuple[str, Any]]:
        """Yield the stretch and what it gives up."""
        yield "stretch_id", self.stretch_id
        yield "text", self.text
