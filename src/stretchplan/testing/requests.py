"""Strategies for requests, with and without a plan, and for the plans themselves."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from stretchplan.base.cache import Cache
from stretchplan.base.translation import LanguageName
from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.loader import builtin_catalog
from stretchplan.inputs.policy import STANDARD, Policy
from stretchplan.inputs.request import MAX_MINUTES, PACES, Pace, PlanRequest
from stretchplan.planning.planner import NODE_BUDGET, Planner
from stretchplan.results.plan import Plan
from stretchplan.results.refusals import Infeasible, SearchExhausted
from stretchplan.safety.allowed.doses import turning_points
from stretchplan.testing.people import profiles, screenings

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

__all__ = ["plans", "reference_planner", "requests"]

_PLANNERS: Final = Cache[Planner](64)
# Beyond so many stretches a search for a long session takes seconds, and a test draws a hundred plans.
_FEW_STRETCHES: Final = 12
_FEW_MINUTES: Final = 15
_FEW_NODES: Final = 300


@st.composite
def requests(
    draw: DrawFn,
    catalog: Catalog | None = None,
    *,
    feasible: bool | None = None,
    personal: bool = True,
    screened: bool = False,
    policy: Policy | None = None,
    languages: Collection[LanguageName] = (),
) -> PlanRequest:
    """Draw a request; it shrinks to one minute, no recent injury, and nothing else.

    Parameters
    ----------
    catalog
        The catalogue of its areas and stretches; the built-in one when None.
    feasible
        True for requests that have a plan, False for those that have none (``Infeasible``; never a stop by a warning
        sign), None for either. No drawn request is thrown away: it is changed until it fits.
    personal
        Whether it may state a profile, pain and a pace.
    screened
        Whether it may have answers about warning signs; they never forbid a plan.
    policy
        Days are drawn around those on which this policy (the standard one when None) allows more of the catalogue.
        Whether a request is feasible still depends on the library's rules alone.
    languages
        Languages that it may state, such as ``("en", "de")``; with none it states no language.

    Examples
    --------
    >>> from hypothesis import given
    >>> import stretchplan as sp
    >>> from stretchplan.testing import requests
    >>> @given(requests(feasible=False))
    ... def test_each_relaxation_has_a_plan(request):
    ...     try:
    ...         sp.plan(request)
    ...     except sp.Infeasible as error:
    ...         assert all(sp.plan(r.request) for r in error.relaxations)
    >>> test_each_relaxation_has_a_plan()
    """
    source = catalog or builtin_catalog()
    request = draw(_any_request(source, personal, screened, policy or STANDARD, MAX_MINUTES))
    if languages:
        request = request.model_copy(update={"language": draw(st.sampled_from([None, *languages]))})
    return request if feasible is None else _fitted(draw, source, request, feasible)


def _fitted(draw: DrawFn, catalog: Catalog, request: PlanRequest, feasible: bool) -> PlanRequest:
    """Return the request, changed if need be until it has a plan, or has none."""
    planner = reference_planner(catalog)
    refusal = _refusal(planner, request)
    if feasible:
        return request if refusal is None else _made_feasible(draw, planner, request, refusal)
    return request if isinstance(refusal, Infeasible) else _made_infeasible(draw, request)


@st.composite
def _any_request(
    draw: DrawFn, catalog: Catalog, personal: bool, screened: bool, policy: Policy, most_minutes: int
) -> PlanRequest:
    turning = {day + by for day in turning_points(catalog.stretches, policy) for by in (-1, 0) if day + by >= 0}
    fields: dict[str, Any] = {
        "minutes": draw(st.integers(1, 6) | st.integers(1, min(45, most_minutes)) | st.integers(1, most_minutes)),
        "seconds": draw(st.sampled_from([0, 0, 0, 0, 1, 29, 30, 59])),
        "days_since_injury": draw(st.sampled_from([None, 0, 3, *sorted(turning)]) | st.integers(0, 60)),
        "targets": draw(st.frozensets(st.sampled_from(catalog.area_ids), max_size=min(3, len(catalog.area_ids)))),
        "on": draw(st.none() | st.dates(date(2024, 1, 1), date(2030, 12, 31))),
    }
    if personal:
        fields["pain"] = draw(st.none() | st.integers(0, 5) | st.sampled_from([None, None, 6, 7, 8, 9, 10]))
        fields["pace"] = draw(st.none() | st.sampled_from(list(PACES.values())) | _paces())
        fields["profile"] = draw(st.just({}) | profiles(catalog))
    if screened:
        fields["screening"] = draw(st.none() | screenings(stops=False))
    return PlanRequest(**fields)


@st.composite
def _paces(draw: DrawFn) -> Pace:
    settle = draw(st.integers(5, 40))
    return Pace(
        get_ready_seconds=draw(st.integers(12, 60)),
        change_position_seconds=draw(st.integers(max(12, settle), 60)),
        settle_seconds=settle,
        change_side_seconds=draw(st.integers(5, 30)),
        rest_seconds=draw(st.integers(10, 60)),
        get_up_seconds=draw(st.integers(12, 60)),
    )


@st.composite
def plans(draw: DrawFn, catalog: Catalog | None = None, *, personal: bool = True, screened: bool = False) -> Plan:
    """Draw a plan that keeps every rule: the library's plan for a drawn request.

    A tenth of a second is meant to do for each, also from a large catalogue. So, where a catalogue has more than twelve
    stretches, requests are for at most 15 minutes, and the search ends early: not every plan is proved the best.

    Parameters
    ----------
    catalog, personal, screened
        As for :func:`requests`.

    Returns
    -------
    Plan
        It has passed :func:`stretchplan.check`.

    Examples
    --------
    >>> from hypothesis import given
    >>> from stretchplan.testing import plans
    >>> @given(plans())
    ... def test_plan(plan):
    ...     assert plan.total_seconds <= plan.request.budget_seconds
    """
    source = catalog or builtin_catalog()
    most = MAX_MINUTES if _is_small(source) else _FEW_MINUTES
    request = draw(_any_request(source, personal, screened, STANDARD, most))
    return reference_planner(source).plan(_fitted(draw, source, request, True))


def reference_planner(catalog: Catalog) -> Planner:
    """Return the library's planner for a catalogue; it is made once for all examples of a test."""
    planner = _PLANNERS.get(catalog.digest)
    if planner is not None:
        return planner
    budget = NODE_BUDGET if _is_small(catalog) else _FEW_NODES
    return _PLANNERS.put(catalog.digest, Planner(catalog, explain=False, node_budget=budget))


def _is_small(catalog: Catalog) -> bool:
    return len(catalog.stretches) <= _FEW_STRETCHES


def _refusal(planner: Planner, request: PlanRequest) -> Infeasible | SearchExhausted | None:
    """Return the error of a request; after SearchExhausted there may still be a plan."""
    try:
        planner.plan(request)
    except (Infeasible, SearchExhausted) as error:
        return error
    return None


def _made_feasible(
    draw: DrawFn, planner: Planner, request: PlanRequest, refusal: Infeasible | SearchExhausted
) -> PlanRequest:
    """Return a relaxation of a request without a plan, or a request that states and demands less."""
    if isinstance(refusal, Infeasible) and refusal.relaxations:
        return draw(st.sampled_from([relaxation.request for relaxation in refusal.relaxations]))
    # No relaxation helps with strong pain, a condition that excludes every stretch, or an early day.
    steps: tuple[dict[str, Any], ...] = (
        {"pain": None, "screening": None},
        {"profile": {}},
        {"targets": (), "days_since_injury": None},
        {"minutes": 45, "pace": "usual"},
    )
    for less in steps:
        request = request.model_copy(update=less)
        if _refusal(planner, request) is None:
            return request
    raise ValueError("no request of this catalogue has a plan")


def for_days(request: PlanRequest) -> PlanRequest:
    """Return a request without the first trimester, which may end before the next day does."""
    if request.profile.trimester != 1:
        return request
    return request.model_copy(update={"profile": request.profile.model_copy(update={"trimester": None})})


def _made_infeasible(draw: DrawFn, request: PlanRequest) -> PlanRequest:
    """Change one thing in a request with a plan, so that it has none."""
    hopeless: SearchStrategy[dict[str, Any]] = st.sampled_from(
        [
            {"minutes": 1, "seconds": 0, "pace": {"get_ready_seconds": 120}},
            {"pain": draw(st.integers(6, 10))},
            {
                "profile": request.profile.model_copy(
                    update={"conditions": {"recent_spinal_surgery"}, "cleared": (), "trimester": None}
                )
            },
        ]
    )
    changed = draw(hopeless)
    if "profile" in changed and request.screening is not None:
        changed = {"pain": 6}
    return request.model_copy(update=changed)
