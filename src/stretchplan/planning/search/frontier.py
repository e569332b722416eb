"""Which sets of doses can still be the best? All of them together, stretch by stretch: a dynamic programme.

A set that grows has a *place*: the positions that it uses, what each area still lacks, and, where hints tell sets
apart, what its order depends on. Sets at one place go on alike, so of two that leave the same seconds only the better
one is kept, and of all of them none that has less of the objective than one that leaves more seconds. In large tables
they are also compared with sets at places that lack less. A set is dropped, too, when the bounds of the stages
(:mod:`stages`) say that it can no longer reach what is asked. Stretches that a query cannot tell apart are therefore
searched once.

The engine (:mod:`depth_first`) then reads the best set off the tables.

Reference: D. Pisinger, A minimal algorithm for the multiple-choice knapsack problem, European Journal of Operational
Research 83 (1995), for states, dominance and bounds in a core.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence

from stretchplan.planning.model.problem import Solution
from stretchplan.planning.search.budget import NodeBudgetSpent
from stretchplan.planning.search.depth_first import DepthFirstSearch
from stretchplan.planning.search.layout import STEPS_PER_NODE, Layout
from stretchplan.planning.search.query import Doses
from stretchplan.planning.search.stages import Choice, Stages
from stretchplan.planning.search.state import SearchState

__all__ = ["Frontier"]

_STEPS_AT_ONCE = 6_000
"""Steps that are paid for together."""

_PLACE_STEPS = 3
"""What a choice from a place takes, in such steps."""

_NEW_PLACE_STEPS = 4
"""What a new place takes besides, in such steps; each two areas take one more."""

_AFTER_STEPS = 4
"""What it takes to work out where a choice leads from a place, in such steps."""

_LEFTS_PER_STEP = 4
"""Seconds left that take about as long to look up as one step."""

_WAY_STEPS = 2
"""What it takes to keep a way, in such steps."""

_COMPARED_STEPS = 2
"""What it takes to compare a set with those of places that lack less, in such steps."""

_FEW_SETS = 200
"""Tables with no more sets are not searched for sets that another place outdoes."""

_NODES_TO_END = 1
"""For each stage, nodes that are kept to read some set off and to put it in order."""

_ENOUGH_NODES = 1 << 30
"""More than the engine takes to follow the ways; they are paid for when they are found."""

_NONE = -1 << 200
"""Less than any objective."""

_Table = dict[int, dict[int, int]]
"""By place, and by the seconds left, how much of the objective a set has at most."""

_Ways = dict[tuple[int, int], list[tuple[Choice, tuple[int, int], int]]]
"""By place and seconds left: a choice, where it leads, and the most that it and the rest add to the tie-break."""


class Frontier:
    """The tables for a layout, and what each area needs today.

    Parameters
    ----------
    state
        The search that this is a part of; its budget pays.
    layout
        The candidates and what is maximised.
    needs
        Quarter-seconds that each counted area must get today; no more than the layout knows of.
    target
        What the objective must reach.

    Attributes
    ----------
    whole
        Whether the answer is certain: no beam dropped a set, and the nodes did not end while the set was read.
    stages
        How many stages there were.
    passed
        How many stages some set got through.
    """

    def __init__(self, state: SearchState, layout: Layout, needs: tuple[int, ...], target: int) -> None:
        query = state.query
        self._state, self._budget = state, state.budget
        self._layout, self._needs, self._measure, self._target = layout, needs, layout.measure, target
        self._change = query.problem.change
        self._seconds = query.available_seconds + self._change  # every position is charged a change; the first has none
        self.whole: bool = True
        self.stages: int = 0
        self.passed: int = 0
        self._looked = 0  # steps that were taken to read a set off, and are not paid yet

    def best(self, most_steps: int | None = None, beam: int = 0) -> Solution | None:
        """Return the best solution that reaches the target; None if there is none.

        Of several equal ones it is the first by catalogue order.

        Filling the tables takes about ``most_steps`` at most, each time. Beyond them, or when the budget ends,
        :class:`NodeBudgetSpent` is raised. With a ``beam``, only so many sets are kept at each depth.
        """
        found = None
        # Where the order of the best set takes more changes, or there is none, hints must tell sets apart.
        for by_hints in (False, True):
            self._by_hints = by_hints
            self._stages = Stages(self._state, self._layout, self._needs, self._target, by_hints=by_hints)
            self.stages, self.passed = len(self._stages.stages), 0
            if not self._stages.possible or not self._fill(most_steps, beam):
                return None
            found = self._read()
            if found is not None:
                break
        return found

    def _fill(self, most_steps: int | None, beam: int) -> bool:
        """Fill the tables; return whether some set reaches the target if its order is ignored."""
        measure, scale = self._measure, self._measure.scale
        stages, budget = self._stages, self._budget
        width, top, above = stages.width, stages.top, -1 << stages.fields
        change, penalty, rate = self._change, measure.position_penalty, measure.losses.rate
        used = stages.used.bit_count()
        self._index: dict[int, dict[int, dict[int, list[int]]]] = {}  # by depth, the places by mark and seconds left
        begin = stages.look(0, stages.start) if self._seconds >= used * change else None
        if begin is None:
            return False
        tables = self._tables = [{begin[0]: {self._seconds - used * change: penalty * (1 - used)}}]
        steps_left = max(0, budget.left) * STEPS_PER_NODE
        if most_steps is not None:
            steps_left = min(steps_left, most_steps)
        steps_at_once = min(_STEPS_AT_ONCE, steps_left)
        fewest = 0  # sets of a table since places were last compared
        for depth, stage in enumerate(stages.stages):
            new_place_steps = _NEW_PLACE_STEPS + stages.open_areas(depth + 1) // 2
            new: _Table = {}
            floors: dict[int, int] = {}
            seen: dict[int, tuple[int, int, int] | None] = {}
            steps = 0
            for key, front in tables[-1].items():
                if steps > steps_at_once:
                    budget.spend_up_to(steps // STEPS_PER_NODE)
                    steps_left -= steps
                    if steps_left < 0:
                        raise NodeBudgetSpent
                    steps, steps_at_once = 0, min(_STEPS_AT_ONCE, steps_left)
                for _, cost, value, served, mark, position, _ in stage.choices:
                    if position:
                        if not key & position:
                            cost += change
                            value -= penalty
                        less = (key | top) - served
                        kept = less & top
                        place = less & (kept - (kept >> width - 1) | above) | mark
                    else:
                        place = key
                    steps += _PLACE_STEPS + len(front)
                    if place in seen:
                        looked = seen[place]
                    else:
                        steps += new_place_steps
                        looked = seen[place] = stages.look(depth + 1, place)
                    if looked is None:
                        continue
                    place, floor, least = looked
                    found = new.get(place)
                    if not scale:
                        left = next(iter(front)) - cost
                        if left < 0 or rate * left < floor:
                            continue
                        if found is None or next(iter(found)) < left:
                            new[place] = {left: 0}
                            floors[place] = floor
                        continue
                    if found is None:
                        found = {}
                    for left, total in front.items():
                        left -= cost
                        if left < 0:
                            break
                        total += value
                        if total >= least and scale * total + rate * left >= floor and found.get(left, _NONE) < total:
                            found[left] = total
                    if found:
                        new[place] = found
                        floors[place] = floor
            budget.spend_up_to(1 + steps // STEPS_PER_NODE)
            steps_left -= steps
            if steps_left < 0:
                raise NodeBudgetSpent
            if not new:
                return False
            if scale:
                for place, front in new.items():
                    if len(front) > 1:
                        new[place] = _not_dominated(front)
                size = sum(map(len, new.values()))
                if size > max(_FEW_SETS, fewest + fewest // 2):
                    steps_left = self._drop_outdone(new, steps_left)
                    if steps_left < 0:
                        raise NodeBudgetSpent
                    steps_at_once = min(_STEPS_AT_ONCE, steps_left)
                    fewest = sum(map(len, new.values()))
                fewest = min(fewest, size)
            if beam:
                new = self._beam(new, floors, beam)
            tables.append(new)
            self.passed += 1
        return True

    def _drop_outdone(self, table: _Table, steps_left: int) -> int:
        """Drop sets that a set at another place outdoes, and return the steps that are left of some afterwards.

        It outdoes them if it lacks less of one area and the same of the others, leaves at least as many seconds and has
        more of the objective: whatever can be added to them can be added to it. Where no steps are left, it ends early.
        """
        steps = 0
        for more in self._outdone_dropped(table):
            steps += more
            if steps > _STEPS_AT_ONCE:
                self._budget.spend_up_to(steps // STEPS_PER_NODE)
                steps_left -= steps
                steps = 0
                if steps_left < 0:
                    break
        self._budget.spend_up_to(steps // STEPS_PER_NODE)
        return steps_left - steps

    def _outdone_dropped(self, table: _Table) -> Iterator[int]:
        """Drop those sets, area by area, and yield the steps that each part of this takes."""
        width, field = self._stages.width, (1 << self._stages.width - 1) - 1
        first = next(iter(table))
        different = 0
        for place in table:
            different |= place ^ first
        yield len(table)
        for shift in range(0, self._stages.fields, width):
            if not different >> shift & field:
                continue
            others = ~(field << shift)
            groups: dict[int, list[int]] = {}  # places that differ in this area only
            for place in table:
                groups.setdefault(place & others, []).append(place)
            yield len(table)
            for places in groups.values():
                if len(places) > 1:
                    yield from self._outdone_dropped_of(table, sorted(places))

    def _outdone_dropped_of(self, table: _Table, places: Sequence[int]) -> Iterator[int]:
        """Drop the sets that a set at an earlier one of some places outdoes, and yield the steps of each place."""
        used: list[int] = []  # of the best sets so far, minus the seconds left, the most seconds first
        most: list[int] = []  # how much of the objective each has: the fewer seconds are left, the more
        for place in places:
            front = table[place]
            kept = {}
            for left, value in front.items():
                at = bisect_right(used, -left)
                if at and most[at - 1] > value:
                    continue
                kept[left] = value
                if at and used[at - 1] == -left:
                    at -= 1
                after = bisect_right(most, value, at)
                used[at:after] = [-left]
                most[at:after] = [value]
            if not kept:
                del table[place]
            elif len(kept) < len(front):
                table[place] = kept
            yield _COMPARED_STEPS * len(front)

    def _beam(self, table: _Table, floors: dict[int, int], most: int) -> _Table:
        """Return so many sets of a table: those that are farthest above what a set needs at their place."""
        scale, rate = self._measure.scale, self._measure.losses.rate
        margins = [
            (floors[place] - scale * value - rate * left, place, left)
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
                extra = self._extra_changes(doses)
                if self._by_hints or extra == 0:
                    return self._state.ordered(doses)
                if extra is None or extra > 0:
                    return None
                more[self._place_of(doses)] = extra
                continue
            doses = self._walk([asked])
            extra = more[asked[0]] = self._extra_changes(doses)
            if not scale and extra is not None and extra * change <= asked[1]:
                return self._state.ordered(doses)
            if self._budget.left < 1:
                raise NodeBudgetSpent

    def _extra_changes(self, doses: Doses) -> int | None:
        """Return how many changes a set needs beyond those that are counted; None if it has no order."""
        if not doses:
            return None
        order = self._budget.order(sum(1 << i for i, _ in doses))
        self._state.order_unproved |= not order.proved
        if not order.sequence:
            return None
        return order.changes - ((self._place_of(doses) & self._stages.positions).bit_count() - 1)

    def _place_of(self, doses: Doses) -> int:
        """Return the place of a set in which every area has what it needs."""
        chosen = {index for index, _ in doses}
        place = self._stages.used
        for stage in self._stages.stages:
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
        for depth in range(len(self._stages.stages) - 1, -1, -1):
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
            self._looked += _WAY_STEPS * sum(map(len, here.values()))
            self._budget.spend_up_to(1 + self._looked // STEPS_PER_NODE)
            self._looked = 0
            paths.append(
                {
                    (key, left): [way for way in ways if way[2] == before[key][left]]
                    for (key, left), ways in here.items()
                }
            )
            wanted = before
            if self._budget.left < _NODES_TO_END * self.stages:  # any way will do: the set must still be put in order
                self.whole = False
                _, place, left = max((rank, place, left) for place, of in wanted.items() for left, rank in of.items())
                wanted = {place: {left: wanted[place][left]}}
        paths.reverse()
        return self._walked(paths)

    def _before(self, depth: int, place: int, lefts: Collection[int]) -> Iterator[tuple[int, Choice, int, int]]:
        """Yield places from which choices of a stage lead to a place, with the seconds and the worth of the choice.

        At some of them, with each choice, a set may have had so many seconds left that it now has one of ``lefts``.
        """
        index = self._index.get(depth)
        if index is None:
            index = self._index[depth] = {}
            for key, front in self._tables[depth].items():
                of_mark = index.setdefault(key >> self._stages.fields, {})
                self._looked += len(front)
                for left in front:
                    of_mark.setdefault(left, []).append(key)
        mark = place >> self._stages.fields
        for choice in self._stages.stages[depth].choices:
            for new in _parts(choice.mark >> self._stages.fields):  # what the choice brings that the set did not have
                self._looked += 1
                of_mark = {} if new & ~mark else index.get(mark ^ new, {})
                if not of_mark:
                    continue
                taken = choice.cost + (self._change if new << self._stages.fields & choice.position else 0)
                keys = [key for left in lefts for key in of_mark.get(left + taken, ())]
                self._looked += len(lefts) // _LEFTS_PER_STEP + _AFTER_STEPS * len(keys)
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
                for stage, choice in zip(self._stages.stages, choices, strict=True)
                if choice.option is not None
            )
        return ()

    def _after(self, depth: int, key: int, choice: Choice) -> tuple[int, int, int]:
        """Return the place that a choice leads to, and the seconds and the worth that it takes and adds there."""
        # The steps are those of _fill, where they are written out because a call for each would double its time.
        cost, worth, place, stages = choice.cost, choice.value, key, self._stages
        if choice.position:
            if not key & choice.position:
                cost += self._change
                worth -= self._measure.position_penalty
            less = (key | stages.top) - choice.served
            kept = less & stages.top
            place = less & (kept - (kept >> stages.width - 1) | -1 << stages.fields) | choice.mark
        return stages.raised(depth + 1, place), cost, worth


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
