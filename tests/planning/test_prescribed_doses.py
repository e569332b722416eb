"""Doses people prescribe: only the numbers of exercise sheets, and sets alike where that costs nothing."""

import pytest

import stretchplan as sp
from stretchplan.catalog import Catalog, builtin_catalog
from stretchplan.errors import Infeasible
from stretchplan.testing.sessions import plan_of
from tests.oracles import brute_force
from tests.support.most_filled import DAYS, rows

BUILTIN = builtin_catalog()
REPETITIONS = {5, 8, 10, 12, 15}
HOLDS = {10, 15, 20, 30}
PHASES = [0, 7, None]
"""One day of each phase: within one the same doses are allowed (tests/safety/test_allowed.py)."""


@pytest.mark.parametrize("day", PHASES)
def test_no_odd_dose_comes_out_of_the_built_in_catalogue(day):
    """Every number of minutes from 1 to 60, no area and every single one, with and without pain of 4."""
    planner = sp.Planner(explain=False)
    seen = set()
    for targets in [(), *((area,) for area in BUILTIN.area_ids)]:
        for minutes in range(1, 61):
            for pain in (None, 4):
                try:
                    plan = planner.plan(minutes=minutes, days_since_injury=day, targets=set(targets), pain=pain)
                except Infeasible:
                    continue
                for p in plan.prescriptions:
                    seen.add((p.kind, p.hold_seconds or p.repetitions))
    assert {amount for kind, amount in seen if kind == "hold"} <= HOLDS
    assert {amount for kind, amount in seen if kind == "repetitions"} <= REPETITIONS
    assert {amount for kind, amount in seen if kind == "flow"} == {5}  # breaths of 6 s


def hold(name, **fields):
    """Return a hold of 20 s, one to three sets, on both sides at once."""
    return {
        "id": name,
        "name": name,
        "position": "supine",
        "style": "static",
        "sides": "both",
        "dose": {"kind": "hold", "min_seconds": 20, "max_seconds": 20, "min_sets": 1, "max_sets": 3},
        "targets": {"primary": ["hips"]},
        "first_allowed_day": 0,
        "setup": "Lie down.",
        "cue": "Stretch.",
        **fields,
    }


def catalog(*stretches):
    """Return a catalogue with the one area hips."""
    areas = [{"id": "hips", "name": "hips"}]
    return Catalog.model_validate(
        {"id": "even", "version": "1.0.0", "title": "Even", "areas": areas, "stretches": stretches}
    )


@pytest.mark.parametrize(("names", "sets", "expected"), [("ab", 4, [2, 2]), ("abc", 6, [2, 2, 2]), ("ab", 3, [2, 1])])
def test_sets_are_alike_where_the_worth_is_the_same(names, sets, expected):
    """With time for so many sets of twins, each has as many; an odd one goes to the first of the catalogue."""
    of = catalog(*(hold(name) for name in names))
    pace = sp.Pace()
    shortest = sp.Planner(of).plan(
        minutes=20, days_since_injury=None, profile={"include": set(names)}, pain=4, pace=pace
    )
    seconds = shortest.total_seconds + (sets - len(names)) * (20 + pace.rest_seconds)
    request = sp.PlanRequest(minutes=seconds // 60, seconds=seconds % 60, days_since_injury=None, pace=pace)
    plan = sp.Planner(of).plan(request)
    assert [p.sets for p in plan.prescriptions] == expected
    by_trying = brute_force.best(of, request)
    assert [s for s, _ in by_trying.doses.values()] == expected


@pytest.mark.parametrize(
    ("amount", "said"),
    [(9, "has 9 repetitions a set; the catalogue allows 5, 8 or 10 repetitions."), (11, "has 11 repetitions a set")],
)
def test_the_checker_refuses_other_amounts(amount, said):
    plan = plan_of([("cobra_pose", 1, amount)], sp.PlanRequest(minutes=5, days_since_injury=None), BUILTIN)
    (violation,) = [v for v in sp.check(plan).violations if v.rule_id == "dose-range"]
    assert said in violation.message


def test_more_minutes_than_the_seven_can_fill_change_nothing():
    """The lengths that docs/objective.md states are reached, and 240 minutes give the plan of the first that fits."""
    for (_, _, _, total), day in zip(rows(), DAYS.values(), strict=True):
        enough = -(-total // 60)
        plans = [sp.plan(minutes=m, days_since_injury=day) for m in (enough, 2 * enough, 240)]
        assert {plan.total_seconds for plan in plans} == {total}
        assert len({plan.schedule for plan in plans}) == 1


@pytest.mark.parametrize(
    ("fields", "uses"),
    [
        ({}, ("quiet_end", "second_round", "slower_pace", "larger_catalogue")),
        ({"pace": "slow"}, ("quiet_end", "second_round", "larger_catalogue")),
        ({"pain": 3, "pace": "usual"}, ("quiet_end", "second_round", "slower_pace", "larger_catalogue")),
        (
            {"profile": {"avoid_stretches": {"cobra_pose"}}},
            ("quiet_end", "second_round", "slower_pace", "fewer_wishes", "larger_catalogue"),
        ),
        # What a condition forbids anyway is no wish.
        (
            {"profile": {"avoid_stretches": {"cobra_pose"}, "conditions": {"wrist_pain"}}},
            ("quiet_end", "second_round", "slower_pace", "larger_catalogue"),
        ),
        # Without cat-cow, knee to chest opens, and the session ends in child's pose.
        (
            {"profile": {"avoid_stretches": {"cat_cow"}}},
            ("second_round", "slower_pace", "fewer_wishes", "larger_catalogue"),
        ),
    ],
)
def test_a_plan_says_what_would_use_free_minutes(fields, uses):
    plan = sp.plan(minutes=60, days_since_injury=None, **fields)
    (notice,) = [n for n in plan.notices if n.id == "minutes-unfilled"]
    assert notice.free_seconds == 3600 - plan.total_seconds
    assert notice.uses == uses
    assert "What would use them: " in notice.text
    assert sp.check(plan).ok


@pytest.mark.parametrize(
    ("day", "pain", "short"),
    [(None, 4, True), (50, 5, True), (0, None, True), (6, 1, True), (7, None, False), (None, 3, False)],
)
def test_with_pain_and_in_the_early_days_a_short_session_is_right(day, pain, short):
    plan = sp.plan(minutes=60, days_since_injury=day, pain=pain)
    (notice,) = [n for n in plan.notices if n.id == "minutes-unfilled"]
    assert (notice.uses == ()) is short
    assert notice.text.endswith("added to this session. A short session is right for today.") is short
    assert sp.check(plan).ok
    lie = notice.model_copy(update={"uses": ("second_round",) if short else ()})
    told = plan.model_copy(update={"notices": (*(n for n in plan.notices if n is not notice), lie)})
    assert {violation.rule_id for violation in sp.check(told).violations} == {"honest-notice"}


def test_what_would_use_the_minutes_does():
    """A slower pace and an allowed stretch lengthen the session; more areas would not."""
    asked = {"minutes": 60, "days_since_injury": None}
    plain = sp.plan(**asked, targets={"hips"}, profile={"avoid_stretches": {"cobra_pose"}}, pace="usual")
    assert sp.plan(**asked, targets={"hips"}, pace="usual").total_seconds > plain.total_seconds
    slower = sp.plan(**asked, targets={"hips"}, profile={"avoid_stretches": {"cobra_pose"}}, pace="slow")
    assert slower.total_seconds > plain.total_seconds
    everything = sp.plan(**asked, profile={"avoid_stretches": {"cobra_pose"}}, pace="usual")
    assert everything.total_seconds == plain.total_seconds
