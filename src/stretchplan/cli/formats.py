"""The formats of ``stretchplan plan`` and ``programme``, and the options that go with one of them."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any, Final

import click

from stretchplan.base.text import quoted
from stretchplan.catalog import Catalog
from stretchplan.cli import output
from stretchplan.cli.exits import BadUsage
from stretchplan.cli.options import choice, number, option
from stretchplan.inputs.request import PlanRequest
from stretchplan.results.plan import Plan
from stretchplan.words.phrases import listed

__all__ = [
    "CALENDAR",
    "FORMATS",
    "calendar_file",
    "calendar_options",
    "calendar_settings",
    "check_format",
    "check_suffix",
    "check_trimester",
    "convert",
    "days_in_a_row",
    "days_of",
]
__all__ += ["format_for", "minutes_before", "time_of_day"]

FORMATS: Final = ("text", "markdown", "html", "vtt", "csv", "ics", "fit", "json")
_SUFFIXES: Final = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".vtt": "vtt",
    ".csv": "csv",
    ".ics": "ics",
    ".fit": "fit",
    ".json": "json",
    ".svg": "svg",
}
"""Formats by the suffix of a file's name."""
_MAX_ALARM: Final = 10_080
_MAX_DAYS: Final = 366


def format_for(format_name: str | None, output_file: str | None, formats: Collection[str]) -> str:
    """Return the format of ``--format``, else the one that the name of the output says, else text.

    A name that says another format than ``--format`` is refused: the file would be opened as what it is not.
    """
    suffix = _suffix(output_file)
    said = _SUFFIXES.get(suffix)
    if format_name is not None:
        if said is not None and said != format_name:
            raise BadUsage(
                f"--output: the name {quoted(output_file)} says {said}, and --format is {format_name}; "
                "leave out --format, or give another name"
            )
        return format_name
    if suffix and said not in formats:
        first = {name: ending for ending, name in reversed(_SUFFIXES.items()) if name in formats}
        ends = listed(reversed(first.values()), "or")
        raise BadUsage(
            f"--output: the name {quoted(output_file)} says no format of this command; let it end in {ends}, "
            "or give --format"
        )
    return said or "text"


def check_suffix(output_file: str | None, suffix: str, what: str) -> None:
    """Refuse a name that does not go with the one format that a command writes; ``what`` names what is written."""
    if _suffix(output_file) not in ("", suffix):
        raise BadUsage(f"--output: {what}, and the name {quoted(output_file)} says another; let it end in {suffix}")


def _suffix(output_file: str | None) -> str:
    return "" if output_file in (None, "-") else Path(output_file).suffix.lower()


def time_of_day(text: str) -> time:
    """Read a time such as 07:30."""
    match = re.fullmatch(r"([01][0-9]|2[0-3]):([0-5][0-9])", text, re.ASCII)
    if match is None:
        raise click.BadParameter(f"{quoted(text)} is not a time of day; give one such as 07:30")
    return time(int(match[1]), int(match[2]))


def minutes_before(text: str) -> int:
    """Read how many minutes before the start an alarm rings."""
    return _whole(text, "minutes", 0, _MAX_ALARM)


_CALENDAR_OPTIONS: Final = (
    option("--at", metavar="HH:MM", read=time_of_day, help="With ics: when it starts; else 08:00."),
    option("--zone", metavar="ZONE", help="With ics: an IANA time zone; else wherever the reader is."),
    option(
        "--alarm", metavar="MINUTES", read=minutes_before, help="With ics: remind so many minutes before the start."
    ),
    option("--series", metavar="NAME", help="With ics: whose sessions these are, where a calendar has several people."),
    option(
        "--slot", metavar="NAME", help="With ics: which session of the day it is; else morning, afternoon or evening."
    ),
    number("--revision", help="With ics: how many times it was written before, so that a calendar takes the new one."),
    option("--name", metavar="NAME", help="With ics: what the calendar is called; else Stretching."),
    choice(
        "--details", names=("full", "short"), metavar="full|short", help="With ics: short says nothing of the person."
    ),
)
CALENDAR: Final = ("at", "zone", "alarm", "series", "slot", "revision", "name", "details")
"""The names of the options of a calendar."""


def calendar_options(command: Any) -> Any:
    """Give a command the options of a calendar."""
    for decorate in reversed(_CALENDAR_OPTIONS):
        command = decorate(command)
    return command


def days_in_a_row(text: str) -> int:
    """Read how many days a calendar has."""
    return _whole(text, "days", 1, _MAX_DAYS)


def _whole(text: str, what: str, least: int, most: int) -> int:
    digits = len(str(most))  # no more are read: a text may have thousands
    if not re.fullmatch(rf"[0-9]{{1,{digits}}}", text, re.ASCII) or not least <= int(text) <= most:
        raise click.BadParameter(
            f"{quoted(text)} is not a number of {what}; it must be a whole number from {least} to {most:,}"
        )
    return int(text)


def check_format(format_name: str, output_file: str | None, calendar: dict[str, Any], *, long: bool) -> None:
    """Refuse the options of one format for another one, and bytes that would go to a terminal."""
    if long and format_name != "text":
        raise BadUsage(f"--long goes with --format text alone, and --format is {format_name}")
    for name, value in calendar.items():
        if value is not None and format_name != "ics":
            raise BadUsage(f"--{name} goes with --format ics alone, and --format is {format_name}")
    if format_name == "fit" and output_file in (None, "-") and output.is_terminal():
        raise BadUsage("--format fit is not text and would upset the terminal; name a file with --output")


def check_trimester(request: PlanRequest, days: int) -> None:
    """Refuse the first trimester for several days: it alone allows more than an unstated one."""
    if days > 1 and request.profile.trimester == 1:
        raise BadUsage(
            "--days: the first trimester may end within these days; leave out the trimester, and every day is planned "
            "as after the first"
        )


def days_of(request: PlanRequest, days: int | None) -> list[PlanRequest]:
    """Return the requests of a calendar: for the day of the request and the days after it, each one day later."""
    if request.on is None:
        raise BadUsage("--format ics needs the day of the session; give --on DATE")
    check_trimester(request, days or 1)
    first, since = request.on, request.days_since_injury
    try:
        dates = [first + timedelta(days=later) for later in range(days or 1)]
    except OverflowError:
        raise BadUsage(f"--days: {days} days from {first} go past the last date there is, {date.max}") from None
    return [
        request.model_copy(
            update={"on": day, "days_since_injury": None if since is None else since + (day - first).days}
        )
        for day in dates
    ]


def calendar_file(plans: Sequence[Plan], calendar: Mapping[str, Any]) -> bytes:
    """Return the calendar of plans, by the options that go with it."""
    from stretchplan.render.formats.calendar import to_ics  # imported here to keep the other formats fast

    try:
        return to_ics(plans, **calendar_settings(calendar)).encode()
    except ValueError as error:
        raise BadUsage(f"--format ics: {error}") from None


def calendar_settings(calendar: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keywords of a calendar's writer, from the options that are given."""
    given = {name: value for name, value in calendar.items() if value is not None and name in CALENDAR}
    if "alarm" in given:
        given["alarm_minutes"] = given.pop("alarm")
    return given


def convert(plan: Plan, catalog: Catalog, format_name: str) -> str | bytes:
    """Return a plan in a format other than text, JSON and a calendar.

    A text is for people, and the terminal may change its characters. A format for programs is bytes: UTF-8 with the
    line ends of the format.
    """
    if format_name == "markdown":
        return plan.to_markdown()
    if format_name == "html":
        return plan.to_html(catalog).encode()
    if format_name == "fit":
        return plan.to_fit(catalog)
    return (plan.to_vtt() if format_name == "vtt" else plan.to_csv()).encode()
