"""Where is a session, and how long was spent in each of its steps? Only keys and passing seconds change it."""

from collections.abc import Sequence
from typing import Final

from stretchplan.results.plan import WORK_KINDS, Step

__all__ = ["BACK", "PAUSE", "SKIP", "STOP", "Session"]

PAUSE: Final = "pause"
SKIP: Final = "skip"
BACK: Final = "back"
STOP: Final = "stop"

_JUST_BEGUN: Final = 3
"""Seconds into a step up to which "back" goes to the step before it, and not to its own start."""
_TINY: Final = 1e-6
"""Seconds that a sum of many short waits may lack."""


class Session:
    """A session that is running.

    Attributes
    ----------
    at
        The place of the running step, from 0; the number of steps when all are over.
    elapsed
        Seconds into that step.
    seconds_done
        Whole seconds spent in a step, by its place: the most, where it was gone through twice.
    """

    def __init__(self, steps: Sequence[Step]) -> None:
        self.steps = tuple(steps)
        self.at = 0
        self.elapsed = 0.0
        self.is_paused = False
        self.is_stopped = False
        self.seconds_done: dict[int, int] = {}
        self._last_work = max((n for n, step in enumerate(self.steps) if step.kind in WORK_KINDS), default=-1)

    @property
    def is_over(self) -> bool:
        """Whether it is at its end, or was stopped."""
        return self.is_stopped or self.at >= len(self.steps)

    @property
    def stopped_early(self) -> bool:
        """Whether there is work after the place where it is."""
        return self.at <= self._last_work

    @property
    def seconds_left(self) -> int:
        """Seconds left in the running step, rounded up."""
        return -int(-(self.steps[self.at].seconds - self.elapsed - _TINY) // 1)

    @property
    def until_next_second(self) -> float:
        """Seconds until ``seconds_left`` changes."""
        return 1 - (self.elapsed + _TINY) % 1

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        if self.is_paused or self.is_over:
            return
        self.elapsed += seconds
        while not self.is_over and self.elapsed + _TINY >= self.steps[self.at].seconds:
            rest = self.elapsed - self.steps[self.at].seconds
            self._go_to(self.at + 1)
            self.elapsed = max(0.0, rest)
        self._note()

    def press(self, key: str) -> None:
        """Do what a key stands for."""
        if self.is_over:
            return
        if key == PAUSE:
            self.is_paused = not self.is_paused
        elif key == STOP:
            self.is_stopped = True
        elif key == SKIP:
            self._go_to(self.at + 1)
        elif key == BACK:
            self._go_to(max(0, self.at - (self.elapsed < _JUST_BEGUN)))

    def _go_to(self, place: int) -> None:
        self._note()
        self.at, self.elapsed = place, 0.0

    def _note(self) -> None:
        if self.at < len(self.steps):
            seconds = min(int(self.elapsed + _TINY), self.steps[self.at].seconds)
            if seconds > self.seconds_done.get(self.at, 0):
                self.seconds_done[self.at] = seconds
