"""Why, and why not: asked of a finished plan, and answered by solving again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import stretchplan.english as english
from stretchplan._base import show
from stretchplan.errors import Infeasible, InvalidRequest, Problem, SearchExhausted
from stretchplan.planning.counterfactual import difference, lost, value_of
from stretchplan.plans import Plan, Why, WhyNot
from stretchplan.reasons import Beaten

if TYPE_CHECKING:
    from stretchplan.catalog.models import Stretch
    from stretchplan.planning.counterfactual import Otherwise
    from stretchplan.planning.planner import Planner
    from stretchplan.request import PlanRequest

__all__ = ["why", "why_not"]


def why(planner: Planner, plan: Plan, name: str) -> Why:
    """Answer :meth:`Planner.why`."""
    stretch, again = _asked(planner, plan, name)
    prescribed = next((p for p in again.prescriptions if p.stretch_id == stretch.id), None)
    if prescribed is None or prescribed.because is None:
        raise InvalidRequest(
            Problem("stretch", show(name), f"{stretch.id!r} is not in this plan; ask why_not for the reason")
        )
    outcome, loses = lost(planner.without(again.request, stretch.id))
    because = prescribed.because.model_copy(update={"outcome": outcome, "loses": loses})
    return Why(stretch_id=stretch.id, name=stretch.name, because=because, reason=english.why_in(because))


def why_not(planner: Planner, plan: Plan, name: str) -> WhyNot:
    """Answer :meth:`Planner.why_not`."""
    stretch, again = _asked(planner, plan, name)
    request = again.request
    entry = next((entry for entry in again.left_out if entry.stretch_id == stretch.id), None)
    if entry is None or entry.because is None:
        raise InvalidRequest(Problem("stretch", show(name), f"{stretch.id!r} is in this plan; ask why for the reason"))
    because, reason = entry.because, entry.reason
    other, counterfactual = None, None
    if entry.kind in ("beaten", "not_targeted"):
        profile = request.profile.model_copy(update={"include": request.profile.include | {stretch.id}})
        other, (outcome, gives_up) = _solved(planner, again, request.model_copy(update={"profile": profile}))
        counterfactual = Beaten(
            budget_seconds=planner.policy.budget_seconds(request.budget_seconds),
            proved=again.optimal,
            outcome=outcome,
            gives_up=gives_up,
        )
        told = english.why_out(counterfactual, stretch.name)
        if entry.kind == "beaten":
            because, reason = counterfactual, told
        else:
            reason = f"{reason} {told}"
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


def _asked(planner: Planner, plan: Plan, name: str) -> tuple[Stretch, Plan]:
    """Return the stretch and the plan, made anew; refuse a plan that is not this planner's own."""
    if not isinstance(plan, Plan):
        raise InvalidRequest(Problem("plan", show(plan), f"{show(plan)} is not a Plan; give one, or Plan(...)"))
    stretch = planner.catalog.get(name)
    mine = (planner.catalog.id, planner.catalog.version, planner.catalog.digest)
    if (plan.catalog.id, plan.catalog.version, plan.catalog.digest) != mine:
        raise InvalidRequest(
            Problem(
                "plan",
                show(plan.catalog.id),
                f"the plan is of the catalogue {show(plan.catalog.id)} {show(plan.catalog.version)}, and this "
                f"planner's is {mine[0]!r} {mine[1]}; ask a planner of the plan's own catalogue",
            )
        )
    # What a plan says of itself is compared, not believed: a reason is only true of the best plan for the request, and
    # the reasons that somebody wrote into it are never repeated.
    again = planner.plan(plan.request)
    if (again.schedule, again.objective, again.policy, again.own_rules) != (
        plan.schedule,
        plan.objective,
        plan.policy,
        plan.own_rules,
    ):
        raise InvalidRequest(
            Problem("plan", "", "the plan is not what this planner makes of its request; plan it anew and ask again")
        )
    return stretch, again


def _solved(planner: Planner, plan: Plan, request: PlanRequest) -> tuple[Plan | None, Otherwise]:
    """Return the best plan for a changed request, and how it compares."""
    try:
        other = planner.plan(request)
    except Infeasible:
        return None, ("impossible", None)
    except SearchExhausted:
        return None, ("not_worked_out", None)
    if not (plan.optimal and other.optimal):
        return other, ("not_worked_out", None)
    gap = difference(value_of(plan.objective), value_of(other.objective))
    return other, (("tie", None) if gap is None else ("worse", gap))
