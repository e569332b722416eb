"""Does the explorer answer what its traits say, with the library's own plan, refusal or sentence?"""

import subprocess
import sys
from typing import Any

import pytest
from traitlets import TraitError

import stretchplan as sp
from stretchplan.widget import Explorer
from tests.support import german
from tests.support.hostile_texts import HOSTILE


def test_it_shows_the_plan_of_the_library_for_what_its_controls_say():
    explorer = Explorer(days_since_injury=3, minutes=10, targets={"hips", "lower_back"}, conditions=["wrist_pain"])
    profile = {"conditions": ["wrist_pain"]}
    plan = sp.plan(minutes=10, days_since_injury=3, targets={"hips", "lower_back"}, profile=profile)
    assert explorer.plan == plan
    assert explorer.refusal is None
    assert explorer.answer == plan._repr_html_()


def test_its_controls_are_in_the_language_of_its_planner():
    asked = [Explorer(days_since_injury=3, planner=sp.Planner(language=language)).choices for language in ("en", "de")]
    assert all(asked[0]["words"][name] != asked[1]["words"][name] for name in asked[0]["words"])
    assert ["knee_pain", "Knieschmerzen"] in asked[1]["conditions"]


def test_the_days_since_the_injury_are_never_assumed():
    with pytest.raises(TypeError, match="days_since_injury"):
        Explorer()  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("trait", "value", "asked"),
    [
        ("minutes", 20, {"minutes": 20}),
        ("days_since_injury", 60, {"days_since_injury": 60}),
        ("days_since_injury", None, {"days_since_injury": None}),
        ("targets", ["hips"], {"targets": {"hips"}}),
        ("conditions", ["knee_pain"], {"profile": {"conditions": ["knee_pain"]}}),
    ],
)
def test_every_control_changes_the_plan(trait: str, value: Any, asked: dict[str, Any]):
    explorer = Explorer(days_since_injury=8)
    told = []
    explorer.observe(told.append, "answer")
    setattr(explorer, trait, value)
    assert explorer.plan == sp.plan(**{"minutes": 10, "days_since_injury": 8} | asked)
    assert len(told) == 1


def test_a_refusal_stands_in_place_of_the_plan_and_goes_again():
    explorer = Explorer(days_since_injury=2, targets=["pelvis"])
    assert explorer.plan is None
    assert isinstance(explorer.refusal, sp.Infeasible)
    assert explorer.answer == explorer.refusal._repr_html_()
    explorer.days_since_injury = 7
    assert explorer.plan is not None
    assert explorer.refusal is None


@pytest.mark.parametrize("name", HOSTILE[:3])
def test_a_name_that_the_catalogue_does_not_have_is_one_escaped_sentence(name: str):
    explorer = Explorer(days_since_injury=2, targets=[name])
    assert isinstance(explorer.refusal, sp.InvalidRequest)
    assert explorer.answer.startswith('<p role="alert">targets: ')
    assert explorer.answer.count("<") == 2
    explorer.targets = []
    assert explorer.plan is not None


@pytest.mark.parametrize(
    ("trait", "value"),
    [("minutes", 0), ("minutes", 241), ("days_since_injury", -1), ("targets", [3]), ("minutes", "5")],
)
def test_a_value_that_no_request_has_is_refused_and_the_plan_stays(trait: str, value: object):
    explorer = Explorer(days_since_injury=3)
    before = explorer.plan
    with pytest.raises(TraitError):
        setattr(explorer, trait, value)
    assert explorer.plan == before


@pytest.mark.parametrize("trait", ["targets", "conditions"])
@pytest.mark.parametrize("value", [5, None, b"hips", [1, "hips"], [["hips"]]])
def test_what_are_no_texts_is_refused_from_the_start(trait: str, value: Any):
    with pytest.raises(TraitError, match=trait):
        Explorer(days_since_injury=3, **{trait: value})


def test_one_text_is_one_id_as_where_it_is_set_later():
    explorer = Explorer(days_since_injury=30, targets="hips", conditions="wrist_pain")
    assert (explorer.targets, explorer.conditions) == (["hips"], ["wrist_pain"])
    assert explorer.plan == sp.plan(
        minutes=10, days_since_injury=30, targets={"hips"}, profile={"conditions": ["wrist_pain"]}
    )
    explorer.targets = "knees"  # type: ignore[assignment]
    assert explorer.targets == ["knees"]


def test_a_planner_of_ones_own_brings_its_catalogue_and_policy():
    planner = sp.Planner(german.german(), language="en", policy=sp.Policy(forbidden_positions={"kneeling"}))
    explorer = Explorer(days_since_injury=None, planner=planner)
    assert explorer.plan == planner.plan(minutes=10, days_since_injury=None)
    assert [area for area, _ in explorer.choices["areas"]] == list(planner.catalog.area_ids)
    with pytest.raises(sp.InvalidRequest, match=r"^planner: 'seven' is not a Planner; give one, or None$"):
        Explorer(days_since_injury=None, planner="seven")  # type: ignore[arg-type]


def test_without_its_extra_it_says_how_to_install_it():
    code = """
import importlib.util
found = importlib.util.find_spec
importlib.util.find_spec = lambda name, package=None: None if name == "anywidget" else found(name, package)
import stretchplan as sp
try:
    import stretchplan.widget
except sp.MissingExtra as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("stretchplan.widget needs the extra 'widget': ")
