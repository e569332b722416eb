"""Which rows of a record batch are equal? Each row's values as bytes, made by Arrow without a Python value."""

from __future__ import annotations

from array import array
from itertools import accumulate
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from stretchplan.batch.arrays import POOL, array_of, from_numbers

__all__ = ["row_keys"]


def row_keys(batch: pa.RecordBatch) -> list[bytes | None]:
    """Return bytes for each row: rows of one schema are equal if, and only if, these are.

    None stands for each row when a column is of a type that Arrow cannot read in this way.
    """
    try:
        columns = [_texts(column) for column in batch.columns]
        joined = _call("binary_join_element_wise", *columns, _scalar(b";")) if columns else None
    except (pa.ArrowException, NotImplementedError):
        joined = None
    return [None] * batch.num_rows if joined is None else joined.to_pylist()


def _texts(values: pa.Array) -> pa.Array:
    """Return bytes for each value, without nulls; where one value ends is seen from the bytes themselves."""
    kind = values.type
    if pa.types.is_dictionary(kind):
        return _texts(values.dictionary_decode())
    if pa.types.is_null(kind):
        return _same(b"-", len(values))
    if pa.types.is_struct(kind):
        return _with_nulls(values, _joined([_texts(part) for part in values.flatten()], len(values)))
    if _is_list(kind):
        entries = _framed(_texts(_call("list_flatten", values)))
        lengths = _call("list_value_length", values).to_pylist()
        ends = array("q", accumulate((length or 0 for length in lengths), initial=0))
        lists = pa.LargeListArray.from_arrays(from_numbers(pa.int64(), ends), entries)
        return _with_nulls(values, _cast(_call("binary_join", lists, _scalar(b"")), pa.binary()))
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return _with_nulls(values, _framed(_filled(_cast(values, pa.binary()))))
    return _with_nulls(values, _filled(_cast(_cast(values, pa.string()), pa.binary())))


def _is_list(kind: pa.DataType) -> bool:
    return any(is_kind(kind) for is_kind in (pa.types.is_list, pa.types.is_large_list, pa.types.is_fixed_size_list))


def _framed(texts: pa.Array) -> pa.Array:
    """Put its length before each text."""
    lengths = _cast(_cast(_call("binary_length", texts), pa.string()), pa.binary())
    return _call("binary_join_element_wise", lengths, texts, _scalar(b":"))


def _with_nulls(values: pa.Array, texts: pa.Array) -> pa.Array:
    """Write a sign for null instead of what stands in its place."""
    if not values.null_count:
        return _joined([_same(b"+", len(values)), texts], len(values))
    there = values.is_valid()
    sign = _call("if_else", there, _scalar(b"+"), _scalar(b"-"))
    return _joined([sign, _call("if_else", there, texts, _scalar(b""))], len(values))


def _joined(texts: list[pa.Array], count: int) -> pa.Array:
    if not texts:
        return _same(b"", count)
    return _call("binary_join_element_wise", *texts, _scalar(b","))


def _filled(texts: pa.Array) -> pa.Array:
    """Write an empty text in the place of null."""
    return _call("coalesce", texts, _scalar(b""))


def _scalar(text: bytes) -> pa.Scalar:
    return array_of([text], pa.binary())[0]


def _cast(values: pa.Array, kind: pa.DataType) -> pa.Array:
    return values.cast(kind, memory_pool=POOL)


def _same(text: bytes, count: int) -> pa.Array:
    return pa.repeat(_scalar(text), count, POOL)


def _call(function: str, *values: Any) -> pa.Array:
    """Call a function of Arrow by its name: the module makes them when it is imported, unseen by type checkers."""
    return pc.call_function(function, list(values), memory_pool=POOL)
