"""What the checker says of the broken plans, word for word: golden/said.txt."""

from pathlib import Path

from stretchplan.safety import check
from tests.support.broken_plans import BREAKS
from tests.support.plan_builder import BUILTIN


def said_of(name):
    """Return what is said of a broken plan, a line for each violation: the rule, the step and the sentence."""
    made = BREAKS[name][2]()
    plan, catalog = made if isinstance(made, tuple) else (made, None)
    return lines(check(plan, catalog=catalog))


def lines(report):
    """Return a report's violations, a line each; the built-in catalogue's digest is left out, as it changes with it."""
    return [
        f"{violation.rule_id} | {'-' if violation.step is None else violation.step} | {violation.message}".replace(
            BUILTIN.digest, "DIGEST"
        )
        for violation in report.violations
    ]


def golden():
    """Return the lines of golden/said.txt by the name of the broken plan."""
    text = (Path(__file__).parents[1] / "safety/golden/said.txt").read_text(encoding="utf-8")
    pages = [page.splitlines() for page in text.split("\n\n")]
    return {name: [line.removeprefix("    ") for line in page] for name, *page in pages}
