"""Lay a selection out second by second, as docs/schedule.md says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from stretchplan.catalog.stretch import Stretch
from stretchplan.inputs.policy import STANDARD, Policy
from stretchplan.inputs.request import Pace, PlanRequest
from stretchplan.results.plan import WORK_STEPS, Breathing, Side, Step, StepKind
from stretchplan.rulebook.bounds import BREATH_SECONDS_IN_A_HOLD
from stretchplan.safety.allowed.doses import active_cautions
from stretchplan.safety.dosage import Dosage
from stretchplan.words.notices import REST_CUE, change_side_cue

__all__ = ["breaths_in_a_hold", "first_side", "lay_out"]

_Part = tuple[StepKind, int, dict[str, Any]]
_NOTHING: dict[str, Any] = dict.fromkeys(("side", "set_number", "sets", "repetitions", "cue", "breathing"))
_OTHER: dict[Side, Side] = {"left": "right", "right": "left", "both": "both"}


def lay_out(
    session: Sequence[tuple[Stretch, Dosage]], request: PlanRequest, policy: Policy = STANDARD
) -> tuple[Step, ...]:
    """Turn stretches and doses, in order, into the steps of a session.

    Parameters
    ----------
    session
        The stretches in the order of the session, with their doses.
    request
        Gives the pace, the day and the conditions (for cautions) and the date (for the side to start with).
    policy
        The caller's, which may have a slower pace and longer cautions.

    Returns
    -------
    tuple of Step
        Contiguous from second 0.
    """
    steps: list[Step] = []
    clock = 0
    before: Stretch | None = None
    start_with = first_side(request)
    pace = policy.pace(request.pace)
    for stretch, dosage in session:
        for kind, seconds, fields in (
            _move(before, stretch, pace),
            *_work(stretch, dosage, pace, _cautions(stretch, request, policy), start_with),
        ):
            steps.append(
                Step(**_NOTHING | fields, start_seconds=clock, seconds=seconds, kind=kind, stretch_id=stretch.id)
            )
            clock += seconds
        before = stretch
    return tuple(steps)


def first_side(request: PlanRequest) -> Side:
    """Return the side that comes first: it alternates from date to date, and is the left without a date."""
    return "right" if request.on is not None and request.on.toordinal() % 2 else "left"


def breaths_in_a_hold(seconds: int) -> Breathing:
    """Fit whole calm breaths into a hold: as many as bring one breath nearest to 10 s.

    Parameters
    ----------
    seconds
        Length of the hold, at least 2.
    """
    fewer = seconds // BREATH_SECONDS_IN_A_HOLD
    # Between n and n + 1 breaths, the nearer one: 10 - s/(n+1) <= s/n - 10, in whole numbers.
    one_more = 2 * BREATH_SECONDS_IN_A_HOLD * fewer * (fewer + 1) <= seconds * (2 * fewer + 1)
    cycles = fewer + one_more
    breath = seconds // cycles
    inhale = max(1, 2 * breath // 5)
    return Breathing(inhale_seconds=inhale, exhale_seconds=breath - inhale, cycles=cycles)


def _cautions(stretch: Stretch, request: PlanRequest, policy: Policy) -> tuple[str, ...]:
    return tuple(caution.cue for caution in active_cautions(stretch, request, policy))


def _move(before: Stretch | None, stretch: Stretch, pace: Pace) -> _Part:
    if before is None:
        return "get_ready", pace.get_ready_seconds, {"cue": stretch.setup}
    if before.position == stretch.position:
        return "settle", pace.settle_seconds, {"cue": stretch.setup}
    return "change_position", pace.change_position_seconds, {"cue": stretch.setup}


def _work(stretch: Stretch, dosage: Dosage, pace: Pace, cautions: Sequence[str], start_with: Side) -> Iterator[_Part]:
    seconds = stretch.work_seconds(dosage.amount)
    kind = WORK_STEPS[stretch.dose.kind]
    breathing = _breathing(stretch, seconds)
    sides: tuple[Side, ...] = (start_with, _OTHER[start_with]) if stretch.sides == "each" else ("both",)
    for set_number in range(1, dosage.sets + 1):
        in_set: dict[str, Any] = {"set_number": set_number, "sets": dosage.sets}
        for side in sides:
            if side == "both" and set_number > 1:
                yield "rest", pace.rest_seconds, {"cue": REST_CUE, **in_set}
            elif side != "both" and (set_number, side) != (1, start_with):
                yield (
                    "change_side",
                    pace.change_side_seconds,
                    {
                        "cue": change_side_cue(side),
                        "side": side,
                        **in_set,
                    },
                )
            yield (
                kind,
                seconds,
                {
                    "cue": " ".join((*cautions, stretch.cue_for(side))),
                    "side": side,
                    "repetitions": None if kind == "hold" else breathing.cycles,
                    "breathing": breathing,
                    **in_set,
                },
            )


def _breathing(stretch: Stretch, seconds: int) -> Breathing:
    breath = stretch.breath
    if breath is None:  # a hold: it has no breath of its own, and what moves has one
        return breaths_in_a_hold(seconds)
    return Breathing(
        inhale_seconds=breath.inhale_seconds,
        exhale_seconds=breath.exhale_seconds,
        cycles=seconds // breath.seconds,
        inhale_cue=breath.inhale_cue,
        exhale_cue=breath.exhale_cue,
    )
