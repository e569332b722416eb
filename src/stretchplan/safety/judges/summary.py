"""Whether what a plan says of itself is what its schedule shows: ``true-summary``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stretchplan._base import show
from stretchplan.plan import AreaCoverage, Objective
from stretchplan.safety.judges.leaving import forbidden_by, minutes_forbid
from stretchplan.safety.report import Violation
from stretchplan.safety.rules import AIM_SECONDS_PER_SIDE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stretchplan.catalog.models import Catalog
    from stretchplan.plan import LeftOut, Prescription
    from stretchplan.safety.recount import Session, Worked

__all__ = ["violations"]


def violations(session: Session) -> Iterator[Violation]:
    """Yield what breaks ``true-summary``.

    Parameters
    ----------
    session
        The plan, recounted. What needs every stretch of the session to be known is not judged of others.
    """
    plan = session.plan
    if plan.total_seconds != session.total_seconds:
        yield _untrue(f"The plan says that it takes {plan.total_seconds} s, and its steps add up to {session.total_seconds} s.")
    yield from _bound(session)
    catalog = session.catalog
    if catalog is None:
        return
    yield from _prescriptions(session, catalog)
    if session.complete:
        coverage = _counted_coverage(session, catalog)
        yield from _coverage(session, coverage)
        yield from _objective(session, catalog, coverage)
        yield from _left_out(session, catalog)


def _prescriptions(session: Session, catalog: Catalog) -> Iterator[Violation]:
    # Ids that the catalogue does not know, and ids prescribed twice, are for known-stretch to report.
    prescribed = {p.stretch_id: p for p in session.plan.prescriptions if p.stretch_id in catalog.by_id}
    if list(prescribed) != list(session.worked):
        yield _untrue(
            f"The plan prescribes {_list(prescribed)}, and its schedule has {_list(session.worked)}."
        )
    for name, worked in session.worked.items():
        if name in prescribed:
            yield from _prescription(session, prescribed[name], worked, catalog)


def _prescription(session: Session, told: Prescription, worked: Worked, catalog: Catalog) -> Iterator[Violation]:
    stretch = worked.stretch
    order = {area: k for k, area in enumerate(catalog.area_ids)}
    targets = stretch.targets
    areas = (*sorted(targets.primary, key=order.__getitem__), *sorted(targets.secondary, key=order.__getitem__))
    for what, said, is_ in (
        ("name", told.name, stretch.name),
        ("position", told.position, stretch.position),
        ("sides", told.sides, stretch.sides),
        ("areas", told.areas, areas),
    ):
        if said != is_:
            shown = (_list(said), _list(is_)) if isinstance(said, tuple) and isinstance(is_, tuple) else (show(said), show(is_))
            yield _untrue(f"The prescription of {stretch.name} gives its {what} as {shown[0]}, and the catalogue as {shown[1]}.")
    # Where the sides differ, both-sides says so, and the summary may speak of either.
    steps = [session.steps[i] for i in (worked.leads if worked.even else worked.work)]
    lengths = {step.seconds for step in steps}
    times = {step.repetitions for step in steps}
    holds = stretch.dose.kind == "hold"
    for what, number, counted in (
        ("sets", told.sets, worked.sets),
        ("set_seconds", told.set_seconds, lengths),
        ("hold_seconds", told.hold_seconds, lengths if holds else {None}),
        ("repetitions", told.repetitions, {None} if holds else times),
        ("seconds_per_side", told.seconds_per_side, worked.seconds_per_side),
    ):
        if number not in counted or (worked.even and len(counted) > 1):
            shows = " or ".join(sorted({str(one) for one in counted}))
            yield _untrue(f"The prescription of {stretch.name} says {what} {number}, and the schedule shows {shows}.")


def _counted_coverage(session: Session, catalog: Catalog) -> dict[str, AreaCoverage]:
    told = {p.stretch_id: p.seconds_per_side for p in session.plan.prescriptions}
    primary = dict.fromkeys(catalog.area_ids, 0)
    secondary = dict.fromkeys(catalog.area_ids, 0)
    for name, worked in session.worked.items():
        claimed = told.get(name)
        seconds = claimed if claimed in worked.seconds_per_side else min(worked.seconds_per_side)
        effective = min(seconds or 0, AIM_SECONDS_PER_SIDE)
        for area in worked.stretch.targets.primary:
            primary[area] += effective
        for area in worked.stretch.targets.secondary:
            secondary[area] += effective
    targets = session.plan.request.targets
    return {
        area: AreaCoverage(
            demanded=area in targets,
            primary_seconds=primary[area],
            secondary_seconds=secondary[area],
            served_half_seconds=2 * primary[area] + secondary[area],
        )
        for area in catalog.area_ids
    }


def _coverage(session: Session, counted: dict[str, AreaCoverage]) -> Iterator[Violation]:
    told = session.plan.coverage
    if told.keys() != counted.keys():
        yield _untrue(
            f"The coverage lists {_list(sorted(told))}, and the areas of the catalogue are {_list(sorted(counted))}."
        )
    for area, due in counted.items():
        said = told.get(area, due)
        if said == due:
            continue
        for what in AreaCoverage.model_fields:
            if getattr(said, what) != getattr(due, what):
                yield _untrue(
                    f"The coverage of {show(area)} says {what} {getattr(said, what)}, and counted it is {getattr(due, what)}."
                )


def _objective(session: Session, catalog: Catalog, coverage: dict[str, AreaCoverage]) -> Iterator[Violation]:
    request = session.plan.request
    counted = set(request.targets)
    if not counted:
        # With no area demanded, those count that the rules leave something for.
        for stretch in catalog.stretches:
            if not forbidden_by(stretch, request.days_since_injury):
                counted.update(stretch.targets.primary, stretch.targets.secondary)
    served = [coverage[area].served_half_seconds if area in coverage else 0 for area in counted]
    due = Objective(
        least_served_half_seconds=min(served, default=0),
        total_served_half_seconds=sum(served),
        stretches=len(session.worked),
        stretching_seconds=session.stretching_seconds,
        position_changes=session.position_changes,
    )
    said = session.plan.objective
    if said == due:
        return
    for what in Objective.model_fields:
        if getattr(said, what) != getattr(due, what):
            yield _untrue(f"The objective says {what} {getattr(said, what)}, and counted it is {getattr(due, what)}.")


def _bound(session: Session) -> Iterator[Violation]:
    plan = session.plan
    if plan.optimal and plan.bound != plan.objective:
        yield _untrue("The plan says that it is optimal, and its bound is not its objective.")
    elif _rank(plan.bound) < _rank(plan.objective):
        yield _untrue("The plan's bound, which no plan can better, is worse than its own objective.")


def _rank(objective: Objective) -> tuple[int, ...]:
    return (
        objective.least_served_half_seconds,
        objective.total_served_half_seconds,
        objective.stretches,
        objective.stretching_seconds,
        -objective.position_changes,
    )


def _left_out(session: Session, catalog: Catalog) -> Iterator[Violation]:
    told = [entry.stretch_id for entry in session.plan.left_out if entry.stretch_id in catalog.by_id]
    # What the schedule only moves to counts as scheduled: whole-schedule says that there is no work of it.
    scheduled = {run.stretch_id for run in session.runs}
    due = [name for name in catalog.by_id if name not in scheduled]
    if told != due:
        yield _untrue(f"The plan leaves out {_list(told)}, and its schedule leaves out {_list(due)}, in catalogue order.")
    for entry in session.plan.left_out:
        if entry.stretch_id in catalog.by_id:
            yield from _reason(session, entry, catalog)


def _reason(session: Session, entry: LeftOut, catalog: Catalog) -> Iterator[Violation]:
    stretch = catalog.by_id[entry.stretch_id]
    request = session.plan.request
    if entry.name != stretch.name:
        yield _untrue(f"The left-out entry of {show(stretch.id)} is named {show(entry.name)}, and it is {stretch.name}.")
    forbidden = forbidden_by(stretch, request.days_since_injury)
    if entry.kind == "forbidden":
        rules = [*forbidden, *(["fits-the-minutes"] if minutes_forbid(stretch, request) else [])]
        if entry.rule_id not in rules:
            stands = f"{_list(rules)} does" if rules else "none does"
            yield _untrue(f"The plan says that {show(entry.rule_id)} forbids {stretch.name}, and {stands}.")
        return
    if entry.rule_id is not None:
        yield _untrue(f"{stretch.name} is left out as {entry.kind}, which no rule stands behind, and the entry names one.")
    areas = {*stretch.targets.primary, *stretch.targets.secondary}
    if entry.kind == "not_targeted" and not (request.targets and request.targets.isdisjoint(areas)):
        yield _untrue(f"{stretch.name} is left out as not_targeted, and it works an area that counts.")
    if entry.kind == "beaten" and forbidden:
        yield _untrue(f"{stretch.name} is left out as beaten, and {_list(forbidden)} forbids it.")
    if entry.kind == "avoided":
        yield _untrue(f"{stretch.name} is left out as avoided, and the request avoids nothing.")


def _list(names: object) -> str:
    shown = [show(name) for name in names] if isinstance(names, (list, tuple, dict)) else []
    return ", ".join(shown[:12]) + (f" and {len(shown) - 12} more" if len(shown) > 12 else "") if shown else "nothing"


def _untrue(message: str) -> Violation:
    return Violation(rule_id="true-summary", step=None, message=message)
