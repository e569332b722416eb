"""Read a plan that anyone may have written: ``plan-shape`` and ``injury-stated``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic import ValidationError

from stretchplan.base.errors import Problem
from stretchplan.base.messages import problems
from stretchplan.base.strict_json import UnreadableJSON, read_strictly
from stretchplan.base.text import quoted
from stretchplan.results.plan import Plan
from stretchplan.results.report import Violation
from stretchplan.safety.checks.recount import violation

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
"""The most entries of each field that are read."""

_MAX_DIGITS: Final = 17


class _Unreadable(Exception):
    """Why no field of the source can be read, in one sentence."""


def read(source: object) -> tuple[Plan | None, tuple[Violation, ...]]:
    """Return the plan from a Plan, a mapping of its JSON form or a JSON text; or None and what is wrong with it."""
    try:
        plan, found = _read(source)
    except _Unreadable as error:
        return None, (_shape(str(error)),)
    except Exception as error:  # noqa: BLE001 - an unknown object may raise anything
        return None, (_shape(f"The plan cannot be read: reading it raised {type(error).__name__}."),)
    return (None, found) if found else (plan, ())


def _read(source: object) -> tuple[Plan | None, tuple[Violation, ...]]:
    if isinstance(source, (str, bytes)):
        return _validate(_parse(source))
    if isinstance(source, Plan):
        # model_construct and model_copy validate nothing, so an instance may be wrong.
        return _validate(source.model_dump(warnings=False))
    if not isinstance(source, Mapping):
        raise _Unreadable(f"A plan must be a Plan, a mapping or JSON text; this is of type {type(source).__name__}.")
    plan, found = _validate({**source})
    if plan is not None and not found:
        # Models inside the mapping pass unvalidated; as plain data they are validated.
        return _validate(plan.model_dump(warnings=False))
    return plan, found


def _validate(data: dict[str, Any]) -> tuple[Plan | None, tuple[Violation, ...]]:
    found: list[Violation] = []
    for name, most in MAX_ENTRIES.items():
        value = data.get(name)
        if isinstance(value, (list, tuple, Mapping)) and len(value) > most:
            found.append(_shape(f"{name}: there are {len(value)} entries; at most {most} are allowed."))
    if found:
        return None, tuple(found)
    request = data.get("request")
    if isinstance(request, Mapping) and "days_since_injury" not in request:
        message = (
            "request.days_since_injury: this field is required and is missing; "
            "give a whole number from 0, or null for no recent injury."
        )
        found.append(violation("injury-stated", None, message))
        # The plan is refused; the value is filled in only to find other mistakes.
        data = {**data, "request": {**request, "days_since_injury": None}}
    try:
        plan = Plan.model_validate(data)
    except ValidationError as error:
        found += [_in_plan(problem) for problem in problems(error, Plan)]
    else:
        return plan, tuple(found)
    return None, tuple(found)


def _in_plan(problem: Problem) -> Violation:
    step = None
    if problem.where.startswith("schedule["):
        step = int(problem.where.removeprefix("schedule[").partition("]")[0])
    rule = "injury-stated" if problem.where == "request.days_since_injury" else "plan-shape"
    return violation(rule, step, _printable(_sentence(str(problem))))


def _sentence(text: str) -> str:
    return text if text.endswith("?") else f"{text}."


def _shape(message: str, step: int | None = None) -> Violation:
    return violation("plan-shape", step, _printable(message))


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
        raise _Unreadable(f"The text must hold a JSON object; it holds {quoted(data)}.")
    return data
