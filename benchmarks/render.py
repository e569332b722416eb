"""What it costs to write a plan in each format, in milliseconds and as multiples of ``model_dump_json``, in one run.

Run it from the root of the repository: ``PYTHONPATH=src python benchmarks/render.py [rounds] [--cpu]``, with ``--cpu``
in time of the processor, for a machine that is busy with other things.
"""

from __future__ import annotations

import sys
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Final

import stretchplan as sp

if TYPE_CHECKING:
    from collections.abc import Callable

_LEAST_SECONDS: Final = 0.02

FORMATS: Final[dict[str, Callable[[sp.Plan], object]]] = {
    "model_dump_json": sp.Plan.model_dump_json,
    "to_text": sp.Plan.to_text,
    "to_markdown": sp.Plan.to_markdown,
    "to_html": sp.Plan.to_html,
    "to_vtt": sp.Plan.to_vtt,
    "to_vtt('json')": lambda plan: plan.to_vtt("json"),
    "to_rows": sp.Plan.to_rows,
    "to_csv": sp.Plan.to_csv,
    "to_pandas": sp.Plan.to_pandas,
    "to_polars": sp.Plan.to_polars,
    "to_ics": sp.Plan.to_ics,
    "to_ics(zone=…)": lambda plan: plan.to_ics(zone="Europe/Berlin"),
    "to_fit": sp.Plan.to_fit,
    "to_health_connect": sp.Plan.to_health_connect,
}


def main(rounds: int, *, cpu: bool) -> None:
    """Print for each format the median time of one plan, and the multiple of the JSON's in the same round."""
    now = process_time if cpu else perf_counter
    plan = sp.plan(minutes=10, days_since_injury=3, targets={"lower_back", "hips"}, on="2026-01-31")
    repeats = {name: _repeats(make, plan, now) for name, make in FORMATS.items()}
    times: dict[str, list[float]] = {name: [] for name in FORMATS}
    for _ in range(rounds):
        for name, make in FORMATS.items():
            start = now()
            for _ in range(repeats[name]):
                make(plan)
            times[name].append(1000 * (now() - start) / repeats[name])
    clock = "processor" if cpu else "wall"
    print(f"a plan of {len(plan.schedule)} steps, median of {rounds} rounds; milliseconds by the {clock} clock")
    print(f"{'':18}{'ms':>9}{'x JSON':>9}")
    for name, mine in times.items():
        ratio = median(one / json for one, json in zip(mine, times["model_dump_json"], strict=True))
        print(f"{name:18}{median(mine):9.3f}{ratio:9.1f}")


def _repeats(make: Callable[[sp.Plan], object], plan: sp.Plan, now: Callable[[], float]) -> int:
    """Return how often to write a format so that a clock can measure it; the first time loads what it needs."""
    make(plan)
    count = 1
    while True:
        start = now()
        for _ in range(count):
            make(plan)
        if now() - start >= _LEAST_SECONDS:
            return count
        count *= 2


if __name__ == "__main__":
    numbers = [argument for argument in sys.argv[1:] if argument.isdecimal()]
    main(int(numbers[0]) if numbers else 15, cpu="--cpu" in sys.argv)
