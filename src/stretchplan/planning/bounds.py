"""How much the stretches not yet decided could add at best: the optimistic half of branch and bound.

Each bound lets the undecided stretches share the time as a liquid: a dose may be taken in part, and so may the
way from one dose of a stretch to its next better one. What a real choice adds can be written as such a
sharing, so the best sharing is never less than the best real choice (the linear relaxation of a
multiple-choice knapsack, which Dantzig's rule solves: take the steepest pieces first). The value is rounded
down, which a whole-numbered sum never falls below.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stretchplan.planning.problem import Item, Option

__all__ = ["Bounds", "Gain", "gains", "most_items"]

_MEMORY = 512


class Bounds:
    """The bounds of one problem, each worked out when it is first needed and kept for further requests.

    Parameters
    ----------
    items
        In the order in which the search decides them.

    Attributes
    ----------
    work
        For every depth, the most seconds of stretching that the items from there on can add.
    most_items
        See :func:`most_items`.
    """

    def __init__(self, items: Sequence[Item]) -> None:
        self._items = items
        self._areas: dict[tuple[int, ...], list[Gain]] = {}
        self.work = gains(items, lambda _, option: option.work)
        self.most_items = most_items(items)

    def served(self, areas: tuple[int, ...]) -> list[Gain]:
        """Return, for every depth, the most half-seconds that can be added over some areas together.

        Parameters
        ----------
        areas
            Indices of areas; one for the bound of level 1, all counted ones for that of level 2.
        """
        if areas not in self._areas:
            if len(self._areas) >= _MEMORY:
                self._areas.clear()
            self._areas[areas] = gains(
                self._items, lambda item, option: option.effective * sum(item.weights[area] for area in areas)
            )
        return self._areas[areas]


class Gain:
    """The most that some undecided items can add to one sum, as a function of the seconds left.

    Parameters
    ----------
    pieces
        Pieces ``(seconds, value)``, steepest first.
    """

    __slots__ = ("_ends", "_pieces", "_starts", "_values")

    def __init__(self, pieces: Sequence[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._values: list[int] = []
        self._pieces = list(pieces)
        seconds = value = 0
        for length, rise in pieces:
            self._starts.append(seconds)
            self._values.append(value)
            seconds += length
            value += rise
        self._ends = (seconds, value)

    def within(self, seconds: int) -> int:
        """Return an upper bound of what the items can add in so many seconds (0 or more)."""
        end, most = self._ends
        if seconds >= end:
            return most
        place = bisect_right(self._starts, seconds) - 1
        length, rise = self._pieces[place]
        return self._values[place] + (seconds - self._starts[place]) * rise // length


def gains(items: Sequence[Item], value: Callable[[Item, Option], int]) -> list[Gain]:
    """Return, for every depth, what the items from that depth on can add.

    Parameters
    ----------
    items
        In the order in which the search decides them.
    value
        What an option of an item adds to the sum; never negative.

    Returns
    -------
    list of Gain
        One for each depth from 0, and one for "nothing left" at the end.
    """
    steepest_first: list[tuple[float, int, int]] = []
    found = [Gain(())]
    for item in reversed(items):
        for length, rise in _hull([(option.cost, value(item, option)) for option in item.options]):
            insort(steepest_first, (-rise / length, length, rise))
        found.append(Gain([(length, rise) for _, length, rise in steepest_first]))
    found.reverse()
    return found


def _hull(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the pieces, steepest first, of the least concave line from (0, 0) that no point lies above."""
    corners = [(0, 0)]
    for cost, worth in sorted(points):
        if worth <= corners[-1][1]:
            continue
        while len(corners) > 1:
            (x0, y0), (x1, y1) = corners[-2:]
            if (y1 - y0) * (cost - x0) > (worth - y0) * (x1 - x0):
                break
            corners.pop()
        corners.append((cost, worth))
    return [(x1 - x0, y1 - y0) for (x0, y0), (x1, y1) in pairwise(corners)]


def most_items(items: Sequence[Item]) -> list[list[int]]:
    """Return, for every depth, the least seconds that 1, 2, 3 … of the items from there on take together.

    How many more items fit into some seconds is then ``bisect_right(list, seconds)``: nothing is quicker than
    the shortest dose of each, shortest items first.
    """
    shortest: list[int] = []
    found: list[list[int]] = [[]]
    for item in reversed(items):
        insort(shortest, min(option.cost for option in item.options))
        total, sums = 0, []
        for seconds in shortest:
            total += seconds
            sums.append(total)
        found.append(sums)
    found.reverse()
    return found
