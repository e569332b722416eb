"""Which solution of a core is the best that beats the incumbent? Branch and bound.

Each choice loses something against a bound (:mod:`stretchplan.planning.bounds.lagrangian`). The core holds the choices
that lose no more than an allowance. It settles most stretches as in or out; the search decides the others. The search
goes position by position, so that the suffix tables (:mod:`stretchplan.planning.bounds.dynamic_program`) can count the
cost of changes.

Reference: D. Pisinger, A minimal algorithm for the 0-1 knapsack problem, Operations Research 45 (1997).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from stretchplan.planning.bounds.dynamic_program import CELLS_PER_NODE, Row, Table, suffix_tables
from stretchplan.planning.bounds.knapsack import Gain, gains_by_depth
from stretchplan.planning.bounds.lagrangian import Candidate, Losses
from stretchplan.planning.model.problem import Option
from stretchplan.planning.search.depth_first import DepthFirstSearch, NodeBudgetSpent
from stretchplan.planning.search.state import Doses, SearchState

__all__ = ["Core", "CoreSearch", "Measure", "OpenStretch", "build_core", "first_allowance"]

_FIRST_CHOICES = 48
"""The first core has about this many doses: those that lose least."""


class OpenStretch(NamedTuple):
    """A stretch that the search has to decide."""

    place: int  # among the candidates
    options: tuple[int, ...]  # places of its doses in the core, best first by level 7
    may_be_out: bool  # whether it may be left out


class Core(NamedTuple):
    """The choices that an allowance leaves."""

    settled: tuple[tuple[int, int], ...]  # for each candidate that is in, its place and the place of its only dose
    open: tuple[OpenStretch, ...]  # in catalogue order


class Measure(NamedTuple):
    """A whole number that a search maximises or bounds."""

    worths: Sequence[Sequence[int]]  # for each candidate, what each of its doses adds
    position_penalty: int  # what each position used takes off
    losses: Losses  # of the choices, against the bound of this measure


def build_core(candidates: Sequence[Candidate], allowances: Sequence[tuple[Losses, int]]) -> Core:
    """Return the choices that lose no more than the allowance of every measure.

    At least one choice of each stretch stays: a choice of the relaxed plan loses nothing, and no choice of the
    incumbent loses more than the gap between the incumbent and the bound.
    """
    settled: list[tuple[int, int]] = []
    undecided: list[OpenStretch] = []
    for place, candidate in enumerate(candidates):
        options = [
            option
            for option in range(len(candidate.options))
            if all(losses.doses[place][option] <= allowance for losses, allowance in allowances)
        ]
        without = [(losses.without[place], allowance) for losses, allowance in allowances]
        may_be_out = all(loss is not None and loss <= allowance for loss, allowance in without)
        if may_be_out or len(options) > 1:
            if options:
                undecided.append(OpenStretch(place, tuple(options), may_be_out))
        else:
            settled.append((place, options[0]))
    return Core(tuple(settled), tuple(undecided))


def first_allowance(losses: Losses) -> int:
    """Return the allowance of the first core: wide enough for a good solution, and narrow enough to search quickly."""
    sorted_losses = sorted(loss for of_stretch in losses.doses for loss in of_stretch)
    return max(0, sorted_losses[min(len(sorted_losses), _FIRST_CHOICES) - 1])


class _Choice(NamedTuple):
    """A dose that may be taken, with all that it adds."""

    item: int
    position: int
    option: Option
    cost: int
    worth: int
    second_worth: int
    served: tuple[int, ...]


class CoreSearch:
    """A branch and bound through a core.

    It maximises the first measure. With ``tie_break``, catalogue order (level 7) is added to that measure as its lowest
    binary digits.

    Attributes
    ----------
    needed, second_needed
        How much of each measure a solution must have; ``needed`` includes the tie-break.
    area_needed
        Quarter-seconds that each counted area must get today.
    bits
        How many binary digits the tie-break takes.
    seconds
        Seconds that the settled stretches leave; less than 0 when they do not fit.
    affordable
        Whether the nodes were enough for the tables. If not, the core cannot be searched, and it has no bound.
    """

    def __init__(
        self,
        state: SearchState,
        core: Core,
        first: Measure,
        second: Measure | None = None,
        *,
        tie_break: bool = False,
    ) -> None:
        self._state = state
        self._candidates = state.candidates
        self._change = state.query.problem.change
        self._first, self._second = first, second
        self._losses = (second or first).losses
        self.needed = self.second_needed = 0
        self.area_needed: tuple[int, ...] = (0,) * len(state.query.counted)
        self.bits: int
        self._ranks, self.bits = self._tie_break(core) if tie_break else ({}, 0)
        self._penalty = first.position_penalty << self.bits
        self._second_penalty = second.position_penalty if second else 0

        settled = [self._choice(place, option) for place, option in core.settled]
        self._settled: Doses = tuple((choice.item, choice.option) for choice in settled)
        in_use = 0
        for choice in settled:
            in_use |= choice.position
        positions = in_use.bit_count()
        self.seconds: int = state.lagrangian.seconds - sum(choice.cost for choice in settled) - positions * self._change
        value = sum(choice.worth for choice in settled) - (positions - 1) * self._penalty
        second_value = sum(choice.second_worth for choice in settled) - (positions - 1) * self._second_penalty
        areas = range(len(state.query.counted))
        served = tuple(sum(choice.served[area] for choice in settled) for area in areas)

        stretches = self._branching_order(core, in_use)
        self._positions = [self._candidates[stretch.place].position for stretch in stretches] + [0]
        choices = [[self._choice(stretch.place, option) for option in stretch.options] for stretch in stretches]
        self._domains = [self._domain(stretch, doses) for stretch, doses in zip(stretches, choices, strict=True)]
        self._last = len(stretches)
        # By depth: seconds left, both measures, quarter-seconds of each area, and positions in use.
        self._states = [(self.seconds, value, second_value, served, in_use)] * (len(stretches) + 1)
        self._stopped = False
        self._tables: list[tuple[Table, Table]] = []
        self._second_tables: list[tuple[Table, Table]] = []
        self._gains: list[list[Gain]] = []
        tables = 2 if second else 1
        cells = 2 * sum(len(stretch.options) for stretch in stretches) * (self.seconds + 1)
        self.affordable: bool = self.seconds < 0 or state.budget.afford(tables * (cells // CELLS_PER_NODE))
        if self.seconds >= 0 and self.affordable:
            worths = [[choice.worth for choice in doses] for doses in choices]
            self._tables = self._suffix_tables(stretches, worths, in_use, self._penalty)
            if second:
                worths = [[choice.second_worth for choice in doses] for doses in choices]
                self._second_tables = self._suffix_tables(stretches, worths, in_use, self._second_penalty)
            if len(areas) > 1:
                self._gains = [
                    gains_by_depth([[(choice.cost, choice.served[area]) for choice in doses] for doses in choices])
                    for area in areas
                ]

    def _tie_break(self, core: Core) -> tuple[dict[int, tuple[int, ...]], int]:
        """Return what each dose of a stretch (by place) adds to the tie-break, and how many digits that takes."""
        by_place, bits = {}, 0
        for stretch in reversed(core.open):
            ranks = [0] * len(self._candidates[stretch.place].options)
            for rank, option in enumerate(reversed(stretch.options), 1):
                ranks[option] = rank << bits
            by_place[stretch.place] = tuple(ranks)
            bits += len(stretch.options).bit_length()
        return by_place, bits

    def _choice(self, place: int, option: int) -> _Choice:
        candidate = self._candidates[place]
        dose = candidate.options[option]
        rank = self._ranks[place][option] if place in self._ranks else 0
        return _Choice(
            candidate.index,
            candidate.position,
            dose,
            dose.cost,
            (self._first.worths[place][option] << self.bits) + rank,
            self._second.worths[place][option] if self._second else 0,
            tuple([weight * dose.effective for weight in candidate.weights]),
        )

    def _branching_order(self, core: Core, in_use: int) -> list[OpenStretch]:
        """Return the open stretches by position, positions in use first; in each, those that lose least come first."""

        def least(stretch: OpenStretch) -> int:
            return min(self._losses.doses[stretch.place])

        groups: dict[int, list[OpenStretch]] = {}
        for stretch in core.open:
            groups.setdefault(self._candidates[stretch.place].position, []).append(stretch)
        by_position = {position: sorted(members, key=least) for position, members in groups.items()}
        positions = sorted(by_position, key=lambda position: (not position & in_use, least(by_position[position][0])))
        return [stretch for position in positions for stretch in by_position[position]]

    def _domain(self, stretch: OpenStretch, doses: list[_Choice]) -> list[_Choice | None]:
        """Return the choices of a stretch (None: leave it out), the one that loses least first."""
        losses = self._losses.doses[stretch.place]
        ranked: list[tuple[int, int, _Choice | None]] = [
            (losses[option], rank, dose) for rank, (option, dose) in enumerate(zip(stretch.options, doses, strict=True))
        ]
        without = self._losses.without[stretch.place]
        if stretch.may_be_out and without is not None:
            ranked.append((without, len(doses), None))
        return [choice for _, _, choice in sorted(ranked, key=lambda entry: entry[:2])]

    def _suffix_tables(
        self, stretches: list[OpenStretch], worths: list[list[int]], in_use: int, penalty: int
    ) -> list[tuple[Table, Table]]:
        rows = [
            Row(
                tuple(
                    (self._candidates[stretch.place].options[option].cost, worth)
                    for option, worth in zip(stretch.options, of_stretch, strict=True)
                ),
                stretch.may_be_out,
                depth == 0 or self._positions[depth - 1] != self._positions[depth],
                bool(self._positions[depth] & in_use),
            )
            for depth, (stretch, of_stretch) in enumerate(zip(stretches, worths, strict=True))
        ]
        return suffix_tables(rows, self.seconds, self._change, penalty)

    def tie_break_of(self, doses: Doses) -> int:
        """Return the tie-break of some doses of the core."""
        chosen = dict(doses)
        return sum(
            ranks[self._candidates[place].options.index(chosen[self._candidates[place].index])]
            for place, ranks in self._ranks.items()
            if self._candidates[place].index in chosen
        )

    @property
    def bound(self) -> int:
        """An upper bound on the first measure of all solutions in the core."""
        _, value, _, _, in_use = self._states[0]
        return value + self._tables[0][0 if in_use & self._positions[0] else 1][self.seconds]

    def run(self, found: Callable[[CoreSearch, Doses], None], nodes: int) -> bool:
        """Search the core, trying at most ``nodes`` values; say whether the search ended within them.

        ``found`` is called with each set of doses that the bounds do not rule out, perhaps an empty one. It may raise
        the demands and stop the search.
        """
        if not self.affordable:
            return False
        if self.seconds < 0 or self.bound < self.needed:
            return True
        if self._last == 0:
            if all(has >= needed for has, needed in zip(self._states[0][3], self.area_needed, strict=True)):
                found(self, self._settled)
            return True
        if nodes < 1:
            return False
        self._stopped = False
        search: DepthFirstSearch[_Choice | None] = DepthFirstSearch(
            self._domains, self._visit, nodes, self._state.budget
        )
        ended = True
        try:
            for choices in search:
                found(self, self._settled + tuple((c.item, c.option) for c in choices if c is not None))
                if self._stopped:
                    break
        except NodeBudgetSpent:
            ended = False
        return ended

    def stop(self) -> None:
        """End the search after the doses that were just found."""
        self._stopped = True

    def _visit(self, depth: int, choice: _Choice | None) -> bool:
        """Take a dose, or leave the stretch out; say whether a solution that meets the demands may follow."""
        left, value, second, served, in_use = self._states[depth]
        if choice is not None:
            left -= choice.cost
            value += choice.worth
            second += choice.second_worth
            if not in_use & choice.position:
                left -= self._change
                value -= self._penalty
                second -= self._second_penalty
                in_use |= choice.position
            if left < 0:
                return False
            if self._gains:
                served = tuple([sofar + more for sofar, more in zip(served, choice.served, strict=True)])
        below = depth + 1
        unused = 0 if in_use & self._positions[below] else 1
        if value + self._tables[below][unused][left] < self.needed:
            return False
        if self._second_tables and second + self._second_tables[below][unused][left] < self.second_needed:
            return False
        for sofar, gain, needed in zip(served, self._gains, self.area_needed, strict=False):
            if sofar < needed and sofar + gain[below].within(left) < needed:
                return False
        self._states[below] = (left, value, second, served, in_use)
        return True
