"""The commands that show what the library knows: ``conditions``, ``catalog``, ``figure``, ``rules`` and ``schema``."""

from typing import cast

from stretchplan.base.text import did_you_mean, quoted
from stretchplan.cli.exits import BadUsage
from stretchplan.cli.formats import check_suffix
from stretchplan.cli.result import CommandResult
from stretchplan.cli.sources import read_catalog
from stretchplan.inputs.conditions import conditions as all_conditions
from stretchplan.render.figures.figure import figure as draw_figure
from stretchplan.render.pages.catalog import catalog_page, stretch_page
from stretchplan.render.pages.rules import conditions_page, rule_page, rules_page
from stretchplan.results.plan import Side
from stretchplan.results.schema import SCHEMAS
from stretchplan.rulebook.rules import RULES_VERSION
from stretchplan.rulebook.rules import rules as all_rules
from stretchplan.words.phrases import listed

__all__ = ["catalog", "conditions", "figure", "rules", "schema"]


def conditions(format_name: str) -> CommandResult:
    """Show the conditions that may be stated."""
    by_id = {rule.id: rule for rule in all_rules()}
    pairs = [(condition, by_id[condition.rule_id]) for condition in all_conditions()]
    entries = [condition.model_dump(mode="json") | {"rule": rule} for condition, rule in pairs]
    data = {"rules_version": RULES_VERSION, "conditions": entries}
    return CommandResult(data, conditions_page(pairs), format_name)


def catalog(stretch: str | None, catalog_file: str | None, format_name: str) -> CommandResult:
    """Show the stretches, or everything about one."""
    source = read_catalog(catalog_file)
    if stretch is None:
        return CommandResult(source, catalog_page(source), format_name)
    entry = source.get(stretch)
    return CommandResult(entry, stretch_page(entry, source), format_name)


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
    drawing = draw_figure(entry, side=cast("Side | None", side), animate=not still, pictures=known.pictures)
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
