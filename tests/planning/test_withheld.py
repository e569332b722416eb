"""Is every plan checked before the caller gets it, and withheld when it fails the check?"""

import json
import pickle

import pytest

import stretchplan as sp
from stretchplan.planning.build import assemble, schedule
from stretchplan.planning.model import allowed
from stretchplan.safety.allowed.doses import allowed_doses


def without_injury(request):
    """Return a request as a faulty planner would read it: without the injury."""
    return request.model_copy(update={"days_since_injury": None})


REQUEST = {"minutes": 10, "days_since_injury": 3, "targets": {"hips"}}


def test_plan_with_a_wrong_schedule_is_withheld(monkeypatch):
    def cut_short(day, session):
        steps = list(schedule.lay_out(day, session))
        last = max(i for i, step in enumerate(steps) if step.side == "right" and step.kind == "hold")
        for i in range(last, len(steps)):
            change = {"seconds": 8} if i == last else {"start_seconds": steps[i].start_seconds - 2}
            steps[i] = steps[i].model_copy(update=change)
        return tuple(steps)

    monkeypatch.setattr(assemble, "lay_out", cut_short)
    with pytest.raises(sp.UnsafePlan) as caught:
        sp.Planner().plan(**REQUEST)  # a new planner: the shared one may have cached the answer
    assert "both-sides" in {rule_id for rule_id, _, _ in caught.value.violations}
    assert "the plan was withheld because it breaks" in str(caught.value)


def test_plan_with_forbidden_doses_is_withheld(monkeypatch):
    monkeypatch.setattr(
        allowed, "allowed_doses", lambda stretch, request, *rest: allowed_doses(stretch, without_injury(request), *rest)
    )
    with pytest.raises(sp.UnsafePlan) as caught:
        sp.Planner().plan(minutes=10, days_since_injury=3)
    assert {"recovery-window", "early-dose"} <= {rule_id for rule_id, _, _ in caught.value.violations}


def test_unsafe_plan_survives_json_and_pickle(monkeypatch):
    monkeypatch.setattr(
        allowed, "allowed_doses", lambda stretch, request, *rest: allowed_doses(stretch, without_injury(request), *rest)
    )
    with pytest.raises(sp.UnsafePlan) as caught:
        sp.Planner().plan(minutes=10, days_since_injury=3)
    details = caught.value.to_dict()
    assert details == json.loads(json.dumps(details))
    assert details["status"] == 500
    assert details["violations"][0].keys() == {"rule_id", "step", "message"}
    assert pickle.loads(pickle.dumps(caught.value)).to_dict() == details  # noqa: S301 -- our own bytes
