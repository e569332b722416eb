"""Put the page that guides a session into words: its labels, its script, and each step."""

from __future__ import annotations

from typing import Final

from stretchplan.results.plan import WORK_KINDS, Step, StepKind
from stretchplan.words.languages import Phrase, joined, own_language, told_phrases
from stretchplan.words.phrases import capitalized

__all__ = ["AREAS", "GO_TO", "LABELS", "SCRIPT_LABELS", "SIDE_FIRST", "STARTING", "TITLE"]
__all__ += ["coming", "spoken", "step_heading"]

LABELS: Final = {
    "before_you_start": "Before you start",
    "of": "of",
    "left": "Left",
    "both_sides": "Both sides",
    "right": "Right",
    "seconds_left": "Seconds left in this step",
    "back": "Back",
    "start": "Start",
    "skip": "Skip",
    "sounds": "Sounds",
    "voice": "Voice",
    "keys": "Keys",
    "space_key": "Space",
    "space_does": "start, pause, go on",
    "right_does": "skip to the next step",
    "left_does": "back to the start of this step, then to the one before",
    "home_key": "Home",
    "home_does": "back to the beginning",
    "what_to_do": "What to do",
    "resume_again": "Start again",
}
"""The words of ``page.html``, by placeholder."""

SCRIPT_LABELS: Final = {
    "start": "Start",
    "pause": "Pause",
    "goOn": "Go on",
    "again": "Again",
    "done": "Done",
    "doneAloud": "Done.",
    "doneCue": "Take a moment before you get up.",
    "then": "Then:",
    "theEnd": "the end",
    "breatheIn": "Breathe in",
    "breatheOut": "Breathe out",
    "resumeAsk": "This session was left at {}.",
    "resumeGo": "Continue at {}",
}
"""The words of the page's script."""

TITLE: Final = "Stretching: {}"
SIDE_FIRST: Final = "{} first"
STARTING: Final = "From {}, {}."
AREAS: Final = "For: {}."
GO_TO: Final = "Go to {}"
_HEADINGS: Final[dict[StepKind, str]] = {
    "get_ready": "Get ready",
    "change_position": "Change position",
    "settle": "Settle",
    "hold": "Hold",
    "flow": "Move with your breath",
    "repeat": "Repeat slowly",
    "change_side": "Change sides",
    "rest": "Rest",
}
_MOVES: Final = frozenset({"get_ready", "change_position", "settle"})


def step_heading(step: Step) -> str:
    """Return what to do in a step, in a few words and with the set: ``Hold, set 1 of 2``."""
    heading = _HEADINGS[step.kind]
    if step.kind == "repeat" and step.repetitions is not None:
        heading = "Once, slowly" if step.repetitions == 1 else f"{step.repetitions} times, slowly"
    if step.kind in WORK_KINDS and step.sets is not None and step.sets > 1:
        heading += f", set\u00a0{step.set_number}\u00a0of\u00a0{step.sets}"  # no line break within it
    return heading


def coming(step: Step, name: Phrase) -> Phrase:
    """Return the heading that announces a step during the step before it; ``name`` is that of its stretch."""
    own = own_language(name.language)
    sided = step.side in {"left", "right"}
    if step.kind == "change_side" and sided:
        return Phrase(f"change to the {step.side} side", own)
    if step.kind in _MOVES:
        return name
    heading = step_heading(step)
    heading = heading[:1].lower() + heading[1:]
    return Phrase(f"{step.side} side, {heading}" if sided else heading, own)


def spoken(step: Step, name: Phrase, side: str, *, explained: bool) -> tuple[Phrase, ...]:
    """Return what to say aloud when a step begins: the whole cue, or only side and set if the cue was ``explained``.

    ``side`` is the side of the step, or of the work that it leads to; it may be empty.
    """
    own = own_language(name.language)
    cue = told_phrases(step, name.language)
    full_name = Phrase(f"{name.text}.", name.language)
    sided = f"{capitalized(side)} side" if side in {"left", "right"} else ""
    if step.kind in _MOVES:
        return joined((full_name, *cue, Phrase(f"{sided} first." if sided else "", own)))
    if step.kind not in WORK_KINDS:
        return cue
    on_side = Phrase(f"{sided}." if sided else "", own)
    if not explained:
        return joined((on_side, *cue))
    count = f"Set {step.set_number} of {step.sets}." if step.sets is not None and step.sets > 1 else ""
    return joined((on_side if sided else full_name, Phrase(count, own)))
