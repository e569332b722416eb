"""What does the record of a session hold? It is made from the plan, and from what differed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import SupportsIndex

from stretchplan.base.errors import InvalidRequest, Problem
from stretchplan.base.models import read
from stretchplan.base.name_sets import list_of
from stretchplan.base.text import did_you_mean, quoted
from stretchplan.base.text import listed as first_of
from stretchplan.inputs.history import RecordedDose, SessionRecord, StretchRecord
from stretchplan.results.plan import Plan, Prescription

__all__ = ["as_planned", "planned_dose", "record_of"]


def record_of(
    plan: Plan,
    *,
    done: Mapping[str, RecordedDose | Mapping[str, object] | None] | None = None,
    stopped_early: bool = False,
    pain_before: SupportsIndex | None = None,
    pain_after: SupportsIndex | None = None,
    pain_next_day: SupportsIndex | None = None,
    aggravated: Collection[str] = (),
    note: str = "",
    finger_to_floor_mm: SupportsIndex | None = None,
) -> SessionRecord:
    """Return the record of a session that was done as planned, but for what is stated to differ.

    Parameters
    ----------
    plan
        The plan of the session. Its request must have a date, ``on``, which is the date of the record.
    done
        What was done otherwise than planned: by the id of a stretch the dose that was done, or None where it was left
        out. A dose may leave out its sides where the stretch was done on those that were planned. A stretch that is
        not named was done as planned. It may name any stretch that the plan lists, also one of
        ``plan.left_out`` that was done all the same. A session that was stopped early must state it, as ``{}`` when
        every stretch was done before the stop.
    stopped_early
        Whether the person stopped before the end.
    pain_before
        Pain just before, 0 to 10; None takes the pain of the request, which may be unknown.
    pain_after, pain_next_day
        Pain just after and on the day after, 0 to 10; None when it is not known.
    aggravated
        Ids of the stretches that made the back worse.
    note
        The person's own words, at most 2,000 characters.
    finger_to_floor_mm
        Distance from the fingertips to the floor in millimetres, 0 to 2,000; None when it was not measured.

    Returns
    -------
    SessionRecord
        Its stretches are in the order of the session; those that were not planned come last, in catalogue order.

    Raises
    ------
    InvalidRequest
        When the request has no date, when ``done`` or ``aggravated`` names a stretch that the plan does not list, when
        a session that was stopped early does not state what was done, or when a value is out of range.

    Examples
    --------
    >>> import stretchplan as sp
    >>> plan = sp.plan(minutes=5, days_since_injury=3, pain=2, on="2026-03-04")
    >>> record = sp.record_of(plan, done={"childs_pose": None}, pain_after=2)
    >>> record.on.isoformat(), record.pain_before
    ('2026-03-04', 2)
    >>> [entry.stretch_id for entry in record.stretches if entry.done is None]
    ['childs_pose']
    """
    if not isinstance(plan, Plan):
        raise _wrong("plan", plan, f"{quoted(plan)} is not a plan; give a Plan")
    if plan.request.on is None:
        raise _wrong("on", None, "the request of this plan has no date; plan with on, the date of the session")
    planned = {prescription.stretch_id: prescription for prescription in plan.prescriptions}
    listed = dict.fromkeys((*planned, *(left.stretch_id for left in plan.left_out)))
    if done is not None and not isinstance(done, Mapping):
        raise _wrong("done", done, f"{quoted(done)} is not allowed; give a table of doses by the ids of stretches")
    if stopped_early and done is None:
        raise _wrong(
            "done", None, "the session was stopped early; give what was done of it, or {} when every stretch was done"
        )
    other = {} if done is None else done
    _known(other, listed, "done")
    if isinstance(aggravated, (str, bytes)) or not isinstance(aggravated, Collection):
        message = f"{quoted(aggravated)} is not allowed; {list_of('stretches', 'cobra_pose')}"
        raise _wrong("aggravated", aggravated, message)
    _known(aggravated, listed, "aggravated")
    stretches = []
    for name in listed:
        dose = planned_dose(planned[name]) if name in planned else None
        actual = _stated(other[name], name, dose) if name in other else dose
        if name in planned or actual is not None or name in aggravated:
            stretches.append(StretchRecord(stretch_id=name, planned=dose, done=actual, aggravated=name in aggravated))
    return SessionRecord(
        on=plan.request.on,
        stretches=stretches,
        stopped_early=stopped_early,
        pain_before=plan.request.pain if pain_before is None else pain_before,
        pain_after=pain_after,
        pain_next_day=pain_next_day,
        finger_to_floor_mm=finger_to_floor_mm,
        note=note,
    )


def _wrong(where: str, value: object, message: str, suggestion: str | None = None) -> InvalidRequest:
    return InvalidRequest(Problem(where, "" if value is None else quoted(value), message, suggestion))


def _known(named: Collection[str], listed: Mapping[str, None], where: str) -> None:
    for name in named:
        if not isinstance(name, str) or name not in listed:
            hint, suggestion = did_you_mean(name, listed, f"it lists {first_of(listed)}")
            raise _wrong(where, name, f"the plan lists no stretch {quoted(name)}; {hint}", suggestion)


def as_planned(plan: Plan) -> SessionRecord | None:
    """Return the record of a session done as planned, after which the pain stayed as it was.

    None for a plan that nobody made: without a date, or with a dose that no record can state.

    Where the pain is not stated, none is recorded before, and 0 on the day after: the session has settled.
    """
    pain = plan.request.pain
    if plan.request.on is None:
        return None
    try:
        doses = [(prescription.stretch_id, planned_dose(prescription)) for prescription in plan.prescriptions]
        return SessionRecord(
            on=plan.request.on,
            stretches=[StretchRecord(stretch_id=name, planned=dose, done=dose) for name, dose in doses],
            pain_before=pain,
            pain_after=pain,
            pain_next_day=pain or 0,
        )
    except InvalidRequest:
        return None


def planned_dose(prescription: Prescription) -> RecordedDose:
    """Return the dose of a plan as a record states it."""
    return RecordedDose(
        sets=prescription.sets,
        hold_seconds=prescription.hold_seconds,
        repetitions=prescription.repetitions,
        sides=prescription.sides,
    )


def _stated(
    dose: RecordedDose | Mapping[str, object] | None, name: str, planned: RecordedDose | None
) -> RecordedDose | None:
    if dose is None or isinstance(dose, RecordedDose):
        return dose
    given: object = dose
    if not isinstance(given, Mapping):
        message = f"{quoted(dose)} is not allowed; give the dose that was done, or None where it was left out"
        raise _wrong(f"done.{name}", dose, message)
    try:
        return read(RecordedDose, ({} if planned is None else {"sides": planned.sides}) | dict(dose))
    except InvalidRequest as error:
        raise InvalidRequest(*(_inside(f"done.{name}", problem) for problem in error.problems)) from None


def _inside(where: str, problem: Problem) -> Problem:
    """Return a problem of a dose with its place in ``done``."""
    return replace(problem, where=where + problem.where.removeprefix("dose"))
