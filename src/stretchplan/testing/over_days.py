"""Does a planner keep the rules over weeks? A state machine of Hypothesis that anybody's planner can be run through."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.loader import builtin_catalog
from stretchplan.inputs.conditions import CONDITIONS
from stretchplan.inputs.history import RecordedDose, SessionRecord, StretchRecord
from stretchplan.inputs.profile import Profile
from stretchplan.inputs.request import PlanRequest
from stretchplan.results.plan import Plan, Prescription
from stretchplan.results.records import planned_dose
from stretchplan.results.refusals import NoPlan
from stretchplan.rulebook.bounds import LEAVE_DAYS
from stretchplan.safety.check import check
from stretchplan.testing.assertions import assert_safe
from stretchplan.testing.requests import reference_planner

__all__ = ["OverDays"]

_PAIN = st.none() | st.integers(0, 5) | st.integers(0, 10)
_FIRST_DAY = date(2026, 3, 2)


class OverDays(RuleBasedStateMachine):
    """Lives through weeks with a planner: sessions are done, done in part, skipped, hurt, and are reported.

    Before each step a plan is made for today. It must pass :func:`stretchplan.check`; no stretch that made the back
    worse may be in within seven days; nothing may be more than it was after a session that did not settle; the same
    request must have the same plan; and without the oldest months nothing may be planned that is out with them.

    Override :meth:`plan` to try a planner of your own, and ``catalogs`` for its catalogues.

    Attributes
    ----------
    catalogs
        The catalogues that the person changes between; their stretches with the same id are the same.
    on
        The date of today.
    injured
        The date of the injury; None for no recent one.
    minutes
        The minutes of today's request, 1 to 240.
    pain
        Pain now, 0 to 10; None when it is not stated.
    conditions
        Ids of the stated conditions.
    catalog
        The catalogue of today.
    history
        The records of the sessions before.
    made
        The plan of today; None when there is none.

    Examples
    --------
    >>> from hypothesis import settings
    >>> from hypothesis.stateful import run_state_machine_as_test
    >>> from stretchplan.testing import OverDays
    >>> run_state_machine_as_test(OverDays, settings=settings(max_examples=1, stateful_step_count=3, deadline=None))
    """

    catalogs: ClassVar[tuple[Catalog, ...]] = (builtin_catalog("seven"), builtin_catalog("both"))

    def __init__(self) -> None:
        super().__init__()
        self.catalog = self.catalogs[0]
        self.on = _FIRST_DAY
        self.injured: date | None = _FIRST_DAY
        self.minutes = 10
        self.pain: int | None = None
        self.conditions: frozenset[Any] = frozenset()
        self.history: list[SessionRecord] = []
        self.made: Plan | None = None

    def plan(self, request: PlanRequest, catalog: Catalog) -> Plan | Mapping[str, object] | str | bytes:
        """Return the plan of the planner under test.

        Parameters
        ----------
        request
            The request of the day.
        catalog
            The catalogue of the day.

        Raises
        ------
        stretchplan.NoPlan
            When it has no plan.
        """
        return reference_planner(catalog).plan(request)

    # --- what happens ------------------------------------------------------------------------------------------------

    @precondition(lambda self: self.made is not None)
    @rule(after=_PAIN, data=st.data())
    def do_as_planned(self, after: int | None, data: st.DataObject) -> None:
        """Do today's session; some of it may make the back worse."""
        self._do(after, data, part=False)

    @precondition(lambda self: self.made is not None)
    @rule(after=_PAIN, data=st.data())
    def do_in_part(self, after: int | None, data: st.DataObject) -> None:
        """Do fewer sets, one side or nothing of some stretches, and stop early."""
        self._do(after, data, part=True)

    @rule(days=st.integers(1, 3) | st.integers(1, 20))
    def let_days_pass(self, days: int) -> None:
        """Skip the sessions of some days."""
        self._next_day(days)

    @rule(pain=_PAIN)
    def feel(self, pain: int | None) -> None:
        """Say how much it hurts now."""
        self.pain = pain

    @precondition(lambda self: bool(self.history))
    @rule(pain=st.integers(0, 10))
    def report_the_day_after(self, pain: int) -> None:
        """Say how much it hurt on the day after the last session."""
        self.history[-1] = self.history[-1].model_copy(update={"pain_next_day": pain})

    @rule()
    def hurt_the_back_again(self) -> None:
        """Begin again on day 0: all sessions so far were before the injury."""
        self.injured = self.on
        self.history = [record.model_copy(update={"before_injury": True}) for record in self.history]

    @rule(minutes=st.integers(1, 30))
    def change_the_minutes(self, minutes: int) -> None:
        """Have more or less time from now on."""
        self.minutes = minutes

    @rule(conditions=st.frozensets(st.sampled_from(sorted(CONDITIONS)), max_size=2))
    def state_other_conditions(self, conditions: frozenset[Any]) -> None:
        """State other conditions."""
        self.conditions = conditions

    @rule(data=st.data())
    def take_another_catalogue(self, data: st.DataObject) -> None:
        """Plan from another catalogue; sessions with stretches that it does not have stay in the history."""
        self.catalog = data.draw(st.sampled_from(self.catalogs))

    # --- what must hold ----------------------------------------------------------------------------------------------

    @invariant()
    def today_is_safe(self) -> None:
        """Make today's plan, and check everything about it."""
        __tracebackhide__ = True
        request = self.request()
        self.made = self._answer(request)
        again = self._answer(request)
        if self.made is None or again is None:
            assert again is self.made, f"for {request!r} there once was a plan and once was none"
            return
        assert again.model_dump_json() == self.made.model_dump_json(), f"for {request!r} there are two plans"
        assert_safe(self.made, request=request, catalog=self.catalog)
        for prescription in self.made.prescriptions:
            self._not_too_early(prescription)
            self._no_more_after_an_unsettled_day(prescription)
        self._old_sessions_only_keep_amounts_up(request)

    def request(self) -> PlanRequest:
        """Return the request of today."""
        return PlanRequest(
            minutes=self.minutes,
            days_since_injury=None if self.injured is None else (self.on - self.injured).days,
            pain=self.pain,
            on=self.on,
            profile=Profile(conditions=self.conditions),
            history=tuple(self.history),
        )

    def _answer(self, request: PlanRequest) -> Plan | None:
        try:
            made = self.plan(request, self.catalog)
        except NoPlan:
            return None
        if isinstance(made, Plan):
            return made
        return Plan.model_validate_json(made) if isinstance(made, (str, bytes)) else Plan.model_validate(made)

    def _not_too_early(self, prescription: Prescription) -> None:
        """Check that a stretch is not back within a week of a session in which it made the back worse."""
        for record in self.history:
            entry = _entry(record, prescription)
            early = entry is not None and entry.aggravated and (self.on - record.on).days <= LEAVE_DAYS
            assert not early, f"{prescription.stretch_id} made the back worse on {record.on}, and is in on {self.on}"

    def _no_more_after_an_unsettled_day(self, prescription: Prescription) -> None:
        """Check that no amount rises right after a session that is recorded as not settled."""
        last = next(iter(reversed(self.history)), None)
        if last is None or last.before_injury or last.pain_before is None or last.pain_next_day is None:
            return
        others = [record for record in self.history if record.on == last.on]
        done = _entry(last, prescription)
        if last.pain_next_day <= last.pain_before or done is None or done.done is None or len(others) > 1:
            return
        now, then, low = planned_dose(prescription), done.done, self.catalog.by_id[prescription.stretch_id].dose
        if now.sides == then.sides:
            fewest = max(then.sets, low.min_sets)
            assert now.sets <= fewest, f"{prescription.stretch_id} has more sets after {last.on}, which did not settle"
            lowest = prescription.set_seconds <= low.amounts[0] or (now.repetitions or 0) <= low.amounts[0]
            assert now.amount <= then.amount or lowest, f"{prescription.stretch_id} rises after {last.on}"

    def _old_sessions_only_keep_amounts_up(self, request: PlanRequest) -> None:
        """Check that what is planned without the oldest months is also allowed with them."""
        recent = tuple(record for record in self.history if (self.on - record.on).days <= 60)
        if len(recent) == len(self.history):
            return
        without = self._answer(request.model_copy(update={"history": recent}))
        if without is not None:
            found = check(without.model_copy(update={"request": request}), catalog=self.catalog).violations
            # A notice may name another reason for the same low amount: "new" in place of "not done for two weeks".
            too_much = [one.message for one in found if one.rule_id in _OVER_TIME and one.step is not None]
            assert not too_much, f"without the sessions before {self.on - timedelta(days=60)}: {too_much[0]}"

    # --- how it is written down --------------------------------------------------------------------------------------

    def _do(self, after: int | None, data: st.DataObject, *, part: bool) -> None:
        assert self.made is not None
        entries = []
        for prescription in self.made.prescriptions:
            planned = planned_dose(prescription)
            done = data.draw(_in_part(planned)) if part else planned
            worse = data.draw(st.sampled_from([False] * 7 + [True]))
            entries.append(
                StretchRecord(stretch_id=prescription.stretch_id, planned=planned, done=done, aggravated=worse)
            )
        self.history.append(
            SessionRecord(on=self.on, stretches=entries, stopped_early=part, pain_before=self.pain, pain_after=after)
        )
        self._next_day(1)

    def _next_day(self, days: int) -> None:
        self.on += timedelta(days=days)
        self.pain = None


_OVER_TIME = ("aggravating-leave", "injury-restart", "break-restart", "low-start", "step-down", "one-step-up")


def _entry(record: SessionRecord, prescription: Prescription) -> StretchRecord | None:
    return next((entry for entry in record.stretches if entry.stretch_id == prescription.stretch_id), None)


def _in_part(planned: RecordedDose) -> st.SearchStrategy[RecordedDose | None]:
    """Return a strategy for what is done of a dose: fewer sets, one side, all or nothing."""
    fewer = st.integers(1, planned.sets).map(lambda sets: planned.model_copy(update={"sets": sets}))
    one_side = planned.model_copy(update={"sides": "left"}) if planned.sides == "each" else planned
    return st.none() | fewer | st.just(one_side)
