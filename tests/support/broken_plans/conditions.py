"""Plans that ignore a stated fact about the person: each breaks one rule, in one way."""

from copy import deepcopy

from tests.support.broken_plans.register import breaks, dose
from tests.support.broken_plans.signs import NO
from tests.support.condition_facts import ADVICE, ALL, CUES, EXCLUDED, FORMS, SUPINE, rule_of
from tests.support.plan_builder import BUILTIN, build, move, notice, request, retell
from tests.support.sample_plans import LOWEST, cautioned, full, in_its_own_way, other

LEAST = {name: (name, 1, amount) for name, amount in zip(ALL, (10, 20, 30, 30, 10, 10, 5), strict=True)}


def least(*names, **profile):
    """Return a plan of the lowest doses of some stretches, in this order."""
    return build([LEAST[name] for name in names], request(profile=profile))


OLD = cautioned()


def plain(name, *conditions):
    """Return a plan of one stretch of a catalogue without forms."""
    return build([LEAST[name]], request(profile={"conditions": conditions}), OLD)


def one(name, *conditions, **profile):
    """Return a plan of one stretch, or of cat-cow and the bridge, which never opens a session."""
    return least(*(("cat_cow", name) if name == "glute_bridge" else (name,)), conditions=conditions, **profile)


def let(stretch, condition):
    """Return a clearance."""
    return {"stretch_id": stretch, "condition": condition}


def adapted(name, condition):
    """Return a plan of one stretch with a condition, cleared where the condition forbids every stretch."""
    surgery = condition == "recent_spinal_surgery"
    return one(name, condition, cleared=[let(cleared, condition) for cleared in {name, "cat_cow"}] if surgery else [])


def unnoticed(plan, **fields):
    """Return a plan without the one notice that has these fields."""
    gone = [entry for entry in plan["notices"] if all(entry[name] == value for name, value in fields.items())]
    assert len(gone) == 1
    plan["notices"].remove(gone[0])
    return plan


def _enter(rule, name, make, step=None):
    make.__name__ = name
    breaks(rule, step)(make)


# --- forbidden stretches ----------------------------------------------------------------------------------------


def _forbidden(name, condition, **profile):
    return lambda: one(name, condition, **profile)


for _condition, _names in EXCLUDED.items():
    for _name in sorted(_names - {"glute_bridge"}):
        _enter(rule_of(_condition), f"{_name}_with_{_condition}", _forbidden(_name, _condition), 0)
for _name in sorted(SUPINE - {"glute_bridge"}):
    for _trimester in (None, 2, 3):
        _make = _forbidden(_name, "pregnancy", trimester=_trimester)
        _enter("pregnancy", f"{_name}_in_trimester_{_trimester}", _make, 0)
_enter("pregnancy", "cobra_in_the_first_trimester", _forbidden("cobra_pose", "pregnancy", trimester=1), 0)
_enter("pregnancy", "a_bridge_in_pregnancy", _forbidden("glute_bridge", "pregnancy"), 2)
_enter(
    "recent-spinal-surgery",
    "a_bridge_after_surgery",
    _forbidden("glute_bridge", "recent_spinal_surgery", cleared=[let("cat_cow", "recent_spinal_surgery")]),
    2,
)


@breaks("pregnancy", 0)
def on_the_back_with_a_yes_to_pregnancy():
    """The answer states the condition, and the plan has the notice to see a clinician."""
    plan = build([LEAST["knee_to_chest"]], request(screening=NO | {"pregnancy": "yes"}))
    unnoticed(plan, id="not-screened")
    text = "In pregnancy, ask the midwife or doctor before doing these stretches."
    plan["notices"].append(notice("see-someone-soon-pregnancy", text, "prompt-signs"))
    return plan


@breaks("prompt-signs")
def no_notice_about_pregnancy():
    return unnoticed(build([LEAST["cat_cow"]], request(screening=NO | {"pregnancy": "yes"})), id="not-screened")


@breaks("knee-pain", -5)
def a_forbidden_stretch_that_is_only_one_of_many():
    return full(profile={"conditions": ["knee_pain"]})


def _unknown_loads(condition):
    def make():
        catalog = other(glute_bridge={"loads": None})
        items = [LEAST["piriformis_stretch"], LEAST["glute_bridge"]]
        if condition == "hip_replacement":
            items[0] = LEAST["cat_cow"]
        return build(items, request(profile={"conditions": [condition]}), catalog), catalog

    return make


for _condition in sorted(EXCLUDED.keys() - {"pregnancy", "recent_spinal_surgery"}):
    _place = 2 if _condition == "hip_replacement" else 4
    _enter(rule_of(_condition), f"nothing_known_of_it_with_{_condition}", _unknown_loads(_condition), _place)


# --- clearance --------------------------------------------------------------------------------------------------


@breaks("hip-replacement", 0)
def cleared_for_another_condition():
    """Both conditions forbid knee to chest, and it is cleared only for osteoporosis."""
    conditions = ("osteoporosis", "hip_replacement")
    return one("knee_to_chest", *conditions, cleared=[let("knee_to_chest", "osteoporosis")])


@breaks("osteoporosis", 0)
def another_stretch_cleared():
    return one("knee_to_chest", "osteoporosis", cleared=[let("childs_pose", "osteoporosis")])


@breaks("recovery-window", 2)
def a_clearance_on_day_3():
    """A clearance for pregnancy does not bring the bridge forward."""
    profile = {"conditions": ["pregnancy"], "cleared": [let("glute_bridge", "pregnancy")]}
    return build([LEAST["cat_cow"], LEAST["glute_bridge"]], request(day=3, targets=["glutes"], profile=profile))


@breaks("pain-stop")
def a_clearance_with_pain_of_six():
    """With strong pain nothing is planned, whatever was cleared."""
    profile = {"conditions": ["wrist_pain"], "cleared": [let("cobra_pose", "wrist_pain")]}
    return build([LEAST["cobra_pose"]], request(pain=6, profile=profile))


@breaks("emergency-signs")
def a_clearance_with_chest_pain():
    profile = {"conditions": ["wrist_pain"], "cleared": [let("cobra_pose", "wrist_pain")]}
    plan = build([LEAST["cobra_pose"]], request(screening=NO | {"chest_pain": "yes"}, profile=profile))
    return unnoticed(plan, id="not-screened")


def cleared():
    """Return a correct plan with knee to chest, cleared for a replaced hip."""
    return one("knee_to_chest", "hip_replacement", cleared=[let("knee_to_chest", "hip_replacement")])


@breaks("hip-replacement")
def cleared_without_saying_so():
    return unnoticed(cleared(), id="cleared")


@breaks("hip-replacement")
def cleared_in_other_words():
    plan = cleared()
    plan["notices"][-1]["text"] = "Knee to Chest Stretch is safe with a hip replacement."
    return plan


@breaks("hip-replacement")
def cleared_for_another_stretch_by_the_notice():
    plan = cleared()
    plan["notices"][-1]["stretch_id"] = "lying_knee_twist"
    return plan


@breaks("honest-notice")
def a_clearance_that_is_not_stated():
    plan = one("cat_cow", "hip_replacement")
    plan["notices"].append(cleared()["notices"][-1])
    return plan


@breaks("plan-shape")
def cleared_for_what_is_not_stated():
    return one("cat_cow", cleared=[let("cobra_pose", "wrist_pain")])


@breaks("plan-shape")
def a_trimester_of_no_pregnancy():
    return one("cat_cow", trimester=1)


@breaks("plan-shape")
def a_condition_that_no_rule_knows():
    plan = one("cat_cow")
    plan["request"]["profile"]["conditions"] = ["kneepain"]
    return plan


@breaks("plan-shape")
def avoided_and_included():
    return one("cat_cow", include=["cat_cow"], avoid_stretches=["cat_cow"])


# --- words ------------------------------------------------------------------------------------------------------


def _without_cue(condition, name):
    def make():
        plan = plain(name, condition)
        step = plan["schedule"][-2]
        assert step["cue"].startswith(CUES[condition, name])
        step["cue"] = step["cue"].removeprefix(f"{CUES[condition, name]} ")
        return plan, OLD

    return make


def _without_notice(condition, name):
    return lambda: (unnoticed(plain(name, condition), id=rule_of(condition), stretch_id=name), OLD)


def _own_way(condition, name, text, place):
    def make():
        plan = adapted(name, condition)
        if text != "setup":
            return in_its_own_way(plan, name, text)
        plan["schedule"][place]["cue"] = BUILTIN.by_id[name].setup
        return plan

    return make


def _breath_of_its_own(condition, name):
    def make():
        plan = one(name, condition)
        plan["schedule"][-2]["breathing"]["inhale_cue"] = BUILTIN.by_id[name].breath.inhale_cue
        return plan

    return make


for _condition, _name in FORMS:
    _text = "setup" if _condition == "knee_pain" else "cue"
    _place = (3 if _name == "glute_bridge" else 1) - (_text == "setup")  # the bridge comes after cat-cow
    _enter(
        rule_of(_condition),
        f"{_name}_in_its_own_way_with_{_condition}",
        _own_way(_condition, _name, _text, _place),
        _place,
    )
    _missing = (lambda c, n: lambda: unnoticed(adapted(n, c), id=rule_of(c), stretch_id=n))(_condition, _name)
    _enter(rule_of(_condition), f"{_name}_without_the_notice_of_its_form_with_{_condition}", _missing)
for _condition, _name in (("osteoporosis", "cobra_pose"), ("wrist_pain", "cat_cow"), ("spinal_stenosis", "cat_cow")):
    _enter(
        rule_of(_condition), f"{_name}_breathes_its_own_way_with_{_condition}", _breath_of_its_own(_condition, _name), 1
    )

for _condition, _name in CUES:
    _enter(rule_of(_condition), f"{_name}_without_its_cue_with_{_condition}", _without_cue(_condition, _name), -2)
    _enter(rule_of(_condition), f"{_name}_without_its_notice_with_{_condition}", _without_notice(_condition, _name))


def _without_advice(condition):
    cat_cow = [let("cat_cow", condition)] if condition == "recent_spinal_surgery" else []
    return lambda: unnoticed(one("cat_cow", condition, cleared=cat_cow), id=rule_of(condition), stretch_id=None)


for _condition in ADVICE:
    _enter(rule_of(_condition), f"no_notice_about_{_condition}_itself", _without_advice(_condition))


@breaks("wrist-pain", 1)
def a_cue_turned_into_its_opposite():
    plan = plain("cat_cow", "wrist_pain")
    cue = plan["schedule"][1]["cue"]
    plan["schedule"][1]["cue"] = cue.replace("fists or forearms instead of flat hands", "flat hands")
    assert plan["schedule"][1]["cue"] != cue
    return plan, OLD


@breaks("recent-spinal-surgery", 1)
def more_than_the_least_after_surgery():
    cleared = [let("cobra_pose", "recent_spinal_surgery")]
    return build([("cobra_pose", 1, 8)], request(profile={"conditions": ["recent_spinal_surgery"], "cleared": cleared}))


@breaks("disc-leg-pain")
def leg_pain_advice_reversed():
    plan = one("cat_cow", "disc_leg_pain")
    plan["notices"][-1]["text"] = "If leg pain spreads further down, go on."
    return plan


@breaks("osteoporosis")
def a_change_noticed_under_another_rule():
    """The words are right, but the rule is not."""
    plan = one("cobra_pose", "osteoporosis")
    plan["notices"][-1]["rule_id"] = "wrist-pain"
    return plan


@breaks("honest-notice")
def a_change_for_a_condition_that_is_not_stated():
    plan = one("cat_cow")
    plan["notices"].append(one("cat_cow", "wrist_pain")["notices"][-1])
    return plan


@breaks("honest-notice")
def a_change_to_a_stretch_that_is_not_in():
    plan = one("cat_cow", "osteoporosis")
    plan["notices"].append(one("cobra_pose", "osteoporosis")["notices"][-1])
    return plan


@breaks("honest-notice")
def advice_for_a_condition_that_is_not_stated():
    plan = one("cat_cow")
    plan["notices"].append(one("cat_cow", "pregnancy")["notices"][-1])
    return plan


@breaks("known-stretch", 1)
def a_cue_for_a_condition_that_is_not_stated():
    plan = one("cat_cow")
    plan["schedule"][1]["cue"] = f"{CUES['wrist_pain', 'cat_cow']} {plan['schedule'][1]['cue']}"
    return plan


@breaks("known-stretch", 1)
def cues_in_another_order():
    plan = build([LEAST["lying_knee_twist"]], request(day=3, profile={"conditions": ["osteoporosis"]}), OLD)
    day, condition = "Keep the knee bent and the turn small.", CUES["osteoporosis", "lying_knee_twist"]
    cue = plan["schedule"][1]["cue"]
    plan["schedule"][1]["cue"] = cue.replace(f"{day} {condition}", f"{condition} {day}")
    assert plan["schedule"][1]["cue"] != cue
    return plan, OLD


@breaks("twist-small", 1)
def the_days_caution_left_out_with_a_condition():
    plan = build([LEAST["lying_knee_twist"]], request(day=3, profile={"conditions": ["osteoporosis"]}), OLD)
    plan["schedule"][1]["cue"] = plan["schedule"][1]["cue"].removeprefix("Keep the knee bent and the turn small. ")
    return plan, OLD


# --- the lowest dose --------------------------------------------------------------------------------------------

DISC = {"conditions": ["disc_leg_pain"]}


@breaks("disc-leg-pain", 1)
def a_longer_hold_with_leg_pain():
    return build(dose(LOWEST, "knee_to_chest", 1, 15), request(profile=DISC))


@breaks("disc-leg-pain", 5)
def a_second_set_with_leg_pain():
    return build(dose(LOWEST, "knee_to_chest", 2, 10), request(profile=DISC))


@breaks("disc-leg-pain", -2)
def childs_pose_twice_with_leg_pain():
    return build([("childs_pose", 2, 30)], request(profile=DISC))


@breaks("dose-range", 1)
def a_hold_outside_the_range_with_leg_pain():
    """An amount outside the catalogue's range breaks only dose-range."""
    return build(dose(LOWEST, "knee_to_chest", 1, 25), request(profile=DISC))


# --- effects ----------------------------------------------------------------------------------------------------


def effect(condition="osteoporosis", number=0, **changed):
    """Return a plan that is correct except for one changed effect of a condition."""
    cat_cow = [let("cat_cow", condition)] if condition == "recent_spinal_surgery" else []
    plan = one("cat_cow", condition, cleared=cat_cow)
    assert plan["effects"][number]["condition"] == condition
    plan["effects"][number] |= changed
    return plan


def _without_effect(condition, number):
    def make():
        plan = effect(condition)
        del plan["effects"][number]
        return plan

    return make


for _condition in EXCLUDED:
    for _number in (0, -1):
        _enter(rule_of(_condition), f"effect_{_number}_of_{_condition}_missing", _without_effect(_condition, _number))


@breaks("hip-replacement")
def a_clearance_among_no_effects():
    plan = cleared()
    plan["effects"] = [entry for entry in plan["effects"] if entry["kind"] != "cleared"]
    return plan


@breaks("osteoporosis")
def an_effect_of_a_stronger_rule():
    return effect(strength="guideline")


@breaks("spinal-stenosis")
def an_effect_from_another_source():
    return effect("spinal_stenosis", source="a randomised trial")


@breaks("wrist-pain")
def an_effect_by_another_rule():
    """Both rules have the same source and strength."""
    return effect("wrist_pain", rule_id="knee-pain")


@breaks("knee-pain")
def an_effect_with_a_blank_text():
    return effect("knee_pain", text=" \n")


@breaks("osteoporosis")
def excluded_and_shown_as_adapted():
    """One changed effect counts as one defect, not as a missing effect and an untrue one."""
    return effect(kind="adapted")


@breaks("osteoporosis")
def an_effect_of_another_stretch():
    """Cobra, at the other end of the catalogue, instead of knee to chest."""
    return effect(stretch_id="cobra_pose")


@breaks("osteoporosis")
def an_effect_of_another_condition():
    plan = effect()
    plan["effects"][0]["condition"] = "knee_pain"
    return plan


@breaks("true-summary")
def an_effect_that_is_wrong():
    plan = effect()
    plan["effects"].append({**plan["effects"][-1], "stretch_id": "cobra_pose", "kind": "excluded"})
    return plan


@breaks("true-summary")
def an_effect_of_nothing():
    plan = one("cat_cow")
    plan["effects"] = effect()["effects"][:1]
    return plan


@breaks("true-summary")
def an_effect_twice():
    plan = effect()
    plan["effects"].insert(0, deepcopy(plan["effects"][0]))
    return plan


@breaks("true-summary")
def effects_in_another_order():
    plan = effect()
    plan["effects"].reverse()
    return plan


@breaks("known-stretch")
def an_effect_on_a_stretch_that_is_unknown():
    plan = effect()
    plan["effects"].append({**plan["effects"][-1], "stretch_id": "headstand"})
    return plan


@breaks("plan-shape")
def an_effect_of_an_unknown_kind():
    return effect(kind="allowed")


# --- wishes -----------------------------------------------------------------------------------------------------


@breaks("wishes-kept", 2)
def an_avoided_stretch():
    return least("cobra_pose", "childs_pose", avoid_stretches=["childs_pose"])


@breaks("wishes-kept", 2)
def an_avoided_position():
    return least("cobra_pose", "childs_pose", avoid_positions=["kneeling"])


@breaks("wishes-kept")
def a_stretch_that_was_to_be_in():
    return least("cobra_pose", include=["cat_cow"])


@breaks("whole-schedule", -2)
def a_stretch_that_was_to_be_in_and_is_only_come_to():
    plan = least("cobra_pose", include=["childs_pose"])
    pose = BUILTIN.by_id["childs_pose"]
    plan["schedule"].insert(-1, move(pose, "prone", plan["request"]))
    plan["left_out"] = [entry for entry in plan["left_out"] if entry["stretch_id"] != "childs_pose"]
    return retell(plan)


@breaks("wishes-kept", 0)
def a_stretch_without_what_it_needs():
    """A chair, in another catalogue; a mat is at hand."""
    catalog = other(cobra_pose={"needs": ["mat", "chair"]})
    return build([LEAST["cobra_pose"]], request(profile={"equipment": ["mat"]}), catalog), catalog


@breaks("wishes-kept", 0)
def a_stretch_with_nothing_at_hand():
    catalog = other(cobra_pose={"needs": ["mat"]})
    return build([LEAST["cobra_pose"]], request(profile={"equipment": []}), catalog), catalog


def _left_out(plan, name, **changed):
    next(entry for entry in plan["left_out"] if entry["stretch_id"] == name).update(changed)
    return plan


@breaks("true-summary")
def avoided_listed_as_beaten():
    return _left_out(least("cobra_pose", avoid_stretches=["cat_cow"]), "cat_cow", kind="beaten")


@breaks("true-summary")
def avoided_listed_as_not_targeted():
    profile = {"avoid_positions": ["prone"]}
    plan = build([LEAST["childs_pose"]], request(targets=["ankles"], profile=profile))
    return _left_out(plan, "cobra_pose", kind="not_targeted")


@breaks("true-summary")
def avoided_listed_as_forbidden():
    plan = least("cobra_pose", avoid_stretches=["cat_cow"])
    return _left_out(plan, "cat_cow", kind="forbidden", rule_id="wishes-kept")


@breaks("true-summary")
def avoided_by_a_rule():
    return _left_out(least("cobra_pose", avoid_stretches=["cat_cow"]), "cat_cow", rule_id="wishes-kept")


@breaks("true-summary")
def beaten_listed_as_avoided():
    return _left_out(least("cobra_pose", avoid_stretches=["cat_cow"]), "glute_bridge", kind="avoided")


@breaks("true-summary")
def forbidden_listed_as_avoided():
    plan = least("cobra_pose", conditions=["knee_pain"], avoid_stretches=["childs_pose"])
    return _left_out(plan, "childs_pose", kind="avoided", rule_id=None)


@breaks("true-summary")
def excluded_listed_as_beaten():
    return _left_out(one("cobra_pose", "knee_pain"), "childs_pose", kind="beaten", rule_id=None)


@breaks("true-summary")
def excluded_by_another_condition():
    return _left_out(one("cobra_pose", "knee_pain"), "childs_pose", rule_id="osteoporosis")


@breaks("true-summary")
def cleared_listed_as_forbidden():
    plan = one("cat_cow", "knee_pain", cleared=[let("childs_pose", "knee_pain")])
    return _left_out(plan, "childs_pose", kind="forbidden", rule_id="knee-pain")


def _unknown(**profile):
    return lambda: one("cat_cow", **profile)


_enter("known-stretch", "avoiding_an_unknown_stretch", _unknown(avoid_stretches=["headstand"]))
_enter("known-stretch", "asking_for_an_unknown_stretch", _unknown(include=["headstand"]))


@breaks("known-stretch")
def clearing_an_unknown_stretch():
    return one("cat_cow", "knee_pain", cleared=[let("headstand", "knee_pain")])
