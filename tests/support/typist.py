"""Somebody who sits at a terminal, waits for words to appear on it, and types."""

import contextlib
import os
import re
import select
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import Any

from tests.support.terminal import opened

ROOT = Path(__file__).parents[2]
_TERMINAL_VARIABLES = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "TTY_COMPATIBLE", "COLORTERM")


class Typist:
    """A child process with a terminal of its own, as its controlling terminal."""

    def __init__(self, *command: str, folder: Path, columns: int = 80, **changes: str) -> None:
        self._ours, its = opened(columns)
        # A terminal forgets its settings when nobody has it open; they are compared after the child has ended.
        self._its = its
        self.settings = self._settings()
        hidden = {k: v for k, v in os.environ.items() if k not in _TERMINAL_VARIABLES}
        path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
        self.child = subprocess.Popen(
            command,
            stdin=its,
            stdout=its,
            stderr=its,
            cwd=folder,
            env=hidden | {"TERM": "xterm-256color", "PYTHONPATH": path} | changes,
            preexec_fn=lambda: os.login_tty(os.dup(its)),
        )
        self.shown = ""
        self._read_until = 0

    @classmethod
    def on_day(cls, day: str, *args: str, folder: Path, speed: float = 1, **more: Any) -> "Typist":
        """Start ``stretchplan`` as on a day, with seconds that pass faster."""
        clock = ("-m", "tests.support.other_clock", day, str(speed))
        return cls(sys.executable, *clock, *args, folder=folder, **more)

    def _settings(self) -> list[Any]:
        return termios.tcgetattr(self._its)

    def wait_for(self, words: str, seconds: float = 60) -> None:
        """Read until words appear after those that were waited for before; line breaks count as spaces."""
        end = time.monotonic() + seconds
        while True:
            text = self.text[self._read_until :]
            found = text.find(words)
            if found >= 0:
                self._read_until += found + len(words)
                return
            left = end - time.monotonic()
            assert left > 0, f"{words!r} did not appear; this did: {text[-2000:]!r}"
            assert self._read(left), f"the terminal was closed before {words!r}; it shows {text[-2000:]!r}"

    def _read(self, seconds: float) -> bool:
        if self.child.poll() is not None and not select.select([self._ours], [], [], 0.2)[0]:
            return False
        if select.select([self._ours], [], [], min(seconds, 0.2))[0]:
            self.shown += os.read(self._ours, 65536).decode(errors="replace")
        return True

    @property
    def text(self) -> str:
        """What appeared, without escape codes and with single spaces."""
        return re.sub(r"\s+", " ", re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\a", "", self.shown))

    def type(self, text: str) -> None:
        """Type a text; ``\\x03`` is Ctrl-C."""
        os.write(self._ours, text.encode())

    def answer(self, question: str, text: str) -> None:
        """Wait for the end of a question, and type a line."""
        self.wait_for(question)
        self.type(f"{text}\n")

    def hang_up(self) -> int:
        """Close the terminal, and return the exit code."""
        os.close(self._its)
        os.close(self._ours)
        return self.child.wait(timeout=60)

    def leave(self) -> int:
        """Read to the end, and return the exit code; the settings of the terminal must be as they were."""
        end = time.monotonic() + 60
        while self.child.poll() is None:
            assert time.monotonic() < end, f"it goes on; the terminal shows {self.text[-2000:]!r}"
            self._read(0.2)
        while self._read(0.2):
            pass
        after = self._settings()
        with contextlib.suppress(OSError):
            os.close(self._its)
            os.close(self._ours)
        assert after == self.settings
        return self.child.returncode
