"""Plans with the wrong order, missing areas, or steps that do not follow one another."""

from copy import deepcopy

from tests.support.broken_plans.register import breaks, remove
from tests.support.plan_builder import BUILTIN, build, get_up, move, request, retell
from tests.support.sample_plans import full

# --- order ------------------------------------------------------------------------------------------------------


@breaks("gentle-first", 0)
def strengthening_first():
    return build([("glute_bridge", 1, 10), ("piriformis_stretch", 1, 10)])


@breaks("gentle-first", 0)
def not_the_opener_first():
    """Knee to chest may open, but the piriformis stretch is first."""
    return build([("piriformis_stretch", 1, 10), ("knee_to_chest", 1, 10)])


@breaks("gentle-first", 2)
def childs_pose_before_cobra():
    """The changes of position are as many as in the right order."""
    return build([("cat_cow", 1, 30), ("childs_pose", 1, 30), ("cobra_pose", 1, 5)])


@breaks("gentle-first", 8)
def something_between_knee_to_chest_and_twist():
    return build([("knee_to_chest", 1, 10), ("piriformis_stretch", 1, 10), ("lying_knee_twist", 1, 20)])


@breaks("gentle-first", 4)
def strengthening_before_a_hold_in_its_position():
    return build([("knee_to_chest", 1, 10), ("glute_bridge", 1, 10), ("piriformis_stretch", 1, 10)])


@breaks("gentle-first")
def an_unnecessary_return_to_a_position():
    """The positions are supine, kneeling, supine; supine, supine, kneeling would be enough."""
    return build([("knee_to_chest", 1, 10), ("childs_pose", 1, 30), ("piriformis_stretch", 1, 10)])


# --- demand -----------------------------------------------------------------------------------------------------


@breaks("areas-worked")
def a_demanded_area_that_nothing_works():
    plan = build([("cat_cow", 1, 30)], request(targets=("ankles", "spine")))
    assert plan["objective"]["least_served_half_seconds"] == 0
    return plan


@breaks("areas-worked")
def a_demanded_area_that_is_unknown():
    plan = build([("cat_cow", 1, 30)], request(targets=("spine",)))
    plan["request"]["targets"] = ["spine", "wings"]
    for told in (plan["objective"], plan["bound"]):
        told |= {"least_served_half_seconds": 0, "least_served_quarter_seconds": 0}
    return plan


# --- schedule ---------------------------------------------------------------------------------------------------


@breaks("whole-schedule", 1)
def a_gap():
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
    plan = full()
    for entry in plan["schedule"]:
        entry["start_seconds"] += 1
    return plan


@breaks("whole-schedule", 8)
def a_move_of_no_time():
    plan = full()
    plan["schedule"][8]["seconds"] = 0
    return retell(plan)


@breaks("whole-schedule", 0)
def no_getting_ready():
    return retell(remove(full(), 0))


@breaks("whole-schedule", 0)
def settling_instead_of_getting_ready():
    plan = full()
    plan["schedule"][0]["kind"] = "settle"
    return plan


@breaks("whole-schedule", 8)
def a_change_of_position_without_a_change():
    plan = full()
    plan["schedule"][8] |= {"kind": "change_position", "seconds": 60}
    return retell(plan)


@breaks("whole-schedule", 8)
def getting_ready_in_the_middle():
    plan = full()
    plan["schedule"][8] |= {"kind": "get_ready", "seconds": 60}
    return retell(plan)


@breaks("whole-schedule", 1)
def two_moves_in_a_row():
    plan = full()
    knee = BUILTIN.by_id["knee_to_chest"]
    plan["schedule"].insert(1, move(knee, knee.position, plan["request"]) | {"cue": plan["schedule"][0]["cue"]})
    return retell(plan)


@breaks("whole-schedule", -2)
def a_move_that_leads_nowhere():
    """The session ends with a change of position for a stretch that does not follow."""
    plan = build([("cobra_pose", 1, 5)], request(targets=("upper_back",)))
    pose = BUILTIN.by_id["childs_pose"]
    plan["schedule"].insert(-1, move(pose, "prone", plan["request"]))
    plan["left_out"] = [entry for entry in plan["left_out"] if entry["stretch_id"] != "childs_pose"]
    return retell(plan)


@breaks("whole-schedule", 2)
def a_move_within_a_stretch():
    cobra = BUILTIN.by_id["cobra_pose"]
    plan = build([("cobra_pose", 2, 5)], request(targets=("upper_back",)))
    plan["schedule"][2] = move(cobra, "prone", plan["request"])
    return retell(plan)


@breaks("whole-schedule", 2)
def a_rest_instead_of_a_change_of_side():
    plan = build([("knee_to_chest", 1, 20)])
    plan["schedule"][2] |= {"kind": "rest", "seconds": 10, "side": None, "cue": "Let go, rest and breathe easily."}
    return retell(plan)


@breaks("whole-schedule", -2)
def a_rest_at_the_end():
    plan = full()
    plan["schedule"].insert(-1, deepcopy(plan["schedule"][-3]))
    return retell(plan)


@breaks("whole-schedule", -3)
def two_rests_in_a_row():
    plan = full()
    plan["schedule"].insert(-2, deepcopy(plan["schedule"][-3]))
    return retell(plan)


@breaks("whole-schedule", 1)
def a_hold_that_calls_itself_a_flow():
    plan = full()
    plan["schedule"][1]["kind"] = "flow"
    return retell(plan)


@breaks("whole-schedule", 1)
def a_hold_with_repetitions():
    plan = full()
    plan["schedule"][1]["repetitions"] = 2
    return plan


@breaks("whole-schedule", -6)
def a_movement_without_repetitions():
    plan = full()
    plan["schedule"][-6]["repetitions"] = None
    return plan


@breaks("whole-schedule", 5)
def the_wrong_number_of_a_set():
    plan = full()
    plan["schedule"][5]["set_number"] = 1
    return plan


@breaks("whole-schedule", 2)
def a_pause_without_its_set():
    plan = full()
    plan["schedule"][2]["set_number"] = None
    return plan


@breaks("whole-schedule", 0)
def a_move_with_a_set():
    plan = full()
    plan["schedule"][0] |= {"set_number": 1, "sets": 2}
    return plan


@breaks("whole-schedule", 8)
def a_move_that_names_another_stretch():
    plan = full()
    plan["schedule"][8]["stretch_id"] = "cobra_pose"
    return plan


@breaks("whole-schedule", 2)
def a_pause_that_names_no_stretch():
    plan = build([("knee_to_chest", 1, 20)], request(targets=("glutes",)))
    plan["schedule"][2]["stretch_id"] = None
    return plan


@breaks("whole-schedule", 4)
def a_stretch_in_two_runs():
    cobra = BUILTIN.by_id["cobra_pose"]
    plan = build([("cobra_pose", 2, 5), ("childs_pose", 1, 30)])
    ready, first, _, second, to_pose, hold, _ = plan["schedule"]
    back = move(cobra, "kneeling", plan["request"])
    plan["schedule"] = [ready, first, to_pose, hold, back, second, get_up("prone", plan["request"])]
    retell(plan)
    plan["objective"]["position_changes"] = plan["bound"]["position_changes"] = 2
    return plan


@breaks("whole-schedule", -1)
def no_way_up_at_the_end():
    return retell(remove(full(), len(full()["schedule"]) - 1))


@breaks("whole-schedule", -1)
def getting_up_from_a_stretch():
    plan = full()
    plan["schedule"][-1]["stretch_id"] = "childs_pose"
    return plan


@breaks("whole-schedule", -1)
def getting_up_with_a_side():
    plan = full()
    plan["schedule"][-1]["side"] = "left"
    return plan
