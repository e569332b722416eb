"""What day is it, how much time has passed, and how long to wait for a key? Only the command line reads a clock.

A command gets its clock from :func:`stretchplan.cli.run.run`, so a test can pass one of its own.
"""

import time
from collections.abc import Callable
from datetime import date
from typing import Protocol

__all__ = ["Clock", "SystemClock"]


class Clock(Protocol):
    """A clock on the wall and a stop watch."""

    def today(self) -> date:
        """Return the date where the person is."""
        ...

    def now(self) -> float:
        """Return seconds since some moment; they never go back."""
        ...

    def wait(self, seconds: float, key: Callable[[float], str]) -> str:
        """Wait up to so many seconds for a key, by calling ``key`` with them; return the key, or an empty text."""
        ...


class SystemClock:
    """The clock of the system."""

    def today(self) -> date:
        """Return the date in the time zone of the system."""
        return date.today()

    def now(self) -> float:
        """Return the system's monotonic seconds."""
        return time.monotonic()

    def wait(self, seconds: float, key: Callable[[float], str]) -> str:
        """Wait up to so many seconds for a key."""
        return key(seconds)
