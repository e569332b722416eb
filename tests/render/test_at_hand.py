"""Does each page say what a session cannot be done without, apart from what is only good to have?"""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest

import stretchplan as sp
from tests.support.plan_builder import build, request
from tests.support.sample_plans import other

RENDERERS: dict[str, Callable[[sp.Plan], str]] = {
    "text": lambda plan: plan.to_text(width=1000),
    "first screen": lambda plan: plan.to_text(brief=True, width=1000),
    "Markdown": sp.Plan.to_markdown,
    "page": sp.Plan.to_html,
    "notebook": lambda plan: plan._repr_html_(),
}


def made(needs: dict[str, list[str]], helps: dict[str, list[str]], **fields: Any) -> sp.Plan:
    """Return a plan of cobra and child's pose that need pieces and are helped by others."""
    sets = [("cobra_pose", 1, 5), ("childs_pose", 1, 30)]
    changes = {name: {"needs": needs.get(name, []), "equipment": helps.get(name, [])} for name, _, _ in sets}
    return sp.Plan.model_validate(build(sets, request(**fields), other(**changes)))


@pytest.mark.parametrize("show", RENDERERS.values(), ids=RENDERERS)
def test_what_is_needed_is_not_called_good_to_have(show: Callable[[sp.Plan], str]):
    both = {"cobra_pose": ["wall", "chair"], "childs_pose": ["chair"]}
    plan = made(both, {"cobra_pose": ["cushion"], "childs_pose": ["wall", "mat"]})
    shown = unescape(show(plan))
    needed, good_to_have = (
        "Needed: a firm chair without wheels and a wall.",
        "Good to have at hand: a cushion and a mat.",
    )
    assert shown.index(needed) < shown.index(good_to_have)
    assert shown.count("Needed:") == shown.count("Good to have") == 1


@pytest.mark.parametrize("show", RENDERERS.values(), ids=RENDERERS)
def test_nothing_is_needed_for_the_built_in_stretches(show: Callable[[sp.Plan], str]):
    shown = unescape(show(sp.plan(minutes=10, days_since_injury=20)))
    assert "Needed:" not in shown
    chair = "a firm chair to get down and up by, without wheels and against a wall"
    assert f"Good to have at hand: a cushion, a mat and {chair}." in shown


def test_what_is_needed_is_named_whatever_is_at_hand():
    plan = made({"cobra_pose": ["chair"]}, {"cobra_pose": ["cushion"]}, profile={"equipment": ["chair"]})
    assert "Needed: a firm chair without wheels." in plan.to_text()
    assert "Good to have" not in plan.to_text()


def test_a_plan_from_before_calls_all_of_it_good_to_have():
    data = made({"cobra_pose": ["chair"]}, {"cobra_pose": ["cushion"]}).model_dump(mode="json")
    for prescription in data["prescriptions"]:
        del prescription["needs"]
    plan = sp.Plan.model_validate(data)
    assert {prescription.needs for prescription in plan.prescriptions} == {()}
    assert "Good to have at hand: a firm chair without wheels and a cushion." in plan.to_text()


@pytest.mark.parametrize(("piece", "catalog"), [("chair", "anywhere"), ("bed", "anywhere"), ("wall", "anywhere")])
def test_a_session_of_the_second_catalogue_needs_its_pieces(piece: str, catalog: Any):
    plan = sp.plan(minutes=10, days_since_injury=60, catalog=catalog, profile={"equipment": {piece}})
    stretches = sp.builtin_catalog(catalog).by_id
    assert [p.needs for p in plan.prescriptions] == [stretches[p.stretch_id].needs for p in plan.prescriptions]
    assert all(p.equipment[: len(p.needs)] == p.needs for p in plan.prescriptions)
    assert f"Needed: a {'firm chair without wheels' if piece == 'chair' else piece}." in plan.to_text()
