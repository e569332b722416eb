"""Put the page that guides a session into words: its labels, its script, and each step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from stretchplan.results.plan import WORK_KINDS, Step, StepKind
from stretchplan.words.languages import Phrase, cue_phrases, joined, own_language
from stretchplan.words.moves import get_up_cue
from stretchplan.words.speech import breaths_fit, feel_fits, in_hold, phases, shortened, side_first, spoken_seconds

__all__ = ["GO_TO", "LABELS", "PAIN_RATINGS", "SCRIPT_LABELS", "SIDE_FIRST", "STARTING", "TITLE", "Moment"]
__all__ += ["ahead_of_work", "coming", "moments", "step_heading"]

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
    "stop": "Stop here",
    "after_title": "How was it?",
    "after_lead": "Your answers stay on this page. Nothing is sent anywhere.",
    "date": "Date of the session",
    "no_date": "Give the date of the session, such as 2026-01-31.",
    "pain_before": "Pain before it",
    "pain_after": "Pain now",
    "worse": "What made your back worse?",
    "note": "Note",
    "record": "Record of this session",
    "record_use": "Copy or save it before you leave this page. \u201cstretchplan log\u201d reads it.",
    "copy": "Copy",
    "save": "Save",
}
"""The words of ``page.html``, by placeholder."""

SCRIPT_LABELS: Final = {
    "start": "Start",
    "pause": "Pause",
    "goOn": "Go on",
    "again": "Again",
    "done": "Done",
    "doneAloud": "Done.",
    "doneCue": "Notice how your back feels now.",
    "then": "Then:",
    "theEnd": "the end",
    "breatheIn": "Breathe in",
    "breatheOut": "Breathe out",
    "resumeAsk": "This session was left at {}.",
    "resumeGo": "Continue at {}",
    "setsDone": "sets done: {done} of {of}",
    "setsOnEach": "sets done: {done} of {of} on each side",
    "setsOnLeft": "sets done: {done} of {of}, on the left side alone",
    "setsOnRight": "sets done: {done} of {of}, on the right side alone",
    "noSet": "no whole set done",
    "copied": "Copied.",
    "notCopied": "This browser does not allow it. The record is selected: copy it with the keys or the menu.",
    "saved": "Saved as {}.",
}
"""The words of the page's script."""

PAIN_RATINGS: Final[tuple[tuple[int | None, str], ...]] = (
    (None, "not known"),
    (0, "0, no pain"),
    *((pain, str(pain)) for pain in range(1, 10)),
    (10, "10, the worst imaginable"),
)
"""The answers about pain, each with its words. None: it is not known."""

BREATHE_IN: Final = "Breathe in."
BREATHE_OUT: Final = "Breathe out."
TITLE: Final = "Stretching: {}"
SIDE_FIRST: Final = "{} first"
STARTING: Final = "From {}, {}."
GO_TO: Final = "Go to {}"
_HEADINGS: Final[dict[StepKind, str]] = {
    "get_ready": "Get ready",
    "change_position": "Change position",
    "settle": "Get into place",
    "hold": "Hold",
    "flow": "Move with your breath",
    "repeat": "Repeat slowly",
    "change_side": "Change sides",
    "rest": "Rest",
    "get_up": "Get up",
}
_MOVES: Final = frozenset({"get_ready", "change_position", "settle"})
_BREATHS_SAID: Final = (0, 2)
"""Which breaths of a movement are spoken: the first, and once more after one that lets a slow voice catch up."""


class Moment(NamedTuple):
    """What is said aloud at a moment of a step."""

    at: int  # seconds into the step
    seconds: int  # how long it takes at the stated rate
    phrases: tuple[Phrase, ...]


def step_heading(step: Step) -> str:
    """Return what to do in a step, in a few words and with the set: ``Hold, set 1 of 2``."""
    heading = _HEADINGS[step.kind]
    if step.kind == "get_up" and step.cue == get_up_cue("standing"):
        heading = "Finish"  # nobody has to get up from a chair or from standing
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


def ahead_of_work(step: Step, following: Step | None, language: str) -> tuple[Phrase, ...]:
    """Return what a move says beside its own cue: what to do in the work that follows, ``following``, and its breaths.

    The breaths of a movement are said here where they are too quick to be said as they come, and what to feel where
    there is no time for it in the hold.
    """
    if step.kind not in _MOVES or following is None:
        return ()
    parts = [*cue_phrases(following, language)]
    breathing = following.breathing
    if breathing is not None:
        cues = breathing.inhale_cue or "", breathing.exhale_cue or ""
        parts.append(Phrase(phases(breathing.inhale_seconds, breathing.exhale_seconds, *cues), language))
    feel = following.feel or ""
    if following.kind != "hold" or not feel_fits(following.side, feel, following.seconds):
        parts.append(Phrase(feel, language))
    return joined(parts)


def moments(step: Step, following: Step | None, name: Phrase, *, explained: bool) -> tuple[Moment, ...]:
    """Return what to say aloud in a step, and when. Nothing takes longer than it has until the next is said.

    A plan of this library has moves as long as their words. In another one, what is said ends with the last sentence
    that there is time for.

    Parameters
    ----------
    step
        The step.
    following
        The work that a move or a pause leads to, if there is any.
    name
        The name of the step's stretch.
    explained
        Whether the stretch has been worked before this step.
    """
    own = own_language(name.language)
    cue = cue_phrases(step, name.language)
    if step.kind in _MOVES:
        sided = following is not None and following.side in {"left", "right"}
        first = side_first(following.side) if following is not None and sided else ""
        ahead = ahead_of_work(step, following, name.language)
        return _moment(step, (Phrase(f"{name.text}.", name.language), *cue, Phrase(first, own), *ahead))
    if step.kind not in WORK_KINDS:
        return _moment(step, (*cue, Phrase(_set_words(following), own) if step.kind == "rest" else Phrase("", own)))
    if step.breathing is not None and step.kind != "hold":
        return tuple(_breaths(step, name.language))
    feel = (step.feel or "") if not explained else ""
    if feel and feel_fits(step.side, feel, step.seconds):
        return _moment(step, (Phrase(in_hold(step.side), own), Phrase(feel, name.language)))
    return _moment(step, (Phrase(in_hold(step.side, _set_words(step) if explained else ""), own),))


def _moment(step: Step, phrases: Sequence[Phrase]) -> tuple[Moment, ...]:
    """Return what is said when a step begins: all of it, or what there is time for if a plan gives too little."""
    texts = joined(phrases)
    seconds = spoken_seconds(" ".join(phrase.text for phrase in texts))
    if seconds <= step.seconds:
        return (Moment(0, seconds, texts),) if texts else ()
    said: list[Phrase] = []
    used = 0
    for phrase in texts:
        kept = shortened(phrase.text, step.seconds - used)
        used += spoken_seconds(kept)
        if kept:
            said.append(Phrase(kept, phrase.language))
        if kept != phrase.text:
            break
    return (Moment(0, used, tuple(said)),) if said else ()


def _breaths(step: Step, language: str) -> Iterator[Moment]:
    """Yield what to do on each half of the first breaths of a movement, or which half it is if there is no time."""
    breathing = step.breathing
    assert breathing is not None
    inhale, exhale = breathing.inhale_seconds, breathing.exhale_seconds
    cues = breathing.inhale_cue or "", breathing.exhale_cue or ""
    own = own_language(language)
    phrases = Phrase(BREATHE_IN, own), Phrase(BREATHE_OUT, own)
    if all(cues) and breaths_fit(inhale, exhale, *cues):
        phrases = Phrase(cues[0], language), Phrase(cues[1], language)
    halves = [(inhale, phrases[0]), (exhale, phrases[1])]
    if breathing.begins_with == "exhale":
        halves.reverse()
    for breath in _BREATHS_SAID:
        at = breath * (inhale + exhale)
        for length, phrase in halves if breath < breathing.cycles else ():
            seconds = spoken_seconds(phrase.text)
            if seconds <= min(length, step.seconds - at):
                yield Moment(at, seconds, (phrase,))
            at += length


def _set_words(step: Step | None) -> str:
    if step is None or step.sets is None or step.sets < 2:
        return ""
    return f"Set {step.set_number} of {step.sets}."
