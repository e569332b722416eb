"""Which numbers of quarter-seconds can an area have? Doses come in steps, so few numbers can be reached.

A need can be raised to the next sum that doses can make, and a bound lowered to the last one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

__all__ = ["OUT_OF_REACH", "Sums"]

OUT_OF_REACH = 1 << 60
"""Stands for the next sum where none is large enough."""


class Sums:
    """The sums that each area can have.

    ``parts`` has for each area what the doses can give it; ``had`` is what it had before today, and ``most`` no less
    than any sum of today. As any number of doses is allowed for, it may say that a sum can be reached that cannot.
    """

    def __init__(self, parts: Sequence[Iterable[int]], had: Sequence[int], most: int) -> None:
        self._sums = [_closed(set(of_area) - {0}, most) for of_area in parts]
        self._all = 0
        for sums, before in zip(self._sums, had, strict=True):
            self._all |= sums << before

    def reach(self, area: int, need: int) -> int:
        """Return the next sum of an area that is no less than what it needs today."""
        return _next(self._sums[area], need)

    def next(self, least: int) -> int:
        """Return the next number, no less than this one, that the least-served area can have."""
        return _next(self._all, least)

    def floor(self, most: int) -> int:
        """Return the last number, no more than this one, that the least-served area can have; -1 if there is none."""
        return (self._all & (1 << most + 1) - 1).bit_length() - 1 if most >= 0 else -1


def _closed(parts: set[int], most: int) -> int:
    """Return all sums of parts up to a limit, as bits."""
    room = (1 << most + 1) - 1
    sums = 1
    for part in sorted(parts):
        step = part
        while step <= most:  # doubling: after n rounds, up to 2^n - 1 times the part
            sums |= sums << step & room
            step *= 2
    return sums


def _next(sums: int, least: int) -> int:
    if least <= 0:
        least = 0
    rest = sums >> least
    return least + (rest & -rest).bit_length() - 1 if rest else OUT_OF_REACH
