"""Is it pointed out where a catalogue allows more than the built-in one, and does no other catalogue pass for it?"""

import subprocess
import sys

import pytest

import stretchplan as sp
from stretchplan.catalog import Catalog, builtin_catalog, catalog_from_dict, looser_facts
from tests.support.sample_plans import other

BUILTIN = builtin_catalog()
# Its figures show a person face down, which a seated stretch may not have.
UNDRAWN = [form.model_dump(mode="json") | {"figure": None} for form in BUILTIN.by_id["cobra_pose"].forms]


@pytest.mark.parametrize(
    ("stretch", "fields", "said"),
    [
        ("glute_bridge", {"first_allowed_day": 3}, "Glute Bridge is allowed from day 3; lower_back_seven has day 7"),
        (
            "childs_pose",
            {"dose": {"max_seconds": 90}},
            "Child's Pose has up to 90 seconds; lower_back_seven has up to 30",
        ),
        ("cobra_pose", {"dose": {"max_sets": 9}}, "Cobra Pose has up to 9 sets; lower_back_seven has up to"),
        (
            "cobra_pose",
            {"dose": {"max_repetitions": 50, "choices": [5, 8, 10, 50]}},
            "Cobra Pose has up to 50 repetitions; lower_back_seven has",
        ),
        (
            "childs_pose",
            {"forms": []},
            "Child's Pose has no form for 'disc-leg-pain'; lower_back_seven has one",
        ),
        (
            "cobra_pose",
            {"loads": []},
            "Cobra Pose does not have the load 'end_range_extension'; lower_back_seven has it",
        ),
        (
            "cobra_pose",
            {"position": "seated", "figure": "seated_chest_lift", "forms": UNDRAWN},
            "the position of Cobra Pose is seated; lower_back_seven has prone",
        ),
        (
            "glute_bridge",
            {"style": "dynamic"},
            "the style of Glute Bridge is dynamic; lower_back_seven has strengthening",
        ),
    ],
)
def test_a_looser_fact_is_pointed_out(stretch, fields, said):
    catalog = other(**{stretch: fields})
    assert looser_facts(catalog)[0].message.startswith(said)
    assert looser_facts(catalog)[0].where.startswith("stretches[")
    plan = sp.Planner(catalog).plan(minutes=5, days_since_injury=None)
    report = sp.check(plan, catalog=catalog)
    assert report.ok
    assert any(notice.lower().startswith(said.lower()) for notice in report.notices)


def test_a_stricter_catalogue_has_none():
    catalog = other(
        glute_bridge={"first_allowed_day": 14, "loads": None},
        childs_pose={"dose": {"max_sets": 1, "min_sets": 1}},
    )
    assert looser_facts(catalog) == ()
    assert looser_facts(BUILTIN) == ()
    assert sp.check(sp.plan(minutes=5, days_since_injury=3)).notices == ()


def test_an_alias_is_the_stretch():
    data = other(glute_bridge={"first_allowed_day": 0}).model_dump(mode="json")
    bridge = next(s for s in data["stretches"] if s["id"] == "glute_bridge")
    bridge |= {"id": "bridge", "aliases": ["hip_lift"]}
    for stretch in data["stretches"]:
        stretch["ordering"]["after"] = []
    (found,) = looser_facts(Catalog.model_validate(data))
    assert found.where.endswith("(bridge).first_allowed_day")


@pytest.mark.parametrize("version", [BUILTIN.version, "1.0.0", "9.0.0"])
def test_the_id_of_the_built_in_catalogue_is_its_own(version):
    data = other(glute_bridge={"first_allowed_day": 0}).model_dump(mode="json")
    impostor = Catalog.model_validate(data | {"id": BUILTIN.id, "version": version})
    mine = Catalog.model_validate(data)
    plan = sp.Planner(mine).plan(minutes=10, days_since_injury=3)
    assert "glute_bridge" in {p.stretch_id for p in plan.prescriptions}
    names = {"id": impostor.id, "version": version, "digest": impostor.digest}
    forged = plan.model_dump(mode="json") | {"catalog": names}
    for catalog in (None, impostor):
        report = sp.check(forged, catalog=catalog)
        assert {violation.rule_id for violation in report.violations} >= {"known-stretch"}
    said = (
        f"'lower_back_seven' is the id of the built-in catalogue {BUILTIN.version}, and the catalogue that was given "
    )
    assert f"{said}says something else." in [violation.message for violation in report.violations]


def test_the_terminal_points_it_out(tmp_path):
    file = tmp_path / "mine.json"
    file.write_text(other(glute_bridge={"first_allowed_day": 3}).model_dump_json(), encoding="utf-8")
    run = [sys.executable, "-m", "stretchplan", "catalog", "--catalog", str(file)]
    said = subprocess.run(run, capture_output=True, check=True, text=True).stdout
    assert "Where the catalogue allows more than the built-in one" in said
    assert "Glute Bridge is allowed from day 3; lower_back_seven has day 7." in said


@pytest.mark.parametrize(
    ("words", "position"),
    [
        ("sitting", "seated"),
        ("lying on the back", "supine"),
        ("lying face down", "prone"),
        ("on hands and knees", "quadruped"),
        ("lying on the side", "side_lying"),
        ("on one knee", "half_kneeling"),
    ],
)
def test_the_plain_words_of_a_position_suggest_the_right_one(words, position):
    data = sp.builtin_catalog().model_dump(mode="json")
    data["stretches"][0]["position"] = words
    with pytest.raises(sp.CatalogError) as caught:
        catalog_from_dict(data)
    assert caught.value.problems[0].message == f"{words!r} is not allowed; did you mean {position!r}?"
