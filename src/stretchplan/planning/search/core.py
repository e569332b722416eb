"""The stretches and doses that could still matter, and the search through them.

Against a bound, each choice has its loss (:mod:`stretchplan.planning.bounds.lagrangian`). The core is what loses no
more than some allowance: most stretches are settled by that, in or out, and the search goes through the few that are
left. It goes position by position, so that the exact tables (:mod:`stretchplan.planning.bounds.dynamic_program`) know
what changes cost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from stretchplan.planning.bounds.dynamic_program import CELLS_PER_NODE, Row, Table, tables
from stretchplan.planning.bounds.knapsack import Gain, gains_of
from stretchplan.planning.bounds.lagrangian import Candidate, Losses
from stretchplan.planning.model.problem import Option
from stretchplan.planning.search.depth_first import NodeBudgetSpent, Search
from stretchplan.planning.search.state import Progress

__all__ = ["Core", "CoreSearch", "Open", "first_allowance", "narrow"]

_NARROW = 48
"""So many of the choices that lose least make the first core."""

Doses = tuple[tuple[int, "Option"], ...]
"""Indices of items with their doses."""


class Open(NamedTuple):
    """A stretch on which more than one choice is left.

    Attributes
    ----------
    place
        Among the candidates.
    options
        Places of its options that are left, best first by level 6.
    may_be_out
        Whether leaving it out is left.
    """

    place: int
    options: tuple[int, ...]
    may_be_out: bool


class Core(NamedTuple):
    """What an allowance leaves.

    Attributes
    ----------
    settled
        Places of candidates that are in, with the place of their only option.
    open
        Where there is a choice, in catalogue order.
    """

    settled: tuple[tuple[int, int], ...]
    open: tuple[Open, ...]


class Yardstick(NamedTuple):
    """A whole number that a selection is measured by.

    Attributes
    ----------
    worths
        For each candidate, what each of its options adds.
    toll
        What each position takes off.
    losses
        What the choices lose against its bound.
    """

    worths: Sequence[Sequence[int]]
    toll: int
    losses: Losses


def narrow(candidates: Sequence[Candidate], allowances: Sequence[tuple[Losses, int]]) -> Core:
    """Return the choices that lose no more than they may.

    Of each stretch at least one is left: the choice by which a bound is made loses nothing against it, and what a known
    plan chose loses no more, by any measure, than that plan lies below the bound.

    Parameters
    ----------
    candidates
        The stretches in question.
    allowances
        What choices lose by one measure or more, and how much each of them allows.
    """
    settled: list[tuple[int, int]] = []
    left: list[Open] = []
    for place, candidate in enumerate(candidates):
        options = [
            option
            for option in range(len(candidate.options))
            if all(losses.doses[place][option] <= allowance for losses, allowance in allowances)
        ]
        withouts = [(losses.without[place], allowance) for losses, allowance in allowances]
        may_be_out = all(without is not None and without <= allowance for without, allowance in withouts)
        if may_be_out or len(options) > 1:
            if options:
                left.append(Open(place, tuple(options), may_be_out))
        else:
            settled.append((place, options[0]))
    return Core(tuple(settled), tuple(left))


def first_allowance(losses: Losses) -> int:
    """Return the allowance that leaves the choices which lose least, enough of them for a good selection.

    Parameters
    ----------
    losses
        What the choices lose.
    """
    lost = sorted(loss for of in losses.doses for loss in of)
    return max(0, lost[min(len(lost), _NARROW) - 1])


class _Take(NamedTuple):
    """A dose that may be taken, as the search sees it."""

    item: int
    position: int
    option: Option
    cost: int
    worth: int
    second_worth: int
    served: tuple[int, ...]


class CoreSearch:
    """A branch and bound through a core.

    Parameters
    ----------
    progress
        Of the search that this is a part of.
    core
        What there is to choose from.
    first
        What selections are measured by.
    second
        What they are measured by besides, if anything.
    digits
        Whether catalogue order counts, as the last digits of the first measure: level 6 of the objective.

    Attributes
    ----------
    needed, second_needed
        How much of each measure a selection has to have; of the first, with the digits.
    area_needed
        The half-seconds that every counted area has to be served.
    bits
        How many binary digits catalogue order takes.
    seconds
        What the settled stretches leave; less than 0 when they do not fit.
    """

    def __init__(
        self,
        progress: Progress,
        core: Core,
        first: Yardstick,
        second: Yardstick | None = None,
        *,
        digits: bool = False,
    ) -> None:
        candidates = progress.candidates
        self._progress = progress
        self._change = progress.query.problem.change
        self._first, self._second = first, second
        self.needed = self.second_needed = self.area_needed = self.bits = 0
        self._digits: dict[int, tuple[int, ...]] = {}
        if digits:
            for choice in reversed(core.open):
                ranks = [0] * len(candidates[choice.place].options)
                for rank, option in enumerate(reversed(choice.options), 1):
                    ranks[option] = rank << self.bits
                self._digits[choice.place] = tuple(ranks)
                self.bits += len(choice.options).bit_length()
        self._toll = first.toll << self.bits
        self._second_toll = second.toll if second else 0

        taken = [self._take(place, option) for place, option in core.settled]
        self._settled: Doses = tuple((take.item, take.option) for take in taken)
        in_use = 0
        for take in taken:
            in_use |= take.position
        positions = in_use.bit_count()
        self.seconds = progress.rates.seconds - sum(take.cost for take in taken) - positions * self._change
        value = sum(take.worth for take in taken) - (positions - 1) * self._toll
        second_value = sum(take.second_worth for take in taken) - (positions - 1) * self._second_toll
        areas = len(progress.query.counted)
        served = tuple(sum(take.served[area] for take in taken) for area in range(areas))

        opens = self._in_order(core, in_use)
        self._positions = [candidates[choice.place].position for choice in opens] + [0]
        takes = [[self._take(choice.place, option) for option in choice.options] for choice in opens]
        self._domains = [self._best_first(choice, its) for choice, its in zip(opens, takes, strict=True)]
        self._last = len(opens)
        depths = len(opens) + 1
        self._left = [self.seconds] * depths
        self._value = [value] * depths
        self._second_value = [second_value] * depths
        self._served = [served] * depths
        self._in_use = [in_use] * depths
        self._stopped = False
        self._tables: list[tuple[Table, Table]] = []
        self._second_tables: list[tuple[Table, Table]] = []
        self._gains: list[list[Gain]] = []
        if self.seconds >= 0:
            self._tables = self._work_out(opens, [[take.worth for take in its] for its in takes], in_use, self._toll)
            if second:
                worths = [[take.second_worth for take in its] for its in takes]
                self._second_tables = self._work_out(opens, worths, in_use, self._second_toll)
            if areas > 1:
                self._gains = [
                    gains_of([[(take.cost, take.served[area]) for take in its] for its in takes])
                    for area in range(areas)
                ]

    def _take(self, place: int, option: int) -> _Take:
        candidate = self._progress.candidates[place]
        dose = candidate.options[option]
        digits = self._digits[place][option] if place in self._digits else 0
        return _Take(
            candidate.index,
            candidate.position,
            dose,
            dose.cost,
            (self._first.worths[place][option] << self.bits) + digits,
            self._second.worths[place][option] if self._second else 0,
            tuple([weight * dose.effective for weight in candidate.weights]),
        )

    def _in_order(self, core: Core, in_use: int) -> list[Open]:
        """Return the open stretches position by position, those that lose least first."""
        candidates, losses = self._progress.candidates, (self._second or self._first).losses

        def least(choice: Open) -> int:
            return min(losses.doses[choice.place])

        groups: dict[int, list[Open]] = {}
        for choice in core.open:
            groups.setdefault(candidates[choice.place].position, []).append(choice)
        inside = {position: sorted(members, key=least) for position, members in groups.items()}
        return [
            choice
            for position in sorted(inside, key=lambda p: (not p & in_use, least(inside[p][0])))
            for choice in inside[position]
        ]

    def _best_first(self, choice: Open, takes: list[_Take]) -> list[_Take | None]:
        """Return what may be done with a stretch, what loses least first."""
        losses = (self._second or self._first).losses
        lost = losses.doses[choice.place]
        ranked: list[tuple[int, int, _Take | None]] = [
            (lost[option], rank, take) for rank, (option, take) in enumerate(zip(choice.options, takes, strict=True))
        ]
        without = losses.without[choice.place]
        if choice.may_be_out and without is not None:
            ranked.append((without, len(takes), None))
        return [take for _, _, take in sorted(ranked, key=lambda one: one[:2])]

    def _work_out(
        self, opens: list[Open], worths: list[list[int]], in_use: int, toll: int
    ) -> list[tuple[Table, Table]]:
        candidates = self._progress.candidates
        rows = [
            Row(
                tuple((candidates[choice.place].options[o].cost, w) for o, w in zip(choice.options, its, strict=True)),
                choice.may_be_out,
                depth == 0 or self._positions[depth - 1] != self._positions[depth],
                bool(self._positions[depth] & in_use),
            )
            for depth, (choice, its) in enumerate(zip(opens, worths, strict=True))
        ]
        cells = sum(2 * len(row.doses) for row in rows) * (self.seconds + 1)
        self._progress.effort.charge(cells // CELLS_PER_NODE)
        return tables(rows, self.seconds, self._change, toll)

    def digits_of(self, doses: Doses) -> int:
        """Return the digits of catalogue order of a set of doses that the core has room for."""
        chosen = dict(doses)
        candidates = self._progress.candidates
        return sum(
            ranks[candidates[place].options.index(chosen[candidates[place].index])]
            for place, ranks in self._digits.items()
            if candidates[place].index in chosen
        )

    @property
    def best_worth(self) -> int:
        """What the best set of doses measures, were the areas and the order no matter."""
        table = self._tables[0][0 if self._in_use[0] & self._positions[0] else 1]
        return self._value[0] + table[self.seconds]

    def run(self, found: Callable[[CoreSearch, Doses], None], nodes: int) -> bool:
        """Go through the core.

        Parameters
        ----------
        found
            Told of each set of doses that the search comes to, the empty one among them. It may raise what is
            needed, and stop the search.
        nodes
            How many values may be tried.

        Returns
        -------
        bool
            Whether it was gone through to the end.
        """
        if self.seconds < 0 or self.best_worth < self.needed:
            return True
        if self._last == 0:
            if min(self._served[0]) >= self.area_needed:
                found(self, self._settled)
            return True
        if nodes < 1:
            return False
        self._stopped = False
        search: Search[_Take | None] = Search(self._domains, self._visit, nodes)
        ended = True
        try:
            for takes in search:
                found(self, self._settled + tuple((take.item, take.option) for take in takes if take is not None))
                if self._stopped:
                    break
        except NodeBudgetSpent:
            ended = False
        self._progress.effort.charge(search.nodes)
        return ended

    def stop(self) -> None:
        """End the search after the set of doses that was just found."""
        self._stopped = True

    def _visit(self, depth: int, take: _Take | None) -> bool:
        """Take a dose, or leave a stretch out; say whether something good enough may follow."""
        left, value, served, in_use = self._left[depth], self._value[depth], self._served[depth], self._in_use[depth]
        second = self._second_value[depth]
        if take is not None:
            left -= take.cost
            value += take.worth
            second += take.second_worth
            if not in_use & take.position:
                left -= self._change
                value -= self._toll
                second -= self._second_toll
                in_use |= take.position
            if left < 0:
                return False
            if self._gains:
                served = tuple([have + more for have, more in zip(served, take.served, strict=True)])
        below = depth + 1
        opened = 0 if in_use & self._positions[below] else 1
        if value + self._tables[below][opened][left] < self.needed:
            return False
        if self._second_tables and second + self._second_tables[below][opened][left] < self.second_needed:
            return False
        needed = self.area_needed
        for have, gain in zip(served, self._gains, strict=False):
            if have < needed and have + gain[below].within(left) < needed:
                return False
        self._left[below], self._value[below], self._served[below], self._in_use[below] = left, value, served, in_use
        self._second_value[below] = second
        return True
