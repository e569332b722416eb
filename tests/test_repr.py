"""Is what Python shows for a value short, and does it still tell values apart?"""

import os
import subprocess
import sys
from typing import Any

import pytest

import stretchplan as sp
from tests.support.hostile_texts import NARROWED, PLAN

CATALOG = sp.builtin_catalog()
REPORT = sp.check(PLAN.model_copy(update={"schedule": PLAN.schedule[1:-1], "total_seconds": 1}))
LONG = sp.plan(minutes=240, days_since_injury=None)


def refusal(**request: Any) -> sp.NoPlan:
    """Return the refusal of a request."""
    with pytest.raises(sp.NoPlan) as caught:
        sp.plan(**request)
    return caught.value


THINGS = {
    "plan": PLAN,
    "a person's plan": NARROWED,
    "a long plan": LONG,
    "why not": sp.why_not(LONG, "cobra_pose") if "cobra_pose" not in repr(LONG) else sp.why_not(PLAN, "glute_bridge"),
    "catalogue": CATALOG,
    "stretch": CATALOG.get("cobra_pose"),
    "report": sp.check(PLAN),
    "report of violations": REPORT,
    "infeasible": refusal(minutes=10, days_since_injury=2, targets={"pelvis", "hips"}),
    "see a clinician": refusal(minutes=10, days_since_injury=2, screening={"chest_pain": "yes"}),
}


SHOWN = """
import stretchplan as sp
request = sp.PlanRequest(
    minutes=5,
    days_since_injury=None,
    targets={"hips", "glutes", "spine"},
    profile={
        "conditions": {"osteoporosis", "knee_pain", "pregnancy"},
        "cleared": [{"condition": c, "stretch_id": "cat_cow"} for c in ("knee_pain", "osteoporosis", "pregnancy")],
    },
)
policy = sp.Policy(forbidden_stretches={"cobra_pose", "cat_cow"})
print(request, repr(request), repr(policy), str(policy))
"""


def test_each_process_shows_a_value_alike():
    seen = {
        subprocess.run(
            [sys.executable, "-c", SHOWN], env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in "1234"
    }
    assert len(seen) == 1
    assert b"frozenset({'glutes', 'hips', 'spine'})" in seen.pop()


@pytest.mark.parametrize("name", THINGS)
def test_repr_and_str_are_a_few_lines(name: str):
    assert len(repr(THINGS[name])) < 800
    assert len(str(THINGS[name])) < 800


def test_repr_of_a_plan_says_what_was_asked_and_what_came_out():
    assert repr(PLAN) == (
        "Plan(minutes=10, days_since_injury=3, targets=['hips', 'lower_back'], catalog='lower_back_seven 1.2.0', "
        "total_seconds=566, optimal=True, prescriptions=['cat_cow', 'cobra_pose', 'childs_pose', "
        "'lying_knee_twist', 'piriformis_stretch'])"
    )
    assert "on='2026-01-31'" in repr(NARROWED)
    assert repr([PLAN]) == f"[{PLAN!r}]"


def test_repr_of_a_catalogue_says_its_name_and_its_stretches():
    assert repr(CATALOG).startswith("Catalog(id='lower_back_seven', version='1.2.0', ")
    assert "language='en'" in repr(CATALOG)
    assert "'knees', … 1 more]" in repr(CATALOG)
    assert "'cobra_pose'])" in repr(CATALOG)


def test_repr_of_a_report_counts_the_violations_that_it_does_not_show():
    assert len(REPORT.violations) > 3
    assert repr(REPORT).endswith(f"… {len(REPORT.violations) - 3} more], ok=False)")
    assert repr(sp.check(PLAN)) == f"CheckReport(rules_version='{PLAN.rules_version}', violations=[], ok=True)"
