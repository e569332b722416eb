"""A million requests in one run on Dask: time, peak memory, and one digest of all answers for any number of partitions.

Run it from the root of the repository: ``PYTHONPATH=src python benchmarks/million.py [--rows N] [--partitions 1 7]``.
``--few-repeats`` takes rows of which no two are equal. ``--beside ../old/src`` answers the same rows with another build
before each run, and adds how the two compare: ``git worktree add ../old COMMIT`` makes its folder.
The digest is that of the answers' Parquet form in blocks of 128 rows, counted from the first row of all partitions.
Partitions end in the middle of blocks and of slices that are answered together, and rows come in batches of 1,000. So
equal digests show that it makes no difference where the rows are split.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import resource
import subprocess
import sys
from array import array
from collections import Counter
from itertools import pairwise
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any, NamedTuple

import dask
import people
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from distributed import Client, LocalCluster, as_completed

from stretchplan.batch import PLAN_SCHEMA, BatchPlanner

if TYPE_CHECKING:
    from collections.abc import Iterable

BLOCK = 128
BATCH = 1000
WORKERS = 2
NO_ANSWERS = pa.Table.from_batches([], PLAN_SCHEMA)  # empty_table() would import pandas


class Blocks:
    """The digests of whole blocks of answers, and the answers before the first whole block and after the last.

    Parameters
    ----------
    row
        The number of the first row that will be added.
    """

    def __init__(self, row: int) -> None:
        self.head: pa.Table | None = None
        self.digests: list[bytes] = []
        self.rest = NO_ANSWERS
        self._missing = BLOCK - row % BLOCK
        self._whole = row % BLOCK == 0

    def add(self, answers: pa.Table) -> None:
        """Add the answers that come next."""
        self.rest = pa.concat_tables([self.rest, answers])
        while self.rest.num_rows >= self._missing:
            block, self.rest = self.rest.slice(0, self._missing), self.rest.slice(self._missing)
            if self._whole:
                self.digests.append(digest(block))
            else:
                self.head = copied(block)
            self._missing, self._whole = BLOCK, True
        self.rest = copied(self.rest)

    def end(self) -> None:
        """Say that no more will come. Without a whole block all is the head."""
        if not self._whole:
            self.head, self.rest = self.rest, NO_ANSWERS


def copied(answers: pa.Table) -> pa.Table:
    """Return a table with the same rows and no buffers of others: a slice would keep, and send, its whole batch."""
    numbers = pa.py_buffer(array("q", range(answers.num_rows)))  # pa.array(…) would import pandas
    places = pa.Array.from_buffers(pa.int64(), answers.num_rows, [None, numbers])
    return pc.take(answers, places, memory_pool=people.POOL)


def digest(answers: pa.Table) -> bytes:
    """Return the digest of the values of rows, however Arrow stores them."""
    file = io.BytesIO()
    whole = answers.combine_chunks(people.POOL)
    pq.write_table(whole, file, compression="none", write_statistics=False, memory_pool=people.POOL)
    return hashlib.sha256(file.getbuffer()).digest()


class Answered(NamedTuple):
    """The result of a task for its partition."""

    place: int
    blocks: Blocks
    kinds: Counter[str]
    seconds: float
    planning_seconds: float
    peak_mib: int


def answer(planner: BatchPlanner, place: int, start: int, stop: int, few_repeats: bool) -> Answered:
    """Answer the rows from ``start`` to before ``stop``; the seconds are processor time."""
    begin, planning, kinds, blocks = process_time(), 0.0, Counter[str](), Blocks(start)
    for asked in people.batches(start, stop, BATCH, few_repeats=few_repeats):
        parts = planner.each([asked])
        while True:
            before = process_time()
            part = next(parts, None)
            planning += process_time() - before
            if part is None:
                break
            kinds.update(code or "plan" for code in part["error_code"].to_pylist())
            blocks.add(pa.Table.from_batches([part]))
            del part  # not held while the next one is made
    blocks.end()
    return Answered(place, blocks, kinds, process_time() - begin, planning, peak_mib())


def peak_mib() -> int:
    """Return the most memory that this process has had.

    On Linux ``ru_maxrss`` may be that of the process that started it.
    """
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text().splitlines()
        return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def run(rows: int, partitions: int, *, few_repeats: bool = False) -> dict[str, Any]:
    """Answer all rows in a number of partitions, and return what was measured."""
    edges = [rows * i // partitions for i in range(partitions + 1)]
    planner = BatchPlanner()
    load = os.getloadavg()[0]
    with (
        # Each second Dask keeps another tree of the stacks that it saw: most of what a worker would grow by.
        dask.config.set({"distributed.worker.profile.enabled": False}),
        LocalCluster(n_workers=WORKERS, threads_per_worker=1, dashboard_address=":0", memory_limit=0) as cluster,
        Client(cluster) as client,
    ):
        begin = perf_counter()
        tasks = [
            client.submit(answer, planner, place, *ends, few_repeats, pure=False)
            for place, ends in enumerate(pairwise(edges))
        ]
        done: dict[int, Answered] = {}
        for task in as_completed(tasks):
            one = task.result()
            done[one.place] = one
            task.release()
            print(f"\r{len(done)}/{partitions} partitions", end="", file=sys.stderr, flush=True)
        seconds = perf_counter() - begin
    print(file=sys.stderr)
    parts = [done[place] for place in range(partitions)]
    return {
        "rows": rows,
        "few_repeats": few_repeats,
        "partitions": partitions,
        "seconds": round(seconds, 1),
        "rows_per_second": round(rows / seconds),
        "processor_seconds": round(sum(part.seconds for part in parts), 1),
        "of_them_answering": round(sum(part.planning_seconds for part in parts), 1),
        "peak_mib_of_a_worker": max(part.peak_mib for part in parts),
        "load_before_and_after": [round(load, 1), round(os.getloadavg()[0], 1)],
        "answers": dict(sorted(sum((part.kinds for part in parts), Counter[str]()).items())),
        "sha256": together(part.blocks for part in parts),
    }


def together(parts: Iterable[Blocks]) -> str:
    """Return one digest of all answers: blocks that cross partitions are joined first."""
    whole = hashlib.sha256()
    open_block = NO_ANSWERS
    for part in parts:
        if part.head is not None:
            open_block = pa.concat_tables([open_block, part.head])
            if open_block.num_rows == BLOCK:
                whole.update(digest(open_block))
                open_block = NO_ANSWERS
        for block in part.digests:
            whole.update(block)
        if part.rest.num_rows:
            open_block = part.rest
    if open_block.num_rows:
        whole.update(digest(open_block))
    return whole.hexdigest()


def run_beside(source: Path, asked: argparse.Namespace, partitions: int) -> dict[str, Any]:
    """Return what is measured with another build, whose package is in ``source``."""
    command = [sys.executable, __file__, "--rows", str(asked.rows), "--partitions", str(partitions)]
    done = subprocess.run(
        [*command, *(["--few-repeats"] if asked.few_repeats else [])],
        env=os.environ | {"PYTHONPATH": str(source.resolve())},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def compared(measured: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Return how many times as fast and as large this build is, and whether its answers are the same."""
    return {
        "times_as_fast": round(other["seconds"] / measured["seconds"], 2),
        "times_by_processor": round(other["processor_seconds"] / measured["processor_seconds"], 2),
        "share_of_memory": round(measured["peak_mib_of_a_worker"] / other["peak_mib_of_a_worker"], 2),
        "same_answers": measured["sha256"] == other["sha256"],
    }


def main() -> None:
    """Run with each number of partitions, and print a line of JSON for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--partitions", type=int, nargs="+", default=[1, 7, 64])
    parser.add_argument("--few-repeats", action="store_true", help="take rows of which no two are equal")
    parser.add_argument("--beside", type=Path, help="the src of another build to run in turn")
    parser.add_argument("--output", type=Path, help="append the lines there too")
    asked = parser.parse_args()
    seen = set()
    for partitions in asked.partitions:
        other = run_beside(asked.beside, asked, partitions) if asked.beside else None
        measured = run(asked.rows, partitions, few_repeats=asked.few_repeats)
        if other is not None:
            measured |= {"beside": other, "compared": compared(measured, other)}
        seen.add(measured["sha256"])
        print(line := json.dumps(measured), flush=True)
        if asked.output:
            with asked.output.open("a", encoding="utf-8") as file:
                file.write(line + "\n")
    if len(seen) > 1:
        raise SystemExit("the answers depend on the partitions")


if __name__ == "__main__":
    main()
