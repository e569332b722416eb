"""The fewest changes of position that a set of stretches can be done with.

Exact, by a search of its own over what has been done so far and where the body is. Two facts keep it small:
stretches that follow straight after one another move as one block; and a block that starts and stays in the
body's present position, once nothing it waits for is missing, is done at once, for doing it later never saves
a change.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stretchplan.catalog.models import Stretch

__all__ = ["fewer_changes"]

MAX_LOOKS: Final = 2_000_000
"""Looks at a block before the search gives up and gives the plan the benefit of the doubt: about a second."""


@dataclass(frozen=True, slots=True)
class _Block:
    """Stretches that follow straight after one another.

    Attributes
    ----------
    opens, strengthening
        Of its first stretch.
    start, end
        Positions it starts and ends in.
    changes
        Changes of position within it.
    waits
        Bits of the blocks that come before it.
    """

    opens: bool
    strengthening: bool
    start: str
    end: str
    changes: int
    waits: int

    @property
    def stays(self) -> bool:
        return not self.changes


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
        The fewest that the ordering hints leave, or None when they are not fewer than ``changes`` or
        :data:`MAX_LOOKS` ended the search.
    """
    blocks = _blocks(stretches)
    everything = (1 << len(blocks)) - 1
    must_open = any(stretch.ordering.opens for stretch in stretches)
    looks = 0
    best: dict[tuple[int, str], int] = {}
    heap: list[tuple[int, int, int, str]] = []

    def reach(done: int, position: str, cost: int) -> None:
        nonlocal looks
        looks += 2 * len(blocks)
        done = _drain(blocks, done, position)
        if cost + _still_needed(blocks, done, position) < changes and cost < best.get((done, position), changes):
            best[done, position] = cost
            # Of equally cheap states, those that have done more come first.
            heappush(heap, (cost, -done.bit_count(), done, position))

    for k, block in enumerate(blocks):
        if not block.waits and not block.strengthening and (block.opens or not must_open):
            reach(1 << k, block.end, block.changes)
    while heap and looks <= MAX_LOOKS:
        cost, _, done, position = heappop(heap)
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
    return None


def _drain(blocks: Sequence[_Block], done: int, position: str) -> int:
    while True:
        before = done
        for k, block in enumerate(blocks):
            if not done >> k & 1 and block.stays and block.start == position and not block.waits & ~done:
                done |= 1 << k
        if done == before:
            return done


def _still_needed(blocks: Sequence[_Block], done: int, position: str) -> int:
    """Return a number of changes that the rest needs in any case: one for each position not yet come to."""
    ahead = {p for k, b in enumerate(blocks) if not done >> k & 1 for p in (b.start, b.end)}
    return len(ahead - {position})


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
                start=positions[0],
                end=positions[-1],
                changes=sum(a != b for a, b in pairwise(positions)),
                waits=waits,
            )
        )
    return blocks
