"""The published JSON Schema of a plan."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from stretchplan.results.plan import SCHEMA_VERSION, Plan

__all__ = ["plan_schema"]


class _Untitled(GenerateJsonSchema):
    """Leaves out the titles that only repeat a field's name: code generators would make a type for each of them."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def plan_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) that every plan's JSON form validates against.

    Returns
    -------
    dict
        With ``$schema`` and an ``$id`` that carries the version. The same document is in the repository as
        ``docs/plan.schema.json``.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:stretchplan:schema:plan:{SCHEMA_VERSION}",
        **Plan.model_json_schema(mode="serialization", schema_generator=_Untitled),
    }
