"""Which stretches stand by today? Those that stand in for others, while one of the others is open to the person.

A stretch that is only too early today is open: its stand-in does not come in for the days until then. That does not go
for one that is a stand-in itself: before sitting to standing is allowed, the buttock squeeze comes in.

A session has a stretch or its stand-in, and not both, unless the person asks for it: by name, or by an area for which
the stand-in is meant more than anything else that may be planned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from stretchplan.base.translation import spoken
from stretchplan.catalog.loader import BUILTIN, BuiltinName, builtin_catalog
from stretchplan.catalog.stretch import Stretch
from stretchplan.inputs.request import PlanRequest
from stretchplan.planning.model.allowed import AllowedToday, avoided_because
from stretchplan.planning.model.moves import places_of
from stretchplan.planning.model.terms import Terms
from stretchplan.results.reasons import StandsBy
from stretchplan.safety.allowed.doses import Refusal, allowed_doses

__all__ = ["could_stand_in", "with_places", "with_stand_by"]

_ELSEWHERE: BuiltinName = "anywhere"

DAY_RULES: Final = frozenset({"recovery-window", "early-dose"})
_WORTH = {"primary": 3, "secondary": 2, "named": 1}


def with_stand_by(allowed: AllowedToday, request: PlanRequest, terms: Terms) -> AllowedToday:
    """Return what is allowed today without the stretches that stand by, and the places that this leaves.

    A catalogue without stand-ins has no such stretches, and its moves are those between all of its places.
    """
    catalog = terms.catalog
    doses = allowed.doses
    known = {name for name in catalog.stand_ins if name in catalog.by_id}
    is_open = {name for name in known if name in doses or _opens_later(catalog.by_id[name], request, terms)}
    waiting = [
        stretch
        for stretch in catalog.stretches
        if stretch.id in doses
        and stretch.id not in request.profile.include
        and not is_open.isdisjoint(stretch.stands_in)
    ]
    ids = {stretch.id for stretch in waiting}
    free = [catalog.by_id[name] for name in doses if name not in ids]
    called = {area: _most(waiting, area) for area in request.targets if _most(waiting, area) > _most(free, area)}
    held = {
        stretch.id: StandsBy(stretch_ids=tuple(name for name in stretch.stands_in if name in is_open))
        for stretch in waiting
        if all(_worth(stretch, area) < most for area, most in called.items())
    }
    fewer = replace(
        allowed,
        doses={name: dosages for name, dosages in doses.items() if name not in held},
        unwanted=allowed.unwanted | held,
    )
    return with_places(fewer, terms)


def with_places(allowed: AllowedToday, terms: Terms) -> AllowedToday:
    """Return what is allowed today with the places of what may be planned, instead of the whole catalogue's."""
    return replace(allowed, places=places_of(s for s in terms.catalog.stretches if s.id in allowed.doses))


def _opens_later(stretch: Stretch, request: PlanRequest, terms: Terms) -> bool:
    """Return whether nothing but the day keeps a stretch out that is no stand-in itself."""
    if stretch.stands_in or avoided_because(stretch, request.profile) is not None:
        return False
    return not isinstance(allowed_doses(stretch, request, terms.policy, terms.own_rules, DAY_RULES), Refusal)


def could_stand_in(stretch_id: str, request: PlanRequest, terms: Terms) -> tuple[Stretch, ...]:
    """Return what of the built-in catalogue for anywhere could stand in for one of the seven today.

    Nothing is named where the caller has rules of their own, or a policy about the stretch: they were not written for
    that catalogue.
    """
    policy = terms.policy
    named = stretch_id in policy.forbidden_stretches or stretch_id in policy.first_allowed_days
    if terms.catalog.id != BUILTIN["seven"] or terms.own_rules or named:
        return ()
    return tuple(
        stretch
        for stretch in builtin_catalog(_ELSEWHERE, spoken()).stand_ins.get(stretch_id, ())
        if avoided_because(stretch, request.profile) is None
        and not isinstance(allowed_doses(stretch, request, policy), Refusal)
    )


def _most(stretches: Sequence[Stretch], area: str) -> int:
    return max((_worth(stretch, area) for stretch in stretches), default=0)


def _worth(stretch: Stretch, area: str) -> int:
    """Return how much a stretch is for an area: 0 when it does not work it."""
    return next((_WORTH[kind] for kind, areas in stretch.targets.by_kind() if area in areas), 0)
