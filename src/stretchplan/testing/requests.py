"""Strategies for requests, with and without a plan, and for the plans themselves."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from stretchplan.base.cache import Cache
from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.loader import builtin_catalog
from stretchplan.inputs.policy import STANDARD, Policy
from stretchplan.inputs.request import MAX_MINUTES, PACES, Pace, PlanRequest
from stretchplan.planning.planner import Planner
from stretchplan.results.plan import Plan
from stretchplan.results.refusals import Infeasible, SearchExhausted
from stretchplan.safety.allowed.doses import turning_points
from stretchplan.testing.people import profiles, screenings

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

__all__ = ["plans", "reference_planner", "requests"]

_PLANNERS: Final = Cache[Planner](64)


@st.composite
def requests(
    draw: DrawFn,
    catalog: Catalog | None = None,
    *,
    feasible: bool | None = None,
    personal: bool = True,
    screened: bool = False,
    policy: Policy | None = None,
) -> PlanRequest:
    """Draw a request; it shrinks to one minute, no recent injury, and nothing else asked or stated.

    Parameters
    ----------
    catalog
        Whose areas and stretches it names; the built-in one when None.
    feasible
        True for requests that have a plan, False for those that have none (``Infeasible``; never a stop by a warning
        sign), None for either. Neither throws drawn requests away.
    personal
        Whether anything is stated about the person: a profile, pain, a pace.
    screened
        Whether there may be answers about warning signs; they leave a plan.
    policy
        Days are drawn around those on which this policy, or the standard one, leaves more of the catalogue; whether a
        request is feasible is the library's rules' to say all the same.

    Examples
    --------
    >>> from hypothesis import given
    >>> import stretchplan as sp
    >>> from stretchplan.testing import requests
    >>> @given(requests(feasible=False))
    ... def test_what_has_no_plan_says_what_would_help(request):
    ...     try:
    ...         sp.plan(request)
    ...     except sp.Infeasible as error:
    ...         assert all(sp.plan(r.request) for r in error.relaxations)
    >>> test_what_has_no_plan_says_what_would_help()
    """
    source = catalog or builtin_catalog()
    asked = draw(_any_request(source, personal, screened, policy or STANDARD))
    if feasible is None:
        return asked
    planner = reference_planner(source)
    refusal = _refused(planner, asked)
    if feasible:
        return asked if refusal is None else _made_feasible(draw, planner, asked, refusal)
    return asked if isinstance(refusal, Infeasible) else _made_infeasible(draw, asked)


@st.composite
def _any_request(draw: DrawFn, catalog: Catalog, personal: bool, screened: bool, policy: Policy) -> PlanRequest:
    turning = {day + by for day in turning_points(catalog.stretches, policy) for by in (-1, 0) if day + by >= 0}
    fields: dict[str, Any] = {
        "minutes": draw(st.integers(1, 6) | st.integers(1, 45) | st.integers(1, MAX_MINUTES)),
        "seconds": draw(st.sampled_from([0, 0, 0, 0, 1, 29, 30, 59])),
        "days_since_injury": draw(st.sampled_from([None, 0, 3, *sorted(turning)]) | st.integers(0, 60)),
        "targets": draw(st.frozensets(st.sampled_from(catalog.area_ids), max_size=min(3, len(catalog.area_ids)))),
        "on": draw(st.none() | st.dates(date(2024, 1, 1), date(2030, 12, 31))),
    }
    if personal:
        fields["pain"] = draw(st.none() | st.integers(0, 5) | st.sampled_from([None, None, 6, 7, 8, 9, 10]))
        fields["pace"] = draw(st.sampled_from(list(PACES.values())) | _paces())
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
    )


def plans(catalog: Catalog | None = None, *, personal: bool = True, screened: bool = False) -> SearchStrategy[Plan]:
    """Draw a plan that keeps every rule: the best one for a drawn request.

    Parameters
    ----------
    catalog, personal, screened
        As for :func:`requests`.
    """
    source = catalog or builtin_catalog()
    return requests(source, feasible=True, personal=personal, screened=screened).map(reference_planner(source).plan)


def reference_planner(catalog: Catalog) -> Planner:
    """Return the library's planner for a catalogue; a test of hundreds of examples makes it once."""
    planner = _PLANNERS.get(catalog.digest)
    return planner if planner is not None else _PLANNERS.put(catalog.digest, Planner(catalog, explain=False))


def _refused(planner: Planner, request: PlanRequest) -> Infeasible | SearchExhausted | None:
    """Return why no plan was found; a search that ended too early leaves open whether there is one."""
    try:
        planner.plan(request)
    except (Infeasible, SearchExhausted) as error:
        return error
    return None


def _made_feasible(
    draw: DrawFn, planner: Planner, asked: PlanRequest, refusal: Infeasible | SearchExhausted
) -> PlanRequest:
    """Return a request near to one that has no plan: a relaxation, or one that states and asks for less."""
    if isinstance(refusal, Infeasible) and refusal.relaxations:
        return draw(st.sampled_from([one.request for one in refusal.relaxations]))
    # What no demand can help with: strong pain, a condition that leaves nothing, an early day.
    steps: tuple[dict[str, Any], ...] = (
        {"pain": None, "screening": None},
        {"profile": {}},
        {"targets": (), "days_since_injury": None},
        {"minutes": 45, "pace": "usual"},
    )
    for less in steps:
        asked = asked.model_copy(update=less)
        if _refused(planner, asked) is None:
            return asked
    raise ValueError("no request of this catalogue has a plan")


def _made_infeasible(draw: DrawFn, asked: PlanRequest) -> PlanRequest:
    """Return a request that differs from one with a plan in one thing, and has none."""
    hopeless: SearchStrategy[dict[str, Any]] = st.sampled_from(
        [
            {"minutes": 1, "seconds": 0, "pace": {"get_ready_seconds": 120}},
            {"pain": draw(st.integers(6, 10))},
            {
                "profile": asked.profile.model_copy(
                    update={"conditions": {"recent_spinal_surgery"}, "cleared": (), "trimester": None}
                )
            },
        ]
    )
    changed = draw(hopeless)
    if "profile" in changed and asked.screening is not None:
        changed = {"pain": 6}
    return asked.model_copy(update=changed)
