"""The command line on another day, and with seconds that pass faster: for sessions in a real terminal.

``python -m tests.support.other_clock 2026-03-04 50 play`` plays that day's session, fifty times as fast.
"""

import sys
from collections.abc import Callable
from datetime import date

from stretchplan.cli.run import run


class OtherClock:
    """A clock that shows a given day, and counts exactly the seconds that somebody asked to wait."""

    def __init__(self, day: str, speed: float = 1) -> None:
        self._day = date.fromisoformat(day)
        self._speed = speed
        self._now = 0.0

    def today(self) -> date:
        return self._day

    def now(self) -> float:
        return self._now

    def wait(self, seconds: float, key: Callable[[float], str]) -> str:
        pressed = key(seconds / self._speed)
        if not pressed:
            self._now += seconds
        return pressed


if __name__ == "__main__":
    sys.exit(run(sys.argv[3:], OtherClock(sys.argv[1], float(sys.argv[2]))))
