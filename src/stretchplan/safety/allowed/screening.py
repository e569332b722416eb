"""What the answers about warning signs leave: no plan, or a plan with a word to be seen soon.

The planner's reading of the screening rules; the judge has its own.
"""

from __future__ import annotations

from typing import Final

from stretchplan.base.errors import InvalidRequest, Problem
from stretchplan.base.text import quoted
from stretchplan.inputs.policy import STANDARD, Policy
from stretchplan.inputs.request import PlanRequest
from stretchplan.inputs.screening import Question, Screening
from stretchplan.results.refusals import SeeAClinician

__all__ = ["raise_if_stopped", "soon_notices", "stop_reason"]

_MOST_URGENT_FIRST: Final = ("emergency", "same_day", "clinician_first")


def stop_reason(screening: Screening | None) -> SeeAClinician | None:
    """Return what to raise because of the answers, or None when they leave room for a plan.

    Parameters
    ----------
    screening
        The answers; None when nobody was asked.

    Raises
    ------
    InvalidRequest
        When it holds anything but answers, as copies that were never validated may.
    """
    if screening is None:
        return None
    if not isinstance(screening, Screening):
        raise InvalidRequest(
            Problem("screening", quoted(screening), f"{quoted(screening)} is not a Screening; give one, or None")
        )
    # model_copy and model_construct check nothing, and here a misspelt yes must not pass for a no.
    yes = [q for q in Screening.model_validate(dict(vars(screening))).with_answer("yes") if q.urgency != "soon"]
    for urgency in _MOST_URGENT_FIRST:
        if any(question.urgency == urgency for question in yes):
            return SeeAClinician(urgency, tuple(dict.fromkeys(q.rule_id for q in yes)), tuple(q.id for q in yes))
    return None


def raise_if_stopped(screening: Screening | None) -> None:
    """Raise what the answers call for, if they leave no plan.

    Parameters
    ----------
    screening
        The answers; None when nobody was asked.

    Raises
    ------
    SeeAClinician
        When an answer leaves no plan. It is free of whatever else its caller was handling, which may name stretches.
    InvalidRequest
        When it holds anything but answers.
    """
    stopped = stop_reason(screening)
    if stopped is not None:
        try:
            raise stopped from None
        finally:
            stopped.__context__ = None  # raising has just put it there


def soon_notices(request: PlanRequest, policy: Policy = STANDARD) -> tuple[Question, ...]:
    """Return the questions whose yes comes with the plan as a word to be seen soon, in asking order.

    No improvement counts from day 42 on, or the policy's day. With no recent injury nobody knows how long it has
    lasted, so it counts.

    Parameters
    ----------
    request
        What was asked for.
    policy
        The caller's, which may have an earlier day.
    """
    days = request.days_since_injury
    early = days is not None and days < policy.no_improvement_from_day
    answered = request.screening.with_answer("yes") if request.screening is not None else ()
    return tuple(q for q in answered if q.urgency == "soon" and not (early and q.id == "not_improving"))
