"""Whether the plan does what was asked: ``areas-worked``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stretchplan._base import show
from stretchplan.safety.report import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stretchplan.safety.recount import Session

__all__ = ["violations"]


def violations(session: Session) -> Iterator[Violation]:
    """Yield demanded areas that nothing in the session works.

    Parameters
    ----------
    session
        The plan, recounted; nothing is said of a session that could not be counted whole.
    """
    if not session.complete:
        return
    worked: set[str] = set()
    for entry in session.worked.values():
        worked.update(entry.stretch.targets.primary, entry.stretch.targets.secondary)
    for area in sorted(session.plan.request.targets - worked):
        yield Violation(
            rule_id="areas-worked",
            step=None,
            message=f"The request demands {show(area)}, and none of the {len(session.worked)} stretches works it.",
        )
