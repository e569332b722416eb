"""Is a planner that is asked often, by many, and for much, answered as one that is asked once?"""

import itertools
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.base.cache import Cache
from stretchplan.planning import planner as planner_module
from stretchplan.planning.search.depth_first import NodeBudgetSpent
from stretchplan.planning.search.select import select
from tests.oracles import brute_force
from tests.oracles.drawing import small_catalogs, small_requests


def text(answer):
    """Return an answer as text: a plan's JSON, or a refusal's details."""
    return answer.model_dump_json() if isinstance(answer, sp.Plan) else repr(answer.to_dict())


def grid():
    """Return a hundred requests, with plans, refusals and stops among them."""
    areas = (frozenset(), frozenset({"hips"}), frozenset({"pelvis"}), frozenset({"ankles", "spine"}))
    fields = itertools.product((1, 4, 9), (0, 7, None), areas, (None, 5, 7))
    found = [sp.PlanRequest(minutes=m, days_since_injury=day, targets=some, pain=pain) for m, day, some, pain in fields]
    return [*found, sp.PlanRequest(minutes=9, days_since_injury=3, screening={"chest_pain": "yes"})]


def test_many_requests_are_answered_in_order_with_errors_as_values():
    """Each as plan() would answer it: the plan, or the error it raises."""
    planner = sp.Planner(explain=False)
    for request, answer in zip(grid(), planner.plan_many(grid()), strict=True):
        try:
            alone = sp.Planner(explain=False, share=False).plan(request)
        except sp.StretchPlanError as error:
            alone = error
        assert type(answer) is type(alone)
        assert text(answer) == text(alone)


def test_many_requests_are_read_one_by_one():
    """A stream without an end is answered as it comes."""
    endless = (sp.PlanRequest(minutes=5, days_since_injury=day) for day in itertools.count())
    answers = sp.Planner(explain=False).plan_many(endless)
    assert [a.request.days_since_injury for a in itertools.islice(answers, 3)] == [0, 1, 2]


def test_what_is_no_request_is_an_error_in_its_place():
    """And the next one is answered all the same."""
    answers = list(sp.Planner().plan_many([{"minutes": 3}, sp.PlanRequest(minutes=3, days_since_injury=0)]))
    assert [type(answer) for answer in answers] == [sp.InvalidRequest, sp.Plan]


def test_a_rule_of_ones_own_that_fails_ends_them_all():
    """It is about the planner, not about a request."""

    class Fails:
        id, sentence, source, strength = "fails", "It fails.", "us", "policy"

        def leaves(self, stretch, doses, request):
            raise RuntimeError("oh")

        def judge(self, plan, catalog):
            return ()

    with pytest.raises(sp.PolicyError, match="the rule failed"):
        list(sp.Planner(rules=[Fails()]).plan_many(grid()))


def test_an_equal_request_has_the_very_same_plan():
    """Asked again it is not made again; a planner that shares nothing makes an equal one."""
    fields = {"minutes": 8, "days_since_injury": 3, "targets": {"hips"}}
    planner, alone = sp.Planner(), sp.Planner(share=False)
    assert planner.plan(**fields) is planner.plan(**fields)
    assert alone.plan(**fields) is not alone.plan(**fields)
    assert alone.plan(**fields) == planner.plan(**fields)


def test_a_refusal_is_raised_anew_each_time():
    """The same in every word, and free of what happened to the last one."""
    planner = sp.Planner()
    caught = []
    for _ in range(2):
        with pytest.raises(sp.Infeasible) as error:
            planner.plan(minutes=9, days_since_injury=0, targets={"pelvis"})
        caught.append(error.value)
    assert caught[0] is not caught[1]
    assert text(caught[0]) == text(caught[1])


def test_what_was_never_checked_is_checked_before_it_is_remembered():
    """A request that equals a good one in Python's eyes, True being 1, is refused all the same."""
    planner = sp.Planner()
    good = sp.PlanRequest(minutes=1, days_since_injury=None, targets={"hips"})
    planner.plan(good)
    fields = {name: getattr(good, name) for name in sp.PlanRequest.model_fields}
    bad = sp.PlanRequest.model_construct(**fields | {"minutes": True})
    assert bad == good
    with pytest.raises(sp.InvalidRequest, match="minutes: True is not allowed"):
        planner.plan(bad)


def test_many_threads_get_the_answers_that_one_would():
    """Eight of them, over the same requests in turn, from one planner."""
    requests = [request for request in grid() if request.screening is None]
    planner = sp.Planner(explain=False)
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda r: [text(a) for a in planner.plan_many(r)], [requests] * 8))
    alone = [text(answer) for answer in sp.Planner(explain=False).plan_many(requests)]
    assert all(answers == alone for answers in together)


def test_what_is_remembered_is_bounded():
    """Of the oldest it forgets; nothing at all when it may keep nothing."""
    memory = Cache(3)
    for number in range(10):
        assert memory.put(number, -number) == -number
    assert len(memory) == 3
    assert [memory.get(number) for number in (6, 7, 9)] == [None, -7, -9]
    assert memory.put(9, "another") == -9  # who comes first stays
    nothing = Cache(0)
    assert nothing.put(1, 2) == 2
    assert nothing.get(1) is None


@given(st.data())
def test_what_has_a_plan_is_not_refused_for_lack_of_nodes(data):
    """With nodes enough for the shortest session and for nothing more, there is a plan, and it says what it is."""
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


@pytest.mark.parametrize(("nodes", "minutes", "areas"), [(20, 1, ["ankles"]), (100, 2, ["spine", "ankles", "knees"])])
def test_a_large_catalogue_has_a_plan_with_few_nodes(nodes, minutes, areas):
    """Six copies of the seven stretches, and too few nodes to meet one that works the areas: the shortest is taken."""
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
    assert all(plan.coverage[area].served_half_seconds for area in areas)
    assert all(p.sets == 1 for p in plan.prescriptions)
    with pytest.raises(sp.Infeasible):  # too long, and that is proved: even the shortest takes more
        sp.Planner(catalog, node_budget=1000).plan(
            minutes=1, days_since_injury=None, targets=["spine", "ankles", "knees"]
        )


def test_with_an_item_kept_out_nothing_is_made_up(monkeypatch):
    """Where the search for a reason ends early, there is no reason: the shortest session is no answer to it."""
    calls = []

    def short(*args, **kwargs):
        calls.append(args)
        return select(*args, **kwargs)

    monkeypatch.setattr("stretchplan.planning.planner.select", short)
    sp.Planner().plan(minutes=6, days_since_injury=None)
    query, _ = calls[0]
    with pytest.raises(NodeBudgetSpent):
        select(query._replace(excluded=1), 3)


@pytest.fixture
def counted(monkeypatch):
    """Return how often the planner sorts out a day, puts it into numbers, searches, and assembles a plan."""
    calls = dict.fromkeys(("sort_out", "make_problem", "select", "assemble"), 0)

    def counting(name, alone):
        def call(*args, **kwargs):
            calls[name] += 1
            return alone(*args, **kwargs)

        return call

    for name in calls:
        monkeypatch.setattr(planner_module, name, counting(name, getattr(planner_module, name)))
    return calls


def test_what_was_worked_out_is_not_worked_out_again(counted):
    """The same request; another date; other minutes; another pace; another day with the same doses; another doses."""
    planner = sp.Planner(explain=False)
    fields = {"minutes": 5, "days_since_injury": 8, "targets": {"hips"}}
    seen = []
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
        seen.append(tuple(counted.values()))
    assert seen == [
        (1, 1, 1, 1),
        (1, 1, 1, 1),  # the answer is remembered
        (1, 1, 1, 2),  # the solution is
        (1, 1, 2, 3),  # the problem is
        (1, 2, 3, 4),  # the day is
        (2, 2, 3, 5),  # the same doses on another day: the solution
        (3, 3, 4, 6),
    ]


def test_a_planner_that_shares_nothing_searches_each_time(counted):
    """Days and problems are no answers, and are remembered all the same."""
    planner = sp.Planner(explain=False, share=False)
    for minutes in (5, 5, 4):
        planner.plan(minutes=minutes, days_since_injury=8)
    assert tuple(counted.values()) == (1, 1, 3, 3)


def test_a_refusal_is_remembered_too(counted):
    """No session is looked for a second time."""
    planner = sp.Planner()
    for _ in range(2):
        with pytest.raises(sp.Infeasible):
            planner.plan(minutes=1, days_since_injury=8, targets={"ankles", "pelvis"})
    assert counted["select"] == 1


def test_reasons_that_are_asked_for_use_what_was_worked_out(counted):
    """Asking why solves once more, without the stretch; the problem and the best plan are there."""
    planner = sp.Planner(explain=False)
    plan = planner.plan(minutes=2, days_since_injury=None, targets={"lower_back"})
    planner.why(plan, "cobra_pose")
    assert tuple(counted.values()) == (1, 1, 2, 1)


def test_everything_that_is_left_can_be_asked_for_at_once():
    """All seven must be in, which is all there are."""
    names = set(sp.builtin_catalog().by_id)
    plan = sp.plan(minutes=20, days_since_injury=None, profile={"include": names})
    assert {p.stretch_id for p in plan.prescriptions} == names


def test_reasons_are_given_unless_they_are_left_out():
    """Without being asked for."""
    asked = {"minutes": 2, "days_since_injury": None}
    with_them, without = (sp.Planner(**how).plan(**asked) for how in ({}, {"explain": False}))
    assert {p.because.outcome for p in without.prescriptions} == {"not_worked_out"}
    assert "not_worked_out" not in {p.because.outcome for p in with_them.prescriptions}


@pytest.mark.parametrize(("answer", "stopped"), [("no", False), ("yes", True)])
def test_what_a_plan_is_kept_under_says_whether_the_answers_leave_one(answer, stopped):
    """A person with chest pain is never told apart from one without by a policy alone."""
    asked = sp.PlanRequest(minutes=9, days_since_injury=3, screening={"chest_pain": answer})
    plain = sp.PlanRequest(minutes=9, days_since_injury=3)
    assert (sp.Planner().canonical(asked) != sp.Planner().canonical(plain)) is stopped
