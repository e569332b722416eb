"""What is the plan of chosen stretches and doses? It may break a rule, and its summary is true.

The planner makes only plans that keep the rules, and a test of the checker needs plans that break one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from stretchplan.catalog.catalog import Catalog
from stretchplan.inputs.policy import STANDARD, Policy
from stretchplan.inputs.request import PlanRequest
from stretchplan.planning.build.assemble import PlanScore, assemble
from stretchplan.planning.model.day import Day, PlannedStretch
from stretchplan.planning.model.problem import WEIGHTS, worth_today
from stretchplan.planning.model.terms import Terms
from stretchplan.planning.model.week import week_before
from stretchplan.results.plan import Objective, Plan
from stretchplan.rulebook.bounds import AIM_SECONDS_PER_SIDE
from stretchplan.safety.dosage import Dosage

__all__ = ["measured", "plan_of"]


def plan_of(
    session: Sequence[tuple[str, int, int]], request: PlanRequest, catalog: Catalog, policy: Policy = STANDARD
) -> Plan:
    """Return the plan of a session of ``(stretch id, sets, amount)``, whether or not it keeps the rules.

    An amount is seconds (holds and flows) or repetitions. The plan claims to be optimal; the checker cannot refute it.
    """
    day = Day.resolve(Terms(catalog, policy), request)
    chosen = [day.planned(name, Dosage(sets, amount)) for name, sets, amount in session]
    objective = measured(day, chosen)
    shortest_with = day.problem().shortest_with if day.allowed.doses else {}
    return assemble(day, chosen, PlanScore(objective, objective, optimal=True), shortest_with, {})


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
