"""A contract for any planner: its plans are safe, and it refuses requests only when it must."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from stretchplan.base.errors import InvalidRequest
from stretchplan.base.translation import LanguageName
from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.loader import builtin_catalog
from stretchplan.inputs.policy import Policy
from stretchplan.inputs.request import PlanRequest
from stretchplan.inputs.screening import QUESTIONS, Screening
from stretchplan.planning.planner import Planner
from stretchplan.results.plan import Plan
from stretchplan.results.refusals import NoPlan, SeeAClinician
from stretchplan.safety.allowed.screening import stop_reason
from stretchplan.safety.own_rules import OwnRule
from stretchplan.testing.assertions import assert_safe
from stretchplan.testing.histories import histories
from stretchplan.testing.people import screenings
from stretchplan.testing.requests import requests

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["as_code", "planner_contract"]

AnyPlanner = Callable[[Any], Any]
"""Takes a request, returns a plan (a Plan, its JSON form or its JSON text), or raises NoPlan or InvalidRequest."""


def planner_contract(
    planner: AnyPlanner,
    *,
    takes: Literal["request", "mapping"] = "request",
    catalog: Catalog | None = None,
    policy: Policy | None = None,
    rules: Iterable[OwnRule] = (),
    languages: Collection[LanguageName] = (),
    max_examples: int = 100,
) -> type:
    """Return a new test class that tests whether a planner keeps the rules.

    Assign it to a name that pytest collects: ``TestMine = planner_contract(my_planner)``. Each call makes a new class,
    because Hypothesis refuses test methods that two classes inherit.

    Parameters
    ----------
    planner
        The planner. It takes a request and returns a plan, in any form that :func:`stretchplan.check` takes. It raises
        :class:`~stretchplan.errors.NoPlan` (or a subclass) when there is no plan, and
        :class:`~stretchplan.errors.InvalidRequest` for an invalid request.
    takes
        Whether it takes a :class:`stretchplan.PlanRequest`, or the request's JSON form as a mapping.
    catalog, policy, rules
        Its catalogue, and the narrower bounds and own rules that its plans must keep.
    languages
        Languages that a request may state, such as ``("en", "de")``; with none it states no language.
    max_examples
        The number of requests in each test.

    Returns
    -------
    type
        A class with one test method for each clause of the contract.

    Examples
    --------
    >>> import stretchplan as sp
    >>> from stretchplan.testing import planner_contract
    >>> TestOurs = planner_contract(sp.plan, max_examples=10)
    >>> sorted(name for name in vars(TestOurs) if name.startswith("test_"))[:2]
    ['test_a_claim_to_be_optimal_is_true', 'test_a_plan_is_safe']
    >>> TestOurs().test_a_plan_is_safe()
    """
    source, own = catalog or builtin_catalog(), tuple(rules)
    limits = settings(max_examples=max_examples, deadline=None, suppress_health_check=[HealthCheck.too_slow])

    def ask(request: PlanRequest) -> Any:
        """Return the planner's plan, or the NoPlan that it raises."""
        __tracebackhide__ = True
        given_request: Any = json.loads(request.model_dump_json()) if takes == "mapping" else request
        try:
            plan = planner(given_request)
        except NoPlan as refusal:
            return refusal
        if not isinstance(plan, (Plan, Mapping, str, bytes)):
            raise AssertionError(
                f"the planner returned {type(plan).__name__} for {as_code(request)}; a planner returns a plan, or "
                "raises stretchplan.NoPlan to say that there is none"
            )
        return plan

    def safe(plan: Any, request: PlanRequest) -> None:
        __tracebackhide__ = True
        try:
            assert_safe(plan, request=request, catalog=source, policy=policy, rules=own)
        except AssertionError as error:
            raise AssertionError(f"for {as_code(request)}\n{error}") from None

    @cache
    def reference() -> Planner:
        return Planner(source, policy=policy, rules=own, explain=False)

    def best(request: PlanRequest) -> Plan | None:
        """Return the library's plan under the same policy and own rules, or None."""
        try:
            return reference().plan(request)
        except NoPlan:
            return None

    def drawn(**knobs: bool) -> SearchStrategy[PlanRequest]:
        """Draw requests; all questions are answered when the policy requires it."""
        drawn_requests = requests(source, policy=policy, languages=languages, **knobs)
        needs_answers = policy is not None and policy.require_screening
        return drawn_requests.map(_all_answered) if needs_answers else drawn_requests

    class Contract:
        """The clauses that every planner must keep."""

        @limits
        @given(drawn(screened=True))
        def test_a_plan_is_safe(self, request: PlanRequest) -> None:
            """Every plan keeps every rule and is for the given request."""
            plan = ask(request)
            if not isinstance(plan, NoPlan):
                safe(plan, request)

        @limits
        @given(drawn(), st.data())
        def test_a_plan_minds_the_sessions_before(self, request: PlanRequest, data: st.DataObject) -> None:
            """After some sessions a plan keeps the rules over time as well."""
            on = request.on or data.draw(st.dates(date(2024, 3, 1), date(2030, 12, 31)))
            history = data.draw(histories(on, request.days_since_injury, source))
            after = request.model_copy(update={"on": on, "history": history})
            if not isinstance(plan := ask(after), NoPlan):
                safe(plan, after)

        @limits
        @given(drawn(feasible=False))
        def test_what_no_plan_can_do_is_refused(self, request: PlanRequest) -> None:
            """A request without a plan is refused with NoPlan."""
            plan = ask(request)
            if not isinstance(plan, NoPlan):
                safe(plan, request)
                raise AssertionError(f"for {as_code(request)} there is no plan, and the planner made one")

        @limits
        @given(drawn(feasible=True))
        def test_a_refusal_is_deserved(self, request: PlanRequest) -> None:
            """A request that has a plan under the policy and the own rules is not refused."""
            if isinstance(refusal := ask(request), NoPlan) and best(request) is not None:
                raise AssertionError(f"for {as_code(request)} there is a plan, and the planner says: {refusal}")

        @limits
        @given(drawn(screened=True))
        def test_an_unstated_injury_is_refused(self, request: PlanRequest) -> None:
            """Without the days since the injury there is no plan: a missing answer never means a healthy back."""
            fields = json.loads(request.model_dump_json())
            del fields["days_since_injury"]
            unstated: Any = fields
            if takes == "request":
                unstated = PlanRequest.model_construct(**{name: getattr(request, name) for name in fields})
            try:
                planner(unstated)
            except (InvalidRequest, NoPlan, ValidationError):  # pydantic's, of a planner that lets it read the mapping
                return
            except AttributeError as error:  # reading the missing field also refuses the request: nothing was assumed
                if takes == "request" and "days_since_injury" in str(error):
                    return
                raise
            raise AssertionError(
                "the days since the injury were not stated, and the planner made a plan; it must raise "
                "stretchplan.InvalidRequest"
            )

        @limits
        @given(drawn(), screenings(stops=True))
        def test_a_warning_sign_stops_everything(self, request: PlanRequest, screening: Screening) -> None:
            """An answer that calls for a clinician raises SeeAClinician, with the urgency of the most urgent answer."""
            answer = ask(request.model_copy(update={"screening": screening}))
            signs = ", ".join(q.id for q in screening.with_answer("yes"))
            if not isinstance(answer, SeeAClinician):
                raise AssertionError(f"with yes to {signs} there is no plan; the planner must raise SeeAClinician")
            due = stop_reason(screening)
            if due is not None and (answer.urgency, set(answer.questions)) != (due.urgency, set(due.questions)):
                raise AssertionError(
                    f"with yes to {signs} the urgency is {due.urgency!r}, for {', '.join(due.questions)}; the planner "
                    f"says {answer.urgency!r}, for {', '.join(answer.questions)}"
                )

        @limits
        @given(drawn())
        def test_the_same_request_has_the_same_plan(self, request: PlanRequest) -> None:
            """The same request has the same answer twice, to the byte."""
            first, second = ask(request), ask(request)
            if isinstance(first, NoPlan) or isinstance(second, NoPlan):
                assert type(first) is type(second), f"for {as_code(request)} it once had a plan and once had none"
                return
            assert _text(first) == _text(second), f"for {as_code(request)} it made two different plans"

        @limits
        @given(drawn(feasible=True))
        def test_a_claim_to_be_optimal_is_true(self, request: PlanRequest) -> None:
            """A plan that claims to be optimal is as good as the library's best plan."""
            answer = ask(request)
            if isinstance(answer, NoPlan):
                return
            plan = answer if isinstance(answer, Plan) else Plan.model_validate_json(_text(answer))
            if plan.optimal and (other := best(request)) is not None and other.optimal:
                # An own rule may allow fewer doses to plan than it accepts in a check, so the plan may be better.
                assert plan.objective.rank >= other.objective.rank, (
                    f"for {as_code(request)} it says that its plan is the best, with {plan.objective!r}; there is one "
                    f"with {other.objective!r}"
                )

    return Contract


def _all_answered(request: PlanRequest) -> PlanRequest:
    """Return a request whose open questions about warning signs are answered with no."""
    given_answers = {} if request.screening is None else request.screening.model_dump()
    answers = {q.id: "yes" if given_answers.get(q.id) == "yes" else "no" for q in QUESTIONS}
    return request.model_copy(update={"screening": answers})


def _text(plan: Any) -> str:
    if isinstance(plan, Plan):
        return plan.model_dump_json()
    if isinstance(plan, bytes):
        return plan.decode()
    return plan if isinstance(plan, str) else json.dumps(plan)


def as_code(request: PlanRequest) -> str:
    """Return a request as code, without the fields at their defaults."""
    fields = request.model_dump(exclude_defaults=True, mode="json")
    return f"PlanRequest({', '.join(f'{name}={value!r}' for name, value in fields.items())})"
