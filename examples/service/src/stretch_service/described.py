"""The description of bodies and answers in /openapi.json, made of the library's models."""

from collections.abc import Iterable
from typing import Any, Final

from fastapi import FastAPI
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

import stretchplan as sp
from stretch_service.problems import Problem, plain_details

__all__ = ["ASKED", "body", "describe", "json_answer", "problems"]

ASKED: Final[dict[str, dict[str, Any]]] = {
    "A plan": {"minutes": 10, "days_since_injury": 3, "targets": ["lower_back", "hips"]},
    "No plan, and what would help": {"minutes": 10, "days_since_injury": 2, "targets": ["pelvis", "hips"]},
    "See a clinician": {"minutes": 10, "days_since_injury": None, "screening": {"leg_weakness": "yes"}},
    "Not valid": {"minutes": 0, "target": ["hip"]},
}
"""Example requests, by their answer."""

_TAKEN: Final[list[type[BaseModel]]] = [sp.PlanRequest]
_GIVEN: Final[list[type[BaseModel]]] = [
    sp.Plan,
    sp.Catalog,
    sp.CheckReport,
    sp.ConditionEntry,
    sp.Question,
    sp.Rule,
    Problem,
]
_REFERENCES, _DEFINITIONS = models_json_schema(
    [(model, "validation") for model in _TAKEN] + [(model, "serialization") for model in _GIVEN],
    ref_template="#/components/schemas/{model}",
)


def body(model: type[BaseModel]) -> dict[str, Any]:
    """Return the description of the body of an operation that reads the body itself."""
    shown = _examples("asked", ASKED) if model is sp.PlanRequest else _examples("answered", ["A plan"])
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": _schema(model)} | shown}}}


def json_answer(model: type[BaseModel], *, many: bool = False) -> dict[str, Any]:
    """Return the description of an answer: one value of a model, or a list of them."""
    schema = _schema(model)
    shown = _examples("answered", ["A plan"] if model is sp.Plan else [])
    return {"application/json": {"schema": {"type": "array", "items": schema} if many else schema} | shown}


def problems(texts: dict[int, str]) -> dict[int | str, dict[str, Any]]:
    """Return the description of the statuses with problem details, with a text for each."""
    answers: dict[int | str, dict[str, Any]] = {}
    for status, text in texts.items():
        names = [name for name, answer in _ANSWERED.items() if answer.get("status") == status]
        shown = _examples("answered", names) if names else {"example": plain_details(status, f"{text}.")}
        content = {"application/problem+json": {"schema": _schema(Problem)} | shown}
        answers[status] = {"description": text, "content": content}
    return answers


def describe(app: FastAPI) -> None:
    """Add models and examples to the app's OpenAPI document."""
    plain = app.openapi
    examples = {_id("asked", name): {"value": value} for name, value in ASKED.items()}
    examples |= {_id("answered", name): {"value": value} for name, value in _ANSWERED.items()}

    def openapi() -> dict[str, Any]:
        document = plain()
        # Added here and not with the operations, where FastAPI drops nulls, and null means "no recent injury".
        document["components"] = {"schemas": _DEFINITIONS["$defs"], "examples": examples}
        return document

    app.openapi = openapi  # type: ignore[method-assign]


def _answer(asked: dict[str, Any]) -> dict[str, Any]:
    try:
        return sp.plan(**asked).model_dump(mode="json")
    except (sp.InvalidRequest, sp.NoPlan) as error:
        return error.to_dict()


_ANSWERED: Final = {name: _answer(asked) for name, asked in ASKED.items()}


def _schema(model: type[BaseModel]) -> Any:
    return _REFERENCES[model, "validation" if model in _TAKEN else "serialization"]


def _examples(kind: str, names: Iterable[str]) -> dict[str, Any]:
    references = {name: {"$ref": f"#/components/examples/{_id(kind, name)}"} for name in names}
    return {"examples": references} if references else {}


def _id(kind: str, name: str) -> str:
    return f"{kind}-{name.lower().replace(',', '').replace(' ', '-')}"
