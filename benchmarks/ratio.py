"""How much faster than CP-SAT the planner is on the built-in catalogue, in one run.

Run it from the root of the repository: ``PYTHONPATH=src:tests python benchmarks/ratio.py [rounds] [--cpu]``, with
``--cpu`` in time of the processor, for a machine that is busy with other things.
"""

from __future__ import annotations

import sys
from statistics import quantiles

import cases
import measure

from stretchplan.catalog import builtin_catalog


def main(rounds: int, *, cpu: bool) -> None:
    """Print the median, 90th and 99th percentile of each way of planning, and CP-SAT's as multiples of ours."""
    catalog = builtin_catalog()
    requests = cases.requests(catalog)
    times = {way: _percentiles(ms) for way, ms in measure.milliseconds(catalog, requests, rounds, cpu=cpu).items()}
    ours = [way for way in times if way.startswith("planner")]
    clock = "processor" if cpu else "wall"
    print(f"{len(requests)} requests, median of {rounds} rounds, one thread; milliseconds by the {clock} clock")
    print(f"{'':30}{'median':>8}{'p90':>8}{'p99':>8}" + "".join(f"{f'x {way}':>20}" for way in ours))
    for way, percentiles in times.items():
        line = f"{way:30}" + "".join(f"{ms:8.2f}" for ms in percentiles)
        for planner in ours if way.startswith("cp-sat") else ():
            ratios = (theirs / mine for theirs, mine in zip(percentiles, times[planner], strict=True))
            line += f"{' / '.join(f'{ratio:.1f}' for ratio in ratios):>20}"
        print(line)


def _percentiles(values: list[float]) -> tuple[float, float, float]:
    cuts = quantiles(values, n=100, method="inclusive")
    return cuts[49], cuts[89], cuts[98]


if __name__ == "__main__":
    numbers = [argument for argument in sys.argv[1:] if argument.isdecimal()]
    main(int(numbers[0]) if numbers else 5, cpu="--cpu" in sys.argv)
