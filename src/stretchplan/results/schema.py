"""The published JSON Schemas: of a plan, a request, a catalogue and a programme."""

from __future__ import annotations

from typing import Any, Final, Literal, get_args

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue

from stretchplan.base.translation import LanguageName
from stretchplan.catalog import picture
from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.doses import BreathHalf
from stretchplan.catalog.entries import SourceKind
from stretchplan.catalog.stretch import TargetKind
from stretchplan.catalog.vocabulary import Equipment, Load, Position, Sides, Style
from stretchplan.inputs.conditions import Condition
from stretchplan.inputs.history import SidesDone
from stretchplan.inputs.injury import DAYS, INJURED_ON
from stretchplan.inputs.request import BreathName, PaceName, PlanRequest
from stretchplan.inputs.screening import Answer
from stretchplan.results import plan, reasons
from stretchplan.results.limits import MAX_ENTRIES, MAX_INNER_ENTRIES, MAX_SHORT_ENTRIES, SHORT_LISTS
from stretchplan.results.plan import SCHEMA_VERSION, Plan
from stretchplan.results.programme import (
    PROGRAMME_VERSION,
    DayChangeKind,
    Programme,
    ProgrammeDayKind,
    ProgrammeRefusalKind,
    Weekday,
)

__all__ = ["SCHEMAS", "SchemaName", "catalog_schema", "plan_schema", "programme_schema", "request_schema"]

SchemaName = Literal["plan", "request", "catalog", "programme"]

_ENUMERATIONS: Final = {
    get_args(values): name
    for name, values in (
        ("Answer", Answer),
        ("Condition", Condition),
        ("DoseKind", plan.DoseKind),
        ("EffectKind", plan.EffectKind),
        ("FreeTimeUse", plan.FreeTimeUse),
        ("Equipment", Equipment),
        ("LeftOutKind", plan.LeftOutKind),
        ("Load", Load),
        ("NoticeKind", plan.NoticeKind),
        ("PictureBody", picture.Body),
        ("PictureThing", picture.Thing),
        ("PictureView", picture.View),
        ("Measure", reasons.MeasureName),
        ("OutcomeWith", reasons.OutcomeWith),
        ("OutcomeWithout", reasons.OutcomeWithout),
        ("BreathHalf", BreathHalf),
        ("DayChangeKind", DayChangeKind),
        ("ProgrammeDayKind", ProgrammeDayKind),
        ("ProgrammeRefusalKind", ProgrammeRefusalKind),
        ("Weekday", Weekday),
        ("BreathName", BreathName),
        ("LanguageName", LanguageName),
        ("PaceName", PaceName),
        ("PolicyBound", reasons.PolicyBound),
        ("Position", Position),
        ("Side", plan.Side),
        ("Sides", Sides),
        ("SidesDone", SidesDone),
        ("SourceKind", SourceKind),
        ("StepKind", plan.StepKind),
        ("Style", Style),
        ("TargetKind", TargetKind),
    )
}
"""The names of lists of values: code generators make one type for each, instead of a type for each field."""


class _ForGenerators(GenerateJsonSchema):
    """Writes what validators in strict mode take, and what code generators make good types of."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Leave out titles that only repeat a field's name: code generators would make a type for each of them."""
        return False

    def tagged_union_schema(self, schema: Any) -> JsonSchemaValue:
        """Leave out ``discriminator``, a keyword of OpenAPI, which Ajv refuses. ``kind`` tells the members apart."""
        found = super().tagged_union_schema(schema)
        found.pop("discriminator", None)
        return found

    def generate(self, schema: Any, mode: JsonSchemaMode = "validation") -> JsonSchemaValue:
        """Give enumerations their names."""
        found = super().generate(schema, mode)
        used: dict[str, Any] = {}
        named: dict[str, Any] = _named(found, used)
        named["$defs"] = dict(sorted((named.get("$defs", {}) | used).items()))
        return named


def _named(part: Any, used: dict[str, Any]) -> Any:
    """Return a part of a schema with a reference instead of each enumeration; ``used`` gets their definitions."""
    if isinstance(part, list):
        return [_named(inner, used) for inner in part]
    if not isinstance(part, dict):
        return part
    part = {name: _named(inner, used) for name, inner in part.items()}
    values = part.get("enum")
    name = _ENUMERATIONS.get(tuple(values)) if isinstance(values, list) else None
    if name is not None:
        used[name] = {"enum": values, "title": name, "type": "string"}
        del part["enum"], part["type"]
        part["$ref"] = f"#/$defs/{name}"
    if "$ref" in part and len(part) > 1:
        # A generator that resolves a reference with something beside it makes a second type of it, such as Pace1.
        part.pop("default", None)
        reference = part.pop("$ref")
        part = {**part, "allOf": [{"$ref": reference}]} if part else {"$ref": reference}
    return part


def _published(model: type[BaseModel], name: SchemaName, version: str, mode: JsonSchemaMode) -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:stretchplan:schema:{name}:{version}",
        **model.model_json_schema(mode=mode, schema_generator=_ForGenerators),
    }


def plan_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) that every plan's JSON form validates against.

    Returns
    -------
    dict
        With ``$schema`` and an ``$id`` that carries the version. The same document is in the repository as
        ``docs/plan.schema.json``.
    """
    schema = _published(Plan, "plan", SCHEMA_VERSION, "serialization")
    _bound_all(schema, schema)
    return schema


def programme_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) that every programme's JSON form validates against.

    Returns
    -------
    dict
        The same document is in the repository as ``docs/programme.schema.json``.
    """
    schema = _published(Programme, "programme", PROGRAMME_VERSION, "serialization")
    _bound_all(schema, schema["$defs"]["Plan"])
    return schema


def _bound_all(schema: dict[str, Any], plan: dict[str, Any]) -> None:
    """State the most entries of each list; those of a plan itself have their own bounds."""
    for field, part in plan["properties"].items():
        _bound(part, MAX_ENTRIES.get(field, MAX_INNER_ENTRIES))
    for definition in schema["$defs"].values():
        for field, part in definition.get("properties", {}).items():
            _bound(part, MAX_SHORT_ENTRIES if field in SHORT_LISTS else MAX_INNER_ENTRIES)


def _bound(part: dict[str, Any], most: int) -> None:
    """State the most entries of a list, which are counted before the models see it."""
    for one in (part, *part.get("anyOf", ())):
        if one.get("type") == "array":
            one.setdefault("maxItems", most)


def request_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a request, as :class:`stretchplan.PlanRequest` reads its JSON form.

    What compares two fields is checked by the model only: a clearance of a condition that is not stated, for example.

    Returns
    -------
    dict
        The same document is in the repository as ``docs/request.schema.json``.
    """
    schema = _published(PlanRequest, "request", SCHEMA_VERSION, "validation")
    # Only here: some services that take a schema for a tool refuse anyOf at its top.
    schema["required"].remove(DAYS)
    date = {"type": "string"}
    schema["anyOf"] = [  # each names its fields and its type: ajv wants that in strict mode
        {"type": "object", "properties": {DAYS: {}}, "required": [DAYS]},
        {"type": "object", "properties": {INJURED_ON: date, "on": date}, "required": [INJURED_ON, "on"]},
    ]
    return schema


def catalog_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a catalogue, for editors and generators.

    A catalogue must also agree with itself, which only :func:`stretchplan.load_catalog` checks: every area that a
    stretch targets exists, for example.

    Returns
    -------
    dict
        The same document is in the repository as ``docs/catalog.schema.json``.
    """
    return _published(Catalog, "catalog", "1", "validation")


SCHEMAS: Final = {
    "plan": plan_schema,
    "request": request_schema,
    "catalog": catalog_schema,
    "programme": programme_schema,
}
"""By name, the functions that return them."""
