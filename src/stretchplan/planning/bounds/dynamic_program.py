"""The most that the stretches not yet decided can be worth, second by second: an exact bound.

Worked out from the last stretch to the first: with so many seconds left, a stretch is left out, or taken at one of
its doses, and the rest have what seconds are left then. (This is the dynamic programme of the multiple-choice
knapsack.) Stretches of one position stand together, so two tables are kept for each: one for when the
position is in use already and one for when it has to be changed to first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["CELLS_PER_NODE", "IMPOSSIBLE", "Row", "Table", "tables"]

CELLS_PER_NODE = 64
"""So many entries of a table take about as long to work out as a node of the search."""

IMPOSSIBLE = -(1 << 4000)
"""Less than any worth."""

Table = list[int]


class Row(NamedTuple):
    """A stretch, as the tables see it.

    Attributes
    ----------
    doses
        (seconds, worth) of each dose in question.
    may_be_out
        Whether leaving it out is in question.
    first_of_position
        Whether it is the first of its position.
    in_use
        Whether its position is in use whatever is chosen.
    """

    doses: tuple[tuple[int, int], ...]
    may_be_out: bool
    first_of_position: bool
    in_use: bool


def tables(rows: Sequence[Row], seconds: int, change: int, toll: int) -> list[tuple[Table, Table]]:
    """Return, for every depth, the most worth that the stretches from there on can add, by seconds left.

    Parameters
    ----------
    rows
        In the order of the search; those of one position stand together.
    seconds
        The most that can be left.
    change
        Seconds of changing to a position.
    toll
        Worth that each position costs.

    Returns
    -------
    list
        For each depth from 0 to the number of stretches, the table for a position in use and the one for a position
        still to be changed to. In both, entry s is for s seconds left.
    """
    nothing: Table = [0] * (seconds + 1)
    later = in_use = to_come = nothing
    found = [(nothing, nothing)]
    for depth in range(len(rows) - 1, -1, -1):
        row = rows[depth]
        if depth + 1 == len(rows) or rows[depth + 1].first_of_position:
            in_use = to_come = later
        doses = row.doses
        used = _best(doses, in_use, in_use if row.may_be_out else None, seconds)
        if row.in_use:
            to_come = used
        else:
            moved = [(cost + change, worth - toll) for cost, worth in doses]
            to_come = _best(moved, in_use, to_come if row.may_be_out else None, seconds)
        in_use = used
        found.append((in_use, to_come))
        if row.first_of_position:
            later = to_come
    found.reverse()
    return found


def _best(doses: Sequence[tuple[int, int]], below: Table, without: Table | None, seconds: int) -> Table:
    """Return the most worth with one of the doses taken, or (where that may be) none."""
    best = [IMPOSSIBLE] * (seconds + 1) if without is None else without
    for cost, worth in doses:
        if cost <= seconds:
            with_it = [worth + more for more in below[: seconds + 1 - cost]]
            best = best[:cost] + [a if a > b else b for a, b in zip(best[cost:], with_it, strict=True)]
    return best
