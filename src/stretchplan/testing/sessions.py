"""Plans of chosen stretches and doses with a true summary.

The planner makes only plans that keep the rules. To test a check, these plans may break a rule and are right otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.stretch import Stretch
from stretchplan.inputs.policy import STANDARD, Policy
from stretchplan.inputs.request import PlanRequest
from stretchplan.planning.build.assemble import Goodness, assemble
from stretchplan.planning.model.allowed import Today, sort_out
from stretchplan.planning.model.problem import make_problem
from stretchplan.results.plan import Objective, Plan
from stretchplan.rulebook.bounds import AIM_SECONDS_PER_SIDE
from stretchplan.safety.dosage import Dosage

__all__ = ["measured", "plan_of"]


def plan_of(
    session: Sequence[tuple[str, int, int]], request: PlanRequest, catalog: Catalog, policy: Policy = STANDARD
) -> Plan:
    """Return the plan of a session, whether or not it keeps the rules.

    Parameters
    ----------
    session
        ``(stretch id, sets, amount)`` in order; an amount is seconds (holds and flows) or repetitions.
    request, catalog, policy
        The plan's request, catalogue and policy. It claims to be optimal, which the check cannot refute.
    """
    today = sort_out(catalog, request, policy, ())
    chosen = [(catalog.by_id[name], Dosage(sets, amount)) for name, sets, amount in session]
    objective = measured(chosen, request, today, catalog)
    least = make_problem(catalog, today.doses, policy.pace(request.pace)).shortest_with if today.doses else {}
    return assemble(
        chosen, request, today, least, Goodness(objective, objective, optimal=True), catalog=catalog, policy=policy
    )


def measured(
    session: Sequence[tuple[Stretch, Dosage]], request: PlanRequest, today: Today, catalog: Catalog
) -> Objective:
    """Return the objective of a session, computed from the session.

    The areas that count are those of the request; with none, those of every stretch that is allowed today.
    """
    areas = set(request.targets)
    if not areas:
        for name in today.doses:
            worked = catalog.by_id[name].targets
            areas.update(worked.primary, worked.secondary)
    served = dict.fromkeys(areas, 0)
    work = 0
    for stretch, dosage in session:
        seconds = dosage.sets * stretch.work_seconds(dosage.amount)
        work += seconds * stretch.sides_count
        effective = min(AIM_SECONDS_PER_SIDE, seconds)
        for weight, targets in ((2, stretch.targets.primary), (1, stretch.targets.secondary)):
            for area in areas.intersection(targets):
                served[area] += weight * effective
    positions = [stretch.position for stretch, _ in session]
    return Objective(
        least_served_half_seconds=min(served.values(), default=0),
        total_served_half_seconds=sum(served.values()),
        stretches=len(session),
        stretching_seconds=work,
        position_changes=sum(before != after for before, after in pairwise(positions)),
    )
