"""The planner against CP-SAT on the built-in catalogue.

``PYTHONPATH=src pytest benchmarks`` runs it (benchmarks/pytest.ini switches pytest-benchmark on);
``benchmarks/ratio.py`` prints the two side by side.
"""

from __future__ import annotations

import cases
import measure
import pytest

import stretchplan as sp
from stretchplan.catalog import builtin_catalog

CATALOG = builtin_catalog()
REQUESTS = cases.requests(CATALOG)


def test_both_find_plans_equally_good():
    """On every request of the benchmark the objectives are equal, or neither finds a plan."""
    planner = sp.Planner(CATALOG, share=False, explain=False)
    for request in REQUESTS:
        ours = measure.objective_of_planner(planner, request)
        for mode in ("staged", "weighted"):
            assert ours == measure.objective_of_cp_sat(CATALOG, request, mode), request


@pytest.mark.benchmark(group="all requests of the benchmark")
def test_planner(benchmark):
    """One planner plans them all, each solved again, with the schedule, the reasons and the check."""
    planner = sp.Planner(CATALOG, share=False, explain=False)
    benchmark(lambda: [measure.objective_of_planner(planner, request) for request in REQUESTS])


@pytest.mark.benchmark(group="all requests of the benchmark")
@pytest.mark.parametrize("mode", ["staged", "weighted"])
def test_cp_sat(benchmark, mode):
    """CP-SAT with one worker builds and solves a model for each of them."""
    benchmark.pedantic(lambda: [measure.objective_of_cp_sat(CATALOG, request, mode) for request in REQUESTS], rounds=3)
