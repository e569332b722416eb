"""Is every answer right for people with one condition or two? Every request of a grid is answered.

No condition, each of the nine, and each pair of them: 46 sets; six days around which the rules change; six lengths of
time; no area, and each of the nine: 16,560 requests of the built-in catalogue. Of days that the rules treat alike for
the same conditions (see ``Planner.canonical``), one is answered, each in its turn; by default every fifth of them, and
with ``HYPOTHESIS_PROFILE=long`` all. The answers are compared with tables
written by hand from the sources of the rules, by the names of the stretches.
"""

import itertools
from functools import cache

import pytest

import stretchplan as sp
from tests.support.grids import spread
from tests.support.timing import timing

DAYS = (0, 6, 7, 41, 42, None)
MINUTES = (1, 2, 3, 5, 10, 20)

# What each condition rules out.
FORBIDS = {
    "osteoporosis": {"knee_to_chest", "childs_pose"},
    "spinal_stenosis": {"cobra_pose"},
    "spondylolisthesis": {"cobra_pose"},
    "hip_replacement": {"knee_to_chest", "lying_knee_twist", "piriformis_stretch", "childs_pose"},
    "knee_pain": {"childs_pose"},
    "wrist_pain": {"cobra_pose"},
    # Prone, and, as no trimester is stated, supine.
    "pregnancy": {"cobra_pose", "knee_to_chest", "lying_knee_twist", "piriformis_stretch", "glute_bridge"},
    "recent_spinal_surgery": {
        "knee_to_chest",
        "lying_knee_twist",
        "childs_pose",
        "cat_cow",
        "piriformis_stretch",
        "glute_bridge",
        "cobra_pose",
    },
    "disc_leg_pain": set(),
}
ALL = FORBIDS["recent_spinal_surgery"]
# Stretches that a condition allows in another form or with another cue: words that its cues must have.
CUES = {
    ("osteoporosis", "lying_knee_twist"): "knees roll a little",
    ("osteoporosis", "cat_cow"): "small",
    ("osteoporosis", "piriformis_stretch"): "light pull",
    ("osteoporosis", "cobra_pose"): "elbows are under",
    ("spinal_stenosis", "lying_knee_twist"): "knees roll a little",
    ("spinal_stenosis", "cat_cow"): "main part",
    ("spondylolisthesis", "lying_knee_twist"): "knees roll a little",
    ("spondylolisthesis", "cat_cow"): "main part",
    ("hip_replacement", "cat_cow"): "small",
    ("hip_replacement", "cobra_pose"): "elbows are under",
    ("hip_replacement", "glute_bridge"): "few centimetres",
    ("wrist_pain", "cat_cow"): "forearms",
    ("pregnancy", "childs_pose"): "knees wide",
    ("pregnancy", "cat_cow"): "to level",
    ("disc_leg_pain", "knee_to_chest"): "first light pull",
    ("disc_leg_pain", "lying_knee_twist"): "knees roll a little",
    ("disc_leg_pain", "childs_pose"): "half way back",
    ("disc_leg_pain", "cat_cow"): "small",
    ("disc_leg_pain", "piriformis_stretch"): "light pull",
    ("disc_leg_pain", "glute_bridge"): "few centimetres",
    ("disc_leg_pain", "cobra_pose"): "elbows are under",
}
# In pregnancy the back goes only to level. That leaves the arch out, so no other words are due where the arch is the
# reason.
LEFT_TO_PREGNANCY = {("spinal_stenosis", "cat_cow"), ("spondylolisthesis", "cat_cow")}
LOWEST = {"knee_to_chest": (1, 10), "childs_pose": (1, 30)}

WORKS = {
    "lower_back": ALL,
    "upper_back": {"childs_pose", "cat_cow", "cobra_pose"},
    "spine": {"lying_knee_twist", "cat_cow"},
    "pelvis": {"glute_bridge"},
    "glutes": {"knee_to_chest", "childs_pose", "piriformis_stretch", "glute_bridge"},
    "hips": {"childs_pose", "piriformis_stretch"},
    "hamstrings": {"knee_to_chest", "childs_pose", "piriformis_stretch"},
    "knees": {"childs_pose", "piriformis_stretch"},
    "ankles": {"childs_pose"},
}
# The shortest dose of each: its seconds, for how many sides, and its position. How long the moves around it are, in the
# form that is due, tests/support/timing.py counts from the texts.
SHORTEST = {
    "knee_to_chest": (10, 2, "supine"),
    "lying_knee_twist": (20, 2, "supine"),
    "childs_pose": (30, 1, "kneeling"),
    "cat_cow": (30, 1, "quadruped"),
    "piriformis_stretch": (10, 2, "supine"),
    "glute_bridge": (10 * 5, 1, "supine"),
    "cobra_pose": (5 * 6, 1, "prone"),
}
CONDITION_SETS = [frozenset(c) for size in range(3) for c in itertools.combinations(FORBIDS, size)]


def rules_against(stretch_id, request):
    """Return the rules that forbid a stretch, by the tables above."""
    day = request.days_since_injury
    rules = {c.replace("_", "-") for c in request.profile.conditions if stretch_id in FORBIDS[c]}
    if stretch_id == "glute_bridge" and day is not None and day < 7:
        rules.add("recovery-window")
    return rules


@cache
def moves_of(day, conditions):
    """Return how long the moves are on a day for a person with some conditions, whatever the minutes and the areas."""
    fields = {"minutes": 5, "days_since_injury": day, "profile": sp.Profile(conditions=conditions)}
    return timing(sp.builtin_catalog(), sp.PlanRequest(**fields))


def least_seconds(areas, rules, request):
    """Return the seconds of the shortest session that works the areas (at most one) under some rules, or None."""
    left = {name for name in ALL if not rules_against(name, request) & rules}
    useful = left & WORKS[areas[0]] if areas else left
    moves = moves_of(request.days_since_injury, request.profile.conditions)

    def lasts(name):
        seconds, sides, _ = SHORTEST[name]
        return moves.settling[name] + seconds * sides + moves.changing.get(name, 0) * (sides - 1)

    around = moves.get_ready + moves.get_up
    alone = [around + lasts(name) for name in useful if name != "glute_bridge" or "gentle-first" not in rules]
    # The bridge never opens: another stretch comes before it, and a change between them unless both are on the back.
    after_another = [
        around + lasts(name) + (0 if position == "supine" else moves.change) + lasts("glute_bridge")
        for name, (*_, position) in SHORTEST.items()
        if "glute_bridge" in useful and name in left - {"glute_bridge"}
    ]
    return min([*alone, *after_another], default=None)


def true_refusal(request, refusal):
    """Say whether the first conflict of a refusal is one by the tables above, and each of its members is needed."""
    conflict = refusal.conflicts[0]

    def possible(members):
        least = least_seconds(
            [m.id for m in members if m.kind == "area"], {m.id for m in members if m.kind == "rule"}, request
        )
        timed = any(m.kind == "minutes" for m in members)
        return least is not None and (not timed or least <= 60 * request.minutes)

    return (
        {m.kind for m in conflict.members} <= {"area", "rule", "minutes"}
        and not possible(conflict.members)
        and all(possible([m for m in conflict.members if m != member]) for member in conflict.members)
    )


def true_plan(planner, request, plan):
    """Say whether a plan has no forbidden stretch, the right reasons, cues and doses, and passes the check."""
    conditions = request.profile.conditions
    planned = {p.stretch_id: p for p in plan.prescriptions}
    out = {e.stretch_id: e for e in plan.left_out}
    forbidden = {name for name in ALL if rules_against(name, request)}
    cues = {name: " ".join(s.cue for s in plan.schedule if s.stretch_id == name) for name in planned}
    lowest = LOWEST if "disc_leg_pain" in conditions else {}
    return (
        sp.check(plan).ok
        and planned.keys() | out.keys() == ALL
        and not planned.keys() & forbidden
        and all(
            out[name].kind == "forbidden" and out[name].rule_id in rules_against(name, request) for name in forbidden
        )
        and {name for name in out if out[name].kind == "forbidden" and out[name].rule_id != "fits-the-minutes"}
        == forbidden
        and all(
            words in cues[name]
            for (c, name), words in CUES.items()
            if c in conditions
            and name in planned
            and not ("pregnancy" in conditions and (c, name) in LEFT_TO_PREGNANCY)
        )
        and all((planned[n].sets, planned[n].hold_seconds) == dose for n, dose in lowest.items() if n in planned)
        and all(planned.keys() & WORKS[area] for area in request.targets)
        and plan.total_seconds <= 60 * request.minutes
        and plan.request == request
    )


@pytest.fixture(scope="module")
def planner():
    return sp.Planner(explain=False)


def answer(planner, request):
    """Return the plan or the refusal."""
    try:
        return planner.plan(request)
    except sp.Infeasible as error:
        return error


def test_the_grid_has_every_condition_and_area():
    assert list(FORBIDS) == [entry.id for entry in sp.conditions()]
    assert len(CONDITION_SETS) == 1 + 9 + 36
    assert tuple(WORKS) == sp.builtin_catalog().area_ids
    assert set(sp.builtin_catalog().by_id) == ALL


@pytest.mark.parametrize("minutes", MINUTES)
def test_every_answer_to_stated_conditions_is_true(planner, minutes):
    """2,760 requests for each number of minutes; of the days with the same rules that are answered, one is."""
    groups = {}
    for conditions, day, area in itertools.product(CONDITION_SETS, DAYS, (None, *WORKS)):
        request = sp.PlanRequest(
            minutes=minutes,
            days_since_injury=day,
            targets={area} - {None},
            profile=sp.Profile(conditions=conditions),
        )
        groups.setdefault((planner.canonical(request), conditions), []).append(request)
    assert sum(map(len, groups.values())) == 46 * 6 * 10
    plans = refusals = 0
    for turn, group in spread(enumerate(groups.values()), 5, minutes):
        request = group[turn % len(group)]
        result = answer(planner, request)
        if isinstance(result, sp.Plan):
            plans += 1
            assert true_plan(planner, request, result), request
        else:
            refusals += 1
            assert true_refusal(request, result), (request, result)
        expected = least_seconds(
            list(request.targets),
            {"gentle-first", "recovery-window", *(c.replace("_", "-") for c in request.profile.conditions)},
            request,
        )
        assert isinstance(result, sp.Plan) == (expected is not None and expected <= 60 * minutes), request
    assert bool(plans) == (minutes > 1)  # the shortest session there is takes 85 s
    assert refusals


def test_people_who_share_a_solution_read_of_their_own_conditions(planner):
    """Two conditions rule cobra out: the solution is the same, and each plan names its own rule."""
    plans = {
        condition: planner.plan(minutes=5, days_since_injury=None, profile={"conditions": [condition]})
        for condition in ("spinal_stenosis", "spondylolisthesis")
    }
    keys = {planner.canonical(plan.request) for plan in plans.values()}
    assert len(keys) == 1
    for condition, plan in plans.items():
        (entry,) = (e for e in plan.left_out if e.stretch_id == "cobra_pose")
        assert entry.rule_id == condition.replace("_", "-")
        assert entry.because.condition == condition
        assert {effect.condition for effect in plan.effects} == {condition}
