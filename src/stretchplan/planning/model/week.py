"""What did the six days before today bring? What each area had, and how long ago each stretch was done."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.stretch import Stretch
from stretchplan.inputs.history import RecordedDose
from stretchplan.inputs.request import PlanRequest
from stretchplan.planning.model.problem import WEIGHTS
from stretchplan.rulebook.bounds import AIM_SECONDS_PER_SIDE, LONGEST_REST_DAYS, WEEK_DAYS

__all__ = ["Week", "week_before"]


@dataclass(frozen=True)
class Week:
    """A person's last days, in the whole numbers that the search reads.

    Either table may be empty: then all areas, or all stretches, are alike.
    """

    had: tuple[int, ...] = ()  # for each area of the catalogue, quarter-seconds of the last six days, 0 or more
    rested: Mapping[str, int] = field(default_factory=dict)  # for each stretch, days since it was last done, 0 to 14

    @property
    def key(self) -> Hashable:
        """What the search depends on."""
        return self.had, self.rested_key

    @property
    def rested_key(self) -> Hashable:
        """What a problem depends on: problems do not know what the areas had."""
        return tuple(sorted(self.rested.items()))


def week_before(request: PlanRequest, catalog: Catalog, *, named: bool) -> Week | None:
    """Return what a request's history says of the last days; None where it has no history.

    ``named`` says whether a stretch works an area that it is only named for. A stretch that was removed from the
    catalogue counts as the one that replaced it.
    """
    if request.history is None:
        return None
    had = dict.fromkeys(catalog.area_ids, 0)
    rested = {stretch.id: LONGEST_REST_DAYS for stretch in catalog.stretches}
    for record in request.history:
        days = 0 if request.on is None else (request.on - record.on).days
        if days >= LONGEST_REST_DAYS:
            continue
        for entry in record.stretches:
            stretch = catalog.find(entry.stretch_id)
            if stretch is None or entry.done is None:
                continue
            rested[stretch.id] = min(rested[stretch.id], days)
            if days <= WEEK_DAYS:
                seconds = _half_seconds(entry.done, stretch)
                for kind, areas in stretch.targets.by_kind(named=named):
                    for area in areas:
                        had[area] += WEIGHTS[kind] * seconds // 2
    return Week(tuple(had.values()), rested)


def _half_seconds(done: RecordedDose, stretch: Stretch) -> int:
    """Return the effective half-seconds per side of a dose: at most 60 s, and half where one side was left out."""
    if done.hold_seconds is not None:
        seconds = done.hold_seconds
    else:
        seconds = (done.repetitions or 0) * (stretch.breath.seconds if stretch.breath is not None else 1)
    effective = min(AIM_SECONDS_PER_SIDE, done.sets * seconds)
    return effective if stretch.sides == "each" and done.sides in ("left", "right") else 2 * effective
