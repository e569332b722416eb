"""How much faster than CP-SAT the planner is on the built-in catalogue, in one run.

Run it from the root of the repository: ``PYTHONPATH=src:tests python benchmarks/ratio.py [rounds] [--cpu]``,
with ``--cpu`` in time of the processor, for a machine that is busy with other things.
"""

from __future__ import annotations

import sys
from statistics import quantiles

import cases
import measure

from stretchplan.catalog import builtin_catalog


def main(rounds: int, *, cpu: bool) -> None:
    """Print the median, 90th and 99th percentile of each way of planning, and the ratios to the planner."""
    catalog = builtin_catalog()
    requests = cases.requests(catalog)
    times = {way: _percentiles(ms) for way, ms in measure.milliseconds(catalog, requests, rounds, cpu=cpu).items()}
    print(
        f"{len(requests)} requests, median of {rounds} rounds each, one thread; milliseconds per request{', CPU' if cpu else ''}"
    )
    print(f"{'':32}{'median':>9}{'p90':>9}{'p99':>9}   ratio to: planner, new     planner, kept")
    for way, (p50, p90, p99) in times.items():
        print(f"{way:32}{p50:9.2f}{p90:9.2f}{p99:9.2f}", end="")
        if way.startswith("cp-sat"):
            for planner in ("planner, new", "planner, kept"):
                ratios = " / ".join(
                    f"{theirs / ours:.1f}" for theirs, ours in zip(times[way], times[planner], strict=True)
                )
                print(f"   {ratios:>20}", end="")
        print()


def _percentiles(values: list[float]) -> tuple[float, float, float]:
    cuts = quantiles(values, n=100, method="inclusive")
    return cuts[49], cuts[89], cuts[98]


if __name__ == "__main__":
    numbers = [argument for argument in sys.argv[1:] if argument.isdecimal()]
    main(int(numbers[0]) if numbers else 5, cpu="--cpu" in sys.argv)
