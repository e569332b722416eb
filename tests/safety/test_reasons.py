"""Does the checker hold every reason of a plan against what is counted, and every sentence against its reason?"""

import json
from copy import deepcopy

import pytest

import stretchplan as sp
from stretchplan.words.reasons import why_in, why_out
from tests.support.broken_plans.policy import OWN
from tests.support.sample_plans import full, other

OF_THE_SEARCH = {("because", "loses", "there"), ("because", "gives_up", "there")}
CATALOG = sp.builtin_catalog()
BACK_AND_HIPS = {"lower_back", "hips"}


def planned(planner=None, **asked):
    """Return a plan in its JSON form."""
    return json.loads((planner or sp.Planner()).plan(**asked).model_dump_json())


class NoHolds:
    id, sentence, source, strength = OWN["id"], OWN["sentence"], OWN["source"], OWN["strength"]

    def leaves(self, stretch, doses, request):
        return () if stretch.id == "childs_pose" else doses

    def judge(self, plan, catalog):
        return ()


MANY_SETS = other(childs_pose={"dose": {"min_sets": 3, "max_sets": 3}}, cat_cow={"needs": ["chair"]})
STRICT = sp.Policy(forbidden_stretches={"cobra_pose"}, forbidden_positions={"quadruped"}, max_hold_seconds=15)
CASES = {
    "day 3": (None, {"minutes": 10, "days_since_injury": 3, "targets": BACK_AND_HIPS}),
    "two minutes": (None, {"minutes": 2, "days_since_injury": None, "targets": {"spine"}}),
    "conditions": (
        None,
        {
            "minutes": 5,
            "days_since_injury": None,
            "profile": {
                "conditions": ["osteoporosis", "hip_replacement", "knee_pain"],
                "cleared": [{"stretch_id": "childs_pose", "condition": "hip_replacement"}],
            },
        },
    ),
    "wishes": (
        sp.Planner(MANY_SETS),
        {
            "minutes": 10,
            "days_since_injury": 3,
            "profile": {
                "avoid_stretches": ["cobra_pose"],
                "avoid_positions": ["prone"],
                "include": ["lying_knee_twist"],
                "equipment": ["mat"],
            },
        },
    ),
    "policy": (sp.Planner(policy=STRICT), {"minutes": 5, "days_since_injury": 20, "pain": 4}),
    "own rule": (sp.Planner(rules=[NoHolds()]), {"minutes": 5, "days_since_injury": None, "targets": {"glutes"}}),
    "not proved": (sp.Planner(node_budget=30), {"minutes": 10, "days_since_injury": None}),
}


def checked(case, plan, **asked):
    planner = CASES[case][0] or sp.Planner()
    return sp.check(plan, catalog=planner.catalog, policy=planner.policy, rules=planner.rules, **asked)


def leaves(data, where=()):
    """Yield the path to each value of a plan that is not a table or a list."""
    if isinstance(data, (dict, list)):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from leaves(value, (*where, key))
    else:
        yield where


def at(data, where):
    for key in where:
        data = data[key]
    return data


def other_value(value, where):
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return f"{value} It is fine today."
    return 1 if where[-1] not in ("rule_id", "inhale_cue", "exhale_cue", "stretch_id") else "fine"


@pytest.mark.parametrize("case", CASES)
def test_no_value_of_a_plan_is_believed(case):
    planner, asked = CASES[case]
    plan = planned(planner, **asked)
    assert checked(case, plan, request=plan["request"]).ok
    # test_step_edits edits the schedule. A policy can only narrow. The search alone knows how good a plan could be.
    left = {"schedule", "policy"} if plan["optimal"] else {"schedule", "policy", "optimal", "bound"}
    believed = []
    for where in leaves({name: value for name, value in plan.items() if name not in left}):
        changed = deepcopy(plan)
        at(changed, where[:-1])[where[-1]] = other_value(at(plan, where), where)
        if checked(case, changed, request=plan["request"]).ok:
            believed.append(where)
    # The other plan of a comparison comes from the search, as the docstring of safety/checks/reasons.py says.
    assert [where for where in believed if where[-3:] not in OF_THE_SEARCH] == []


def test_the_cases_have_every_reason_that_a_plan_can_have():
    found = {
        (entry["because"]["kind"], entry["because"].get("what"))
        for planner, asked in CASES.values()
        for entry in planned(planner, **asked)["left_out"]
    }
    kinds = {kind for kind, _ in found}
    assert kinds == {
        "too_early",
        "condition_forbids",
        "too_many_sets",
        "policy_forbids",
        "own_rule_forbids",
        "too_long",
        "avoided",
        "needs_equipment",
        "not_targeted",
        "beaten",
    }


def entry_of(plan, stretch_id):
    return next(e for e in (*plan["left_out"], *plan["prescriptions"]) if e["stretch_id"] == stretch_id)


def lie(plan, stretch_id, **because):
    """Change the reason of a stretch, and write its sentence to match."""
    entry = entry_of(plan, stretch_id)
    entry["because"] |= because
    model = sp.Plan.model_validate(plan)
    if "reason" in entry:
        (told,) = [e for e in model.left_out if e.stretch_id == stretch_id]
        entry["reason"] = why_out(told.because, entry["name"], CATALOG.names)
    else:
        (told,) = [e for e in model.prescriptions if e.stretch_id == stretch_id]
        entry["why"] = why_in(told.because, CATALOG.area_names)
    return plan


@pytest.mark.parametrize(
    ("case", "stretch", "because", "said"),
    [
        ("day 3", "glute_bridge", {"first_allowed_day": 4}, "because.first_allowed_day 4; it must be 7"),
        ("day 3", "glute_bridge", {"day": 2}, "because.day 2; it must be 3"),
        ("two minutes", "glute_bridge", {"least_seconds": 121}, "because.least_seconds 121; it must be 168"),
        ("two minutes", "glute_bridge", {"budget_seconds": 1}, "because.budget_seconds 1; it must be 120"),
        ("conditions", "knee_to_chest", {"load": "wrist_push"}, "because.load 'wrist_push'; it must be"),
        ("conditions", "knee_to_chest", {"unknown": True}, "because.unknown True; it must be False"),
        ("wishes", "childs_pose", {"most_sets": 1}, "because.most_sets 1; it must be 2"),
        ("wishes", "cat_cow", {"missing": ["towel"]}, "because.missing ('towel',); it must be ('chair',)"),
        ("wishes", "cobra_pose", {"position": "standing"}, "because.position 'standing'; it must be"),
        ("wishes", "lying_knee_twist", {"included": False}, "because.included False; it must be True"),
        ("policy", "cobra_pose", {"what": "position"}, "because.what 'position'; it must be 'stretch'"),
        ("own rule", "childs_pose", {"sentence": "It is fine."}, "because.sentence 'It is fine.'; it must be"),
        ("day 3", "cobra_pose", {"primary": ["the whole body"]}, "because.primary ('the whole body',); it must be"),
        ("day 3", "cobra_pose", {"outcome": "better"}, "because.loses.there 960; with 1040 here, that is not better"),
        ("not proved", "knee_to_chest", {"outcome": "tie"}, "because.outcome tie; it must be not_worked_out"),
    ],
)
def test_a_reason_that_is_not_so(case, stretch, because, said):
    planner, asked = CASES[case]
    plan = planned(planner, **asked)
    found = checked(case, lie(plan, stretch, **because)).violations
    assert {violation.rule_id for violation in found} == {"true-summary"}
    assert said in found[0].message, found


@pytest.mark.parametrize(
    ("loses", "said"),
    [
        ({"here": 0}, "because.loses.here 0; it must be"),
        ({"there": 10**9}, "because.loses.there 1000000000; with"),
        ({"there": -1}, "because.loses.there -1; with"),
        ({"measure": "rested_days"}, "because.loses.measure rested_days, which the objective does not state"),
    ],
)
def test_a_comparison_that_cannot_be_true(loses, said):
    plan = planned(minutes=10, days_since_injury=3, targets=BACK_AND_HIPS)
    entry = next(p for p in plan["prescriptions"] if p["because"]["outcome"] == "worse")
    found = sp.check(lie(plan, entry["stretch_id"], loses=entry["because"]["loses"] | loses)).violations
    assert said in found[0].message


def test_numbers_with_an_outcome_that_has_none():
    plan = planned(minutes=10, days_since_injury=3, targets=BACK_AND_HIPS)
    entry = next(p for p in plan["prescriptions"] if p["because"]["outcome"] == "worse")
    without = deepcopy(plan)
    lie(without, entry["stretch_id"], loses=None)
    assert "has no because.loses" in sp.check(without).violations[0].message
    lie(plan, entry["stretch_id"], outcome="tie")
    assert "because.loses; it must be null with the outcome tie" in sp.check(plan).violations[0].message


def test_only_what_was_asked_for_can_make_the_best_plan_worse():
    plan = planned(minutes=10, days_since_injury=3, targets=BACK_AND_HIPS)
    entry = next(p for p in plan["prescriptions"] if p["because"]["outcome"] == "worse")
    loses = entry["because"]["loses"]
    lie(plan, entry["stretch_id"], outcome="better", loses=loses | {"there": loses["here"] + 1})
    assert "only a stretch that was asked for" in sp.check(plan).violations[0].message


def test_a_reason_without_a_value_may_only_be_said_in_the_librarys_words():
    plan = planned(minutes=10, days_since_injury=3, targets=BACK_AND_HIPS)
    bridge = entry_of(plan, "glute_bridge")
    bridge["because"] = None
    assert sp.check(plan).ok
    bridge["reason"] = "Glute Bridge is fine on day 3; do it as often as you like."
    (found,) = sp.check(plan).violations
    assert found.message == (
        "The left-out entry of Glute Bridge has reason 'Glute Bridge is fine on day 3; do it as often as you like.'; "
        "it must be 'Glute Bridge is out before day 7 after an injury, and this is day 3.'."
    )
    assert sp.check(full()).ok  # its prescriptions have no values


def test_an_effect_may_name_either_cause():
    plan = planned(**CASES["conditions"][1])
    (effect,) = [
        e for e in plan["effects"] if (e["stretch_id"], e["condition"]) == ("piriformis_stretch", "hip_replacement")
    ]
    crosses = "a thigh crosses the middle of the body, or turns in the hip"
    effect["text"] = f"Piriformis Stretch is out with a hip replacement: in it {crosses}."
    assert sp.check(plan).ok
    effect["text"] = "Piriformis Stretch is fine with a hip replacement."
    assert [v.rule_id for v in sp.check(plan).violations] == ["hip-replacement"]


ASKED = {"minutes": 10, "days_since_injury": 9, "targets": ["hips"], "profile": {"conditions": ["knee_pain"]}}


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("days_since_injury", 2, "it has days_since_injury 9, and 2 was asked"),
        ("days_since_injury", None, "it has days_since_injury 9, and None was asked"),
        ("targets", ["hips", "glutes"], "it has targets ['hips'], and ['glutes', 'hips'] was asked"),
        ("profile", {}, "it has profile.conditions ['knee_pain'], and [] was asked"),
        ("pain", 3, "it has pain None, and 3 was asked"),
        ("pace", "slow", "it has pace.get_ready_seconds None, and 40 was asked"),
        ("screening", {"chest_pain": "yes"}, "it has screening.chest_pain None, and 'yes' was asked"),
        ("on", "2026-01-31", "it has on None, and '2026-01-31' was asked"),
    ],
)
def test_a_plan_for_another_request(field, value, said):
    plan = sp.plan(**ASKED)
    for request in (ASKED, sp.PlanRequest(**ASKED), plan.request):
        assert sp.check(plan, request=request).ok
    found = sp.check(plan, request=ASKED | {field: value}).violations
    assert {violation.rule_id for violation in found} == {"true-summary"}
    assert f"The plan is for another request: {said}." in [violation.message for violation in found]


def test_an_alias_in_a_request_is_its_stretch():
    asked = ASKED | {"profile": {"avoid_stretches": ["bridge"]}}
    assert sp.check(sp.plan(**asked), request=asked).ok


def test_a_request_that_is_none():
    with pytest.raises(sp.InvalidRequest, match="days_since_injury"):
        sp.check(sp.plan(**ASKED), request={"minutes": 10})
