"""Reading a plan that anybody may have written: ``plan-shape`` and ``injury-stated``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from stretchplan.base.errors import InvalidRequest, PolicyError, Problem
from stretchplan.base.messages import problems
from stretchplan.base.strict_json import UnreadableJSON, read_strictly
from stretchplan.base.text import quoted
from stretchplan.results.plan import Plan
from stretchplan.results.report import Violation

__all__ = ["MAX_ENTRIES", "MAX_TEXT_BYTES", "read"]

MAX_TEXT_BYTES: Final = 4 * 2**20
"""The longest JSON text that is read."""

MAX_ENTRIES: Final[dict[str, int]] = {
    "schedule": 5_000,
    "prescriptions": 500,
    "left_out": 500,
    "notices": 1_000,
    "coverage": 500,
    "effects": 10_000,
    "own_rules": 100,
}
"""The most entries of each list that are looked at: a day at a second a step would not need more."""

_MAX_DIGITS: Final = 17


class _Unreadable(Exception):
    """What is wrong with a text before any field can be named."""


def read(source: object) -> tuple[Plan | None, tuple[Violation, ...]]:
    """Read a plan, whatever it is.

    Parameters
    ----------
    source
        A plan, a mapping of its JSON form, or JSON text.

    Returns
    -------
    tuple
        The plan, or None; and what is wrong with its shape. One of the two is empty.
    """
    try:
        plan, found = _read(source)
    except _Unreadable as error:
        return None, (_shape(str(error)),)
    except (PydanticSerializationError, UnicodeEncodeError):
        return None, (_shape("The plan holds something that JSON cannot, such as half a character."),)
    except Exception as error:  # noqa: BLE001 - a stranger's object may raise anything when it is looked at
        return None, (_shape(f"The plan cannot be read: looking at it raised {type(error).__name__}."),)
    return (None, found) if found else (plan, ())


def _read(source: object) -> tuple[Plan | None, tuple[Violation, ...]]:
    if isinstance(source, (str, bytes)):
        return _validate(_parse(source))
    if isinstance(source, Plan):
        # model_construct and model_copy check nothing, so an instance proves nothing.
        return _validate(source.model_dump(warnings=False))
    if not isinstance(source, Mapping):
        raise _Unreadable(f"A plan is a Plan, a mapping or JSON text, and this is of type {type(source).__name__}.")
    plan, found = _validate({**source})
    if plan is not None and not found:
        # The mapping may hold models, which pydantic takes as they are; as plain data they are checked.
        return _validate(plan.model_dump(warnings=False))
    return plan, found


def _validate(data: dict[str, Any]) -> tuple[Plan | None, tuple[Violation, ...]]:
    found: list[Violation] = []
    for name, most in MAX_ENTRIES.items():
        value = data.get(name)
        if isinstance(value, (list, tuple, Mapping)) and len(value) > most:
            found.append(_shape(f"{name}: there are {len(value)} entries, and at most {most} are judged."))
    if found:
        return None, tuple(found)
    request = data.get("request")
    if isinstance(request, Mapping) and "days_since_injury" not in request:
        found.append(
            Violation(
                rule_id="injury-stated",
                step=None,
                message="request.days_since_injury: this field is required and is missing; "
                "give a whole number from 0, or null for no recent injury.",
            )
        )
        # Put in only to see what else is wrong with the shape; the plan is not judged.
        data = {**data, "request": {**request, "days_since_injury": None}}
    try:
        plan = Plan.model_validate(data)
    except InvalidRequest as error:
        found += [_in_request(problem) for problem in error.problems]
    except PolicyError as error:
        found += [_shape(_at("policy", problem)) for problem in error.problems]
    except ValidationError as error:
        found += [_in_plan(problem) for problem in problems(error, Plan)]
    else:
        # Pydantic lets half characters (lone surrogates) into texts, and no JSON form can hold them.
        plan.model_dump_json(warnings=False)
        "".join(plan.coverage).encode()  # the serialiser mends keys silently
        return plan, tuple(found)
    return None, tuple(found)


def _in_request(problem: Problem) -> Violation:
    stated = problem.where == "days_since_injury"
    return Violation(
        rule_id="injury-stated" if stated else "plan-shape", step=None, message=_printable(_at("request", problem))
    )


def _at(part: str, problem: Problem) -> str:
    where = f"{part}.{problem.where}" if problem.where else part
    return f"{where}: {problem.message}."


def _in_plan(problem: Problem) -> Violation:
    step = None
    if problem.where.startswith("schedule["):
        step = int(problem.where.removeprefix("schedule[").partition("]")[0])
    return _shape(f"{problem}.", step)


def _shape(message: str, step: int | None = None) -> Violation:
    return Violation(rule_id="plan-shape", step=step, message=_printable(message))


def _printable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


def _parse(text: str | bytes) -> dict[str, Any]:
    """Return the object that a JSON text holds."""
    try:
        data = read_strictly(text, max_bytes=MAX_TEXT_BYTES, max_digits=_MAX_DIGITS)
    except UnreadableJSON as error:
        sentence = str(error)
        raise _Unreadable(f"{sentence[0].upper()}{sentence[1:]}.") from None
    if not isinstance(data, dict):
        raise _Unreadable(f"The text holds {quoted(data)}, and a plan is an object.")
    return data
