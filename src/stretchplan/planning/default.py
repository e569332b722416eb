"""``stretchplan.plan``, ``why`` and ``why_not``: one shared planner for each built-in catalogue."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Unpack, overload

from stretchplan.base.errors import CatalogError, Problem
from stretchplan.base.text import quoted
from stretchplan.catalog.loader import BUILTIN, BuiltinName
from stretchplan.inputs.request import DatedFields, PlanRequest, RequestFields
from stretchplan.planning.planner import Planner
from stretchplan.results.plan import Plan, Why, WhyNot

__all__ = ["plan", "shared_planner", "why", "why_not"]


@cache
def shared_planner(name: BuiltinName) -> Planner:
    """Return the one planner of a built-in catalogue that all callers in the process share."""
    return Planner(name)


def _planner_of(plan: Plan) -> Planner:
    """Return the planner of the built-in catalogue that a plan names; the default one when it names none of them."""
    names = {known: name for name, known in BUILTIN.items()}
    return shared_planner(names.get(plan.catalog.id, "seven") if isinstance(plan, Plan) else "seven")


@overload
def plan(request: PlanRequest, /, *, catalog: BuiltinName = "seven") -> Plan: ...
@overload
def plan(*, catalog: BuiltinName = "seven", **fields: Unpack[RequestFields]) -> Plan: ...
@overload
def plan(*, catalog: BuiltinName = "seven", **fields: Unpack[DatedFields]) -> Plan: ...
def plan(request: PlanRequest | None = None, /, *, catalog: BuiltinName = "seven", **fields: Any) -> Plan:
    """Return the best plan for a request, from a built-in catalogue.

    Parameters
    ----------
    request
        The request; or its fields as keywords.
    catalog
        ``seven``: the seven stretches; ``anywhere``: their seated, standing and in-bed forms; ``both``: the seven, and
        a form for anywhere where one of the seven is out. :class:`Planner` takes a catalogue of one's own.
    **fields
        The fields of :class:`PlanRequest`: ``minutes`` and ``days_since_injury`` (both required; instead of the days,
        ``injured_on`` with ``on``), ``targets``, ``seconds``, ``pain``, ``on``, ``pace``, ``breath``, ``language``,
        ``screening``, ``profile``, ``history``.

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
    CatalogError
        When ``catalog`` is not one of these names.
    Infeasible
        When the demands and the rules leave no plan; the message says which demand, and why.
    SearchExhausted
        When the node budget ended before a plan was found or ruled out.

    Examples
    --------
    >>> import stretchplan as sp
    >>> plan = sp.plan(minutes=10, days_since_injury=3, targets={"lower_back", "hips"})
    >>> [p.stretch_id for p in plan.prescriptions][0]
    'cat_cow'
    """
    given: object = catalog
    if not isinstance(given, str):
        message = f"{quoted(catalog)} is not one of {', '.join(BUILTIN)}; give a catalogue to Planner(catalog=...)"
        raise CatalogError(Problem("catalog", quoted(catalog), message))
    answer: Callable[..., Plan] = shared_planner(catalog).plan
    return answer(request, **fields)


def why(plan: Plan, stretch: str) -> Why:
    """Return why a stretch is in a plan from a built-in catalogue: see :meth:`Planner.why`.

    Parameters
    ----------
    plan
        A plan that the function ``plan`` made.
    stretch
        Its id, one of its aliases, or its name.

    Examples
    --------
    >>> import stretchplan as sp
    >>> print(sp.why(sp.plan(minutes=10, days_since_injury=3, targets={"hips"}), "piriformis_stretch").reason)
    For your hips. Without it the area that gets least would get 30 s instead of 50 s.
    """
    return _planner_of(plan).why(plan, stretch)


def why_not(plan: Plan, stretch: str) -> WhyNot:
    """Return why a stretch is not in a plan from a built-in catalogue: see :meth:`Planner.why_not`.

    Parameters
    ----------
    plan
        A plan that the function ``plan`` made.
    stretch
        Its id, one of its aliases, or its name.

    Examples
    --------
    >>> import stretchplan as sp
    >>> print(sp.why_not(sp.plan(minutes=10, days_since_injury=3), "bridge").reason)
    Glute Bridge is out before day 7 after an injury, and this is day 3.
    """
    return _planner_of(plan).why_not(plan, stretch)
