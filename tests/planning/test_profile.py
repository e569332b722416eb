"""Does planning use every stated fact about a person, refuse what it does not know, and read all forms alike?"""

import itertools
import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import stretchplan as sp
from tests.oracles.drawing import personal_requests, small_catalogs, small_profiles

CATALOG = sp.builtin_catalog()
FIELDS = {"minutes": 20, "days_since_injury": None}


def entries(plan):
    """Return the entries of left-out stretches, by id."""
    return {entry.stretch_id: entry for entry in plan.left_out}


def planned(plan):
    """Return the ids of the planned stretches."""
    return {p.stretch_id for p in plan.prescriptions}


# --- Effects of conditions --------------------------------------------------------------------------------------------


def test_plan_states_each_effect_of_a_condition():
    cleared = [{"stretch_id": "cobra_pose", "condition": "wrist_pain"}]
    plan = sp.plan(**FIELDS, profile={"conditions": ["wrist_pain", "knee_pain"], "cleared": cleared})
    out = "Child's Pose is out with knee pain: in it a knee bends fully under weight."
    kneeling = "Child's Pose, with wrist pain: from kneeling."
    forearms = "Cat-Cow Pose, with wrist pain: on the forearms."
    further = "Glute Bridge, with knee pain: heels further away."
    elbows = "Cobra Pose, with wrist pain: on the elbows."
    cleared_text = "Cobra Pose is possible with wrist pain because the request states that a clinician has cleared it."
    assert [(e.stretch_id, e.condition, e.kind, e.text) for e in plan.effects] == [
        ("childs_pose", "knee_pain", "excluded", out),
        ("childs_pose", "wrist_pain", "adapted", kneeling),
        ("cat_cow", "wrist_pain", "adapted", forearms),
        ("glute_bridge", "knee_pain", "adapted", further),
        ("cobra_pose", "wrist_pain", "cleared", cleared_text),
        ("cobra_pose", "wrist_pain", "adapted", elbows),
    ]
    assert [(e.rule_id, e.source, e.strength) for e in plan.effects] == [
        (rule, "common practice", "practice")
        for rule in ("knee-pain", "wrist-pain", "wrist-pain", "knee-pain", "wrist-pain", "wrist-pain")
    ]
    assert [(n.id, n.rule_id, n.stretch_id, n.text) for n in plan.notices if n.stretch_id] == [
        ("cleared", "wrist-pain", "cobra_pose", cleared_text),
        ("wrist-pain", "wrist-pain", "cat_cow", forearms),
        ("wrist-pain", "wrist-pain", "cobra_pose", elbows),
        ("knee-pain", "knee-pain", "glute_bridge", further),
    ]
    instead = "Seated Forward Lean, Rest on a Table or Counter Stretch could stand in (catalogue anywhere)."
    assert entries(plan)["childs_pose"].reason == f"{out} {instead}"


# --- Names ------------------------------------------------------------------------------------------------------------

WRONG_NAMES = [
    ({"conditions": ["knee_pian"]}, "'knee_pian' is not one of the conditions; did you mean 'knee_pain'?"),
    ({"conditions": ["Knee Pain"]}, "'Knee Pain' is not one of the conditions; did you mean 'knee_pain'?"),
    ({"conditions": ["osteoporosis", "osteoporsis"]}, "did you mean 'osteoporosis'?"),
    ({"conditions": ["moon"]}, "'moon' is not one of the conditions; known: osteoporosis, spinal_stenosis"),
    ({"conditions": [""]}, "'' is not one of the conditions; known: osteoporosis"),
    ({"avoid_positions": ["pron"]}, "'pron' is not one of the positions; did you mean 'prone'?"),
    ({"avoid_positions": ["sitting"]}, "'sitting' is not one of the positions; did you mean 'seated'?"),
    ({"avoid_positions": ["floor"]}, "'floor' is not one of the positions; known: supine, prone, quadruped"),
    ({"equipment": ["matt"]}, "'matt' is not one of the pieces of equipment; did you mean 'mat'?"),
    ({"equipment": ["sofa"]}, "known: mat, cushion, towel, strap, chair, wall"),
    (
        {"avoid_stretches": ["cobra_poze"]},
        "'cobra_poze' is not a stretch of this catalogue; did you mean 'cobra_pose'?",
    ),
    ({"include": ["glut_bridge"]}, "'glut_bridge' is not a stretch of this catalogue; did you mean 'glute_bridge'?"),
    ({"include": ["brige"]}, "'brige' is not a stretch of this catalogue; did you mean 'bridge'?"),
    ({"include": ["zzzz"]}, "'zzzz' is not a stretch of this catalogue; known: knee_to_chest"),
    (
        {"conditions": ["wrist_pain"], "cleared": [{"stretch_id": "cobra", "condition": "wrist_pian"}]},
        "did you mean 'wrist_pain'?",
    ),
    (
        {"conditions": ["wrist_pain"], "cleared": [{"stretch_id": "cobra_pos", "condition": "wrist_pain"}]},
        "'cobra_pos' is not a stretch of this catalogue; did you mean 'cobra_pose'?",
    ),
]
WRONG_FIELDS = [
    ({"condition": ["knee_pain"]}, "profile.condition: this field is not known; did you mean 'conditions'?"),
    ({"conditions": "knee_pain"}, 'give a list of conditions, such as ["knee_pain"], not one text'),
    ({"conditions": ""}, "'' is not allowed; give a list of conditions, such as [\"knee_pain\"], not one text"),
    ({"conditions": None}, "profile.conditions: None is not allowed; give a list of conditions"),
    ({"conditions": [3]}, "3 is not allowed; each of the conditions is a text such as 'knee_pain'"),
    ({"include": {"cat_cow": True}}, 'is not allowed; give a list of stretches, such as ["cobra_pose"]'),
    ({"trimester": 0, "conditions": ["pregnancy"]}, "profile.trimester: 0 is not allowed; it must be at least 1"),
    ({"trimester": 4, "conditions": ["pregnancy"]}, "profile.trimester: 4 is not allowed; it must be at most 3"),
    ({"trimester": True, "conditions": ["pregnancy"]}, "profile.trimester: True is not allowed"),
    ({"cleared": [{"stretch_id": "cobra_pose"}]}, "condition: this field is required and is missing"),
    ({"cleared": {"cobra_pose": "wrist_pain"}}, "give a list of clearances, such as [{'stretch_id': "),
    ({"cleared": "cobra_pose"}, "give a list of clearances, such as [{'stretch_id': "),
]


@pytest.mark.parametrize(("profile", "sentence"), [*WRONG_NAMES, *WRONG_FIELDS])
def test_wrong_profile_is_refused_as_keywords_model_and_json(profile, sentence):
    fields = FIELDS | {"profile": profile}

    def from_json():
        return sp.Planner().plan(sp.parse_request(json.dumps(fields)))

    for attempt in (lambda: sp.plan(**fields), lambda: sp.plan(sp.PlanRequest(**fields)), from_json):
        with pytest.raises(sp.InvalidRequest) as caught:
            attempt()
        assert sentence in str(caught.value)
        assert caught.value.problems[0].where.startswith("profile.")
        assert "\n" not in str(caught.value)


def test_profile_alone_refuses_unknown_vocabulary():
    """Only the planner knows the catalogue, so a profile alone accepts any stretch."""
    for fields in ({"conditions": {"knee"}}, {"avoid_positions": {"knee"}}, {"equipment": {"knee"}}):
        with pytest.raises(sp.InvalidRequest, match="knee"):
            sp.Profile(**fields)
    assert sp.Profile(include={"mine"}).include == {"mine"}


def test_every_condition_has_effects_by_its_own_rule():
    cleared = [{"stretch_id": "cat_cow", "condition": "recent_spinal_surgery"}]
    for entry in sp.conditions():
        extra = {"cleared": cleared} if entry.id == "recent_spinal_surgery" else {}
        plan = sp.plan(**FIELDS, profile={"conditions": [entry.id], **extra})
        assert {effect.rule_id for effect in plan.effects} == {entry.rule_id}
        assert {effect.condition for effect in plan.effects} == {entry.id}


# --- Contradictions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("profile", "sentence"),
    [
        (
            {"include": ["cat_cow"], "avoid_stretches": ["cat_cow", "cobra_pose"]},
            "'cat_cow' is in include and in avoid_stretches; leave it out of one of them",
        ),
        (
            {"cleared": [{"stretch_id": "cobra_pose", "condition": "wrist_pain"}]},
            "profile.cleared: 'cobra_pose' is cleared for 'wrist_pain', and profile.conditions does not hold it; state",
        ),
        ({"trimester": 2}, "profile.trimester: it is stated, and profile.conditions does not hold 'pregnancy'; add it"),
    ],
)
def test_contradictory_profile_is_refused(profile, sentence):
    with pytest.raises(sp.InvalidRequest) as caught:
        sp.plan(**FIELDS, profile=profile)
    assert sentence in str(caught.value)


def test_pregnancy_in_the_screening_counts_as_a_condition():
    yes = {"pregnancy": "yes"}
    plan = sp.plan(**FIELDS, screening=yes)
    assert {name for name, entry in entries(plan).items() if entry.rule_id == "pregnancy"} == {
        "knee_to_chest",
        "lying_knee_twist",
        "piriformis_stretch",
        "glute_bridge",
        "cobra_pose",
    }
    cleared = [{"stretch_id": "cobra_pose", "condition": "pregnancy"}]
    plan = sp.plan(**FIELDS, screening=yes, profile={"trimester": 1, "cleared": cleared})
    assert planned(plan) == set(CATALOG.by_id)


def test_unstated_trimester_counts_as_late():
    late = [
        entries(sp.plan(**FIELDS, profile={"conditions": ["pregnancy"], "trimester": trimester}))
        for trimester in (None, 2, 3)
    ]
    assert [set(left_out) for left_out in late] == [
        {"knee_to_chest", "lying_knee_twist", "piriformis_stretch", "glute_bridge", "cobra_pose"}
    ] * 3
    first = entries(sp.plan(**FIELDS, profile={"conditions": ["pregnancy"], "trimester": 1}))
    assert set(first) == {"cobra_pose"}


# --- Clearance --------------------------------------------------------------------------------------------------------


def test_clearance_lifts_only_its_own_exclusion():
    cleared = [{"stretch_id": "cobra_pose", "condition": "wrist_pain"}]
    both = {"conditions": ["wrist_pain", "spinal_stenosis"], "cleared": cleared}
    assert entries(sp.plan(**FIELDS, profile=both))["cobra_pose"].rule_id == "spinal-stenosis"
    assert "cobra_pose" in planned(sp.plan(**FIELDS, profile={"conditions": ["wrist_pain"], "cleared": cleared}))
    everything = [{"stretch_id": name, "condition": "recent_spinal_surgery"} for name in CATALOG.by_id]
    after_surgery = {"conditions": ["recent_spinal_surgery"], "cleared": everything}
    plan = sp.plan(minutes=20, days_since_injury=3, profile=after_surgery)
    assert entries(plan)["glute_bridge"].rule_id == "recovery-window"
    with pytest.raises(sp.Infeasible) as caught:
        sp.plan(minutes=20, days_since_injury=3, pain=6, profile=after_surgery)
    assert caught.value.conflicts[0].rule_ids == ("pain-stop",)


def test_clearance_keeps_the_doses_and_notices_of_other_conditions():
    cleared = [{"stretch_id": "knee_to_chest", "condition": "osteoporosis"}]
    profile = {"conditions": ["osteoporosis", "disc_leg_pain"], "cleared": cleared}
    plan = sp.plan(**FIELDS, profile=profile)
    (knee,) = (p for p in plan.prescriptions if p.stretch_id == "knee_to_chest")
    assert (knee.sets, knee.hold_seconds) == (1, 10)
    assert any(n.id == "cleared" and n.stretch_id == "knee_to_chest" for n in plan.notices)


@given(st.data())
def test_a_clearance_never_makes_the_best_plan_worse(data):
    catalog = data.draw(small_catalogs(bodies=True))
    request = data.draw(personal_requests(catalog))
    condition = data.draw(st.sampled_from([entry.id for entry in sp.conditions()]))
    clearance = {"stretch_id": data.draw(st.sampled_from(list(catalog.by_id))), "condition": condition}
    request = request.model_copy(
        update={
            "targets": request.targets or {catalog.area_ids[0]},
            "profile": request.profile.model_copy(update={"conditions": request.profile.conditions | {condition}}),
        }
    )
    profile = request.profile.model_copy(update={"cleared": (*request.profile.cleared, clearance)})
    planner = sp.Planner(catalog, explain=False)
    assert value(planner, request) <= value(planner, request.model_copy(update={"profile": profile}))


# --- Wishes -----------------------------------------------------------------------------------------------------------


def value(planner, request):
    """Return how good the best plan is, more is better; an empty tuple, the least of all, when there is none."""
    try:
        *gains, fewer = planner.plan(request).objective.rank
        changes = -fewer
    except sp.Infeasible:
        return ()
    return (*gains, -changes)


@given(st.data())
def test_included_stretch_is_planned_and_never_improves_the_plan(data):
    catalog = data.draw(small_catalogs(bodies=True))
    request = data.draw(personal_requests(catalog))
    profile = request.profile
    allowed = sorted({*catalog.by_id} - profile.avoid_stretches)
    assume(allowed)
    wish = data.draw(st.frozensets(st.sampled_from(allowed), min_size=1, max_size=2))
    wishing = request.model_copy(update={"profile": profile.model_copy(update={"include": profile.include | wish})})
    planner = sp.Planner(catalog, explain=False)
    assert value(planner, wishing) <= value(planner, request)
    try:
        assert wishing.profile.include <= planned(planner.plan(wishing))
    except sp.Infeasible:
        assert value(planner, wishing) == ()


STAND_INS = {
    "knee_to_chest": "Seated Knee to Chest, Knee to Chest in Bed or Standing Knee Hug",
    "lying_knee_twist": "Seated Twist, Standing Trunk Turn or Knee Rolls in Bed",
    "childs_pose": "Seated Forward Lean, Rest on a Table, Counter Stretch or Child's Pose on the Bed",
    "cat_cow": "Seated Cat-Cow or Standing Cat-Cow",
    "piriformis_stretch": "Seated Figure Four, Figure Four at the Wall or Figure Four in Bed",
    "glute_bridge": "Sit to Stand, Standing Hip Extension, Low Bridge in Bed or Seated Buttock Squeeze",
    "cobra_pose": "Standing Back Bend, Arch at the Wall, Seated Chest Lift or On the Elbows in Bed",
}
"""What the second catalogue has in place of each of the seven, for a person without conditions."""


def test_stand_ins_are_listed_for_every_stretch():
    assert set(STAND_INS) == set(CATALOG.by_id)


@pytest.mark.parametrize(("name", "stand_ins"), STAND_INS.items())
def test_every_stretch_can_be_included_and_avoided(name, stand_ins):
    """Three minutes are not enough for all seven."""
    short = {"minutes": 3, "days_since_injury": None}
    assert name in planned(sp.plan(**short, profile={"include": [name]}))
    entry = entries(sp.plan(**short, profile={"avoid_stretches": [name]}))[name]
    assert (entry.kind, entry.rule_id, entry.because.kind) == ("avoided", None, "avoided")
    avoids = f"The request avoids {CATALOG.by_id[name].name}."
    assert entry.reason == f"{avoids} {stand_ins} could stand in (catalogue anywhere)."


@pytest.mark.parametrize("position", ["supine", "prone", "quadruped", "kneeling"])
def test_avoided_position_excludes_its_stretches(position):
    plan = sp.plan(**FIELDS, profile={"avoid_positions": [position]})
    in_position = {s.id for s in CATALOG.stretches if s.position == position}
    assert in_position
    assert not in_position & planned(plan)
    assert all(entries(plan)[name].because.position == position for name in in_position)


def test_rule_is_named_before_a_wish():
    """The person could drop the wish, but not the rule."""
    profile = {"conditions": ["wrist_pain"], "avoid_stretches": ["cobra_pose"], "avoid_positions": ["prone"]}
    assert entries(sp.plan(**FIELDS, profile=profile))["cobra_pose"].rule_id == "wrist-pain"


def needing(**needs):
    """Return a planner of the built-in catalogue where some stretches need equipment."""
    data = CATALOG.model_dump() | {"id": "mine"}
    data["stretches"] = [s | {"needs": needs.get(s["id"], ())} for s in data["stretches"]]
    return sp.Planner(sp.Catalog.model_validate(data))


def test_missing_equipment_excludes_stretches_that_need_it():
    planner = needing(cobra_pose=("strap",), cat_cow=("wall", "chair"))
    for equipment, missing in (
        (None, {}),
        (["strap", "wall", "chair"], {}),
        (["wall"], {"cobra_pose": ("strap",), "cat_cow": ("chair",)}),
        ([], {"cobra_pose": ("strap",), "cat_cow": ("wall", "chair")}),
    ):
        plan = planner.plan(**FIELDS, profile={"equipment": equipment})
        left_out = entries(plan)
        assert {name: entry.because.missing for name, entry in left_out.items()} == missing
        assert {entry.kind for entry in left_out.values()} <= {"avoided"}
    assert left_out["cat_cow"].reason == "Cat-Cow Pose cannot be done without a wall and a chair."


def test_equipment_that_only_helps_is_not_needed():
    assert any(s.equipment for s in CATALOG.stretches)
    plan = sp.plan(**FIELDS, profile={"equipment": []})
    assert planned(plan) == set(CATALOG.by_id)


@given(st.data())
def test_no_plan_has_an_avoided_or_impossible_stretch(data):
    catalog = data.draw(small_catalogs(bodies=True))
    request = data.draw(personal_requests(catalog))
    profile = request.profile
    try:
        plan = sp.Planner(catalog, explain=False).plan(request)
    except sp.Infeasible:
        return
    for name in planned(plan):
        stretch = catalog.by_id[name]
        assert name not in profile.avoid_stretches
        assert stretch.position not in profile.avoid_positions
        assert profile.equipment is None or profile.equipment.issuperset(stretch.needs)


# --- JSON -------------------------------------------------------------------------------------------------------------


@given(small_profiles(CATALOG))
def test_profile_survives_json_with_sorted_sets(profile):
    text = profile.model_dump_json()
    assert sp.Profile.model_validate_json(text) == profile
    assert sp.Profile.model_validate(profile.model_dump()) == profile
    data = json.loads(text)
    for field in ("conditions", "avoid_stretches", "avoid_positions", "include"):
        assert data[field] == sorted(data[field])
    assert data["equipment"] is None or data["equipment"] == sorted(data["equipment"])
    pairs = [(clearance["stretch_id"], clearance["condition"]) for clearance in data["cleared"]]
    assert pairs == sorted(set(pairs))


def test_order_of_stated_facts_changes_nothing():
    cleared = [
        {"stretch_id": "cobra_pose", "condition": "wrist_pain"},
        {"stretch_id": "cobra_pose", "condition": "osteoporosis"},
        {"stretch_id": "cat_cow", "condition": "wrist_pain"},
    ]
    profiles = {
        sp.Profile(conditions=list(conditions), cleared=[*clearances, clearances[0]])
        for conditions in itertools.permutations(["wrist_pain", "osteoporosis", "knee_pain"])
        for clearances in itertools.permutations(cleared)
    }
    assert len(profiles) == 1
    assert len({profile.model_dump_json() for profile in profiles}) == 1


def test_plan_keeps_its_profile_through_json():
    profile = sp.Profile(conditions={"osteoporosis"}, avoid_positions={"prone"}, include={"cat_cow"}, equipment={"mat"})
    plan = sp.plan(**FIELDS, profile=profile)
    read = sp.Plan.model_validate_json(plan.model_dump_json())
    assert read == plan
    assert read.request.profile == profile
    assert sp.check(plan.model_dump_json()).ok


def test_empty_profile_equals_no_profile():
    assert sp.plan(**FIELDS, profile=sp.Profile()).model_dump_json() == sp.plan(**FIELDS).model_dump_json()
    assert sp.plan(**FIELDS, profile={}).effects == ()


# --- Named paces ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "seconds"),
    [("usual", (20, 15, 5, 5, 10, 20)), ("unhurried", (30, 22, 8, 8, 15, 30)), ("slow", (40, 30, 12, 12, 25, 40))],
)
def test_named_pace_means_its_seconds(name, seconds):
    plan = sp.plan(minutes=10, days_since_injury=3, pace=name)
    assert tuple(plan.request.pace.model_dump().values()) == seconds
    text = json.dumps({"minutes": 10, "days_since_injury": 3, "pace": name})
    assert sp.PlanRequest.model_validate_json(text) == plan.request
    assert sp.plan(minutes=10, days_since_injury=3, pace=plan.request.pace) == plan
    assert plan.schedule[-1].seconds == seconds[-1]  # getting up, longer than its words at any of them


@pytest.mark.parametrize(
    ("pace", "sentence"),
    [
        ("usal", "'usal' is not a pace; did you mean 'usual'?"),
        ("Slow", "'Slow' is not a pace; did you mean 'slow'?"),
        ("brisk", "'brisk' is not a pace; it is one of usual, unhurried, slow, or a table of seconds"),
        ("", "'' is not a pace; it is one of usual, unhurried, slow"),
    ],
)
def test_unknown_pace_is_refused(pace, sentence):
    with pytest.raises(sp.InvalidRequest) as caught:
        sp.plan(minutes=10, days_since_injury=3, pace=pace)
    assert sentence in str(caught.value)
