"""The formats that ``stretchplan plan`` gives a plan in, besides text and JSON."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time
from typing import TYPE_CHECKING, Final

from stretchplan.base.text import nearest, quoted
from stretchplan.catalog import Catalog
from stretchplan.cli import output as screen
from stretchplan.cli.exits import BadUsage
from stretchplan.cli.options import Once, once
from stretchplan.results.plan import Plan
from stretchplan.words.phrases import listed

if TYPE_CHECKING:
    Shape = Callable[[Plan, Catalog], str | bytes]

__all__ = ["NAMES", "asked"]

# Text goes out as the terminal can take it. What programs read is UTF-8 with line ends of its own, so it is bytes.
_SHAPES: Final[dict[str, Shape]] = {
    "markdown": lambda plan, _: plan.to_markdown(),
    "html": lambda plan, catalog: plan.to_html(catalog).encode(),
    "vtt": lambda plan, _: plan.to_vtt().encode(),
    "csv": lambda plan, _: plan.to_csv().encode(),
    "fit": lambda plan, catalog: plan.to_fit(catalog),
}
NAMES: Final = ("text", *(name for name in _SHAPES if name != "fit"), "ics", "fit", "json")
"""The formats, in the order in which they are listed."""
_NOT_TEXT: Final = frozenset({"fit"})
_MOST_ALARM: Final = 10_080


def asked(form: str, *, output: str | None, at: Once, zone: Once, alarm: Once) -> Shape | None:
    """Return what makes a plan into a format, or None for text and JSON, which every command has.

    Parameters
    ----------
    form
        What ``--format`` says.
    output
        What ``--output`` says.
    at, zone, alarm
        What the options of that name say, which are for calendars.

    Raises
    ------
    BadUsage
        When there is no such format, an option does not go with it or cannot be read, or the format is not text and
        would go to a terminal.
    """
    if form not in NAMES:
        near = nearest(form, NAMES)
        hint = f"did you mean {near!r}?" if near else f"it is {listed(NAMES, 'or')}"
        raise BadUsage(f"--format: {quoted(form)} is not a format; {hint}")
    if form == "ics":
        return _calendar(_time(once("--at", at)), once("--zone", zone), _minutes(once("--alarm", alarm)))
    for name, given in (("--at", at), ("--zone", zone), ("--alarm", alarm)):
        if given:
            raise BadUsage(f"{name} goes with --format ics alone, and --format is {form}")
    if form in _NOT_TEXT and output in {None, "-"} and screen.is_terminal():
        raise BadUsage(f"--format {form} is not text and would upset the terminal; name a file with --output")
    return _SHAPES.get(form)


def _calendar(at: time | None, zone: str | None, alarm: int | None) -> Shape:
    def shape(plan: Plan, _: Catalog) -> bytes:
        if plan.request.on is None:
            raise BadUsage("--format ics needs the day of the session; give --on DATE")
        try:
            return plan.to_ics(at=at, zone=zone, alarm_minutes=alarm).encode()
        except ValueError as error:
            raise BadUsage(f"--format ics: {error}") from None

    return shape


def _time(text: str | None) -> time | None:
    if text is None:
        return None
    match = re.fullmatch(r"([01][0-9]|2[0-3]):([0-5][0-9])", text, re.ASCII)
    if match is None:
        raise BadUsage(f"--at: {quoted(text)} is not a time of day; give one such as 07:30")
    return time(int(match[1]), int(match[2]))


def _minutes(text: str | None) -> int | None:
    if text is None:
        return None
    if not re.fullmatch(r"[0-9]{1,5}", text, re.ASCII) or int(text) > _MOST_ALARM:
        raise BadUsage(
            f"--alarm: {quoted(text)} is not a number of minutes; it must be a whole number from 0 to 10,080"
        )
    return int(text)
