"""What does it lose at least to give one area what it lacks? A bound from whole doses, beside the Lagrangian one.

The Lagrangian bound may take parts of doses. What an area lacks is made of whole ones, and there the doses that lose
nothing may not add up to it: then some dose loses something, or gives more than the area needs. A dynamic programme
over the stretches of the area finds how much at least. What several areas lose can be added up where each loss is
counted for one of them only; so a stretch that serves several areas loses a part for each.

Reference: M. Guignard and S. Kim, Lagrangean decomposition, Mathematical Programming 39 (1987), for the parts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import gcd
from typing import NamedTuple

__all__ = ["AreaLosses", "losses_of_an_area", "parts_of_a_loss"]

_MUCH = 1 << 200
"""More than any loss; it fills a table until a dose is found."""

_ENTRIES_OF_A_CHOICE = 40
"""Entries of a table that take about as long as it takes to begin with a choice."""


class AreaLosses(NamedTuple):
    """What one area loses at least, from one of its stretches to the last, by what it lacks there."""

    unit: int  # the sums that these stretches can give are multiples of it; 0 after the last one
    least: list[int]  # by lack, in units, as far as they can meet it
    most: int  # quarter-seconds that they can give


def losses_of_an_area(
    choices: Sequence[Sequence[tuple[int, int]]], need: int, share: int, charge: Callable[[int], None] | None = None
) -> list[AreaLosses]:
    """Return, for each place among the stretches of an area and after the last, what is lost at least from there on.

    Parameters
    ----------
    choices
        For each stretch its doses, and that it is left out where it may be: each as the quarter-seconds that it gives
        the area (0 where it is left out), and what it loses.
    need
        Quarter-seconds that the area needs, 1 or more.
    share
        What a quarter-second beyond the need loses.
    charge
        Is called before each stretch with the number of entries that its table takes; it may raise to end the work.

    Returns
    -------
    list of AreaLosses
        With one entry more than there are stretches.
    """
    after = AreaLosses(0, [0], 0)
    found = [after]
    for of_stretch in reversed(choices):
        unit = gcd(after.unit, *(gives for gives, _ in of_stretch))
        most = after.most + max(gives for gives, _ in of_stretch)
        size = min(-(-need // unit), most // unit) + 1
        if charge is not None:
            charge((_ENTRIES_OF_A_CHOICE + size) * len(of_stretch))
        rest = _in_units(after, unit, size, share)
        beyond, least = share * unit, [_MUCH] * size
        for gives, loss in of_stretch:
            units = gives // unit
            full = loss + rest[0] + beyond * units  # less for each unit that the area lacks
            met = [a if a < (b := full - beyond * lack) else b for lack, a in enumerate(least[:units])]
            least = met + [a if a < (b := x + loss) else b for a, x in zip(least[units:], rest, strict=False)]
        after = AreaLosses(unit, least, most)
        found.append(after)
    found.reverse()
    return found


def _in_units(losses: AreaLosses, unit: int, size: int, share: int) -> list[int]:
    """Return losses by lack in smaller units; a lack between two sums is met by the larger one."""
    coarse, least, _ = losses
    if coarse == unit:
        return least + [_MUCH] * (size - len(least))
    if not coarse:
        return [0] + [_MUCH] * (size - 1)
    last = len(least) - 1
    return [
        least[up] + share * (up * coarse - lack) if (up := -(-lack // coarse)) <= last else _MUCH
        for lack in range(0, size * unit, unit)
    ]


def parts_of_a_loss(weights: Sequence[int], shares: Sequence[int]) -> list[int]:
    """Return in what proportion a loss is divided among areas: by what the stretch is worth to each.

    Where the bound gives none of these areas a share, the weights alone decide.

    ``weights`` are those of the stretch for these areas and ``shares`` those of the areas in the bound.
    """
    worths = [weight * share for weight, share in zip(weights, shares, strict=True)]
    return worths if any(worths) else list(weights)
