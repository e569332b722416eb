"""What each command does, from the text of its options to an :class:`Answer`."""

from __future__ import annotations

import json

from stretchplan.base.errors import PolicyError
from stretchplan.base.text import nearest, quoted
from stretchplan.catalog import Catalog, Stretch, builtin_catalog, load_catalog
from stretchplan.cli import formats
from stretchplan.cli.exits import BadUsage, Exit, FileTrouble
from stretchplan.cli.files import read_json
from stretchplan.cli.options import Once, Options, once
from stretchplan.cli.request import as_typed, read_request
from stretchplan.cli.result import Answer, Format
from stretchplan.cli.screening import ask_all
from stretchplan.inputs.conditions import conditions as _conditions
from stretchplan.inputs.policy import Policy
from stretchplan.planning.planner import Planner
from stretchplan.render.figures.figure import figure
from stretchplan.render.pages import rules as pages
from stretchplan.render.pages.catalog import catalog_page, stretch_page
from stretchplan.render.pages.plan import plan_page
from stretchplan.render.pages.report import report_page
from stretchplan.render.pages.why import why_not_page, why_page
from stretchplan.results.plan import Plan, Side
from stretchplan.results.schema import plan_schema
from stretchplan.rulebook.rules import RULES_VERSION
from stretchplan.rulebook.rules import rules as _rules
from stretchplan.safety.check import check as _check
from stretchplan.words.phrases import listed

__all__ = [
    "check_plan",
    "draw",
    "format_of",
    "plan",
    "planner_of",
    "screen",
    "show_catalog",
    "show_conditions",
    "show_rules",
    "show_schema",
    "why",
    "why_not",
]


def plan(options: Options, form: str, *, at: Once = None, zone: Once = None, alarm: Once = None) -> Answer:
    """Plan a session, and give it in any format."""
    shape = formats.asked(form, output=options.output, at=at, zone=zone, alarm=alarm)
    planner, made = _planned(options)
    if shape is None:
        return Answer(made.model_dump(mode="json"), plan_page(made), format_of(form), options.output)
    return Answer(None, None, "text", options.output, ready=shape(made, planner.catalog))


def why(stretch: str | None, options: Options) -> Answer:
    """Say why a stretch is in the plan that the options make."""
    wanted = format_of(options.form)
    one, planner, made = _asked_about(stretch, options)
    if one.id not in {p.stretch_id for p in made.prescriptions}:
        raise BadUsage(f"{one.id!r} is not in this plan; ask 'stretchplan why-not {one.id}' for the reason")
    told = planner.why(made, one.id)
    return Answer(told.model_dump(mode="json"), why_page(told, made), wanted, options.output)


def why_not(stretch: str | None, options: Options) -> Answer:
    """Say why a stretch is not in the plan that the options make."""
    wanted = format_of(options.form)
    one, planner, made = _asked_about(stretch, options)
    if one.id in {p.stretch_id for p in made.prescriptions}:
        raise BadUsage(f"{one.id!r} is in this plan; ask 'stretchplan why {one.id}' for the reason")
    told = planner.why_not(made, one.id)
    return Answer(told.model_dump(mode="json"), why_not_page(told, made), wanted, options.output)


def _asked_about(stretch: str | None, options: Options) -> tuple[Stretch, Planner, Plan]:
    if stretch is None:
        raise BadUsage("name the stretch to ask about, by its id or alias; 'stretchplan catalog' lists them")
    catalog = _catalog(once("--catalog", options.catalog))
    one = catalog.get(stretch)  # that there is no such stretch is said before any plan is looked for
    return one, *_planned(options, catalog)


def _planned(options: Options, catalog: Catalog | None = None) -> tuple[Planner, Plan]:
    _standard_input_once({"--request": options.request, "--screening": options.screening, "--policy": options.policy})
    with as_typed(options):
        asked = read_request(options)
        source = catalog or _catalog(once("--catalog", options.catalog))
        planner = _planner(source, once("--policy", options.policy))
        return planner, planner.plan(asked)


def planner_of(catalog: str | None, policy: str | None, *, explain: bool) -> Planner:
    """Return the planner for the files of a catalogue and a policy, each None for the library's own."""
    return _planner(_catalog(catalog), policy, explain=explain)


def _planner(source: Catalog, policy: str | None, *, explain: bool = True) -> Planner:
    return Planner(source, policy=None if policy is None else _policy(policy, source), explain=explain)


def _policy(name: str, catalog: Catalog | None) -> Policy:
    """Return the policy of a file; the stretches it names must be in the catalogue, if there is one to look in."""
    data = read_json(name)
    try:
        bounds = Policy.model_validate(data)
        return bounds if catalog is None else Planner(catalog, policy=bounds).policy
    except PolicyError as error:
        raise PolicyError(*error.problems, source="standard input" if name == "-" else name) from None


def _standard_input_once(files: dict[str, list[str] | None]) -> None:
    reading = [name for name, given in files.items() if given and "-" in given]
    if len(reading) > 1:
        raise BadUsage(f"standard input can be read once, and {listed(reading)} are both to come from it")


def screen(form: str, output: str | None) -> Answer:
    """Ask the questions about warning signs."""
    return ask_all(format_of(form), output)


def format_of(text: str) -> Format:
    """Return the format that ``--format`` names."""
    if text == "text":
        return "text"
    if text == "json":
        return "json"
    raise BadUsage(f"--format: {quoted(text)} is not a format; it is text or json")


def _catalog(name: str | None) -> Catalog:
    if name is None:
        return builtin_catalog()
    try:
        return load_catalog(name)
    except OSError as error:
        raise FileTrouble(f"{quoted(name)} cannot be read: {error.strerror or error}") from None


def show_catalog(stretch: str | None, catalog: str | None, form: str) -> Answer:
    """Show a catalogue, or one stretch of it."""
    wanted = format_of(form)
    source = _catalog(catalog)
    if stretch is None:
        return Answer(source.model_dump(mode="json"), catalog_page(source), wanted)
    one = source.get(stretch)
    return Answer(one.model_dump(mode="json"), stretch_page(one, source), wanted)


def draw(stretch: str | None, side: str | None, still: bool, catalog: str | None, output: str | None) -> Answer:
    """Draw a stretch of a catalogue."""
    if stretch is None:
        raise BadUsage("name the stretch to draw, by its id or alias; 'stretchplan catalog' lists them")
    if side is not None and side not in {"left", "right"}:
        near = nearest(side, ("left", "right"))
        hint = f"did you mean {near!r}?" if near else "it is left or right"
        raise BadUsage(f"--side: {quoted(side)} is not a side; {hint}")
    worked: Side | None = None if side is None else "left" if side == "left" else "right"
    drawn = figure(_catalog(catalog).get(stretch), side=worked, animate=not still)
    return Answer(None, None, "text", output, ready=f"{drawn}\n")


def show_rules(rule: str | None, form: str) -> Answer:
    """Show the rules, or one of them."""
    wanted = format_of(form)
    known = {one.id: one for one in _rules()}
    if rule is None:
        data = {"rules_version": RULES_VERSION, "rules": [one.model_dump(mode="json") for one in known.values()]}
        return Answer(data, pages.rules_page(known.values(), RULES_VERSION), wanted)
    if rule not in known:
        near = nearest(rule, known)
        hint = f"did you mean {near!r}?" if near else "'stretchplan rules' lists them"
        raise BadUsage(f"there is no rule {quoted(rule)}; {hint}")
    return Answer(known[rule].model_dump(mode="json"), pages.rule_page(known[rule]), wanted)


def show_conditions(form: str) -> Answer:
    """Show the conditions that may be stated, each with its rule."""
    wanted = format_of(form)
    behind = {one.id: one for one in _rules()}
    pairs = [(condition, behind[condition.rule_id]) for condition in _conditions()]
    data = {
        "rules_version": RULES_VERSION,
        "conditions": [c.model_dump(mode="json") | {"rule": r.model_dump(mode="json")} for c, r in pairs],
    }
    return Answer(data, pages.conditions_page(pairs), wanted)


def check_plan(file: str | None, policy: str | None, catalog: str | None, form: str) -> Answer:
    """Judge a plan from a file."""
    wanted = format_of(form)
    if file is None:
        raise BadUsage("name the file of the plan to check, or - for standard input")
    _standard_input_once({"the plan": [file], "--policy": [policy or ""]})
    data = read_json(file)
    source = None if catalog is None else _catalog(catalog)
    # A mistyped stretch in a policy would forbid nothing, and nobody would know.
    bounds = None if policy is None else _policy(policy, source or _named_by(data))
    # A text in the file is a text, not the JSON that it may hold.
    plan = data if isinstance(data, dict) else json.dumps(data)
    report = _check(plan, catalog=source, policy=bounds)
    verdict = Exit.OK if report.ok else Exit.VIOLATIONS
    return Answer(report.model_dump(mode="json"), report_page(report), wanted, exit=verdict)


def _named_by(data: object) -> Catalog | None:
    """Return the built-in catalogue if a plan says that it is made from it."""
    builtin = builtin_catalog()
    said = data.get("catalog") if isinstance(data, dict) else None
    return builtin if isinstance(said, dict) and said.get("id") == builtin.id else None


def show_schema() -> Answer:
    """Show the JSON Schema of a plan."""
    return Answer(plan_schema(), None, "json")
