"""Make a request from the options, and name the option that causes a problem with it."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final, get_args

import click

from stretchplan.base.errors import InvalidRequest, Problem
from stretchplan.base.models import read
from stretchplan.base.text import quoted
from stretchplan.catalog.vocabulary import Equipment, Position
from stretchplan.cli.exits import BadUsage
from stretchplan.cli.files import read_json
from stretchplan.cli.options import (
    CATALOG,
    POLICY,
    area_ids,
    choice,
    file_name,
    number,
    option,
    repeatable,
    stretch_ids,
)
from stretchplan.cli.sources import shown_name
from stretchplan.inputs.conditions import CONDITIONS
from stretchplan.inputs.profile import Profile
from stretchplan.inputs.request import PACES, BreathName, PlanRequest
from stretchplan.inputs.screening import Screening

__all__ = ["problems_by_option", "read_request", "read_screening", "request_options"]


def _clearance(text: str) -> dict[str, str]:
    stretch, _, condition = text.partition(":")
    if not stretch or not condition or ":" in condition:
        raise click.BadParameter(
            f"{quoted(text)} is not a stretch and a condition; give both, such as cobra_pose:wrist_pain"
        )
    return {"stretch_id": stretch, "condition": condition}


def _possible_clearances(context: click.Context) -> Iterator[str]:
    for stretch in stretch_ids(context):
        yield from (f"{stretch}:{condition}" for condition in context.params["conditions"] or CONDITIONS)


# An option that is a field of a request has the name of that field of PlanRequest or Profile.
_OPTIONS: Final = (
    number("--minutes", "-m", help="Whole minutes there are, 1 to 240."),
    number("--days-since-injury", "-d", help="Whole days since the back was hurt; 0 is the day itself."),
    click.option("--no-recent-injury", is_flag=True, help="Say that there is no recent injury."),
    repeatable("--target", "-t", "targets", metavar="AREA", names=area_ids, help="An area that must be worked"),
    number("--seconds", help="Seconds there are on top of the minutes, 0 to 59."),
    number("--pain", help="Pain now, 0 (none) to 10: from 4 the lowest doses, from 6 no plan."),
    repeatable(
        "--condition",
        "conditions",
        metavar="ID",
        names=lambda _: CONDITIONS,
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
        names=lambda _: get_args(Position),
        help="A position that is not wanted, such as prone",
    ),
    repeatable("--include", metavar="STRETCH", names=stretch_ids, help="A stretch that must be in"),
    repeatable(
        "--equipment", metavar="PIECE", names=lambda _: get_args(Equipment), help="What is at hand, such as chair"
    ),
    click.option("--no-equipment", is_flag=True, help="Say that nothing is at hand."),
    choice("--pace", names=PACES, metavar="NAME", help="Between stretches: usual, unhurried or slow."),
    choice(
        "--breath",
        names=get_args(BreathName),
        metavar="NAME",
        help="How movements are breathed: catalogue, or effort_out with the effort on the out-breath.",
    ),
    option("--on", metavar="DATE", help="The date, such as 2026-01-31: it decides the side to start with."),
    file_name("--screening", help="Answers about warning signs, saved by 'stretchplan screen'."),
    file_name("--request", "request_file", help="A whole request as JSON, instead of the options above."),
    POLICY,
    CATALOG,
)
_NOT_IN_A_REQUEST: Final = ("request_file", "policy_file", "catalog_file")
_FIELDS_IN_A_MESSAGE: Final = re.compile(
    r"(?<!')\b(?:profile\.(conditions|trimester|cleared)|(include|avoid_stretches))\b(?!')"
)


def request_options(command: Any) -> Any:
    """Give a command the options of a request, and ``--policy`` and ``--catalog``."""
    for decorate in reversed(_OPTIONS):
        command = decorate(command)
    return command


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
    days = given.get("days_since_injury")
    if days is not None and "no_recent_injury" in given:
        raise BadUsage("give --days-since-injury or --no-recent-injury, not both")
    if days is None and "no_recent_injury" not in given:
        raise BadUsage("say how many days ago the injury was with --days-since-injury N, or --no-recent-injury")
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
    return fields | {"days_since_injury": days, "profile": profile}


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
    if field and field[1] in options:
        return replace(problem, where=options[field[1]])
    message = _FIELDS_IN_A_MESSAGE.sub(lambda match: options[match[1] or match[2]], problem.message)
    return replace(problem, where="" if problem.where == "profile" else problem.where, message=message)


def _option_names() -> dict[str, str]:
    """Return the options of the command that runs, by the names of their values."""
    return {parameter.name or "": parameter.opts[0] for parameter in click.get_current_context().command.params}
