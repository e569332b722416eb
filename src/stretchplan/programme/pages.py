"""Build the pages about a person: what is stated, and how it goes."""

from __future__ import annotations

from collections.abc import Iterator

from stretchplan.inputs.conditions import CONDITIONS
from stretchplan.programme.person import Person
from stretchplan.programme.progress import Progress
from stretchplan.render.document.blocks import Block, Column, Heading, Paragraph, Table
from stretchplan.words import journal, progress
from stretchplan.words.request import in_rule_order

__all__ = ["progress_page", "stated_page"]


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
    if shown.weeks:
        yield Heading(progress.WEEK_BY_WEEK)
        columns = (Column(progress.WEEK_FROM), Column(progress.DAYS_WITH_A_SESSION), Column(progress.STRETCHING))
        rows = (
            (
                week.starts_on.isoformat(),
                progress.of_days(week.days_with_session, week.days),
                progress.minutes(week.stretching_seconds),
            )
            for week in shown.weeks
        )
        yield Table(columns, tuple(rows))
    yield Paragraph(progress.NO_PROMISE, "quiet")
