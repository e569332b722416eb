"""Plans with too little time or the wrong breathing."""

from copy import deepcopy

from tests.support.broken_plans.register import breaks, remove
from tests.support.plan_builder import build, retell
from tests.support.sample_plans import at, full, other

# --- minutes ----------------------------------------------------------------------------------------------------


@breaks("fits-the-minutes", -1)
def a_second_too_many():
    plan = full()
    total = plan["total_seconds"] - 1
    plan["request"] |= {"minutes": total // 60, "seconds": total % 60}
    return plan


def _shorter(plan, i):
    entry = plan["schedule"][i]
    entry["seconds"] = plan["request"]["pace"][f"{entry['kind']}_seconds"] - 1
    return retell(plan)


def _hurried(plan, i):
    plan["schedule"][i]["seconds"] -= 1
    return retell(plan)


@breaks("fits-the-minutes", 0)
def getting_ready_too_short():
    return _shorter(full(), 0)


@breaks("fits-the-minutes", 2)
def change_of_side_too_short():
    return _shorter(full(), 2)


@breaks("fits-the-minutes", 8)
def settling_too_short():
    return _shorter(full(), 8)


@breaks("fits-the-minutes", -5)
def change_of_position_too_short():
    return _shorter(full(), -5)


@breaks("fits-the-minutes", -3)
def rest_too_short():
    return _shorter(full(), -3)


@breaks("fits-the-minutes", -5)
def settling_where_the_position_changes():
    plan = full()
    plan["schedule"][-5] |= {"kind": "settle", "seconds": 5}
    return retell(plan)


@breaks("fits-the-minutes", -1)
def getting_up_too_short():
    return _shorter(full(), -1)


@breaks("words-in-time", 0)
def the_way_down_cut_short():
    return _hurried(full(), 0)


@breaks("words-in-time", 8)
def a_setup_cut_short():
    return _hurried(full(), 8)


@breaks("words-in-time", 2)
def a_change_of_side_cut_short():
    return _hurried(full(), 2)


@breaks("words-in-time", 4)
def a_change_back_cut_short():
    """The words to the left take 7 s and would fit; those to the right take 8 s and count for both sides."""
    catalog = other(knee_to_chest={"change": f"Now {'-'.join(['{side}'] * 10)}."})
    plan = build([("knee_to_chest", 2, 20)], catalog=catalog)
    assert [plan["schedule"][i]["seconds"] for i in (2, 4, 6)] == [8, 8, 8]
    return _hurried(plan, 4), catalog


@breaks("words-in-time", -5)
def the_way_to_childs_pose_cut_short():
    return _hurried(full(), -5)


@breaks("words-in-time", -1)
def the_way_up_cut_short():
    return _hurried(full(), -1)


@breaks("fits-the-minutes", 2)
def faster_than_a_slow_pace():
    plan = build([("knee_to_chest", 1, 20)])
    plan["request"]["pace"]["change_side_seconds"] = 11
    return plan


@breaks("fits-the-minutes", -4)
def no_move_between_two_stretches():
    return retell(remove(full(), at(full(), "childs_pose", "change_position")))


@breaks("fits-the-minutes", 2)
def no_change_between_two_sides():
    return retell(remove(full(), 2))


@breaks("fits-the-minutes", -2)
def no_rest_between_two_sets():
    plan = full()
    return retell(remove(plan, len(plan["schedule"]) - 3))


# --- breath -----------------------------------------------------------------------------------------------------


@breaks("calm-breath", 1)
def nothing_paces_a_hold():
    plan = full()
    plan["schedule"][1]["breathing"] = None
    return plan


@breaks("calm-breath", -6)
def nothing_paces_a_movement():
    plan = full()
    plan["schedule"][-6]["breathing"] = None
    return plan


@breaks("calm-breath", 1)
def one_long_breath():
    plan = full()
    plan["schedule"][1]["breathing"] |= {"cycles": 1, "inhale_seconds": 8, "exhale_seconds": 12}
    return plan


@breaks("calm-breath", 1)
def in_longer_than_out():
    plan = full()
    plan["schedule"][1]["breathing"] |= {"inhale_seconds": 6, "exhale_seconds": 4}
    return plan


@breaks("calm-breath", 1)
def a_hold_with_a_breathing_cue():
    plan = full()
    plan["schedule"][1]["breathing"]["inhale_cue"] = "Hold your breath."
    return plan


@breaks("calm-breath", -6)
def faster_than_the_catalogue():
    plan = full()
    plan["schedule"][-6]["seconds"] = 50
    return retell(plan)


@breaks("calm-breath", -6)
def more_repetitions_than_breaths():
    plan = full()
    plan["schedule"][-6]["repetitions"] = 8
    return plan


@breaks("calm-breath", -6)
def more_breaths_than_repetitions():
    plan = full()
    plan["schedule"][-6]["breathing"]["cycles"] = 11
    return plan


@breaks("calm-breath", 0)
def a_breath_while_getting_ready():
    plan = full()
    plan["schedule"][0]["breathing"] = deepcopy(plan["schedule"][1]["breathing"])
    return plan


@breaks("calm-breath", -1)
def a_breath_while_getting_up():
    plan = full()
    plan["schedule"][-1]["breathing"] = deepcopy(plan["schedule"][1]["breathing"])
    return plan
