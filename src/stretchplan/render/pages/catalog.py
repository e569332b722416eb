"""Build the pages of a catalogue and of one stretch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stretchplan.base.translation import say
from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.entries import Area
from stretchplan.catalog.looser import looser_facts
from stretchplan.catalog.stretch import Form, Stretch
from stretchplan.catalog.vocabulary import EQUIPMENT, LOADS, POSITIONS, Equipment
from stretchplan.render.document.blocks import Block, Column, Entry, Heading, Paragraph, Table, Worded
from stretchplan.words import pages
from stretchplan.words.languages import Phrase, own_language
from stretchplan.words.moves import position_words
from stretchplan.words.notices import change_side_cue
from stretchplan.words.phrases import capitalized

__all__ = ["catalog_page", "stretch_page"]


def catalog_page(catalog: Catalog) -> Iterator[Block]:
    """Return the stretches of a catalogue as a table, and the areas that a request can name."""
    yield Heading(_theirs(catalog.title, catalog), "title")
    yield Paragraph(pages.catalog_size(catalog.id, catalog.version, len(catalog.stretches)), "quiet")
    yield Heading(say(pages.STRETCHES))
    columns = (
        Column(say(pages.STRETCH), "strong"),
        Column(say(pages.POSITION)),
        Column(say(pages.DOSE)),
        Column(say(pages.FROM_DAY), right=True),
        Column(say(pages.AREAS)),
    )
    yield Table(columns, tuple(_stretch_row(stretch) for stretch in catalog.stretches))
    yield Paragraph(say(pages.AREAS_IN_BRACKETS), "quiet")
    yield Heading(say(pages.AREAS_TO_ASK_FOR))
    yield Paragraph(_theirs(", ".join(_area(area) for area in catalog.areas), catalog))
    looser = looser_facts(catalog)
    if looser:
        yield Heading(say(pages.LOOSER), "warn")
        yield from (Paragraph(f"{capitalized(fact.message)}.") for fact in looser)


def _theirs(text: str, catalog: Catalog) -> str:
    """Return a text of a catalogue, with its language if that is another one than this library's."""
    own = own_language(catalog.language) == catalog.language
    return text if own else Worded((Phrase(text, catalog.language),))


def _area(area: Area) -> str:
    return area.id if area.name == area.id.replace("_", " ") else f"{area.id} ({area.name})"


def _stretch_row(stretch: Stretch) -> tuple[str, ...]:
    position = position_words(stretch.position)
    targets = stretch.targets
    besides = [", ".join(targets.secondary)] if targets.secondary else []
    besides += [say(pages.ALSO_NAMED, areas=", ".join(targets.named))] if targets.named else []
    areas = ", ".join(targets.primary) + (f" ({'; '.join(besides)})" if besides else "")
    return stretch.id, position, pages.dose_range(stretch), str(stretch.first_allowed_day), areas


def stretch_page(stretch: Stretch, catalog: Catalog) -> Iterator[Block]:
    """Return all facts about one stretch in a catalogue."""
    yield Heading(f"{stretch.name} ({stretch.id})", "title")
    if stretch.aliases:
        yield Paragraph(say(pages.ALIASES, names=", ".join(stretch.aliases)), "quiet")
    yield Heading(say(pages.HOW))
    yield from _how(stretch)
    for form in stretch.forms:
        yield Heading(say(pages.FORM, form=form.name))
        yield Paragraph(say(pages.FORM_WHEN, rules=_rules(form)), "quiet")
        yield from _how(stretch.in_form(form))
    yield Heading(say(pages.FACTS))
    yield Table((Column(role="quiet"), Column()), tuple(_facts(stretch)))
    yield Heading(say(pages.WHERE_FROM))
    yield Table((Column(say(pages.FACT), "strong"), Column(say(pages.SOURCE))), tuple(stretch.provenance.items()))
    yield Heading(say(pages.SOURCES))
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
    yield Paragraph(say(pages.BREATH_IN, seconds=breath.inhale_seconds, cue=breath.inhale_cue))
    yield Paragraph(say(pages.BREATH_OUT, seconds=breath.exhale_seconds, cue=breath.exhale_cue))
    if (out := breath.effort_out) is not None:
        yield Paragraph(say(pages.EFFORT_OUT, inhale=out.inhale_cue, exhale=out.exhale_cue))


def _rules(form: Form) -> str:
    rules = pages.either(form.rules)
    return say(pages.FORM_ALSO, rules=rules, also=pages.either(form.also)) if form.also else rules


def _facts(stretch: Stretch) -> Iterator[tuple[str, str]]:
    yield say(pages.POSITION), say(POSITIONS[stretch.position])
    yield say(pages.STYLE), say(pages.STYLES[stretch.style])
    yield say(pages.DOSE), pages.dose_range(stretch)
    yield say(pages.FIRST_DAY), say(pages.DAYS_AFTER_INJURY, day=stretch.first_allowed_day)
    yield say(pages.AREAS), ", ".join(stretch.targets.primary)
    if stretch.targets.secondary:
        yield say(pages.WORKS_BESIDES), ", ".join(stretch.targets.secondary)
    if stretch.targets.named:
        yield say(pages.NAMED_FOR), ", ".join(stretch.targets.named)
    for caution in stretch.cautions:
        yield say(pages.CAUTION), f"{caution.cue} ({caution.rule})"
    if stretch.ordering.opens:
        yield say(pages.ORDER), say(pages.MAY_OPEN)
    if stretch.ordering.after:
        yield say(pages.ORDER), say(pages.AFTER, stretches=", ".join(stretch.ordering.after))
    if stretch.ordering.straight_after:
        yield say(pages.ORDER), say(pages.STRAIGHT_AFTER, stretches=stretch.ordering.straight_after)
    if stretch.loads is None:
        yield say(pages.ASKS), say(pages.ASKS_UNKNOWN)
    elif not stretch.loads:
        yield say(pages.ASKS), say(pages.ASKS_NOTHING)
    for load in stretch.loads or ():
        yield say(pages.ASKS), say(LOADS[load])
    if stretch.needs:
        yield say(pages.NEEDS), _pieces(stretch.needs)
    if stretch.equipment:
        yield say(pages.HELPS), _pieces(stretch.equipment)
    if stretch.safety_word:
        yield say(pages.WORD_OF_CARE), stretch.safety_word
    references = stretch.references
    if references.garmin is not None:
        yield "Garmin FIT", say(pages.GARMIN_NUMBERS, **vars(references.garmin))
    if references.free_exercise_db is not None:
        yield "free-exercise-db", references.free_exercise_db
    if references.wger is not None:
        yield "wger", str(references.wger)


def _pieces(equipment: Iterable[Equipment]) -> str:
    return ", ".join(say(EQUIPMENT[piece]) for piece in equipment)
