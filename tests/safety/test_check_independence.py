"""Does a check load nothing of the planner? Contracts in pyproject.toml forbid the imports; this test runs a check."""

import subprocess
import sys


def test_checking_a_plan_loads_no_planner_and_no_allowed_doses():
    code = (
        "import sys\n"
        "from stretchplan.safety.check import check\n"
        "check('{}')\n"
        "barred = 'stretchplan.planning', 'stretchplan.safety.allowed', 'constraint'\n"
        "bad = [m for m in sys.modules if m.startswith(barred)]\n"
        "sys.exit(repr(bad) if bad else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
