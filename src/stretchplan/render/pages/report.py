"""The page of what a check found."""

from __future__ import annotations

from collections.abc import Iterator

from stretchplan.render.document.blocks import Block, Column, Heading, Paragraph, Table
from stretchplan.results.report import CheckReport

__all__ = ["report_page"]


def report_page(report: CheckReport) -> Iterator[Block]:
    """Return what a check found."""
    against = f"Checked against rules version {report.rules_version}."
    if report.ok:
        yield Heading("No violation found", "good")
        yield Paragraph(against)
        return
    count = len(report.violations)
    yield Heading(f"{count} violation{'' if count == 1 else 's'}", "bad")
    columns = (Column("Rule", "strong"), Column("Step", right=True), Column("What is wrong"))
    yield Table(
        columns, tuple((v.rule_id, "-" if v.step is None else str(v.step), v.message) for v in report.violations)
    )
    yield Paragraph(f"{against} Steps count from 0, as in the file.", "quiet")
