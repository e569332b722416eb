"""Plans that are put together or told wrongly: each broken in just one way, under the rule that says so."""

from copy import deepcopy

from tests.support.broken_plans.register import breaks, remove
from tests.support.plan_builder import BUILTIN, PACE, build, notice, request, retell, step
from tests.support.sample_plans import EARLY, FULL, LOWEST, early, full, other, repair

NOT_PROVED = "The search ended at its node budget: a better plan may exist; the bound says how much better."
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


# --- order ------------------------------------------------------------------------------------------------------


@breaks("gentle-first", 0)
def strengthening_first():
    """Supine all along, the bridge in front."""
    return build([("glute_bridge", 1, 10), ("piriformis_stretch", 1, 10)])


@breaks("gentle-first", 0)
def not_the_opener_first():
    """Knee to chest opens; the piriformis is in front."""
    return build([("piriformis_stretch", 1, 10), ("knee_to_chest", 1, 10)])


@breaks("gentle-first", 2)
def childs_pose_before_cobra():
    """As many changes of position, the wrong way round."""
    return build([("cat_cow", 1, 30), ("childs_pose", 1, 30), ("cobra_pose", 1, 5)])


@breaks("gentle-first", 8)
def something_between_knee_to_chest_and_twist():
    """The piriformis comes between."""
    return build([("knee_to_chest", 1, 10), ("piriformis_stretch", 1, 10), ("lying_knee_twist", 1, 20)])


@breaks("gentle-first")
def a_position_come_back_to():
    """Supine, kneeling, supine, where supine, kneeling would do."""
    return build([("knee_to_chest", 1, 10), ("childs_pose", 1, 30), ("piriformis_stretch", 1, 10)])


# --- demand -----------------------------------------------------------------------------------------------------


@breaks("areas-worked")
def a_demanded_area_that_nothing_works():
    """Ankles are worked by child's pose alone."""
    plan = build([("cat_cow", 1, 30)], request(targets=("ankles", "spine")))
    assert plan["objective"]["least_served_half_seconds"] == 0
    return plan


@breaks("areas-worked")
def a_demanded_area_that_nobody_knows():
    """No catalogue has it."""
    plan = build([("cat_cow", 1, 30)], request(targets=("spine",)))
    plan["request"]["targets"] = ["spine", "wings"]
    plan["objective"]["least_served_half_seconds"] = plan["bound"]["least_served_half_seconds"] = 0
    return plan


# --- record -----------------------------------------------------------------------------------------------------


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


@breaks("whole-schedule", 1)
def a_gap():
    """Every later step a second later."""
    plan = full()
    for entry in plan["schedule"][1:]:
        entry["start_seconds"] += 1
    return plan


@breaks("whole-schedule", 5)
def an_overlap():
    """A step starts two seconds before the one before it ends."""
    plan = full()
    for entry in plan["schedule"][5:]:
        entry["start_seconds"] -= 2
    return plan


@breaks("whole-schedule", 0)
def a_late_start():
    """The whole schedule a second later."""
    plan = full()
    for entry in plan["schedule"]:
        entry["start_seconds"] += 1
    return plan


@breaks("whole-schedule", 8)
def a_move_of_no_time():
    """0 s to settle."""
    plan = full()
    plan["schedule"][8]["seconds"] = 0
    return retell(plan)


@breaks("whole-schedule", 0)
def no_getting_ready():
    """The session starts with work."""
    return retell(remove(full(), 0))


@breaks("whole-schedule", 0)
def settling_instead_of_getting_ready():
    """The session starts with another move."""
    plan = full()
    plan["schedule"][0]["kind"] = "settle"
    return plan


@breaks("whole-schedule", 8)
def a_change_of_position_that_is_none():
    """From supine to supine."""
    plan = full()
    plan["schedule"][8] |= {"kind": "change_position", "seconds": 12}
    return retell(plan)


@breaks("whole-schedule", 8)
def getting_ready_retell():
    """In the middle of the session."""
    plan = full()
    plan["schedule"][8] |= {"kind": "get_ready", "seconds": 12}
    return retell(plan)


@breaks("whole-schedule", 1)
def two_moves_in_a_row():
    """Getting ready, and then settling."""
    plan = full()
    knee = BUILTIN.by_id["knee_to_chest"]
    plan["schedule"].insert(1, step(knee, "settle", 5, cue=knee.setup))
    return retell(plan)


@breaks("whole-schedule", -1)
def a_move_that_leads_nowhere():
    """The session ends with settling for a stretch that is done already or never."""
    plan = build([("cobra_pose", 1, 5)], request(targets=("upper_back",)))
    pose = BUILTIN.by_id["childs_pose"]
    plan["schedule"].append(step(pose, "change_position", 12, cue=pose.setup))
    plan["left_out"] = [entry for entry in plan["left_out"] if entry["stretch_id"] != "childs_pose"]
    return retell(plan)


@breaks("whole-schedule", 2)
def a_move_within_a_stretch():
    """Settling where the rest between two sets is."""
    cobra = BUILTIN.by_id["cobra_pose"]
    plan = build([("cobra_pose", 2, 5)], request(targets=("upper_back",)))
    plan["schedule"][2] = step(cobra, "settle", 10, cue=cobra.setup)
    return retell(plan)


@breaks("whole-schedule", 2)
def a_rest_instead_of_a_change_of_side():
    """As long as it may be, it is no change of side."""
    plan = build([("knee_to_chest", 1, 20)])
    plan["schedule"][2] |= {"kind": "rest", "seconds": 10, "side": None, "cue": "Rest and breathe easily."}
    return retell(plan)


@breaks("whole-schedule", -1)
def a_rest_at_the_end():
    """No set follows."""
    plan = full()
    plan["schedule"].append(deepcopy(plan["schedule"][-2]))
    return retell(plan)


@breaks("whole-schedule", -2)
def two_rests_in_a_row():
    """One stands between two sets."""
    plan = full()
    plan["schedule"].insert(-1, deepcopy(plan["schedule"][-2]))
    return retell(plan)


@breaks("whole-schedule", 1)
def a_hold_that_calls_itself_a_flow():
    """The dose is a hold."""
    plan = full()
    plan["schedule"][1]["kind"] = "flow"
    return retell(plan)


@breaks("whole-schedule", 1)
def a_hold_with_repetitions():
    """Holds have none."""
    plan = full()
    plan["schedule"][1]["repetitions"] = 2
    return plan


@breaks("whole-schedule", -5)
def a_movement_without_repetitions():
    """Ten cobras that do not say ten."""
    plan = full()
    plan["schedule"][-5]["repetitions"] = None
    return plan


@breaks("whole-schedule", 5)
def the_wrong_number_of_a_set():
    """Set 1 of 2 where set 2 of 2 is."""
    plan = full()
    plan["schedule"][5]["set_number"] = 1
    return plan


@breaks("whole-schedule", 2)
def a_pause_without_its_set():
    """Pauses carry the set that follows."""
    plan = full()
    plan["schedule"][2]["set_number"] = None
    return plan


@breaks("whole-schedule", 0)
def a_move_with_a_set():
    """Moves carry none."""
    plan = full()
    plan["schedule"][0] |= {"set_number": 1, "sets": 2}
    return plan


@breaks("whole-schedule", 8)
def a_move_that_names_another_stretch():
    """It belongs to the twist."""
    plan = full()
    plan["schedule"][8]["stretch_id"] = "cobra_pose"
    return plan


@breaks("whole-schedule", 2)
def a_pause_that_names_no_stretch():
    """It stands within knee to chest."""
    plan = build([("knee_to_chest", 1, 20)], request(targets=("glutes",)))
    plan["schedule"][2]["stretch_id"] = None
    return plan


@breaks("whole-schedule", 4)
def a_stretch_torn_in_two():
    """Cobra, child's pose, and cobra again."""
    cobra = BUILTIN.by_id["cobra_pose"]
    plan = build([("cobra_pose", 2, 5), ("childs_pose", 1, 30)])
    move, first, _, second, to_pose, hold = plan["schedule"]
    plan["schedule"] = [move, first, to_pose, hold, step(cobra, "change_position", 12, cue=cobra.setup), second]
    retell(plan)
    plan["objective"]["position_changes"] = plan["bound"]["position_changes"] = 2
    return plan


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
