"""What the rules leave of one stretch for one request: nothing, and by which rule, or these doses.

Each rule is a step that can be left out: that is how a refusal finds out which rules it hangs on. Nothing that is
planned ever leaves one out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, Literal, NamedTuple

from stretchplan.catalog.stretch import Stretch
from stretchplan.inputs.policy import STANDARD, Policy
from stretchplan.inputs.request import PlanRequest
from stretchplan.results.reasons import (
    Because,
    OwnRuleForbids,
    PainStops,
    PolicyForbids,
    SetsPastAim,
    TooEarly,
    TooManySets,
)
from stretchplan.safety import own_rules
from stretchplan.safety.allowed.conditions import adaptations, exclusions, takes_care
from stretchplan.safety.dosage import Dosage
from stretchplan.safety.own_rules import OwnRule
from stretchplan.words import notices as wording

__all__ = [
    "ActiveCaution",
    "Dosage",
    "Phase",
    "Refusal",
    "active_cautions",
    "allowed_doses",
    "phase",
    "turning_points",
]

Phase = Literal["early", "repair", "full"]

_NONE: Final[frozenset[str]] = frozenset()


class Refusal(NamedTuple):
    """A stretch that may not be planned.

    Attributes
    ----------
    rule_id
        The rule that stands against it.
    because
        Why.
    """

    rule_id: str
    because: Because


class ActiveCaution(NamedTuple):
    """Words that the rules add to a stretch today.

    Attributes
    ----------
    rule_id
        The rule.
    cue
        What to tell the person with every hold or movement.
    notice
        What to tell the person before the session, without the stretch's name.
    """

    rule_id: str
    cue: str
    notice: str


def phase(days_since_injury: int | None, policy: Policy = STANDARD) -> Phase:
    """Return the time of recovery that a day falls into.

    Parameters
    ----------
    days_since_injury
        Whole days, or None for no recent injury.
    policy
        The caller's, which may draw out the early days and the time of repair.
    """
    if days_since_injury is None or days_since_injury >= policy.repair_until_day:
        return "full"
    return "early" if days_since_injury < policy.early_until_day else "repair"


def allowed_doses(
    stretch: Stretch,
    request: PlanRequest,
    policy: Policy = STANDARD,
    own: tuple[OwnRule, ...] = (),
    without: frozenset[str] = _NONE,
) -> tuple[Dosage, ...] | Refusal:
    """Return the doses of a stretch that the rules leave, or the refusal.

    The minutes and the order are the search's to keep, and what the person avoids is no rule.

    Parameters
    ----------
    stretch
        An entry of the catalogue.
    request
        The day, the pain and the person's profile.
    policy, own
        The caller's narrower bounds and rules.
    without
        Rules to leave out, to find out what hangs on them.

    Returns
    -------
    tuple of Dosage, or Refusal
        Never an empty tuple; by sets, then by amount.
    """
    for rule_id, because in _exclusions(stretch, request, policy):
        if rule_id not in without:
            return Refusal(rule_id, because)
    dose = stretch.dose
    left = tuple(Dosage(n, amount) for n in range(dose.min_sets, dose.max_sets + 1) for amount in dose.amounts)
    for rule_id, keeps, because in _bounds(stretch, request, policy):
        if rule_id in without:
            continue
        kept = tuple(filter(keeps, left))
        if not kept:
            return Refusal(rule_id, because)
        left = kept
    for rule_id in _lowest(stretch, request, policy):
        if rule_id not in without:
            left = left[:1]  # by sets, then by amount: the fewest of the lowest
    for rule in own:
        if rule.id in without:
            continue
        left = own_rules.doses_allowed_by(rule, stretch, left, request)
        if not left:
            return Refusal(rule.id, OwnRuleForbids(rule_id=rule.id, sentence=rule.sentence))
    return left


def _exclusions(stretch: Stretch, request: PlanRequest, policy: Policy) -> Iterator[tuple[str, Because]]:
    pain, day = request.pain, request.days_since_injury
    if pain is not None and pain >= policy.pain_stop_from:
        yield "pain-stop", PainStops(pain=pain)
    first = policy.first_allowed_day(stretch.id, stretch.first_allowed_day)
    if day is not None and day < first:
        yield "recovery-window", TooEarly(day=day, first_allowed_day=first)
    yield from exclusions(stretch, request)
    if stretch.id in policy.forbidden_stretches:
        yield "caller-policy", PolicyForbids(what="stretch")
    if stretch.position in policy.forbidden_positions:
        yield "caller-policy", PolicyForbids(what="position")


def _bounds(
    stretch: Stretch, request: PlanRequest, policy: Policy
) -> Iterator[tuple[str, Callable[[Dosage], bool], Because]]:
    """Yield the rules that bound a dose: which, what each keeps, and why when it keeps nothing."""
    dose, day = stretch.dose, request.days_since_injury
    now = phase(day, policy)
    if day is not None and now != "full":
        lowest, highest = dose.amounts[0], dose.amounts[-1]
        most = lowest if now == "early" else (lowest + highest) // 2
        sets = policy.early_max_sets if now == "early" else policy.repair_max_sets
        yield (
            "early-dose",
            lambda d: d.sets <= sets and d.amount <= most,
            TooManySets(day=day, min_sets=dose.min_sets, most_sets=sets),
        )
    aim = policy.aim_seconds_per_side
    yield (
        "sixty-seconds",
        lambda d: d.sets <= policy.max_sets and (d.sets - 1) * stretch.work_seconds(d.amount) < aim,
        SetsPastAim(min_sets=dose.min_sets, most_sets=policy.max_sets, aim_seconds_per_side=aim),
    )
    what: Literal["max_hold_seconds", "max_repetitions"]
    what = "max_repetitions" if dose.kind == "repetitions" else "max_hold_seconds"
    limit: int | None = getattr(policy, what)
    if limit is not None:
        yield "caller-policy", lambda d: d.amount <= limit, PolicyForbids(what=what, most=limit)


def _lowest(stretch: Stretch, request: PlanRequest, policy: Policy) -> Iterator[str]:
    """Yield the rules by which only the lowest dose is left."""
    if request.pain is not None and request.pain >= policy.pain_lowest_doses_from:
        yield "pain-stop"
    care = takes_care(stretch, request)
    if care is not None:
        yield care


def turning_points(stretches: Iterable[Stretch], policy: Policy = STANDARD) -> list[int]:
    """Return the days on which the rules leave more than on the day before, earliest first.

    Parameters
    ----------
    stretches
        Entries of a catalogue.
    policy
        The caller's.
    """
    windows = {policy.first_allowed_day(stretch.id, stretch.first_allowed_day) for stretch in stretches}
    return sorted({policy.early_until_day, policy.repair_until_day, *windows})


def active_cautions(stretch: Stretch, request: PlanRequest, policy: Policy = STANDARD) -> tuple[ActiveCaution, ...]:
    """Return the words that the rules add to a stretch today.

    Parameters
    ----------
    stretch
        An entry of the catalogue.
    request
        The day and the stated conditions.
    policy
        The caller's, which may draw out a caution.

    Returns
    -------
    tuple of ActiveCaution
        The catalogue's cautions in its order, then those of conditions in rule order.
    """
    day = request.days_since_injury
    found = []
    for caution in stretch.cautions:
        until = _caution_until(caution.rule, policy)
        if day is not None and day < until:
            found.append(ActiveCaution(caution.rule, caution.cue, wording.caution(stretch.name, until, caution.cue)))
    for one in adaptations(stretch, request):
        found.append(ActiveCaution(one.rule_id, one.cue, wording.adapted(stretch.name, one.condition, one.cue)))
    return tuple(found)


def _caution_until(rule_id: str, policy: Policy) -> int:
    return policy.piriformis_light_until_day if rule_id == "piriformis-light" else policy.twist_small_until_day
