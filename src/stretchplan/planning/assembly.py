"""From a session to a plan: stretches with their doses, in order, put into everything that a plan says of them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from stretchplan.bounds import AIM_SECONDS_PER_SIDE
from stretchplan.planning import explain
from stretchplan.planning.schedule import lay_out
from stretchplan.plans import SCHEMA_VERSION, CatalogRef, Objective, Plan
from stretchplan.safety.rules import RULES_VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stretchplan.catalog.models import Catalog, Stretch
    from stretchplan.planning.counterfactual import Otherwise
    from stretchplan.planning.today import Today
    from stretchplan.plans import OwnRuleRef
    from stretchplan.policy import Policy
    from stretchplan.request import PlanRequest
    from stretchplan.safety.dosage import Dosage

__all__ = ["Goodness", "assemble", "measured"]


class Goodness(NamedTuple):
    """How good a session is, and how good one could be at best.

    Attributes
    ----------
    objective, bound
        Its own, and what no session can exceed.
    optimal
        Whether that is proved to be the same.
    """

    objective: Objective
    bound: Objective
    optimal: bool


def assemble(
    session: Sequence[tuple[Stretch, Dosage]],
    request: PlanRequest,
    today: Today,
    least_seconds: Mapping[str, int],
    goodness: Goodness,
    *,
    catalog: Catalog,
    policy: Policy,
    own: tuple[OwnRuleRef, ...] = (),
    otherwise: Mapping[str, Otherwise] | None = None,
) -> Plan:
    """Return the plan of a session; whether it keeps the rules is for the judge to say.

    Parameters
    ----------
    session
        The stretches with their doses, in order; at least one.
    request
        What was asked.
    today
        What the rules and the wishes keep out.
    least_seconds
        For each stretch that they leave, the seconds of the shortest session with it.
    goodness
        How good the session is.
    catalog, policy, own
        What it was made from, and under.
    otherwise
        For each stretch that they leave, how the best plan compares that has it otherwise; None when that was not
        worked out.
    """
    other = otherwise or {}
    schedule = lay_out(session, request, policy)
    total_seconds = schedule[-1].start_seconds + schedule[-1].seconds
    return Plan(
        schema_version=SCHEMA_VERSION,
        request=request,
        catalog=CatalogRef(id=catalog.id, version=catalog.version, digest=catalog.digest),
        rules_version=RULES_VERSION,
        total_seconds=total_seconds,
        prescriptions=tuple(
            explain.prescription(s, d, catalog, request, other.get(s.id, explain.NOT_WORKED_OUT)) for s, d in session
        ),
        schedule=schedule,
        coverage=explain.coverage(catalog, session, request),
        left_out=explain.left_out(
            catalog,
            {s.id for s, _ in session},
            today,
            least_seconds,
            request,
            policy.budget_seconds(request.budget_seconds),
            goodness.optimal,
            other,
        ),
        notices=explain.notices(catalog, session, request, policy, total_seconds, goodness.optimal),
        optimal=goodness.optimal,
        objective=goodness.objective,
        bound=goodness.bound,
        effects=explain.effects(catalog, request),
        policy=policy,
        own_rules=own,
    )


def measured(
    session: Sequence[tuple[Stretch, Dosage]], request: PlanRequest, today: Today, catalog: Catalog
) -> Objective:
    """Return how good a session is, worked out from the session itself.

    Parameters
    ----------
    session
        The stretches with their doses, in order; at least one.
    request
        For the areas that count; with none demanded, those that some stretch works which is left today.
    today, catalog
        What is left, and the areas.
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
