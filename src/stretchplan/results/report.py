"""The answer of the check: a report with violations."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from pydantic import Field, computed_field

from stretchplan.base.models import OutputModel, is_unknown
from stretchplan.base.notebook import NotebookRepr
from stretchplan.base.text import some

__all__ = ["CheckReport", "Violation"]


class Violation(OutputModel):
    """One way in which a plan or a programme breaks a rule.

    Attributes
    ----------
    rule_id
        The rule.
    step
        Index into the plan's schedule, or None when the plan as a whole breaks it.
    message
        What was wrong, with the numbers, as one sentence.
    stretch_id
        The stretch of that step; None when the step has none, or the plan as a whole breaks the rule.
    on
        The day of a programme that breaks it; None for a plan, and where the programme as a whole breaks it.
    """

    rule_id: str
    step: int | None
    message: str
    stretch_id: str | None = Field(default=None, exclude_if=is_unknown)
    on: date | None = Field(default=None, exclude_if=is_unknown)


class CheckReport(NotebookRepr, OutputModel):
    """The answer of :func:`stretchplan.check` and of :func:`stretchplan.check_programme`.

    Attributes
    ----------
    rules_version
        Version of the rules applied.
    violations
        At most 200, in the order of the days, then of the rules and of the schedule; empty when every rule is kept.
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
        """Whether every rule is kept."""
        return not self.violations

    def __repr_args__(self) -> Iterator[tuple[str, Any]]:
        """Yield the first violations and how many there are."""
        yield "rules_version", self.rules_version
        yield "violations", some(self.violations, 3)
        yield "ok", self.ok
