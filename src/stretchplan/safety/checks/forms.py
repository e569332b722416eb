"""Which texts is each step of a stretch due? Worked out from the rules, without the planner's answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from stretchplan.catalog.doses import BreathHalf
from stretchplan.catalog.stretch import Form, Stretch
from stretchplan.inputs.policy import Policy
from stretchplan.inputs.request import PlanRequest
from stretchplan.results.plan import Side, Step
from stretchplan.results.report import Violation
from stretchplan.rulebook.bounds import CAUTIONS, FORMS
from stretchplan.safety.checks.recount import Session, Worked, violation
from stretchplan.words.notices import change_side_cue

__all__ = ["Due", "applies", "due", "form_due", "named", "texts_due", "violations"]

_OTHER: Final[dict[Side, str]] = {"left": "right", "right": "left"}


@dataclass(frozen=True, slots=True)
class Due:
    """The texts that a stretch is due in a session."""

    form: Form | None
    rule: str  # the rule that calls for the form; empty without one
    setups: dict[Side, str]  # by the side that is worked first
    cues: dict[Side, str]  # by the sides that the stretch is worked on
    feels: dict[Side, str | None]
    changes: dict[Side, str]  # the cue of a change of side, by the side to change to; empty where there are no sides
    breaths: tuple[str, str] | None  # the cues of the inhale and of the exhale; None for a hold
    begins_with: BreathHalf  # the half of a breath that its movement begins with

    def gives(self, *texts: str) -> bool:
        """Return whether the form gives one of some texts, by the names of its fields."""
        return self.form is not None and any(getattr(self.form, text) is not None for text in texts)


def applies(rule: str, request: PlanRequest, policy: Policy) -> bool:
    """Return whether a rule that a form may name applies to a request."""
    day, pain = request.days_since_injury, request.pain
    if rule == "pain-form":
        return pain is not None and pain >= policy.pain_lowest_doses_from
    if rule in CAUTIONS or rule in FORMS:
        until = {
            "twist-small": policy.twist_small_until_day,
            "piriformis-light": policy.piriformis_light_until_day,
            "early-form": policy.early_until_day,
            "repair-form": policy.repair_until_day,
        }
        return day is not None and day < until[rule]
    condition = rule.replace("-", "_")
    if condition == "pregnancy" and request.screening is not None and request.screening.pregnancy == "yes":
        return True
    return condition in request.profile.conditions


def form_due(stretch: Stretch, request: PlanRequest, policy: Policy) -> tuple[Form | None, str]:
    """Return the form that a stretch must have, and the first of its rules that applies."""
    for form in stretch.forms:
        calling = [rule for rule in form.rules if applies(rule, request, policy)]
        further = [rule for rule in form.also if applies(rule, request, policy)]
        if calling and (further or not form.also):
            return form, calling[0]
    return None, ""


def named(form: Form | None) -> frozenset[str]:
    """Return the rules that a form names; their sentences are not added to its texts."""
    return frozenset() if form is None else frozenset(form.rules) | frozenset(form.also)


def due(stretch: Stretch, session: Session) -> Due:
    """Return the texts that a stretch is due in a session, under the narrowest policy."""
    known = session.due.get(stretch.id)
    if known is None:
        known = texts_due(stretch, session.plan.request, session.policy)
        session.due[stretch.id] = known
    return known


def texts_due(stretch: Stretch, request: PlanRequest, policy: Policy) -> Due:
    """Return the texts that a stretch is due for a request under a policy."""
    form, rule = form_due(stretch, request, policy)
    setup = form.setup if form is not None and form.setup is not None else stretch.setup
    cue = form.cue if form is not None and form.cue is not None else stretch.cue
    feel = form.feel if form is not None and form.feel is not None else stretch.feel
    change = form.change if form is not None and form.change is not None else stretch.change
    sides: tuple[Side, ...] = ("left", "right") if stretch.sides == "each" else ("both",)
    return Due(
        form,
        rule,
        {side: _on(side, setup) for side in sides},
        {side: _on(side, cue) for side in sides},
        {side: None if feel is None else _on(side, feel) for side in sides},
        {side: _change(side, change) for side in sides if side in _OTHER},
        *_breaths(stretch, form, request.breath == "effort_out"),
    )


def _breaths(stretch: Stretch, form: Form | None, effort_out: bool) -> tuple[tuple[str, str] | None, BreathHalf]:
    breath = stretch.breath
    if breath is None:
        return None, "inhale"
    out = form.effort_out if form is not None and form.effort_out is not None else breath.effort_out
    if effort_out and out is not None:
        return (out.inhale_cue, out.exhale_cue), "exhale"
    inhale = form.inhale_cue if form is not None and form.inhale_cue is not None else breath.inhale_cue
    exhale = form.exhale_cue if form is not None and form.exhale_cue is not None else breath.exhale_cue
    return (inhale, exhale), breath.begins_with


def _change(side: Side, how: str | None) -> str:
    """Return the whole cue of a change to a side: the library's words, and the catalogue's if it has any."""
    return change_side_cue(side) if how is None else f"{change_side_cue(side)} {_on(side, how)}"


def _on(side: Side, text: str) -> str:
    """Return a text for a side; a stretch that works both sides has no side in its texts."""
    return text.replace("{side}", side).replace("{other_side}", _OTHER[side]) if side in _OTHER else text


def violations(session: Session) -> Iterator[Violation]:
    """Yield each step whose setup, cue, feel, change or breath cues are not those of the form that a rule calls for."""
    for run in session.runs:
        if run.stretch is None:
            continue
        texts = due(run.stretch, session)
        for i in range(run.first, run.body):
            said = session.setup_said(run, i)
            if texts.gives("setup") and said not in texts.setups.values() and i not in session.misnamed:
                side = session.first_side if run.stretch.sides == "each" else "both"
                yield _not_in_form(run.stretch, texts, i, "setup", texts.setups[side])
        for i in range(run.body, run.end) if texts.gives("change") else ():
            step = session.steps[i]
            if step.kind == "change_side" and step.cue not in texts.changes.values():
                due_cue = texts.changes.get(step.side or "left", texts.changes["left"])
                yield _not_in_form(run.stretch, texts, i, "cue", due_cue)
    for worked in session.worked.values():
        texts = due(worked.stretch, session)
        if texts.form is not None:
            for i in worked.work:
                yield from _work(session.steps[i], i, worked, texts)


def _work(step: Step, i: int, worked: Worked, texts: Due) -> Iterator[Violation]:
    stretch = worked.stretch
    # A text for the other side breaks both-sides.
    if texts.gives("cue") and not any(step.cue.endswith(cue) for cue in texts.cues.values()):
        yield _not_in_form(stretch, texts, i, "cue", next(iter(texts.cues.values())))
    if texts.gives("feel") and step.feel not in texts.feels.values():
        yield _not_in_form(stretch, texts, i, "feel", next(iter(texts.feels.values())) or "")
    breathing = step.breathing
    changed = texts.gives("inhale_cue", "exhale_cue", "effort_out")
    if changed and texts.breaths is not None and breathing is not None:
        for what, said, cue in zip(
            ("inhale_cue", "exhale_cue"), (breathing.inhale_cue, breathing.exhale_cue), texts.breaths, strict=True
        ):
            if said != cue:
                yield _not_in_form(stretch, texts, i, what, cue)


def _not_in_form(stretch: Stretch, texts: Due, step: int, what: str, text: str) -> Violation:
    form = texts.form
    assert form is not None
    message = (
        f"{stretch.name} must be done in its form {form.id!r} ({form.name}); the {what} of this step must be {text!r}."
    )
    return violation(texts.rule, step, message)
