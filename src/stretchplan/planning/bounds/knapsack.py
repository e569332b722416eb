"""How much the stretches not yet decided could add at best: the optimistic half of branch and bound.

Each bound lets the undecided stretches share the time as a liquid: a dose may be taken in part, and so may the
way from one dose of a stretch to its next better one. What a real choice adds can be written as such a
sharing, so the best sharing is never less than the best real choice (the linear relaxation of a
multiple-choice knapsack, which Dantzig's rule solves: take the steepest pieces first). The value is rounded
down, which a whole-numbered sum never falls below.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from itertools import pairwise

from stretchplan.planning.model.problem import Item, Option

__all__ = ["Bounds", "Gain", "corners", "gains", "gains_of", "most_items", "most_within"]

_MEMORY = 512


class Bounds:
    """The bounds of one problem, each worked out when it is first needed and kept for further requests.

    Parameters
    ----------
    items
        In the order in which the search decides them.
    """

    def __init__(self, items: Sequence[Item]) -> None:
        self._items = items
        self._areas: dict[tuple[int, ...], list[Gain]] = {}

    @cached_property
    def work(self) -> list[Gain]:
        """For every depth, the most seconds of stretching that the items from there on can add."""
        return gains(self._items, lambda _, option: option.work)

    @cached_property
    def most_items(self) -> list[list[int]]:
        """See :func:`most_items`."""
        return most_items(self._items)

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
    return gains_of([[(option.cost, value(item, option)) for option in item.options] for item in items])


def gains_of(choices: Sequence[Sequence[tuple[int, int]]]) -> list[Gain]:
    """Return, for every depth, what the choices from that depth on can add.

    Parameters
    ----------
    choices
        For each depth the doses, as (seconds, value).

    Returns
    -------
    list of Gain
        One for each depth from 0, and one for "nothing left" at the end.
    """
    steepest_first: list[tuple[float, int, int]] = []
    found = [Gain(())]
    for points in reversed(choices):
        for length, rise in _hull(points):
            insort(steepest_first, (-rise / length, length, rise))
        found.append(Gain([(length, rise) for _, length, rise in steepest_first]))
    found.reverse()
    return found


def most_within(choices: Sequence[Sequence[tuple[int, int]]], seconds: int) -> int:
    """Return an upper bound of what the choices can add together in so many seconds.

    Parameters
    ----------
    choices
        For each stretch its doses, as (seconds, value).
    seconds
        0 or more.
    """
    pieces = [(-rise / length, length, rise) for points in choices for length, rise in _hull(points)]
    return Gain([(length, rise) for _, length, rise in sorted(pieces)]).within(seconds)


def corners(points: Iterable[tuple[int, int]], *, empty: bool = True) -> list[tuple[int, int]]:
    """Return the corners of the least concave rising line that no point lies above.

    Parameters
    ----------
    points
        As (seconds, worth).
    empty
        Whether nothing for no time is a choice too: the line then begins at (0, 0), else at the quickest point.

    Returns
    -------
    list
        By time, with less and less worth a second between them.
    """
    found = [(0, 0)] if empty else []
    for cost, worth in sorted(points):
        if found and worth <= found[-1][1]:
            continue
        while len(found) > 1:
            (x0, y0), (x1, y1) = found[-2:]
            if (y1 - y0) * (cost - x0) > (worth - y0) * (x1 - x0):
                break
            found.pop()
        found.append((cost, worth))
    return found


def _hull(points: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the way from each corner to the next, steepest first, as (seconds, worth)."""
    return [(x1 - x0, y1 - y0) for (x0, y0), (x1, y1) in pairwise(corners(points))]


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
