"""From a session to a plan: the stretches and their doses, in order, with all that a plan says of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from stretchplan.planning.build.coverage import coverage
from stretchplan.planning.build.effects import effects
from stretchplan.planning.build.left_out import left_out
from stretchplan.planning.build.notices import notices
from stretchplan.planning.build.prescriptions import prescription
from stretchplan.planning.build.schedule import lay_out
from stretchplan.planning.explain.compare import Comparisons
from stretchplan.planning.model.day import Day, PlannedStretch
from stretchplan.results.plan import SCHEMA_VERSION, CatalogRef, Objective, Plan
from stretchplan.rulebook.rules import RULES_VERSION

__all__ = ["PlanScore", "assemble"]


class PlanScore(NamedTuple):
    """How good a session is.

    Attributes
    ----------
    objective
        Its score on each level.
    bound
        A score that no session can exceed.
    optimal
        Whether the two are proved to be the same.
    """

    objective: Objective
    bound: Objective
    optimal: bool


def assemble(
    day: Day,
    session: Sequence[PlannedStretch],
    score: PlanScore,
    shortest_with: Mapping[str, int],
    comparisons: Comparisons,
) -> Plan:
    """Return the plan of a session. The checker says whether it keeps the rules.

    Parameters
    ----------
    day
        The resolved request.
    session
        The stretches in order; at least one.
    score
        How good the session is.
    shortest_with
        For each allowed stretch, the seconds of the shortest session with it.
    comparisons
        How the best plan compares with the best one without, or with, each allowed stretch.
    """
    schedule = lay_out(day, session)
    total_seconds = schedule[-1].start_seconds + schedule[-1].seconds
    catalog = day.catalog
    return Plan(
        schema_version=SCHEMA_VERSION,
        request=day.request,
        catalog=CatalogRef(id=catalog.id, version=catalog.version, digest=catalog.digest),
        rules_version=RULES_VERSION,
        total_seconds=total_seconds,
        prescriptions=tuple(prescription(day, planned, comparisons) for planned in session),
        schedule=schedule,
        coverage=coverage(day, session),
        left_out=left_out(day, session, score.optimal, shortest_with, comparisons),
        notices=notices(day, session, total_seconds, score.optimal),
        optimal=score.optimal,
        objective=score.objective,
        bound=score.bound,
        effects=effects(day),
        policy=day.policy,
        own_rules=day.terms.own_rule_refs,
    )
