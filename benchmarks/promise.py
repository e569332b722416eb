"""Is the node budget a promise? How long requests to odd catalogues take, against what the budget takes at the median.

From the root of the repository: ``PYTHONPATH=src:. python benchmarks/promise.py [--catalogs 200] [--requests 25]``. The
catalogues are drawn from seeds: chains of hints across positions, one position, forty areas, all entries alike, all
different, and lists like published ones. Each request is planned once, by a planner that shares nothing, with reasons.
Times are processor seconds; the unit is the median of the requests that took nearly the whole budget. The slowest
requests are asked again, and the slowest of those with the ones about the median in the same rounds: the least counts,
because other work on the machine only ever adds.
"""

from __future__ import annotations

import argparse
import gc
import os
from random import Random
from statistics import median, quantiles
from time import process_time
from typing import Any

from tests.oracles.realistic import catalog_from
from tests.support.real_lists import real_list

import stretchplan as sp
from stretchplan.catalog import Catalog

POSITIONS = ("supine", "seated", "standing", "prone", "kneeling", "quadruped", "side_lying")


def drawn(kind: str, seed: int) -> Catalog:
    """Return a catalogue of a kind; the same seed gives the same one."""
    random = Random(f"{kind} {seed}")  # noqa: S311 - a seed is the point
    size = random.choice((12, 20, 35, 60, 100))
    if kind == "like a list":
        return real_list(max(24, size), seed)
    areas = [f"area_{number:02}" for number in range(40 if kind == "forty areas" else random.randint(3, 9))]
    entries = [_entry(kind, random, number, areas) for number in range(size)]
    if kind == "chains":
        for number in range(1, size):
            before = entries[number - 1]["id"]  # so at most one stretch comes straight after another
            if random.random() < 0.2:
                entries[number]["ordering"] = {"straight_after": before}
            elif random.random() < 0.6:
                entries[number]["ordering"] = {"after": [entries[random.randrange(number)]["id"]]}
    return catalog_from(f"{kind.replace(' ', '_')}_{seed}", kind, areas, entries)


def _entry(kind: str, random: Random, number: int, areas: list[str]) -> dict[str, Any]:
    if kind == "all alike":
        random = Random(number % 2)  # noqa: S311
    most = random.choice((20, 30, 45, 60))
    dose = {"kind": "hold", "min_seconds": 10, "max_seconds": most, "step_seconds": random.choice((1, 5, 10))}
    if (most - 10) % int(dose["step_seconds"]):  # type: ignore[call-overload]
        dose["step_seconds"] = 5
    primary = [areas[number % len(areas)]] if kind != "all alike" else [areas[number % 2]]
    sides = random.choice(("each", "both"))
    others = [area for area in random.sample(areas, min(4, len(areas))) if area not in primary]
    return {
        "id": f"entry_{number:03}",
        "name": f"Entry {number}",
        "position": "supine" if kind == "one position" else random.choice(POSITIONS),
        "style": "static",
        "sides": sides,
        "dose": {**dose, "min_sets": 1, "max_sets": random.choice((2, 3, 4))},
        "targets": {"primary": primary, "secondary": others[: random.randint(0, 3)]},
        "first_allowed_day": 0,
        "setup": "Get into place.",
        "cue": "Stretch your {side} side." if sides == "each" else "Stretch.",
        "ordering": {"opens": kind != "chains" and random.random() < 0.1},
        "loads": [],
    }


AGAIN = 150
"""How many of the slowest requests are asked again."""

FEW = 20
MIDDLE = 15
"""How many of the slowest then, and of those on each side of the median, are asked once more in the same rounds."""

Row = list[Any]
"""The seconds of a request, whether its plan is proved, the kind and the seed of its catalogue, and the request."""

KINDS = ("chains", "one position", "forty areas", "all alike", "all different", "like a list")


def requests(catalog: Catalog, number: int) -> list[sp.PlanRequest]:
    """Return requests for none to six areas of a catalogue, of 2 to 60 minutes."""
    random = Random(catalog.id)  # noqa: S311 - a seed is the point
    made = []
    for _ in range(number):
        count = min(random.choice((0, 0, 1, 2, 3, 4, 6)), len(catalog.area_ids))
        areas = frozenset(random.sample(catalog.area_ids, count))
        made.append(sp.PlanRequest(minutes=random.randint(2, 60), days_since_injury=None, targets=areas))
    return made


def answered(planner: sp.Planner, request: sp.PlanRequest) -> tuple[float, bool]:
    """Return the processor seconds that a request took, and whether its plan is proved the best."""
    gc.collect()
    proved = True
    start = process_time()
    try:
        proved = planner.plan(request).optimal
    except sp.SearchExhausted:
        proved = False
    except sp.NoPlan:
        pass
    return process_time() - start, proved


def planner_of(kind: str, seed: int, options: argparse.Namespace) -> sp.Planner:
    """Return a new planner; none is kept, since the collector would go through all that they remember each time."""
    return sp.Planner(drawn(kind, seed), node_budget=options.nodes, share=False, explain=not options.no_explain)


def ask_again(rows: list[Row], rounds: int, options: argparse.Namespace) -> None:
    """Ask again, in rounds, since a slow spell of the machine lasts longer than a request; keep the least seconds."""
    for _ in range(rounds):
        for row in rows:
            row[0] = min(row[0], answered(planner_of(row[2], row[3], options), row[4])[0])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--catalogs", type=int, default=200)
    parser.add_argument("--requests", type=int, default=25)
    parser.add_argument("--nodes", type=int, default=20_000)
    parser.add_argument("--no-explain", action="store_true")
    options = parser.parse_args()
    rows: list[Row] = []
    for seed in range(options.catalogs):
        kind = KINDS[seed % len(KINDS)]
        planner = planner_of(kind, seed, options)
        for request in requests(planner.catalog, options.requests):
            rows.append([*answered(planner, request), kind, seed, request])
    rows.sort(key=lambda row: -row[0])
    ask_again(rows[:AGAIN], 2, options)
    rows.sort(key=lambda row: -row[0])
    spent = [row for row in rows if not row[1]] or rows[:1]
    half = len(spent) // 2
    middle = spent[max(0, half - MIDDLE) : half + MIDDLE + 1]
    ask_again([*rows[:FEW], *middle], 3, options)
    unit = median(row[0] for row in middle)
    print(
        f"{len(rows)} requests to {options.catalogs} catalogues, {options.nodes} nodes; load {os.getloadavg()[0]:.1f}"
    )
    print(f"{len(spent)} of them were not proved and took the budget: {unit:.3f} s at the median, the unit")
    for kind in KINDS:
        times = [row[0] / unit for row in rows if row[2] == kind]
        if len(times) > 1:
            cuts = quantiles(times, n=100, method="inclusive")
            print(f"  {kind:14} p50 {cuts[49]:.2f}  p99 {cuts[98]:.2f}  most {max(times):.2f}")
    for seconds, proved, kind, seed, request in sorted(rows, key=lambda row: -row[0])[:8]:
        asked = f"{request.minutes} min, {len(request.targets)} areas, {'proved' if proved else 'not proved'}"
        print(f"  {seconds / unit:.2f}: {kind}, seed {seed}, {asked}")


if __name__ == "__main__":
    main()
