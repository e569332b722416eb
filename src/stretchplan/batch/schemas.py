"""The published Arrow schemas of requests and answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import pyarrow as pa

from stretchplan.batch.types import fields_of, list_of
from stretchplan.inputs.injury import DAYS, INJURED_ON, NO_RECENT_INJURY
from stretchplan.inputs.request import PlanRequest
from stretchplan.results.plan import SCHEMA_VERSION, Plan

__all__ = ["ID", "PLAN_SCHEMA", "REQUEST_SCHEMA", "plan_schema", "request_schema", "schema_text"]

ID: Final = "id"

_TEXT: Final = pa.string()
_INT: Final = pa.int64()
_TEXTS: Final = list_of(_TEXT)
_REQUEST: Final = pa.struct(fields_of(PlanRequest))
_PLAN: Final = pa.struct(fields_of(Plan))


def _rows(**fields: pa.DataType) -> pa.DataType:
    return list_of(pa.struct(list(fields.items())))


_ERROR_TYPES: Final[dict[str, pa.DataType]] = {
    "error_code": _TEXT,
    "error_title": _TEXT,
    "error_status": _INT,
    "error_detail": _TEXT,
    "error_errors": _rows(where=_TEXT, value=_TEXT, message=_TEXT, suggestion=_TEXT),
    "error_urgency": _TEXT,
    "error_rule_ids": _TEXTS,
    "error_questions": _TEXTS,
    "error_conflicts": _rows(
        demands=_rows(kind=_TEXT, id=_TEXT),
        rule_ids=_TEXTS,
        stretch_ids=_TEXTS,
        least_seconds=_INT,
        message=_TEXT,
        stand_ins=_TEXTS,
    ),
    "error_relaxations": _rows(
        request=_REQUEST,
        changes=_rows(kind=_TEXT, id=_TEXT, name=_TEXT, amount=_INT, until=_INT),
        message=_TEXT,
        not_before_days=_INT,
        not_before=pa.date32(),
    ),
    "error_reasons": _TEXT,
    "error_nodes": _INT,
    "error_violations": _rows(rule_id=_TEXT, step=_INT, message=_TEXT),
}
"""The problem details of RFC 9457, one column each. ``error_code`` is the last part of ``type``; the other names are
those of ``to_dict()`` with a prefix."""


def request_schema(id_type: pa.DataType | None = None) -> pa.Schema:
    """Return the schema of requests: ``id``, a column for each field of a request, and two more about the injury.

    A row states the days since the injury, its date in ``injured_on``, or true in ``no_recent_injury``. Null days alone
    say nothing, because a join and a reader of JSON make nulls where a value is missing.

    Parameters
    ----------
    id_type
        The type of ``id``: text (None) or any whole number.

    Examples
    --------
    >>> from stretchplan.batch import request_schema
    >>> request_schema().names[:5]
    ['id', 'minutes', 'days_since_injury', 'no_recent_injury', 'injured_on']
    """
    fields = [pa.field(ID, id_type or _TEXT), *_REQUEST]
    place = [field.name for field in fields].index(DAYS) + 1
    fields[place:place] = [pa.field(NO_RECENT_INJURY, pa.bool_()), pa.field(INJURED_ON, pa.date32())]
    return pa.schema(fields)


def plan_schema(id_type: pa.DataType | None = None) -> pa.Schema:
    """Return the schema of answers: ``id``, a column for each field of a plan, and those of an error.

    A row holds a plan or an error: either ``error_code`` is null, or all columns of the plan are.

    Parameters
    ----------
    id_type
        The type of ``id`` in the requests: text (None) or any whole number.

    Returns
    -------
    pyarrow.Schema
        The columns in the order of the plan's fields.

    Examples
    --------
    >>> from stretchplan.batch import plan_schema
    >>> plan_schema().names[0], plan_schema().field("total_seconds").type
    ('id', DataType(int64))
    """
    fields = [pa.field(ID, id_type or _TEXT), *_PLAN, *(pa.field(*item) for item in _ERROR_TYPES.items())]
    return pa.schema(fields, metadata={"stretchplan.plan_schema_version": SCHEMA_VERSION})


def schema_text(schema: pa.Schema) -> str:
    """Return a schema as text, one line for each column and each field inside it, the same in every release of Arrow.

    Parameters
    ----------
    schema
        A schema of this module.

    Returns
    -------
    str
        As in ``docs/batch.schema.txt``.

    Examples
    --------
    >>> from stretchplan.batch import REQUEST_SCHEMA, schema_text
    >>> schema_text(REQUEST_SCHEMA).splitlines()[1]
    'minutes: int64'
    """
    return "".join(f"{line}\n" for field in schema for line in _lines(field.name, field.type, ""))


def _lines(name: str, kind: pa.DataType, indent: str) -> Iterator[str]:
    words, inner = _words(kind)
    yield f"{indent}{name}: {words}"
    for part, part_kind in inner.items():
        yield from _lines(part, part_kind, indent + "  ")


def _words(kind: pa.DataType) -> tuple[str, Mapping[str, pa.DataType]]:
    if pa.types.is_list(kind):
        words, inner = _words(kind.value_type)
        return f"list of {words}", inner
    if pa.types.is_map(kind):
        words, inner = _words(kind.item_type)
        return f"map from {kind.key_type} to {words}", inner
    if pa.types.is_struct(kind):
        return "struct", {field.name: field.type for field in kind}
    return str(kind), {}


REQUEST_SCHEMA: Final[pa.Schema] = request_schema()
"""The schema of requests whose ids are texts; only ``minutes`` and ``days_since_injury`` are required columns."""

PLAN_SCHEMA: Final[pa.Schema] = plan_schema()
"""The schema of answers to such requests."""
