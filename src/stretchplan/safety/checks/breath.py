"""Check the breathing of every hold and movement: ``calm-breath``."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from stretchplan.catalog.stretch import Stretch
from stretchplan.results.plan import Breathing, Step
from stretchplan.results.report import Violation
from stretchplan.rulebook.bounds import BREATH_SECONDS_IN_A_HOLD
from stretchplan.safety.checks.recount import MOVES, PAUSES, Session, violation
from stretchplan.safety.checks.texts_due import Due

__all__ = ["hold_breath", "violations"]


def violations(session: Session) -> Iterator[Violation]:
    """Yield what breaks ``calm-breath``."""
    for i, step in enumerate(session.steps):
        if step.breathing is not None and (step.kind in MOVES or step.kind in PAUSES or step.kind == "get_up"):
            message = f"This {step.kind} step carries breathing; moves and pauses have none."
            yield violation("calm-breath", i, message)
    for worked in session.worked.values():
        holds = worked.stretch.dose.kind == "hold"
        for i in worked.work:
            step = session.steps[i]
            if step.seconds < 1:  # whole-schedule reports empty steps
                continue
            wrong = (
                _wrong_in_hold(step)
                if holds
                else _wrong_in_movement(step, worked.stretch, session.texts_due(worked.stretch))
            )
            if wrong:
                yield violation("calm-breath", i, wrong)


@lru_cache(maxsize=256)
def hold_breath(seconds: int) -> tuple[int, int, int]:
    """Return the seconds of an inhale, the seconds of an exhale and the breaths of a hold of at least 1 s."""
    # One of the two whole numbers around seconds / 10 gives breaths nearest to 10 s. With n breaths, each differs from
    # 10 s by |seconds - 10 n| / n; the two differences are compared without division.
    few = max(1, seconds // BREATH_SECONDS_IN_A_HOLD)
    many = few + 1
    far_few = abs(seconds - BREATH_SECONDS_IN_A_HOLD * few)
    far_many = abs(seconds - BREATH_SECONDS_IN_A_HOLD * many)
    breaths = many if many <= seconds and far_many * few <= far_few * many else few
    breath = seconds // breaths
    inhale = max(1, round(breath * 0.4))  # two fifths are never half a second from a whole one
    return inhale, breath - inhale, breaths


def _wrong_in_hold(step: Step) -> str | None:
    if step.breathing is None:
        return f"This hold of {step.seconds} s has no breathing; every hold needs it."
    if step.breathing.begins_with != "inhale":
        return "The breathing of this hold begins with the exhale; a hold begins with the inhale."
    return _difference(step, step.breathing, (*hold_breath(step.seconds), None, None))


def _wrong_in_movement(step: Step, stretch: Stretch, texts: Due) -> str | None:
    breath = stretch.breath
    if breath is None:  # a catalogue that was not validated
        return None
    if step.breathing is None:
        return f"This movement of {step.seconds} s has no breathing; every movement needs it."
    inhale, exhale = breath.inhale_seconds, breath.exhale_seconds
    times = step.repetitions if step.repetitions is not None else step.seconds // (inhale + exhale)
    takes = times * (inhale + exhale)
    if takes != step.seconds:
        return f"{times} breaths of {inhale + exhale} s take {takes} s, but this step lasts {step.seconds} s."
    if step.breathing.begins_with != texts.begins_with:
        return (
            f"This movement begins with the {step.breathing.begins_with}; it must begin with the {texts.begins_with}."
        )
    said: tuple[str | None, str | None] = (step.breathing.inhale_cue, step.breathing.exhale_cue)
    # Cues that a form gives break the rule that calls for the form.
    in_form = texts.breaths is None or texts.gives("inhale_cue", "exhale_cue", "effort_out")
    breathing_in, breathing_out = said if in_form else texts.breaths or said
    return _difference(step, step.breathing, (inhale, exhale, times, breathing_in, breathing_out))


def _difference(step: Step, breathing: Breathing, due: tuple[int, int, int, str | None, str | None]) -> str | None:
    inhale, exhale, cycles, inhale_cue, exhale_cue = due
    if (breathing.inhale_seconds, breathing.exhale_seconds, breathing.cycles) != (inhale, exhale, cycles):
        return (
            f"The breathing is {breathing.cycles} × ({breathing.inhale_seconds} s in, {breathing.exhale_seconds} s "
            f"out); calm breathing for {step.seconds} s is {cycles} × ({inhale} s in, {exhale} s out)."
        )
    if (breathing.inhale_cue, breathing.exhale_cue) == (inhale_cue, exhale_cue):
        return None
    if inhale_cue is None:
        return "The breathing of this hold has cues; a hold has none."
    return "The breathing cues of this movement are not the catalogue's."
