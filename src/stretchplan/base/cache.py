"""A thread-safe cache of bounded size, and a key for one. A process may be forked while its threads use it."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from threading import RLock
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

__all__ = ["Cache", "HashedOnce", "cached_property"]

T = TypeVar("T")
Key = Any  # hashable; type checkers do not see that frozen models are

# One lock for all caches, held for microseconds. A process that is forked takes it first: otherwise the child could
# inherit it locked by a thread that the child does not have, and wait for ever. Reentrant, because a signal handler may
# fork while its own thread holds the lock.
_LOCK: Final = RLock()
if hasattr(os, "register_at_fork"):  # not on Windows, which has no fork
    os.register_at_fork(before=_LOCK.acquire, after_in_parent=_LOCK.release, after_in_child=_LOCK.release)


class HashedOnce:
    """A key of many parts whose hash is worked out once: that of all doses of a day takes milliseconds."""

    __slots__ = ("_hash", "_parts")

    def __init__(self, *parts: Key) -> None:
        self._parts = parts
        self._hash = hash(parts)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, HashedOnce) and self._hash == other._hash and self._parts == other._parts

    def __reduce__(self) -> tuple[Any, ...]:
        return HashedOnce, self._parts  # texts have other hashes in another process


class Cache(Generic[T]):
    """A table of at most ``size`` entries: a new one pushes out the oldest. A cache of size 0 keeps nothing.

    With ``cost``, a function of a key and its entry, the entries together cost at most ``most_cost`` as well; an entry
    that alone costs more is not kept. With ``grows``, entries come to cost more while they are used, and all are
    counted again for each new one.
    """

    def __init__(
        self, size: int, *, most_cost: int = 0, cost: Callable[[Key, T], int] | None = None, grows: bool = False
    ) -> None:
        self._size = size
        self._most_cost = most_cost
        self._cost_of = cost
        self._grows = grows
        self._entries: dict[Key, T] = {}
        self._costs: dict[Key, int] = {}
        self.cost: int = 0

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: Key) -> T | None:
        """Return the entry for a key, or None."""
        return self._entries.get(key)

    def put(self, key: Key, value: T) -> T:
        """Add an entry unless the key has one, and return the key's entry."""
        cost = self._cost_of(key, value) if self._cost_of else 0
        if not self._size or cost > self._most_cost:
            return value
        with _LOCK:
            known = self._entries.get(key)
            if known is not None:
                return known
            if self._grows and self._cost_of:
                self._costs = {other: self._cost_of(other, entry) for other, entry in self._entries.items()}
                self.cost = sum(self._costs.values())
            while len(self._entries) >= self._size or self.cost + cost > self._most_cost:
                oldest = next(iter(self._entries))
                del self._entries[oldest]
                self.cost -= self._costs.pop(oldest, 0)
            self._entries[key] = value
            if cost:
                self._costs[key] = cost
                self.cost += cost
            return value


class cached_property(functools.cached_property[T]):  # noqa: N801 - named as Python's own
    """Python's ``cached_property``, without the lock that Python 3.11 holds meanwhile and a forked child inherits.

    Threads may work out one value at the same time; they find the same.
    """

    if sys.version_info < (3, 12) and not TYPE_CHECKING:

        def __get__(self, instance: Any, owner: type | None = None) -> Any:
            if instance is None:
                return self
            values = instance.__dict__
            if self.attrname not in values:
                values[self.attrname] = self.func(instance)
            return values[self.attrname]
