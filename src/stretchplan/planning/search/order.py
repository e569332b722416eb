"""In which order? The one with the fewest changes of position, and of those the first by turn and catalogue order.

:mod:`stretchplan.planning.bounds.visits` says exactly how many changes are still to come. So each place of the session
gets the first stretch, by turn and catalogue order, after which an order with the fewest changes follows, and nothing
is tried twice. Where that takes too many nodes, a quick order stands in: it keeps every other rule about order, but may
change position more often than necessary.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from stretchplan.base.cache import Cache
from stretchplan.planning.bounds.visits import Undecided, Visits
from stretchplan.planning.model.problem import Item

__all__ = ["Changes", "Order", "Orders"]

ORDER_NODE_BUDGET = 20_000
"""The most nodes for the order of one set. Usual catalogues need under 500 for any 20 stretches."""

_CACHED = 50_000


class Order(NamedTuple):
    """An order of a set of items."""

    changes: int  # of position
    sequence: tuple[int, ...]  # the items in session order; empty when there is no order, or no node for one
    nodes: int  # what it took to find it, at least 1
    proved: bool  # whether no order has fewer changes; without an order, whether there is none


class Changes(NamedTuple):
    """The fewest changes of position of a set of items."""

    number: int | None  # None: it has no order, or there is no node for one
    proved: bool


class Orders:
    """The best orders of sets of items (in catalogue order), worked out when they are needed, and cached."""

    def __init__(self, items: tuple[Item, ...]) -> None:
        self._items = items
        self._known: Cache[Order] = Cache(_CACHED)
        self._positions: dict[int, int] = {}  # the items of each position, as bits
        self._hinted = 0  # the items that come after others
        self._openers = self._strengthening = 0
        for place, item in enumerate(items):
            self._positions[item.position] = self._positions.get(item.position, 0) | 1 << place
            self._openers |= item.opens << place
            self._strengthening |= item.strengthens << place
            if item.earlier:
                self._hinted |= 1 << place

    def __len__(self) -> int:
        return len(self._known)

    def changes(self, chosen: int) -> Changes | None:
        """Return the fewest changes of a set of items, as bits. None: a hint is about two of them; a search must tell.

        Without such a hint a session visits each position once, if one of its items may begin it.
        """
        hinted = chosen & self._hinted
        while hinted:
            lowest = hinted & -hinted
            if self._items[lowest.bit_length() - 1].earlier & chosen:
                return None
            hinted ^= lowest
        openers = chosen & self._openers
        if not (openers or chosen) & ~self._strengthening:
            return Changes(None, proved=True)
        return Changes(sum([1 for items in self._positions.values() if items & chosen]) - 1, proved=True)

    def best(self, chosen: int, most_nodes: int | None = None, ask: Callable[[], None] | None = None) -> Order:
        """Return the best order of a set of items, as bits; at least one.

        At most ``most_nodes`` nodes, and never more than :data:`ORDER_NODE_BUDGET`, are spent on the order with the
        fewest changes. Where they end first, a quick order stands in; its few nodes are counted on top. With no node at
        all there is no order. ``ask`` is called now and then and may raise; what was worked out till then is dropped.
        """
        limit = ORDER_NODE_BUDGET if most_nodes is None else min(ORDER_NODE_BUDGET, most_nodes)
        if limit < 1:
            return Order(0, (), 1, proved=False)
        order = self._known.get(chosen)
        if order is None:
            order = self._search(chosen, limit, ask)
            if order.proved or limit == ORDER_NODE_BUDGET:  # with more nodes it might be another one
                self._known.put(chosen, order)
        elif min(order.nodes, ORDER_NODE_BUDGET) > limit:
            return self._quick(chosen, limit)  # the answer must not depend on what another search has found before
        return order

    def _search(self, chosen: int, limit: int, ask: Callable[[], None] | None) -> Order:
        visits = self._visits(chosen, limit, ask)
        try:
            changes = visits.fewest()
            sequence = () if changes is None else _first_order(visits, changes)
        except Undecided:
            return self._quick(chosen, limit)
        return Order(changes or 0, sequence, max(1, visits.nodes), proved=True)

    def _quick(self, chosen: int, spent: int) -> Order:
        changes, sequence, states = _quick_order(self._visits(chosen, 1))
        return Order(changes, sequence, spent + states, proved=False)

    def _visits(self, chosen: int, limit: int, ask: Callable[[], None] | None = None) -> Visits:
        return Visits(self._items, [i for i in range(len(self._items)) if chosen >> i & 1], limit, ask)


def _quick_order(visits: Visits) -> tuple[int, tuple[int, ...], int]:
    """Return the changes of an order that keeps every rule, the order, and the states that it took; there must be one.

    Each kind of first block is tried. A position is left when nothing more can be done there, for the one from which
    fewest changes seem to follow, and of those the one where most is done.
    """
    blocks, waits = visits.blocks, visits.waits
    by_turn = sorted(range(len(blocks)), key=lambda k: (visits.turn(k), blocks[k].items[0]))
    firsts: dict[tuple[int, int], int] = {}
    for k in by_turn:
        if blocks[k].may_be_first:
            firsts.setdefault((blocks[k].start, blocks[k].end), k)
    best: tuple[int, list[int]] | None = None
    states = len(blocks)
    for first in firsts.values():
        sequence, done, position, changes = [first], 1 << first, blocks[first].end, blocks[first].changes
        while len(sequence) < len(blocks):
            ready = [k for k in by_turn if not done >> k & 1 and not waits[k] & ~done]
            k = next((k for k in ready if blocks[k].start == position and not blocks[k].changes), -1)
            if k < 0:
                states += 1
                entered: dict[tuple[int, int, int], tuple[int, int, int]] = {}
                for place, other in enumerate(ready):
                    block = blocks[other]
                    which = (block.start, block.end, other if block.changes else -1)
                    if which not in entered:
                        takes = block.changes + (block.start != position)
                        after = visits.stay(done | 1 << other, block.end)
                        least = takes + visits.least(after, block.end)
                        entered[which] = (least, -after.bit_count(), place)
                k = ready[min(entered.values())[2]]
            sequence.append(k)
            changes += blocks[k].changes + (blocks[k].start != position)
            done, position = done | 1 << k, blocks[k].end
        if best is None or changes < best[0]:
            best = changes, sequence
    if best is None:
        return 0, (), states
    return best[0], tuple([i for k in best[1] for i in blocks[k].items]), states


def _first_order(visits: Visits, changes: int) -> tuple[int, ...]:
    """Return the first order with the fewest changes: each place gets the first block that can, by turn and place."""
    blocks, waits = visits.blocks, visits.waits
    rest = sorted(range(len(blocks)), key=lambda k: (visits.turn(k), blocks[k].items[0]))
    sequence: list[int] = []
    done = position = 0
    while rest:
        refused = set()  # positions that must not be entered next: the blocks that stay there all lead to one state
        for place, k in enumerate(rest):
            block = blocks[k]
            if waits[k] & ~done or (not done and not block.may_be_first):
                continue
            if not block.changes and block.start in refused:
                continue
            left = changes - block.changes - (done != 0 and block.start != position)
            after = done | 1 << k
            if visits.can_end(visits.stay(after, block.end), block.end, left):
                sequence += block.items
                done, position, changes = after, block.end, left
                del rest[place]
                break
            if not block.changes:
                refused.add(block.start)
    return tuple(sequence)
