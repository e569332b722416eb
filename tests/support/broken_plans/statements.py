"""Plans with a wrong statement: catalogue, words, summary, notices, versions and shape."""

from copy import deepcopy

from tests.support.broken_plans.register import breaks
from tests.support.plan_builder import PACE, build, notice, request
from tests.support.sample_plans import EARLY, FULL, LOWEST, early, full, other, repair

NOT_PROVED = "The search stopped before it could prove this plan is the best one."
TOO_LONG = dict.fromkeys(
    ("lying_knee_twist", "childs_pose", "cat_cow", "glute_bridge", "cobra_pose"),
    "fits-the-minutes",
)


def spare(seconds):
    """Return a correct plan that leaves so many seconds of its minutes free, and the seconds."""
    plan = full()
    plan["request"] |= dict(zip(("minutes", "seconds"), divmod(plan["total_seconds"] + seconds, 60), strict=True))
    return plan, seconds


def unfilled(plan, free):
    """Return the words of the notice that so many seconds stay free."""
    minutes, seconds = divmod(free, 60)
    length = " ".join(f"{n} {unit}" for n, unit in ((minutes, "min"), (seconds, "s")) if n)
    asked = plan["request"]
    there = f"{asked['minutes']} min {asked['seconds']} s" if asked["seconds"] else f"{asked['minutes']} min"
    return f"{length} of the {there} stay free: nothing that the rules allow can be added to this session."


def hurry(get_ready):
    """Return a request of one minute that gets ready slowly."""
    return request(minutes=1, pace={**PACE, "get_ready_seconds": get_ready})


# --- catalogue and words ----------------------------------------------------------------------------------------


@breaks("known-stretch")
def a_catalogue_that_is_not_at_hand():
    """Neither passed nor built in."""
    plan = full()
    plan["catalog"]["id"] = "somebody_elses"
    return plan


@breaks("known-stretch")
def another_digest():
    """The catalogue has changed since."""
    plan = full()
    plan["catalog"]["digest"] = "sha256:" + "0" * 64
    return plan


@breaks("known-stretch")
def another_version_of_the_catalogue():
    """As it says itself."""
    plan = full()
    plan["catalog"]["version"] = "9.0.0"
    return plan


@breaks("known-stretch", 28)
def a_stretch_that_nobody_knows():
    """The bridge under another name, in all places."""
    plan = full()
    for entry in (*plan["schedule"], *plan["prescriptions"]):
        if entry["stretch_id"] == "glute_bridge":
            entry["stretch_id"] = "bridge"  # an alias is no id
    return plan


@breaks("known-stretch")
def an_unknown_prescription():
    """Prescribed, not scheduled, not known."""
    plan = full()
    plan["prescriptions"].append({**plan["prescriptions"][0], "stretch_id": "headstand"})
    return plan


@breaks("known-stretch")
def an_unknown_left_out():
    """Nobody could have planned it."""
    plan = full()
    plan["left_out"].append(
        {"stretch_id": "headstand", "name": "Headstand", "kind": "beaten", "rule_id": None, "reason": "No."}
    )
    return plan


@breaks("known-stretch")
def prescribed_twice():
    """The same stretch stands in the list twice."""
    plan = full()
    plan["prescriptions"].append(plan["prescriptions"][0])
    return plan


@breaks("known-stretch", 1)
def words_of_ones_own():
    """The cue is not the catalogue's."""
    plan = full()
    plan["schedule"][1]["cue"] = "Pull as hard as you can."
    return plan


@breaks("known-stretch", 8)
def a_setup_of_ones_own():
    """Nor is this one."""
    plan = full()
    plan["schedule"][8]["cue"] = "Jump up."
    return plan


@breaks("known-stretch", 2)
def a_change_of_side_in_words_of_ones_own():
    """The side is right, the rest is not the library's."""
    plan = full()
    plan["schedule"][2]["cue"] = "Change to the right side and hold your breath."
    return plan


@breaks("both-sides", 2)
def a_change_of_side_to_the_other_one():
    """The cue names the side that the body is on."""
    plan = full()
    plan["schedule"][2]["cue"] = "Change to the left side."
    return plan


@breaks("known-stretch", -2)
def a_rest_in_words_of_ones_own():
    """Nobody is told to hold the breath."""
    plan = full()
    plan["schedule"][-2]["cue"] = "Rest and hold your breath."
    return plan


@breaks("known-stretch", 0)
def a_caution_that_no_rule_stands_behind():
    """A catalogue cannot make rules."""
    catalog = other(cobra_pose={"cautions": [{"rule": "cobra-low", "cue": "Stay low."}]})
    return build([("cobra_pose", 1, 5)], request(day=1, targets=("upper_back",)), catalog), catalog


@breaks("true-summary")
def a_false_total():
    """A second less than the steps add up to."""
    plan = full()
    plan["total_seconds"] -= 1
    return plan


@breaks("true-summary")
def a_prescription_missing():
    """Scheduled, not prescribed."""
    plan = full()
    plan["prescriptions"].pop()
    return plan


@breaks("true-summary")
def a_prescription_that_is_not_scheduled():
    """Prescribed, not scheduled."""
    plan = build(FULL[:5])
    plan["prescriptions"].append(full()["prescriptions"][-1])
    return plan


@breaks("true-summary")
def prescriptions_in_another_order():
    """Not the session's."""
    plan = full()
    plan["prescriptions"].reverse()
    return plan


@breaks("true-summary")
def coverage_of_an_area_missing():
    """Every area of the catalogue has an entry."""
    plan = full()
    del plan["coverage"]["ankles"]
    return plan


@breaks("true-summary")
def coverage_of_an_area_too_many():
    """And no other has."""
    plan = full()
    plan["coverage"]["wings"] = plan["coverage"]["ankles"]
    return plan


@breaks("true-summary")
def optimal_below_its_bound():
    """What is optimal is its own bound."""
    plan = full()
    plan["bound"]["stretches"] += 1
    return plan


@breaks("true-summary")
def a_bound_below_the_plan():
    """One change of position more is worse."""
    plan = full()
    plan["optimal"] = False
    plan["bound"]["position_changes"] += 1
    return plan


@breaks("true-summary")
def nothing_said_of_a_left_out_stretch():
    """Every one has an entry."""
    plan = build(FULL[:5])
    plan["left_out"].pop()
    return plan


@breaks("true-summary")
def left_out_and_in():
    """Cobra is scheduled."""
    plan = build(FULL[:6])
    plan["left_out"].insert(0, {**plan["left_out"][0], "stretch_id": "cobra_pose", "name": "Cobra Pose"})
    return plan


@breaks("true-summary")
def left_out_in_another_order():
    """Not the catalogue's."""
    plan = build(FULL[:4])
    plan["left_out"].reverse()
    return plan


@breaks("true-summary")
def forbidden_by_nothing():
    """No rule stands against child's pose."""
    return build(FULL[:6], forbidden={"childs_pose": "recovery-window"})


@breaks("true-summary")
def forbidden_by_another_rule():
    """The bridge is out by its window on day 3, not by its dose."""
    return build(EARLY, request(day=3, targets=("hips",)), forbidden={"glute_bridge": "early-dose"})


@breaks("true-summary")
def forbidden_and_said_to_be_beaten():
    """The bridge is forbidden on day 3."""
    plan = early()
    entry = next(entry for entry in plan["left_out"] if entry["stretch_id"] == "glute_bridge")
    entry |= {"kind": "beaten", "rule_id": None}
    return plan


@breaks("true-summary")
def targeted_and_said_not_to_be():
    """Child's pose works the hips."""
    return build(FULL[:6], request(targets=("hips",)), kinds={"childs_pose": "not_targeted"})


@breaks("true-summary")
def nothing_targeted_and_said_not_to_be():
    """With no area demanded, every stretch works what counts."""
    return build(FULL[:6], kinds={"childs_pose": "not_targeted"})


@breaks("true-summary")
def avoided_by_nobody():
    """A request cannot ask for it yet."""
    return build(FULL[:6], kinds={"childs_pose": "avoided"})


@breaks("true-summary")
def beaten_by_a_rule():
    """Only forbidden entries name one."""
    plan = build(FULL[:6])
    plan["left_out"][0]["rule_id"] = "gentle-first"
    return plan


@breaks("true-summary")
def too_long_and_said_to_be_beaten():
    """Getting ready slowly, child's pose alone takes more than the minute there is."""
    return build([("knee_to_chest", 1, 10)], hurry(31), forbidden=TOO_LONG | {"childs_pose": None})


@breaks("true-summary")
def strengthening_that_fits_only_alone():
    """The bridge would take 62 s alone, and it is never alone."""
    return build([("cat_cow", 1, 30)], request(minutes=1, seconds=5))


@breaks("true-summary")
def not_targeted_and_said_to_be_beaten():
    """With the ankles demanded, cobra works nothing that counts."""
    return build([("childs_pose", 1, 30)], request(targets=("ankles",)), kinds={"cobra_pose": "beaten"})


@breaks("true-summary")
def forbidden_and_said_to_be_not_targeted():
    """The bridge on day 3, with the ankles demanded."""
    items, asked = [("childs_pose", 1, 30)], request(day=3, targets=("ankles",))
    plan = build(items, asked)
    entry = next(entry for entry in plan["left_out"] if entry["stretch_id"] == "glute_bridge")
    entry |= {"kind": "not_targeted", "rule_id": None}
    return plan


@breaks("true-summary")
def a_blank_reason():
    """Nothing is said."""
    plan = build(FULL[:6])
    plan["left_out"][0]["reason"] = " "
    return plan


@breaks("true-summary")
def coverage_in_another_order():
    """Not the catalogue's."""
    plan = full()
    plan["coverage"] = dict(reversed(plan["coverage"].items()))
    return plan


@breaks("true-summary")
def left_out_under_another_name():
    """The catalogue's name is Child's Pose."""
    plan = build(FULL[:6])
    plan["left_out"][0]["name"] = "Sleep"
    return plan


@breaks("honest-notice")
def no_general_information():
    """What it is, and when to stop."""
    plan = full()
    del plan["notices"][0]
    return plan


@breaks("honest-notice")
def a_blank_notice():
    """What it was made without knowing, in no words."""
    plan = full()
    plan["notices"][1]["text"] = "  "
    return plan


@breaks("honest-notice")
def general_information_in_other_words():
    """Its name stands there, and what it says is the forger's."""
    plan = full()
    plan["notices"][0]["text"] = "Doctors recommend this plan."
    return plan


@breaks("honest-notice")
def a_notice_under_another_rule():
    """The words are right, the rule behind them is not."""
    plan = full()
    plan["notices"][1]["rule_id"] = None
    return plan


@breaks("honest-notice")
def a_notice_of_the_forgers():
    """No other notice may stand beside them."""
    plan = full()
    plan["notices"].append(notice("all-clear", "You are cleared to go on through pain."))
    return plan


@breaks("honest-notice")
def a_notice_twice():
    """Each stands once."""
    plan = full()
    plan["notices"].append(deepcopy(plan["notices"][0]))
    return plan


@breaks("honest-notice")
def a_caution_that_is_not_due():
    """The twist on day 50."""
    plan = full(day=50)
    text = "Lying Knee Twist, before day 42: Keep the knee bent and the turn small."
    plan["notices"].append(notice("twist-small", text, "twist-small", "lying_knee_twist"))
    return plan


@breaks("honest-notice")
def pain_that_nobody_stated():
    """The request holds none."""
    plan = full()
    text = "Pain now is 4 of 10, so this session keeps to the lowest doses; stop if it gets worse."
    plan["notices"].append(notice("pain-lowest-doses", text, "pain-stop"))
    return plan


@breaks("pain-stop")
def another_pain_than_the_requests():
    """It is 5 of 10."""
    plan = build(LOWEST, request(pain=5))
    plan["notices"][2]["text"] = plan["notices"][2]["text"].replace("5", "4")
    return plan


@breaks("twist-small")
def a_caution_notice_in_other_words():
    """A caution turned into its opposite."""
    plan = repair()
    plan["notices"][-1]["text"] = "Lying Knee Twist, before day 42: Turn as far as you can."
    return plan


@breaks("honest-notice")
def free_time_that_is_another():
    """Counted, it is a second more."""
    plan, free = spare(90)
    assert free == 90
    plan["notices"].append(notice("minutes-unfilled", unfilled(plan, free - 1)))
    return plan


@breaks("honest-notice")
def free_time_not_worth_a_notice():
    """Less than a minute."""
    plan, free = spare(59)
    plan["notices"].append(notice("minutes-unfilled", unfilled(plan, free)))
    return plan


@breaks("honest-notice")
def free_time_of_a_plan_that_is_not_optimal():
    """Nobody knows that nothing can be added."""
    plan, free = spare(90)
    plan["optimal"] = False
    plan["notices"].append(notice("minutes-unfilled", unfilled(plan, free)))
    return plan


@breaks("honest-notice")
def optimal_and_not_proved_best():
    """One of the two is wrong."""
    plan = full()
    plan["notices"].append(notice("not-proved-best", NOT_PROVED))
    return plan


@breaks("known-version")
def another_major_version():
    """Nobody can read what is not written yet."""
    plan = full()
    plan["schema_version"] = "2.0"
    return plan


@breaks("known-version")
def no_version_at_all():
    """Text, but no version."""
    plan = full()
    plan["schema_version"] = "1"
    return plan


@breaks("known-version")
def other_rules():
    """Judged only by the rules it was made under."""
    plan = full()
    plan["rules_version"] = "0.9"
    return plan


@breaks("plan-shape")
def a_field_missing():
    """Every field is there."""
    plan = full()
    del plan["notices"]
    return plan


@breaks("plan-shape", 4)
def seconds_in_words():
    """Every field has its type; the step is named."""
    plan = full()
    plan["schedule"][4]["seconds"] = "five"
    return plan


@breaks("plan-shape")
def minutes_of_a_request_out_of_range():
    """The request is part of the plan's shape."""
    plan = full()
    plan["request"]["minutes"] = 0
    return plan
