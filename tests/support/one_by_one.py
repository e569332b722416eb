"""The answers to a grid, request by request: each from a planner of its own, and checked."""

from collections.abc import Iterator
from itertools import product

import stretchplan as sp
from stretchplan.results.verification import Grid, Verification
from stretchplan.verification.compare import AnswersOf
from stretchplan.verification.refused import is_refused

__all__ = ["answer_of", "differences", "requests_of"]


def requests_of(grid: Grid) -> Iterator[tuple[tuple[int, int, int], sp.PlanRequest]]:
    """Yield each request with its place, built without the code of the verification."""
    situations = [*product(grid.conditions, grid.pain, grid.days, grid.paces)]
    for m, minutes in enumerate(grid.minutes):
        for a, areas in enumerate(grid.areas):
            for s, (conditions, pain, day, pace) in enumerate(situations):
                yield (
                    (m, a, s),
                    sp.PlanRequest(
                        minutes=minutes,
                        days_since_injury=day,
                        targets=set(areas),
                        pain=pain,
                        pace=pace,
                        profile={"conditions": set(conditions)},
                    ),
                )


def answer_of(plan: sp.Plan) -> str:
    """Return the session of a plan, as a verification writes it."""
    doses = []
    for entry in plan.prescriptions:
        amount = entry.set_seconds if entry.kind != "repetitions" else entry.repetitions
        doses.append(f"{entry.stretch_id} {entry.sets}x{amount}")
    return f"{', '.join(doses)}; {plan.total_seconds} s"


def differences(made: Verification, catalog: sp.Catalog, policy: sp.Policy | None = None, rules=()) -> list[str]:
    """Return each request whose own answer, checked, is not the one that the verification has for it."""
    found = []
    answers = AnswersOf(made)
    for rank, request in requests_of(made.grid):
        planner = sp.Planner(catalog, policy=policy, rules=rules, explain=False, explain_refusals=False)
        try:
            plan = planner.plan(request)
        except sp.Infeasible:
            own = "none: "
        else:
            report = sp.check(plan, request=request, catalog=catalog, policy=policy, rules=rules)
            own = answer_of(plan) if report.ok else "broken"
        stated = answers.text(rank)
        if stated != own and not (own == "none: " and is_refused(stated)):
            found.append(f"{request!r}: {own}, and the verification has {stated}")
    return found
