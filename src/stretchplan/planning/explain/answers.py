"""Why is a stretch in a finished plan, and why is another one not? The answers in words.

The planner makes the other plans that they compare with (:meth:`Planner.why`, :meth:`Planner.why_not`).
"""

from __future__ import annotations

from stretchplan.catalog.stretch import Stretch
from stretchplan.planning.explain.compare import Comparison, as_loss
from stretchplan.results.plan import LeftOut, Plan, Prescription, Why, WhyNot
from stretchplan.results.reasons import Beaten
from stretchplan.words import reasons

__all__ = ["why", "why_not"]


def why(stretch: Stretch, prescription: Prescription, plan: Plan, without: Comparison) -> Why:
    """Return why a stretch is in a plan; ``without`` is how the best plan without it compares."""
    assert prescription.because is not None  # the planner gives a reason for each
    outcome, loses = as_loss(without)
    names = {area_id: area.name for area_id, area in plan.coverage.items()}
    because = prescription.because.model_copy(update={"outcome": outcome, "loses": loses})
    reason = reasons.why_in_compared(because, names, of_a_week=plan.request.history is not None)
    return Why(stretch_id=stretch.id, name=stretch.name, because=because, reason=reason)


def why_not(stretch: Stretch, entry: LeftOut, plan: Plan, other: Plan | None, with_it: Comparison | None) -> WhyNot:
    """Return why a stretch is not in a plan.

    ``other`` is the best plan with the stretch, if there is one, and ``with_it`` is how it compares. When a rule or a
    wish keeps the stretch out, no such plan is made, and both are None.
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
        worded = reasons.why_out_compared(counterfactual, stretch.name, of_a_week=plan.request.history is not None)
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
