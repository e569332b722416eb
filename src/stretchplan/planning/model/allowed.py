"""Which stretches and doses are allowed today, and why the others are not."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from stretchplan.base.cache import HashedOnce, cached_property
from stretchplan.catalog.dosage import Dosage
from stretchplan.catalog.stretch import Stretch
from stretchplan.catalog.vocabulary import Equipment
from stretchplan.inputs.policy import Policy
from stretchplan.inputs.profile import Profile
from stretchplan.inputs.request import PlanRequest
from stretchplan.planning.model.moves import Words, change_words, places_of, settling_words
from stretchplan.planning.model.terms import Terms
from stretchplan.results.reasons import Avoided, NeedsEquipment, StandsBy
from stretchplan.safety.allowed.doses import Refusal, active_cautions, allowed_doses
from stretchplan.safety.allowed.forms import worded

__all__ = ["AllowedToday", "allowed_today", "avoided_because", "permitted", "request_key", "words_of"]


@dataclass(frozen=True, repr=False)
class AllowedToday:
    """What is allowed, what is not, and why: tables by stretch id, each in catalogue order."""

    doses: dict[str, tuple[Dosage, ...]]  # the doses that may be planned
    refusals: dict[str, Refusal]  # the rule that forbids the stretch
    unwanted: dict[str, Avoided | NeedsEquipment | StandsBy]  # why it is not wanted, where no rule forbids it
    words: dict[str, Words] = field(default_factory=dict)  # seconds of speech in each stretch's moves and changes
    places: tuple[str, ...] = ()  # between which the session may move; the moves take the longest of them

    @cached_property
    def key(self) -> Hashable:
        """What the search depends on."""
        return HashedOnce(self.places, *((name, doses, self.words[name]) for name, doses in self.doses.items()))

    @property
    def forbidden(self) -> Hashable:
        """What is not allowed, and why."""
        return tuple(self.refusals.items()), tuple(self.unwanted.items())

    def with_tables_of(self, other: AllowedToday, forbidding: AllowedToday) -> AllowedToday:
        """Return the same with the tables of one with an equal key and one that forbids the same.

        So each different table is held in memory once.
        """
        same = replace(
            self,
            doses=other.doses,
            words=other.words,
            places=other.places,
            refusals=forbidding.refusals,
            unwanted=forbidding.unwanted,
        )
        vars(same)["key"] = other.key  # the cached property: as large as the tables
        return same


def request_key(request: PlanRequest, terms: Terms) -> tuple[Any, ...]:
    """Return a key: requests with equal keys have the same allowed doses.

    The caller's own rules may read any part of a request. No request is held, for a history may take megabytes.
    """
    if terms.own_rules:
        return (_digest(request),)
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
        request.breath,
        *((_digest(request, "history"), request.on) if request.history is not None else ()),
    )


def _digest(request: PlanRequest, *fields: str) -> bytes:
    return sha256(request.model_dump_json(include={*fields} or None).encode()).digest()


def allowed_today(
    terms: Terms,
    request: PlanRequest,
    without_rules: frozenset[str] = frozenset(),
    wishes: Profile | None = None,
) -> AllowedToday:
    """Return which stretches and doses of a catalogue are allowed for a request. The minutes are left to the search.

    The rules in ``without_rules`` are not applied: this shows which of them a refusal depends on. ``wishes`` replaces
    the profile's wishes and equipment, for a relaxed copy of the request.
    """
    today = AllowedToday({}, {}, {}, places=places_of(terms.catalog.stretches))
    for stretch in terms.catalog.stretches:
        doses = allowed_doses(stretch, request, terms.policy, terms.own_rules, without_rules)
        wish = avoided_because(stretch, wishes or request.profile)
        if isinstance(doses, Refusal):
            today.refusals[stretch.id] = doses
        elif wish is not None:
            today.unwanted[stretch.id] = wish
        else:
            today.doses[stretch.id] = doses
            today.words[stretch.id] = words_of(stretch, request, terms.policy)
    return today


def permitted(stretch: Stretch, dose: Dosage, allowed: Collection[Dosage]) -> bool:
    """Return whether a dose may be done where some doses are allowed: also a hold between two of them.

    The planner plans holds in the catalogue's steps. A person may choose any second of the range, and the rules are
    bounds: what they allow of a number of sets has no gaps but the steps.
    """
    if dose in allowed or stretch.dose.kind != "hold":
        return dose in allowed
    amounts = [other.amount for other in allowed if other.sets == dose.sets]
    return bool(amounts) and min(amounts) <= dose.amount <= max(amounts)


def words_of(stretch: Stretch, request: PlanRequest, policy: Policy) -> Words:
    """Return the seconds of speech in the moves of a stretch, whether or not it may be planned today."""
    cautions = active_cautions(stretch, request, policy)
    today = worded(stretch, request, policy)
    return Words(settling_words(today, [caution.cue for caution in cautions if caution.cue]), change_words(today))


def avoided_because(stretch: Stretch, profile: Profile) -> Avoided | NeedsEquipment | None:
    """Return the person's wish that excludes a stretch, or None."""
    if stretch.id in profile.avoid_stretches:
        return Avoided()
    if stretch.position in profile.avoid_positions:
        return Avoided(position=stretch.position)
    if profile.equipment is not None:
        missing: tuple[Equipment, ...] = tuple(piece for piece in stretch.needs if piece not in profile.equipment)
        if missing:
            return NeedsEquipment(missing=missing)
    return None
