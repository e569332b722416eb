"""A stand-in takes the place of a stretch that is out, stands by while that is in, and is named where it could help."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

import stretchplan as sp
from stretchplan.catalog import builtin_catalog, catalog_from_dict
from stretchplan.inputs.conditions import CONDITIONS
from tests.support import anywhere_plans

ANYWHERE = builtin_catalog("anywhere")
BOTH = builtin_catalog("both")


class NothingMore:
    """A rule of one's own that forbids nothing."""

    id = "nothing-more"
    sentence = "Nothing more is forbidden."
    source = "this test"
    strength = "policy"

    def leaves(self, stretch: Any, doses: Any, request: Any) -> Any:
        """Return all doses."""
        return doses

    def judge(self, plan: Any, catalog: Any) -> Any:
        """Find nothing."""
        return ()


def planned(plan: sp.Plan) -> list[str]:
    """Return the ids of the stretches of a plan, in order."""
    return [prescription.stretch_id for prescription in plan.prescriptions]


def out(plan: sp.Plan, name: str) -> Any:
    """Return the left-out entry of a stretch."""
    return next(entry for entry in plan.left_out if entry.stretch_id == name)


def with_conditions(*conditions: str, **fields: Any) -> dict[str, Any]:
    """Return the fields of a request for 10 minutes."""
    return {"minutes": 10, "days_since_injury": None, "profile": {"conditions": set(conditions)}} | fields


def test_without_conditions_both_plans_as_the_seven_do() -> None:
    for minutes in (3, 5, 10, 20):
        for days in (0, 6, 10, None):
            seven = sp.plan(minutes=minutes, days_since_injury=days)
            both = sp.plan(minutes=minutes, days_since_injury=days, catalog="both")
            assert both.prescriptions == seven.prescriptions
            assert both.schedule == seven.schedule


def test_a_session_has_a_stretch_or_its_stand_in_and_not_both() -> None:
    for condition in CONDITIONS:
        if condition == "recent_spinal_surgery":
            continue
        for days in (0, 30, None):
            plan = sp.plan(**with_conditions(condition, days_since_injury=days), catalog="both")
            names = set(planned(plan))
            assert not any(names.intersection(BOTH.by_id[name].stands_in) for name in names)


def test_a_plan_takes_the_stand_in_and_says_so() -> None:
    plan = sp.plan(**with_conditions("pregnancy", minutes=20), catalog="both")
    twist = out(plan, "lying_knee_twist")
    assert "seated_twist" in planned(plan)
    assert [(one.stretch_id, one.name, one.catalog) for one in twist.stand_ins] == [
        ("seated_twist", "Seated Twist", None)
    ]
    assert twist.reason == (
        "Lying Knee Twist is out in pregnancy: it starts lying on the back. Seated Twist takes its place."
    )


def test_the_seven_name_what_could_stand_in() -> None:
    plan = sp.plan(**with_conditions("wrist_pain"))
    cobra = out(plan, "cobra_pose")
    assert [(one.stretch_id, one.catalog) for one in cobra.stand_ins] == [
        (name, "anywhere") for name in ("standing_back_bend", "wall_arch", "seated_chest_lift", "bed_on_elbows")
    ]
    assert cobra.reason.endswith(
        "Standing Back Bend, Arch at the Wall, Seated Chest Lift or On the Elbows in Bed could stand in "
        "(catalogue anywhere)."
    )


def test_what_a_condition_or_a_wish_rules_out_is_not_named() -> None:
    plan = sp.plan(**with_conditions("hip_replacement"))
    assert out(plan, "knee_to_chest").stand_ins == ()
    fields = with_conditions("wrist_pain")
    fields["profile"]["equipment"] = {"chair"}
    plan = sp.plan(**fields)
    assert [one.stretch_id for one in out(plan, "cobra_pose").stand_ins] == ["standing_back_bend", "seated_chest_lift"]


def test_nothing_is_named_for_what_a_later_day_brings_or_under_rules_of_ones_own() -> None:
    assert out(sp.plan(minutes=10, days_since_injury=3), "glute_bridge").stand_ins == ()
    plan = sp.Planner(rules=[NothingMore()]).plan(**with_conditions("wrist_pain"))
    assert out(plan, "cobra_pose").stand_ins == ()


def test_a_stretch_that_stands_by_says_what_for() -> None:
    plan = sp.plan(minutes=10, days_since_injury=None, catalog="both")
    entry = out(plan, "seated_cat_cow")
    assert (entry.kind, entry.rule_id, entry.because.kind) == ("standing_by", None, "stands_by")
    assert entry.reason == "Seated Cat-Cow stands in for Cat-Cow Pose when a condition or a wish rules it out."
    assert sp.why_not(plan, "seated_cat_cow").reason == entry.reason


def test_before_a_stand_in_is_allowed_its_own_stand_in_comes_in() -> None:
    fields: dict[str, Any] = {"minutes": 20, "profile": {"equipment": {"chair"}}, "catalog": "anywhere"}
    early, later = (sp.plan(days_since_injury=day, **fields) for day in (3, 7))
    assert "seated_buttock_squeeze" in planned(early)
    assert "sit_to_stand" in planned(later)
    assert out(later, "seated_buttock_squeeze").because.stretch_ids == ("sit_to_stand",)
    # On the floor the bridge is only too early.
    both = sp.plan(minutes=20, days_since_injury=3, catalog="both")
    assert out(both, "seated_buttock_squeeze").because.stretch_ids == ("glute_bridge",)


def test_a_person_may_ask_for_one_by_name_or_by_an_area() -> None:
    named = sp.plan(minutes=10, days_since_injury=None, profile={"include": {"seated_cat_cow"}}, catalog="both")
    assert "seated_cat_cow" in planned(named)
    meant = sp.plan(minutes=10, days_since_injury=None, targets={"hamstrings"}, catalog="both")
    assert "counter_stretch" in planned(meant)
    assert not any(notice.id == "only-named" for notice in meant.notices)
    assert out(meant, "standing_hip_extension").kind == "standing_by"
    assert meant.coverage["hamstrings"].primary_seconds == 60


def test_they_come_in_where_there_is_no_plan_without_them() -> None:
    def entry(name: str, seconds: int, **fields: Any) -> dict[str, Any]:
        dose = {"kind": "hold", "min_seconds": seconds, "max_seconds": seconds, "min_sets": 1, "max_sets": 1}
        words = {"setup": "Sit.", "cue": "Stay."}
        shape = {"position": "seated", "style": "static", "sides": "both", "first_allowed_day": 0, "loads": []}
        return {"id": name, "name": name, "dose": dose, "targets": {"primary": ["back"]}} | shape | words | fields

    catalog = catalog_from_dict(
        {
            "id": "two",
            "version": "1.0.0",
            "title": "Two",
            "areas": [{"id": "back", "name": "back"}],
            "stretches": [entry("long", 90), entry("short", 10, stands_in=["long"])],
        }
    )
    planner = sp.Planner(catalog)
    short = planner.plan(minutes=1, days_since_injury=None)
    assert planned(short) == ["short"]
    assert out(short, "long").rule_id == "fits-the-minutes"
    assert planned(planner.plan(minutes=3, days_since_injury=None)) == ["long"]
    assert planner.why(short, "short").because.outcome == "impossible"


def test_a_refusal_names_the_first_few_of_many_that_could_stand_in() -> None:
    others = [stretch.id for stretch in sp.builtin_catalog().stretches if stretch.id != "glute_bridge"]
    with pytest.raises(sp.Infeasible) as refused:
        sp.plan(minutes=10, days_since_injury=None, profile={"avoid_stretches": others})
    (conflict,) = refused.value.conflicts
    assert conflict.message.endswith(
        "Seated Knee to Chest, Knee to Chest in Bed, Standing Knee Hug, Seated Twist or "
        f"{len(conflict.stand_ins) - 4} others could stand in (catalogue anywhere)."
    )
    assert len(conflict.stand_ins) > 10


def test_a_refusal_names_what_could_stand_in() -> None:
    with pytest.raises(sp.Infeasible) as refused:
        sp.plan(minutes=10, days_since_injury=3, targets={"pelvis"})
    (conflict,) = refused.value.conflicts
    assert conflict.stand_ins == ("seated_buttock_squeeze",)
    assert conflict.message.endswith("Seated Buttock Squeeze could stand in (catalogue anywhere).")
    assert refused.value.to_dict()["conflicts"][0]["stand_ins"] == ["seated_buttock_squeeze"]
    with pytest.raises(sp.Infeasible) as surgery:
        sp.plan(**with_conditions("recent_spinal_surgery"))
    assert surgery.value.conflicts[0].stand_ins == ()


def test_six_plans_word_for_word() -> None:
    """``python -m tests.regenerate`` writes the file; read what changed."""
    assert anywhere_plans.pages() == anywhere_plans.GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"stand_ins": []}, "has the stand-ins"),
        ({"reason": "Lying Knee Twist is out in pregnancy: it starts lying on the back."}, "has reason"),
        ({"stand_ins": [{"stretch_id": "seated_twist", "name": "Seated Twist", "catalog": "x"}]}, "has the stand-ins"),
    ],
)
def test_the_checker_finds_an_untrue_stand_in(change: dict[str, Any], says: str) -> None:
    document = json.loads(sp.plan(**with_conditions("pregnancy", minutes=20), catalog="both").model_dump_json())
    entry = next(one for one in document["left_out"] if one["stretch_id"] == "lying_knee_twist")
    entry.update(change)
    report = sp.check(document)
    assert [v.rule_id for v in report.violations] == ["true-summary"]
    assert says in report.violations[0].message


def test_the_checker_finds_a_stretch_that_may_not_stand_by() -> None:
    document = json.loads(sp.plan(**with_conditions("pregnancy"), catalog="both").model_dump_json())
    entry = next(one for one in document["left_out"] if one["stretch_id"] == "seated_figure_four")
    assert entry["kind"] == "beaten"
    entry.update(kind="standing_by", because={"kind": "stands_by", "stretch_ids": []})
    messages = [v.message for v in sp.check(document).violations]
    assert any("nothing that it stands in for may be planned" in message for message in messages)


def test_the_second_catalogue_is_read_when_it_is_needed() -> None:
    """A first plan from the seven takes no longer than it did; one with a condition reads what could stand in."""
    code = (
        "import stretchplan as sp; from stretchplan.catalog import loader; "
        "sp.plan(minutes=10, days_since_injury=3); print(loader._builtin.cache_info().currsize); "
        "sp.plan(minutes=10, days_since_injury=3, profile={'conditions': {'knee_pain'}}); "
        "print(loader._builtin.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "2"]
