"""Plans a day's lower-back stretches from the minutes there are, the days since an injury and the areas to work.

>>> import stretchplan as sp
>>> plan = sp.plan(minutes=10, days_since_injury=3, targets={"lower_back", "hips"})
>>> plan.total_seconds <= 600
True
>>> sp.check(plan).ok
True

General information, not medical advice.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from stretchplan import errors
from stretchplan._version import __version__
from stretchplan.catalog import Catalog, builtin_catalog, load_catalog, parse_catalog
from stretchplan.errors import (
    CatalogError,
    Infeasible,
    InvalidRequest,
    MissingExtra,
    NoPlan,
    SearchExhausted,
    SeeAClinician,
    StretchPlanError,
    UnsafePlan,
)
from stretchplan.planning.planner import Planner
from stretchplan.plans import Plan, Prescription, Step
from stretchplan.request import Pace, PlanRequest
from stretchplan.safety.check import check
from stretchplan.safety.report import CheckReport, Violation
from stretchplan.safety.rules import Rule, rules
from stretchplan.schema import plan_schema
from stretchplan.screening import Question, Screening, screening_questions

__all__ = [
    "Catalog",
    "CatalogError",
    "CheckReport",
    "Infeasible",
    "InvalidRequest",
    "MissingExtra",
    "NoPlan",
    "Pace",
    "Plan",
    "PlanRequest",
    "Planner",
    "Prescription",
    "Question",
    "Rule",
    "Screening",
    "SearchExhausted",
    "SeeAClinician",
    "Step",
    "StretchPlanError",
    "UnsafePlan",
    "Violation",
    "__version__",
    "builtin_catalog",
    "check",
    "errors",
    "load_catalog",
    "parse_catalog",
    "plan",
    "plan_schema",
    "rules",
    "screening_questions",
]


@cache
def _default_planner() -> Planner:
    return Planner()


def plan(request: PlanRequest | None = None, /, **fields: Any) -> Plan:
    """Return the best plan for a request, from the built-in catalogue.

    Parameters
    ----------
    request
        What is asked; or its fields as keywords.
    **fields
        The fields of :class:`PlanRequest`: ``minutes`` and ``days_since_injury`` (both required),
        ``targets``, ``seconds``, ``pain``, ``on``, ``pace``, ``screening``.

    Returns
    -------
    Plan
        It has passed :func:`check`, and takes no more seconds than the request has.

    Raises
    ------
    InvalidRequest
        When the request is wrong; the message says what, where and what is allowed.
    SeeAClinician
        When an answer about warning signs has to be seen to first; the message says how soon.
    Infeasible
        When the demands and the rules leave no plan; the message says which demand, and why.
    SearchExhausted
        When the search met its node budget before it found a plan.

    Examples
    --------
    >>> import stretchplan as sp
    >>> plan = sp.plan(minutes=10, days_since_injury=3, targets={"lower_back", "hips"})
    >>> [p.stretch_id for p in plan.prescriptions][0]
    'knee_to_chest'
    """
    return _default_planner().plan(request, **fields)
