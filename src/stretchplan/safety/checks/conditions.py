"""Check that a plan respects the stated conditions, by the nine rules about conditions.

Checks ``osteoporosis``, ``spinal-stenosis``, ``spondylolisthesis``, ``hip-replacement``, ``knee-pain``, ``wrist-pain``,
``pregnancy``, ``recent-spinal-surgery`` and ``disc-leg-pain``.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Final

from stretchplan.base.text import quoted
from stretchplan.base.translation import say
from stretchplan.catalog.stretch import Stretch
from stretchplan.catalog.vocabulary import Load
from stretchplan.inputs.conditions import Condition
from stretchplan.inputs.policy import Policy
from stretchplan.inputs.request import PlanRequest
from stretchplan.results.plan import Effect, EffectKind
from stretchplan.results.reasons import ConditionForbids
from stretchplan.results.report import Violation
from stretchplan.rulebook.rules import RULES
from stretchplan.safety.checks.dose import in_range
from stretchplan.safety.checks.recount import MOST_TEXT, EffectKey, Session, Worked, violation
from stretchplan.safety.checks.texts_due import form_due, named
from stretchplan.words import notices as texts
from stretchplan.words.reasons import why_out

__all__ = [
    "causes",
    "condition_cues",
    "condition_notices",
    "effects",
    "forbidding",
    "untrue_effects",
    "violations",
]

# The loads that each condition forbids. Written from the rules, not taken from the planner.
_FORBIDS: Final[dict[Condition, frozenset[Load]]] = {
    "osteoporosis": frozenset({"end_range_flexion", "one_leg_balance"}),
    "spinal_stenosis": frozenset({"end_range_extension"}),
    "spondylolisthesis": frozenset({"end_range_extension"}),
    "hip_replacement": frozenset({"deep_hip_flexion", "hip_adduction_or_rotation"}),
    "knee_pain": frozenset({"deep_knee_flexion"}),
    "wrist_pain": frozenset({"wrist_push"}),
    "pregnancy": frozenset({"one_leg_balance"}),  # not in the first trimester; it forbids positions too
    "recent_spinal_surgery": frozenset(),  # it forbids every stretch
    "disc_leg_pain": frozenset(),
}
_RULES: Final = {rule.id: rule for rule in RULES if rule.family == "person"}


def _stated(request: PlanRequest) -> list[Condition]:
    """Return the stated conditions in rule order. Only the answers no and unanswered do not state a pregnancy."""
    stated: set[str] = set(request.profile.conditions)
    if request.screening is not None and request.screening.pregnancy not in ("no", "unanswered"):
        stated.add("pregnancy")
    return [condition for condition in _FORBIDS if condition in stated]


def _rule_of(condition: Condition) -> str:
    return condition.replace("_", "-")


def causes(condition: Condition, stretch: Stretch, request: PlanRequest) -> list[ConditionForbids]:
    """Return why a condition forbids a stretch, cleared or not: each of its causes; none when it does not."""
    if condition == "recent_spinal_surgery":
        return [ConditionForbids(condition=condition)]
    if condition == "pregnancy":
        # An unstated trimester may be a late one.
        first = request.profile.trimester == 1
        forbidden = stretch.position == "prone" or (stretch.position == "supine" and not first)
        position = [ConditionForbids(condition=condition, position=stretch.position)] if forbidden else []
        return position if first else [*position, *_by_load(condition, stretch)]
    return _by_load(condition, stretch)


def _by_load(condition: Condition, stretch: Stretch) -> list[ConditionForbids]:
    if stretch.loads is None:
        return [ConditionForbids(condition=condition, unknown=True)]
    return [ConditionForbids(condition=condition, load=load) for load in stretch.loads if load in _FORBIDS[condition]]


def _is_cleared(condition: Condition, stretch: Stretch, request: PlanRequest) -> bool:
    return any((c.stretch_id, c.condition) == (stretch.id, condition) for c in request.profile.cleared)


def forbidding(stretch: Stretch, request: PlanRequest) -> Iterator[str]:
    """Yield the rules about conditions that forbid a stretch and that no clearance lifts."""
    for condition in _stated(request):
        if causes(condition, stretch, request) and not _is_cleared(condition, stretch, request):
            yield _rule_of(condition)


def _lifted(stretch: Stretch, request: PlanRequest) -> list[Condition]:
    """Return the conditions whose exclusion a clearance lifts; none where another condition still forbids it."""
    against: list[Condition] = [condition for condition in _stated(request) if causes(condition, stretch, request)]
    return against if all(_is_cleared(condition, stretch, request) for condition in against) else []


def condition_cues(stretch: Stretch, request: PlanRequest, policy: Policy) -> Iterator[tuple[str, Condition, str]]:
    """Yield the rule, condition and cue of every cue that conditions add to a stretch, in rule order.

    A condition that the form of the stretch names adds none.
    """
    loads = stretch.loads or ()
    in_form = named(form_due(stretch, request, policy)[0])
    for condition in _stated(request):
        if _rule_of(condition) in in_form:
            continue
        for (owner, load), cue in texts.CONDITION_CUES.items():
            if owner == condition and load in loads:
                yield _rule_of(condition), condition, say(cue)


def _in_form(stretch: Stretch, request: PlanRequest, policy: Policy) -> Iterator[tuple[Condition, str]]:
    """Yield each stated condition that a stretch's form names and that does not forbid it, with the form's name."""
    form, _ = form_due(stretch, request, policy)
    if form is None:
        return
    for condition in _stated(request):
        forbids = causes(condition, stretch, request) and not _is_cleared(condition, stretch, request)
        if _rule_of(condition) in named(form) and not forbids:
            yield condition, texts.sentence(form.name)


def _changes(stretch: Stretch, request: PlanRequest, policy: Policy) -> Iterator[tuple[Condition, str]]:
    """Yield the stated conditions that change how a stretch is done, each with its cue or the name of the form."""
    for _, condition, cue in condition_cues(stretch, request, policy):
        yield condition, cue
    yield from _in_form(stretch, request, policy)


def condition_notices(session: Session) -> Iterator[tuple[str, str, str, str | None]]:
    """Yield id, text, rule and stretch of each notice that conditions require."""
    request = session.plan.request
    for condition in _stated(request):
        advice = texts.condition_advice(condition, request.profile.trimester)
        if advice is not None:
            yield _rule_of(condition), advice, _rule_of(condition), None
    for worked in session.worked.values():
        for condition in _lifted(worked.stretch, request):
            yield "cleared", texts.cleared(worked.stretch.name, condition), _rule_of(condition), worked.stretch.id
        for condition, cue in _changes(worked.stretch, request, session.plan.policy):
            rule = _rule_of(condition)
            yield rule, texts.adapted(worked.stretch.name, condition, cue), rule, worked.stretch.id


def effects(session: Session) -> Sequence[EffectKey]:
    """Return the effects of conditions in the order of the catalogue; a stretch has one for each added cue."""
    if session.known_effects is None:
        session.known_effects = tuple(_effects(session))
    return session.known_effects


def _effects(session: Session) -> Iterator[EffectKey]:
    request = session.plan.request
    if session.catalog is None or not _stated(request):
        return
    for stretch in session.catalog.stretches:
        for condition in _stated(request):
            if not causes(condition, stretch, request):
                continue
            if condition in _lifted(stretch, request):
                yield _effect(stretch, condition, "cleared", texts.cleared(stretch.name, condition))
            elif not _is_cleared(condition, stretch, request):
                yield _effect(stretch, condition, "excluded", _excluded(condition, stretch, request)[0])
        for condition, cue in _changes(stretch, request, session.plan.policy):
            yield _effect(stretch, condition, "adapted", texts.adapted(stretch.name, condition, cue))


def _excluded(condition: Condition, stretch: Stretch, request: PlanRequest) -> list[str]:
    """Return the sentences that say why a condition forbids a stretch, one for each cause."""
    return [why_out(because, stretch.name, {}) for because in causes(condition, stretch, request)]


def _effect(stretch: Stretch, condition: Condition, kind: EffectKind, text: str) -> EffectKey:
    rule = _RULES[_rule_of(condition)]
    return EffectKey(stretch.id, condition, kind, text, rule.id, rule.source, rule.strength)


def violations(session: Session) -> Iterator[Violation]:
    """Yield what breaks a rule about a condition."""
    if not _stated(session.plan.request):
        return  # an effect without a condition breaks true-summary
    for stretch, step in session.stretches_visited:
        for rule in forbidding(stretch, session.plan.request):
            condition = rule.replace("-", "_")
            stated = f"the request states {condition} and no clearance for this stretch"
            yield violation(rule, step, f"{stretch.name} is planned although {stated}.")
    for worked in session.worked.values():
        for rule, _, cue in condition_cues(worked.stretch, session.plan.request, session.policy):
            for i in worked.work:
                if cue not in session.steps[i].cue:
                    yield violation(rule, i, f"The cue of this {worked.stretch.name} step must contain {cue!r}.")
        yield from _lowest_dose(session, worked)
    for effect in _compare_effects(session)[0]:
        message = (
            f"The effects must show that {effect.stretch_id!r} is {effect.kind} with {effect.condition!r}, with this "
            f"rule's id, source and strength and the text {quoted(effect.text, MOST_TEXT)}."
        )
        yield violation(effect.rule_id, None, message)


def _lowest_dose(session: Session, worked: Worked) -> Iterator[Violation]:
    stretch = worked.stretch
    # After surgery whatever was cleared; with leg pain also a cleared stretch with unknown loads.
    careful = {
        "recent_spinal_surgery": True,
        "disc_leg_pain": stretch.loads is None or "end_range_flexion" in stretch.loads,
    }
    if not in_range(worked, session):
        return
    for condition in _stated(session.plan.request):
        if careful.get(condition, False):
            for i, actual, most in worked.above(worked.amount_range[0], stretch.dose.min_sets):
                message = f"{stretch.name} has {actual}; with {condition} the most is {most}."
                yield violation(_rule_of(condition), i, message)


def untrue_effects(session: Session) -> list[EffectKey]:
    """Return the shown effects of known stretches that are wrong or shown too often."""
    known = session.catalog.by_id if session.catalog is not None else {}
    return [shown for shown in _compare_effects(session)[1] if shown.stretch_id in known]


def _compare_effects(session: Session) -> tuple[list[EffectKey], list[EffectKey]]:
    """Return the missing effects and the unexpected ones."""
    shown = [
        EffectKey(e.stretch_id, e.condition, e.kind, _first_text(e, session), e.rule_id, e.source, e.strength)
        for e in session.plan.effects
    ]
    missing, unexpected = _unmatched(effects(session), shown, lambda effect: effect)
    # A changed effect is one defect: it is reported as missing, and not as unexpected too.
    rest, unexpected = _unmatched(missing, unexpected, lambda effect: effect.stretch_id)
    return missing, _unmatched(rest, unexpected, lambda effect: effect.condition)[1]


def _first_text(effect: Effect, session: Session) -> str:
    """Return an effect's text; where it names another true cause of an exclusion, the text about the first one."""
    stretch = session.catalog.by_id.get(effect.stretch_id) if session.catalog is not None else None
    if stretch is None or effect.kind != "excluded":
        return effect.text
    true = _excluded(effect.condition, stretch, session.plan.request)
    return true[0] if effect.text in true else effect.text


def _unmatched(
    due: Sequence[EffectKey], shown: Sequence[EffectKey], key: Callable[[EffectKey], Hashable]
) -> tuple[list[EffectKey], list[EffectKey]]:
    """Remove pairs with the same key; return the rest of both lists."""
    common = Counter(map(key, due)) & Counter(map(key, shown))

    def remaining(entries: Sequence[EffectKey]) -> list[EffectKey]:
        left, kept = Counter(common), []
        for entry in entries:
            if left[key(entry)]:
                left[key(entry)] -= 1
            else:
                kept.append(entry)
        return kept

    return remaining(due), remaining(shown)
