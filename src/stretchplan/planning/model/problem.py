"""What does the search see of a day? Stretches, doses, areas and time, in whole numbers.

Everything here follows from the catalogue, the day's doses and the pace. The search knows no days: requests with equal
problems, areas, required stretches and seconds have equal solutions.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from stretchplan.base.cache import cached_property
from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.dosage import Dosage
from stretchplan.catalog.stretch import Stretch, TargetKind
from stretchplan.inputs.request import Pace
from stretchplan.planning.model.moves import Words, moves, places_of
from stretchplan.rulebook.bounds import AIM_SECONDS_PER_SIDE, FULL_AFTER_DAYS

__all__ = ["WEIGHTS", "Item", "Option", "Score", "SelectionProblem", "Solution", "make_problem", "option_of"]
__all__ += ["worth_today"]

Score = tuple[int, int, int, int, int, int]
"""Levels 1 to 6 of the objective, more is better: least served, sum, variety, stretching, minus changes, and minus the
squares of the sets, which is most where the sets are few and alike. :meth:`SelectionProblem.stretches_and_rest` says
which numbers variety holds."""

WEIGHTS: Final[dict[TargetKind, int]] = {"primary": 4, "secondary": 2, "named": 1}
"""What an effective second gives to an area, by how the area is meant, in quarter-seconds."""


@dataclass(frozen=True, slots=True)
class Option:
    """A dose of one stretch."""

    sets: int
    amount: int  # seconds or repetitions of a set
    cost: int  # seconds in the session: settling for it, the work, and the pauses between sets and sides
    effective: int  # seconds per side over all sets, at most 60; fewer after few days of rest, 1 or more
    work: int  # seconds of stretching, both sides counted; never more than cost

    @property
    def unevenness(self) -> int:
        """What level 6 counts: the square of the sets. Of equally many sets, those spread evenly have the least sum."""
        return self.sets * self.sets


@dataclass(frozen=True, slots=True)
class Item:
    """A stretch that may be planned today."""

    stretch_id: str
    options: tuple[Option, ...]  # best first by level 7 of the objective; none dominates another
    weights: tuple[int, ...]  # for each area of the catalogue 4 (primary), 2 (secondary), 1 (named) or 0
    position: int  # as a bit
    opens: bool  # whether it may open a session
    strengthens: bool  # whether it is strengthening
    after: int  # the items that it comes after when both are in, as bits
    straight_after: int  # index of the item that it follows directly when both are in, or -1
    turn: int = 0  # where it stands among the items that may come next: see _turn
    rested: int = 0  # days since it was last done; 14 stands for longer and for never, 0 for not known

    @property
    def earlier(self) -> int:
        """The items that hints put before it, straight or not, when both are in, as bits."""
        return self.after | (1 << self.straight_after if self.straight_after >= 0 else 0)


class Solution(NamedTuple):
    """A selection in the order of the session."""

    score: Score  # how good it is
    doses: tuple[tuple[int, Option], ...]  # indices of items with their doses
    order_proved: bool = True  # whether no other order of them has fewer changes of position


@dataclass(frozen=True, eq=False, repr=False)
class SelectionProblem:
    """Everything that depends on the catalogue, the day and the pace, but not on the minutes or the areas."""

    items: tuple[Item, ...]  # in catalogue order
    opening: int  # seconds beyond the cost of the items: getting ready beyond settling, and getting up at the end
    change: int  # seconds that a change of position takes beyond settling
    reachable: tuple[int, ...]  # indices of the areas that some item works

    @cached_property
    def meant(self) -> tuple[int, ...]:
        """Indices of the areas that some item has as a primary or a secondary target."""
        return _worked(self.items, WEIGHTS["secondary"])

    @cached_property
    def unit(self) -> int:
        """What a stretch counts on level 3 beside the days since it was last done: more than all such days together."""
        return 1 + sum(item.rested for item in self.items)

    @cached_property
    def varieties(self) -> tuple[int, ...]:
        """What each item counts on level 3: the unit and its days of rest, so that first more stretches are better."""
        return tuple(self.unit + item.rested for item in self.items)

    def stretches_and_rest(self, variety: int) -> tuple[int, int]:
        """Return the two numbers of level 3: how many stretches, and the sum of the days since each was last done."""
        return divmod(variety, self.unit)

    @cached_property
    def hinted(self) -> int:
        """The items that a hint is about, as bits: those that come after others, and these others."""
        hinted = 0
        for place, item in enumerate(self.items):
            if item.earlier:
                hinted |= item.earlier | 1 << place
        return hinted

    @cached_property
    def order_kinds(self) -> tuple[tuple[int, bool, bool, int], ...]:
        """What the changes of position in a session depend on, for each item: equal where any order serves both."""
        return tuple(
            (item.position, item.opens, item.strengthens, place if self.hinted >> place & 1 else -1)
            for place, item in enumerate(self.items)
        )

    @cached_property
    def kinds(self) -> tuple[int, ...]:
        """A number for each item, equal where items differ in nothing but the areas that they work."""
        numbers: dict[object, int] = {}
        return tuple(
            numbers.setdefault((item.options, item.turn, item.rested, kind), len(numbers))
            for item, kind in zip(self.items, self.order_kinds, strict=True)
        )

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
    words: Mapping[str, Words],
    pace: Pace,
    *,
    places: tuple[str, ...] | None = None,
    ordered: bool = True,
    named: bool = True,
    rested: Mapping[str, int] | None = None,
) -> SelectionProblem:
    """Put a day's allowed doses into whole numbers.

    ``words`` has the seconds of speech in the moves of each stretch, and ``places`` those between which a session may
    move, or None for all of the catalogue; ``ordered`` says whether the rule about the order applies, and ``named``
    whether a stretch works an area that it is only named for. ``rested`` has the days since each stretch was last done:
    one done lately counts for less. Without it all stretches are alike.
    """
    stretches = [stretch for stretch in catalog.stretches if stretch.id in doses]
    index = {stretch.id: place for place, stretch in enumerate(stretches)}
    positions = {position: bit for bit, position in enumerate(dict.fromkeys(s.place for s in stretches))}
    items = tuple(
        Item(
            stretch_id=stretch.id,
            options=_worthwhile(
                [
                    option_of(
                        stretch, dosage, words[stretch.id], pace, rested[stretch.id] if rested else FULL_AFTER_DAYS
                    )
                    for dosage in doses[stretch.id]
                ]
            ),
            weights=_weights(stretch, catalog.area_ids, named),
            position=1 << positions[stretch.place],
            opens=ordered and stretch.ordering.opens,
            strengthens=ordered and stretch.style == "strengthening",
            after=sum(1 << index[other] for other in stretch.ordering.after if ordered and other in index),
            straight_after=index.get(stretch.ordering.straight_after or "", -1) if ordered else -1,
            turn=_turn(stretch) if ordered else 0,
            rested=rested[stretch.id] if rested else 0,
        )
        for stretch in stretches
    )
    opening, change, closing = moves(places_of(catalog.stretches) if places is None else places, pace)
    return SelectionProblem(
        items=items,
        opening=opening + closing,
        change=change,
        reachable=_worked(items, 1),
    )


def worth_today(effective: int, rested: int) -> int:
    """Return what effective seconds count for after so many days of rest: a seventh for each, and all from seven on.

    A part of a second counts as one, and a stretch that was done today already as one done yesterday. So nothing counts
    for less than a second, and a stretch of a demanded area always gives it something.
    """
    return -(-effective * min(max(1, rested), FULL_AFTER_DAYS) // FULL_AFTER_DAYS)


def _turn(stretch: Stretch) -> int:
    """Return which stretches come first where several may: the order that exercise sheets share, as far as turns allow.

    A movement that opens the session is 0, and strengthening is last. Of the others, those on the back come later, so
    that the session ends lying. What is done on a chair or on one's feet comes after what is done lying or kneeling, so
    that nobody gets up from the floor and down again for it.
    """
    up = 4 if stretch.position in ("seated", "standing") else 0
    if stretch.style == "strengthening":
        return up + 3
    if stretch.style == "dynamic" and stretch.ordering.opens:
        return up
    return up + (2 if stretch.position == "supine" else 1)


def _weights(stretch: Stretch, area_ids: Iterable[str], named: bool) -> tuple[int, ...]:
    by_area = {area: WEIGHTS[kind] for kind, areas in stretch.targets.by_kind(named=named) for area in areas}
    return tuple(by_area.get(area, 0) for area in area_ids)


def _worked(items: Sequence[Item], least: int) -> tuple[int, ...]:
    """Return the indices of the areas to which some item gives at least so much."""
    areas = range(len(items[0].weights) if items else 0)
    return tuple(area for area in areas if any(item.weights[area] >= least for item in items))


def option_of(stretch: Stretch, dosage: Dosage, words: Words, pace: Pace, rested: int) -> Option:
    """Return a dose of a stretch as the search sees it, ``rested`` days after the stretch was last done."""
    set_seconds = stretch.work_seconds(dosage.amount)
    work = dosage.sets * set_seconds * stretch.sides_count
    pauses = (
        (2 * dosage.sets - 1) * max(pace.change_side_seconds, words.change)
        if stretch.sides == "each"
        else (dosage.sets - 1) * pace.rest_seconds
    )
    return Option(
        sets=dosage.sets,
        amount=dosage.amount,
        cost=max(pace.settle_seconds, words.before) + work + pauses,
        effective=worth_today(min(AIM_SECONDS_PER_SIDE, dosage.sets * set_seconds), rested),
        work=work,
    )


def _worthwhile(options: list[Option]) -> tuple[Option, ...]:
    """Return the doses that no other dose of the stretch dominates, best first.

    A dose dominates another if it takes no more time and gives no less effective time and no less stretching. It can
    then replace the other in any plan: the plan still fits, and is no worse on any level.
    """
    best_first = sorted(options, key=lambda o: (-o.effective, -o.work, o.sets, o.cost))
    kept: list[Option] = []
    # Those kept give no less effective time. Their costs and their work, rising: of those that give more work than
    # every quicker one.
    costs: list[int] = []
    works: list[int] = []
    for option in best_first:
        place = bisect_right(costs, option.cost)
        if place and works[place - 1] >= option.work:
            continue
        kept.append(option)
        end = place
        while end < len(works) and works[end] <= option.work:
            end += 1
        costs[place:end], works[place:end] = [option.cost], [option.work]
    return tuple(kept)
