"""Check a plan against the days since the injury: ``recovery-window``, ``early-dose`` and the cautions."""

from __future__ import annotations

from collections.abc import Iterator

from stretchplan.inputs.policy import Policy
from stretchplan.results.report import Violation
from stretchplan.safety.checks.dose import in_range
from stretchplan.safety.checks.recount import Session, Worked, violation
from stretchplan.safety.checks.texts_due import named

__all__ = ["caution_until", "violations"]


def caution_until(rule: str, policy: Policy) -> int:
    """Return the first day on which a caution has passed; 0 for an unknown caution."""
    until = {"piriformis-light": policy.piriformis_light_until_day, "twist-small": policy.twist_small_until_day}
    return until.get(rule, 0)


def violations(session: Session) -> Iterator[Violation]:
    """Yield what breaks a rule about recovery."""
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
        if day < first:
            message = f"{stretch.name} is planned on day {day} after the injury; it is allowed from day {first}."
            yield violation("recovery-window", step, message)


def _early_dose(session: Session, worked: Worked, day: int) -> Iterator[Violation]:
    policy = session.policy
    early = day < policy.early_until_day
    last_day = (policy.early_until_day if early else policy.repair_until_day) - 1
    lowest, highest, _ = worked.amount_range
    most = lowest if early else (lowest + highest) // 2
    most_sets = policy.early_max_sets if early else policy.repair_max_sets
    for i, actual, allowed in worked.above(most, most_sets):
        message = f"{worked.stretch.name} has {actual} on day {day}; up to day {last_day} the most is {allowed}."
        yield violation("early-dose", i, message)


def _cautions(session: Session, worked: Worked, day: int) -> Iterator[Violation]:
    in_form = named(session.texts_due(worked.stretch).form)
    for caution in worked.stretch.cautions:
        if caution.rule in in_form:
            continue
        until = caution_until(caution.rule, session.policy)
        if day >= until:  # an unknown caution breaks known-stretch
            continue
        for i in worked.work:
            if caution.cue not in session.steps[i].cue:
                step = f"the cue of this {worked.stretch.name} step must contain {caution.cue!r}"
                yield violation(caution.rule, i, f"Before day {until} {step}; today is day {day}.")
