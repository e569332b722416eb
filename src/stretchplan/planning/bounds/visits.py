"""How few changes of position does a set of stretches need, and how many are still to come? Counted exactly.

Stretches that must follow straight after one another form a *block*. Two facts keep the search small. First, a block
that stays in the present position is done as soon as all blocks before it are done: doing it later never saves a
change. So the only choice is which position to visit next, and a state is the blocks done and the present position.
Second, blocks that must come one after another form a chain. A position has to be entered at least as often as the
chain that enters it most often; the sum of these numbers over the positions bounds the changes still to come.

The search asks whether so many changes are enough, first for the bound, then for one more, and so on. What it finds out
about a state it keeps.

Reference: R. E. Korf, Depth-first iterative-deepening: an optimal admissible tree search, Artificial Intelligence 27
(1985).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from stretchplan.planning.model.problem import Item

__all__ = ["ASK_EVERY", "Block", "Undecided", "Visits"]

ASK_EVERY: Final = 500
"""The most nodes between two questions whether the request goes on, in here and where a search spends nodes."""


class Undecided(Exception):
    """Raised when the states that may be looked at are used up."""


class Block(NamedTuple):
    """Items that must follow straight after one another, in their order."""

    items: tuple[int, ...]
    start: int  # position of the first item, as a bit
    end: int  # position of the last item, as a bit
    changes: int  # changes of position inside the block
    may_be_first: bool  # whether a session of these items may begin with it


class Visits:
    """The changes of position of one set of items, in catalogue order; at least one.

    ``ask`` is called every :data:`ASK_EVERY` nodes, and may raise.

    Attributes
    ----------
    blocks
        The blocks, each after all that must come before it; empty when the hints contradict one another.
    waits
        For each block the blocks that must come before it, as bits.
    nodes
        States looked at so far.
    """

    def __init__(
        self, items: Sequence[Item], members: Sequence[int], most_nodes: int, ask: Callable[[], None] | None = None
    ) -> None:
        self._items = items
        self.nodes: int = 0
        self._most_nodes = most_nodes
        self._ask = ask
        self._pause = most_nodes if ask is None else min(ASK_EVERY, most_nodes)
        self.blocks: list[Block]
        self.waits: list[int]
        self.blocks, self.waits = self._sorted(self._chains(members), members)
        self._all = (1 << len(self.blocks)) - 1
        self._stays: dict[int, int] = {}  # by position: the blocks that stay in it, as bits
        self._moving = [k for k, block in enumerate(self.blocks) if block.changes]
        self._free = not any(self.waits) and not self._moving  # then every position is visited once, in any order
        for k, block in enumerate(self.blocks):
            if not block.changes:
                self._stays[block.start] = self._stays.get(block.start, 0) | 1 << k
        self._entries = self._entries_by_position()
        self._enough: dict[tuple[int, int], int] = {}  # by state: changes that are enough
        self._too_few: dict[tuple[int, int], int] = {}  # by state: changes that are too few

    def _chains(self, members: Sequence[int]) -> list[list[int]]:
        items = self._items
        inside = set(members)
        follower = {items[i].straight_after: i for i in members if items[i].straight_after in inside}
        if not follower:
            return [[i] for i in members]
        follows = set(follower.values())
        chains = [[i] for i in members if i not in follows]
        for chain in chains:
            while (after := follower.get(chain[-1])) is not None:
                chain.append(after)
        return chains

    def _sorted(self, chains: list[list[int]], members: Sequence[int]) -> tuple[list[Block], list[int]]:
        """Return the blocks, each after all that it waits for, and what each waits for; nothing if there is a cycle."""
        items = self._items
        if sum(map(len, chains)) < len(members):
            return [], []  # items that follow straight after one another in a circle
        everything = sum(1 << i for i in members)
        has_opener = any(items[i].opens for i in members)
        waiting: list[tuple[list[int], int, int]] = []  # a chain, its items as bits, the items before it
        for chain in chains:
            if len(chain) == 1:
                waiting.append((chain, 1 << chain[0], items[chain[0]].after & everything))
                continue
            inside = before = 0
            for i in chain:
                if items[i].after & everything & ~inside & sum(1 << j for j in chain):
                    return [], []  # it comes before one that it must come after
                before |= items[i].after
                inside |= 1 << i
            waiting.append((chain, inside, before & everything & ~inside))
        blocks: list[Block] = []
        waits: list[int] = []
        placed = 0
        of_item: dict[int, int] = {}
        while waiting:
            later = []
            for chain, inside, before in waiting:
                if before & ~placed:
                    later.append((chain, inside, before))
                    continue
                first = items[chain[0]]
                waits.append(sum({1 << of_item[i] for i in _places(before)}) if before else 0)
                changes = 0
                for i in chain:
                    of_item[i] = len(blocks)
                if len(chain) > 1:
                    changes = sum(items[a].position != items[b].position for a, b in pairwise(chain))
                may_be_first = not before and not first.strengthens and (first.opens or not has_opener)
                blocks.append(Block(tuple(chain), first.position, items[chain[-1]].position, changes, may_be_first))
                placed |= inside
            if len(later) == len(waiting):
                return [], []
            waiting = later
        return blocks, waits

    def _entries_by_position(self) -> list[tuple[int, list[tuple[int, int]], list[tuple[int, int]]]]:
        """Return, for each position, how often chains enter it and the blocks that begin such a chain.

        There are two lists, most entries first: for a session in another position, and for one that is in it.
        """
        visits = [[self._items[i].position for i in block.items] for block in self.blocks]
        if self._free:
            return [(place, [(1, stays)], []) for place, stays in self._stays.items()]
        found = []
        for position in dict.fromkeys(p for of_block in visits for p in of_block):
            entries = []
            for block, of_block in zip(self.blocks, visits, strict=True):
                inside = sum(a != position == b for a, b in pairwise(of_block))
                entries.append(inside + (block.start == position))
            after = [0] * len(entries)
            for k in range(len(entries) - 1, -1, -1):
                entries[k] += after[k]
                for before in _places(self.waits[k]):
                    goes_on = self.blocks[before].end == position == self.blocks[k].start
                    after[before] = max(after[before], entries[k] - goes_on)
            there = [n - (block.start == position) for n, block in zip(entries, self.blocks, strict=True)]
            found.append((position, _by_number(entries), _by_number(there)))
        return found

    def turn(self, block: int) -> int:
        """Return the turn of the first item of a block."""
        return self._items[self.blocks[block].items[0]].turn

    def least(self, done: int, position: int) -> int:
        """Return a lower bound on the changes still to come."""
        rest, total = self._all & ~done, 0
        for place, outside, inside in self._entries:
            for times, starts in inside if place == position else outside:
                if starts & rest:
                    total += times
                    break
        return total

    def stay(self, done: int, position: int) -> int:
        """Return the blocks done when every block that can be done without leaving the position is done too."""
        waits = self.waits
        open_here = self._stays.get(position, 0) & ~done
        if self._free:
            return done | open_here
        while open_here:
            lowest = open_here & -open_here
            open_here ^= lowest
            if not waits[lowest.bit_length() - 1] & ~done:
                done |= lowest
        return done

    def fewest(self) -> int | None:
        """Return the fewest changes of any order; None when there is no order. It may raise :class:`Undecided`."""
        starts: dict[tuple[int, int], int] = {}
        for k, block in enumerate(self.blocks):
            if block.may_be_first:
                state = (self.stay(1 << k, block.end), block.end)
                starts[state] = min(starts.get(state, block.changes), block.changes)
        if not starts:
            return None
        changes = min(cost + self.least(*state) for state, cost in starts.items())
        while True:
            for (done, position), cost in starts.items():
                if self.can_end(done, position, changes - cost):
                    return changes
            changes += 1

    def can_end(self, done: int, position: int, most: int) -> bool:
        """Return whether all other blocks can be done with at most so many changes.

        ``done`` is a result of :meth:`stay`. It may raise :class:`Undecided`.
        """
        self._look()
        if self._free:
            return self.least(done, position) <= most
        known = self._known(done, position, most)
        if known is not None:
            return known
        path = [((done, position), most, self._next(done, position, most))]
        while path:
            state, changes, ways = path[-1]
            for done, position, left in ways:
                known = self._seen(done, position, left)
                if known is None:
                    path.append(((done, position), left, self._next(done, position, left)))
                    break
                if known:
                    for passed, spent, _ in path:
                        self._enough[passed] = spent
                    return True
            else:
                self._too_few[state] = changes
                path.pop()
        return False

    def _look(self) -> None:
        if self.nodes >= self._pause:
            self._ask_or_end()
        self.nodes += 1

    def _ask_or_end(self) -> None:
        if self.nodes >= self._most_nodes:
            raise Undecided
        if self._ask is not None:
            self._ask()
        self._pause = min(self.nodes + ASK_EVERY, self._most_nodes)

    def _known(self, done: int, position: int, most: int) -> bool | None:
        if most < 0 or self.least(done, position) > most:
            return False
        return self._seen(done, position, most)

    def _seen(self, done: int, position: int, most: int) -> bool | None:
        """Return what is known of a state that may need no more changes than are left."""
        if done == self._all:
            return True
        state = (done, position)
        if self._enough.get(state, most + 1) <= most:
            return True
        return False if self._too_few.get(state, -1) >= most else None

    def _next(self, done: int, position: int, most: int) -> Iterator[tuple[int, int, int]]:
        """Return the states after one more visit with the changes left there, the most promising first.

        States that need more changes than are left there are dropped.
        """
        self._look()
        found = []
        for place in self._stays:
            if place != position:
                after = self.stay(done, place)
                if after != done:
                    found.append((after, place, most - 1))
        for k in self._moving:
            if not done >> k & 1 and not self.waits[k] & ~done:
                block = self.blocks[k]
                left = most - block.changes - (block.start != position)
                found.append((self.stay(done | 1 << k, block.end), block.end, left))
        ways = []
        for number, (after, place, left) in enumerate(found):
            beyond = self.least(after, place) - left
            if beyond <= 0:
                ways.append((beyond, -after.bit_count(), number))
        return iter([found[number] for _, _, number in sorted(ways)])


def _places(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        bits ^= lowest
        yield lowest.bit_length() - 1


def _by_number(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Return each number above 0, the largest first, with the places that have it, as bits."""
    groups: dict[int, int] = {}
    for place, number in enumerate(numbers):
        if number:
            groups[number] = groups.get(number, 0) | 1 << place
    return sorted(groups.items(), reverse=True)
