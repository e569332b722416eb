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
    from stretchplan.catalog.models import Catalog, Stretch
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


def minutes_forbid(stretch: Stretch, request: PlanRequest, catalog: Catalog) -> bool | None:
    """Return whether even the shortest session with a stretch is too long for the minutes.

    Parameters
    ----------
    stretch
        An entry of the catalogue that no other rule forbids.
    request
        What was asked: the minutes, the pace and the day.
    catalog
        Where a strengthening stretch, which never opens a session, finds another one to open it.

    Returns
    -------
    bool or None
        None when the smallest dose fits and no other stretch may go before it, so that there is no session to time.
    """
    pace, budget = request.pace, request.budget_seconds
    alone = pace.get_ready_seconds + _least_seconds(stretch, request)
    if alone > budget:
        return True
    if stretch.style != "strengthening":
        return False
    # One stretch before it is enough: the opener of any longer session with it can go before it alone.
    takes = [
        alone
        + _least_seconds(other, request)
        + (pace.settle_seconds if other.position == stretch.position else pace.change_position_seconds)
        for other in catalog.stretches
        if other.style != "strengthening"
        and not forbidden_by(other, request.days_since_injury)
        and stretch.id not in other.ordering.after
        and stretch.id != other.ordering.straight_after
    ]
    return min(takes) > budget if takes else None


def _least_seconds(stretch: Stretch, request: PlanRequest) -> int:
    """Return what the smallest dose takes with its pauses, the move to it left aside."""
    sets, seconds = stretch.dose.min_sets, _smallest_set_seconds(stretch)
    if stretch.sides == "each":
        return 2 * sets * seconds + (2 * sets - 1) * request.pace.change_side_seconds
    return sets * seconds + (sets - 1) * request.pace.rest_seconds


def _smallest_set_seconds(stretch: Stretch) -> int:
    dose = stretch.dose
    if dose.kind != "repetitions":
        return dose.min_seconds
    breath = stretch.breath
    return dose.min_repetitions * (breath.inhale_seconds + breath.exhale_seconds if breath is not None else 1)
