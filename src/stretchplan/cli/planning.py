"""The commands that make a plan: ``plan``, ``why`` and ``why-not``."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from stretchplan.base import translation
from stretchplan.catalog import Catalog, Stretch
from stretchplan.catalog.loader import stretch_named
from stretchplan.cli.exits import BadUsage
from stretchplan.cli.formats import (
    FORMATS,
    calendar_file,
    check_format,
    convert,
    days_of,
    format_for,
)
from stretchplan.cli.option_groups import CALENDAR
from stretchplan.cli.output import say
from stretchplan.cli.request import problems_by_option, read_request
from stretchplan.cli.result import CommandResult
from stretchplan.cli.sources import make_planner, read_catalog, refuse_shared_input
from stretchplan.inputs.request import PlanRequest
from stretchplan.planning.planner import Planner
from stretchplan.render.document.blocks import Block, Heading, Paragraph
from stretchplan.render.pages.plan import brief_page, plan_page
from stretchplan.render.pages.why import why_not_page, why_page
from stretchplan.results.plan import Plan
from stretchplan.results.refusals import NoPlan
from stretchplan.words import pages
from stretchplan.words.steps import day_words

__all__ = ["first_screen", "plan", "why", "why_not"]

_OF_A_CALENDAR: Final = (*CALENDAR, "days")


def plan(format_name: str | None, output_file: str | None, long: bool, **options: Any) -> CommandResult:
    """Plan a day's session."""
    calendar = {name: options.pop(name) for name in _OF_A_CALENDAR}
    format_name = format_for(format_name, output_file, FORMATS)
    check_format(format_name, output_file, calendar, long=long)
    catalog = read_catalog(options["catalog_file"])
    if format_name == "ics":
        content = calendar_file(_make_days(catalog, options, calendar["days"]), calendar)
        return CommandResult(content=content, output_file=output_file)
    planner, made = _make_plan(catalog, options)
    if format_name in ("text", "json"):
        page = plan_page(made) if long else first_screen(made)
        return CommandResult(made, page, format_name, output_file)
    return CommandResult(content=convert(made, planner.catalog, format_name), output_file=output_file)


@translation.in_its_language
def first_screen(made: Plan) -> Iterator[Block]:
    """Yield a plan in brief, and how to see more of it."""
    yield from brief_page(made)
    yield Heading(translation.say(pages.MORE))
    yield Paragraph(translation.say(pages.LONG_SHOWS))
    yield Paragraph(translation.say(pages.PAGE_SHOWS))
    for prescription in made.prescriptions[:1]:
        yield Paragraph(translation.say(pages.WHY_SHOWS, stretch=prescription.stretch_id))


def why(stretch: str | None, format_name: str | None, output_file: str | None, **options: Any) -> CommandResult:
    """Say why a stretch is in the plan."""
    format_name = format_for(format_name, output_file, ("text", "json"))
    entry, planner, made, is_planned = _plan_to_explain(stretch, options)
    if not is_planned:
        raise BadUsage(f"{entry.id!r} is not in this plan; ask 'stretchplan why-not {entry.id}' with the same options")
    answer = planner.why(made, entry.id)
    return CommandResult(answer, _said(why_page(answer, made), made), format_name, output_file)


def why_not(stretch: str | None, format_name: str | None, output_file: str | None, **options: Any) -> CommandResult:
    """Say why a stretch is not in the plan."""
    format_name = format_for(format_name, output_file, ("text", "json"))
    entry, planner, made, is_planned = _plan_to_explain(stretch, options)
    if is_planned:
        raise BadUsage(f"{entry.id!r} is in this plan; ask 'stretchplan why {entry.id}' with the same options")
    answer = planner.why_not(made, entry.id)
    return CommandResult(answer, _said(why_not_page(answer, made), made), format_name, output_file)


def _plan_to_explain(stretch: str | None, options: dict[str, Any]) -> tuple[Stretch, Planner, Plan, bool]:
    if stretch is None:
        raise BadUsage("name the stretch to ask about, by its id or alias; 'stretchplan catalog' lists them")
    catalog = read_catalog(options["catalog_file"])
    entry = stretch_named(catalog, stretch)  # an unknown stretch is an error before any plan is made
    planner, made = _make_plan(catalog, options)
    return entry, planner, made, any(prescription.stretch_id == entry.id for prescription in made.prescriptions)


def _make_plan(catalog: Catalog, options: dict[str, Any]) -> tuple[Planner, Plan]:
    with _request_and_planner(catalog, options) as (request, planner):
        return planner, planner.plan(request)


def _make_days(catalog: Catalog, options: dict[str, Any], days: int | None) -> list[Plan]:
    made: list[Plan] = []
    with _request_and_planner(catalog, options) as (request, planner):
        for of_day in days_of(request, days):
            try:
                made.append(planner.plan(of_day))
            except NoPlan:
                if days is not None:  # else the one day is the one that was asked for
                    say(f"there is no plan for {of_day.on} ({day_words(of_day)}), so nothing is written")
                raise
    return made


def _said(page: Iterator[Block], made: Plan) -> Iterator[Block]:
    """Return a page in the language of a plan."""
    return translation.one_by_one(page, made.language)


@contextmanager
def _request_and_planner(catalog: Catalog, options: dict[str, Any]) -> Iterator[tuple[PlanRequest, Planner]]:
    request_file, policy_file = options["request_file"], options["policy_file"]
    refuse_shared_input({"--request": request_file, "--screening": options["screening"], "--policy": policy_file})
    with problems_by_option(request_file):
        request = read_request(options)
        # The planner of the request's language also has the catalogue that the formats look things up in.
        planner = make_planner(catalog, policy_file, node_budget=options["node_budget"], language=request.language)
        yield request, planner
