"""How much may a search still do? Counted in nodes, never in seconds, so that every machine gives the same answer."""

from __future__ import annotations

from stretchplan.planning.search.order import Order, Orders

__all__ = ["NodeBudget"]


class NodeBudget:
    """The node budget of one search, shared by all its parts.

    A node is one value tried. Other work counts as the nodes that take about as long.
    """

    def __init__(self, nodes: int, orders: Orders) -> None:
        self.nodes = nodes
        self.left: int = nodes  # 0 or less when the budget is spent
        self._orders = orders
        self._paid: dict[int, Order] = {}

    @property
    def spent(self) -> int:
        """Nodes spent, at least 1."""
        return max(1, self.nodes - self.left)

    def spend(self, nodes: int) -> None:
        """Take nodes off the budget."""
        self.left -= nodes

    def afford(self, nodes: int) -> bool:
        """Spend nodes if so many are left; otherwise spend nothing, and return False."""
        if nodes > self.left:
            return False
        self.left -= nodes
        return True

    def order(self, chosen: int, most_nodes: int | None = None) -> Order:
        """Return the best order of a set of items (as bits, at least one), and spend the nodes that finding it takes.

        The nodes are spent when this search first uses the order, even if another search has found it before: the
        answer to one request must not depend on the requests before it. An order that takes more nodes than are left
        is not known.
        """
        order = self._paid.get(chosen)
        if order is None:
            limit = max(0, self.left) if most_nodes is None else min(max(0, self.left), most_nodes)
            order = self._paid[chosen] = self._orders.best(chosen, limit)
            self.left -= order.nodes
        return order
