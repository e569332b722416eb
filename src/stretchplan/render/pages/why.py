"""Build the pages of ``why`` and ``why-not``."""

from __future__ import annotations

from collections.abc import Iterator

from stretchplan.base.translation import say
from stretchplan.render.document.blocks import Block, Column, Heading, Paragraph, Table
from stretchplan.render.pages.rules import rule_entry
from stretchplan.results.plan import Plan, Why, WhyNot
from stretchplan.results.reasons import Difference
from stretchplan.rulebook.rules import rules
from stretchplan.words import pages
from stretchplan.words.phrases import length_words
from stretchplan.words.steps import dose_words

__all__ = ["why_not_page", "why_page"]


def why_page(why: Why, plan: Plan) -> Iterator[Block]:
    """Return why a stretch is in a plan."""
    yield Heading(say(pages.IN_THE_PLAN, stretch=why.name, stretch_id=why.stretch_id), "title")
    yield Paragraph(why.reason)
    yield from _counted(why.because.loses, plan)
    yield Paragraph(say(pages.DOSE_IS, dose=_doses(plan).get(why.stretch_id, "")), "quiet")


def why_not_page(why: WhyNot, plan: Plan) -> Iterator[Block]:
    """Return why a stretch is not in a plan, and the rule that forbids it or the best plan that has it."""
    yield Heading(say(pages.NOT_IN_THE_PLAN, stretch=why.name, stretch_id=why.stretch_id), "title")
    yield Paragraph(why.reason)
    yield from _counted(None if why.counterfactual is None else why.counterfactual.gives_up, plan)
    rule = next((rule for rule in rules() if rule.id == why.rule_id), None)
    if rule is not None:
        yield Heading(say(pages.THE_RULE))
        yield rule_entry(rule)
    if why.plan is not None:
        yield Heading(say(pages.BEST_PLAN_WITH_IT))
        yield _compared(plan, why.plan)


def _counted(difference: Difference | None, plan: Plan) -> Iterator[Block]:
    """Yield how the seconds of an area are counted, where they decide."""
    if difference is not None and "served" in difference.measure:
        yield Paragraph(say(pages.HOW_COUNTED), "quiet")
        if plan.request.history is not None:
            yield Paragraph(say(pages.HOW_COUNTED_IN_A_WEEK), "quiet")


def _compared(plan: Plan, other: Plan) -> Table:
    """Return the doses of two plans side by side, in the order of ``other``."""
    names = {p.stretch_id: p.name for p in (*other.prescriptions, *plan.prescriptions)}
    here, there = _doses(plan), _doses(other)
    rows = [(name, there.get(stretch_id, "-"), here.get(stretch_id, "-")) for stretch_id, name in names.items()]
    rows.append((say(pages.LENGTH), length_words(other.total_seconds), length_words(plan.total_seconds)))
    return Table(
        (Column(say(pages.STRETCH), "strong"), Column(say(pages.WITH_IT)), Column(say(pages.WITHOUT_IT))), tuple(rows)
    )


def _doses(plan: Plan) -> dict[str, str]:
    return {prescription.stretch_id: dose_words(prescription) for prescription in plan.prescriptions}
