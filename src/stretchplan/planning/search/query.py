"""Which question does a search answer, and what is a result? The query, the prepared problem and a session's score."""

from __future__ import annotations

from typing import Literal, NamedTuple

from stretchplan.planning.bounds.knapsack import KnapsackBounds
from stretchplan.planning.model.problem import Option, Score, SelectionProblem, Solution
from stretchplan.planning.search.budget import Ask, NodeBudget
from stretchplan.planning.search.order import Orders

__all__ = ["Doses", "Prepared", "Query", "SearchResult", "Source", "ordered_session"]

Source = Literal["search", "greedy", "shortest"]
"""What found a selection: the search, or, where it ended before it found a better one, what it began with."""

Doses = tuple[tuple[int, Option], ...]
"""Indices of items with their doses."""


class Prepared(NamedTuple):
    """A problem, with the bounds and orders that all its searches share."""

    problem: SelectionProblem
    bounds: KnapsackBounds
    orders: Orders

    @classmethod
    def of(cls, problem: SelectionProblem) -> Prepared:
        """Prepare a problem; bounds and orders are worked out when a search first needs them."""
        return cls(problem, KnapsackBounds(problem.items), Orders(problem.items))


class Query(NamedTuple):
    """The question that a search answers."""

    prepared: Prepared
    counted: tuple[int, ...]  # indices of the areas that levels 1 and 2 count
    demanded: bool  # whether each of them must be worked
    available_seconds: int  # for doses and changes: those of the session, less problem.opening
    required: int = 0  # items that must be in, as bits
    excluded: int = 0  # items that must be out, as bits
    had: tuple[int, ...] = ()  # for each area the quarter-seconds that levels 1 and 2 add to today's; empty: none
    ask: Ask | None = None  # asks the caller whether the search goes on

    @property
    def problem(self) -> SelectionProblem:
        """The problem, without its bounds and orders."""
        return self.prepared.problem

    @property
    def already(self) -> tuple[int, ...]:
        """What each counted area had before today, in quarter-seconds."""
        return tuple([self.had[area] for area in self.counted]) if self.had else (0,) * len(self.counted)

    @property
    def weights(self) -> list[list[tuple[int, int]]]:
        """For each item, the counted areas that it works, by their place among these, each with the item's weight."""
        return [
            [(k, item.weights[area]) for k, area in enumerate(self.counted) if item.weights[area]]
            for item in self.problem.items
        ]


class SearchResult(NamedTuple):
    """The result of a search."""

    solution: Solution | None  # the best one found
    proved: bool  # whether no solution is better; without a solution, whether none exists
    bound: Score  # no solution scores more


def ordered_session(query: Query, doses: Doses, budget: NodeBudget) -> Solution | None:
    """Return doses (at least one) in session order with their score.

    None when there is no order, or no node to look for one, when it does not fit, and when a demanded area gets nothing
    today.
    """
    items = query.problem.items
    order = budget.order(sum(1 << i for i, _ in doses))
    if not order.sequence:
        return None
    if sum(option.cost for _, option in doses) + order.changes * query.problem.change > query.available_seconds:
        return None
    by_item = dict(doses)
    served = [
        sum(items[i].weights[area] * option.effective for i, option in doses if items[i].weights[area])
        for area in query.counted
    ]
    if query.demanded and not all(served):
        return None
    if query.had:
        served = [today + had for today, had in zip(served, query.already, strict=True)]
    variety = sum(query.problem.varieties[i] for i, _ in doses)
    work = sum(option.work for _, option in doses)
    unevenness = sum(option.unevenness for _, option in doses)
    score = (min(served), sum(served), variety, work, -order.changes, -unevenness)
    return Solution(score, tuple((i, by_item[i]) for i in order.sequence), order.proved)
