"""A plan as plain text: what to do and in which order first, then step by step, then the reasons."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stretchplan.inputs.conditions import CONDITIONS, Condition
from stretchplan.render.document.blocks import (
    Block,
    Bullet,
    Cell,
    Column,
    Entry,
    Group,
    Heading,
    Paragraph,
    Span,
    Table,
)
from stretchplan.results.plan import Plan, Step
from stretchplan.words.phrases import length_words, listed
from stretchplan.words.reasons import condition_name
from stretchplan.words.request import in_order, policy_words, request_words
from stretchplan.words.steps import (
    area_words,
    breathing_words,
    clock,
    dose_words,
    new_words,
    says_it_already,
    step_words,
)

__all__ = ["plan_page"]

_PLACES: Final = {condition: place for place, condition in enumerate(CONDITIONS)}
_WHY_ROOM: Final = 60
"""Two sentences need so many cells beside a stretch; with fewer they go below it."""


def plan_page(plan: Plan) -> Iterator[Block]:
    """Return a plan as a page: see :mod:`stretchplan.render.document.as_text`."""
    yield from _head(plan)
    yield from _prescriptions(plan)
    yield Heading("Before you start")
    for notice in plan.notices:
        # The rule is worth looking up where it is about one stretch; the others speak for themselves.
        yield Bullet(notice.text, (notice.rule_id or "") if notice.stretch_id else "", "!", "warn")
    yield Heading("Step by step")
    yield _timeline(plan)
    yield Heading("Areas worked")
    yield from _coverage(plan)
    if plan.effects or plan.request.stated_conditions:
        yield Heading("What the stated conditions change")
        yield from _effects(plan)
    if plan.left_out:
        yield Heading("Left out")
        for entry in plan.left_out:
            yield Bullet(entry.reason, entry.rule_id or "")
    if plan.own_rules:
        yield Heading("Rules of the caller's own")
        for own in plan.own_rules:
            yield Entry(own.id, own.strength, (("", own.sentence), ("Source", own.source)))
    yield Heading("How good this plan is")
    yield _quality(plan)


def _head(plan: Plan) -> Iterator[Block]:
    request = plan.request
    count = len(plan.prescriptions)
    stretches = f"{count} stretch{'' if count == 1 else 'es'}"
    length = f"{length_words(plan.total_seconds)} of {length_words(request.budget_seconds)}"
    yield Heading(f"{stretches}, {length}", "title")
    yield Paragraph(request_words(plan))
    yield Paragraph(f"Catalogue {plan.catalog.id} {plan.catalog.version}, rules {plan.rules_version}.", "quiet")
    narrowed = policy_words(plan)
    if narrowed:
        yield Paragraph(narrowed)
    if plan.own_rules:
        yield Paragraph(f"Rules of the caller's own: {listed(own.id for own in plan.own_rules)}.")
    yield Heading("What to do")


def _prescriptions(plan: Plan) -> Iterator[Block]:
    columns = (Column("#", "quiet", right=True), Column("Stretch", "strong"), Column("Dose"), Column("Why"))
    rows = ((str(number), one.name, dose_words(one), one.why) for number, one in enumerate(plan.prescriptions, start=1))
    yield Table(columns, tuple(rows), least_room=_WHY_ROOM)
    equipment = {piece for one in plan.prescriptions for piece in one.equipment}
    if plan.request.profile.equipment is not None:  # who has said what there is needs no more wishes
        equipment &= plan.request.profile.equipment
    if equipment:
        yield Paragraph(f"Good to have at hand: {listed(sorted(equipment))}.", "quiet")


def _timeline(plan: Plan) -> Table:
    """Return the schedule, grouped by stretch; what was said for a stretch is not said again for it."""
    columns = (
        Column(role="quiet", right=True, name="Time"),
        Column(right=True, name="Length"),
        Column(name="Step"),
        Column(name="How"),
    )
    numbers = {one.stretch_id: number for number, one in enumerate(plan.prescriptions, start=1)}
    rows: list[tuple[Cell, ...] | Group] = []
    said: set[str] = set()
    before: Step | None = None
    for step in plan.schedule:
        if before is None or step.stretch_id != before.stretch_id:
            rows.append(_group(step, plan, numbers))
            said = set()
        cue = "" if says_it_already(step) else new_words(step.cue, said)
        texts = (Span(cue), Span(new_words(breathing_words(step), said), "quiet"))
        rows.append((clock(step.start_seconds), f"{step.seconds} s", step_words(step), texts))
        before = step
    rows.append((clock(plan.total_seconds), "", "end", ""))
    return Table(columns, tuple(rows))


def _group(step: Step, plan: Plan, numbers: dict[str, int]) -> Group:
    number = numbers.get(step.stretch_id or "")
    if number is None:
        return Group(step.stretch_id or "-")
    one = plan.prescriptions[number - 1]
    areas = ", ".join(area_words(area, plan) for area in one.areas)
    return Group(f"{number}. {one.name}", areas)


def _coverage(plan: Plan) -> Iterator[Block]:
    worked = [(area, c) for area, c in plan.coverage.items() if c.served_half_seconds]
    # What was asked for comes first; otherwise the order is the catalogue's.
    worked.sort(key=lambda pair: not pair[1].demanded)
    columns = (
        Column("Area", "strong"),
        Column("Main target", right=True),
        Column("Worked besides", right=True),
        Column(),
    )
    rows = (
        (
            area_words(area, plan),
            f"{c.primary_seconds} s" if c.primary_seconds else "-",
            f"{c.secondary_seconds} s" if c.secondary_seconds else "-",
            "asked for" if c.demanded else "",
        )
        for area, c in worked
    )
    if worked:
        yield Table(columns, tuple(rows))
        yield Paragraph("Seconds per side, at most 60 from each stretch.", "quiet")
    rest = [area_words(area, plan) for area, c in plan.coverage.items() if not c.served_half_seconds]
    if rest:
        yield Paragraph(f"Not worked: {', '.join(rest)}.")


def _effects(plan: Plan) -> Iterator[Block]:
    """Yield what each condition does to the stretches, with the rule that says so once for all of them."""
    grouped: dict[tuple[Condition, str, str, str], list[str]] = {}
    for effect in plan.effects:
        behind = (effect.condition, effect.rule_id, effect.strength, effect.source)
        grouped.setdefault(behind, []).append(effect.text)
    ordered = sorted(grouped.items(), key=lambda item: _PLACES[item[0][0]])
    for (condition, rule_id, strength, source), texts in ordered:
        lines = (*(("", text) for text in texts), ("Source", source))
        yield Entry(condition_name(condition), f"{rule_id}, {strength}", lines)
    untouched = in_order(plan.request.stated_conditions - {condition for condition, *_ in grouped})
    if untouched:
        yield Paragraph(f"No stretch is changed by: {listed(map(condition_name, untouched))}.")


def _quality(plan: Plan) -> Paragraph:
    if plan.optimal:
        return Paragraph("The search proved it: no plan that keeps these rules scores better.", "good")
    return Paragraph(f"Not proved the best: the search ended at its budget. {_distance(plan)}", "warn")


def _distance(plan: Plan) -> str:
    """Say how far the bound lies, at the first measure in which it differs."""
    here, best = plan.objective, plan.bound
    measures = (
        (here.least_served_half_seconds, best.least_served_half_seconds, "the least-served area gets {} s", 2),
        (here.total_served_half_seconds, best.total_served_half_seconds, "the areas together get {} s", 2),
        (here.stretches, best.stretches, "it has {} different stretches", 1),
        (here.stretching_seconds, best.stretching_seconds, "{} s of it are stretching", 1),
        (here.position_changes, best.position_changes, "it changes position {} times", 1),
    )
    for mine, bound, words, parts in measures:
        if mine != bound:
            limit = "fewer" if words.startswith("it changes") else "more"
            what = words.format(f"{mine / parts:g}" if mine % parts else mine // parts)
            return f"In it {what}; no plan can reach {limit} than {bound / parts:g}."
    return "By every measure it reaches the bound; only the order of ties is open."
