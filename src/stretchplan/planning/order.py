"""In which order: the second of the two small constraint problems.

The places of the session are the variables, the chosen stretches the values. The fewest changes of position
are sought by asking for an order with one change less than there are positions, then for one more, and so on;
the first answer found is the first in catalogue order, because the search tries values in that order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stretchplan.planning.search import NodeBudgetSpent, Search

if TYPE_CHECKING:
    from stretchplan.planning.problem import Item

__all__ = ["Order", "Orders"]

ORDER_NODE_BUDGET = 200_000
"""Values tried for one set of stretches. Measured: under 500 for any 20 stretches of usual catalogues."""

_MEMORY = 50_000

Order = tuple[int, tuple[int, ...]]
"""Changes of position, and the indices of the items in the order of the session."""


class Orders:
    """The best orders of sets of items, each worked out once.

    Parameters
    ----------
    items
        In catalogue order.
    """

    def __init__(self, items: tuple[Item, ...]) -> None:
        self._items = items
        self._known: dict[int, Order | None] = {}

    def best(self, chosen: int) -> Order | None:
        """Return the best order of a set of items, or None when the ordering rules leave none.

        Parameters
        ----------
        chosen
            The items as bits; at least one.

        Raises
        ------
        NodeBudgetSpent
            When the search for one order is too large.
        """
        if chosen not in self._known:
            if len(self._known) >= _MEMORY:
                self._known.clear()
            self._known[chosen] = self._search(chosen)
        return self._known[chosen]

    def _search(self, chosen: int) -> Order | None:
        members = [i for i in range(len(self._items)) if chosen >> i & 1]
        positions = {self._items[i].position for i in members}
        nodes_left = ORDER_NODE_BUDGET
        for changes in range(len(positions) - 1, len(members)):
            search = Search([members] * len(members), _Placing(self._items, members, changes), nodes_left)
            for order in search:
                return changes, order
            nodes_left -= search.nodes
            if nodes_left <= 0:
                raise NodeBudgetSpent
        return None


class _Placing:
    """Visitor that lets an item stand at a place when some order within the allowed changes may follow.

    Keeps, by depth, which items are placed and how many changes that took. A state (items placed, the last
    one) that was tried before led nowhere, or the search would have ended: coming back to it with no fewer
    changes is refused at once.
    """

    def __init__(self, items: tuple[Item, ...], members: list[int], most_changes: int) -> None:
        self._items = items
        self._most_changes = most_changes
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
        self._placed = [0] * (len(members) + 1)
        self._changes = [0] * (len(members) + 1)
        self._last = [-1] * (len(members) + 1)
        self._seen: dict[tuple[int, int], int] = {}

    def __call__(self, depth: int, item: int) -> bool:
        items, placed = self._items, self._placed[depth]
        this = items[item]
        if placed >> item & 1 or this.after & self._all & ~placed:
            return False
        changes = self._changes[depth]
        if depth == 0:
            if this.strengthens or (self._opener_in and not this.opens) or item in self._follower.values():
                return False
        else:
            last = self._last[depth]
            if self._follower.get(last, item) != item or (item in self._follows and self._follower.get(last) != item):
                return False
            changes += items[last].position != this.position
        placed |= 1 << item
        to_come = sum(
            1 for position, members in self._at_position.items() if members & ~placed and position != this.position
        )
        if changes + to_come > self._most_changes:
            return False
        state = (placed, item)
        if self._seen.get(state, self._most_changes + 1) <= changes:
            return False
        self._seen[state] = changes
        self._placed[depth + 1], self._changes[depth + 1], self._last[depth + 1] = placed, changes, item
        return True
