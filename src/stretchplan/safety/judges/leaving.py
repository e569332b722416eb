"""Which rules stand against a stretch today: the checker's own reading of docs/objective.md.

It is worked out here from the bounds, and not asked of :mod:`stretchplan.safety.limits`, so that a slip in one
reading shows against the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stretchplan.safety.rules import (
    AIM_SECONDS_PER_SIDE,
    EARLY_MAX_SETS,
    EARLY_UNTIL_DAY,
    MAX_SETS,
    REPAIR_MAX_SETS,
    REPAIR_UNTIL_DAY,
)

if TYPE_CHECKING:
    from stretchplan.catalog.models import Stretch
    from stretchplan.request import PlanRequest

__all__ = ["forbidden_by", "minutes_forbid"]


def forbidden_by(stretch: Stretch, day: int | None) -> tuple[str, ...]:
    """Return the rules that forbid a stretch on a day, the minutes left aside.

    Parameters
    ----------
    stretch
        An entry of the catalogue.
    day
        Days since the injury, or None for no recent one.

    Returns
    -------
    tuple of str
        Rule ids; empty when some dose is left.
    """
    rules: list[str] = []
    fewest = stretch.dose.min_sets
    if day is not None:
        if day < stretch.first_allowed_day:
            rules.append("recovery-window")
        if day < REPAIR_UNTIL_DAY and fewest > (EARLY_MAX_SETS if day < EARLY_UNTIL_DAY else REPAIR_MAX_SETS):
            rules.append("early-dose")
    # The fewest sets of the smallest amount are the least there is: what forbids them forbids every dose.
    if fewest > MAX_SETS or (fewest - 1) * _smallest_set_seconds(stretch) >= AIM_SECONDS_PER_SIDE:
        rules.append("sixty-seconds")
    return tuple(rules)


def minutes_forbid(stretch: Stretch, request: PlanRequest) -> bool:
    """Return whether a stretch's smallest dose does not fit the minutes even on its own.

    Parameters
    ----------
    stretch
        An entry of the catalogue.
    request
        What was asked: the minutes and the pace.
    """
    sets, seconds = stretch.dose.min_sets, _smallest_set_seconds(stretch)
    if stretch.sides == "each":
        takes = 2 * sets * seconds + (2 * sets - 1) * request.pace.change_side_seconds
    else:
        takes = sets * seconds + (sets - 1) * request.pace.rest_seconds
    return request.pace.get_ready_seconds + takes > request.budget_seconds


def _smallest_set_seconds(stretch: Stretch) -> int:
    dose = stretch.dose
    if dose.kind != "repetitions":
        return dose.min_seconds
    breath = stretch.breath
    return dose.min_repetitions * (breath.inhale_seconds + breath.exhale_seconds if breath is not None else 1)
