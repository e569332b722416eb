"""Every error that the library raises on purpose, in one tree.

::

    StretchPlanError
    ├── InvalidRequest        the request itself is wrong: mend it and ask again
    ├── CatalogError          a catalogue cannot be read, or contradicts itself
    ├── PolicyError           a policy, or a rule of the caller's own, would loosen a bound or is malformed
    ├── MissingExtra          an optional dependency is not installed
    ├── UnsafePlan            the checker refused a plan the planner made: a defect, report it
    └── NoPlan                the request is well formed, and there is no plan for it
        ├── SeeAClinician     an answer about warning signs needs a clinician first, and how soon
        ├── Infeasible        the demands and the rules leave no plan
        └── SearchExhausted   the node budget ended before any plan was found

Each has ``to_dict()``, the problem details of RFC 9457, so that a web service can answer with it as is: 422 is for the
caller's program to mend, 409 (no plan) for the person to read (docs/decisions/0025-which-status.md).
"""

from stretchplan.base.errors import (
    CatalogError,
    InvalidRequest,
    MissingExtra,
    PolicyError,
    Problem,
    StretchPlanError,
)
from stretchplan.results.refusals import (
    Change,
    Conflict,
    Infeasible,
    KeptOut,
    Member,
    NoPlan,
    Relaxation,
    SearchExhausted,
    SeeAClinician,
    UnsafePlan,
)

__all__ = [
    "CatalogError",
    "Change",
    "Conflict",
    "Infeasible",
    "InvalidRequest",
    "KeptOut",
    "Member",
    "MissingExtra",
    "NoPlan",
    "PolicyError",
    "Problem",
    "Relaxation",
    "SearchExhausted",
    "SeeAClinician",
    "StretchPlanError",
    "UnsafePlan",
]
