"""Build the page of a person's progress: what the records show, its charts, and its weeks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stretchplan.base.translation import in_its_language, say
from stretchplan.render.document.as_html import html_file, page_to_html
from stretchplan.render.document.blocks import Block, Column, Heading, Paragraph, Table
from stretchplan.render.progress_charts import inline_charts
from stretchplan.results.progress import Progress
from stretchplan.words import progress as words

__all__ = ["progress_body", "progress_page", "progress_to_html"]

_STYLE: Final = (
    ".sp-charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(18rem,100%),30rem));gap:1.5rem}"
    ".sp-chart{display:block;width:100%;height:auto}"
    "@media print{.sp-chart{break-inside:avoid}}"
)


@in_its_language
def progress_page(shown: Progress) -> Iterator[Block]:
    """Return the figures of a person's progress in words, and its weeks as a table."""
    yield from _figures(shown)
    yield from _weeks(shown)


def _figures(shown: Progress) -> Iterator[Block]:
    yield Heading(words.title(shown.on), "title")
    for number, sentence in enumerate(shown.sentences):
        yield Paragraph(sentence, "warn" if number == 0 and shown.see_clinician is not None else "plain")


def _weeks(shown: Progress) -> Iterator[Block]:
    weeks = [week for week in shown.weeks if week.days_with_session]
    if weeks:
        yield Heading(say(words.WEEK_BY_WEEK))
        columns = (Column(say(words.WEEK_FROM)), Column(say(words.DAYS_WITH_A_SESSION)), Column(say(words.STRETCHING)))
        rows = (
            (
                week.starts_on.isoformat(),
                words.of_days(week.days_with_session, week.days),
                words.minutes(week.stretching_seconds),
            )
            for week in weeks
        )
        yield Table(columns, tuple(rows))
        if len(weeks) < len(shown.weeks):
            yield Paragraph(say(words.EMPTY_WEEKS), "quiet")
    yield Paragraph(say(words.NO_PROMISE), "quiet")


@in_its_language
def progress_body(shown: Progress) -> str:
    """Return the page as HTML for use inside another page: the notice and the sentences, the charts, then the weeks."""
    return "\n".join((page_to_html(_figures(shown)), inline_charts(shown), page_to_html(_weeks(shown))))


@in_its_language
def progress_to_html(shown: Progress) -> str:
    """Return a progress as one HTML file with its charts. It has no script and loads nothing.

    Parameters
    ----------
    shown
        Any progress, also one read from a file: its texts are escaped.

    Returns
    -------
    str
        The file. The same progress gives the same text everywhere.

    Examples
    --------
    >>> import stretchplan as sp
    >>> from stretchplan.render import progress_to_html
    >>> done = sp.record_of(sp.plan(minutes=10, days_since_injury=3, on="2026-01-31"))
    >>> progress_to_html(sp.progress([done], on="2026-01-31")).splitlines()[0]
    '<!doctype html>'
    """
    return html_file(words.title(shown.on), progress_body(shown), _STYLE)
