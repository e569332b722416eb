"""Pydantic's errors in our own words.

Pydantic's messages name types. A person who wrote a request or a catalogue needs to know what was where, and what is
allowed there: :func:`problems` translates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, get_args

from pydantic import BaseModel, Field, ValidationError
from pydantic_core import ErrorDetails

from stretchplan.base.errors import Problem
from stretchplan.base.text import did_you_mean, quoted

if TYPE_CHECKING:
    Label = Callable[[Sequence[int | str]], str]


MAX_PROBLEMS: Final = 100
"""Problems listed in one error; how many more there are is said, and they are not."""

_PATTERN_WORDS: Final[dict[str, str]] = {}


def described_pattern(pattern: str, words: str) -> Any:
    """Return a field constraint for texts that match ``pattern``; errors say ``words`` instead of it.

    End patterns with ``$``: in pydantic's regular expressions and in ECMAScript's, which JSON Schema uses, it
    is the end of the text and never a line break before it.
    """
    _PATTERN_WORDS[pattern] = words
    return Field(pattern=pattern, description=words)


def path(loc: Sequence[int | str], prefix: str = "", label: Label | None = None) -> str:
    """Return a pydantic location as a dotted path: ``stretches[2].dose``.

    Parameters
    ----------
    loc
        Field names, keys and indices, outermost first.
    prefix
        Put before it.
    label
        Given a location that ends in an index, returns what to write after the index, such as `` (cobra_pose)``.
    """
    text = prefix
    for depth, part in enumerate(loc, start=1):
        if isinstance(part, int):
            text += f"[{part}]" + (label(loc[:depth]) if label else "")
        else:
            # A name that somebody else wrote may be of any length and hold any character.
            name = part if re.fullmatch(r"[A-Za-z0-9_-]{1,64}", part) else quoted(part)
            text += f".{name}" if text else name
    return text


def problems(
    error: ValidationError, model: type[BaseModel], prefix: str = "", label: Label | None = None
) -> tuple[Problem, ...]:
    """Translate a pydantic error into :class:`Problem` entries, one for each thing that is wrong.

    Parameters
    ----------
    error
        What pydantic raised.
    model
        The model that was being filled: its fields are what a mistyped name is compared with.
    prefix
        Put before every path.
    label
        What to write after an index in a path, as for :func:`path`.

    Returns
    -------
    tuple of Problem
        Unknown fields first, for a mistyped name explains a missing one; then in the order of the fields. Beyond
        :data:`MAX_PROBLEMS` only their number is given.
    """
    details = sorted(error.errors(include_url=False), key=lambda one: one["type"] != "extra_forbidden")
    found = tuple(_problem(one, model, prefix, label) for one in details[:MAX_PROBLEMS])
    more = len(details) - len(found)
    return (*found, Problem("", "", f"{more} more problems are not listed")) if more else found


def _problem(details: ErrorDetails, model: type[BaseModel], prefix: str, label: Label | None) -> Problem:
    loc = _without_tags(details["loc"])
    where = path(loc, prefix, label)
    value = quoted(details["input"])
    kind = details["type"]
    context = details.get("ctx", {})
    if kind == "extra_forbidden":
        known = sorted(_fields_at(model, details["loc"][:-1]))
        hint, suggestion = did_you_mean(loc[-1], known, f"known here: {', '.join(known)}" if known else "")
        return Problem(where, value, f"this field is not known{'; ' if hint else ''}{hint}", suggestion)
    if kind == "missing":
        return Problem(where, "", "this field is required and is missing")
    if kind == "value_error":
        return Problem(where, value, str(context.get("error", details["msg"])))
    message = f"{value} is not allowed; {_allowed(kind, context, details['msg'])}"
    if kind == "literal_error":
        hint, suggestion = did_you_mean(details["input"], re.findall("'([^']+)'", context["expected"]), "")
        return Problem(where, value, f"{message}; {hint}" if hint else message, suggestion)
    return Problem(where, value, message)


def _allowed(kind: str, context: dict[str, Any], fallback: str) -> str:
    """Return what may stand in a place, from the kind of pydantic's complaint."""
    sentences = {
        "greater_than_equal": "it must be at least {ge}",
        "greater_than": "it must be more than {gt}",
        "less_than_equal": "it must be at most {le}",
        "less_than": "it must be less than {lt}",
        "literal_error": "it must be one of {expected}",
        "string_too_long": "it must have at most {max_length} characters",
        "string_too_short": "it must have at least {min_length} characters",
        "too_long": "there may be at most {max_length} entries",
        "too_short": "there must be at least {min_length} entries",
        "union_tag_not_found": "it needs a 'kind'",
        "union_tag_invalid": "its kind must be one of {expected_tags}",
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
    """Drop what pydantic puts into a path and no file shows: the chosen kind of a dose, the mark of a key."""
    return tuple(
        part
        for before, part in zip((None, *loc), loc, strict=False)
        if part != "[key]" and not (before == "dose" and part in {"hold", "flow", "repetitions"})
    )


def _fields_at(model: type[BaseModel], loc: Sequence[int | str]) -> set[str]:
    """Return the field names that a model, or one nested in it, has at a location with its tags."""
    here: list[type[BaseModel]] = [model]
    for part in loc:
        if isinstance(part, int):
            continue
        owners = [one for one in here if part in one.model_fields]
        if owners:
            here = [inner for one in owners for inner in _models_in(one.model_fields[part].annotation)]
        else:  # the tag by which one of several kinds was chosen
            here = [one for one in here if part in get_args(_annotation(one, "kind"))]
    return {name for one in here for name in one.model_fields}


def _annotation(model: type[BaseModel], field: str) -> Any:
    return model.model_fields[field].annotation if field in model.model_fields else None


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    """Return the model classes inside an annotation such as ``tuple[Stretch, ...]``, in order."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for argument in get_args(annotation) for model in _models_in(argument)]
