"""Whether what a plan says of itself is what its schedule shows: ``true-summary``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stretchplan.base.text import quoted
from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.stretch import Stretch
from stretchplan.results.plan import LeftOut, Objective, Prescription
from stretchplan.results.report import Violation
from stretchplan.rulebook.bounds import AIM_SECONDS_PER_SIDE
from stretchplan.safety.checks.conditions import effects, untrue_effects
from stretchplan.safety.checks.demand import unwanted
from stretchplan.safety.checks.forbidden import forbidden_by, minutes_forbid
from stretchplan.safety.checks.recount import Session, Worked

__all__ = ["violations"]

_NONE: Final[frozenset[int | None]] = frozenset({None})


def violations(session: Session) -> Iterator[Violation]:
    """Yield what breaks ``true-summary``.

    Parameters
    ----------
    session
        The plan, recounted. What needs every stretch of the session to be known is not judged of others.
    """
    plan = session.plan
    if plan.total_seconds != session.total_seconds:
        yield _untrue(
            f"The plan says that it takes {plan.total_seconds} s, and its steps add up to {session.total_seconds} s."
        )
    yield from _bound(session)
    catalog = session.catalog
    if catalog is None:
        return
    yield from _prescriptions(session, catalog)
    if session.complete:
        counted = _counted(session, catalog)
        yield from _coverage(session, catalog, counted)
        yield from _objective(session, catalog, counted)
        yield from _left_out(session, catalog)
    yield from _effects(session)


def _prescriptions(session: Session, catalog: Catalog) -> Iterator[Violation]:
    # Ids that the catalogue does not know, and ids prescribed twice, are for known-stretch to report.
    prescribed = {p.stretch_id: p for p in session.plan.prescriptions if p.stretch_id in catalog.by_id}
    if list(prescribed) != list(session.worked):
        yield _untrue(f"The plan prescribes {_list(prescribed)}, and its schedule has {_list(session.worked)}.")
    order = {area: k for k, area in enumerate(catalog.area_ids)}
    for name, worked in session.worked.items():
        if name in prescribed:
            yield from _prescription(session, prescribed[name], worked, order)


def _prescription(session: Session, told: Prescription, worked: Worked, order: dict[str, int]) -> Iterator[Violation]:
    stretch = worked.stretch
    # Where the sides differ, both-sides says so, and the summary may speak of either.
    steps = [session.steps[i] for i in (worked.first_side_steps if worked.even else worked.work)]
    holds = stretch.dose.kind == "hold"
    lengths = {steps[0].seconds} if len(steps) == 1 else {step.seconds for step in steps}
    times: set[int | None] = {None}
    if stretch.breath is not None and not holds:
        # A number of repetitions that does not fit the seconds is for calm-breath to report, a missing one for
        # whole-schedule; neither says what the prescription should be.
        breath = stretch.breath.inhale_seconds + stretch.breath.exhale_seconds
        times = {step.repetitions for step in steps if (step.repetitions or 0) * breath == step.seconds}
        times = times or {told.repetitions}
    if told.name != stretch.name:
        yield _differs(stretch, "name", quoted(told.name), stretch.name)
    if told.position != stretch.position:
        yield _differs(stretch, "position", told.position, stretch.position)
    if told.kind != stretch.dose.kind:
        yield _differs(stretch, "kind", told.kind, stretch.dose.kind)
    if told.sides != stretch.sides:
        yield _differs(stretch, "sides", told.sides, stretch.sides)
    equipment = (*stretch.needs, *(piece for piece in stretch.equipment if piece not in stretch.needs))
    if told.equipment != equipment:
        yield _differs(stretch, "equipment", _list(told.equipment), _list(equipment))
    areas = _areas(stretch, order)
    if told.areas != areas:
        yield _differs(stretch, "areas", _list(told.areas), _list(areas))
    for what, number, counted in (
        ("sets", told.sets, worked.sets),
        ("set_seconds", told.set_seconds, lengths),
        ("hold_seconds", told.hold_seconds, lengths if holds else _NONE),
        ("repetitions", told.repetitions, times),
        ("seconds_per_side", told.seconds_per_side, worked.seconds_per_side),
    ):
        if number not in counted or (worked.even and len(counted) > 1):
            yield _differs(stretch, what, str(number), " or ".join(sorted({str(one) for one in counted})))


def _areas(stretch: Stretch, order: dict[str, int]) -> tuple[str, ...]:
    primary, secondary = stretch.targets.primary, stretch.targets.secondary
    if len(primary) > 1:
        primary = tuple(sorted(primary, key=order.__getitem__))
    if len(secondary) > 1:
        secondary = tuple(sorted(secondary, key=order.__getitem__))
    return primary + secondary


def _differs(stretch: Stretch, what: str, told: str, is_: str) -> Violation:
    return _untrue(f"The prescription of {stretch.name} says {what} {told}, and it is {is_}.")


def _counted(session: Session, catalog: Catalog) -> dict[str, tuple[int, int]]:
    """Return what each area gets: effective seconds per side as a primary and as a secondary target."""
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
    return {area: (primary[area], secondary[area]) for area in catalog.area_ids}


def _coverage(session: Session, catalog: Catalog, counted: dict[str, tuple[int, int]]) -> Iterator[Violation]:
    names = {area.id: area.name for area in catalog.areas}
    told = session.plan.coverage
    targets = session.plan.request.targets
    if list(told) != list(counted):
        yield _untrue(
            f"The coverage lists {_list(list(told))}, and the areas of the catalogue are {_list(list(counted))}, "
            "in this order."
        )
    for area, (primary, secondary) in counted.items():
        said = told.get(area)
        if said is None:
            continue
        if said.name != names[area]:
            yield _untrue(f"The coverage of {area} says name {quoted(said.name)}, and it is {names[area]}.")
        for what, number, due in (
            ("demanded", said.demanded, area in targets),
            ("primary_seconds", said.primary_seconds, primary),
            ("secondary_seconds", said.secondary_seconds, secondary),
            ("served_half_seconds", said.served_half_seconds, 2 * primary + secondary),
        ):
            if number != due:
                yield _untrue(f"The coverage of {area} says {what} {number}, and counted it is {due}.")


def _objective(session: Session, catalog: Catalog, counted: dict[str, tuple[int, int]]) -> Iterator[Violation]:
    request = session.plan.request
    areas = set(request.targets)
    if not areas:
        # With no area demanded, those count that the rules and the person's wishes leave something for.
        for stretch in catalog.stretches:
            if unwanted(stretch, request) is None and not forbidden_by(stretch, session.plan):
                areas.update(stretch.targets.primary, stretch.targets.secondary)
    served = [2 * primary + secondary for primary, secondary in (counted.get(area, (0, 0)) for area in areas)]
    said = session.plan.objective
    for what, number, due in (
        ("least_served_half_seconds", said.least_served_half_seconds, min(served, default=0)),
        ("total_served_half_seconds", said.total_served_half_seconds, sum(served)),
        ("stretches", said.stretches, len(session.worked)),
        ("stretching_seconds", said.stretching_seconds, session.stretching_seconds),
        ("position_changes", said.position_changes, session.position_changes),
    ):
        if number != due:
            yield _untrue(f"The objective says {what} {number}, and counted it is {due}.")


def _bound(session: Session) -> Iterator[Violation]:
    plan = session.plan
    bound, objective = _rank(plan.bound), _rank(plan.objective)
    if plan.optimal and bound != objective:
        yield _untrue("The plan says that it is optimal, and its bound is not its objective.")
    elif bound < objective:
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
        yield _untrue(
            f"The plan leaves out {_list(told)}, and its schedule leaves out {_list(due)}, in catalogue order."
        )
    for entry in session.plan.left_out:
        if entry.stretch_id in catalog.by_id:
            yield from _reason(session, entry, catalog)


def _reason(session: Session, entry: LeftOut, catalog: Catalog) -> Iterator[Violation]:
    stretch = catalog.by_id[entry.stretch_id]
    request = session.plan.request
    if entry.name != stretch.name:
        yield _untrue(
            f"The left-out entry of {quoted(stretch.id)} is named {quoted(entry.name)}, and it is {stretch.name}."
        )
    if not entry.reason.strip():
        yield _untrue(f"The left-out entry of {stretch.name} gives no reason.")
    rules = list(forbidden_by(stretch, session.plan))
    avoided = not rules and unwanted(stretch, request) is not None
    # What the person does not want has no session to time.
    timed = False if avoided else minutes_forbid(stretch, session.plan, catalog)
    if timed:
        rules.append("fits-the-minutes")
    if entry.kind == "forbidden":
        # With nothing to go before a strengthening stretch, whether it is the minutes that forbid it is moot.
        if entry.rule_id not in rules and not (timed is None and not rules and entry.rule_id == "fits-the-minutes"):
            stands = f"{_list(rules)} does" if rules else "none does"
            yield _untrue(f"The plan says that {quoted(entry.rule_id)} forbids {stretch.name}, and {stands}.")
        return
    if entry.rule_id is not None:
        yield _untrue(
            f"{stretch.name} is left out as {entry.kind}, which no rule stands behind, and the entry names one."
        )
    areas = {*stretch.targets.primary, *stretch.targets.secondary}
    missed = bool(request.targets) and request.targets.isdisjoint(areas)
    if entry.kind == "avoided" and not avoided:
        yield _untrue(f"{stretch.name} is left out as avoided, and no wish of the request keeps it out.")
    elif avoided and entry.kind != "avoided":
        yield _untrue(f"{stretch.name} is left out as {entry.kind}, and the request avoids it.")
    elif rules:
        yield _untrue(f"{stretch.name} is left out as {entry.kind}, and {_list(rules)} forbids it.")
    elif entry.kind == "not_targeted" and not missed:
        yield _untrue(f"{stretch.name} is left out as not_targeted, and it works an area that counts.")
    elif entry.kind == "beaten" and missed:
        yield _untrue(f"{stretch.name} is left out as beaten, and it works none of the areas demanded.")


def _effects(session: Session) -> Iterator[Violation]:
    for effect in untrue_effects(session):
        yield _untrue(
            f"The effects say that {quoted(effect.stretch_id)} is {effect.kind} with {effect.condition}, and that is "
            "not so or stands there too often."
        )
    told = [effect.stretch_id for effect in session.plan.effects]
    due = [effect.stretch_id for effect in effects(session)]
    if told != due and sorted(told) == sorted(due):
        yield _untrue("The effects are not in the order of the catalogue's stretches.")


def _list(names: object) -> str:
    shown = [quoted(name) for name in names] if isinstance(names, (list, tuple, dict)) else []
    return ", ".join(shown[:12]) + (f" and {len(shown) - 12} more" if len(shown) > 12 else "") if shown else "nothing"


def _untrue(message: str) -> Violation:
    return Violation(rule_id="true-summary", step=None, message=message)
