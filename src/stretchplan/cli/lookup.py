"""The commands that show what the library knows: ``conditions``, ``catalog``, ``figure``, ``rules`` and ``schema``."""

from collections.abc import Iterator
from typing import Final, cast
from xml.etree import ElementTree

from stretchplan.base.errors import CatalogError
from stretchplan.base.text import did_you_mean, nearest, quoted
from stretchplan.catalog import Catalog, Stretch
from stretchplan.cli.exits import BadUsage
from stretchplan.cli.formats import FORMATS_OF_A_CATALOG, check_suffix, format_for
from stretchplan.cli.result import CommandResult
from stretchplan.cli.sources import read_catalog
from stretchplan.inputs.conditions import conditions as all_conditions
from stretchplan.render.document.as_html import html_file, page_to_html
from stretchplan.render.document.as_markdown import page_to_markdown
from stretchplan.render.document.blocks import Block, Heading, Paragraph
from stretchplan.render.figures.figure import figure as draw_figure
from stretchplan.render.figures.figure import shows_start_only
from stretchplan.render.pages.catalog import catalog_page, stretch_page
from stretchplan.render.pages.rules import conditions_page, rule_page, rules_page
from stretchplan.results.plan import Side
from stretchplan.results.schema import SCHEMAS
from stretchplan.rulebook.rules import RULES_VERSION
from stretchplan.rulebook.rules import rules as all_rules
from stretchplan.words.figures import START_ONLY
from stretchplan.words.phrases import listed

__all__ = ["catalog", "conditions", "figure", "rules", "schema"]

_COMMANDS: Final = ("new", "validate", "show")
_STYLE: Final = (
    "figure{margin:0;max-width:30rem}figure svg{width:100%;height:auto}.sp-title{break-before:page}"
    ".sp-wide{overflow-wrap:break-word}"  # a table that is too wide is scrolled, and its words stay whole
)


def conditions(format_name: str) -> CommandResult:
    """Show the conditions that may be stated."""
    by_id = {rule.id: rule for rule in all_rules()}
    pairs = [(condition, by_id[condition.rule_id]) for condition in all_conditions()]
    entries = [condition.model_dump(mode="json") | {"rule": rule} for condition, rule in pairs]
    data = {"rules_version": RULES_VERSION, "conditions": entries}
    return CommandResult(data, conditions_page(pairs), format_name)


def catalog(
    stretch: str | None, catalog_file: str | None, format_name: str | None, output_file: str | None
) -> CommandResult:
    """Show the stretches, or everything about one."""
    format_name = format_for(format_name, output_file, FORMATS_OF_A_CATALOG)
    source = read_catalog(catalog_file)
    entry = None if stretch is None else _stretch(source, stretch)
    if format_name == "html":
        return CommandResult(content=_catalog_html(source, entry).encode(), output_file=output_file)
    page = catalog_page(source) if entry is None else _with_figure(entry, source)
    if format_name == "markdown":
        return CommandResult(content=page_to_markdown(page), output_file=output_file)
    return CommandResult(source if entry is None else entry, page, format_name, output_file)


def _stretch(source: Catalog, name: str) -> Stretch:
    """Return a stretch; the error about an unknown name says which command may be meant."""
    try:
        return source.get(name)
    except CatalogError as error:
        command = nearest(name, _COMMANDS)
        if command is None or error.problems[0].suggestion is not None:
            raise
        raise BadUsage(f"there is no stretch and no command {quoted(name)}; did you mean {command!r}?") from None


def _with_figure(entry: Stretch, source: Catalog) -> Iterator[Block]:
    """Yield the page of a stretch, and what its figure shows in the words of its text alternative."""
    yield from stretch_page(entry, source)
    drawing = _drawn(entry, source)
    yield Heading("Figure")
    svg = ElementTree.fromstring(drawing)  # noqa: S314 - it was drawn here
    yield Paragraph(svg.findtext("{http://www.w3.org/2000/svg}desc") or "")
    yield Paragraph("--format html shows it; 'stretchplan figure' writes it as SVG.", "quiet")


def _drawn(entry: Stretch, source: Catalog) -> str:
    """Return the figure of a stretch, for the side that its page describes."""
    side: Side | None = "left" if entry.sides == "each" else None
    return draw_figure(entry, side=side, pictures=source.pictures, areas=source.areas, language=source.language)


def _catalog_html(source: Catalog, entry: Stretch | None) -> str:
    """Return one HTML file: a stretch with its figure; or the table of stretches, and then each with its figure."""
    shown = source.stretches if entry is None else (entry,)
    parts = [] if entry is not None else [page_to_html(catalog_page(source))]
    for one in shown:
        caption = f"<figcaption>{START_ONLY}</figcaption>" if shows_start_only(one, source.pictures) else ""
        figure = f"<figure>{_drawn(one, source)}{caption}</figure>"
        parts.append(page_to_html(stretch_page(one, source), after_title=figure))
    return html_file(source.title if entry is None else entry.name, "\n".join(parts), _STYLE)


def figure(
    stretch: str | None,
    side: str | None,
    form: str | None,
    still: bool,
    catalog_file: str | None,
    output_file: str | None,
) -> CommandResult:
    """Draw a stretch as SVG."""
    if stretch is None:
        raise BadUsage("name the stretch to draw, by its id or alias; 'stretchplan catalog' lists them")
    check_suffix(output_file, ".svg", "a figure is SVG")
    known = read_catalog(catalog_file)
    entry = known.get(stretch)
    if form is not None:
        chosen = next((one for one in entry.forms if one.id == form), None)
        if chosen is None:
            forms = [one.id for one in entry.forms]
            hint, _ = did_you_mean(form, forms, f"known: {', '.join(forms) or 'none'}")
            raise BadUsage(f"--form: {entry.id} has no form {quoted(form)}; {hint}")
        entry = entry.in_form(chosen)
    drawing = draw_figure(
        entry,
        side=cast("Side | None", side),
        animate=not still,
        pictures=known.pictures,
        areas=known.areas,
        language=known.language,
    )
    return CommandResult(content=f"{drawing}\n", output_file=output_file)


def rules(rule: str | None, format_name: str) -> CommandResult:
    """Show the rules, or one of them."""
    by_id = {entry.id: entry for entry in all_rules()}
    if rule is None:
        data = {"rules_version": RULES_VERSION, "rules": list(by_id.values())}
        return CommandResult(data, rules_page(by_id.values(), RULES_VERSION), format_name)
    if rule not in by_id:
        hint, _ = did_you_mean(rule, by_id, "'stretchplan rules' lists them")
        raise BadUsage(f"there is no rule {quoted(rule)}; {hint}")
    return CommandResult(by_id[rule], rule_page(by_id[rule]), format_name)


def schema(name: str) -> CommandResult:
    """Print the JSON Schema of a plan, a request, a catalogue or a programme."""
    if name not in SCHEMAS:
        hint, _ = did_you_mean(name, SCHEMAS, f"it is one of {listed(SCHEMAS, 'or')}")
        raise BadUsage(f"there is no schema of {quoted(name)}; {hint}")
    return CommandResult(SCHEMAS[name]())
