"""Build the page of a verification, and of a comparison of two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from stretchplan.base.translation import in_english
from stretchplan.inputs.policy import STANDARD, Policy
from stretchplan.render.document.as_html import html_file, page_to_html
from stretchplan.render.document.blocks import Block, Bullet, Column, Entry, Heading, Paragraph, Table
from stretchplan.results.comparison import AnswerChange, Comparison
from stretchplan.results.verification import Finding, Verification
from stretchplan.words import verification as words

__all__ = ["comparison_page", "report_to_html", "verification_page"]

_MOST_SHOWN: Final = 100
_STYLE: Final = "th.sp-right,td.sp-right{text-align:right;white-space:nowrap}"


def verification_page(made: Verification) -> Iterator[Block]:
    """Yield what a verification found, and what was gone through."""
    faults = made.faults
    yield Heading(words.title(len(faults), made.requests), "bad" if faults else "good")
    versions = words.versions(made.catalog.id, made.catalog.version, made.rules_version, made.stretchplan_version)
    yield Paragraph(words.WITH_PLAN.format(versions, f"{made.planned:,}"))
    yield from _findings(faults)
    notes = [finding for finding in made.findings if not finding.is_fault]
    if notes:
        yield Heading(words.WORTH_KNOWING)
        yield from (Bullet(finding.message, _example(finding)) for finding in notes[:_MOST_SHOWN])
    yield from _refused(made)
    yield from _areas(made)
    yield from _stretches(made)
    yield Heading(words.COVERED)
    yield from (Bullet(line) for line in words.grid_words(made.grid))
    counts = (made.requests, made.problems, made.searches, made.checks)
    yield Paragraph(words.GONE_THROUGH.format(*(f"{count:,}" for count in counts)))
    if made.slowest is not None:
        yield Paragraph(words.LONGEST.format(f"{made.most_nodes:,}", words.request_words(made.slowest)))
    yield Paragraph(words.HONEST, "quiet")
    yield Paragraph(words.DIGESTS.format(made.catalog.digest, made.digest), "quiet")


def _findings(findings: Sequence[Finding]) -> Iterator[Block]:
    for finding in findings[:_MOST_SHOWN]:
        lines = [("", finding.message)]
        if finding.smallest is not None:
            lines.append((words.SMALLEST, words.request_words(finding.smallest)))
        if finding.requests:
            lines.append((words.REQUESTS, f"{finding.requests:,}"))
        yield Entry(finding.subject, words.KINDS[finding.kind], tuple(lines))
    if len(findings) > _MOST_SHOWN:
        yield Paragraph(words.MORE.format(f"{len(findings) - _MOST_SHOWN:,}"), "quiet")


def _example(finding: Finding) -> str:
    return "" if finding.smallest is None else words.request_words(finding.smallest)


def _refused(made: Verification) -> Iterator[Block]:
    if not made.refused:
        return
    yield Heading(words.WITHOUT_PLAN)
    columns = (Column(words.REQUESTS, right=True), Column(words.REASON), Column(words.SMALLEST))
    rows = tuple(
        (
            f"{one.requests:,}",
            words.refused_words(one.kind, one.area_ids, one.rule_ids),
            words.request_words(one.smallest),
        )
        for one in made.refused[:_MOST_SHOWN]
    )
    yield Table(columns, rows)
    if len(made.refused) > _MOST_SHOWN:
        yield Paragraph(words.MORE.format(f"{len(made.refused) - _MOST_SHOWN:,}"), "quiet")


def _areas(made: Verification) -> Iterator[Block]:
    if not made.areas:
        return
    yield Heading(words.AREAS_REACHED)
    columns = (Column(words.AREA, "strong"), Column(words.DAYS), Column(words.FROM_MINUTES, right=True))
    rows = tuple(
        (
            area.name,
            words.days_words(days.first_day, days.last_day),
            words.NEVER if days.least_minutes is None else str(days.least_minutes),
        )
        for area in made.areas
        for days in area.days
    )
    yield Table(columns, rows)


def _stretches(made: Verification) -> Iterator[Block]:
    yield Heading(words.STRETCHES_USED)
    columns = (
        Column(words.STRETCH, "strong"),
        Column(words.REQUESTS, right=True),
        Column(words.DOSES_PLANNED, right=True),
        Column(words.DOSES_ALLOWED, right=True),
        Column(words.DOSES_STATED, right=True),
    )
    rows = tuple(
        (
            use.name,
            f"{use.requests:,}",
            str(sum(dose.requests > 0 for dose in use.doses)),
            str(sum(dose.allowed for dose in use.doses)),
            str(len(use.doses)),
        )
        for use in made.stretches
    )
    yield Table(columns, rows)


def comparison_page(made: Comparison) -> Iterator[Block]:
    """Yield which requests get another answer, and why."""
    if made.ok:
        yield Heading(words.NO_CHANGE.format(f"{made.requests:,}"), "good")
    else:
        yield Heading(words.WITH_CHANGE.format(f"{made.requests - made.same:,}", f"{made.requests:,}"), "warn")
    for side, word in ((made.old, words.BEFORE), (made.new, words.NOW)):
        named = words.versions(side.catalog.id, side.catalog.version, side.rules_version, side.stretchplan_version)
        bounds = [name for name in Policy.model_fields if getattr(side.policy, name) != getattr(STANDARD, name)]
        named += words.WITH_POLICY.format(", ".join(bounds)) if bounds else ""
        named += words.WITH_RULES.format(", ".join(rule.id for rule in side.own_rules)) if side.own_rules else ""
        yield Paragraph(f"{word.format(named)}.")
    if made.entries:
        yield Heading(words.ENTRIES_DIFFER)
        for entry in made.entries[:_MOST_SHOWN]:
            yield Bullet(entry.stretch_id, ", ".join(entry.facts) or entry.kind)
    for kind, what in words.CHANGES.items():
        count: int = getattr(made, kind)
        if count:
            yield Heading(f"{count:,} {what}")
            yield from _changes([change for change in made.changes if change.kind == kind])
    yield Paragraph(words.HONEST, "quiet")


def _changes(changes: Sequence[AnswerChange]) -> Iterator[Block]:
    for change in changes[:_MOST_SHOWN]:
        behind = ("; ".join(change.behind), words.requests_words(change.requests))
        lines = (
            (words.SMALLEST, words.request_words(change.smallest)),
            ("", words.BEFORE.format(words.answer_words(change.old))),
            ("", words.NOW.format(words.answer_words(change.new))),
        )
        yield Entry(*behind, lines)
    if len(changes) > _MOST_SHOWN:
        yield Paragraph(words.MORE.format(f"{len(changes) - _MOST_SHOWN:,}"), "quiet")


@in_english
def report_to_html(made: Verification | Comparison) -> str:
    """Return a verification or a comparison as one HTML file. It has no script and loads nothing.

    Parameters
    ----------
    made
        Any of the two, also one read from a file: its texts are escaped.

    Returns
    -------
    str
        The file. The same report gives the same text everywhere.

    Examples
    --------
    >>> from stretchplan.render import report_to_html
    >>> from stretchplan.verification import verify
    >>> made = verify(days=[3], minutes=[10], areas=1, conditions=0, pain=[None])
    >>> report_to_html(made).splitlines()[0]
    '<!doctype html>'
    """
    page = list(verification_page(made) if isinstance(made, Verification) else comparison_page(made))
    first = page[0]
    title = first.text if isinstance(first, Heading) else ""
    return html_file(title, page_to_html(page), _STYLE)
