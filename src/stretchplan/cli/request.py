"""Make a request from the options, and name the option that causes a problem with it."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final

import click

from stretchplan.base.errors import InvalidRequest, Problem
from stretchplan.base.models import read
from stretchplan.cli.exits import BadUsage
from stretchplan.cli.files import read_json
from stretchplan.cli.sources import shown_name
from stretchplan.inputs.dates import calendar_date
from stretchplan.inputs.injury import DAYS, INJURED_ON, NO_RECENT_INJURY
from stretchplan.inputs.profile import Profile
from stretchplan.inputs.request import PlanRequest
from stretchplan.inputs.screening import Screening
from stretchplan.words.phrases import listed

__all__ = ["problems_by_option", "read_request", "read_screening"]


_NOT_IN_A_REQUEST: Final = ("request_file", "node_budget", "policy_file", "catalog_file")
_FIELDS_IN_A_MESSAGE: Final = re.compile(
    r"(?<!')\b(?:profile\.(conditions|trimester|cleared)|(include|avoid_stretches))\b(?!')"
)


def read_request(options: Mapping[str, Any]) -> PlanRequest:
    """Return the request of ``--request``, or else the one that the other options make."""
    # 0 is a value; an option that was not given is None, False or empty.
    given = {name: value for name, value in options.items() if value not in (None, (), []) and value is not False}
    request_file = options["request_file"]
    if request_file is None:
        return read(PlanRequest, _fields(given))
    for name in given:
        if name not in _NOT_IN_A_REQUEST:
            raise BadUsage(f"--request is a whole request: leave out {_option_names()[name]}")
    return read(PlanRequest, read_json(request_file))


def _fields(given: dict[str, Any]) -> dict[str, Any]:
    ways = [name for name in (DAYS, INJURED_ON, NO_RECENT_INJURY) if name in given]
    if len(ways) > 1:
        names = listed((_option_names()[name] for name in ways), "or")
        raise BadUsage(f"give {names}, not {'both' if len(ways) == 2 else 'all of them'}")
    if not ways:
        raise BadUsage("say how many days ago the injury was with --days-since-injury N, or --no-recent-injury")
    if INJURED_ON in given and given[INJURED_ON].lower() == "none":  # as stretchplan init takes it
        raise BadUsage("--injured-on takes a date here; give --no-recent-injury in its place")
    if ways == [INJURED_ON] and "on" not in given:
        try:
            calendar_date(given[INJURED_ON])  # a wrong date is the first thing to say
        except ValueError as error:
            raise BadUsage(f"--injured-on: {error}") from None
        raise BadUsage("--injured-on needs the date of the session too; give --on DATE")
    if "minutes" not in given:
        raise BadUsage("say how many minutes there are with --minutes N")
    if "equipment" in given and "no_equipment" in given:
        raise BadUsage("give --equipment or --no-equipment, not both")
    profile = {name: value for name, value in given.items() if name in Profile.model_fields}
    if "no_equipment" in given:
        profile["equipment"] = []
    fields = {name: value for name, value in given.items() if name in PlanRequest.model_fields}
    if "screening" in given:
        fields["screening"] = read_screening(given["screening"])
    injury = {INJURED_ON: given[INJURED_ON]} if ways == [INJURED_ON] else {DAYS: given.get(DAYS)}
    return fields | injury | {"profile": profile}


def read_screening(file: str) -> Screening:
    """Return the answers about warning signs in a file."""
    answers = read_json(file)
    try:
        return read(Screening, answers)
    except InvalidRequest as error:
        raise InvalidRequest(*error.problems, source=shown_name(file)) from None


@contextmanager
def problems_by_option(request_file: str | None) -> Iterator[None]:
    """Name the place of a problem with a request in the user's terms: an option, or a file and the field in it."""
    try:
        yield
    except InvalidRequest as error:
        if request_file is not None:
            raise InvalidRequest(*error.problems, source=shown_name(request_file)) from None
        if error.source:  # the file of --screening
            raise
        raise InvalidRequest(*map(_by_option, error.problems)) from None


def _by_option(problem: Problem) -> Problem:
    options = _option_names()
    field = re.match(r"(?:profile\.)?([a-z_]+)", problem.where)
    message = _FIELDS_IN_A_MESSAGE.sub(lambda match: options[match[1] or match[2]], problem.message)
    return replace(
        problem, where=options[field[1]] if field and field[1] in options else problem.where, message=message
    )


def _option_names() -> dict[str, str]:
    """Return the options of the command that runs, by the names of their values."""
    return {parameter.name or "": parameter.opts[0] for parameter in click.get_current_context().command.params}
