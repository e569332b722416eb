"""The base classes of models, all frozen. Those for input refuse unknown fields.

Whatever pydantic validates, also inside a framework, raises pydantic's ``ValidationError``. A model of input that a
person makes by its class raises the library's own error (docs/decisions/0033-pydantics-error-inside.md).
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from pydantic import ConfigDict, ValidationError, model_validator

from stretchplan.base.cache import cached_property
from stretchplan.base.described import Described
from stretchplan.base.errors import InvalidRequest, Problem, StretchPlanError
from stretchplan.base.messages import MAX_PROBLEMS, in_our_words, problems, unreadable
from stretchplan.base.strict_json import MAX_BYTES, UnreadableJSON, read_strictly
from stretchplan.base.text import in_order

__all__ = ["Frozen", "FrozenDict", "InputModel", "OutputModel", "OwnErrors", "is_unknown", "read", "read_json"]

T = TypeVar("T")
Model = TypeVar("Model", bound="OwnErrors")
InputModelT = TypeVar("InputModelT", bound="InputModel")


def is_unknown(value: object) -> bool:
    """Return whether a value is None, for a field that is left out of JSON then: ``Field(None, exclude_if=...)``."""
    return value is None


class FrozenDict(dict[str, T]):
    """A dictionary that cannot be changed, for tables inside frozen values."""

    def _refuse(self, *_: Any, **__: Any) -> Any:
        raise TypeError("this table is frozen; make a changed copy with dict(...)")

    if not TYPE_CHECKING:  # type checkers know the fields that hold it as mappings, which have none of these
        __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        # Python's default would make an empty table and then set its entries.
        return (FrozenDict, (dict(self),))


class Frozen(Described):
    """A model whose fields cannot be set after it is made, and which refuses unknown fields."""

    # With a length to check, even 0, pydantic refuses half of a character, which no JSON and no file can hold.
    model_config: ClassVar[ConfigDict] = ConfigDict(
        frozen=True,
        extra="forbid",
        str_min_length=0,
        json_schema_serialization_defaults_required=True,
        # Pydantic's error would show the whole input beside its message, and a log of it facts about a person's health.
        hide_input_in_errors=True,
    )

    max_json_bytes: ClassVar[int] = MAX_BYTES
    """The longest JSON text that is read, in bytes."""

    @property
    def model_fields_set(self) -> set[str]:
        """The names of the fields that were given, as a new set: a caller that changes it changes no shared model."""
        return set(self.__pydantic_fields_set__)

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        """Yield the fields; the entries of a set in order, for Python shows them in another order in each process."""
        for name, value in super().__repr_args__():
            yield name, in_order(value) if isinstance(value, frozenset) else value

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **options: Any) -> Self:
        """Return the model that a JSON text holds, read strictly.

        When a name is repeated, pydantic's reader takes the last value; of two answers about chest pain that may be
        the wrong one. Here a repeated name is an error.

        Parameters
        ----------
        json_data
            The text, or its bytes in UTF-8.
        **options
            As for pydantic's method.

        Raises
        ------
        pydantic.ValidationError
            When the text is not JSON, or is not a valid model; its messages are sentences of this library.
        """
        try:
            read_strictly(json_data, max_bytes=cls.max_json_bytes)
        except UnreadableJSON as error:
            raise unreadable(cls, json_data, str(error)) from None
        try:
            return super().model_validate_json(json_data, **options)
        except ValidationError as error:
            raise in_our_words(error, cls) from None


class OutputModel(Frozen):
    """A frozen part of an answer. It ignores unknown fields, so that it can be read from a later minor version."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="ignore")

    max_json_bytes: ClassVar[int] = 4 * 2**20


class OwnErrors(Frozen):
    """A model of input. Its class, called by a person, raises an error of this library with every problem in it.

    Copies are validated too, and a model made without validation is validated when it becomes part of another one.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(revalidate_instances="always", ignored_types=(cached_property,))

    if not TYPE_CHECKING:  # type checkers make the parameters from the fields

        def __init__(self, /, **data: Any) -> None:
            __tracebackhide__ = True
            try:
                super().__init__(**data)
            except ValidationError as error:
                raise self._refusal(error, data) from None

        # Without this mark pydantic would call __init__ for a model inside another one too, where its own error is due.
        __init__.__pydantic_base_init__ = True

    @model_validator(mode="before")
    @classmethod
    def _few_names(cls, data: Any) -> Any:
        """Refuse a table that is an answer of the library, or has too many unknown names, with one problem."""
        needed = getattr(cls, "_needed", None)  # of a model that has a file of its own
        if needed is not None and isinstance(data, Mapping) and {"schema_version", "catalog"} <= data.keys():
            raise ValueError(f"this has a schema_version, as plans and other answers have; {needed} is needed here")
        most = len(cls.model_fields) + MAX_PROBLEMS
        if isinstance(data, Mapping) and len(data) > most:
            raise ValueError(
                f"there are {len(data)} names, and at most {most} are read; known here: {', '.join(cls.model_fields)}"
            )
        return data

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a validated copy with some fields changed. Pydantic's own copy would validate nothing.

        Parameters
        ----------
        update
            New values by field name.
        deep
            Without effect: the value is frozen, so the copy shares its parts.
        """
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return read(type(self), fields | dict(update or {}))

    @classmethod
    def _refusal(cls, error: ValidationError, data: Any) -> StretchPlanError:
        """Return the error to raise instead of pydantic's."""
        raise NotImplementedError


def read(model: type[Model], data: object) -> Model:
    """Return a model made of data; raise the model's own error where pydantic raises a ValidationError."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise model._refusal(error, data) from None


def read_json(model: type[InputModelT], text: str | bytes) -> InputModelT:
    """Return a model that a JSON text holds, read strictly; raise InvalidRequest for a text that holds none."""
    try:
        data = read_strictly(text, max_bytes=model.max_json_bytes)
    except UnreadableJSON as error:
        raise InvalidRequest(Problem("", "", str(error))) from None
    return read(model, data)


class InputModel(OwnErrors):
    """A model that callers write by hand: its error is :class:`InvalidRequest`."""

    where: ClassVar[str] = ""

    @classmethod
    def _refusal(cls, error: ValidationError, data: Any) -> StretchPlanError:
        return InvalidRequest(*problems(error, cls, cls.where))
