"""Do three solvers that share no code agree: the planner, brute force and CP-SAT?"""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.safety.allowed import doses as limits
from tests.oracles import brute_force, cp_sat
from tests.oracles.drawing import personal_requests, small_catalogs, small_policies, small_profiles, small_requests

# Three times as many as other tests draw: 300, and 15,000 with HYPOTHESIS_PROFILE=long.
MANY = 3 * settings().max_examples
INSTANCES = small_catalogs().flatmap(lambda catalog: st.tuples(st.just(catalog), small_requests(catalog)))
PERSONAL = small_catalogs(bodies=True).flatmap(
    lambda catalog: st.tuples(st.just(catalog), personal_requests(catalog), small_policies(catalog))
)


def planned(planner, request):
    """Return the planner's plan as the oracles write it, or None."""
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
        objective=(*plan.objective.rank[:4], plan.objective.position_changes),
        total_seconds=plan.total_seconds,
        rested_days=plan.objective.rested_days or 0,
    )


def _amount(stretch, prescription):
    """Return the amount of a movement: seconds for a flow, otherwise repetitions."""
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
    """As above, on more cases, without CP-SAT."""
    catalog, request = instance
    assert planned(sp.Planner(catalog, share=False), request) == brute_force.best(catalog, request)


@given(PERSONAL)
@settings(max_examples=MANY)
def test_all_three_agree_on_a_person_and_a_policy(instance):
    """Conditions, clearances, wishes, pain, and bounds of the caller's own."""
    catalog, request, policy = instance
    by_trying = brute_force.best(catalog, request, policy)
    by_solving = cp_sat.best(catalog, request, policy=policy)
    assert planned(sp.Planner(catalog, policy=policy), request) == by_trying
    assert (by_trying and by_trying.objective) == (by_solving and by_solving.objective)


@given(PERSONAL)
@settings(max_examples=5 * settings().max_examples)
def test_planner_and_brute_force_agree_on_a_person_and_a_policy(instance):
    """As above, on more cases, without CP-SAT and without reasons."""
    catalog, request, policy = instance
    planner = sp.Planner(catalog, policy=policy, share=False, explain=False)
    assert planned(planner, request) == brute_force.best(catalog, request, policy)


@given(st.data())
def test_a_shared_planner_answers_each_person_as_alone(data):
    """Only their profiles differ; each is planned for twice."""
    catalog = data.draw(small_catalogs(bodies=True))
    policy = data.draw(small_policies(catalog))
    request = data.draw(personal_requests(catalog)).model_copy(update={"screening": None, "profile": sp.Profile()})
    required = [sp.Profile(include={stretch_id}) for stretch_id in catalog.by_id]
    profiles = [*data.draw(st.lists(small_profiles(catalog), max_size=3)), sp.Profile(), *required]
    planner = sp.Planner(catalog, policy=policy, explain=False)
    for profile in (*profiles, *profiles):
        asked = request.model_copy(update={"profile": profile})
        assert planned(planner, asked) == brute_force.best(catalog, asked, policy)


@given(st.data())
def test_a_shared_planner_answers_each_request_as_alone(data):
    catalog = data.draw(small_catalogs())
    requests = data.draw(st.lists(small_requests(catalog), min_size=2, max_size=5))
    planner = sp.Planner(catalog)
    for request in (*requests, *requests):
        assert planned(planner, request) == brute_force.best(catalog, request)


@given(st.one_of(INSTANCES.map(lambda instance: (*instance, sp.Policy())), PERSONAL))
@settings(max_examples=MANY)
def test_both_readings_of_the_rules_allow_the_same_doses(instance):
    """The doses that the safety rules allow are those that the brute force reads from its tables."""
    catalog, request, policy = instance
    for stretch in catalog.stretches:
        left = limits.allowed_doses(stretch, request, policy)
        doses = [] if isinstance(left, limits.Refusal) else [(d.sets, d.amount) for d in left]
        assert sorted(doses) == sorted(brute_force.doses_left(stretch, request, policy))
