"""Does each bound hold at, just below and just above its value, and is the checker's arithmetic right?"""

from fractions import Fraction

import pytest

from stretchplan.results.plan import Plan
from stretchplan.safety.check import check
from stretchplan.safety.checks.breath import hold_breath
from stretchplan.safety.checks.forbidden import budget_seconds, forbidden_by, shortest_sessions
from tests.support.plan_builder import BUILTIN, PACE, build, request, retell, work
from tests.support.sample_plans import FULL, early, full, other, repair


def rules_broken(plan, catalog=None):
    """Return the ids of the rules that a plan breaks."""
    return {violation.rule_id for violation in check(plan, catalog=catalog).violations}


def one(name, sets, amount, day, catalog=BUILTIN):
    """Return a plan of one stretch, with one of its areas demanded so that no other area counts."""
    area = catalog.by_id[name].targets.primary[0]
    return build([(name, sets, amount)], request(day=day, targets=(area,)), catalog)


@pytest.mark.parametrize(("day", "broken"), [(0, True), (5, True), (6, True), (7, False), (8, False), (None, False)])
def test_the_bridge_waits_for_day_7(day, broken):
    items = [("knee_to_chest", 1, 10), ("glute_bridge", 1, 10)]
    plan = build(items, request(day=day, targets=("glutes",)))
    assert rules_broken(plan) == ({"recovery-window"} if broken else set())


@pytest.mark.parametrize(
    ("day", "sets", "amount", "broken"),
    [
        (0, 1, 10, False),
        (6, 2, 10, False),
        (6, 1, 11, True),
        (6, 3, 10, True),
        (7, 3, 10, False),
        (7, 1, 15, False),
        (7, 1, 16, True),
        (41, 3, 14, False),
        (41, 1, 16, True),
        (41, 4, 10, True),
        (42, 4, 16, False),
        (42, 1, 20, False),
        (None, 4, 19, False),
    ],
)
def test_early_dose(day, sets, amount, broken):
    """To day 6 the lowest amount and 2 sets; to day 41 the middle and 3 sets; then the whole range and 4 sets."""
    assert rules_broken(one("knee_to_chest", sets, amount, day)) == ({"early-dose"} if broken else set())


@pytest.mark.parametrize(
    ("day", "amount", "broken"),
    [(6, 5, False), (6, 6, True), (7, 6, False), (7, 7, False), (7, 8, True), (41, 8, True), (42, 10, False)],
)
def test_early_dose_of_repetitions(day, amount, broken):
    """In a catalogue that allows every number."""
    dose = BUILTIN.by_id["cobra_pose"].dose.model_copy(update={"choices": None})
    catalog = other(cobra_pose={"dose": dose.model_dump()})
    plan = build([("cobra_pose", 1, amount)], request(day=day, targets=["upper_back"]), catalog)
    assert rules_broken(plan, catalog=catalog) == ({"early-dose"} if broken else set())


@pytest.mark.parametrize(
    ("name", "day", "amount", "broken"),
    [
        ("cobra_pose", 6, 5, False),
        ("cobra_pose", 6, 8, True),
        ("cobra_pose", 41, 5, False),
        ("cobra_pose", 41, 8, True),
        ("cobra_pose", 42, 10, False),
        ("glute_bridge", 7, 12, False),
        ("glute_bridge", 41, 15, True),
        ("glute_bridge", 42, 15, False),
    ],
)
def test_early_dose_of_the_built_in_choices(name, day, amount, broken):
    items = [("knee_to_chest", 1, 10), (name, 1, amount)]
    assert rules_broken(build(items, request(day=day))) == ({"early-dose"} if broken else set())


@pytest.mark.parametrize(
    ("amount", "broken"), [(9, True), (10, False), (11, False), (19, False), (20, False), (21, True)]
)
def test_dose_range_of_a_hold(amount, broken):
    """The ends belong to the range, and the step of the range is not a rule."""
    assert rules_broken(one("knee_to_chest", 1, amount, None)) == ({"dose-range"} if broken else set())


@pytest.mark.parametrize(("amount", "broken"), [(4, True), (5, False), (10, False), (11, True)])
def test_dose_range_of_repetitions(amount, broken):
    assert rules_broken(one("cobra_pose", 1, amount, None)) == ({"dose-range"} if broken else set())


@pytest.mark.parametrize(("sets", "broken"), [(1, True), (2, False), (3, False), (4, True)])
def test_dose_range_of_sets(sets, broken):
    catalog = other(childs_pose={"dose": {"min_sets": 2, "max_sets": 3, "min_seconds": 10}})
    plan = one("childs_pose", sets, 10, None, catalog)
    assert rules_broken(plan, catalog) == ({"dose-range"} if broken else set())


@pytest.mark.parametrize(
    ("sets", "amount", "broken"),
    [(4, 19, False), (4, 20, True), (3, 29, False), (3, 30, True), (2, 59, False), (2, 60, True), (1, 60, False)],
)
def test_sixty_seconds(sets, amount, broken):
    """The sets before the last give less than 60 s per side."""
    catalog = other(childs_pose={"dose": {"min_seconds": 10, "max_seconds": 60, "step_seconds": 1}})
    assert rules_broken(one("childs_pose", sets, amount, None, catalog), catalog) == (
        {"sixty-seconds"} if broken else set()
    )


@pytest.mark.parametrize(("sets", "broken"), [(4, False), (5, True), (6, True)])
def test_four_sets(sets, broken):
    """More than four are never planned, however short."""
    catalog = other(childs_pose={"dose": {"min_seconds": 10, "max_sets": 10}})
    plan = one("childs_pose", sets, 10, None, catalog)
    assert rules_broken(plan, catalog) == ({"sixty-seconds"} if broken else set())


@pytest.mark.parametrize(
    ("name", "day", "needed"),
    [
        ("piriformis_stretch", 6, True),
        ("piriformis_stretch", 7, False),
        ("piriformis_stretch", None, False),
        ("lying_knee_twist", 41, True),
        ("lying_knee_twist", 42, False),
        ("lying_knee_twist", None, False),
    ],
)
def test_cautions_end(name, day, needed):
    """The plan needs the notice as long as the caution applies."""
    amount = {"piriformis_stretch": 10, "lying_knee_twist": 20}[name]
    plan = one(name, 1, amount, day)
    assert rules_broken(plan) == set()
    rule = {"piriformis_stretch": "piriformis-light", "lying_knee_twist": "twist-small"}[name]
    plan["notices"] = plan["notices"][:2]
    assert rules_broken(plan) == ({rule} if needed else set())


@pytest.mark.parametrize(("spare", "broken"), [(-1, True), (0, False), (1, False)])
def test_the_minutes(spare, broken):
    plan = full()
    budget = plan["total_seconds"] + spare
    plan["request"] |= {"minutes": budget // 60, "seconds": budget % 60}
    report = check(plan)
    assert {v.rule_id for v in report.violations} == ({"fits-the-minutes"} if broken else set())
    assert [v.step for v in report.violations] == ([len(plan["schedule"]) - 1] if broken else [])


@pytest.mark.parametrize("plan", [full(), repair(), early()])
def test_every_move_and_pause_is_timed(plan):
    """A second less in any of them breaks a rule, and a second more does not. At the quickest pace, words decide."""
    for i, step in enumerate(plan["schedule"]):
        if step["breathing"] is None:
            step["seconds"] += 1
            assert check(retell(plan)).ok
            step["seconds"] -= 2
            found = check(retell(plan)).violations
            rule = "fits-the-minutes" if step["kind"] == "rest" else "words-in-time"
            assert [(v.rule_id, v.step) for v in found] == [(rule, i)]
            step["seconds"] += 1


def test_sides_by_date():
    """Left first on even day numbers, right on odd ones. With another day, every one-sided stretch is a violation."""
    for asked, told in (("2026-03-01", "2026-03-02"), ("2026-03-02", "2026-03-01")):
        plan = full(on=asked)
        assert rules_broken(plan) == set()
        plan["request"]["on"] = told
        assert len([v for v in check(plan).violations if v.rule_id == "both-sides"]) == 3


@pytest.mark.parametrize("seconds", range(1, 301))
def test_breaths_in_a_hold(seconds):
    """By trying every number of breaths. From 7 s on a breath takes 7 to 13 s."""
    inhale, exhale, breaths = hold_breath(seconds)
    best = min(range(1, seconds + 1), key=lambda n: (abs(Fraction(seconds, n) - 10), -n))
    assert breaths == best
    breath = seconds // breaths
    assert inhale + exhale == breath
    assert abs(5 * inhale - 2 * breath) == min(abs(5 * n - 2 * breath) for n in range(1, breath + 1))
    assert seconds - breaths * breath < breaths
    if seconds >= 2:
        assert inhale <= exhale
    if seconds >= 7:
        assert 7 <= breath <= 13


def test_breaths_of_the_worked_examples():
    assert hold_breath(20) == (4, 6, 2)
    assert hold_breath(15) == (3, 4, 2)


@pytest.mark.parametrize(
    ("dose", "day", "rules"),
    [
        ({}, None, ()),
        ({"min_sets": 2}, 0, ()),
        ({"min_sets": 3}, None, ("sixty-seconds",)),  # two sets of 30 s give 60
        ({"min_sets": 3, "min_seconds": 10}, None, ()),
        ({"min_sets": 3, "min_seconds": 10}, 6, ("early-dose",)),
        ({"min_sets": 3, "min_seconds": 10}, 7, ()),
        ({"min_sets": 4, "min_seconds": 10}, 41, ("early-dose",)),
        ({"min_sets": 4, "min_seconds": 10}, 42, ()),
        ({"min_sets": 5, "max_sets": 5, "min_seconds": 10}, 42, ("sixty-seconds",)),
        ({"min_sets": 3}, 0, ("early-dose", "sixty-seconds")),
    ],
)
def test_what_forbids_a_stretch(dose, day, rules):
    catalog = other(childs_pose={"dose": dose})
    items, asked = [("cobra_pose", 1, 5)], request(day=day, targets=("upper_back",))
    plain = Plan.model_validate(build(items, asked, catalog))
    assert forbidden_by(catalog.by_id["childs_pose"], plain) == rules
    for rule in ("recovery-window", "early-dose", "sixty-seconds", "dose-range"):
        plan = build(items, asked, catalog, forbidden={"childs_pose": rule, "glute_bridge": None})
        assert rules_broken(plan, catalog) == (set() if rule in rules else {"true-summary"})


@pytest.mark.parametrize(
    ("name", "get_ready", "forbidden"),
    [
        # Two minutes less getting ready, beyond settling for 5 s: 25 s of words, 30 s of work, and 20 s to get up.
        ("childs_pose", 50, False),
        ("childs_pose", 51, True),
        # 25 s of words, 10 s to each side with a change of 10 s, for its words, and 20 s to get up.
        ("knee_to_chest", 50, False),
        ("knee_to_chest", 51, True),
    ],
)
def test_what_the_minutes_forbid(name, get_ready, forbidden):
    asked = request(minutes=2, pace={**PACE, "get_ready_seconds": get_ready})
    plan = Plan.model_validate(build([("cat_cow", 1, 30)], asked))
    assert shortest_sessions(plan, BUILTIN, BUILTIN.stretches)[name].too_long(budget_seconds(plan)) is forbidden


@pytest.mark.parametrize(("seconds", "forbidden"), [(0, True), (46, True), (47, False)])
def test_strengthening_is_never_a_session_alone(seconds, forbidden):
    """Alone the bridge would take 112 s, after knee to chest 167 s; only the 167 s decide what its entry must say."""
    asked = request(minutes=2, seconds=seconds)
    items = [("cat_cow", 1, 30)]
    fine = build(items, asked, forbidden={"glute_bridge": "fits-the-minutes"} if forbidden else {})
    assert check(fine).violations == ()
    assert rules_broken(build(items, asked, forbidden={} if forbidden else {"glute_bridge": "fits-the-minutes"})) == {
        "true-summary"
    }


def test_strengthening_that_nothing_may_go_before():
    """No session has the bridge, so its entry may name the minutes or not."""
    after = {"ordering": {"opens": False, "after": ["glute_bridge"], "straight_after": None}}
    names = [s.id for s in BUILTIN.stretches if s.id != "glute_bridge"]
    catalog = other(**dict.fromkeys(names, after))
    for forbidden in ({}, {"glute_bridge": "fits-the-minutes"}):
        plan = build([("cat_cow", 1, 30)], request(), catalog, forbidden=forbidden)
        assert check(plan, catalog=catalog).violations == ()


def test_sets_that_differ_are_not_what_is_prescribed():
    """On both sides the second set is shorter. A prescription has one length for all sets, so it cannot be true."""
    plan = build(FULL[:1])
    stretch = BUILTIN.by_id["knee_to_chest"]
    for i, side in ((5, "left"), (7, "right")):
        plan["schedule"][i] = work(stretch, 10, plan["request"], side=side, set_number=2, sets=2)
    assert rules_broken(retell(plan)) == {"true-summary"}


def steps_of(kind):
    """Return a full session and the numbers of its steps of a kind."""
    plan = full()
    return plan, [i for i, step in enumerate(plan["schedule"]) if step["kind"] == kind]


def found(plan):
    """Return the rule, the step and the text of each violation."""
    return [(violation.rule_id, violation.step, violation.message) for violation in check(plan).violations]


def test_a_hold_of_one_second_is_too_short_and_unlike_the_other_side():
    plan, (left, right, *_) = steps_of("hold")
    plan["schedule"][left]["seconds"] = 1
    texts = {(rule, step): text for rule, step, text in found(plan)}
    assert texts["dose-range", left].startswith("Knee to Chest Stretch has 1 s a set;")
    assert texts["both-sides", right].startswith("Knee to Chest Stretch has 1 s on one side and 20 s on the other;")


def test_a_work_step_without_a_stretch_is_named_by_its_number():
    plan, holds = steps_of("hold")
    plan["schedule"][holds[1]]["stretch_id"] = None
    assert ("whole-schedule", holds[1], "This hold step names no stretch.") in found(plan)


def test_only_the_first_stretch_is_got_ready_for_also_where_stretches_are_unknown():
    plan, moves = steps_of("change_position")
    strange = plan["schedule"][moves[0]]["stretch_id"]
    for step in plan["schedule"]:
        if step["stretch_id"] == strange:
            step["stretch_id"] = "headstand"
    plan["schedule"][moves[0]]["kind"] = "get_ready"
    broken = "This step is get_ready; it must be settle or change_position here."
    assert ("whole-schedule", moves[0], broken) in found(plan)
