"""The Arrow type of a model's field, from its annotation: one description of a plan, not two that could part ways."""

from __future__ import annotations

from datetime import date
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

import pyarrow as pa
from pydantic import BaseModel

__all__ = ["arrow_type", "fields_of", "list_of"]

_PLAIN: Final[dict[Any, pa.DataType]] = {
    str: pa.string(),
    int: pa.int64(),
    bool: pa.bool_(),
    date: pa.date32(),
}


def fields_of(*models: type[BaseModel]) -> list[pa.Field]:
    """Return a column for each field of a model, in its order; of several models, for the fields of all of them.

    Every column may hold null: what stands inside a null is null.

    Parameters
    ----------
    *models
        Several are what one place may hold, such as the kinds of reason: a field that only some of them have is null
        for the others.
    """
    found: dict[str, pa.DataType] = {}
    for model in models:
        for name, info in model.model_fields.items():
            here = arrow_type(info.annotation)
            if found.setdefault(name, here) != here:
                raise TypeError(f"{name} is of two Arrow types, {found[name]} and {here}")
    return [pa.field(name, here) for name, here in found.items()]


def arrow_type(annotation: Any) -> pa.DataType:
    """Return the Arrow type of what a field holds: structs for models, lists for tuples and sets, maps for tables.

    Raises
    ------
    TypeError
        When there is none; whoever adds such a field to a model has to say here what becomes of it.
    """
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return arrow_type(arguments[0])
    if origin is Literal:
        return arrow_type(type(arguments[0]))
    if origin in {Union, UnionType}:
        return _one_of([part for part in arguments if part is not NoneType])
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return pa.struct(fields_of(annotation))
    if origin in {tuple, frozenset}:
        return list_of(arrow_type(arguments[0]))
    if origin is dict:
        return pa.map_(arrow_type(arguments[0]), arrow_type(arguments[1]))
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    raise TypeError(f"{annotation} has no Arrow type yet")


def _one_of(parts: list[Any]) -> pa.DataType:
    if len(parts) == 1:
        return arrow_type(parts[0])
    if all(get_origin(part) is Annotated for part in parts):
        return _one_of([get_args(part)[0] for part in parts])
    if not all(isinstance(part, type) and issubclass(part, BaseModel) for part in parts):
        raise TypeError(f"one place may hold {parts}, and no Arrow type can")
    return pa.struct(fields_of(*parts))


def list_of(inner: pa.DataType) -> pa.DataType:
    """Return the type of a list, its entries named as Parquet names them, so that a file gives back what went in."""
    return pa.list_(pa.field("element", inner))
