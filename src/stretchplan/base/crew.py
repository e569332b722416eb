"""How do several processes share a piece of work? Each worker is given one thing at a time and answers it."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any, Final, Generic, NamedTuple, Self, TypeVar

from stretchplan.base.errors import StretchPlanError

__all__ = ["Crew", "WorkerLost", "available_cores"]

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")

Worker = Callable[[Asked, Callable[[], object]], Answer]
"""Answers one thing; its second argument says whether the work is to stop."""

_LOOK_SECONDS: Final = 0.1
"""How long a crew waits for an answer before its user may look at something else."""


def available_cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):  # not on macOS and Windows
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class WorkerLost(StretchPlanError):
    """A worker was killed."""

    title = "A worker was killed"
    status = 500

    def __init__(self) -> None:
        super().__init__(
            "a worker ended before its work was done, perhaps because memory was short; --workers 1 takes least"
        )


class _Process(NamedTuple):
    process: BaseProcess
    line: Connection


class Crew(Generic[Asked, Answer]):
    """Workers, inside a ``with`` block. They end with it, and with the process that made them.

    ``start`` is called in each worker's own process, and returns what answers there.
    """

    def __init__(self, start: Callable[[], Worker[Asked, Answer]], size: int) -> None:
        self._start, self._size = start, size
        self._workers: list[_Process] = []
        self._idle: deque[Connection] = deque()
        self._busy: dict[Connection, Asked] = {}

    def __enter__(self) -> Self:
        context = multiprocessing.get_context("spawn")
        with _signals_held():  # a worker inherits that: Ctrl-C reaches it too, and only this process may act on it
            for _ in range(self._size):
                ours, theirs = context.Pipe()
                process = context.Process(target=_work, args=(theirs, self._start), daemon=True)
                process.start()
                theirs.close()
                self._workers.append(_Process(process, ours))
                self._idle.append(ours)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for worker in self._workers:
            worker.process.kill()  # it holds nothing that is not on the disk or to be made again
        for worker in self._workers:
            worker.process.join()
            worker.line.close()

    @property
    def idle(self) -> bool:
        """Whether some worker has nothing to do."""
        return bool(self._idle)

    @property
    def asked(self) -> tuple[Asked, ...]:
        """What the busy workers were given and have not answered."""
        return tuple(self._busy.values())

    def give(self, asked: Asked) -> None:
        """Give an idle worker something to do."""
        line = self._idle.popleft()
        self._busy[line] = asked
        _send(line, (asked,))

    def stop(self) -> None:
        """Ask each busy worker to stop."""
        for line in self._busy:
            _send(line, None)

    def answers(self) -> Iterator[tuple[Asked, Answer]]:
        """Yield what was asked and the answer, of the workers that have one now; wait a moment for the first of them.

        Raises
        ------
        WorkerLost
            If a worker was killed.
        """
        ready = wait([*self._busy], _LOOK_SECONDS)
        for line in [line for line in self._busy if line in ready]:
            answer = _receive(line)
            asked = self._busy.pop(line)
            self._idle.append(line)
            yield asked, answer


def _send(line: Connection, what: object) -> None:
    with contextlib.suppress(OSError):  # a worker that has ended is noticed when its answer is read
        line.send(what)


def _receive(line: Connection) -> Any:
    try:
        found = line.recv()
    except (EOFError, OSError):
        raise WorkerLost from None
    if isinstance(found, Exception):
        raise found
    return found


def _work(line: Connection, start: Callable[[], Callable[..., Any]]) -> None:
    """Answer until the other end of the line is closed, as it is when the process that made the crew ends."""
    with contextlib.suppress(EOFError, OSError):
        try:
            answer = start()
            while True:
                asked = line.recv()
                if asked is not None:  # None came too late: what it was about is done
                    line.send(answer(*asked, line.poll))
        except (EOFError, BrokenPipeError):
            raise
        except Exception as error:  # noqa: BLE001 - the process that made the crew says what it is
            line.send(error)


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
