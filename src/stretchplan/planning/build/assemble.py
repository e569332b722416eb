"""From a session to a plan: stretches with their doses, in order, put into everything that a plan says of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.stretch import Stretch
from stretchplan.inputs.policy import Policy
from stretchplan.inputs.request import PlanRequest
from stretchplan.planning.build.coverage import coverage
from stretchplan.planning.build.effects import effects
from stretchplan.planning.build.left_out import left_out
from stretchplan.planning.build.notices import notices
from stretchplan.planning.build.prescriptions import NOT_WORKED_OUT, prescription
from stretchplan.planning.build.schedule import lay_out
from stretchplan.planning.explain.compare import Otherwise
from stretchplan.planning.model.allowed import Today
from stretchplan.results.plan import SCHEMA_VERSION, CatalogRef, Objective, OwnRuleRef, Plan
from stretchplan.rulebook.rules import RULES_VERSION
from stretchplan.safety.dosage import Dosage

__all__ = ["Goodness", "assemble"]


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
        prescriptions=tuple(prescription(s, d, catalog, request, other.get(s.id, NOT_WORKED_OUT)) for s, d in session),
        schedule=schedule,
        coverage=coverage(catalog, session, request),
        left_out=left_out(
            catalog,
            {s.id for s, _ in session},
            today,
            least_seconds,
            request,
            policy.budget_seconds(request.budget_seconds),
            goodness.optimal,
            other,
        ),
        notices=notices(catalog, session, request, policy, total_seconds, goodness.optimal),
        optimal=goodness.optimal,
        objective=goodness.objective,
        bound=goodness.bound,
        effects=effects(catalog, request),
        policy=policy,
        own_rules=own,
    )
