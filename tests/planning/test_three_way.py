"""Three answers that share no code are the same: the planner's, the brute force's and CP-SAT's."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

import stretchplan as sp
from oracles import brute_force, cp_sat
from oracles.drawing import small_catalogs, small_requests
from stretchplan.safety import limits

# Three times as many as other tests draw: 300, and 15,000 with HYPOTHESIS_PROFILE=long.
MANY = 3 * settings().max_examples
INSTANCES = small_catalogs().flatmap(lambda catalog: st.tuples(st.just(catalog), small_requests(catalog)))


def planned(planner, request):
    """Return the planner's plan in the oracles' terms, or None when it says that there is none."""
    try:
        plan = planner.plan(request)
    except sp.errors.Infeasible:
        return None
    catalog = planner.catalog
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
@settings(max_examples=MANY)
def test_planner_brute_force_and_cp_sat_agree(instance):
    """The planner's doses, order, objective and length are the brute force's, and CP-SAT finds none better."""
    catalog, request = instance
    by_trying = brute_force.best(catalog, request)
    by_solving = cp_sat.best(catalog, request)
    assert planned(sp.Planner(catalog), request) == by_trying
    assert (by_trying and by_trying.objective) == (by_solving and by_solving.objective)


@given(INSTANCES)
@settings(max_examples=2 * MANY)
def test_planner_and_brute_force_agree(instance):
    """The planner's doses, order, objective and length are the brute force's: more often, without CP-SAT."""
    catalog, request = instance
    assert planned(sp.Planner(catalog, share=False), request) == brute_force.best(catalog, request)


@given(st.data())
def test_requests_that_share_a_planner_get_the_answers_they_would_get_alone(data):
    """One planner asked again and again gives each request the brute force's answer."""
    catalog = data.draw(small_catalogs())
    requests = data.draw(st.lists(small_requests(catalog), min_size=2, max_size=5))
    planner = sp.Planner(catalog)
    for request in (*requests, *requests):
        assert planned(planner, request) == brute_force.best(catalog, request)


@given(INSTANCES)
def test_the_days_doses_are_the_same_read_twice(instance):
    """The doses that the safety rules leave of each stretch are those the brute force reads off the table."""
    catalog, request = instance
    for stretch in catalog.stretches:
        left = limits.leave(stretch, request)
        doses = [] if isinstance(left, limits.Refusal) else [(d.sets, d.amount) for d in left]
        assert sorted(doses) == sorted(brute_force.doses_left(stretch, request.days_since_injury))
