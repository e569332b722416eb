"""Whether every hold and movement is breathed through: ``calm-breath``."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from stretchplan.catalog.stretch import Stretch
from stretchplan.results.plan import Breathing, Step
from stretchplan.results.report import Violation
from stretchplan.rulebook.bounds import BREATH_SECONDS_IN_A_HOLD
from stretchplan.safety.checks.recount import MOVES, PAUSES, Session

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
        holds = worked.stretch.dose.kind == "hold"
        for i in worked.work:
            step = session.steps[i]
            if step.seconds < 1:  # an empty step is for whole-schedule to report
                continue
            message = _of_hold(step) if holds else _of_movement(step, worked.stretch)
            if message:
                yield _calm(i, message)


@lru_cache(maxsize=256)
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


def _of_hold(step: Step) -> str | None:
    if step.breathing is None:
        return f"Nothing paces the breath through this hold of {step.seconds} s."
    return _compared(step, step.breathing, (*hold_breath(step.seconds), None, None))


def _of_movement(step: Step, stretch: Stretch) -> str | None:
    breath = stretch.breath
    if breath is None:  # a catalogue that no validator has seen
        return None
    if step.breathing is None:
        return f"Nothing paces the breath through these {step.seconds} s of movement."
    inhale, exhale = breath.inhale_seconds, breath.exhale_seconds
    times = step.repetitions if step.repetitions is not None else step.seconds // (inhale + exhale)
    takes = times * (inhale + exhale)
    if takes != step.seconds:
        return f"{times} breaths of {inhale + exhale} s take {takes} s, and this step has {step.seconds} s."
    return _compared(step, step.breathing, (inhale, exhale, times, breath.inhale_cue, breath.exhale_cue))


def _compared(step: Step, found: Breathing, due: tuple[int, int, int, str | None, str | None]) -> str | None:
    if (found.inhale_seconds, found.exhale_seconds, found.cycles, found.inhale_cue, found.exhale_cue) == due:
        return None
    inhale, exhale, cycles, _, _ = due
    if (found.inhale_seconds, found.exhale_seconds, found.cycles) == (inhale, exhale, cycles):
        return "The words for breathing in and out are not the catalogue's; a hold has none."
    return (
        f"{step.seconds} s are paced as {found.cycles} × ({found.inhale_seconds} s in, "
        f"{found.exhale_seconds} s out); calm would be {cycles} × ({inhale} s in, {exhale} s out)."
    )


def _calm(i: int, message: str) -> Violation:
    return Violation(rule_id="calm-breath", step=i, message=message)
