"""The pages of ``why`` and ``why-not``."""

from __future__ import annotations

from collections.abc import Iterator

from stretchplan.render.document.blocks import Block, Column, Heading, Paragraph, Table
from stretchplan.render.pages.rules import rule_entry
from stretchplan.results.plan import Plan, Why, WhyNot
from stretchplan.rulebook.rules import rules
from stretchplan.words.phrases import length_words
from stretchplan.words.steps import dose_words

__all__ = ["why_not_page", "why_page"]


def why_page(told: Why, plan: Plan) -> Iterator[Block]:
    """Return why a stretch is in a plan."""
    yield Heading(f"{told.name} ({told.stretch_id}) is in the plan", "title")
    dose = next((dose_words(one) for one in plan.prescriptions if one.stretch_id == told.stretch_id), "")
    yield Paragraph(told.reason)
    yield Paragraph(f"Dose: {dose}.", "quiet")


def why_not_page(told: WhyNot, plan: Plan) -> Iterator[Block]:
    """Return why a stretch is not in a plan: with the rule against it, or the best plan that has it."""
    yield Heading(f"{told.name} ({told.stretch_id}) is not in the plan", "title")
    yield Paragraph(told.reason)
    rule = next((rule for rule in rules() if rule.id == told.rule_id), None)
    if rule is not None:
        yield Heading("The rule")
        yield rule_entry(rule)
    if told.plan is not None:
        yield Heading("The best plan with it")
        yield _compared(plan, told.plan)


def _compared(plan: Plan, other: Plan) -> Table:
    """Return two plans side by side, in the order of the other one."""
    here = {one.stretch_id: one for one in plan.prescriptions}
    there = {one.stretch_id: one for one in other.prescriptions}
    rows = [
        (
            {**here, **there}[stretch_id].name,
            dose_words(there[stretch_id]) if stretch_id in there else "-",
            dose_words(here[stretch_id]) if stretch_id in here else "-",
        )
        for stretch_id in dict.fromkeys((*there, *here))
    ]
    rows.append(("Length", length_words(other.total_seconds), length_words(plan.total_seconds)))
    return Table((Column("Stretch", "strong"), Column("With it"), Column("Without it")), tuple(rows))
