"""What importing the package costs, and what a first plan costs, in fresh interpreters taken in turn.

Run it from the root of the repository: ``PYTHONPATH=src python benchmarks/import_cost.py [rounds] [--wall]``. It counts
the processor's time of each process (``--wall``: the time on the wall), with compiled files written beforehand to a
folder of its own, and subtracts what an interpreter costs that runs nothing.
"""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

NOTHING: Final = "pass"
BOTH: Final = "import pydantic, constraint"
ONE_MODEL: Final = f"{BOTH}\nclass Model(pydantic.BaseModel):\n    field: int"
PLAN: Final = "import stretchplan as sp\nsp.plan(minutes=10, days_since_injury=3, targets={'lower_back', 'hips'})"

COMMAND: Final = "import sys; sys.argv[1:] = ['{}']; from stretchplan.__main__ import main; main()"

CASES: Final = {
    "pydantic": "import pydantic",
    "constraint": "import constraint",
    "pydantic and constraint": BOTH,
    "both, and BaseModel": f"{BOTH}\npydantic.BaseModel",
    "both, and a model of one field": ONE_MODEL,
    "stretchplan": "import stretchplan",
    "from stretchplan import Plan": "from stretchplan import Plan",
    "from stretchplan import check": "from stretchplan import check",
    "from stretchplan import Planner": "from stretchplan import Planner",
    "stretchplan, every public name": "from stretchplan import *",
    "stretchplan and a first plan": PLAN,
    "stretchplan.render": "import stretchplan.render",
    "stretchplan --help": COMMAND.format("--help"),
    "stretchplan --version": COMMAND.format("--version"),
}
"""By their names in the table; modules that are not installed are left out."""

EXTRAS: Final = {"stretchplan.cli.app": "click", "stretchplan.testing": "hypothesis", "stretchplan.batch": "pyarrow"}
"""Modules that need something optional."""

AIM: Final = 1.2
"""What importing the package may cost at most, as a multiple of importing pydantic and constraint."""

AIM_OF_A_PLAN: Final = 1.5
"""What a first plan may cost at most, as a multiple of importing both and defining a model of one field."""

UNWANTED: Final = frozenset(
    {
        "click",
        "difflib",
        "hypothesis",
        "dask",
        "numpy",
        "ortools",
        "pandas",
        "pyarrow",
        "pyspark",
        "pytest",
        "rich",
        "typer",
    }
)
"""Modules that neither the import nor a first plan may load."""


def cases() -> dict[str, str]:
    """Return the code to run for each line of the table, without what is not installed."""
    extra = {
        name: f"import {name}" for name, needs in EXTRAS.items() if find_spec(needs) is not None and _is_there(name)
    }
    return CASES | extra


def milliseconds(codes: dict[str, str], rounds: int, *, wall: bool) -> dict[str, float]:
    """Time each piece of code in fresh interpreters, turn by turn, and subtract what an empty one costs.

    Parameters
    ----------
    codes
        By name, what to run.
    rounds
        How often each is run; the median counts.
    wall
        Count time on the wall instead of the processor's.

    Returns
    -------
    dict
        By name, milliseconds above an interpreter that runs nothing.
    """
    taken: dict[str, list[float]] = {name: [] for name in ("", *codes)}
    with TemporaryDirectory() as compiled:
        for turn in range(rounds + 1):
            for name, code in {"": NOTHING, **codes}.items():
                ms = _run(code, compiled, wall=wall)
                if turn:  # the first one compiles
                    taken[name].append(ms)
    empty = median(taken.pop(""))
    return {name: median(times) - empty for name, times in taken.items()}


def loaded(code: str) -> set[str]:
    """Return the modules that some code loads, without those that Python loads anyway."""
    show = "import sys; print(*sys.modules)"
    listed = [
        subprocess.run(
            [sys.executable, "-c", f"{one}\n{show}"], capture_output=True, text=True, check=True
        ).stdout.splitlines()[-1]
        for one in (code, NOTHING)
    ]
    return set(listed[0].split()) - set(listed[1].split())


def main(rounds: int, *, wall: bool) -> None:
    """Print the table, and the modules that should not have been loaded."""
    codes = cases()
    times = milliseconds(codes, rounds, wall=wall)
    print(f"median of {rounds} fresh interpreters each, in turn; milliseconds by the {'wall' if wall else 'processor'}")
    print(f"{'':34}{'ms':>8}{'x both':>10}{'x one model':>14}{'modules':>10}{'unwanted':>10}")
    for name, ms in times.items():
        found = loaded(codes[name])
        unwanted = sorted(found & UNWANTED - ({"click"} if "--" in name else set())) if name in CASES else []
        ratios = (ms / times["pydantic and constraint"], ms / times["both, and a model of one field"])
        print(f"{name:34}{ms:8.1f}{ratios[0]:10.2f}{ratios[1]:14.2f}{len(found):10}{', '.join(unwanted) or 'none':>10}")
    ratio = times["stretchplan"] / times["pydantic and constraint"]
    print(f"importing stretchplan costs {ratio:.2f} of importing pydantic and constraint; the aim is at most {AIM}")
    of_a_plan = times["stretchplan and a first plan"] / times["both, and a model of one field"]
    print(f"a first plan costs {of_a_plan:.2f} of both and a model of one field; the aim is at most {AIM_OF_A_PLAN}")


def _run(code: str, compiled: str, *, wall: bool) -> float:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = compiled
    before, start = getrusage(RUSAGE_CHILDREN), perf_counter()
    subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        stdout=subprocess.DEVNULL,
        env=environment,
    )
    end, after = perf_counter(), getrusage(RUSAGE_CHILDREN)
    return 1000 * (end - start if wall else after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


if __name__ == "__main__":
    numbers = [argument for argument in sys.argv[1:] if argument.isdecimal()]
    main(int(numbers[0]) if numbers else 15, wall="--wall" in sys.argv)
