"""Write what a few minutes hold into docs/schedule.md: ``python -m tests.regenerate``."""

from pathlib import Path

import stretchplan as sp

PAGE = Path(__file__).parents[2] / "docs/schedule.md"
START, END = "<!-- what minutes hold: `just golden` writes this -->\n", "<!-- end of what minutes hold -->\n"
DAYS = {
    "no recent injury": {"days_since_injury": None},
    "day 20": {"days_since_injury": 20},
    "day 3": {"days_since_injury": 3},
    "day 3, pain 4": {"days_since_injury": 3, "pain": 4},
}


def table() -> str:
    """Return a table of minutes and days, each with its stretches and the share of time in them."""
    rows = [f"| minutes | {' | '.join(DAYS)} |", f"|---{'|---' * len(DAYS)}|"]
    for minutes in (3, 5, 7, 10, 15):
        rows.append(f"| {minutes} | {' | '.join(held(minutes, **asked) for asked in DAYS.values())} |")
    return "\n".join(rows) + "\n"


def held(minutes: int, **asked: int | None) -> str:
    """Return how many stretches a plan has, and how many of its seconds are in their positions."""
    try:
        plan = sp.plan(minutes=minutes, **asked)
    except sp.NoPlan:
        return "no plan"
    count = len(plan.prescriptions)
    stretches = f"{count} stretch{'es' if count > 1 else ''}"
    return f"{stretches}, {plan.objective.stretching_seconds} of {plan.total_seconds} s"


def page() -> str:
    """Return the page with the table as the plans are now."""
    before, rest = PAGE.read_text(encoding="utf-8").split(START)
    return f"{before}{START}\n{table()}\n{END}{rest.split(END)[1]}"
