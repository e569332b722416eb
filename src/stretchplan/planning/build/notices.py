"""Put a finished selection into the words of a plan: why each stretch is in, why each other one is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.stretch import Stretch
from stretchplan.inputs.conditions import CONDITIONS
from stretchplan.inputs.policy import STANDARD, Policy
from stretchplan.inputs.request import PlanRequest
from stretchplan.inputs.screening import QUESTIONS, open_questions
from stretchplan.results.plan import Notice
from stretchplan.rulebook.bounds import UNFILLED_NOTICE_FROM_SECONDS
from stretchplan.safety.allowed.conditions import clearances
from stretchplan.safety.allowed.doses import active_cautions
from stretchplan.safety.allowed.screening import soon_notices
from stretchplan.safety.dosage import Dosage
from stretchplan.words import notices as wording

__all__ = ["notices", "screening_notices"]


def notices(
    catalog: Catalog,
    session: Sequence[tuple[Stretch, Dosage]],
    request: PlanRequest,
    policy: Policy,
    total_seconds: int,
    optimal: bool,
) -> tuple[Notice, ...]:
    """Return what the person must be told with the plan, the most general first."""
    found = [
        _notice("general-information", wording.GENERAL_INFORMATION, "honest-notice"),
        *screening_notices(request, policy),
    ]
    if request.pain is not None and request.pain >= policy.pain_lowest_doses_from:
        found.append(_notice("pain-lowest-doses", wording.pain_lowest_doses(request.pain), "pain-stop"))
    found += _condition_notices(catalog, request)
    for stretch, _ in session:
        found += [
            _notice(c.rule_id, c.notice, c.rule_id, stretch.id) for c in active_cautions(stretch, request, policy)
        ]
    budget = policy.budget_seconds(request.budget_seconds)
    free = budget - total_seconds
    if not optimal:
        found.append(_notice("not-proved-best", wording.NOT_PROVED_BEST))
    elif free >= UNFILLED_NOTICE_FROM_SECONDS:
        found.append(_notice("minutes-unfilled", wording.minutes_unfilled(free, budget)))
    return tuple(found)


def _condition_notices(catalog: Catalog, request: PlanRequest) -> Iterator[Notice]:
    for condition, advice in wording.CONDITION_ADVICE.items():
        if condition in request.stated_conditions:
            rule_id = CONDITIONS[condition].rule_id
            yield _notice(rule_id, advice, rule_id)
    if request.profile.cleared:
        for stretch in catalog.stretches:
            for rule_id, condition in clearances(stretch, request):
                yield _notice("cleared", wording.cleared(stretch.name, condition), rule_id, stretch.id)


def _notice(name: str, text: str, rule_id: str | None = None, stretch_id: str | None = None) -> Notice:
    return Notice(id=name, text=text, rule_id=rule_id, stretch_id=stretch_id)


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
    open_ones = open_questions(request.screening)
    if len(open_ones) == len(QUESTIONS):
        yield Notice(id="not-screened", text=wording.NOT_SCREENED, rule_id="honest-notice", stretch_id=None)
    elif open_ones:
        stops = [question.short for question in open_ones if question.urgency != "soon"]
        soon = [question.short for question in open_ones if question.urgency == "soon"]
        text = wording.partly_screened(stops, soon)
        yield Notice(id="partly-screened", text=text, rule_id="honest-notice", stretch_id=None)


def _known(request: PlanRequest, policy: Policy) -> Iterator[Notice]:
    for question in soon_notices(request, policy):
        yield Notice(
            id=f"see-someone-soon-{question.id.replace('_', '-')}",
            text=wording.SEE_SOMEONE_SOON[question.id],
            rule_id=question.rule_id,
            stretch_id=None,
        )
