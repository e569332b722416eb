"""A thread-safe cache of bounded size."""

from __future__ import annotations

from threading import Lock
from typing import Any, Generic, TypeVar

__all__ = ["Cache"]

T = TypeVar("T")
Key = Any  # hashable; type checkers do not see that frozen models are


class Cache(Generic[T]):
    """A table of bounded size; when it is full, the oldest entry goes.

    Parameters
    ----------
    most
        The most entries it holds; 0 for a cache that keeps nothing.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._entries: dict[Key, T] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: Key) -> T | None:
        """Return the entry for a key, or None."""
        return self._entries.get(key)

    def put(self, key: Key, value: T) -> T:
        """Add an entry and return the one in the cache: of two threads that add one key, the first wins."""
        if not self._most:
            return value
        with self._lock:
            if len(self._entries) >= self._most and key not in self._entries:
                del self._entries[next(iter(self._entries))]
            return self._entries.setdefault(key, value)
