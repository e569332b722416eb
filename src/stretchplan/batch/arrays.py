"""How do Python values become an Arrow array without pandas? Pyarrow's own way imports it where it is installed.

That takes some 50 MiB in each process, and nothing here needs it.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from datetime import date
from itertools import accumulate, chain
from typing import Any, Final

import pyarrow as pa

__all__ = ["POOL", "array_of", "from_numbers"]

POOL: Final = pa.system_memory_pool()
"""Where columns are made. Arrow's usual pool keeps some 15 MiB more for columns of a few MiB; this one gives back."""

_NUMBERS: Final = {
    pa.int8(): "b",
    pa.int16(): "h",
    pa.int32(): "i",
    pa.int64(): "q",
    pa.uint8(): "B",
    pa.uint16(): "H",
    pa.uint32(): "I",
    pa.uint64(): "Q",
}
"""How Python's arrays name whole numbers of these sizes."""
_EPOCH: Final = date(1970, 1, 1).toordinal()
"""Arrow counts dates from this day."""


def array_of(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """Return values as an array of a type that the schemas of batches have, or of whole numbers of any size.

    Parameters
    ----------
    values
        As :func:`pyarrow.array` takes them: a struct is a mapping, in which a field may be missing, a map is its pairs,
        and None is null.
    kind
        The type.
    """
    nulls = None if all(value is not None for value in values) else _bits([value is not None for value in values])
    if pa.types.is_struct(kind):
        parts = [
            array_of([None if value is None else value.get(field.name) for value in values], field.type)
            for field in kind
        ]
        return pa.Array.from_buffers(kind, len(values), [nulls], children=parts)
    if pa.types.is_list(kind) or pa.types.is_map(kind):
        entries: list[Any] = list(chain.from_iterable(value or () for value in values))
        if pa.types.is_map(kind):
            inner = pa.struct([kind.key_field, kind.item_field])
            entries = [dict(zip(("key", "value"), entry, strict=True)) for entry in entries]
        else:
            inner = kind.value_type
        ends = _ends([len(value or ()) for value in values])
        return pa.Array.from_buffers(kind, len(values), [nulls, ends], children=[array_of(entries, inner)])
    if pa.types.is_string(kind) or pa.types.is_binary(kind):
        texts = [b"" if value is None else str.encode(value) if pa.types.is_string(kind) else value for value in values]
        ends = _ends([len(text) for text in texts])
        return pa.Array.from_buffers(kind, len(values), [nulls, ends, pa.py_buffer(b"".join(texts))])
    if pa.types.is_boolean(kind):
        return pa.Array.from_buffers(kind, len(values), [nulls, _bits(values)])
    if pa.types.is_date32(kind):
        numbers = array("i", [0 if value is None else value.toordinal() - _EPOCH for value in values])
    else:
        numbers = array(_NUMBERS[kind], [0 if value is None else value for value in values])
    return pa.Array.from_buffers(kind, len(values), [nulls, pa.py_buffer(numbers)])


def from_numbers(kind: pa.DataType, numbers: array[int]) -> pa.Array:
    """Return whole numbers as an array that shares their memory; their sizes must be the same."""
    return pa.Array.from_buffers(kind, len(numbers), [None, pa.py_buffer(numbers)])


def _ends(lengths: Sequence[int]) -> pa.Buffer:
    return pa.py_buffer(array("i", accumulate(lengths, initial=0)))


def _bits(values: Sequence[object]) -> pa.Buffer:
    """Return one bit for each value: whether it is true."""
    numbers = pa.Array.from_buffers(pa.uint8(), len(values), [None, pa.py_buffer(bytes(map(bool, values)))])
    return numbers.cast(pa.bool_(), memory_pool=POOL).buffers()[1]
