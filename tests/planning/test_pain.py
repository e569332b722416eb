"""What does pain now change: up to 3 the pace alone, from 4 only the lowest doses, from 6 there is no plan today?"""

import pytest

import stretchplan as sp

LOWEST = {  # by hand from the sources of the stretches: sets, seconds held, repetitions
    "knee_to_chest": (1, 10, None),
    "lying_knee_twist": (1, 20, None),
    "childs_pose": (1, 30, None),
    "cat_cow": (1, None, 5),
    "piriformis_stretch": (1, 10, None),
    "glute_bridge": (1, None, 10),
    "cobra_pose": (1, None, 5),
}
DAYS = (0, 6, 7, 41, 42, None)


def doses(plan):
    """Return the dose of each stretch: sets, seconds held, repetitions."""
    return {p.stretch_id: (p.sets, p.hold_seconds, p.repetitions) for p in plan.prescriptions}


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("pain", [None, 0, 1, 2, 3])
def test_pain_up_to_three_changes_the_pace_alone(pain, day):
    """A session without a stated pace is unhurried then; with one, nothing changes."""
    for pace in ("usual", None):
        plan = sp.plan(minutes=20, days_since_injury=day, pain=pain, pace=pace)
        unrated = sp.plan(minutes=20, days_since_injury=day, pace=pace or ("unhurried" if pain else None))
        assert plan.schedule == unrated.schedule
        assert plan.notices == unrated.notices


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("pain", [4, 5])
def test_pain_of_four_or_five_plans_only_the_lowest_doses(pain, day):
    plan = sp.plan(minutes=20, days_since_injury=day, pain=pain)
    assert doses(plan) == {k: v for k, v in LOWEST.items() if k in doses(plan)}
    assert len(plan.prescriptions) == (6 if day in {0, 6} else 7)
    (notice,) = [n for n in plan.notices if n.rule_id == "pain-stop"]
    assert notice.text.startswith(f"Pain now is {pain} of 10, so only the lowest doses are right today")
    assert sp.check(plan).ok


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("pain", [6, 7, 8, 9, 10])
def test_pain_from_six_leaves_no_plan_and_names_no_stretch(pain, day):
    with pytest.raises(sp.Infeasible) as caught:
        sp.plan(minutes=20, days_since_injury=day, targets={"hips"}, pain=pain)
    assert str(caught.value) == (
        f"Because pain now is {pain} of 10, and nothing is planned from 6 on, there is no stretching today. "
        "Keep moving gently and change position often. See a clinician if it lasts. With numbness around the groin, "
        "new trouble with bladder or bowels, a weak leg, fever, or pain after a serious accident, get medical help now."
    )
    (conflict,) = caught.value.conflicts
    assert (conflict.demands, conflict.rule_ids, conflict.kept_out) == ((), ("pain-stop",), ())
    assert caught.value.relaxations == ()
    answers = {question.id: "no" for question in sp.screening_questions()}
    with pytest.raises(sp.Infeasible, match=r"See a clinician if it lasts\.$"):
        sp.plan(minutes=20, days_since_injury=day, pain=pain, screening=answers)


@pytest.mark.parametrize(
    ("pain", "sentence"),
    [
        (-1, "pain: -1 is not allowed; it must be at least 0"),
        (11, "pain: 11 is not allowed; it must be at most 10"),
        (3.5, "pain: 3.5 is not allowed; it must be a whole number"),
        ("4", "pain: '4' is not allowed; it must be a whole number"),
        (True, "pain: True is not allowed; it must be a whole number"),
    ],
)
def test_pain_must_be_a_whole_number_from_0_to_10(pain, sentence):
    with pytest.raises(sp.InvalidRequest) as caught:
        sp.plan(minutes=5, days_since_injury=None, pain=pain)
    assert str(caught.value) == sentence


def test_more_pain_never_adds_a_stretch_or_a_second():
    for day in DAYS:
        less_pain = None
        for pain in range(6):
            plan = sp.plan(minutes=30, days_since_injury=day, pain=pain, pace="usual")
            if less_pain is not None:
                assert plan.total_seconds <= less_pain.total_seconds
                assert set(doses(plan)) <= set(doses(less_pain))
            less_pain = plan
