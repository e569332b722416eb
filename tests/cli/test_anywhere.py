"""The terminal takes the built-in catalogues by name, and files as before."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

import stretchplan as sp

PLAN = ("plan", "--minutes", "10", "--no-recent-injury", "--catalog")


@pytest.mark.parametrize("name", ["seven", "anywhere", "both"])
def test_a_name_is_a_built_in_catalogue(call: Callable, name: str) -> None:
    made = call(*PLAN, name, "--format", "json")
    assert made.code == 0
    assert json.loads(made.out) == json.loads(
        sp.plan(minutes=10, days_since_injury=None, catalog=name).model_dump_json()  # type: ignore[arg-type]
    )
    assert json.loads(call("catalog", "--catalog", name, "--format", "json").out)["id"] == f"lower_back_{name}"


def test_a_plan_of_one_is_checked_without_naming_it(call: Callable, tmp_path) -> None:
    file = tmp_path / "plan.json"
    file.write_text(sp.plan(minutes=10, days_since_injury=None, catalog="anywhere").model_dump_json())
    assert call("check", str(file)).code == 0


def test_equipment_and_stretches_are_those_of_the_catalogue(call: Callable) -> None:
    made = call(*PLAN, "anywhere", "--equipment", "bed", "--format", "json")
    needs = {s.id: set(s.needs) for s in sp.builtin_catalog("anywhere").stretches}
    assert all(needs[p["stretch_id"]] <= {"bed"} for p in json.loads(made.out)["prescriptions"])
    assert "Seated Twist" in call("catalog", "seated_twist", "--catalog", "anywhere").out


def test_another_name_is_taken_for_a_file(call: Callable) -> None:
    refused = call(*PLAN, "anywher")
    assert refused.code == 2
    assert refused.err == (
        "stretchplan: anywher: a file of a catalogue ends in .toml or .json, and no built-in catalogue has this name; "
        "did you mean 'anywhere'?\n"
    )
