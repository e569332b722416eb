"""``stretchplan.plan``, ``why`` and ``why_not``: one shared planner for the built-in catalogue."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Unpack, overload

from stretchplan.inputs.request import PlanRequest, RequestFields
from stretchplan.planning.planner import Planner
from stretchplan.results.plan import Plan, Why, WhyNot

__all__ = ["plan", "why", "why_not"]


@cache
def _default_planner() -> Planner:
    return Planner()


@overload
def plan(request: PlanRequest, /) -> Plan: ...
@overload
def plan(**fields: Unpack[RequestFields]) -> Plan: ...
def plan(request: PlanRequest | None = None, /, **fields: Any) -> Plan:
    """Return the best plan for a request, from the built-in catalogue.

    Parameters
    ----------
    request
        The request; or its fields as keywords.
    **fields
        The fields of :class:`PlanRequest`: ``minutes`` and ``days_since_injury`` (both required),
        ``targets``, ``seconds``, ``pain``, ``on``, ``pace``, ``screening``, ``profile``.

    Returns
    -------
    Plan
        It has passed :func:`check`, and takes no more seconds than the request has.

    Raises
    ------
    InvalidRequest
        When the request is wrong; the message says what, where and what is allowed.
    SeeAClinician
        When an answer about warning signs needs a clinician first; the message says how soon.
    Infeasible
        When the demands and the rules leave no plan; the message says which demand, and why.
    SearchExhausted
        When the node budget ended before a plan was found or ruled out.

    Examples
    --------
    >>> import stretchplan as sp
    >>> plan = sp.plan(minutes=10, days_since_injury=3, targets={"lower_back", "hips"})
    >>> [p.stretch_id for p in plan.prescriptions][0]
    'knee_to_chest'
    """
    answer: Callable[..., Plan] = _default_planner().plan
    return answer(request, **fields)


def why(plan: Plan, stretch: str) -> Why:
    """Return why a stretch is in a plan from the built-in catalogue: see :meth:`Planner.why`.

    Examples
    --------
    >>> import stretchplan as sp
    >>> print(sp.why(sp.plan(minutes=10, days_since_injury=3, targets={"hips"}), "piriformis_stretch").reason)
    Works hips. Without it the least-served area would get 30 s instead of 50 s.
    """
    return _default_planner().why(plan, stretch)


def why_not(plan: Plan, stretch: str) -> WhyNot:
    """Return why a stretch is not in a plan from the built-in catalogue: see :meth:`Planner.why_not`.

    Examples
    --------
    >>> import stretchplan as sp
    >>> print(sp.why_not(sp.plan(minutes=10, days_since_injury=3), "bridge").reason)
    Glute Bridge is out before day 7 after an injury, and this is day 3.
    """
    return _default_planner().why_not(plan, stretch)
