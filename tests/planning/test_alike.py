"""Are the plans for alike requests equal, but for the request in them and what their screening says?"""

import json
from collections.abc import Hashable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.inputs.screening import QUESTIONS
from stretchplan.planning.alike import Alike
from stretchplan.planning.answer_table import AnswerTable, answer_text
from stretchplan.planning.planner import terms_of
from stretchplan.testing import policies, requests
from tests.support.requests import CATALOG

QUICK = sp.Planner(explain=False)
ANYWHERE = sp.Planner("both", explain=False)
TABLES = {planner: AnswerTable(planner) for planner in (QUICK, ANYWHERE)}
ON = date(2026, 1, 31)

SCREENINGS = st.none() | st.builds(
    dict,
    st.dictionaries(st.sampled_from([q.id for q in QUESTIONS if q.urgency == "soon"]), st.sampled_from(["yes", "no"])),
)


def told(planner: sp.Planner, request: sp.PlanRequest) -> str | dict[str, object]:
    """Return the plan in its JSON form, or the problem details of a refusal."""
    try:
        return planner.plan(request).model_dump_json()
    except sp.StretchPlanError as error:
        return error.to_dict()


def shared(planner: sp.Planner, request: sp.PlanRequest) -> tuple[Hashable, str] | None:
    """Return the key of a request, and what its plan shares with those of alike requests; None without a plan."""
    alike = Alike(terms_of(planner))
    try:
        plan = planner.plan(request)
    except sp.StretchPlanError:
        return None
    before, after = alike.other_notices(plan)
    assert plan.notices == (*before, *alike.screening_notices(request), *after)
    return alike.key(plan.request), plan.model_copy(
        update={"notices": (*before, *after), "request": sp.PlanRequest(minutes=1, days_since_injury=0)}
    ).model_dump_json()


@given(
    st.sampled_from([QUICK, ANYWHERE]),
    requests(personal=True, screened=True),
    st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "days_since_injury": st.none() | st.integers(0, 120),
                "on": st.none() | st.dates(date(2025, 1, 1), date(2027, 1, 1)),
                "pain": st.none() | st.integers(0, 5),
                "pace": st.sampled_from([None, "usual", "unhurried", "slow"]),
                "screening": SCREENINGS,
            },
        ),
        min_size=1,
        max_size=8,
    ),
)
@settings(max_examples=60, deadline=None)
def test_what_alike_requests_share_is_equal(planner: sp.Planner, request_: sp.PlanRequest, changes: list[dict]):
    if request_.history is not None:
        changes = [{name: value for name, value in one.items() if name == "screening"} for one in changes]
    found: dict[Hashable, str] = {}
    for change in ({}, *changes):
        entry = shared(planner, request_.model_copy(update=change))
        if entry is not None and entry[0] is not None:
            assert found.setdefault(*entry) == entry[1]


@pytest.mark.parametrize("planner", [QUICK, ANYWHERE, sp.Planner(policy=sp.Policy(early_until_day=10), explain=False)])
def test_every_day_after_an_injury_is_like_those_with_its_key(planner: sp.Planner):
    found: dict[Hashable, str] = {}
    asked = [
        sp.PlanRequest(
            minutes=20, days_since_injury=day, on=ON + timedelta(days=2 * day), screening={"not_improving": "yes"}
        )
        for day in (None, *range(130))
        if day is not None
    ]
    for request in (*asked, sp.PlanRequest(minutes=20, days_since_injury=None, on=ON)):
        entry = shared(planner, request)
        assert entry is not None
        assert found.setdefault(*entry) == entry[1]
    assert len(found) < 20


@given(policies(), requests(personal=True), st.lists(st.integers(0, 100), min_size=2, max_size=5))
@settings(max_examples=15, deadline=None)
def test_a_policy_moves_the_days_that_are_alike(policy: sp.Policy, request_: sp.PlanRequest, days: list[int]):
    planner = sp.Planner(policy=policy, explain=False)
    found: dict[Hashable, str] = {}
    for day in days if request_.history is None else ():
        entry = shared(planner, request_.model_copy(update={"days_since_injury": day}))
        if entry is not None:
            assert found.setdefault(*entry) == entry[1]


@given(
    st.sampled_from([QUICK, ANYWHERE]),
    st.lists(requests(personal=True, screened=True), min_size=1, max_size=4),
    st.lists(st.dates(date(2025, 1, 1), date(2027, 1, 1)), min_size=2, max_size=3),
)
@settings(max_examples=40, deadline=None)
def test_a_row_is_answered_as_if_it_were_alone(planner: sp.Planner, asked: list[sp.PlanRequest], dates: list[date]):
    """The table has answered other rows before, of this example and of those before it."""
    for request in asked:
        for on in dates if request.history is None else [request.on]:
            dated = request.model_copy(update={"on": on})
            alone = told(planner, dated)
            answer = TABLES[planner].answer(dated)
            text = answer_text(TABLES[planner], answer)
            if isinstance(alone, str):
                assert text == alone
            else:
                assert answer.kind == alone["type"].rpartition(":")[2]  # type: ignore[attr-defined]
                assert text == sp_json(alone)


def sp_json(details: dict[str, object]) -> str:
    """Return problem details as a line of a batch has them."""
    return json.dumps(details, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def test_own_rules_and_a_history_are_alike_to_nothing():
    class Own:
        id, sentence, source, strength = "own", "Nothing is forbidden.", "a test", "practice"

        def leaves(self, stretch, doses, request):
            return doses

        def judge(self, plan, catalog):
            return ()

    request = sp.PlanRequest(minutes=5, days_since_injury=3)
    assert Alike(terms_of(sp.Planner(rules=[Own()]))).key(request) is None
    assert Alike(terms_of(QUICK)).key(request) is not None
    assert Alike(terms_of(QUICK)).key(sp.PlanRequest(minutes=5, days_since_injury=3, on=ON, history=())) is None


def test_alike_requests_are_planned_once(monkeypatch: pytest.MonkeyPatch):
    planner = sp.Planner(CATALOG, explain=False)
    table = AnswerTable(planner)
    first = table.answer(sp.PlanRequest(minutes=5, days_since_injury=60, on=ON))
    monkeypatch.setattr(sp.Planner, "_answer", None)
    later = table.answer(
        sp.PlanRequest(minutes=5, days_since_injury=70, on=ON + timedelta(days=10), screening={"chest_pain": "no"})
    )
    assert later.shared is first.shared
    assert later.notices != first.notices


def test_only_answers_that_hold_are_remembered():
    table = AnswerTable(sp.Planner(explain=False, node_budget=1))
    asked = {
        "plan": sp.PlanRequest(minutes=5, days_since_injury=3),
        "exhausted": sp.PlanRequest(minutes=45, days_since_injury=None),
        "wrong": sp.PlanRequest(minutes=5, days_since_injury=3, targets={"hipz"}),
    }
    kinds = {name: table.answer(request, name).kind for name, request in asked.items()}
    assert {name for name in asked if table.known(name) is not None} == {
        name for name, kind in kinds.items() if kind in {"plan", "infeasible", "see-a-clinician"}
    }
    table.clear()
    assert table.known("plan") is None
    assert table.size == 0
