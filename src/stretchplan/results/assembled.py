"""The answer to a session that somebody else chose: its plan, and what stands against it."""

from collections.abc import Iterator
from typing import Any

from pydantic import computed_field

from stretchplan.base.models import OutputModel
from stretchplan.base.text import some
from stretchplan.results.plan import Plan
from stretchplan.results.report import Violation

__all__ = ["Assembled"]


class Assembled(OutputModel):
    """The plan of a session that somebody else chose: the answer of :meth:`stretchplan.Planner.assemble`.

    Attributes
    ----------
    plan
        The session, laid out and worded. It may break rules, and then has the notice ``breaks-rules``: show it to a
        person only when ``ok``.
    violations
        What :func:`stretchplan.check` says against it, at most 200; empty when every rule is kept.
    ok
        Whether there are no violations.
    """

    plan: Plan
    violations: tuple[Violation, ...]

    @computed_field  # type: ignore[prop-decorator]
    @property
    def ok(self) -> bool:
        """Whether every rule is kept."""
        return not self.violations

    def __repr_args__(self) -> Iterator[tuple[str, Any]]:
        """Yield the plan, its first violations and how many there are."""
        yield "plan", self.plan
        yield "violations", some(self.violations, 3)
        yield "ok", self.ok
