"""Write what four weeks of plans bring, with a history and without one, into docs/history.md: ``just golden``."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import stretchplan as sp

PAGE = Path(__file__).parents[2] / "docs/history.md"
START, END = "<!-- four weeks: `just golden` writes this -->\n", "<!-- end of four weeks -->\n"
MINUTES = (5, 10, 20)
FIRST = date(2026, 3, 2)


class Weeks(NamedTuple):
    """What four weeks brought; the numbers of a week are those of the last."""

    different: int  # stretches in a week
    repeated: int  # of 27 days, those with the same stretches as the day before
    least: int  # seconds of a week for the area with least
    together: int  # seconds of a week for all areas
    stretching: int  # seconds of a week, both sides counted
    rose: int  # stretches that had a larger dose on their last day than on their first


def plans(minutes: int, *, remembers: bool) -> list[sp.Plan]:
    """Return the plans of 28 days for somebody without an injury, who does all of each plan and whose back is quiet.

    With ``remembers`` they begin with an empty history, to which each session is added.
    """
    planner, history, made = sp.Planner(), [], []
    for day in range(28):
        on = FIRST + timedelta(days=day)
        made.append(
            planner.plan(minutes=minutes, days_since_injury=None, on=on, history=history if remembers else None)
        )
        history.append(_done(made[-1], on))
    return made


def weeks(made: list[sp.Plan]) -> Weeks:
    """Return what the plans of 28 days brought."""
    sets = [{p.stretch_id for p in plan.prescriptions} for plan in made]
    last = made[-7:]
    meant = {area for stretch in sp.builtin_catalog().stretches for area in stretch.targets.areas(named=False)}
    gets = {area: sum(plan.coverage[area].served_quarter_seconds for plan in last) // 4 for area in meant}
    doses: dict[str, list[int]] = {}
    for plan in made:
        for p in plan.prescriptions:
            doses.setdefault(p.stretch_id, []).append(p.seconds_per_side)
    return Weeks(
        different=len(set().union(*sets[-7:])),
        repeated=sum(one == other for one, other in pairwise(sets)),
        least=min(gets.values()),
        together=sum(gets.values()),
        stretching=sum(plan.objective.stretching_seconds for plan in last),
        rose=sum(max(of_one) > of_one[0] for of_one in doses.values()),
    )


def table() -> str:
    """Return both tables in Markdown."""
    lines = [
        "| minutes | the planner knows | different stretches | same as the day before | least-served area | all areas |"
        " stretching |",
        "|---|---|---|---|---|---|---|",
    ]
    short = []
    for minutes in MINUTES:
        for remembers, knows in ((False, "nothing"), (True, "the sessions before")):
            made = plans(minutes, remembers=remembers)
            w = weeks(made)
            lines.append(
                f"| {minutes} | {knows} | {w.different} of 7 | {w.repeated} of 27 days | {w.least} s | {w.together} s |"
                f" {w.stretching // 60} min |"
            )
            if remembers and minutes == MINUTES[0]:
                short = made
    lines += ["", f"The first week and the last at {MINUTES[0]} minutes, with the sessions before:", ""]
    lines += ["| day | first week | last week |", "|---|---|---|"]
    lines += [f"| {day + 1} | {_said(short[day])} | {_said(short[21 + day])} |" for day in range(7)]
    return "\n".join(lines) + "\n"


def page() -> str:
    """Return docs/history.md with the tables as they are now."""
    before, rest = PAGE.read_text(encoding="utf-8").split(START)
    return f"{before}{START}\n{table()}\n{END}{rest.split(END)[1]}"


def _done(plan: sp.Plan, on: date) -> sp.SessionRecord:
    """Return the record of a plan that was done as planned; the pain stays as it was."""
    stretches = []
    for p in plan.prescriptions:
        amount = {"hold_seconds": p.hold_seconds} if p.repetitions is None else {"repetitions": p.repetitions}
        dose = {"sets": p.sets, "sides": p.sides, **amount}
        stretches.append({"stretch_id": p.stretch_id, "planned": dose, "done": dose})
    return sp.SessionRecord(on=on, stretches=stretches, pain_before=1, pain_after=1, pain_next_day=1)


def _said(plan: sp.Plan) -> str:
    return ", ".join(
        f"{p.name.removesuffix(' Stretch').removesuffix(' Pose')} {p.sets} × {p.repetitions or f'{p.hold_seconds} s'}"
        for p in plan.prescriptions
    )
