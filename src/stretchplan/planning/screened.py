"""What a plan says of the questions about warning signs: which were not answered, and what should be seen soon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stretchplan.plans import Notice
from stretchplan.safety.stops import due_soon
from stretchplan.screening import QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stretchplan.request import PlanRequest
    from stretchplan.screening import Question

__all__ = ["screening_notices"]

_NOT_SCREENED: Final = (
    "This plan was made without asking about warning signs. With numbness around the groin, new trouble with "
    "bladder or bowels, a weak leg, fever, or pain after a serious accident, do not stretch: get medical help first."
)
_SOON: Final = {
    "first_pain_by_age": "A first back pain under 20 or over 55 should be seen by a clinician soon.",
    "not_improving": "A back that does not get better should be seen by a clinician soon.",
    "pregnancy": "In pregnancy, ask the midwife or doctor before doing these stretches.",
}


def screening_notices(request: PlanRequest) -> tuple[Notice, ...]:
    """Return what to tell a person about the warning signs, the unknown before the known.

    Parameters
    ----------
    request
        What was asked for, with no answer that leaves no plan.
    """
    return (*_unknown(request), *_known(request))


def _unknown(request: PlanRequest) -> Iterator[Notice]:
    open_ones = request.screening.with_answer("unanswered") if request.screening is not None else QUESTIONS
    if len(open_ones) == len(QUESTIONS):
        yield Notice(id="not-screened", text=_NOT_SCREENED, rule_id="honest-notice", stretch_id=None)
    elif open_ones:
        yield Notice(id="partly-screened", text=_partly(open_ones), rule_id="honest-notice", stretch_id=None)


def _partly(open_ones: tuple[Question, ...]) -> str:
    stops = [question.short for question in open_ones if question.urgency != "soon"]
    soon = [question.short for question in open_ones if question.urgency == "soon"]
    sentences = []
    if stops:
        sentences.append(
            f"Not answered about warning signs: {'; '.join(stops)}. "
            f"If {'this' if len(stops) == 1 else 'any of these'} may be so, do not stretch: get medical help first."
        )
    if soon:
        also = "Also not answered" if stops else "Not answered"
        sentences.append(f"{also}: {'; '.join(soon)}. If so, see a clinician soon.")
    return " ".join(sentences)


def _known(request: PlanRequest) -> Iterator[Notice]:
    for question in due_soon(request):
        yield Notice(
            id=f"see-someone-soon-{question.id.replace('_', '-')}",
            text=_SOON[question.id],
            rule_id=question.rule_id,
            stretch_id=None,
        )
