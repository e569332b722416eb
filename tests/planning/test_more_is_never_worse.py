"""Do more minutes ever make a plan worse, and does a request stay within its nodes?"""

from contextlib import suppress
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.planning.model.terms import Terms
from stretchplan.planning.search.budget import NodeBudget, NodeBudgetSpent
from stretchplan.planning.search.greedy import greedy_solution
from stretchplan.planning.search.query import Prepared, Query
from stretchplan.planning.search.select import select
from stretchplan.planning.solver import Solver
from tests.support.chained import catalog, crossing, drawn, entry, routines
from tests.support.problems import problems, query_of


@pytest.fixture(scope="module")
def two_routines():
    return sp.Planner(routines(10))


def test_two_routines_across_positions_get_more_with_more_minutes(two_routines):
    """Before the greedy plan, 9 minutes had 15 stretches, and 10 and 11 minutes had one stretch of 20 s.

    Now that getting up and the words of the moves count, 9 minutes have 12 stretches and 390 s in them; 10 minutes have
    9 stretches of more sets and 440 s, which are worth more than 12 of fewer.
    """
    plans = [two_routines.plan(minutes=minutes, days_since_injury=None) for minutes in (9, 10, 11, 12)]
    ranks = [plan.objective.rank for plan in plans]
    assert ranks == sorted(ranks)
    assert all(plan.objective.stretching_seconds >= 390 for plan in plans)
    assert all(len(plan.prescriptions) >= 9 for plan in plans)
    assert ranks[0] >= (4 * 390, 4 * 390, 12)
    assert all(sp.check(plan, catalog=two_routines.catalog).ok for plan in plans)


def test_hints_across_six_positions_leave_the_whole_catalogue_to_plan():
    """Before orders were exact, the plan had one stretch of 22 s. All 24 fit with seven changes of position."""
    plan = sp.Planner(crossing()).plan(minutes=33, days_since_injury=None)
    assert plan.optimal
    assert len(plan.prescriptions) == 24
    assert plan.objective.position_changes == 7


def test_everything_included_has_a_plan():
    """Before the greedy plan, these 31 required stretches of two routines ended in SearchExhausted."""
    of = routines(16)
    include = frozenset(of.by_id) - {"s031"}
    plan = sp.Planner(of, explain=False).plan(minutes=240, days_since_injury=None, profile=sp.Profile(include=include))
    assert include <= {p.stretch_id for p in plan.prescriptions}
    assert sp.check(plan, catalog=of).ok


def score(catalog, seconds, targets, node_budget):
    """Return the score of the plan, or None when there is none; and whether it is proved."""
    solver = Solver(Terms(catalog), node_budget, share=False, explain=False, most_bytes=2**26)
    request = sp.PlanRequest(minutes=seconds // 60, seconds=seconds % 60, days_since_injury=None, targets=targets)
    try:
        found = solver.solve(solver.day(request))
    except NodeBudgetSpent:
        return None, False
    return (found.selection.score, found.selection.optimal) if found else (None, True)


@pytest.mark.parametrize("seed", range(50))
def test_with_more_minutes_no_drawn_plan_is_worse(seed):
    """300 pairs, about as many with chains across positions as without."""
    random = Random(seed)  # noqa: S311 - a seed is the point
    of = drawn(random, 4, 14)
    worked = sorted({area for s in of.stretches for area in (*s.targets.primary, *s.targets.secondary)})
    targets = frozenset(random.sample(worked, random.randint(0, len(worked))))
    seconds = 60 * random.randint(1, 20)
    before = score(of, seconds, targets, 200_000)[0]
    for _ in range(6):
        seconds += random.choice([5, 15, 30, 60, 60])
        after = score(of, seconds, targets, 200_000)[0]
        assert before is None or (after is not None and after >= before)
        before = after


def query(of, seconds, targets=()):
    """Return the query of a catalogue without a recent injury."""
    day = Solver(Terms(of), 1, share=False, explain=False, most_bytes=2**26).day(
        sp.PlanRequest(minutes=5, days_since_injury=None, targets=frozenset(targets))
    )
    problem = day.problem()
    return Query(Prepared.of(problem), day.demanded or problem.meant, bool(targets), seconds)


@given(st.integers(0, 2**32), st.integers(20, 900), st.integers(1, 300))
def test_the_greedy_plan_never_gets_worse_with_more_seconds(seed, seconds, more):
    shorter = query(drawn(Random(seed), 4, 20), seconds)  # noqa: S311
    longer = shorter._replace(available_seconds=seconds + more)
    plans = [greedy_solution(q, NodeBudget(10**6, q.prepared.orders)) for q in (shorter, longer)]
    if plans[0] is not None:
        assert plans[1] is not None
        assert plans[1].score >= plans[0].score


@given(st.integers(0, 2**32), st.integers(60, 900), st.sampled_from([50, 200, 1000, 5000]))
def test_no_plan_is_below_the_greedy_one_and_no_search_beyond_its_nodes(seed, seconds, nodes):
    asked = query(drawn(Random(seed), 4, 20), seconds)  # noqa: S311
    greedy = greedy_solution(asked, NodeBudget(10**6, asked.prepared.orders))
    found = select(asked, nodes)
    if greedy is not None:
        assert found is not None
        assert found.score >= greedy.score
    if found is not None:
        assert found.nodes <= nodes


@given(problems(), st.integers(1, 200), st.integers(1, 400))
def test_no_search_takes_more_than_its_nodes(problem, seconds, nodes):
    spent = []
    asked = query_of(problem, problem.reachable or (0,), bool(problem.reachable), seconds)
    with suppress(NodeBudgetSpent):
        select(asked, nodes, spent.append)
    assert spent[0] <= nodes


def test_a_refusal_that_runs_out_of_nodes_says_so():
    """Thirty stretches of three areas, too few seconds for all three, and few nodes for the reasons."""
    areas = ("back", "hips", "neck")
    of = catalog([entry(n, "supine", targets={"primary": [areas[n % 3]], "secondary": []}) for n in range(30)], areas)
    with pytest.raises(sp.Infeasible) as caught:
        sp.Planner(of, node_budget=2_000).plan(minutes=1, days_since_injury=None, targets=set(areas))
    assert caught.value.reasons == "budget_spent"
    assert str(caught.value).endswith("ended at its node budget, so there may be more of them.")
    assert caught.value.to_dict()["reasons"] == "budget_spent"
    with pytest.raises(sp.Infeasible) as caught:
        sp.Planner(of).plan(minutes=1, days_since_injury=None, targets=set(areas))
    assert caught.value.reasons == "complete"
    assert caught.value.relaxations


def test_a_planner_may_leave_out_the_reasons_of_refusals():
    fields = {"minutes": 1, "days_since_injury": 3, "targets": {"pelvis", "spine"}}
    with pytest.raises(sp.Infeasible) as caught:
        sp.Planner(explain_refusals=False).plan(**fields)
    refusal = caught.value
    assert (refusal.conflicts, refusal.relaxations, refusal.reasons) == ((), (), "not_made")
    assert str(refusal) == (
        "No session meets all demands under the rules. This planner does not look for reasons and ways out."
    )
    with pytest.raises(sp.Infeasible, match=r"Pain of 6|pain"):  # a reason that takes no search is given
        sp.Planner(explain_refusals=False).plan(minutes=9, days_since_injury=3, pain=6)
