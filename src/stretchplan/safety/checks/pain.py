"""What pain now asks: ``pain-stop``."""

from __future__ import annotations

from collections.abc import Iterator

from stretchplan.results.report import Violation
from stretchplan.safety.checks.dose import in_range
from stretchplan.safety.checks.recount import Session, Worked

__all__ = ["violations"]

_RULE = "pain-stop"


def violations(session: Session) -> Iterator[Violation]:
    """Yield what breaks the rule about pain, its notice left to :mod:`~stretchplan.safety.checks.record`.

    Parameters
    ----------
    session
        The plan, recounted.
    """
    pain = session.plan.request.pain
    policy = session.policy
    if pain is None:
        return
    if pain >= policy.pain_stop_from:
        yield Violation(
            rule_id=_RULE,
            step=None,
            message=f"Pain now is {pain} of 10; from {policy.pain_stop_from} there is no plan, and this is one.",
        )
        return
    if pain < policy.pain_lowest_doses_from:
        return
    for worked in session.worked.values():
        if in_range(worked, session):
            yield from _lowest(session, worked, pain)


def _lowest(session: Session, worked: Worked, pain: int) -> Iterator[Violation]:
    stretch = worked.stretch
    dose = stretch.dose
    counts = dose.kind == "repetitions"
    lowest, unit = (dose.min_repetitions, "repetitions") if dose.kind == "repetitions" else (dose.min_seconds, "s")
    for i in worked.leads:
        step = session.steps[i]
        amount = step.repetitions if counts else step.seconds
        if amount is not None and amount > lowest:
            yield Violation(
                rule_id=_RULE,
                step=i,
                message=f"{stretch.name} has {amount} {unit} a set with pain of {pain}; it has {lowest} {unit} then.",
            )
    if len(worked.leads) > dose.min_sets:
        yield Violation(
            rule_id=_RULE,
            step=worked.leads[dose.min_sets],
            message=f"{stretch.name} has {len(worked.leads)} sets with pain of {pain}; it has {dose.min_sets} then.",
        )
