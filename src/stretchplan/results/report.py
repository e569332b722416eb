"""The answer of the check: a report with violations."""

from collections.abc import Iterator
from typing import Any

from pydantic import computed_field

from stretchplan.base.models import OutputModel
from stretchplan.base.notebook import NotebookRepr
from stretchplan.base.text import some

__all__ = ["CheckReport", "Violation"]


class Violation(OutputModel):
    """One way in which a plan breaks a rule.

    Attributes
    ----------
    rule_id
        The rule.
    step
        Index into the plan's schedule, or None when the plan as a whole breaks it.
    message
        What was wrong, with the numbers, as one sentence.
    """

    rule_id: str
    step: int | None
    message: str


class CheckReport(NotebookRepr, OutputModel):
    """The answer of :func:`stretchplan.check`.

    Attributes
    ----------
    rules_version
        Version of the rules applied.
    violations
        At most 200, in the order of the rules and then of the schedule; empty when the plan keeps every rule.
    notices
        What else the reader should know, as sentences: where the catalogue that was given allows more than the
        built-in one does for a stretch of the same name. They do not count for ``ok``.
    ok
        Whether there are no violations.
    """

    rules_version: str
    violations: tuple[Violation, ...]
    notices: tuple[str, ...] = ()

    @computed_field  # type: ignore[prop-decorator]
    @property
    def ok(self) -> bool:
        """Whether the plan keeps every rule."""
        return not self.violations

    def __repr_args__(self) -> Iterator[tuple[str, Any]]:
        """Yield the first violations and how many there are."""
        yield "rules_version", self.rules_version
        yield "violations", some(self.violations, 3)
        yield "ok", self.ok
