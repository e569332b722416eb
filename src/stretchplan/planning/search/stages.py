"""Which choices does a target leave, and what can a set still reach? The stages of a layout and their bounds.

Before each stage stands what the stages from there on can add: the surplus of each position (:mod:`lagrangian`), what
each area loses at least (:mod:`layout`), and of which number the sums of each area are multiples.
"""

from __future__ import annotations

from typing import NamedTuple

from stretchplan.planning.model.problem import Item, Option
from stretchplan.planning.search.layout import STEPS_PER_NODE, Layout, Row
from stretchplan.planning.search.state import SearchState

__all__ = ["Choice", "Stage", "Stages"]

_LAYING_OUT = 2
"""Steps that it takes to lay out each number of a choice."""

_LOOKS_PER_NODE = 4
"""Areas of a stage that take about as long to look at as one node."""


class Choice(NamedTuple):
    """A dose of a stage, or that the stretch is left out."""

    option: Option | None
    cost: int
    value: int
    served: int  # what it gives each area, one field each
    mark: int  # positions and hints, above the fields
    position: int  # as a bit of a place; 0 where the stretch is left out
    rank: int  # for catalogue order; the best is the highest


_LEFT_OUT = Choice(None, 0, 0, 0, 0, 0, 0)


class Stage(NamedTuple):
    """A stretch that is decided next."""

    item: int  # its index among the items
    position: int  # as a bit of a place
    choices: tuple[Choice, ...]
    must: bool  # whether it must be in


class _Core(NamedTuple):
    """A class with the choices that do not lose too much."""

    row: Row
    doses: list[int]  # indices of its options
    out: bool  # whether its stretches may be left out


class _Area(NamedTuple):
    """An area that stages from some depth on serve."""

    shift: int  # where its field begins
    share: int
    unit: int
    least: list[int]  # what is lost at least, by what the area lacks, in units


class Stages:
    """The stages of a layout for what each area needs today and a target of the objective.

    A *place* is one whole number: a field for what each area lacks, with a guard bit above it, and above all fields the
    positions in use. Where hints tell sets apart it also has what the order depends on.

    Attributes
    ----------
    stages
        In the order in which they are decided.
    possible
        Whether the target may be reached: not if it is above the bound, or if some stretch that must be in loses too
        much at every dose.
    used
        The positions that every set which reaches the target uses, as bits of a place.
    start
        The place of the empty set.
    """

    def __init__(
        self, state: SearchState, layout: Layout, needs: tuple[int, ...], target: int, *, by_hints: bool
    ) -> None:
        self._items, self._candidates, self._budget = state.query.problem.items, layout.candidates, state.budget
        self._layout, self._measure, self._needs, self._target = layout, layout.measure, needs, target
        self._areas, self.width, self.fields = layout.areas, layout.width, layout.fields
        self.top: int = sum(1 << (k + 1) * self.width - 1 for k in range(len(self._areas)))  # the guard bits
        self.stages: list[Stage] = []
        self._by_hints = by_hints
        self.possible: bool = False
        measure = self._measure
        areas = sum(x * need for x, need in zip(measure.shares, needs, strict=True))
        self._allowance = measure.losses.bound + measure.scale * measure.position_penalty - areas
        self._allowance -= measure.scale * target
        if self._allowance >= 0:
            core = self._core()
            self.possible = core is not None
            if core is not None:
                self._lay_out(core, state.query.problem.change)

    def _core(self) -> list[_Core] | None:
        """Return the choices that do not lose too much; None if a stretch that must be in loses too much."""
        only_areas = not self._measure.scale and not self._by_hints
        core = []
        for row in self._layout.rows:
            doses, out = self._layout.within(row, self._allowance)
            if not doses and not out:
                return None
            if only_areas and out and not row.gives[0]:
                continue  # where only the areas matter, it could only help as the opening stretch
            if doses:
                core.append(_Core(row, doses, out))
        return core

    def _lay_out(self, core: list[_Core], change: int) -> None:
        """Lay out the stages and what is known before each of them."""
        marks = self._marks([i for row, _, _ in core for i in self._candidates[row.number].indices])
        ranks = self._ranks(core)
        work = 0
        of_stages = []  # the class of each stage
        for of_class in core:
            (number, gives, _), doses, out = of_class
            candidate = self._candidates[number]
            work += len(self._areas) + (3 + candidate.count) * len(doses)
            position = candidate.position << self.fields
            of_doses = [
                (
                    candidate.options[o],
                    self._measure.values[number][o],
                    sum([give << n * self.width for n, give in gives[o]]),
                    len(doses) - place,
                )
                for place, o in enumerate(doses)
            ]
            for i in candidate.indices:
                choices = [
                    Choice(option, option.cost, value, served, marks[i] << self.fields, position, rank << ranks[i])
                    for option, value, served, rank in of_doses
                ]
                if out:
                    choices.append(_LEFT_OUT)
                self.stages.append(Stage(i, position, tuple(choices), not out))
                of_stages.append(of_class)
        self._budget.spend_up_to(_LAYING_OUT * work // STEPS_PER_NODE)
        self._price = self._measure.losses.rate * change + self._measure.scale * self._measure.position_penalty
        self._sum_up(of_stages)
        self.used: int = self._must_use()
        self._look_at_areas(of_stages)
        self.start: int = sum(self._needs[k] << n * self.width for n, k in enumerate(self._areas)) | self.used

    def _ranks(self, core: list[_Core]) -> dict[int, int]:
        """Return for each item where its digit in the rank of a set begins; the first item counts most."""
        bits = 0
        ranks = {}
        for i, doses in sorted(
            [(i, len(doses)) for row, doses, _ in core for i in self._candidates[row.number].indices], reverse=True
        ):
            ranks[i] = bits
            bits += doses.bit_length()
        return ranks

    def _marks(self, inside: list[int]) -> dict[int, int]:
        """Return what each item adds to the mark of a set: its position, and what its order depends on.

        Where hints do not tell sets apart that is the position alone: most sets need one visit to each.
        """
        items = self._items
        width = max((items[i].position.bit_length() for i in inside), default=0)
        self.positions: int = (1 << width) - 1 << self.fields
        if not self._by_hints:
            return {i: items[i].position for i in inside}
        together = sum(1 << i for i in inside)
        hinted = 0
        for i in inside:
            before = items[i].earlier & together
            if before:
                hinted |= before | 1 << i
        return {i: _mark(i, items[i], width, hinted=bool(hinted >> i & 1)) for i in inside}

    def _sum_up(self, of_stages: list[_Core]) -> None:
        """Sum up from the last stage to the first what the stages add at most."""
        n = len(self.stages)
        self._rests: list[dict[int, tuple[int, bool]]] = [{} for _ in range(n + 1)]  # surplus; whether must
        self._free = [0] * (n + 1)  # what they add where seconds are free
        self._bounds: list[dict[int, int]] = [{} for _ in range(n + 1)]
        for depth in range(n - 1, -1, -1):
            stage, (row, doses, out) = self.stages[depth], of_stages[depth]
            surplus = max([row.surpluses[o][1] for o in doses])
            worth = max([row.surpluses[o][0] for o in doses])
            if out:
                surplus, worth = max(0, surplus), max(0, worth)
            rest = self._rests[depth] = dict(self._rests[depth + 1])
            total, must = rest.get(stage.position, (0, False))
            rest[stage.position] = (total + surplus, must or stage.must)
            self._free[depth] = self._free[depth + 1] + worth
        self._budget.spend_up_to(1 + n + n * len(self._areas) // _LOOKS_PER_NODE)

    def _must_use(self) -> int:
        """Return the positions that every set which reaches the target uses, as bits of a place."""
        used = 0
        for position, (total, must) in self._rests[0].items():
            if must or total - self._price > self._allowance:
                used |= position
        return used

    def _look_at_areas(self, of_stages: list[_Core]) -> None:
        """Note before each stage what each area loses at least, the most that it can have, and its unit."""
        width, n = self.width, len(self.stages)
        self._open: list[list[_Area]] = [[] for _ in range(n + 1)]
        self._most = [self.top] * (n + 1)
        self._raise_by: list[list[tuple[int, int]]] = [[] for _ in range(n + 1)]
        limit = (1 << width - 1) - 1
        losses = self._layout.area_losses(self._allowance, self.used >> self.fields)
        most = [0] * len(self._areas)
        reaches = [most]
        for row, doses, _ in reversed(of_stages):
            most = most.copy()
            for place, (field, _) in enumerate(row.gives[0]):
                most[field] += max([row.gives[o][place][1] for o in doses])
            reaches.append(most)
        reaches.reverse()
        firsts, units = [0] * len(self._areas), [1] * len(self._areas)  # where each area's next table begins to hold
        copy = 0
        for last, (row, _, _) in enumerate(of_stages):
            copy = copy + 1 if last and of_stages[last - 1].row is row else 0
            for field, _ in row.gives[0]:
                unit, least, _ = losses[field][row.number][copy]
                shift, first = field * width, firsts[field]
                if unit != units[field]:
                    self._raise_by[first].append((shift, unit))
                here = _Area(shift, self._measure.shares[self._areas[field]], unit, least)
                reach = min(reaches[last][field], limit) << shift
                for depth in range(first, last + 1):
                    self._open[depth].append(here)
                    self._most[depth] += reach
                firsts[field], units[field] = last + 1, unit

    def open_areas(self, depth: int) -> int:
        """Return how many areas the stages from a depth on serve."""
        return len(self._open[depth])

    def look(self, depth: int, place: int) -> tuple[int, int, int] | None:
        """Return what a set must have at a place before a stage to reach the target.

        Returns
        -------
        tuple or None
            The place with what areas lack raised to what doses can make; the least weighted sum of the objective and of
            the seconds left; the least of the objective. None if no set there reaches the target.
        """
        top, width = self.top, self.width
        place = self.raised(depth, place)
        lack = place & ~(-1 << self.fields)
        if (self._most[depth] - lack) & top != top:
            return None
        scale = self._measure.scale
        floor, losses = scale * self._target, 0
        field = (1 << width - 1) - 1
        for shift, share, unit, least in self._open[depth]:
            short = place >> shift & field
            floor += share * short
            losses += least[short // unit]
        if not scale and self._free[depth] < floor:
            return None
        used = place & self.positions
        rest = self._bounds[depth].get(used)
        if rest is None:
            rest = self._rest_bound(depth, used)
        return place, floor - rest + losses, -((self._free[depth] - floor) // scale) if scale else 0

    def raised(self, depth: int, place: int) -> int:
        """Return a place with what areas lack raised to what the stages from a depth on can make."""
        field = (1 << self.width - 1) - 1
        for shift, unit in self._raise_by[depth]:
            place += -(place >> shift & field) % unit << shift
        return place

    def _rest_bound(self, depth: int, used: int) -> int:
        """Return what the stages from a depth on add at most beyond the price of their seconds."""
        total = 0
        for position, (surplus, must) in self._rests[depth].items():
            total += surplus if position & used else surplus - self._price if must else max(0, surplus - self._price)
        self._bounds[depth][used] = total
        return total


def _mark(i: int, item: Item, width: int, *, hinted: bool) -> int:
    """Return what an item adds to the mark of a set where hints tell sets apart."""
    if hinted:
        return item.position | 1 << 3 * width + i
    opens = item.position << width if item.opens else 0
    return item.position | opens | (0 if item.strengthens else item.position << 2 * width)
