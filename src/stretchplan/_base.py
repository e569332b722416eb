"""What all models share: frozen, closed, and with errors in words of our own.

Pydantic's messages name types; a person who wrote a request or a catalogue wants to know what stood where and
what may stand there. :func:`problems` translates.
"""

from __future__ import annotations

import re
from contextvars import ContextVar
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self, TypeVar, cast, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core.core_schema import no_info_wrap_validator_function

from stretchplan._json import read_strictly
from stretchplan.errors import InvalidRequest, Problem, StretchPlanError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pydantic import GetCoreSchemaHandler, ValidatorFunctionWrapHandler
    from pydantic_core import CoreSchema, ErrorDetails

    Label = Callable[[Sequence[int | str]], str]

_PLAIN: Final = (str, bytes, int, float, date, list, tuple, set, frozenset, dict, type(None))
Value = TypeVar("Value")

MAX_PROBLEMS: Final = 100
"""Problems listed in one error; how many more there are is said, and they are not."""

_PATTERN_WORDS: Final[dict[str, str]] = {}


class FrozenDict(dict[str, Value]):
    """A dictionary that nobody can change, for the tables inside frozen values."""

    def _refuse(self, *_: Any, **__: Any) -> Any:
        raise TypeError("this table is frozen; make a changed copy with dict(...)")

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = _refuse
    setdefault = _refuse  # pyright: ignore[reportAssignmentType]
    update = _refuse  # pyright: ignore[reportAssignmentType]

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        # The default would fill an empty one entry by entry.
        return (FrozenDict, (dict(self),))


class Frozen(BaseModel):
    """A value object: fields cannot be set after it is made, and unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_serialization_defaults_required=True)


# Whether a value is being made inside another one. Then pydantic's own error must pass through to the outermost,
# which is the one that knows the whole path; raising an error of ours at once would hide all other problems.
_nested: ContextVar[bool] = ContextVar("stretchplan_nested", default=False)


class Explained(Frozen):
    """A value whose pydantic errors come as an error of this library, however it is made.

    It is raised by construction, ``model_validate`` and ``model_validate_json`` alike, by the outermost such value,
    with everything that is wrong in it and in the values inside it. Copies are checked too, and values that somebody
    made unchecked are checked again wherever they are put.
    """

    model_config = ConfigDict(revalidate_instances="always")

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy with some fields changed, checked like any other value.

        Pydantic's own copy would check nothing.

        Parameters
        ----------
        update
            New values by field name.
        deep
            Without effect: the value is frozen, so the copy shares its parts.
        """
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return self.model_validate(fields | dict(update or {}))

    @classmethod
    def model_validate_json(
        cls, json_data: str | bytes | bytearray, *, context: Any | None = None, **options: Any
    ) -> Self:
        """Return the value that a JSON text holds, read strictly.

        Pydantic's own reader takes the last of two values with one name, and of two answers about chest pain that may
        be the wrong one. Here a name that stands twice is an error of this library, and so is a text that is no JSON.

        Parameters
        ----------
        json_data
            The text, or its bytes in UTF-8.
        context, **options
            As for pydantic's ``model_validate``.
        """
        try:
            data = read_strictly(json_data)
        except ValueError as error:
            raise cls._unreadable(str(error)) from None
        return cls.model_validate(data, context=context, **options)

    @classmethod
    def _refusal(cls, error: ValidationError, data: Any) -> StretchPlanError:
        """Return what to raise instead of pydantic's error about some data."""
        raise NotImplementedError

    @classmethod
    def _unreadable(cls, message: str) -> StretchPlanError:
        """Return what to raise about a text that cannot be read."""
        raise NotImplementedError

    @classmethod
    def _explain(cls, data: Any, handler: ValidatorFunctionWrapHandler) -> Any:
        if _nested.get():
            return handler(data)
        token = _nested.set(True)
        try:
            return handler(data)
        except ValidationError as error:
            raise cls._refusal(error, data) from None
        finally:
            _nested.reset(token)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        # A wrap validator would not do: those of a base class run inside the "after" checks of its subclasses.
        # Taking over the model's reference keeps its one definition, by its name, in JSON Schemas.
        schema: dict[str, Any] = dict(handler.resolve_ref_schema(handler(source)))
        reference = schema.pop("ref", None)
        return no_info_wrap_validator_function(cls._explain, cast("CoreSchema", schema), ref=reference)


class Input(Explained):
    """A value that callers write by hand: what is wrong with it comes as :class:`InvalidRequest`."""

    where: ClassVar[str] = ""

    @classmethod
    def _refusal(cls, error: ValidationError, data: Any) -> StretchPlanError:
        return InvalidRequest(*problems(error, cls, cls.where))

    @classmethod
    def _unreadable(cls, message: str) -> StretchPlanError:
        return InvalidRequest(Problem(cls.where, "", message))


def described_pattern(pattern: str, words: str) -> Any:
    """Return a field constraint for texts that match ``pattern``; errors say ``words`` instead of it.

    End patterns with ``$``: in pydantic's regular expressions and in ECMAScript's, which JSON Schema uses, it
    is the end of the text and never a line break before it.
    """
    _PATTERN_WORDS[pattern] = words
    return Field(pattern=pattern, description=words)


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
        if not isinstance(value, _PLAIN):  # its own representation may hold an address in memory
            return f"a value of type {type(value).__name__}"
        text = ascii(value[: limit * 2]) if isinstance(value, (str, bytes)) else ascii(value)
    except (ValueError, RecursionError):  # an int of 5,000 digits; a list inside itself
        text = f"a value of type {type(value).__name__}"
    return text if len(text) <= limit else text[: limit - 1] + "…"


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
            name = part if re.fullmatch(r"[A-Za-z0-9_-]{1,64}", part) else show(part)
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
    value = show(details["input"])
    kind = details["type"]
    context = details.get("ctx", {})
    if kind == "extra_forbidden":
        known = sorted(_fields_at(model, details["loc"][:-1]))
        suggestion = nearest(loc[-1], known)
        hint = f"; did you mean {suggestion!r}?" if suggestion else f"; known here: {', '.join(known)}" if known else ""
        return Problem(where, value, f"this field is not known{hint}", suggestion)
    if kind == "missing":
        return Problem(where, "", "this field is required and is missing")
    if kind == "value_error":
        return Problem(where, value, str(context.get("error", details["msg"])))
    message = f"{value} is not allowed; {_allowed(kind, context, details['msg'])}"
    if kind == "literal_error":
        suggestion = nearest(details["input"], re.findall("'([^']+)'", context["expected"]))
        if suggestion:
            return Problem(where, value, f"{message}; did you mean {suggestion!r}?", suggestion)
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
