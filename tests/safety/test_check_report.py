"""In which order and length does a report list violations, and how are unclear sides counted?"""

import pytest

import stretchplan as sp
from stretchplan.errors import CatalogError
from stretchplan.results.plan import Plan
from stretchplan.safety.check import check, violations_of
from stretchplan.safety.checks.policy import forbids
from stretchplan.safety.checks.screening import soon_notices
from tests.support.broken_plans.policy import OWN
from tests.support.plan_builder import BUILTIN, build, request, retell
from tests.support.sample_plans import full, other


class Says:
    """An own rule with given violations."""

    sentence, source, strength = OWN["sentence"], OWN["source"], OWN["strength"]

    def __init__(self, rule_id, *steps):
        self.id, self.steps = rule_id, steps

    def leaves(self, stretch, doses, request):
        return doses

    def judge(self, plan, catalog):
        assert isinstance(plan, Plan)
        assert catalog.id == BUILTIN.id
        return [sp.Violation(rule_id=self.id, step=step, message="So.") for step in self.steps]


@pytest.mark.parametrize(
    ("counts", "kept"),
    [
        ((1,), [1]),
        ((200,), [200]),
        ((100, 100), [100, 100]),
        ((100, 101), [10, 10]),
        ((3, 198), [3, 10]),
        ((60,) * 20, [10] * 20),
        ((60,) * 21, [9] * 21),
        ((3,) * 99, [2] * 99),
        ((3,) * 100, [2] * 100),
    ],
)
def test_how_much_is_reported(counts, kept):
    """At most 200. If there are more, each rule keeps its first ten, and fewer if more than twenty rules are broken."""
    rules = [Says(f"rule-{k}", *range(n)) for k, n in enumerate(counts)]
    found = check(full(), rules=rules).violations
    assert [(v.rule_id, v.step) for v in found] == sorted(
        [(rule.id, step) for rule, n in zip(rules, kept, strict=True) for step in range(n)],
        key=lambda pair: pair[1],
    )


def test_one_of_each_is_reported_of_more_than_a_hundred():
    rules = [Says(f"rule-{k}", 1, 2, 3) for k in range(100)]
    found = check(full() | {"total_seconds": 1}, rules=rules).violations
    assert [v.rule_id for v in found] == ["true-summary", *(rule.id for rule in rules)]


def test_what_is_of_no_step_comes_first():
    found = check(full() | {"total_seconds": 1}, rules=[Says("mine", 2, 0, None, 1)]).violations
    assert [(v.rule_id, v.step) for v in found] == [
        ("true-summary", None),
        ("mine", None),
        ("mine", 0),
        ("mine", 1),
        ("mine", 2),
    ]


def test_the_planners_judge_says_what_the_checker_does():
    plan = Plan.model_validate(full() | {"total_seconds": 1})
    rules = (Says("mine", 3),)
    assert violations_of(plan, BUILTIN, rules) == check(plan, rules=rules).violations
    assert [v.rule_id for v in violations_of(plan, BUILTIN, rules)] == ["true-summary", "mine"]
    assert violations_of(Plan.model_validate(full()), BUILTIN) == ()


def test_a_narrower_policy_of_the_callers():
    assert check(full(), policy=sp.Policy(max_hold_seconds=29)).violations
    assert check(full(), policy=sp.Policy()).ok


def test_what_is_no_catalogue():
    with pytest.raises(CatalogError) as caught:
        check(full(), catalog="mine.toml")
    (problem,) = caught.value.problems
    assert (problem.where, problem.value) == ("catalog", "'mine.toml'")
    assert problem.message == "'mine.toml' is not a Catalog; read one with stretchplan.load_catalog(file)"


def said(plan, what):
    """Return the messages about one number of the summary."""
    return [v.message for v in check(plan).violations if f"has {what}" in v.message]


@pytest.mark.parametrize("seconds", range(10, 30))
def test_sides_with_wrong_labels(seconds):
    """10 s left, 12 s left, 15 s right: 25 and 12 s by place, 22 and 15 s by label. Each of them may be stated."""
    plan = build([("knee_to_chest", 2, 10)])
    steps = plan["schedule"]
    steps[3] |= {"side": "left", "seconds": 12}
    steps[5] |= {"side": "right", "seconds": 15}
    del steps[6:]
    retell(plan)
    plan["prescriptions"][0]["seconds_per_side"] = seconds
    assert bool(said(plan, "seconds_per_side")) is (seconds not in {12, 15, 22, 25})


def test_three_sets_are_counted_whole():
    plan = build([("knee_to_chest", 3, 10)])
    plan["prescriptions"][0]["seconds_per_side"] = 20
    assert said(plan, "seconds_per_side") == [
        "The prescription of Knee to Chest Stretch has seconds_per_side 20; it must be 30."
    ]


def test_a_pause_under_another_name_in_a_session_without_a_start():
    plan = full()
    del plan["schedule"][0]
    plan["schedule"][1]["stretch_id"] = "cobra_pose"
    found = [(v.step, v.message) for v in check(plan).violations]
    assert (1, "This change_side step names 'cobra_pose'; it must name the stretch of the work after it.") in found


def rules_broken(plan, **how):
    """Return the ids of the rules that a plan breaks."""
    return {violation.rule_id for violation in check(plan, **how).violations}


def test_the_order_of_a_session_that_cannot_be_counted():
    plan = build([("glute_bridge", 1, 10), ("cat_cow", 1, 30)])
    assert "gentle-first" in rules_broken(plan)
    for step in plan["schedule"][2:]:
        step["stretch_id"] = "headstand"
    assert "gentle-first" not in rules_broken(plan)


@pytest.mark.parametrize("steps", [0, 1])
def test_a_schedule_without_work(steps):
    plan = full()
    del plan["schedule"][steps:]
    found = [(v.rule_id, v.step, v.message) for v in check(plan).violations]
    assert ("whole-schedule", None, f"The schedule has {steps} steps, but no work (hold, flow or repeat).") in found


def test_a_rest_that_is_too_short_for_a_change_of_side():
    plan = full()
    plan["schedule"][2] |= {"kind": "rest", "seconds": 4, "side": None, "cue": "Let go, rest and breathe easily."}
    assert rules_broken(retell(plan)) == {"fits-the-minutes"}


def test_a_session_that_fills_the_minutes_and_exceeds_the_policy():
    plan = full()
    total = plan["total_seconds"]
    plan["request"] |= {"minutes": total // 60, "seconds": total % 60}
    assert rules_broken(plan, policy=sp.Policy(max_session_seconds=total)) == set()
    assert rules_broken(plan, policy=sp.Policy(max_session_seconds=total - 1)) == {"caller-policy"}


@pytest.mark.parametrize(
    ("name", "policy", "out"),
    [
        ("cobra_pose", {"max_repetitions": 4}, True),
        ("cobra_pose", {"max_repetitions": 5}, False),
        ("cobra_pose", {"max_hold_seconds": 1}, False),
        ("knee_to_chest", {"max_hold_seconds": 9}, True),
        ("knee_to_chest", {"max_hold_seconds": 10}, False),
        ("knee_to_chest", {"max_repetitions": 1}, False),
        ("knee_to_chest", {"forbidden_positions": ["supine"]}, True),
        ("knee_to_chest", {"forbidden_stretches": ["knee_to_chest"]}, True),
    ],
)
def test_what_a_policy_forbids(name, policy, out):
    assert forbids(sp.Policy(**policy), BUILTIN.by_id[name]) is out


@pytest.mark.parametrize(("day", "improving"), [(3, False), (41, False), (42, True), (None, True)])
def test_what_should_be_seen_soon(day, improving):
    """A back that does not get better counts from day 42 on, and the other signs count on every day."""
    screening = {"first_pain_by_age": "yes", "not_improving": "yes", "pregnancy": "yes"}
    plan = Plan.model_validate(build([("cat_cow", 1, 30)], request(day=day, screening=screening)))
    due = ["first-pain-by-age", *(["not-improving"] if improving else []), "pregnancy"]
    found = [notice for notice, _ in soon_notices(plan, sp.Policy())]
    assert found == [f"see-someone-soon-{name}" for name in due]


def stating(*conditions):
    """Return a plan of the cat-cow for stated conditions, and its effect on the cat-cow."""
    plan = build([("cat_cow", 1, 30)], request(profile={"conditions": list(conditions)}))
    (effect,) = [effect for effect in plan["effects"] if effect["stretch_id"] == "cat_cow"]
    return plan, effect


def test_an_effect_that_is_missing_and_another_that_is_untrue():
    plan, effect = stating("osteoporosis")
    effect |= {"stretch_id": "glute_bridge", "condition": "knee_pain", "rule_id": "knee-pain"}
    assert rules_broken(plan) == {"osteoporosis", "true-summary"}


def test_an_effect_of_another_stretch_with_a_blank_text():
    """The effect has the condition whose effect is missing, so this counts as one defect."""
    plan, effect = stating("osteoporosis")
    effect |= {"stretch_id": "glute_bridge", "text": " "}
    assert rules_broken(plan) == {"osteoporosis"}


def test_repetitions_done_with_care():
    """With leg pain, a stretch that bends the back to its end has its lowest dose."""
    catalog = other(cobra_pose={"loads": ["end_range_flexion"]})
    asked = request(targets=["upper_back"], profile={"conditions": ["disc_leg_pain"]})
    found = check(build([("cobra_pose", 1, 8)], asked, catalog), catalog=catalog).violations
    assert "Cobra Pose has 8 repetitions a set; with disc_leg_pain the most is 5 repetitions." in [
        v.message for v in found
    ]
    assert {v.rule_id for v in found} == {"disc-leg-pain"}  # its words, notice and effect are missing as well


def test_days_that_are_missing_and_a_policy_that_loosens():
    plan = full() | {"policy": {"max_sets": 9}}
    del plan["request"]["days_since_injury"]
    assert rules_broken(plan) == {"injury-stated", "plan-shape"}


class NoHolds(Says):
    """Refuse every hold; of the plan as a whole it says itself which stretch it means."""

    def judge(self, plan, catalog):
        for place, step in enumerate(plan.schedule):
            if step.kind == "hold":
                yield sp.Violation(rule_id=self.id, step=place, message="A hold.")
        yield sp.Violation(rule_id=self.id, step=len(plan.schedule), message="After the end.")
        yield sp.Violation(rule_id=self.id, step=None, message="In all.", stretch_id="mine")


def test_a_violation_of_a_step_names_its_stretch():
    """So those that repeat for each set of a stretch can be shown once."""
    plan = sp.plan(minutes=10, days_since_injury=3, targets={"hips"})
    found = sp.check(plan, rules=[NoHolds("no-holds")]).violations
    steps = [violation for violation in found if violation.message == "A hold."]
    assert len(steps) > 2
    assert all(one.stretch_id == plan.schedule[one.step].stretch_id for one in steps)
    assert [one.stretch_id for one in found if one.message == "After the end."] == [None]
    assert [one.stretch_id for one in found if one.message == "In all."] == ["mine"]
    longer = plan.schedule[-2].model_copy(update={"cue": "Jump."})
    changed = plan.model_copy(update={"schedule": (*plan.schedule[:-2], longer, plan.schedule[-1])})
    cue = next(one for one in sp.check(changed).violations if one.step == len(plan.schedule) - 2)
    assert cue.stretch_id == longer.stretch_id is not None
    whole = sp.check(plan.model_copy(update={"total_seconds": 1})).violations[0]
    assert (whole.step, whole.stretch_id, "stretch_id" in whole.model_dump()) == (None, None, False)
