"""Which question does a search answer, and what do its parts share? The query, the result and the state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from stretchplan.planning.bounds.knapsack import KnapsackBounds
from stretchplan.planning.bounds.lagrangian import Candidate, LagrangianBound, Losses
from stretchplan.planning.model.problem import Option, Score, SelectionProblem, Solution
from stretchplan.planning.search.budget import Ask, NodeBudget
from stretchplan.planning.search.order import Orders
from stretchplan.planning.search.sums import Sums

__all__ = ["Doses", "Prepared", "Query", "SearchResult", "SearchState", "ordered_session"]

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


_DOSES_PER_NODE = 24
"""Doses that take about as long as one node to look at for one area."""


class SearchState:
    """The state that the parts of the search by levels share; ``candidates`` are classes of alike items."""

    def __init__(self, query: Query, budget: NodeBudget) -> None:
        self.query = query
        self.budget = budget
        self.incumbent: Solution | None = None  # the best solution known so far
        self.already: tuple[int, ...] = query.already
        self.candidates: list[Candidate] = _classes(query)  # in catalogue order of the first of each
        self.lagrangian: LagrangianBound = self.bound_of(self.candidates)
        areas = range(len(query.counted))
        budget.spend_up_to(sum([len(c.options) for c in self.candidates]) * (1 + len(areas)) // _DOSES_PER_NODE)
        parts = [{c.weights[k] * option.effective for c in self.candidates for option in c.options} for k in areas]
        most = max(
            sum(c.count * c.weights[k] * max(option.effective for option in c.options) for c in self.candidates)
            for k in areas
        )
        self.sums: Sums = Sums(parts, self.already, most)
        self._losses: dict[int, Losses] = {}
        self.order_unproved: bool = False  # whether some set may have an order with fewer changes than was found

    def bound_of(self, candidates: Sequence[Candidate]) -> LagrangianBound:
        """Return the Lagrangian bound for some of the candidates, in the time of the query."""
        seconds, change = self.query.available_seconds, self.query.problem.change
        return LagrangianBound(candidates, seconds, change, self.budget.spend_up_to)

    def losses_of_area(self, area: int) -> Losses:
        """Return what each choice loses against the most that one counted area can have today."""
        losses = self._losses.get(area)
        if losses is None:
            self.budget.check()
            losses = self._losses[area] = self.lagrangian.priced_losses([c.weights[area] for c in self.candidates])
        return losses

    @property
    def least(self) -> int:
        """What a solution no worse than the incumbent has on level 1 at least."""
        return min(self.already) + self.query.demanded if self.incumbent is None else self.incumbent.score[0]

    def needed_today(self, least: int) -> tuple[int, ...]:
        """Return what each counted area must get today if every one is to have ``least``, in quarter-seconds.

        That is no less than the next sum that doses can make.
        """
        today = int(self.query.demanded)
        return tuple([self.sums.reach(k, max(today, least - had)) for k, had in enumerate(self.already)])

    def ordered(self, doses: Doses) -> Solution | None:
        """Return doses as a solution if they make one."""
        if not doses:
            return None
        solution = ordered_session(self.query, doses, self.budget)
        self.order_unproved |= not self.budget.order(sum(1 << i for i, _ in doses)).proved
        return solution


def _classes(query: Query) -> list[Candidate]:
    """Return the stretches that a query may take, those together that can stand for one another in any solution."""
    problem = query.problem
    classes: dict[tuple[int, tuple[int, ...], bool], list[int]] = {}
    for i, item in enumerate(problem.items):
        if not query.excluded >> i & 1:
            weights = tuple([item.weights[area] for area in query.counted])
            must = bool(query.required >> i & 1)
            classes.setdefault((problem.kinds[i], weights, must), []).append(i)
    return [
        Candidate(tuple(places), problem.items[places[0]].options, weights, problem.items[places[0]].position, must)
        for (_, weights, must), places in classes.items()
    ]
