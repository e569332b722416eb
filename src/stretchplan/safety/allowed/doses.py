"""Decide which doses of a stretch the rules allow for a request, for the planner.

Planning applies all rules. An explanation may leave some out, to find the rules that cause a refusal.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Literal, NamedTuple

from stretchplan.catalog.dosage import Dosage
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
from stretchplan.rulebook.bounds import CAUTIONS
from stretchplan.safety import own_rules
from stretchplan.safety.allowed.conditions import adaptations, exclusions, takes_care
from stretchplan.safety.allowed.forms import caution_until, form_of, replaced_rules
from stretchplan.safety.allowed.over_time import leave, limits
from stretchplan.safety.own_rules import OwnRule
from stretchplan.words import notices as wording

__all__ = ["ActiveCaution", "Dosage", "Phase", "Refusal", "active_cautions", "allowed_doses", "phase"]
__all__ += ["rules_about", "turning_points"]

Phase = Literal["early", "repair", "full"]


class Refusal(NamedTuple):
    """The rule that forbids a stretch, and why."""

    rule_id: str
    because: Because


class ActiveCaution(NamedTuple):
    """A caution that applies to a stretch today: a cue for each hold or movement, and a notice for the plan.

    The cue is empty where the form of the stretch already has the words.
    """

    rule_id: str
    cue: str
    notice: str


def phase(days_since_injury: int | None, policy: Policy = STANDARD) -> Phase:
    """Return the phase of recovery on a day; None is no recent injury."""
    if days_since_injury is None or days_since_injury >= policy.repair_until_day:
        return "full"
    return "early" if days_since_injury < policy.early_until_day else "repair"


def allowed_doses(
    stretch: Stretch,
    request: PlanRequest,
    policy: Policy = STANDARD,
    own: tuple[OwnRule, ...] = (),
    without: frozenset[str] = frozenset(),
) -> tuple[Dosage, ...] | Refusal:
    """Return the doses that the rules allow, by sets and then by amount; when there are none, the refusal.

    ``own`` are the caller's own rules, and ``without`` the ids of rules to leave out. The rules about minutes and order
    and the person's wishes are not applied here.
    """
    for rule_id, because in _exclusions(stretch, request, policy):
        if rule_id not in without:
            return Refusal(rule_id, because)
    dose = stretch.dose
    doses = tuple(Dosage(n, amount) for n in range(dose.min_sets, dose.max_sets + 1) for amount in dose.amounts)
    for rule_id, keeps, because in _bounds(stretch, request, policy):
        if rule_id in without:
            continue
        doses = tuple(filter(keeps, doses))
        if not doses:
            return Refusal(rule_id, because)
    if any(rule_id not in without for rule_id in _lowest_only(stretch, request, policy)):
        doses = doses[:1]
    for limit in limits(stretch, request):  # each allows the lowest dose
        if limit.rule_id not in without:
            doses = tuple(filter(limit.allows, doses))
    for rule in own:
        if rule.id in without:
            continue
        doses = own_rules.doses_allowed_by(rule, stretch, doses, request)
        if not doses:
            return Refusal(rule.id, OwnRuleForbids(rule_id=rule.id, sentence=rule.sentence))
    return doses


def _exclusions(stretch: Stretch, request: PlanRequest, policy: Policy) -> Iterator[tuple[str, Because]]:
    pain, day = request.pain, request.days_since_injury
    if pain is not None and pain >= policy.pain_stop_from:
        yield "pain-stop", PainStops(pain=pain)
    first = policy.first_allowed_day(stretch.id, stretch.first_allowed_day)
    if day is not None and day < first:
        yield "recovery-window", TooEarly(day=day, first_allowed_day=first)
    aggravated = leave(stretch, request)
    if aggravated is not None:
        yield "aggravating-leave", aggravated
    yield from exclusions(stretch, request)
    if stretch.id in policy.forbidden_stretches:
        yield "caller-policy", PolicyForbids(what="stretch")
    if stretch.position in policy.forbidden_positions:
        yield "caller-policy", PolicyForbids(what="position")


def _bounds(
    stretch: Stretch, request: PlanRequest, policy: Policy
) -> Iterator[tuple[str, Callable[[Dosage], bool], Because]]:
    """Yield each rule that bounds a dose, a test for allowed doses, and the reason if no dose passes it."""
    dose, day = stretch.dose, request.days_since_injury
    now = phase(day, policy)
    if day is not None and now != "full":
        lowest, highest = dose.amounts[0], dose.amounts[-1]
        most = lowest if now == "early" else (lowest + highest) // 2
        sets = policy.early_max_sets if now == "early" else policy.repair_max_sets
        too_many = TooManySets(day=day, min_sets=dose.min_sets, most_sets=sets)
        yield "early-dose", lambda d: d.sets <= sets and d.amount <= most, too_many
    max_sets, aim = policy.max_sets, policy.aim_seconds_per_side
    past_aim = SetsPastAim(min_sets=dose.min_sets, most_sets=max_sets, aim_seconds_per_side=aim)
    yield (
        "sixty-seconds",
        lambda d: d.sets <= max_sets and (d.sets - 1) * stretch.work_seconds(d.amount) < aim,
        past_aim,
    )
    what: Literal["max_hold_seconds", "max_repetitions"]
    what = "max_repetitions" if dose.kind == "repetitions" else "max_hold_seconds"
    limit: int | None = getattr(policy, what)
    if limit is not None:
        yield "caller-policy", lambda d: d.amount <= limit, PolicyForbids(what=what, most=limit)


def _lowest_only(stretch: Stretch, request: PlanRequest, policy: Policy) -> Iterator[str]:
    """Yield the rules that allow only the lowest dose."""
    if request.pain is not None and request.pain >= policy.pain_lowest_doses_from:
        yield "pain-stop"
    yield from takes_care(stretch, request)


def rules_about(stretches: Iterable[Stretch], request: PlanRequest, policy: Policy, own: Iterable[OwnRule]) -> set[str]:
    """Return the ids of the rules that may bound a dose for a request: without any other, all doses are the same."""
    found = {rule.id for rule in own}
    for stretch in stretches:
        found.update(rule_id for rule_id, _ in _exclusions(stretch, request, policy))
        found.update(rule_id for rule_id, _, _ in _bounds(stretch, request, policy))
        found.update(_lowest_only(stretch, request, policy))
        found.update(limit.rule_id for limit in limits(stretch, request))
    return found


def turning_points(stretches: Iterable[Stretch], policy: Policy = STANDARD) -> list[int]:
    """Return the days on which the rules may allow more than on the day before, earliest first."""
    windows = {policy.first_allowed_day(stretch.id, stretch.first_allowed_day) for stretch in stretches}
    return sorted({policy.early_until_day, policy.repair_until_day, *windows})


def active_cautions(stretch: Stretch, request: PlanRequest, policy: Policy = STANDARD) -> tuple[ActiveCaution, ...]:
    """Return the cautions of a stretch today: the catalogue's in its order, then those of conditions in rule order.

    A rule that the form of today names has the form's name in its notice, and adds no cue.
    """
    form = form_of(stretch, request, policy)
    replaced = replaced_rules(form)
    cues = {caution.rule: caution.cue for caution in stretch.cautions}
    found = []
    for rule_id in dict.fromkeys((*cues, *(rule for rule in CAUTIONS if rule in replaced))):
        until = caution_until(rule_id, policy)
        if request.days_since_injury is None or request.days_since_injury >= until:
            continue
        if form is not None and rule_id in replaced:
            found.append(ActiveCaution(rule_id, "", wording.caution(stretch.name, until, wording.sentence(form.name))))
        else:
            found.append(ActiveCaution(rule_id, cues[rule_id], wording.caution(stretch.name, until, cues[rule_id])))
    for adapted in adaptations(stretch, request, form):
        notice = wording.adapted(stretch.name, adapted.condition, adapted.cue)
        found.append(ActiveCaution(adapted.rule_id, "" if adapted.load is None else adapted.cue, notice))
    return tuple(found)
