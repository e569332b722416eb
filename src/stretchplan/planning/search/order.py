"""In which order? The fewest changes of position for a set of stretches: the second of two small constraint problems.

The places of the session are the variables, the chosen stretches the values. A lower bound says how many changes there
must be. The search looks for an order with so many, then with one more, and so on. It tries values in catalogue order,
so of the orders with the fewest changes it finds the first in catalogue order.

Reference: M. Held and R. M. Karp, A dynamic programming approach to sequencing problems, Journal of SIAM 10 (1962), for
states made of the items placed and the last one.
"""

from __future__ import annotations

from dataclasses import dataclass

from stretchplan.base.cache import Cache
from stretchplan.planning.model.problem import Item
from stretchplan.planning.search.depth_first import DepthFirstSearch, NodeBudgetSpent

__all__ = ["Order", "Orders"]

ORDER_NODE_BUDGET = 20_000
"""The most values tried for the order of one set. Usual catalogues need under 500 for any 20 stretches."""

_CACHED = 50_000


@dataclass(frozen=True, slots=True)
class Order:
    """The best order of a set of items."""

    changes: int  # the fewest changes of position
    sequence: tuple[int, ...]  # the items in session order; empty when there is no order, or none was found
    nodes: int  # values tried to find it
    known: bool  # False when the budget ended before an order was found or ruled out


class Orders:
    """The best orders of sets of items (in catalogue order), worked out when they are needed, and cached."""

    def __init__(self, items: tuple[Item, ...]) -> None:
        self._items = items
        self._known: Cache[Order] = Cache(_CACHED)

    def __len__(self) -> int:
        return len(self._known)

    def best(self, chosen: int) -> Order:
        """Return the best order of a set of items, as bits; at least one."""
        return self._known.get(chosen) or self._known.put(chosen, self._search(chosen))

    def _search(self, chosen: int) -> Order:
        members = [i for i in range(len(self._items)) if chosen >> i & 1]
        placement = _Placement(self._items, members)
        nodes = 0
        for changes in range(placement.fewest_changes, len(members)):
            placement.allow(changes)
            search = DepthFirstSearch([members] * len(members), placement.visit, ORDER_NODE_BUDGET - nodes)
            try:
                for sequence in search:
                    return Order(changes, sequence, nodes + search.nodes, known=True)
            except NodeBudgetSpent:
                return Order(0, (), nodes + search.nodes, known=False)
            nodes += search.nodes
        return Order(0, (), nodes, known=True)


class _Placement:
    """Visitor that places an item when an order within the allowed changes may follow.

    It keeps, by depth, which items are placed and how many changes that took. Two lower bounds say how many more
    changes must come: each other position with items to place needs one, and so does each step to another position
    along a chain of items that must follow one another. A state is the items placed and the last one. A state visited
    before led nowhere, or the search would have ended, so it is refused unless it now has fewer changes.
    """

    def __init__(self, items: tuple[Item, ...], members: list[int]) -> None:
        self._items = items
        self._members = members
        self._all = sum(1 << i for i in members)
        self._has_opener = any(items[i].opens for i in members)
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
        self._states = [(0, 0, -1)] * (len(members) + 1)  # by depth: items placed, changes, last item
        self._seen: dict[tuple[int, int], int] = {}

    def _longest_chains(self) -> dict[int, int]:
        """Return, for each item, the most changes along any chain of items that must come after it."""
        chain = dict.fromkeys(self._members, 0)
        for _ in self._members:  # no chain needs more rounds, and contradictory hints may form a cycle
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

    def allow(self, most_changes: int) -> None:
        """Start again, with this many changes allowed."""
        self._most_changes = most_changes
        self._seen = {}

    def visit(self, depth: int, item: int) -> bool:
        """Place an item; say whether an order within the allowed changes may follow."""
        items, (placed, changes, last) = self._items, self._states[depth]
        this = items[item]
        if placed >> item & 1 or this.after & self._all & ~placed:
            return False
        if depth == 0:
            if this.strengthens or (self._has_opener and not this.opens) or item in self._follows:
                return False
        else:
            if self._follower.get(last, item) != item or (item in self._follows and self._follower.get(last) != item):
                return False
            changes += items[last].position != this.position
        placed |= 1 << item
        if changes + self._changes_to_come(placed, this.position) > self._most_changes:
            return False
        state = (placed, item)
        if self._seen.get(state, self._most_changes + 1) <= changes:
            return False
        self._seen[state] = changes
        self._states[depth + 1] = (placed, changes, item)
        return True

    def _changes_to_come(self, placed: int, position: int) -> int:
        """Return a lower bound on the changes still to come."""
        positions = sum(1 for other, members in self._at_position.items() if members & ~placed and other != position)
        chains = max(
            (self._chain[i] + (self._items[i].position != position) for i in self._members if not placed >> i & 1),
            default=0,
        )
        return max(positions, chains)
