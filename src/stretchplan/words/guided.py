"""Put the page that guides a session into words: its labels, its script, and each step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from stretchplan.base.translation import marked, say, say_count
from stretchplan.results.plan import WORK_KINDS, Step, StepKind
from stretchplan.words.languages import Phrase, cue_phrases, joined, own_language
from stretchplan.words.moves import get_up_cue
from stretchplan.words.speech import breaths_fit, feel_fits, in_hold, phases, shortened, side_first, spoken_seconds

__all__ = ["GO_TO", "SIDE_FIRST", "STARTING", "TITLE", "Moment", "ahead_of_work", "coming", "labels"]
__all__ += ["moments", "pain_ratings", "script_labels", "step_heading"]

_LABELS: Final = {
    "before_you_start": marked("Before you start"),
    # Translators: between two times: 0:30 of 7 min 53 s
    "of": marked("of"),
    "left": marked("Left"),
    "both_sides": marked("Both sides"),
    "right": marked("Right"),
    "seconds_left": marked("Seconds left in this step"),
    # Translators: a button, to go back in the session
    "back": marked("Back"),
    "start": marked("Start"),
    # Translators: a button, to go to the next step
    "skip": marked("Skip"),
    "sounds": marked("Sounds"),
    "voice": marked("Voice"),
    # Translators: the keys of the keyboard, above a list of them
    "keys": marked("Keys"),
    # Translators: the name of a key, as on a keyboard
    "space_key": marked("Space"),
    "space_does": marked("start, pause, go on"),
    "right_does": marked("skip to the next step"),
    "left_does": marked("back to the start of this step, then to the one before"),
    # Translators: the name of a key, as on a keyboard
    "home_key": marked("Home"),
    "home_does": marked("back to the beginning"),
    "what_to_do": marked("What to do"),
    "resume_again": marked("Start again"),
    "stop": marked("Stop here"),
    "after_title": marked("How was it?"),
    "after_lead": marked("Your answers stay on this page. Nothing is sent anywhere."),
    "date": marked("Date of the session"),
    "no_date": marked("Give the date of the session, such as 2026-01-31."),
    "pain_before": marked("Pain before it"),
    "pain_after": marked("Pain now"),
    "worse": marked("What made your back worse?"),
    "note": marked("Note"),
    "record": marked("Record of this session"),
    "record_use": marked("Copy or save it before you leave this page. \u201cstretchplan log\u201d reads it."),
    "copy": marked("Copy"),
    "save": marked("Save"),
}
"""The words of ``page.html``, by placeholder."""

_SCRIPT_LABELS: Final = {
    "start": marked("Start"),
    "pause": marked("Pause"),
    "goOn": marked("Go on"),
    "again": marked("Again"),
    "done": marked("Done"),
    "doneAloud": marked("Done."),
    "doneCue": marked("Notice how your back feels now."),
    "then": marked("Then:"),
    # Translators: after "Then:", what comes last
    "theEnd": marked("the end"),
    "breatheIn": marked("Breathe in"),
    "breatheOut": marked("Breathe out"),
    "resumeAsk": marked("This session was left at {time}."),
    "resumeGo": marked("Continue at {time}"),
    "setsDone": marked("sets done: {done} of {of}"),
    "setsOnEach": marked("sets done: {done} of {of} on each side"),
    "setsOnLeft": marked("sets done: {done} of {of}, on the left side alone"),
    "setsOnRight": marked("sets done: {done} of {of}, on the right side alone"),
    "noSet": marked("no whole set done"),
    "copied": marked("Copied."),
    "notCopied": marked("This browser does not allow it. The record is selected: copy it with the keys or the menu."),
    "saved": marked("Saved as {file}."),
}
"""The words of the page's script, which fills the placeholders."""

TITLE: Final = marked("Stretching: {session}")
SIDE_FIRST: Final = {"left": marked("left first"), "right": marked("right first")}
STARTING: Final = marked("From {time}, {position}.")
GO_TO: Final = marked("Go to {stretch}")
_BREATHE_IN: Final = marked("Breathe in.")
_BREATHE_OUT: Final = marked("Breathe out.")
_HEADINGS: Final[dict[StepKind, str]] = {
    "get_ready": marked("Get ready"),
    "change_position": marked("Change position"),
    "settle": marked("Get into place"),
    "hold": marked("Hold"),
    "flow": marked("Move with your breath"),
    "repeat": marked("Repeat slowly"),
    "change_side": marked("Change sides"),
    "rest": marked("Rest"),
    "get_up": marked("Get up"),
}
_ANNOUNCED: Final[dict[StepKind, str]] = {
    "hold": marked("hold"),
    "flow": marked("move with your breath"),
    "repeat": marked("repeat slowly"),
    "change_side": marked("change sides"),
    "rest": marked("rest"),
    "get_up": marked("get up"),
}
"""The same within a sentence, for the steps that are not announced by the name of their stretch."""
_ON_SIDE: Final = {"left": marked("left side, {step}"), "right": marked("right side, {step}")}
_CHANGE_TO: Final = {"left": marked("change to the left side"), "right": marked("change to the right side")}
_NO_BREAK: Final = "\u00a0"
_MOVES: Final = frozenset({"get_ready", "change_position", "settle"})
_BREATHS_SAID: Final = (0, 2)
"""Which breaths of a movement are spoken: the first, and once more after one that lets a slow voice catch up."""


class Moment(NamedTuple):
    """What is said aloud at a moment of a step."""

    at: int  # seconds into the step
    seconds: int  # how long it takes at the stated rate
    phrases: tuple[Phrase, ...]


def labels() -> dict[str, str]:
    """Return the words of ``page.html``, by placeholder."""
    return {place: say(text) for place, text in _LABELS.items()}


def script_labels() -> dict[str, str]:
    """Return the words of the page's script, by its names for them."""
    return {name: say(text) for name, text in _SCRIPT_LABELS.items()}


def pain_ratings() -> Iterator[tuple[int | None, str]]:
    """Yield the answers about pain, each with its words. None: it is not known."""
    yield None, say("not known")
    yield 0, say("0, no pain")
    yield from ((pain, str(pain)) for pain in range(1, 10))
    yield 10, say("10, the worst imaginable")


def step_heading(step: Step) -> str:
    """Return what to do in a step, in a few words and with the set: ``Hold, set 1 of 2``."""
    heading = say(_HEADINGS[step.kind])
    if _finishes(step):
        heading = say("Finish")
    if step.kind == "repeat" and step.repetitions is not None:
        heading = say_count("Once, slowly", "{count} times, slowly", step.repetitions)
    return f"{heading}{_set_of(step)}"


def _announced(step: Step) -> str:
    """Return the heading of a step within a sentence: ``hold, set 1 of 2``."""
    heading = say(_ANNOUNCED[step.kind])
    if _finishes(step):
        heading = say("finish")
    if step.kind == "repeat" and step.repetitions is not None:
        heading = say_count("once, slowly", "{count} times, slowly", step.repetitions)
    return f"{heading}{_set_of(step)}"


def _finishes(step: Step) -> bool:
    """Return whether the session ends without getting up: from a chair or from standing nobody has to."""
    return step.kind == "get_up" and step.cue == get_up_cue("standing")


def _set_of(step: Step) -> str:
    if step.kind not in WORK_KINDS or step.sets is None or step.sets < 2:
        return ""
    words = say("set {number} of {sets}", number=step.set_number, sets=step.sets)
    return f", {words.replace(' ', _NO_BREAK)}"


def coming(step: Step, name: Phrase) -> Phrase:
    """Return the heading that announces a step during the step before it; ``name`` is that of its stretch."""
    own = own_language(name.language)
    sided = step.side in {"left", "right"}
    if step.kind == "change_side" and sided:
        return Phrase(say(_CHANGE_TO[step.side or ""]), own)
    if step.kind in _MOVES:
        return name
    heading = _announced(step)
    return Phrase(say(_ON_SIDE[step.side or ""], step=heading) if sided else heading, own)


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
    phrases = Phrase(say(_BREATHE_IN), own), Phrase(say(_BREATHE_OUT), own)
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
    return say("Set {number} of {sets}.", number=step.set_number, sets=step.sets)
