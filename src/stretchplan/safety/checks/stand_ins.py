"""Check which stretches stand by, and what is said to stand in for one that is left out.

Whether there is a plan without stand-ins is a question for a search, which the checker does not make: it believes a
plan that lets them all take part, and asks of one that keeps some back whether it may.
"""

from __future__ import annotations

from collections.abc import Iterator

from stretchplan.base.text import quoted
from stretchplan.base.translation import spoken
from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.loader import BUILTIN, builtin_catalog
from stretchplan.catalog.stretch import Stretch
from stretchplan.results import reasons
from stretchplan.results.plan import LeftOut, Plan, StandIn
from stretchplan.safety.checks.demand import unwanted
from stretchplan.safety.checks.forbidden import forbidden_by

__all__ = ["due_stand_ins", "stood_for", "wrongly_standing_by"]


def stood_for(stretch: Stretch, plan: Plan, catalog: Catalog) -> tuple[str, ...]:
    """Return the ids of the stretches that one stands in for and that may be planned."""
    known = [catalog.by_id[name] for name in stretch.stands_in if name in catalog.by_id]
    return tuple(other.id for other in known if _open(other, plan, later=True))


def wrongly_standing_by(stretch: Stretch, plan: Plan, catalog: Catalog) -> Iterator[str]:
    """Yield why a stretch may not stand by, each as a clause."""
    if not stood_for(stretch, plan, catalog):
        yield "nothing that it stands in for may be planned"
    if stretch.id in plan.request.profile.include:
        yield "the request includes it"
    may = [other for other in catalog.stretches if _open(other, plan)]
    waiting = [s for s in may if s.id not in plan.request.profile.include and stood_for(s, plan, catalog)]
    for area in sorted(plan.request.targets):
        rank = _rank(stretch, area)
        others = [other for other in may if other not in waiting]
        if all(_rank(s, area) >= rank for s in waiting) and all(_rank(s, area) > rank for s in others):
            yield f"nothing else that may be planned is as much for {quoted(area)}"


def due_stand_ins(entry: LeftOut, stretch: Stretch, plan: Plan, catalog: Catalog) -> tuple[StandIn, ...]:
    """Return the stand-ins that an entry must name; its kind and its reason are right."""
    if entry.kind not in ("forbidden", "avoided"):
        return ()
    planned = {prescription.stretch_id for prescription in plan.prescriptions}
    taken = [s for s in catalog.stretches if s.id in planned and stretch.id in s.stands_in]
    if taken:
        return tuple(StandIn(stretch_id=s.id, name=s.name) for s in taken)
    by_person = isinstance(entry.because, (reasons.ConditionForbids, reasons.Avoided, reasons.NeedsEquipment))
    by_caller = stretch.id in {*plan.policy.forbidden_stretches, *plan.policy.first_allowed_days} or plan.own_rules
    if not by_person or by_caller or catalog.id != BUILTIN["seven"]:
        return ()
    return tuple(
        StandIn(stretch_id=s.id, name=s.name, catalog="anywhere")
        for s in builtin_catalog("anywhere", spoken()).stretches
        if stretch.id in s.stands_in and _open(s, plan)
    )


def _open(stretch: Stretch, plan: Plan, *, later: bool = False) -> bool:
    """Return whether nothing keeps a stretch out; with ``later``, nothing but the day, if it is no stand-in itself."""
    too_early = {"recovery-window", "early-dose"} if later and not stretch.stands_in else set()
    forbidden = set(forbidden_by(stretch, plan)) - too_early
    return not forbidden and unwanted(stretch, plan.request) is None


def _rank(stretch: Stretch, area: str) -> int:
    """Return how a stretch is meant for an area: 0 mainly, 1 besides, 2 by name, 3 not."""
    kinds = (stretch.targets.primary, stretch.targets.secondary, stretch.targets.named)
    return next((place for place, areas in enumerate(kinds) if area in areas), len(kinds))
