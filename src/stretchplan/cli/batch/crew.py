"""How do several processes answer one batch? Each worker answers a slice at a time and writes it to a file."""

import contextlib
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Final, NamedTuple, Self

from stretchplan.cli.batch.formats import Slice
from stretchplan.cli.batch.parts import removed_unless_whole
from stretchplan.cli.batch.work import Answered, Task, Work
from stretchplan.cli.exits import FileTrouble
from stretchplan.cli.stop import Stop

__all__ = ["Crew", "WorkerLost", "available_cores"]

_LOOK_SECONDS: Final = 0.1
"""How often the command looks whether it was asked to stop while workers are busy."""


def available_cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):  # not on macOS and Windows
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Worker(NamedTuple):
    process: BaseProcess
    line: Connection


class Crew:
    """Workers that answer slices, inside a ``with`` block. They end with it, and with the process that made them."""

    def __init__(self, task: Task, size: int) -> None:
        self._task, self._size = task, size
        self._workers: list[_Worker] = []
        self._busy: dict[Connection, tuple[Slice, Path]] = {}

    def __enter__(self) -> Self:
        context = multiprocessing.get_context("spawn")
        with _signals_held():  # a worker inherits that: Ctrl-C reaches it too, and only this process may act on it
            for _ in range(self._size):
                ours, theirs = context.Pipe()
                process = context.Process(target=_work, args=(theirs, self._task), daemon=True)
                process.start()
                theirs.close()
                self._workers.append(_Worker(process, ours))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for worker in self._workers:
            worker.process.kill()  # it holds nothing that is not on the disk or to be made again
        for worker in self._workers:
            worker.process.join()
            worker.line.close()
        for _, path in self._busy.values():
            path.unlink(missing_ok=True)

    def answer(
        self, slices: Iterator[Slice], path_for: Callable[[int], Path], stop: Stop
    ) -> Iterator[tuple[Slice, Answered, Path]]:
        """Yield each slice that was answered, what was answered of it, and the file with the answers.

        The rows of a slice that a worker did not answer come next. When ``stop`` asks for it, each worker ends after
        its row in hand.
        """
        left: deque[Slice] = deque()
        idle = deque(worker.line for worker in self._workers)
        told = False
        while True:
            while idle and stop.asked is None:
                rows = left.popleft() if left else next(slices, None)
                if rows is None:
                    break
                self._busy[line := idle.popleft()] = rows, path_for(rows.first)
                _send(line, self._busy[line])
            if not self._busy:
                return
            if stop.asked is not None and not told:
                told = True
                for line in self._busy:
                    _send(line, None)
            ready = wait([*self._busy], _LOOK_SECONDS)
            for line in [line for line in self._busy if line in ready]:
                answered = _receive(line)
                rows, path = self._busy.pop(line)
                idle.append(line)
                if 0 < answered.rows < rows.rows:
                    first, more = rows.first + answered.rows, rows.rows - answered.rows
                    left.append(Slice(first, answered.end, rows.end, more))
                if answered.rows:
                    yield rows, answered, path


def _send(line: Connection, what: tuple[Slice, Path] | None) -> None:
    with contextlib.suppress(OSError):  # a worker that has ended is noticed when its answer is read
        line.send(what)


def _receive(line: Connection) -> Answered:
    try:
        found: Answered | Exception = line.recv()
    except (EOFError, OSError):
        raise WorkerLost(
            "a worker ended before its work was done, perhaps because memory was short; --workers 1 takes least"
        ) from None
    if isinstance(found, Exception):
        raise found
    return found


class WorkerLost(FileTrouble):
    """A worker was killed."""


def _work(line: Connection, task: Task) -> None:
    """Answer slices until the other end of the line is closed, as it is when the command's process ends."""
    with contextlib.suppress(EOFError, OSError):
        try:
            work = Work(task)
            while True:
                asked = line.recv()
                if asked is not None:  # None came too late: its slice is done
                    line.send(_answer(work, line, *asked))
        except (EOFError, BrokenPipeError):
            raise
        except Exception as error:  # noqa: BLE001 - the command's own process says what it is
            line.send(error)


def _answer(work: Work, line: Connection, rows: Slice, path: Path) -> Answered:
    answered = work.answer(rows, stop=line.poll, report=lambda *_: None)
    if answered.rows:
        with removed_unless_whole(path):
            work.write(path)
    return answered


@contextlib.contextmanager
def _signals_held() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM wait until the end of the block, here and in processes that are started inside."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
