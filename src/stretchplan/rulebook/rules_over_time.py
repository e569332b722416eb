"""The rules over time: what the sessions before allow today. They apply only where a history is stated."""

from __future__ import annotations

from typing import Final

from stretchplan.rulebook.bounds import (
    BREAK_DAYS,
    FIRST_SETS,
    LEAVE_DAYS,
    SETTLED_AT_MOST,
    STEP_UP_AFTER_DAYS,
    TOO_MUCH_PAIN_FROM,
)
from stretchplan.rulebook.rule import Rule

__all__ = ["RULES_OVER_TIME"]

_OURS = "this library"
_LOWEST = f"its lowest amount, at most {FIRST_SETS} sets (more only where its fewest sets are more)"

RULES_OVER_TIME: Final[tuple[Rule, ...]] = (
    Rule(
        id="aggravating-leave",
        family="history",
        sentence="A stretch that made the back worse is left out for a week, and returns at its lowest dose.",
        bound=(
            f"out on the {LEAVE_DAYS} days after that session, and so is what stands in for it; then its lowest amount "
            "and its fewest sets, until a session with it has settled"
        ),
        source=(
            f"{_OURS}, after practice: the one that hurt returns last, at its lowest (flare-up advice of the National "
            "Axial Spondyloarthritis Society and ARC 2007)"
        ),
        strength="policy",
        note="No source counts the days.",
    ),
    Rule(
        id="injury-restart",
        family="history",
        sentence="After a new injury every stretch starts low again.",
        bound=f"doses done before the injury do not count: {_LOWEST}",
        source=_OURS,
        strength="policy",
    ),
    Rule(
        id="break-restart",
        family="history",
        sentence="After a break of two weeks or more a stretch starts low again.",
        bound=f"{BREAK_DAYS} days or more since it was last done in full: {_LOWEST}",
        source=(
            "practice: begin below the last level and build (NIA Go4Life); gains are partly lost after 2 to 6 weeks "
            "(Konrad 2025) or lost after 4 (Willy 2001), which conflict"
        ),
        strength="policy",
        note="The two weeks are this library's.",
    ),
    Rule(
        id="low-start",
        family="history",
        sentence="A stretch that is new to a person starts at its lowest amount.",
        bound=f"not done in full in a session that settled since it began: {_LOWEST}",
        source=f"{_OURS}, after practice: start with few repetitions and add (NHS inform 2020, ARC 2007)",
        strength="policy",
    ),
    Rule(
        id="step-down",
        family="history",
        sentence="After a session that did not settle within 24 hours, every stretch is planned one step lower.",
        bound=(
            "a session did not settle when pain on the day after is higher than before it (where the pain before is "
            f"not known: higher than {SETTLED_AT_MOST}), or pain after it is {TOO_MUCH_PAIN_FROM} or more; until a "
            "session has settled, an amount is one step below the last one up to that session, or has one set fewer "
            "where it was the lowest"
        ),
        source="pain-monitoring model: Silbernagel et al. 2007, doi:10.1177/0363546506298279",
        strength="study",
        note="Extrapolated: the model was tested on Achilles tendons, not on backs. One step is this library's.",
    ),
    Rule(
        id="one-step-up",
        family="history",
        sentence="An amount rises by one step at a time, a week after the last step at the earliest.",
        bound=(
            "one amount or one set more than in the last session with it that settled; only when as much was done in a "
            f"session that settled {STEP_UP_AFTER_DAYS} or more days ago, with no more than {STEP_UP_AFTER_DAYS} days "
            "from one session with it to the next since then, when every session since then whose outcome is known "
            f"has settled, and when pain now is no higher than before the last of them; up to {FIRST_SETS} sets are no "
            "step"
        ),
        source=(
            "practice: add 1 or 2 every few days (NHS inform 2020); keep an amount for at least a week (Sherwood "
            "Forest NHS back pain unit), which conflict; the stricter is taken"
        ),
        strength="practice",
        note="The steps are those of the catalogue.",
    ),
)
