"""A plan as the planned exercise session of Android's Health Connect, as data to build one from.

Health Connect takes objects of its own on the phone, no file. So this is their fields by name, as JSON can carry them:
an app makes each object from its table (docs/formats.md shows how). The names and numbers are those of the Jetpack
library ``androidx.health.connect:connect-client`` 1.1.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any, Final

from stretchplan.render.escape import inert
from stretchplan.render.formats.playable import running
from stretchplan.results.plan import WORK_KINDS, Plan, Step
from stretchplan.words.phrases import length_words
from stretchplan.words.steps import breathing_words, dose_words, step_words

__all__ = ["plan_to_health_connect"]

_SESSION_STRETCHING: Final = 71
"""``ExerciseSessionRecord.EXERCISE_TYPE_STRETCHING``."""
_SEGMENT_STRETCHING: Final = 54
"""``ExerciseSegment.EXERCISE_SEGMENT_TYPE_STRETCHING``."""
_SEGMENT_REST: Final = 44
"""``ExerciseSegment.EXERCISE_SEGMENT_TYPE_REST``."""
_PHASE_REST: Final = 2
"""``PlannedExerciseStep.EXERCISE_PHASE_REST``."""
_PHASE_ACTIVE: Final = 3
"""``PlannedExerciseStep.EXERCISE_PHASE_ACTIVE``."""


def plan_to_health_connect(plan: Plan) -> dict[str, Any]:
    """Return the fields of a ``PlannedExerciseSessionRecord`` for a plan, for ``json.dumps``.

    Parameters
    ----------
    plan
        Any plan whose steps run on from second 0.

    Returns
    -------
    dict
        ``startDate`` (None when the request has no date), ``duration`` (ISO 8601, as ``Duration.parse`` takes it),
        ``exerciseType``, ``title``, ``notes`` (the notices) and ``blocks``: one for each stretch, done once, with a
        step for each step of the plan. Counted repetitions have a ``RepetitionsGoal``, all else a ``DurationGoal``.
        There is no field for a side: it stands in the description of the step, with the set, the cue and the breathing.

    Raises
    ------
    ValueError
        When the steps do not run on from 0 to the plan's total.

    Examples
    --------
    >>> import stretchplan as sp
    >>> record = sp.plan(minutes=1, days_since_injury=3, targets={"hips"}).to_health_connect()
    >>> record["duration"], [len(block["steps"]) for block in record["blocks"]]
    ('PT42S', [2])
    """
    steps = running(plan, "a Health Connect session")
    named = {one.stretch_id: f"{one.name}: {dose_words(one)}" for one in plan.prescriptions}
    return {
        "startDate": plan.request.on and plan.request.on.isoformat(),
        "duration": f"PT{plan.total_seconds}S",
        "exerciseType": _SESSION_STRETCHING,
        "title": f"Stretching, {length_words(plan.total_seconds)}",
        "notes": "\n".join(inert(notice.text) for notice in plan.notices),
        "blocks": [
            {
                "repetitions": 1,
                "description": inert(named.get(stretch or "", stretch or "-")),
                "steps": [_step(step) for step in part],
            }
            for stretch, part in groupby(steps, key=lambda step: step.stretch_id)
        ],
    }


def _step(step: Step) -> dict[str, Any]:
    works = step.kind in WORK_KINDS
    goal: dict[str, Any]
    if step.kind == "repeat" and step.repetitions is not None and 1 <= step.repetitions < 2**31:
        goal = {"type": "RepetitionsGoal", "repetitions": step.repetitions}
    else:
        goal = {"type": "DurationGoal", "duration": f"PT{step.seconds}S"}
    words = [f"{step_words(step)}, {step.seconds} s.", step.cue, breathing_words(step)]
    return {
        "exerciseType": _SEGMENT_STRETCHING if works else _SEGMENT_REST,
        "exercisePhase": _PHASE_ACTIVE if works else _PHASE_REST,
        "completionGoal": goal,
        "performanceTargets": [],
        "description": inert(" ".join(filter(None, words))),
    }
