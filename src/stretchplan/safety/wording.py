"""The library's own words in a plan: the cues of pauses and the texts of notices.

The planner writes them and the judge holds a plan to them, so that nobody else's words pass for the library's.
Texts only: when each is due, the planner and the judge work out apart from one another.
"""

from __future__ import annotations

from typing import Final

from stretchplan._words import length_words

__all__ = [
    "GENERAL_INFORMATION",
    "NOT_PROVED_BEST",
    "NOT_SCREENED",
    "REST_CUE",
    "caution",
    "change_side_cue",
    "minutes_unfilled",
    "pain_lowest_doses",
]

REST_CUE: Final = "Rest and breathe easily."

GENERAL_INFORMATION: Final = (
    "General information, not medical advice. Stop if pain gets worse, and see a clinician when in doubt."
)
NOT_SCREENED: Final = (
    "This plan was made without asking about warning signs. With numbness around the groin, new trouble with "
    "bladder or bowels, a weak leg, fever, or pain after a serious accident, do not stretch: get medical help first."
)
NOT_PROVED_BEST: Final = "The search ended at its node budget: a better plan may exist; the bound says how much better."


def change_side_cue(side: str) -> str:
    """Return the cue of a change of side, to the left or to the right."""
    return f"Change to the {side} side."


def pain_lowest_doses(pain: int) -> str:
    """Return the notice that pain now keeps the doses low."""
    return f"Pain now is {pain} of 10, so this session keeps to the lowest doses; stop if it gets worse."


def caution(name: str, until_day: int, cue: str) -> str:
    """Return the notice of a caution: the stretch's name, the first day it has passed, and its cue."""
    return f"{name}, before day {until_day}: {cue.replace('{side}', 'one').replace('{other_side}', 'other')}"


def minutes_unfilled(free_seconds: int, budget_seconds: int) -> str:
    """Return the notice that time is left over."""
    return (
        f"{length_words(free_seconds)} of the {length_words(budget_seconds)} stay free: nothing that the "
        "rules allow can be added to this session."
    )
