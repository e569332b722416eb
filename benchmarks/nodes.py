"""How long do a thousand nodes take? In times of writing a plan as JSON, which anybody can measure.

Run it from the root of the repository: ``PYTHONPATH=src:. python benchmarks/nodes.py``. It counts the processor's time,
by turns with the unit, so that a busy machine slows both. docs/what-a-request-costs.md shows what it prints.
"""

from __future__ import annotations

import gc
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Final

from tests.oracles.realistic import realistic
from tests.support import chained

import stretchplan as sp

if TYPE_CHECKING:
    from collections.abc import Iterator

WRITTEN: Final = 200
"""How often the plan is written to time it once."""
FEW: Final = 500
"""A search of fewer nodes says little about a thousand."""


def unit() -> float:
    """Return the seconds that it takes to write a plan of the built-in catalogue as JSON."""
    plan = sp.plan(minutes=10, days_since_injury=3, targets={"lower_back", "hips"})
    start = process_time()
    for _ in range(WRITTEN):
        plan.model_dump_json()
    return (process_time() - start) / WRITTEN


def cases() -> Iterator[tuple[str, sp.Catalog, sp.PlanRequest]]:
    """Yield catalogues, by a name for their kind, with requests that take many nodes."""
    for size in (30, 60, 120, 300):
        for seed in (1, 2, 3):
            catalog = realistic(size, seed)
            for areas in (2, 3, 0):
                targets = frozenset(catalog.area_ids[:areas])
                yield f"{size} drawn", catalog, sp.PlanRequest(minutes=12, days_since_injury=None, targets=targets)
    for length in (8, 10, 12):
        yield "two routines", chained.routines(length), sp.PlanRequest(minutes=9, days_since_injury=None)


def main() -> None:
    """Print the time of a thousand nodes for each kind of catalogue."""
    gc.disable()
    units: dict[str, list[float]] = {}
    milliseconds: dict[str, list[float]] = {}
    for name, catalog, request in cases():
        planner = sp.Planner(catalog, share=False, explain=False)
        day = planner._solver.day(request)
        start = process_time()
        _, left = planner._solver.solve_within(day)
        took, nodes = process_time() - start, planner.node_budget - left
        if nodes >= FEW:
            units.setdefault(name, []).append(took / nodes * 1000 / median(unit() for _ in range(3)))
            milliseconds.setdefault(name, []).append(took / nodes * 1e6)
    every = [ratio for ratios in units.values() for ratio in ratios]
    print(f"{'':16}{'requests':>9}{'median':>9}{'most':>8}  × writing a plan{'median':>10}{'most':>8}  ms")
    for name, ratios in units.items():
        ms = milliseconds[name]
        print(f"{name:16}{len(ratios):9}{median(ratios):9.0f}{max(ratios):8.0f}{median(ms):27.1f}{max(ms):8.1f}")
    print(f"all: {median(every):.0f} at the median, {min(every):.0f} to {max(every):.0f}")


if __name__ == "__main__":
    main()
