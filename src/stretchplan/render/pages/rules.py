"""The pages of rules, conditions and screening questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from stretchplan.inputs.conditions import ConditionEntry
from stretchplan.inputs.screening import Screening
from stretchplan.render.document.blocks import Block, Column, Entry, Heading, Paragraph, Table
from stretchplan.rulebook.rules import Family, Rule

__all__ = [
    "FAMILIES",
    "conditions_page",
    "rule_entry",
    "rule_page",
    "rules_page",
    "screening_page",
]

FAMILIES: Final[dict[Family, str]] = {
    "screening": "Warning signs",
    "recovery": "After an injury",
    "person": "Stated conditions",
    "dose": "How much",
    "minutes": "Time",
    "breath": "Breath",
    "order": "Order",
    "pain": "Pain now",
    "policy": "Bounds of the caller's own",
    "demand": "What was asked for",
    "record": "What a plan must be",
}
"""The heading of each family of rules, in the order of the page."""


def conditions_page(pairs: Iterable[tuple[ConditionEntry, Rule]]) -> Iterator[Block]:
    """Return the conditions that may be stated, each with its rule."""
    every = tuple(pairs)
    yield Heading(f"{len(every)} conditions that may be stated", "title")
    yield Paragraph(
        "State them with --condition ID. In brackets: the rule of each, and what that rests on. "
        "Nothing here diagnoses: state what a clinician has said."
    )
    for condition, rule in every:
        lines = (("", condition.description), ("Rule", rule.sentence), ("Bound", rule.bound), ("Source", rule.source))
        yield Entry(condition.id, f"{rule.id}, {rule.strength}", lines)


def rules_page(rules: Iterable[Rule], version: str) -> Iterator[Block]:
    """Return the rules, grouped by what they are about."""
    every = tuple(rules)
    yield Heading(f"{len(every)} rules, version {version}", "title")
    yield Paragraph("In brackets, what each rests on: guideline, study, consensus, practice, article or policy (ours).")
    for family, heading in FAMILIES.items():
        of_it = [rule for rule in every if rule.family == family]
        if of_it:
            yield Heading(heading)
            yield from map(rule_entry, of_it)


def rule_page(rule: Rule) -> Iterator[Block]:
    """Return one rule."""
    yield rule_entry(rule)


def rule_entry(rule: Rule) -> Entry:
    """Return what there is to say of one rule."""
    lines = [("", rule.sentence), ("Bound", rule.bound), ("Source", rule.source)]
    if rule.note:
        lines.append(("Note", rule.note))
    return Entry(rule.id, rule.strength, tuple(lines))


def screening_page(screening: Screening) -> Iterator[Block]:
    """Return what was answered about warning signs, when nothing of it leaves no plan."""
    columns = (Column("Sign", "strong"), Column("Answer"))
    rows = [(q.short, answer) for answer in ("yes", "unanswered", "no") for q in screening.with_answer(answer)]
    known = len(rows) - len(screening.with_answer("unanswered"))
    yield Heading(f"{known} of {len(rows)} questions answered", "title")
    yield Paragraph("Save the answers with --output FILE, and plan with them: stretchplan plan --screening FILE.")
    yield Table(columns, tuple(rows))
    yield Paragraph("This is no medical check. When in doubt, see a clinician.", "quiet")
