"""Why a stretch is in a finished plan, and why another one is not: the answers, worded.

The planner solves again to find what is compared here (:meth:`Planner.why`, :meth:`Planner.why_not`).
"""

from __future__ import annotations

from stretchplan.catalog.stretch import Stretch
from stretchplan.planning.explain.compare import Comparison, as_loss
from stretchplan.results.plan import LeftOut, Plan, Prescription, Why, WhyNot
from stretchplan.results.reasons import Beaten
from stretchplan.words import reasons

__all__ = ["why", "why_not"]


def why(stretch: Stretch, prescription: Prescription, without: Comparison) -> Why:
    """Return why a stretch is in a plan.

    Parameters
    ----------
    stretch, prescription
        Which one, and what the plan asks of it.
    without
        How the best plan without it compares.
    """
    assert prescription.because is not None  # the planner gives a reason for each
    outcome, loses = as_loss(without)
    because = prescription.because.model_copy(update={"outcome": outcome, "loses": loses})
    return Why(stretch_id=stretch.id, name=stretch.name, because=because, reason=reasons.why_in(because))


def why_not(stretch: Stretch, entry: LeftOut, plan: Plan, other: Plan | None, with_it: Comparison | None) -> WhyNot:
    """Return why a stretch is not in a plan.

    Parameters
    ----------
    stretch, entry
        Which one, and what the plan says of it.
    plan
        The plan.
    other
        The best plan that has the stretch, if there is one.
    with_it
        How that plan compares; None when a rule or a wish keeps the stretch out, so that none was sought.
    """
    assert entry.because is not None  # the planner gives a reason for each
    because, reason, counterfactual = entry.because, entry.reason, None
    if with_it is not None:
        outcome, gives_up = with_it
        counterfactual = Beaten(
            budget_seconds=plan.policy.budget_seconds(plan.request.budget_seconds),
            proved=plan.optimal,
            outcome=outcome,
            gives_up=gives_up,
        )
        worded = reasons.why_out(counterfactual, stretch.name)
        if entry.kind == "beaten":
            because, reason = counterfactual, worded
        else:
            reason = f"{reason} {worded}"
    return WhyNot(
        stretch_id=stretch.id,
        name=stretch.name,
        kind=entry.kind,
        rule_id=entry.rule_id,
        because=because,
        counterfactual=counterfactual,
        reason=reason,
        plan=other,
    )
