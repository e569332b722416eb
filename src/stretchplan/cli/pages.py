"""The pages of the command line that show data: the catalogue, one stretch, rules, conditions, a check's report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stretchplan.catalog.vocabulary import LOADS, POSITIONS
from stretchplan.render.layout import Column, Entry, Heading, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stretchplan.catalog.models import Area, Catalog
    from stretchplan.catalog.stretch import Stretch
    from stretchplan.condition import ConditionEntry
    from stretchplan.render.layout import Block
    from stretchplan.safety.report import CheckReport
    from stretchplan.safety.rules import Family, Rule
    from stretchplan.screening import Screening

__all__ = [
    "FAMILIES",
    "catalog_page",
    "conditions_page",
    "report_page",
    "rule_entry",
    "rule_page",
    "rules_page",
    "screening_page",
    "stretch_page",
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


def catalog_page(catalog: Catalog) -> Iterator[Block]:
    """Return the stretches of a catalogue as a table, and the areas to ask for."""
    yield Heading(catalog.title, "title")
    yield Paragraph(f"{catalog.id} {catalog.version}, {len(catalog.stretches)} stretches", "quiet")
    yield Heading("Stretches")
    columns = (
        Column("Stretch", "strong"),
        Column("Position"),
        Column("Dose"),
        Column("From day", right=True),
        Column("Areas"),
    )
    yield Table(columns, tuple(_stretch_row(stretch) for stretch in catalog.stretches))
    yield Paragraph("Areas in brackets are worked besides. Days count from an injury, which is day 0.", "quiet")
    yield Heading("Areas to ask for")
    yield Paragraph(", ".join(_area(area) for area in catalog.areas))


def _area(area: Area) -> str:
    return area.id if area.name == area.id.replace("_", " ") else f"{area.id} ({area.name})"


def _stretch_row(stretch: Stretch) -> tuple[str, ...]:
    position = POSITIONS[stretch.position].partition(",")[0]
    return stretch.id, position, _dose(stretch), str(stretch.first_allowed_day), _areas(stretch)


def _areas(stretch: Stretch) -> str:
    besides = f" ({', '.join(stretch.targets.secondary)})" if stretch.targets.secondary else ""
    return ", ".join(stretch.targets.primary) + besides


def _dose(stretch: Stretch) -> str:
    dose = stretch.dose
    sets = _range(dose.min_sets, dose.max_sets)
    if dose.kind == "repetitions":
        amount = f"{_range(dose.min_repetitions, dose.max_repetitions)} times"
    else:
        amount = f"{_range(dose.min_seconds, dose.max_seconds)} s"
    return f"{sets} × {amount}{' each side' if stretch.sides == 'each' else ''}"


def _range(least: int, most: int) -> str:
    return str(least) if least == most else f"{least}-{most}"


def stretch_page(stretch: Stretch, catalog: Catalog) -> Iterator[Block]:
    """Return everything that a catalogue says of one stretch."""
    yield Heading(f"{stretch.name} ({stretch.id})", "title")
    if stretch.aliases:
        yield Paragraph(f"Also found as {', '.join(stretch.aliases)}.", "quiet")
    yield Heading("How")
    yield Paragraph(stretch.setup)
    yield Paragraph(_for_the_left(stretch.cue))
    if stretch.breath is not None:
        breath = stretch.breath
        yield Paragraph(f"In, {breath.inhale_seconds} s: {breath.inhale_cue}")
        yield Paragraph(f"Out, {breath.exhale_seconds} s: {breath.exhale_cue}")
    yield Heading("Facts")
    yield Table((Column(role="quiet"), Column()), tuple(_facts(stretch)))
    yield Heading("Where each fact comes from")
    yield Table((Column("Fact", "strong"), Column("Source")), tuple(stretch.provenance.items()))
    yield Heading("Sources")
    titles = {source.id: source for source in catalog.sources}
    for name in dict.fromkeys(stretch.provenance.values()):
        source = titles.get(name)
        if source is not None:
            yield Entry(source.id, source.kind if source.kind != source.id else "", (("", source.title),))


def _for_the_left(cue: str) -> str:
    return cue.replace("{side}", "left").replace("{other_side}", "right")


def _facts(stretch: Stretch) -> Iterator[tuple[str, str]]:
    yield "Position", POSITIONS[stretch.position]
    yield "Style", stretch.style
    yield "Dose", _dose(stretch)
    yield "First day", f"{stretch.first_allowed_day} after an injury"
    yield "Areas", ", ".join(stretch.targets.primary)
    if stretch.targets.secondary:
        yield "Works besides", ", ".join(stretch.targets.secondary)
    for caution in stretch.cautions:
        yield "Caution", f"{_for_the_left(caution.cue)} ({caution.rule})"
    if stretch.ordering.opens:
        yield "Order", "may open a session"
    if stretch.ordering.after:
        yield "Order", f"after {', '.join(stretch.ordering.after)}"
    if stretch.ordering.straight_after:
        yield "Order", f"straight after {stretch.ordering.straight_after}"
    yield from _asks(stretch)
    if stretch.needs:
        yield "Needs", ", ".join(stretch.needs)
    if stretch.equipment:
        yield "Helps", ", ".join(stretch.equipment)
    if stretch.safety_word:
        yield "Word of care", stretch.safety_word
    references = stretch.references
    if references.garmin is not None:
        yield "Garmin FIT", f"category {references.garmin.category}, exercise {references.garmin.name}"
    if references.free_exercise_db is not None:
        yield "free-exercise-db", references.free_exercise_db
    if references.wger is not None:
        yield "wger", str(references.wger)


def _asks(stretch: Stretch) -> Iterator[tuple[str, str]]:
    """Yield what a stretch asks of joints, which the rules about conditions are read from."""
    if stretch.loads is None:
        yield "Asks", "the catalogue does not say; with most conditions it is left out"
    elif not stretch.loads:
        yield "Asks", "nothing that a condition forbids"
    else:
        for load in stretch.loads:
            yield "Asks", LOADS[load]


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


def report_page(report: CheckReport) -> Iterator[Block]:
    """Return what a check found."""
    against = f"Checked against rules version {report.rules_version}."
    if report.ok:
        yield Heading("No violation found", "good")
        yield Paragraph(against)
        return
    count = len(report.violations)
    yield Heading(f"{count} violation{'' if count == 1 else 's'}", "bad")
    columns = (Column("Rule", "strong"), Column("Step", right=True), Column("What is wrong"))
    yield Table(
        columns, tuple((v.rule_id, "-" if v.step is None else str(v.step), v.message) for v in report.violations)
    )
    yield Paragraph(f"{against} Steps count from 0, as in the file.", "quiet")
