"""Plans with too little time or the wrong breathing."""

from copy import deepcopy

from tests.support.broken_plans.register import breaks, remove
from tests.support.plan_builder import build, retell
from tests.support.sample_plans import at, full

# --- minutes ----------------------------------------------------------------------------------------------------


@breaks("fits-the-minutes", -1)
def a_second_too_many():
    """The session takes a second more than there is."""
    plan = full()
    total = plan["total_seconds"] - 1
    plan["request"] |= {"minutes": total // 60, "seconds": total % 60}
    return plan


def _shorter(plan, i):
    plan["schedule"][i]["seconds"] -= 1
    return retell(plan)


@breaks("fits-the-minutes", 0)
def getting_ready_in_a_hurry():
    """11 s of 12."""
    return _shorter(full(), 0)


@breaks("fits-the-minutes", 2)
def changing_side_in_a_hurry():
    """4 s of 5."""
    return _shorter(full(), 2)


@breaks("fits-the-minutes", 8)
def settling_in_a_hurry():
    """4 s of 5."""
    return _shorter(full(), 8)


@breaks("fits-the-minutes", -4)
def changing_position_in_a_hurry():
    """11 s of 12, before child's pose."""
    return _shorter(full(), -4)


@breaks("fits-the-minutes", -2)
def resting_in_a_hurry():
    """9 s of 10."""
    return _shorter(full(), -2)


@breaks("fits-the-minutes", -4)
def settling_where_the_position_changes():
    """5 s for what takes 12."""
    plan = full()
    plan["schedule"][-4] |= {"kind": "settle", "seconds": 5}
    return retell(plan)


@breaks("fits-the-minutes", 2)
def faster_than_a_slow_pace():
    """The default is too fast for who asked for more."""
    plan = build([("knee_to_chest", 1, 20)])
    plan["request"]["pace"]["change_side_seconds"] = 6
    return plan


@breaks("fits-the-minutes", -3)
def no_move_between_two_stretches():
    """Child's pose starts where cobra ends."""
    return retell(remove(full(), at(full(), "childs_pose", "change_position")))


@breaks("fits-the-minutes", 2)
def no_change_between_two_sides():
    """The right starts where the left ends."""
    return retell(remove(full(), 2))


@breaks("fits-the-minutes", -1)
def no_rest_between_two_sets():
    """The second set starts where the first ends."""
    plan = full()
    return retell(remove(plan, len(plan["schedule"]) - 2))


# --- breath -----------------------------------------------------------------------------------------------------


@breaks("calm-breath", 1)
def nothing_paces_a_hold():
    """A hold without breathing is a breath held."""
    plan = full()
    plan["schedule"][1]["breathing"] = None
    return plan


@breaks("calm-breath", -5)
def nothing_paces_a_movement():
    """Ten cobras without breathing."""
    plan = full()
    plan["schedule"][-5]["breathing"] = None
    return plan


@breaks("calm-breath", 1)
def one_long_breath():
    """20 s in one breath."""
    plan = full()
    plan["schedule"][1]["breathing"] |= {"cycles": 1, "inhale_seconds": 8, "exhale_seconds": 12}
    return plan


@breaks("calm-breath", 1)
def in_longer_than_out():
    """6 s in, 4 s out."""
    plan = full()
    plan["schedule"][1]["breathing"] |= {"inhale_seconds": 6, "exhale_seconds": 4}
    return plan


@breaks("calm-breath", 1)
def told_to_hold_the_breath():
    """A hold has no words for the breath."""
    plan = full()
    plan["schedule"][1]["breathing"]["inhale_cue"] = "Hold your breath."
    return plan


@breaks("calm-breath", -5)
def faster_than_the_catalogue():
    """Ten cobras in 50 s."""
    plan = full()
    plan["schedule"][-5]["seconds"] = 50
    return retell(plan)


@breaks("calm-breath", -5)
def more_repetitions_than_breaths():
    """The step counts nine, its seconds hold ten."""
    plan = full()
    plan["schedule"][-5]["repetitions"] = 9
    return plan


@breaks("calm-breath", -5)
def more_breaths_than_repetitions():
    """Eleven breaths in ten cobras."""
    plan = full()
    plan["schedule"][-5]["breathing"]["cycles"] = 11
    return plan


@breaks("calm-breath", 0)
def a_breath_while_getting_ready():
    """Moves carry none."""
    plan = full()
    plan["schedule"][0]["breathing"] = deepcopy(plan["schedule"][1]["breathing"])
    return plan
