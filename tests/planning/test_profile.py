"""Is what is stated of a person taken as it was meant: never ignored, never guessed, and the same in every form?"""

import itertools
import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import stretchplan as sp
from tests.oracles.drawing import personal_requests, small_catalogs, small_profiles

CATALOG = sp.builtin_catalog()
ASKED = {"minutes": 20, "days_since_injury": None}


def entries(plan):
    """Return what is left out, by id."""
    return {entry.stretch_id: entry for entry in plan.left_out}


def planned(plan):
    """Return what is in."""
    return {p.stretch_id for p in plan.prescriptions}


# --- In words ---------------------------------------------------------------------------------------------------------


def test_what_a_condition_does_is_said_in_full():
    """Out, possible with a clearance, and done otherwise: each with its sentence; the last two as notices too."""
    cleared = [{"stretch_id": "cobra_pose", "condition": "wrist_pain"}]
    plan = sp.plan(**ASKED, profile={"conditions": ["wrist_pain", "knee_pain"], "cleared": cleared})
    out = "Child's Pose is out with knee pain: in it a knee bends fully under weight."
    fists = "Cat-Cow Pose, with wrist pain: Rest on your fists or forearms instead of flat hands."
    told = "Cobra Pose is possible with wrist pain because the request states that a clinician has cleared it."
    assert [(e.stretch_id, e.condition, e.kind, e.text) for e in plan.effects] == [
        ("childs_pose", "knee_pain", "excluded", out),
        ("cat_cow", "wrist_pain", "adapted", fists),
        ("cobra_pose", "wrist_pain", "cleared", told),
    ]
    assert [(e.rule_id, e.source, e.strength) for e in plan.effects] == [
        ("knee-pain", "common practice", "practice"),
        ("wrist-pain", "common practice", "practice"),
        ("wrist-pain", "common practice", "practice"),
    ]
    assert [(n.id, n.rule_id, n.stretch_id, n.text) for n in plan.notices if n.stretch_id] == [
        ("cleared", "wrist-pain", "cobra_pose", told),
        ("wrist-pain", "wrist-pain", "cat_cow", fists),
    ]
    assert entries(plan)["childs_pose"].reason == out


# --- Names ------------------------------------------------------------------------------------------------------------

WRONG_NAMES = [
    ({"conditions": ["knee_pian"]}, "'knee_pian' is not one of the conditions; did you mean 'knee_pain'?"),
    ({"conditions": ["Knee Pain"]}, "'Knee Pain' is not one of the conditions; did you mean 'knee_pain'?"),
    ({"conditions": ["osteoporosis", "osteoporsis"]}, "did you mean 'osteoporosis'?"),
    ({"conditions": ["moon"]}, "'moon' is not one of the conditions; known: osteoporosis, spinal_stenosis"),
    ({"conditions": [""]}, "'' is not one of the conditions; known: osteoporosis"),
    ({"avoid_positions": ["pron"]}, "'pron' is not one of the positions; did you mean 'prone'?"),
    ({"avoid_positions": ["floor"]}, "'floor' is not one of the positions; known: supine, prone, quadruped"),
    ({"equipment": ["matt"]}, "'matt' is not one of the pieces of equipment; did you mean 'mat'?"),
    ({"equipment": ["sofa"]}, "known: mat, cushion, towel, strap, chair, wall"),
    (
        {"avoid_stretches": ["cobra_poze"]},
        "'cobra_poze' is not a stretch of this catalogue; did you mean 'cobra_pose'?",
    ),
    ({"include": ["glut_bridge"]}, "'glut_bridge' is not a stretch of this catalogue; did you mean 'glute_bridge'?"),
    ({"include": ["bridge"]}, "'bridge' is not a stretch of this catalogue; did you mean 'glute_bridge'?"),
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
    ({"conditions": "knee_pain"}, "give a set of conditions, such as {'knee_pain'}, not one text"),
    ({"conditions": None}, "profile.conditions: None is not allowed; give a set of conditions"),
    ({"conditions": [3]}, "3 is not allowed; each of the conditions is a text such as 'knee_pain'"),
    ({"include": {"cat_cow": True}}, "is not allowed; give a set of stretches, such as {'cobra_pose'}"),
    ({"trimester": 0, "conditions": ["pregnancy"]}, "profile.trimester: 0 is not allowed; it must be at least 1"),
    ({"trimester": 4, "conditions": ["pregnancy"]}, "profile.trimester: 4 is not allowed; it must be at most 3"),
    ({"trimester": True, "conditions": ["pregnancy"]}, "profile.trimester: True is not allowed"),
    ({"cleared": [{"stretch_id": "cobra_pose"}]}, "condition: this field is required and is missing"),
    ({"cleared": {"cobra_pose": "wrist_pain"}}, "give a list of clearances, such as [{'stretch_id': "),
    ({"cleared": "cobra_pose"}, "give a list of clearances, such as [{'stretch_id': "),
]


@pytest.mark.parametrize(("profile", "sentence"), [*WRONG_NAMES, *WRONG_FIELDS])
def test_what_is_not_known_is_never_ignored(profile, sentence):
    """One clear sentence with the nearest name: as keywords, as a model, and from JSON."""
    asked = ASKED | {"profile": profile}

    def from_json():
        return sp.Planner().plan(sp.PlanRequest.model_validate_json(json.dumps(asked)))

    for attempt in (lambda: sp.plan(**asked), lambda: sp.plan(sp.PlanRequest(**asked)), from_json):
        with pytest.raises(sp.InvalidRequest) as caught:
            attempt()
        assert sentence in str(caught.value)
        assert caught.value.problems[0].where.startswith("profile.")
        assert "\n" not in str(caught.value)


def test_a_wrong_name_is_wrong_in_a_profile_of_its_own_too():
    """The closed vocabularies need no catalogue; stretches do, and wait for the planner."""
    for fields in ({"conditions": {"knee"}}, {"avoid_positions": {"knee"}}, {"equipment": {"knee"}}):
        with pytest.raises(sp.InvalidRequest, match="knee"):
            sp.Profile(**fields)
    assert sp.Profile(include={"mine"}).include == {"mine"}


def test_every_condition_can_be_stated_and_has_a_rule():
    """Each of them changes something for some stretch of the built-in catalogue, by the rule that it names."""
    cleared = [{"stretch_id": "cat_cow", "condition": "recent_spinal_surgery"}]
    for entry in sp.conditions():
        extra = {"cleared": cleared} if entry.id == "recent_spinal_surgery" else {}
        plan = sp.plan(**ASKED, profile={"conditions": [entry.id], **extra})
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
            "profile.cleared names 'wrist_pain', and profile.conditions does not",
        ),
        ({"trimester": 2}, "profile.trimester is stated, and profile.conditions does not hold 'pregnancy'; add it"),
    ],
)
def test_a_profile_that_contradicts_itself_is_refused(profile, sentence):
    """It is for the person to say which of the two was meant."""
    with pytest.raises(sp.InvalidRequest) as caught:
        sp.plan(**ASKED, profile=profile)
    assert sentence in str(caught.value)


def test_a_pregnancy_that_the_screening_states_is_stated():
    """Then a trimester and a clearance contradict nothing, and the rule holds without the profile naming it."""
    yes = {"pregnancy": "yes"}
    plan = sp.plan(**ASKED, screening=yes)
    assert {name for name, entry in entries(plan).items() if entry.rule_id == "pregnancy"} == {
        "knee_to_chest",
        "lying_knee_twist",
        "piriformis_stretch",
        "glute_bridge",
        "cobra_pose",
    }
    cleared = [{"stretch_id": "cobra_pose", "condition": "pregnancy"}]
    plan = sp.plan(**ASKED, screening=yes, profile={"trimester": 1, "cleared": cleared})
    assert planned(plan) == set(CATALOG.by_id)


def test_an_unstated_trimester_counts_as_a_late_one():
    """Only a stated first one leaves what is done on the back."""
    late = [
        entries(sp.plan(**ASKED, profile={"conditions": ["pregnancy"], "trimester": trimester}))
        for trimester in (None, 2, 3)
    ]
    assert [set(found) for found in late] == [
        {"knee_to_chest", "lying_knee_twist", "piriformis_stretch", "glute_bridge", "cobra_pose"}
    ] * 3
    first = entries(sp.plan(**ASKED, profile={"conditions": ["pregnancy"], "trimester": 1}))
    assert set(first) == {"cobra_pose"}


# --- Clearance --------------------------------------------------------------------------------------------------------


def test_a_clearance_lifts_one_exclusion_and_nothing_else():
    """Cobra cleared for the wrists is still out for the spine, and the bridge on day 3 whatever is cleared."""
    cleared = [{"stretch_id": "cobra_pose", "condition": "wrist_pain"}]
    both = {"conditions": ["wrist_pain", "spinal_stenosis"], "cleared": cleared}
    assert entries(sp.plan(**ASKED, profile=both))["cobra_pose"].rule_id == "spinal-stenosis"
    assert "cobra_pose" in planned(sp.plan(**ASKED, profile={"conditions": ["wrist_pain"], "cleared": cleared}))
    everything = [{"stretch_id": name, "condition": "recent_spinal_surgery"} for name in CATALOG.by_id]
    after_surgery = {"conditions": ["recent_spinal_surgery"], "cleared": everything}
    plan = sp.plan(minutes=20, days_since_injury=3, profile=after_surgery)
    assert entries(plan)["glute_bridge"].rule_id == "recovery-window"
    with pytest.raises(sp.Infeasible) as caught:
        sp.plan(minutes=20, days_since_injury=3, pain=6, profile=after_surgery)
    assert caught.value.conflicts[0].rule_ids == ("pain-stop",)


def test_a_cleared_stretch_is_still_done_with_care():
    """A clearance lifts an exclusion; the lowest dose and the cue of another condition stay."""
    cleared = [{"stretch_id": "knee_to_chest", "condition": "osteoporosis"}]
    profile = {"conditions": ["osteoporosis", "disc_leg_pain"], "cleared": cleared}
    plan = sp.plan(**ASKED, profile=profile)
    (knee,) = (p for p in plan.prescriptions if p.stretch_id == "knee_to_chest")
    assert (knee.sets, knee.hold_seconds) == (1, 10)
    assert any(n.id == "cleared" and n.stretch_id == "knee_to_chest" for n in plan.notices)


@given(st.data())
def test_a_clearance_never_makes_the_best_plan_worse(data):
    """For the same areas, with one clearance more."""
    catalog = data.draw(small_catalogs(bodies=True))
    request = data.draw(personal_requests(catalog))
    condition = data.draw(st.sampled_from([entry.id for entry in sp.conditions()]))
    one = {"stretch_id": data.draw(st.sampled_from(list(catalog.by_id))), "condition": condition}
    request = request.model_copy(
        update={
            "targets": request.targets or {catalog.area_ids[0]},
            "profile": request.profile.model_copy(update={"conditions": request.profile.conditions | {condition}}),
        }
    )
    profile = request.profile.model_copy(update={"cleared": (*request.profile.cleared, one)})
    planner = sp.Planner(catalog, explain=False)
    assert value(planner, request) <= value(planner, request.model_copy(update={"profile": profile}))


# --- Wishes -----------------------------------------------------------------------------------------------------------


def value(planner, request):
    """Return how good the best plan is, more is better; an empty tuple, which is the least, when there is none."""
    try:
        *gains, changes = planner.plan(request).objective.model_dump().values()
    except sp.Infeasible:
        return ()
    return (*gains, -changes)


@given(st.data())
def test_a_stretch_that_must_be_in_is_in_and_never_makes_the_plan_better(data):
    """The best plan with it is one of those there are without the wish."""
    catalog = data.draw(small_catalogs(bodies=True))
    request = data.draw(personal_requests(catalog))
    profile = request.profile
    allowed = sorted({*catalog.by_id} - profile.avoid_stretches)
    assume(allowed)
    wish = data.draw(st.frozensets(st.sampled_from(allowed), min_size=1, max_size=2))
    asked = request.model_copy(update={"profile": profile.model_copy(update={"include": profile.include | wish})})
    planner = sp.Planner(catalog, explain=False)
    assert value(planner, asked) <= value(planner, request)
    try:
        assert asked.profile.include <= planned(planner.plan(asked))
    except sp.Infeasible:
        assert value(planner, asked) == ()


@pytest.mark.parametrize("name", list(CATALOG.by_id))
def test_every_stretch_can_be_asked_for_and_can_be_avoided(name):
    """In three minutes, which are not enough for all of them."""
    short = {"minutes": 3, "days_since_injury": None}
    assert name in planned(sp.plan(**short, profile={"include": [name]}))
    entry = entries(sp.plan(**short, profile={"avoid_stretches": [name]}))[name]
    assert (entry.kind, entry.rule_id, entry.because.kind) == ("avoided", None, "avoided")
    assert entry.reason == f"The request avoids {CATALOG.by_id[name].name}."


@pytest.mark.parametrize("position", ["supine", "prone", "quadruped", "kneeling"])
def test_no_stretch_starts_in_a_position_that_is_avoided(position):
    """And each that does is said to be avoided."""
    plan = sp.plan(**ASKED, profile={"avoid_positions": [position]})
    at_it = {s.id for s in CATALOG.stretches if s.position == position}
    assert at_it
    assert not at_it & planned(plan)
    assert all(entries(plan)[name].because.position == position for name in at_it)


def test_a_rule_goes_before_a_wish():
    """What is both forbidden and avoided is forbidden: the wish could be given up, the rule could not."""
    profile = {"conditions": ["wrist_pain"], "avoid_stretches": ["cobra_pose"], "avoid_positions": ["prone"]}
    assert entries(sp.plan(**ASKED, profile=profile))["cobra_pose"].rule_id == "wrist-pain"


def needing(**needs):
    """Return a planner for the built-in catalogue in which some stretches need something."""
    data = CATALOG.model_dump() | {"id": "mine"}
    data["stretches"] = [s | {"needs": needs.get(s["id"], ())} for s in data["stretches"]]
    return sp.Planner(sp.Catalog.model_validate(data))


def test_what_is_not_at_hand_leaves_out_what_needs_it():
    """Only when somebody said what is at hand; and all that a stretch needs must be."""
    planner = needing(cobra_pose=("strap",), cat_cow=("wall", "chair"))
    for equipment, missing in (
        (None, {}),
        (["strap", "wall", "chair"], {}),
        (["wall"], {"cobra_pose": ("strap",), "cat_cow": ("chair",)}),
        ([], {"cobra_pose": ("strap",), "cat_cow": ("wall", "chair")}),
    ):
        plan = planner.plan(**ASKED, profile={"equipment": equipment})
        left = entries(plan)
        assert {name: entry.because.missing for name, entry in left.items()} == missing
        assert {entry.kind for entry in left.values()} <= {"avoided"}
    assert left["cat_cow"].reason == "Cat-Cow Pose cannot be done without a wall and a chair."


def test_what_merely_helps_is_no_need():
    """A mat helps with every stretch on the floor; with nothing at hand they are planned all the same."""
    assert any(s.equipment for s in CATALOG.stretches)
    plan = sp.plan(**ASKED, profile={"equipment": []})
    assert planned(plan) == set(CATALOG.by_id)


@given(st.data())
def test_what_is_avoided_or_cannot_be_done_is_in_no_plan(data):
    """By what the catalogue says of each stretch in the plan."""
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


# --- As data ----------------------------------------------------------------------------------------------------------


@given(small_profiles(CATALOG))
def test_a_profile_goes_to_json_and_back(profile):
    """Every set sorted, so that the same profile is the same text everywhere."""
    text = profile.model_dump_json()
    assert sp.Profile.model_validate_json(text) == profile
    assert sp.Profile.model_validate(profile.model_dump()) == profile
    data = json.loads(text)
    for field in ("conditions", "avoid_stretches", "avoid_positions", "include"):
        assert data[field] == sorted(data[field])
    assert data["equipment"] is None or data["equipment"] == sorted(data["equipment"])
    pairs = [(one["stretch_id"], one["condition"]) for one in data["cleared"]]
    assert pairs == sorted(set(pairs))


def test_the_order_in_which_things_are_stated_changes_nothing():
    """Every order of three conditions and three clearances, one of them twice, is one profile and one text."""
    cleared = [
        {"stretch_id": "cobra_pose", "condition": "wrist_pain"},
        {"stretch_id": "cobra_pose", "condition": "osteoporosis"},
        {"stretch_id": "cat_cow", "condition": "wrist_pain"},
    ]
    profiles = {
        sp.Profile(conditions=list(conditions), cleared=[*some, some[0]])
        for conditions in itertools.permutations(["wrist_pain", "osteoporosis", "knee_pain"])
        for some in itertools.permutations(cleared)
    }
    assert len(profiles) == 1
    assert len({profile.model_dump_json() for profile in profiles}) == 1


def test_a_plan_carries_its_profile_to_json_and_back():
    """And is judged by it there."""
    profile = sp.Profile(conditions={"osteoporosis"}, avoid_positions={"prone"}, include={"cat_cow"}, equipment={"mat"})
    plan = sp.plan(**ASKED, profile=profile)
    again = sp.Plan.model_validate_json(plan.model_dump_json())
    assert again == plan
    assert again.request.profile == profile
    assert sp.check(plan.model_dump_json()).ok


def test_a_profile_that_states_nothing_is_no_profile():
    """The same bytes."""
    assert sp.plan(**ASKED, profile=sp.Profile()).model_dump_json() == sp.plan(**ASKED).model_dump_json()
    assert sp.plan(**ASKED, profile={}).effects == ()


# --- Named paces ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "seconds"),
    [("usual", (12, 12, 5, 5, 10)), ("unhurried", (20, 20, 8, 8, 15)), ("slow", (30, 30, 12, 12, 25))],
)
def test_a_pace_may_be_named(name, seconds):
    """The name stands for its seconds, in Python and in JSON, and the plan tells the seconds."""
    plan = sp.plan(minutes=10, days_since_injury=3, pace=name)
    assert tuple(plan.request.pace.model_dump().values()) == seconds
    text = json.dumps({"minutes": 10, "days_since_injury": 3, "pace": name})
    assert sp.PlanRequest.model_validate_json(text) == plan.request
    assert sp.plan(minutes=10, days_since_injury=3, pace=plan.request.pace) == plan
    assert plan.schedule[0].seconds == seconds[0]


@pytest.mark.parametrize(
    ("pace", "sentence"),
    [
        ("usal", "'usal' is not a pace; did you mean 'usual'?"),
        ("Slow", "'Slow' is not a pace; did you mean 'slow'?"),
        ("brisk", "'brisk' is not a pace; it is one of usual, unhurried, slow, or a table of seconds"),
        ("", "'' is not a pace; it is one of usual, unhurried, slow"),
    ],
)
def test_a_pace_that_is_not_known_is_refused(pace, sentence):
    """With the nearest one."""
    with pytest.raises(sp.InvalidRequest) as caught:
        sp.plan(minutes=10, days_since_injury=3, pace=pace)
    assert sentence in str(caught.value)
