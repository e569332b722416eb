"""Is every answer for the built-in catalogue right? Every request of a grid is answered.

Days 0 to 60 and "no recent injury", twelve numbers of minutes from 1 to 30, every set of up to three of the nine areas:
96,720 requests. The rules treat most days alike: ``Planner.canonical`` sorts the requests into 4,680 distinct
problems. Each is answered on its first, its last and one more of its days, so that every day has its turn. The two
tests at the end show that this changes no answer: the plan is the same on all days of a group, and a planner that
shares nothing between requests gives the same bytes.

By default one problem in six is answered, another sixth for each number of minutes. ``HYPOTHESIS_PROFILE=long`` answers
all of them.
"""

import itertools

import pytest

import stretchplan as sp
from stretchplan.safety.allowed.doses import phase
from tests.support.grids import spread

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

# The shortest session for each area, by hand from docs/schedule.md, without an injury and at the usual pace:
# opening + settling + the work and its pauses within one set + closing.
#
# A text counts its words and one for each pause, and takes 60 / 140 s for each, rounded up.
# - Opening: get_ready 20 - settle 5 = 15. The longest way down, to the back, has 29 words and 3 pauses, the one
#   after it included: 32, 14 s. So 15.
# - Change: change_position 15 - settle 5 = 10. The longest way over, from the back to the knees, has 18 words and
#   2 pauses: 20, 9 s. So 10.
# - Closing: get_up 20. The longest way up, from the back, has 36 words and 4 pauses: 40, 18 s. So 20.
# - Settling, as the words of name + setup + "Left side first." + cue + what does not fit into the work:
#   knee to chest  4 + 28 + 3 + 17 = 52, and 7 sentences have 6 pauses: 58, 25 s;
#   twist          3 + 29 + 3 + 24 = 59, and 6 pauses and 2 semicolons: 67, 29 s;
#   child's pose   2 + 32 + 19 = 53, and 4 pauses: 57, 25 s;
#   cat-cow        2 + 22 + 21 + 8 to feel = 53, and 5 pauses, 2 colons and a semicolon: 61, 27 s;
#   piriformis     2 + 36 + 3 + 22 = 63, and 6 pauses and 2 semicolons: 71, 31 s;
#   glute bridge   2 + 25 + 22 + 11 to feel = 60, and 5 pauses: 65, 28 s ("Lift your hips." takes 2 s, as long as its
#                  inhale, and is said then);
#   cobra          2 + 23 + 21 + 15 to feel = 61, and 6 pauses: 67, 29 s.
#   What to feel fits into a hold of 10 s (at most 21, 9 s), so it does not count for the holds.
#
# A change of side says how: knee to chest 5 + 6 + 8 = 19, and 3 pauses and a comma: 23, 10 s; twist and piriformis are
# the shortest for no area.
#
# The bridge strengthens and so never opens: the shortest before it is knee to chest, which lies on the back too.
# The cobra (15 + 29 + 30 + 20 = 94 s) and the twist (15 + 29 + 50 + 20 = 114 s) are the shortest for no area.
SHORTEST_SESSION = {
    "lower_back": 15 + 25 + (10 + 10 + 10) + 20,  # knee to chest; or child's pose, 15 + 25 + 30 + 20
    "upper_back": 15 + 25 + 30 + 20,  # child's pose
    "spine": 15 + 27 + 30 + 20,  # cat-cow
    "pelvis": 15 + 25 + (10 + 10 + 10) + 28 + 50 + 20,  # knee to chest, glute bridge
    "glutes": 15 + 25 + (10 + 10 + 10) + 20,  # knee to chest
    "hips": 15 + 25 + 30 + 20,  # child's pose
    "hamstrings": 15 + 25 + (10 + 10 + 10) + 20,  # knee to chest
    "knees": 15 + 25 + 30 + 20,  # as the hips
    "ankles": 15 + 25 + 30 + 20,  # child's pose
}

# Enough for any three areas, by hand: child's pose works every area but the spine and the pelvis, the pelvis needs the
# bridge, and cat-cow works the spine. So no three areas need more than these three stretches, with two changes:
# 15 + (27 + 30) + 10 + (25 + 30) + 10 + (28 + 50) + 20 = 245 s. The low bridge, up to day 41, has 26 s, not 28. On days
# 0 to 6, unhurried, there is no bridge; opening 30 - 8 = 22, change 22 - 8 = 14, closing 30, and 20 to settle half way
# back: 22 + (27 + 30) + 14 + (20 + 30) + 30 = 173 s. So five minutes are enough, and three are on the first days.
ENOUGH_MINUTES = 5


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
    enough = request.model_copy(update={"minutes": ENOUGH_MINUTES})
    return (
        all([m.id for m in c.members][-1] == "minutes" for c in refusal.conflicts)
        and request.minutes < ENOUGH_MINUTES
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


# The longest session takes 18 min 45 s: with more than 19 minutes the answers differ only in the minutes they name.
@pytest.mark.parametrize("minutes", [*range(1, 7), 8, 10, 12, 14, 18, 30])
def test_every_answer_is_a_checked_plan_or_a_true_refusal(planner, minutes):
    """8,060 requests for each number of minutes; each problem that is answered is answered for three of its days."""
    groups = {}
    for request in requests(DAYS, [minutes]):
        groups.setdefault(planner.canonical(request), []).append(request)
    assert sum(map(len, groups.values())) == len(DAYS) * len(AREA_SETS) == 8060
    assert len(groups) == 3 * len(AREA_SETS)
    with_bridge_on_day_7 = 0
    for turn, group in spread(enumerate(groups.values()), 6, minutes):
        for request in {group[0], group[turn % len(group)], group[-1]}:
            result = answer(planner, request)
            is_true = true_plan if isinstance(result, sp.Plan) else true_refusal
            assert is_true(planner, request, result), (request, result)
            with_bridge_on_day_7 += (
                request.days_since_injury == 7
                and isinstance(result, sp.Plan)
                and "glute_bridge" in {p.stretch_id for p in result.prescriptions}
            )
    # The shortest session with it then takes 15 + 25 + 30 + 26 + 50 + 20 = 166 s.
    assert bool(with_bridge_on_day_7) == (minutes >= 3)


def test_the_shortest_sessions_are_as_counted_by_hand(planner):
    """One second less than the shortest session that works an area is refused; that many seconds are not."""
    for area, seconds in SHORTEST_SESSION.items():
        fields = {"days_since_injury": None, "targets": {area}}
        assert planner.plan(minutes=seconds // 60, seconds=seconds % 60, **fields).total_seconds == seconds
        with pytest.raises(sp.Infeasible) as refused:
            planner.plan(minutes=(seconds - 1) // 60, seconds=(seconds - 1) % 60, **fields)
        (conflict,) = refused.value.conflicts
        # Without the rule that strengthening comes second, the bridge alone would be enough for the pelvis.
        also = {"gentle-first"} if area == "pelvis" else set()
        assert {"minutes"} | also <= {m.id for m in conflict.members} <= {area, "minutes"} | also
        assert conflict.least_seconds == seconds


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
    days = [*spread(DAYS[:-1], 4), 6, 7, 41, 42, None]
    for request in requests(days, [6]):
        key = (phase(request.days_since_injury), request.targets)
        shown = without_day(answer(planner, request))
        assert first.setdefault(key, shown) == shown
    assert len(first) == 3 * len(AREA_SETS)


def test_solving_once_changes_no_answer(planner):
    """600 requests of the grid, solved by a planner that shares nothing, give the same bytes."""
    alone = sp.Planner(share=False, explain=False)
    some = list(requests(DAYS, range(1, 31)))[::403]
    assert len(some) == 600
    for request in spread(some, 2):
        shared, solved = answer(planner, request), answer(alone, request)
        if isinstance(shared, sp.Infeasible):
            assert shared.to_dict() == solved.to_dict()
        else:
            assert shared.model_dump_json() == solved.model_dump_json()
