"""The formats of each command, and what goes with one of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from stretchplan.base.text import quoted
from stretchplan.cli.exits import BadUsage
from stretchplan.cli.option_groups import CALENDAR
from stretchplan.words.phrases import listed

if TYPE_CHECKING:  # the declarations of the commands, which load no models, read the formats here
    from stretchplan.catalog import Catalog
    from stretchplan.inputs.request import PlanRequest
    from stretchplan.results.plan import Plan

__all__ = [
    "FORMATS",
    "FORMATS_OF_A_CATALOG",
    "FORMATS_OF_A_COMPARISON",
    "FORMATS_OF_A_DAY",
    "FORMATS_OF_A_DIFFERENCE",
    "FORMATS_OF_A_PROGRAMME",
    "FORMATS_OF_A_VERIFICATION",
    "FORMATS_OF_PROGRESS",
    "calendar_file",
    "calendar_settings",
    "check_format",
    "check_suffix",
    "check_trimester",
    "convert",
    "days_of",
    "format_for",
]

FORMATS: Final = ("text", "markdown", "html", "vtt", "csv", "ics", "fit", "json")
FORMATS_OF_A_DAY: Final = tuple(name for name in FORMATS if name != "ics")
"""Without calendars, which are about more than one day."""
FORMATS_OF_A_PROGRAMME: Final = ("text", "markdown", "html", "svg", "ics", "json")
FORMATS_OF_A_CATALOG: Final = ("text", "markdown", "html", "json")
FORMATS_OF_PROGRESS: Final = ("text", "markdown", "html", "json")
FORMATS_OF_A_DIFFERENCE: Final = FORMATS_OF_PROGRESS
FORMATS_OF_A_VERIFICATION: Final = ("text", "html", "junit", "json")
FORMATS_OF_A_COMPARISON: Final = FORMATS_OF_A_VERIFICATION
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
    ".xml": "junit",
}
"""Formats by the suffix of a file's name."""


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


def check_format(format_name: str, output_file: str | None, calendar: dict[str, Any], *, long: bool) -> None:
    """Refuse the options of one format for another one, and bytes that would go to a terminal."""
    if long and format_name != "text":
        raise BadUsage(f"--long goes with --format text alone, and --format is {format_name}")
    for name, value in calendar.items():
        if value is not None and format_name != "ics":
            raise BadUsage(f"--{name} goes with --format ics alone, and --format is {format_name}")
    from stretchplan.cli import output  # imported here, because it loads what lays out a page

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
