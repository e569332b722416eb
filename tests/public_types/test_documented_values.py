"""Does a user's type checker take the values that the documents show, and refuse slips?"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import assert_type

import stretchplan
import stretchplan as sp
from stretchplan.results.plan import AreaCoverage


class Area(StrEnum):
    HIPS = "hips"


class Ten:
    def __index__(self) -> int:
        return 10


ASKED = sp.PlanRequest(minutes=10, days_since_injury=10, targets={"hips"}, on=date(2026, 1, 31))


def test_a_request_takes_sets_lists_enums_dates_as_text_and_named_paces() -> None:
    plan = sp.plan(minutes=10, days_since_injury=10, targets={"hips"}, on="2026-01-31")
    assert plan.request == ASKED
    assert sp.PlanRequest(minutes=Ten(), days_since_injury=Ten(), targets=["hips"], on="2026-01-31") == ASKED
    assert sp.PlanRequest(minutes=10, days_since_injury=10, targets=(Area.HIPS,), on="2026-01-31") == ASKED
    assert sp.Planner().plan(minutes=10, days_since_injury=10, targets=[Area.HIPS], on="2026-01-31") == plan
    slow = sp.PlanRequest(minutes=10, days_since_injury=None, pace="slow", screening={"chest_pain": "no"})
    assert slow.pace is not None
    assert slow.pace.rest_seconds == 25
    assert sp.PlanRequest(minutes=10, days_since_injury=None, pace={"rest_seconds": 20}).pace == sp.Pace(
        rest_seconds=20
    )


def test_a_request_takes_the_day_of_the_injury() -> None:
    dated = sp.PlanRequest(minutes=10, injured_on=date(2026, 1, 21), targets={"hips"}, on="2026-01-31")
    assert dated == ASKED
    assert sp.plan(minutes=10, injured_on="2026-01-21", on="2026-01-31").request.days_since_injury == 10
    assert sp.Planner().plan(minutes=10, injured_on="2026-01-21", on="2026-01-31").request.injured_on == date(
        2026, 1, 21
    )


def test_a_profile_and_a_policy_take_sets_and_lists() -> None:
    profile = sp.Profile(
        conditions={"wrist_pain", "knee_pain"},
        avoid_positions=["kneeling"],
        include={"cobra_pose"},
        equipment=("mat",),
        cleared=[{"stretch_id": "cobra_pose", "condition": "wrist_pain"}],
    )
    assert_type(profile.include, frozenset[str])
    assert profile.cleared == (sp.Clearance(stretch_id="cobra_pose", condition="wrist_pain"),)
    policy = sp.Policy(
        forbidden_stretches={"cobra_pose"}, forbidden_positions=["prone"], first_allowed_days={"glute_bridge": Ten()}
    )
    assert_type(policy.first_allowed_days, Mapping[str, int])
    assert policy.first_allowed_days == {"glute_bridge": 10}


def test_modules_are_attributes_of_the_package() -> None:
    plan = sp.plan(ASKED)
    assert stretchplan.render.plan_to_text(plan) == plan.to_text()
    assert_type(sp.catalog.builtin_catalog(), sp.Catalog)
    assert_type(sp.parse_request('{"minutes": 5, "days_since_injury": null}'), sp.PlanRequest)
    assert_type(plan.coverage, Mapping[str, AreaCoverage])


def never_called(plan: sp.Plan, planner: sp.Planner) -> None:
    """mypy --strict reports each comment below that has no error to silence."""
    sp.plan(minuts=10, days_since_injury=3)  # type: ignore[call-overload]
    sp.plan(minutes=10)  # type: ignore[call-overload]
    sp.plan(ASKED, minutes=10)  # type: ignore[call-overload]
    planner.plan(minuts=10, days_since_injury=3)  # type: ignore[call-overload]
    sp.PlanRequest(minuts=10, minutes=10, days_since_injury=3)  # type: ignore[call-overload]
    sp.PlanRequest(minutes="10", days_since_injury=3)  # type: ignore[call-overload]
    sp.PlanRequest(minutes=10, days_since_injury=3, targets="hips")  # type: ignore[arg-type]
    sp.PlanRequest(minutes=10, days_since_injury=3, pace="slwo")  # type: ignore[call-overload]
    sp.PlanRequest(minutes=10, injured_on="2026-03-01")  # type: ignore[call-overload]
    sp.plan(minutes=10, on="2026-03-04")  # type: ignore[call-overload]
    sp.Profile(conditions="knee_pain")  # type: ignore[arg-type]
    sp.Profile(conditions={"kne_pain"})  # type: ignore[arg-type]
    sp.Policy(max_sts=3)  # type: ignore[call-arg]
    plan.coverage["hips"] = plan.coverage["spine"]  # type: ignore[index]
    plan.coverage.clear()  # type: ignore[attr-defined]
