"""Was the command asked to stop? Ctrl-C sets a flag, because a ``KeyboardInterrupt`` can get lost.

Python raises it inside whatever code runs. If that is a check of types inside pydantic, pydantic prints "Exception
ignored in", and the command goes on: about once in 1,200 tries (docs/decisions/0039-stopping-a-batch.md).
"""

import signal
import threading
from types import FrameType, TracebackType
from typing import Any, Final, Self

__all__ = ["Stop"]

_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
_HANG_UP: Final = getattr(signal, "SIGHUP", None)  # Windows has none


class Stop:
    """Notes, inside a ``with`` block, that Ctrl-C or SIGTERM asked the command to stop.

    Parameters
    ----------
    at_once
        True: Ctrl-C also raises ``KeyboardInterrupt`` where it meets the code, and SIGTERM ends the process as ever.
        False: the first of the two signals is only noted, so that work in hand can be kept; another one raises.
    hang_up
        True: SIGHUP, which a closed terminal sends, is treated as SIGTERM is.
    """

    def __init__(self, *, at_once: bool, hang_up: bool = False) -> None:
        self.asked: int | None = None
        self._at_once = at_once
        self._signals = _SIGNALS[:1] if at_once else _SIGNALS
        if hang_up and _HANG_UP is not None:
            self._signals = (*self._signals, _HANG_UP)
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():  # only there does Python run handlers
            for number in self._signals:
                if signal.getsignal(number) is not signal.SIG_IGN:  # nohup, or a job in the background
                    self._before[number] = signal.signal(number, self._note)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _note(self, number: int, _frame: FrameType | None) -> None:
        is_first, self.asked = self.asked is None, number
        if self._at_once or not is_first:
            raise KeyboardInterrupt(number)

    def check(self) -> None:
        """Raise ``KeyboardInterrupt``, with the number of the signal, if the command was asked to stop."""
        if self.asked is not None:
            raise KeyboardInterrupt(self.asked)
