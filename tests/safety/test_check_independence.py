"""The judge shares nothing with the planner, as far as imports can show."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import stretchplan.safety

SAFETY = Path(stretchplan.safety.__file__).parent
JUDGE = [SAFETY / "check.py", SAFETY / "recount.py", *sorted((SAFETY / "judges").rglob("*.py"))]


def imported(path):
    """Return the dotted names of everything that a file imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path.name} imports relatively, which this test cannot follow"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            assert name not in {"__import__", "import_module"}, path.name


@pytest.mark.parametrize("path", sorted(SAFETY.rglob("*.py")), ids=lambda path: path.relative_to(SAFETY).as_posix())
def test_safety_knows_nothing_of_planning(path):
    """Nothing under safety/ imports stretchplan.planning, nor the public face, which does."""
    for name in imported(path):
        assert not name.startswith(("stretchplan.planning", "constraint")), name
        assert name.split(".")[0] != "stretchplan" or name.split(".")[1] not in {"Planner", "plan_for"}, name


@pytest.mark.parametrize("path", JUDGE, ids=lambda path: path.relative_to(SAFETY).as_posix())
def test_the_judge_does_not_read_the_planners_limits(path):
    """Neither the module nor anything of it."""
    assert len(JUDGE) > 10
    for name in imported(path):
        assert not name.startswith(("stretchplan.safety.limits", "stretchplan.safety.stops")), name
        assert not name.startswith("stretchplan.screening"), name


def test_judging_loads_neither():
    """In a fresh process, judging a plan brings in no module of planning, no limits and no solver."""
    code = (
        "import sys, types, pathlib\n"
        "spec = __import__('importlib.util').util.find_spec('stretchplan')\n"
        "bare = types.ModuleType('stretchplan'); bare.__path__ = list(spec.submodule_search_locations)\n"
        "sys.modules['stretchplan'] = bare  # without the public face, which loads everything\n"
        "from stretchplan.safety.check import check\n"
        "check('{}')\n"
        "barred = 'stretchplan.planning', 'stretchplan.safety.limits', 'stretchplan.safety.stops', 'constraint'\n"
        "bad = [m for m in sys.modules if m.startswith(barred)]\n"
        "sys.exit(repr(bad) if bad else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
