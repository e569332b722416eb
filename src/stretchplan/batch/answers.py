"""How do answers become rows of a record batch, and how are they read back? Each answer is one row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import pyarrow as pa

from stretchplan.base.errors import StretchPlanError
from stretchplan.batch.arrays import array_of
from stretchplan.batch.schemas import ID, plan_schema
from stretchplan.inputs.policy import Policy
from stretchplan.inputs.request import PlanRequest
from stretchplan.results.plan import Plan
from stretchplan.results.refusals import Infeasible

__all__ = ["ERROR_PREFIX", "answer_batch", "error_row", "policy_value", "read_answers"]

ERROR_PREFIX: Final = "error_"
_PLAN_FIELDS: Final = tuple(Plan.model_fields)
_TYPE_PREFIX: Final = "urn:stretchplan:problem:"


def answer_batch(ids: pa.Array, answers: Sequence[Plan | StretchPlanError]) -> pa.RecordBatch:
    """Return answers as a record batch of :func:`stretchplan.batch.plan_schema`.

    Parameters
    ----------
    ids
        The id of each answer.
    answers
        Plans, and errors as values.

    Returns
    -------
    pyarrow.RecordBatch
        A row for each answer, in order.

    Examples
    --------
    >>> import pyarrow as pa
    >>> import stretchplan as sp
    >>> from stretchplan.batch import answer_batch
    >>> answers = answer_batch(pa.array([7]), [sp.plan(minutes=10, days_since_injury=3)])
    >>> answers["id"].to_pylist(), answers["total_seconds"].to_pylist()
    ([7], [582])
    """
    schema = plan_schema(ids.type)
    rows = array_of(
        [_plan_row(answer) if isinstance(answer, Plan) else error_row(answer) for answer in answers],
        pa.struct([schema.field(i) for i in range(1, len(schema))]),
    )
    return pa.RecordBatch.from_arrays([ids, *rows.flatten()], schema=schema)


def _plan_row(plan: Plan) -> dict[str, Any]:
    row = plan.model_dump()
    row["coverage"] = list(row["coverage"].items())
    row["policy"] = policy_value(plan.policy)
    return row


def policy_value(policy: Policy) -> dict[str, Any]:
    """Return a policy as Arrow takes it: a map as a list of pairs."""
    value = policy.model_dump()
    value["first_allowed_days"] = list(value["first_allowed_days"].items())
    return value


def error_row(error: StretchPlanError) -> dict[str, Any]:
    """Return the columns of an error, by name."""
    details = error.to_dict()
    if isinstance(error, Infeasible):
        for as_dict, relaxation in zip(details["relaxations"], error.relaxations, strict=True):
            # dates stay dates
            as_dict |= {"request": relaxation.request.model_dump(), "not_before": relaxation.not_before}
    details["code"] = details.pop("type").removeprefix(_TYPE_PREFIX)
    return {f"{ERROR_PREFIX}{name}": value for name, value in details.items()}


def read_answers(batch: pa.RecordBatch | pa.Table) -> Iterator[tuple[Any, Plan | dict[str, Any]]]:
    """Yield the id and the answer of each row: the plan, or the error as its problem details (RFC 9457).

    Parameters
    ----------
    batch
        A batch from :class:`stretchplan.batch.BatchPlanner`, or a table of such batches, for example from a file.

    Yields
    ------
    tuple
        ``isinstance(answer, sp.Plan)`` tells plans from errors. An error has the form of its ``to_dict()``.

    Examples
    --------
    >>> import pyarrow as pa
    >>> import stretchplan as sp
    >>> from stretchplan.batch import answer_batch, read_answers
    >>> plan = sp.plan(minutes=10, days_since_injury=3)
    >>> list(read_answers(answer_batch(pa.array([7]), [plan]))) == [(7, plan)]
    True
    """
    for part in batch.to_batches(max_chunksize=256) if isinstance(batch, pa.Table) else (batch,):
        for row in part.to_pylist():
            yield row[ID], _plan(row) if row["error_code"] is None else _details(row)


def _plan(row: dict[str, Any]) -> Plan:
    fields = {name: row[name] for name in _PLAN_FIELDS}
    fields["coverage"] = dict(fields["coverage"])
    fields["policy"]["first_allowed_days"] = dict(fields["policy"]["first_allowed_days"])
    return Plan.model_validate(fields)


def _details(row: dict[str, Any]) -> dict[str, Any]:
    details = {
        name.removeprefix(ERROR_PREFIX): value
        for name, value in row.items()
        if name.startswith(ERROR_PREFIX) and value is not None
    }
    for relaxation in details.get("relaxations", ()):
        relaxation["request"] = PlanRequest.model_validate(relaxation["request"]).model_dump(mode="json")
        relaxation["not_before"] = relaxation["not_before"] and relaxation["not_before"].isoformat()
    return {"type": f"{_TYPE_PREFIX}{details.pop('code')}", **details}
