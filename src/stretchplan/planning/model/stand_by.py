"""Which stretches stand by today? Those that stand in for others, while one of the others may be planned.

A session has a stretch or its stand-in, and not both, unless the person asks for it: by name, or by an area that the
stand-in is more for than anything else that may be planned.
"""

from __future__ import annotations

from dataclasses import replace

from stretchplan.catalog.stretch import Stretch
from stretchplan.inputs.request import PlanRequest
from stretchplan.planning.model.allowed import AllowedToday
from stretchplan.planning.model.terms import Terms
from stretchplan.results.reasons import StandsBy

__all__ = ["with_stand_by"]

_WORTH = {"primary": 3, "secondary": 2, "named": 1}


def with_stand_by(allowed: AllowedToday, request: PlanRequest, terms: Terms) -> AllowedToday:
    """Return what is allowed today without the stretches that stand by; the same object when none does."""
    catalog = terms.catalog
    if not catalog.stand_ins:
        return allowed
    doses = allowed.doses
    waiting = [
        stretch
        for stretch in catalog.stretches
        if stretch.id in doses
        and stretch.id not in request.profile.include
        and any(name in doses for name in stretch.stands_in)
    ]
    ids = {stretch.id for stretch in waiting}
    free = [catalog.by_id[name] for name in doses if name not in ids]
    best = {area: max((_worth(stretch, area) for stretch in free), default=0) for area in request.targets}
    held = {
        stretch.id: StandsBy(names=tuple(catalog.by_id[name].name for name in stretch.stands_in if name in doses))
        for stretch in waiting
        if all(_worth(stretch, area) <= most for area, most in best.items())
    }
    if not held:
        return allowed
    return replace(
        allowed,
        doses={name: dosages for name, dosages in doses.items() if name not in held},
        unwanted=allowed.unwanted | held,
    )


def _worth(stretch: Stretch, area: str) -> int:
    """Return how much a stretch is for an area: 0 when it does not work it."""
    return next((_WORTH[kind] for kind, areas in stretch.targets.by_kind() if area in areas), 0)
