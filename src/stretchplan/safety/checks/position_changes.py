"""Find the fewest changes of position in any order of a set of stretches.

An exact best-first search (A*) over the blocks done so far and the present position. Three facts keep it small:

- Stretches that must follow straight after one another form one block.
- A block that stays in the present position is done as soon as the blocks before it are done: doing it later never
  saves a change.
- Blocks that must come one after another form a chain. For each position, the chain that enters it most often gives the
  fewest entries; their sum over all positions is the lower bound.
"""

from collections.abc import Sequence
from heapq import heappop, heappush
from itertools import pairwise
from typing import Final, NamedTuple

from stretchplan.catalog.stretch import Stretch

__all__ = ["MAX_LOOKS", "Undecided", "fewer_changes"]

MAX_LOOKS: Final = 2_000_000
"""How many blocks the search looks at before it ends undecided, after about a second."""


class Undecided(Exception):
    """The search ended at :data:`MAX_LOOKS`, and the quick order has no fewer changes."""


class _Block(NamedTuple):
    """Stretches that must follow straight after one another."""

    opens: bool  # whether its first stretch opens a session
    strengthening: bool  # whether its first stretch is strengthening
    visits: tuple[str, ...]  # its positions in order
    waits: int  # bits of the blocks that must come before it

    @property
    def start(self) -> str:
        return self.visits[0]

    @property
    def end(self) -> str:
        return self.visits[-1]

    @property
    def changes(self) -> int:
        return len(self.visits) - 1

    @property
    def stays(self) -> bool:
        return len(self.visits) == 1


def fewer_changes(stretches: Sequence[Stretch], changes: int) -> int | None:
    """Return the fewest changes of position that the ordering hints allow; None when they are not below ``changes``.

    When :data:`MAX_LOOKS` ends the search, the changes of a quick order are returned if they are below ``changes``;
    otherwise :class:`Undecided` is raised.
    """
    blocks = _blocks(stretches)
    bound = _LowerBound.of(blocks)
    if bound is None:  # blocks that wait for one another in a cycle have no order
        return None
    everything = (1 << len(blocks)) - 1
    must_open = any(stretch.ordering.opens for stretch in stretches)
    firsts = [k for k, b in enumerate(blocks) if not b.waits and not b.strengthening and (b.opens or not must_open)]
    quick = _quick(blocks, firsts)
    limit = changes if quick is None else min(changes, quick)
    looks = 0
    best: dict[tuple[int, str], int] = {}
    heap: list[tuple[int, int, int, int, str]] = []

    def reach(done: int, position: str, cost: int) -> None:
        nonlocal looks
        looks += 2 * len(blocks)
        done = _drain(blocks, done, position)
        least = cost + bound.changes(done, position)
        if least < limit and cost < best.get((done, position), limit):
            best[done, position] = cost
            # On ties, expand the more complete state.
            heappush(heap, (least, -done.bit_count(), cost, done, position))

    for k in firsts:
        reach(1 << k, blocks[k].end, blocks[k].changes)
    while heap and looks <= MAX_LOOKS:
        _, _, cost, done, position = heappop(heap)
        if done == everything:
            return cost
        if cost > best[done, position]:
            continue
        entered: set[str] = set()
        for k, block in enumerate(blocks):
            if done >> k & 1 or block.waits & ~done:
                continue
            if block.stays:
                if block.start in entered:  # one change of position does all blocks that stay there
                    continue
                entered.add(block.start)
            reach(done | 1 << k, block.end, cost + (block.start != position) + block.changes)
    if limit < changes:
        return limit
    if heap:
        raise Undecided
    return None


def _drain(blocks: Sequence[_Block], done: int, position: str) -> int:
    while True:
        before = done
        for k, block in enumerate(blocks):
            if not done >> k & 1 and block.stays and block.start == position and not block.waits & ~done:
                done |= 1 << k
        if done == before:
            return done


def _quick(blocks: Sequence[_Block], firsts: Sequence[int]) -> int | None:
    """Return the fewest changes of some greedy orders, one for each kind of first block; None if none is complete.

    It stays in a position while a block can be done there. Then it takes the block that enables most blocks per change.
    """
    fewest: int | None = None
    starts = {blocks[k].visits: k for k in reversed(firsts)}
    for first in starts.values():
        position, cost = blocks[first].end, blocks[first].changes
        done = _drain(blocks, 1 << first, position)
        while True:
            ready = [(k, b) for k, b in enumerate(blocks) if not done >> k & 1 and not b.waits & ~done]
            if not ready:
                break
            waiting: dict[str, int] = {}
            for _, block in ready:
                waiting[block.start] = waiting.get(block.start, 0) + block.stays
            most, chosen, price = -1.0, 0, 0
            for k, block in ready:
                takes = block.changes + (block.start != position)
                leads_to = (waiting.get(block.end, 0) + (not block.stays)) / max(takes, 1)
                if leads_to > most:
                    most, chosen, price = leads_to, k, takes
            cost += price
            position = blocks[chosen].end
            done = _drain(blocks, done | 1 << chosen, position)
        if done == (1 << len(blocks)) - 1 and (fewest is None or cost < fewest):
            fewest = cost
    return fewest


class _LowerBound(NamedTuple):
    """How often the remaining blocks must at least enter each position; every change enters one position.

    A position has two lists: for a session that is now in another position, and for one that is in it. A pair is how
    often a chain enters the position, and the bits of the blocks that start such a chain; the largest number is first.
    """

    positions: dict[str, tuple[list[tuple[int, int]], list[tuple[int, int]]]]

    @staticmethod
    def of(blocks: Sequence[_Block]) -> "_LowerBound | None":
        later = _latest_first(blocks)
        if later is None:
            return None
        positions: dict[str, tuple[list[tuple[int, int]], list[tuple[int, int]]]] = {}
        for position in sorted({p for block in blocks for p in block.visits}):
            # For each block: how often a chain that starts with it enters the position, at most.
            entries = [block.visits.count(position) for block in blocks]
            after = [0] * len(blocks)
            for k in later:
                block = blocks[k]
                entries[k] += after[k]
                waits = block.waits
                while waits:
                    low = waits & -waits
                    waits ^= low
                    before = low.bit_length() - 1
                    # From block to block in the same position, no change is needed.
                    stays = blocks[before].end == position == block.start
                    after[before] = max(after[before], entries[k] - stays)
            here = [n - (block.start == position) for n, block in zip(entries, blocks, strict=True)]
            positions[position] = _grouped(entries), _grouped(here)
        return _LowerBound(positions)

    def changes(self, done: int, position: str) -> int:
        """Return a lower bound on the changes that the remaining blocks need."""
        needed = 0
        for place, groups in self.positions.items():
            for times, starts in groups[place == position]:
                if starts & ~done:
                    needed += times
                    break
        return needed


def _grouped(times: Sequence[int]) -> list[tuple[int, int]]:
    groups: dict[int, int] = {}
    for k, n in enumerate(times):
        if n:
            groups[n] = groups.get(n, 0) | 1 << k
    return sorted(groups.items(), reverse=True)


def _latest_first(blocks: Sequence[_Block]) -> list[int] | None:
    """Return the blocks, each before those that it waits for; None when they wait in a cycle."""
    order: list[int] = []
    done = 0
    while len(order) < len(blocks):
        ready = [k for k, block in enumerate(blocks) if not done >> k & 1 and not block.waits & ~done]
        if not ready:
            return None
        order += ready
        for k in ready:
            done |= 1 << k
    return order[::-1]


def _blocks(stretches: Sequence[Stretch]) -> list[_Block]:
    by_id = {stretch.id: stretch for stretch in stretches}
    follower = {s.ordering.straight_after: s for s in stretches if s.ordering.straight_after in by_id}
    chains = [[stretch] for stretch in stretches if stretch.ordering.straight_after not in by_id]
    for chain in chains:
        while (following := follower.get(chain[-1].id)) is not None:
            chain.append(following)
    block_of = {stretch.id: k for k, chain in enumerate(chains) for stretch in chain}
    blocks = []
    for k, chain in enumerate(chains):
        waits = 0
        for other in (other for stretch in chain for other in stretch.ordering.after if other in by_id):
            if block_of[other] != k:
                waits |= 1 << block_of[other]
        visits = (chain[0].place, *(b.place for a, b in pairwise(chain) if a.place != b.place))
        blocks.append(_Block(chain[0].ordering.opens, chain[0].style == "strengthening", visits, waits))
    return blocks
