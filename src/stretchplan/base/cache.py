"""A thread-safe cache of bounded size."""

from __future__ import annotations

from threading import Lock
from typing import Any, Generic, TypeVar

__all__ = ["Cache"]

T = TypeVar("T")
Key = Any  # hashable; type checkers do not see that frozen models are


class Cache(Generic[T]):
    """A table of at most ``size`` entries: a new one pushes out the oldest. A cache of size 0 keeps nothing."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._entries: dict[Key, T] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: Key) -> T | None:
        """Return the entry for a key, or None."""
        return self._entries.get(key)

    def put(self, key: Key, value: T) -> T:
        """Add an entry unless the key has one, and return the key's entry."""
        if not self._size:
            return value
        with self._lock:
            if len(self._entries) >= self._size and key not in self._entries:
                del self._entries[next(iter(self._entries))]
            return self._entries.setdefault(key, value)
