"""Is a plan of chosen stretches right in everything that it says of itself?"""

from datetime import date

import stretchplan as sp
from stretchplan.testing.sessions import plan_of


def test_plan_of_counts_every_reachable_area():
    request = sp.PlanRequest(minutes=20, days_since_injury=3)
    plan = plan_of([("knee_to_chest", 1, 10), ("cat_cow", 1, 30)], request, sp.builtin_catalog())
    assert plan.objective.least_served_quarter_seconds == 0  # the ankles count, and nothing works them
    assert sp.check(plan).ok


def test_plan_of_counts_a_stretch_done_yesterday_for_a_seventh():
    """A seventh of 30 s, rounded up, is 5 s, beside the 30 of yesterday; the checker counts them on its own."""
    done = {"sets": 1, "hold_seconds": 30, "sides": "both"}
    past = sp.SessionRecord(on=date(2026, 3, 29), stretches=[{"stretch_id": "childs_pose", "done": done}])
    request = sp.PlanRequest(
        minutes=5, days_since_injury=None, on=date(2026, 3, 30), history=[past], targets={"upper_back"}
    )
    plan = plan_of([("childs_pose", 1, 30)], request, sp.builtin_catalog())
    assert plan.objective.least_served_quarter_seconds == 4 * (30 + 5)
    assert sp.check(plan).ok


def test_stretch_left_out_for_strong_pain_gives_pain_as_its_reason():
    """The planner makes no such plan, so it is made by hand."""
    plan = plan_of(
        [("cobra_pose", 1, 5)], sp.PlanRequest(minutes=5, days_since_injury=None, pain=7), sp.builtin_catalog()
    )
    assert plan.left_out[0].reason == "Knee to Chest Stretch is out today: pain now is 7 of 10."
    assert plan.objective.least_served_quarter_seconds == 0  # nothing is allowed today, so no area counts
