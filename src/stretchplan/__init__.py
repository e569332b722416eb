"""Plans a day's lower-back stretches from the minutes there are, the days since an injury and the areas to work.

>>> import stretchplan as sp
>>> plan = sp.plan(minutes=10, days_since_injury=3, targets={"lower_back", "hips"})
>>> plan.total_seconds <= 600
True
>>> sp.check(plan).ok
True

A public name is imported when it is first asked for, as numpy and scipy do it: importing the package costs next to
nothing, and whoever only reads or checks plans never loads the planner (docs/speed.md).

General information, not medical advice.
"""

from __future__ import annotations

import sys as _sys
from _thread import RLock as _RLock  # what threading.RLock is, without its import
from importlib import import_module as _import_module
from typing import TYPE_CHECKING

from stretchplan._version import __version__

if TYPE_CHECKING:
    from stretchplan import errors
    from stretchplan.catalog import Catalog, builtin_catalog, load_catalog, parse_catalog
    from stretchplan.errors import (
        CatalogError,
        Infeasible,
        InvalidRequest,
        MissingExtra,
        NoPlan,
        PolicyError,
        SearchExhausted,
        SeeAClinician,
        StretchPlanError,
        UnsafePlan,
    )
    from stretchplan.inputs.conditions import ConditionEntry, conditions
    from stretchplan.inputs.policy import Policy
    from stretchplan.inputs.profile import Clearance, Profile
    from stretchplan.inputs.request import Pace, PlanRequest
    from stretchplan.inputs.screening import Question, Screening, screening_questions
    from stretchplan.planning.default import plan, why, why_not
    from stretchplan.planning.planner import Planner
    from stretchplan.results.plan import Plan, Prescription, Step, Why, WhyNot
    from stretchplan.results.report import CheckReport, Violation
    from stretchplan.results.schema import plan_schema
    from stretchplan.rulebook.rules import Rule, rules
    from stretchplan.safety.check import check
    from stretchplan.safety.dosage import Dosage
    from stretchplan.safety.own_rules import OwnRule

__all__ = [
    "Catalog",
    "CatalogError",
    "CheckReport",
    "Clearance",
    "ConditionEntry",
    "Dosage",
    "Infeasible",
    "InvalidRequest",
    "MissingExtra",
    "NoPlan",
    "OwnRule",
    "Pace",
    "Plan",
    "PlanRequest",
    "Planner",
    "Policy",
    "PolicyError",
    "Prescription",
    "Profile",
    "Question",
    "Rule",
    "Screening",
    "SearchExhausted",
    "SeeAClinician",
    "Step",
    "StretchPlanError",
    "UnsafePlan",
    "Violation",
    "Why",
    "WhyNot",
    "__version__",
    "builtin_catalog",
    "check",
    "conditions",
    "errors",
    "load_catalog",
    "parse_catalog",
    "plan",
    "plan_schema",
    "rules",
    "screening_questions",
    "why",
    "why_not",
]

# The imports above once more, for when the code runs; a test holds the two together.
_NAMES = {
    "catalog": ("Catalog", "builtin_catalog", "load_catalog", "parse_catalog"),
    "errors": (
        "CatalogError",
        "Infeasible",
        "InvalidRequest",
        "MissingExtra",
        "NoPlan",
        "PolicyError",
        "SearchExhausted",
        "SeeAClinician",
        "StretchPlanError",
        "UnsafePlan",
    ),
    "inputs.conditions": ("ConditionEntry", "conditions"),
    "inputs.policy": ("Policy",),
    "inputs.profile": ("Clearance", "Profile"),
    "inputs.request": ("Pace", "PlanRequest"),
    "inputs.screening": ("Question", "Screening", "screening_questions"),
    "planning.default": ("plan", "why", "why_not"),
    "planning.planner": ("Planner",),
    "results.plan": ("Plan", "Prescription", "Step", "Why", "WhyNot"),
    "results.report": ("CheckReport", "Violation"),
    "results.schema": ("plan_schema",),
    "rulebook.rules": ("Rule", "rules"),
    "safety.check": ("check",),
    "safety.dosage": ("Dosage",),
    "safety.own_rules": ("OwnRule",),
}
_HOMES = {name: module for module, names in _NAMES.items() for name in names}
_MODULES = {module.partition(".")[0] for module in _NAMES}

_IMPORTING = _RLock()

if not TYPE_CHECKING:  # a type checker reads the imports; from a __getattr__ it would learn that every name is there

    def __getattr__(name: str) -> object:
        """Import a public name, or a module that holds some, when it is first asked for (PEP 562)."""
        # One thread at a time: where two import each other's packages from different ends, Python lets one of them
        # go on with a module that is only half there. A module that is being imported must not come here itself: it
        # would wait for a thread that waits for it. So none inside the package takes anything from the package.
        with _IMPORTING:
            if name in _HOMES:
                value = getattr(_import_module(f"{__name__}.{_HOMES[name]}"), name)
                globals()[name] = value  # so it is not asked for again
                return value
            if name in _MODULES:
                return _import_module(f"{__name__}.{name}")
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})


if "hypothesis" in _sys.modules:  # it came first and found no package to make strategies for
    from _stretchplan_hypothesis import register as _register

    _register()
