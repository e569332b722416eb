"""Which options come together? Those of a request, of a day's session, and of a calendar.

Nothing here loads the models: see :mod:`stretchplan.cli.commands`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, time
from typing import Any, Final, get_args

import click

from stretchplan.base.text import quoted
from stretchplan.cli.options import (
    CATALOG,
    JOURNAL,
    NODE_BUDGET,
    POLICY,
    area_ids,
    choice,
    condition_ids,
    file_name,
    number,
    option,
    repeatable,
    stretch_ids,
)

__all__ = ["CALENDAR", "GRID", "calendar_options", "day", "day_options", "days_in_a_row", "grid_options", "minutes"]
__all__ += ["request_options"]


def _with(command: Any, options: Sequence[Callable[[Any], Any]]) -> Any:
    """Give a command options, in the order in which its help lists them."""
    for decorate in reversed(options):
        command = decorate(command)
    return command


# --- A request


def _positions(_context: click.Context) -> Iterable[str]:
    from stretchplan.catalog.vocabulary import POSITIONS

    return POSITIONS


def _equipment(_context: click.Context) -> Iterable[str]:
    from stretchplan.catalog.vocabulary import Equipment

    return get_args(Equipment)


def _paces() -> Iterable[str]:
    from stretchplan.inputs.request import PACES

    return PACES


def _breaths() -> Iterable[str]:
    from stretchplan.inputs.request import BreathName

    return get_args(BreathName)


def _languages() -> Iterable[str]:
    from stretchplan.base.translation import LANGUAGES

    return LANGUAGES


def _clearance(text: str) -> dict[str, str]:
    stretch, _, condition = text.partition(":")
    if not stretch or not condition or ":" in condition:
        raise click.BadParameter(
            f"{quoted(text)} is not a stretch and a condition; give both, such as cobra_pose:wrist_pain"
        )
    return {"stretch_id": stretch, "condition": condition}


def _possible_clearances(context: click.Context) -> Iterator[str]:
    for stretch in stretch_ids(context):
        yield from (f"{stretch}:{condition}" for condition in context.params["conditions"] or condition_ids(context))


# An option that is a field of a request has the name of that field of PlanRequest or Profile.
_OF_A_REQUEST: Final = (
    number("--minutes", "-m", help="Whole minutes there are, 1 to 240."),
    number("--days-since-injury", "-d", help="Whole days since the back was hurt; 0 is the day itself."),
    option("--injured-on", metavar="DATE", help="Instead, the day of the injury, such as 2026-01-28; with --on."),
    click.option("--no-recent-injury", is_flag=True, help="Say that there is no recent injury."),
    repeatable("--target", "-t", "targets", metavar="AREA", names=area_ids, help="An area that must be worked"),
    number("--seconds", help="Seconds there are on top of the minutes, 0 to 59."),
    number("--pain", help="Pain now, 0 (none) to 10: from 4 the lowest doses, from 6 no plan."),
    repeatable(
        "--condition",
        "conditions",
        metavar="ID",
        names=condition_ids,
        help="A condition that rules something out, from 'stretchplan conditions'",
    ),
    number("--trimester", help="Of a pregnancy: 1, 2 or 3; unstated, after the first."),
    repeatable(
        "--cleared",
        metavar="STRETCH:CONDITION",
        names=_possible_clearances,
        read=_clearance,
        help="A stretch that a clinician has cleared for a stated condition",
    ),
    repeatable("--avoid", "avoid_stretches", metavar="STRETCH", names=stretch_ids, help="A stretch that is not wanted"),
    repeatable(
        "--avoid-position",
        "avoid_positions",
        metavar="POSITION",
        names=_positions,
        help="A position that is not wanted, such as prone",
    ),
    repeatable("--include", metavar="STRETCH", names=stretch_ids, help="A stretch that must be in"),
    repeatable("--equipment", metavar="PIECE", names=_equipment, help="What is at hand, such as chair"),
    click.option("--no-equipment", is_flag=True, help="Say that nothing is at hand."),
    choice("--pace", names=_paces, metavar="NAME", help="Between stretches: usual, unhurried or slow."),
    choice(
        "--breath",
        names=_breaths,
        metavar="NAME",
        help="How movements are breathed: catalogue, or effort_out with the effort on the out-breath.",
    ),
    choice("--language", names=_languages, metavar="TAG", help="The language of the plan: en or de."),
    option("--on", metavar="DATE", help="The date, such as 2026-01-31: it decides the side to start with."),
    file_name("--screening", help="Answers about warning signs, saved by 'stretchplan screen'."),
    file_name("--request", "request_file", help="A whole request as JSON, instead of the options above."),
    NODE_BUDGET,
    POLICY,
    CATALOG,
)


def request_options(command: Any) -> Any:
    """Give a command the options of a request, ``--node-budget``, ``--policy`` and ``--catalog``."""
    return _with(command, _OF_A_REQUEST)


# --- A day's session


def day(text: str) -> date:
    """Read a date."""
    from stretchplan.cli import questions

    return questions.day(text)


def minutes(text: str) -> int:
    """Read the minutes of a session."""
    from stretchplan.cli import questions

    return questions.minutes(text)


_OF_A_DAY: Final = (
    JOURNAL,
    option("--on", metavar="DATE", read=day, help="The date, such as 2026-01-31; else today."),
    option("--minutes", "-m", metavar="N", read=minutes, help="Minutes there are; else as stated."),
    number("--pain", help="Pain now, 0 (none) to 10; else it is asked, where somebody can answer."),
    repeatable("--target", "-t", "targets", metavar="AREA", names=area_ids, help="An area that must be worked"),
    file_name("--screening", help="Answers of today about warning signs, saved by 'stretchplan screen'."),
    NODE_BUDGET,
    POLICY,
    CATALOG,
)


def day_options(command: Any) -> Any:
    """Give a command the options of a day's session."""
    return _with(command, _OF_A_DAY)


# --- A calendar

_MAX_ALARM: Final = 10_080
_MAX_DAYS: Final = 366


def _time_of_day(text: str) -> time:
    """Read a time such as 07:30."""
    match = re.fullmatch(r"([01][0-9]|2[0-3]):([0-5][0-9])", text, re.ASCII)
    if match is None:
        raise click.BadParameter(f"{quoted(text)} is not a time of day; give one such as 07:30")
    return time(int(match[1]), int(match[2]))


def _minutes_before(text: str) -> int:
    """Read how many minutes before the start an alarm rings."""
    return _whole(text, "minutes", 0, _MAX_ALARM)


_OF_A_CALENDAR: Final = (
    option("--at", metavar="HH:MM", read=_time_of_day, help="With ics: when it starts; else 08:00."),
    option("--zone", metavar="ZONE", help="With ics: an IANA time zone; else wherever the reader is."),
    option(
        "--alarm", metavar="MINUTES", read=_minutes_before, help="With ics: remind so many minutes before the start."
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
    return _with(command, _OF_A_CALENDAR)


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


# --- A grid of requests

_MOST_NUMBERS: Final = 40_000


def _numbers(text: str) -> list[int | None]:
    """Read numbers and ranges such as ``none,0-60``."""
    found: list[int | None] = []
    for piece in text.split(","):
        match = re.fullmatch(r"([0-9]{1,5})(?:-([0-9]{1,5}))?", piece.strip(), re.ASCII)
        if piece.strip() == "none":
            found.append(None)
            continue
        first, last = (int(match[1]), int(match[2] or match[1])) if match is not None else (1, 0)
        if first > last:
            raise click.BadParameter(
                f"{quoted(piece)} is not allowed; give whole numbers and ranges of them with commas, such as 0-6,20"
            )
        found += range(first, last + 1)
        if len(found) > _MOST_NUMBERS:
            raise click.BadParameter(f"these are more than {_MOST_NUMBERS:,} values; give fewer")
    return found


def _sets(text: str) -> int | list[list[str]]:
    """Read sets such as ``none,hips,hips+lower_back``, or how many names a set has at most."""
    if re.fullmatch(r"[0-9]{1,3}", text, re.ASCII):
        return int(text)
    return [[] if names.strip() == "none" else [name.strip() for name in names.split("+")] for names in text.split(",")]


def _names(text: str) -> list[str | None]:
    return [None if name.strip() == "none" else name.strip() for name in text.split(",")]


_OF_A_GRID: Final = (
    option("--days", metavar="DAYS", read=_numbers, help="Days since the injury; else none,0-60."),
    option("--minutes", "-m", metavar="MINUTES", read=_numbers, help="Whole minutes; else 1-60."),
    option(
        "--areas",
        metavar="SETS",
        read=_sets,
        help="Sets of areas, such as none,hips,hips+lower_back; or a number: all sets of up to so many. Else 2.",
    ),
    option("--conditions", metavar="SETS", read=_sets, help="Sets of conditions, in the same way; else 2."),
    option("--pain", metavar="PAIN", read=_numbers, help="Pain now; else none,0-10."),
    option(
        "--paces",
        metavar="NAMES",
        read=_names,
        help="Paces: usual, unhurried, slow, or none for the one that suits the day; else none.",
    ),
)
GRID: Final = ("days", "minutes", "areas", "conditions", "pain", "paces")
"""The names of the options of a grid."""


def grid_options(command: Any) -> Any:
    """Give a command the options of a grid of requests, ``--workers`` and ``--node-budget``."""
    workers = number("--workers", help="How many processes, 1 to 256; else as many as there are cores.")
    return _with(command, (*_OF_A_GRID, workers, NODE_BUDGET))
