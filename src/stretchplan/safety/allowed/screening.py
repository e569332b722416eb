"""Decide which screening answers stop planning, and which add a notice, for the planner."""

from __future__ import annotations

from typing import Final

from stretchplan.base.errors import InvalidRequest, Problem
from stretchplan.base.models import read
from stretchplan.base.text import quoted
from stretchplan.inputs.policy import STANDARD, Policy
from stretchplan.inputs.request import PlanRequest
from stretchplan.inputs.screening import Question, Screening
from stretchplan.results.refusals import SeeAClinician

__all__ = ["raise_if_stopped", "soon_notices", "stop_reason"]

_MOST_URGENT_FIRST: Final = ("emergency", "same_day", "clinician_first")


def stop_reason(screening: Screening | None) -> SeeAClinician | None:
    """Return the refusal that the answers require; None when there are no answers, or they allow a plan.

    Raises
    ------
    InvalidRequest
        If ``screening`` is not a Screening, or a copy that was not validated and holds an invalid answer.
    """
    if screening is None:
        return None
    if not isinstance(screening, Screening):
        raise InvalidRequest(
            Problem("screening", quoted(screening), f"{quoted(screening)} is not a Screening; give one, or None")
        )
    # model_copy and model_construct validate nothing, and a misspelt yes must not count as a no.
    yes = [q for q in read(Screening, dict(vars(screening))).with_answer("yes") if q.urgency != "soon"]
    for urgency in _MOST_URGENT_FIRST:
        if any(question.urgency == urgency for question in yes):
            return SeeAClinician(urgency, tuple(dict.fromkeys(q.rule_id for q in yes)), tuple(q.id for q in yes))
    return None


def raise_if_stopped(screening: Screening | None) -> None:
    """Raise the refusal of :func:`stop_reason`, if any, without a context that could reveal data such as stretches."""
    stopped = stop_reason(screening)
    if stopped is not None:
        try:
            raise stopped from None
        finally:
            stopped.__context__ = None  # set by raise


def soon_notices(request: PlanRequest, policy: Policy = STANDARD) -> tuple[Question, ...]:
    """Return the questions answered yes that add a notice to see someone soon, in the order of the questions.

    A yes to ``not_improving`` counts from day 42 on, or from the policy's earlier day. Without a recent injury it
    always counts: the pain may have lasted long.
    """
    days = request.days_since_injury
    early = days is not None and days < policy.no_improvement_from_day
    answered = request.screening.with_answer("yes") if request.screening is not None else ()
    return tuple(q for q in answered if q.urgency == "soon" and not (early and q.id == "not_improving"))
