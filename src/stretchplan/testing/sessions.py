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
from stretchplan.planning.model.problem import make_problem
from stretchplan.planning.model.terms import Terms
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
    doses = day.allowed.doses
    shortest_with = make_problem(catalog, doses, day.allowed.words, day.pace).shortest_with if doses else {}
    return assemble(day, chosen, PlanScore(objective, objective, optimal=True), shortest_with, {})


def measured(day: Day, session: Sequence[PlannedStretch]) -> Objective:
    """Return how good a session is. When no area is demanded, the areas that some allowed stretch works count."""
    areas = set(day.request.targets)
    if not areas:
        for name in day.allowed.doses:
            worked = day.catalog.by_id[name].targets
            areas.update(worked.primary, worked.secondary)
    served = dict.fromkeys(areas, 0)
    work = 0
    for planned in session:
        stretch = planned.stretch
        seconds = planned.dosage.sets * planned.set_seconds
        work += seconds * stretch.sides_count
        effective = min(AIM_SECONDS_PER_SIDE, seconds)
        for weight, targets in ((2, stretch.targets.primary), (1, stretch.targets.secondary)):
            for area in areas.intersection(targets):
                served[area] += weight * effective
    positions = [planned.stretch.position for planned in session]
    return Objective(
        least_served_half_seconds=min(served.values(), default=0),
        total_served_half_seconds=sum(served.values()),
        stretches=len(session),
        stretching_seconds=work,
        position_changes=sum(before != after for before, after in pairwise(positions)),
    )
