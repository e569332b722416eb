"""In which order does a frontier decide the stretches, and what does each area lose from there on? A layout.

Stretches of one area stand together, so that the area is settled after the last of them. The order depends on no
target. What areas lose (:mod:`area_losses`) is worked out again only for a target that allows choices which the tables
leave out, or does not force a position that they take to be in use. So the frontiers of a level share one layout.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from math import gcd
from typing import NamedTuple

from stretchplan.planning.bounds.area_losses import AreaLosses, losses_of_an_area, parts_of_a_loss
from stretchplan.planning.bounds.lagrangian import Candidate, Losses
from stretchplan.planning.search.budget import NodeBudgetSpent
from stretchplan.planning.search.state import SearchState

__all__ = ["STEPS_PER_NODE", "Layout", "Measure", "Row"]

STEPS_PER_NODE = 12
"""Steps that take about as long as one node of the search; a step looks at one set."""

_STEPS_OF_A_DOSE = 3
"""Steps that it takes to say what a dose is worth; each area that it serves takes one more."""

_STEPS_OF_AN_AREA = 4
"""Steps that it takes to place a stretch among those of an area."""

_ENTRIES_OF_A_LOSS = 40
"""Entries of a table of losses that take about as long as it takes to say what a choice loses there."""

_ENTRIES_PER_NODE = 80
"""Entries of a table of losses that take about as long as one node."""


class Measure(NamedTuple):
    """What a search maximises, and the sum by which it is bounded: the objective and the areas, each with a weight."""

    values: Sequence[Sequence[int]]  # for each candidate, what each of its doses adds to the objective
    position_penalty: int  # what each position used takes off the objective
    scale: int  # the weight of the objective; 0 where only the areas matter
    shares: tuple[int, ...]  # the weight of a quarter-second of each area
    losses: Losses  # of the choices, against the bound of the sum


class Row(NamedTuple):
    """A class of alike stretches and what each of its doses gives."""

    number: int  # its index among the candidates
    gives: list[list[tuple[int, int]]]  # for each dose, areas by field with what it gives, no more than each needs
    surpluses: list[tuple[int, int]]  # for each dose, what it is worth, and that less the price of its seconds


class Layout:
    """What frontiers for some candidates and a measure share, whatever their target is.

    Parameters
    ----------
    state
        The search that this is a part of; its budget pays.
    candidates
        Classes of alike stretches that may be taken, at the doses that they may have.
    needs
        Quarter-seconds that each counted area must get today, or more than it must.
    measure
        What is maximised.

    Attributes
    ----------
    areas
        The counted areas that need something, in the order of their fields.
    width
        The bits of the field of an area.
    fields
        The bits of all fields.
    rows
        The classes in the order in which they are decided.
    """

    def __init__(
        self, state: SearchState, candidates: Sequence[Candidate], needs: tuple[int, ...], measure: Measure
    ) -> None:
        self.candidates, self.needs, self.measure = candidates, needs, measure
        self._budget = state.budget
        self._budget.check()
        self.areas: list[int] = [area for area, need in enumerate(needs) if need > 0]
        self.width: int = max((need.bit_length() for need in needs), default=0) + 2  # room for a multiple
        self.fields: int = self.width * len(self.areas)
        self.rows: list[Row] = self._in_order([self._row(number) for number in range(len(candidates))])
        self._tables: dict[int, dict[int, list[AreaLosses]]] = {}  # by field and class, one for each stretch of it
        self._allowance = -1  # they hold the choices that lose no more than this
        self._used = 0  # the positions that they take to be in use
        self._owed = 0  # their entries that are not paid for yet
        steps = _STEPS_OF_AN_AREA * len(self.areas) * len(candidates)
        steps += sum([(_STEPS_OF_A_DOSE + len(row.gives[0])) * len(row.gives) for row in self.rows])
        self._budget.spend_up_to(steps // STEPS_PER_NODE)

    def fits(self, candidates: Sequence[Candidate], needs: Sequence[int]) -> bool:
        """Whether it can serve a frontier for these candidates, and for needs that are perhaps lower."""
        return candidates == self.candidates and all(need <= most for need, most in zip(needs, self.needs, strict=True))

    def area_losses(self, allowance: int, used: int) -> dict[int, dict[int, list[AreaLosses]]]:
        """Return by field and class what the area loses from each stretch of the class on: one table for each of them.

        No choice that loses more than ``allowance`` is taken, and the positions ``used`` (bits of an item) are in use.

        The tables may hold more choices. A loss is counted from the best choice of a stretch. Stages that allow less
        have the same best one: it loses less than the others, except where its position is not used, and then leaving
        it out costs nothing.
        """
        if allowance > self._allowance or self._used & ~used:
            allowance = max(allowance, self._allowance)
            self._tables = self._work_out(allowance, used)
            self._allowance, self._used = allowance, used
        return self._tables

    def within(self, row: Row, allowance: int) -> tuple[list[int], bool]:
        """Return the doses of a class that lose no more than is allowed, and whether leaving a stretch out does not."""
        losses = self.measure.losses
        doses = [o for o, loss in enumerate(losses.doses[row.number]) if loss <= allowance]
        without = losses.without[row.number]
        return doses, without is not None and without <= allowance

    def _row(self, number: int) -> Row:
        """Return a class with what each of its doses gives and is worth."""
        candidate, measure = self.candidates[number], self.measure
        served = [(n, k) for n, k in enumerate(self.areas) if candidate.weights[k]]
        gives, surpluses = [], []
        for option, value in zip(candidate.options, measure.values[number], strict=True):
            of_dose = [(n, min(candidate.weights[k] * option.effective, self.needs[k])) for n, k in served]
            worth = measure.scale * value + sum([measure.shares[self.areas[n]] * give for n, give in of_dose])
            gives.append(of_dose)
            surpluses.append((worth, worth - measure.losses.rate * option.cost))
        return Row(number, gives, surpluses)

    def _in_order(self, rows: list[Row]) -> list[Row]:
        """Return the classes area by area: first areas whose stretches serve few others; what serves none is last."""
        serves = [{k for k in self.areas if candidate.weights[k]} for candidate in self.candidates]
        left, ordered = list(range(len(rows))), []
        waiting, begun = set(self.areas), set[int]()

        def sort_key(number: int, *, area: int | None = None) -> tuple[int, int, int, int]:
            candidate = self.candidates[number]
            # Small units come first: what an area lacks is rounded up to those that are left.
            unit = gcd(*(option.effective for option in candidate.options))
            if area is not None:
                unit *= candidate.weights[area]
            return unit, -len(serves[number]), candidate.position, number

        while waiting:
            others_of = {}
            for area in waiting:
                mine = [number for number in left if area in serves[number]]
                others = {other for number in mine for other in serves[number]} & waiting - begun
                others_of[area] = len(others), sum(self.candidates[number].count for number in mine), area
            area = min(waiting, key=others_of.__getitem__)
            mine = [number for number in left if area in serves[number]]
            ordered += sorted(mine, key=partial(sort_key, area=area))
            left = [number for number in left if area not in serves[number]]
            begun |= {other for number in mine for other in serves[number]}
            waiting.discard(area)
        return [rows[number] for number in ordered + sorted(left, key=sort_key)]

    def _work_out(self, allowance: int, used: int) -> dict[int, dict[int, list[AreaLosses]]]:
        """Work out the tables of all areas."""
        classes: list[list[tuple[int, list[tuple[int, int]]]]] = [[] for _ in self.areas]  # by field, with choices
        for row in self.rows:
            for field, choices in self._area_choices(row, allowance, used):
                classes[field].append((row.number, choices))
                self._charge(_ENTRIES_OF_A_LOSS * len(choices))
        tables: dict[int, dict[int, list[AreaLosses]]] = {}
        for field, (k, of_area) in enumerate(zip(self.areas, classes, strict=True)):
            stretches = [choices for number, choices in of_area for _ in self.candidates[number].indices]
            found = losses_of_an_area(stretches, self.needs[k], self.measure.shares[k], self._charge)
            tables[field], first = {}, 0
            for number, _ in of_area:
                last = first + self.candidates[number].count
                tables[field][number] = found[first:last]
                first = last
        return tables

    def _area_choices(self, row: Row, allowance: int, used: int) -> list[tuple[int, list[tuple[int, int]]]]:
        """Return, for each area that a class serves, its field and what each choice gives and loses there.

        Where a position may be left alone, its stretches may be left out without a loss of their own.
        """
        candidate = self.candidates[row.number]
        doses, out = self.within(row, allowance)
        if not doses:
            return []
        surpluses = [row.surpluses[o][1] for o in doses] + [0] * out
        best = max(surpluses)
        lost = [best - surplus for surplus in surpluses]
        if out and not candidate.position & used:
            lost[-1] = 0
        fields = [field for field, _ in row.gives[0]]
        served = [self.areas[field] for field in fields]
        parts = parts_of_a_loss([candidate.weights[k] for k in served], [self.measure.shares[k] for k in served])
        whole, found = sum(parts), []
        for column, (field, part) in enumerate(zip(fields, parts, strict=True)):
            gives = [row.gives[o][column][1] for o in doses] + [0] * out
            found.append((field, [(give, loss * part // whole) for give, loss in zip(gives, lost, strict=True)]))
        return found

    def _charge(self, entries: int) -> None:
        """Pay for entries of the tables of what areas lose; raise where the budget ends."""
        nodes, self._owed = divmod(self._owed + entries, _ENTRIES_PER_NODE)
        if nodes > self._budget.left:
            self._budget.spend_up_to(nodes)
            raise NodeBudgetSpent
        self._budget.spend(nodes)
