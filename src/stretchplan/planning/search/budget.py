"""How much a search may still do: nodes, never seconds, so that every machine gives the same answer."""

from __future__ import annotations

from stretchplan.planning.search.order import Order, Orders

__all__ = ["Effort"]


class Effort:
    """The node budget of one search, shared by all its parts.

    A node is one value tried. Work of other kinds is charged as the nodes that take about as long.

    Parameters
    ----------
    nodes
        The budget, at least 1.
    orders
        Where the orders of sets of stretches come from.

    Attributes
    ----------
    orders
        As given.
    left
        What is left; 0 or less when the budget is spent.
    """

    def __init__(self, nodes: int, orders: Orders) -> None:
        self.nodes = nodes
        self.left = nodes
        self.orders = orders
        self._charged: set[int] = set()

    @property
    def spent(self) -> int:
        """What was used, at least 1."""
        return max(1, self.nodes - self.left)

    def charge(self, nodes: int) -> None:
        """Take nodes off the budget."""
        self.left -= nodes

    def order(self, chosen: int) -> Order:
        """Return the best order of a set of stretches, and charge what it takes to find.

        It is charged when this search first asks for it, whether or not another one has worked it out before: what
        a request is answered must not depend on what was asked before it.

        Parameters
        ----------
        chosen
            The items as bits; at least one.
        """
        order = self.orders.best(chosen)
        if chosen not in self._charged:
            self._charged.add(chosen)
            self.left -= order.nodes
        return order
