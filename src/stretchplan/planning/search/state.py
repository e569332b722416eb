"""What is asked of a search, what it has found so far, and what it answers."""

from __future__ import annotations

from typing import NamedTuple

from stretchplan.planning.bounds.knapsack import Bounds
from stretchplan.planning.bounds.lagrangian import Candidate, Rates
from stretchplan.planning.model.problem import Found, Option, Score, SelectionProblem
from stretchplan.planning.search.budget import Effort
from stretchplan.planning.search.order import Orders

__all__ = ["Answer", "Prepared", "Progress", "Query", "session"]


class Prepared(NamedTuple):
    """A problem, with the bounds and orders that all its searches share."""

    problem: SelectionProblem
    bounds: Bounds
    orders: Orders

    @classmethod
    def of(cls, problem: SelectionProblem) -> Prepared:
        """Prepare a problem; bounds and orders are worked out when a search first needs them."""
        return cls(problem, Bounds(problem.items), Orders(problem.items))


class Query(NamedTuple):
    """The question that a search answers.

    Attributes
    ----------
    prepared
        The problem, with its bounds and orders.
    counted
        Indices of the areas that levels 1 and 2 count.
    demanded
        Whether each of them must be worked.
    available_seconds
        Seconds for doses and changes of position: those of the session, less ``problem.opening``.
    required, excluded
        Items that must be in, and items that must not, as bits.
    """

    prepared: Prepared
    counted: tuple[int, ...]
    demanded: bool
    available_seconds: int
    required: int = 0
    excluded: int = 0

    @property
    def problem(self) -> SelectionProblem:
        """Today's items."""
        return self.prepared.problem


class Answer(NamedTuple):
    """What was found.

    Attributes
    ----------
    found
        The best selection found; None when none was.
    proved
        Whether there is none better.
    bound
        No selection is better than this.
    """

    found: Found | None
    proved: bool
    bound: Score


def session(query: Query, doses: tuple[tuple[int, Option], ...], effort: Effort) -> Found | None:
    """Put doses in order and say how good they are; None when no order of them is known, or none fits.

    Parameters
    ----------
    query
        What is to be selected.
    doses
        At least one.
    effort
        Knows the orders, and is charged for them.
    """
    items = query.problem.items
    order = effort.order(sum(1 << i for i, _ in doses))
    if not order.sequence:
        return None
    if sum(option.cost for _, option in doses) + order.changes * query.problem.change > query.available_seconds:
        return None
    by_item = dict(doses)
    served = [
        sum(items[i].weights[area] * option.effective for i, option in doses if items[i].weights[area])
        for area in query.counted
    ]
    work = sum(option.work for _, option in doses)
    value = (min(served), sum(served), len(doses), work, -order.changes)
    return Found(value, tuple((i, by_item[i]) for i in order.sequence))


class Progress:
    """The candidates of a search, and the best selection so far.

    Parameters
    ----------
    query
        What is to be selected.
    effort
        What the search may do.
    best
        A selection that is known already.

    Attributes
    ----------
    candidates, rates
        The stretches in question, in catalogue order, and the rates of their seconds.
    passed_over
        Whether some set of stretches was left aside because its order could not be worked out.
    """

    def __init__(self, query: Query, effort: Effort, best: Found | None) -> None:
        self.query = query
        self.effort = effort
        self.best = best
        self.candidates = [
            Candidate(
                i,
                item.options,
                tuple([item.weights[area] for area in query.counted]),
                item.position,
                bool(query.required >> i & 1),
            )
            for i, item in enumerate(query.problem.items)
            if not query.excluded >> i & 1
        ]
        self.rates = Rates(self.candidates, query.available_seconds, query.problem.change)
        self.passed_over = False

    @property
    def least_asked(self) -> int:
        """The half-seconds that every counted area has to be served for a selection to be no worse than the best."""
        if self.best is None:
            return int(self.query.demanded)
        return self.best.score[0]

    def in_order(self, doses: tuple[tuple[int, Option], ...]) -> Found | None:
        """Return doses as a selection, when they make one."""
        if not doses:
            return None
        found = session(self.query, doses, self.effort)
        if found is None:
            self.passed_over |= not self.effort.order(sum(1 << i for i, _ in doses)).known
            return None
        return found if found.score[0] >= self.query.demanded else None
