"""Collect the words that the page's script shows and speaks in each step."""

from __future__ import annotations

from typing import NamedTuple

from stretchplan.render.escape import escape_control_chars
from stretchplan.results.plan import WORK_KINDS, Plan, Step
from stretchplan.words import guided
from stretchplan.words.languages import Phrase, language_of, own_language, told_phrases
from stretchplan.words.steps import stretch_words

__all__ = ["StepWords", "step_texts"]


class StepWords(NamedTuple):
    """The words of one step, without control characters. Phrases state their language; the rest is noted below."""

    name: str  # the stretch, in the catalogue's language, or what to do in a step without one
    what: str  # what to do, in a few words, with the set; in this library's language
    ahead: Phrase  # the same, as announced during the step before
    cue: tuple[Phrase, ...]  # how to do it
    also: tuple[Phrase, ...]  # in a move, how to do the work that follows; the voice says it too
    say: tuple[guided.Moment, ...]  # what to say aloud, and when
    side: str  # the side of the step, or of the work after a move; empty without a side
    figure: int  # the number of its stretch in the plan, from 0; -1 for a stretch that the plan does not prescribe
    breathe_in: str  # what to do on the inhale, in the catalogue's language; breathe_out is for the exhale; or empty
    breathe_out: str


def step_texts(plan: Plan) -> tuple[StepWords, ...]:
    """Return the words of every step of a plan, in its order."""
    numbers = {prescription.stretch_id: number for number, prescription in enumerate(plan.prescriptions)}
    language = language_of(plan)
    own = own_language(language)
    explained: set[str | None] = set()
    texts: list[StepWords] = []
    for place, step in enumerate(plan.schedule):
        heading = Phrase(guided.step_heading(step), own)
        name = Phrase(stretch_words(step.stretch_id, plan), language) if step.stretch_id else heading
        following = _following(plan.schedule, place)
        breathing = step.breathing
        words = StepWords(
            name=escape_control_chars(name.text),
            what=escape_control_chars(heading.text if name is not heading else ""),
            ahead=_safe(guided.coming(step, name)),
            cue=tuple(map(_safe, told_phrases(step, language))),
            also=tuple(map(_safe, guided.ahead_of_work(step, following, language))),
            say=tuple(
                moment._replace(phrases=tuple(map(_safe, moment.phrases)))
                for moment in guided.moments(step, following, name, explained=step.stretch_id in explained)
            ),
            side=step.side or (following and following.side) or "",
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


def _following(schedule: tuple[Step, ...], place: int) -> Step | None:
    """Return the work that a move or a pause leads to."""
    step = schedule[place]
    if step.kind in WORK_KINDS:
        return None
    for later in schedule[place + 1 :]:
        if later.stretch_id != step.stretch_id:
            break
        if later.kind in WORK_KINDS:
            return later
    return None
