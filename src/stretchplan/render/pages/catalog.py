"""Pages of what is no plan: a catalogue, one stretch, a check's report, a refusal."""

from __future__ import annotations

from collections.abc import Iterator

from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.entries import Area
from stretchplan.catalog.stretch import Stretch
from stretchplan.catalog.vocabulary import LOADS, POSITIONS
from stretchplan.render.document.blocks import Block, Column, Entry, Heading, Paragraph, Table

__all__ = ["catalog_page", "stretch_page"]


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
    yield Paragraph(stretch.cue_for("left"))
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


def _facts(stretch: Stretch) -> Iterator[tuple[str, str]]:
    yield "Position", POSITIONS[stretch.position]
    yield "Style", stretch.style
    yield "Dose", _dose(stretch)
    yield "First day", f"{stretch.first_allowed_day} after an injury"
    yield "Areas", ", ".join(stretch.targets.primary)
    if stretch.targets.secondary:
        yield "Works besides", ", ".join(stretch.targets.secondary)
    for caution in stretch.cautions:
        yield "Caution", f"{caution.cue} ({caution.rule})"
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
