"""How do rows become requests? Which columns a table may have, and what null means in them.

A table with wrong columns is refused as a whole, in one sentence, because every row would be wrong. A wrong row becomes
one error among the answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import pyarrow as pa

from stretchplan.base.errors import InvalidRequest, Problem
from stretchplan.base.models import read
from stretchplan.base.text import did_you_mean, quoted
from stretchplan.batch.arrays import array_of
from stretchplan.batch.schemas import ID, REQUEST_SCHEMA
from stretchplan.inputs.injury import DAYS, INJURED_ON, NO_RECENT_INJURY, with_stated_injury
from stretchplan.inputs.request import PlanRequest

__all__ = ["check_columns", "read_requests", "request_batch"]

_REQUIRED: Final = {
    "minutes": "it holds the whole minutes there are",
    DAYS: f"it holds the whole days since the back was hurt; where there is no injury, {NO_RECENT_INJURY} holds true",
}
_INJURY: Final = (DAYS, NO_RECENT_INJURY)


def request_batch(requests: Iterable[PlanRequest], ids: Iterable[str | None] | None = None) -> pa.RecordBatch:
    """Return requests as a record batch of :data:`REQUEST_SCHEMA`.

    Parameters
    ----------
    requests
        The requests, in order.
    ids
        A text for each request; all null when None.

    Examples
    --------
    >>> import stretchplan as sp
    >>> from stretchplan.batch import BatchPlanner, request_batch
    >>> requests = request_batch([sp.PlanRequest(minutes=5, days_since_injury=None)], ["a"])
    >>> BatchPlanner()(requests)["id"].to_pylist()
    ['a']
    """
    rows = [request.model_dump() for request in requests]
    names = [None] * len(rows) if ids is None else list(ids)
    asked = [{ID: name, **row, NO_RECENT_INJURY: row[DAYS] is None} for name, row in zip(names, rows, strict=True)]
    columns = array_of(asked, pa.struct(list(REQUEST_SCHEMA))).flatten()
    return pa.RecordBatch.from_arrays(columns, schema=REQUEST_SCHEMA)


def check_columns(schema: pa.Schema) -> None:
    """Refuse a table in which a column is missing, unknown, repeated or of a wrong type.

    An unknown column may be a misspelt one that states something about a person, so it is not ignored.
    """
    known = {field.name: field.type for field in REQUEST_SCHEMA}
    for name in schema.names:
        if name not in known:
            hint, near = did_you_mean(name, known, "select the columns of a request: " + ", ".join(known))
            raise _wrong(quoted(name)[1:-1], f"this column is not known; {hint}", near)
        if schema.names.count(name) > 1:
            raise _wrong(name, "this column is there twice; each may be there once")
    for name, what in _REQUIRED.items():
        if name not in schema.names and not (name == DAYS and INJURED_ON in schema.names):
            raise _wrong(name, f"this column is required and is missing; {what}")
    for field in schema:
        _check_type(field.name, field.type, known[field.name])


def _check_type(where: str, given: pa.DataType, wanted: pa.DataType) -> None:
    if pa.types.is_dictionary(given):
        given = given.value_type
    if pa.types.is_null(given) or (where in {ID, "pace", "on", INJURED_ON} and _other_type_allowed(where, given)):
        return
    if pa.types.is_struct(wanted) and pa.types.is_struct(given):
        known = {field.name: field.type for field in wanted}
        names = [field.name for field in given]
        for name in names:
            if name not in known:
                hint, near = did_you_mean(name, known, "known here: " + ", ".join(known))
                raise _wrong(f"{where}.{quoted(name)[1:-1]}", f"this field is not known; {hint}", near)
            if names.count(name) > 1:
                raise _wrong(f"{where}.{name}", "this field is there twice; each may be there once")
        for field in given:
            _check_type(f"{where}.{field.name}", field.type, known[field.name])
        return
    if pa.types.is_list(wanted) and _is_list(given):
        _check_type(where, given.value_type, wanted.value_type)
        return
    if not _same_type(given, wanted):
        raise _wrong(where, f"this column is of type {quoted(str(given))[1:-1]}; it must be {_wanted(where, wanted)}")


def _other_type_allowed(where: str, given: pa.DataType) -> bool:
    """Return whether a column may have this type instead of the published one."""
    return pa.types.is_integer(given) if where == ID else _is_text(given)


def _same_type(given: pa.DataType, wanted: pa.DataType) -> bool:
    if pa.types.is_integer(wanted):
        # Doubles come from a frame with a missing value; that each is whole is read with its row.
        return any(is_kind(given) for is_kind in (pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal))
    if pa.types.is_string(wanted):
        return _is_text(given)
    return bool(given == wanted)


def _is_text(given: pa.DataType) -> bool:
    if pa.types.is_dictionary(given):
        given = given.value_type
    return bool(pa.types.is_string(given) or pa.types.is_large_string(given) or pa.types.is_string_view(given))


def _is_list(given: pa.DataType) -> bool:
    return any(
        is_kind(given)
        for is_kind in (
            pa.types.is_list,
            pa.types.is_large_list,
            pa.types.is_fixed_size_list,
            pa.types.is_list_view,
            pa.types.is_large_list_view,
        )
    )


def _wanted(where: str, wanted: pa.DataType) -> str:
    dates = "dates (date32), or texts such as 2026-01-31"
    words = {
        ID: "text or whole numbers",
        "on": dates,
        INJURED_ON: dates,
        "pace": "a struct of seconds, or the name of a pace as text",
    }
    if where in words:
        return words[where]
    if pa.types.is_integer(wanted):
        return f"whole numbers ({wanted})"
    if pa.types.is_struct(wanted):
        return "a struct of " + ", ".join(field.name for field in wanted)
    return "a list of texts" if pa.types.is_list(wanted) else "true or false" if wanted == pa.bool_() else "text"


def _wrong(where: str, message: str, suggestion: str | None = None) -> InvalidRequest:
    return InvalidRequest(Problem(where, "", message, suggestion))


def read_requests(
    batch: pa.RecordBatch, *, null_days_mean_no_injury: bool = False
) -> Iterator[PlanRequest | InvalidRequest]:
    """Yield the request of each row, or its error.

    Null in ``days_since_injury`` is an error of its row unless ``injured_on`` is stated or ``no_recent_injury`` is
    true. Any other null, also inside a struct, leaves a field at its default; ``minutes`` has none.

    Parameters
    ----------
    batch
        Rows of requests.
    null_days_mean_no_injury
        Whether null days say "no recent injury" in a table without the column ``no_recent_injury``. True only if no
        null can come from elsewhere: a join and a reader of JSON make nulls too.

    Yields
    ------
    PlanRequest or InvalidRequest
        One for each row, in order; the error of a wrong row is a value.

    Raises
    ------
    InvalidRequest
        When the columns are not those of requests.

    Examples
    --------
    >>> import stretchplan as sp
    >>> from stretchplan.batch import read_requests, request_batch
    >>> rows = request_batch([sp.PlanRequest(minutes=10, days_since_injury=3)])
    >>> [request.minutes for request in read_requests(rows)]
    [10]
    """
    check_columns(batch.schema)
    fields = batch.drop_columns([ID]) if ID in batch.schema.names else batch
    for row in _rows(fields):
        try:
            yield read(PlanRequest, _fields(row, null_days_mean_no_injury))
        except InvalidRequest as error:
            yield error.with_traceback(None)


def _rows(batch: pa.RecordBatch) -> Iterator[dict[str, Any] | None]:
    """Yield each row; None for one that Python cannot represent: text that is not UTF-8, or the year 10,000."""
    try:
        yield from batch.to_pylist()
    except (ValueError, OverflowError):  # raised before the first row is yielded
        for place in range(batch.num_rows):
            try:
                yield batch.slice(place, 1).to_pylist()[0]
            except (ValueError, OverflowError):
                yield None


def _fields(row: dict[str, Any] | None, null_days_mean_no_injury: bool) -> dict[str, Any]:
    if row is None:
        raise _wrong("", "this row holds a text that is not UTF-8, or a date that no calendar has")
    stated = {name: _stated(value) for name, value in row.items() if value is not None or name in _INJURY}
    return with_stated_injury(stated, null_days_mean_no_injury=null_days_mean_no_injury)


def _stated(value: Any) -> Any:
    """Return a value without the null fields of structs inside it."""
    if isinstance(value, dict):
        return {name: _stated(part) for name, part in value.items() if part is not None}
    return [_stated(part) for part in value] if isinstance(value, list) else value
