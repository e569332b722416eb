"""How much faster than CP-SAT the planner is on the built-in catalogue, in one run.

Run it from the root of the repository: ``PYTHONPATH=src:. python benchmarks/ratio.py [rounds] [--cpu] [--varied]``,
with ``--cpu`` in time of the processor, for a machine that is busy with other things, and with ``--varied`` over 1,000
requests drawn from a fixed seed in place of the 96 fixed ones.
"""

from __future__ import annotations

import sys
from statistics import quantiles

import cases
import measure

from stretchplan.catalog import builtin_catalog


def main(rounds: int, *, cpu: bool, varied: bool) -> None:
    """Print the median, 90th and 99th percentile of each way of planning, and CP-SAT's as multiples of ours."""
    catalog = builtin_catalog()
    requests = cases.varied(catalog, 1000) if varied else cases.requests(catalog)
    answered: dict[str, list[measure.Objective]] = {}
    milliseconds = measure.milliseconds(catalog, requests, rounds, cpu=cpu, answered=answered)
    times = {way: _percentiles(ms) for way, ms in milliseconds.items()}
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
    for way, objectives in answered.items():
        equal = sum(ours == theirs for ours, theirs in zip(answered["planner"], objectives, strict=True))
        print(f"{way}: the same optimum as the planner's, or none as well, in {equal} of {len(objectives)}")
    if any(objectives != answered["planner"] for objectives in answered.values()):
        raise SystemExit("the optima differ")


def _percentiles(values: list[float]) -> tuple[float, float, float]:
    cuts = quantiles(values, n=100, method="inclusive")
    return cuts[49], cuts[89], cuts[98]


if __name__ == "__main__":
    numbers = [argument for argument in sys.argv[1:] if argument.isdecimal()]
    main(int(numbers[0]) if numbers else 5, cpu="--cpu" in sys.argv, varied="--varied" in sys.argv)
