"""Check the reasons of a plan: ``because`` against what is counted, and the sentences against ``because``.

``outcome`` and the other plan's number in a comparison come from a search, which the checker does not make. It only
checks that they can be true of this plan. No sentence of a plan repeats that number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, TypeVar

from stretchplan.base.text import quoted
from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.stretch import Stretch
from stretchplan.catalog.vocabulary import Equipment
from stretchplan.inputs.conditions import CONDITIONS, Condition
from stretchplan.results import reasons
from stretchplan.results.plan import LeftOut, Plan, Prescription
from stretchplan.results.reasons import Because, Difference, Serves
from stretchplan.safety.checks.conditions import causes
from stretchplan.safety.checks.forbidden import Shortest, budget_seconds
from stretchplan.safety.checks.over_time import aggravated_on, return_day
from stretchplan.safety.checks.recount import MOST_TEXT
from stretchplan.safety.checks.stand_ins import due_stand_ins, stood_for
from stretchplan.words.reasons import stand_ins_sentence, why_in, why_out

__all__ = ["wrong_left_out", "wrong_prescription"]

Reason = TypeVar("Reason", Because, Serves)

_CONDITION_OF_RULE: Final[dict[str, Condition]] = {condition.replace("_", "-"): condition for condition in CONDITIONS}


def wrong_prescription(stated: Prescription, stretch: Stretch, plan: Plan, catalog: Catalog) -> Iterator[str]:
    """Yield what is wrong with the reasons of a prescription, each as a clause."""
    targets = plan.request.targets
    counted = [area for area in catalog.areas if not targets or area.id in targets]
    due = Serves(
        primary=tuple(area.id for area in counted if area.id in stretch.targets.primary),
        secondary=tuple(area.id for area in counted if area.id in stretch.targets.secondary),
        named=tuple(area.id for area in counted if plan.policy.named_targets and area.id in stretch.targets.named),
        included=stretch.id in plan.request.profile.include,
    )
    yield from _wrong(
        stated.because, [due], plan, "why", stated.why, lambda because: why_in(because, catalog.area_names)
    )


def wrong_left_out(
    stated: LeftOut, stretch: Stretch, plan: Plan, shortest: Shortest, catalog: Catalog
) -> Iterator[str]:
    """Yield what is wrong with the reasons of a left-out entry, each as a clause. Its kind and rule are right."""
    instead = due_stand_ins(stated, stretch, plan, catalog)

    def say(because: Because) -> str:
        return f"{why_out(because, stretch.name, catalog.names)} {stand_ins_sentence(instead)}".rstrip()

    due = _due(stated, stretch, plan, shortest, catalog)
    yield from _wrong(stated.because, due, plan, "reason", stated.reason, say)
    if stated.stand_ins != instead:
        given, true = (quoted([one.stretch_id for one in some], MOST_TEXT) for some in (stated.stand_ins, instead))
        yield f"has the stand-ins {given}; they must be {true}"


def _due(stated: LeftOut, stretch: Stretch, plan: Plan, shortest: Shortest, catalog: Catalog) -> list[Because]:
    """Return the reasons that are true for an entry's kind and rule, without any comparison of plans."""
    if stated.kind == "forbidden":
        return _forbidden(stated, stretch, plan, shortest)
    if stated.kind == "avoided":
        return _avoided(stretch, plan)
    if stated.kind == "standing_by":
        return [reasons.StandsBy(stretch_ids=stood_for(stretch, plan, catalog))]
    if stated.kind == "not_targeted":
        return [reasons.NotTargeted()]
    return [reasons.Beaten(budget_seconds=budget_seconds(plan), proved=plan.optimal)]


def _forbidden(stated: LeftOut, stretch: Stretch, plan: Plan, shortest: Shortest) -> list[Because]:
    dose, bounds, rule = stretch.dose, plan.policy, stated.rule_id or ""
    day, pain = plan.request.days_since_injury, plan.request.pain
    if rule == "pain-stop" and pain is not None:
        return [reasons.PainStops(pain=pain)]
    if rule == "recovery-window" and day is not None:
        first = max(stretch.first_allowed_day, bounds.first_allowed_days.get(stretch.id, 0))
        return [reasons.TooEarly(day=day, first_allowed_day=first)]
    if rule == "early-dose" and day is not None:
        most = bounds.early_max_sets if day < bounds.early_until_day else bounds.repair_max_sets
        return [reasons.TooManySets(day=day, min_sets=dose.min_sets, most_sets=most)]
    if rule == "aggravating-leave" and (worse := aggravated_on(stretch, plan.request)) is not None:
        return [reasons.Aggravated(on=worse, returns_on=return_day(worse))]
    if rule == "sixty-seconds":
        aim = bounds.aim_seconds_per_side
        return [reasons.SetsPastAim(min_sets=dose.min_sets, most_sets=bounds.max_sets, aim_seconds_per_side=aim)]
    if rule == "caller-policy":
        return _by_policy(stretch, plan)
    if rule == "fits-the-minutes":
        return [_too_long(stated, plan, shortest)]
    if rule in _CONDITION_OF_RULE:
        found: list[Because] = [*causes(_CONDITION_OF_RULE[rule], stretch, plan.request)]
        return found
    named = next(own for own in plan.own_rules if own.id == rule)
    return [reasons.OwnRuleForbids(rule_id=named.id, sentence=named.sentence)]


def _by_policy(stretch: Stretch, plan: Plan) -> list[Because]:
    found: list[Because] = []
    dose, bounds = stretch.dose, plan.policy
    if stretch.id in bounds.forbidden_stretches:
        found.append(reasons.PolicyForbids(what="stretch"))
    if stretch.position in bounds.forbidden_positions:
        found.append(reasons.PolicyForbids(what="position"))
    if dose.kind == "repetitions":
        if bounds.max_repetitions is not None and dose.min_repetitions > bounds.max_repetitions:
            found.append(reasons.PolicyForbids(what="max_repetitions", most=bounds.max_repetitions))
    elif bounds.max_hold_seconds is not None and dose.min_seconds > bounds.max_hold_seconds:
        found.append(reasons.PolicyForbids(what="max_hold_seconds", most=bounds.max_hold_seconds))
    return found


def _too_long(stated: LeftOut, plan: Plan, shortest: Shortest) -> Because:
    budget = budget_seconds(plan)
    seconds = max(shortest.seconds, budget + 1)
    # A session that no other stretch can open has no length, and an own rule may allow only longer doses than those
    # counted here: then a longer session is believed.
    unclear = bool(plan.own_rules) or not shortest.possible
    if unclear and isinstance(stated.because, reasons.TooLong):
        seconds = max(seconds, stated.because.least_seconds)
    return reasons.TooLong(least_seconds=seconds, budget_seconds=budget)


def _avoided(stretch: Stretch, plan: Plan) -> list[Because]:
    found: list[Because] = []
    profile = plan.request.profile
    if stretch.id in profile.avoid_stretches:
        found.append(reasons.Avoided())
    if stretch.position in profile.avoid_positions:
        found.append(reasons.Avoided(position=stretch.position))
    if profile.equipment is not None and not profile.equipment.issuperset(stretch.needs):
        missing: tuple[Equipment, ...] = tuple(piece for piece in stretch.needs if piece not in profile.equipment)
        found.append(reasons.NeedsEquipment(missing=missing))
    return found


def _wrong(
    stated: Reason | None, due: Sequence[Reason], plan: Plan, field: str, text: str, say: Callable[[Reason], str]
) -> Iterator[str]:
    """Compare a reason with the true ones, and its sentence with the reason; without one, with the true ones."""
    wrong: list[str] = []
    if stated is not None:
        plain, wrong = _apart(stated, plan)
        if plain not in due:
            wrong.append(_difference(plain, due))
        yield from wrong
    if stated is not None and not wrong:
        sentences = [say(stated)]
    else:
        sentences = [say(because) for true in due for because in _with_outcomes(true, plan)]
    if text not in sentences:
        yield f"has {field} {quoted(text, MOST_TEXT)}; it must be {quoted(sentences[0], MOST_TEXT)}"


def _with_outcomes(true: Reason, plan: Plan) -> Iterator[Reason]:
    """Yield a reason with each outcome: its sentence depends on the outcome and on no number."""
    yield true
    if plan.optimal and isinstance(true, (reasons.Beaten, Serves)):
        yield true.model_copy(update={"outcome": "worse"})
        yield true.model_copy(update={"outcome": "tie"})
        yield true.model_copy(update={"outcome": "impossible"})


def _apart(stated: Reason, plan: Plan) -> tuple[Reason, list[str]]:
    """Return a reason without its comparison, and what is wrong with the comparison."""
    if isinstance(stated, reasons.Beaten):
        plain = stated.model_copy(update={"outcome": "not_worked_out", "gives_up": None})
        return plain, list(_comparison(stated.outcome, stated.gives_up, "gives_up", plan))
    if isinstance(stated, Serves):
        plain = stated.model_copy(update={"outcome": "not_worked_out", "loses": None})
        wrong = list(_comparison(stated.outcome, stated.loses, "loses", plan))
        if stated.outcome == "better" and not stated.included:
            wrong.append("has because.outcome better; only a stretch that was asked for can make the best plan worse")
        return plain, wrong
    return stated, []


def _comparison(outcome: str, numbers: Difference | None, field: str, plan: Plan) -> Iterator[str]:
    """Yield why a comparison with another plan cannot be true, as clauses."""
    if outcome != "not_worked_out" and not plan.optimal:
        yield f"has because.outcome {outcome}; it must be not_worked_out, for the plan is not proved the best"
    if outcome not in ("worse", "better"):
        if numbers is not None:
            yield f"has because.{field}; it must be null with the outcome {outcome}"
        return
    if numbers is None:
        yield f"has no because.{field}; the outcome {outcome} needs it"
        return
    here: int | None = getattr(plan.objective, numbers.measure)
    if here is None:
        yield f"has because.{field}.measure {numbers.measure}, which the objective does not state"
        return
    if numbers.here != here:
        yield f"has because.{field}.here {numbers.here}; it must be {here}, as in the objective"
    less = numbers.there < here
    is_worse = not less if numbers.measure == "position_changes" else less
    if numbers.there < 0 or numbers.there == here or is_worse != (outcome == "worse"):
        yield f"has because.{field}.there {numbers.there}; with {here} here, that is not {outcome}"


def _difference(stated: Reason, due: Sequence[Reason]) -> str:
    """Return the first field in which a reason differs from the nearest true one, as a clause."""
    fields: dict[str, Any] = dict(stated)
    nearest = min(due, key=lambda true: [getattr(true, name, None) != value for name, value in fields.items()])
    name = next(name for name, value in fields.items() if getattr(nearest, name, None) != value)
    shown, true = (quoted(getattr(reason, name), MOST_TEXT) for reason in (stated, nearest))
    return f"has because.{name} {shown}; it must be {true}"
