"""Collect the words that the page's script shows and speaks in each step."""

from __future__ import annotations

from typing import NamedTuple

from stretchplan.render.escape import escape_control_chars
from stretchplan.results.plan import WORK_KINDS, Plan, Step
from stretchplan.words import guided
from stretchplan.words.languages import Phrase, language_of, told_phrases
from stretchplan.words.steps import stretch_words

__all__ = ["StepWords", "step_texts"]


class StepWords(NamedTuple):
    """The words of one step, without control characters. Phrases state their language; the rest is noted below."""

    name: str  # the stretch, in the catalogue's language
    what: str  # what to do, in a few words, with the set; in this library's language
    ahead: Phrase  # the same, as announced during the step before
    cue: tuple[Phrase, ...]  # how to do it
    say: tuple[Phrase, ...]  # what to say aloud when it begins
    side: str  # the side of the step, or of the work after a move; empty without a side
    figure: int  # the number of its stretch in the plan, from 0; -1 for a stretch that the plan does not prescribe
    breathe_in: str  # what to do on the inhale, in the catalogue's language; breathe_out is for the exhale; or empty
    breathe_out: str


def step_texts(plan: Plan) -> tuple[StepWords, ...]:
    """Return the words of every step of a plan, in its order."""
    numbers = {prescription.stretch_id: number for number, prescription in enumerate(plan.prescriptions)}
    language = language_of(plan)
    explained: set[str | None] = set()
    texts: list[StepWords] = []
    for place, step in enumerate(plan.schedule):
        name = _safe(Phrase(stretch_words(step.stretch_id, plan) if step.stretch_id else "-", language))
        side = _side(plan.schedule, place)
        breathing = step.breathing
        words = StepWords(
            name=name.text,
            what=escape_control_chars(guided.step_heading(step)),
            ahead=_safe(guided.coming(step, name)),
            cue=tuple(map(_safe, told_phrases(step, language))),
            say=tuple(map(_safe, guided.spoken(step, name, side, explained=step.stretch_id in explained))),
            side=side,
            figure=numbers.get(step.stretch_id or "", -1),
            breathe_in=escape_control_chars((breathing and breathing.inhale_cue) or ""),
            breathe_out=escape_control_chars((breathing and breathing.exhale_cue) or ""),
        )
        texts.append(words)
        if step.kind in WORK_KINDS:
            explained.add(step.stretch_id)
    return tuple(texts)


def _safe(phrase: Phrase) -> Phrase:
    return Phrase(escape_control_chars(phrase.text), phrase.language)


def _side(schedule: tuple[Step, ...], place: int) -> str:
    """Return the side of a step, or of the work that it leads to."""
    step = schedule[place]
    if step.side is not None:
        return step.side
    for later in schedule[place + 1 :]:
        if later.stretch_id != step.stretch_id:
            break
        if later.kind in WORK_KINDS:
            return later.side or ""
    return ""
