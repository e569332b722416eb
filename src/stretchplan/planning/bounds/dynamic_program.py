"""How much can the remaining stretches add at most, exactly? Suffix tables of a dynamic programme.

This is the dynamic programme of the multiple-choice knapsack, from the last stretch to the first: with so many seconds
left, a stretch is left out or takes one of its doses, and the later stretches share the rest. Stretches of one position
stand together in the order of the search. So each depth has two tables: one for a position that is in use already, and
one for a position that still has to be changed to.

Reference: H. Kellerer, U. Pferschy and D. Pisinger, Knapsack Problems, Springer 2004, chapter 11.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["CELLS_PER_NODE", "IMPOSSIBLE", "Row", "Table", "suffix_tables"]

CELLS_PER_NODE = 64
"""Table entries that take about as long to work out as one node of the search."""

IMPOSSIBLE = -(1 << 4000)
"""Less than any worth."""

Table = list[int]
"""Entry s is for s seconds left."""


class Row(NamedTuple):
    """A stretch in the order of the search."""

    doses: tuple[tuple[int, int], ...]  # (seconds, worth) of each dose that may be taken
    may_be_out: bool  # whether it may be left out
    first_of_position: bool  # whether it is the first one of its position
    in_use: bool  # whether a stretch that is already in uses its position


def suffix_tables(rows: Sequence[Row], seconds: int, change: int, position_penalty: int) -> list[tuple[Table, Table]]:
    """Return, for every depth and the end, the most worth that the stretches from there on can add.

    Each entry has two tables, up to ``seconds`` left: for a position in use, and for one to change to. Rows of one
    position stand together. Each position used costs ``change`` seconds and takes off ``position_penalty`` of worth.
    """
    nothing: Table = [0] * (seconds + 1)
    later = in_use = unused = nothing
    by_depth = [(nothing, nothing)]
    for depth in range(len(rows) - 1, -1, -1):
        row = rows[depth]
        if depth + 1 == len(rows) or rows[depth + 1].first_of_position:
            in_use = unused = later
        stay = _best(row.doses, in_use, in_use if row.may_be_out else None, seconds)
        if row.in_use:
            unused = stay
        else:
            moved = [(cost + change, worth - position_penalty) for cost, worth in row.doses]
            unused = _best(moved, in_use, unused if row.may_be_out else None, seconds)
        in_use = stay
        by_depth.append((in_use, unused))
        if row.first_of_position:
            later = unused
    by_depth.reverse()
    return by_depth


def _best(doses: Sequence[tuple[int, int]], below: Table, without: Table | None, seconds: int) -> Table:
    """Return, by seconds left, the most worth with one of the doses, or without the stretch if it may be left out."""
    best = [IMPOSSIBLE] * (seconds + 1) if without is None else without
    for cost, worth in doses:
        if cost <= seconds:
            with_dose = [worth + more for more in below[: seconds + 1 - cost]]
            best = best[:cost] + [a if a > b else b for a, b in zip(best[cost:], with_dose, strict=True)]
    return best
