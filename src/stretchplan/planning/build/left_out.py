"""Why each other stretch is not in a plan: ``plan.left_out``."""

from __future__ import annotations

from collections.abc import Mapping

from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.stretch import Stretch
from stretchplan.inputs.request import PlanRequest
from stretchplan.planning.build.prescriptions import NOT_WORKED_OUT
from stretchplan.planning.explain.compare import Otherwise
from stretchplan.planning.model.allowed import Today
from stretchplan.results.plan import LeftOut, LeftOutKind
from stretchplan.results.reasons import Beaten, Because, NotTargeted, TooLong
from stretchplan.words import reasons as english

__all__ = ["left_out", "left_out_entry"]


def left_out(
    catalog: Catalog,
    planned: set[str],
    today: Today,
    least_seconds: Mapping[str, int],
    request: PlanRequest,
    budget_seconds: int,
    optimal: bool,
    otherwise: Mapping[str, Otherwise],
) -> tuple[LeftOut, ...]:
    """Say of every stretch that is not planned why it is not, in catalogue order.

    Parameters
    ----------
    catalog
        All there is.
    planned
        Ids of the stretches in the plan.
    today
        What the rules and the wishes keep out.
    least_seconds
        For each other stretch, the seconds of the shortest session with it.
    request
        What was asked.
    budget_seconds
        The seconds that the session may take.
    optimal
        Whether the plan is proved to be the best.
    otherwise
        How the best plan with each of the others compares, by stretch id.
    """
    return tuple(
        left_out_entry(
            stretch,
            today,
            least_seconds.get(stretch.id, 0),
            request,
            budget_seconds,
            optimal,
            otherwise.get(stretch.id, NOT_WORKED_OUT),
        )
        for stretch in catalog.stretches
        if stretch.id not in planned
    )


def left_out_entry(
    stretch: Stretch,
    today: Today,
    least_seconds: int,
    request: PlanRequest,
    budget_seconds: int,
    optimal: bool,
    otherwise: Otherwise,
) -> LeftOut:
    """Say of one stretch why it is not planned: see :func:`left_out`."""
    kind: LeftOutKind
    because: Because
    rule_id = None
    refusal, wish = today.refusals.get(stretch.id), today.unwanted.get(stretch.id)
    if refusal is not None:
        kind, rule_id, because = "forbidden", refusal.rule_id, refusal.because
    elif wish is not None:
        kind, because = "avoided", wish
    elif least_seconds > budget_seconds:
        kind, rule_id = "forbidden", "fits-the-minutes"
        because = TooLong(least_seconds=least_seconds, budget_seconds=budget_seconds)
    elif request.targets and not request.targets & {*stretch.targets.primary, *stretch.targets.secondary}:
        kind, because = "not_targeted", NotTargeted()
    else:
        outcome, gives_up = otherwise
        kind = "beaten"
        because = Beaten(budget_seconds=budget_seconds, proved=optimal, outcome=outcome, gives_up=gives_up)
    return LeftOut(
        stretch_id=stretch.id,
        name=stretch.name,
        kind=kind,
        rule_id=rule_id,
        reason=english.why_out(because, stretch.name),
        because=because,
    )
