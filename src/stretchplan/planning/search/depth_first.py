"""How is a search run? python-constraint is the depth-first engine under our bounds; only this module imports it.

python-constraint knows no objective. One constraint over all variables adds it: the engine calls the constraint for
every value tried, in a fixed order of variables, and the constraint refuses a value if no answer with it can beat the
incumbent. That is branch and bound. :class:`DepthFirstSearch` is this pattern, and avoids the engine's traps (measured
on version 2.9):

- forward checking is off, because it breaks the order of values;
- the order of variables is fixed, so that the visitor can keep its sums by depth;
- values are popped from the end of a domain, so domains are handed over worst first;
- each search has a fresh ``Problem``, because a problem keeps state; no domain is empty;
- none of the engine's own product, sum or text constraints is used.

Reference: A. H. Land and A. G. Doig, An automatic method of solving discrete programming problems, Econometrica 28
(1960).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar

from constraint import Constraint, OptimizedBacktrackingSolver, Problem

from stretchplan.planning.search.budget import NodeBudget, NodeBudgetSpent

__all__ = ["DepthFirstSearch"]

T = TypeVar("T")

Visitor = Callable[[int, T], bool]
"""Called with the depth of a variable and a value; says whether a better answer may follow."""


class _FixedOrder(OptimizedBacktrackingSolver):  # type: ignore[misc]  # python-constraint2 is untyped
    """The engine's optimised backtracking, with variables in the order they were added."""

    def getSortedVariables(self, domains: dict[int, Any], vconstraints: Any) -> list[int]:  # noqa: N802
        return list(domains)


class _Visit(Constraint):  # type: ignore[misc]  # python-constraint2 is untyped
    """A constraint over all variables that hands each newly tried value to the visitor."""

    def __init__(self, visitor: Visitor[Any], node_budget: int, budget: NodeBudget | None) -> None:
        self._visitor = visitor
        self._node_budget = node_budget
        self._budget = budget
        self.nodes = 0

    def __call__(  # pyright: ignore[reportIncompatibleMethodOverride]  # pyright infers that the base returns True only
        self, variables: Any, domains: Any, assignments: dict[int, Any], forwardcheck: Any = False
    ) -> bool:
        if self.nodes >= self._node_budget:
            raise NodeBudgetSpent
        self.nodes += 1
        budget = self._budget
        if budget is not None:
            if budget.left < 1:
                raise NodeBudgetSpent
            budget.left -= 1
            if budget.left < budget.ask_below:
                budget.ask()
        depth = len(assignments) - 1
        return self._visitor(depth, assignments[depth])

    def preProcess(self, variables: Any, domains: Any, constraints: Any, vconstraints: Any) -> None:  # noqa: N802
        """Do nothing: with a single variable, the engine's version would try values before the search does."""


class DepthFirstSearch(Generic[T]):
    """One depth-first search through all combinations of values that a visitor does not refuse.

    Iterate over it, once, for the answers in lexicographic order of the domains. There is at least one domain, none is
    empty, and each has its best value first. The visitor is called once for each value tried. When it returns False,
    the search goes on with the next value. It may refuse more as better answers are found, which makes this branch and
    bound. One value more than ``node_budget`` raises :class:`NodeBudgetSpent` out of the iteration, and so does one
    more than are left of ``budget``, which pays for each value.
    """

    def __init__(
        self,
        domains: Sequence[Sequence[T]],
        visitor: Visitor[T],
        node_budget: int,
        budget: NodeBudget | None = None,
    ) -> None:
        self._visit = _Visit(visitor, node_budget, budget)
        self._problem = Problem(_FixedOrder(forwardcheck=False))
        for depth, values in enumerate(domains):
            self._problem.addVariable(depth, list(reversed(values)))
        self._problem.addConstraint(self._visit)

    @property
    def nodes(self) -> int:
        """Values tried so far."""
        return self._visit.nodes

    def __iter__(self) -> Iterator[tuple[T, ...]]:
        for answer in self._problem.getSolutionIter():
            yield tuple(answer[depth] for depth in range(len(answer)))
