"""Check the doses against pain now: ``pain-stop``. Its notice is checked in ``record``."""

from __future__ import annotations

from collections.abc import Iterator

from stretchplan.results.report import Violation
from stretchplan.safety.checks.dose import in_range
from stretchplan.safety.checks.recount import Session, violation

__all__ = ["violations"]


def violations(session: Session) -> Iterator[Violation]:
    """Yield what breaks ``pain-stop``, except for its notice."""
    pain, policy = session.plan.request.pain, session.policy
    if pain is None:
        return
    if pain >= policy.pain_stop_from:
        message = f"Pain now is {pain} of 10; from {policy.pain_stop_from} on no plan is allowed."
        yield violation("pain-stop", None, message)
        return
    if pain < policy.pain_lowest_doses_from:
        return
    for worked in session.worked.values():
        if in_range(worked, session):
            for i, actual, most in worked.above(worked.amount_range[0], worked.stretch.dose.min_sets):
                message = f"{worked.stretch.name} has {actual} with pain of {pain}; the most is {most}."
                yield violation("pain-stop", i, message)
