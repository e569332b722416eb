"""How do remembered answers become columns? Arrow copies the parts that they share; no model is made again."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from stretchplan.batch.answers import ERROR_PREFIX, error_row, policy_value
from stretchplan.batch.arrays import POOL, array_of, from_numbers
from stretchplan.batch.schemas import plan_schema
from stretchplan.planning.answer_table import LISTS, NUMBERS, REQUEST_FIELDS, SINGLE, Answer, AnswerTable

__all__ = ["Columns"]

_SCHEMA: Final = plan_schema()
_NO_PLAN: Final = 2**32 - 1
"""Stands for the number of a part where a row has no plan, or no error."""
_REQUEST_TYPE: Final = _SCHEMA.field("request").type
_ERROR_TYPE: Final = pa.struct([field for field in _SCHEMA if field.name.startswith(ERROR_PREFIX)])


class Columns:
    """Makes columns of a table's answers; it holds each part of them as an Arrow value.

    Parameters
    ----------
    table
        The table of the answers, without texts. When it is cleared, the columns are, too.
    """

    def __init__(self, table: AnswerTable) -> None:
        self._table = table
        self._parts: dict[str, pa.Array] = {}
        self._kinds: dict[str, tuple[pa.DataType, Callable[[Any], Any]]] = {"error": (_ERROR_TYPE, error_row)}
        for name in REQUEST_FIELDS:
            self._kinds[name] = (_REQUEST_TYPE.field(name).type, _plain)
        for name in SINGLE:
            self._kinds[f"plan.{name}"] = (_SCHEMA.field(name).type, policy_value if name == "policy" else _plain)
        for name in LISTS:
            kind = _SCHEMA.field(name).type
            entry = pa.struct([kind.key_field, kind.item_field]) if pa.types.is_map(kind) else kind.value_type
            self._kinds[f"plan.{name}"] = (entry, _pair if pa.types.is_map(kind) else _plain)

    def clear(self) -> None:
        """Forget the parts, as the table has."""
        self._parts = {}

    def batch(self, ids: pa.Array, answers: Sequence[Answer]) -> pa.RecordBatch:
        """Return answers as a record batch of :func:`stretchplan.batch.plan_schema`.

        Parameters
        ----------
        ids
            The id of each answer.
        answers
            Answers of the table.
        """
        schema = plan_schema(ids.type)
        columns = {"id": ids}
        planned = [answer.request is not None for answer in answers]
        # The numbers of a plan's single parts, row by row: the same places in each row.
        nothing = array(NUMBERS, [_NO_PLAN]).tobytes()
        request, single = array(NUMBERS), array(NUMBERS)
        no_request, no_single = nothing * len(REQUEST_FIELDS), nothing * len(SINGLE)
        for answer in answers:
            request.frombytes(no_request if answer.request is None else answer.request)
            single.frombytes(no_single if answer.shared is None else answer.shared.single)
        fields = [self._taken(name, request[i :: len(REQUEST_FIELDS)]) for i, name in enumerate(REQUEST_FIELDS)]
        without = None if all(planned) else array_of([not one for one in planned], pa.bool_())
        columns["request"] = pa.StructArray.from_arrays(fields, fields=list(_REQUEST_TYPE), mask=without)
        for i, name in enumerate(SINGLE):
            columns[name] = self._taken(f"plan.{name}", single[i :: len(SINGLE)])
        for name in LISTS:
            columns[name] = self._lists(name, answers, without)
        errors = self._taken("error", array(NUMBERS, (_NO_PLAN if a.request is not None else a.error for a in answers)))
        columns |= dict(zip([field.name for field in _ERROR_TYPE], errors.flatten(), strict=True))
        return pa.RecordBatch.from_arrays([columns[name] for name in schema.names], schema=schema)

    def _lists(self, name: str, answers: Iterable[Answer], without: pa.Array | None) -> pa.Array:
        """Return the column of a field that is a list."""
        kind = _SCHEMA.field(name).type
        numbers, ends = array(NUMBERS), array("i", [0])
        for answer in answers:
            if answer.request is not None:
                numbers.frombytes(answer.list_of(name))
            ends.append(len(numbers))
        entries, offsets = self._taken(f"plan.{name}", numbers), from_numbers(pa.int32(), ends)
        if pa.types.is_map(kind):
            keys, items = entries.flatten()
            if without is None:
                return pa.MapArray.from_arrays(offsets, keys, items, type=kind)
            offsets = array_of(
                [None if out else end for out, end in zip(without.to_pylist(), ends, strict=False)] + [ends[-1]],
                pa.int32(),
            )
            return pa.MapArray.from_arrays(offsets, keys, items, type=kind)
        return pa.ListArray.from_arrays(offsets, entries, type=kind, mask=without)

    def _taken(self, name: str, numbers: array[int]) -> pa.Array:
        """Return the values of parts by their numbers."""
        values = self._values(name)
        places = from_numbers(pa.uint32(), numbers)
        if _NO_PLAN in numbers:
            places = array_of([None if number == _NO_PLAN else number for number in numbers], pa.uint32())
        return pc.take(values, places, memory_pool=POOL)

    def _values(self, name: str) -> pa.Array:
        """Return all the parts of a kind, the fresh ones among them."""
        kind, form = self._kinds[name]
        fresh = self._table.parts[name].take_fresh()
        known = self._parts.get(name)
        if fresh or known is None:
            added = array_of([form(value) for value in fresh], kind)
            self._parts[name] = added if known is None else pa.concat_arrays([known, added], POOL)
        return self._parts[name]


def _plain(value: Any) -> Any:
    """Return a value of a model's field as Arrow takes it."""
    if hasattr(value, "model_dump"):
        return value.model_dump()
    if isinstance(value, (tuple, frozenset)):
        return [_plain(part) for part in (sorted(value) if isinstance(value, frozenset) else value)]
    return value


def _pair(entry: tuple[str, Any]) -> dict[str, Any]:
    key, value = entry
    return {"key": key, "value": value.model_dump()}
