"""Over weeks with one planner: is every day safe after whatever happened before? And does the machine see a bad one?"""

from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

import stretchplan as sp
from stretchplan.testing import OverDays, over_days
from tests.support.grids import LONG

TestOverDays = OverDays.TestCase
TestOverDays.settings = settings(max_examples=1500 if LONG else 10, stateful_step_count=30, deadline=None)


class Forgetful(OverDays):
    """A planner that makes every plan as if nothing had happened before, and says that it minded the history."""

    def plan(self, request: sp.PlanRequest, catalog: sp.Catalog) -> Any:
        made = super().plan(request.model_copy(update={"history": None}), catalog)
        assert isinstance(made, sp.Plan)
        return made.model_copy(update={"request": request})


def found_by(machine: type[OverDays], examples: int = 200) -> str:
    """Return how a machine fails."""
    limits = settings(
        max_examples=examples,
        stateful_step_count=30,
        deadline=None,
        database=None,
        derandomize=True,
        phases=(Phase.generate,),  # no example is made shorter: that takes minutes
    )
    with pytest.raises(AssertionError) as caught:
        run_state_machine_as_test(machine, settings=limits)  # type: ignore[no-untyped-call]
    return str(caught.value)


def test_a_planner_without_a_memory_is_found_by_the_check():
    assert "low-start" in found_by(Forgetful)


@pytest.fixture
def no_check(monkeypatch: pytest.MonkeyPatch) -> None:
    """Switch the check off, so that only what the machine remembers itself can fail."""
    monkeypatch.setattr(over_days, "assert_safe", lambda *_, **__: None)


@pytest.mark.usefixtures("no_check")
def test_what_made_the_back_worse_and_comes_back_is_found_without_the_check():
    assert "made the back worse on" in found_by(Forgetful)


@pytest.mark.usefixtures("no_check")
def test_a_rise_after_an_unsettled_day_is_found_without_the_check(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(over_days.OverDays, "_not_too_early", lambda *_: None)

    class Greedy(OverDays):
        def plan(self, request: sp.PlanRequest, catalog: sp.Catalog) -> Any:
            assert request.on is not None
            history = () if request.on.toordinal() % 2 else None  # low on one day, as much as there is on the next
            made = super().plan(request.model_copy(update={"history": history}), catalog)
            assert isinstance(made, sp.Plan)
            return made.model_copy(update={"request": request})

    assert "settle" in found_by(Greedy) or "rises after" in found_by(Greedy)


def test_a_planner_with_two_plans_for_one_request_is_found():
    class Fickle(OverDays):
        count = 0

        def plan(self, request: sp.PlanRequest, catalog: sp.Catalog) -> Any:
            type(self).count += 1
            planner = sp.Planner(catalog, explain=bool(self.count % 2), share=False)
            return planner.plan(request)

    assert "there are two plans" in found_by(Fickle, examples=5)


def test_steady_months_and_their_last_thirty_days_give_the_same_session():
    """Dropping the oldest months changes nothing that the rules do not say."""
    planner = sp.Planner(explain=False)
    request = sp.PlanRequest(minutes=8, days_since_injury=None, pain=1)
    days = planner.programme(request, "2026-03-02", 120, days_per_week=6).days
    done = [sp.record_of(day.plan, pain_next_day=1) for day in days if day.plan is not None]
    asked = {"minutes": 8, "days_since_injury": None, "pain": 1, "on": "2026-06-30"}
    whole = planner.plan(**asked, history=done)
    recent = planner.plan(**asked, history=[record for record in done if (whole.request.on - record.on).days <= 30])
    assert recent.model_copy(update={"request": whole.request}) == whole
    assert {prescription.stretch_id for prescription in whole.prescriptions}
