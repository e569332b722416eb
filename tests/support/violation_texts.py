"""What the checker reports of the broken plans, word for word: tests/safety/golden/violations.txt."""

from pathlib import Path

from stretchplan.safety.check import check
from tests.support.broken_plans import BROKEN_PLANS
from tests.support.plan_builder import BUILTIN

GOLDEN = Path(__file__).parents[1] / "safety/golden/violations.txt"


def reported(name):
    """Return a line for each violation of a broken plan: rule, step and sentence."""
    plan, catalog = BROKEN_PLANS[name].plan_and_catalog()
    return lines(check(plan, catalog=catalog))


def lines(report):
    """Return a line for each violation, without the built-in catalogue's digest, which changes with it."""
    return [
        f"{violation.rule_id} | {'-' if violation.step is None else violation.step} | {violation.message}".replace(
            BUILTIN.digest, "DIGEST"
        )
        for violation in report.violations
    ]


def page():
    """Return the text of the golden file."""
    return "\n".join(f"{name}\n" + "".join(f"    {line}\n" for line in reported(name)) for name in BROKEN_PLANS)


def golden():
    """Return the lines of the golden file by the name of the broken plan."""
    pages = [page.splitlines() for page in GOLDEN.read_text(encoding="utf-8").split("\n\n")]
    return {name: [line.removeprefix("    ") for line in page] for name, *page in pages}
