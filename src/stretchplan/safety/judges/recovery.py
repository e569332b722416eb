"""What the days since the injury ask: ``recovery-window``, ``early-dose`` and the cautions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stretchplan.safety.judges.dose import in_range
from stretchplan.safety.report import Violation
from stretchplan.safety.rules import (
    EARLY_MAX_SETS,
    EARLY_UNTIL_DAY,
    PIRIFORMIS_LIGHT_UNTIL_DAY,
    REPAIR_MAX_SETS,
    REPAIR_UNTIL_DAY,
    TWIST_SMALL_UNTIL_DAY,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stretchplan.safety.recount import Session, Worked

__all__ = ["CAUTIONS", "violations"]

CAUTIONS: Final[dict[str, int]] = {
    "piriformis-light": PIRIFORMIS_LIGHT_UNTIL_DAY,
    "twist-small": TWIST_SMALL_UNTIL_DAY,
}
"""The rules that a catalogue's caution may name, and the first day on which each has passed."""


def violations(session: Session) -> Iterator[Violation]:
    """Yield what breaks a rule of recovery.

    Parameters
    ----------
    session
        The plan, recounted.
    """
    day = session.plan.request.days_since_injury
    if day is None:
        return
    yield from _windows(session, day)
    for worked in session.worked.values():
        if day < REPAIR_UNTIL_DAY and in_range(worked, session):
            yield from _early_dose(session, worked, day)
        if worked.stretch.cautions:
            yield from _cautions(session, worked, day)


def _windows(session: Session, day: int) -> Iterator[Violation]:
    # By run, so that a stretch that is only moved to counts as well.
    seen: set[str] = set()
    for run in session.runs:
        stretch = run.stretch
        if stretch is None or stretch.id in seen or day >= stretch.first_allowed_day:
            continue
        seen.add(stretch.id)
        yield Violation(
            rule_id="recovery-window",
            step=run.first,
            message=f"{stretch.name} is in on day {day} after the injury; "
            f"it may be planned from day {stretch.first_allowed_day}.",
        )


def _early_dose(session: Session, worked: Worked, day: int) -> Iterator[Violation]:
    stretch = worked.stretch
    dose = stretch.dose
    early = day < EARLY_UNTIL_DAY
    if dose.kind == "repetitions":
        unit, lowest, highest = "repetitions", dose.min_repetitions, dose.max_repetitions
    else:
        unit, lowest, highest = "s", dose.min_seconds, dose.max_seconds
    most = lowest if early else (lowest + highest) // 2
    most_sets = EARLY_MAX_SETS if early else REPAIR_MAX_SETS
    for i in worked.leads:
        step = session.steps[i]
        amount = step.repetitions if dose.kind == "repetitions" else step.seconds
        if amount is not None and amount > most:
            yield Violation(
                rule_id="early-dose",
                step=i,
                message=f"{stretch.name} has {amount} {unit} a set on day {day}; "
                f"up to day {(EARLY_UNTIL_DAY if early else REPAIR_UNTIL_DAY) - 1} it has at most {most} {unit}.",
            )
    if len(worked.leads) > most_sets:
        yield Violation(
            rule_id="early-dose",
            step=worked.leads[most_sets],
            message=f"{stretch.name} has {len(worked.leads)} sets on day {day}; "
            f"up to day {(EARLY_UNTIL_DAY if early else REPAIR_UNTIL_DAY) - 1} it has at most {most_sets}.",
        )


def _cautions(session: Session, worked: Worked, day: int) -> Iterator[Violation]:
    stretch = worked.stretch
    for caution in stretch.cautions:
        until = CAUTIONS.get(caution.rule)
        if until is None or day >= until:  # one that no rule stands behind is for known-stretch to report
            continue
        for i in worked.work:
            if caution.cue not in session.steps[i].cue:
                yield Violation(
                    rule_id=caution.rule,
                    step=i,
                    message=f"{stretch.name} on day {day} must be cued with {caution.cue!r} before day {until}, "
                    "and this step is not.",
                )
