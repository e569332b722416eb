"""Whether the plan does what was asked: ``areas-worked`` and ``wishes-kept``."""

from __future__ import annotations

from collections.abc import Iterator

from stretchplan.base.text import quoted
from stretchplan.catalog.stretch import Stretch
from stretchplan.inputs.request import PlanRequest
from stretchplan.results.report import Violation
from stretchplan.safety.checks.recount import Session

__all__ = ["unwanted", "violations"]


def unwanted(stretch: Stretch, request: PlanRequest) -> str | None:
    """Return why the person's own wishes keep a stretch out, to go on from its name; None when they do not."""
    profile = request.profile
    if stretch.id in profile.avoid_stretches:
        return "is avoided"
    if stretch.position in profile.avoid_positions:
        return f"starts {stretch.position}, which is avoided"
    for piece in stretch.needs:
        if profile.equipment is not None and piece not in profile.equipment:
            return f"needs a {piece}, which is not at hand"
    return None


def violations(session: Session) -> Iterator[Violation]:
    """Yield demanded areas that nothing in the session works, and wishes that it does not keep.

    Parameters
    ----------
    session
        The plan, recounted; of what must be in, nothing is said of a session that could not be counted whole.
    """
    request = session.plan.request
    for stretch, step in session.stretches_visited:
        why = unwanted(stretch, request)
        if why is not None:
            message = f"{stretch.name} is in, and it {why} by the request."
            yield Violation(rule_id="wishes-kept", step=step, message=message)
    if not session.complete:
        return
    worked: set[str] = set()
    for entry in session.worked.values():
        worked.update(entry.stretch.targets.primary, entry.stretch.targets.secondary)
    for area in sorted(request.targets - worked):
        yield Violation(
            rule_id="areas-worked",
            step=None,
            message=f"The request demands {quoted(area)}, and none of the {len(session.worked)} stretches works it.",
        )
    known = session.catalog.by_id if session.catalog is not None else {}
    # Of what the schedule only moves to, whole-schedule says that there is no work of it.
    for name in sorted(request.profile.include - {run.stretch_id for run in session.runs}):
        if name in known:  # another name is for known-stretch to report
            yield Violation(
                rule_id="wishes-kept",
                step=None,
                message=f"The request asks for {quoted(name)}, and there is no work of it.",
            )
