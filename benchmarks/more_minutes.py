"""How often, and by how much, is a plan worse than the one for fewer minutes? docs/what-a-request-costs.md has a table.

Run it from the root: ``PYTHONPATH=src:. python benchmarks/more_minutes.py LEAST MOST BUDGET PAIRS [SEED]``. It draws
catalogues of LEAST to MOST stretches, half of them with hints that form chains across positions, and asks each planner
for six sessions more, each 5 to 60 seconds longer than the one before. All is drawn from a seed, so that the counts
are the same everywhere.
"""

from __future__ import annotations

import sys
from random import Random
from time import process_time
from typing import TYPE_CHECKING

from tests.support.chained import drawn

import stretchplan as sp
from stretchplan.planning.model.terms import Terms
from stretchplan.planning.search.budget import NodeBudgetSpent
from stretchplan.planning.solver import Solver

if TYPE_CHECKING:
    from stretchplan.planning.model.problem import Score


def solved(solver: Solver, seconds: int, targets: frozenset[str]) -> tuple[Score | None, bool]:
    """Return the score of the plan, or None without a plan; and whether that is proved."""
    request = sp.PlanRequest(minutes=seconds // 60, seconds=seconds % 60, days_since_injury=None, targets=targets)
    try:
        solution = solver.solve(solver.day(request))
    except NodeBudgetSpent:
        return None, False
    return (solution.selection.score, solution.selection.optimal) if solution else (None, True)


def main(least: int, most: int, budget: int, pairs: int, seed: int = 11) -> None:
    """Print how many pairs were compared, how many plans were worse, and by which share of the least-served area."""
    random = Random(seed)  # noqa: S311 - a seed is the point
    compared = unproved = worse = 0
    shares: list[float] = []
    start = process_time()
    while compared < pairs:
        catalog = drawn(random, least, most)
        worked = sorted({area for s in catalog.stretches for area in (*s.targets.primary, *s.targets.secondary)})
        targets = frozenset(random.sample(worked, random.randint(0, len(worked))))
        solver = Solver(Terms(catalog), budget, share=False, explain=False, most_bytes=2**25)
        seconds = 60 * random.randint(1, 20)
        before, proved = solved(solver, seconds, targets)
        unproved += not proved
        for _ in range(6):
            seconds += random.choice([5, 15, 30, 60, 60])
            after, proved = solved(solver, seconds, targets)
            compared += 1
            unproved += not proved
            if before is not None and (after is None or after < before):
                worse += 1
                shares.append(1.0 if after is None else 1 - after[0] / before[0] if before[0] else 0.0)
            before = after
    print(
        f"{least} to {most} stretches, {budget:,} nodes: {compared:,} pairs, {worse} worse "
        f"(least-served area: by {max(shares, default=0):.1%} at most), {unproved} plans not proved, "
        f"{process_time() - start:.0f} s"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
