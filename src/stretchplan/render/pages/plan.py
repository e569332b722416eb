"""Build the pages of a plan: all of it, and what a person needs before starting, in brief."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stretchplan.base.translation import in_its_language, say
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
    Worded,
)
from stretchplan.results.plan import AreaCoverage, Notice, NoticeKind, Plan, Step
from stretchplan.words import guided, pages
from stretchplan.words.languages import Phrase, language_of, notice_phrases, own_language, told_phrases
from stretchplan.words.phrases import length_words, listed
from stretchplan.words.request import describe_policy, describe_request, in_rule_order
from stretchplan.words.steps import (
    END,
    area_words,
    breathing_phrases,
    dose_words,
    minutes_seconds,
    name_of,
    step_words,
    without_repeats,
)

__all__ = ["brief_page", "plan_page"]

_PLACES: Final = {condition: place for place, condition in enumerate(CONDITIONS)}
_WHY_ROOM: Final = 60
"""The fewest terminal cells for the reasons beside a stretch; with less room they go below it."""


@in_its_language
def brief_page(plan: Plan) -> Iterator[Block]:
    """Return what to do and what to mind before the start: a screenful for a plan of a few stretches."""
    yield Heading(pages.plan_title(plan), "title")
    yield Paragraph(describe_request(plan))
    yield Heading(say(pages.WHAT_TO_DO))
    yield from _prescriptions(plan, headed=False)
    yield from map(Paragraph, _about_in_brief(plan))
    for for_safety, line in ((True, pages.NOT_SAFE_NAMES), (False, pages.LEFT_OUT_NAMES)):
        if names := pages.left_out_in_brief(plan, for_safety=for_safety):
            yield Paragraph(say(line, stretches=listed(names)))
    yield Heading(say(pages.BEFORE_YOU_START))
    for notice in pages.to_mind(plan):
        yield Bullet(_told(notice, plan), marker="!", role="warn")
    if not plan.optimal:
        yield Paragraph(pages.better_may_exist(plan), "quiet")


def _about_in_brief(plan: Plan) -> Iterator[str]:
    """Yield what the session hardly works, and what it leaves free, each in a line."""
    about = _of_kind(plan, "session")
    areas = [area_words(notice.area_id, plan) for notice in about if notice.area_id is not None]
    if areas:
        yield say(pages.HARDLY_WORKED, areas=listed(areas))
    for notice in about:
        if notice.free_seconds is not None:
            yield say(pages.STAYS_FREE, length=length_words(notice.free_seconds))
        elif notice.area_id is None:  # of a later version
            yield _told(notice, plan)


@in_its_language
def plan_page(plan: Plan) -> Iterator[Block]:
    """Return a plan as a page."""
    yield Heading(pages.plan_title(plan), "title")
    yield Paragraph(describe_request(plan))
    if narrowed := describe_policy(plan):
        yield Paragraph(narrowed)
    if plan.own_rules:
        yield Paragraph(say(pages.OWN_RULE_NAMES, rules=listed(rule.id for rule in plan.own_rules)))
    yield Heading(say(pages.WHAT_TO_DO))
    yield from _prescriptions(plan)
    yield Heading(say(pages.BEFORE_YOU_START))
    for notice in _of_kind(plan, "before"):
        yield Bullet(_told(notice, plan), marker="!", role="warn")
    if about := _of_kind(plan, "session"):
        yield Heading(say(pages.ABOUT_THIS_SESSION))
        for notice in about:
            yield Bullet(_told(notice, plan))
    yield Heading(say(pages.STEP_BY_STEP))
    yield _timeline(plan)
    yield Heading(say(pages.AREAS_WORKED))
    yield from _coverage(plan)
    if plan.effects or plan.request.stated_conditions:
        yield Heading(say(pages.CONDITIONS_CHANGE))
        yield from _effects(plan)
    if plan.left_out:
        yield Heading(say(pages.LEFT_OUT))
        for reason, rule_id in pages.left_out(plan):
            yield Bullet(reason, rule_id)
    if plan.effects or any(entry.rule_id for entry in plan.left_out):
        yield Paragraph(say(pages.RULE_IN_BRACKETS), "quiet")
    if plan.own_rules:
        yield Heading(say(pages.OWN_RULES))
        for rule in plan.own_rules:
            yield Entry(rule.id, rule.strength, (("", rule.sentence), (say(pages.SOURCE), rule.source)))
    yield Heading(say(pages.HOW_GOOD))
    yield Paragraph(pages.quality(plan), "good" if plan.optimal else "warn")
    for notice in _of_kind(plan, "search"):
        yield Paragraph(_told(notice, plan))
    catalog, version = plan.catalog.id, plan.catalog.version
    yield Paragraph(say(pages.MADE_FROM, catalog=catalog, version=version, rules=plan.rules_version), "quiet")


def _of_kind(plan: Plan, kind: NoticeKind) -> list[Notice]:
    return [notice for notice in plan.notices if notice.kind == kind]


def _told(notice: Notice, plan: Plan) -> str:
    return _worded(notice_phrases(notice, plan), notice.text)


def _prescriptions(plan: Plan, *, headed: bool = True) -> Iterator[Block]:
    heads = ("#", say(pages.STRETCH), say(pages.DOSE), say(pages.WHY)) if headed else ("", "", "", "")
    number_, stretch, dose, why = heads
    columns = (Column(number_, "quiet", right=True), Column(stretch, "strong"), Column(dose), Column(why))
    rows = (
        (str(number), _theirs(p.full_name if headed else f"{p.full_name}:", plan), dose_words(p), p.why)
        for number, p in enumerate(plan.prescriptions, start=1)
    )
    yield Table(columns, tuple(rows), least_room=_WHY_ROOM)
    if needed := pages.needed(plan):
        yield Paragraph(needed)
    if at_hand := pages.good_to_have(plan):
        yield Paragraph(at_hand, "quiet")


def _timeline(plan: Plan) -> Table:
    """Return the schedule, grouped by stretch; each cue is shown once for its stretch."""
    columns = (
        Column(role="quiet", right=True, name=say(pages.TIME)),
        Column(right=True, name=say(pages.LENGTH)),
        Column(name=say(pages.STEP)),
        Column(name=say(pages.HOW)),
    )
    numbers = {prescription.stretch_id: number for number, prescription in enumerate(plan.prescriptions, start=1)}
    rows: list[tuple[Cell, ...] | Group] = []
    for step, begins, cue, breathing in without_repeats(plan.schedule):
        if begins:
            rows.append(_group(step, plan, numbers))
        cue = cue and _worded(_beyond_words(told_phrases(step, language_of(plan)), cue), cue)
        breathing = breathing and _worded(breathing_phrases(step, language_of(plan)), breathing)
        texts = (Span(cue), Span(breathing, "quiet"))
        rows.append((minutes_seconds(step.start_seconds), f"{step.seconds} s", step_words(step), texts))
    rows.append((minutes_seconds(plan.total_seconds), "", say(END), ""))
    return Table(columns, tuple(rows))


def _beyond_words(phrases: tuple[Phrase, ...], cue: str) -> tuple[Phrase, ...]:
    """Return what is told in a step without a beginning that the name of the step says, which ``cue`` does not have."""
    return phrases[1:] if len(phrases) > 1 and not cue.startswith(phrases[0].text) else phrases


def _group(step: Step, plan: Plan, numbers: dict[str, int]) -> Group:
    number = numbers.get(step.stretch_id or "")
    if number is None:
        return Group(name_of(step, {}) or guided.step_heading(step))
    prescription = plan.prescriptions[number - 1]
    return Group(_theirs(f"{number}. {prescription.full_name}", plan), prescription.why)


def _theirs(text: str, plan: Plan) -> str:
    """Return a text of the catalogue, with its language if that is another one than this library's."""
    return _worded((Phrase(text, language_of(plan)),), text)


def _worded(phrases: tuple[Phrase, ...], text: str) -> str:
    own = all(phrase.language == own_language(phrase.language) for phrase in phrases)
    return text if own else Worded(phrases)


def _coverage(plan: Plan) -> Iterator[Block]:
    worked = [(area, coverage) for area, coverage in plan.coverage.items() if coverage.served_quarter_seconds]
    named = any(coverage.named_seconds for _, coverage in worked)
    worked.sort(key=lambda pair: not pair[1].demanded)  # demanded areas first; the sort keeps the catalogue's order
    columns = (
        Column(say(pages.AREA), "strong"),
        Column(say(pages.MAIN_TARGET), right=True),
        Column(say(pages.SECONDARY_TARGET), right=True),
        *([Column(say(pages.ONLY_NAMED), right=True)] if named else []),
        Column(),
    )
    rows = (
        (
            _theirs(area_words(area, plan), plan),
            *(f"{seconds} s" if seconds else "-" for seconds in _seconds(coverage, named)),
            say(pages.ASKED_FOR) if coverage.demanded else "",
        )
        for area, coverage in worked
    )
    if worked:
        yield Table(columns, tuple(rows))
        yield Paragraph(say(pages.SECONDS_PER_SIDE), "quiet")
    rest = [area_words(area, plan) for area, coverage in plan.coverage.items() if not coverage.served_quarter_seconds]
    if rest:
        yield Paragraph(say(pages.NOT_WORKED, areas=", ".join(rest)))


def _seconds(coverage: AreaCoverage, named: bool) -> tuple[int, ...]:
    seconds = (coverage.primary_seconds, coverage.secondary_seconds, coverage.named_seconds)
    return seconds if named else seconds[:2]


def _effects(plan: Plan) -> Iterator[Block]:
    """Yield the effects of each condition, with each rule named once."""
    grouped: dict[tuple[Condition, str, str, str], list[str]] = {}
    for effect in plan.effects:
        key = (effect.condition, effect.rule_id, effect.strength, effect.source)
        grouped.setdefault(key, []).append(effect.text)
    ordered = sorted(grouped.items(), key=lambda item: _PLACES[item[0][0]])
    for (condition, rule_id, strength, source), texts in ordered:
        lines = (*(("", text) for text in texts), (say(pages.SOURCE), source))
        yield Entry(say(CONDITIONS[condition].name), f"{rule_id}, {strength}", lines)
    without_effect = in_rule_order(plan.request.stated_conditions - {condition for condition, *_ in grouped})
    if without_effect:
        conditions = listed(say(CONDITIONS[condition].name) for condition in without_effect)
        yield Paragraph(say(pages.NO_EFFECT, conditions=conditions))
