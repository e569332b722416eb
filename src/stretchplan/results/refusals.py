"""Why no plan is returned: the errors that carry conflicts, relaxations or violations."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal

from stretchplan.base.errors import StretchPlanError
from stretchplan.base.notebook import NotebookRepr
from stretchplan.base.translation import LanguageName, marked, say, speaking, spoken

if TYPE_CHECKING:  # imported when the planner looks for reasons: a first plan needs none
    from stretchplan.results.conflicts import Conflict, Relaxation

__all__ = [
    "Cancelled",
    "Infeasible",
    "NoPlan",
    "SearchExhausted",
    "SeeAClinician",
    "UnsafePlan",
]


class UnsafePlan(StretchPlanError):
    """The checker found a violation in a plan that the planner made, so the plan is withheld.

    It is a defect of the library or of one of the caller's own rules, never of the request: please report it.

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


class Cancelled(StretchPlanError):
    """The caller's own function ended the request, so nothing is known about it: see :meth:`Planner.until`.

    It says nothing about the request, which may be asked again.
    """

    title = "The request was cancelled"
    status = 503

    def __init__(self) -> None:
        super().__init__("the caller's function ended the request before there was an answer; it may be asked again")

    def __reduce__(self) -> tuple[Any, ...]:
        return (Cancelled, ())


class NoPlan(NotebookRepr, StretchPlanError):
    """The request is well formed and there is no plan for it: catch it to tell the person why.

    Parameters
    ----------
    message
        What to tell the person, in a sentence.

    Attributes
    ----------
    language
        The language of its words: that of the request, or of the planner.
    """

    title: ClassVar[str] = marked("There is no plan for this request")
    status = 409

    def __init__(self, message: str) -> None:
        self.language: LanguageName = spoken()
        super().__init__(message)

    def to_dict(self) -> dict[str, Any]:
        """Return the refusal as RFC 9457 problem details, its title in the refusal's language.

        Returns
        -------
        dict
            As :meth:`StretchPlanError.to_dict` has it.
        """
        with speaking(self.language):
            return {**super().to_dict(), "title": say(self.title)}


_MESSAGES: Final = {
    "emergency": marked(
        "an answer about warning signs calls for emergency help now: call the emergency number or go to an emergency "
        "department, and do not stretch"
    ),
    "same_day": marked(
        "an answer about warning signs calls for medical help today: contact a doctor or an out-of-hours service the "
        "same day, and do not stretch before that"
    ),
    "clinician_first": marked(
        "an answer about warning signs is for a clinician to look at first: make an appointment in the next days, and "
        "do not stretch before that"
    ),
}


def _again(kind: type[NoPlan], language: LanguageName, *given: Any) -> NoPlan:
    """Return a refusal as it was before it was pickled, in its own language."""
    with speaking(language):
        return kind(*given)


class SeeAClinician(NoPlan):
    """An answer about warning signs calls for a clinician before any stretching.

    It is not a diagnosis. It says how soon to see a clinician. It repeats nothing of the request but the ids of the
    questions.

    Attributes
    ----------
    urgency
        ``"emergency"`` (now), ``"same_day"`` or ``"clinician_first"``, by the most urgent answer.
    rule_ids
        The rules that forbid a plan, the most urgent first.
    questions
        Ids of the questions whose yes forbids a plan, in asking order.
    """

    title: ClassVar[str] = marked("See a clinician before stretching")

    def __init__(
        self,
        urgency: Literal["emergency", "same_day", "clinician_first"],
        rule_ids: tuple[str, ...],
        questions: tuple[str, ...],
    ) -> None:
        self.urgency = urgency
        self.rule_ids = rule_ids
        self.questions = questions
        super().__init__(say(_MESSAGES[urgency]))

    def __reduce__(self) -> tuple[Any, ...]:
        return (_again, (SeeAClinician, self.language, self.urgency, self.rule_ids, self.questions))

    def _members(self) -> dict[str, Any]:
        return {"urgency": self.urgency, "rule_ids": list(self.rule_ids), "questions": list(self.questions)}


ReasonsFound = Literal["complete", "budget_spent", "not_made"]
"""Whether all that a refusal reports was looked for, the node budget ended before, or the planner looks for none."""

_ENDED: Final = {
    "budget_spent": marked(
        "The search for reasons and ways out ended at its node budget, so there may be more of them."
    ),
    "not_made": marked("This planner does not look for reasons and ways out."),
}
_NO_REASON: Final = marked("No session meets all demands under the rules.")


class Infeasible(NoPlan):
    """No session meets all demands under the rules.

    Attributes
    ----------
    conflicts
        Sets of demands and rules that no session meets together, as :class:`Conflict`. Each is minimal: when any one
        member is dropped, some session meets the others. Rules and the minutes may be in several of them. Empty only
        when they were not looked for, or the node budget ended before one was found.
    relaxations
        The nearest requests that have a plan, as :class:`Relaxation`, the smallest change first. Each has its
        ``request``, ready to be passed back, with ``not_before_days`` not before so many days from now. None relaxes a
        safety rule. Empty when no change that was tried helps.
    reasons
        ``"complete"``; ``"budget_spent"`` when the node budget ended before all of these were looked for; or
        ``"not_made"`` when the planner does not look for them (``explain_refusals=False``). The message then says so.
    """

    title: ClassVar[str] = marked("The demands and the rules leave no plan")

    def __init__(
        self,
        conflicts: tuple[Conflict, ...],
        relaxations: tuple[Relaxation, ...] = (),
        reasons: ReasonsFound = "complete",
    ) -> None:
        self.conflicts = conflicts
        self.relaxations = relaxations
        self.reasons: ReasonsFound = reasons
        sentences = [conflict.message for conflict in conflicts] or [say(_NO_REASON)]
        super().__init__(" ".join([*sentences, *([say(_ENDED[reasons])] if reasons in _ENDED else [])]))
        for relaxation in relaxations:
            self.add_note(say("What would have a plan: {change}", change=relaxation.message))  # for tracebacks

    def __reduce__(self) -> tuple[Any, ...]:
        return (_again, (Infeasible, self.language, self.conflicts, self.relaxations, self.reasons))

    def _members(self) -> dict[str, Any]:
        return {
            "conflicts": [
                {
                    "demands": [{"kind": m.kind, "id": m.id} for m in conflict.demands],
                    "rule_ids": list(conflict.rule_ids),
                    "stretch_ids": [s.stretch_id for s in conflict.kept_out if s.serves],
                    "least_seconds": conflict.least_seconds,
                    "message": conflict.message,
                    "stand_ins": list(conflict.stand_ins),
                }
                for conflict in self.conflicts
            ],
            "relaxations": [
                {
                    "request": relaxation.request.model_dump(mode="json"),
                    "changes": [asdict(change) for change in relaxation.changes],
                    "message": relaxation.message,
                    "not_before_days": relaxation.not_before_days,
                    "not_before": relaxation.not_before and relaxation.not_before.isoformat(),
                }
                for relaxation in self.relaxations
            ],
            "reasons": self.reasons,
        }


class SearchExhausted(NoPlan):
    """The node budget ended before a plan was found or ruled out. A plan may exist.

    Attributes
    ----------
    nodes
        The node budget. With a larger ``node_budget``, a :class:`stretchplan.Planner` searches further.
    """

    title: ClassVar[str] = marked("The search ended without an answer")

    def __init__(self, nodes: int) -> None:
        self.nodes = nodes
        super().__init__(
            say(
                "the search ended after its budget of {nodes} nodes without a plan; ask for fewer areas or give the "
                "planner a larger node_budget",
                nodes=nodes,
            )
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return (_again, (SearchExhausted, self.language, self.nodes))

    def _members(self) -> dict[str, Any]:
        return {"nodes": self.nodes}
