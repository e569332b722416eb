"""Plans with a wrong day, dose or side, or more than pain allows."""

from datetime import date

from tests.support.broken_plans.register import breaks, dose, remove
from tests.support.form_facts import on
from tests.support.plan_builder import BUILTIN, build, request, retell, work
from tests.support.sample_plans import (
    EARLY,
    FULL,
    LOWEST,
    REPAIR,
    at,
    cautioned,
    early,
    full,
    in_its_own_way,
    other,
    repair,
)

EVEN, ODD = "2000-01-01", "2000-01-02"
assert date.fromisoformat(ODD).toordinal() % 2 == 1

# --- recovery ---------------------------------------------------------------------------------------------------


@breaks("recovery-window", 20)
def a_bridge_on_day_3():
    """The dose is the smallest. Areas are demanded, so that the same areas count with the bridge and without it."""
    return build([*EARLY[:3], ("glute_bridge", 1, 10), *EARLY[3:]], request(day=3, targets=("hips",)))


@breaks("recovery-window", 0)
def a_cobra_a_day_before_its_window():
    catalog = other(cobra_pose={"first_allowed_day": 30})
    return build([("cobra_pose", 1, 5), ("childs_pose", 1, 30)], request(day=29, targets=("hips",)), catalog), catalog


@breaks("injury-stated")
def days_not_stated():
    plan = full()
    del plan["request"]["days_since_injury"]
    return plan


@breaks("injury-stated")
def days_not_stated_in_text():
    plan = full()
    plan["request"]["days_since_injury"] = "3"
    return plan


@breaks("early-dose", 1)
def fifteen_seconds_on_day_3():
    return build(dose(EARLY, "knee_to_chest", 1, 15), request(day=3, targets=("hips",)))


@breaks("early-dose", -2)
def eight_cobras_on_day_3():
    return build(dose(EARLY, "cobra_pose", 1, 8), request(day=3, targets=("hips",)))


@breaks("early-dose", 9)
def three_sets_on_day_3():
    """Each set has ten seconds. Two sets are the most, and the third starts at step 9."""
    return build(dose(EARLY, "knee_to_chest", 3, 10), request(day=3, targets=("hips",)))


@breaks("early-dose", 1)
def twenty_seconds_on_day_20():
    return build(dose(REPAIR, "knee_to_chest", 1, 20), request(day=20))


@breaks("early-dose", 13)
def four_sets_on_day_20():
    return build(dose(REPAIR, "knee_to_chest", 4, 10), request(day=20))


@breaks("piriformis-light", 13)
def the_piriformis_without_its_caution():
    plan = build(EARLY, request(day=3, targets=("hips", "glutes")), cautioned())
    i = at(plan, "piriformis_stretch", "hold")
    plan["schedule"][i]["cue"] = plan["schedule"][i]["cue"].removeprefix("Keep it light. ")
    return plan, cautioned()


@breaks("piriformis-light", 13)
def the_piriformis_in_its_own_way():
    return in_its_own_way(early(), "piriformis_stretch", "cue")


@breaks("twist-small", 15)
def the_twist_in_its_own_way_on_one_side():
    return in_its_own_way(repair(), "lying_knee_twist", "cue", 1)


@breaks("twist-small", 12)
def the_twist_with_the_setup_of_its_own_way():
    plan = repair()
    plan["schedule"][at(plan, "lying_knee_twist", "settle")]["cue"] = "Lie on your back, head down."
    return plan


@breaks("early-form", 1)
def knee_to_chest_in_its_own_way_on_day_3():
    return in_its_own_way(early(), "knee_to_chest", "cue")


@breaks("early-form", 1)
def what_to_feel_of_another_way_on_day_3():
    return in_its_own_way(early(), "knee_to_chest", "feel")


@breaks("repair-form", -6)
def the_cobra_pressed_up_on_day_20():
    plan = repair()
    pressed = plan["schedule"][at(plan, "cobra_pose", "repeat")]
    pressed["breathing"]["inhale_cue"] = "Push up, straightening your arms."
    return plan


@breaks("repair-form", 21)
def the_bridge_high_on_day_20():
    return in_its_own_way(repair(), "glute_bridge", "cue")


@breaks("pain-form", 1)
def knee_to_chest_in_its_own_way_with_pain():
    return in_its_own_way(build(LOWEST, request(pain=4)), "knee_to_chest", "cue")


@breaks("pain-form", -2)
def the_cobra_in_its_own_way_with_pain():
    return in_its_own_way(build(LOWEST, request(pain=5)), "cobra_pose", "cue")


@breaks("piriformis-light", 14)
def the_other_side_of_the_piriformis_in_its_own_way():
    plan = early()
    i = at(plan, "piriformis_stretch", "change_side")
    own = on("right", BUILTIN.by_id["piriformis_stretch"].change)
    assert "clasp again" in own
    plan["schedule"][i]["cue"] = f"Change to the right side. {own}"
    return plan


@breaks("twist-small", 10)
def the_other_side_of_the_twist_in_another_way():
    """The words of knee rolls are none of the other way to the other side."""
    plan = early()
    i = at(plan, "lying_knee_twist", "change_side")
    assert plan["schedule"][i]["cue"].endswith("feet together.")
    plan["schedule"][i]["cue"] = "Change to the right side."
    return plan


@breaks("piriformis-light")
def the_piriformis_without_its_notice():
    plan = early()
    plan["notices"] = [notice for notice in plan["notices"] if notice["rule_id"] != "piriformis-light"]
    return plan


@breaks("twist-small", 15)
def the_twist_without_its_caution():
    plan = build(REPAIR, request(day=20), cautioned())
    i = at(plan, "lying_knee_twist", "hold", 1)
    plan["schedule"][i]["cue"] = plan["schedule"][i]["cue"].removeprefix("Keep the knee bent and the turn small. ")
    return plan, cautioned()


@breaks("twist-small")
def the_twist_with_a_blank_notice():
    plan = repair()
    plan["notices"][-1]["text"] = " \t"
    return plan


@breaks("twist-small")
def the_twist_with_the_notice_of_another_stretch():
    plan = repair()
    plan["notices"][-1]["stretch_id"] = "cobra_pose"
    return plan


# --- dose -------------------------------------------------------------------------------------------------------


@breaks("dose-range", 1)
def an_amount_that_is_no_choice():
    return build([("cobra_pose", 1, 7)], request(targets=("upper_back",)))


@breaks("dose-range", 1)
def both_sides_held_too_long():
    return build(dose(FULL, "knee_to_chest", 1, 25))


@breaks("dose-range", 1)
def held_too_long_on_day_3():
    """An amount outside the range breaks only dose-range, also in the early days."""
    return build(dose(EARLY, "knee_to_chest", 1, 25), request(day=3, targets=("hips",)))


@breaks("dose-range", 1)
def held_too_short():
    return build(dose(FULL, "knee_to_chest", 1, 9))


@breaks("dose-range", -2)
def nine_bridges():
    return build([*FULL[:1], ("glute_bridge", 1, 9)])


@breaks("dose-range", -2)
def a_flow_of_six_breaths():
    return build([("cat_cow", 1, 36)])


@breaks("dose-range", -2)
def more_sets_than_the_catalogue_has():
    catalog = other(cobra_pose={"dose": {"max_sets": 1}})
    return build([("cobra_pose", 2, 5)], catalog=catalog), catalog


@breaks("dose-range", -2)
def fewer_sets_than_the_catalogue_has():
    catalog = other(cobra_pose={"dose": {"min_sets": 2}})
    return build([("cobra_pose", 1, 5)], catalog=catalog), catalog


@breaks("both-sides", 3)
def the_second_side_cut_short():
    """The second side has 15 s after 20 s; the summary describes the first side."""
    plan = full()
    i = at(plan, "knee_to_chest", "hold", 1)
    plan["schedule"][i] = work(BUILTIN.by_id["knee_to_chest"], 15, plan["request"], side="right", set_number=1, sets=2)
    return retell(plan)


@breaks("both-sides", 3)
def the_second_side_cut_short_and_summarised():
    plan = build([("knee_to_chest", 1, 20)], request(targets=("hamstrings",)))
    plan["schedule"][3] = work(BUILTIN.by_id["knee_to_chest"], 10, plan["request"], side="right", set_number=1, sets=1)
    retell(plan)
    plan["prescriptions"][0]["seconds_per_side"] = 10
    for area in ("lower_back", "glutes"):
        plan["coverage"][area] |= {"primary_seconds": 10, "served_half_seconds": 20, "served_quarter_seconds": 40}
    plan["coverage"]["hamstrings"] |= {"named_seconds": 10, "served_half_seconds": 5, "served_quarter_seconds": 10}
    for told in (plan["objective"], plan["bound"]):
        told |= {"least_served_half_seconds": 5, "total_served_half_seconds": 5}
        told |= {"least_served_quarter_seconds": 10, "total_served_quarter_seconds": 10}
    return plan


@breaks("both-sides", 3)
def the_second_side_longer():
    plan = build(dose(FULL, "knee_to_chest", 1, 15))
    plan["schedule"][3] = work(BUILTIN.by_id["knee_to_chest"], 30, plan["request"], side="right", set_number=1, sets=1)
    return retell(plan)


@breaks("both-sides", 5)
def the_last_second_side_left_out():
    return retell(remove(build([("knee_to_chest", 2, 20)]), 7))


@breaks("both-sides", 5)
def the_last_second_side_and_its_change_left_out():
    return retell(remove(build([("knee_to_chest", 2, 20)]), 6, 7))


@breaks("both-sides", 1)
def the_other_side_first():
    """All one-sided stretches start with the right on an even day."""
    plan = build([("knee_to_chest", 1, 20)], request(on=ODD))
    plan["request"]["on"] = EVEN
    return plan


@breaks("both-sides", 1)
def the_other_side_first_without_a_date():
    plan = build([("knee_to_chest", 1, 20)], request(on=ODD))
    plan["request"]["on"] = None
    return plan


@breaks("both-sides", 3)
def one_side_worked_twice():
    plan = build([("knee_to_chest", 1, 20)])
    plan["schedule"][3]["side"] = plan["schedule"][2]["side"] = "left"
    return plan


@breaks("both-sides", 3)
def the_words_for_the_other_side():
    plan = build([("knee_to_chest", 1, 20)])
    plan["schedule"][3]["cue"] = plan["schedule"][1]["cue"]
    return plan


@breaks("both-sides", 2)
def a_change_to_the_side_just_worked():
    """The change of side says left, and the work after it is on the right."""
    plan = build([("knee_to_chest", 1, 20)])
    plan["schedule"][2]["side"] = "left"
    return plan


@breaks("both-sides", 1)
def one_side_of_a_stretch_for_both():
    plan = build([("cat_cow", 1, 30)])
    plan["schedule"][1]["side"] = "left"
    return plan


@breaks("sixty-seconds", -2)
def a_third_set_after_sixty_seconds():
    return build(dose(FULL, "childs_pose", 3, 30))


@breaks("sixty-seconds", -2)
def a_fifth_set():
    """The sets have ten seconds each, in a catalogue that would allow five of them."""
    catalog = other(childs_pose={"dose": {"min_seconds": 10, "max_sets": 10}})
    return build([("cobra_pose", 1, 5), ("childs_pose", 5, 10)], catalog=catalog), catalog


# --- pain -------------------------------------------------------------------------------------------------------


@breaks("pain-stop")
def a_plan_with_pain_of_six():
    return build(LOWEST, request(pain=6))


@breaks("pain-stop", 1)
def a_longer_hold_with_pain_of_four():
    return build(dose(LOWEST, "knee_to_chest", 1, 15), request(pain=4))


@breaks("pain-stop", -2)
def eight_cobras_with_pain_of_five():
    return build(dose(LOWEST, "cobra_pose", 1, 8), request(pain=5))


@breaks("pain-stop", -2)
def a_second_set_with_pain_of_four():
    return build(dose(LOWEST, "cobra_pose", 2, 5), request(pain=4))


@breaks("pain-stop")
def lowest_doses_without_saying_why():
    plan = build(LOWEST, request(pain=4))
    plan["notices"] = [notice for notice in plan["notices"] if notice["rule_id"] != "pain-stop"]
    return plan


@breaks("both-sides", 0)
def a_setup_for_the_side_that_comes_second():
    plan = full()
    setup = BUILTIN.by_id["knee_to_chest"].setup
    plan["schedule"][0]["cue"] = plan["schedule"][0]["cue"].replace(on("left", setup), on("right", setup))
    return plan


@breaks("both-sides", 1)
def what_to_feel_on_the_other_side():
    plan = build([("piriformis_stretch", 1, 10)])
    plan["schedule"][1]["feel"] = plan["schedule"][3]["feel"]
    return plan


@breaks("calm-breath", -2)
def a_bridge_that_begins_with_the_wrong_half():
    plan = build([("cat_cow", 1, 30), ("glute_bridge", 1, 10)])
    plan["schedule"][-2]["breathing"]["begins_with"] = "exhale"
    return plan


@breaks("calm-breath", -2)
def a_bridge_lifted_on_the_other_half_than_asked():
    asked = request()
    plan = build([("cat_cow", 1, 30), ("glute_bridge", 1, 10)], asked)
    plan["request"] = asked | {"breath": "effort_out"}
    return plan
