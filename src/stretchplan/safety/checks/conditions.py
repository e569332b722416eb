"""What the stated conditions ask: the nine rules about conditions, read a second time.

Judges ``osteoporosis``, ``spinal-stenosis``, ``spondylolisthesis``, ``hip-replacement``, ``knee-pain``, ``wrist-pain``,
``pregnancy``, ``recent-spinal-surgery`` and ``disc-leg-pain``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from typing import Final, NamedTuple

from stretchplan.catalog.stretch import Stretch
from stretchplan.inputs.conditions import Condition
from stretchplan.inputs.request import PlanRequest
from stretchplan.results.plan import EffectKind
from stretchplan.results.report import Violation
from stretchplan.rulebook.rules import RULES
from stretchplan.safety.checks.dose import in_range
from stretchplan.safety.checks.recount import Session, Worked
from stretchplan.words import notices as wording

__all__ = ["EffectKey", "condition_cues", "condition_notices", "effects", "forbidding", "untrue_effects", "violations"]


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


class EffectKey(NamedTuple):
    """An effect, its words left aside.

    Attributes
    ----------
    stretch_id, condition, kind, rule_id, source, strength
        As a plan has them; of one without words only the first three.
    """

    stretch_id: str
    condition: Condition
    kind: EffectKind
    rule_id: str
    source: str
    strength: str


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


def effects(session: Session) -> Iterator[EffectKey]:
    """Yield what the conditions do to the catalogue, in its order. A stretch is adapted once for each cue it gets."""
    if session.catalog is None:
        return
    request = session.plan.request
    for stretch in session.catalog.stretches:
        for condition in _stated(request):
            if _forbids(condition, stretch, request):
                yield _due(stretch, condition, "cleared" if _is_cleared(condition, stretch, request) else "excluded")
        for _, condition, _ in condition_cues(stretch, request):
            yield _due(stretch, condition, "adapted")


def _due(stretch: Stretch, condition: Condition, kind: EffectKind) -> EffectKey:
    rule = _RULES[_rule_of(condition)]
    return EffectKey(stretch.id, condition, kind, rule.id, rule.source, rule.strength)


def violations(session: Session) -> Iterator[Violation]:
    """Yield what breaks a rule about a condition.

    Parameters
    ----------
    session
        The plan, recounted.
    """
    if not _stated(session.plan.request):
        return  # an effect that is shown all the same is untrue
    yield from _forbidden(session)
    for worked in session.worked.values():
        yield from _cues(session, worked)
        yield from _with_care(session, worked)
    yield from _effects(session)


def _forbidden(session: Session) -> Iterator[Violation]:
    for stretch, step in session.stretches_visited:
        for rule in forbidding(stretch, session.plan.request):
            yield Violation(
                rule_id=rule,
                step=step,
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
    # What does not say what it asks of the body is done with care too, where a clearance lets it be done.
    careful = stretch.loads is None or "end_range_flexion" in stretch.loads
    if not careful or "disc_leg_pain" not in _stated(session.plan.request) or not in_range(worked, session):
        return
    for i, found, most in worked.above(worked.amount_range[0], stretch.dose.min_sets):
        yield Violation(
            rule_id="disc-leg-pain",
            step=i,
            message=f"{stretch.name} has {found}; done with care it has {most}.",
        )


def _effects(session: Session) -> Iterator[Violation]:
    """Check that every effect of a stated condition is shown, with its rule, source and strength."""
    for shown in _compared(session)[0]:
        yield Violation(
            rule_id=shown.rule_id,
            step=None,
            message=f"The effects do not show that {shown.stretch_id!r} is {shown.kind} with {shown.condition!r} by "
            "this rule, with its source and strength.",
        )


def untrue_effects(session: Session) -> list[EffectKey]:
    """Return the effects that a plan shows and that are not there, or stand there too often.

    Those of a stretch that the catalogue does not have are for known-stretch to report.
    """
    known = session.catalog.by_id if session.catalog is not None else {}
    return [shown for shown in _compared(session)[1] if shown.stretch_id in known]


def _compared(session: Session) -> tuple[list[EffectKey], list[EffectKey]]:
    """Return the effects that are due and not shown as they are, and those shown that belong to none that is due."""
    shown = [
        EffectKey(e.stretch_id, e.condition, e.kind, e.rule_id, e.source, e.strength)
        if e.text.strip()
        else EffectKey(e.stretch_id, e.condition, e.kind, "", "", "")
        for e in session.plan.effects
    ]
    missing, foreign = _unmatched(list(effects(session)), shown, lambda one: one)
    # One that has been changed is one defect: not missing here and untrue there.
    rest, foreign = _unmatched(missing, foreign, lambda one: one.stretch_id)
    return missing, _unmatched(rest, foreign, lambda one: one.condition)[1]


def _unmatched(
    due: list[EffectKey], shown: list[EffectKey], of: Callable[[EffectKey], Hashable]
) -> tuple[list[EffectKey], list[EffectKey]]:
    """Return what is left of both when each that is due has taken one away that agrees with it."""
    common = Counter(map(of, due)) & Counter(map(of, shown))
    return _beyond(due, common, of), _beyond(shown, common, of)


def _beyond(
    entries: list[EffectKey], common: Counter[Hashable], of: Callable[[EffectKey], Hashable]
) -> list[EffectKey]:
    left = Counter(common)
    kept = []
    for entry in entries:
        if left[of(entry)]:
            left[of(entry)] -= 1
        else:
            kept.append(entry)
    return kept
