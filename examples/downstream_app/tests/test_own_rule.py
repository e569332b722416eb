"""The app's own rule: at, just below and just above its bounds, in the planner and in the check."""

import pytest
from deskbreak import CATALOG, RULES, plan_break
from deskbreak.rules import MOST_SECONDS, MOST_SETS

import stretchplan as sp
from stretchplan.testing import assert_safe

REQUEST = sp.PlanRequest(minutes=10, days_since_injury=None, targets={"neck"})
NECK = CATALOG.get("ear_to_shoulder")
LIBRARY_ALONE = sp.Planner(CATALOG, explain=False)


def of_one(sets, seconds):
    """Return a plan of ear-to-shoulder alone at one dose, which can break only this rule."""

    class Only:
        id, sentence, source, strength = "only", "One stretch at one dose.", "this test", "policy"

        def leaves(self, stretch, doses, request):
            return [d for d in doses if stretch is NECK and d == sp.Dosage(sets=sets, amount=seconds)]

        def judge(self, plan, catalog):
            return ()

    plan = sp.Planner(CATALOG, rules=[Only()]).plan(REQUEST)
    assert [(p.stretch_id, p.sets, p.hold_seconds) for p in plan.prescriptions] == [(NECK.id, sets, seconds)]
    return plan


def faults(plan):
    """Return the messages of the rule's check."""
    return [fault.message for fault in RULES[0].judge(plan, CATALOG)]


@pytest.mark.parametrize("seconds", [MOST_SECONDS - 5, MOST_SECONDS])
def test_holds_up_to_the_bound_are_fine(seconds):
    dose = sp.Dosage(sets=1, amount=seconds)
    assert dose in RULES[0].leaves(NECK, (dose,), REQUEST)
    assert faults(of_one(1, seconds)) == []


def test_a_hold_above_the_bound_is_refused():
    dose = sp.Dosage(sets=1, amount=MOST_SECONDS + 5)
    assert dose not in RULES[0].leaves(NECK, (dose,), REQUEST)
    assert faults(of_one(1, 20)) == ["Ear to shoulder is held 20 s; for the neck it is 15 s at most."] * 2


@pytest.mark.parametrize(("more", "found"), [(-1, 0), (0, 0), (1, 1)])
def test_the_judge_reads_seconds(more, found):
    plan = of_one(1, MOST_SECONDS)
    steps = tuple(
        step.model_copy(update={"seconds": step.seconds + more}) if (step.kind, step.side) == ("hold", "left") else step
        for step in plan.schedule
    )
    changed = plan.model_copy(update={"schedule": steps})
    assert faults(changed) == ["Ear to shoulder is held 16 s; for the neck it is 15 s at most."] * found


@pytest.mark.parametrize(("sets", "found"), [(MOST_SETS - 1, 0), (MOST_SETS, 0), (MOST_SETS + 1, 2)])
def test_sets_below_at_and_above_the_bound(sets, found):
    dose = sp.Dosage(sets=sets, amount=10)
    assert (dose in RULES[0].leaves(NECK, (dose,), REQUEST)) == (not found)
    assert faults(of_one(sets, 10)) == ["Ear to shoulder has set 3 here; for the neck there are 2 at most."] * found


def test_other_stretches_are_left_alone():
    calves = CATALOG.get("wall_calf_stretch")
    dose = sp.Dosage(sets=4, amount=30)
    assert dose in RULES[0].leaves(calves, (dose,), REQUEST)


def test_without_the_rule_there_would_be_more():
    plan = LIBRARY_ALONE.plan(REQUEST)
    with pytest.raises(AssertionError, match=r"neck-gently: .* is held 20 s; for the neck it is 15 s at most"):
        assert_safe(plan, catalog=CATALOG, rules=RULES)


def test_every_break_says_that_it_was_made_under_the_rule():
    (rule,) = plan_break(5, back_hurt_days_ago=None).own_rules
    assert (rule.id, rule.sentence) == ("neck-gently", "What works the neck is held at most 15 s, in at most 2 sets.")
