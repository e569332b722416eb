"""Every error that the library raises on purpose, in one tree.

    StretchPlanError
    ├── InvalidRequest        the request itself is wrong: correct it and try again
    ├── CatalogError          a catalogue cannot be read, or contradicts itself
    ├── PolicyError           a policy or an own rule of the caller would loosen a bound or is malformed
    ├── JournalError          a journal cannot be opened, read or written, or a file to import is wrong
    ├── MissingExtra          an optional dependency is not installed
    ├── UnsafePlan            the planner's plan did not pass the check: a defect, report it
    ├── Cancelled             the caller's own function ended the request: it may be asked again
    └── NoPlan                the request is well formed, and there is no plan for it
        ├── SeeAClinician     an answer about warning signs calls for a clinician first, and says how soon
        ├── Infeasible        no session meets all demands under the rules
        └── SearchExhausted   the node budget ended before any plan was found

Each has ``to_dict()``, the problem details of RFC 9457, so that a web service can send it unchanged: the
caller's program corrects a 422, and a person reads a 409, no plan (docs/decisions/0025-which-status.md).
"""

from stretchplan.base.errors import (
    CatalogError,
    InvalidRequest,
    JournalError,
    MissingExtra,
    PolicyError,
    Problem,
    StretchPlanError,
)
from stretchplan.results.conflicts import Change, Conflict, KeptOut, Member, Relaxation
from stretchplan.results.refusals import (
    Cancelled,
    Infeasible,
    NoPlan,
    SearchExhausted,
    SeeAClinician,
    UnsafePlan,
)

__all__ = [
    "Cancelled",
    "CatalogError",
    "Change",
    "Conflict",
    "Infeasible",
    "InvalidRequest",
    "JournalError",
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
