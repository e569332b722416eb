"""How does a programme come about? Day by day, each with the sessions before it as its history."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.dosage import Dosage
from stretchplan.catalog.stretch import Form, Stretch
from stretchplan.inputs.history import RecordedDose
from stretchplan.inputs.request import PlanRequest
from stretchplan.planning.build.outline import Outline, advanced
from stretchplan.planning.model.allowed import AllowedToday
from stretchplan.planning.model.problem import WEIGHTS
from stretchplan.planning.model.terms import Terms
from stretchplan.results.plan import AreaCoverage, CatalogRef, Plan, Prescription
from stretchplan.results.programme import (
    PROGRAMME_VERSION,
    DayChange,
    Programme,
    ProgrammeDay,
    ProgrammeRefusal,
    ProgrammeWeek,
    in_weeks,
)
from stretchplan.results.records import as_planned, planned_dose
from stretchplan.results.refusals import Infeasible, NoPlan, SearchExhausted, SeeAClinician
from stretchplan.rulebook.rules import RULES_VERSION
from stretchplan.safety.allowed.forms import form_of, rules_of_today
from stretchplan.safety.allowed.over_time import limits
from stretchplan.words import programme as words

__all__ = ["changes", "make_days", "make_programme", "session_before"]


def make_days(
    outline: Outline,
    plan: Callable[[PlanRequest], Plan],
    allowed: Callable[[PlanRequest], AllowedToday],
    terms: Terms,
) -> Iterator[ProgrammeDay]:
    """Yield each day of a programme when it is asked for; each is planned after the ones before it."""
    history = outline.request.history or ()
    before: PlanRequest | None = None
    for day in outline.days:
        if outline.rests(day):
            yield ProgrammeDay(on=day, kind="rest")
            continue
        try:
            made = plan(outline.asked(day, history))
        except SeeAClinician:
            raise
        except NoPlan as refusal:
            yield ProgrammeDay(on=day, kind="refused", refusal=_refusal(refusal))
            continue
        if before is None:
            before = session_before(made.request)
        yield ProgrammeDay(on=day, kind="session", plan=made, changes=tuple(changes(made, before, allowed, terms)))
        same_day = any(record.on == day for record in made.request.history or ())
        before = None if same_day else made.request  # as session_before returns it
        record = as_planned(made)
        if record is not None:  # its request has a date
            history = (*history, record)


def make_programme(outline: Outline, days: Iterable[ProgrammeDay], catalog: Catalog) -> Programme:
    """Return a programme of its days."""
    all_days = tuple(days)
    return Programme(
        schema_version=PROGRAMME_VERSION,
        request=outline.request,
        catalog=CatalogRef(id=catalog.id, version=catalog.version, digest=catalog.digest, language=catalog.language),
        rules_version=RULES_VERSION,
        days_per_week=outline.days_per_week,
        rest_weekdays=outline.rest_weekdays,
        rest_dates=outline.rest_dates,
        notices=words.notices(begins_low=outline.begins_low),
        days=all_days,
        weeks=tuple(_week(seven, catalog) for seven in in_weeks(all_days)),
    )


def _refusal(error: NoPlan) -> ProgrammeRefusal:
    ways_out = tuple(way.message for way in error.relaxations) if isinstance(error, Infeasible) else ()
    ended = isinstance(error, SearchExhausted)
    return ProgrammeRefusal(kind="search_ended" if ended else "no_plan", message=str(error), ways_out=ways_out)


def _week(days: tuple[ProgrammeDay, ...], catalog: Catalog) -> ProgrammeWeek:
    plans = [day.plan for day in days if day.plan is not None]
    return ProgrammeWeek(
        starts_on=days[0].on,
        days=len(days),
        sessions=len(plans),
        session_seconds=sum(plan.total_seconds for plan in plans),
        stretching_seconds=sum(plan.objective.stretching_seconds for plan in plans),
        coverage={area.id: _together([plan.coverage[area.id] for plan in plans], area.name) for area in catalog.areas},
    )


def _together(parts: list[AreaCoverage], name: str) -> AreaCoverage:
    """Return how much some sessions work an area together."""
    quarters = sum(part.served_quarter_seconds for part in parts)
    kinds = {part.kind for part in parts}
    return AreaCoverage(
        name=name,
        demanded=any(part.demanded for part in parts),
        kind=next((kind for kind in WEIGHTS if kind in kinds), None),
        primary_seconds=sum(part.primary_seconds for part in parts),
        secondary_seconds=sum(part.secondary_seconds for part in parts),
        named_seconds=sum(part.named_seconds for part in parts),
        served_half_seconds=quarters // 2,
        served_quarter_seconds=quarters,
    )


def changes(
    plan: Plan, before: PlanRequest | None, allowed: Callable[[PlanRequest], AllowedToday], terms: Terms
) -> Iterator[DayChange]:
    """Yield what is different from the session before, given as :func:`session_before`; nothing where there was none.

    The rules are read for today and for the date of the session before; a dose is compared with the last one done.
    """
    request, catalog = plan.request, terms.catalog
    if before is None:
        return
    if terms.policy.pace(before) != terms.policy.pace(request):
        text = words.pace(terms.policy.pace(before), terms.policy.pace(request))
        yield DayChange(kind="pace", text=text)
    own = {rule.id for rule in terms.own_rules}  # they may change from day to day as they like
    now = allowed(request).refusals
    then, out = (
        {name: refusal for name, refusal in refusals.items() if refusal.rule_id not in own}
        for refusals in (allowed(before).refusals, now)
    )
    planned = {prescription.stretch_id: prescription for prescription in plan.prescriptions}
    for stretch in catalog.stretches:
        name = stretch.name
        if stretch.id in then and stretch.id not in now:
            rule = then[stretch.id].rule_id
            text = words.allowed(name, rule, request)
            yield DayChange(kind="allowed", stretch_id=stretch.id, name=name, rule_id=rule, text=text)
        elif stretch.id in out and stretch.id not in then:
            rule = out[stretch.id].rule_id
            text = words.forbidden(name, rule, request)
            yield DayChange(kind="forbidden", stretch_id=stretch.id, name=name, rule_id=rule, text=text)
        if stretch.id in planned:
            yield from _of_planned(planned[stretch.id], before, request, terms)


def _of_planned(
    prescription: Prescription, before: PlanRequest, request: PlanRequest, terms: Terms
) -> Iterator[DayChange]:
    stretch = terms.catalog.by_id[prescription.stretch_id]
    last = _last_done(stretch.id, request, terms.catalog)
    dose = planned_dose(prescription)
    if last is None:
        yield DayChange(kind="new", stretch_id=stretch.id, name=stretch.name, text=words.new(stretch.name))
        return
    if _size(dose, stretch) != _size(last, stretch):
        rule = _rule_of_dose(prescription, last, stretch, request)
        text = words.dose(stretch, last, dose, rule)
        yield DayChange(
            kind="dose", stretch_id=stretch.id, name=stretch.name, rule_id=rule, before=last, now=dose, text=text
        )
    then, now = form_of(stretch, before, terms.policy), form_of(stretch, request, terms.policy)
    if then is not now:
        calling = (then, before) if now is None else (now, request)
        text = words.form(stretch.name, _name(then), _name(now))
        rule = _rule_of_form(*calling, terms)
        yield DayChange(kind="form", stretch_id=stretch.id, name=stretch.name, rule_id=rule, text=text)


def _size(dose: RecordedDose, stretch: Stretch) -> tuple[int, int, str]:
    """Return the sets, the amount and the sides of a dose; the amount of a flow is in seconds, however it is stated."""
    amount = dose.amount
    if stretch.dose.kind == "flow" and stretch.breath is not None and dose.repetitions is not None:
        amount = dose.repetitions * stretch.breath.seconds
    return dose.sets, amount, dose.sides


def _name(form: Form | None) -> str | None:
    return None if form is None else form.name


def _rule_of_form(form: Form | None, request: PlanRequest, terms: Terms) -> str | None:
    """Return the rule that calls for a form."""
    today = rules_of_today(request, terms.policy)
    return None if form is None else next((rule for rule in form.rules if rule in today), None)


def _rule_of_dose(prescription: Prescription, last: RecordedDose, stretch: Stretch, request: PlanRequest) -> str | None:
    """Return the rule over time behind another dose; None where the minutes are only shared otherwise."""
    (sets, now, _), (sets_then, then, _) = _size(planned_dose(prescription), stretch), _size(last, stretch)
    less = sets * now < sets_then * then
    found = None
    for limit in limits(stretch, request):
        if limit.rule_id == "one-step-up":
            if limit.raised(Dosage(sets, now)):
                found = limit.rule_id
        elif less:
            found = limit.rule_id
    return found


def session_before(request: PlanRequest) -> PlanRequest | None:
    """Return today's request as of the session before: with its date, and what was before it."""
    today = request.on
    for record in reversed(request.history or ()):
        if today is not None and record.on < today and not record.before_injury:
            earlier = tuple(other for other in request.history or () if other.on < record.on)
            return advanced(request, record.on, earlier)
    return None


def _last_done(stretch_id: str, request: PlanRequest, catalog: Catalog) -> RecordedDose | None:
    """Return the dose of a stretch when it was last done; what replaces a removed stretch counts as that one."""
    for record in reversed(request.history or ()):
        for entry in record.stretches:
            if entry.done is None:
                continue
            stretch = catalog.find(entry.stretch_id)
            if stretch is not None and stretch.id == stretch_id:
                return entry.done
    return None
