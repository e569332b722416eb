"""What a cached answer costs, compared with writing a finished plan as JSON.

Run it from the root of the repository: ``PYTHONPATH=src python benchmarks/cached.py [rounds]``. One core, one planner.
A planner caches answers by request, and solutions by what the rules see of a request. So three
cases are measured: the same requests again; later days and dates of them, which share their solutions; and no sharing.
"""

from __future__ import annotations

import datetime
import gc
import sys
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

import cases

import stretchplan as sp
from stretchplan.catalog import builtin_catalog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def seconds(work: Callable[[], object], rounds: int) -> float:
    """Return the median time of some work."""
    times = []
    for _ in range(rounds):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return median(times)


def main(rounds: int) -> None:
    """Print plans a second, and each as a multiple of writing a plan as JSON."""
    catalog = builtin_catalog()
    requests = [r for r in cases.requests(catalog) if r.days_since_injury is None or r.days_since_injury >= 42]
    planner = sp.Planner(catalog)
    plans = [plan for plan in planner.plan_many(requests) if isinstance(plan, sp.Plan)]
    again = [plan.request for plan in plans] * (20_000 // len(plans))

    def drain(asked: Iterable[sp.PlanRequest], by: sp.Planner) -> Callable[[], None]:
        def work() -> None:
            for _ in by.plan_many(asked):
                pass

        return work

    # The same question on 40 later days: its doses are the same, the date and so the first side are not.
    start = datetime.date(2026, 1, 1)
    later = [[r.model_copy(update={"on": start + datetime.timedelta(n)}) for r in requests] for n in range(rounds)]
    days = iter(later)
    anew = sp.Planner(catalog, share=False, explain=False)
    gc.collect()
    gc.disable()
    ways = {
        "the same request again": (seconds(drain(again, planner), rounds), len(again)),
        "the same question on another date": (
            median([seconds(drain(next(days), planner), 1) for _ in range(rounds)]),
            len(requests),
        ),
        "each solved anew, without reasons": (seconds(drain(requests, anew), rounds), len(requests)),
        "a finished plan written as JSON": (
            seconds(lambda: [plan.model_dump_json() for plan in plans], rounds),
            len(plans),
        ),
    }
    written = ways["a finished plan written as JSON"]
    print(f"median of {rounds} rounds, one core{'':14}a second      µs each   × writing one")
    for name, (took, number) in ways.items():
        ratio = (took / number) / (written[0] / written[1])
        print(f"{name:38}{number / took:>12,.0f}{1e6 * took / number:>13,.1f}{ratio:>16.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
