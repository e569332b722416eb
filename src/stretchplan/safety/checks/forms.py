"""Check that each stretch is done in the form that a rule calls for."""

from __future__ import annotations

from collections.abc import Iterator

from stretchplan.catalog.stretch import Stretch
from stretchplan.results.plan import Step
from stretchplan.results.report import Violation
from stretchplan.safety.checks.recount import Session, Worked, violation
from stretchplan.safety.checks.texts_due import Due

__all__ = ["violations"]


def violations(session: Session) -> Iterator[Violation]:
    """Yield each step whose setup, cue, feel, change or breath cues are not those of the form that a rule calls for."""
    for run in session.runs:
        if run.stretch is None:
            continue
        texts = session.texts_due(run.stretch)
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
        texts = session.texts_due(worked.stretch)
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
