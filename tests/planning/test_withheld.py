"""Is every plan judged before it is handed out, and withheld when the judge says no?"""

import json
import pickle

import pytest

import stretchplan as sp
from stretchplan.planning.build import assemble as assembly_module
from stretchplan.planning.build import schedule as schedule_module
from stretchplan.planning.model import allowed as today_module
from stretchplan.safety.allowed.doses import allowed_doses


def healthy(request):
    """Return a request as a planner would read it that forgets the injury."""
    return request.model_copy(update={"days_since_injury": None})


REQUEST = {"minutes": 10, "days_since_injury": 3, "targets": {"hips"}}


def test_a_defect_in_the_layout_never_reaches_the_person(monkeypatch):
    """A layout that cuts the second side short is caught by the checker, not shipped."""

    def cut_short(session, request, policy):
        steps = list(schedule_module.lay_out(session, request, policy))
        last = max(i for i, step in enumerate(steps) if step.side == "right" and step.kind == "hold")
        for i in range(last, len(steps)):
            change = {"seconds": 8} if i == last else {"start_seconds": steps[i].start_seconds - 2}
            steps[i] = steps[i].model_copy(update=change)
        return tuple(steps)

    monkeypatch.setattr(assembly_module, "lay_out", cut_short)
    with pytest.raises(sp.UnsafePlan) as caught:
        sp.Planner().plan(**REQUEST)  # the planner that everybody shares may remember the answer
    assert "both-sides" in {rule_id for rule_id, _, _ in caught.value.violations}
    assert "the plan was withheld because it breaks" in str(caught.value)


def test_a_defect_in_the_doses_never_reaches_the_person(monkeypatch):
    """A planner that forgets the recovery window is caught by the checker, which reads the rule for itself."""
    monkeypatch.setattr(
        today_module, "allowed_doses", lambda stretch, asked, *rest: allowed_doses(stretch, healthy(asked), *rest)
    )
    with pytest.raises(sp.UnsafePlan) as caught:
        sp.Planner().plan(minutes=10, days_since_injury=3)
    assert {"recovery-window", "early-dose"} <= {rule_id for rule_id, _, _ in caught.value.violations}


def test_a_withheld_plan_as_problem_details(monkeypatch):
    """It is a server's fault, and the violations are in it; and it crosses process borders."""
    monkeypatch.setattr(
        today_module, "allowed_doses", lambda stretch, asked, *rest: allowed_doses(stretch, healthy(asked), *rest)
    )
    with pytest.raises(sp.UnsafePlan) as caught:
        sp.Planner().plan(minutes=10, days_since_injury=3)
    details = caught.value.to_dict()
    assert details == json.loads(json.dumps(details))
    assert details["status"] == 500
    assert details["violations"][0].keys() == {"rule_id", "step", "message"}
    assert pickle.loads(pickle.dumps(caught.value)).to_dict() == details  # noqa: S301 -- our own bytes
