"""From a request to a plan: candidates, selection, order, schedule, words, and the judge's yes."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import Any, NamedTuple

from stretchplan.base.cache import Cache
from stretchplan.base.errors import InvalidRequest, PolicyError, Problem, StretchPlanError
from stretchplan.base.text import quoted
from stretchplan.catalog import Catalog, Stretch
from stretchplan.inputs.policy import Policy
from stretchplan.inputs.request import Pace, PlanRequest
from stretchplan.inputs.screening import open_questions
from stretchplan.planning.bounds.knapsack import Bounds
from stretchplan.planning.build.assemble import Goodness, assemble
from stretchplan.planning.explain import answers
from stretchplan.planning.explain.compare import Otherwise, Solve, compared, difference, otherwise, value_of
from stretchplan.planning.explain.conflicts import conflicts
from stretchplan.planning.explain.feasible import Shortest
from stretchplan.planning.explain.relaxations import relaxations
from stretchplan.planning.model import problem as integer
from stretchplan.planning.model.allowed import Today, question, sort_out
from stretchplan.planning.model.problem import Value, make_problem
from stretchplan.planning.search.depth_first import NodeBudgetSpent
from stretchplan.planning.search.order import Orders
from stretchplan.planning.search.select import Selection, select
from stretchplan.planning.validate import checked_catalog, checked_policy, read_request
from stretchplan.results.plan import Objective, Plan, Why, WhyNot
from stretchplan.results.refusals import Infeasible, SearchExhausted, UnsafePlan
from stretchplan.safety import own_rules
from stretchplan.safety.allowed.screening import stop_reason
from stretchplan.safety.check import violations_of
from stretchplan.safety.dosage import Dosage
from stretchplan.safety.own_rules import OwnRule

__all__ = ["NODE_BUDGET", "Planner"]

NODE_BUDGET = 200_000
"""Values that one search may try, unless the caller says otherwise: about a second."""

_CACHED = 4096


class _Solved(NamedTuple):
    """The best selection, and how the best plan compares that has each item otherwise."""

    selection: Selection
    otherwise: dict[int, Otherwise]


class Planner:
    """Plans days from one catalogue, under the rules and the caller's own narrower ones.

    What depends on the catalogue alone is worked out once, requests that the rules cannot tell apart (the same doses
    left, areas, stretches that must be in, seconds and pace) share one solution, and a request that was asked before
    has its answer at once. None of it changes any answer. What is remembered is bounded, and a planner may be used
    from any number of threads.

    Parameters
    ----------
    catalog
        What can be done; the built-in catalogue when None.
    policy
        Narrower bounds of the caller's own; None narrows nothing.
    rules
        Rules of the caller's own, each a :class:`stretchplan.OwnRule`.
    node_budget
        How many values one search may try, at least 1. When it ends first, the plan says so and carries the
        bound.
    share
        Whether requests that the rules cannot tell apart share one solution, and equal ones one answer. False solves
        each anew.
    explain
        Whether reasons say what would be otherwise: what the plan would lose without a stretch, and what it would
        give up for one that is left out. Each takes a search of its own; False leaves them out, for speed.

    Raises
    ------
    CatalogError
        When it is no catalogue, points at a caution that the rules do not know, or calls itself by the id and
        version of the built-in one and says something else.
    PolicyError
        When the policy is none or names a stretch that the catalogue does not have, or a rule is none.

    Examples
    --------
    >>> import stretchplan as sp
    >>> planner = sp.Planner()
    >>> planner.plan(minutes=5, days_since_injury=None, targets={"hips"}).optimal
    True
    """

    def __init__(
        self,
        catalog: Catalog | None = None,
        *,
        policy: Policy | None = None,
        rules: Iterable[OwnRule] = (),
        node_budget: int = NODE_BUDGET,
        share: bool = True,
        explain: bool = True,
    ) -> None:
        self.catalog = checked_catalog(catalog)
        if isinstance(node_budget, bool) or not isinstance(node_budget, int) or node_budget < 1:
            raise InvalidRequest(Problem("node_budget", quoted(node_budget), "it must be a whole number, at least 1"))
        self.policy = checked_policy(policy, self.catalog)
        self.rules = own_rules.checked(rules)
        self.node_budget = node_budget
        self._explain = explain
        self._own = tuple(own_rules.reference(rule) for rule in self.rules)
        self._days: Cache[tuple[Today, Hashable]] = Cache(_CACHED)
        self._problems: Cache[tuple[integer.Problem, Bounds, Orders]] = Cache(_CACHED)
        self._solutions: Cache[tuple[_Solved | None]] = Cache(_CACHED if share else 0)
        self._answers: Cache[Plan | Infeasible] = Cache(_CACHED if share else 0)

    def plan(self, request: PlanRequest | None = None, /, **fields: Any) -> Plan:
        """Return the best plan for a request.

        Parameters
        ----------
        request
            What is asked; or its fields as keywords.
        **fields
            The fields of :class:`stretchplan.PlanRequest`, when no request is given.

        Returns
        -------
        Plan
            It has passed :func:`stretchplan.check`.

        Raises
        ------
        InvalidRequest
            When the request is wrong, or names an area or a stretch that the catalogue does not have.
        SeeAClinician
            When an answer about warning signs has to be seen to first; before anything about areas.
        Infeasible
            When the demands and the rules leave no plan: with the conflicts, and with requests that do have one.
        SearchExhausted
            When the node budget ended before any plan was found.
        PolicyError
            When a rule of the caller's own would loosen what the library's rules leave, or fails.
        UnsafePlan
            When the plan did not pass its own check: a defect of the library, or of a rule of the caller's own.
        """
        asked = self.read(request, **fields)
        answer = self._answers.get(asked)
        if answer is None:
            answer = self._answers.put(asked, self._answer(asked))
        if isinstance(answer, Infeasible):
            raise Infeasible(answer.conflicts, answer.relaxations)  # anew: an error that is raised gathers a history
        return answer

    def plan_many(self, requests: Iterable[PlanRequest]) -> Iterator[Plan | StretchPlanError]:
        """Yield the answer to each request, in order: a plan, or the error that :meth:`plan` would raise.

        Nothing is kept of what has been yielded, beyond what the planner remembers anyway, so the requests may be any
        number.

        Parameters
        ----------
        requests
            What is asked.

        Yields
        ------
        Plan or StretchPlanError
            ``isinstance(answer, sp.Plan)`` tells them apart. Errors of a rule of the caller's own are raised: they are
            about the planner, not about a request.

        Raises
        ------
        PolicyError
            When a rule of the caller's own would loosen what the library's rules leave, or fails.

        Examples
        --------
        >>> import stretchplan as sp
        >>> asked = [sp.PlanRequest(minutes=5, days_since_injury=3, pain=pain) for pain in (2, 7)]
        >>> [type(answer).__name__ for answer in sp.Planner().plan_many(asked)]
        ['Plan', 'Infeasible']
        """
        for request in requests:
            try:
                answer: Plan | StretchPlanError = self.plan(request)
            except PolicyError:
                raise
            except StretchPlanError as error:
                answer = error.with_traceback(None)
            yield answer

    def _answer(self, asked: PlanRequest) -> Plan | Infeasible:
        """Work out the plan for a request, or the refusal."""
        today, _ = self._today(asked)
        try:
            solved, problem = self._solve(today, asked)
            if solved is None or problem is None:
                shortest = Shortest(self.catalog, self.policy, self.rules, self.node_budget)
                found = conflicts(shortest, asked)
                return Infeasible(found, relaxations(shortest, asked, found))
        except NodeBudgetSpent:
            raise SearchExhausted(self.node_budget) from None
        plan = self._assemble(solved, problem, today, asked)
        violations = violations_of(plan, self.catalog, self.rules)
        if violations:
            raise UnsafePlan(tuple((v.rule_id, v.step, v.message) for v in violations))
        return plan

    def why(self, plan: Plan, stretch: str) -> Why:
        """Return why a stretch is in a plan, and the best plan without it.

        Parameters
        ----------
        plan
            A plan of this planner's.
        stretch
            Id or alias of a stretch that is in it.

        Returns
        -------
        Why
            Found by solving again without it.

        Raises
        ------
        InvalidRequest
            When the plan is not what this planner makes of its request, or the stretch is not in it.
        CatalogError
            When the catalogue does not have the stretch.
        """
        entry, again = self._asked_about(plan, stretch)
        prescription = next((p for p in again.prescriptions if p.stretch_id == entry.id), None)
        if prescription is None:
            message = f"{entry.id!r} is not in this plan; ask why_not for the reason"
            raise InvalidRequest(Problem("stretch", quoted(stretch), message))
        return answers.why(entry, prescription, self._without(again.request, entry.id))

    def why_not(self, plan: Plan, stretch: str) -> WhyNot:
        """Return why a stretch is not in a plan: the rule or wish against it, or what the best plan with it gives up.

        Parameters
        ----------
        plan
            A plan of this planner's.
        stretch
            Id or alias of a stretch that is not in it.

        Returns
        -------
        WhyNot
            Found by solving again with it, where it may be planned at all.

        Raises
        ------
        InvalidRequest
            When the plan is not what this planner makes of its request, or the stretch is in it.
        CatalogError
            When the catalogue does not have the stretch.
        """
        entry, again = self._asked_about(plan, stretch)
        left_out = next((out for out in again.left_out if out.stretch_id == entry.id), None)
        if left_out is None:
            message = f"{entry.id!r} is in this plan; ask why for the reason"
            raise InvalidRequest(Problem("stretch", quoted(stretch), message))
        if left_out.kind in ("beaten", "not_targeted"):
            return answers.why_not(entry, left_out, again, *self._with(again, entry.id))
        return answers.why_not(entry, left_out, again, None, None)

    def _asked_about(self, plan: Plan, name: str) -> tuple[Stretch, Plan]:
        """Return the stretch, and the plan made again; refuse a plan that this planner would not make."""
        if not isinstance(plan, Plan):
            raise InvalidRequest(Problem("plan", quoted(plan), f"{quoted(plan)} is not a Plan; give one, or Plan(...)"))
        stretch = self.catalog.get(name)
        mine = (self.catalog.id, self.catalog.version, self.catalog.digest)
        if (plan.catalog.id, plan.catalog.version, plan.catalog.digest) != mine:
            raise InvalidRequest(
                Problem(
                    "plan",
                    quoted(plan.catalog.id),
                    f"the plan is of the catalogue {quoted(plan.catalog.id)} {quoted(plan.catalog.version)}, and this "
                    f"planner's is {mine[0]!r} {mine[1]}; ask a planner of the plan's own catalogue",
                )
            )
        # A plan may have been edited. A reason is true only of the best plan for the request, so the plan is made
        # again and compared, and no text of the caller's plan is repeated.
        again = self.plan(plan.request)
        if (again.schedule, again.objective, again.policy, again.own_rules) != (
            plan.schedule,
            plan.objective,
            plan.policy,
            plan.own_rules,
        ):
            message = "the plan is not what this planner makes of its request; plan it anew and ask again"
            raise InvalidRequest(Problem("plan", "", message))
        return stretch, again

    def _with(self, plan: Plan, stretch_id: str) -> tuple[Plan | None, Otherwise]:
        """Return the best plan that has a stretch as well, and how it compares with a plan of this planner's."""
        profile = plan.request.profile
        profile = profile.model_copy(update={"include": profile.include | {stretch_id}})
        try:
            other = self.plan(plan.request.model_copy(update={"profile": profile}))
        except Infeasible:
            return None, ("impossible", None)
        except SearchExhausted:
            return None, ("not_worked_out", None)
        if not (plan.optimal and other.optimal):
            return other, ("not_worked_out", None)
        gap = difference(value_of(plan.objective), value_of(other.objective))
        return other, (("tie", None) if gap is None else ("worse", gap))

    def canonical(self, request: PlanRequest) -> Hashable:
        """Return what the rules see of a request: requests with equal ones share one solution.

        Parameters
        ----------
        request
            A request for this planner's catalogue.

        Returns
        -------
        hashable
            The doses that the rules and the person's wishes leave of each stretch, the pace, the areas and stretches
            asked for, the seconds there are, and whether the answers about warning signs leave no plan. The day itself,
            the date and the other answers are not in it: they change words and sides, not the solution.
        """
        # Whoever keeps plans by this must not hand one to a person whose answers, or want of answers, leave none.
        stopped = stop_reason(request.screening) is not None or (
            self.policy.require_screening and bool(open_questions(request.screening))
        )
        return (
            self._today(request)[1],
            self.policy.pace(request.pace),
            request.targets,
            request.profile.include,
            self.policy.budget_seconds(request.budget_seconds),
            stopped,
        )

    def read(self, request: PlanRequest | None = None, /, **fields: Any) -> PlanRequest:
        """Return a request as this planner takes it, checked against its catalogue and policy.

        Parameters
        ----------
        request, **fields
            As for :meth:`plan`.

        Raises
        ------
        InvalidRequest, SeeAClinician
            As for :meth:`plan`.
        """
        return read_request(request, fields, self.catalog, self.policy)

    def _today(self, request: PlanRequest) -> tuple[Today, Hashable]:
        asked = question(request, self.rules)
        found = self._days.get(asked)
        if found is None:
            today = sort_out(self.catalog, request, self.policy, self.rules)
            found = self._days.put(asked, (today, today.key))
        return found

    def _problem(self, today: Today, key: Hashable, pace: Pace) -> tuple[integer.Problem, Bounds, Orders]:
        found = self._problems.get((key, pace))
        if found is None:
            problem = make_problem(self.catalog, today.doses, pace)
            found = self._problems.put((key, pace), (problem, Bounds(problem.items), Orders(problem.items)))
        return found

    def _solve(self, today: Today, request: PlanRequest) -> tuple[_Solved | None, integer.Problem | None]:
        """Return the best selection and its problem; None when there is none."""
        if not today.doses or not request.profile.include <= today.doses.keys():
            return None, None
        problem, bounds, orders = self._problem(today, self._today(request)[1], self.policy.pace(request.pace))
        key = self.canonical(request)
        kept = self._solutions.get(key)
        if kept is None:
            kept = self._solutions.put(key, (self._search(problem, bounds, orders, request),))
        return kept[0], problem

    def _search(self, problem: integer.Problem, bounds: Bounds, orders: Orders, request: PlanRequest) -> _Solved | None:
        solve = self._solver(problem, bounds, orders, request)
        if solve is None:
            return None
        required = _bits(problem, request.profile.include)
        selection = solve(required, 0, self.node_budget)
        if selection is None:
            return None
        if not self._explain:
            return _Solved(selection, {})
        return _Solved(selection, otherwise(solve, selection, len(problem.items), required))

    def _solver(self, problem: integer.Problem, bounds: Bounds, orders: Orders, request: PlanRequest) -> Solve | None:
        """Return what searches for the best selection with items forced in or kept out; None without any hope."""
        demanded = tuple(i for i, area in enumerate(self.catalog.area_ids) if area in request.targets)
        if any(area not in problem.reachable for area in demanded):
            return None
        counted, demands = demanded or problem.reachable, bool(demanded)
        budget = self.policy.budget_seconds(request.budget_seconds)

        def solve(required: int, excluded: int, node_budget: int) -> Selection | None:
            return select(problem, bounds, orders, counted, demands, budget, node_budget, required, excluded)

        return solve

    def _without(self, request: PlanRequest, stretch_id: str) -> Otherwise:
        """Return how the best plan without a stretch compares with the best plan of all, measured alike.

        Parameters
        ----------
        request
            A request that has a plan with the stretch.
        stretch_id
            The stretch to keep out.
        """
        today, key = self._today(request)
        problem, bounds, orders = self._problem(today, key, self.policy.pace(request.pace))
        solve = self._solver(problem, bounds, orders, request)
        solved, _ = self._solve(today, request)
        if solve is None or solved is None or stretch_id not in problem.index:
            return ("impossible", None)
        required = _bits(problem, request.profile.include - {stretch_id})
        return compared(solve, solved.selection, required, _bits(problem, {stretch_id}), self.node_budget)[0]

    def _assemble(self, solved: _Solved, problem: integer.Problem, today: Today, request: PlanRequest) -> Plan:
        selection = solved.selection
        session = [
            (self.catalog.by_id[problem.items[i].stretch_id], Dosage(option.sets, option.amount))
            for i, option in selection.doses
        ]
        return assemble(
            session,
            request,
            today,
            problem.shortest_with,
            Goodness(_objective(selection.value), _objective(selection.bound), selection.optimal),
            catalog=self.catalog,
            policy=self.policy,
            own=self._own,
            otherwise={
                item.stretch_id: solved.otherwise[i] for i, item in enumerate(problem.items) if i in solved.otherwise
            },
        )


def _bits(problem: integer.Problem, names: Iterable[str]) -> int:
    return sum(1 << problem.index[name] for name in names)


def _objective(value: Value) -> Objective:
    least, total, stretches, work, minus_changes = value
    return Objective(
        least_served_half_seconds=least,
        total_served_half_seconds=total,
        stretches=stretches,
        stretching_seconds=work,
        position_changes=-minus_changes,
    )
