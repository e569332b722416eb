"""How are some rows of a batch answered? The same way in the command's own process and in a worker."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Final, NamedTuple

from stretchplan.base.gc_pause import gc_paused
from stretchplan.catalog import Catalog
from stretchplan.cli.batch.formats import AnswerRow, Reader, RequestRow, Slice, Writer
from stretchplan.cli.batch.json_lines import LinesReader, LinesWriter
from stretchplan.inputs.policy import Policy
from stretchplan.planning.answer_table import Answer, AnswerTable
from stretchplan.planning.planner import Planner

__all__ = ["PART_ROWS", "PART_SECONDS", "Answered", "Task", "Work"]

PART_ROWS: Final = 1024
"""The most rows in a part. No more are held in memory, and no more are answered again after a run was killed."""
PART_SECONDS: Final = 5.0
"""When a part has taken so long it ends after the row in hand. The output does not show where its parts ended."""
_REPORT_ROWS: Final = 32


@dataclass(frozen=True)
class Task:
    """What a run reads, writes and plans with; a worker gets it when it starts."""

    source: Path
    shown_source: str  # as the user named it
    source_format: str
    target_format: str
    null_days_mean_no_injury: bool
    catalog: Catalog
    policy: Policy
    node_budget: int
    explain: bool
    cache_mib: int


class Answered(NamedTuple):
    """Rows that were answered: how many, where the next row starts, and the answers by kind."""

    rows: int
    end: int
    kinds: dict[str, int]


class Work:
    """Answers and writes slices of a run; it remembers answers from one slice to the next."""

    def __init__(self, task: Task) -> None:
        planner = Planner(
            task.catalog,
            policy=task.policy,
            node_budget=task.node_budget,
            explain=task.explain,
            cache_mib=task.cache_mib,
        )
        self._most_bytes = task.cache_mib * 2**19
        self._table = AnswerTable(planner, keep_texts=task.target_format != "Parquet")
        self.reader, self.writer = _reader_and_writer(task, self._table)
        self._rows: list[AnswerRow] = []

    def answer(self, rows: Slice, stop: Callable[[], object], report: Callable[[int, int], None]) -> Answered:
        """Answer a slice, or its first rows: when they have taken long, or ``stop`` asks for it, the others stay.

        ``report`` is called with the number of rows so far and the position of the next one. The answers wait for
        :meth:`write`.
        """
        self._rows, end = [], rows.start
        until = monotonic() + PART_SECONDS
        with gc_paused():
            for row in self.reader.rows(rows.first, rows.start):
                self._rows.append(AnswerRow(row.id, self._answer(row)))
                end = row.end
                if len(self._rows) % _REPORT_ROWS == 0:
                    report(len(self._rows), end)
                if len(self._rows) == rows.rows or stop() or monotonic() >= until:
                    break
        kinds = Counter(row.answer.kind for row in self._rows)
        return Answered(len(self._rows), end, dict(sorted(kinds.items())))

    def write(self, path: Path) -> None:
        """Write the answers of the last slice to a file."""
        self.writer.write_part(path, self._rows)
        self._rows = []
        if self._table.size > self._most_bytes:
            self._table.clear()
            self.writer.make_room()

    def _answer(self, row: RequestRow) -> Answer:
        known = None if row.key is None else self._table.known(row.key)
        return self._table.answer(row.read(), row.key) if known is None else known


def _reader_and_writer(task: Task, table: AnswerTable) -> tuple[Reader, Writer]:
    nulls = task.null_days_mean_no_injury
    if "Parquet" not in (task.source_format, task.target_format):
        return LinesReader(task.source, nulls), LinesWriter(table)
    from stretchplan.cli.batch.parquet import ParquetReader, ParquetWriter  # needs the extra `batch`

    if task.source_format == "Parquet":
        rows = ParquetReader(task.source, task.shown_source, nulls)
        return rows, ParquetWriter(table, rows.id_type) if task.target_format == "Parquet" else LinesWriter(table)
    return LinesReader(task.source, nulls), ParquetWriter(table)
