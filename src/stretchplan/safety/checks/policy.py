"""What the caller's policy forbids, and the caller's own rules: ``caller-policy`` and ``own-rules``."""

from __future__ import annotations

from collections.abc import Iterator

from stretchplan.base.text import quoted
from stretchplan.catalog.stretch import Stretch
from stretchplan.inputs.policy import Policy
from stretchplan.results.report import Violation
from stretchplan.safety.checks.dose import in_range
from stretchplan.safety.checks.recount import Session, Worked
from stretchplan.safety.checks.screening import unanswered

__all__ = ["forbidding", "violations"]


def forbidding(stretch: Stretch, policy: Policy) -> bool:
    """Return whether a policy forbids a stretch: by its id, by its position, or by its smallest dose."""
    if stretch.id in policy.forbidden_stretches or stretch.position in policy.forbidden_positions:
        return True
    dose = stretch.dose
    if dose.kind == "repetitions":
        return policy.max_repetitions is not None and dose.min_repetitions > policy.max_repetitions
    return policy.max_hold_seconds is not None and dose.min_seconds > policy.max_hold_seconds


def violations(session: Session) -> Iterator[Violation]:
    """Yield what breaks the caller's policy, and which rules of the caller's own could not be asked.

    Parameters
    ----------
    session
        The plan, recounted.
    """
    policy = session.policy
    for stretch, step in session.stretches_visited:
        if stretch.id in policy.forbidden_stretches:
            yield _broken(step, f"{stretch.name} is in, and the policy forbids it.")
        elif stretch.position in policy.forbidden_positions:
            yield _broken(step, f"{stretch.name} is in, and the policy forbids the position {stretch.position}.")
    for worked in session.worked.values():
        if in_range(worked, session):
            yield from _amounts(session, worked)
    most = policy.max_session_seconds
    # Longer than the minutes as well is for fits-the-minutes to report.
    if most is not None and most < session.total_seconds <= session.plan.request.budget_seconds:
        yield _broken(None, f"The session takes {session.total_seconds} s, and the policy allows {most} s.")
    if policy.require_screening:
        unanswered_ones = unanswered(session.plan)
        if unanswered_ones:
            yield _broken(
                None, f"The policy requires every screening question to be answered, and {unanswered_ones[0]!r} is not."
            )
    yield from _own_rules(session)


def _own_rules(session: Session) -> Iterator[Violation]:
    """Check that the rules that a plan names are at hand, and say what the plan says of them."""
    at_hand = {rule.id: rule for rule in session.own_rules}
    seen: set[str] = set()
    for named in session.plan.own_rules:
        shown = quoted(named.id)
        if named.id in seen:
            message = f"The plan names the rule {shown} twice; each stands once."
        elif named.id not in at_hand:
            message = (
                f"The plan was made under the rule {shown} of somebody's own; to have it judged, pass that rule in "
                "rules=."
            )
        elif named != at_hand[named.id]:
            message = f"The rule {shown} has not the sentence, source or strength that the plan says it has."
        else:
            message = ""
        seen.add(named.id)
        if message:
            yield Violation(rule_id="own-rules", step=None, message=message)


def _amounts(session: Session, worked: Worked) -> Iterator[Violation]:
    counts = worked.stretch.dose.kind == "repetitions"
    most = session.policy.max_repetitions if counts else session.policy.max_hold_seconds
    if most is None:
        return
    for i, found, allowed in worked.above(most):
        yield _broken(i, f"{worked.stretch.name} has {found}, and the policy allows {allowed}.")


def _broken(step: int | None, message: str) -> Violation:
    return Violation(rule_id="caller-policy", step=step, message=message)
