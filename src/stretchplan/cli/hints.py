"""What helps after a mistake or a refusal: the option that was meant, and the nearest requests that have a plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import click

from stretchplan.base.text import nearest, quoted
from stretchplan.cli.options import Repeatable, once_for_each
from stretchplan.words.phrases import counted, listed

if TYPE_CHECKING:  # --help runs through the module that reads this one, and loads no models
    from stretchplan.inputs.request import PlanRequest
    from stretchplan.results.conflicts import Change, Relaxation
    from stretchplan.results.refusals import Infeasible

__all__ = ["relaxation_lines", "usage_sentence"]

_MAX_SHOWN: Final = 6
_MAX_OPTIONS_LENGTH: Final = 72
"""Characters: longer options are harder to read than the words above them."""
_DROPPED: Final = {
    "without_area": "--target",
    "without_stretch": "--include",
    "allow_stretch": "--avoid",
    "allow_position": "--avoid-position",
}


def usage_sentence(error: click.UsageError, argv: Sequence[str]) -> str:
    """Return click's error about a command line as one sentence, with the option that was probably meant."""
    command = error.ctx.command if error.ctx else None
    path = error.ctx.command_path if error.ctx else "stretchplan"
    options = command.get_params(error.ctx) if command and error.ctx else []
    names = {name.lstrip("-"): option.opts for option in options for name in (*option.opts, *option.secondary_opts)}
    if isinstance(error, click.NoSuchOption):
        hint = _option_hint(error.option_name.lstrip("-"), names) or f"see '{path} --help'"
        return f"there is no option {quoted(error.option_name)[1:-1]}; {hint}"
    for word in argv:
        if word.startswith("-") and not word.startswith("--") and len(word) > 2 and word[1:] in names:
            return (
                f"there is no option {word}; did you mean -{word}?"  # click reads -minutes as -m with the value inutes
            )
    if isinstance(error, click.BadParameter) and error.param:
        return f"{error.param.opts[0]}: {error.message}"
    sentence = " ".join(error.format_message().split())
    sentence = (sentence[:1].lower() + sentence[1:]).rstrip(".")
    if sentence.startswith("got unexpected extra argument"):
        for option in options:
            for name, value in pairwise(argv) if isinstance(option, Repeatable) else ():
                after = argv[argv.index(value) + 1 :][:1]
                if name in option.opts and after and after[0] in sentence and not after[0].startswith("-"):
                    return f"{sentence}; {once_for_each(option, (value, *after))}"
    return sentence


def _option_hint(typed: str, names: dict[str, list[str]]) -> str:
    """Return a question about the options that begin with what was typed, have it as a word, or are like it."""
    if len(typed) == 1 and typed in names:
        return f"did you mean {listed(sorted(names[typed], key=len), 'or')}?"
    long = [name for name in names if len(name) > 1]
    found = [name for name in long if name.startswith(typed)] or [
        name for name in long if typed in name.split("-") or f"-{typed}" in name
    ]
    if not found:
        like = nearest(typed, long)
        found = [like] if like else []
    return f"did you mean {listed((f'--{name}' for name in found[:3]), 'or')}?" if found else ""


def relaxation_lines(error: Infeasible, *, by_options: bool, by_date: bool) -> Iterator[str]:
    """Yield each nearest request in words and, if the request was made ``by_options``, the options to change.

    ``by_date`` says whether the day of the injury was stated, and not the days since then.
    """
    for relaxation in error.relaxations[:_MAX_SHOWN]:
        yield f"  - {relaxation.message}"
        options = _options(relaxation, by_date)
        if by_options and len(options) <= _MAX_OPTIONS_LENGTH:
            days = relaxation.not_before_days
            yield f"    in {counted(days, 'day')}: {options}" if days else f"    {options}"
    more = len(error.relaxations) - _MAX_SHOWN
    if more > 0:
        yield f"  - and {more} more, which --format json lists"


def _options(relaxation: Relaxation, by_date: bool) -> str:
    added = " ".join(words for change in relaxation.changes for words in _added(change, relaxation.request, by_date))
    dropped = [f"{_DROPPED[c.kind]} {c.id}" for c in relaxation.changes if c.kind in _DROPPED]
    pieces = {c.id for c in relaxation.changes if c.kind == "with_equipment"}
    if pieces and sorted(relaxation.request.profile.equipment or ()) == sorted(pieces):  # the request had none
        dropped.append("--no-equipment")
    return ", ".join(filter(None, (added, f"without {' '.join(dropped)}" if dropped else "")))


def _added(change: Change, request: PlanRequest, by_date: bool) -> Iterator[str]:
    if change.kind == "more_time":
        yield f"--minutes {request.minutes}"
        if request.seconds or (change.until - change.amount) % 60:
            yield f"--seconds {request.seconds}"
    elif change.kind == "wait":
        if not by_date:
            yield f"--days-since-injury {change.until}"
        if request.on is not None:
            yield f"--on {request.on.isoformat()}"
    elif change.kind == "with_equipment":
        yield f"--equipment {change.id}"
