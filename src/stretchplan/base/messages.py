"""Pydantic's errors in plain words.

Pydantic's messages name types. A person who wrote a request or a catalogue needs the place, the value there and what is
allowed. :func:`problems` translates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any, Final, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from stretchplan.base.errors import Problem
from stretchplan.base.text import did_you_mean, quoted

__all__ = [
    "MAX_PROBLEMS",
    "WhenMissing",
    "contradictory",
    "describe_pattern",
    "first_problems",
    "in_our_words",
    "models_in",
    "path",
    "problems",
    "unreadable",
]

Label = Callable[[Sequence[int | str]], str]

MAX_PROBLEMS: Final = 100
"""The most problems listed in one error; a last entry says that there are more."""

_PATTERN_WORDS: Final[dict[str, str]] = {}


def describe_pattern(pattern: str, words: str) -> None:
    """Let errors show ``words`` instead of the pattern of a field."""
    _PATTERN_WORDS[pattern] = words


def path(loc: Sequence[int | str], prefix: str = "", label: Label | None = None) -> str:
    """Return a pydantic location as a dotted path: ``stretches[2].dose``.

    ``label`` takes a location that ends in an index and returns the text after the index, such as `` (cobra_pose)``.
    """
    text = prefix
    for depth, part in enumerate(loc, start=1):
        if isinstance(part, int):
            text += f"[{part}]" + (label(loc[:depth]) if label else "")
        else:
            # A name in foreign data may have any length and any characters.
            name = part if re.fullmatch(r"[A-Za-z0-9_-]{1,64}", part) else quoted(part)
            text += f".{name}" if text else name
    return text


def problems(
    error: ValidationError, model: type[BaseModel], prefix: str = "", label: Label | None = None
) -> tuple[Problem, ...]:
    """Translate pydantic's error about a model, one :class:`Problem` for each thing that is wrong.

    Unknown fields come first, because a mistyped name explains a missing one. The others follow in the order of the
    fields. ``prefix`` goes before every path; ``label`` is that of :func:`path`.
    """
    listed = tuple(_problem(details, model, prefix, label) for details in _listed(error))
    more = error.error_count() - len(listed)
    return (*listed, Problem("", "", f"{more} more problems are not listed")) if more else listed


def first_problems(found: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the first 100 problems, and a note when there are more; the others are not worked out.

    Finding the nearest known name takes time, and a hostile text must not make us do it without limit.
    """
    listed = tuple(islice(found, MAX_PROBLEMS + 1))
    if len(listed) <= MAX_PROBLEMS:
        return listed
    return (*listed[:MAX_PROBLEMS], Problem("", "", "there are more problems, which are not listed"))


def in_our_words(error: ValidationError, model: type[BaseModel]) -> ValidationError:
    """Return pydantic's error about a model with the messages of :func:`problems`, at most 100 of them."""
    lines = [_line(details, _problem(details, model, "", None)) for details in _listed(error)]
    return ValidationError.from_exception_data(error.title, lines, hide_input=True)


class WhenMissing:
    """A note on a required field: what to give, said when it is missing."""

    def __init__(self, give: str) -> None:
        self.give: str = give


def unreadable(model: type[BaseModel], text: object, message: str) -> ValidationError:
    """Return pydantic's error about a text that holds no model, with a message."""
    kind = PydanticCustomError("json_invalid", "{sentence}", _context(Problem("", "", message)))
    line: InitErrorDetails = {"type": kind, "loc": (), "input": text}
    return ValidationError.from_exception_data(model.__name__, [line], "json", hide_input=True)


def contradictory(model: type[BaseModel], found: Sequence[Problem]) -> ValidationError:
    """Return pydantic's error about problems that a model's own validator found; :func:`problems` gives them back."""
    lines: list[InitErrorDetails] = []
    for problem in found:
        loc: tuple[int | str, ...] = tuple(
            int(index) if index else name for name, index in re.findall(r"(?:^|\.)(\w+)|\[(\d+)\]", problem.where)
        )
        # A place that a location cannot say, such as one with the id of a stretch in it, is kept as it is.
        place = {} if path(loc) == problem.where else {"where": problem.where}
        kind = PydanticCustomError("contradiction", "{sentence}", _context(problem) | place)
        lines.append({"type": kind, "loc": loc, "input": problem.value})
    return ValidationError.from_exception_data(model.__name__, lines, hide_input=True)


def _listed(error: ValidationError) -> list[ErrorDetails]:
    errors = sorted(error.errors(include_url=False), key=lambda details: details["type"] != "extra_forbidden")
    # Of 101 problems the last is listed too: a note that there is one more would be as long.
    return errors if len(errors) == MAX_PROBLEMS + 1 else errors[:MAX_PROBLEMS]


def _line(details: ErrorDetails, problem: Problem) -> InitErrorDetails:
    # pydantic shows no address of its documents with an error that is not its own
    kind = PydanticCustomError(
        details["type"],  # pyright: ignore[reportArgumentType] - pydantic's own, of which it asks a literal
        "{sentence}",
        details.get("ctx", {}) | _context(problem),
    )
    return {"type": kind, "loc": details["loc"], "input": details["input"]}


def _context(problem: Problem) -> dict[str, Any]:
    suggested = {} if problem.suggestion is None else {"suggestion": problem.suggestion}
    return {"value": problem.value, **suggested, "sentence": problem.message}


def _problem(details: ErrorDetails, model: type[BaseModel], prefix: str, label: Label | None) -> Problem:
    loc = _without_tags(details["loc"])
    where = path(loc, prefix, label)
    value = quoted(details["input"])
    kind = details["type"]
    context = details.get("ctx", {})
    if "sentence" in context:  # it is in our words already
        return Problem(context.get("where", where), context["value"], context["sentence"], context.get("suggestion"))
    if kind == "extra_forbidden":
        fields = _fields_at(model, details["loc"][:-1])
        known = sorted(fields)
        if len(loc) == 1:  # a model may say what it reads beside its fields, and what to write instead of a name
            advice = getattr(model, "_not_fields", {}).get(loc[0])
            if advice is not None:
                return Problem(where, value, f"this field is not known; {advice}")
            known = sorted({*known, *getattr(model, "_also_read", ())})
        inside = {
            field: f"{name}.{field}"  # such as profile.conditions
            for name in sorted(fields)
            for part in models_in(fields[name].annotation)
            if get_origin(fields[name].annotation) is not tuple  # a table, not a list of them
            for field in part.model_fields
        }
        otherwise = f"known here: {', '.join(known)}" if known else ""
        hint, suggestion = did_you_mean(loc[-1], [*known, *inside], otherwise)
        if suggestion in inside and suggestion not in fields:
            suggestion = inside[suggestion]
            hint = f"did you mean {suggestion!r}?"
        return Problem(where, value, f"this field is not known{'; ' if hint else ''}{hint}", suggestion)
    if kind == "missing":
        field = _fields_at(model, details["loc"][:-1]).get(str(loc[-1]))
        give = [f"; {note.give}" for note in (field.metadata if field else ()) if isinstance(note, WhenMissing)]
        return Problem(where, "", f"this field is required and is missing{''.join(give)}")
    if kind == "value_error":
        return Problem(where, value, str(context.get("error", details["msg"])))
    if kind == "union_tag_invalid":  # the tag is what is wrong, not all that stands beside it
        names = re.findall("'([^']+)'", context["expected_tags"])
        field = context["discriminator"].strip("'")
        return _one_of(f"{where}.{field}" if where else field, context["tag"], names)
    if kind == "literal_error":
        return _one_of(where, details["input"], re.findall("'([^']+)'", context["expected"]), context["expected"])
    return Problem(where, value, f"{value} is not allowed; {_allowed(kind, context, details['msg'])}")


def _one_of(where: str, stated: object, names: Sequence[str], expected: str | None = None) -> Problem:
    """Return the problem of a value that is none of some names; ``expected`` is pydantic's list of them in words."""
    if expected is None:
        *others, last = map(repr, names)
        expected = f"{', '.join(others)} or {last}" if others else last
    hint, suggestion = did_you_mean(stated, names, "")
    if len(names) == 1:  # a suggestion would repeat it
        hint, message = "", f"it must be {expected}"
    else:
        message = f"it must be one of {expected}"
    value = quoted(stated)
    return Problem(where, value, f"{value} is not allowed; {message}{'; ' if hint else ''}{hint}", suggestion)


def _allowed(kind: str, context: dict[str, Any], fallback: str) -> str:
    """Return what is allowed, from the kind of pydantic's error."""
    sentences = {
        "greater_than_equal": "it must be at least {ge}",
        "greater_than": "it must be more than {gt}",
        "less_than_equal": "it must be at most {le}",
        "less_than": "it must be less than {lt}",
        "string_too_long": "it must have at most {max_length} characters",
        "string_too_short": "it must have at least {min_length} characters",
        "too_long": "there may be at most {max_length} entries",
        "too_short": "there must be at least {min_length} entries",
        "union_tag_not_found": "it needs a 'kind'",
    }
    plain = {
        "int_type": "it must be a whole number",
        "int_parsing": "it must be a whole number",
        "int_from_float": "it must be a whole number",
        "int_parsing_size": "it must be a whole number of sensible size",
        "bool_type": "it must be true or false",
        "string_type": "it must be text",
        "string_unicode": "it must be valid Unicode text",
        "tuple_type": "it must be a list",
        "list_type": "it must be a list",
        "frozen_set_type": "it must be a list or set of names",
        "dict_type": "it must be a table",
        "model_type": "it must be a table",
        "model_attributes_type": "it must be a table",
        "none_required": "it must be empty",
        "invalid_key": "the name of a field must be text",
    }
    if kind == "string_pattern_mismatch" and context["pattern"] in _PATTERN_WORDS:
        return f"it must be {_PATTERN_WORDS[context['pattern']]}"
    if kind in plain:
        return plain[kind]
    if kind in sentences:
        return sentences[kind].format(**context)
    return fallback[:1].lower() + fallback[1:]


def _without_tags(loc: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """Drop the parts of a location that no file shows: the kind of a dose or picture, and pydantic's mark for a key."""

    def is_tag(place: int) -> bool:
        of_a_dose = loc[place - 1] == "dose" and loc[place] in {"hold", "flow", "repetitions"}
        of_a_picture = place == 2 and loc[0] == "pictures" and loc[2] in {"pose", "svg"}
        return place > 0 and (of_a_dose or of_a_picture)

    return tuple(part for place, part in enumerate(loc) if part != "[key]" and not is_tag(place))


def _fields_at(model: type[BaseModel], loc: Sequence[int | str]) -> dict[str, FieldInfo]:
    """Return the fields, by name, at a location with its tags, in a model or a model nested in it."""
    models: list[type[BaseModel]] = [model]
    for part in loc:
        if isinstance(part, int):
            continue
        owners = [owner for owner in models if part in owner.model_fields]
        if owners:
            models = [inner for owner in owners for inner in models_in(owner.model_fields[part].annotation)]
        else:  # a tag, which selects one of several kinds
            kinds = [(model, model.model_fields["kind"]) for model in models if "kind" in model.model_fields]
            models = [model for model, kind in kinds if part in get_args(kind.annotation)]
    return {name: field for candidate in models for name, field in candidate.model_fields.items()}


def models_in(annotation: Any) -> list[type[BaseModel]]:
    """Return the model classes inside an annotation such as ``tuple[Stretch, ...]``, in order."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for argument in get_args(annotation) for model in models_in(argument)]
