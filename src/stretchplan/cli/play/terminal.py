"""Read single keys from a terminal and draw on all of it; whatever happens, leave it as it was."""

import contextlib
import os
import re
import sys
import time
from collections.abc import Iterable
from types import TracebackType
from typing import Any, Final, Protocol, Self

from stretchplan.cli import output
from stretchplan.cli.exits import BadUsage
from stretchplan.cli.play.session import BACK, PAUSE, SKIP, STOP
from stretchplan.render.document.blocks import Line, Role

__all__ = ["Terminal"]

_KEYS: Final = {" ": PAUSE, "p": PAUSE, "n": SKIP, "b": BACK, "q": STOP}
_ARROWS: Final = {"C": SKIP, "D": BACK}
_ONE_KEY: Final = re.compile(r"\x1b[\[O][0-9;]*[A-Za-z~]|.", re.DOTALL)
_ENTER: Final = "\x1b[?1049h\x1b[?25l\x1b[2J"  # a screen of its own, and no cursor on it
_LEAVE: Final = "\x1b[?25h\x1b[?1049l"
_CODES: Final[dict[Role, str]] = {
    "title": "1",
    "heading": "1;36",
    "strong": "1",
    "quiet": "2",
    "good": "32",
    "warn": "33",
    "bad": "1;31",
}
_NO_COLOUR: Final[dict[Role, str]] = {"title": "1", "heading": "1", "strong": "1", "quiet": "2", "bad": "1"}


class _Keyboard(Protocol):
    """How single keys are read."""

    def open(self) -> None:
        """Let keys come one by one, and unseen."""

    def close(self) -> None:
        """Leave the keyboard as it was."""

    def read(self, seconds: float) -> str:
        """Wait for keys, and return what they send; an empty text when none came."""
        ...


class _Posix:
    def __init__(self) -> None:
        self._fd = sys.stdin.fileno()
        self._before: list[Any] | None = None

    def open(self) -> None:
        import termios
        import tty

        self._before = termios.tcgetattr(self._fd)
        tty.setcbreak(self._fd)  # Ctrl-C still sends its signal
        mode = termios.tcgetattr(self._fd)
        mode[6][termios.VSUSP] = b"\0"  # Ctrl-Z would leave the shell with a drawn screen
        termios.tcsetattr(self._fd, termios.TCSADRAIN, mode)

    def close(self) -> None:
        import termios

        if self._before is not None:
            # Keys that were pressed and not read answer no question that is asked next.
            termios.tcsetattr(self._fd, termios.TCSAFLUSH, self._before)

    def read(self, seconds: float) -> str:
        import select

        if not select.select([self._fd], [], [], seconds)[0]:
            return ""
        data = os.read(self._fd, 64)
        if not data:
            raise EOFError("the terminal was closed")
        return data.decode("ascii", "replace")


class _Windows:
    """The keyboard of a Windows console. Nobody has tried it yet: there is no Windows among the test machines."""

    def open(self) -> None:
        os.system("")  # noqa: S605, S607 - switches the console's escape codes on

    def close(self) -> None:
        import msvcrt

        while msvcrt.kbhit():  # type: ignore[attr-defined,unused-ignore]
            msvcrt.getwch()  # type: ignore[attr-defined,unused-ignore]

    def read(self, seconds: float) -> str:
        import msvcrt

        end = time.monotonic() + seconds
        while not msvcrt.kbhit():  # type: ignore[attr-defined,unused-ignore]
            left = end - time.monotonic()
            if left <= 0:
                return ""
            time.sleep(min(0.05, left))
        key: str = msvcrt.getwch()  # type: ignore[attr-defined,unused-ignore]
        if key in ("\x00", "\xe0"):  # an arrow: its name follows
            arrow = msvcrt.getwch()  # type: ignore[attr-defined,unused-ignore]
            return {"M": "\x1b[C", "K": "\x1b[D"}.get(arrow, "")
        return key


class Terminal:
    """The terminal of standard input and output, inside a ``with`` block drawn on as a whole.

    Raises
    ------
    BadUsage
        When one of them is no terminal, or one that cannot be drawn on.
    """

    def __init__(self) -> None:
        if not output.is_terminal() or sys.stdin is None or not sys.stdin.isatty():
            raise BadUsage(
                "play needs a terminal for its keys and its screen; 'stretchplan today --output today.html' writes a "
                "page that guides you in a browser"
            )
        if os.environ.get("TERM") in ("dumb", "unknown"):
            raise BadUsage("play needs a terminal that can be drawn on, and TERM says that this one cannot")
        self._keyboard: _Keyboard = _Windows() if sys.platform == "win32" else _Posix()
        self._codes = _NO_COLOUR if os.environ.get("NO_COLOR") else _CODES
        self._typed: list[str] = []

    def __enter__(self) -> Self:
        try:
            self._keyboard.open()
            self._write(_ENTER)
        except BaseException:
            self._restore()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._restore()

    def _restore(self) -> None:
        with contextlib.suppress(OSError, ValueError):  # the terminal may be gone
            self._write(_LEAVE)
        with contextlib.suppress(OSError, ValueError):
            self._keyboard.close()

    @property
    def size(self) -> tuple[int, int]:
        """Columns and lines, as they are now."""
        try:
            size = os.get_terminal_size(sys.stdout.fileno())
        except OSError:
            return 80, 24
        return size.columns or 80, size.lines or 24

    @property
    def has_blocks(self) -> bool:
        """Whether bars can be made of block characters."""
        return output.can_encode(sys.stdout, "█░")

    def key(self, seconds: float) -> str:
        """Wait up to so many seconds, and return what the key that was pressed stands for; else an empty text."""
        if not self._typed:
            self._typed = _ONE_KEY.findall(self._keyboard.read(seconds))
        key = self._typed.pop(0) if self._typed else ""
        return _ARROWS.get(key[-1], "") if len(key) > 1 else _KEYS.get(key.lower(), "")

    def draw(self, lines: Iterable[Line], *, ring: bool = False) -> None:
        """Show lines from the top of the screen in place of what is shown."""
        text = "\r\n".join(f"{self._coloured(line)}\x1b[K" for line in lines)
        self._write(f"\x1b[H{text}\x1b[J{chr(7) if ring else ''}")

    def _coloured(self, line: Line) -> str:
        return "".join(
            f"\x1b[{code}m{span.text}\x1b[0m" if (code := self._codes.get(span.role)) else span.text for span in line
        )

    def _write(self, text: str) -> None:
        sys.stdout.write(output.encodable(text, sys.stdout))
        sys.stdout.flush()
