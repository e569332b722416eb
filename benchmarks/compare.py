"""The search compared with four other ways to the same optimum, in one run, from 7 stretches to 300.

From the root of the repository::

    pip install -e '.[bench]'
    PYTHONPATH=src:. python benchmarks/compare.py            # everything; about half an hour
    PYTHONPATH=src:. python benchmarks/compare.py --sizes 7,30 --seeds 1 --limit 5

prints ratios and writes docs/benchmarks/compare.json; ``python benchmarks/chart.py`` draws from that the charts
of docs/development/speed.md. Each way gets every question in turn, so other work on the machine slows all ways alike. A
question that a way has not proved within the limit counts as the whole limit.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path
from random import Random
from statistics import quantiles
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

from peers import PEERS, numbers
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from tests.oracles.realistic import catalog_of
from tests.support.real_lists import questions, real_list

import stretchplan as sp
from stretchplan.planning.planner import NODE_BUDGET
from stretchplan.planning.search.budget import NodeBudgetSpent
from stretchplan.planning.search.query import Prepared, Query
from stretchplan.planning.search.select import select

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stretchplan.catalog import Catalog

OURS = "stretchplan"
LEVELS = 5
"""How many levels the other ways solve; the last one, sets that are alike, is ours alone."""
SIZES = (7, 15, 30, 60, 120, 300)
LIST_SIZES = (30, 60, 120, 300)
"""Sizes of the catalogues that look like published lists."""
LIST = "list"
"""The kind of a question to one of them."""

# Minutes and number of areas demanded (0: none, so that every area of the catalogue counts; 99: all of them).
KINDS = {
    "loose": ((30, 1), (45, 1), (30, 2), (45, 2), (30, 3), (45, 0)),
    "tight": ((4, 1), (8, 1), (12, 1), (5, 2), (10, 2), (12, 2), (8, 3), (12, 3), (5, 0), (10, 0), (20, 0)),
    "infeasible": ((1, 9), (1, 99), (1, 99)),
}


class Case(NamedTuple):
    """One question."""

    size: int
    seed: int
    kind: str
    minutes: int
    areas: int
    query: Query


def cases(sizes: list[int], seeds: int) -> Iterator[Case]:
    """Yield every question; its areas are drawn from the seed."""
    for size in sizes:
        for seed in range(1, (seeds if size > 7 else 1) + 1):
            catalog = catalog_of(size, seed)
            random = Random(f"areas {size} {seed}")  # noqa: S311 - a seed is the point
            for kind, shapes in KINDS.items():
                for minutes, count in shapes:
                    areas = random.sample(catalog.area_ids, min(count, len(catalog.area_ids)))
                    request = sp.PlanRequest(minutes=minutes, days_since_injury=None, targets=frozenset(areas))
                    yield Case(size, seed, kind, minutes, count, _query(catalog, request))


def list_cases(sizes: list[int], seeds: int) -> Iterator[Case]:
    """Yield questions to catalogues that look like published lists, for one to six areas and for none."""
    for size in sizes:
        for seed in range(1, seeds + 1) if size in LIST_SIZES else ():
            catalog = real_list(size, seed)
            for minutes, areas in questions(catalog, seed):
                request = sp.PlanRequest(minutes=minutes, days_since_injury=None, targets=frozenset(areas))
                yield Case(size, seed, LIST, minutes, len(areas), _query(catalog, request))


def _query(catalog: Catalog, request: sp.PlanRequest) -> Query:
    planner = sp.Planner(catalog)
    prepared = planner._solver._prepare(planner._solver.day(request))
    problem = prepared.problem
    demanded = tuple(i for i, area in enumerate(catalog.area_ids) if area in request.targets)
    return Query(prepared, demanded or problem.meant, bool(demanded), request.budget_seconds - problem.opening)


def ours(case: Case) -> dict[str, Any]:
    """Search as the planner does, without any cached bounds and orders."""
    start = perf_counter()
    query = case.query._replace(prepared=Prepared.of(case.query.problem))
    try:
        found = select(query, NODE_BUDGET)
    except NodeBudgetSpent:
        return {"ms": 1000 * (perf_counter() - start), "value": None, "proved": False, "nodes": NODE_BUDGET}
    ms = 1000 * (perf_counter() - start)
    if found is None:
        return {"ms": ms, "value": None, "proved": True, "nodes": None}
    return {
        "ms": ms,
        "value": list(found.score[:LEVELS]),
        "proved": found.optimal,
        "nodes": found.nodes,
        "bound": list(found.bound[:LEVELS]),
    }


def measure(case: Case, limit: float) -> dict[str, Any]:
    """Time every way on one question, and compare the optima."""
    question = numbers(case.query)
    gc.collect()
    row: dict[str, Any] = {name: getattr(case, name) for name in ("size", "seed", "kind", "minutes", "areas")} | {
        "ways": {OURS: ours(case)}
    }
    mine = row["ways"][OURS]
    for name, way in PEERS.items():
        start = perf_counter()
        answer = way(question, limit)
        ms = 1000 * (perf_counter() - start)
        if answer is None:
            continue
        theirs = {
            "ms": ms if answer.proved else 1000 * limit,
            "value": answer.value and list(answer.value),
            "proved": answer.proved,
        }
        row["ways"][name] = theirs
        if answer.proved and mine["proved"] and theirs["value"] != mine["value"]:
            # They count positions used; our order may need more changes than that.
            row["differs"] = [*row.get("differs", []), name]
        if answer.proved and not mine["proved"] and mine["value"] and theirs["value"]:
            row["optimum"] = theirs["value"]
            if mine["bound"] < theirs["value"]:
                row["bound_broken"] = True
    return row


def percentiles(values: list[float]) -> tuple[float, float, float]:
    """Return the median, the 90th and the 99th percentile."""
    if len(values) < 2:
        return (values[0],) * 3
    cuts = quantiles(values, n=100, method="inclusive")
    return cuts[49], cuts[89], cuts[98]


def table(rows: list[dict[str, Any]], console: Console) -> None:
    """Print, for each size, each way's times, and their ratios to ours."""
    shown = Table(title="milliseconds, and times ours", header_style="bold")
    for name in (
        "catalogue",
        "stretches",
        "way",
        "questions",
        "median",
        "p90",
        "p99",
        "× median",
        "× p90",
        "× p99",
        "proved",
    ):
        shown.add_column(name, justify="left" if name in ("catalogue", "way") else "right")
    for is_list, size in sorted({(row["kind"] == LIST, row["size"]) for row in rows}):
        of_size = [row for row in rows if row["size"] == size and (row["kind"] == LIST) == is_list]
        for way in (OURS, *PEERS):
            asked = [row for row in of_size if way in row["ways"]]
            if not asked:
                continue
            theirs = percentiles([row["ways"][way]["ms"] for row in asked])
            mine = percentiles([row["ways"][OURS]["ms"] for row in asked])
            proved = sum(row["ways"][way]["proved"] for row in asked)
            shown.add_row(
                "like a list" if is_list else "built-in" if size == SIZES[0] else "drawn",
                str(size),
                way,
                str(len(asked)),
                *(f"{ms:,.1f}" for ms in theirs),
                *(("",) * 3 if way == OURS else (f"{t / m:,.1f}" for t, m in zip(theirs, mine, strict=True))),
                f"{100 * proved / len(asked):.0f} %",
            )
        shown.add_section()
    console.print(shown)
    middle, most, nearly_all = percentiles([n for row in rows if (n := row["ways"][OURS]["nodes"])])
    console.print(f"our nodes: median {middle:,.0f}, p90 {most:,.0f}, p99 {nearly_all:,.0f}")
    both = [
        row
        for row in rows
        if row["ways"][OURS]["proved"] and any(a["proved"] for way, a in row["ways"].items() if way != OURS)
    ]
    differ = [row for row in rows if "differs" in row]
    console.print(f"proved by us and by another way: {len(both)}; equal optima: {len(both) - len(differ)}")
    console.print(f"optima of others above our bound: {sum('bound_broken' in row for row in rows)}")
    for row in differ:
        console.print(f"  differs: {row}")


def main() -> int:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="how many stretches, with commas")
    parser.add_argument("--seeds", type=int, default=3, help="catalogues of each size (the built-in one is one)")
    parser.add_argument("--lists", type=int, default=2, help="catalogues of each size that look like published lists")
    parser.add_argument("--limit", type=float, default=10.0, help="seconds that another way may take for a question")
    parser.add_argument("--json", type=Path, default=Path("docs/benchmarks/compare.json"))
    options = parser.parse_args()
    console, errors = Console(width=140), Console(stderr=True)
    sizes = [int(size) for size in options.sizes.split(",")]
    todo = [*cases(sizes, options.seeds), *list_cases(sizes, options.lists)]
    load = os.getloadavg()[0]
    rows = []
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=errors) as progress:
        task = progress.add_task("measuring", total=len(todo))
        measure(todo[0], options.limit)  # imports, and the process for HiGHS
        for case in todo:
            progress.update(task, description=f"{case.size} stretches, {case.minutes} min, {case.areas} areas")
            rows.append(measure(case, options.limit))
            progress.advance(task)
    table(rows, console)
    options.json.parent.mkdir(parents=True, exist_ok=True)
    versions = {name: version(name) for name in ("python-constraint2", "ortools", "highspy", "numpy")}
    about = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "load": [round(load, 1), round(os.getloadavg()[0], 1)],
        "limit_seconds": options.limit,
        **versions,
    }
    options.json.write_text(
        json.dumps({"about": about, "rows": rows}, indent=None, separators=(",", ":")) + "\n", "utf-8"
    )
    return int(any("differs" in row or "bound_broken" in row for row in rows))


if __name__ == "__main__":
    sys.exit(main())
