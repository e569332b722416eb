"""Four weeks of six people, one line a day: what is done, and what changes and why."""

from pathlib import Path

import stretchplan as sp
from stretchplan.results.records import as_planned
from stretchplan.words.steps import dose_words, minutes_seconds

GOLDEN = Path(__file__).parents[1] / "golden/programmes"
START = "2026-03-02"  # a Monday


def programme(minutes, day, days_per_week=7, **fields):
    """Return four weeks as the planner makes them."""
    request = sp.PlanRequest(minutes=minutes, days_since_injury=day, **fields)
    return sp.Planner(explain=False).programme(request, START, 28, days_per_week=days_per_week)


def planned(days):
    """Return the records of sessions that were done as planned."""
    return [as_planned(day.plan) for day in days if day.plan is not None]


def with_a_flare_up():
    """Return four weeks in which the session of the tenth day (day 9) did not settle, and cobra pose was to blame."""
    first = programme(10, 0, pain=2)
    done = planned(first.days[:9])
    bad = sp.record_of(first.days[9].plan, aggravated={"cobra_pose"}, pain_after=5, pain_next_day=5)
    planner = sp.Planner(explain=False)
    second = planner.replan(first, "2026-03-12", [*done, bad], pain=5)
    done += [bad, *planned(second.days[:3])]
    third = planner.replan(second, "2026-03-15", done, pain=2)
    return [*first.days[:10], *second.days[:3], *third.days]


def with_a_week_away():
    """Return four weeks with the second week without a session: nobody knew of it before."""
    first = programme(12, None)
    again = sp.Planner(explain=False).replan(first, "2026-03-16", planned(first.days[:7]))
    return [*first.days[:7], *again.days]


PEOPLE = {
    "ten-minutes-from-day-0": lambda: programme(10, 0, days_per_week=6, pain=3).days,
    "five-minutes-from-day-0": lambda: programme(5, 0).days,
    "a-beginner-without-an-injury": lambda: programme(15, None, history=()).days,
    "a-flare-up-on-day-9": with_a_flare_up,
    "a-week-away": with_a_week_away,
    "osteoporosis": lambda: programme(10, None, days_per_week=5, profile={"conditions": {"osteoporosis"}}).days,
}


def page(name):
    """Return four weeks of a person as text."""
    return "".join(f"{line}\n" for day in PEOPLE[name]() for line in lines(day))


def lines(day):
    """Yield a day in one line, and what changes on it in a line each."""
    when = f"{day.on:%a} {day.on}"
    if day.plan is None:
        yield f"{when}  {day.kind}{': ' + day.refusal.message if day.refusal else ''}"
        return
    since = day.plan.request.days_since_injury
    number = "" if since is None else f"  day {since}"
    doses = "; ".join(f"{p.name} {dose_words(p)}" for p in day.plan.prescriptions)
    yield f"{when}{number}  {minutes_seconds(day.plan.total_seconds)}  {doses}"
    for change in day.changes:
        yield f"    {change.text}"
