"""The base classes of models, all frozen. Those for input refuse unknown fields and raise the library's own errors."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from typing import Annotated, Any, ClassVar, Self, TypeVar, cast

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    StrictInt,
    ValidationError,
    ValidatorFunctionWrapHandler,
    model_validator,
)
from pydantic_core import CoreSchema
from pydantic_core.core_schema import no_info_wrap_validator_function

from stretchplan.base.cache import cached_property
from stretchplan.base.errors import InvalidRequest, Problem, StretchPlanError
from stretchplan.base.messages import MAX_PROBLEMS, problems
from stretchplan.base.strict_json import read_strictly

__all__ = ["Frozen", "FrozenDict", "InputModel", "OutputModel", "OwnErrors", "SafeInt"]

T = TypeVar("T")

SafeInt = Annotated[StrictInt, Field(ge=-(2**53), le=2**53)]
"""A whole number that every JSON reader can hold exactly."""


class FrozenDict(dict[str, T]):
    """A dictionary that cannot be changed, for tables inside frozen values."""

    def _refuse(self, *_: Any, **__: Any) -> Any:
        raise TypeError("this table is frozen; make a changed copy with dict(...)")

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = _refuse
    setdefault = _refuse  # pyright: ignore[reportAssignmentType]
    update = _refuse  # pyright: ignore[reportAssignmentType]

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        # Python's default would make an empty table and then set its entries.
        return (FrozenDict, (dict(self),))


class Frozen(BaseModel):
    """A model whose fields cannot be set after it is made, and which refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_serialization_defaults_required=True)


class OutputModel(BaseModel):
    """A frozen part of an answer. It ignores unknown fields, so that it can be read from a later minor version."""

    model_config = ConfigDict(frozen=True, extra="ignore", json_schema_serialization_defaults_required=True)


# Whether a model is being made inside another one. Then pydantic's error must pass through to the outermost, which
# knows the whole path. Raising our own error inside would hide all other problems.
_nested: ContextVar[bool] = ContextVar("stretchplan_nested", default=False)


class OwnErrors(Frozen):
    """A model that raises an error of this library instead of pydantic's, wherever it is validated.

    The outermost model raises it, with every problem in it and in the models inside it. Copies are validated too, and
    a model made without validation is validated when it becomes part of another one.
    """

    model_config = ConfigDict(revalidate_instances="always", ignored_types=(cached_property,))

    @model_validator(mode="before")
    @classmethod
    def _few_names(cls, data: Any) -> Any:
        """Refuse a table with many unknown names in one sentence, before each of them becomes a problem."""
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
        return self.model_validate(fields | dict(update or {}))

    @classmethod
    def model_validate_json(
        cls, json_data: str | bytes | bytearray, *, context: Any | None = None, **options: Any
    ) -> Self:
        """Return the model that a JSON text holds, read strictly.

        When a name is repeated, pydantic's reader takes the last value; of two answers about chest pain that may be
        the wrong one. Here a repeated name is an error of this library, and so is a text that is not JSON.

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
        """Return the error to raise instead of pydantic's."""
        raise NotImplementedError

    @classmethod
    def _unreadable(cls, message: str) -> StretchPlanError:
        """Return the error to raise about a text that cannot be read."""
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
        # A wrap validator of a base class would run inside the "after" validators of its subclasses, too early.
        # Reusing the model's reference keeps one definition with its name in JSON Schemas.
        schema: dict[str, Any] = dict(handler.resolve_ref_schema(handler(source)))
        reference = schema.pop("ref", None)
        return no_info_wrap_validator_function(cls._explain, cast("CoreSchema", schema), ref=reference)


class InputModel(OwnErrors):
    """A model that callers write by hand: its error is :class:`InvalidRequest`."""

    where: ClassVar[str] = ""

    @classmethod
    def _refusal(cls, error: ValidationError, data: Any) -> StretchPlanError:
        return InvalidRequest(*problems(error, cls, cls.where))

    @classmethod
    def _unreadable(cls, message: str) -> StretchPlanError:
        return InvalidRequest(Problem(cls.where, "", message))
