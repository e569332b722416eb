"""Is a defect reported at its own step, whatever is before or beside it?"""

from stretchplan.inputs.policy import STANDARD
from stretchplan.safety.check import check
from stretchplan.safety.checks.recovery import caution_until
from tests.support.broken_plans.statements import free_time
from tests.support.plan_builder import BUILTIN, build, request, retell, step
from tests.support.sample_plans import at, full, other


def found(plan, catalog=None):
    """Return the rule, the step and the sentence of each violation."""
    return [(v.rule_id, v.step, v.message) for v in check(plan, catalog=catalog).violations]


def test_the_first_set_too_many_is_named():
    """There are four sets, and two are the most."""
    catalog = other(childs_pose={"dose": {"max_sets": 2, "min_seconds": 10}})
    plan = build([("childs_pose", 4, 10)], request(targets=["hips"]), catalog)
    message = "Child's Pose has 4 sets; the catalogue allows 1 to 2."
    assert ("dose-range", at(plan, "childs_pose", "hold", 2), message) in found(plan, catalog)


def test_a_hold_without_a_breath_after_one_of_no_time():
    plan = full()
    first, last = at(plan, "knee_to_chest", "hold", 0), at(plan, "knee_to_chest", "hold", 3)
    plan["schedule"][first]["seconds"] = 0
    plan["schedule"][last]["breathing"] = None
    assert ("calm-breath", last, "This hold of 20 s has no breathing; every hold needs it.") in found(retell(plan))


def test_a_change_of_side_after_a_rest():
    plan = full()
    knee = BUILTIN.by_id["knee_to_chest"]
    plan["schedule"][2]["side"] = "left"
    plan["schedule"].insert(2, step(knee, "rest", 10, cue="Let go, rest and breathe easily.", set_number=1, sets=2))
    message = "This change of side is to left, but the work after it is on right."
    assert ("both-sides", 3, message) in found(retell(plan))


def test_another_catalogue_than_the_plans():
    message = "The plan was made from the catalogue 'lower_back_seven', but it is checked against 'other'."
    assert ("known-stretch", None, message) in found(full(), other())


def test_a_notice_of_a_stretch_that_is_unknown():
    plan = full()
    plan["notices"].append({"id": "twist-small", "text": "So.", "rule_id": "twist-small", "stretch_id": "headstand"})
    message = "The notices name 'headstand', which the catalogue 'lower_back_seven' does not have."
    assert ("known-stretch", None, message) in found(plan)


def test_a_notice_after_one_of_a_stretch_that_is_unknown():
    plan = full()
    for name, stretch in (("twist-small", "headstand"), ("all-clear", None)):
        plan["notices"].append({"id": name, "text": "So.", "rule_id": None, "stretch_id": stretch})
    message = "The notice 'all-clear' does not belong in this plan."
    assert ("honest-notice", None, message) in found(plan)


def test_a_setup_after_a_stretch_that_is_unknown():
    plan = full()
    for entry in plan["schedule"]:
        if entry["stretch_id"] == "knee_to_chest":
            entry["stretch_id"] = "headstand"
    place = next(i for i, entry in enumerate(plan["schedule"]) if entry["stretch_id"] == "childs_pose")
    plan["schedule"][place]["cue"] = "?"
    rules = {(rule, where) for rule, where, _ in found(plan)}
    assert ("known-stretch", place) in rules


def test_another_cue_on_the_day_that_a_caution_ends():
    """From day 7 on, the cue of the piriformis stretch is the catalogue's alone."""
    plan = build([("piriformis_stretch", 1, 10)], request(day=7, targets=["hips"]))
    place = at(plan, "piriformis_stretch", "hold")
    plan["schedule"][place]["cue"] = "?"
    assert ("known-stretch", place, "The cue of this step is not the catalogue's cue of Piriformis Stretch.") in found(
        plan
    )


def test_a_caution_after_one_that_has_passed():
    cautions = [{"rule": "piriformis-light", "cue": "Light."}, {"rule": "twist-small", "cue": "Small."}]
    catalog = other(piriformis_stretch={"cautions": cautions})
    plan = build([("piriformis_stretch", 1, 10)], request(day=10, targets=["hips"]), catalog)
    place = at(plan, "piriformis_stretch", "hold")
    assert "twist-small" not in {rule for rule, *_ in found(plan, catalog)}
    plan["schedule"][place]["cue"] = BUILTIN.by_id["piriformis_stretch"].cue.replace("{side}", "left")
    assert ("twist-small", place) in {(rule, where) for rule, where, _ in found(plan, catalog)}


def test_an_unknown_caution_has_passed_on_day_0():
    """The two cautions that have rules end on the policy's days."""
    assert caution_until("cobra-low", STANDARD) == 0
    assert caution_until("piriformis-light", STANDARD) == 7
    assert caution_until("twist-small", STANDARD) == 42


def test_the_step_that_goes_beyond_the_minutes():
    plan = full()
    last = len(plan["schedule"]) - 1
    budget = plan["total_seconds"] - plan["schedule"][last]["seconds"]
    plan["request"] |= {"minutes": budget // 60, "seconds": budget % 60}
    assert ("fits-the-minutes", last) in {(rule, where) for rule, where, _ in found(plan)}


def test_a_side_without_a_label_counts_by_place_alone():
    """10 s left, 12 s without a side, 15 s right: the summary may have 25, 12, 10 or 15 s, and nothing else."""
    plan = build([("knee_to_chest", 2, 10)])
    steps = plan["schedule"]
    steps[3] |= {"side": None, "seconds": 12}
    steps[5] |= {"side": "right", "seconds": 15}
    del steps[6:]
    retell(plan)
    for seconds in range(8, 30):
        plan["prescriptions"][0]["seconds_per_side"] = seconds
        untrue = [message for _, _, message in found(plan) if "has seconds_per_side" in message]
        assert bool(untrue) is (seconds not in {10, 12, 15, 25}), seconds


def test_a_minute_left_over_is_worth_a_notice():
    for free in (59, 60, 61):
        plan = full()
        budget = plan["total_seconds"] + free
        plan["request"] |= {"minutes": budget // 60, "seconds": budget % 60}
        plan["notices"].append(free_time(plan, free))
        assert check(plan).ok is (free >= 60), free
