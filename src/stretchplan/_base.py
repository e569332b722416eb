"""What all models share: frozen, closed, and with errors in words of our own.

Pydantic's messages name types; a person who wrote a request or a catalogue wants to know what stood where and
what may stand there. :func:`problems` translates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self, get_args

from pydantic import BaseModel, ConfigDict, ModelWrapValidatorHandler, ValidationError, model_validator

from stretchplan.errors import InvalidRequest, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pydantic_core import ErrorDetails


class Frozen(BaseModel):
    """A value object: fields cannot be set after it is made, and unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_serialization_defaults_required=True)


class Input(Frozen):
    """A value that callers write by hand: what is wrong with it comes as :class:`InvalidRequest`.

    The exception is raised by construction, ``model_validate`` and, for well-formed JSON,
    ``model_validate_json`` alike, also when the model is nested in another one.
    """

    where: ClassVar[str] = ""

    @model_validator(mode="wrap")
    @classmethod
    def _explain(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        try:
            return handler(data)
        except ValidationError as error:
            raise InvalidRequest(*problems(error, cls, cls.where)) from None


def nearest(name: object, known: Iterable[str]) -> str | None:
    """Return the known name most like ``name``, or None when none is near."""
    from difflib import get_close_matches  # only when something is wrong: imports are on everyone's bill

    if not isinstance(name, str) or len(name) > 100:
        return None
    matches = get_close_matches(name.lower().replace("-", "_").replace(" ", "_"), list(known), n=1, cutoff=0.6)
    return matches[0] if matches else None


def show(value: object, limit: int = 60) -> str:
    """Return ``value`` as a short printable text; escapes stay escapes, long ones are cut."""
    if isinstance(value, (list, tuple, set, frozenset, dict)) and len(value) > 20:
        return f"a {type(value).__name__} of {len(value)} entries"
    try:
        text = ascii(value[: limit * 2]) if isinstance(value, (str, bytes)) else ascii(value)
    except (ValueError, RecursionError):  # an int of 5,000 digits; a list inside itself
        text = f"a {type(value).__name__}"
    return text if len(text) <= limit else text[: limit - 1] + "…"


def path(loc: Sequence[int | str], prefix: str = "") -> str:
    """Return a pydantic location as a dotted path: ``stretches[2].dose``."""
    text = prefix
    for part in loc:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f".{part}" if text else str(part)
    return text


def problems(error: ValidationError, model: type[BaseModel], prefix: str = "") -> tuple[Problem, ...]:
    """Translate a pydantic error into :class:`Problem` entries, one for each thing that is wrong.

    Parameters
    ----------
    error
        What pydantic raised.
    model
        The model that was being filled: its fields are what a mistyped name is compared with.
    prefix
        Put before every path.

    Returns
    -------
    tuple of Problem
        In pydantic's order, which is the order of the fields.
    """
    return tuple(_problem(details, model, prefix) for details in error.errors(include_url=False))


def _problem(details: ErrorDetails, model: type[BaseModel], prefix: str) -> Problem:
    loc = _without_tags(details["loc"])
    where = path(loc, prefix)
    value = show(details["input"])
    kind = details["type"]
    context = details.get("ctx", {})
    if kind == "extra_forbidden":
        known = sorted(_fields_at(model, loc[:-1]))
        suggestion = nearest(loc[-1], known)
        hint = f"; did you mean {suggestion!r}?" if suggestion else f"; known here: {', '.join(known)}" if known else ""
        return Problem(where, value, f"this field is not known{hint}", suggestion)
    if kind == "missing":
        return Problem(where, "", "this field is required and is missing")
    if kind == "value_error":
        return Problem(where, value, str(context.get("error", details["msg"])))
    return Problem(where, value, f"{value} is not allowed; {_allowed(kind, context, details['msg'])}")


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
    }
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
    """Return the field names that a model, or one nested in it, has at a location."""
    here: Any = model
    for part in loc:
        if isinstance(part, int) or not _is_model(here) or part not in here.model_fields:
            continue
        here = _model_in(here.model_fields[part].annotation)
    return set(here.model_fields) if _is_model(here) else set()


def _is_model(thing: Any) -> bool:
    return isinstance(thing, type) and issubclass(thing, BaseModel)


def _model_in(annotation: Any) -> Any:
    """Return the first model class inside an annotation such as ``tuple[Stretch, ...]``."""
    if _is_model(annotation):
        return annotation
    for argument in get_args(annotation):
        found = _model_in(argument)
        if found is not None:
            return found
    return None
