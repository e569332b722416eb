"""Plans a day's lower-back stretches from the minutes there are, the days since an injury and the areas to work.

>>> import stretchplan as sp
>>> plan = sp.plan(minutes=10, days_since_injury=3, targets={"lower_back", "hips"})
>>> plan.total_seconds <= 600
True
>>> sp.check(plan).ok
True

A public name is imported when it is first used, as in numpy and scipy. Importing the package costs next to nothing, and
a program that only reads or checks plans never loads the planner (docs/speed.md).

General information, not medical advice.
"""

from __future__ import annotations

import os as _os
import sys as _sys
from _thread import RLock as _RLock  # what threading.RLock is, without its import
from importlib import import_module as _import_module
from typing import TYPE_CHECKING

from stretchplan._version import __version__

if TYPE_CHECKING:
    from stretchplan import catalog as catalog
    from stretchplan import errors
    from stretchplan import render as render
    from stretchplan.base.translation import speaking
    from stretchplan.catalog import Catalog, builtin_catalog, load_catalog, parse_catalog
    from stretchplan.catalog.dosage import Dosage
    from stretchplan.errors import (
        Cancelled,
        CatalogError,
        Infeasible,
        InvalidRequest,
        JournalError,
        MissingExtra,
        NoPlan,
        PolicyError,
        SearchExhausted,
        SeeAClinician,
        StretchPlanError,
        UnsafePlan,
    )
    from stretchplan.inputs.conditions import ConditionEntry, conditions
    from stretchplan.inputs.history import RecordedDose, SessionRecord, StretchRecord, parse_record
    from stretchplan.inputs.policy import Policy
    from stretchplan.inputs.profile import Clearance, Profile, parse_profile
    from stretchplan.inputs.request import Pace, PlanRequest, parse_request
    from stretchplan.inputs.screening import Question, Screening, screening_questions
    from stretchplan.planning.default import plan, why, why_not
    from stretchplan.planning.planner import Planner
    from stretchplan.programme.journal import Imported, Journal, JournalEntry
    from stretchplan.programme.person import Person
    from stretchplan.programme.progress import progress
    from stretchplan.results.assembled import Assembled
    from stretchplan.results.difference import PlanDiff, diff
    from stretchplan.results.plan import Plan, Prescription, Step, StepAt, Why, WhyNot
    from stretchplan.results.programme import DayChange, Programme, ProgrammeDay, ProgrammeRefusal, ProgrammeWeek
    from stretchplan.results.progress import Progress
    from stretchplan.results.records import record_of
    from stretchplan.results.report import CheckReport, Violation
    from stretchplan.results.revision import Alternative, Revision
    from stretchplan.results.schema import catalog_schema, plan_schema, programme_schema, request_schema
    from stretchplan.rulebook.rules import Rule, rules
    from stretchplan.safety.check import check
    from stretchplan.safety.check_programme import check_programme
    from stretchplan.safety.own_rules import OwnRule

__all__ = [
    "Alternative",
    "Assembled",
    "Cancelled",
    "Catalog",
    "CatalogError",
    "CheckReport",
    "Clearance",
    "ConditionEntry",
    "DayChange",
    "Dosage",
    "Imported",
    "Infeasible",
    "InvalidRequest",
    "Journal",
    "JournalEntry",
    "JournalError",
    "MissingExtra",
    "NoPlan",
    "OwnRule",
    "Pace",
    "Person",
    "Plan",
    "PlanDiff",
    "PlanRequest",
    "Planner",
    "Policy",
    "PolicyError",
    "Prescription",
    "Profile",
    "Programme",
    "ProgrammeDay",
    "ProgrammeRefusal",
    "ProgrammeWeek",
    "Progress",
    "Question",
    "RecordedDose",
    "Revision",
    "Rule",
    "Screening",
    "SearchExhausted",
    "SeeAClinician",
    "SessionRecord",
    "Step",
    "StepAt",
    "StretchPlanError",
    "StretchRecord",
    "UnsafePlan",
    "Violation",
    "Why",
    "WhyNot",
    "__version__",
    "builtin_catalog",
    "catalog_schema",
    "check",
    "check_programme",
    "conditions",
    "diff",
    "errors",
    "load_catalog",
    "parse_catalog",
    "parse_profile",
    "parse_record",
    "parse_request",
    "plan",
    "plan_schema",
    "programme_schema",
    "progress",
    "record_of",
    "request_schema",
    "rules",
    "screening_questions",
    "speaking",
    "why",
    "why_not",
]

# The imports above, for __getattr__; a test compares the two.
_NAMES = {
    "catalog": "Catalog builtin_catalog load_catalog parse_catalog",
    "base.translation": "speaking",
    "catalog.dosage": "Dosage",
    "errors": "Cancelled CatalogError Infeasible InvalidRequest JournalError MissingExtra NoPlan PolicyError "
    "SearchExhausted SeeAClinician StretchPlanError UnsafePlan",
    "inputs.conditions": "ConditionEntry conditions",
    "inputs.history": "RecordedDose SessionRecord StretchRecord parse_record",
    "inputs.policy": "Policy",
    "inputs.profile": "Clearance Profile parse_profile",
    "inputs.request": "Pace PlanRequest parse_request",
    "inputs.screening": "Question Screening screening_questions",
    "planning.default": "plan why why_not",
    "planning.planner": "Planner",
    "programme.journal": "Imported Journal JournalEntry",
    "programme.person": "Person",
    "programme.progress": "progress",
    "results.assembled": "Assembled",
    "results.difference": "PlanDiff diff",
    "results.plan": "Plan Prescription Step StepAt Why WhyNot",
    "results.programme": "DayChange Programme ProgrammeDay ProgrammeRefusal ProgrammeWeek",
    "results.progress": "Progress",
    "results.records": "record_of",
    "results.report": "CheckReport Violation",
    "results.schema": "catalog_schema plan_schema programme_schema request_schema",
    "results.revision": "Alternative Revision",
    "rulebook.rules": "Rule rules",
    "safety.check": "check",
    "safety.check_programme": "check_programme",
    "safety.own_rules": "OwnRule",
}
_HOMES = {name: module for module, names in _NAMES.items() for name in names.split()}
_MODULES = {module.partition(".")[0] for module in _NAMES} | {"render"}

_IMPORTING = _RLock()
if hasattr(_os, "register_at_fork"):  # a forked child must not inherit it locked by a thread that it does not have
    _os.register_at_fork(
        before=_IMPORTING.acquire, after_in_parent=_IMPORTING.release, after_in_child=_IMPORTING.release
    )

if not TYPE_CHECKING:  # type checkers read the imports; with a __getattr__ they would accept every name

    def __getattr__(name: str) -> object:
        """Import a public name or module when it is first used (PEP 562)."""
        # One thread at a time: when two threads import modules that import each other, Python lets one of them continue
        # with a half-imported module. A module of the package must not come here while it is imported: it would wait
        # for a thread that waits for it. So no module of the package imports the package.
        with _IMPORTING:
            if name in _HOMES:
                value = getattr(_import_module(f"{__name__}.{_HOMES[name]}"), name)
                globals()[name] = value  # the next use finds it there
                return value
            if name in _MODULES:
                return _import_module(f"{__name__}.{name}")
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})


if "hypothesis" in _sys.modules:  # Hypothesis was imported first and found no package to register
    from _stretchplan_hypothesis import register as _register

    _register()
