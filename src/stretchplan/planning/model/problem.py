"""What does the search see of a day? Stretches, doses, areas and time, in whole numbers.

Everything here follows from the catalogue, the day's doses and the pace. The search knows no days: requests with equal
problems, areas, required stretches and seconds have equal solutions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from stretchplan.base.cache import cached_property
from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.stretch import Stretch
from stretchplan.inputs.request import Pace
from stretchplan.planning.model.moves import change_side_seconds, moves
from stretchplan.rulebook.bounds import AIM_SECONDS_PER_SIDE
from stretchplan.safety.dosage import Dosage

__all__ = ["Item", "Option", "Score", "SelectionProblem", "Solution", "make_problem"]

Score = tuple[int, int, int, int, int]
"""Levels 1 to 5 of the objective, more is better: least served, sum, stretches, stretching, minus changes."""


@dataclass(frozen=True, slots=True)
class Option:
    """A dose of one stretch."""

    sets: int
    amount: int  # seconds or repetitions of a set
    cost: int  # seconds in the session: settling for it, the work, and the pauses between sets and sides
    effective: int  # seconds per side over all sets, at most 60
    work: int  # seconds of stretching, both sides counted; never more than cost


@dataclass(frozen=True, slots=True)
class Item:
    """A stretch that may be planned today."""

    stretch_id: str
    options: tuple[Option, ...]  # best first by level 6 of the objective; none dominates another
    weights: tuple[int, ...]  # for each area of the catalogue 2 (primary), 1 (secondary) or 0
    position: int  # as a bit
    opens: bool  # whether it may open a session
    strengthens: bool  # whether it is strengthening
    after: int  # the items that it comes after when both are in, as bits
    straight_after: int  # index of the item that it follows directly when both are in, or -1


class Solution(NamedTuple):
    """A selection in the order of the session."""

    score: Score  # how good it is
    doses: tuple[tuple[int, Option], ...]  # indices of items with their doses


@dataclass(frozen=True)
class SelectionProblem:
    """Everything that depends on the catalogue, the day and the pace, but not on the minutes or the areas."""

    items: tuple[Item, ...]  # in catalogue order
    opening: int  # seconds beyond the cost of the items: getting ready beyond settling, and getting up at the end
    change: int  # seconds that a change of position takes beyond settling
    reachable: tuple[int, ...]  # indices of the areas that some item works

    @cached_property
    def index(self) -> dict[str, int]:
        """The place of each item, by stretch id."""
        return {item.stretch_id: place for place, item in enumerate(self.items)}

    @cached_property
    def shortest_with(self) -> dict[str, int]:
        """For each item the seconds of the shortest session that has it, by stretch id.

        Most items can be a session alone. A strengthening item needs one before it. One is enough: the item that opens
        a longer session can open this one too. If no item may come before it, its seconds alone are given.
        """
        return {item.stretch_id: self.opening + self._least_cost(k) for k, item in enumerate(self.items)}

    def bits(self, stretch_ids: Iterable[str]) -> int:
        """Return a set of items as bits."""
        return sum(1 << self.index[name] for name in stretch_ids)

    def _least_cost(self, place: int) -> int:
        item = self.items[place]
        alone = min(option.cost for option in item.options)
        if not item.strengthens:
            return alone
        before = [
            min(option.cost for option in other.options) + (0 if other.position == item.position else self.change)
            for other in self.items
            if not other.strengthens and not other.after >> place & 1 and other.straight_after != place
        ]
        return alone + min(before, default=0)


def make_problem(
    catalog: Catalog,
    doses: Mapping[str, tuple[Dosage, ...]],
    words: Mapping[str, int],
    pace: Pace,
    *,
    ordered: bool = True,
) -> SelectionProblem:
    """Put a day's allowed doses into whole numbers.

    ``words`` has the seconds of what is said before each stretch; ``ordered`` says whether the rule about the order
    applies.
    """
    stretches = [stretch for stretch in catalog.stretches if stretch.id in doses]
    index = {stretch.id: place for place, stretch in enumerate(stretches)}
    positions = {position: bit for bit, position in enumerate(dict.fromkeys(s.position for s in stretches))}
    items = tuple(
        Item(
            stretch_id=stretch.id,
            options=_worthwhile(
                [
                    _option(stretch, dosage, max(pace.settle_seconds, words[stretch.id]), pace)
                    for dosage in doses[stretch.id]
                ]
            ),
            weights=tuple(
                2 if area in stretch.targets.primary else 1 if area in stretch.targets.secondary else 0
                for area in catalog.area_ids
            ),
            position=1 << positions[stretch.position],
            opens=ordered and stretch.ordering.opens,
            strengthens=ordered and stretch.style == "strengthening",
            after=sum(1 << index[other] for other in stretch.ordering.after if ordered and other in index),
            straight_after=index.get(stretch.ordering.straight_after or "", -1) if ordered else -1,
        )
        for stretch in stretches
    )
    opening, change, closing = moves(catalog, pace)
    return SelectionProblem(
        items=items,
        opening=opening + closing,
        change=change,
        reachable=tuple(area for area in range(len(catalog.area_ids)) if any(item.weights[area] for item in items)),
    )


def _option(stretch: Stretch, dosage: Dosage, settle_seconds: int, pace: Pace) -> Option:
    set_seconds = stretch.work_seconds(dosage.amount)
    work = dosage.sets * set_seconds * stretch.sides_count
    pauses = (
        (2 * dosage.sets - 1) * change_side_seconds(pace)
        if stretch.sides == "each"
        else (dosage.sets - 1) * pace.rest_seconds
    )
    return Option(
        sets=dosage.sets,
        amount=dosage.amount,
        cost=settle_seconds + work + pauses,
        effective=min(AIM_SECONDS_PER_SIDE, dosage.sets * set_seconds),
        work=work,
    )


def _worthwhile(options: list[Option]) -> tuple[Option, ...]:
    """Return the doses that no other dose of the stretch dominates, best first.

    A dose dominates another if it takes no more time and gives no less effective time and no less stretching. It can
    then replace the other in any plan: the plan still fits, and is no worse on any level.
    """
    best_first = sorted(options, key=lambda o: (-o.effective, -o.work, o.sets, o.cost))
    kept: list[Option] = []
    for option in best_first:
        if not any(
            better.cost <= option.cost and better.effective >= option.effective and better.work >= option.work
            for better in kept
        ):
            kept.append(option)
    return tuple(kept)
