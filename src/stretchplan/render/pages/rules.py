"""Build the pages of rules, conditions and screening answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stretchplan.base.translation import say
from stretchplan.inputs.conditions import ConditionEntry
from stretchplan.inputs.screening import Screening
from stretchplan.render.document.blocks import Block, Column, Entry, Heading, Paragraph, Table
from stretchplan.rulebook.rules import Rule
from stretchplan.words import pages

__all__ = ["conditions_page", "rule_entry", "rule_page", "rules_page", "screening_page"]


def conditions_page(pairs: Iterable[tuple[ConditionEntry, Rule]]) -> Iterator[Block]:
    """Return the conditions that may be stated, each with its rule."""
    listed = tuple(pairs)
    yield Heading(pages.conditions_title(len(listed)), "title")
    yield Paragraph(say(pages.HOW_TO_STATE))
    for condition, rule in listed:
        about_rule = (
            (say(pages.RULE), rule.sentence),
            (say(pages.BOUND), rule.bound),
            (say(pages.SOURCE), rule.source),
        )
        yield Entry(condition.id, f"{rule.id}, {rule.strength}", (("", say(condition.description)), *about_rule))


def rules_page(rules: Iterable[Rule], version: str) -> Iterator[Block]:
    """Return the rules, grouped by family."""
    listed = tuple(rules)
    yield Heading(pages.rules_title(len(listed), version), "title")
    yield Paragraph(say(pages.STRENGTHS))
    for family, heading in pages.FAMILIES.items():
        entries = [rule_entry(rule) for rule in listed if rule.family == family]
        if entries:
            yield Heading(say(heading))
            yield from entries


def rule_page(rule: Rule) -> Iterator[Block]:
    """Return one rule."""
    yield rule_entry(rule)


def rule_entry(rule: Rule) -> Entry:
    """Return a rule's sentence, bound, source and note."""
    lines = [("", rule.sentence), (say(pages.BOUND), rule.bound), (say(pages.SOURCE), rule.source)]
    if rule.note:
        lines.append((say(pages.NOTE), rule.note))
    return Entry(rule.id, rule.strength, tuple(lines))


def screening_page(screening: Screening) -> Iterator[Block]:
    """Return the answers about warning signs; they must not stop planning."""
    rows = [
        (say(q.short), say(pages.ANSWERS[answer])) for answer in pages.ANSWERS for q in screening.with_answer(answer)
    ]
    known = len(rows) - len(screening.with_answer("unanswered"))
    yield Heading(say(pages.QUESTIONS_ANSWERED, answered=known, questions=len(rows)), "title")
    yield Paragraph(say(pages.SAVE_ANSWERS))
    yield Table((Column(say(pages.SIGN), "strong"), Column(say(pages.ANSWER))), tuple(rows))
    yield Paragraph(say(pages.NO_MEDICAL_CHECK), "quiet")
