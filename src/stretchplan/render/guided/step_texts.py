"""What the page shows and says in each step, so that its script needs no words of its own for a stretch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from stretchplan.render.escape import inert
from stretchplan.results.plan import WORK_KINDS, Plan, Step, StepKind
from stretchplan.words.steps import stretch_words

__all__ = ["StepWords", "step_texts"]


_WHAT: Final[dict[StepKind, str]] = {
    "get_ready": "Get ready",
    "change_position": "Change position",
    "settle": "Settle",
    "hold": "Hold",
    "flow": "Move with your breath",
    "repeat": "Repeat slowly",
    "change_side": "Change sides",
    "rest": "Rest",
}


class StepWords(NamedTuple):
    """The words of one step, harmless to show.

    Attributes
    ----------
    name
        The stretch.
    what
        What to do, in two or three words, with the set.
    ahead
        The same as it reads while it is still to come.
    cue
        How to do it.
    say
        What to say aloud when it begins.
    side
        The side it is for; for a move the one that comes first, so that it can be shown before it counts. Empty where
        no side matters.
    figure
        The number of its stretch in the plan, from 0; -1 for a stretch that the plan does not prescribe.
    breathe_in, breathe_out
        What to do with each half of a breath, or empty.
    """

    name: str
    what: str
    ahead: str
    cue: str
    say: str
    side: str
    figure: int
    breathe_in: str
    breathe_out: str


def step_texts(plan: Plan) -> tuple[StepWords, ...]:
    """Return the words of every step of a plan, in its order."""
    return tuple(_texts(plan))


def _texts(plan: Plan) -> Iterator[StepWords]:
    numbers = {one.stretch_id: number for number, one in enumerate(plan.prescriptions)}
    explained: set[str | None] = set()
    for place, step in enumerate(plan.schedule):
        name = stretch_words(step.stretch_id, plan) if step.stretch_id else "-"
        side = _side(plan.schedule, place)
        what = _what(step)
        breathing = step.breathing
        yield StepWords(
            name=inert(name),
            what=inert(what),
            ahead=inert(_ahead(step, name, what)),
            cue=inert(step.cue),
            say=inert(_said(step, name, side, news=step.stretch_id not in explained)),
            side=side,
            figure=numbers.get(step.stretch_id or "", -1),
            breathe_in=inert((breathing.inhale_cue or "") if breathing else ""),
            breathe_out=inert((breathing.exhale_cue or "") if breathing else ""),
        )
        if step.kind in WORK_KINDS:
            explained.add(step.stretch_id)


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


def _what(step: Step) -> str:
    what = _WHAT[step.kind]
    if step.kind == "repeat" and step.repetitions is not None:
        what = "Once, slowly" if step.repetitions == 1 else f"{step.repetitions} times, slowly"
    if step.kind in WORK_KINDS and step.sets is not None and step.sets > 1:
        what += f", set\u00a0{step.set_number}\u00a0of\u00a0{step.sets}"  # it stays on one line
    return what


def _ahead(step: Step, name: str, what: str) -> str:
    if step.kind == "change_side" and step.side in {"left", "right"}:
        return f"change to the {step.side} side"
    if step.kind in {"get_ready", "change_position", "settle"}:
        return name
    what = what[:1].lower() + what[1:]
    return f"{step.side} side, {what}" if step.side in {"left", "right"} else what


def _said(step: Step, name: str, side: str, *, news: bool) -> str:
    """Return what to say: the whole cue once, and after that only what changes."""
    sided = f"{side.capitalize()} side" if side in {"left", "right"} else ""
    if step.kind in {"get_ready", "change_position", "settle"}:
        return " ".join(filter(None, (f"{name}.", step.cue, f"{sided} first." if sided else "")))
    if step.kind not in WORK_KINDS:
        return step.cue
    if news:
        return f"{sided}. {step.cue}" if sided else step.cue
    count = f"Set {step.set_number} of {step.sets}." if step.sets is not None and step.sets > 1 else ""
    return " ".join(filter(None, (f"{sided}." if sided else f"{name}.", count)))
