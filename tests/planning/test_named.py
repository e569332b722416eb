"""Areas that a stretch is only named for: they answer a demand, count least, and the plan says so."""

import pytest

import stretchplan as sp
from stretchplan.catalog import Catalog, builtin_catalog
from stretchplan.errors import Infeasible
from stretchplan.words.languages import notice_phrases
from tests.support.plan_builder import build, request

BUILTIN = builtin_catalog()
DAYS = [0, 6, 7, 41, 42, None]
HINGE = "Bend at the hips with straight knees."


def stretch(name, targets, seconds=20, **fields):
    """Return a hold of one set on both sides at once."""
    dose = {"kind": "hold", "min_seconds": seconds, "max_seconds": seconds, "min_sets": 1, "max_sets": 1}
    return {
        "id": name,
        "name": name.capitalize(),
        "position": "standing",
        "style": "static",
        "sides": "both",
        "dose": dose,
        "targets": targets,
        "first_allowed_day": 0,
        "setup": "Stand.",
        "cue": "Stretch.",
        **fields,
    }


def catalog(*stretches, **fields):
    """Return a catalogue with the areas hips and hamstrings."""
    return Catalog.model_validate(
        {
            "id": "named",
            "version": "1.0.0",
            "title": "Named",
            "areas": [
                {"id": "hips", "name": "hips"},
                {"id": "hamstrings", "name": "hamstrings", "mainly_by": HINGE},
            ],
            "stretches": stretches,
            **fields,
        }
    )


BENT = stretch("bent", {"primary": ["hips"], "named": ["hamstrings"]})
HINGED = stretch("hinged", {"primary": ["hamstrings"]})
BESIDES = stretch("besides", {"primary": ["hips"], "secondary": ["hamstrings"]})


def only_named(plan):
    """Return the notices about areas that are only named."""
    return [notice for notice in plan.notices if notice.id == "only-named"]


@pytest.mark.parametrize("area", ["hamstrings", "knees"])
@pytest.mark.parametrize("day", DAYS)
def test_the_built_in_seven_say_that_none_is_for_hamstrings_or_knees(area, day):
    """The demand is answered, the plan is proved the best, and the first thing it says of the area is the truth."""
    plan = sp.plan(minutes=10, days_since_injury=day, targets={area, "lower_back"})
    (notice,) = only_named(plan)
    assert notice.area_id == area
    assert notice.rule_id == "honest-notice"
    assert notice.text.startswith(f"Nothing in this plan is mainly for the {area}: ")
    assert "No stretch of this catalogue is meant for it." in notice.text
    assert notice.text.endswith(next(a.mainly_by for a in BUILTIN.areas if a.id == area))
    coverage = plan.coverage[area]
    assert coverage.kind == "named"
    assert coverage.served_quarter_seconds == coverage.named_seconds > 0
    assert coverage.served_half_seconds == coverage.named_seconds // 2
    for shown in (plan.to_text(), plan.to_markdown(), plan.to_html()):
        assert f"Nothing in this plan is mainly for the {area}" in " ".join(shown.split())


@pytest.mark.parametrize("area", [a for a in BUILTIN.area_ids if a not in {"hamstrings", "knees"}])
def test_the_other_areas_are_meant_and_nothing_is_said(area):
    plan = sp.plan(minutes=10, days_since_injury=None, targets={area})
    assert only_named(plan) == []
    assert plan.coverage[area].kind in {"primary", "secondary"}


def test_nothing_is_said_of_areas_that_nobody_asked_for():
    """Without a demand, areas that are only named do not count either."""
    plan = sp.plan(minutes=20, days_since_injury=None)
    assert only_named(plan) == []
    assert plan.coverage["hamstrings"].kind == "named"
    asked = [a for a in BUILTIN.area_ids if a not in {"hamstrings", "knees"}]
    served = [plan.coverage[area].served_quarter_seconds for area in asked]
    assert plan.objective.least_served_quarter_seconds == min(served)
    assert plan.objective.total_served_quarter_seconds == sum(served)


@pytest.mark.parametrize(
    ("first", "better", "served"), [(BENT, HINGED, 80), (BENT, BESIDES, 40)], ids=["primary", "secondary"]
)
def test_a_stretch_that_is_for_the_area_comes_before_one_that_is_named_for_it(first, better, served):
    """There is time for one of two equal holds; 20 s count 80 quarter-seconds, 40 or 20."""
    planner = sp.Planner(catalog(first, better))
    plan = planner.plan(minutes=1, days_since_injury=None, targets={"hamstrings"})
    assert better["id"] in {p.stretch_id for p in plan.prescriptions}
    assert only_named(plan) == []
    alone = sp.Planner(catalog(better)).plan(minutes=1, days_since_injury=None, targets={"hamstrings"})
    assert alone.objective.least_served_quarter_seconds == served


def test_a_named_target_counts_a_quarter():
    plan = sp.Planner(catalog(BENT)).plan(minutes=1, days_since_injury=None, targets={"hamstrings", "hips"})
    assert plan.objective.least_served_quarter_seconds == 20
    assert plan.objective.total_served_quarter_seconds == 20 + 80
    assert (plan.objective.least_served_half_seconds, plan.objective.total_served_half_seconds) == (10, 50)
    assert plan.prescriptions[0].areas == ("hips", "hamstrings")
    assert plan.prescriptions[0].because.named == ("hamstrings",)
    assert plan.prescriptions[0].why == "For your hips."


def test_the_notice_names_the_stretches_of_the_catalogue_that_are_for_the_area():
    """Here it is avoided; the catalogue's own sentence is in the catalogue's language."""
    planner = sp.Planner(catalog(BENT, HINGED, BESIDES, language="de"), language="en")
    plan = planner.plan(
        minutes=5,
        days_since_injury=None,
        targets={"hamstrings"},
        profile={"avoid_stretches": {"hinged", "besides"}},
    )
    (notice,) = only_named(plan)
    ours = (
        "Nothing in this plan is mainly for the hamstrings: Bent is only named for it and hardly works it. "
        "Of this catalogue, Hinged and Besides are meant for it."
    )
    assert notice.text == f"{ours} {HINGE}"
    assert [(p.text, p.language) for p in notice_phrases(notice, plan)] == [(ours, "en"), (HINGE, "de")]


def test_a_policy_leaves_named_targets_out():
    """Then no plan works the hamstrings, and the refusal names the policy and the stretches that it keeps out."""
    policy = sp.Policy(named_targets=False)
    planner = sp.Planner(policy=policy)
    with pytest.raises(Infeasible) as refused:
        planner.plan(minutes=10, days_since_injury=None, targets={"hamstrings", "hips"})
    (conflict,) = refused.value.conflicts
    assert [member.id for member in conflict.members] == ["hamstrings", "caller-policy"]
    kept_out = {"knee_to_chest", "childs_pose", "piriformis_stretch"}
    assert {out.stretch_id for out in conflict.kept_out if out.by == "caller-policy"} == kept_out
    assert "the caller's policy keeps them out today" in conflict.message
    plan = planner.plan(minutes=10, days_since_injury=None, targets={"hips"})
    assert sp.check(plan).ok
    assert plan.coverage["hamstrings"].kind is None
    assert not any("hamstrings" in p.areas for p in plan.prescriptions)
    assert "named targets False" in plan.to_text()


def test_policies_narrow_to_no_named_targets():
    strict = sp.Policy(named_targets=False)
    assert strict.narrowed(sp.Policy(max_sets=2)).named_targets is False
    assert sp.Policy(max_sets=2).narrowed(strict).named_targets is False
    assert sp.Policy(max_sets=2).narrowed(sp.Policy(max_sets=1)).named_targets is True


def test_a_stricter_policy_of_the_check_finds_the_demand_unmet():
    plan = sp.plan(minutes=10, days_since_injury=None, targets={"knees"})
    assert sp.check(plan).ok
    broken = sp.check(plan, policy=sp.Policy(named_targets=False))
    assert "areas-worked" in {v.rule_id for v in broken.violations}


@pytest.mark.parametrize("change", ["missing", "text", "area"])
def test_the_checker_wants_the_notice(change):
    """It decides by itself when the notice is due."""
    plan = build([("knee_to_chest", 1, 10)], request(minutes=3, targets=["hamstrings"]))
    assert sp.check(plan).ok
    (notice,) = [n for n in plan["notices"] if n["id"] == "only-named"]
    if change == "missing":
        plan["notices"].remove(notice)
    elif change == "text":
        notice["text"] = notice["text"].replace("hardly works", "works")
    else:
        notice["area_id"] = "knees"
    assert {v.rule_id for v in sp.check(plan).violations} == {"honest-notice"}


def test_a_plan_of_the_schema_before_is_read_in_quarters():
    """Its half-seconds double; what it does not say is left open."""
    data = sp.plan(minutes=5, days_since_injury=None, targets={"hips"}).model_dump(mode="json")
    for entry in (*data["coverage"].values(), data["objective"], data["bound"]):
        for name in [n for n in entry if "quarter" in n or n in {"kind", "named_seconds"}]:
            del entry[name]
    old = sp.Plan.model_validate(data)
    assert old.objective.least_served_quarter_seconds == 2 * old.objective.least_served_half_seconds
    assert old.coverage["hips"].served_quarter_seconds == 2 * old.coverage["hips"].served_half_seconds
    assert old.coverage["hips"].kind is None
    assert old.to_text()
