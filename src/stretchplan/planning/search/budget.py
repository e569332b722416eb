"""How much may a search still do? Counted in nodes, never in seconds, so that every machine gives the same answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from stretchplan.planning.bounds.visits import ASK_EVERY
from stretchplan.planning.search.order import Changes, Order, Orders

__all__ = ["Ask", "NodeBudget", "NodeBudgetSpent"]

Ask = Callable[[], None]
"""Asks the caller whether the request goes on; it raises :class:`stretchplan.Cancelled` when it does not."""

_NODES_PER_STATE: Final = 2
"""Nodes that take about as long as one state that is looked at for an order."""

_NEVER: Final = -(1 << 60)


class NodeBudgetSpent(Exception):
    """Raised by a search that runs out of nodes."""


class NodeBudget:
    """The node budget of one search, shared by all its parts.

    A node is one value tried. Other work counts as the nodes that take about as long.

    Whoever spends nodes calls :meth:`ask` when fewer than ``ask_below`` are left: for the first node, and every
    :data:`ASK_EVERY` after it. An order asks as often while it is looked for, so there are never a thousand nodes
    between two questions.
    """

    def __init__(self, nodes: int, orders: Orders, ask: Ask | None = None) -> None:
        self.nodes = nodes
        self.left: int = nodes  # 0 or less when the budget is spent
        self.ask_below: int = _NEVER if ask is None else nodes
        self._orders = orders
        self._ask = ask
        self._paid: dict[int, Order] = {}

    @property
    def spent(self) -> int:
        """Nodes spent, at least 1."""
        return max(1, self.nodes - self.left)

    def spend(self, nodes: int) -> None:
        """Take nodes off the budget."""
        self.left -= nodes
        if self.left < self.ask_below:
            self.ask()

    def spend_up_to(self, nodes: int) -> None:
        """Take so many nodes off the budget for work that is done, or what is left where that is less."""
        self.spend(min(nodes, max(0, self.left)))

    def afford(self, nodes: int) -> bool:
        """Spend nodes if so many are left; otherwise spend nothing, and return False."""
        if nodes > self.left:
            return False
        self.spend(nodes)
        return True

    def check(self) -> None:
        """Raise :class:`NodeBudgetSpent` if no node is left, before work that is paid as far as the nodes go."""
        if self.left < 1:
            raise NodeBudgetSpent

    def ask(self) -> None:
        """Ask the caller whether the request goes on."""
        if self._ask is not None:
            self._ask()
            self.ask_below = self.left - ASK_EVERY

    def part(self, share: int) -> Callable[[int], bool]:
        """Return a function like :meth:`afford` that spends no more than one ``share``-th of what is left now."""
        most = self.left // share

        def afford(nodes: int) -> bool:
            nonlocal most
            if nodes > most or not self.afford(nodes):
                return False
            most -= nodes
            return True

        return afford

    def another(self, nodes: int) -> NodeBudget:
        """Return a budget of its own for some nodes of the same request."""
        return NodeBudget(nodes, self._orders, self._ask)

    def set_aside(self, nodes: int) -> None:
        """Keep nodes for what comes afterwards, unspent; a negative number gives them back."""
        self.left -= nodes
        self.ask_below -= nodes

    def changes(self, chosen: int, most_nodes: int) -> Changes:
        """Return the fewest changes of position of a set of items; where no hint is about them that takes no nodes."""
        changes = self._orders.changes(chosen)
        if changes is None:
            order = self.order(chosen, most_nodes)
            changes = Changes(order.changes if order.sequence else None, order.proved)
        return changes

    def order(self, chosen: int, most_nodes: int | None = None) -> Order:
        """Return the best order of a set of items (as bits, at least one), and spend the nodes that finding it takes.

        The nodes are spent when this search first uses the order, even if another search has found it before: the
        answer to one request must not depend on the requests before it. An order that takes more nodes than are left
        is not known.
        """
        order = self._paid.get(chosen)
        if order is None:
            limit = -(-max(0, self.left) // _NODES_PER_STATE)
            if most_nodes is not None:
                limit = min(limit, most_nodes)
            order = self._paid[chosen] = self._orders.best(chosen, limit, self._ask)
            self.spend_up_to(order.nodes * _NODES_PER_STATE)
        return order
