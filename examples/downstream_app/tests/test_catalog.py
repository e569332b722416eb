"""The catalogue: every kind of stretch, stated loads, areas that can be worked, honest words."""

import re

import pytest
from deskbreak import CATALOG, plan_break

import stretchplan as sp

EACH = pytest.mark.parametrize("stretch", CATALOG.stretches, ids=lambda stretch: stretch.id)


def test_there_is_something_of_every_kind():
    assert len(CATALOG.stretches) >= 15
    assert {s.style for s in CATALOG.stretches} == {"static", "dynamic", "strengthening"}
    assert {s.dose.kind for s in CATALOG.stretches} == {"hold", "flow", "repetitions"}
    assert {s.sides for s in CATALOG.stretches} == {"each", "both"}
    assert {s.position for s in CATALOG.stretches} >= {"seated", "standing", "quadruped", "supine"}


@EACH
def test_every_stretch_says_what_it_loads(stretch):
    assert stretch.loads is not None
    assert "loads" in stretch.provenance


@EACH
def test_every_stretch_can_be_planned(stretch):
    plan = plan_break(15, back_hurt_days_ago=None, profile={"include": {stretch.id}})
    assert stretch.id in {p.stretch_id for p in plan.prescriptions}


@pytest.mark.parametrize("area", CATALOG.area_ids)
def test_every_area_can_be_worked(area):
    plan = plan_break(3, back_hurt_days_ago=3, areas={area})
    assert plan.coverage[area].served_half_seconds > 0


@EACH
def test_a_first_day_is_kept(stretch):
    first = stretch.first_allowed_day
    if first:
        plan = plan_break(15, back_hurt_days_ago=first - 1)
        assert (stretch.id, "recovery-window") in [(e.stretch_id, e.rule_id) for e in plan.left_out]
    must = {"include": {stretch.id}}
    assert stretch.id in {p.stretch_id for p in plan_break(15, back_hurt_days_ago=first, profile=must).prescriptions}


@pytest.mark.parametrize(
    ("condition", "out"),
    [
        ("osteoporosis", set()),  # nothing here rounds the back to its end
        ("spinal_stenosis", {"standing_back_bend"}),
        ("knee_pain", {"half_kneeling_hip"}),
        ("wrist_pain", {"wall_push_up"}),
        ("pregnancy", {"knees_side_to_side", "strap_leg_raise"}),
    ],
)
def test_what_a_condition_rules_out(condition, out):
    plan = plan_break(15, back_hurt_days_ago=None, profile={"conditions": {condition}})
    assert {e.stretch_id for e in plan.effects if e.kind == "excluded"} == out


@EACH
def test_no_stretch_promises_anything(stretch):
    shown = " ".join((stretch.name, stretch.setup, stretch.cue, *(c.cue for c in stretch.cautions)))
    assert not re.search(r"heal|treat|cure|prevent|guarantee|therap", shown, re.IGNORECASE)


def test_sources_are_our_own():
    assert {source.kind for source in CATALOG.sources} == {"policy", "convention", "anatomy"}


def test_the_library_that_is_tested_is_the_installed_one():
    assert "site-packages" in sp.__file__
