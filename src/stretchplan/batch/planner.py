"""The function from requests to plans, as an object that processes can send one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, Final

import pyarrow as pa

from stretchplan.base.cache import Cache
from stretchplan.base.errors import InvalidRequest, Problem, StretchPlanError
from stretchplan.base.gc_pause import collection_put_off
from stretchplan.base.text import quoted
from stretchplan.batch.answers import answer_batch
from stretchplan.batch.rows import check_columns, read_requests
from stretchplan.batch.schemas import ID, plan_schema
from stretchplan.catalog import Catalog
from stretchplan.inputs.policy import Policy
from stretchplan.inputs.request import PlanRequest
from stretchplan.planning.planner import NODE_BUDGET, Planner
from stretchplan.results.plan import Plan
from stretchplan.safety.own_rules import OwnRule

__all__ = ["SLICE_ROWS", "BatchPlanner"]

SLICE_ROWS: Final = 1024
"""Rows that are answered together, whatever comes in: so many plans are held as Python objects at a time."""


class BatchPlanner:
    """A function from a record batch of requests to one of plans: a row for each row, in order, with its id.

    The answer to a row is that of :meth:`stretchplan.Planner.plan` to its request and depends on nothing else, so rows
    may be split among batches, threads, processes and machines in any way. A row that is wrong, or has no plan, is
    answered with its error in the columns ``error_…``, and the others go on.

    It can be pickled. In the process that it is sent to, it comes back as one and the same object for the same
    settings, so that each process has one :class:`stretchplan.Planner`, which threads share. (Rules of your own have
    to come from a module that the process can import, and be equal when their settings are; others make a planner
    anew each time they are sent.)

    Parameters
    ----------
    catalog, policy, rules, node_budget, explain
        As for :class:`stretchplan.Planner`.

    Raises
    ------
    CatalogError, PolicyError
        As for :class:`stretchplan.Planner`.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from stretchplan.batch import BatchPlanner
    >>> asked = pa.RecordBatch.from_pydict({"id": ["a"], "minutes": [5], "days_since_injury": [3]})
    >>> BatchPlanner()(asked)["total_seconds"].to_pylist()
    [283]
    """

    def __init__(
        self,
        catalog: Catalog | None = None,
        *,
        policy: Policy | None = None,
        rules: Iterable[OwnRule] = (),
        node_budget: int = NODE_BUDGET,
        explain: bool = True,
    ) -> None:
        self.planner = Planner(catalog, policy=policy, rules=rules, node_budget=node_budget, explain=explain)
        self._explain = explain

    def __call__(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return the answers to a batch.

        Parameters
        ----------
        batch
            Rows of requests, of :data:`stretchplan.batch.REQUEST_SCHEMA` or with fewer columns: ``minutes`` and
            ``days_since_injury`` have to be there. Up to about 100,000; more go through :meth:`each`.

        Returns
        -------
        pyarrow.RecordBatch
            Of :func:`stretchplan.batch.plan_schema` with the type of ``id`` in the batch; ``id`` is null where there
            is none.

        Raises
        ------
        InvalidRequest
            When it is no record batch, or its columns are not those of requests: about the whole of it.
        PolicyError
            When a rule of the caller's own would loosen what the library's rules leave, or fails.
        """
        answered = list(self.each([batch]))
        if len(answered) == 1:
            return answered[0]
        schema = plan_schema(_ids(batch).type)
        if not answered:
            return pa.RecordBatch.from_pylist([], schema=schema)
        whole = pa.Table.from_batches(answered).combine_chunks()
        return pa.RecordBatch.from_arrays([chunked.chunk(0) for chunked in whole.columns], schema=schema)

    def each(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the answers to batches, in order and in batches of at most 1,024 rows: what Spark's mapInArrow asks.

        Nothing is kept of what has been yielded, so the rows may be any number.

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
            for start in range(0, batch.num_rows, SLICE_ROWS):
                part = batch.slice(start, SLICE_ROWS)
                with collection_put_off():
                    answered = answer_batch(_ids(part), list(self.answers(read_requests(part))))
                yield answered

    def answers(self, asked: Iterable[PlanRequest | StretchPlanError]) -> Iterator[Plan | StretchPlanError]:
        """Yield the answer to each request, and each error as it is.

        Parameters
        ----------
        asked
            Requests, and what was wrong with others.
        """
        for one in asked:
            if isinstance(one, PlanRequest):
                yield from self.planner.plan_many((one,))
            else:
                yield one

    def __reduce__(self) -> tuple[Any, ...]:
        planner = self.planner
        settings = (planner.catalog, planner.policy, planner.rules, planner.node_budget, self._explain)
        return (_restored, settings)


_RESTORED: Final = Cache[BatchPlanner](4)


def _restored(
    catalog: Catalog, policy: Policy, rules: tuple[OwnRule, ...], node_budget: int, explain: bool
) -> BatchPlanner:
    """Return this process's batch planner for some settings; it keeps the last four."""
    made = partial(BatchPlanner, catalog, policy=policy, rules=rules, node_budget=node_budget, explain=explain)
    key = (catalog.digest, policy, rules, node_budget, explain)
    try:
        known = _RESTORED.get(key)
    except TypeError:  # a rule without a hash
        return made()
    return known if known is not None else _RESTORED.put(key, made())


def _ids(batch: pa.RecordBatch) -> pa.Array:
    """Return the ids of a batch, as plain texts or whole numbers of their own type."""
    if ID not in batch.schema.names:
        return pa.nulls(batch.num_rows, pa.string())
    ids = batch.column(ID)
    return ids if pa.types.is_integer(ids.type) else ids.cast(pa.string())
