"""Which sets of doses can still be the best? All of them together, stretch by stretch: a dynamic programme.

A set that grows has a *place*: the positions that it uses, its stretches with hints, and what each area still lacks.
Sets at one place go on alike, so of two that leave the same seconds only the better one is kept, and of all of them
none that has less of the objective than one that leaves more seconds. A set is dropped, too, when the Lagrangian bound
says that it can no longer reach what is asked. Stretches of one area stand together, so that the area is settled and
no longer tells sets apart. Stretches that a query cannot tell apart are therefore searched once.

The engine (:mod:`depth_first`) then reads the best set off the tables.

Reference: D. Pisinger, A minimal algorithm for the multiple-choice knapsack problem, European Journal of Operational
Research 83 (1995), for states, dominance and bounds in a core.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from stretchplan.planning.bounds.lagrangian import Candidate, Losses
from stretchplan.planning.model.problem import Option, Solution
from stretchplan.planning.search.depth_first import DepthFirstSearch, NodeBudgetSpent
from stretchplan.planning.search.state import Doses, SearchState

__all__ = ["STEPS_PER_NODE", "Frontier", "Measure", "Stage"]

STEPS_PER_NODE = 6
"""Sets looked at that take about as long as one node of the search."""

_PLACE_STEPS = 3
"""What a new place takes, in such steps."""

_NEVER = 1 << 40
"""More changes than there is time for."""


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
    shared: int  # the same, with the areas' weights
    mark: int  # positions and hints, above the fields
    position: int  # where it stands in the place
    rank: int  # for catalogue order; the best is the highest


class Stage(NamedTuple):
    """A stretch that is decided next."""

    index: int  # among the items
    choices: tuple[Choice, ...]


_Table = dict[int, dict[int, int]]
"""By place, and by the seconds left, how much of the objective a set has at most."""


class Frontier:
    """The tables for some candidates, a measure, and what each area needs today.

    Parameters
    ----------
    state
        The search that this is a part of; its budget pays.
    candidates
        The stretches that may be taken, at the doses that they may have.
    needs
        Quarter-seconds that each counted area must get today.
    measure
        What is maximised.
    target
        What the objective must reach.

    Attributes
    ----------
    whole
        Whether nothing was cut off a beam, so that the answer is certain.
    """

    def __init__(
        self, state: SearchState, candidates: Sequence[Candidate], needs: tuple[int, ...], measure: Measure, target: int
    ) -> None:
        query = state.query
        self._state, self._budget = state, state.budget
        self._items, self._candidates, self._kinds = query.problem.items, candidates, state.kinds
        self._measure, self._needs, self._target = measure, needs, target
        self._change = query.problem.change
        self._seconds = query.available_seconds + self._change  # every position is charged a change; the first has none
        self._areas = [area for area, need in enumerate(needs) if need > 0]
        self._width = max((need.bit_length() for need in needs), default=0) + 1
        self._top = sum(1 << (k + 1) * self._width - 1 for k in range(len(self._areas)))  # the guard bit of each field
        self._fields = self._width * len(self._areas)
        areas = sum(x * need for x, need in zip(measure.shares, needs, strict=True))
        self._allowance = measure.losses.bound + measure.scale * measure.position_penalty - areas
        self._allowance -= measure.scale * target
        self.whole: bool = True
        self._stages: list[Stage] = []
        self._tables: list[_Table] = []

    def _core(self) -> list[tuple[int, list[int], bool]]:
        """Return the choices that do not lose too much: the place of a candidate, its doses, whether it may be out."""
        losses, allowance = self._measure.losses, self._allowance
        core = []
        for place, candidate in enumerate(self._candidates):
            doses = [o for o, loss in enumerate(losses.doses[place]) if loss <= allowance]
            without = losses.without[place]
            out = without is not None and without <= allowance
            if not doses and not out:
                return [(place, [], False)]
            if not self._measure.scale and out and not any(candidate.weights[k] for k in self._areas):
                continue  # where only the areas matter, it can be left out
            if doses:
                core.append((place, doses, out))
        return core

    def _in_order(self, core: list[tuple[int, list[int], bool]]) -> list[tuple[int, list[int], bool]]:
        """Return the choices area by area, those first that bring few others; what serves no area comes last."""
        serves = [{k for k in self._areas if self._candidates[place].weights[k]} for place, _, _ in core]
        left, ordered = list(range(len(core))), []
        waiting, begun = set(self._areas), set[int]()

        def later(row: int) -> tuple[int, int, int, int]:
            place = core[row][0]
            return -len(serves[row]), self._candidates[place].position, self._kinds[self._candidates[place].index], place

        while waiting:
            price = {}
            for area in waiting:
                mine = [row for row in left if area in serves[row]]
                others = {other for row in mine for other in serves[row]} & waiting - begun
                price[area] = (len(others), len(mine), area)
            area = min(waiting, key=price.__getitem__)
            mine = sorted([row for row in left if area in serves[row]], key=later)
            ordered += mine
            left = [row for row in left if area not in serves[row]]
            begun |= {other for row in mine for other in serves[row]}
            waiting.discard(area)
        return [core[row] for row in ordered + sorted(left, key=later)]

    def _prepare(self) -> bool:
        core = self._in_order(self._core())
        if any(not doses and not out for _, doses, out in core):
            return False
        marks = self._marks([place for place, _, _ in core])
        measure = self._measure
        rate = measure.losses.rate
        surplus, free, forced = [], [], []
        bits = 0
        ranks: dict[int, int] = {}
        for place, doses, _ in sorted(core, reverse=True):
            ranks[place] = bits
            bits += len(doses).bit_length()
        for place, doses, out in core:
            candidate = self._candidates[place]
            choices, sums = [], []
            for rank, o in enumerate(doses):
                option = candidate.options[o]
                gives = [candidate.weights[k] * option.effective for k in self._areas]
                shared = sum(measure.shares[k] * give for k, give in zip(self._areas, gives, strict=True))
                fields = sum(
                    min(give, self._needs[k]) << n * self._width
                    for n, (k, give) in enumerate(zip(self._areas, gives, strict=True))
                )
                value = measure.values[place][o]
                choices.append(
                    Choice(
                        option, option.cost, value, fields, shared,
                        marks[place] << self._fields, candidate.position << self._fields,
                        len(doses) - rank << ranks[place],
                    )
                )  # fmt: skip
                sums.append((option.cost, measure.scale * value + shared))
            if out:
                choices.append(Choice(None, 0, 0, 0, 0, 0, 0, 0))
                sums.append((0, 0))
            self._stages.append(Stage(candidate.index, tuple(choices)))
            surplus.append(max(worth - rate * cost for cost, worth in sums))
            free.append(max(worth for _, worth in sums))
            forced.append(not out)
        self._price = rate * self._change + measure.scale * measure.position_penalty
        n = len(core)
        # By depth: for each position the surplus of the stretches from there on, and whether one must be in; the most
        # that they add if seconds are free; and the most that they give each area.
        self._rest: list[dict[int, tuple[int, bool]]] = [{} for _ in range(n + 1)]
        self._free = [0] * (n + 1)
        most = [[0] * len(self._areas) for _ in range(n + 1)]
        for depth in range(n - 1, -1, -1):
            candidate = self._candidates[core[depth][0]]
            position = candidate.position << self._fields
            rest = self._rest[depth] = dict(self._rest[depth + 1])
            total, must = rest.get(position, (0, False))
            rest[position] = (total + surplus[depth], must or forced[depth])
            self._free[depth] = self._free[depth + 1] + free[depth]
            best = max((choice.option.effective for choice in self._stages[depth].choices if choice.option), default=0)
            most[depth] = [
                has + candidate.weights[k] * best for has, k in zip(most[depth + 1], self._areas, strict=True)
            ]
        limit = (1 << self._width - 1) - 1
        self._most = [
            sum(min(has, limit) << k * self._width for k, has in enumerate(of_areas)) | self._top for of_areas in most
        ]
        self._bounds: list[dict[int, int]] = [{} for _ in range(n + 1)]
        return True

    def _rest_bound(self, depth: int, used: int) -> int:
        """Return what the stretches from a depth on add at most beyond the price of their seconds."""
        found = self._bounds[depth].get(used)
        if found is None:
            found = 0
            for position, (total, must) in self._rest[depth].items():
                found += total if position & used else total - self._price if must else max(0, total - self._price)
            self._bounds[depth][used] = found
        return found

    def _marks(self, places: list[int]) -> dict[int, int]:
        """Return what each candidate adds to the mark of a set: its position, and what its order depends on.

        Without hints, any set that may begin at all needs one visit to each position.
        """
        items, candidates = self._items, self._candidates
        width = max((candidates[place].position.bit_length() for place in places), default=0)
        self._positions = (1 << width) - 1 << self._fields
        inside = sum(1 << candidates[place].index for place in places)
        hinted = strengthening = 0
        for place in places:
            item = items[candidates[place].index]
            strengthening |= item.strengthens
            before = (item.after | (1 << item.straight_after if item.straight_after >= 0 else 0)) & inside
            if before:
                hinted |= before | 1 << candidates[place].index
        marks = {}
        for place in places:
            index, position = candidates[place].index, candidates[place].position
            item, mark = items[index], position
            if hinted >> index & 1:
                mark |= 1 << 3 * width + index
            elif hinted:
                mark |= (position << width if item.opens else 0) | (0 if item.strengthens else position << 2 * width)
            elif strengthening and not item.strengthens:
                mark |= 1 << width
            marks[place] = mark
        return marks

    def best(self, most_steps: int | None = None, beam: int = 0) -> Solution | None:
        """Return the best solution that reaches the target, by catalogue order where several are; None if there is none.

        At most ``most_steps`` are taken. With a ``beam``, only so many sets are kept at each depth. It may raise
        :class:`NodeBudgetSpent`.
        """
        if self._allowance < 0 or not self._prepare() or not self._fill(most_steps, beam):
            return None
        return self._read()

    def _fill(self, most_steps: int | None, beam: int) -> bool:
        """Fill the tables; return whether some set reaches the target if its order is ignored."""
        measure, scale = self._measure, self._measure.scale
        fields, width, top = self._fields, self._width, self._top
        above, field = -1 << fields, (1 << width - 1) - 1
        positions, change, penalty = self._positions, self._change, measure.position_penalty
        rate, shares = measure.losses.rate, [measure.shares[k] for k in self._areas]
        goal = scale * self._target
        start = sum(self._needs[k] << n * width for n, k in enumerate(self._areas))
        lacks = {start: sum(x * self._needs[k] for x, k in zip(shares, self._areas, strict=True))}
        tables = self._tables = [{start: {self._seconds: penalty}}]
        budget = self._budget
        steps_left = max(0, budget.left) * STEPS_PER_NODE
        if most_steps is not None:
            steps_left = min(steps_left, most_steps)
        for depth, stage in enumerate(self._stages):
            new: _Table = {}
            new_lacks: dict[int, int] = {}
            bounds: dict[int, int] = {}
            most, free = self._most[depth + 1], self._free[depth + 1]
            steps = 0
            for key, front in tables[-1].items():
                for choice in stage.choices:
                    _, cost, worth, served, shared, mark, position, _ = choice
                    lacking = lacks[key]
                    if position:
                        if not key & position:
                            cost += change
                            worth -= penalty
                        less = (key | top) - served
                        kept = less & top
                        place = less & (kept - (kept >> width - 1) | above) | mark
                        lacking -= shared
                        if kept != top:  # an area has enough: what is more does not count
                            for n, share in enumerate(shares):
                                if not kept >> (n + 1) * width - 1 & 1:
                                    lacking += share * ((served >> n * width & field) - (key >> n * width & field))
                    else:
                        place = key
                    steps += _PLACE_STEPS + len(front)
                    if (most - (place & ~above)) & top != top:
                        continue
                    floor = goal + lacking
                    bound = floor - self._rest_bound(depth + 1, place & positions)
                    found = new.get(place)
                    if not scale:
                        left = next(iter(front)) - cost
                        if left < 0 or rate * left < bound or free < lacking:
                            continue
                        if found is None or next(iter(found)) < left:
                            new[place] = {left: 0}
                            new_lacks[place] = lacking
                            bounds[place] = bound
                        continue
                    least = -((free - floor) // scale)
                    if found is None:
                        found = {}
                    for left, value in front.items():
                        left -= cost  # noqa: PLW2901 - this loop is what a search does most
                        if left < 0:
                            break
                        value += worth  # noqa: PLW2901
                        if value >= least and scale * value + rate * left >= bound and found.get(left, -1) < value:
                            found[left] = value
                    if found:
                        new[place] = found
                        new_lacks[place] = lacking
                        bounds[place] = bound
            budget.spend(1 + steps // STEPS_PER_NODE)
            steps_left -= steps
            if steps_left < 0:
                raise NodeBudgetSpent
            if not new:
                return False
            if scale:
                for place, front in new.items():
                    if len(front) > 1:
                        new[place] = _not_dominated(front)
            if beam:
                margins = sorted(
                    [
                        (bounds[place] - scale * value - rate * left, place, left)
                        for place, front in new.items()
                        for left, value in front.items()
                    ]
                )
                if len(margins) > beam:
                    self.whole = False
                    kept_new: _Table = {}
                    for _, place, left in margins[:beam]:
                        kept_new.setdefault(place, {})[left] = new[place][left]
                    new = {place: dict(sorted(front.items(), reverse=True)) for place, front in kept_new.items()}
            tables.append(new)
            lacks = new_lacks
        return True

    def _read(self) -> Solution | None:
        """Return the best set of the last table that has an order, in this order.

        The tables take it that a set needs one visit to each position. Hints may make it more; sets with one mark need
        equally many, so it is enough to order one of them.
        """
        change, penalty = self._change, self._measure.position_penalty
        more: dict[int, int] = {}  # by mark, the changes beyond those counted
        while True:
            ends = [
                (value - more.get(place, 0) * penalty, place, left)
                for place, front in self._tables[-1].items()
                for left, value in front.items()
                if left >= more.get(place, 0) * change
            ]
            best = max((value for value, _, _ in ends), default=None)
            if best is None or (self._measure.scale and best < self._target):
                return None
            doses = self._walk([(place, left) for value, place, left in ends if value == best])
            place = self._place_of(doses)
            order = self._budget.order(sum(1 << i for i, _ in doses)) if doses else None
            if order is None or not order.sequence:
                if order is not None and not order.known:
                    self._state.order_unknown = True
                more[place] = _NEVER
                continue
            extra = order.changes - ((place & self._positions).bit_count() - 1)
            if extra == more.get(place, 0):
                return self._state.ordered(doses)
            more[place] = extra

    def _place_of(self, doses: Doses) -> int:
        """Return the place of a set in which every area has what it needs."""
        chosen = {index for index, _ in doses}
        place = 0
        for stage in self._stages:
            if stage.index in chosen:
                place |= stage.choices[0].mark
        return place

    def _walk(self, ends: list[tuple[int, int]]) -> Doses:
        """Return the set that comes first by catalogue order, of those that end at given places and seconds.

        Backwards, the tables tell which choices lead there. The engine then walks them forwards.
        """
        paths: list[dict[tuple[int, int], list[tuple[Choice, tuple[int, int], int]]]] = []
        wanted = dict.fromkeys(ends, 0)  # by place and seconds left, the most that the rest adds to the tie-break
        for depth in range(len(self._stages) - 1, -1, -1):
            by_place: dict[int, list[int]] = {}
            for place, left in wanted:
                by_place.setdefault(place, []).append(left)
            here: dict[tuple[int, int], list[tuple[Choice, tuple[int, int], int]]] = {}
            before: dict[tuple[int, int], int] = {}
            table, after = self._tables[depth], self._tables[depth + 1]
            self._budget.spend(1 + len(table) * len(self._stages[depth].choices) // STEPS_PER_NODE)
            for key, front in table.items():
                for choice in self._stages[depth].choices:
                    place, cost, worth = self._after(key, choice)
                    for left in by_place.get(place, ()):
                        value = front.get(left + cost)
                        if value is not None and value + worth == after[place][left]:
                            tie = wanted[place, left] + choice.rank
                            at = (key, left + cost)
                            here.setdefault(at, []).append((choice, (place, left), tie))
                            before[at] = max(before.get(at, -1), tie)
            paths.append({at: [way for way in ways if way[2] == before[at]] for at, ways in here.items()})
            wanted = before
        paths.reverse()
        return self._walked(paths)

    def _walked(self, paths: Sequence[dict[tuple[int, int], list[tuple[Choice, tuple[int, int], int]]]]) -> Doses:
        at: list[tuple[int, int]] = [next(iter(self._tables[0].items()))] * (len(paths) + 1)  # type: ignore[list-item]
        start = next(iter(self._tables[0]))
        at[0] = (start, self._seconds)

        def visit(depth: int, choice: Choice) -> bool:
            for way, then, _ in paths[depth].get(at[depth], ()):
                if way is choice:
                    at[depth + 1] = then
                    return True
            return False

        domains = [
            list(dict.fromkeys(way for ways in path.values() for way, _, _ in ways)) for path in paths
        ]
        if not domains:
            return ()
        for choices in DepthFirstSearch(domains, visit, 1 << 30, None):
            return tuple(
                (stage.index, choice.option)
                for stage, choice in zip(self._stages, choices, strict=True)
                if choice.option is not None
            )
        return ()

    def _after(self, key: int, choice: Choice) -> tuple[int, int, int]:
        """Return the place that a choice leads to, and the seconds and the worth that it takes and adds there."""
        if not choice.position:
            return key, 0, 0
        cost, worth = choice.cost, choice.value
        if not key & choice.position:
            cost += self._change
            worth -= self._measure.position_penalty
        less = (key | self._top) - choice.served
        kept = less & self._top
        return less & (kept - (kept >> self._width - 1) | -1 << self._fields) | choice.mark, cost, worth


def _not_dominated(front: dict[int, int]) -> dict[int, int]:
    """Return the points, most seconds first, than which none with more seconds left has more of the objective."""
    best, kept = -1, {}
    for left in sorted(front, reverse=True):
        value = front[left]
        if value >= best:
            best = value
            kept[left] = value
    return kept
