"""Which rules does the checker find against a left-out stretch, and how long is its shortest session?"""

import pytest

from stretchplan.results.plan import Plan
from stretchplan.safety.checks.forbidden import budget_seconds, forbidden_by, shortest_sessions
from tests.support.broken_plans.policy import OWN
from tests.support.plan_builder import BUILTIN, build, request
from tests.support.sample_plans import other

CHILD, COBRA, BRIDGE = (BUILTIN.by_id[name] for name in ("childs_pose", "cobra_pose", "glute_bridge"))


def asking(minutes=1, seconds=0, policy=(), **asked):
    """Return a plan of which only the request and the policy matter."""
    return Plan.model_validate(build([("cat_cow", 1, 30)], request(minutes=minutes, seconds=seconds, **asked)) | policy)


def minutes_forbid(stretch, plan, catalog):
    """Return whether even the shortest session with a stretch is too long."""
    return shortest_sessions(plan, catalog, [stretch])[stretch.id].too_long(budget_seconds(plan))


def under(**policy):
    """Return the part of a plan that holds its policy."""
    return {"policy": policy}


@pytest.mark.parametrize(
    ("name", "dose", "takes"),
    [
        # With what is said in them, getting ready takes 39 s and getting up 20 s; changes of side and rests 10 s.
        ("knee_to_chest", {"min_sets": 2, "min_seconds": 10}, 39 + 4 * 10 + 3 * 10 + 20),
        ("knee_to_chest", {"min_sets": 3, "min_seconds": 10}, 39 + 6 * 10 + 5 * 10 + 20),
        ("childs_pose", {"min_sets": 3, "min_seconds": 10}, 39 + 3 * 10 + 2 * 10 + 20),
        ("childs_pose", {"min_sets": 4, "min_seconds": 10}, 39 + 4 * 10 + 3 * 10 + 20),
    ],
)
def test_the_least_that_a_stretch_takes(name, dose, takes):
    """A session a second shorter excludes the stretch, and one as long does not, by the minutes or by the policy."""
    catalog = other(**{name: {"dose": dose}})
    stretch = catalog.by_id[name]
    for budget, out in ((takes - 1, True), (takes, False), (takes + 1, False)):
        by_minutes = asking(budget // 60, budget % 60, {})
        assert minutes_forbid(stretch, by_minutes, catalog) is out
        by_policy = asking(30, 0, under(max_session_seconds=budget))
        assert minutes_forbid(stretch, by_policy, catalog) is out
    shorter = asking(takes // 60, takes % 60 - 1, under(max_session_seconds=takes + 60))
    assert minutes_forbid(stretch, shorter, catalog) is True


@pytest.mark.parametrize(("seconds", "out"), [(57, True), (58, False)])
def test_strengthening_after_a_stretch_in_another_position(seconds, out):
    """Getting ready for cat-cow takes 41 s, it 30 s, the change of position 37 s, the bridge 50 s, getting up 20 s."""
    avoided = [name for name in BUILTIN.by_id if name not in {"cat_cow", "glute_bridge"}]
    plan = asking(2, seconds, {}, profile={"avoid_stretches": avoided})
    assert minutes_forbid(BRIDGE, plan, BUILTIN) is out


@pytest.mark.parametrize(("aim", "out"), [(4, True), (5, True), (6, False)])
def test_repetitions_without_a_breath_count_a_second_each(aim, out):
    """This happens only in an unvalidated catalogue. Five repetitions are 5 s, and the second set comes after those."""
    stretch = COBRA.model_copy(update={"breath": None, "dose": COBRA.dose.model_copy(update={"min_sets": 2})})
    plan = asking(30, 0, {})
    policy = plan.policy.model_copy(update={"aim_seconds_per_side": aim})
    assert forbidden_by(stretch, plan.model_copy(update={"policy": policy})) == (("sixty-seconds",) if out else ())


def test_own_rules_stand_with_the_others():
    """The checker accepts an own rule's entry only for its own stretch, and only if the plan names the rule."""
    told = build(
        [("knee_to_chest", 1, 10)],
        request(day=3, targets=["glutes"]),
        forbidden={"childs_pose": OWN["id"], "glute_bridge": OWN["id"], "cobra_pose": "another-rule"},
    )
    plan = Plan.model_validate(told | {"own_rules": [OWN]})
    assert forbidden_by(CHILD, plan) == (OWN["id"],)
    assert forbidden_by(BRIDGE, plan) == ("recovery-window", OWN["id"])
    assert forbidden_by(COBRA, plan) == ()
    assert forbidden_by(CHILD, Plan.model_validate(told)) == ()
