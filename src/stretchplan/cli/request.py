"""From options to a request, and from what is wrong with the request back to the option."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final

from stretchplan.base.errors import InvalidRequest, Problem
from stretchplan.base.text import nearest, quoted
from stretchplan.cli.exits import BadUsage
from stretchplan.cli.files import read_json
from stretchplan.cli.options import Options, once
from stretchplan.inputs.request import PACES, PlanRequest
from stretchplan.inputs.screening import Screening

__all__ = ["as_typed", "read_request"]

_OPTION: Final = {
    "minutes": "--minutes",
    "days_since_injury": "--days-since-injury",
    "targets": "--target",
    "seconds": "--seconds",
    "pain": "--pain",
    "pace": "--pace",
    "on": "--on",
    "screening": "--screening",
    "profile.conditions": "--condition",
    "profile.trimester": "--trimester",
    "profile.cleared": "--cleared",
    "profile.avoid_stretches": "--avoid",
    "profile.avoid_positions": "--avoid-position",
    "profile.include": "--include",
    "profile.equipment": "--equipment",
}
"""The option of each place in a request."""

_MOST_DIGITS: Final = 16
_IN_WORDS: Final = re.compile(r"(?<!')\b(profile\.(?:conditions|trimester|cleared)|include|avoid_stretches)\b(?!')")
"""Fields that a sentence about the whole request names."""


def read_request(options: Options) -> PlanRequest:
    """Return the request that the options ask for: theirs, or that of the file of ``--request``.

    Raises
    ------
    BadUsage, FileTrouble, InvalidRequest
        When they contradict one another, a file cannot be read, or something in it is wrong.
    """
    request = once("--request", options.request)
    if request is None:
        return PlanRequest.model_validate(_fields(options))
    if options.given:
        raise BadUsage(f"--request is a whole request: leave out {options.given[0]}")
    return PlanRequest.model_validate(read_json(request))


@contextmanager
def as_typed(options: Options) -> Iterator[None]:
    """Name what is wrong with a request as it was given: by its option, or by the file and the field in it."""
    try:
        yield
    except InvalidRequest as error:
        request = once("--request", options.request)
        if request is not None:
            raise InvalidRequest(*error.problems, source="standard input" if request == "-" else request) from None
        if error.source:  # a file that an option names
            raise
        raise InvalidRequest(*map(_typed, error.problems)) from None


def _typed(problem: Problem) -> Problem:
    place = re.match(r"(?:profile\.)?[a-z_]+", problem.where)
    option = _OPTION.get(place[0]) if place else None
    if option is not None:
        return replace(problem, where=option)
    message = _IN_WORDS.sub(lambda found: _OPTION[f"profile.{found[1].removeprefix('profile.')}"], problem.message)
    return replace(problem, where="" if problem.where == "profile" else problem.where, message=message)


def _fields(options: Options) -> dict[str, Any]:
    days = once("--days-since-injury", options.days_since_injury)
    if days is not None and options.no_recent_injury:
        raise BadUsage("give --days-since-injury or --no-recent-injury, not both")
    if days is None and not options.no_recent_injury:
        raise BadUsage("say how many days ago the injury was with --days-since-injury N, or --no-recent-injury")
    minutes = _whole("--minutes", once("--minutes", options.minutes))
    if minutes is None:
        raise BadUsage("say how many minutes there are with --minutes N")
    seconds = _whole("--seconds", once("--seconds", options.seconds))
    screening = once("--screening", options.screening)
    return {
        "minutes": minutes,
        "days_since_injury": _whole("--days-since-injury", days),
        "targets": options.target or [],
        "seconds": 0 if seconds is None else seconds,
        "pain": _whole("--pain", once("--pain", options.pain)),
        "on": once("--on", options.on),
        "pace": _pace(once("--pace", options.pace)),
        "screening": None if screening is None else _screening(screening),
        "profile": _profile(options),
    }


def _profile(options: Options) -> dict[str, Any]:
    if options.equipment and options.no_equipment:
        raise BadUsage("give --equipment or --no-equipment, not both")
    return {
        "conditions": options.condition or [],
        "trimester": _whole("--trimester", once("--trimester", options.trimester)),
        "cleared": [_clearance(text) for text in options.cleared or []],
        "avoid_stretches": options.avoid or [],
        "avoid_positions": options.avoid_position or [],
        "include": options.include or [],
        "equipment": [] if options.no_equipment else options.equipment or None,
    }


def _clearance(text: str) -> dict[str, str]:
    stretch, _, condition = text.partition(":")
    if not stretch or not condition or ":" in condition:
        raise BadUsage(
            f"--cleared: {quoted(text)} is not a stretch and a condition; give both, such as cobra_pose:wrist_pain"
        )
    return {"stretch_id": stretch, "condition": condition}


def _pace(name: str | None) -> str:
    if name is None:
        return "usual"
    if name not in PACES:  # the library would speak of the table of seconds, which no option can give
        near = nearest(name, PACES)
        hint = f"did you mean {near!r}?" if near else f"it is one of {', '.join(PACES)}"
        raise BadUsage(f"--pace: {quoted(name)} is not a pace; {hint}")
    return name


def _screening(name: str) -> Screening:
    answers = read_json(name)
    try:
        return Screening.model_validate(answers)
    except InvalidRequest as error:
        raise InvalidRequest(*error.problems, source="standard input" if name == "-" else name) from None


def _whole(name: str, text: str | None) -> int | None:
    if text is None:
        return None
    if not re.fullmatch(r"[+-]?[0-9]+", text):
        raise BadUsage(f"{name}: {quoted(text)} is not a whole number")
    if len(text) > _MOST_DIGITS:
        raise BadUsage(f"{name}: {quoted(text)} is a number of {len(text)} characters, beyond anything that is allowed")
    return int(text)
