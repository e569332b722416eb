"""Plans for many requests: an Arrow record batch of requests in, one of plans out, a row for each row.

It needs the extra ``batch``, which installs pyarrow. docs/batch.md shows it with Dask and Spark.

>>> import pyarrow as pa
>>> from stretchplan.batch import BatchPlanner, read_answers
>>> requests = pa.RecordBatch.from_pylist(
...     [{"id": "a", "minutes": 10, "days_since_injury": 3}, {"id": "b", "minutes": 0, "days_since_injury": 3}]
... )
>>> answers = BatchPlanner()(requests)
>>> answers["total_seconds"].to_pylist(), answers["error_code"].to_pylist()
([575, None], [None, 'invalid-request'])
>>> [type(answer).__name__ for _, answer in read_answers(answers)]
['Plan', 'dict']
"""

from __future__ import annotations

from importlib.util import find_spec

from stretchplan.base.errors import MissingExtra

if find_spec("pyarrow") is None:
    raise MissingExtra("batch", "stretchplan.batch")

from stretchplan.batch.answers import answer_batch, read_answers
from stretchplan.batch.planner import BatchPlanner
from stretchplan.batch.rows import read_requests, request_batch
from stretchplan.batch.schemas import PLAN_SCHEMA, REQUEST_SCHEMA, plan_schema, request_schema, schema_text

__all__ = [
    "PLAN_SCHEMA",
    "REQUEST_SCHEMA",
    "BatchPlanner",
    "answer_batch",
    "plan_schema",
    "read_answers",
    "read_requests",
    "request_batch",
    "request_schema",
    "schema_text",
]
