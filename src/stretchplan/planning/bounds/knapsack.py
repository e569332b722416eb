"""How much could the undecided stretches still add? Dantzig's bound for the multiple-choice knapsack.

The bound relaxes doses to fractions: part of a dose may be taken, or part of the way from one dose of a stretch to its
next better one. The best fractional choice takes the pieces with the most worth per second first. No real choice adds
more. The bound is rounded down, because real sums are whole numbers.

Reference: G. B. Dantzig, Discrete-variable extremum problems, Operations Research 5 (1957).
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise

from stretchplan.base.cache import Cache, cached_property
from stretchplan.planning.model.problem import Item

__all__ = [
    "Gain",
    "KnapsackBounds",
    "concave_hull",
    "dantzig_bound",
    "gains_by_depth",
    "rest_by_count",
    "seconds_by_count",
]

_CACHED = 512


class KnapsackBounds:
    """The bounds of one problem, each worked out when a search first needs it.

    In every list, entry d is about the items from d on: those that a search has not decided at depth d.
    """

    def __init__(self, items: Sequence[Item]) -> None:
        self._items = items
        self._served: Cache[list[Gain]] = Cache(_CACHED)

    @cached_property
    def work(self) -> list[Gain]:
        """The most seconds of stretching that can be added."""
        return gains_by_depth([[(option.cost, option.work) for option in item.options] for item in self._items])

    @cached_property
    def seconds_by_count(self) -> list[list[int]]:
        """See :func:`seconds_by_count`."""
        return seconds_by_count(self._items)

    @cached_property
    def rest_by_count(self) -> list[list[int]]:
        """See :func:`rest_by_count`."""
        return rest_by_count(self._items)

    def served(self, areas: tuple[int, ...]) -> list[Gain]:
        """Return the most quarter-seconds that can be added over some areas together."""
        gains = self._served.get(areas)
        if gains is None:
            weights = [sum(item.weights[area] for area in areas) for item in self._items]
            gains = gains_by_depth(
                [
                    [(option.cost, weight * option.effective) for option in item.options]
                    for item, weight in zip(self._items, weights, strict=True)
                ]
            )
            self._served.put(areas, gains)
        return gains


class Gain:
    """The most that some undecided items can add to one sum, by the seconds left.

    ``pieces`` are ``(seconds, worth)``, steepest first.
    """

    __slots__ = ("_ends", "_pieces", "_starts", "_worths")

    def __init__(self, pieces: Sequence[tuple[int, int]]) -> None:
        starts, worths = [], []
        seconds = worth = 0
        for length, rise in pieces:
            starts.append(seconds)
            worths.append(worth)
            seconds += length
            worth += rise
        self._pieces, self._starts, self._worths = tuple(pieces), tuple(starts), tuple(worths)
        self._ends = (seconds, worth)

    def within(self, seconds: int) -> int:
        """Return an upper bound on what the items can add in so many seconds (0 or more)."""
        end, most = self._ends
        if seconds >= end:
            return most
        place = bisect_right(self._starts, seconds) - 1
        length, rise = self._pieces[place]
        return self._worths[place] + (seconds - self._starts[place]) * rise // length


def gains_by_depth(choices: Sequence[Sequence[tuple[int, int]]]) -> list[Gain]:
    """Return, for every depth and the end, what the stretches from there on can add.

    ``choices`` has the doses of each stretch as ``(seconds, worth)``; no worth is negative.
    """
    steepest_first: list[tuple[float, tuple[int, int]]] = []
    gains = [Gain(())]
    for doses in reversed(choices):
        pieces = _pieces(doses)
        for length, rise in pieces:
            insort(steepest_first, (-rise / length, (length, rise)))
        gains.append(Gain([piece for _, piece in steepest_first]) if pieces else gains[-1])
    gains.reverse()
    return gains


def dantzig_bound(choices: Sequence[Sequence[tuple[int, int]]], seconds: int) -> int:
    """Return an upper bound on what stretches can add in so many seconds; choices as in :func:`gains_by_depth`."""
    pieces = [(-rise / length, length, rise) for doses in choices for length, rise in _pieces(doses)]
    return Gain([(length, rise) for _, length, rise in sorted(pieces)]).within(seconds)


def concave_hull(doses: Iterable[tuple[int, int]], *, from_zero: bool = True) -> list[tuple[int, int]]:
    """Return the corners of the upper concave hull of doses ``(seconds, worth)``, as far as it rises.

    It begins at (0, 0) if the stretch may be left out (``from_zero``), otherwise at the quickest dose.
    """
    corners = [(0, 0)] if from_zero else []
    for cost, worth in sorted(doses):
        if corners and worth <= corners[-1][1]:
            continue
        if corners and cost == corners[-1][0]:
            corners.pop()
        while len(corners) > 1:
            (x0, y0), (x1, y1) = corners[-2:]
            if (y1 - y0) * (cost - x0) > (worth - y0) * (x1 - x0):
                break
            corners.pop()
        corners.append((cost, worth))
    return corners


def _pieces(doses: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the way from each corner of the hull to the next, steepest first, as ``(seconds, worth)``."""
    return [(x1 - x0, y1 - y0) for (x0, y0), (x1, y1) in pairwise(concave_hull(doses))]


def seconds_by_count(items: Sequence[Item]) -> list[list[int]]:
    """Return, for every depth, the least seconds that 1, 2, 3 … of the items from there on take together.

    ``bisect_right(seconds_by_count(items)[depth], seconds)`` is how many of them fit at most.
    """
    shortest: list[int] = []
    by_depth: list[list[int]] = [[]]
    for item in reversed(items):
        insort(shortest, min(option.cost for option in item.options))
        total, sums = 0, []
        for seconds in shortest:
            total += seconds
            sums.append(total)
        by_depth.append(sums)
    by_depth.reverse()
    return by_depth


def rest_by_count(items: Sequence[Item]) -> list[list[int]]:
    """Return, for every depth, the most days since they were last done that 0, 1, 2 … of the items from there on have.

    That is what so many of them add to the second number of level 3 at most.
    """
    longest: list[int] = []
    by_depth: list[list[int]] = [[0]]
    for item in reversed(items):
        insort(longest, -item.rested)
        by_depth.append([0, *accumulate(-rested for rested in longest)])
    by_depth.reverse()
    return by_depth
