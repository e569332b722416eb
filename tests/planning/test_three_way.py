"""Three answers that share no code are the same: the planner's, the brute force's and CP-SAT's."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

import stretchplan as sp
from oracles import brute_force, cp_sat
from oracles.drawing import small_catalogs, small_requests

INSTANCES = small_catalogs().flatmap(lambda catalog: st.tuples(st.just(catalog), small_requests(catalog)))


def planned(catalog, request, **settings):
    """Return the planner's plan in the oracles' terms, or None when it says that there is none."""
    try:
        plan = sp.Planner(catalog, **settings).plan(request)
    except sp.errors.Infeasible:
        return None
    assert plan.optimal
    assert plan.bound == plan.objective
    by_id = {p.stretch_id: p for p in plan.prescriptions}
    return brute_force.Answer(
        doses={
            s.id: (by_id[s.id].sets, by_id[s.id].hold_seconds or _amount(s, by_id[s.id]))
            for s in catalog.stretches
            if s.id in by_id
        },
        order=tuple(p.stretch_id for p in plan.prescriptions),
        objective=tuple(plan.objective.model_dump().values()),
        total_seconds=plan.total_seconds,
    )


def _amount(stretch, prescription):
    """Return the amount that the catalogue doses a movement in: seconds for a flow, else repetitions."""
    return prescription.set_seconds if stretch.dose.kind == "flow" else prescription.repetitions


@given(INSTANCES)
@settings(max_examples=300, deadline=None)
def test_planner_brute_force_and_cp_sat_agree(instance):
    """The planner's doses, order, objective and length are the brute force's, and CP-SAT finds none better."""
    catalog, request = instance
    by_trying = brute_force.best(catalog, request)
    by_solving = cp_sat.best(catalog, request)
    assert planned(catalog, request) == by_trying
    assert (by_trying and by_trying.objective) == (by_solving and by_solving.objective)


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_requests_that_share_a_planner_get_the_answers_they_would_get_alone(data):
    """One planner asked several times gives each request the brute force's answer, shared solutions or not."""
    catalog = data.draw(small_catalogs())
    requests = data.draw(st.lists(small_requests(catalog), min_size=2, max_size=5))
    planner = sp.Planner(catalog)
    for request in (*requests, *requests):
        try:
            plan = planner.plan(request)
        except sp.errors.Infeasible:
            plan = None
        by_trying = brute_force.best(catalog, request)
        assert (plan and tuple(p.stretch_id for p in plan.prescriptions)) == (by_trying and by_trying.order)
        assert (plan and tuple(plan.objective.model_dump().values())) == (by_trying and by_trying.objective)


@given(INSTANCES)
@settings(max_examples=100, deadline=None)
def test_the_days_doses_are_the_same_read_twice(instance):
    """The doses that the safety rules leave of each stretch are those the brute force reads off the table."""
    catalog, request = instance
    for stretch in catalog.stretches:
        left = sp.safety.limits.leave(stretch, request.days_since_injury)
        doses = [] if isinstance(left, sp.safety.limits.Refusal) else [(d.sets, d.amount) for d in left]
        assert sorted(doses) == sorted(brute_force.doses_left(stretch, request.days_since_injury))
