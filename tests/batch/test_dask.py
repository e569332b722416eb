"""Does Dask give the same answers for any partitions, on a cluster of two processes?"""

import hashlib
from collections.abc import Iterator
from itertools import pairwise

import pyarrow as pa
import pytest

import stretchplan as sp
from stretchplan.batch import BatchPlanner, request_batch
from tests.support.requests import varied

distributed = pytest.importorskip("distributed")

ROWS = 128


@pytest.fixture(scope="module")
def client() -> Iterator[object]:
    """Return a client of a cluster on this machine: two processes, a thread each."""
    cluster = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", protocol="tcp://"
    )
    with cluster, distributed.Client(cluster) as made:
        yield made


def digest(batches: list[pa.RecordBatch]) -> str:
    """Return a digest of all rows in order, whatever the batches."""
    seen = hashlib.sha256()
    for row in pa.Table.from_batches(batches).to_pylist():
        seen.update(repr(row).encode())
    return seen.hexdigest()


def test_the_number_of_partitions_changes_no_answer(client):
    asked = request_batch(varied(ROWS), map(str, range(ROWS)))
    planner = BatchPlanner(explain=False)
    here = digest([planner(asked)])
    for count in (1, 7, 64):
        edges = [ROWS * i // count for i in range(count + 1)]
        parts = [asked.slice(start, end - start) for start, end in pairwise(edges)]
        answered = client.gather(client.map(planner, parts, pure=False))
        assert [part.num_rows for part in answered] == [part.num_rows for part in parts]
        assert digest(answered) == here


def test_each_process_has_one_planner(client):
    def whose(planner: BatchPlanner, place: int) -> tuple[int, int]:
        import os

        return os.getpid(), id(planner)

    planner = BatchPlanner(explain=False)
    met = {client.submit(whose, planner, place, pure=False).result() for place in range(20)}
    assert len(met) == len({process for process, _ in met})


def test_a_wrong_table_is_an_error_of_its_task(client):
    wrong = pa.RecordBatch.from_pydict({"minutes": [5]})
    with pytest.raises(sp.InvalidRequest, match="days_since_injury: this column is required"):
        client.submit(BatchPlanner(), wrong).result()
