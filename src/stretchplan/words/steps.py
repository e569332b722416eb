"""The words for what a plan holds: lengths, doses, breaths, steps. Every rendering says them the same way."""

from __future__ import annotations

import re
from typing import Final

from stretchplan.inputs.request import PlanRequest
from stretchplan.results.plan import Breathing, Plan, Prescription, Step, StepKind

__all__ = [
    "area_words",
    "breathing_words",
    "clock",
    "day_words",
    "dose_words",
    "new_words",
    "says_it_already",
    "step_words",
    "stretch_names",
    "stretch_words",
]

_STEPS: Final[dict[StepKind, str]] = {
    "get_ready": "get ready",
    "change_position": "change position",
    "settle": "settle",
    "hold": "hold",
    "flow": "move",
    "repeat": "repeat",
    "change_side": "change side",
    "rest": "rest",
}


def clock(seconds: int) -> str:
    """Return a moment of a session as minutes and seconds: ``4:05``."""
    minutes, rest = divmod(abs(seconds), 60)
    return f"{'-' if seconds < 0 else ''}{minutes}:{rest:02}"


def area_words(area_id: str, plan: Plan) -> str:
    """Return an area's name, which a plan carries with its coverage; failing that its id as words."""
    covered = plan.coverage.get(area_id)
    return covered.name if covered else area_id.replace("_", " ")


def stretch_words(stretch_id: str, plan: Plan) -> str:
    """Return a stretch's name, which a plan carries whether it is in or left out; failing that its id as words."""
    return stretch_names(plan).get(stretch_id, stretch_id.replace("_", " "))


def stretch_names(plan: Plan) -> dict[str, str]:
    """Return the names of all stretches that a plan names, in it or left out, by id."""
    return {one.stretch_id: one.name for one in plan.left_out} | {p.stretch_id: p.name for p in plan.prescriptions}


def day_words(request: PlanRequest) -> str:
    """Return how long ago the injury is, as the request states it."""
    days = request.days_since_injury
    if days is None:
        return "no recent injury"
    return "day of the injury (day 0)" if days == 0 else f"day {days} after the injury"


def dose_words(prescription: Prescription) -> str:
    """Return a dose in the field's terms.

    Parameters
    ----------
    prescription
        The dose.

    Returns
    -------
    str
        ``2 × 20 s each side``, ``1 × 8 slow repetitions``, ``2 × 5 breaths (30 s)``.
    """
    if prescription.hold_seconds is not None:
        amount = f"{prescription.hold_seconds} s"
    else:
        count = prescription.repetitions or 0
        flows = prescription.kind == "flow"
        noun, after = ("breath", f" ({prescription.set_seconds} s)") if flows else ("slow repetition", "")
        amount = f"{count} {noun}{'' if count == 1 else 's'}{after}"
    return f"{prescription.sets} × {amount}{' each side' if prescription.sides == 'each' else ''}"


def step_words(step: Step) -> str:
    """Return what a step is: ``hold left 1 of 2``, ``change to right``, ``repeat``."""
    if step.kind == "change_side" and step.side in {"left", "right"}:
        return f"change to {step.side}"
    parts = [_STEPS[step.kind]]
    if step.side in {"left", "right"}:
        parts.append(step.side)
    if step.kind != "rest" and step.sets is not None and step.sets > 1:
        parts.append(f"{step.set_number} of {step.sets}")
    return " ".join(parts)


def says_it_already(step: Step) -> bool:
    """Return whether the cue of a step adds nothing to its words: ``change to right``."""
    return step.kind == "change_side" and step.cue == f"Change to the {step.side} side."


def new_words(text: str, said: set[str]) -> str:
    """Return a text the first time it comes, then an empty one; the same for the other side is no news."""
    key = re.sub(r"\b(left|right)\b", "", text)
    if key in said:
        return ""
    said.add(key)
    return text


def breathing_words(step: Step) -> str:
    """Return how to breathe through a step, or an empty text for a step that does not say.

    ``2 breaths: in 4 s, out 6 s.`` for plain breathing; for a movement also what to do with each half.
    """
    breathing = step.breathing
    if breathing is None:
        return ""
    unit = "repetition" if step.kind == "repeat" else "breath"
    count = f"{breathing.cycles} {unit}{'' if breathing.cycles == 1 else 's'}"
    if breathing.inhale_cue is None and breathing.exhale_cue is None:
        return f"{count}: in {breathing.inhale_seconds} s, out {breathing.exhale_seconds} s."
    return f"{count}. {_half('In', breathing, breathing.inhale_cue)} {_half('Out', breathing, breathing.exhale_cue)}"


def _half(name: str, breathing: Breathing, cue: str | None) -> str:
    seconds = breathing.inhale_seconds if name == "In" else breathing.exhale_seconds
    return f"{name}, {seconds} s: {cue}" if cue else f"{name}, {seconds} s."
