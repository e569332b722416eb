"""Depth-first search on python-constraint: the one module that imports it.

python-constraint knows no objective. What makes it search for a best answer is a constraint with a memory: it
is asked once for every value tried, in a fixed order of variables, and says no when nothing below can beat the
best answer so far. :class:`Search` is that pattern with the engine's traps (as measured on version 2.9) kept
out of the way:

- forward checking is off: it breaks the order of values;
- the order of variables is fixed, so that the visitor can keep its sums by depth;
- values are popped from the end of a domain, so domains are handed over worst first;
- a fresh ``Problem`` for each search, for it keeps state, and never an empty domain;
- no product, sum or text constraints of the engine's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar

from constraint import Constraint, OptimizedBacktrackingSolver, Problem

__all__ = ["NodeBudgetSpent", "Search"]

Value = TypeVar("Value")

Visitor = Callable[[int, Value], bool]
"""Says whether a value for the variable at a depth may lead to an answer worth having."""


class NodeBudgetSpent(Exception):
    """Raised out of a :class:`Search` that has tried as many values as it may."""


class _FixedOrder(OptimizedBacktrackingSolver):  # type: ignore[misc]  # python-constraint2 is untyped
    """The engine's optimised backtracking, with variables in the order they were added."""

    def getSortedVariables(self, domains: dict[int, Any], vconstraints: Any) -> list[int]:  # noqa: N802
        return list(domains)


class _Visit(Constraint):  # type: ignore[misc]  # python-constraint2 is untyped
    """A constraint over all variables that hands each newly tried value to the visitor."""

    def __init__(self, visitor: Visitor[Any], node_budget: int) -> None:
        self._visitor = visitor
        self._node_budget = node_budget
        self.nodes = 0

    def __call__(  # pyright: ignore[reportIncompatibleMethodOverride]  # its own is inferred to return True only
        self,
        variables: Any,
        domains: Any,
        assignments: dict[int, Any],
        forwardcheck: Any = False,
    ) -> bool:
        if self.nodes >= self._node_budget:
            raise NodeBudgetSpent
        self.nodes += 1
        depth = len(assignments) - 1
        return self._visitor(depth, assignments[depth])

    def preProcess(self, variables: Any, domains: Any, constraints: Any, vconstraints: Any) -> None:  # noqa: N802
        """Do nothing: for a single variable the engine's version would try values before the search does."""


class Search(Generic[Value]):
    """One depth-first search through every combination of values that a visitor lets stand.

    Iterate over it, once, for the answers in lexicographic order of the domains.

    Parameters
    ----------
    domains
        The values of each variable, best first; at least one variable, and no empty domain.
    visitor
        Asked once for each value tried, with the depth of its variable; when it says no, nothing below is
        tried. It may raise its demands as it goes: that is what makes this branch and bound.
    node_budget
        How many values may be tried; one more raises :class:`NodeBudgetSpent` out of the iteration.

    Attributes
    ----------
    nodes
        Values tried so far.
    """

    def __init__(self, domains: Sequence[Sequence[Value]], visitor: Visitor[Value], node_budget: int) -> None:
        self._visit = _Visit(visitor, node_budget)
        self._problem = Problem(_FixedOrder(forwardcheck=False))
        for depth, values in enumerate(domains):
            self._problem.addVariable(depth, list(reversed(values)))
        self._problem.addConstraint(self._visit)

    @property
    def nodes(self) -> int:
        """Values tried so far."""
        return self._visit.nodes

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        for answer in self._problem.getSolutionIter():
            yield tuple(answer[depth] for depth in range(len(answer)))
