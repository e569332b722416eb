"""Does a user's type checker see the right types? mypy and pyright check this file, and pytest runs it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, assert_type

from hypothesis import given

import stretchplan as sp
from stretchplan.catalog import Stretch
from stretchplan.errors import Problem, Relaxation
from stretchplan.testing import plans, requests


class NoLongHolds:
    """Satisfies the protocol :class:`stretchplan.OwnRule` without inheriting from it."""

    id = "no-long-holds"
    sentence = "Nothing is held for more than 15 s."
    source = "our physiotherapist"
    strength = "practice"

    def leaves(self, stretch: Stretch, doses: tuple[sp.Dosage, ...], request: sp.PlanRequest) -> Iterable[sp.Dosage]:
        return [dose for dose in doses if stretch.dose.kind != "hold" or dose.amount <= 15]

    def judge(self, plan: sp.Plan, catalog: sp.Catalog) -> Iterable[sp.Violation]:
        return [
            sp.Violation(rule_id=self.id, step=i, message=f"This hold lasts {step.seconds} s.")
            for i, step in enumerate(plan.schedule)
            if step.kind == "hold" and step.seconds > 15
        ]


def test_a_plan_and_its_parts_are_typed() -> None:
    plan = sp.plan(minutes=5, days_since_injury=3)
    assert_type(plan, sp.Plan)
    assert_type(plan.total_seconds, int)
    assert_type(plan.schedule, tuple[sp.Step, ...])
    assert_type(plan.prescriptions, tuple[sp.Prescription, ...])
    assert_type(plan.objective.rank, tuple[int, int, int, int, int])
    assert_type(plan.to_text(), str)
    assert_type(sp.check(plan), sp.CheckReport)
    assert_type(sp.check(plan).violations, tuple[sp.Violation, ...])
    assert_type(sp.why(plan, plan.prescriptions[0].stretch_id), sp.Why)
    assert_type(sp.rules(), tuple[sp.Rule, ...])
    assert_type(sp.plan_schema(), dict[str, Any])


def test_a_planner_takes_an_own_rule_and_a_policy() -> None:
    rule: sp.OwnRule = NoLongHolds()
    planner = sp.Planner(sp.builtin_catalog(), policy=sp.Policy(max_hold_seconds=20), rules=[rule])
    assert_type(planner, sp.Planner)
    request = sp.PlanRequest(minutes=5, days_since_injury=None, targets=frozenset({"hips"}))
    plan = planner.plan(request)
    assert_type(plan, sp.Plan)
    assert sp.check(plan, rules=[NoLongHolds()]).ok


def test_errors_carry_typed_values() -> None:
    try:
        sp.plan(minutes=1, days_since_injury=3, targets={"hips", "glutes"})
    except sp.InvalidRequest as error:
        assert_type(error.problems, tuple[Problem, ...])
    except sp.Infeasible as error:
        assert_type(error.relaxations, tuple[Relaxation, ...])
        assert_type(error.relaxations[0].request, sp.PlanRequest)
    except sp.NoPlan as error:
        assert_type(error.to_dict(), dict[str, Any])


@given(requests(feasible=True))
def test_a_strategy_of_requests_fits_a_test_of_requests(request: sp.PlanRequest) -> None:
    assert_type(request, sp.PlanRequest)


@given(plan=plans())
def test_a_strategy_of_plans_fits_a_test_of_plans(plan: sp.Plan) -> None:
    assert_type(plan, sp.Plan)


@given(...)
def test_hypothesis_finds_the_strategy_by_the_annotation(plan: sp.Plan) -> None:
    assert_type(plan, sp.Plan)
    assert sp.check(plan).ok
