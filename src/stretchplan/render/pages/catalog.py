"""Build the pages of a catalogue and of one stretch."""

from __future__ import annotations

from collections.abc import Iterator

from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.entries import Area
from stretchplan.catalog.looser import looser_facts
from stretchplan.catalog.stretch import Form, Stretch
from stretchplan.catalog.vocabulary import LOADS, POSITIONS
from stretchplan.render.document.blocks import Block, Column, Entry, Heading, Paragraph, Table, Worded
from stretchplan.words import pages
from stretchplan.words.languages import Phrase, own_language
from stretchplan.words.notices import change_side_cue
from stretchplan.words.phrases import capitalized

__all__ = ["catalog_page", "stretch_page"]


def catalog_page(catalog: Catalog) -> Iterator[Block]:
    """Return the stretches of a catalogue as a table, and the areas that a request can name."""
    yield Heading(_theirs(catalog.title, catalog), "title")
    size = pages.CATALOG_SIZE.format(catalog=catalog.id, version=catalog.version, count=len(catalog.stretches))
    yield Paragraph(size, "quiet")
    yield Heading(pages.STRETCHES)
    columns = (
        Column(pages.STRETCH, "strong"),
        Column(pages.POSITION),
        Column(pages.DOSE),
        Column(pages.FROM_DAY, right=True),
        Column(pages.AREAS),
    )
    yield Table(columns, tuple(_stretch_row(stretch) for stretch in catalog.stretches))
    yield Paragraph(pages.AREAS_IN_BRACKETS, "quiet")
    yield Heading(pages.AREAS_TO_ASK_FOR)
    yield Paragraph(_theirs(", ".join(_area(area) for area in catalog.areas), catalog))
    looser = looser_facts(catalog)
    if looser:
        yield Heading(pages.LOOSER, "warn")
        yield from (Paragraph(f"{capitalized(fact.message)}.") for fact in looser)


def _theirs(text: str, catalog: Catalog) -> str:
    """Return a text of a catalogue, with its language if that is another one than this library's."""
    own = own_language(catalog.language) == catalog.language
    return text if own else Worded((Phrase(text, catalog.language),))


def _area(area: Area) -> str:
    return area.id if area.name == area.id.replace("_", " ") else f"{area.id} ({area.name})"


def _stretch_row(stretch: Stretch) -> tuple[str, ...]:
    position = POSITIONS[stretch.position].partition(",")[0]
    targets = stretch.targets
    besides = ", ".join(targets.secondary) + (f"; named: {', '.join(targets.named)}" if targets.named else "")
    areas = ", ".join(targets.primary) + (f" ({besides.removeprefix('; ')})" if besides else "")
    return stretch.id, position, pages.dose_range(stretch), str(stretch.first_allowed_day), areas


def stretch_page(stretch: Stretch, catalog: Catalog) -> Iterator[Block]:
    """Return all facts about one stretch in a catalogue."""
    yield Heading(f"{stretch.name} ({stretch.id})", "title")
    if stretch.aliases:
        yield Paragraph(pages.ALIASES.format(", ".join(stretch.aliases)), "quiet")
    yield Heading(pages.HOW)
    yield from _how(stretch)
    for form in stretch.forms:
        yield Heading(pages.FORM.format(form.name))
        yield Paragraph(pages.FORM_WHEN.format(_rules(form)), "quiet")
        yield from _how(stretch.in_form(form))
    yield Heading(pages.FACTS)
    yield Table((Column(role="quiet"), Column()), tuple(_facts(stretch)))
    yield Heading(pages.WHERE_FROM)
    yield Table((Column(pages.FACT, "strong"), Column(pages.SOURCE)), tuple(stretch.provenance.items()))
    yield Heading(pages.SOURCES)
    sources = {source.id: source for source in catalog.sources}
    for name in dict.fromkeys(stretch.provenance.values()):
        if (source := sources.get(name)) is not None:
            yield Entry(source.id, source.kind if source.kind != source.id else "", (("", source.title),))


def _how(stretch: Stretch) -> Iterator[Block]:
    for text in (stretch.setup_for("left"), stretch.cue_for("left"), stretch.feel_for("left")):
        if text is not None:
            yield Paragraph(text)
    change = stretch.change_for("right")
    if change is not None:
        yield Paragraph(change_side_cue("right", change))
    breath = stretch.breath
    if breath is None:
        return
    yield Paragraph(pages.BREATH_IN.format(seconds=breath.inhale_seconds, cue=breath.inhale_cue))
    yield Paragraph(pages.BREATH_OUT.format(seconds=breath.exhale_seconds, cue=breath.exhale_cue))
    if (out := breath.effort_out) is not None:
        yield Paragraph(pages.EFFORT_OUT.format(inhale=out.inhale_cue, exhale=out.exhale_cue))


def _rules(form: Form) -> str:
    rules = " or ".join(form.rules)
    return pages.FORM_ALSO.format(rules=rules, also=" or ".join(form.also)) if form.also else rules


def _facts(stretch: Stretch) -> Iterator[tuple[str, str]]:
    yield pages.POSITION, POSITIONS[stretch.position]
    yield pages.STYLE, stretch.style
    yield pages.DOSE, pages.dose_range(stretch)
    yield pages.FIRST_DAY, pages.DAYS_AFTER_INJURY.format(stretch.first_allowed_day)
    yield pages.AREAS, ", ".join(stretch.targets.primary)
    if stretch.targets.secondary:
        yield pages.WORKS_BESIDES, ", ".join(stretch.targets.secondary)
    if stretch.targets.named:
        yield pages.NAMED_FOR, ", ".join(stretch.targets.named)
    for caution in stretch.cautions:
        yield pages.CAUTION, f"{caution.cue} ({caution.rule})"
    if stretch.ordering.opens:
        yield pages.ORDER, pages.MAY_OPEN
    if stretch.ordering.after:
        yield pages.ORDER, pages.AFTER.format(", ".join(stretch.ordering.after))
    if stretch.ordering.straight_after:
        yield pages.ORDER, pages.STRAIGHT_AFTER.format(stretch.ordering.straight_after)
    if stretch.loads is None:
        yield pages.ASKS, pages.ASKS_UNKNOWN
    elif not stretch.loads:
        yield pages.ASKS, pages.ASKS_NOTHING
    for load in stretch.loads or ():
        yield pages.ASKS, LOADS[load]
    if stretch.needs:
        yield pages.NEEDS, ", ".join(stretch.needs)
    if stretch.equipment:
        yield pages.HELPS, ", ".join(stretch.equipment)
    if stretch.safety_word:
        yield pages.WORD_OF_CARE, stretch.safety_word
    references = stretch.references
    if references.garmin is not None:
        yield "Garmin FIT", pages.GARMIN_NUMBERS.format(**vars(references.garmin))
    if references.free_exercise_db is not None:
        yield "free-exercise-db", references.free_exercise_db
    if references.wger is not None:
        yield "wger", str(references.wger)
