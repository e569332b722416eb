"""The commands that make a plan: ``plan``, ``why`` and ``why-not``."""

from datetime import time
from typing import Any

import click

from stretchplan.catalog import Catalog, Stretch
from stretchplan.cli.exits import BadUsage
from stretchplan.cli.formats import FORMATS, check_format, convert, format_for, minutes_before, time_of_day
from stretchplan.cli.options import FORMAT_OR_NAME, OUTPUT, STRETCH, choice, option
from stretchplan.cli.request import problems_by_option, read_request, request_options
from stretchplan.cli.result import CommandResult
from stretchplan.cli.sources import make_planner, read_catalog, refuse_shared_input
from stretchplan.planning.planner import Planner
from stretchplan.render.pages.plan import plan_page
from stretchplan.render.pages.why import why_not_page, why_page
from stretchplan.results.plan import Plan
from stretchplan.words.phrases import listed

__all__ = ["plan", "why", "why_not"]


@click.command(
    "plan",
    help="""Plan a day's session.

    The days since the injury are never assumed: give --days-since-injury or --no-recent-injury. For --screening,
    --request and --policy, '-' is standard input.

    \b
    Example:
      stretchplan plan --minutes 10 --days-since-injury 3 --target hips

    \b
    As a page that guides the session in a browser, and prints as a sheet:
      stretchplan plan --minutes 10 --days-since-injury 3 --format html --output plan.html
    """,
)
@request_options
@choice(
    "--format",
    "format_name",
    names=FORMATS,
    metavar="FORMAT",
    help=f"{listed(FORMATS, 'or').replace('text', 'text (the default)')}; else what the name of the output ends in.",
)
@option("--at", metavar="HH:MM", read=time_of_day, help="With ics: when it starts; else 08:00.")
@option("--zone", metavar="ZONE", help="With ics: an IANA time zone; else wherever the reader is.")
@option("--alarm", metavar="MINUTES", read=minutes_before, help="With ics: remind so many minutes before the start.")
@OUTPUT
def plan(
    format_name: str | None,
    at: time | None,
    zone: str | None,
    alarm: int | None,
    output_file: str | None,
    **options: Any,
) -> CommandResult:
    """Plan a day's session."""
    calendar = {"at": at, "zone": zone, "alarm": alarm}
    format_name = format_for(format_name, output_file, FORMATS)
    check_format(format_name, output_file, calendar)
    planner, made = _make_plan(read_catalog(options["catalog_file"]), options)
    if format_name in ("text", "json"):
        return CommandResult(made, plan_page(made), format_name, output_file)
    content = convert(made, planner.catalog, format_name, calendar)
    return CommandResult(content=content, output_file=output_file)


@click.command(
    "why",
    help="""Say why a stretch is in the plan.

    Also says what the plan would lose without it. STRETCH is an id or an alias. The options are those of 'plan', and
    the question is about the plan that they make.

    \b
    Example:
      stretchplan why cobra_pose --minutes 10 --days-since-injury 3
    """,
)
@STRETCH
@request_options
@FORMAT_OR_NAME
@OUTPUT
def why(stretch: str | None, format_name: str | None, output_file: str | None, **options: Any) -> CommandResult:
    """Say why a stretch is in the plan."""
    format_name = format_for(format_name, output_file, ("text", "json"))
    entry, planner, made, is_planned = _plan_to_explain(stretch, options)
    if not is_planned:
        raise BadUsage(f"{entry.id!r} is not in this plan; ask 'stretchplan why-not {entry.id}' for the reason")
    answer = planner.why(made, entry.id)
    return CommandResult(answer, why_page(answer, made), format_name, output_file)


@click.command(
    "why-not",
    help="""Say why a stretch is not in the plan.

    Names the rule or wish against it, or what it would cost. STRETCH is an id or an alias. The options are those of
    'plan', and the question is about the plan that they make.

    \b
    Example:
      stretchplan why-not bridge --minutes 10 --days-since-injury 3
    """,
)
@STRETCH
@request_options
@FORMAT_OR_NAME
@OUTPUT
def why_not(stretch: str | None, format_name: str | None, output_file: str | None, **options: Any) -> CommandResult:
    """Say why a stretch is not in the plan."""
    format_name = format_for(format_name, output_file, ("text", "json"))
    entry, planner, made, is_planned = _plan_to_explain(stretch, options)
    if is_planned:
        raise BadUsage(f"{entry.id!r} is in this plan; ask 'stretchplan why {entry.id}' for the reason")
    answer = planner.why_not(made, entry.id)
    return CommandResult(answer, why_not_page(answer, made), format_name, output_file)


def _plan_to_explain(stretch: str | None, options: dict[str, Any]) -> tuple[Stretch, Planner, Plan, bool]:
    if stretch is None:
        raise BadUsage("name the stretch to ask about, by its id or alias; 'stretchplan catalog' lists them")
    catalog = read_catalog(options["catalog_file"])
    entry = catalog.get(stretch)  # an unknown stretch is an error before any plan is made
    planner, made = _make_plan(catalog, options)
    return entry, planner, made, any(prescription.stretch_id == entry.id for prescription in made.prescriptions)


def _make_plan(catalog: Catalog, options: dict[str, Any]) -> tuple[Planner, Plan]:
    request_file, policy_file = options["request_file"], options["policy_file"]
    refuse_shared_input({"--request": request_file, "--screening": options["screening"], "--policy": policy_file})
    with problems_by_option(request_file):
        request = read_request(options)
        planner = make_planner(catalog, policy_file)
        return planner, planner.plan(request)
