"""What does pain now change? Up to 3 nothing, from 4 the lowest doses only, from 6 there is no plan today."""

import pytest

import stretchplan as sp

LOWEST = {  # by hand from facts/stretches.md: sets, seconds held, repetitions
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
    """Return what a plan asks of each stretch."""
    return {p.stretch_id: (p.sets, p.hold_seconds, p.repetitions) for p in plan.prescriptions}


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("pain", [None, 0, 1, 2, 3])
def test_up_to_three_it_is_as_planned(pain, day):
    """The same session as without the question, and no notice about pain."""
    plan = sp.plan(minutes=20, days_since_injury=day, pain=pain)
    asked_nothing = sp.plan(minutes=20, days_since_injury=day)
    assert plan.schedule == asked_nothing.schedule
    assert plan.notices == asked_nothing.notices


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("pain", [4, 5])
def test_at_four_and_five_only_the_lowest_doses_are_planned(pain, day):
    """Each stretch once, at the least; the plan says why, and the checker agrees."""
    plan = sp.plan(minutes=20, days_since_injury=day, pain=pain)
    assert doses(plan) == {k: v for k, v in LOWEST.items() if k in doses(plan)}
    assert len(plan.prescriptions) == (6 if day in {0, 6} else 7)
    (notice,) = [n for n in plan.notices if n.rule_id == "pain-stop"]
    assert notice.text.startswith(f"Pain now is {pain} of 10, so this session keeps to the lowest doses")
    assert sp.check(plan).ok


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("pain", [6, 7, 8, 9, 10])
def test_from_six_there_is_no_plan_today(pain, day):
    """It says to rest, whom to see if it lasts, and names no stretch."""
    with pytest.raises(sp.Infeasible) as caught:
        sp.plan(minutes=20, days_since_injury=day, targets={"hips"}, pain=pain)
    assert str(caught.value) == (
        f"Because pain now is {pain} of 10 and pain-stop plans nothing from 6, there is no plan today: "
        "rest, and see a clinician if it lasts."
    )
    (conflict,) = caught.value.conflicts
    assert (conflict.demands, conflict.rule_ids, conflict.kept_out) == ((), ("pain-stop",), ())
    assert caught.value.relaxations == ()


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
def test_a_rating_is_a_whole_number_from_0_to_10(pain, sentence):
    """Anything else is one clear sentence, never ignored."""
    with pytest.raises(sp.InvalidRequest) as caught:
        sp.plan(minutes=5, days_since_injury=None, pain=pain)
    assert str(caught.value) == sentence


def test_more_pain_never_brings_a_stretch_or_a_dose_in():
    """From 0 to 10, what is planned only shrinks."""
    for day in DAYS:
        before = None
        for pain in range(6):
            now = sp.plan(minutes=30, days_since_injury=day, pain=pain)
            if before is not None:
                assert now.total_seconds <= before.total_seconds
                assert set(doses(now)) <= set(doses(before))
            before = now
