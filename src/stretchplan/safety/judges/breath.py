"""Whether every hold and movement is breathed through: ``calm-breath``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stretchplan.plan import Breathing
from stretchplan.safety.recount import MOVES, PAUSES
from stretchplan.safety.report import Violation
from stretchplan.safety.rules import BREATH_SECONDS_IN_A_HOLD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stretchplan.catalog.models import Stretch
    from stretchplan.plan import Step
    from stretchplan.safety.recount import Session

__all__ = ["hold_breath", "violations"]


def violations(session: Session) -> Iterator[Violation]:
    """Yield what breaks ``calm-breath``.

    Parameters
    ----------
    session
        The plan, recounted.
    """
    for i, step in enumerate(session.steps):
        if step.breathing is not None and (step.kind in MOVES or step.kind in PAUSES):
            yield _calm(i, f"A {step.kind} step has a breath to pace, and carries none.")
    for worked in session.worked.values():
        for i in worked.work:
            step = session.steps[i]
            if step.seconds < 1:  # an empty step is for whole-schedule to report
                continue
            if worked.stretch.dose.kind == "hold":
                yield from _hold(i, step)
            else:
                yield from _movement(i, step, worked.stretch)


def hold_breath(seconds: int) -> tuple[int, int, int]:
    """Return the inhale, the exhale and the number of breaths of a hold.

    Parameters
    ----------
    seconds
        Length of the hold, at least 1.

    Returns
    -------
    tuple of int
        Seconds in, seconds out, whole breaths.
    """
    # One of the two whole numbers around seconds / 10 brings seconds / breaths nearest to 10. Distances are
    # compared as fractions, |seconds - 10 n| / n, multiplied out.
    few = max(1, seconds // BREATH_SECONDS_IN_A_HOLD)
    many = few + 1
    far_few = abs(seconds - BREATH_SECONDS_IN_A_HOLD * few)
    far_many = abs(seconds - BREATH_SECONDS_IN_A_HOLD * many)
    breaths = many if many <= seconds and far_many * few <= far_few * many else few
    breath = seconds // breaths
    inhale = max(1, 2 * breath // 5)
    return inhale, breath - inhale, breaths


def _hold(i: int, step: Step) -> Iterator[Violation]:
    if step.breathing is None:
        yield _calm(i, f"Nothing paces the breath through this hold of {step.seconds} s.")
        return
    inhale, exhale, cycles = hold_breath(step.seconds)
    yield from _compare(i, step, step.breathing, Breathing(inhale_seconds=inhale, exhale_seconds=exhale, cycles=cycles))


def _movement(i: int, step: Step, stretch: Stretch) -> Iterator[Violation]:
    breath = stretch.breath
    if breath is None:  # a catalogue that no validator has seen
        return
    if step.breathing is None:
        yield _calm(i, f"Nothing paces the breath through these {step.seconds} s of movement.")
        return
    times = step.repetitions if step.repetitions is not None else step.seconds // breath.seconds
    if times * breath.seconds != step.seconds:
        yield _calm(
            i,
            f"{times} breaths of {breath.seconds} s take {times * breath.seconds} s, and this step has {step.seconds} s.",
        )
        return
    due = Breathing(
        inhale_seconds=breath.inhale_seconds,
        exhale_seconds=breath.exhale_seconds,
        cycles=times,
        inhale_cue=breath.inhale_cue,
        exhale_cue=breath.exhale_cue,
    )
    yield from _compare(i, step, step.breathing, due)


def _compare(i: int, step: Step, found: Breathing, due: Breathing) -> Iterator[Violation]:
    counts = found.cycles, found.inhale_seconds, found.exhale_seconds
    counts_due = due.cycles, due.inhale_seconds, due.exhale_seconds
    if counts != counts_due:
        yield _calm(
            i,
            f"{step.seconds} s are paced as {found.cycles} × ({found.inhale_seconds} s in, {found.exhale_seconds} s out); "
            f"calm would be {due.cycles} × ({due.inhale_seconds} s in, {due.exhale_seconds} s out).",
        )
    elif (found.inhale_cue, found.exhale_cue) != (due.inhale_cue, due.exhale_cue):
        yield _calm(i, "The words for breathing in and out are not the catalogue's; a hold has none.")


def _calm(i: int, message: str) -> Violation:
    return Violation(rule_id="calm-breath", step=i, message=message)
