"""What is left today: which stretches at which doses, once the rules and the person's wishes have had their say."""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.stretch import Stretch
from stretchplan.catalog.vocabulary import Equipment
from stretchplan.inputs.policy import Policy
from stretchplan.inputs.request import PlanRequest
from stretchplan.results.reasons import Avoided, NeedsEquipment
from stretchplan.safety.allowed.doses import Refusal, allowed_doses
from stretchplan.safety.dosage import Dosage
from stretchplan.safety.own_rules import OwnRule

__all__ = ["Today", "question", "sort_out", "unwanted"]


class Today(NamedTuple):
    """What is left, and what is not and why; each table in catalogue order.

    Attributes
    ----------
    doses
        By stretch id, the doses that may be planned.
    refusals
        By stretch id, the rule that stands against it.
    unwanted
        By stretch id, the wish that keeps it out; no rule does.
    """

    doses: dict[str, tuple[Dosage, ...]]
    refusals: dict[str, Refusal]
    unwanted: dict[str, Avoided | NeedsEquipment]

    @property
    def key(self) -> Hashable:
        """What the search sees of it."""
        return tuple(self.doses.items())


def question(request: PlanRequest, own: tuple[OwnRule, ...]) -> Hashable:
    """Return everything that :func:`sort_out` reads of a request; a rule of the caller's own may read all of it."""
    if own:
        return (request,)
    profile = request.profile
    return (
        request.days_since_injury,
        request.pain,
        request.stated_conditions,
        profile.trimester,
        profile.cleared,
        profile.avoid_stretches,
        profile.avoid_positions,
        profile.equipment,
    )


def sort_out(
    catalog: Catalog,
    request: PlanRequest,
    policy: Policy,
    own: tuple[OwnRule, ...],
    without: frozenset[str] = frozenset(),
    asked: PlanRequest | None = None,
) -> Today:
    """Return what is left of a catalogue.

    Parameters
    ----------
    catalog
        What could be done.
    request
        What was asked for; its minutes are the search's to keep.
    policy, own
        The caller's narrower bounds and rules.
    without
        Rules to leave out, to find out what hangs on them.
    asked
        The request that the rules are asked about, when ``request`` is that one with demands left aside: a rule of the
        caller's own may read them. The same one when None.
    """
    today = Today({}, {}, {})
    for stretch in catalog.stretches:
        left = allowed_doses(stretch, asked or request, policy, own, without)
        wish = unwanted(stretch, request)
        if isinstance(left, Refusal):
            today.refusals[stretch.id] = left
        elif wish is not None:
            today.unwanted[stretch.id] = wish
        else:
            today.doses[stretch.id] = left
    return today


def unwanted(stretch: Stretch, request: PlanRequest) -> Avoided | NeedsEquipment | None:
    """Return the wish that keeps a stretch out, or None.

    Parameters
    ----------
    stretch
        An entry of the catalogue.
    request
        What is avoided, and what is at hand.
    """
    profile = request.profile
    if stretch.id in profile.avoid_stretches:
        return Avoided()
    if stretch.position in profile.avoid_positions:
        return Avoided(position=stretch.position)
    if profile.equipment is not None:
        missing: tuple[Equipment, ...] = tuple(piece for piece in stretch.needs if piece not in profile.equipment)
        if missing:
            return NeedsEquipment(missing=missing)
    return None
