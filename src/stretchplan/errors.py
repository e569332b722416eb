"""Everything the library raises, in one tree.

::

    StretchPlanError
    ├── InvalidRequest        the request itself is wrong: mend it and ask again
    ├── CatalogError          a catalogue cannot be read, or contradicts itself
    ├── PolicyError           a policy or a rule of one's own would loosen a bound, or is none
    ├── MissingExtra          an optional dependency is not installed
    ├── UnsafePlan            the checker refused a plan the planner made: a defect, report it
    └── NoPlan                the request is well formed, and no plan is handed out
        ├── SeeAClinician     an answer about warning signs has to be seen to first, and how soon
        ├── Infeasible        the demands and the rules leave no plan
        └── SearchExhausted   the node budget ended before any plan was found

Each has ``to_dict()``, the problem details of RFC 9457, so that a web service can answer with it as is: 422 is for the
caller's program to mend, 409 (no plan) for the person to read. docs/decisions/ says why.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, ClassVar, Final, Literal

from stretchplan._details import Change, Conflict, KeptOut, Member, Problem, Relaxation
from stretchplan._display import Displayed

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


class StretchPlanError(Exception):
    """The root of the tree: catch it to catch everything the library raises on purpose."""

    title: ClassVar[str] = "stretchplan could not answer"
    status: ClassVar[int] = 500

    @property
    def kind(self) -> str:
        """The class name in kebab-case, stable across versions: ``invalid-request``."""
        name = type(self).__name__
        return "".join(f"-{c.lower()}" if c.isupper() and i else c.lower() for i, c in enumerate(name))

    def to_dict(self) -> dict[str, Any]:
        """Return the error as RFC 9457 problem details.

        Returns
        -------
        dict
            ``type`` (a URN, stable), ``title``, ``status`` (an HTTP status), ``detail`` (the message), and
            members of the error's own; only what JSON can carry.
        """
        return {
            "type": f"urn:stretchplan:problem:{self.kind}",
            "title": self.title,
            "status": self.status,
            "detail": str(self),
            **self._members(),
        }

    def _members(self) -> dict[str, Any]:
        return {}


class _InputError(StretchPlanError):
    """What :class:`InvalidRequest` and :class:`CatalogError` share: a list of problems, the first one leading."""

    def __init__(self, *problems: Problem, source: str = "") -> None:
        self.problems = problems
        self.source = source
        more = len(problems) - 1
        tail = "" if more <= 0 else f" (and {more} more problem{'s' if more > 1 else ''})"
        head = str(problems[0]) if problems else self.title
        super().__init__(f"{source + ': ' if source else ''}{head}{tail}")

    def __reduce__(self) -> tuple[Any, ...]:
        # The default would pass the finished message back as a problem; errors must cross process borders.
        return (_rebuild_input_error, (type(self), self.problems, self.source))

    def _members(self) -> dict[str, Any]:
        members: dict[str, Any] = {"errors": [asdict(problem) for problem in self.problems]}
        if self.source:
            members["source"] = self.source
        return members


def _rebuild_input_error(cls: type[_InputError], problems: tuple[Problem, ...], source: str) -> _InputError:
    return cls(*problems, source=source)


class InvalidRequest(_InputError):
    """A request is wrong: catch it to show the person what to mend.

    Attributes
    ----------
    problems
        Every problem found, as :class:`Problem`, in the order of the request's fields.
    source
        The file the request came from, or empty.
    """

    title = "The request is not valid"
    status = 422


class CatalogError(_InputError):
    """A catalogue cannot be read or contradicts itself: catch it where catalogues are loaded.

    Attributes
    ----------
    problems
        Every problem found, as :class:`Problem`, in file order.
    source
        The file or the name given for the text.
    """

    title = "The catalogue is not valid"
    status = 422


class PolicyError(_InputError):
    """A policy, or a rule of a caller's own, would loosen a bound or is not what it should be.

    Catch it where planners are made. A rule of one's own is asked anew for every request, so planning may raise it
    too.

    Attributes
    ----------
    problems
        Every problem found, as :class:`Problem`; the message says which bound would be loosened.
    source
        The file that a policy came from, or empty.
    """

    title = "The policy is not valid"
    status = 422

    @classmethod
    def of(cls, where: str, value: str, message: str) -> PolicyError:
        """Return the error for one problem: its place, what stood there, and what is wrong."""
        return cls(Problem(where, value, message))


class MissingExtra(StretchPlanError, ImportError):
    """An optional dependency is not installed; the message says which ``pip install`` brings it."""

    title = "An optional dependency is missing"
    status = 501

    def __init__(self, extra: str, what: str) -> None:
        self.extra = extra
        self.what = what
        super().__init__(f"{what} needs the extra '{extra}': pip install 'stretchplan[{extra}]'")

    def __reduce__(self) -> tuple[Any, ...]:
        return (MissingExtra, (self.extra, self.what))

    def _members(self) -> dict[str, Any]:
        return {"extra": self.extra}


class UnsafePlan(StretchPlanError):
    """The checker found a violation in a plan that the planner made, so the plan is withheld.

    It is a defect of the library (or of a rule of one's own), never of the request: please report it.

    Attributes
    ----------
    violations
        The violations as ``(rule id, step index or None, message)``.
    """

    title = "The plan did not pass its own check"
    status = 500

    def __init__(self, violations: tuple[tuple[str, int | None, str], ...]) -> None:
        self.violations = violations
        rule_id, _, message = violations[0]
        super().__init__(f"the plan was withheld because it breaks {rule_id}: {message}")

    def __reduce__(self) -> tuple[Any, ...]:
        return (UnsafePlan, (self.violations,))

    def _members(self) -> dict[str, Any]:
        return {"violations": [{"rule_id": r, "step": s, "message": m} for r, s, m in self.violations]}


class NoPlan(Displayed, StretchPlanError):
    """The request is well formed and there is no plan for it: catch it to tell the person why."""

    title = "There is no plan for this request"
    status = 409


_SEEN_TO: Final = {
    "emergency": "an answer about warning signs calls for emergency help now: call the emergency number or go to an "
    "emergency department, and do not stretch",
    "same_day": "an answer about warning signs calls for medical help today: contact a doctor or an out-of-hours "
    "service the same day, and do not stretch before that",
    "clinician_first": "an answer about warning signs is for a clinician to look at first: make an appointment in the "
    "next days, and do not stretch before that",
}


class SeeAClinician(NoPlan):
    """An answer about warning signs has to be seen to before anybody stretches.

    It is no verdict: it says how soon to be seen, and holds nothing of the request but these questions.

    Attributes
    ----------
    urgency
        ``"emergency"`` (now), ``"same_day"`` or ``"clinician_first"``: what the most urgent answer calls for.
    rule_ids
        The rules that leave no plan, the most urgent first.
    questions
        Ids of the questions answered yes that leave no plan, in asking order.
    """

    title = "See a clinician before stretching"

    def __init__(
        self,
        urgency: Literal["emergency", "same_day", "clinician_first"],
        rule_ids: tuple[str, ...],
        questions: tuple[str, ...],
    ) -> None:
        self.urgency = urgency
        self.rule_ids = rule_ids
        self.questions = questions
        super().__init__(_SEEN_TO[urgency])

    def __reduce__(self) -> tuple[Any, ...]:
        return (SeeAClinician, (self.urgency, self.rule_ids, self.questions))

    def _members(self) -> dict[str, Any]:
        return {"urgency": self.urgency, "rule_ids": list(self.rule_ids), "questions": list(self.questions)}


class Infeasible(NoPlan):
    """The demands and the rules together leave no plan.

    Attributes
    ----------
    conflicts
        Minimal sets of demands and rules that cannot be had together, as :class:`Conflict`; never empty. No
        demand but the minutes is in two of them. Each is minimal: without any one of its members there is a session
        that keeps the others.
    relaxations
        The nearest requests that do have a plan, as :class:`Relaxation`, the smallest change first: each has its
        ``request``, ready to be passed back. No rule of safety is relaxed in any of them. Empty when nothing that the
        person could change would help.
    """

    title = "The demands and the rules leave no plan"

    def __init__(self, conflicts: tuple[Conflict, ...], relaxations: tuple[Relaxation, ...] = ()) -> None:
        self.conflicts = conflicts
        self.relaxations = relaxations
        super().__init__(" ".join(conflict.message for conflict in conflicts))

    def __reduce__(self) -> tuple[Any, ...]:
        return (Infeasible, (self.conflicts, self.relaxations))

    def _members(self) -> dict[str, Any]:
        return {
            "conflicts": [
                {
                    "demands": [{"kind": m.kind, "id": m.id} for m in conflict.demands],
                    "rule_ids": list(conflict.rule_ids),
                    "stretch_ids": [s.stretch_id for s in conflict.kept_out if s.serves],
                    "least_seconds": conflict.least_seconds,
                    "message": conflict.message,
                }
                for conflict in self.conflicts
            ],
            "relaxations": [
                {
                    "request": relaxation.request.model_dump(mode="json"),
                    "changes": [asdict(change) for change in relaxation.changes],
                    "message": relaxation.message,
                }
                for relaxation in self.relaxations
            ],
        }


class SearchExhausted(NoPlan):
    """The search met its node budget before it found a plan, so nobody knows whether there is one.

    Attributes
    ----------
    nodes
        How many nodes were searched. A larger ``node_budget`` for :class:`stretchplan.Planner` searches on.
    """

    title = "The search ended without an answer"

    def __init__(self, nodes: int) -> None:
        self.nodes = nodes
        super().__init__(
            f"the search ended after its budget of {nodes} nodes without a plan; "
            "ask for fewer areas or give the planner a larger node_budget"
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return (SearchExhausted, (self.nodes,))

    def _members(self) -> dict[str, Any]:
        return {"nodes": self.nodes}
