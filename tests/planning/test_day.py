"""What does a request resolve to: allowed doses, pace, seconds, demanded areas, and the key of its solution?"""

import pytest

import stretchplan as sp
from stretchplan.planning.explain.feasible import Feasibility
from stretchplan.planning.model.day import Day
from stretchplan.planning.model.terms import Terms
from stretchplan.planning.solver import Solver
from tests.support.refusal_cases import AllOrNothing

CATALOG = sp.builtin_catalog()


def resolve(policy=None, **fields):
    """Return the day of a request: five minutes and no injury by default."""
    request = sp.PlanRequest(**{"minutes": 5, "days_since_injury": None} | fields)
    return Day.resolve(Terms(CATALOG, policy or sp.Policy()), request)


def test_each_move_takes_the_slower_of_request_and_policy():
    policy = sp.Policy(least_pace=sp.Pace(settle_seconds=9, rest_seconds=11))
    day = resolve(policy, pace=sp.Pace(rest_seconds=20))
    assert day.pace == sp.Pace(settle_seconds=9, rest_seconds=20)


@pytest.mark.parametrize(("limit", "seconds"), [(None, 330), (600, 330), (331, 330), (330, 330), (329, 329)])
def test_budget_is_the_smaller_of_request_and_policy(limit, seconds):
    assert resolve(sp.Policy(max_session_seconds=limit), minutes=5, seconds=30).budget_seconds == seconds


def test_demanded_areas_are_indices_in_catalog_order():
    day = resolve(targets={"ankles", "lower_back", "hips"})
    assert day.demanded == tuple(sorted(CATALOG.area_ids.index(area) for area in ("lower_back", "hips", "ankles")))
    assert resolve().demanded == ()


@pytest.mark.parametrize(
    ("fields", "hopeless"),
    [
        ({}, False),
        ({"profile": {"conditions": ["recent_spinal_surgery"]}}, True),
        ({"days_since_injury": 7, "profile": {"include": ["glute_bridge"]}}, False),
        ({"days_since_injury": 6, "profile": {"include": ["glute_bridge"]}}, True),
        ({"profile": {"include": ["cat_cow"], "avoid_positions": ["quadruped"]}}, True),
        ({"minutes": 1, "targets": {"ankles", "pelvis"}}, False),  # the time is too short, which only a search shows
    ],
    ids=["all allowed", "nothing allowed", "included", "included but forbidden", "included but avoided", "short"],
)
def test_hopeless_day_lacks_every_or_an_included_stretch(fields, hopeless):
    assert resolve(**fields).hopeless is hopeless


ON_DAY_8 = {"minutes": 5, "days_since_injury": 8}


@pytest.mark.parametrize(
    "change",
    [
        {"days_since_injury": 41},
        {"on": "2026-01-01"},
        {"pain": 3, "pace": "usual"},
        {"screening": {question.id: "no" for question in sp.screening_questions()}},
        {"pace": "usual"},
        {"minutes": 4, "seconds": 59},
    ],
    ids=[
        "same phase of recovery",
        "date",
        "weak pain at a stated pace",
        "screened",
        "pace by name",
        "time beyond the policy",
    ],
)
def test_requests_that_the_rules_treat_alike_share_a_key(change):
    policy = sp.Policy(max_session_seconds=290)
    assert resolve(policy, **ON_DAY_8 | change).key == resolve(policy, **ON_DAY_8).key


@pytest.mark.parametrize(
    "change",
    [
        {"days_since_injury": 6},
        {"pain": 4},
        {"minutes": 6},
        {"pace": "slow"},
        {"targets": {"hips"}},
        {"profile": {"include": ["cat_cow"]}},
        {"profile": {"avoid_stretches": ["cat_cow"]}},
    ],
    ids=["earlier phase", "pain", "time", "pace", "areas", "included", "avoided"],
)
def test_other_doses_demands_time_or_pace_have_other_keys(change):
    assert resolve(**ON_DAY_8 | change).key != resolve(**ON_DAY_8).key


@pytest.mark.parametrize(
    ("day", "conditions", "stretch_id", "rule_ids"),
    [
        (6, [], "piriformis_stretch", ["piriformis-light"]),
        (7, [], "piriformis_stretch", []),
        (41, [], "lying_knee_twist", ["twist-small"]),
        (None, [], "lying_knee_twist", []),
        (6, ["wrist_pain"], "cat_cow", ["wrist-pain"]),
        (6, ["wrist_pain"], "childs_pose", []),
    ],
)
def test_planned_stretch_carries_the_cautions_of_its_day(day, conditions, stretch_id, rule_ids):
    dosage = sp.Dosage(1, 10)
    planned = resolve(days_since_injury=day, profile={"conditions": conditions}).planned(stretch_id, dosage)
    assert (planned.stretch.id, planned.dosage) == (stretch_id, dosage)
    assert [caution.rule_id for caution in planned.cautions] == rule_ids


def test_lifted_rules_apply_neither_to_doses_nor_to_order():
    request = sp.PlanRequest(minutes=5, days_since_injury=3)
    usual = Day.resolve(Terms(CATALOG), request)
    lifted = Day.resolve(Terms(CATALOG), request, without_rules=frozenset({"recovery-window", "gentle-first"}))
    assert usual.allowed.refusals.keys() == {"glute_bridge"}
    assert lifted.allowed.refusals.keys() == set()
    assert (usual.ordered, lifted.ordered) == (True, False)


def test_relaxed_copy_asks_own_rules_about_the_original_request():
    """The rule forbids everything once the hips are dropped; a wish is read from the relaxed copy."""
    terms = Terms(CATALOG, own_rules=(AllOrNothing("hips-only", lambda _, request: "hips" in request.targets),))
    original = sp.PlanRequest(
        minutes=5, days_since_injury=None, targets={"hips"}, profile={"avoid_stretches": ["cat_cow"]}
    )
    relaxed = sp.PlanRequest(minutes=5, days_since_injury=None)
    day = Feasibility(terms, 1000).day(relaxed, original=original)
    assert day.allowed.doses.keys() == CATALOG.by_id.keys()
    assert day.demanded == ()
    assert Day.resolve(terms, relaxed).allowed.doses == {}


def test_keys_of_days_hold_equal_sets_once():
    """In the planner alone: what a person asks for is gone with it."""
    solver = Solver(Terms(CATALOG, sp.Policy()), 1000, share=True, explain=False, most_bytes=2**20)
    for minutes in (5, 6):
        fields = {"targets": {"hips"}, "profile": {"include": ["cat_cow"]}}
        solver.solve(solver.day(sp.PlanRequest(minutes=minutes, days_since_injury=8, **fields)))
    one, other = solver._solutions._entries
    assert one != other
    for place in (2, 3):
        assert isinstance(one[place], frozenset)
        assert one[place] is other[place]


def test_what_days_have_in_common_is_held_once():
    solver = Solver(Terms(CATALOG, sp.Policy()), 1000, share=True, explain=False, most_bytes=2**20)
    fields = {"minutes": 5, "targets": {"hips"}, "profile": {"avoid_stretches": ["cat_cow"]}}
    one, other = (solver.day(sp.PlanRequest(days_since_injury=day, **fields)) for day in (8, 9))
    for name in ("doses", "words", "refusals", "unwanted", "places", "key"):
        assert getattr(one.allowed, name) is getattr(other.allowed, name)
    assert one.allowed.unwanted
    elsewhere = solver.day(sp.PlanRequest(days_since_injury=1, **fields))
    assert elsewhere.allowed.refusals
    assert elsewhere.allowed.refusals != one.allowed.refusals
