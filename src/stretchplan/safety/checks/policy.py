"""Check the caller's policy, and that the caller's own rules were passed: ``caller-policy`` and ``own-rules``."""

from __future__ import annotations

from collections.abc import Iterator

from stretchplan.base.text import quoted
from stretchplan.catalog.stretch import Stretch
from stretchplan.inputs.policy import Policy
from stretchplan.results.report import Violation
from stretchplan.safety.checks.dose import in_range
from stretchplan.safety.checks.recount import Session, violation
from stretchplan.safety.checks.screening import unanswered

__all__ = ["forbids", "violations"]


def forbids(policy: Policy, stretch: Stretch) -> bool:
    """Return whether a policy forbids a stretch: by its id, by its position, or by its smallest dose."""
    if stretch.id in policy.forbidden_stretches or stretch.position in policy.forbidden_positions:
        return True
    dose = stretch.dose
    if dose.kind == "repetitions":
        return policy.max_repetitions is not None and dose.min_repetitions > policy.max_repetitions
    return policy.max_hold_seconds is not None and dose.min_seconds > policy.max_hold_seconds


def violations(session: Session) -> Iterator[Violation]:
    """Yield what breaks the caller's policy, and the caller's rules of the plan that were not passed."""
    policy = session.policy
    for stretch, step in session.stretches_visited:
        if stretch.id in policy.forbidden_stretches:
            yield _broken(step, f"{stretch.name} is planned, but the policy forbids it.")
        elif stretch.position in policy.forbidden_positions:
            yield _broken(step, f"{stretch.name} is planned, but the policy forbids the position {stretch.position}.")
    for worked in session.worked.values():
        counts = worked.stretch.dose.kind == "repetitions"
        limit = policy.max_repetitions if counts else policy.max_hold_seconds
        if limit is not None and in_range(worked, session):
            for i, actual, allowed in worked.above(limit):
                yield _broken(i, f"{worked.stretch.name} has {actual}; the policy allows at most {allowed}.")
    most = policy.max_session_seconds
    # A session longer than the minutes breaks fits-the-minutes only.
    if most is not None and most < session.total_seconds <= session.plan.request.budget_seconds:
        yield _broken(None, f"The session takes {session.total_seconds} s; the policy allows at most {most} s.")
    if policy.require_screening:
        for question in unanswered(session.plan)[:1]:
            message = f"The policy requires an answer to every screening question; {question!r} has none."
            yield _broken(None, message)
    yield from _own_rules(session)


def _own_rules(session: Session) -> Iterator[Violation]:
    """Check that every rule that the plan names was passed, with the same sentence, source and strength."""
    passed = {rule.id: rule for rule in session.own_rules}
    seen: set[str] = set()
    for named in session.plan.own_rules:
        shown = quoted(named.id)
        if named.id in seen:
            message = f"The plan names the rule {shown} twice; each rule may be named once."
        elif named.id not in passed:
            message = f"The plan was made under the caller's own rule {shown}; pass that rule in rules= to check it."
        elif named != passed[named.id]:
            message = f"The rule {shown} that was passed has another sentence, source or strength than in the plan."
        else:
            message = ""
        seen.add(named.id)
        if message:
            yield violation("own-rules", None, message)


def _broken(step: int | None, message: str) -> Violation:
    return violation("caller-policy", step, message)
