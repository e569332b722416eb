"""What is the plan of a session that somebody else chose? It may break a rule, and what it says of itself is true."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from stretchplan.base.bounded import whole
from stretchplan.base.errors import CatalogError, InvalidRequest, Problem
from stretchplan.base.models import read
from stretchplan.base.text import quoted
from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.dosage import Dosage
from stretchplan.catalog.loader import stretch_named
from stretchplan.catalog.stretch import Stretch
from stretchplan.inputs.history import RecordedDose
from stretchplan.planning.build.assemble import MadeBy, PlanScore, assemble
from stretchplan.planning.model.allowed import words_of
from stretchplan.planning.model.day import Day, PlannedStretch
from stretchplan.planning.model.moves import moves, places_of
from stretchplan.planning.model.problem import WEIGHTS, Score, make_problem, worth_today
from stretchplan.planning.model.week import week_before
from stretchplan.planning.search.order import Orders
from stretchplan.results.plan import Objective, Plan
from stretchplan.rulebook.bounds import AIM_SECONDS_PER_SIDE

__all__ = ["MOST_STRETCHES", "Chosen", "GivenDose", "in_order", "laid_out", "levels", "measured", "read_session"]
__all__ += ["score_of"]

GivenDose = Dosage | RecordedDose | Mapping[str, object]
"""What a caller may give for a dose; a mapping is one of a :class:`RecordedDose`, which may leave out the sides."""

Chosen = Sequence[tuple[str, Dosage]]
"""The stretches of a session by id, each with its dose, in order."""

MOST_STRETCHES: Final = 100
"""The most stretches of a session that is put together by hand."""

_MOST_SETS: Final = 10
_MOST_AMOUNT: Final = 3_600
_PAIRS: Final = "give pairs of a stretch and its dose, such as ('cobra_pose', Dosage(sets=1, amount=10))"


def read_session(session: Iterable[tuple[str, GivenDose]], catalog: Catalog) -> Chosen:
    """Return a session that a caller gives, by ids; raise InvalidRequest for what cannot be laid out."""
    given: object = session
    if isinstance(given, (str, bytes, Mapping)) or not isinstance(given, Iterable):
        raise _wrong("session", session, f"{quoted(session)} is not a session; {_PAIRS}")
    chosen: list[tuple[str, Dosage]] = []
    for place, pair in enumerate(session):
        where = f"session[{place}]"
        if place == MOST_STRETCHES:
            raise _wrong("session", "", f"it has more than {MOST_STRETCHES} stretches; give at most so many")
        entry: object = pair
        if not isinstance(entry, (tuple, list)) or len(entry) != 2:
            raise _wrong(where, entry, f"{quoted(entry)} is not a pair; {_PAIRS}")
        name, dose = entry
        try:
            stretch = stretch_named(catalog, name)
        except CatalogError as error:
            problem = error.problems[0]
            raise InvalidRequest(replace(problem, where=where)) from None
        if any(stretch.id == known for known, _ in chosen):
            message = f"{stretch.id!r} is in the session already; a plan has each stretch once, so give it more sets"
            raise _wrong(where, name, message)
        chosen.append((stretch.id, _read_dose(dose, stretch, f"{where}.dose")))
    if not chosen:
        raise _wrong("session", "", "it has no stretch; give at least one")
    return chosen


def _read_dose(dose: object, stretch: Stretch, where: str) -> Dosage:
    if isinstance(dose, Dosage):
        return _in_bounds(dose, where)
    if isinstance(dose, Mapping):
        fields = {"sides": stretch.sides, **{str(name): value for name, value in dose.items()}}
        try:
            dose = read(RecordedDose, fields)
        except InvalidRequest as error:
            inside = [replace(p, where=f"{where}{p.where.removeprefix('dose')}") for p in error.problems]
            raise InvalidRequest(*inside) from None
    if not isinstance(dose, RecordedDose):
        known = "a Dosage, a RecordedDose, or a mapping with sets and hold_seconds or repetitions"
        raise _wrong(where, dose, f"{quoted(dose)} is not a dose; give {known}")
    if dose.sides != stretch.sides:
        message = f"{quoted(dose.sides)} is not how {stretch.name} is done; its sides are {stretch.sides!r}"
        raise _wrong(f"{where}.sides", dose.sides, message)
    kind = stretch.dose.kind
    if kind == "hold" and dose.hold_seconds is None:
        message = f"{stretch.name} is held still and has no repetitions; give hold_seconds"
        raise _wrong(f"{where}.repetitions", dose.repetitions, message)
    if kind == "repetitions" and dose.repetitions is None:
        message = f"{stretch.name} is counted and is not held; give repetitions"
        raise _wrong(f"{where}.hold_seconds", dose.hold_seconds, message)
    breath = stretch.breath.seconds if kind == "flow" and dose.repetitions and stretch.breath is not None else 1
    return _in_bounds(Dosage(dose.sets, dose.amount * breath), where)


def _in_bounds(dose: Dosage, where: str) -> Dosage:
    numbers = []
    for name, most in (("sets", _MOST_SETS), ("amount", _MOST_AMOUNT)):
        number = whole(getattr(dose, name))
        if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= most:
            message = f"{quoted(number)} is not allowed; it must be a whole number from 1 to {most:,}"
            raise _wrong(f"{where}.{name}", number, message)
        numbers.append(number)
    return Dosage(*numbers)


def _wrong(where: str, value: object, message: str) -> InvalidRequest:
    return InvalidRequest(Problem(where, "" if value == "" else quoted(value), message))


def in_order(day: Day, chosen: Chosen) -> tuple[Chosen, bool]:
    """Return stretches in their best order, and whether that is proved; as they are where no order keeps the rules."""
    doses = dict(chosen)
    stretches = [day.catalog.by_id[name] for name in doses]
    problem = make_problem(
        day.catalog,
        {name: (dose,) for name, dose in chosen},
        {one.id: words_of(one, day.request, day.policy) for one in stretches},
        day.pace,
        places=places_of(stretches),
        ordered=day.ordered,
        named=day.named,
    )
    order = Orders(problem.items).best((1 << len(problem.items)) - 1)
    names = [problem.items[i].stretch_id for i in order.sequence]
    return [(name, doses[name]) for name in names] or chosen, order.proved


def laid_out(
    day: Day,
    session: Sequence[PlannedStretch],
    bound: Objective | None,
    shortest_with: Mapping[str, int],
    *,
    optimal: bool = False,
    source: MadeBy = "hand",
    order_proved: bool = True,
) -> Plan:
    """Return the plan of a session, with no reason that compares it; no plan of the day is better than ``bound``."""
    objective = measured(day, session)
    # What breaks a rule may seem better than any plan, and then only its own number bounds it.
    most = objective if bound is None else max(bound, objective, key=levels)
    score = PlanScore(objective, most, optimal, source, order_proved)
    return assemble(_with_places(day, session), session, score, shortest_with, {})


def _with_places(day: Day, session: Sequence[PlannedStretch]) -> Day:
    """Return a day whose moves are long enough between the places of a session too."""
    added = set(places_of(planned.stretch for planned in session)) - set(day.allowed.places)
    if not added:
        return day
    places = {*added, *day.allowed.places}
    return replace(day, moves=moves(places_of(s for s in day.catalog.stretches if s.place in places), day.pace))


def levels(objective: Objective) -> tuple[int, ...]:
    """Return all that an objective states, level by level; more is better."""
    least, total, stretches, *others = objective.rank
    return (least, total, stretches, objective.rested_days or 0, *others)


def score_of(day: Day, session: Sequence[PlannedStretch], unit: int) -> Score:
    """Return how good a session is on the six levels of the search; ``unit`` is what a stretch counts on the third."""
    found = measured(day, session)
    least, total, stretches, work, minus_changes = found.rank
    variety = stretches * unit + (found.rested_days or 0)
    return (least, total, variety, work, minus_changes, -sum(planned.dosage.sets**2 for planned in session))


def measured(day: Day, session: Sequence[PlannedStretch]) -> Objective:
    """Return how good a session is.

    When no area is demanded, those count that are a primary or secondary target of some allowed stretch.
    """
    areas = set(day.request.targets)
    if not areas:
        for name in day.allowed.doses:
            areas |= day.catalog.by_id[name].targets.areas(named=False)
    week = week_before(day.request, day.catalog, named=day.named)
    had = dict(zip(day.catalog.area_ids, week.had, strict=True)) if week is not None else {}
    served = {area: had.get(area, 0) for area in areas}
    work = 0
    for planned in session:
        stretch = planned.stretch
        seconds = planned.dosage.sets * planned.set_seconds
        work += seconds * stretch.sides_count
        effective = min(AIM_SECONDS_PER_SIDE, seconds)
        if week is not None:
            effective = worth_today(effective, week.rested[stretch.id])
        for kind, targets in stretch.targets.by_kind(named=day.named):
            for area in areas.intersection(targets):
                served[area] += WEIGHTS[kind] * effective
    positions = [planned.stretch.place for planned in session]
    changes = sum(before != after for before, after in pairwise(positions))
    rested = None if week is None else sum(week.rested[planned.stretch.id] for planned in session)
    least, total = min(served.values(), default=0), sum(served.values())
    return Objective.of(least, total, len(session), work, changes, rested_days=rested)
