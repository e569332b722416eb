"""Check that a plan's summary agrees with its schedule: ``true-summary``."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from stretchplan.base.text import quoted
from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.stretch import Stretch
from stretchplan.inputs.policy import Policy
from stretchplan.inputs.request import PlanRequest
from stretchplan.results.plan import LeftOut, Objective, Prescription
from stretchplan.results.report import Violation
from stretchplan.rulebook.bounds import AIM_SECONDS_PER_SIDE, FULL_AFTER_DAYS, LONGEST_REST_DAYS
from stretchplan.safety.checks.conditions import effects, untrue_effects
from stretchplan.safety.checks.demand import unwanted
from stretchplan.safety.checks.forbidden import Shortest, budget_seconds, forbidden_by, shortest_sessions, standing_by
from stretchplan.safety.checks.last_days import last_days
from stretchplan.safety.checks.reasons import wrong_left_out, wrong_prescription
from stretchplan.safety.checks.recount import MOST_TEXT, Session, Worked, violation
from stretchplan.safety.checks.stand_ins import wrongly_standing_by
from stretchplan.safety.checks.texts_due import form_due

__all__ = ["other_request", "violations"]

_NONE: Final[frozenset[int | None]] = frozenset({None})


def violations(session: Session) -> Iterator[Violation]:
    """Yield what breaks ``true-summary``; some parts need a session that was counted completely."""
    plan = session.plan
    if plan.total_seconds != session.total_seconds:
        stated = f"The plan says that it takes {plan.total_seconds} s"
        yield _untrue(f"{stated}, but its steps add up to {session.total_seconds} s.")
    yield from _bound(session)
    catalog = session.catalog
    if catalog is None:
        return
    yield from _prescriptions(session, catalog)
    if session.complete:
        counted = _counted(session, catalog)
        yield from _coverage(session, catalog, counted)
        yield from _objective(session, catalog)
        yield from _left_out(session, catalog)
    yield from _effects(session)


def other_request(request: PlanRequest, asked: PlanRequest) -> Iterator[Violation]:
    """Yield each field in which a plan's request differs from the one that it must be for.

    A request without a language is answered in the planner's.
    """
    if asked.language is None:
        asked = asked.model_copy(update={"language": request.language})
    stated, wanted = (dict(_fields(one.model_dump(mode="json"))) for one in (request, asked))
    for name in stated | wanted:
        shown, due = stated.get(name), wanted.get(name)
        if shown != due:
            states = f"it has {name} {quoted(shown, MOST_TEXT)}, and {quoted(due, MOST_TEXT)} was asked"
            yield _untrue(f"The plan is for another request: {states}.")


def _fields(request: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the fields of a request, and those of its parts, by their names."""
    for name, value in request.items():
        if isinstance(value, dict):
            yield from ((f"{name}.{part}", inner) for part, inner in value.items())
        else:
            yield name, value


def _prescriptions(session: Session, catalog: Catalog) -> Iterator[Violation]:
    # known-stretch reports unknown ids and ids that are prescribed twice.
    prescribed = {p.stretch_id: p for p in session.plan.prescriptions if p.stretch_id in catalog.by_id}
    if list(prescribed) != list(session.worked):
        yield _untrue(f"The plan prescribes {_list(prescribed)}, but its schedule has {_list(session.worked)}.")
    order = {area: k for k, area in enumerate(catalog.area_ids)}
    for name, worked in session.worked.items():
        if name in prescribed:
            yield from _prescription(session, prescribed[name], worked, order)
            for wrong in wrong_prescription(prescribed[name], worked.stretch, session.plan, catalog):
                yield _untrue(f"The prescription of {worked.stretch.name} {wrong}.")


def _prescription(session: Session, stated: Prescription, worked: Worked, order: dict[str, int]) -> Iterator[Violation]:
    stretch = worked.stretch
    # When the sides differ, both-sides reports it, and the summary may describe either side.
    steps = [session.steps[i] for i in (worked.first_side_steps if worked.even else worked.work)]
    holds = stretch.dose.kind == "hold"
    lengths = {step.seconds for step in steps}
    times: set[int | None] = {None}
    if stretch.breath is not None and not holds:
        # Wrong repetitions break calm-breath and missing ones break whole-schedule, so they are not used here.
        breath = stretch.breath.inhale_seconds + stretch.breath.exhale_seconds
        times = {step.repetitions for step in steps if (step.repetitions or 0) * breath == step.seconds}
        times = times or {stated.repetitions}
    form, _ = form_due(stretch, session.plan.request, session.plan.policy)
    equipment = (*stretch.needs, *(piece for piece in stretch.equipment if piece not in stretch.needs))
    words: tuple[tuple[str, object, object, Callable[[object], str]], ...] = (
        ("name", stated.name, stretch.name, quoted),
        ("position", stated.position, stretch.position, str),
        ("kind", stated.kind, stretch.dose.kind, str),
        ("sides", stated.sides, stretch.sides, str),
        ("equipment", stated.equipment, equipment, _list),
        ("needs", stated.needs, stretch.needs, _list),
        ("areas", stated.areas, _areas(stretch, order, session.plan.policy), _list),
        ("form", stated.form, form and form.id, quoted),
        ("form_name", stated.form_name, form and form.name, quoted),
        ("figure", stated.figure, (form and form.figure) or stretch.figure, quoted),
    )
    for what, value, due, show in words:
        if value != due:
            yield _differs(stretch, what, show(value), show(due))
    for what, number, counted in (
        ("sets", stated.sets, worked.sets),
        ("set_seconds", stated.set_seconds, lengths),
        ("hold_seconds", stated.hold_seconds, lengths if holds else _NONE),
        ("repetitions", stated.repetitions, times),
        ("seconds_per_side", stated.seconds_per_side, worked.seconds_per_side),
    ):
        if number not in counted or (worked.even and len(counted) > 1):
            yield _differs(stretch, what, str(number), " or ".join(sorted({str(value) for value in counted})))


def _areas(stretch: Stretch, order: dict[str, int], policy: Policy) -> tuple[str, ...]:
    targets = stretch.targets
    named = targets.named if policy.named_targets else ()
    kinds = (targets.primary, targets.secondary, named)
    return tuple(area for kind in kinds for area in sorted(kind, key=order.__getitem__))


def _differs(stretch: Stretch, what: str, shown: str, due: str) -> Violation:
    return _untrue(f"The prescription of {stretch.name} has {what} {shown}; it must be {due}.")


class _Counted(NamedTuple):
    """The effective seconds per side of an area, by how the stretches of the session mean it."""

    primary: int = 0
    secondary: int = 0
    named: int = 0

    @property
    def quarters(self) -> int:
        """A primary target counts in full, a secondary one half, a named one a quarter."""
        return 4 * self.primary + 2 * self.secondary + self.named

    @property
    def kind(self) -> str | None:
        """How the stretch that is most for the area means it."""
        return "primary" if self.primary else "secondary" if self.secondary else "named" if self.named else None


def _counted(session: Session, catalog: Catalog, rested: Mapping[str, int] | None = None) -> dict[str, _Counted]:
    """Return the effective seconds per side of each area of the catalogue.

    With the days since stretches were last done, a stretch that is in the table counts for less.
    """
    stated = {p.stretch_id: p.seconds_per_side for p in session.plan.prescriptions}
    primary = dict.fromkeys(catalog.area_ids, 0)
    secondary = dict.fromkeys(catalog.area_ids, 0)
    named = dict.fromkeys(catalog.area_ids, 0)
    for name, worked in session.worked.items():
        claimed = stated.get(name)
        seconds = claimed if claimed in worked.seconds_per_side else min(worked.seconds_per_side)
        effective = min(seconds or 0, AIM_SECONDS_PER_SIDE)
        if rested is not None and rested.get(name, FULL_AFTER_DAYS) < FULL_AFTER_DAYS:
            whole, part = divmod(effective * (rested[name] or 1), FULL_AFTER_DAYS)
            effective = whole + (part > 0)
        for area in worked.stretch.targets.primary:
            primary[area] += effective
        for area in worked.stretch.targets.secondary:
            secondary[area] += effective
        for area in worked.stretch.targets.named if session.plan.policy.named_targets else ():
            named[area] += effective
    return {area: _Counted(primary[area], secondary[area], named[area]) for area in catalog.area_ids}


def _coverage(session: Session, catalog: Catalog, counted: dict[str, _Counted]) -> Iterator[Violation]:
    names = {area.id: area.name for area in catalog.areas}
    stated = session.plan.coverage
    if list(stated) != list(counted):
        must = f"it must list the catalogue's areas in order: {_list(counted)}"
        yield _untrue(f"The coverage lists {_list(list(stated))}; {must}.")
    for area, seconds in counted.items():
        entry = stated.get(area)
        if entry is None:
            continue
        if entry.name != names[area]:
            yield _untrue(f"The coverage of {area} has name {quoted(entry.name)}; it must be {quoted(names[area])}.")
        for what, number, due in (
            ("demanded", entry.demanded, area in session.plan.request.targets),
            ("kind", entry.kind, seconds.kind),
            ("primary_seconds", entry.primary_seconds, seconds.primary),
            ("secondary_seconds", entry.secondary_seconds, seconds.secondary),
            ("named_seconds", entry.named_seconds, seconds.named),
            ("served_half_seconds", entry.served_half_seconds, seconds.quarters // 2),
            ("served_quarter_seconds", entry.served_quarter_seconds, seconds.quarters),
        ):
            if number != due:
                yield _untrue(f"The coverage of {area} has {what} {number}; it must be {due}.")


def _objective(session: Session, catalog: Catalog) -> Iterator[Violation]:
    request = session.plan.request
    areas = set(request.targets)
    if not areas:
        # Without targets, the areas that some allowed and wanted stretch is for count; those that stand by do not.
        waiting = standing_by(session.plan)
        for stretch in catalog.stretches:
            if (
                stretch.id not in waiting
                and unwanted(stretch, request) is None
                and not forbidden_by(stretch, session.plan)
            ):
                areas.update(stretch.targets.primary, stretch.targets.secondary)
    had, rested = last_days(session.plan, catalog)
    counted = _counted(session, catalog, rested)
    served = [counted.get(area, _Counted()).quarters + had.get(area, 0) for area in areas]
    least, total = min(served, default=0), sum(served)
    stated = session.plan.objective
    for what, number, due in (
        ("least_served_quarter_seconds", stated.least_served_quarter_seconds, least),
        ("total_served_quarter_seconds", stated.total_served_quarter_seconds, total),
        ("least_served_half_seconds", stated.least_served_half_seconds, least // 2),
        ("total_served_half_seconds", stated.total_served_half_seconds, total // 2),
        ("stretches", stated.stretches, len(session.worked)),
        ("stretching_seconds", stated.stretching_seconds, session.stretching_seconds),
        ("position_changes", stated.position_changes, session.position_changes),
    ):
        if number != due:
            yield _untrue(f"The objective has {what} {number}; it must be {due}.")
    days = None if request.history is None else sum(rested.get(name, LONGEST_REST_DAYS) for name in session.worked)
    if stated.rested_days != days:
        yield _untrue(f"The objective has rested_days {stated.rested_days}; it must be {days}.")
    if (session.plan.bound.rested_days is None) is not (days is None):
        yield _untrue(f"The bound has rested_days {session.plan.bound.rested_days}; only a plan with a history has it.")


def _bound(session: Session) -> Iterator[Violation]:
    plan = session.plan
    bound, objective = _rank(plan.bound), _rank(plan.objective)
    for what, half in (
        ("least_served_half_seconds", plan.bound.least_served_quarter_seconds // 2),
        ("total_served_half_seconds", plan.bound.total_served_quarter_seconds // 2),
    ):
        stated: int = getattr(plan.bound, what)
        if stated != half:
            yield _untrue(f"The bound has {what} {stated}; in quarter seconds it has {half}.")
    if plan.optimal and bound != objective:
        yield _untrue("The plan says that it is optimal, but its bound differs from its objective.")
    elif bound < objective:
        yield _untrue("The plan's bound is worse than its objective; no plan can be better than its bound.")


def _rank(objective: Objective) -> tuple[int, ...]:
    return (
        objective.least_served_quarter_seconds,
        objective.total_served_quarter_seconds,
        objective.stretches,
        objective.rested_days or 0,
        objective.stretching_seconds,
        -objective.position_changes,
    )


def _left_out(session: Session, catalog: Catalog) -> Iterator[Violation]:
    stated = [entry.stretch_id for entry in session.plan.left_out if entry.stretch_id in catalog.by_id]
    # A stretch that the session only moves to counts as scheduled here; whole-schedule reports it.
    scheduled = {run.stretch_id for run in session.runs}
    due = [name for name in catalog.by_id if name not in scheduled]
    if stated != due:
        must = f"they must list {_list(due)}, in the catalogue's order"
        yield _untrue(f"The left-out entries list {_list(stated)}; {must}.")
    known = [entry for entry in session.plan.left_out if entry.stretch_id in catalog.by_id]
    left_out = [catalog.by_id[entry.stretch_id] for entry in known]
    shortest = shortest_sessions(session.plan, catalog, left_out) if left_out else {}
    for entry in known:
        stretch = catalog.by_id[entry.stretch_id]
        if entry.name != stretch.name:
            must = f"it must be {quoted(stretch.name)}"
            yield _untrue(f"The left-out entry of {quoted(stretch.id)} has name {quoted(entry.name)}; {must}.")
        of_kind = list(_kind(session, entry, stretch, shortest[stretch.id], catalog))
        yield from of_kind
        if not of_kind:  # the reasons of a wrong kind are no second defect
            for wrong in wrong_left_out(entry, stretch, session.plan, shortest[stretch.id], catalog):
                yield _untrue(f"The left-out entry of {stretch.name} {wrong}.")


def _kind(
    session: Session, entry: LeftOut, stretch: Stretch, shortest: Shortest, catalog: Catalog
) -> Iterator[Violation]:
    """Check the kind of a left-out entry, and its rule."""
    request = session.plan.request
    rules = list(forbidden_by(stretch, session.plan))
    avoided = not rules and unwanted(stretch, request) is not None
    waits = entry.kind == "standing_by"
    # Whether an avoided stretch fits the minutes does not matter.
    too_long = False if avoided or waits else shortest.too_long(budget_seconds(session.plan))
    if too_long:
        rules.append("fits-the-minutes")
    if entry.kind == "forbidden":
        # If nothing may come before a strengthening stretch, no session has it: the entry may name the minutes or not.
        # An own rule may allow only longer doses than those counted here. It is not run, so the plan is believed.
        unclear = too_long is None or bool(session.plan.own_rules)
        believed = unclear and not rules and entry.rule_id == "fits-the-minutes"
        if entry.rule_id not in rules and not believed:
            instead = f"it is forbidden by {_list(rules)}" if rules else "no rule forbids it"
            yield _untrue(f"The plan says that {quoted(entry.rule_id)} forbids {stretch.name}; {instead}.")
        return
    left_out = f"{stretch.name} is left out as {entry.kind}"
    if entry.rule_id is not None:
        yield _untrue(f"{left_out}, but its entry names a rule; only a forbidden stretch has one.")
    areas = {*stretch.targets.primary, *stretch.targets.secondary}
    if session.plan.policy.named_targets:
        areas.update(stretch.targets.named)
    missed = bool(request.targets) and request.targets.isdisjoint(areas)
    if entry.kind == "avoided" and not avoided:
        yield _untrue(f"{left_out}, but the request does not avoid it.")
    elif avoided and entry.kind != "avoided":
        yield _untrue(f"{left_out}, but the request avoids it.")
    elif rules:
        yield _untrue(f"{left_out}, but it is forbidden by {_list(rules)}.")
    elif waits:
        for clause in wrongly_standing_by(stretch, session.plan, catalog):
            yield _untrue(f"{left_out}, but {clause}.")
    elif entry.kind == "not_targeted" and not missed:
        yield _untrue(f"{left_out}, but it works an area that counts.")
    elif entry.kind == "beaten" and missed:
        yield _untrue(f"{left_out}, but it works none of the targeted areas.")


def _effects(session: Session) -> Iterator[Violation]:
    for effect in untrue_effects(session):
        shown = f"{quoted(effect.stretch_id)} is {effect.kind} with {effect.condition}"
        yield _untrue(f"The effects say that {shown}; that is wrong or appears more than once.")
    stated = [effect.stretch_id for effect in session.plan.effects]
    due = [effect.stretch_id for effect in effects(session)]
    if stated != due and sorted(stated) == sorted(due):
        yield _untrue("The effects must be in the order of the catalogue's stretches.")


def _list(names: object) -> str:
    shown = [quoted(name) for name in names] if isinstance(names, (list, tuple, dict)) else []
    return ", ".join(shown[:12]) + (f" and {len(shown) - 12} more" if len(shown) > 12 else "") if shown else "nothing"


def _untrue(message: str) -> Violation:
    return violation("true-summary", None, message)
