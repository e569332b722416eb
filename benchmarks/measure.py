"""Timing the planner and CP-SAT on the same requests, turn by turn, in one process."""

from __future__ import annotations

import gc
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING

from tests.oracles import cp_sat

import stretchplan as sp

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stretchplan.catalog.catalog import Catalog

Objective = tuple[int, ...] | None


def objective_of_planner(planner: sp.Planner, request: sp.PlanRequest) -> Objective:
    """Return the objective of the planner's plan, or None when there is no plan."""
    try:
        plan = planner.plan(request)
    except sp.errors.Infeasible:
        return None
    assert plan.optimal
    return (*plan.objective.rank[:4], plan.objective.position_changes)


def objective_of_cp_sat(catalog: Catalog, request: sp.PlanRequest, mode: cp_sat.Mode) -> Objective:
    """Return the objective of CP-SAT's plan, or None when there is no plan."""
    answer = cp_sat.best(catalog, request, mode)
    return answer and answer.objective


def _search(planner: sp.Planner, request: sp.PlanRequest) -> None:
    planner._solver.solve(planner._solver.day(request))


def milliseconds(
    catalog: Catalog,
    requests: Sequence[sp.PlanRequest],
    rounds: int,
    *,
    cpu: bool = False,
    answered: dict[str, list[Objective]] | None = None,
) -> dict[str, list[float]]:
    """Time each way of planning each request.

    Parameters
    ----------
    catalog
        What to plan from.
    requests
        What to plan.
    rounds
        How often each request is planned in each way; the median counts.
    cpu
        Count the time of the processor in all threads instead of time on the wall: on a busy machine.
    answered
        If given, it is called for each request with the objectives of the planner and of CP-SAT.

    Returns
    -------
    dict
        For each way, milliseconds for each request:

        - ``planner, new``: making a ``Planner`` and planning, from the request to the checked plan;
        - ``planner, kept``: planning with one ``Planner`` that keeps what depends on catalogue and day but
          solves each request again;
        - ``planner, search``: the part of that which CP-SAT does too: the best doses and order, without the
          schedule, the reasons and the check;
        - ``cp-sat …, build + solve`` and ``cp-sat …, solve``: the bare doses and order, with and without the
          time to make the model; the levels of the objective ``staged`` or ``weighted``.
    """
    now = process_time if cpu else perf_counter
    kept = sp.Planner(catalog, share=False, explain=False)
    times: dict[str, list[list[float]]] = {}

    def clock(way: str, place: int, work: Callable[[], object]) -> None:
        start = now()
        work()
        times.setdefault(way, [[] for _ in requests])[place].append(1000 * (now() - start))

    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds):
            for place, request in enumerate(requests):
                new = lambda r=request: objective_of_planner(sp.Planner(catalog, share=False, explain=False), r)  # noqa: E731
                clock("planner, new", place, new)
                if answered is not None:
                    answered.setdefault("planner", []).append(objective_of_planner(kept, request))
                clock("planner, kept", place, lambda r=request: objective_of_planner(kept, r))
                clock("planner, search", place, lambda r=request: _search(kept, r))
                for mode in ("staged", "weighted"):
                    start = now()
                    model = cp_sat.Model(catalog, request)
                    built = now()
                    answer = model.solve(mode)
                    ended = now()
                    if answered is not None:
                        answered.setdefault(f"cp-sat {mode}", []).append(answer and answer.objective)
                    for way, begin in (("build + solve", start), ("solve", built)):
                        name = f"cp-sat {mode}, {way}"
                        times.setdefault(name, [[] for _ in requests])[place].append(1000 * (ended - begin))
            gc.collect()
    finally:
        gc.enable()
    return {way: [median(samples) for samples in by_request] for way, by_request in times.items()}
