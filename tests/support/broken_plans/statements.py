"""Plans with a wrong statement: catalogue, words, summary, notices, versions and shape."""

from copy import deepcopy

from tests.support.broken_plans.register import breaks
from tests.support.plan_builder import PACE, build, notice, request, retell
from tests.support.sample_plans import EARLY, FULL, LOWEST, at, early, full, other, repair

NOT_PROVED = "The search stopped before it could prove this plan is the best one."
BY_HAND = "The stretches and doses of this session were chosen by hand, not by the planner."
KEPT = "This plan keeps what it can of an earlier one, and a plan made afresh may be better."
TOO_LONG = dict.fromkeys(
    ("lying_knee_twist", "cat_cow", "piriformis_stretch", "glute_bridge", "cobra_pose"),
    "fits-the-minutes",
)


def spare(seconds):
    """Return a correct plan that leaves the seconds free, and the seconds."""
    plan = full()
    plan["request"] |= dict(zip(("minutes", "seconds"), divmod(plan["total_seconds"] + seconds, 60), strict=True))
    return plan, seconds


def unfilled(plan, free):
    """Return the words of the notice about free seconds."""
    minutes, seconds = divmod(free, 60)
    length = " ".join(f"{n} {unit}" for n, unit in ((minutes, "min"), (seconds, "s")) if n)
    asked = plan["request"]
    there = f"{asked['minutes']} min {asked['seconds']} s" if asked["seconds"] else f"{asked['minutes']} min"
    return (
        f"{length} of the {there} stay free: nothing that the rules allow can be added to this session. What would use "
        "them: this session once more later in the day; a slower pace; a catalogue with more stretches."
    )


def free_time(plan, free):
    """Return the notice about free seconds."""
    uses = ["second_round", "slower_pace", "larger_catalogue"]
    return notice("minutes-unfilled", unfilled(plan, free)) | {"free_seconds": free, "uses": uses, "kind": "session"}


def hurry(get_ready, seconds):
    """Return a request of some seconds with long getting ready."""
    return request(minutes=seconds // 60, seconds=seconds % 60, pace={**PACE, "get_ready_seconds": get_ready})


# --- catalogue and words ----------------------------------------------------------------------------------------


@breaks("known-stretch")
def a_catalogue_that_is_not_at_hand():
    plan = full()
    plan["catalog"]["id"] = "somebody_elses"
    return plan


@breaks("known-stretch")
def another_digest():
    plan = full()
    plan["catalog"]["digest"] = "sha256:" + "0" * 64
    return plan


@breaks("known-stretch")
def another_version_of_the_catalogue():
    plan = full()
    plan["catalog"]["version"] = "9.0.0"
    return plan


@breaks("known-stretch", 28)
def a_stretch_that_is_unknown():
    plan = full()
    for entry in (*plan["schedule"], *plan["prescriptions"]):
        if entry["stretch_id"] == "glute_bridge":
            entry["stretch_id"] = "bridge"  # an alias is no id
    return plan


@breaks("known-stretch")
def an_unknown_prescription():
    plan = full()
    plan["prescriptions"].append({**plan["prescriptions"][0], "stretch_id": "headstand"})
    return plan


@breaks("known-stretch")
def an_unknown_left_out():
    plan = full()
    plan["left_out"].append(
        {"stretch_id": "headstand", "name": "Headstand", "kind": "beaten", "rule_id": None, "reason": "No."}
    )
    return plan


@breaks("known-stretch")
def prescribed_twice():
    plan = full()
    plan["prescriptions"].append(plan["prescriptions"][0])
    return plan


@breaks("known-stretch", 1)
def another_cue():
    plan = full()
    plan["schedule"][1]["cue"] = "Pull as hard as you can."
    return plan


@breaks("known-stretch", 8)
def another_setup():
    plan = full()
    plan["schedule"][8]["cue"] = "Jump up."
    return plan


@breaks("known-stretch", 2)
def a_change_of_side_with_another_cue():
    """The side is right, but the other words are not the library's."""
    plan = full()
    plan["schedule"][2]["cue"] = "Change to the right side and hold your breath."
    return plan


@breaks("both-sides", 2)
def a_change_of_side_to_the_other_one():
    plan = full()
    plan["schedule"][2]["cue"] = plan["schedule"][4]["cue"]
    return plan


@breaks("known-stretch", 2)
def a_change_of_side_without_the_way():
    plan = full()
    plan["schedule"][2]["cue"] = "Change to the right side."
    return plan


@breaks("known-stretch", 2)
def a_change_of_side_by_the_way_of_another_stretch():
    """The words are the catalogue's, but those of the twist."""
    plan = full()
    plan["schedule"][2]["cue"] = plan["schedule"][at(plan, "lying_knee_twist", "change_side")]["cue"]
    return plan


@breaks("known-stretch", 2)
def a_change_of_side_with_a_way_that_the_catalogue_does_not_give():
    catalog = other(knee_to_chest={"change": None})
    plan = build([("knee_to_chest", 1, 20)], catalog=catalog)
    plan["schedule"][2]["cue"] += " Stay on your back."
    return plan, catalog


@breaks("known-stretch", -3)
def a_rest_with_another_cue():
    plan = full()
    plan["schedule"][-3]["cue"] = "Rest and hold your breath."
    return plan


@breaks("known-stretch", 0)
def an_unknown_caution():
    catalog = other(cobra_pose={"cautions": [{"rule": "cobra-low", "cue": "Stay warm."}]})
    return build([("cobra_pose", 1, 5)], request(day=1, targets=("upper_back",)), catalog), catalog


@breaks("true-summary")
def a_false_total():
    plan = full()
    plan["total_seconds"] -= 1
    return plan


@breaks("true-summary")
def a_prescription_missing():
    plan = full()
    plan["prescriptions"].pop()
    return plan


@breaks("true-summary")
def a_prescription_that_is_not_scheduled():
    plan = build(FULL[:5])
    plan["prescriptions"].append(full()["prescriptions"][-1])
    return plan


@breaks("true-summary")
def prescriptions_in_another_order():
    plan = full()
    plan["prescriptions"].reverse()
    return plan


@breaks("true-summary")
def coverage_of_an_area_missing():
    plan = full()
    del plan["coverage"]["ankles"]
    return plan


@breaks("true-summary")
def coverage_of_an_area_too_many():
    plan = full()
    plan["coverage"]["wings"] = plan["coverage"]["ankles"]
    return plan


@breaks("true-summary")
def optimal_below_its_bound():
    plan = full()
    plan["bound"]["stretches"] += 1
    return plan


@breaks("true-summary")
def a_bound_below_the_plan():
    plan = full()
    plan["optimal"] = False
    plan["bound"]["position_changes"] += 1
    return plan


@breaks("true-summary")
def a_left_out_stretch_without_entry():
    plan = build(FULL[:5])
    plan["left_out"].pop()
    return plan


@breaks("true-summary")
def left_out_and_in():
    plan = build(FULL[:6])
    plan["left_out"].insert(0, {**plan["left_out"][0], "stretch_id": "cobra_pose", "name": "Cobra Pose"})
    return retell(plan)


@breaks("true-summary")
def left_out_in_another_order():
    plan = build(FULL[:4])
    plan["left_out"].reverse()
    return plan


@breaks("true-summary")
def forbidden_by_nothing():
    return build(FULL[:6], forbidden={"childs_pose": "recovery-window"})


@breaks("true-summary")
def forbidden_by_another_rule():
    """On day 3 the recovery window forbids the bridge, not its dose."""
    return build(EARLY, request(day=3, targets=("hips",)), forbidden={"glute_bridge": "early-dose"})


@breaks("true-summary")
def forbidden_listed_as_beaten():
    plan = early()
    entry = next(entry for entry in plan["left_out"] if entry["stretch_id"] == "glute_bridge")
    entry |= {"kind": "beaten", "rule_id": None}
    return plan


@breaks("true-summary")
def targeted_listed_as_not_targeted():
    return build(FULL[:6], request(targets=("hips",)), kinds={"childs_pose": "not_targeted"})


@breaks("true-summary")
def nothing_targeted_listed_as_not_targeted():
    """With no area demanded, every stretch works an area that counts."""
    return build(FULL[:6], kinds={"childs_pose": "not_targeted"})


@breaks("true-summary")
def listed_as_avoided_without_a_wish():
    return build(FULL[:6], kinds={"childs_pose": "avoided"})


@breaks("true-summary")
def beaten_by_a_rule():
    plan = build(FULL[:6])
    plan["left_out"][0]["rule_id"] = "gentle-first"
    return plan


@breaks("true-summary")
def too_long_listed_as_beaten():
    """With slow getting ready, cat-cow alone takes a second more than the 102 available."""
    return build([("knee_to_chest", 1, 10)], hurry(31, 102), forbidden=TOO_LONG | {"cat_cow": None})


@breaks("true-summary")
def strengthening_that_fits_only_alone():
    """The bridge would take 119 s alone, but it may not be alone."""
    return build([("cat_cow", 1, 30)], request(minutes=2, seconds=30))


@breaks("true-summary")
def not_targeted_listed_as_beaten():
    """With the ankles demanded, cobra works no area that counts."""
    return build([("childs_pose", 1, 30)], request(targets=("ankles",)), kinds={"cobra_pose": "beaten"})


@breaks("true-summary")
def forbidden_listed_as_not_targeted():
    items, asked = [("childs_pose", 1, 30)], request(day=3, targets=("ankles",))
    plan = build(items, asked)
    entry = next(entry for entry in plan["left_out"] if entry["stretch_id"] == "glute_bridge")
    entry |= {"kind": "not_targeted", "rule_id": None}
    return plan


@breaks("true-summary")
def a_blank_reason():
    plan = build(FULL[:6])
    plan["left_out"][0]["reason"] = " "
    return plan


@breaks("true-summary")
def coverage_in_another_order():
    plan = full()
    plan["coverage"] = dict(reversed(plan["coverage"].items()))
    return plan


@breaks("true-summary")
def left_out_under_another_name():
    plan = build(FULL[:6])
    plan["left_out"][0]["name"] = "Sleep"
    return plan


@breaks("honest-notice")
def no_general_information():
    plan = full()
    del plan["notices"][0]
    return plan


@breaks("honest-notice")
def a_blank_notice():
    plan = full()
    plan["notices"][1]["text"] = "  "
    return plan


@breaks("honest-notice")
def general_information_in_other_words():
    plan = full()
    plan["notices"][0]["text"] = "Doctors recommend this plan."
    return plan


@breaks("honest-notice")
def a_notice_under_another_rule():
    """The words are right, but the rule is not."""
    plan = full()
    plan["notices"][1]["rule_id"] = None
    return plan


@breaks("honest-notice")
def a_notice_of_the_forgers():
    plan = full()
    plan["notices"].append(notice("all-clear", "You are cleared to go on through pain."))
    return plan


@breaks("honest-notice")
def a_notice_twice():
    plan = full()
    plan["notices"].append(deepcopy(plan["notices"][0]))
    return plan


@breaks("honest-notice")
def a_caution_that_is_not_due():
    plan = full(day=50)
    text = "Lying Knee Twist, before day 42: small knee rolls."
    plan["notices"].append(notice("twist-small", text, "twist-small", "lying_knee_twist"))
    return plan


@breaks("honest-notice")
def pain_that_is_not_stated():
    plan = full()
    text = "Pain now is 4 of 10, so only the lowest doses are right today; stop if it gets worse."
    plan["notices"].append(notice("pain-lowest-doses", text, "pain-stop"))
    return plan


@breaks("pain-stop")
def another_pain_than_the_requests():
    plan = build(LOWEST, request(pain=5))
    plan["notices"][2]["text"] = plan["notices"][2]["text"].replace("5", "4")
    return plan


@breaks("twist-small")
def a_caution_notice_in_other_words():
    plan = repair()
    plan["notices"][-1]["text"] = "Lying Knee Twist, before day 42: Turn as far as you can."
    return plan


@breaks("true-summary")
def a_bound_that_differs_in_half_seconds():
    plan = full()
    plan["bound"]["total_served_half_seconds"] += 1
    return plan


@breaks("honest-notice")
def an_area_that_is_only_named_without_a_word():
    plan = build([("knee_to_chest", 1, 10)], request(targets=("hamstrings",)))
    plan["notices"] = [entry for entry in plan["notices"] if entry["id"] != "only-named"]
    return plan


@breaks("honest-notice")
def an_area_said_to_be_only_named_that_is_not():
    plan = build([("knee_to_chest", 1, 10)], request(targets=("hamstrings",)))
    asked = request(targets=("glutes",))
    other = build([("knee_to_chest", 1, 10)], asked)
    other["notices"] += [entry for entry in plan["notices"] if entry["id"] == "only-named"]
    return other


@breaks("honest-notice")
def free_time_that_is_another():
    plan, free = spare(90)
    assert free == 90
    plan["notices"].append(free_time(plan, free - 1))
    return plan


@breaks("honest-notice")
def free_time_not_worth_a_notice():
    plan, free = spare(59)
    plan["notices"].append(free_time(plan, free))
    return plan


@breaks("honest-notice")
def free_time_of_a_plan_that_is_not_optimal():
    plan, free = spare(90)
    plan["optimal"] = False
    plan["notices"].append(free_time(plan, free))
    return plan


@breaks("honest-notice")
def optimal_and_not_proved_best():
    plan = full()
    plan["notices"].append(notice("not-proved-best", NOT_PROVED) | {"kind": "search"})
    return plan


@breaks("honest-notice")
def made_by_hand_and_optimal():
    plan = full()
    plan["notices"].append(notice("made-by-hand", BY_HAND) | {"kind": "search"})
    return plan


@breaks("honest-notice")
def made_by_hand_and_by_a_search():
    plan = full() | {"optimal": False}
    plan["notices"].append(notice("made-by-hand", BY_HAND) | {"kind": "search"})
    plan["notices"].append(notice("not-proved-best", NOT_PROVED) | {"kind": "search"})
    return plan


@breaks("honest-notice")
def made_by_hand_and_kept_of_an_earlier_plan():
    plan = full() | {"optimal": False}
    plan["notices"].append(notice("made-by-hand", BY_HAND) | {"kind": "search"})
    plan["notices"].append(notice("keeps-earlier", KEPT) | {"kind": "search"})
    return plan


@breaks("honest-notice")
def said_to_break_a_rule_and_breaking_none():
    plan = full() | {"optimal": False}
    plan["notices"].append(notice("breaks-rules", "This session breaks a safety rule. Do not do it as it is."))
    return plan


@breaks("known-version")
def another_major_version():
    plan = full()
    plan["schema_version"] = "3.0"
    return plan


@breaks("known-version")
def no_version_at_all():
    plan = full()
    plan["schema_version"] = "1"
    return plan


@breaks("known-version")
def other_rules():
    plan = full()
    plan["rules_version"] = "0.9"
    return plan


@breaks("plan-shape")
def a_field_missing():
    plan = full()
    del plan["notices"]
    return plan


@breaks("plan-shape", 4)
def seconds_in_words():
    plan = full()
    plan["schedule"][4]["seconds"] = "five"
    return plan


@breaks("plan-shape")
def minutes_of_a_request_out_of_range():
    plan = full()
    plan["request"]["minutes"] = 0
    return plan


@breaks("known-stretch", 1)
def something_else_to_feel():
    plan = full()
    plan["schedule"][1]["feel"] = "Nothing at all."
    return plan


@breaks("known-stretch", 0)
def something_to_feel_in_a_move():
    plan = full()
    plan["schedule"][0]["feel"] = "A pull."
    return plan


@breaks("true-summary")
def another_form_than_the_one_that_is_due():
    plan = full()
    plan["prescriptions"][0]["form"] = "small_pull"
    return plan


@breaks("true-summary")
def a_form_without_its_figure():
    plan = repair()
    prescribed = next(entry for entry in plan["prescriptions"] if entry["stretch_id"] == "cobra_pose")
    assert prescribed["figure"] == "cobra_on_elbows"
    prescribed["figure"] = None
    return plan
