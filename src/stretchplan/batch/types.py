"""Which Arrow type does a model's field have? It is read from the annotation, so that a plan is described once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

import pyarrow as pa
from pydantic import BaseModel

__all__ = ["arrow_type", "fields_of", "list_of"]

_PLAIN: Final[dict[Any, pa.DataType]] = {str: pa.string(), int: pa.int64(), bool: pa.bool_(), date: pa.date32()}


def fields_of(*models: type[BaseModel]) -> list[pa.Field]:
    """Return a column for each field of the models, in order; every column may be null.

    Give several models for a place that may hold any of them, such as the kinds of reason. A field that only some of
    them have is null for the others.
    """
    columns: dict[str, pa.DataType] = {}
    for model in models:
        for name, info in model.model_fields.items():
            kind = arrow_type(info.annotation)
            if columns.setdefault(name, kind) != kind:
                raise TypeError(f"{name} has two Arrow types, {columns[name]} and {kind}")
    return [pa.field(name, kind) for name, kind in columns.items()]


def arrow_type(annotation: Any) -> pa.DataType:
    """Return the Arrow type of an annotation: structs for models, lists for tuples and sets, maps for mappings."""
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
    if origin is Mapping:
        return pa.map_(arrow_type(arguments[0]), arrow_type(arguments[1]))
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    raise TypeError(f"{annotation} has no Arrow type yet")  # a new kind of field needs a line above


def _one_of(parts: list[Any]) -> pa.DataType:
    if len(parts) == 1:
        return arrow_type(parts[0])
    if all(get_origin(part) is Annotated for part in parts):
        return _one_of([get_args(part)[0] for part in parts])
    if not all(isinstance(part, type) and issubclass(part, BaseModel) for part in parts):
        raise TypeError(f"one place may hold {parts}, and no Arrow type can")
    return pa.struct(fields_of(*parts))


def list_of(inner: pa.DataType) -> pa.DataType:
    """Return a list type whose entries are named as in Parquet, so that a file keeps the schema."""
    return pa.list_(pa.field("element", inner))
