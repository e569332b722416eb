"""Check what must hold across the days of a programme: its dates, its rest days, its requests and what it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import zip_longest

from stretchplan.base.errors import InvalidRequest
from stretchplan.base.text import quoted
from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.stretch import Stretch
from stretchplan.inputs.history import RecordedDose, SessionRecord
from stretchplan.inputs.request import Pace, PlanRequest
from stretchplan.inputs.screening import QUESTIONS
from stretchplan.results.plan import Plan, Prescription
from stretchplan.results.programme import (
    PROGRAMME_VERSION,
    WEEKDAYS,
    DayChange,
    Programme,
    ProgrammeDay,
    ProgrammeWeek,
    in_weeks,
)
from stretchplan.results.records import as_planned, planned_dose
from stretchplan.results.report import Violation
from stretchplan.rulebook.rules import RULES_VERSION
from stretchplan.safety.checks.forbidden import forbidden_by
from stretchplan.safety.checks.over_time import rule_of_dose
from stretchplan.safety.checks.pace import pace_due
from stretchplan.safety.checks.texts_due import form_due
from stretchplan.words import programme as words

__all__ = ["violations"]


def violations(programme: Programme, catalog: Catalog | None) -> Iterator[Violation]:
    """Yield what breaks a rule of the family ``programme``."""
    yield from _versions(programme)
    skipped = list(_days(programme))
    yield from skipped
    yield from _rest(programme)
    yield from _signs(programme)
    yield from _requests(programme)
    if not skipped:  # else every week after it is another one
        yield from _weeks(programme, catalog)
    due = [words.notices(begins_low=False)]
    if not programme.request.history:
        due.append(words.notices(begins_low=True))
    if programme.notices not in due:
        yield _broken("true-programme", None, "The notices are not those of a programme.")
    for day in programme.days:
        ours = None if catalog is None else (catalog.id, catalog.version, catalog.digest, catalog.language)
        if day.plan is None:
            if day.changes:
                yield _broken("true-programme", day.on, "A day without a session states changes.")
        elif day.plan.catalog != programme.catalog:
            yield _broken("true-programme", day.on, "The plan is of another catalogue than the programme.")
        elif catalog is not None and ours == tuple(value for _, value in day.plan.catalog):
            yield from _changes(day, day.plan, catalog)


def _broken(rule_id: str, on: date | None, message: str) -> Violation:
    return Violation(rule_id=rule_id, step=None, message=message, on=on)


def _versions(programme: Programme) -> Iterator[Violation]:
    if programme.schema_version.partition(".")[0] != PROGRAMME_VERSION.partition(".")[0]:
        shown = quoted(programme.schema_version)
        message = f"The programme has the schema {shown}; this checker reads {PROGRAMME_VERSION}."
        yield _broken("programme-shape", None, message)
    if programme.rules_version != RULES_VERSION:
        message = (
            f"The programme was made under rules {quoted(programme.rules_version)}; this checker has {RULES_VERSION}."
        )
        yield _broken("known-version", None, message)


def _days(programme: Programme) -> Iterator[Violation]:
    """Yield each date that does not follow the one before it, and each day that is not what it says."""
    before: date | None = None
    for day in programme.days:
        if before is not None and day.on.toordinal() != before.toordinal() + 1:
            yield _broken("each-day-once", day.on, f"This day comes after {before}; a programme has every day once.")
        before = day.on
        holds = {"session": (True, False), "rest": (False, False), "refused": (False, True)}[day.kind]
        if (day.plan is not None, day.refusal is not None) != holds:
            what = {"session": "a plan alone", "rest": "neither plan nor refusal", "refused": "a refusal alone"}
            yield _broken("each-day-once", day.on, f"A day of the kind {day.kind!r} must have {what[day.kind]}.")


def _signs(programme: Programme) -> Iterator[Violation]:
    """Yield each answer about warning signs that leaves no session on any day."""
    screening = programme.request.screening
    for question in QUESTIONS:
        if question.urgency != "soon" and screening is not None and getattr(screening, question.id) == "yes":
            message = f"The answer to {question.id!r} is yes; nobody may be given a programme before that is seen."
            yield _broken(question.rule_id, None, message)


def _rest(programme: Programme) -> Iterator[Violation]:
    dates = list(programme.rest_dates)
    if dates != sorted(set(dates)) or any(not programme.starts_on <= day <= programme.ends_on for day in dates):
        yield _broken("rest-days", None, "The rest dates are not days of the programme, each once and in order.")
    stated = {day.toordinal() for day in programme.rest_dates}
    recent: list[int] = []
    for day in programme.days:
        number, weekday = day.on.toordinal(), WEEKDAYS[day.on.weekday()]
        is_rest = weekday in programme.rest_weekdays or number in stated
        if is_rest != (day.kind == "rest"):
            said = f"This {weekday.capitalize()} is {'a' if is_rest else 'no'} rest day, and its kind is {day.kind!r}."
            yield _broken("rest-days", day.on, said)
        if day.kind == "session":
            recent = [earlier for earlier in recent if number - earlier < 7] + [number]
            if len(recent) > programme.days_per_week:
                message = f"There are {len(recent)} sessions in seven days; days_per_week is {programme.days_per_week}."
                yield _broken("rest-days", day.on, message)


def _requests(programme: Programme) -> Iterator[Violation]:
    """Yield each plan that is not for the programme's person, on its own date, after the sessions before it."""
    first = programme.request
    if first.on is None or first.on != programme.days[0].on:
        message = f"The request of the programme is for {first.on}; its first day is {programme.days[0].on}."
        yield _broken("days-advance", None, message)
        return
    if first.history is None:
        yield _broken("days-advance", None, "The request of the programme has no history; a programme has one.")
        return
    plans = [day.plan for day in programme.days if day.plan is not None]
    done: list[SessionRecord] = list(first.history)
    for day in programme.days:
        plan = day.plan
        if plan is None:
            continue
        since = first.days_since_injury
        if since is not None:
            since += day.on.toordinal() - first.on.toordinal()
        try:
            due = first.model_copy(update={"on": day.on, "days_since_injury": since, "history": tuple(done)})
        except InvalidRequest as error:
            yield _broken("days-advance", day.on, f"No request can be for this day: {error}.")
            return
        for name in type(due).model_fields:
            if getattr(plan.request, name) != getattr(due, name):
                yield _broken("days-advance", day.on, _other_request(name, plan.request, due))
                break
        if (plan.policy, plan.own_rules) != (plans[0].policy, plans[0].own_rules):
            message = "The policy or the caller's own rules are other ones than in the first session."
            yield _broken("days-advance", day.on, message)
        record = as_planned(plan.model_copy(update={"request": due}))
        if record is not None:
            done.append(record)


def _other_request(name: str, given: PlanRequest, due: PlanRequest) -> str:
    if name == "history":
        return "The history of the plan is not that of the programme with each earlier session as planned."
    return (
        f"The request of the plan has {name} {quoted(getattr(given, name))}; it must be {quoted(getattr(due, name))}."
    )


def _weeks(programme: Programme, catalog: Catalog | None) -> Iterator[Violation]:
    names = None if catalog is None or catalog.id != programme.catalog.id else {a.id: a.name for a in catalog.areas}
    for number, (stated, days) in enumerate(zip_longest(programme.weeks, in_weeks(programme.days)), start=1):
        named = stated is not None and (names is None or names == {k: v.name for k, v in stated.coverage.items()})
        if stated is None or days is None or not named or not _holds(stated, days):
            yield _broken("true-programme", None, f"Week {number} does not state what its days hold.")


def _holds(week: ProgrammeWeek, days: Sequence[ProgrammeDay]) -> bool:
    """Return whether a week states what its days hold."""
    plans = [day.plan for day in days if day.plan is not None]
    seconds = sum(step.seconds for plan in plans for step in plan.schedule)
    work = sum(s.seconds for plan in plans for s in plan.schedule if s.kind in ("hold", "flow", "repeat"))
    if (week.starts_on, week.days, week.sessions) != (days[0].on, len(days), len(plans)):
        return False
    if (week.session_seconds, week.stretching_seconds) != (seconds, work):
        return False
    for area_id, stated in week.coverage.items():
        parts = [plan.coverage.get(area_id) for plan in plans]
        found = [part for part in parts if part is not None]
        if len(found) != len(plans):
            return False
        best = [kind for kind in ("primary", "secondary", "named") if any(part.kind == kind for part in found)]
        for name in ("primary_seconds", "secondary_seconds", "named_seconds", "served_quarter_seconds"):
            if getattr(stated, name) != sum(getattr(part, name) for part in found):
                return False
        if stated.served_half_seconds != stated.served_quarter_seconds // 2 or stated.kind != next(iter(best), None):
            return False
        if stated.demanded != any(part.demanded for part in found) or any(p.name != stated.name for p in found):
            return False
    return all(area_id in week.coverage for plan in plans for area_id in plan.coverage)


def _changes(day: ProgrammeDay, plan: Plan, catalog: Catalog) -> Iterator[Violation]:
    """Yield the first change of a day that is not due, or that is missing."""
    for stated, due in zip_longest(day.changes, due_changes(plan, catalog)):
        if due is None or stated not in due:
            if stated is None:
                message = f"A change is missing: {due[0].text}" if due else "A change is missing."
            else:
                message = f"This change is not due: {quoted(stated.text)}."
            yield _broken("true-programme", day.on, message)
            return


def due_changes(plan: Plan, catalog: Catalog) -> Iterator[tuple[DayChange, ...]]:
    """Yield what is different from the session before; each change in the ways in which it may be stated.

    Several rules may stand against a stretch, and a change may name any of them.
    """
    request = plan.request
    before = _as_of_the_last_session(request)
    if before is None:
        return
    pace_then, pace_now = (_pace(asked, plan) for asked in (before, request))
    if pace_then != pace_now:
        yield (DayChange(kind="pace", text=words.pace(pace_then, pace_now)),)
    then_plan = plan.model_copy(update={"request": before, "own_rules": ()})
    library_now = plan.model_copy(update={"own_rules": ()})
    planned = {prescription.stretch_id: prescription for prescription in plan.prescriptions}
    for stretch in catalog.stretches:
        then, now = forbidden_by(stretch, then_plan), forbidden_by(stretch, plan)
        if then and not now:
            yield tuple(
                _of(stretch, kind="allowed", rule_id=rule, text=words.allowed(stretch.name, rule, request))
                for rule in then
            )
        elif not then and forbidden_by(stretch, library_now):
            yield tuple(
                _of(stretch, kind="forbidden", rule_id=rule, text=words.forbidden(stretch.name, rule, request))
                for rule in forbidden_by(stretch, library_now)
            )
        if stretch.id in planned:
            yield from _of_planned(stretch, planned[stretch.id], before, plan, catalog)


def _pace(request: PlanRequest, plan: Plan) -> Pace:
    """Return the pace of a session under the policy of a plan."""
    due, least = pace_due(request, plan.policy), plan.policy.least_pace
    return Pace.model_validate({name: max(value, getattr(least, name)) for name, value in due})


def _of(stretch: Stretch, **fields: object) -> DayChange:
    return DayChange.model_validate({"stretch_id": stretch.id, "name": stretch.name, **fields})


def _of_planned(
    stretch: Stretch, prescription: Prescription, before: PlanRequest, plan: Plan, catalog: Catalog
) -> Iterator[tuple[DayChange, ...]]:
    request, dose = plan.request, planned_dose(prescription)
    done = [
        entry.done
        for record in request.history or ()
        for entry in record.stretches
        if entry.done is not None and catalog.find(entry.stretch_id) == stretch
    ]
    if not done:
        yield (_of(stretch, kind="new", text=words.new(stretch.name)),)
        return
    last = done[-1]
    amount, amount_then = _amount(dose, stretch), _amount(last, stretch)
    if (dose.sets, amount, dose.sides) != (last.sets, amount_then, last.sides):
        less = dose.sets * amount < last.sets * amount_then
        rule = rule_of_dose(stretch, dose.sets, amount, request, less=less)
        text = words.dose(stretch, last, dose, rule)
        yield (_of(stretch, kind="dose", rule_id=rule, before=last, now=dose, text=text),)
    form_then, rule_then = form_due(stretch, before, plan.policy)
    form_now, rule_now = form_due(stretch, request, plan.policy)
    if form_then != form_now:
        text = words.form(
            stretch.name, None if form_then is None else form_then.name, None if form_now is None else form_now.name
        )
        rule = rule_then if form_now is None else rule_now
        yield (_of(stretch, kind="form", rule_id=rule, text=text),)


def _amount(dose: RecordedDose, stretch: Stretch) -> int:
    """Return the seconds or repetitions of a set; a flow is counted in seconds."""
    if dose.hold_seconds is not None:
        return dose.hold_seconds
    breath = stretch.breath if stretch.dose.kind == "flow" else None
    return (dose.repetitions or 0) * (1 if breath is None else breath.inhale_seconds + breath.exhale_seconds)


def _as_of_the_last_session(request: PlanRequest) -> PlanRequest | None:
    """Return today's request with the date of the last session before today, and what was before that."""
    if request.on is None:
        return None
    days = [r.on for r in request.history or () if r.on.toordinal() < request.on.toordinal() and not r.before_injury]
    if not days:
        return None
    last = max(days)
    since = request.days_since_injury
    if since is not None:
        since -= request.on.toordinal() - last.toordinal()
    history = tuple(record for record in request.history or () if record.on.toordinal() < last.toordinal())
    return request.model_copy(update={"on": last, "days_since_injury": since, "history": history})
