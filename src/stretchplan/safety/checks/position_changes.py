"""The fewest changes of position that a set of stretches can be done with.

Exact, by a search of its own over what has been done so far and where the body is. Three facts keep it small:
stretches that follow straight after one another move as one block; a block that starts and stays in the body's
present position, once nothing it waits for is missing, is done at once, for doing it later never saves a change;
and along a chain of blocks that wait for one another, every position has to be come to as often as the chain
leaves it and comes back.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush
from itertools import pairwise
from typing import Final, NamedTuple

from stretchplan.catalog.stretch import Stretch

__all__ = ["MAX_LOOKS", "Undecided", "fewer_changes"]

MAX_LOOKS: Final = 2_000_000
"""Looks at a block before the search ends undecided: about a second."""


class Undecided(Exception):
    """The search ended before the fewest changes were known, and a quick order has no fewer."""


class _Block(NamedTuple):
    """Stretches that follow straight after one another.

    Attributes
    ----------
    opens, strengthening
        Of its first stretch.
    visits
        The positions it comes to, one after another.
    waits
        Bits of the blocks that come before it.
    """

    opens: bool
    strengthening: bool
    visits: tuple[str, ...]
    waits: int

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
    """Return the fewest changes of position, if there is an order with fewer than a given number.

    Parameters
    ----------
    stretches
        The stretches of a session, each once.
    changes
        How many changes the session has.

    Returns
    -------
    int or None
        The fewest that the ordering hints leave, or None when they are not fewer than ``changes``. When
        :data:`MAX_LOOKS` ended the search, the changes of a quick order with fewer than ``changes``.

    Raises
    ------
    Undecided
        When :data:`MAX_LOOKS` ended the search, and the quick order has no fewer.
    """
    blocks = _blocks(stretches)
    needs = _Needs.of(blocks)
    if needs is None:  # blocks that wait for one another in a ring have no order
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
        least = cost + needs.changes(done, position)
        if least < limit and cost < best.get((done, position), limit):
            best[done, position] = cost
            # Of states that promise as few, those that have done more come first.
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
                if block.start in entered:  # coming there for one of them does them all
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
    """Return the changes of a quick order, or None when it leads nowhere.

    It stays in a position while anything can be done there, and then does next what leads to most for each change.
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


class _Needs(NamedTuple):
    """How often the rest has to come to each position in any case.

    Every change of position comes to one position, so what each of them needs adds up.

    Attributes
    ----------
    positions
        For each position the times that chains of blocks come to it, most first, with the bits of the blocks that
        such a chain starts with: for a body elsewhere, and for one that is there already.
    """

    positions: dict[str, tuple[list[tuple[int, int]], list[tuple[int, int]]]]

    @staticmethod
    def of(blocks: Sequence[_Block]) -> _Needs | None:
        later = _latest_first(blocks)
        if later is None:
            return None
        positions: dict[str, tuple[list[tuple[int, int]], list[tuple[int, int]]]] = {}
        for position in sorted({p for block in blocks for p in block.visits}):
            # For each block the most that a chain which starts with it comes to the position.
            comes = [block.visits.count(position) for block in blocks]
            after = [0] * len(blocks)
            for k in later:
                block = blocks[k]
                comes[k] += after[k]
                waits = block.waits
                while waits:
                    low = waits & -waits
                    waits ^= low
                    before = low.bit_length() - 1
                    # Whoever ends there and goes on there stays.
                    stays = blocks[before].end == position == block.start
                    after[before] = max(after[before], comes[k] - stays)
            here = [n - (block.start == position) for n, block in zip(comes, blocks, strict=True)]
            positions[position] = _grouped(comes), _grouped(here)
        return _Needs(positions)

    def changes(self, done: int, position: str) -> int:
        """Return a number of changes that the rest needs in any case."""
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
    """Return the blocks, each before those that it waits for; None when they wait in a ring."""
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
    follower = {
        stretch.ordering.straight_after: stretch for stretch in stretches if stretch.ordering.straight_after in by_id
    }
    chains: list[list[Stretch]] = []
    for stretch in stretches:
        if stretch.ordering.straight_after in by_id:
            continue
        chain = [stretch]
        while (following := follower.get(chain[-1].id)) is not None:
            chain.append(following)
        chains.append(chain)
    block_of = {stretch.id: k for k, chain in enumerate(chains) for stretch in chain}
    blocks = []
    for k, chain in enumerate(chains):
        waits = 0
        for other in (other for stretch in chain for other in stretch.ordering.after if other in by_id):
            if block_of[other] != k:
                waits |= 1 << block_of[other]
        positions = [stretch.position for stretch in chain]
        blocks.append(
            _Block(
                opens=chain[0].ordering.opens,
                strengthening=chain[0].style == "strengthening",
                visits=(positions[0], *(b for a, b in pairwise(positions) if a != b)),
                waits=waits,
            )
        )
    return blocks
