"""Can a caller end a request while it is planned, and does that change nothing for any other request?"""

import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier

import pytest

import stretchplan as sp
from stretchplan.planning.bounds.visits import Visits
from stretchplan.planning.search.depth_first import _Visit
from tests.oracles.realistic import realistic
from tests.support import chained

LARGE = realistic(40, 3)
REQUESTS = {
    "built-in": (None, {"minutes": 10, "days_since_injury": 3}),
    "built-in, refused": (None, {"minutes": 2, "days_since_injury": 0, "targets": {"pelvis", "hips", "spine"}}),
    "large": (LARGE, {"minutes": 9, "days_since_injury": None, "targets": set(LARGE.area_ids[:3])}),
    "large, all areas": (LARGE, {"minutes": 12, "days_since_injury": None}),
    "large, refused": (LARGE, {"minutes": 1, "days_since_injury": None, "targets": set(LARGE.area_ids[:9])}),
    "chains": (chained.routines(10), {"minutes": 9, "days_since_injury": None}),
}


def planner_for(catalog):
    return sp.Planner(catalog, node_budget=30_000)


class After:
    """Cancels from the question with some number on."""

    def __init__(self, number):
        self.number, self.asked = number, 0

    def __call__(self):
        self.asked += 1
        return self.asked >= self.number


def answer(planner, fields):
    """Return the bytes of a plan, or what an error tells."""
    try:
        return planner.plan(**fields).model_dump_json()
    except sp.StretchPlanError as error:
        return json.dumps(error.to_dict())


CANCELLED = json.dumps(sp.Cancelled().to_dict())


@pytest.mark.parametrize("name", REQUESTS)
def test_a_request_is_answered_as_ever_or_cancelled_and_leaves_nothing_behind(name):
    catalog, fields = REQUESTS[name]
    never = After(10**9)
    whole = answer(planner_for(catalog).until(never), fields)
    assert whole == answer(planner_for(catalog), fields)
    assert never.asked >= 2
    draw = Random(name)  # noqa: S311
    numbers = {1, 2, 3, 4, never.asked - 1, never.asked, never.asked + 1}
    numbers |= {draw.randint(1, never.asked) for _ in range(6)}
    planner = planner_for(catalog)
    for number in sorted(numbers - {0}):
        if number % 2:
            planner = planner_for(catalog)  # else it has what was cached in requests that were cancelled
        cancelled = After(number)
        assert answer(planner.until(cancelled), fields) == (CANCELLED if cancelled.asked >= number else whole)
        assert cancelled.asked <= number  # nobody is asked again after saying so
    assert answer(planner, fields) == whole


@pytest.mark.parametrize("name", REQUESTS)
def test_there_are_never_a_thousand_nodes_between_two_questions(name, monkeypatch):
    tried, most = 0, 0

    def count(function):
        def counting(*args, **kwargs):
            nonlocal tried, most
            tried += 1
            most = max(most, tried)
            return function(*args, **kwargs)

        return counting

    def cancelled():
        nonlocal tried
        tried = 0
        return False

    monkeypatch.setattr(_Visit, "__call__", count(_Visit.__call__))
    monkeypatch.setattr(Visits, "_look", count(Visits._look))
    catalog, fields = REQUESTS[name]
    answer(planner_for(catalog).until(cancelled), fields)
    assert 0 < most <= 1000


def test_what_the_function_raises_is_passed_on_and_the_planner_goes_on():
    class Late(BaseException):
        pass

    def cancelled():
        raise late

    late = Late()
    catalog, fields = REQUESTS["large"]
    planner = planner_for(catalog)
    for _ in range(2):
        with pytest.raises(Late) as caught:
            planner.until(cancelled).plan(**fields)
        assert caught.value is late
    assert answer(planner, fields) == answer(planner_for(catalog), fields)


def test_stop_iteration_ends_the_request_as_pythons_runtime_error():
    answers = iter([False] * 3)
    with pytest.raises(RuntimeError, match="generator raised StopIteration"):
        sp.Planner("both").until(lambda: next(answers)).plan(minutes=8, days_since_injury=20)


def test_many_requests_yield_the_error_and_go_on():
    requests = [sp.PlanRequest(minutes=minutes, days_since_injury=3) for minutes in (4, 5, 6, 7)]
    times = iter([False, True, True])  # for the first request it is asked again while it searches
    answers = list(sp.Planner().until(lambda: next(times, False)).plan_many(requests))
    assert [type(made).__name__ for made in answers] == ["Cancelled", "Cancelled", "Plan", "Plan"]
    assert answers[2:] == list(sp.Planner().plan_many(requests[2:]))


def test_a_cancelled_stream_plans_nothing(monkeypatch):
    planner = sp.Planner()
    monkeypatch.setattr(planner, "_answer", None)
    requests = [sp.PlanRequest(minutes=5, days_since_injury=3)] * 100
    assert {made.kind for made in planner.until(lambda: True).plan_many(requests)} == {"cancelled"}


def test_warning_signs_and_wrong_requests_are_told_though_cancelled():
    planner = sp.Planner().until(lambda: True)
    with pytest.raises(sp.InvalidRequest, match="not an area"):
        planner.plan(minutes=5, days_since_injury=3, targets={"nose"})
    with pytest.raises(sp.SeeAClinician):
        planner.plan(minutes=5, days_since_injury=3, screening=sp.Screening(saddle_numbness="yes"))


def test_other_threads_are_not_affected():
    catalog, fields = REQUESTS["large"]
    planner, whole = planner_for(catalog), answer(planner_for(catalog), fields)
    together = Barrier(8)

    def ask(number):
        together.wait()
        return answer(planner.until(After(number)) if number else planner, fields)

    numbers = [0, 3, 0, 9, 0, 20, 0, 2]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, numbers))
    assert all(made == whole or (number and made == CANCELLED) for number, made in zip(numbers, answers, strict=True))
    assert CANCELLED in answers


@pytest.mark.parametrize("method", ["programme", "replan", "why", "why_not"])
def test_each_method_that_plans_asks(method):
    request = sp.PlanRequest(minutes=5, days_since_injury=8)
    planner = sp.Planner()
    given = {
        "programme": lambda: (request, "2026-03-02", 2),
        "replan": lambda: (planner.programme(request, "2026-03-02", days=2), "2026-03-02", []),
        "why": lambda: (planner.plan(request), "cobra_pose"),
        "why_not": lambda: (planner.plan(request), "cobra_pose"),
    }[method]()
    with pytest.raises(sp.Cancelled):
        getattr(planner.until(lambda: True), method)(*given)


def test_a_programme_is_ended_on_the_day_that_it_is_planning():
    days = sp.Planner().until(After(30)).programme_days(sp.PlanRequest(minutes=5, days_since_injury=8), "2026-03-02")
    assert next(days).kind == "session"
    with pytest.raises(sp.Cancelled):
        list(days)


@pytest.mark.parametrize("given", [None, True, 3])
def test_what_cannot_be_called_is_refused(given):
    with pytest.raises(sp.InvalidRequest, match=r"cancelled: .* cannot be called; give a function"):
        sp.Planner().until(given)


@pytest.mark.parametrize("said", [None, 1, "no"])
def test_an_answer_that_is_neither_true_nor_false_is_refused(said):
    with pytest.raises(sp.InvalidRequest, match="it must return True, to end the request, or False"):
        sp.Planner().until(lambda: said).plan(minutes=5, days_since_injury=3)


def test_the_function_given_last_is_asked():
    planner = sp.Planner().until(lambda: True).until(lambda: False)
    assert planner.plan(minutes=5, days_since_injury=3) == sp.plan(minutes=5, days_since_injury=3)


def test_the_error_can_be_sent_and_pickled():
    error = sp.Cancelled()
    assert error.to_dict() == {
        "type": "urn:stretchplan:problem:cancelled",
        "title": "The request was cancelled",
        "status": 503,
        "detail": "the caller's function ended the request before there was an answer; it may be asked again",
    }
    assert pickle.loads(pickle.dumps(error)).to_dict() == error.to_dict()  # noqa: S301 - our own bytes
    assert not isinstance(error, sp.NoPlan)  # a day of a programme must not be refused for it
