"""Ask a person one plain question at a time, at a terminal."""

import re
import shutil
import sys
from collections.abc import Callable, Iterable
from datetime import date
from typing import Final, TypeVar

import click

from stretchplan.base.text import did_you_mean, quoted
from stretchplan.cli import output
from stretchplan.cli.exits import BadUsage, FileTrouble
from stretchplan.inputs.conditions import CONDITIONS, Condition
from stretchplan.inputs.dates import calendar_date
from stretchplan.inputs.request import MAX_DAYS, MAX_MINUTES
from stretchplan.render.document.as_text import MIN_WIDTH, to_text
from stretchplan.render.document.blocks import Block, Heading
from stretchplan.words.phrases import counted

__all__ = ["NONE", "ask", "can_ask", "conditions", "day", "flowed", "injury_day", "minutes", "names", "note"]
__all__ += ["pain", "read_line", "tell", "yes_or_no"]

Answer = TypeVar("Answer")

_MAX_LINE: Final = 4000
"""Characters of a line that are read; the rest of a longer one is the next line."""
_MAX_NOTE: Final = 2000
NONE: Final = "none"
"""What says that there is none."""


def can_ask() -> bool:
    """Return whether standard input is a terminal, where somebody can answer."""
    return sys.stdin is not None and sys.stdin.isatty()


def ask(question: str, read: Callable[[str], Answer]) -> Answer:
    """Ask until ``read`` takes the answer; it gets the line without spaces at its ends.

    ``read`` raises ``click.BadParameter`` when it cannot, and its message is shown.
    """
    while True:
        output.ask(f"{flowed(question)}\n> ")
        line = read_line(_MAX_LINE)
        if line is None:
            output.ask("\n")
            raise BadUsage("the answers ended before the last question")
        try:
            return read(line.strip())
        except click.BadParameter as error:
            output.ask(f"{flowed(f'{error.message}.'.replace('?.', '?'))}\n")


def tell(page: Iterable[Block]) -> None:
    """Write a page to standard error, beside the questions, as wide as the window."""
    output.ask(f"{to_text(page, _width())}\n")


def flowed(question: str) -> str:
    """Return a question in lines as wide as the window."""
    return to_text([Heading(question)], _width())


def read_line(most: int) -> str | None:
    """Return the next line of standard input, at most ``most`` characters; None when there is none."""
    try:
        return sys.stdin.readline(most) or None
    except ValueError:  # bytes that are not text, or a closed stream
        raise FileTrouble("the answers on standard input are not text that can be read") from None


def _width() -> int:
    return max(MIN_WIDTH, min(output.PLAIN_WIDTH, shutil.get_terminal_size().columns))


def yes_or_no(default: bool) -> Callable[[str], bool]:
    """Return a reader of yes or no; an empty line is the default."""

    def read(text: str) -> bool:
        if not text:
            return default
        if text.lower() in ("y", "yes", "n", "no"):
            return text.lower().startswith("y")
        raise click.BadParameter("please answer y or n")

    return read


def day(text: str) -> date:
    """Read a date."""
    try:
        found = calendar_date(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None
    assert isinstance(found, date)
    return found


def injury_day(text: str, today: date) -> date | None:
    """Read the day of an injury, which is not after today; None for none."""
    if text.lower() == NONE:
        return None
    try:
        found = day(text)
    except click.BadParameter:
        raise click.BadParameter(
            f"{quoted(text)} is not allowed; give a date such as 2026-01-31, or none for no recent injury"
        ) from None
    if found > today:
        raise click.BadParameter(f"{found} has not come yet, today is {today}; give the day on which it happened")
    if (today - found).days > MAX_DAYS:
        raise click.BadParameter(
            f"{found} is more than {MAX_DAYS:,} days ago; give a later day, or none for no recent injury"
        )
    return found


def minutes(text: str) -> int:
    """Read the minutes of a session."""
    return _whole(text, "minutes", 1, MAX_MINUTES)


def pain(text: str) -> int | None:
    """Read pain from 0 to 10; None for an empty line, when it is not known."""
    return _whole(text, "points of pain", 0, 10) if text else None


def _whole(text: str, what: str, least: int, most: int) -> int:
    if not re.fullmatch(r"[0-9]{1,3}", text, re.ASCII) or not least <= int(text) <= most:
        raise click.BadParameter(
            f"{quoted(text)} is not a number of {what}; give a whole number from {least} to {most}"
        )
    return int(text)


def conditions(text: str) -> frozenset[Condition]:
    """Read conditions by their numbers in the list or by their ids."""
    known = tuple(CONDITIONS)
    return frozenset(known[place] for place in names(text, known, "condition"))


def names(text: str, known: tuple[str, ...], noun: str) -> list[int]:
    """Read names, or their numbers from 1 on, with commas or spaces between them; return their places in ``known``."""
    words = [word for word in re.split(r"[,;\s]+", text) if word]
    if not words:
        raise click.BadParameter(f"{quoted(text)} names no {noun}; give a name, or {NONE}")
    others = [word for word in words if word.lower() != NONE]
    if others and len(others) < len(words):
        raise click.BadParameter(f"{NONE} goes alone; leave it out, or leave out {quoted(others[0])}")
    places = []
    for word in others:
        name = word.lower().replace("-", "_")
        if re.fullmatch(r"[0-9]{1,3}", word, re.ASCII) and 1 <= int(word) <= len(known):
            places.append(int(word) - 1)
        elif name in known:
            places.append(known.index(name))
        else:
            otherwise = f"give a number from 1 to {len(known)}, or a name"
            hint, _ = did_you_mean(word, known, otherwise)
            raise click.BadParameter(f"there is no {noun} {quoted(word)}; {hint}")
    return sorted(set(places))


def note(text: str) -> str:
    """Read a person's own words."""
    if len(text) > _MAX_NOTE:
        raise click.BadParameter(f"it has {counted(len(text), 'character')}, and a note has at most {_MAX_NOTE:,}")
    return text
