"""``stretchplan programme``: the sessions of some weeks, as a text, a page, a picture or a calendar."""

from datetime import date, timedelta
from typing import Any, Final

import click
from pydantic import ValidationError

from stretchplan.base.models import read
from stretchplan.base.text import quoted
from stretchplan.cli import questions
from stretchplan.cli.clock import Clock
from stretchplan.cli.exits import BadUsage, Exit, FileTrouble
from stretchplan.cli.files import read_json
from stretchplan.cli.formats import (
    FORMATS_OF_A_PROGRAMME,
    calendar_settings,
    check_format,
    check_trimester,
    format_for,
)
from stretchplan.cli.option_groups import CALENDAR
from stretchplan.cli.output import say
from stretchplan.cli.person import is_there, open_journal, stated_person
from stretchplan.cli.request import problems_by_option, read_request
from stretchplan.cli.result import CommandResult
from stretchplan.cli.sources import make_planner, read_catalog, refuse_shared_input
from stretchplan.cli.today import days_since, screening_on
from stretchplan.inputs.request import PlanRequest
from stretchplan.render.pages.programme import programme_page
from stretchplan.results.programme import Programme

__all__ = ["programme"]

_ON_TOP_OF_A_JOURNAL: Final = ("minutes", "seconds", "targets", "pain", "pace", "breath", "language", "screening")
"""The fields of a request that may be stated beside a journal."""


def programme(
    clock: Clock,
    /,
    journal_file: str | None,
    start: date | None,
    days: int,
    days_per_week: int,
    rest_days: list[str],
    format_name: str | None,
    output_file: str | None,
    replaces: str | None,
    **options: Any,
) -> CommandResult:
    """Plan the sessions of some weeks."""
    calendar = {name: options.pop(name) for name in CALENDAR}
    format_name = format_for(format_name, output_file, FORMATS_OF_A_PROGRAMME)
    check_format(format_name, output_file, calendar | {"replaces": replaces}, long=False)
    files = {f"--{name}": options[f"{name}_file"] for name in ("request", "policy")}
    refuse_shared_input(files | {"--screening": options["screening"], "--replaces": replaces})
    catalog = read_catalog(options["catalog_file"])
    by_journal = journal_file is not None or _says_nothing(options)
    if by_journal and journal_file is None and not is_there(None):
        raise BadUsage(
            "say how many days ago the injury was with --days-since-injury N, or --no-recent-injury; or state it once "
            "with 'stretchplan init'"
        )
    with problems_by_option(options["request_file"]):
        if by_journal:
            request, first = _from_journal(journal_file, start, clock.today(), options)
        else:
            if options["injured_on"] is not None and options["on"] is None:
                options["on"] = (start or clock.today()).isoformat()
            request = read_request(options)
            first = start or request.on or clock.today()
        check_trimester(request, days)
        language = request.language
        planner = make_planner(catalog, options["policy_file"], node_budget=options["node_budget"], language=language)
        made = planner.programme(request, first, days, days_per_week=days_per_week, rest_days=rest_days)
    if not made.plans and format_name == "ics":
        raise BadUsage("no day of this programme has a session, so there is nothing to put into a calendar")
    code = Exit.OK
    if refusal := next((day.refusal for day in made.days if day.refusal is not None), None):
        refused = [day for day in made.days if day.kind == "refused"]
        say(f"{refused[0].on} has no plan: {refusal.message}", *_and_more(len(refused) - 1))
        code = Exit.OK if made.plans else Exit.NO_PLAN
    if format_name in ("text", "json"):
        return CommandResult(made, programme_page(made), format_name, output_file, exit=code)
    if format_name == "ics":
        return CommandResult(content=_calendar(made, calendar, replaces), output_file=output_file, exit=code)
    if format_name == "markdown":
        return CommandResult(content=made.to_markdown(), output_file=output_file, exit=code)
    content = made.to_svg() if format_name == "svg" else made.to_html(planner.catalog)
    return CommandResult(content=content.encode(), output_file=output_file, exit=code)


def _says_nothing(options: dict[str, Any]) -> bool:
    """Return whether the options leave open who the programme is for."""
    return all(
        options[name] in (None, False)
        for name in ("request_file", "days_since_injury", "injured_on", "no_recent_injury")
    )


def _and_more(count: int) -> tuple[str, ...]:
    return (f"  - and {count} more" if count > 1 else "  - and one more",) if count else ()


def _from_journal(
    file: str | None, start: date | None, today: date, options: dict[str, Any]
) -> tuple[PlanRequest, date]:
    """Return the request for the first day, from what a journal has, and that day.

    Without a stated day it is today, or tomorrow where today has had its session.
    """
    given = {name: options[name] for name in _ON_TOP_OF_A_JOURNAL if options[name] not in (None, [])}
    _refuse_beside_a_journal(given, options)
    with open_journal(file) as journal:
        person = stated_person(journal)
        first = start or _stated_day(options["on"])
        if first is None:
            first = today + timedelta(days=any(record.on == today for record in journal.history(today)))
        history = tuple(record for record in journal.history(first) if record.on < first)
    if "minutes" not in given and person.minutes is None:
        raise BadUsage("the journal does not say how many minutes there are; give --minutes N")
    stated = {
        "minutes": person.minutes,
        **given,
        "days_since_injury": days_since(person, first),
        "on": first,
        "profile": person.profile,
        "screening": screening_on(options["screening"], person, first),
        "history": history,
    }
    return read(PlanRequest, stated), first


def _stated_day(text: str | None) -> date | None:
    try:
        return None if text is None else questions.day(text)
    except click.BadParameter as error:
        raise BadUsage(f"--on: {error.message}") from None


def _refuse_beside_a_journal(given: dict[str, Any], options: dict[str, Any]) -> None:
    """Refuse an option that states what the journal states."""
    allowed = {*given, "on", "node_budget", "policy_file", "catalog_file"}
    parameters = click.get_current_context().command.params
    for parameter in parameters:
        name = parameter.name or ""
        value = options.get(name)
        if name in options and name not in allowed and value not in (None, [], ()) and value is not False:
            raise BadUsage(
                f"{parameter.opts[0]}: the journal states who the programme is for; leave the option out, or state all "
                "of it by options, without --journal"
            )


def _calendar(made: Programme, calendar: dict[str, Any], replaces: str | None) -> bytes:
    earlier = None if replaces is None else _read_programme(replaces)
    try:
        return made.to_ics(replaces=earlier, **calendar_settings(calendar)).encode()
    except ValueError as error:
        raise BadUsage(f"--format ics: {error}") from None


def _read_programme(file: str) -> Programme:
    data = read_json(file, Programme.max_json_bytes)
    try:
        return Programme.model_validate(data)
    except ValidationError:
        raise FileTrouble(
            f"--replaces: {quoted(file)} is not a programme; give one that 'stretchplan programme --format json' made"
        ) from None
