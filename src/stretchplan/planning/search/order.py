"""In which order: the second of the two small constraint problems.

The places of the session are the variables, the chosen stretches the values. The fewest changes of position
are sought by asking for an order with no more than a lower bound says there must be, then for one more, and so
on; the first answer found is the first in catalogue order, because the search tries values in that order.
"""

from __future__ import annotations

from dataclasses import dataclass

from stretchplan.planning.model.problem import Item
from stretchplan.planning.search.depth_first import NodeBudgetSpent, Search

__all__ = ["Order", "Orders"]

ORDER_NODE_BUDGET = 20_000
"""Values tried for the order of one set of stretches. Usual catalogues need under 500 for any 20 stretches."""

_MEMORY = 50_000


@dataclass(frozen=True, slots=True)
class Order:
    """What is known of the order of a set of items.

    Attributes
    ----------
    changes
        The fewest changes of position.
    sequence
        The items in the order of the session; empty when the ordering rules leave no order, or none was found.
    nodes
        Values tried to find that out.
    known
        False when the search met its budget before it found an order or that there is none.
    """

    changes: int
    sequence: tuple[int, ...]
    nodes: int
    known: bool


class Orders:
    """The best orders of sets of items, each worked out once.

    Parameters
    ----------
    items
        In catalogue order.
    """

    def __init__(self, items: tuple[Item, ...]) -> None:
        self._items = items
        self._known: dict[int, Order] = {}

    def best(self, chosen: int) -> Order:
        """Return the best order of a set of items.

        Parameters
        ----------
        chosen
            The items as bits; at least one.
        """
        order = self._known.get(chosen)
        if order is None:
            if len(self._known) >= _MEMORY:
                self._known.clear()
            order = self._known[chosen] = self._search(chosen)
        return order

    def _search(self, chosen: int) -> Order:
        members = [i for i in range(len(self._items)) if chosen >> i & 1]
        placing = _Placing(self._items, members)
        nodes = 0
        for changes in range(placing.fewest_changes, len(members)):
            search = Search([members] * len(members), placing.within(changes), ORDER_NODE_BUDGET - nodes)
            try:
                for sequence in search:
                    return Order(changes, sequence, nodes + search.nodes, known=True)
            except NodeBudgetSpent:
                return Order(0, (), nodes + search.nodes, known=False)
            nodes += search.nodes
        return Order(0, (), nodes, known=True)


class _Placing:
    """Visitor that lets an item stand at a place when some order within the allowed changes may follow.

    Keeps, by depth, which items are placed and how many changes that took. Two lower bounds say how many more
    changes must come: each other position with items to come needs one, and so does each step to another position
    along a chain of items that must follow one another. A state (items placed, the last one) that was tried before
    led nowhere, or the search would have ended: coming back to it with no fewer changes is refused at once.
    """

    def __init__(self, items: tuple[Item, ...], members: list[int]) -> None:
        self._items = items
        self._members = members
        self._all = sum(1 << i for i in members)
        self._opener_in = any(items[i].opens for i in members)
        self._follower = {
            items[i].straight_after: i
            for i in members
            if items[i].straight_after >= 0 and self._all >> items[i].straight_after & 1
        }
        self._follows = frozenset(self._follower.values())
        self._at_position = {
            position: sum(1 << i for i in members if items[i].position == position)
            for position in {items[i].position for i in members}
        }
        self._chain = self._longest_chains()
        self.fewest_changes = max(len(self._at_position) - 1, *self._chain.values())
        self._most_changes = 0
        self._placed = [0] * (len(members) + 1)
        self._changes = [0] * (len(members) + 1)
        self._last = [-1] * (len(members) + 1)
        self._seen: dict[tuple[int, int], int] = {}

    def _longest_chains(self) -> dict[int, int]:
        """Return, for each item, the most changes along any chain of items that must come after it."""
        chain = dict.fromkeys(self._members, 0)
        for _ in self._members:  # as often as the longest chain could need; contradictory hints may go in circles
            before = dict(chain)
            for i in self._members:
                must_precede = [j for j in self._members if self._items[i].after >> j & 1]
                if i in self._follows:
                    must_precede.append(self._items[i].straight_after)
                for j in must_precede:
                    step = chain[i] + (self._items[i].position != self._items[j].position)
                    chain[j] = min(max(chain[j], step), len(self._members))
            if chain == before:
                break
        return chain

    def within(self, most_changes: int) -> _Placing:
        """Start anew, with so many changes allowed."""
        self._most_changes = most_changes
        self._seen = {}
        return self

    def __call__(self, depth: int, item: int) -> bool:
        """Place an item; say whether an order within the allowed changes may follow."""
        items, placed = self._items, self._placed[depth]
        this = items[item]
        if placed >> item & 1 or this.after & self._all & ~placed:
            return False
        changes = self._changes[depth]
        if depth == 0:
            if this.strengthens or (self._opener_in and not this.opens) or item in self._follows:
                return False
        else:
            last = self._last[depth]
            if self._follower.get(last, item) != item or (item in self._follows and self._follower.get(last) != item):
                return False
            changes += items[last].position != this.position
        placed |= 1 << item
        if changes + self._to_come(placed, this.position) > self._most_changes:
            return False
        state = (placed, item)
        if self._seen.get(state, self._most_changes + 1) <= changes:
            return False
        self._seen[state] = changes
        self._placed[depth + 1], self._changes[depth + 1], self._last[depth + 1] = placed, changes, item
        return True

    def _to_come(self, placed: int, position: int) -> int:
        """Return how many changes must still come, at least."""
        positions = sum(1 for other, members in self._at_position.items() if members & ~placed and other != position)
        chains = max(
            (self._chain[i] + (self._items[i].position != position) for i in self._members if not placed >> i & 1),
            default=0,
        )
        return max(positions, chains)
