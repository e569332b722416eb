"""From a request to a plan: candidates, selection, order, schedule, words, and the judge's yes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stretchplan._base import nearest, show
from stretchplan.catalog import Catalog, builtin_catalog
from stretchplan.catalog.validation import unknown_cautions
from stretchplan.errors import CatalogError, InvalidRequest, Problem, SearchExhausted, UnsafePlan
from stretchplan.planning import explain
from stretchplan.planning.bounds import Bounds
from stretchplan.planning.order import Orders
from stretchplan.planning.problem import make_problem
from stretchplan.planning.refusal import refuse, refuse_for_pain
from stretchplan.planning.schedule import lay_out
from stretchplan.planning.search import NodeBudgetSpent
from stretchplan.planning.selection import Selection, select
from stretchplan.plans import SCHEMA_VERSION, CatalogRef, Objective, Plan
from stretchplan.request import PlanRequest
from stretchplan.safety.check import judge
from stretchplan.safety.limits import CAUTION_UNTIL_DAY, Dosage, Refusal, leave
from stretchplan.safety.rules import PAIN_STOP_FROM, RULES_VERSION
from stretchplan.safety.stops import halt, stop

if TYPE_CHECKING:
    from collections.abc import Hashable

    from stretchplan.planning import problem as integer
    from stretchplan.planning.selection import Value
    from stretchplan.request import Pace

__all__ = ["NODE_BUDGET", "Planner"]

NODE_BUDGET = 200_000
"""Values that one search may try, unless the caller says otherwise: about a second."""

_MEMORY = 4096


@dataclass(frozen=True, slots=True)
class _Day:
    """What the rules leave on one day: doses by stretch, and refusals by stretch."""

    doses: dict[str, tuple[Dosage, ...]]
    refusals: dict[str, Refusal]
    key: Hashable


class Planner:
    """Plans days from one catalogue.

    What depends on the catalogue alone is worked out once, and requests that the rules cannot tell apart (the
    same doses left, areas, seconds and pace) share one solution. Neither changes any answer.

    Parameters
    ----------
    catalog
        What can be done; the built-in catalogue when None.
    node_budget
        How many values one search may try, at least 1. When it ends first, the plan says so and carries the
        bound.
    share
        Whether requests that the rules cannot tell apart share one solution. False solves each anew.

    Raises
    ------
    CatalogError
        When it is no catalogue, points at a caution that the rules do not know, or calls itself by the id and
        version of the built-in one and says something else.

    Examples
    --------
    >>> import stretchplan as sp
    >>> planner = sp.Planner()
    >>> planner.plan(minutes=5, days_since_injury=None, targets={"hips"}).optimal
    True
    """

    def __init__(self, catalog: Catalog | None = None, *, node_budget: int = NODE_BUDGET, share: bool = True) -> None:
        self.catalog = _checked(catalog)
        if isinstance(node_budget, bool) or not isinstance(node_budget, int) or node_budget < 1:
            raise InvalidRequest(Problem("node_budget", show(node_budget), "it must be a whole number, at least 1"))
        unknown = unknown_cautions(self.catalog, CAUTION_UNTIL_DAY)
        if unknown:
            raise CatalogError(*unknown, source=self.catalog.id)
        self.node_budget = node_budget
        self._share = share
        self._reference = CatalogRef(id=self.catalog.id, version=self.catalog.version, digest=self.catalog.digest)
        self._days: dict[tuple[int | None, int | None], _Day] = {}
        self._problems: dict[Hashable, tuple[integer.Problem, Bounds, Orders]] = {}
        self._solutions: dict[Hashable, Selection | None] = {}

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
            When the request is wrong, or names an area that the catalogue does not have.
        SeeAClinician
            When an answer about warning signs has to be seen to first; before anything about areas.
        Infeasible
            When the demands and the rules leave no plan, or pain is so strong that nothing is planned today.
        SearchExhausted
            When the node budget ended before any plan was found.
        UnsafePlan
            When the plan did not pass its own check: a defect of the library.
        """
        asked = self._read(request, fields)
        if asked.pain is not None and asked.pain >= PAIN_STOP_FROM:
            raise refuse_for_pain(asked.pain)
        day = self._day(asked.days_since_injury, asked.pain)
        try:
            selection, problem = self._solve(day, asked)
        except NodeBudgetSpent:
            raise SearchExhausted(self.node_budget) from None
        plan = self._assemble(selection, problem, day, asked)
        violations = judge(plan, self.catalog)
        if violations:
            raise UnsafePlan(tuple((v.rule_id, v.step, v.message) for v in violations))
        return plan

    def canonical(self, request: PlanRequest) -> Hashable:
        """Return what the rules see of a request: requests with equal ones share one solution.

        Parameters
        ----------
        request
            A request for this planner's catalogue.

        Returns
        -------
        hashable
            The doses that the rules leave of each stretch, the pace, the areas asked for, the seconds there are,
            and whether an answer about warning signs leaves no plan. The day itself, the date and the other answers
            are not in it: they change words and sides, not the solution.
        """
        # Whoever keeps plans by this must not hand one to a person whose answers leave none.
        stopped = stop(request.screening) is not None
        return (
            self._day(request.days_since_injury, request.pain).key,
            request.pace,
            request.targets,
            request.budget_seconds,
            stopped,
        )

    def _read(self, request: PlanRequest | None, fields: dict[str, Any]) -> PlanRequest:
        if request is None:
            request = PlanRequest(**fields)
        elif fields:
            raise InvalidRequest(Problem(next(iter(fields)), "", "give a request or its fields as keywords, not both"))
        elif not isinstance(request, PlanRequest):
            raise InvalidRequest(
                Problem(
                    "",
                    show(request),
                    f"{show(request)} is not a PlanRequest; give one, or its fields as keywords (a dict as **fields)",
                )
            )
        else:
            # Whoever made it with model_construct has had nothing checked.
            request = PlanRequest.model_validate(request)
        halt(request.screening)
        known = self.catalog.area_ids
        unknown = []
        for area in sorted(request.targets - frozenset(known)):
            suggestion = nearest(area, known)
            hint = f"did you mean {suggestion!r}?" if suggestion else f"known areas: {', '.join(known)}"
            unknown.append(
                Problem("targets", show(area), f"{show(area)} is not an area of this catalogue; {hint}", suggestion)
            )
        if unknown:
            raise InvalidRequest(*unknown)
        return request

    def _day(self, days_since_injury: int | None, pain: int | None) -> _Day:
        asked = (days_since_injury, pain)
        day = self._days.get(asked)
        if day is None:
            left = {s.id: leave(s, days_since_injury, pain) for s in self.catalog.stretches}
            doses = {key: value for key, value in left.items() if not isinstance(value, Refusal)}
            refusals = {key: value for key, value in left.items() if isinstance(value, Refusal)}
            day = _Day(doses, refusals, tuple(doses.items()))
            _remember(self._days, asked, day)
        return day

    def _problem(self, day: _Day, pace: Pace) -> tuple[integer.Problem, Bounds, Orders]:
        key = (day.key, pace)
        found = self._problems.get(key)
        if found is None:
            problem = make_problem(self.catalog, day.doses, pace)
            found = (problem, Bounds(problem.items), Orders(problem.items))
            _remember(self._problems, key, found)
        return found

    def _solve(self, day: _Day, request: PlanRequest) -> tuple[Selection, integer.Problem]:
        if not day.doses:
            raise refuse(self.catalog, day.refusals, None, None, request, self.node_budget)
        problem, bounds, orders = self._problem(day, request.pace)
        demanded = tuple(i for i, area in enumerate(self.catalog.area_ids) if area in request.targets)
        key = self.canonical(request)
        if self._share and key in self._solutions:
            selection = self._solutions[key]
        else:
            selection = None
            if all(area in problem.reachable for area in demanded):
                selection = select(
                    problem,
                    bounds,
                    orders,
                    demanded or problem.reachable,
                    bool(demanded),
                    request.budget_seconds,
                    self.node_budget,
                )
            if self._share:
                _remember(self._solutions, key, selection)
        if selection is None:
            raise refuse(self.catalog, day.refusals, problem, orders, request, self.node_budget)
        return selection, problem

    def _assemble(self, selection: Selection, problem: integer.Problem, day: _Day, request: PlanRequest) -> Plan:
        catalog = self.catalog
        session = [
            (catalog.by_id[problem.items[i].stretch_id], Dosage(option.sets, option.amount))
            for i, option in selection.doses
        ]
        schedule = lay_out(session, request)
        total_seconds = schedule[-1].start_seconds + schedule[-1].seconds
        return Plan(
            schema_version=SCHEMA_VERSION,
            request=request,
            catalog=self._reference,
            rules_version=RULES_VERSION,
            total_seconds=total_seconds,
            prescriptions=tuple(explain.prescription(s, d, catalog, request) for s, d in session),
            schedule=schedule,
            coverage=explain.coverage(catalog, session, request),
            left_out=explain.left_out(
                catalog, {s.id for s, _ in session}, day.refusals, problem.shortest_with, request, selection.optimal
            ),
            notices=explain.notices(session, request, total_seconds, selection.optimal),
            optimal=selection.optimal,
            objective=_objective(selection.value),
            bound=_objective(selection.bound),
        )


def _checked(catalog: Catalog | None) -> Catalog:
    builtin = builtin_catalog()
    if catalog is None:
        return builtin
    if not isinstance(catalog, Catalog):
        raise CatalogError(
            Problem(
                "", show(catalog), f"{show(catalog)} is not a Catalog; read one with stretchplan.load_catalog(file)"
            )
        )
    if (catalog.id, catalog.version) == (builtin.id, builtin.version) and catalog.digest != builtin.digest:
        raise CatalogError(
            Problem(
                "id",
                show(catalog.id),
                f"{show(catalog.id)} in version {catalog.version} is the built-in catalogue, and this one says "
                "something else; give it an id or a version of its own",
            )
        )
    return catalog


def _objective(value: Value) -> Objective:
    least, total, stretches, work, minus_changes = value
    return Objective(
        least_served_half_seconds=least,
        total_served_half_seconds=total,
        stretches=stretches,
        stretching_seconds=work,
        position_changes=-minus_changes,
    )


def _remember(memory: dict[Any, Any], key: Hashable, value: object) -> None:
    """Keep a value, and forget the oldest one when there are too many."""
    if len(memory) >= _MEMORY:
        del memory[next(iter(memory))]
    memory[key] = value
