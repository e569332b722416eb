"""What all models share: frozen, closed, with errors in our own words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar, cast

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, ValidationError, ValidatorFunctionWrapHandler
from pydantic_core import CoreSchema
from pydantic_core.core_schema import no_info_wrap_validator_function

from stretchplan.base.errors import InvalidRequest, Problem, StretchPlanError
from stretchplan.base.messages import problems
from stretchplan.base.strict_json import read_strictly

if TYPE_CHECKING:
    Label = Callable[[Sequence[int | str]], str]

__all__ = ["Frozen", "FrozenDict", "InputModel", "OwnErrors", "Value"]


Value = TypeVar("Value")


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


class OwnErrors(Frozen):
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


class InputModel(OwnErrors):
    """A value that callers write by hand: what is wrong with it comes as :class:`InvalidRequest`."""

    where: ClassVar[str] = ""

    @classmethod
    def _refusal(cls, error: ValidationError, data: Any) -> StretchPlanError:
        return InvalidRequest(*problems(error, cls, cls.where))

    @classmethod
    def _unreadable(cls, message: str) -> StretchPlanError:
        return InvalidRequest(Problem(cls.where, "", message))
