"""The run: rows are read, answered and written part by part; what is finished is kept and never planned again."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Final

from stretchplan._version import __version__
from stretchplan.base.gc_pause import gc_paused
from stretchplan.base.text import quoted
from stretchplan.cli.batch.formats import Answered, Asked, Reader, Writer, fingerprint, format_of
from stretchplan.cli.batch.json_lines import LinesReader, LinesWriter
from stretchplan.cli.batch.parts import Parts
from stretchplan.cli.exits import BadUsage, FileTrouble
from stretchplan.cli.files import what_went_wrong
from stretchplan.inputs.request import PlanRequest
from stretchplan.planning.planner import Planner
from stretchplan.results.plan import SCHEMA_VERSION, Plan
from stretchplan.rulebook.rules import RULES_VERSION

__all__ = ["PART_ROWS", "Run"]

PART_ROWS: Final = 1024
"""Rows in a part: at most so many are answered again after an interruption, and held in memory at a time."""
_TELL_ROWS: Final = 32


class Run:
    """A run from a file of requests to a file of answers.

    Parameters
    ----------
    source, target
        The names of the two files, as they were given.
    planner
        Answers the requests.
    explain
        Whether the planner's reasons say what would be otherwise.
    overwrite
        Whether the output may be there already.

    Raises
    ------
    BadUsage
        When a name does not say the format, or both name one file.
    FileTrouble
        When the input cannot be read, or the output cannot be written or is there already.
    InvalidRequest
        When a table does not have the columns of requests.
    MissingExtra
        When one of the files is Parquet and pyarrow is not installed.
    """

    def __init__(self, source: str, target: str, planner: Planner, *, explain: bool, overwrite: bool) -> None:
        reads, writes = format_of(source, "the input"), format_of(target, "--output")
        self._shown, self._to = quoted(source), quoted(target)
        self._source, self._target = Path(source), self._checked_place(source, target, overwrite)
        self._planner = planner
        self._input = fingerprint(self._source, self._shown)
        self._reader: Reader
        self._writer: Writer
        self._reader, self._writer = self._ends(source, reads, writes)
        self._made_from: dict[str, Any] = {
            "input": self._input,
            "version of stretchplan": [__version__, RULES_VERSION, SCHEMA_VERSION],
            "catalog": planner.catalog.digest,
            "policy": hashlib.sha256(planner.policy.model_dump_json().encode()).hexdigest(),
            "choice of reasons": explain,
            "node budget": planner.node_budget,
            "format of the output": writes,
            "part size": PART_ROWS,
        }
        self.size = self._reader.size

    def _checked_place(self, source: str, name: str, overwrite: bool) -> Path:
        try:
            target = Path(name).resolve()
            if target.is_dir():
                raise FileTrouble(f"{self._to} cannot be written: it is a directory; give the name of a file")
            if target.exists() and Path(source).exists() and target.samefile(source):
                raise BadUsage(f"the input and --output are one file, {self._to}; give the output another name")
            if target.exists() and not target.is_file():
                raise FileTrouble(f"{self._to} cannot be written: it is no regular file")
            if target.exists() and not overwrite:
                raise FileTrouble(f"{self._to} is there already; give another name, or --overwrite to replace it")
            if not target.parent.is_dir():
                raise FileTrouble(f"{self._to} cannot be written: no such file or directory")
        except (OSError, ValueError) as error:  # ValueError: a name with a null character
            raise FileTrouble(f"{self._to} cannot be written: {what_went_wrong(error)}") from None
        return target

    def _ends(self, name: str, reads: str, writes: str) -> tuple[Reader, Writer]:
        if "Parquet" not in (reads, writes):
            return LinesReader(self._source), LinesWriter()
        from stretchplan.cli.batch.parquet import ParquetReader, ParquetWriter

        if reads == "Parquet":
            table = ParquetReader(self._source, name)
            return table, ParquetWriter(table.id_type) if writes == "Parquet" else LinesWriter()
        return LinesReader(self._source), ParquetWriter()

    def go(self, tell: Callable[[int, int], None]) -> dict[str, Any]:
        """Answer every row that has no answer yet, and write the output.

        Parameters
        ----------
        tell
            Is told how many rows have been answered, and where in the input the next one starts, time and again.

        Returns
        -------
        dict
            What there is to say of it: rows, plans, errors by kind, and rows that were answered before.

        Raises
        ------
        FileTrouble
            When a file cannot be read or written, the input changes on the way, or the parts that are there belong to
            another run. What was finished is kept.
        """
        folder = self._target.with_name(f"{self._target.name}.parts")
        try:
            with Parts(folder, self._made_from) as parts:
                before = sum(part.rows for part in parts.done)
                self._answer_rest(parts, tell)
                if fingerprint(self._source, self._shown) != self._input:
                    raise FileTrouble(
                        f"{self._shown} was changed while it was read; delete {quoted(folder.name)} and start anew"
                    )
                parts.finish(self._target, self._writer.whole)
                answers = sum((Counter(part.answers) for part in parts.done), Counter())
        except OSError as error:
            why = what_went_wrong(error)
            raise FileTrouble(f"{self._to} cannot be written: {why}; what was finished is kept") from None
        plans = answers.pop("plan", 0)
        return {
            "rows": plans + answers.total(),
            "plans": plans,
            "errors": dict(sorted(answers.items())),
            "answered_before": before,
            "output": str(self._target),
        }

    def _answer_rest(self, parts: Parts, tell: Callable[[int, int], None]) -> None:
        rows = sum(part.rows for part in parts.done)
        end = parts.done[-1].end if parts.done else 0
        tell(rows, end)
        asked = self._reader.rows(rows, end)
        while some := list(islice(asked, PART_ROWS)):
            answered: list[Answered] = []
            with gc_paused():
                for row in some:
                    answered.extend(self._answer(row))
                    if len(answered) % _TELL_ROWS == 0:
                        tell(rows + len(answered), row.end)
            kinds = Counter("plan" if isinstance(row.answer, Plan) else row.answer.kind for row in answered)
            rows, end = rows + len(some), some[-1].end
            parts.add(partial(self._writer.part, rows=answered), len(some), end, dict(sorted(kinds.items())))

    def _answer(self, row: Asked) -> Iterator[Answered]:
        if isinstance(row.request, PlanRequest):
            yield from (Answered(row.id, answer) for answer in self._planner.plan_many((row.request,)))
        else:
            yield Answered(row.id, row.request)
