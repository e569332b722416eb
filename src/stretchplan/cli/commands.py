"""What each command does, from the text of its options to an :class:`Answer`."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import stretchplan as sp
from stretchplan._base import nearest, show
from stretchplan.cli import pages
from stretchplan.cli.answer import Answer
from stretchplan.cli.asking import ask_all
from stretchplan.cli.exits import BadUsage, Exit, FileTrouble
from stretchplan.cli.files import read_json
from stretchplan.errors import InvalidRequest
from stretchplan.render.text import plan_page
from stretchplan.safety.rules import RULES_VERSION

if TYPE_CHECKING:
    from stretchplan.cli.answer import Format

__all__ = ["Options", "check_plan", "plan", "screen", "show_catalog", "show_rules", "show_schema"]

_OPTION: Final = {
    "minutes": "--minutes",
    "days_since_injury": "--days-since-injury",
    "targets": "--target",
    "seconds": "--seconds",
    "pain": "--pain",
    "on": "--on",
    "screening": "--screening",
}


@dataclass(frozen=True, slots=True)
class Options:
    """The options of ``plan`` that a request file takes the place of, as they were typed."""

    minutes: str | None
    days_since_injury: str | None
    no_recent_injury: bool
    targets: tuple[str, ...]
    seconds: str | None
    pain: str | None
    on: str | None
    screening: str | None = None

    @property
    def given(self) -> tuple[str, ...]:
        """The names of those that were given."""
        names = [name for field, name in _OPTION.items() if getattr(self, field)]
        return (*names, *(["--no-recent-injury"] if self.no_recent_injury else []))


def plan(options: Options, request: str | None, catalog: str | None, form: str, output: str | None) -> Answer:
    """Plan a session."""
    wanted = _format(form)
    if request is None:
        asked = _asked(options)
    elif options.given:
        raise BadUsage(f"--request is a whole request: leave out {options.given[0]}")
    else:
        asked = read_json(request)
    planner = sp.Planner(_catalog(catalog))
    try:
        made = planner.plan(sp.PlanRequest.model_validate(asked))
    except InvalidRequest as error:
        if request is None:
            raise InvalidRequest(*(replace(p, where=_OPTION.get(p.where, p.where)) for p in error.problems)) from None
        raise InvalidRequest(*error.problems, source="standard input" if request == "-" else request) from None
    return Answer(made.model_dump(mode="json"), plan_page(made), wanted, output)


def _asked(options: Options) -> dict[str, Any]:
    if options.days_since_injury is not None and options.no_recent_injury:
        raise BadUsage("give --days-since-injury or --no-recent-injury, not both")
    if options.days_since_injury is None and not options.no_recent_injury:
        raise BadUsage("say how many days ago the injury was with --days-since-injury N, or --no-recent-injury")
    if options.minutes is None:
        raise BadUsage("say how many minutes there are with --minutes N")
    days = options.days_since_injury
    return {
        "minutes": _whole("minutes", options.minutes),
        "days_since_injury": None if days is None else _whole("days_since_injury", days),
        "targets": list(options.targets),
        "seconds": 0 if options.seconds is None else _whole("seconds", options.seconds),
        "pain": None if options.pain is None else _whole("pain", options.pain),
        "on": options.on,
        "screening": None if options.screening is None else _screening(options.screening),
    }


def _screening(name: str) -> sp.Screening:
    answers = read_json(name)
    try:
        return sp.Screening.model_validate(answers)
    except InvalidRequest as error:
        raise InvalidRequest(*error.problems, source="standard input" if name == "-" else name) from None


def screen(form: str, output: str | None) -> Answer:
    """Ask the questions about warning signs."""
    return ask_all(_format(form), output)


def _whole(field: str, text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,15}", text):
        raise BadUsage(f"{_OPTION[field]}: {show(text)} is not a whole number")
    return int(text)


def _format(text: str) -> Format:
    if text == "text":
        return "text"
    if text == "json":
        return "json"
    raise BadUsage(f"--format: {show(text)} is not a format; it is text or json")


def _catalog(name: str | None) -> sp.Catalog:
    if name is None:
        return sp.builtin_catalog()
    try:
        return sp.load_catalog(name)
    except OSError as error:
        raise FileTrouble(f"{show(name)} cannot be read: {error.strerror or error}") from None


def show_catalog(stretch: str | None, catalog: str | None, form: str) -> Answer:
    """Show a catalogue, or one stretch of it."""
    wanted = _format(form)
    source = _catalog(catalog)
    if stretch is None:
        return Answer(source.model_dump(mode="json"), pages.catalog_page(source), wanted)
    one = source.get(stretch)
    return Answer(one.model_dump(mode="json"), pages.stretch_page(one, source), wanted)


def show_rules(rule: str | None, form: str) -> Answer:
    """Show the rules, or one of them."""
    wanted = _format(form)
    known = {one.id: one for one in sp.rules()}
    if rule is None:
        data = {"rules_version": RULES_VERSION, "rules": [one.model_dump(mode="json") for one in known.values()]}
        return Answer(data, pages.rules_page(known.values(), RULES_VERSION), wanted)
    if rule not in known:
        near = nearest(rule, known)
        hint = f"did you mean {near!r}?" if near else "'stretchplan rules' lists them"
        raise BadUsage(f"there is no rule {show(rule)}; {hint}")
    return Answer(known[rule].model_dump(mode="json"), pages.rule_page(known[rule]), wanted)


def check_plan(file: str | None, catalog: str | None, form: str) -> Answer:
    """Judge a plan from a file."""
    wanted = _format(form)
    if file is None:
        raise BadUsage("name the file of the plan to check, or - for standard input")
    data = read_json(file)
    # A text in the file is a text, not the JSON that it may hold.
    plan = data if isinstance(data, dict) else json.dumps(data)
    report = sp.check(plan, catalog=None if catalog is None else _catalog(catalog))
    verdict = Exit.OK if report.ok else Exit.VIOLATIONS
    return Answer(report.model_dump(mode="json"), pages.report_page(report), wanted, exit=verdict)


def show_schema() -> Answer:
    """Show the JSON Schema of a plan."""
    return Answer(sp.plan_schema(), None, "json")
