"""In every plan each stretch has the form that day, pain and conditions call for, and no words against each other."""

from __future__ import annotations

from itertools import chain, combinations, product

import pytest

import stretchplan as sp
from stretchplan.catalog.opposites import Said, conflicts
from stretchplan.inputs.conditions import CONDITIONS
from stretchplan.safety.allowed.doses import active_cautions
from stretchplan.safety.allowed.forms import form_of, worded

ALL = tuple(CONDITIONS)
BY_ID = sp.builtin_catalog().by_id

# By hand from facts/technique.md, 1.8 (days) and 1.9 (conditions): stretch, day, pain, conditions, form.
DUE = [
    ("knee_to_chest", 0, None, (), "small_pull"),
    ("knee_to_chest", 6, None, (), "small_pull"),
    ("knee_to_chest", 7, None, (), None),
    ("knee_to_chest", None, 4, (), "small_pull"),
    ("knee_to_chest", None, 3, (), None),
    ("knee_to_chest", None, None, ("disc_leg_pain",), "small_pull"),
    ("lying_knee_twist", 0, None, (), "knee_rolls"),
    ("lying_knee_twist", 41, None, (), "knee_rolls"),
    ("lying_knee_twist", 42, None, (), None),
    ("lying_knee_twist", None, None, (), None),
    ("lying_knee_twist", None, 5, (), "knee_rolls"),
    ("lying_knee_twist", None, None, ("osteoporosis",), "knee_rolls"),
    ("lying_knee_twist", None, None, ("spinal_stenosis",), "knee_rolls"),
    ("lying_knee_twist", None, None, ("spondylolisthesis",), "knee_rolls"),
    ("lying_knee_twist", None, None, ("disc_leg_pain",), "knee_rolls"),
    ("lying_knee_twist", None, None, ("knee_pain",), None),
    ("childs_pose", 6, None, (), "half"),
    ("childs_pose", 7, None, (), "half"),
    ("childs_pose", 41, None, (), "half"),
    ("childs_pose", 42, None, (), None),
    ("childs_pose", None, 4, (), "half"),
    ("childs_pose", None, None, ("wrist_pain",), "from_kneeling"),
    ("childs_pose", 3, None, ("wrist_pain",), "half"),
    ("childs_pose", None, None, ("pregnancy",), "knees_wide"),
    ("childs_pose", 3, 5, ("pregnancy", "wrist_pain"), "knees_wide"),
    ("childs_pose", None, None, ("disc_leg_pain",), "half"),
    ("cat_cow", 6, None, (), "small"),
    ("cat_cow", 7, None, (), None),
    ("cat_cow", None, None, ("osteoporosis",), "small"),
    ("cat_cow", None, None, ("hip_replacement",), "small"),
    ("cat_cow", None, None, ("disc_leg_pain",), "small"),
    ("cat_cow", None, None, ("spinal_stenosis",), "small_rounding"),
    ("cat_cow", 3, None, ("spondylolisthesis",), "small_rounding"),
    ("cat_cow", None, None, ("wrist_pain",), "forearms"),
    ("cat_cow", 3, 5, ("wrist_pain", "osteoporosis"), "forearms"),
    ("cat_cow", None, None, ("wrist_pain", "spinal_stenosis"), "forearms_rounding"),
    ("cat_cow", None, None, ("pregnancy",), "to_level"),
    ("cat_cow", 3, 5, ("pregnancy", "osteoporosis", "spinal_stenosis"), "to_level"),
    ("cat_cow", None, None, ("pregnancy", "knee_pain"), "to_level_on_blanket"),
    ("cat_cow", None, None, ("pregnancy", "wrist_pain"), "forearms_to_level"),
    ("piriformis_stretch", 6, None, (), "light"),
    ("piriformis_stretch", 7, None, (), None),
    ("piriformis_stretch", None, 4, (), "light"),
    ("piriformis_stretch", None, None, ("osteoporosis",), "light"),
    ("piriformis_stretch", None, None, ("disc_leg_pain",), "light"),
    ("glute_bridge", 7, None, (), "low"),
    ("glute_bridge", 41, None, (), "low"),
    ("glute_bridge", 42, None, (), None),
    ("glute_bridge", None, 5, (), "low"),
    ("glute_bridge", None, None, ("disc_leg_pain",), "low"),
    ("glute_bridge", None, None, ("hip_replacement",), "low"),
    ("glute_bridge", None, None, ("knee_pain",), "heels_further"),
    ("glute_bridge", 20, None, ("knee_pain",), "low_heels_further"),
    ("glute_bridge", None, 5, ("knee_pain",), "low_heels_further"),
    ("cat_cow", None, None, ("knee_pain",), "on_blanket"),
    ("cat_cow", 3, None, ("knee_pain",), "small_on_blanket"),
    ("cat_cow", 3, None, ("knee_pain", "spinal_stenosis"), "small_rounding_on_blanket"),
    ("cat_cow", 3, None, ("knee_pain", "wrist_pain"), "forearms"),
    ("cobra_pose", 0, None, (), "on_elbows"),
    ("cobra_pose", 41, None, (), "on_elbows"),
    ("cobra_pose", 42, None, (), None),
    ("cobra_pose", None, 4, (), "on_elbows"),
    ("cobra_pose", None, None, ("osteoporosis",), "on_elbows"),
    ("cobra_pose", None, None, ("disc_leg_pain",), "on_elbows"),
    ("cobra_pose", None, None, ("hip_replacement",), "on_elbows"),
]


# With a clearance after spinal surgery each has its gentlest form, on every day and without pain.
DUE += [
    (name, day, None, ("recent_spinal_surgery",), form)
    for day in (None, 60)
    for name, form in (
        ("knee_to_chest", "small_pull"),
        ("lying_knee_twist", "knee_rolls"),
        ("childs_pose", "half"),
        ("cat_cow", "small"),
        ("piriformis_stretch", "light"),
        ("glute_bridge", "low"),
        ("cobra_pose", "on_elbows"),
    )
]


@pytest.mark.parametrize(("name", "day", "pain", "conditions", "form"), DUE)
def test_the_form_that_the_facts_give(name, day, pain, conditions, form):
    request = sp.PlanRequest(minutes=10, days_since_injury=day, pain=pain, profile={"conditions": conditions})
    found = form_of(BY_ID[name], request)
    assert (found and found.id) == form


def test_a_policy_can_keep_an_early_form_longer():
    request = sp.PlanRequest(minutes=10, days_since_injury=60)
    assert form_of(BY_ID["cobra_pose"], request, sp.Policy(repair_until_day=70)).id == "on_elbows"
    assert (
        form_of(BY_ID["knee_to_chest"], request, sp.Policy(early_until_day=61, repair_until_day=70)).id == "small_pull"
    )


def _told(stretch, request):
    """Return all that a person is told and shown with a stretch, by the places of the texts."""
    done = worded(stretch, request)
    texts = [Said("setup", done.setup), Said("cue", done.cue), Said("feel", done.feel or "")]
    texts += [Said("caution", caution.cue) for caution in active_cautions(stretch, request) if caution.cue]
    if done.breath is not None:
        texts += [Said("inhale_cue", done.breath.inhale_cue), Said("exhale_cue", done.breath.exhale_cue)]
    return tuple(texts)


def test_no_step_holds_words_against_each_other_in_any_combination():
    """All 512 sets of conditions × early, later and no injury × pain or none × both ways to breathe."""
    seen, found = set(), []
    subsets = chain.from_iterable(combinations(ALL, size) for size in range(len(ALL) + 1))
    for conditions, day, pain, breath in product(subsets, (None, 6, 41, 42), (None, 4), ("catalogue", "effort_out")):
        request = sp.PlanRequest(
            minutes=10, days_since_injury=day, pain=pain, breath=breath, profile={"conditions": conditions}
        )
        for stretch in BY_ID.values():
            texts = _told(stretch, request)
            if texts not in seen:
                seen.add(texts)
                found += [(stretch.id, conditions, day, pain, conflict) for conflict in conflicts(texts)]
    assert not found
    assert len(seen) >= 30  # the combinations do change the words


@pytest.mark.parametrize("day", [3, 20, None])
@pytest.mark.parametrize("pain", [None, 5])
def test_real_plans_of_pairs_of_conditions_are_right(day, pain):
    for conditions in chain.from_iterable(combinations(ALL[:7] + ALL[8:], size) for size in (0, 1, 2)):
        request = sp.PlanRequest(minutes=15, days_since_injury=day, pain=pain, profile={"conditions": conditions})
        try:
            plan = sp.plan(request)
        except sp.NoPlan:
            continue
        assert sp.check(plan).ok
        for prescription in plan.prescriptions:
            texts = [
                Said(place, text)
                for step in plan.schedule
                if step.stretch_id == prescription.stretch_id
                for place, text in (
                    ("cue", step.cue),
                    ("feel", step.feel or ""),
                    ("inhale_cue", (step.breathing and step.breathing.inhale_cue) or ""),
                    ("exhale_cue", (step.breathing and step.breathing.exhale_cue) or ""),
                )
            ]
            assert not list(conflicts(texts)), (conditions, prescription.stretch_id)


def test_the_pairs_of_the_issue():
    """Osteoporosis: no straight arms, and no turn as far as is comfortable. Wrists: no flat hands."""
    plan = sp.plan(sp.PlanRequest(minutes=15, days_since_injury=None, profile={"conditions": ["osteoporosis"]}))
    told = {
        p.stretch_id: " ".join(
            f"{s.cue} {s.feel} {s.breathing and s.breathing.inhale_cue}"
            for s in plan.schedule
            if s.stretch_id == p.stretch_id
        )
        for p in plan.prescriptions
    }
    assert "straighten" not in told["cobra_pose"]
    assert "elbows" in told["cobra_pose"]
    assert "as far as" not in told["lying_knee_twist"]
    assert "both knees" in told["lying_knee_twist"]
    wrists = sp.plan(sp.PlanRequest(minutes=15, days_since_injury=None, profile={"conditions": ["wrist_pain"]}))
    cues = [step.cue for step in wrists.schedule if step.stretch_id == "cat_cow"]
    assert all("forearms" in cue or "hands" not in cue for cue in cues)
    figure = next(p.figure for p in wrists.prescriptions if p.stretch_id == "cat_cow")
    assert figure == "cat_cow_forearms"


@pytest.mark.parametrize(
    ("breath", "begins", "inhale", "exhale"),
    [
        ("catalogue", "inhale", "Lift your hips.", "Lower your hips slowly."),
        ("effort_out", "exhale", "Lower your hips slowly.", "Press your heels; lift your hips."),
    ],
)
def test_the_breath_of_the_bridge_is_chosen(breath, begins, inhale, exhale):
    plan = sp.plan(sp.PlanRequest(minutes=15, days_since_injury=None, breath=breath, targets={"pelvis"}))
    breathing = next(
        step.breathing for step in plan.schedule if step.kind == "repeat" and step.stretch_id == "glute_bridge"
    )
    assert (breathing.begins_with, breathing.inhale_cue, breathing.exhale_cue) == (begins, inhale, exhale)
    assert (breathing.inhale_seconds, breathing.exhale_seconds) == (2, 3)


def test_cat_cow_breathes_one_way_whatever_is_asked():
    """No source breathes cat-cow the other way."""
    plans = [
        sp.plan(sp.PlanRequest(minutes=5, days_since_injury=None, breath=breath, profile={"include": ["cat_cow"]}))
        for breath in ("catalogue", "effort_out")
    ]
    first, second = ([s.breathing for s in plan.schedule if s.stretch_id == "cat_cow"] for plan in plans)
    assert first == second


@pytest.mark.parametrize(("on", "side", "other"), [("2026-01-30", "left", "right"), ("2026-01-31", "right", "left")])
def test_a_setup_names_the_side_that_is_worked_first(on, side, other):
    plan = sp.plan(minutes=10, days_since_injury=None, on=on, profile={"include": ["knee_to_chest"]})
    steps = [step for step in plan.schedule if step.stretch_id == "knee_to_chest"]
    assert f"Lift your {side} foot" in steps[0].cue
    assert f"Your {other} foot stays flat" in steps[0].cue
    assert next(step.side for step in steps if step.kind == "hold") == side
