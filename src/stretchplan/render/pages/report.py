"""Build the page of a check's report."""

from __future__ import annotations

from collections.abc import Iterator

from stretchplan.base.translation import say
from stretchplan.render.document.blocks import Block, Column, Heading, Paragraph, Table
from stretchplan.results.report import CheckReport
from stretchplan.words import pages

__all__ = ["report_page"]


def report_page(report: CheckReport) -> Iterator[Block]:
    """Return the violations as a table, or a page that says that there are none."""
    against = say(pages.CHECKED_AGAINST, version=report.rules_version)
    if report.ok:
        yield Heading(say(pages.NO_VIOLATION), "good")
        yield Paragraph(against)
        yield from _looser(report.notices)
        return
    yield Heading(pages.violations_title(len(report.violations)), "bad")
    dated = any(v.on is not None for v in report.violations)  # of a programme
    columns = (
        Column(say(pages.RULE), "strong"),
        *([Column(say(pages.DAY))] if dated else []),
        Column(say(pages.STEP), right=True),
        Column(say(pages.WHAT_IS_WRONG)),
    )
    rows = (
        (
            v.rule_id,
            *(["-" if v.on is None else v.on.isoformat()] if dated else []),
            "-" if v.step is None else str(v.step),
            v.message,
        )
        for v in report.violations
    )
    yield Table(columns, tuple(rows))
    yield Paragraph(f"{against} {say(pages.STEPS_COUNT)}", "quiet")
    yield from _looser(report.notices)


def _looser(notices: tuple[str, ...]) -> Iterator[Block]:
    if notices:
        yield Heading(say(pages.LOOSER), "warn")
        yield from (Paragraph(notice) for notice in notices)
