"""Read a plan that anyone may have written: ``plan-shape`` and ``injury-stated``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel, TypeAdapter, ValidationError

from stretchplan.base.errors import Problem
from stretchplan.base.messages import problems
from stretchplan.base.strict_json import UnreadableJSON, read_strictly
from stretchplan.base.text import quoted
from stretchplan.results.limits import MAX_TEXT_BYTES, MAX_VALUES, MEASURED, too_large
from stretchplan.results.plan import Effect, LeftOut, Notice, Plan, Prescription, Step
from stretchplan.results.report import Violation
from stretchplan.safety.checks.recount import violation

if TYPE_CHECKING:
    from stretchplan.results.programme import Programme

__all__ = ["MAX_ENTRIES_AT_ONCE", "read", "read_programme"]

MAX_ENTRIES_AT_ONCE: Final = 100
"""A longer list is validated in pieces of so many entries; after a piece with mistakes the rest is not read."""

_MAX_DIGITS: Final = 17
_MAX_MARKS: Final = 2 * MAX_VALUES
"""The most commas and brackets of a text: twice as many as values, because sentences have commas too."""
_MOST_MARKS_OF_A_PROGRAMME: Final = 16 * _MAX_MARKS
"""The most commas and brackets of the text of a programme; one of 366 days has some 1.5 million."""


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
    found = [_shape(_sentence(message)) for message in too_large(data)]
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
    in_lists = tuple(_in_long_lists(data))
    if in_lists:
        return None, (*found, *in_lists)
    try:
        plan = Plan.model_validate(data, context=MEASURED)
    except ValidationError as error:
        found += [_in_plan(problem) for problem in problems(error, Plan)]
    else:
        return plan, tuple(found)
    return None, tuple(found)


def _in_long_lists(data: Mapping[str, Any]) -> Iterator[Violation]:
    """Yield the mistakes in the first piece with mistakes of a long list.

    Pydantic makes every problem before it reports one, and 70 kB of empty objects would make 124,000 of them.
    """
    for name, adapter in _long_lists().items():
        entries = data.get(name)
        if not isinstance(entries, (list, tuple)) or len(entries) <= MAX_ENTRIES_AT_ONCE:
            continue
        for start in range(0, len(entries), MAX_ENTRIES_AT_ONCE):
            piece = dict(enumerate(entries[start : start + MAX_ENTRIES_AT_ONCE], start))
            try:
                adapter.validate_python(piece)
            except ValidationError as error:
                yield from (_in_plan(problem) for problem in problems(error, Plan, name))
                last = start + len(piece) - 1
                if last + 1 < len(entries):
                    yield _shape(f"{name}: because of these mistakes the entries after {name}[{last}] were not read.")
                return


@cache
def _long_lists() -> dict[str, TypeAdapter[Any]]:
    """Return the readers of the fields that may be long lists, by their names; an entry has its index as key."""
    models = {
        "schedule": Step,
        "prescriptions": Prescription,
        "left_out": LeftOut,
        "notices": Notice,
        "effects": Effect,
    }
    return {name: TypeAdapter(dict[int, model]) for name, model in models.items()}  # type: ignore[valid-type]


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


def read_programme(source: object) -> tuple[Programme | None, tuple[Violation, ...]]:
    """Return the programme from a Programme, a mapping of its JSON form or a JSON text; or None and what is wrong."""
    try:
        return _read_programme(source)
    except _Unreadable as error:
        return None, (violation("programme-shape", None, _printable(str(error))),)
    except Exception as error:  # noqa: BLE001 - an unknown object may raise anything
        message = f"The programme cannot be read: reading it raised {type(error).__name__}."
        return None, (violation("programme-shape", None, message),)


def _read_programme(source: object) -> tuple[Programme | None, tuple[Violation, ...]]:
    # imported here: each plan is checked, and few processes read programmes
    from stretchplan.results.programme import MOST_DAYS, Programme

    if isinstance(source, (str, bytes)):
        data = _parse(source, Programme.max_json_bytes, _MOST_MARKS_OF_A_PROGRAMME, "programme")
    elif isinstance(source, (Programme, Mapping)):
        # model_construct and model_copy validate nothing, so an instance may be wrong, also inside a mapping.
        data = _as_data(source)
    else:
        raise _Unreadable(
            f"A programme must be a Programme, a mapping or JSON text; this is of type {type(source).__name__}."
        )
    days = data.get("days")
    if not isinstance(days, (list, tuple)):
        raise _Unreadable("days: give a list of days.")
    if len(days) > MOST_DAYS:
        raise _Unreadable(f"days: there are {len(days)} entries; at most {MOST_DAYS} are allowed.")
    # The plans are read one by one, each measured first, so that the mistakes of one are all that is ever listed.
    plans: list[Plan | None] = []
    for place, day in enumerate(days):
        stated = day.get("plan") if isinstance(day, Mapping) else None
        plan, found = (None, ()) if stated is None else read(stated)
        if found:
            return None, tuple(_in_programme(place, one) for one in found)
        plans.append(plan)
    rest = [{**day, "plan": None} if isinstance(day, Mapping) else day for day in days]
    for message in too_large({**data, "days": rest}):
        raise _Unreadable(_sentence(message))
    with_plans = [
        {**day, "plan": plan} if isinstance(day, Mapping) else day for day, plan in zip(days, plans, strict=True)
    ]
    try:
        return Programme.model_validate({**data, "days": with_plans}), ()
    except ValidationError as error:
        wrong = problems(error, Programme)
    return None, tuple(violation("programme-shape", None, _printable(_sentence(str(one)))) for one in wrong)


def _as_data(value: Any) -> Any:
    """Return a value with plain data in place of the models in it."""
    if isinstance(value, BaseModel):
        # Not model_dump alone: the JSON form of a day leaves out the history of its plan, which may be wrong too.
        return {name: _as_data(getattr(value, name)) for name in type(value).model_fields if hasattr(value, name)}
    if isinstance(value, Mapping):
        return {name: _as_data(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_as_data(part) for part in value]
    return value


def _in_programme(place: int, found: Violation) -> Violation:
    return found.model_copy(update={"message": f"days[{place}].plan: {found.message}"})


def _parse(
    text: str | bytes, max_bytes: int = MAX_TEXT_BYTES, most_marks: int = _MAX_MARKS, what: str = "plan"
) -> dict[str, Any]:
    """Return the object that a JSON text holds."""
    # Counted first, because reading millions of small values would take far more memory than the text.
    if len(text) <= max_bytes and _marks(text) > most_marks:
        raise _Unreadable(
            f"The text has more than {most_marks:,} commas and brackets; "
            f"a {what} has at most {most_marks // 2:,} values."
        )
    try:
        data = read_strictly(text, max_bytes=max_bytes, max_digits=_MAX_DIGITS)
    except UnreadableJSON as error:
        sentence = str(error)
        raise _Unreadable(f"{sentence[0].upper()}{sentence[1:]}.") from None
    if not isinstance(data, dict):
        raise _Unreadable(f"The text must hold a JSON object; it holds {quoted(data)}.")
    return data


def _marks(text: str | bytes) -> int:
    """Return how many commas and opening brackets a text has; it has at most one value more."""
    if isinstance(text, str):
        return sum(map(text.count, ",[{"))
    return sum(map(text.count, (b",", b"[", b"{")))
