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

from collections.abc import Iterable, Iterator, Sequence
from math import gcd
from typing import NamedTuple

from stretchplan.planning.bounds.lagrangian import Candidate, Losses
from stretchplan.planning.model.problem import Option, Solution
from stretchplan.planning.search.depth_first import DepthFirstSearch, NodeBudgetSpent
from stretchplan.planning.search.state import Doses, SearchState

__all__ = ["STEPS_PER_NODE", "Frontier", "Measure", "Stage"]

STEPS_PER_NODE = 12
"""Sets looked at that take about as long as one node of the search."""

_MOST_RESTS = 500
"""The most sets of areas that have a bound of their own."""

_STEPS_AT_ONCE = 6_000
"""Steps that are paid for together."""

_PLACE_STEPS = 3
"""What a new place takes, in such steps."""

_LOOKS = 4
"""What it takes to work out where a choice leads from a place, in such steps."""

_LAYING_OUT = 2
"""What a choice takes to lay out for each number that describes it, in such steps."""

_ENOUGH_NODES = 1 << 30
"""More than the engine takes to follow the ways; they are paid for when they are found."""

_NONE = -1 << 200
"""Less than any objective."""


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
    position: int  # as a bit of a place; 0 where the stretch is left out
    rank: int  # for catalogue order; the best is the highest
    gives: tuple[int, ...]  # what it gives each area, no more than that needs


_LEFT_OUT = Choice(None, 0, 0, 0, 0, 0, 0, 0, ())


class Stage(NamedTuple):
    """A stretch that is decided next."""

    item: int  # its index among the items
    position: int  # as a bit of a place
    choices: tuple[Choice, ...]
    must: bool  # whether it must be in


_Table = dict[int, dict[int, int]]
"""By place, and by the seconds left, how much of the objective a set has at most."""

_Ways = dict[tuple[int, int], list[tuple[Choice, tuple[int, int], int]]]
"""By place and seconds left: a choice, where it leads, and the most that it and the rest add to the tie-break."""


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
        self._width = max((need.bit_length() for need in needs), default=0) + 2  # raised to a multiple it still fits
        self._top = sum(1 << (k + 1) * self._width - 1 for k in range(len(self._areas)))  # the guard bit of each field
        self._fields = self._width * len(self._areas)
        areas = sum(x * need for x, need in zip(measure.shares, needs, strict=True))
        self._allowance = measure.losses.bound + measure.scale * measure.position_penalty - areas
        self._allowance -= measure.scale * target
        self.whole: bool = True
        self._by_hints = False  # whether hints are part of a place
        self._looked = 0  # steps that were taken to read a set off, and are not paid yet
        self._stages: list[Stage] = []
        self._tables: list[_Table] = []
        self._index: dict[int, dict[int, dict[int, list[int]]]] = {}  # by depth, the places by mark and seconds left

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
            idle = not any(candidate.weights[k] for k in self._areas)
            if idle and out and not self._measure.scale and not self._by_hints:
                continue  # where only the areas matter, it could only help as the one to begin with
            if doses:
                core.append((place, doses, out))
        return core

    def _in_order(self, core: list[tuple[int, list[int], bool]]) -> list[tuple[int, list[int], bool]]:
        """Return the choices area by area, those first that bring few others; what serves no area comes last."""
        serves = [{k for k in self._areas if self._candidates[place].weights[k]} for place, _, _ in core]
        left, ordered = list(range(len(core))), []
        waiting, begun = set(self._areas), set[int]()

        def later(row: int) -> tuple[int, int, int, int, int]:
            candidate = self._candidates[core[row][0]]
            step = gcd(*(option.effective for option in candidate.options))  # fine steps first: see _raised
            kind = self._kinds[candidate.index]
            return step, -len(serves[row]), candidate.position, kind, candidate.index

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
        """Lay out the stages and their bounds; return False if some stretch that must be in has no dose left."""
        core = self._in_order(self._core())
        if any(not doses and not out for _, doses, out in core):
            return False
        marks = self._marks([place for place, _, _ in core])
        measure, width = self._measure, self._width
        bits = 0
        ranks: dict[int, int] = {}
        for place, doses, _ in sorted(core, reverse=True):
            ranks[place] = bits
            bits += len(doses).bit_length()
        self._stages = []
        nothing = [0] * len(self._areas)
        work = 0
        serving: list[list[int]] = []  # by depth, the fields of the areas that the stretch serves
        for place, doses, out in core:
            candidate = self._candidates[place]
            choices = []
            areas = [(n, k, candidate.weights[k]) for n, k in enumerate(self._areas) if candidate.weights[k]]
            serving.append([n for n, _, _ in areas])
            work += len(self._areas) + len(doses) * (4 + len(areas))
            for rank, o in enumerate(doses):
                option = candidate.options[o]
                gives, served, shared = nothing.copy(), 0, 0
                for n, k, weight in areas:
                    gives[n] = give = min(weight * option.effective, self._needs[k])
                    served += give << n * width
                    shared += measure.shares[k] * give
                choices.append(
                    Choice(
                        option=option,
                        cost=option.cost,
                        value=measure.values[place][o],
                        served=served,
                        shared=shared,
                        mark=marks[place] << self._fields,
                        position=candidate.position << self._fields,
                        rank=len(doses) - rank << ranks[place],
                        gives=tuple(gives),
                    )
                )
            if out:
                choices.append(_LEFT_OUT)
            self._stages.append(Stage(candidate.index, candidate.position << self._fields, tuple(choices), not out))
        self._budget.spend_up_to(_LAYING_OUT * work // STEPS_PER_NODE)
        self._price = measure.losses.rate * self._change + measure.scale * measure.position_penalty
        n = len(core)
        limit = (1 << width - 1) - 1
        most = [0] * len(self._areas)
        steps = [0] * len(self._areas)
        self._most = [self._top] * (n + 1)
        self._raised: list[tuple[tuple[int, int], ...]] = [()] * (n + 1)
        for depth in range(n - 1, -1, -1):
            before = list(steps)
            choices = [choice for choice in self._stages[depth].choices if choice.option is not None]
            for k in serving[depth]:
                given = [choice.gives[k] for choice in choices]
                steps[k] = gcd(steps[k], *given)
                most[k] += max(given)
            self._most[depth] = sum(min(has, limit) << k * width for k, has in enumerate(most)) | self._top
            self._raised[depth + 1] = tuple(
                [(k, b) for k, (a, b) in enumerate(zip(steps, before, strict=True)) if b > 1 and a != b]
            )
        self._raised[0] = tuple([(k, step) for k, step in enumerate(steps) if step > 1])
        self._bounds: list[dict[int, tuple[int, int]]] = [{} for _ in range(n + 1)]
        self._rests: dict[int, tuple[list[dict[int, tuple[int, bool]]], list[int]]] = {}
        self._start = self._must_use()
        return True

    def _must_use(self) -> int:
        """Return the positions that every set which reaches the target uses, as bits of a place."""
        rests, _ = self._rest(self._top, 0)
        used = 0
        for position, (total, must) in rests[0].items():
            if must or total - self._price > self._allowance:
                used |= position
        return used

    def _rest(self, lacking: int, first: int) -> tuple[list[dict[int, tuple[int, bool]]], list[int]]:
        """Return what the stretches from each depth on add at most where only some areas lack something.

        That is, by depth from ``first`` on: for each position the surplus beyond the price of the seconds, and whether
        a stretch there must be in; and what all add where seconds are free. ``lacking`` has the areas' guard bits.
        """
        found = self._rests.get(lacking)
        if found is None and len(self._rests) > _MOST_RESTS:
            found = self._rests[self._top]  # higher, but a bound all the same
        if found is None:
            shares = [
                self._measure.shares[k] if lacking >> (n + 1) * self._width - 1 & 1 else 0
                for n, k in enumerate(self._areas)
            ]
            every = lacking == self._top
            scale, rate = self._measure.scale, self._measure.losses.rate
            n = len(self._stages)
            rests: list[dict[int, tuple[int, bool]]] = [{} for _ in range(n + 1)]
            free = [0] * (n + 1)
            for depth in range(n - 1, first - 1, -1):  # tables are filled from the first depth on
                stage = self._stages[depth]
                surplus = most = None
                for choice in stage.choices:
                    worth = scale * choice.value + (
                        choice.shared
                        if every
                        else sum([x * give for x, give in zip(shares, choice.gives, strict=False)])
                    )
                    beyond = worth - rate * choice.cost
                    if surplus is None or beyond > surplus:
                        surplus = beyond
                    if most is None or worth > most:
                        most = worth
                rest = rests[depth] = dict(rests[depth + 1])
                total, must = rest.get(stage.position, (0, False))
                rest[stage.position] = (total + (surplus or 0), must or stage.must)
                free[depth] = free[depth + 1] + (most or 0)
            self._budget.spend_up_to(1 + n - first)
            found = self._rests[lacking] = (rests, free)
        return found

    def _rest_bound(self, depth: int, at: int) -> tuple[int, int]:
        """Return what the stretches from a depth on add at most beyond the price of their seconds, and without it.

        ``at`` has the positions in use and the guard bits of the areas that lack something.
        """
        rests, free = self._rest(at & self._top, depth)
        total = 0
        for position, (surplus, must) in rests[depth].items():
            total += surplus if position & at else surplus - self._price if must else max(0, surplus - self._price)
        found = self._bounds[depth][at] = (total, free[depth])
        return found

    def _marks(self, places: list[int]) -> dict[int, int]:
        """Return what each candidate adds to the mark of a set: its position, and what its order depends on.

        That is nothing more at first: most sets need one visit to each position.
        """
        items, candidates = self._items, self._candidates
        width = max((candidates[place].position.bit_length() for place in places), default=0)
        self._positions = (1 << width) - 1 << self._fields
        if not self._by_hints:
            return {place: candidates[place].position for place in places}
        inside = sum(1 << candidates[place].index for place in places)
        hinted = 0
        for place in places:
            item = items[candidates[place].index]
            before = item.earlier & inside
            if before:
                hinted |= before | 1 << candidates[place].index
        marks = {}
        for place in places:
            index, position = candidates[place].index, candidates[place].position
            item, mark = items[index], position
            if hinted >> index & 1:
                mark |= 1 << 3 * width + index
            else:
                mark |= (position << width if item.opens else 0) | (0 if item.strengthens else position << 2 * width)
            marks[place] = mark
        return marks

    def best(self, most_steps: int | None = None, beam: int = 0) -> Solution | None:
        """Return the best solution that reaches the target; None if there is none.

        Of several equal ones it is the first by catalogue order.

        At most ``most_steps`` are taken. With a ``beam``, only so many sets are kept at each depth. It may raise
        :class:`NodeBudgetSpent`.
        """
        if self._allowance < 0 or not self._prepare() or not self._fill(most_steps, beam):
            return None
        found = self._read()
        if found is None and not self._by_hints:
            # The order of the best set takes more changes, or there is none: hints must tell sets apart.
            self._by_hints = True
            return self.best(most_steps, beam)
        return found

    def _fill(self, most_steps: int | None, beam: int) -> bool:
        """Fill the tables; return whether some set reaches the target if its order is ignored."""
        measure, scale = self._measure, self._measure.scale
        fields, width, top = self._fields, self._width, self._top
        above, field = -1 << fields, (1 << width - 1) - 1
        full = top - (top >> width - 1)  # each field at its most
        positions, change, penalty = self._positions, self._change, measure.position_penalty
        rate, shares = measure.losses.rate, [measure.shares[k] for k in self._areas]
        goal = scale * self._target
        start = sum(self._needs[k] << n * width for n, k in enumerate(self._areas)) | self._start
        lacks = {start: sum(x * self._needs[k] for x, k in zip(shares, self._areas, strict=True))}
        used = self._start.bit_count()
        self._index = {}
        tables = self._tables = [{start: {self._seconds - used * change: penalty * (1 - used)}}]
        budget = self._budget
        if self._seconds < used * change:
            return False
        tables[0] = self._raise(0, tables[0], lacks, {start: 0})
        steps_left = max(0, budget.left) * STEPS_PER_NODE
        if most_steps is not None:
            steps_left = min(steps_left, most_steps)
        steps_at_once = min(_STEPS_AT_ONCE, steps_left)
        for depth, stage in enumerate(self._stages):
            new: _Table = {}
            new_lacks: dict[int, int] = {}
            bounds: dict[int, int] = {}
            most, cached = self._most[depth + 1], self._bounds[depth + 1]
            steps = 0
            for key, front in tables[-1].items():
                lacked = lacks[key]
                if steps > steps_at_once:
                    budget.spend_up_to(steps // STEPS_PER_NODE)
                    steps_left -= steps
                    if steps_left < 0:
                        raise NodeBudgetSpent
                    steps, steps_at_once = 0, min(_STEPS_AT_ONCE, steps_left)
                for choice in stage.choices:
                    _, cost, worth, served, shared, mark, position, _, _ = choice
                    lacking = lacked
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
                                    lacking += share * (choice.gives[n] - (key >> n * width & field))
                    else:
                        place = key
                    steps += _PLACE_STEPS + len(front)
                    lack = place & ~above
                    if (most - lack) & top != top:
                        continue
                    at = place & positions | lack + full & top
                    rest, free = cached.get(at) or self._rest_bound(depth + 1, at)
                    floor = goal + lacking
                    bound = floor - rest
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
                        left -= cost
                        if left < 0:
                            break
                        value += worth
                        if value >= least and scale * value + rate * left >= bound and found.get(left, _NONE) < value:
                            found[left] = value
                    if found:
                        new[place] = found
                        new_lacks[place] = lacking
                        bounds[place] = bound
            budget.spend_up_to(1 + steps // STEPS_PER_NODE)
            steps_left -= steps
            if steps_left < 0:
                raise NodeBudgetSpent
            if not new:
                return False
            new = self._raise(depth + 1, new, new_lacks, bounds)
            if scale:
                for place, front in new.items():
                    if len(front) > 1:
                        new[place] = _not_dominated(front)
            if beam:
                new = self._beam(new, bounds, beam)
            tables.append(new)
            lacks = new_lacks
        return True

    def _raise(self, depth: int, table: _Table, lacks: dict[int, int], bounds: dict[int, int]) -> _Table:
        """Raise what areas lack to what the stretches from a depth on can make: a multiple of their common divisor."""
        raised = self._raised[depth]
        if not raised:
            return table
        new: _Table = {}
        for key, front in table.items():
            place, more = self._raised_place(depth, key)
            lacks[place] = lacks[key] + more
            bounds[place] = bounds[key] + more  # equal for all sets that come to one place
            found = new.get(place)
            if found is None:
                new[place] = front
            elif not self._measure.scale:
                if next(iter(front)) > next(iter(found)):
                    new[place] = front
            else:
                found = new[place] = dict(found)
                for left, value in front.items():
                    if found.get(left, _NONE) < value:
                        found[left] = value
        return new

    def _raised_place(self, depth: int, place: int) -> tuple[int, int]:
        """Return a place with what its areas lack raised, and what that adds to the weighted sum that is lacking."""
        width, more = self._width, 0
        field = (1 << width - 1) - 1
        for n, step in self._raised[depth]:
            short = -(place >> n * width & field) % step
            place += short << n * width
            more += self._measure.shares[self._areas[n]] * short
        return place, more

    def _beam(self, table: _Table, bounds: dict[int, int], most: int) -> _Table:
        """Return so many sets of a table: those that are farthest above their bound."""
        scale, rate = self._measure.scale, self._measure.losses.rate
        margins = [
            (bounds[place] - scale * value - rate * left, place, left)
            for place, front in table.items()
            for left, value in front.items()
        ]
        if len(margins) <= most:
            return table
        self.whole = False
        kept: _Table = {}
        for _, place, left in sorted(margins)[:most]:
            kept.setdefault(place, {})[left] = table[place][left]
        return {place: dict(sorted(front.items(), reverse=True)) for place, front in kept.items()}

    def _read(self) -> Solution | None:
        """Return the best set of the last table that has an order, in this order.

        The tables take it that a set needs one visit to each position. Hints may make it more. Where hints tell places
        apart, the sets of one place need equally many, so it is enough to order one of them; where they do not, None is
        returned as soon as a set needs more.
        """
        change, penalty, scale = self._change, self._measure.position_penalty, self._measure.scale
        more: dict[int, int | None] = {}  # by place, the changes beyond those counted; None: there is no order
        while True:
            ends = [
                (value - beyond * penalty, place, left)
                for place, front in self._tables[-1].items()
                if (beyond := more.get(place, 0)) is not None
                for left, value in front.items()
                if left >= beyond * change
            ]
            best = max((value for value, _, _ in ends), default=None)
            if best is None or (scale and best < self._target):
                return None
            ways = [(place, left) for value, place, left in ends if value == best]
            asked = next(((place, left) for place, left in ways if place not in more), None)
            if not self._by_hints or asked is None:
                doses = self._walk(ways)
                extra = self._beyond(doses)
                if self._by_hints or extra == 0:
                    return self._state.ordered(doses)
                if extra is None or extra > 0:
                    return None
                more[self._place_of(doses)] = extra
                continue
            doses = self._walk([asked])
            extra = more[asked[0]] = self._beyond(doses)
            if not scale and extra is not None and extra * change <= asked[1]:
                return self._state.ordered(doses)
            if self._budget.left < 1:
                raise NodeBudgetSpent

    def _beyond(self, doses: Doses) -> int | None:
        """Return how many changes a set needs beyond those that are counted; None if it has no order."""
        if not doses:
            return None
        order = self._budget.order(sum(1 << i for i, _ in doses))
        self._state.order_unproved |= not order.proved
        if not order.sequence:
            return None
        return order.changes - ((self._place_of(doses) & self._positions).bit_count() - 1)

    def _place_of(self, doses: Doses) -> int:
        """Return the place of a set in which every area has what it needs."""
        chosen = {index for index, _ in doses}
        place = self._start
        for stage in self._stages:
            if stage.item in chosen:
                place |= stage.choices[0].mark
        return place

    def _walk(self, ends: list[tuple[int, int]]) -> Doses:
        """Return the set that comes first by catalogue order, of those that end at given places and seconds.

        Backwards, the tables tell which choices lead there. The engine then walks them forwards.
        """
        paths: list[_Ways] = []
        wanted: dict[
            int, dict[int, int]
        ] = {}  # by place and seconds left, the most that the rest adds to the tie-break
        for place, left in ends:
            wanted.setdefault(place, {})[left] = 0
        for depth in range(len(self._stages) - 1, -1, -1):
            here: _Ways = {}
            before: dict[int, dict[int, int]] = {}
            for place, lefts in wanted.items():
                values = self._tables[depth + 1][place]
                for key, choice, taken, worth in self._before(depth, place, lefts):
                    front = self._tables[depth][key]
                    self._looked += len(lefts)
                    for left, rest in lefts.items():
                        earlier = left + taken
                        if front.get(earlier, _NONE) + worth == values[left]:
                            rank = rest + choice.rank
                            here.setdefault((key, earlier), []).append((choice, (place, left), rank))
                            best = before.setdefault(key, {})
                            best[earlier] = max(best.get(earlier, -1), rank)
            self._budget.spend_up_to(1 + self._looked // STEPS_PER_NODE)
            self._looked = 0
            paths.append(
                {
                    (key, left): [way for way in ways if way[2] == before[key][left]]
                    for (key, left), ways in here.items()
                }
            )
            wanted = before
        paths.reverse()
        return self._walked(paths)

    def _before(self, depth: int, place: int, lefts: Iterable[int]) -> Iterator[tuple[int, Choice, int, int]]:
        """Yield places from which choices of a stage lead to a place, with the seconds and the worth of the choice.

        At some of them, with each choice, a set may have had so many seconds left that it now has one of ``lefts``.
        """
        index = self._index.get(depth)
        if index is None:
            index = self._index[depth] = {}
            for key, front in self._tables[depth].items():
                of_mark = index.setdefault(key >> self._fields, {})
                self._looked += len(front)
                for left in front:
                    of_mark.setdefault(left, []).append(key)
        mark = place >> self._fields
        for choice in self._stages[depth].choices:
            for new in _parts(choice.mark >> self._fields):  # what the choice brings that the set did not have
                of_mark = {} if new & ~mark else index.get(mark ^ new, {})
                if not of_mark:
                    continue
                taken = choice.cost + (self._change if new << self._fields & choice.position else 0)
                keys = [key for left in lefts for key in of_mark.get(left + taken, ())]
                self._looked += 1 + _LOOKS * len(keys)
                for key in dict.fromkeys(keys):
                    then, cost, worth = self._after(depth, key, choice)
                    if then == place and cost == taken:
                        yield key, choice, cost, worth

    def _walked(self, paths: Sequence[_Ways]) -> Doses:
        """Return the set that the engine finds on given ways."""
        start = next(iter(self._tables[0]))
        at = [(start, next(iter(self._tables[0][start])))] * (len(paths) + 1)

        def visit(depth: int, choice: Choice) -> bool:
            for way, then, _ in paths[depth].get(at[depth], ()):
                if way is choice:
                    at[depth + 1] = then
                    return True
            return False

        domains = [list(dict.fromkeys(way for ways in path.values() for way, _, _ in ways)) for path in paths]
        if not domains:
            return ()
        for choices in DepthFirstSearch(domains, visit, _ENOUGH_NODES):
            return tuple(
                (stage.item, choice.option)
                for stage, choice in zip(self._stages, choices, strict=True)
                if choice.option is not None
            )
        return ()

    def _after(self, depth: int, key: int, choice: Choice) -> tuple[int, int, int]:
        """Return the place that a choice leads to, and the seconds and the worth that it takes and adds there."""
        # The steps are those of _fill, where they are written out because a call for each would double its time.
        cost, worth, place = choice.cost, choice.value, key
        if choice.position:
            if not key & choice.position:
                cost += self._change
                worth -= self._measure.position_penalty
            less = (key | self._top) - choice.served
            kept = less & self._top
            place = less & (kept - (kept >> self._width - 1) | -1 << self._fields) | choice.mark
        return self._raised_place(depth + 1, place)[0], cost, worth


def _parts(bits: int) -> list[int]:
    """Return what some of the bits make, from none of them to all."""
    parts = [0]
    while bits:
        lowest = bits & -bits
        bits ^= lowest
        parts += [part | lowest for part in parts]
    return parts


def _not_dominated(front: dict[int, int]) -> dict[int, int]:
    """Return the points, most seconds first, than which none with more seconds left has more of the objective."""
    best, kept = _NONE, {}
    for left in sorted(front, reverse=True):
        value = front[left]
        if value >= best:
            best = value
            kept[left] = value
    return kept
