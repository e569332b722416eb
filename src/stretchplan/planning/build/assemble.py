"""How does a session become a plan? Each field of the plan is derived from the day and the session."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from stretchplan.planning.build.coverage import coverage
from stretchplan.planning.build.effects import effects
from stretchplan.planning.build.left_out import left_out
from stretchplan.planning.build.notices import MadeBy, notices
from stretchplan.planning.build.prescriptions import prescription
from stretchplan.planning.build.schedule import lay_out
from stretchplan.planning.explain.compare import Comparisons
from stretchplan.planning.model.day import Day, PlannedStretch
from stretchplan.results.plan import SCHEMA_VERSION, CatalogRef, Objective, Plan
from stretchplan.rulebook.rules import RULES_VERSION

__all__ = ["MadeBy", "PlanScore", "assemble"]


class PlanScore(NamedTuple):
    """How good a session is."""

    objective: Objective
    bound: Objective  # no session can score more
    optimal: bool  # whether the two are proved to be the same
    source: MadeBy = "search"  # what found it
    order_proved: bool = True  # whether no other order of it has fewer changes of position


def assemble(
    day: Day,
    session: Sequence[PlannedStretch],
    score: PlanScore,
    shortest_with: Mapping[str, int],
    comparisons: Comparisons,
) -> Plan:
    """Return the plan of a session of at least one stretch. The checker says whether it keeps the rules.

    ``shortest_with`` has the seconds of the shortest session with each allowed stretch.
    """
    schedule = lay_out(day, session)
    total_seconds = schedule[-1].start_seconds + schedule[-1].seconds
    catalog = day.catalog
    return Plan(
        schema_version=SCHEMA_VERSION,
        request=day.request,
        catalog=CatalogRef(id=catalog.id, version=catalog.version, digest=catalog.digest, language=catalog.language),
        rules_version=RULES_VERSION,
        total_seconds=total_seconds,
        prescriptions=tuple(prescription(day, planned, comparisons) for planned in session),
        schedule=schedule,
        coverage=coverage(day, session),
        left_out=left_out(day, session, score.optimal, shortest_with, comparisons),
        notices=notices(day, session, total_seconds, score.optimal, score.source, order_proved=score.order_proved),
        optimal=score.optimal,
        objective=score.objective,
        bound=score.bound,
        effects=effects(day),
        policy=day.policy,
        own_rules=day.terms.own_rule_refs,
    )
