"""Plans that ignore a caller's policy or rules: each breaks one rule, in one way."""

from tests.support.broken_plans.register import breaks, dose
from tests.support.broken_plans.signs import NO
from tests.support.plan_builder import build, request
from tests.support.sample_plans import FULL, LOWEST, REPAIR, full, repair

SHORT = (("knee_to_chest", 1, 15), ("piriformis_stretch", 1, 15), ("cobra_pose", 1, 8))
OWN = {"id": "no-long-holds", "sentence": "Nothing is held long.", "source": "our own", "strength": "practice"}


def under(items=FULL, asked=None, **policy):
    """Return a plan made under a policy."""
    return build(items, asked, policy=policy)


# --- what only a policy forbids ---------------------------------------------------------------------------------


@breaks("caller-policy", 28)
def a_stretch_that_the_policy_forbids():
    return under(forbidden_stretches=["glute_bridge"])


@breaks("caller-policy", -5)
def a_position_that_the_policy_forbids():
    return under(forbidden_positions=["kneeling"])


@breaks("caller-policy", -5)
def forbidden_by_name_and_by_position():
    return under(forbidden_positions=["kneeling"], forbidden_stretches=["childs_pose"])


@breaks("caller-policy", 1)
def a_hold_longer_than_the_policy_allows():
    return under(dose(SHORT, "piriformis_stretch", 1, 14), max_hold_seconds=14)


@breaks("caller-policy", 1)
def a_flow_longer_than_the_policy_allows():
    return under([("cat_cow", 1, 30)], max_hold_seconds=29)


@breaks("caller-policy", -2)
def more_repetitions_than_the_policy_allows():
    return under(SHORT, max_repetitions=6)


@breaks("dose-range", 1)
def a_hold_outside_the_range_and_the_policy():
    """An amount outside the catalogue's range breaks only dose-range."""
    return under(dose(SHORT, "knee_to_chest", 1, 25), max_hold_seconds=15)


@breaks("caller-policy")
def a_session_longer_than_the_policy_allows():
    return under(max_session_seconds=full()["total_seconds"] - 1)


@breaks("fits-the-minutes", -1)
def a_session_longer_than_the_minutes_and_the_policy():
    total = full()["total_seconds"] - 1
    return under(FULL, request(minutes=total // 60, seconds=total % 60), max_session_seconds=total - 9)


@breaks("caller-policy")
def no_screening_under_a_policy_that_requires_it():
    return under(require_screening=True)


@breaks("caller-policy")
def one_question_left_open():
    plan = under(FULL, request(screening=NO | {"night_pain": "unanswered"}), require_screening=True)
    plan["notices"][1] |= {
        "id": "partly-screened",
        "text": "Not answered about warning signs: pain at night that no position eases. "
        "If this may be so, do not stretch: get medical help first.",
    }
    return plan


# --- narrower bounds of the library's rules ---------------------------------------------------------------------


@breaks("recovery-window", -5)
def before_the_policys_first_day():
    return under(FULL, request(day=50), first_allowed_days={"childs_pose": 51})


@breaks("early-dose", 1)
def a_dose_of_the_policys_early_days():
    return under([("knee_to_chest", 1, 15)], request(day=20), early_until_day=21)


@breaks("early-dose", 9)
def a_set_more_than_the_policys_repair_has():
    return under(REPAIR, request(day=20), repair_max_sets=2)


@breaks("sixty-seconds", -2)
def a_set_beyond_the_policys_aim():
    return under([("childs_pose", 2, 30)], aim_seconds_per_side=30)


@breaks("pain-stop", 1)
def more_than_the_lowest_dose_at_the_policys_pain():
    return under([("knee_to_chest", 1, 15)], request(pain=2), pain_lowest_doses_from=2)


@breaks("pain-stop")
def a_plan_at_the_pain_where_the_policy_stops():
    return under(LOWEST, request(pain=3), pain_stop_from=3)


@breaks("fits-the-minutes", 0)
def getting_ready_faster_than_the_policys_pace():
    plan = full()
    plan["policy"] = {"least_pace": {"get_ready_seconds": 60}}
    return plan


@breaks("twist-small")
def the_twist_with_the_notice_of_another_day():
    plan = under(REPAIR, request(day=20), twist_small_until_day=60)
    plan["notices"][-1]["text"] = repair()["notices"][-1]["text"]
    return plan


# --- what the plan says of it -----------------------------------------------------------------------------------


def _left_out(plan, name, **changed):
    next(entry for entry in plan["left_out"] if entry["stretch_id"] == name).update(changed)
    return plan


@breaks("true-summary")
def forbidden_by_the_policy_listed_as_beaten():
    plan = under([("cat_cow", 1, 30)], forbidden_positions=["prone"])
    return _left_out(plan, "cobra_pose", kind="beaten", rule_id=None)


@breaks("true-summary")
def forbidden_by_a_policy_that_says_nothing_of_it():
    return build([("cat_cow", 1, 30)], forbidden={"cobra_pose": "caller-policy"})


@breaks("true-summary")
def areas_counted_that_the_policy_takes_away():
    """With the bridge forbidden nothing works the pelvis, so it does not count."""
    plan = under([("cat_cow", 1, 30), ("piriformis_stretch", 1, 10)], forbidden_stretches=["glute_bridge"])
    plan["objective"]["least_served_quarter_seconds"] -= 1
    plan["bound"]["least_served_quarter_seconds"] -= 1
    return plan


@breaks("plan-shape")
def a_policy_that_loosens_a_rule():
    plan = full()
    plan["policy"] = {"max_sets": 5}
    return plan


@breaks("plan-shape")
def a_policy_with_a_bound_that_is_unknown():
    plan = full()
    plan["policy"] = {"max_set": 3}
    return plan


@breaks("known-stretch")
def a_policy_that_forbids_an_unknown_stretch():
    return under(forbidden_stretches=["headstand"])


@breaks("known-stretch")
def a_first_day_of_an_unknown_stretch():
    return under(first_allowed_days={"headstand": 9})


# --- rules of the caller's own ----------------------------------------------------------------------------------


@breaks("own-rules")
def a_rule_that_is_not_at_hand():
    return full() | {"own_rules": [OWN]}


@breaks("own-rules")
def a_stretch_left_out_by_a_rule_that_is_not_at_hand():
    return build(FULL[:6], request(targets=["glutes"]), forbidden={"childs_pose": OWN["id"]}, own_rules=[OWN])


@breaks("own-rules")
def an_own_rule_with_a_library_id():
    return full() | {"own_rules": [OWN | {"id": "recovery-window"}]}


@breaks("true-summary")
def left_out_by_a_rule_that_the_plan_does_not_name():
    return build(FULL[:6], request(targets=["glutes"]), forbidden={"childs_pose": OWN["id"]})
