"""Is every answer for the built-in catalogue right? Every request of a grid is answered.

Days 0 to 60 and "no recent injury", twelve numbers of minutes from 1 to 30, every set of up to three of the nine areas:
96,720 requests. The rules treat most days alike: ``Planner.canonical`` sorts the requests into 4,680 distinct
problems. Each is answered on its first, its last and one more of its days, so that every day has its turn. The two
tests at the end show that this changes no answer: the plan is the same on all days of a group, and a planner that
shares nothing between requests gives the same bytes.
"""

import itertools

import pytest

import stretchplan as sp
from stretchplan.safety.allowed.doses import phase

AREAS = (
    "lower_back",
    "upper_back",
    "spine",
    "pelvis",
    "glutes",
    "hips",
    "hamstrings",
    "knees",
    "ankles",
)
DAYS = (*range(61), None)
AREA_SETS = tuple(frozenset(c) for k in range(4) for c in itertools.combinations(AREAS, k))

# The shortest session for each area, by hand: getting ready, then the work and its pauses within one set.
SHORTEST_SESSION = {
    "lower_back": 12 + 10 + 5 + 10,
    "upper_back": 12 + 30,
    "spine": 12 + 30,
    "glutes": 12 + 10 + 5 + 10,
    "hips": 12 + 10 + 5 + 10,
    "hamstrings": 12 + 10 + 5 + 10,
    "knees": 12 + 10 + 5 + 10,
    "ankles": 12 + 30,
}


def requests(days, minutes):
    """Yield every request of the grid for some days and minutes."""
    for day, minute, areas in itertools.product(days, minutes, AREA_SETS):
        yield sp.PlanRequest(minutes=minute, days_since_injury=day, targets=areas)


def answer(planner, request):
    """Return the plan or the refusal."""
    try:
        return planner.plan(request)
    except sp.Infeasible as error:
        return error


@pytest.fixture(scope="module")
def planner():
    """One planner for all tests: they check what it shares between requests."""
    return sp.Planner(explain=False)


def true_refusal(planner, request, refusal):
    """Say whether a refusal gives the true reason, by facts about the seven stretches."""
    day = request.days_since_injury
    first = refusal.conflicts[0]
    if "pelvis" in request.targets and day is not None and day < 7:
        return (
            [m.id for m in first.members] == ["pelvis", "recovery-window"]
            and [s.stretch_id for s in first.kept_out] == ["glute_bridge"]
            and all([m.id for m in c.members][-1] == "minutes" for c in refusal.conflicts[1:])
        )
    # Otherwise it is the minutes. Five are enough for any three areas, so with five there must be a plan.
    enough = request.model_copy(update={"minutes": 5})
    return (
        all([m.id for m in c.members][-1] == "minutes" for c in refusal.conflicts)
        and request.minutes < 5
        and isinstance(answer(planner, enough), sp.Plan)
    )


def true_plan(planner, request, plan):
    """Say whether a plan keeps the facts counted by hand; ``Planner.plan`` has checked it already."""
    day = request.days_since_injury
    planned = {p.stretch_id for p in plan.prescriptions}
    return (
        sum(step.seconds for step in plan.schedule) == plan.total_seconds <= 60 * request.minutes
        and not ("glute_bridge" in planned and day is not None and day < 7)
        and all(plan.coverage[area].served_quarter_seconds > 0 for area in request.targets)
        and planned | {entry.stretch_id for entry in plan.left_out} == set(planner.catalog.by_id)
        and plan.optimal
        and plan.request == request
    )


# The longest session takes 14 min 36 s: with more than 16 minutes the answers differ only in the minutes they name.
@pytest.mark.parametrize("minutes", [*range(1, 7), 8, 10, 12, 14, 16, 30])
def test_every_answer_is_a_checked_plan_or_a_true_refusal(planner, minutes):
    """8,060 requests for each number of minutes; each distinct problem is answered for three of its days."""
    groups = {}
    for request in requests(DAYS, [minutes]):
        groups.setdefault(planner.canonical(request), []).append(request)
    assert sum(map(len, groups.values())) == len(DAYS) * len(AREA_SETS) == 8060
    assert len(groups) == 3 * len(AREA_SETS)
    with_bridge_on_day_7 = 0
    for turn, group in enumerate(groups.values()):
        for request in {group[0], group[turn % len(group)], group[-1]}:
            result = answer(planner, request)
            is_true = true_plan if isinstance(result, sp.Plan) else true_refusal
            assert is_true(planner, request, result), (request, result)
            with_bridge_on_day_7 += (
                request.days_since_injury == 7
                and isinstance(result, sp.Plan)
                and "glute_bridge" in {p.stretch_id for p in result.prescriptions}
            )
    assert with_bridge_on_day_7 or minutes == 1


def test_the_shortest_sessions_are_as_counted_by_hand(planner):
    """One second less than the shortest session that works an area is refused; that many seconds are not."""
    for area, seconds in SHORTEST_SESSION.items():
        # A pace in minutes cannot say 37 s, so the pace is slowed until the shortest session takes over a minute.
        slow = sp.Pace(get_ready_seconds=72)
        total = seconds + 60
        fields = {"days_since_injury": None, "targets": {area}, "pace": slow}
        assert planner.plan(minutes=total // 60, seconds=total % 60, **fields).total_seconds == total
        with pytest.raises(sp.Infeasible) as refused:
            planner.plan(minutes=(total - 1) // 60, seconds=(total - 1) % 60, **fields)
        (conflict,) = refused.value.conflicts
        assert {"minutes"} <= {m.id for m in conflict.members} <= {area, "minutes"}
        assert conflict.least_seconds == total


def test_days_with_the_same_rules_share_one_answer(planner):
    """Within a phase of recovery, only the words about the day differ."""

    def without_day(result):
        if isinstance(result, sp.Infeasible):
            return [(c.members, [s.stretch_id for s in c.kept_out]) for c in result.conflicts]
        return (
            [p.model_dump() for p in result.prescriptions],
            [s.model_dump() for s in result.schedule],
            result.coverage,
            [(entry.stretch_id, entry.kind, entry.rule_id) for entry in result.left_out],
        )

    first = {}
    for request in requests(DAYS, [6]):
        key = (phase(request.days_since_injury), request.targets)
        shown = without_day(answer(planner, request))
        assert first.setdefault(key, shown) == shown
    assert len(first) == 3 * len(AREA_SETS)


def test_solving_once_changes_no_answer(planner):
    """600 requests of the grid, solved by a planner that shares nothing, give the same bytes."""
    alone = sp.Planner(share=False, explain=False)
    spread = list(requests(DAYS, range(1, 31)))[::403]
    assert len(spread) == 600
    for request in spread:
        shared, solved = answer(planner, request), answer(alone, request)
        if isinstance(shared, sp.Infeasible):
            assert shared.to_dict() == solved.to_dict()
        else:
            assert shared.model_dump_json() == solved.model_dump_json()
