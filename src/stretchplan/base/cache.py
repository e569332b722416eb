"""What a planner remembers: so much and no more, from any number of threads."""

from __future__ import annotations

from threading import Lock
from typing import Any, Generic, TypeVar

__all__ = ["Memory"]

Value = TypeVar("Value")
Key = Any  # hashable; type checkers do not see that frozen models are


class Memory(Generic[Value]):
    """A table that forgets what was kept first when there is too much in it.

    Parameters
    ----------
    most
        Entries that are kept; 0 keeps none.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Key, Value] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def recall(self, key: Key) -> Value | None:
        """Return what is kept under a key, or None."""
        return self._kept.get(key)

    def keep(self, key: Key, value: Value) -> Value:
        """Keep a value and return it; of two threads that worked the same out, both get the one that came first."""
        if not self._most:
            return value
        with self._lock:
            if len(self._kept) >= self._most and key not in self._kept:
                del self._kept[next(iter(self._kept))]
            return self._kept.setdefault(key, value)
