"""Build the page of what a journal states about its person."""

from __future__ import annotations

from collections.abc import Iterator

from stretchplan.base.translation import say
from stretchplan.inputs.conditions import CONDITIONS
from stretchplan.programme.person import Person
from stretchplan.render.document.blocks import Block, Heading, Paragraph
from stretchplan.words import journal
from stretchplan.words.request import in_rule_order

__all__ = ["stated_page"]


def stated_page(person: Person, sessions: int) -> Iterator[Block]:
    """Return what a journal states about its person, and how many sessions it has."""
    yield Heading(say(journal.STATED), "title")
    yield Paragraph(journal.injury(person.injured_on))
    yield Paragraph(journal.conditions([say(CONDITIONS[one].name) for one in in_rule_order(person.profile.conditions)]))
    yield Paragraph(journal.minutes(person.minutes))
    yield Paragraph(journal.answers_of(person.screened_on, person.screening is not None))
    yield Paragraph(journal.sessions(sessions))
