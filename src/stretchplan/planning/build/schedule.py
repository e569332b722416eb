"""What happens in which second? ``plan.schedule``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

from stretchplan.base.translation import say
from stretchplan.catalog.stretch import Stretch
from stretchplan.inputs.request import PlanRequest
from stretchplan.planning.model.day import Day, PlannedStretch
from stretchplan.results.plan import WORK_STEPS, Breathing, Side, Step, StepKind
from stretchplan.rulebook.bounds import BREATH_SECONDS_IN_A_HOLD
from stretchplan.words.moves import get_up_cue, move_cue
from stretchplan.words.notices import REST_CUE, change_side_cue

__all__ = ["breaths_in_a_hold", "first_side", "lay_out"]

_Part = tuple["StepKind", int, dict[str, Any]]
_NOTHING: dict[str, Any] = dict.fromkeys(("side", "set_number", "sets", "repetitions", "cue", "breathing", "feel"))
_OTHER: dict[Side, Side] = {"left": "right", "right": "left", "both": "both"}


def lay_out(day: Day, session: Sequence[PlannedStretch]) -> tuple[Step, ...]:
    """Return the steps of a session, contiguous from second 0; docs/schedule.md says what happens when."""
    steps: list[Step] = []
    clock = 0
    before: Stretch | None = None
    for planned in session:
        for kind, seconds, fields in (_move(before, planned, day), *_work(planned, day)):
            timing: dict[str, Any] = {"start_seconds": clock, "seconds": seconds}
            steps.append(Step(**_NOTHING | fields | timing, kind=kind, stretch_id=planned.stretch.id))
            clock += seconds
        before = planned.stretch
    if before is not None:
        up = {"cue": get_up_cue(before.place), "start_seconds": clock, "seconds": day.moves.closing}
        steps.append(Step(**_NOTHING | up, kind="get_up", stretch_id=None))
    return tuple(steps)


def first_side(request: PlanRequest) -> Side:
    """Return the side that starts: left and right alternate from date to date; without a date it is the left."""
    return "right" if request.on is not None and request.on.toordinal() % 2 else "left"


def breaths_in_a_hold(seconds: int) -> Breathing:
    """Fit whole calm breaths into a hold of at least 2 s, so that one breath is as near to 10 s as possible."""
    fewer = seconds // BREATH_SECONDS_IN_A_HOLD
    # Between n and n + 1 breaths, the nearer one: 10 - s/(n+1) <= s/n - 10, in whole numbers.
    one_more = 2 * BREATH_SECONDS_IN_A_HOLD * fewer * (fewer + 1) <= seconds * (2 * fewer + 1)
    cycles = fewer + one_more
    breath = seconds // cycles
    inhale = max(1, (4 * breath + 5) // 10)  # two fifths, to the nearest second
    return Breathing(inhale_seconds=inhale, exhale_seconds=breath - inhale, cycles=cycles)


def _move(before: Stretch | None, planned: PlannedStretch, day: Day) -> _Part:
    place, settle = planned.stretch.place, day.settle_seconds(planned.stretch.id)
    setup = planned.worded.setup_for(_sides(planned.stretch, day.request)[0])
    if before is not None and before.place == place:
        return "settle", settle, {"cue": setup}
    cue = {"cue": f"{move_cue(None if before is None else before.place, place)} {setup}".strip()}
    if before is None:
        return "get_ready", day.moves.opening + settle, cue
    return "change_position", day.moves.change + settle, cue


def _sides(stretch: Stretch, request: PlanRequest) -> tuple[Side, ...]:
    first = first_side(request)
    return (first, _OTHER[first]) if stretch.sides == "each" else ("both",)


def _work(planned: PlannedStretch, day: Day) -> Iterator[_Part]:
    stretch, sets, seconds, pace = planned.stretch, planned.dosage.sets, planned.set_seconds, day.pace
    kind = WORK_STEPS[stretch.dose.kind]
    breathing = _breathing(planned.worded, seconds)
    cautions = [caution.cue for caution in planned.cautions if caution.cue]
    sides = _sides(stretch, day.request)
    for set_number, side in product(range(1, sets + 1), sides):
        in_set: dict[str, Any] = {"set_number": set_number, "sets": sets}
        if side == "both" and set_number > 1:
            yield "rest", pace.rest_seconds, {"cue": say(REST_CUE), **in_set}
        elif side != "both" and (set_number, side) != (1, sides[0]):
            cue = change_side_cue(side, planned.worded.change_for(side))
            yield "change_side", day.change_side_seconds(stretch.id), {"cue": cue, "side": side, **in_set}
        yield (
            kind,
            seconds,
            {
                "cue": " ".join([*cautions, planned.worded.cue_for(side)]),
                "feel": planned.worded.feel_for(side),
                "side": side,
                "repetitions": None if kind == "hold" else breathing.cycles,
                "breathing": breathing,
                **in_set,
            },
        )


def _breathing(stretch: Stretch, seconds: int) -> Breathing:
    breath = stretch.breath
    if breath is None:  # a hold; every movement has a breath of its own
        return breaths_in_a_hold(seconds)
    return Breathing(
        inhale_seconds=breath.inhale_seconds,
        exhale_seconds=breath.exhale_seconds,
        cycles=seconds // breath.seconds,
        inhale_cue=breath.inhale_cue,
        exhale_cue=breath.exhale_cue,
        begins_with=breath.begins_with,
    )
