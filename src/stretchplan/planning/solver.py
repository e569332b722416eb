"""What is the best selection for a day, and how does it compare? Days with equal keys share one search."""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple, Protocol

from stretchplan.base.cache import Cache
from stretchplan.catalog.dosage import Dosage
from stretchplan.inputs.request import PlanRequest
from stretchplan.planning.build.assemble import PlanScore
from stretchplan.planning.explain.compare import Comparison, Comparisons, compare, compare_each
from stretchplan.planning.model.allowed import AllowedToday, allowed_today, permitted, request_key
from stretchplan.planning.model.day import Day, PlannedStretch
from stretchplan.planning.model.problem import WEIGHTS, Option, Score, SelectionProblem, option_of
from stretchplan.planning.model.stand_by import with_places, with_stand_by
from stretchplan.planning.model.terms import Terms
from stretchplan.planning.model.week import Week, week_before
from stretchplan.planning.search.budget import Ask, NodeBudgetSpent
from stretchplan.planning.search.query import Prepared, Query
from stretchplan.planning.search.select import Selection, select
from stretchplan.results.plan import Objective
from stretchplan.results.reasons import StandsBy
from stretchplan.rulebook.bounds import AIM_SECONDS_PER_SIDE, FULL_AFTER_DAYS

__all__ = ["CACHED", "KeptSession", "Solution", "Solver"]

CACHED = 4096
"""Most entries of each of a planner's caches."""

_ITEM_BYTES = 10_000
_OPTION_BYTES = 1_000
_ORDER_BYTES = 400
"""About how much memory these take, by measurement on CPython 3.11 (docs/limits.md)."""


class Solution(NamedTuple):
    """The best selection for a day; ``comparisons`` is empty when the planner does not explain."""

    problem: SelectionProblem
    selection: Selection
    comparisons: Comparisons
    rest_counts: bool = False  # whether level 3 also looks at the days since each stretch was last done

    @property
    def score(self) -> PlanScore:
        """How good the selection is."""
        chosen = self.selection
        objective, bound = (_objective(self.problem, score, self.rest_counts) for score in (chosen.score, chosen.bound))
        return PlanScore(objective, bound, chosen.optimal, chosen.source, chosen.order_proved)

    def session(self, day: Day) -> list[PlannedStretch]:
        """Return the stretches in order, with the cautions of a day."""
        items = self.problem.items
        return [day.planned(items[i].stretch_id, Dosage(o.sets, o.amount)) for i, o in self.selection.doses]


def _objective(problem: SelectionProblem, score: Score, rest_counts: bool) -> Objective:
    least, total, variety, work, minus_changes, _ = score
    stretches, rested = problem.stretches_and_rest(variety)
    stated = rested if rest_counts else None
    return Objective.of(least, total, stretches, work, -minus_changes, rested_days=stated)


class _Search(Protocol):
    def __call__(
        self,
        required: int,
        excluded: int,
        node_budget: int,
        spend: Callable[[int], None] | None = None,
        *,
        proof_only: bool,
    ) -> Selection | None: ...


class KeptSession(NamedTuple):
    """The best session of those that keep most of an earlier one."""

    session: list[PlannedStretch]
    proved: bool  # that nothing keeps more, and that of what keeps as much nothing is better
    order_proved: bool  # whether no other order of it has fewer changes of position


class Solver:
    """Searches under a planner's terms, and caches what it derives; the order of requests changes no answer.

    What it caches of problems and their searches takes about ``most_bytes`` at most.
    With ``share``, days with equal keys share one solution. With ``explain``, comparisons are made, which takes a
    search for each allowed stretch.
    """

    def __init__(self, terms: Terms, node_budget: int, *, share: bool, explain: bool, most_bytes: int) -> None:
        self._terms = terms
        self._node_budget = node_budget
        self._explain = explain
        self._ask: Ask | None = None
        self._allowed: Cache[AllowedToday] = Cache(CACHED)
        self._doses: Cache[AllowedToday] = Cache(CACHED)  # so that each different table of doses is held once
        self._forbidden: Cache[AllowedToday] = Cache(CACHED)  # and each of what is forbidden
        self._sets: Cache[frozenset[Hashable]] = Cache(CACHED)  # and each set in a key
        self._prepared: Cache[Prepared] = Cache(CACHED, most_cost=most_bytes, cost=_prepared_bytes, grows=True)
        self._solutions: Cache[tuple[Solution | None, int]] = Cache(CACHED if share else 0)

    def asking(self, ask: Ask) -> "Solver":
        """Return a solver with the same caches that asks before each search, and while it searches, whether to go on.

        ``ask`` raises when the request is to end. Only what is finished is ever cached.
        """
        other = copy(self)
        other._ask = ask
        return other

    def day(self, request: PlanRequest, week: Week | None = None) -> Day:
        """Resolve a request. Stand-ins stand by, unless there is no plan without them.

        The search also looks at the days before: a ``week``, or what the history of the request says.
        """
        week = week or week_before(request, self._terms.catalog, named=self._terms.policy.named_targets)
        allowed = self.allowed(request)
        if not self._terms.catalog.stand_ins:
            return Day.resolve(self._terms, request, allowed=allowed, week=week)
        day = Day.resolve(self._terms, request, allowed=with_stand_by(allowed, request, self._terms), week=week)
        if len(day.allowed.doses) == len(allowed.doses) or self.solve(day) is not None:
            return day
        return Day.resolve(self._terms, request, allowed=with_places(allowed, self._terms), week=week)

    def day_with(self, request: PlanRequest, chosen: Collection[str]) -> Day:
        """Resolve a request for a session that somebody else chose: none of its stretches stands by."""
        allowed = self.allowed(request)
        try:
            day = self.day(request)
        except NodeBudgetSpent:  # whether there is a plan without stand-ins is not known, so they stand by
            day = Day.resolve(self._terms, request, allowed=with_stand_by(allowed, request, self._terms))
        held = {name for name in chosen if isinstance(day.allowed.unwanted.get(name), StandsBy)}
        if not held:
            return day
        fewer = replace(
            day.allowed,
            doses={name: doses for name, doses in allowed.doses.items() if name in day.allowed.doses or name in held},
            unwanted={name: wish for name, wish in day.allowed.unwanted.items() if name not in held},
        )
        return Day.resolve(self._terms, request, allowed=with_places(fewer, self._terms), week=day.week)

    def shortest_with(self, day: Day) -> dict[str, int]:
        """Return the seconds of the shortest session with each stretch that may be planned."""
        return self._prepare(day).problem.shortest_with if day.allowed.doses else {}

    def most(self, day: Day) -> tuple[Solution | None, Objective | None]:
        """Return the best selection for a day, where the search finds one, and what no plan exceeds.

        The second is None where there is no plan.
        """
        try:
            solution = self.solve(day)
        except NodeBudgetSpent:
            from stretchplan.planning.search.levels import root_bound  # few searches end without a plan

            query = self._query(day)
            if query is None:
                return None, None
            rest_counts = bool(day.week and day.week.rested)
            return None, _objective(query.problem, root_bound(query), rest_counts)
        return solution, None if solution is None else solution.score.bound

    def allowed(self, request: PlanRequest) -> AllowedToday:
        """Return what is allowed for a request, stand-ins included."""
        key = request_key(request, self._terms)
        allowed = self._allowed.get(key)
        if allowed is None:
            allowed = allowed_today(self._terms, request)
            alike = self._doses.get(allowed.key) or self._doses.put(allowed.key, allowed)
            forbidden = allowed.forbidden
            allowed = allowed.with_tables_of(alike, self._forbidden.get(forbidden) or allowed)
            self._forbidden.put(forbidden, allowed)  # only now: what it holds has the tables that are shared
            allowed = self._allowed.put(self._held_once(key), allowed)
        return allowed

    def _held_once(self, key: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return a key whose sets are those of earlier keys: many keys have equal ones, and each takes 216 bytes."""
        return tuple([self._set_of(part) if isinstance(part, frozenset) else part for part in key])

    def _set_of(self, part: frozenset[Hashable]) -> frozenset[Hashable]:
        return self._sets.get(part) or self._sets.put(part, part)

    def solve(self, day: Day) -> Solution | None:
        """Return the best selection for a day, or None when there is none; it may raise :class:`NodeBudgetSpent`."""
        return self.solve_within(day)[0]

    def solve_within(self, day: Day) -> tuple[Solution | None, int]:
        """Return what :meth:`solve` returns, and how many nodes of the budget are left."""
        if day.hopeless:
            return None, self._node_budget
        key = day.key
        return self._solutions.get(key) or self._solutions.put(self._held_once(key), self._search(day))

    def keep(
        self,
        day: Day,
        earlier: Mapping[str, Dosage],
        node_budget: int,
        done: Sequence[PlannedStretch] = (),
        targets: Collection[str] = (),
        *,
        doses: bool = True,
        among: Collection[str] | None = None,
    ) -> KeptSession | None:
        """Return the best session of those that keep most of an earlier one; None where no session is known.

        What is ``done`` already counts for the areas. Where the day demands none,
        ``targets`` are those that count, if there are some. ``doses`` says whether doses are to be kept too. No
        stretch is in it that is not ``among`` some, if these are given.
        """
        from stretchplan.planning.search.keep import keep_most  # a first plan keeps nothing

        query = self._query(day)
        if query is None or day.hopeless or node_budget < 1:
            return None
        problem = query.problem
        query = self._after(day, query, done)._replace(required=problem.bits(day.request.profile.include))
        counted = tuple(area for area in problem.reachable if day.catalog.area_ids[area] in targets)
        if counted and not day.demanded:
            query = query._replace(counted=counted)
        if among is not None:
            query = query._replace(excluded=problem.bits(problem.index.keys() - set(among)))
        options = {
            problem.index[name]: self._option_today(day, name, dose) if doses else None
            for name, dose in earlier.items()
            if name in problem.index
        }
        kept = keep_most(query, dict(sorted(options.items())), node_budget)
        if kept is None:
            return None
        chosen = [day.planned(problem.items[i].stretch_id, Dosage(o.sets, o.amount)) for i, o in kept.selection.doses]
        return KeptSession(chosen, kept.proved, kept.selection.order_proved)

    def _option_today(self, day: Day, name: str, dose: Dosage) -> Option | None:
        """Return a dose as the search sees it, also one that another dose dominates; None if it is not allowed."""
        stretch, rested = day.catalog.by_id[name], FULL_AFTER_DAYS
        if not permitted(stretch, dose, day.allowed.doses[name]):
            return None
        if day.week is not None and day.week.rested:
            rested = day.week.rested[name]
        return option_of(stretch, dose, day.allowed.words[name], day.pace, rested)

    def _after(self, day: Day, query: Query, done: Sequence[PlannedStretch]) -> Query:
        """Return a question that also counts what is done already, in the session that the day's is the rest of."""
        if not done:
            return query
        had = list(query.had or (0,) * len(day.catalog.area_ids))
        for planned in done:
            effective = min(AIM_SECONDS_PER_SIDE, planned.dosage.sets * planned.set_seconds)
            for kind, areas in planned.stretch.targets.by_kind(named=day.named):
                for place, area in enumerate(day.catalog.area_ids):
                    had[place] += WEIGHTS[kind] * effective * (area in areas)
        return query._replace(had=tuple(had))

    def without(self, day: Day, stretch_id: str) -> Comparison:
        """Return how the best selection for a day compares with the best one without a stretch."""
        solution, solve = self.solve(day), self._solve_for(day)
        if solution is None or solve is None or stretch_id not in solution.problem.index:
            return ("impossible", None)
        problem = solution.problem
        required = problem.bits(day.request.profile.include - {stretch_id})
        prove = partial(solve, proof_only=True)
        return compare(prove, solution.selection, required, problem.bits({stretch_id}), self._node_budget)[0]

    def _search(self, day: Day) -> tuple[Solution | None, int]:
        search = self._solve_for(day)
        if search is None:
            return None, self._node_budget
        problem = self._prepare(day).problem
        required = problem.bits(day.request.profile.include)
        left = self._node_budget

        def solve(required: int, excluded: int, node_budget: int, *, proof_only: bool) -> Selection | None:
            nonlocal left
            if left < 1:
                raise NodeBudgetSpent

            def spend(nodes: int) -> None:
                nonlocal left
                left -= nodes

            return search(required, excluded, min(node_budget, left), spend, proof_only=proof_only)

        selection = solve(required, 0, left, proof_only=False)
        if selection is None:
            return None, left
        prove = partial(solve, proof_only=True)
        compared = compare_each(prove, selection, len(problem.items), required) if self._explain else {}
        comparisons = {problem.items[i].stretch_id: comparison for i, comparison in compared.items()}
        return Solution(problem, selection, comparisons, bool(day.week and day.week.rested)), left

    def _solve_for(self, day: Day) -> _Search | None:
        """Return the search of a day; None if an area that it demands cannot be worked."""
        query = self._query(day)
        if query is None:
            return None

        def search(
            required: int,
            excluded: int,
            node_budget: int,
            spend: Callable[[int], None] | None = None,
            *,
            proof_only: bool,
        ) -> Selection | None:
            asked = query._replace(required=required, excluded=excluded)
            return select(asked, node_budget, spend, proof_only=proof_only)

        return search

    def _query(self, day: Day) -> Query | None:
        """Return the question for the best selection of a day; None if an area that it demands cannot be worked."""
        prepared = self._prepare(day)
        problem = prepared.problem
        if any(area not in problem.reachable for area in day.demanded):
            return None
        counted = day.demanded or problem.meant  # what nobody asked for and no stretch is for does not count
        had = day.week.had if day.week else ()
        seconds = day.budget_seconds - problem.opening
        return Query(prepared, counted, bool(day.demanded), seconds, had=had, ask=self._ask)

    def _prepare(self, day: Day) -> Prepared:
        week = day.week
        key: Hashable = (day.allowed.key, day.pace, week and week.rested_key)
        prepared = self._prepared.get(key)
        if prepared is None:
            prepared = self._prepared.put(key, Prepared.of(day.problem()))
        return prepared


def _prepared_bytes(_key: Hashable, prepared: Prepared) -> int:
    """Return about how much memory a prepared problem takes; it grows with each order that a search asks for."""
    items = prepared.problem.items
    options = sum(len(item.options) for item in items)
    return _ITEM_BYTES * len(items) + _OPTION_BYTES * options + _ORDER_BYTES * len(prepared.orders)
