"""Write a plan as data for a planned exercise session of Android's Health Connect.

Health Connect takes Kotlin objects on the phone, not a file. The data has the fields of these objects, and
docs/formats.md shows how an app builds the objects from it. The names and numbers are those of the Jetpack library
``androidx.health.connect:connect-client`` 1.1.
"""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import Any, Final

from stretchplan.base.translation import in_its_language
from stretchplan.render.escape import escape_control_chars
from stretchplan.render.formats.details import Details, check_details, notices_in
from stretchplan.render.formats.playable import playable_steps
from stretchplan.results.plan import WORK_KINDS, Plan, Step
from stretchplan.words.phrases import capitalized
from stretchplan.words.steps import breathing_words, dose_words, session_title, step_words, told

__all__ = ["plan_to_health_connect"]

_SESSION_STRETCHING: Final = 71  # ExerciseSessionRecord.EXERCISE_TYPE_STRETCHING
_SEGMENT_STRETCHING: Final = 54  # ExerciseSegment.EXERCISE_SEGMENT_TYPE_STRETCHING
_SEGMENT_REST: Final = 44  # ExerciseSegment.EXERCISE_SEGMENT_TYPE_REST
_PHASE_REST: Final = 2  # PlannedExerciseStep.EXERCISE_PHASE_REST
_PHASE_ACTIVE: Final = 3  # PlannedExerciseStep.EXERCISE_PHASE_ACTIVE


@in_its_language
def plan_to_health_connect(plan: Plan, details: Details = "full") -> dict[str, Any]:
    """Return the fields of a ``PlannedExerciseSessionRecord`` for a plan, for ``json.dumps``.

    Parameters
    ----------
    plan
        Any plan whose steps follow one another from second 0.
    details
        ``full``: the notes have all notices, which name the conditions that the request states, and the steps have
        their cues and breathing. ``short``: the doses and the steps, and no word about the person. Other apps on the
        phone read the record when the person has allowed them to.

    Returns
    -------
    dict
        ``startDate`` (None when the request has no date), ``duration`` (ISO 8601, as ``Duration.parse`` takes it),
        ``exerciseType``, ``title``, ``notes`` (the notices) and ``blocks``: one for each stretch, done once, with a
        step for each step of the plan. Counted repetitions have a ``RepetitionsGoal``, all else a ``DurationGoal``.
        There is no field for a side: the description of the step holds it, with the set, the cue and the breathing.

    Raises
    ------
    ValueError
        When the steps do not follow one another from second 0 to the plan's total, or ``details`` is neither.

    Examples
    --------
    >>> import stretchplan as sp
    >>> record = sp.plan(minutes=2, days_since_injury=3, targets={"hips"}).to_health_connect()
    >>> record["duration"], [len(block["steps"]) for block in record["blocks"]]
    ('PT102S', [2, 1])
    """
    check_details(details)
    steps = playable_steps(plan, "a Health Connect session")
    # A form tells of the person: which day it is, or which condition is stated.
    names = {p.stretch_id: p.full_name if details == "full" else p.name for p in plan.prescriptions}
    doses = {p.stretch_id: f"{names[p.stretch_id]}: {dose_words(p)}" for p in plan.prescriptions}
    return {
        "startDate": plan.request.on and plan.request.on.isoformat(),
        "duration": f"PT{plan.total_seconds}S",
        "exerciseType": _SESSION_STRETCHING,
        "title": session_title(plan),
        "notes": "\n".join(map(escape_control_chars, notices_in(plan, details))),
        "blocks": [
            {
                "repetitions": 1,
                "description": escape_control_chars(
                    doses.get(stretch or "", stretch or capitalized(step_words(block[0])))
                ),
                "steps": [_step(step, details) for step in block],
            }
            for stretch, block in ((name, [*of_it]) for name, of_it in groupby(steps, key=attrgetter("stretch_id")))
        ],
    }


def _step(step: Step, details: Details) -> dict[str, Any]:
    works = step.kind in WORK_KINDS
    goal: dict[str, Any]
    if step.kind == "repeat" and step.repetitions is not None and 1 <= step.repetitions < 2**31:
        goal = {"type": "RepetitionsGoal", "repetitions": step.repetitions}
    else:
        goal = {"type": "DurationGoal", "duration": f"PT{step.seconds}S"}
    words = [f"{step_words(step)}, {step.seconds} s."]
    if details == "full":
        words += [told(step), breathing_words(step)]
    return {
        "exerciseType": _SEGMENT_STRETCHING if works else _SEGMENT_REST,
        "exercisePhase": _PHASE_ACTIVE if works else _PHASE_REST,
        "completionGoal": goal,
        "performanceTargets": [],
        "description": escape_control_chars(" ".join(filter(None, words))),
    }
