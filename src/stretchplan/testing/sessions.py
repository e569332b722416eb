"""What is the plan of chosen stretches and doses? It may break a rule, and its summary is true.

The planner makes only plans that keep the rules, and a test of the checker needs plans that break one.
"""

from __future__ import annotations

from collections.abc import Sequence

from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.dosage import Dosage
from stretchplan.inputs.policy import STANDARD, Policy
from stretchplan.inputs.request import PlanRequest
from stretchplan.planning.build.by_hand import laid_out
from stretchplan.planning.model.day import Day
from stretchplan.planning.model.terms import Terms
from stretchplan.results.plan import Plan

__all__ = ["plan_of"]


def plan_of(
    session: Sequence[tuple[str, int, int]], request: PlanRequest, catalog: Catalog, policy: Policy = STANDARD
) -> Plan:
    """Return the plan of a session of ``(stretch id, sets, amount)``, whether or not it keeps the rules.

    An amount is seconds (holds and flows) or repetitions. The plan claims to be optimal; the checker cannot refute it.
    """
    day = Day.resolve(Terms(catalog, policy), request)
    chosen = [day.planned(name, Dosage(sets, amount)) for name, sets, amount in session]
    shortest_with = day.problem().shortest_with if day.allowed.doses else {}
    return laid_out(day, chosen, None, shortest_with, optimal=True)
