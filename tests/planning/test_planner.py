"""Does a planner that caches answer many requests, from many threads, as a fresh planner would?"""

import gc
import itertools
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.base.cache import Cache, HashedOnce
from stretchplan.planning import planner as planner_module
from stretchplan.planning import solver as solver_module
from stretchplan.planning.model import day as day_module
from stretchplan.planning.search.select import select
from tests.oracles import brute_force
from tests.oracles.drawing import small_catalogs, small_requests


def text(answer):
    """Return an answer as text: a plan's JSON, or a refusal's details."""
    return answer.model_dump_json() if isinstance(answer, sp.Plan) else repr(answer.to_dict())


def grid():
    """Return about a hundred requests: with a plan, refused, or stopped by a warning sign."""
    areas = (frozenset(), frozenset({"hips"}), frozenset({"pelvis"}), frozenset({"ankles", "spine"}))
    fields = itertools.product((1, 4, 9), (0, 7, None), areas, (None, 5, 7))
    requests = [
        sp.PlanRequest(minutes=m, days_since_injury=day, targets=targets, pain=pain) for m, day, targets, pain in fields
    ]
    return [*requests, sp.PlanRequest(minutes=9, days_since_injury=3, screening={"chest_pain": "yes"})]


def test_plan_many_answers_each_request_as_plan_does():
    planner = sp.Planner(explain=False)
    for request, answer in zip(grid(), planner.plan_many(grid()), strict=True):
        try:
            fresh = sp.Planner(explain=False, share=False).plan(request)
        except sp.StretchPlanError as error:
            fresh = error
        assert type(answer) is type(fresh)
        assert text(answer) == text(fresh)


def test_plan_many_answers_an_endless_stream():
    endless = (sp.PlanRequest(minutes=5, days_since_injury=day) for day in itertools.count())
    answers = sp.Planner(explain=False).plan_many(endless)
    assert [a.request.days_since_injury for a in itertools.islice(answers, 3)] == [0, 1, 2]


def test_plan_many_yields_an_error_for_a_non_request():
    answers = list(sp.Planner().plan_many([{"minutes": 3}, sp.PlanRequest(minutes=3, days_since_injury=0)]))
    assert [type(answer) for answer in answers] == [sp.InvalidRequest, sp.Plan]


def test_plan_many_raises_when_an_own_rule_fails():
    """The error is about the planner, not about one request."""

    class Fails:
        id, sentence, source, strength = "fails", "It fails.", "us", "policy"

        def leaves(self, stretch, doses, request):
            raise RuntimeError("oh")

        def judge(self, plan, catalog):
            return ()

    with pytest.raises(sp.PolicyError, match="the rule failed"):
        list(sp.Planner(rules=[Fails()]).plan_many(grid()))


def test_equal_request_returns_the_cached_plan():
    fields = {"minutes": 8, "days_since_injury": 3, "targets": {"hips"}}
    caching, fresh = sp.Planner(), sp.Planner(share=False)
    assert caching.plan(**fields) is caching.plan(**fields)
    assert fresh.plan(**fields) is not fresh.plan(**fields)
    assert fresh.plan(**fields) == caching.plan(**fields)


def test_cached_refusal_is_raised_as_a_new_exception():
    planner = sp.Planner()
    caught = []
    for _ in range(2):
        with pytest.raises(sp.Infeasible) as error:
            planner.plan(minutes=9, days_since_injury=0, targets={"pelvis"})
        caught.append(error.value)
    assert caught[0] is not caught[1]
    assert text(caught[0]) == text(caught[1])


def test_unchecked_request_is_refused_though_its_equal_is_cached():
    """True equals 1 in Python, so the two requests are equal."""
    planner = sp.Planner()
    checked = sp.PlanRequest(minutes=1, seconds=40, days_since_injury=None, targets={"hips"})
    planner.plan(checked)
    fields = {name: getattr(checked, name) for name in sp.PlanRequest.model_fields}
    unchecked = sp.PlanRequest.model_construct(**fields | {"minutes": True})
    assert unchecked == checked
    with pytest.raises(sp.InvalidRequest, match="minutes: True is not allowed"):
        planner.plan(unchecked)


def test_eight_threads_get_the_same_answers_as_one():
    requests = [request for request in grid() if request.screening is None]
    planner = sp.Planner(explain=False)
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda r: [text(a) for a in planner.plan_many(r)], [requests] * 8))
    single = [text(answer) for answer in sp.Planner(explain=False).plan_many(requests)]
    assert all(answers == single for answers in together)


def test_cache_forgets_its_oldest_entries():
    cache = Cache(3)
    for number in range(10):
        assert cache.put(number, -number) == -number
    assert len(cache) == 3
    assert [cache.get(number) for number in (6, 7, 9)] == [None, -7, -9]
    assert cache.put(9, "another") == -9  # the first value of a key stays
    empty = Cache(0)
    assert empty.put(1, 2) == 2
    assert empty.get(1) is None


def test_a_key_that_is_hashed_once_equals_one_of_equal_parts():
    class Part(tuple):
        hashed = 0

        def __hash__(self):
            Part.hashed += 1
            return tuple.__hash__(self)

    key = HashedOnce("a", Part((1, 2)))
    table = {key: 3}
    assert table[key] == table[key] == 3
    assert Part.hashed == 1
    assert table[HashedOnce("a", (1, 2))] == 3
    assert key != HashedOnce("a", (1, 3))
    assert key != ("a", (1, 2))


def test_a_key_is_hashed_anew_in_another_process():
    """Texts have other hashes there."""
    code = (
        "import pickle, sys; from stretchplan.base.cache import HashedOnce\n"
        "key = pickle.loads(sys.stdin.buffer.read()); assert {HashedOnce('a', ('b',)): 1}[key] == 1"
    )
    sent = pickle.dumps(HashedOnce("a", ("b",)))
    subprocess.run([sys.executable, "-c", code], input=sent, check=True)


def test_comparisons_ask_for_proofs_alone(monkeypatch):
    asked = []

    def watched(*args, proof_only):
        asked.append(proof_only)
        return select(*args, proof_only=proof_only)

    monkeypatch.setattr("stretchplan.planning.solver.select", watched)
    plan = sp.Planner(share=False).plan(minutes=10, days_since_injury=None)
    assert plan.optimal
    assert len(asked) > 2
    assert asked == [False] + [True] * (len(asked) - 1)


@given(st.data())
def test_few_nodes_never_refuse_a_request_that_has_a_plan(data):
    catalog = data.draw(small_catalogs())
    request = data.draw(small_requests(catalog))
    best = brute_force.best(catalog, request)
    planner = sp.Planner(catalog, node_budget=data.draw(st.integers(20, 60)), explain=False)
    try:
        plan = planner.plan(request)
    except sp.SearchExhausted:
        return
    except sp.Infeasible:
        assert best is None
        return
    assert best is not None
    assert sp.check(plan, catalog=catalog).ok


@pytest.mark.parametrize(("nodes", "minutes", "areas"), [(20, 2, ["ankles"]), (100, 3, ["spine", "ankles", "knees"])])
def test_large_catalogue_falls_back_to_the_shortest_session(nodes, minutes, areas):
    """Six copies of the seven stretches, and too few nodes to find a selection that works the areas."""
    data = sp.builtin_catalog().model_dump(mode="json")
    copies = [
        s | {"id": f"{s['id']}_{n}", "name": f"{s['name']} {n}", "aliases": [], "ordering": {}, "references": {}}
        for n in range(6)
        for s in data["stretches"]
    ]
    catalog = sp.Catalog.model_validate(data | {"id": "copies", "stretches": copies})
    planner = sp.Planner(catalog, node_budget=nodes, explain=False)
    plan = planner.plan(minutes=minutes, days_since_injury=None, targets=areas)
    assert not plan.optimal
    assert plan.bound != plan.objective
    assert all(plan.coverage[area].served_quarter_seconds for area in areas)
    assert all(p.sets == 1 for p in plan.prescriptions)
    with pytest.raises(sp.Infeasible):  # proved: even the shortest session takes more than two minutes
        sp.Planner(catalog, node_budget=1000).plan(
            minutes=2, days_since_injury=None, targets=["spine", "ankles", "knees"]
        )


@pytest.fixture
def counted(monkeypatch):
    """Return the number of calls of each step of planning: allowed doses, problem, search, plan."""
    calls = dict.fromkeys(("allowed_today", "make_problem", "select", "assemble"), 0)

    def counting(name, original):
        def call(*args, **kwargs):
            calls[name] += 1
            return original(*args, **kwargs)

        return call

    for name in calls:
        module = {"assemble": planner_module, "make_problem": day_module}.get(name, solver_module)
        monkeypatch.setattr(module, name, counting(name, getattr(module, name)))
    return calls


def test_planner_reuses_days_problems_and_solutions(counted):
    planner = sp.Planner(explain=False)
    fields = {"minutes": 5, "days_since_injury": 8, "targets": {"hips"}}
    counts = []
    for change in (
        {},
        {},
        {"on": "2026-01-01"},
        {"minutes": 4},
        {"pace": sp.Pace(settle_seconds=6)},
        {"days_since_injury": 9},
        {"days_since_injury": 3},
    ):
        planner.plan(**fields | change)
        counts.append(tuple(counted.values()))
    assert counts == [
        (1, 1, 1, 1),
        (1, 1, 1, 1),  # equal request: the answer is cached
        (1, 1, 1, 2),  # another date: the solution is cached
        (1, 1, 2, 3),  # other minutes: the problem is cached
        (1, 2, 3, 4),  # another pace: the allowed doses are cached
        (2, 2, 3, 5),  # another day with the same doses: the solution is cached
        (3, 3, 4, 6),  # other doses: nothing is cached
    ]


def test_planner_that_shares_nothing_searches_each_time(counted):
    """It still caches days and problems, because they are no answers."""
    planner = sp.Planner(explain=False, share=False)
    for minutes in (5, 5, 4):
        planner.plan(minutes=minutes, days_since_injury=8)
    assert tuple(counted.values()) == (1, 1, 3, 3)


def test_refusal_is_cached(counted):
    planner = sp.Planner()
    for _ in range(2):
        with pytest.raises(sp.Infeasible):
            planner.plan(minutes=1, days_since_injury=8, targets={"ankles", "pelvis"})
    assert counted["select"] == 1


def test_why_solves_only_once_more(counted):
    planner = sp.Planner(explain=False)
    plan = planner.plan(minutes=2, days_since_injury=None, targets={"lower_back"})
    planner.why(plan, "cobra_pose")
    assert tuple(counted.values()) == (1, 1, 2, 1)


def test_all_seven_stretches_can_be_included():
    names = set(sp.builtin_catalog().by_id)
    plan = sp.plan(minutes=20, days_since_injury=None, profile={"include": names})
    assert {p.stretch_id for p in plan.prescriptions} == names


def test_reasons_are_worked_out_by_default():
    fields = {"minutes": 2, "days_since_injury": None}
    explained, unexplained = sp.Planner().plan(**fields), sp.Planner(explain=False).plan(**fields)
    assert {p.because.outcome for p in unexplained.prescriptions} == {"not_worked_out"}
    assert "not_worked_out" not in {p.because.outcome for p in explained.prescriptions}


@pytest.mark.parametrize(("answer", "stopped"), [("no", False), ("yes", True)])
def test_cache_key_includes_screening_stop(answer, stopped):
    """A plan cached for one person must not reach another whose chest hurts."""
    screened = sp.PlanRequest(minutes=9, days_since_injury=3, screening={"chest_pain": answer})
    unscreened = sp.PlanRequest(minutes=9, days_since_injury=3)
    assert (sp.Planner().canonical(screened) != sp.Planner().canonical(unscreened)) is stopped


def test_cache_key_includes_missing_required_answers():
    """A plan cached for a screened person must not reach one who was not screened."""
    answers = {question.id: "no" for question in sp.screening_questions()}
    unscreened = sp.PlanRequest(minutes=9, days_since_injury=3)
    screened = unscreened.model_copy(update={"screening": answers})
    required = sp.Planner(policy=sp.Policy(require_screening=True))
    assert required.canonical(unscreened) != required.canonical(screened)
    assert sp.Planner().canonical(unscreened) == sp.Planner().canonical(screened)


def test_what_a_planner_remembers_is_bounded_in_bytes():
    planner = sp.Planner(explain=False, cache_mib=1)
    asked = [
        sp.PlanRequest(minutes=minutes, days_since_injury=9, seconds=seconds)
        for minutes in (5, 9)
        for seconds in range(8)
    ]
    answers = [planner.plan(request) for request in asked]
    kept = planner._answers
    assert 1 < len(kept) < len(asked)
    assert 0 < kept.cost <= 2**19
    assert [planner.plan(request) for request in asked] == answers
    for wrong in (0, -1, True, 1.5, "64"):
        with pytest.raises(sp.InvalidRequest, match="cache_mib: it must be a whole number, at least 1"):
            sp.Planner(cache_mib=wrong)


def test_a_cache_counts_entries_that_grow_again():
    cache = Cache(10, most_cost=5, cost=lambda _key, entry: len(entry), grows=True)
    first = cache.put("a", [1])
    cache.put("b", [1, 2])
    first += [2, 3, 4]
    cache.put("c", [1])
    assert (cache.get("a"), cache.get("b"), cache.cost) == (None, [1, 2], 3)
    assert cache.put("d", [0] * 6) == [0] * 6
    assert len(cache) == 2


@pytest.mark.parametrize("pain", [0, 7], ids=["plans", "refusals"])
def test_the_sessions_before_do_not_stay_in_memory(pain):
    """400 sessions take 4 MiB, and each person has others. The last eight histories are held for copies of requests."""
    planner = sp.Planner(explain=False, cache_mib=1)
    first = date(2026, 5, 5)
    done = sp.record_of(planner.plan(minutes=10, days_since_injury=None, on=first))
    asked = {"minutes": 10, "days_since_injury": None, "pain": pain}
    for day in range(60):
        on = first + timedelta(days=day)
        history = [done.model_copy(update={"on": on - timedelta(days=ago), "note": "kept"}) for ago in range(1, 61)]
        with suppress(sp.Infeasible):
            planner.plan(**asked, on=on, history=history)
    del history
    gc.collect()
    alive = [thing for thing in gc.get_objects() if isinstance(thing, sp.SessionRecord) and thing.note == "kept"]
    assert len(alive) < 60 * 60 / 2
