"""Run a batch: read, answer and write rows part by part. A finished part is never planned again."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from stretchplan._version import __version__
from stretchplan.base.crew import WorkerLost
from stretchplan.base.text import quoted
from stretchplan.cli.batch.crew import Crew
from stretchplan.cli.batch.formats import Slice, file_format, fingerprint
from stretchplan.cli.batch.parts import Parts
from stretchplan.cli.batch.work import PART_ROWS, Answered, Task, Work
from stretchplan.cli.exits import FileTrouble
from stretchplan.cli.files import what_went_wrong
from stretchplan.cli.stop import Stop
from stretchplan.planning.planner import Planner
from stretchplan.results.plan import SCHEMA_VERSION
from stretchplan.rulebook.rules import RULES_VERSION

__all__ = ["BatchRun"]

Report = Callable[[int, int], None]
"""Is called with the number of answered rows, and with how much of the input they take."""


_Finished = tuple[Slice, Answered, Callable[[Path], object]]
"""A slice, what was answered of it, and a function that writes the answers to a path."""


class BatchRun:
    """A run from a file of requests to a file of answers; messages name both files as the user did.

    ``overwrite`` allows an output that exists. A file that cannot be used is an error before anything is written. Where
    there is more than one slice to answer, ``workers`` processes do it.
    """

    def __init__(
        self,
        source: str,
        target: str,
        planner: Planner,
        *,
        explain: bool,
        overwrite: bool,
        workers: int = 1,
        null_days_mean_no_injury: bool = False,
    ) -> None:
        source_format, target_format = file_format(source, "the input"), file_format(target, "--output")
        self._shown_source, self._shown_target, self._output = quoted(source), quoted(target), target
        self._source, self._target = Path(source), self._checked_target(target, overwrite)
        self._input = fingerprint(self._source, self._shown_source)
        self._workers = workers
        self._task = Task(
            source=self._source,
            shown_source=source,
            source_format=source_format,
            target_format=target_format,
            null_days_mean_no_injury=null_days_mean_no_injury,
            catalog=planner.catalog,
            policy=planner.policy,
            node_budget=planner.node_budget,
            explain=explain,
            cache_mib=planner.cache_mib,
        )
        self._work = Work(self._task)
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
        self.size: int = self._work.reader.size
        self.kept: int = 0
        """Rows whose answers are on the disk."""

    def _checked_target(self, name: str, overwrite: bool) -> Path:
        shown = self._shown_target
        try:
            target = Path(name).resolve()
            if target.is_dir():
                raise FileTrouble(f"{shown} cannot be written: it is a directory; give the name of a file")
            if target.exists() and not target.is_file():
                raise FileTrouble(f"{shown} cannot be written: it is no regular file")
            if target.exists() and not overwrite:
                raise FileTrouble(f"{shown} is there already; give another name, or --overwrite to replace it")
            if not target.parent.is_dir():
                raise FileTrouble(f"{shown} cannot be written: no such file or directory")
        except (OSError, ValueError) as error:  # ValueError: a name with a null character
            raise FileTrouble(f"{shown} cannot be written: {what_went_wrong(error)}") from None
        return target

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
                parts.finish(self._target, self._work.writer.join)
                answers = sum((Counter(part.answers) for part in parts.done), Counter())
        except WorkerLost as error:
            raise FileTrouble(f"{error}; {self.kept_words()}") from None
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
        taken = sum(part.end - part.start for part in parts.done)
        report(self.kept, taken)
        slices = chain.from_iterable(
            self._work.reader.slices(first, start, end, PART_ROWS) for first, start, end in parts.gaps(self.size)
        )
        some = list(islice(slices, 2))
        together = len(some) > 1 and self._workers > 1
        answer = self._by_workers if together else self._alone
        for rows, answered, write in answer(chain(some, slices), parts, report, stop):
            parts.add(write, answered.rows, answered.end, answered.kinds, rows.first, rows.start)
            self.kept += answered.rows
            taken += answered.end - rows.start
            report(self.kept, taken)
        stop.check()

    def _alone(self, slices: Iterator[Slice], parts: Parts, report: Report, stop: Stop) -> Iterator[_Finished]:
        """Answer slices one after another in this process."""
        for rows in slices:
            rest = rows
            while rest.rows:
                taken = sum(part.end - part.start for part in parts.done)

                def say(count: int, end: int, taken: int = taken - rest.start) -> None:
                    report(self.kept + count, taken + end)

                answered = self._work.answer(rest, lambda: stop.asked, say)
                if not answered.rows:
                    break
                yield rest, answered, self._work.write
                stop.check()
                rest = Slice(rest.first + answered.rows, answered.end, rest.end, rest.rows - answered.rows)

    def _by_workers(self, slices: Iterator[Slice], parts: Parts, report: Report, stop: Stop) -> Iterator[_Finished]:
        """Answer slices in several processes; they are finished in any order."""
        with Crew(self._task, self._workers) as crew:
            for rows, answered, path in crew.answer(slices, parts.slice_path, stop):
                yield rows, answered, path.replace
