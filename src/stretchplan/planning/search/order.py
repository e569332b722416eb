"""In which order? The one with the fewest changes of position, and of those the first by turn and catalogue order.

:mod:`stretchplan.planning.bounds.visits` says exactly how many changes are still to come. So each place of the session
gets the first stretch, by turn and catalogue order, after which an order with the fewest changes follows, and nothing
is tried twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from stretchplan.base.cache import Cache
from stretchplan.planning.bounds.visits import Undecided, Visits
from stretchplan.planning.model.problem import Item

__all__ = ["Order", "Orders"]

ORDER_NODE_BUDGET = 20_000
"""The most nodes for the order of one set. Usual catalogues need under 500 for any 20 stretches."""

_CACHED = 50_000


@dataclass(frozen=True, slots=True)
class Order:
    """The best order of a set of items."""

    changes: int  # the fewest changes of position
    sequence: tuple[int, ...]  # the items in session order; empty when there is no order, or none was found
    nodes: int  # what it took to find it, at least 1
    known: bool  # False when the budget ended before an order was found or ruled out


class Orders:
    """The best orders of sets of items (in catalogue order), worked out when they are needed, and cached."""

    def __init__(self, items: tuple[Item, ...]) -> None:
        self._items = items
        self._known: Cache[Order] = Cache(_CACHED)

    def __len__(self) -> int:
        return len(self._known)

    def best(self, chosen: int, most_nodes: int | None = None, ask: Callable[[], None] | None = None) -> Order:
        """Return the best order of a set of items, as bits; at least one.

        At most ``most_nodes`` nodes are spent, and never more than :data:`ORDER_NODE_BUDGET`. ``ask`` is called now and
        then and may raise; what was worked out till then is dropped.
        """
        limit = ORDER_NODE_BUDGET if most_nodes is None else min(ORDER_NODE_BUDGET, most_nodes)
        order = self._known.get(chosen)
        if order is None:
            order = self._search(chosen, limit, ask)
            if not order.known and limit < ORDER_NODE_BUDGET:
                return order  # with more nodes it may be found
            self._known.put(chosen, order)
        if order.nodes > limit:  # the answer must not depend on what another search has found before
            return Order(0, (), limit, known=False)
        return order

    def _search(self, chosen: int, limit: int, ask: Callable[[], None] | None) -> Order:
        visits = Visits(self._items, [i for i in range(len(self._items)) if chosen >> i & 1], limit, ask)
        try:
            changes = visits.fewest()
            sequence = () if changes is None else _first_order(visits, changes)
        except Undecided:
            return Order(0, (), limit, known=False)
        return Order(changes or 0, sequence, max(1, visits.nodes), known=True)


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
