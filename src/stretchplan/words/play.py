"""Put a running session into words for a terminal, and what was done of it."""

from __future__ import annotations

from typing import Final

from stretchplan.base.translation import marked, say, say_count
from stretchplan.results.plan import Breathing, Side
from stretchplan.words.phrases import length_words
from stretchplan.words.steps import minutes_seconds

__all__ = [
    "AFTER_THAT",
    "KEYS",
    "KEYS_PAUSED",
    "PAUSED",
    "THEN",
    "THE_END",
    "before_start",
    "breath",
    "left",
    "of_session",
]
__all__ += ["of_stretches", "on_side", "summary"]

# Translators: n, b and q are keys of the keyboard, and stay as they are.
KEYS: Final = marked("Space pause · n skip · b back · q stop")
# Translators: n, b and q are keys of the keyboard, and stay as they are.
KEYS_PAUSED: Final = marked("Space go on · n skip · b back · q stop")
PAUSED: Final = marked("Paused")
THEN: Final = marked("Then: {what}")
AFTER_THAT: Final = marked("After that: {what}")
THE_END: Final = marked("the end")
_ON_SIDE: Final = {"left": marked("{heading} · left side"), "right": marked("{heading} · right side")}


def before_start(seconds: int) -> str:
    """Return what to do before a session of this length begins."""
    # Translators: q is a key of the keyboard, and stays as it is.
    return say("Press Enter to start ({length}), or type q and Enter to leave.", length=length_words(seconds))


def of_stretches(number: int, count: int, name: str) -> str:
    """Return which stretch it is: ``Stretch 2 of 5: Cobra Pose``."""
    return say("Stretch {number} of {all}: {name}", number=number, all=count, name=name)


def on_side(heading: str, side: Side | None) -> str:
    """Return the heading of a step with its side, if it has one of two."""
    text = _ON_SIDE.get(side or "both")
    return heading if text is None else say(text, heading=heading)


def left(seconds: int) -> str:
    """Return how long a step goes on: ``0:23``."""
    return minutes_seconds(seconds)


def of_session(at: int, total: int) -> str:
    """Return how far the session is: ``2:51 of 9:42``."""
    return say("{time} of {all}", time=minutes_seconds(at), all=minutes_seconds(total))


_IN: Final = marked("Breathe in {seconds}")
_OUT: Final = marked("Breathe out {seconds}")


def breath(breathing: Breathing, second: int) -> tuple[str, str]:
    """Return which half of a breath it is in a second of a step, with how long it goes on; and what to do in it.

    After the last whole breath of a hold there is nothing to count.
    """
    length = breathing.inhale_seconds + breathing.exhale_seconds
    breaths, at = divmod(second, length) if length else (breathing.cycles, 0)
    if breaths >= breathing.cycles:
        return say("Breathe easily"), ""
    inhale = (_IN, breathing.inhale_seconds, breathing.inhale_cue or "")
    exhale = (_OUT, breathing.exhale_seconds, breathing.exhale_cue or "")
    halves = (inhale, exhale) if breathing.begins_with == "inhale" else (exhale, inhale)
    for text, seconds, cue in halves:
        if at < seconds:
            return say(text, seconds=seconds - at), cue
        at -= seconds
    raise AssertionError("a breath has two halves")


def summary(done: int, planned: int, seconds: int, *, stopped_early: bool) -> str:
    """Return what was done of a session, and for how long there was stretching."""
    known = {"done": done, "length": length_words(seconds)}
    if stopped_early:
        return say_count(
            "{done} of {count} stretch done, {length} of stretching; stopped early.",
            "{done} of {count} stretches done, {length} of stretching; stopped early.",
            planned,
            **known,
        )
    return say_count(
        "{done} of {count} stretch done, {length} of stretching.",
        "{done} of {count} stretches done, {length} of stretching.",
        planned,
        **known,
    )
