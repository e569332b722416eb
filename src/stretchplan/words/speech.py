"""How long does it take to say a text? At a stated rate, its words and its pauses.

The planner makes each move as long as its words need, and the page speaks these words there. The checker counts both
again in its own way (:mod:`stretchplan.safety.checks.speech`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from stretchplan.base.translation import marked, say
from stretchplan.results.plan import Side
from stretchplan.rulebook.bounds import CHARACTERS_A_WORD, SPOKEN_WORDS_A_MINUTE

__all__ = [
    "breaths_fit",
    "feel_fits",
    "in_hold",
    "phases",
    "shortened",
    "side_first",
    "spoken_seconds",
]


_FIRST: Final = {"left": marked("Left side first."), "right": marked("Right side first.")}
_IN_HOLD: Final = {"left": marked("Left side."), "right": marked("Right side.")}
_HOLD: Final = marked("Hold.")
_STOP: Final = re.compile(r"[.!?:;\u2026]+(?=\s|$)")
_SENTENCE: Final = re.compile(r"[.!?\u2026]+(?=\s|$)")
_DIGIT: Final = re.compile("[0-9]")
_ENDS: Final = ".!?:;\u2026"
_WIDE: Final = 4  # characters that one of Chinese, Japanese or Korean counts as


@lru_cache(maxsize=4096)
def spoken_seconds(text: str, *, goes_on: bool = False) -> int:
    """Return the whole seconds that it takes to say a text, and with ``goes_on`` the pause before the next one.

    A text counts its words or, if those are more, a word for each six characters; and a word for each pause between two
    sentences, or after a colon. A digit or a symbol is read as a word; three characters of Chinese, Japanese or Korean
    are two. So texts that are counted one by one, each with the pause after it, never take less than all in one.
    """
    said = text.strip()
    if not said:
        return 0
    if said.isascii():  # as nearly all of a catalogue in English: of its characters only digits count more
        characters = len(said) + (CHARACTERS_A_WORD - 1) * len(_DIGIT.findall(said))
    else:
        characters = sum(map(_characters, said))
    characters += 1  # the space after it
    pauses = len(_STOP.findall(said)) - (said[-1] in _ENDS) + goes_on
    count = max(len(said.split()), -(-characters // CHARACTERS_A_WORD)) + pauses
    return -(-60 * count // SPOKEN_WORDS_A_MINUTE)


def _characters(char: str) -> int:
    if char.isascii() and not char.isdigit():
        return 1
    if unicodedata.category(char)[0] in "NS":
        return CHARACTERS_A_WORD
    return _WIDE if unicodedata.east_asian_width(char) in "WF" else 1


def shortened(text: str, seconds: int) -> str:
    """Return the whole sentences from the start of a text that can be said in some seconds; empty when none can."""
    if spoken_seconds(text) <= seconds:
        return text
    kept = ""
    for stop in _SENTENCE.finditer(text):
        head = text[: stop.end()]
        if spoken_seconds(head) > seconds:
            break
        kept = head
    return kept


def breaths_fit(inhale_seconds: int, exhale_seconds: int, inhale_cue: str, exhale_cue: str) -> bool:
    """Return whether what to do on each half of a breath can be said within that half."""
    return spoken_seconds(inhale_cue) <= inhale_seconds and spoken_seconds(exhale_cue) <= exhale_seconds


def phases(inhale_seconds: int, exhale_seconds: int, inhale_cue: str, exhale_cue: str) -> str:
    """Return what a move says of a movement's breaths: both halves, if there is no time to say them as they come."""
    if breaths_fit(inhale_seconds, exhale_seconds, inhale_cue, exhale_cue):
        return ""
    parts = [say("As you breathe in: {cue}", cue=inhale_cue)] if inhale_cue else []
    parts += [say("As you breathe out: {cue}", cue=exhale_cue)] if exhale_cue else []
    return " ".join(parts)


def side_first(side: Side | None) -> str:
    """Return which side is worked first, as it is said in the move to a stretch; empty for both at once."""
    return say(_FIRST.get(side or "both", ""))


def in_hold(side: Side | None, more: str = "") -> str:
    """Return what is said when a hold begins: its side, and a text after it."""
    return f"{say(_IN_HOLD.get(side or 'both', _HOLD))} {more}".strip()


def feel_fits(side: Side | None, feel: str, seconds: int) -> bool:
    """Return whether there is time in a hold to say what to feel; otherwise the move before it says it."""
    return spoken_seconds(in_hold(side, feel)) <= seconds
