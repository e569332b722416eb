"""Count what was done of a plan's stretches, from the seconds that were spent in each step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from stretchplan.inputs.history import RecordedDose, SidesDone
from stretchplan.results.plan import WORK_KINDS, Plan, Prescription, Side, Step

__all__ = ["doses_done"]

_PAIR: Final[tuple[Side, Side]] = ("left", "right")


def doses_done(plan: Plan, seconds_done: Mapping[int, int]) -> dict[str, RecordedDose | None]:
    """Return the dose that was done of each planned stretch; None where nothing was.

    A set counts when all of it was done; of a stretch with two sides, when both sides have it. Where no set was done
    to its end, the longest part of one counts, rounded down to whole seconds or repetitions.

    Parameters
    ----------
    plan
        The plan.
    seconds_done
        Seconds spent in each step, by its place in the schedule, from 0. A step that is not named was left out.
    """
    return {prescription.stretch_id: _done(prescription, plan, seconds_done) for prescription in plan.prescriptions}


def _done(prescription: Prescription, plan: Plan, seconds_done: Mapping[int, int]) -> RecordedDose | None:
    sets: dict[Side, int] = {}
    part: dict[Side, int] = {}
    for place, step in enumerate(plan.schedule):
        if step.kind not in WORK_KINDS or step.stretch_id != prescription.stretch_id:
            continue
        side = step.side or "both"
        seconds = seconds_done.get(place, 0)
        sets[side] = sets.get(side, 0) + (seconds >= step.seconds)
        part[side] = max(part.get(side, 0), _amount(step, min(seconds, step.seconds)))
    whole, sides = _counted(sets)
    if whole:
        amount = prescription.hold_seconds or prescription.repetitions or 0
        return _dose(prescription, whole, amount, sides)
    amount, sides = _counted(part)
    return _dose(prescription, 1, amount, sides) if amount else None


def _amount(step: Step, seconds: int) -> int:
    """Return the whole seconds of a hold, or the whole repetitions of a movement, in the first seconds of a step."""
    return seconds if step.repetitions is None else step.repetitions * seconds // step.seconds


def _counted(by_side: Mapping[Side, int]) -> tuple[int, SidesDone]:
    """Return what both sides have, or if one has nothing what the other has, and the sides that have it."""
    if "both" in by_side:
        return by_side["both"], "both"
    left, right = (by_side.get(side, 0) for side in _PAIR)
    if left and right:
        return min(left, right), "each"
    return max(left, right), "left" if left else "right"


def _dose(prescription: Prescription, sets: int, amount: int, sides: SidesDone) -> RecordedDose:
    if prescription.hold_seconds is not None:
        return RecordedDose(sets=sets, hold_seconds=amount, sides=sides)
    return RecordedDose(sets=sets, repetitions=amount, sides=sides)
