"""Write how much time the built-in catalogue can fill into docs/objective.md: ``just golden``."""

from pathlib import Path

import stretchplan as sp

PAGE = Path(__file__).parents[2] / "docs/objective.md"
START, END = "<!-- most filled: `just golden` writes this -->\n", "<!-- end of most filled -->\n"
DAYS = {"0 to 6": 0, "7 to 41": 7, "42 and more, or no recent injury": None}
LONGEST = 240
"""The most minutes of a request."""


def rows() -> list[tuple[str, int, int, int]]:
    """Return for each phase the stretches, the seconds of stretching and the length of the longest plan."""
    plans = {days: sp.plan(minutes=LONGEST, days_since_injury=day) for days, day in DAYS.items()}
    return [
        (days, len(plan.prescriptions), plan.objective.stretching_seconds, plan.total_seconds)
        for days, plan in plans.items()
    ]


def table() -> str:
    """Return the table in Markdown."""
    lines = ["| days since the injury | stretches | stretching | the whole session |", "|---|---|---|---|"]
    for days, stretches, work, total in rows():
        lines.append(f"| {days} | {stretches} | {_time(work)} | {_time(total)} |")
    return "\n".join(lines) + "\n"


def page() -> str:
    """Return docs/objective.md with the table as it is now."""
    before, rest = PAGE.read_text(encoding="utf-8").split(START)
    return f"{before}{START}\n{table()}\n{END}{rest.split(END)[1]}"


def _time(seconds: int) -> str:
    return f"{seconds // 60} min {seconds % 60} s"
