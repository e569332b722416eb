"""Do the published schemas work in validators and generators of others? docs/readers.md says what each makes of them.

tests/web_timer has json-schema-to-typescript, and tests/test_schema.py jsonschema of Python and what the models take.
"""

import importlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import stretchplan as sp
from stretchplan.results.schema import SCHEMAS
from tests.readers.running import need, need_command, with_node

Documents = list[dict[str, Any]]

REQUEST = sp.PlanRequest(minutes=10, days_since_injury=3, targets={"hips"}, on="2026-01-31", pain=2)
PLAIN = json.loads(REQUEST.model_dump_json())
DOCUMENTS: dict[str, Documents] = {
    "request": [
        PLAIN,
        {"minutes": 10, "injured_on": "2026-01-01", "on": "2026-01-31"},
        {"minutes": 10},
        PLAIN | {"minutes": 0},
        PLAIN | {"unknown": 1},
    ],
    "plan": [plan := json.loads(sp.plan(REQUEST).model_dump_json()), plan | {"total_seconds": -1}],
    "catalog": [own := json.loads(sp.builtin_catalog().model_dump_json()), own | {"id": "No"}],
    "programme": [
        days := json.loads(sp.Planner().programme(REQUEST, "2026-01-31", 2).model_dump_json()),
        days | {"days_per_week": 8},
    ],
}
"""By the name of a schema: documents that it takes, then documents that it refuses."""
RIGHT = {"request": 2, "plan": 1, "catalog": 1, "programme": 1}


def with_jsonschema_rs(schema: dict[str, Any], documents: Documents) -> list[bool]:
    need("jsonschema_rs")
    valid = importlib.import_module("jsonschema_rs").validator_for(schema, validate_formats=True).is_valid
    return [valid(one) for one in documents]


def with_fastjsonschema(schema: dict[str, Any], documents: Documents) -> list[bool]:
    need("fastjsonschema")
    package = importlib.import_module("fastjsonschema")
    check, found = package.compile(schema), []
    for one in documents:
        try:
            check(one)
            found.append(True)
        except package.JsonSchemaValueException:
            found.append(False)
    return found


def package(name: str) -> Callable[[dict[str, Any], Documents], list[bool]]:
    """Return a validator of npm."""

    def read(schema: dict[str, Any], documents: Documents) -> list[bool]:
        return with_node(name, "schemas", json.dumps({"schema": schema, "documents": documents}).encode())

    return read


VALIDATORS = {
    "jsonschema-rs": with_jsonschema_rs,
    "fastjsonschema": with_fastjsonschema,
    **{name: package(name) for name in ("ajv", "@cfworker/json-schema", "@exodus/schemasafe", "jsonschema")},
}


@pytest.mark.parametrize("name", SCHEMAS)
@pytest.mark.parametrize("validator", VALIDATORS)
def test_a_validator_takes_what_is_right_and_refuses_what_is_wrong(validator: str, name: str):
    documents = DOCUMENTS[name]
    right = [number < RIGHT[name] for number in range(len(documents))]
    assert VALIDATORS[validator](SCHEMAS[name](), documents) == right


def command(module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a module of Python as a command."""
    return subprocess.run([sys.executable, "-m", module, *arguments], capture_output=True, text=True)


@pytest.mark.parametrize("name", SCHEMAS)
def test_check_jsonschema_in_a_terminal(name: str, tmp_path: Path):
    need("check_jsonschema")
    (tmp_path / "schema.json").write_text(json.dumps(SCHEMAS[name]()), encoding="utf-8")
    files = [tmp_path / f"document-{number}.json" for number in range(len(DOCUMENTS[name]))]
    for file, document in zip(files, DOCUMENTS[name], strict=True):
        file.write_text(json.dumps(document), encoding="utf-8")
    schema, right, wrong = str(tmp_path / "schema.json"), files[: RIGHT[name]], files[RIGHT[name] :]
    assert command("check_jsonschema", "--check-metaschema", schema).returncode == 0
    assert command("check_jsonschema", "--schemafile", schema, *map(str, right)).returncode == 0
    done = command("check_jsonschema", "--schemafile", schema, *map(str, wrong))
    assert done.returncode == 1
    assert [file.name in done.stdout for file in wrong] == [True] * len(wrong)


MODELS = {"request": "PlanRequest", "plan": "Plan", "catalog": "Catalog", "programme": "Programme"}


@pytest.mark.parametrize("name", SCHEMAS)
def test_models_that_datamodel_code_generator_makes(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """They read what is right and give it back; a field that the document leaves out comes back as null."""
    need("datamodel_code_generator")
    file = tmp_path / f"made_of_{name}.py"
    (tmp_path / "schema.json").write_text(json.dumps(SCHEMAS[name]()), encoding="utf-8")
    options = ["--input-file-type", "jsonschema", "--output-model-type", "pydantic_v2.BaseModel"]
    given = ["--input", str(tmp_path / "schema.json"), "--output", str(file), "--target-python-version", "3.11"]
    done = command("datamodel_code_generator", *given, *options)
    assert done.returncode == 0, done.stderr
    monkeypatch.syspath_prepend(tmp_path)
    model = getattr(importlib.import_module(file.stem), MODELS[name])
    document = DOCUMENTS[name][0]
    back = json.loads(model.model_validate(document).model_dump_json(by_alias=True))
    assert without_nulls(back) == without_nulls(document)


def without_nulls(part: Any) -> Any:
    """Return a document without its fields that are null."""
    if isinstance(part, dict):
        return {name: without_nulls(value) for name, value in part.items() if value is not None}
    return [without_nulls(one) for one in part] if isinstance(part, list) else part


@pytest.mark.parametrize("name", SCHEMAS)
def test_quicktype_makes_types_of_every_schema(name: str, tmp_path: Path):
    need_command("quicktype")
    (tmp_path / f"{name}.json").write_text(json.dumps(SCHEMAS[name]()), encoding="utf-8")
    made = tmp_path / "made.ts"
    options = ["--src-lang", "schema", "--lang", "ts", "--top-level", MODELS[name], "-o", str(made)]
    done = subprocess.run(["quicktype", *options, str(tmp_path / f"{name}.json")], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr + done.stdout
    assert f"export interface {MODELS[name]} " in made.read_text(encoding="utf-8")
