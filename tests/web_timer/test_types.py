"""Are the types that the web timer is checked against those of today's schema?"""

import re
from pathlib import Path

import pytest

import stretchplan as sp

ROOT = Path(__file__).parent.parent.parent
TYPES = (ROOT / "examples/web_timer/plan.d.ts").read_text(encoding="utf-8")
SCHEMA = sp.plan_schema()
MODELS = {"Plan": SCHEMA} | {name: entry for name, entry in SCHEMA["$defs"].items() if entry["type"] == "object"}
ENUMERATIONS = {name: entry["enum"] for name, entry in SCHEMA["$defs"].items() if "enum" in entry}


@pytest.mark.parametrize("name", MODELS)
def test_each_model_has_a_type_with_its_fields(name: str):
    """After a change: ``npm ci && npm run types`` in examples/web_timer, which ``.ci/run`` compares in full."""
    (block,) = re.findall(rf"^export interface {name} {{\n(.*?)^}}$", TYPES, re.MULTILINE | re.DOTALL)
    fields = re.findall(r"^  (\w+)\??:", block, re.MULTILINE)
    assert fields == list(MODELS[name].get("properties", {}))


@pytest.mark.parametrize("name", ENUMERATIONS)
def test_each_enumeration_has_a_type_with_its_values(name: str):
    (values,) = re.findall(rf"^export type {name} =(.*?);$", TYPES, re.MULTILINE | re.DOTALL)
    assert re.findall('"([^"]*)"', values) == ENUMERATIONS[name]


def test_no_type_without_a_model():
    named = set(re.findall(r"^export (?:interface|type) (\w+)", TYPES, re.MULTILINE))
    # The generator writes a model a second time where its reference has a default.
    assert named - {"Pace1"} == set(MODELS) | set(ENUMERATIONS)
