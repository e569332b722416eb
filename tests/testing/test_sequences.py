"""Over sequences of requests to one planner: is each answered as if it were the only one?

The library has no histories yet, so a day is a request: the machine lets days pass, hurts the back again, reports pain,
changes the minutes, the areas and what is stated, and asks for a plan in between.
"""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

import stretchplan as sp
from stretchplan.testing import assert_safe

AREAS = sp.builtin_catalog().area_ids
CONDITIONS = [entry.id for entry in sp.conditions()]


class Days(RuleBasedStateMachine):
    """One person and one planner, day after day."""

    def __init__(self):
        super().__init__()
        self.planner = sp.Planner(explain=False)
        self.day = 0
        self.minutes = 10
        self.pain = None
        self.areas = frozenset()
        self.conditions = frozenset()
        self.seen = {}

    @rule(days=st.integers(1, 20))
    def days_pass(self, days):
        self.day += days

    @rule()
    def hurt_again(self):
        self.day = 0

    @rule(pain=st.none() | st.integers(0, 10))
    def report_pain(self, pain):
        self.pain = pain

    @rule(minutes=st.integers(1, 30))
    def change_the_minutes(self, minutes):
        self.minutes = minutes

    @rule(areas=st.frozensets(st.sampled_from(AREAS), max_size=2))
    def want_other_areas(self, areas):
        self.areas = areas

    @rule(condition=st.sampled_from(CONDITIONS))
    def state_a_condition(self, condition):
        self.conditions |= {condition}

    @rule()
    def state_no_condition(self):
        self.conditions = frozenset()

    def request(self):
        return sp.PlanRequest(
            minutes=self.minutes,
            days_since_injury=self.day,
            pain=self.pain,
            targets=self.areas,
            profile=sp.Profile(conditions=self.conditions),
        )

    @rule()
    def ask(self):
        """Plan for today: a new planner gives the same answer, and so did this one the last time."""
        request = self.request()
        answer = answered(self.planner, request)
        assert answer == answered(sp.Planner(explain=False, share=False), request)
        assert self.seen.setdefault(request, answer) == answer

    @invariant()
    def what_is_out_stays_out(self):
        """No bridge in week one, nothing in strong pain, and whatever is planned keeps every rule."""
        request = self.request()
        try:
            plan = self.planner.plan(request)
        except sp.Infeasible:
            return
        assert_safe(plan, request=request)
        assert self.pain is None or self.pain < 6
        assert self.day >= 7 or "glute_bridge" not in {p.stretch_id for p in plan.prescriptions}


def answered(planner, request):
    """Return the text of a plan or of a refusal."""
    try:
        return planner.plan(request).model_dump_json()
    except sp.Infeasible as error:
        return error.to_dict()


Days.TestCase.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)
TestDays = Days.TestCase
