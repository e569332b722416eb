"""Build the pages about a person: what is stated, and how it goes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stretchplan.inputs.conditions import CONDITIONS
from stretchplan.programme.person import Person
from stretchplan.render.document.as_html import page_to_html
from stretchplan.render.document.blocks import Block, Column, Heading, Paragraph, Table
from stretchplan.render.escape import escaped
from stretchplan.results.progress import Progress
from stretchplan.words import journal, progress
from stretchplan.words.request import in_rule_order

__all__ = ["progress_html", "progress_page", "stated_page"]

_STYLE: Final = (
    ":root{color-scheme:light dark}"
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:42rem;margin:1.5rem auto;padding:0 1rem}"
    ".sp-title{font-size:1.4rem}.sp-heading{margin-top:1.6rem}.sp-quiet{opacity:.75}"
    ".sp-warn{border-left:.25rem solid;padding-left:.75rem}"
    ".sp-wide{overflow-x:auto}table{border-collapse:collapse}"
    "th,td{text-align:left;padding:.25rem 1rem .25rem 0;border-bottom:1px solid rgba(128,128,128,.35)}"
)


def stated_page(person: Person, sessions: int) -> Iterator[Block]:
    """Return what a journal states about its person, and how many sessions it has."""
    yield Heading(journal.STATED, "title")
    yield Paragraph(journal.injury(person.injured_on))
    yield Paragraph(journal.conditions([CONDITIONS[one].name for one in in_rule_order(person.profile.conditions)]))
    yield Paragraph(journal.minutes(person.minutes))
    yield Paragraph(journal.answers_of(person.screened_on, person.screening is not None))
    yield Paragraph(journal.sessions(sessions))


def progress_page(shown: Progress) -> Iterator[Block]:
    """Return the figures of a person's progress in words, and its weeks as a table."""
    yield Heading(progress.TITLE.format(shown.on), "title")
    for number, sentence in enumerate(shown.sentences):
        yield Paragraph(sentence, "warn" if number == 0 and shown.see_clinician is not None else "plain")
    weeks = [week for week in shown.weeks if week.days_with_session]
    if weeks:
        yield Heading(progress.WEEK_BY_WEEK)
        columns = (Column(progress.WEEK_FROM), Column(progress.DAYS_WITH_A_SESSION), Column(progress.STRETCHING))
        rows = (
            (
                week.starts_on.isoformat(),
                progress.of_days(week.days_with_session, week.days),
                progress.minutes(week.stretching_seconds),
            )
            for week in weeks
        )
        yield Table(columns, tuple(rows))
        if len(weeks) < len(shown.weeks):
            yield Paragraph(progress.EMPTY_WEEKS, "quiet")
    yield Paragraph(progress.NO_PROMISE, "quiet")


def progress_html(shown: Progress, pictures: str = "") -> str:
    """Return the progress as one HTML file that loads nothing; ``pictures`` is HTML to put below its title."""
    body = page_to_html(progress_page(shown), after_title=pictures)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escaped(progress.TITLE.format(shown.on))}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )
