"""What a plan says of the questions about warning signs: which were not answered, and what should be seen soon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stretchplan.plans import Notice
from stretchplan.policy import STANDARD
from stretchplan.safety import wording
from stretchplan.safety.stops import due_soon
from stretchplan.screening import QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stretchplan.policy import Policy
    from stretchplan.request import PlanRequest

__all__ = ["screening_notices"]


def screening_notices(request: PlanRequest, policy: Policy = STANDARD) -> tuple[Notice, ...]:
    """Return what to tell a person about the warning signs, the unknown before the known.

    Parameters
    ----------
    request
        What was asked for, with no answer that leaves no plan.
    policy
        The caller's, which may have an earlier day for a back that does not get better.
    """
    return (*_unknown(request), *_known(request, policy))


def _unknown(request: PlanRequest) -> Iterator[Notice]:
    open_ones = request.screening.with_answer("unanswered") if request.screening is not None else QUESTIONS
    if len(open_ones) == len(QUESTIONS):
        yield Notice(id="not-screened", text=wording.NOT_SCREENED, rule_id="honest-notice", stretch_id=None)
    elif open_ones:
        stops = [question.short for question in open_ones if question.urgency != "soon"]
        soon = [question.short for question in open_ones if question.urgency == "soon"]
        text = wording.partly_screened(stops, soon)
        yield Notice(id="partly-screened", text=text, rule_id="honest-notice", stretch_id=None)


def _known(request: PlanRequest, policy: Policy) -> Iterator[Notice]:
    for question in due_soon(request, policy):
        yield Notice(
            id=f"see-someone-soon-{question.id.replace('_', '-')}",
            text=wording.SEE_SOMEONE_SOON[question.id],
            rule_id=question.rule_id,
            stretch_id=None,
        )
