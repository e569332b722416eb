"""In which order does a frontier decide the stretches, and what can a set still reach? The stages and their bounds.

Stretches of one area stand together, so that the area is settled after the last of them. Before each stage stands
what the stages from there on can add: the surplus of each position (:mod:`lagrangian`), what each area loses at least
(:mod:`area_losses`), and of which number the sums of each area are multiples.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from math import gcd
from typing import NamedTuple

from stretchplan.planning.bounds.area_losses import losses_of_an_area, parts_of_a_loss
from stretchplan.planning.bounds.lagrangian import Candidate, Losses
from stretchplan.planning.model.problem import Item, Option
from stretchplan.planning.search.depth_first import NodeBudgetSpent
from stretchplan.planning.search.state import SearchState

__all__ = ["STEPS_PER_NODE", "Choice", "Measure", "Stage", "Stages"]

STEPS_PER_NODE = 12
"""Steps that take about as long as one node of the search; a step looks at one set."""

_LAYING_OUT = 2
"""Steps that it takes to lay out each number of a choice."""

_ENTRIES_PER_NODE = 100
"""Entries of a table of losses that take about as long as one node."""


class Measure(NamedTuple):
    """What a search maximises, and the sum by which it is bounded: the objective and the areas, each with a weight."""

    values: Sequence[Sequence[int]]  # for each candidate, what each of its doses adds to the objective
    position_penalty: int  # what each position used takes off the objective
    scale: int  # the weight of the objective; 0 where only the areas matter
    shares: tuple[int, ...]  # the weight of a quarter-second of each area
    losses: Losses  # of the choices, against the bound of the sum


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


class _Row(NamedTuple):
    """A class of alike stretches with the choices that do not lose too much."""

    number: int  # its index among the candidates
    doses: list[int]  # indices of its options
    out: bool  # whether they may be left out
    gives: list[list[tuple[int, int]]]  # for each dose, areas by field with what it gives, no more than each needs


class _Area(NamedTuple):
    """An area that stages from some depth on serve."""

    shift: int  # where its field begins
    share: int
    unit: int
    least: list[int]  # what is lost at least, by what the area lacks, in units


class Stages:
    """The stages for some candidates, a measure, what each area needs today, and a target of the objective.

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
        self,
        state: SearchState,
        candidates: Sequence[Candidate],
        needs: tuple[int, ...],
        measure: Measure,
        target: int,
        *,
        by_hints: bool,
    ) -> None:
        self._items, self._candidates, self._budget = state.query.problem.items, candidates, state.budget
        self._measure, self._needs, self._target = measure, needs, target
        self._areas = [area for area, need in enumerate(needs) if need > 0]
        self.width: int = max((need.bit_length() for need in needs), default=0) + 2  # room for a multiple
        self.top: int = sum(1 << (k + 1) * self.width - 1 for k in range(len(self._areas)))  # the guard bits
        self.fields: int = self.width * len(self._areas)
        self.stages: list[Stage] = []
        self._by_hints = by_hints
        self.possible: bool = False
        self._owed = 0  # entries of tables of losses that are not paid for yet
        areas = sum(x * need for x, need in zip(measure.shares, needs, strict=True))
        self._allowance = measure.losses.bound + measure.scale * measure.position_penalty - areas
        self._allowance -= measure.scale * target
        if self._allowance >= 0:
            rows = self._in_order(self._core())
            self.possible = all(row.doses for row in rows)
            if self.possible:
                self._lay_out(rows, state.query.problem.change)

    def _core(self) -> list[_Row]:
        """Return the choices that do not lose too much."""
        losses, allowance = self._measure.losses, self._allowance
        core = []
        for number, candidate in enumerate(self._candidates):
            doses = [o for o, loss in enumerate(losses.doses[number]) if loss <= allowance]
            without = losses.without[number]
            out = without is not None and without <= allowance
            if not doses and not out:
                return [_Row(number, [], out=False, gives=[])]
            idle = not any(candidate.weights[k] for k in self._areas)
            if idle and out and not self._measure.scale and not self._by_hints:
                continue  # where only the areas matter, it could only help as the opening stretch
            if doses:
                served = [(n, k) for n, k in enumerate(self._areas) if candidate.weights[k]]
                gives = [
                    [(n, min(candidate.weights[k] * candidate.options[o].effective, self._needs[k])) for n, k in served]
                    for o in doses
                ]
                core.append(_Row(number, doses, out, gives))
        return core

    def _in_order(self, core: list[_Row]) -> list[_Row]:
        """Return the classes area by area: first areas whose stretches serve few others; what serves none is last."""
        serves = [{k for k in self._areas if self._candidates[row.number].weights[k]} for row in core]
        left, ordered = list(range(len(core))), []
        waiting, begun = set(self._areas), set[int]()

        def sort_key(number: int, *, area: int | None = None) -> tuple[int, int, int, int]:
            candidate = self._candidates[core[number].number]
            unit = gcd(*(option.effective for option in candidate.options))  # small units first: see _raise_by
            if area is not None:
                unit *= candidate.weights[area]
            return unit, -len(serves[number]), candidate.position, core[number].number

        while waiting:
            others_of = {}
            for area in waiting:
                mine = [number for number in left if area in serves[number]]
                others = {other for number in mine for other in serves[number]} & waiting - begun
                others_of[area] = (
                    len(others),
                    sum(self._candidates[core[number].number].count for number in mine),
                    area,
                )
            area = min(waiting, key=others_of.__getitem__)
            mine = [number for number in left if area in serves[number]]
            ordered += sorted(mine, key=partial(sort_key, area=area))
            left = [number for number in left if area not in serves[number]]
            begun |= {other for number in mine for other in serves[number]}
            waiting.discard(area)
        return [core[number] for number in ordered + sorted(left, key=sort_key)]

    def _lay_out(self, rows: list[_Row], change: int) -> None:
        """Lay out the stages and what is known before each of them."""
        marks = self._marks([i for row in rows for i in self._candidates[row.number].indices])
        ranks = self._ranks(rows)
        work = 0
        of_rows = []  # the row of each stage
        for row in rows:
            candidate = self._candidates[row.number]
            work += len(self._areas) + (3 + candidate.count) * len(row.doses)
            given = [sum([give << n * self.width for n, give in of_dose]) for of_dose in row.gives]
            position = candidate.position << self.fields
            for i in candidate.indices:
                choices = [
                    Choice(
                        option=candidate.options[o],
                        cost=candidate.options[o].cost,
                        value=self._measure.values[row.number][o],
                        served=served,
                        mark=marks[i] << self.fields,
                        position=position,
                        rank=len(row.doses) - number << ranks[i],
                    )
                    for number, (o, served) in enumerate(zip(row.doses, given, strict=True))
                ]
                if row.out:
                    choices.append(_LEFT_OUT)
                self.stages.append(Stage(i, position, tuple(choices), not row.out))
                of_rows.append(row)
        self._budget.spend_up_to(_LAYING_OUT * work // STEPS_PER_NODE)
        self._price = self._measure.losses.rate * change + self._measure.scale * self._measure.position_penalty
        surpluses = {row.number: self._surpluses(row) for row in rows}
        self._sum_up([surpluses[row.number] for row in of_rows])
        self.used: int = self._must_use()
        self._look_at_areas(of_rows, surpluses)
        self.start: int = sum(self._needs[k] << n * self.width for n, k in enumerate(self._areas)) | self.used

    def _ranks(self, rows: list[_Row]) -> dict[int, int]:
        """Return for each item where its digit in the rank of a set begins; the first item counts most."""
        bits = 0
        ranks = {}
        for i, doses in sorted(
            [(i, len(row.doses)) for row in rows for i in self._candidates[row.number].indices], reverse=True
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

    def _surpluses(self, row: _Row) -> list[tuple[int, int]]:
        """Return what each choice of a class is worth, and its surplus beyond the price of its seconds."""
        candidate, measure = self._candidates[row.number], self._measure
        surpluses = []
        for o, gives in zip(row.doses, row.gives, strict=True):
            worth = measure.scale * measure.values[row.number][o]
            worth += sum([measure.shares[self._areas[n]] * give for n, give in gives])
            surpluses.append((worth, worth - measure.losses.rate * candidate.options[o].cost))
        if row.out:
            surpluses.append((0, 0))
        return surpluses

    def _sum_up(self, surpluses: list[list[tuple[int, int]]]) -> None:
        """Sum up from the last stage to the first what the stages add at most."""
        n = len(self.stages)
        self._rests: list[dict[int, tuple[int, bool]]] = [{} for _ in range(n + 1)]  # surplus; whether must
        self._free = [0] * (n + 1)  # what they add where seconds are free
        self._bounds: list[dict[int, int]] = [{} for _ in range(n + 1)]
        for depth in range(n - 1, -1, -1):
            stage = self.stages[depth]
            rest = self._rests[depth] = dict(self._rests[depth + 1])
            total, must = rest.get(stage.position, (0, False))
            rest[stage.position] = (total + max(surplus for _, surplus in surpluses[depth]), must or stage.must)
            self._free[depth] = self._free[depth + 1] + max(worth for worth, _ in surpluses[depth])
        self._budget.spend_up_to(1 + n)

    def _must_use(self) -> int:
        """Return the positions that every set which reaches the target uses, as bits of a place."""
        used = 0
        for position, (total, must) in self._rests[0].items():
            if must or total - self._price > self._allowance:
                used |= position
        return used

    def _look_at_areas(self, of_rows: list[_Row], surpluses: dict[int, list[tuple[int, int]]]) -> None:
        """Work out before each stage what each area loses at least, the most that it can have, and its unit."""
        measure, width = self._measure, self.width
        n = len(self.stages)
        of_areas: list[list[list[tuple[int, int]]]] = [[] for _ in self._areas]
        depths: list[list[int]] = [[] for _ in self._areas]
        of_row: dict[int, list[tuple[int, list[tuple[int, int]]]]] = {}  # by class, for each field
        for depth, row in enumerate(of_rows):
            found = of_row.get(row.number)
            if found is None:
                found = of_row[row.number] = self._area_choices(row, surpluses[row.number], self.stages[depth].position)
            for field, choices in found:
                of_areas[field].append(choices)
                depths[field].append(depth)
        self._open: list[list[_Area]] = [[] for _ in range(n + 1)]
        self._most = [self.top] * (n + 1)
        self._raise_by: list[list[tuple[int, int]]] = [[] for _ in range(n + 1)]
        limit = (1 << width - 1) - 1
        for field, (k, of_area) in enumerate(zip(self._areas, of_areas, strict=True)):
            share = measure.shares[k]
            losses = losses_of_an_area(of_area, self._needs[k], share, self._charge)
            first = 0
            for number, last in enumerate(depths[field]):
                unit, least, most = losses[number]
                here = _Area(field * width, share, unit, least)
                if unit > 1 and (not number or unit != losses[number - 1].unit):
                    self._raise_by[first].append((field * width, unit))
                reach = min(most, limit) << field * width
                for depth in range(first, last + 1):
                    self._open[depth].append(here)
                    self._most[depth] += reach
                first = last + 1

    def _charge(self, entries: int) -> None:
        """Pay for entries of the tables of what areas lose; raise where the budget ends."""
        nodes, self._owed = divmod(self._owed + entries, _ENTRIES_PER_NODE)
        if nodes > self._budget.left:
            self._budget.spend_up_to(nodes)
            raise NodeBudgetSpent
        self._budget.spend(nodes)

    def _area_choices(
        self, row: _Row, surpluses: list[tuple[int, int]], position: int
    ) -> list[tuple[int, list[tuple[int, int]]]]:
        """Return, for each area that a class serves, its field and what each choice gives and loses there.

        Where a position may be left alone, its stretches may be left out without a loss of their own.
        """
        candidate = self._candidates[row.number]
        best = max(surplus for _, surplus in surpluses)
        lost = [best - surplus for _, surplus in surpluses]
        if row.out and not position & self.used:
            lost[-1] = 0
        served = [(n, k) for n, k in enumerate(self._areas) if candidate.weights[k]]
        parts = parts_of_a_loss([candidate.weights[k] for _, k in served], [self._measure.shares[k] for _, k in served])
        whole = sum(parts)
        gives = [dict(of_dose) for of_dose in row.gives]
        if row.out:
            gives.append({})
        return [
            (n, [(give.get(n, 0), loss * part // whole) for give, loss in zip(gives, lost, strict=True)])
            for (n, _), part in zip(served, parts, strict=True)
        ]

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
