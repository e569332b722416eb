"""What pain now asks: ``pain-stop``."""

from __future__ import annotations

from collections.abc import Iterator

from stretchplan.results.report import Violation
from stretchplan.safety.checks.dose import in_range
from stretchplan.safety.checks.recount import Session

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
            for i, found, most in worked.above(worked.amount_range[0], worked.stretch.dose.min_sets):
                yield Violation(
                    rule_id=_RULE,
                    step=i,
                    message=f"{worked.stretch.name} has {found} with pain of {pain}; it has {most} then.",
                )
