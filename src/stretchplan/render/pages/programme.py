"""Build the pages of a programme: all of it, day by day, and what a person needs to see first, in brief."""

from __future__ import annotations

from collections.abc import Iterator

from stretchplan.base.translation import in_its_language, say
from stretchplan.render.document.blocks import Block, Bullet, Entry, Heading, Paragraph, Worded
from stretchplan.results.programme import Programme, ProgrammeDay, in_weeks
from stretchplan.words import calendar as words
from stretchplan.words import pages
from stretchplan.words.languages import Phrase, own_language

__all__ = ["brief_programme_page", "programme_page"]


@in_its_language
def programme_page(programme: Programme) -> Iterator[Block]:
    """Return a programme as a page: what it is for, each day, and each week together."""
    yield from _head(programme)
    language = words.names_language(programme)
    for number, days in enumerate(in_weeks(programme.days), start=1):
        yield Heading(words.week_title(number, days))
        yield from (_day(day, text, language) for day, text in words.told_once(days))
        if number <= len(programme.weeks):
            week = programme.weeks[number - 1]
            lines = tuple(("", _theirs(line, language)) for line in (words.areas_line(week),) if line)
            yield Entry(say(words.WEEK), words.week_line(week), lines)
    yield Heading(say(words.ABOUT))
    yield Paragraph(say(words.PER_SIDE))
    yield _made_from(programme)


def brief_programme_page(programme: Programme) -> Iterator[Block]:
    """Return a programme as a page for a notebook, below its calendar: what it is for, and what changes when."""
    yield from _head(programme)
    language = words.names_language(programme)
    changing = [day for day in programme.days if words.change_texts(day)]
    if changing:
        yield Heading(say(words.CHANGES))
    for day in changing:
        yield Entry(words.day_name(day.on), words.tag(day), tuple(_changes(day, language)))
    yield _made_from(programme)


def _head(programme: Programme) -> Iterator[Block]:
    yield Heading(words.programme_title(programme), "title")
    yield from map(Paragraph, words.stated(programme))
    yield Heading(say(pages.BEFORE_YOU_START))
    for text in words.to_mind(programme):
        yield Bullet(text, marker="!", role="warn")
    for text in words.about(programme):
        yield Paragraph(text)


def _made_from(programme: Programme) -> Paragraph:
    catalog, version = programme.catalog.id, programme.catalog.version
    return Paragraph(say(pages.MADE_FROM, catalog=catalog, version=version, rules=programme.rules_version), "quiet")


def _day(day: ProgrammeDay, text: str, language: str) -> Entry:
    stretches = (("", _theirs(text, language)),) if text else ()
    return Entry(words.day_name(day.on), words.tag(day), (*stretches, *_changes(day, language)))


def _changes(day: ProgrammeDay, language: str) -> Iterator[tuple[str, str]]:
    for text in words.change_texts(day):
        yield say(words.CHANGED) if day.plan is not None else "", _theirs(text, language)


def _theirs(text: str, language: str) -> str:
    """Return a text with words of the catalogue, with its language if that is another one than this library's."""
    return text if own_language(language) == language else Worded((Phrase(text, language),))
