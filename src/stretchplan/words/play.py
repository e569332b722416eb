"""Put a running session into words for a terminal, and what was done of it."""

from __future__ import annotations

from typing import Final

from stretchplan.results.plan import Breathing, Side
from stretchplan.words.phrases import counted, length_words
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

KEYS: Final = "Space pause · n skip · b back · q stop"
KEYS_PAUSED: Final = "Space go on · n skip · b back · q stop"
PAUSED: Final = "Paused"
THEN: Final = "Then: {}"
AFTER_THAT: Final = "After that: {}"
THE_END: Final = "the end"


def before_start(seconds: int) -> str:
    """Return what to do before a session of this length begins."""
    return f"Press Enter to start ({length_words(seconds)}), or type q and Enter to leave."


def of_stretches(number: int, count: int, name: str) -> str:
    """Return which stretch it is: ``Stretch 2 of 5: Cobra Pose``."""
    return f"Stretch {number} of {count}: {name}"


def on_side(heading: str, side: Side | None) -> str:
    """Return the heading of a step with its side, if it has one of two."""
    return f"{heading} · {side} side" if side in ("left", "right") else heading


def left(seconds: int) -> str:
    """Return how long a step goes on: ``0:23``."""
    return minutes_seconds(seconds)


def of_session(at: int, total: int) -> str:
    """Return how far the session is: ``2:51 of 9:42``."""
    return f"{minutes_seconds(at)} of {minutes_seconds(total)}"


def breath(breathing: Breathing, second: int) -> tuple[str, str]:
    """Return which half of a breath it is in a second of a step, with how long it goes on; and what to do in it.

    After the last whole breath of a hold there is nothing to count.
    """
    length = breathing.inhale_seconds + breathing.exhale_seconds
    breaths, at = divmod(second, length) if length else (breathing.cycles, 0)
    if breaths >= breathing.cycles:
        return "Breathe easily", ""
    inhale = ("Breathe in", breathing.inhale_seconds, breathing.inhale_cue or "")
    exhale = ("Breathe out", breathing.exhale_seconds, breathing.exhale_cue or "")
    halves = (inhale, exhale) if breathing.begins_with == "inhale" else (exhale, inhale)
    for words, seconds, cue in halves:
        if at < seconds:
            return f"{words} {seconds - at}", cue
        at -= seconds
    raise AssertionError("a breath has two halves")


def summary(done: int, planned: int, seconds: int, *, stopped_early: bool) -> str:
    """Return what was done of a session, and for how long there was stretching."""
    stretches = f"{done} of {counted(planned, 'stretch', 'stretches')} done, {length_words(seconds)} of stretching"
    return f"{stretches}; stopped early." if stopped_early else f"{stretches}."
