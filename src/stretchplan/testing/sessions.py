"""Plans of chosen stretches at chosen doses, with everything that they say of themselves true.

The planner makes the best plan that keeps the rules; to test a checker, one also wants plans that break a rule and are
right in all else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stretchplan.planning.assembly import Goodness, assemble, measured
from stretchplan.planning.problem import make_problem
from stretchplan.planning.today import sort_out
from stretchplan.policy import STANDARD
from stretchplan.safety.dosage import Dosage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stretchplan.catalog.models import Catalog
    from stretchplan.plans import Plan
    from stretchplan.policy import Policy
    from stretchplan.request import PlanRequest

__all__ = ["plan_of"]


def plan_of(
    session: Sequence[tuple[str, int, int]], request: PlanRequest, catalog: Catalog, policy: Policy = STANDARD
) -> Plan:
    """Return the plan of a session, whether or not it keeps the rules.

    Parameters
    ----------
    session
        ``(stretch id, sets, amount)`` in order; an amount is seconds (holds and flows) or repetitions.
    request, catalog, policy
        What the plan is for, from, and under. It says that it is optimal: that is a claim that nobody can check.
    """
    today = sort_out(catalog, request, policy, ())
    chosen = [(catalog.by_id[name], Dosage(sets, amount)) for name, sets, amount in session]
    objective = measured(chosen, request, today, catalog)
    least = make_problem(catalog, today.doses, policy.pace(request.pace)).shortest_with if today.doses else {}
    return assemble(
        chosen, request, today, least, Goodness(objective, objective, optimal=True), catalog=catalog, policy=policy
    )
