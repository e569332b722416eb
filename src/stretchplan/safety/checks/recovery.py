"""What the days since the injury ask: ``recovery-window``, ``early-dose`` and the cautions."""

from __future__ import annotations

from collections.abc import Iterator

from stretchplan.inputs.policy import Policy
from stretchplan.results.report import Violation
from stretchplan.safety.checks.dose import in_range
from stretchplan.safety.checks.recount import Session, Worked

__all__ = ["caution_until", "violations"]


def caution_until(rule: str, policy: Policy) -> int:
    """Return the first day on which a caution has passed; 0 for one that no rule stands behind."""
    return {
        "piriformis-light": policy.piriformis_light_until_day,
        "twist-small": policy.twist_small_until_day,
    }.get(rule, 0)


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
        if day < session.policy.repair_until_day and in_range(worked, session):
            yield from _early_dose(session, worked, day)
        if worked.stretch.cautions:
            yield from _cautions(session, worked, day)


def _windows(session: Session, day: int) -> Iterator[Violation]:
    for stretch, step in session.stretches_visited:
        first = max(stretch.first_allowed_day, session.policy.first_allowed_days.get(stretch.id, 0))
        if day >= first:
            continue
        yield Violation(
            rule_id="recovery-window",
            step=step,
            message=f"{stretch.name} is in on day {day} after the injury; it may be planned from day {first}.",
        )


def _early_dose(session: Session, worked: Worked, day: int) -> Iterator[Violation]:
    policy = session.policy
    early = day < policy.early_until_day
    last_day = (policy.early_until_day if early else policy.repair_until_day) - 1
    lowest, highest, _ = worked.amount_range
    most = lowest if early else (lowest + highest) // 2
    most_sets = policy.early_max_sets if early else policy.repair_max_sets
    for i, found, allowed in worked.above(most, most_sets):
        yield Violation(
            rule_id="early-dose",
            step=i,
            message=f"{worked.stretch.name} has {found} on day {day}; up to day {last_day} it has at most {allowed}.",
        )


def _cautions(session: Session, worked: Worked, day: int) -> Iterator[Violation]:
    stretch = worked.stretch
    for caution in stretch.cautions:
        until = caution_until(caution.rule, session.policy)
        if day >= until:  # one that no rule stands behind is for known-stretch to report
            continue
        for i in worked.work:
            if caution.cue not in session.steps[i].cue:
                yield Violation(
                    rule_id=caution.rule,
                    step=i,
                    message=f"{stretch.name} on day {day} must be cued with {caution.cue!r} before day {until}, "
                    "and this step is not.",
                )
