"""What must a person be told with a plan? ``plan.notices``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

from stretchplan.base.translation import say
from stretchplan.catalog.stretch import Stretch
from stretchplan.inputs.conditions import CONDITIONS
from stretchplan.inputs.policy import Policy
from stretchplan.inputs.request import PACES, PlanRequest
from stretchplan.inputs.screening import QUESTIONS, open_questions
from stretchplan.planning.model.day import Day, PlannedStretch
from stretchplan.planning.search.query import Source
from stretchplan.results.plan import FreeTimeUse, Notice
from stretchplan.results.reasons import StandsBy
from stretchplan.rulebook.bounds import UNFILLED_NOTICE_FROM_SECONDS
from stretchplan.safety.allowed.conditions import clearances, exclusions
from stretchplan.safety.allowed.over_time import limits
from stretchplan.safety.allowed.screening import soon_notices
from stretchplan.words import notices as texts

__all__ = ["MadeBy", "notices", "screening_notices"]

MadeBy = Source | Literal["hand", "broken_hand", "kept", "kept_unproved"]
"""What made a session: a search, a caller by hand, with rules kept or broken, or a search that was to keep an earlier
plan; with or without proof that nothing keeps more, or is better and keeps as much."""


def notices(
    day: Day,
    session: Sequence[PlannedStretch],
    total_seconds: int,
    optimal: bool,
    source: MadeBy,
    *,
    order_proved: bool = True,
) -> tuple[Notice, ...]:
    """Return what a person must be told; the general information comes first."""
    request, policy = day.request, day.policy
    found = [
        _notice("general-information", texts.general_information(), "honest-notice"),
        *([_notice("breaks-rules", say(texts.BREAKS_RULES))] if source == "broken_hand" else ()),
        *screening_notices(request, policy),
    ]
    if request.pain is not None and policy.pain_lowest_doses_from <= request.pain < policy.pain_stop_from:
        found.append(_notice("pain-lowest-doses", texts.pain_lowest_doses(request.pain), "pain-stop"))
    found += _over_time(day, session)
    found += _conditions(day, session)
    for planned in session:
        found += [_notice(c.rule_id, c.notice, c.rule_id, planned.stretch.id) for c in planned.cautions]
    found += _only_named(day, session)
    free = day.budget_seconds - total_seconds
    if not optimal:
        found += _not_best(source)
        if not order_proved and _returns([planned.stretch.place for planned in session]):
            found.append(_notice("order-not-proved", say(texts.ORDER_NOT_PROVED)))
    elif free >= UNFILLED_NOTICE_FROM_SECONDS:
        uses = tuple(_uses(day, session[-1].stretch))
        text = texts.minutes_unfilled(free, day.budget_seconds, uses)
        found.append(_notice("minutes-unfilled", text).model_copy(update={"free_seconds": free, "uses": uses}))
    return tuple(found)


def _returns(places: Sequence[str]) -> bool:
    """Return whether a session leaves a position and comes back to it; otherwise no order changes position less."""
    return sum(before != after for before, after in pairwise(places)) >= len({*places})


def _not_best(source: MadeBy) -> Iterator[Notice]:
    """Yield what a plan says that is not proved the best."""
    if source in ("hand", "broken_hand"):
        yield _notice("made-by-hand", say(texts.MADE_BY_HAND))
        return
    if source in ("kept", "kept_unproved"):
        yield _notice("keeps-earlier", say(texts.KEEPS_EARLIER))
    if source != "kept":
        yield _notice("not-proved-best", say(texts.NOT_PROVED_BEST))
    if source in texts.FALLBACKS:
        yield _notice(f"fallback-{source}", say(texts.FALLBACKS[source]))


def _over_time(day: Day, session: Sequence[PlannedStretch]) -> Iterator[Notice]:
    """Yield why amounts are low, lower or higher than in the session before."""
    names: dict[str, list[str]] = {}
    unsettled = None
    for planned in session:
        for limit in limits(planned.stretch, day.request):
            if limit.rule_id == "step-down":
                unsettled = limit.since
            elif limit.rule_id != "one-step-up" or limit.raised(planned.dosage):
                names.setdefault(limit.rule_id, []).append(planned.stretch.name)
    for rule_id in sorted(names):
        yield _notice(rule_id, texts.over_time(rule_id, names[rule_id]), rule_id)
    if unsettled is not None:
        yield _notice("step-down", texts.step_down(unsettled), "step-down")


def _only_named(day: Day, session: Sequence[PlannedStretch]) -> Iterator[Notice]:
    """Yield a notice for each area that is asked for and that the session works only by name."""
    planned = [entry.stretch for entry in session]
    for area in day.catalog.areas:
        named = [stretch.name for stretch in planned if area.id in stretch.targets.named]
        if area.id not in day.request.targets or not named:
            continue
        if any(area.id in stretch.targets.areas(named=False) for stretch in planned):
            continue
        meant = [s.name for s in day.catalog.stretches if area.id in s.targets.areas(named=False)]
        text = texts.named_only(area, named, meant)
        yield _notice("only-named", text, "honest-notice").model_copy(update={"area_id": area.id})


def _uses(day: Day, last: Stretch) -> Iterator[FreeTimeUse]:
    """Yield what would use free minutes, the easiest first; nothing in the early days and with pain.

    More areas would not: other stretches are in already.
    """
    pain, since = day.request.pain, day.request.days_since_injury
    sore = pain is not None and pain >= day.policy.pain_lowest_doses_from
    if sore or (since is not None and since < day.policy.early_until_day):
        return  # a short session is right for today
    if last.position == "supine":  # lying on the back suits this person, and takes no turn
        yield "quiet_end"
    yield "second_round"
    if any(getattr(day.pace, name) < seconds for name, seconds in PACES["slow"]):
        yield "slower_pace"
    if any(not isinstance(wish, StandsBy) for wish in day.allowed.unwanted.values()):
        yield "fewer_wishes"
    yield "larger_catalogue"


def _notice(name: str, text: str, rule_id: str | None = None, stretch_id: str | None = None) -> Notice:
    return Notice(id=name, text=text, rule_id=rule_id, stretch_id=stretch_id, kind=texts.kind_of(name))


def screening_notices(request: PlanRequest, policy: Policy) -> tuple[Notice, ...]:
    """Return what a person must be told about the questions on warning signs; it comes after the general information.

    No other notice depends on the answers, but for a pregnancy stated there.
    """
    return (*_unanswered_questions(request), *_reasons_to_be_seen(request, policy))


def _unanswered_questions(request: PlanRequest) -> Iterator[Notice]:
    unanswered = open_questions(request.screening)
    if len(unanswered) == len(QUESTIONS):
        yield _notice("not-screened", texts.not_screened(), "honest-notice")
    elif unanswered:
        stops = [question.short for question in unanswered if question.urgency != "soon"]
        soon = [question.short for question in unanswered if question.urgency == "soon"]
        yield _notice("partly-screened", texts.partly_screened(stops, soon), "honest-notice")


def _reasons_to_be_seen(request: PlanRequest, policy: Policy) -> Iterator[Notice]:
    for question in soon_notices(request, policy):
        name = f"see-someone-soon-{question.id.replace('_', '-')}"
        yield _notice(name, say(texts.SEE_SOMEONE_SOON[question.id]), question.rule_id)


def _conditions(day: Day, session: Sequence[PlannedStretch]) -> Iterator[Notice]:
    request = day.request
    for condition in texts.CONDITION_ADVICE:
        advice = texts.condition_advice(condition, request.profile.trimester)
        if advice is not None and condition in request.stated_conditions:
            rule_id = CONDITIONS[condition].rule_id
            yield _notice(rule_id, advice, rule_id)
    if request.profile.cleared:
        planned = {entry.stretch.id for entry in session}
        for stretch in day.catalog.stretches:
            # What another condition forbids is not possible, also where somebody chose it.
            if stretch.id not in planned or any(exclusions(stretch, request)):
                continue
            for rule_id, condition in clearances(stretch, request):
                yield _notice("cleared", texts.cleared(stretch.name, condition), rule_id, stretch.id)
