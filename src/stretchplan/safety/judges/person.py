"""What the stated conditions ask: the nine rules about conditions, read a second time.

Judges ``osteoporosis``, ``spinal-stenosis``, ``spondylolisthesis``, ``hip-replacement``, ``knee-pain``, ``wrist-pain``,
``pregnancy``, ``recent-spinal-surgery`` and ``disc-leg-pain``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stretchplan.safety import wording
from stretchplan.safety.judges.dose import in_range
from stretchplan.safety.report import Violation
from stretchplan.safety.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from stretchplan.catalog.models import Stretch
    from stretchplan.conditions import Condition
    from stretchplan.plans import Effect, EffectKind, Plan
    from stretchplan.request import PlanRequest
    from stretchplan.safety.recount import Session, Worked

__all__ = ["condition_cues", "condition_notices", "effects", "forbidding", "untrue_effects", "violations"]


def _late_or_unknown(request: PlanRequest) -> bool:
    return request.profile.trimester not in (1,)


# Written from the rules a second time: what each forbids, of a stretch with these loads.
_FORBIDS: Final[dict[Condition, Callable[[Stretch, set[str], PlanRequest], bool]]] = {
    "osteoporosis": lambda _, loads, __: "end_range_flexion" in loads,
    "spinal_stenosis": lambda _, loads, __: "end_range_extension" in loads,
    "spondylolisthesis": lambda _, loads, __: "end_range_extension" in loads,
    "hip_replacement": lambda _, loads, __: not loads.isdisjoint({"deep_hip_flexion", "hip_adduction_or_rotation"}),
    "knee_pain": lambda _, loads, __: "deep_knee_flexion" in loads,
    "wrist_pain": lambda _, loads, __: "wrist_push" in loads,
    "pregnancy": lambda stretch, _, request: (
        stretch.position == "prone" or (stretch.position == "supine" and _late_or_unknown(request))
    ),
    "recent_spinal_surgery": lambda _, __, ___: True,
    "disc_leg_pain": lambda _, __, ___: False,
}
_WHATEVER_IT_LOADS: Final = frozenset({"pregnancy", "recent_spinal_surgery"})
_RULES: Final = {rule.id: rule for rule in RULES if rule.family == "person"}


def _stated(request: PlanRequest) -> list[Condition]:
    """Return the stated conditions in rule order; whatever is not a no or unanswered states a pregnancy."""
    stated: set[str] = set(request.profile.conditions)
    if request.screening is not None and request.screening.pregnancy not in ("no", "unanswered"):
        stated.add("pregnancy")
    return [condition for condition in _FORBIDS if condition in stated]


def _rule_of(condition: Condition) -> str:
    return condition.replace("_", "-")


def _forbids(condition: Condition, stretch: Stretch, request: PlanRequest) -> bool:
    if stretch.loads is None and condition not in _WHATEVER_IT_LOADS:
        return True
    return _FORBIDS[condition](stretch, set(stretch.loads or ()), request)


def _is_cleared(condition: Condition, stretch: Stretch, request: PlanRequest) -> bool:
    return any((one.stretch_id, one.condition) == (stretch.id, condition) for one in request.profile.cleared)


def forbidding(stretch: Stretch, request: PlanRequest) -> Iterator[str]:
    """Yield the rules about conditions that forbid a stretch, those lifted by a clearance left aside.

    Parameters
    ----------
    stretch
        An entry of the catalogue.
    request
        What was stated.
    """
    for condition in _stated(request):
        if _forbids(condition, stretch, request) and not _is_cleared(condition, stretch, request):
            yield _rule_of(condition)


def condition_cues(stretch: Stretch, request: PlanRequest) -> Iterator[tuple[str, Condition, str]]:
    """Yield the words that conditions add to a stretch, in rule order: the rule, the condition, the cue."""
    loads = stretch.loads or ()
    for condition in _stated(request):
        for (owner, load), cue in wording.CONDITION_CUES.items():
            if owner == condition and load in loads:
                yield _rule_of(condition), condition, cue


def condition_notices(session: Session) -> Iterator[tuple[str, str, str, str | None]]:
    """Yield the notices that conditions need: id, text, rule and stretch."""
    request = session.plan.request
    for condition in _stated(request):
        advice = wording.CONDITION_ADVICE.get(condition)
        if advice is not None:
            yield _rule_of(condition), advice, _rule_of(condition), None
    if session.catalog is not None:
        for stretch in session.catalog.stretches:
            for condition in _stated(request):
                if _forbids(condition, stretch, request) and _is_cleared(condition, stretch, request):
                    yield "cleared", wording.cleared(stretch.name, condition), _rule_of(condition), stretch.id
    for worked in session.worked.values():
        for rule, condition, cue in condition_cues(worked.stretch, request):
            yield rule, wording.adapted(worked.stretch.name, condition, cue), rule, worked.stretch.id


def effects(session: Session) -> Iterator[tuple[str, str, EffectKind, str]]:
    """Yield what the conditions do to the catalogue: stretch, condition, kind and rule, in the plan's order."""
    if session.catalog is None:
        return
    request = session.plan.request
    for stretch in session.catalog.stretches:
        adapted = {condition for _, condition, _ in condition_cues(stretch, request)}
        for condition in _stated(request):
            if _forbids(condition, stretch, request):
                kind: EffectKind = "cleared" if _is_cleared(condition, stretch, request) else "excluded"
                yield stretch.id, condition, kind, _rule_of(condition)
            if condition in adapted:
                yield stretch.id, condition, "adapted", _rule_of(condition)


def violations(session: Session) -> Iterator[Violation]:
    """Yield what breaks a rule about a condition.

    Parameters
    ----------
    session
        The plan, recounted.
    """
    if not _stated(session.plan.request):
        return
    yield from _forbidden(session)
    for worked in session.worked.values():
        yield from _cues(session, worked)
        yield from _with_care(session, worked)
    yield from _effects(session, session.plan)


def _forbidden(session: Session) -> Iterator[Violation]:
    # By run, so that a stretch that is only moved to counts as well.
    seen: set[str] = set()
    for run in session.runs:
        stretch = run.stretch
        if stretch is None or stretch.id in seen:
            continue
        seen.add(stretch.id)
        for rule in forbidding(stretch, session.plan.request):
            yield Violation(
                rule_id=rule,
                step=run.first,
                message=f"{stretch.name} is in, the request states {rule.replace('-', '_')}, and no clearance of it.",
            )


def _cues(session: Session, worked: Worked) -> Iterator[Violation]:
    for rule, _, cue in condition_cues(worked.stretch, session.plan.request):
        for i in worked.work:
            if cue not in session.steps[i].cue:
                yield Violation(
                    rule_id=rule,
                    step=i,
                    message=f"{worked.stretch.name} must be cued with {cue!r} here, and this step is not.",
                )


def _with_care(session: Session, worked: Worked) -> Iterator[Violation]:
    stretch = worked.stretch
    careful = "disc_leg_pain" in _stated(session.plan.request) and "end_range_flexion" in (stretch.loads or ())
    if not careful or not in_range(worked, session):
        return
    dose = stretch.dose
    counts = dose.kind == "repetitions"
    lowest = dose.min_repetitions if dose.kind == "repetitions" else dose.min_seconds
    unit = "repetitions" if counts else "s"
    for i in worked.leads:
        step = session.steps[i]
        amount = step.repetitions if counts else step.seconds
        if amount is not None and amount > lowest:
            yield Violation(
                rule_id="disc-leg-pain",
                step=i,
                message=f"{stretch.name} has {amount} {unit} a set; done with care it has {lowest} {unit}.",
            )
    if len(worked.leads) > dose.min_sets:
        yield Violation(
            rule_id="disc-leg-pain",
            step=worked.leads[dose.min_sets],
            message=f"{stretch.name} has {len(worked.leads)} sets; done with care it has {dose.min_sets}.",
        )


def _effects(session: Session, plan: Plan) -> Iterator[Violation]:
    """Check that every effect of a stated condition is shown, with its rule, source and strength."""
    shown = {
        (e.stretch_id, e.condition, e.kind, e.rule_id, e.source, e.strength) for e in plan.effects if e.text.strip()
    }
    for stretch_id, condition, kind, rule in effects(session):
        due = (stretch_id, condition, kind, rule, _RULES[rule].source, _RULES[rule].strength)
        if due not in shown:
            yield Violation(
                rule_id=rule,
                step=None,
                message=f"The effects do not show that {stretch_id!r} is {kind} with {condition!r} by this rule, with "
                "its source and strength.",
            )


def untrue_effects(session: Session) -> Iterator[Effect]:
    """Yield the effects that a plan shows and that are not there, or stand twice."""
    due = {entry[:3] for entry in effects(session)}
    seen: set[tuple[str, str, str]] = set()
    for effect in session.plan.effects:
        key = (effect.stretch_id, effect.condition, effect.kind)
        if key not in due or key in seen:
            yield effect
        seen.add(key)
