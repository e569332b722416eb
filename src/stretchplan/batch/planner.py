"""What are the answers to a batch of requests? The batch planner is a function that can be pickled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from stretchplan.base.cache import Cache
from stretchplan.base.errors import InvalidRequest, Problem
from stretchplan.base.gc_pause import gc_paused
from stretchplan.base.text import quoted
from stretchplan.base.translation import LanguageName
from stretchplan.batch.arrays import POOL, array_of
from stretchplan.batch.columns import Columns
from stretchplan.batch.keys import row_keys
from stretchplan.batch.rows import check_columns, read_requests
from stretchplan.batch.schemas import ID, plan_schema
from stretchplan.catalog import Catalog
from stretchplan.inputs.policy import Policy
from stretchplan.planning.answer_table import BATCH_CACHE_MIB, AnswerTable
from stretchplan.planning.planner import NODE_BUDGET, Planner
from stretchplan.safety.own_rules import OwnRule

__all__ = ["SLICE_ROWS", "BatchPlanner"]

SLICE_ROWS: Final = 256
"""Rows answered together. It limits how many plans, and how many columns of answers, are in memory at a time."""

_KEYED_ROWS: Final = 4 * SLICE_ROWS
"""Rows whose keys are made together. That takes many small calls of Arrow, as long for few rows as for many."""


class BatchPlanner:
    """A function from a record batch of requests to one of plans: a row for each row, in order, with its id.

    The answer to a row is that of :meth:`stretchplan.Planner.plan` to its request and depends on nothing else, so rows
    may be split among batches, threads, processes and machines in any way. The answer to a row that is wrong or has no
    plan is its error, in the columns ``error_…``; the other rows are answered as usual.

    It can be pickled. Unpickled twice in one process with the same settings, it is the same object, so that each
    process has one :class:`stretchplan.Planner`, which threads share. For this, own rules must come from a module that
    the process can import, and rules with equal settings must be equal; otherwise each unpickling makes a new planner.

    Parameters
    ----------
    catalog, policy, rules, node_budget, explain, explain_refusals, language
        As for :class:`stretchplan.Planner`.
    cache_mib
        As for :class:`stretchplan.Planner`; more by default, because a batch repeats many requests.
    null_days_mean_no_injury
        As for :func:`read_requests`: False makes null days an error of their row, unless ``no_recent_injury`` is true.

    Attributes
    ----------
    planner
        The planner that answers.

    Raises
    ------
    CatalogError, InvalidRequest, PolicyError
        As for :class:`stretchplan.Planner`.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from stretchplan.batch import BatchPlanner
    >>> requests = pa.RecordBatch.from_pydict({"id": ["a"], "minutes": [5], "days_since_injury": [3]})
    >>> BatchPlanner()(requests)["total_seconds"].to_pylist()
    [263]
    """

    def __init__(
        self,
        catalog: Catalog | None = None,
        *,
        policy: Policy | None = None,
        rules: Iterable[OwnRule] = (),
        node_budget: int = NODE_BUDGET,
        explain: bool = True,
        explain_refusals: bool = True,
        cache_mib: int = BATCH_CACHE_MIB,
        null_days_mean_no_injury: bool = False,
        language: LanguageName | None = None,
    ) -> None:
        self.planner: Planner = Planner(
            catalog,
            policy=policy,
            rules=rules,
            node_budget=node_budget,
            explain=explain,
            explain_refusals=explain_refusals,
            cache_mib=cache_mib,
            language=language,
        )
        self._null_days_mean_no_injury = null_days_mean_no_injury
        self._idle: list[Remembered] = []  # tables of answers that no thread uses
        self._tables = 0
        self._settings: dict[str, Any] = {
            "policy": self.planner.policy,
            "rules": self.planner.rules,
            "node_budget": self.planner.node_budget,
            "explain": explain,
            "explain_refusals": explain_refusals,
            "cache_mib": self.planner.cache_mib,
            "null_days_mean_no_injury": null_days_mean_no_injury,
            "language": language,
        }

    def until(self, cancelled: Callable[[], bool]) -> BatchPlanner:
        """Return this planner with a function that can end its requests: see :meth:`stretchplan.Planner.until`.

        A row that it ends has the error ``cancelled``, and the rows after it are asked about again. The function stays
        in this process: pickled, the planner is again one without it.

        Parameters
        ----------
        cancelled
            Called without arguments in the thread that answers; it returns True to end the request, or False.

        Raises
        ------
        InvalidRequest
            As for :meth:`stretchplan.Planner.until`.
        """
        other = object.__new__(BatchPlanner)  # copy() would unpickle, and return what the whole process shares
        # A table of answers belongs to one planner, so the other has its own.
        vars(other).update(vars(self) | {"planner": self.planner.until(cancelled), "_idle": [], "_tables": 0})
        return other

    def __call__(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return the answers to a batch.

        Parameters
        ----------
        batch
            Rows of requests, of :data:`stretchplan.batch.REQUEST_SCHEMA` or with fewer columns; ``minutes`` and
            ``days_since_injury`` are required. Up to about 100,000 rows; use :meth:`each` for more.

        Returns
        -------
        pyarrow.RecordBatch
            Of :func:`stretchplan.batch.plan_schema` with the batch's type of ``id``; null where the batch has no id.

        Raises
        ------
        InvalidRequest
            When it is not a record batch, or its columns are not those of requests.
        PolicyError
            When an own rule of the caller returns a dose it was not given, or raises.
        """
        answers = list(self.each([batch]))
        if len(answers) == 1:
            return answers[0]
        schema = plan_schema(_ids(batch).type)
        if not answers:
            return pa.RecordBatch.from_arrays([pa.nulls(0, field.type) for field in schema], schema=schema)
        whole = pa.Table.from_batches(answers).combine_chunks(POOL)
        return pa.RecordBatch.from_arrays([chunked.chunk(0) for chunked in whole.columns], schema=schema)

    def each(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the answers to batches, in order, in batches of at most 256 rows; it suits Spark's mapInArrow.

        It keeps no batch that it has yielded, so there may be any number of rows.

        Parameters
        ----------
        batches
            Rows of requests.

        Raises
        ------
        InvalidRequest, PolicyError
            As for a call.
        """
        for batch in batches:
            if not isinstance(batch, pa.RecordBatch):
                hint = "; a table has to_batches()" if isinstance(batch, pa.Table) else ""
                raise InvalidRequest(
                    Problem("", quoted(batch), f"{quoted(batch)} is not a record batch of Arrow{hint}")
                )
            check_columns(batch.schema)
            for start in range(0, batch.num_rows, _KEYED_ROWS):
                some = batch.slice(start, _KEYED_ROWS)
                keys = _keys(some)
                for place in range(0, some.num_rows, SLICE_ROWS):
                    part = some.slice(place, SLICE_ROWS)
                    yield self._answered(part, keys[place : place + SLICE_ROWS])  # no name would hold it meanwhile

    def _answered(self, part: pa.RecordBatch, keys: Sequence[bytes | int]) -> pa.RecordBatch:
        """Return the answers to a slice. Each thread has a table of answers for itself meanwhile."""
        try:
            remembered = self._idle.pop()
        except IndexError:
            self._tables += 1
            remembered = Remembered(self.planner, null_days_mean_no_injury=self._null_days_mean_no_injury)
        try:
            with gc_paused():
                return remembered.answer(part, keys)
        finally:
            remembered.make_room(self.planner.cache_mib * 2**19 // self._tables)
            self._idle.append(remembered)

    def __reduce__(self) -> tuple[Any, ...]:
        return (_restored, (self.planner.catalog, self._settings))


class Remembered:
    """A table of answers with its columns, and the rows that it has answered."""

    def __init__(self, planner: Planner, *, null_days_mean_no_injury: bool) -> None:
        self._table = AnswerTable(planner, keep_texts=False)
        self._columns = Columns(self._table)
        self._null_days_mean_no_injury = null_days_mean_no_injury

    def answer(self, rows: pa.RecordBatch, keys: Sequence[bytes | int]) -> pa.RecordBatch:
        """Return the answers to rows, given their keys."""
        answers = {key: answer for key in {*keys} if (answer := self._table.known(key)) is not None}
        new: dict[bytes | int, int] = {}  # the first row with each key that is not known
        for place, key in enumerate(keys):
            if key not in answers:
                new.setdefault(key, place)
        if new:
            asked = pc.take(rows, array_of([*new.values()], pa.int64()), memory_pool=POOL)
            requests = read_requests(asked, null_days_mean_no_injury=self._null_days_mean_no_injury)
            for key, request in zip(new, requests, strict=True):
                answers[key] = self._table.answer(request, key if isinstance(key, bytes) else None)
        return self._columns.batch(_ids(rows), [answers[key] for key in keys])

    def make_room(self, most_bytes: int) -> None:
        """Forget everything if it takes more memory than this."""
        if self._table.size > most_bytes:
            self._table.clear()
            self._columns.clear()


def _keys(rows: pa.RecordBatch) -> list[bytes | int]:
    """Return a key for each row, whatever its id: rows with equal keys are equal. One without gets its place."""
    asked = rows.drop_columns([ID]) if ID in rows.schema.names else rows
    # A digest is far shorter than a row's values, and each row that is remembered has its key.
    schema = sha256(str(asked.schema.remove_metadata()).encode()).digest()
    return [place if key is None else sha256(schema + key).digest() for place, key in enumerate(row_keys(asked))]


_RESTORED: Final = Cache[BatchPlanner](4)


def _restored(catalog: Catalog, settings: dict[str, Any]) -> BatchPlanner:
    """Return this process's batch planner for some settings; it keeps the last four."""
    key = (catalog.digest, *settings.values())
    try:
        known = _RESTORED.get(key)
    except TypeError:  # a rule without a hash
        return BatchPlanner(catalog, **settings)
    return known if known is not None else _RESTORED.put(key, BatchPlanner(catalog, **settings))


def _ids(batch: pa.RecordBatch) -> pa.Array:
    """Return the ids of a batch as texts, or as whole numbers of their own type."""
    if ID not in batch.schema.names:
        return pa.nulls(batch.num_rows, pa.string())
    ids = batch.column(ID)
    return ids if pa.types.is_integer(ids.type) else ids.cast(pa.string())
