"""How do several processes answer one batch? Each worker answers a slice at a time and writes it to a file."""

from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import TracebackType

from stretchplan.base import crew
from stretchplan.cli.batch.formats import Slice
from stretchplan.cli.batch.parts import removed_unless_whole
from stretchplan.cli.batch.work import Answered, Task, Work
from stretchplan.cli.stop import Stop

__all__ = ["Crew"]


class Crew(crew.Crew[tuple[Slice, Path], Answered]):
    """Workers that answer slices, inside a ``with`` block. They end with it, and with the process that made them."""

    def __init__(self, task: Task, size: int) -> None:
        super().__init__(partial(_start, task), size)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        super().__exit__(kind, error, at)
        for _, path in self.asked:
            path.unlink(missing_ok=True)

    def answer(
        self, slices: Iterator[Slice], path_for: Callable[[int], Path], stop: Stop
    ) -> Iterator[tuple[Slice, Answered, Path]]:
        """Yield each slice that was answered, what was answered of it, and the file with the answers.

        The rows of a slice that a worker did not answer come next. When ``stop`` asks for it, each worker ends after
        its row in hand.
        """
        left: deque[Slice] = deque()
        told = False
        while True:
            while self.idle and stop.asked is None:
                rows = left.popleft() if left else next(slices, None)
                if rows is None:
                    break
                self.give((rows, path_for(rows.first)))
            if not self.asked:
                return
            if stop.asked is not None and not told:
                told = True
                self.stop()
            for (rows, path), answered in self.answers():
                if 0 < answered.rows < rows.rows:
                    first, more = rows.first + answered.rows, rows.rows - answered.rows
                    left.append(Slice(first, answered.end, rows.end, more))
                if answered.rows:
                    yield rows, answered, path


def _start(task: Task) -> Callable[[tuple[Slice, Path], Callable[[], object]], Answered]:
    return partial(_answer, Work(task))


def _answer(work: Work, asked: tuple[Slice, Path], stop: Callable[[], object]) -> Answered:
    rows, path = asked
    answered = work.answer(rows, stop=stop, report=lambda *_: None)
    if answered.rows:
        with removed_unless_whole(path):
            work.write(path)
    return answered
