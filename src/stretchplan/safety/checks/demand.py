"""Check that a plan does what the request wants: ``areas-worked`` and ``wishes-kept``."""

from __future__ import annotations

from collections.abc import Iterator

from stretchplan.base.text import quoted
from stretchplan.catalog.stretch import Stretch
from stretchplan.inputs.request import PlanRequest
from stretchplan.results.report import Violation
from stretchplan.safety.checks.recount import Session, violation

__all__ = ["unwanted", "violations"]


def unwanted(stretch: Stretch, request: PlanRequest) -> str | None:
    """Return why the person's wishes exclude a stretch, as a clause, or None."""
    profile = request.profile
    if stretch.id in profile.avoid_stretches:
        return "the request avoids it"
    if stretch.position in profile.avoid_positions:
        return f"the request avoids the position {stretch.position}"
    for piece in stretch.needs:
        if profile.equipment is not None and piece not in profile.equipment:
            return f"it needs a {piece}, which the request does not list as equipment"
    return None


def violations(session: Session) -> Iterator[Violation]:
    """Yield the targeted areas that no stretch works, and the wishes that are not kept.

    Areas and stretches to include are checked only when the session could be counted completely.
    """
    request = session.plan.request
    for stretch, step in session.stretches_visited:
        why = unwanted(stretch, request)
        if why is not None:
            yield violation("wishes-kept", step, f"{stretch.name} is planned, but {why}.")
    if not session.complete:
        return
    worked: set[str] = set()
    for entry in session.worked.values():
        worked.update(entry.stretch.targets.primary, entry.stretch.targets.secondary)
        if session.policy.named_targets:
            worked.update(entry.stretch.targets.named)
    for area in sorted(request.targets - worked):
        message = f"The request targets {quoted(area)}, but no planned stretch works it."
        yield violation("areas-worked", None, message)
    known = session.catalog.by_id if session.catalog is not None else {}
    # whole-schedule reports a stretch that is only moved to, and known-stretch reports an unknown one.
    for name in sorted(request.profile.include - {run.stretch_id for run in session.runs}):
        if name in known:
            message = f"The request includes {quoted(name)}, but the schedule has no work of it."
            yield violation("wishes-kept", None, message)
