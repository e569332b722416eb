"""Run a batch: read, answer and write rows part by part. A finished part is never planned again."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any, Final

from stretchplan._version import __version__
from stretchplan.base.gc_pause import gc_paused
from stretchplan.base.text import quoted
from stretchplan.cli.batch.formats import AnswerRow, Reader, RequestRow, Writer, file_format, fingerprint
from stretchplan.cli.batch.json_lines import LinesReader, LinesWriter
from stretchplan.cli.batch.parts import Parts
from stretchplan.cli.exits import BadUsage, FileTrouble
from stretchplan.cli.files import what_went_wrong
from stretchplan.cli.stop import Stop
from stretchplan.inputs.request import PlanRequest
from stretchplan.planning.planner import Planner
from stretchplan.results.plan import SCHEMA_VERSION, Plan
from stretchplan.rulebook.rules import RULES_VERSION

__all__ = ["PART_ROWS", "BatchRun"]

PART_ROWS: Final = 1024
"""The most rows in a part. No more are held in memory, and no more are answered again after a run was killed."""
PART_SECONDS: Final = 5.0
"""When a part has taken so long it ends after the row in hand. The output does not show where its parts ended."""
_REPORT_ROWS: Final = 32

Report = Callable[[int, int], None]
"""Is called with the number of answered rows, and the position in the input of the next one."""


class BatchRun:
    """A run from a file of requests to a file of answers; messages name both files as the user did.

    ``overwrite`` allows an output that exists. A file that cannot be used is an error before anything is written.
    """

    def __init__(
        self,
        source: str,
        target: str,
        planner: Planner,
        *,
        explain: bool,
        overwrite: bool,
        null_days_mean_no_injury: bool = False,
    ) -> None:
        source_format, target_format = file_format(source, "the input"), file_format(target, "--output")
        self._shown_source, self._shown_target, self._output = quoted(source), quoted(target), target
        self._source, self._target = Path(source), self._checked_target(source, target, overwrite)
        self._planner = planner
        self._null_days_mean_no_injury = null_days_mean_no_injury
        self._input = fingerprint(self._source, self._shown_source)
        self._reader, self._writer = self._reader_and_writer(source, source_format, target_format)
        self._made_from: dict[str, Any] = {
            "input": self._input,
            "version of stretchplan": [__version__, RULES_VERSION, SCHEMA_VERSION],
            "catalog": planner.catalog.digest,
            "policy": hashlib.sha256(planner.policy.model_dump_json().encode()).hexdigest(),
            "choice of reasons": explain,
            "node budget": planner.node_budget,
            "meaning of null days": null_days_mean_no_injury,
            "format of the output": target_format,
        }
        self.size: int = self._reader.size
        self.kept: int = 0
        """Rows whose answers are on the disk."""

    def _checked_target(self, source: str, name: str, overwrite: bool) -> Path:
        shown = self._shown_target
        try:
            target = Path(name).resolve()
            if target.is_dir():
                raise FileTrouble(f"{shown} cannot be written: it is a directory; give the name of a file")
            if target.exists() and Path(source).exists() and target.samefile(source):
                raise BadUsage(f"the input and --output are one file, {shown}; give the output another name")
            if target.exists() and not target.is_file():
                raise FileTrouble(f"{shown} cannot be written: it is no regular file")
            if target.exists() and not overwrite:
                raise FileTrouble(f"{shown} is there already; give another name, or --overwrite to replace it")
            if not target.parent.is_dir():
                raise FileTrouble(f"{shown} cannot be written: no such file or directory")
        except (OSError, ValueError) as error:  # ValueError: a name with a null character
            raise FileTrouble(f"{shown} cannot be written: {what_went_wrong(error)}") from None
        return target

    def _reader_and_writer(self, name: str, source_format: str, target_format: str) -> tuple[Reader, Writer]:
        nulls = self._null_days_mean_no_injury
        if "Parquet" not in (source_format, target_format):
            return LinesReader(self._source, nulls), LinesWriter()
        from stretchplan.cli.batch.parquet import ParquetReader, ParquetWriter  # needs the extra `batch`

        if source_format == "Parquet":
            table = ParquetReader(self._source, name, nulls)
            return table, ParquetWriter(table.id_type) if target_format == "Parquet" else LinesWriter()
        return LinesReader(self._source, nulls), ParquetWriter()

    def answer_all(self, report: Report, stop: Stop) -> dict[str, Any]:
        """Answer every row that has no answer yet, write the output, and return a summary.

        Raises ``FileTrouble`` when a file cannot be used, the input changes meanwhile, or the parts belong to another
        run, and ``KeyboardInterrupt`` when ``stop`` asks for it, once the answers so far are kept.
        """
        folder = self._target.with_name(f"{self._target.name}.parts")
        try:
            with Parts(folder, self._made_from) as parts:
                answered_before = self.kept = sum(part.rows for part in parts.done)
                self._answer_rest(parts, report, stop)
                if fingerprint(self._source, self._shown_source) != self._input:
                    parts_name = quoted(folder.name)
                    raise FileTrouble(
                        f"{self._shown_source} was changed while it was read; delete {parts_name} and start again"
                    )
                parts.finish(self._target, self._writer.join)
                answers = sum((Counter(part.answers) for part in parts.done), Counter())
        except OSError as error:
            reason = what_went_wrong(error)
            raise FileTrouble(f"{self._shown_target} cannot be written: {reason}; {self.kept_words()}") from None
        plans = answers.pop("plan", 0)
        return {
            "rows": plans + answers.total(),
            "plans": plans,
            "errors": dict(sorted(answers.items())),
            "answered_before": answered_before,
            "output": self._output,
        }

    def kept_words(self) -> str:
        """Say how many answers are on the disk, as the end of a message about a run that stopped."""
        if not self.kept:
            return "no answer was finished before that"
        answers = f"{self.kept:,} answer{' is' if self.kept == 1 else 's are'}"
        return f"{answers} kept, and the same command goes on from there"

    def _answer_rest(self, parts: Parts, report: Report, stop: Stop) -> None:
        end = parts.done[-1].end if parts.done else 0
        report(self.kept, end)
        requests = self._reader.rows(self.kept, end)
        while True:
            answers: list[AnswerRow] = []
            until = monotonic() + PART_SECONDS
            with gc_paused():
                for row in requests:
                    answers.extend(self._answer(row))
                    end = row.end
                    if len(answers) % _REPORT_ROWS == 0:
                        report(self.kept + len(answers), end)
                    if len(answers) == PART_ROWS or stop.asked or monotonic() >= until:
                        break
            if not answers:
                return
            kinds = Counter("plan" if isinstance(row.answer, Plan) else row.answer.kind for row in answers)
            write = partial(self._writer.write_part, rows=answers)
            parts.add(write, len(answers), end, dict(sorted(kinds.items())))
            self.kept += len(answers)
            stop.check()

    def _answer(self, row: RequestRow) -> Iterator[AnswerRow]:
        if isinstance(row.request, PlanRequest):
            yield from (AnswerRow(row.id, answer) for answer in self._planner.plan_many((row.request,)))
        else:
            yield AnswerRow(row.id, row.request)
