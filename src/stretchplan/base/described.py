"""Describe models in JSON Schemas: a plain sentence for each model and for each of its fields.

Pydantic would put the whole docstring into the schema of a model, with its markup, and no word about the fields. The
sentences are the first ones of the docstrings, and ``python -m tests.regenerate`` writes them to descriptions.json,
because Python started with ``-OO`` has no docstrings.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel
from pydantic_core.core_schema import no_info_after_validator_function, no_info_before_validator_function

if TYPE_CHECKING:  # pydantic.json_schema is slow to import, and few programs ask for a schema
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

__all__ = ["Described", "StatedValidator"]


class Described(BaseModel):
    """A model that is described in every JSON Schema it is part of."""

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        found = handler(core_schema)
        schema = handler.resolve_ref_schema(found)
        sentences = _sentences()
        if cls.__module__.startswith("stretchplan.") and cls.__name__ in sentences:
            schema["description"] = sentences[cls.__name__][""]
        for name, field in cls.model_fields.items():
            # A field that may be left out is not required; pydantic knows that only from a later version than 2.12.0.
            if field.exclude_if is not None and name in schema.get("required", ()):
                schema["required"].remove(name)
        for name, part in schema.get("properties", {}).items():
            for model in cls.__mro__:
                if name in sentences.get(model.__name__, {}):
                    part["description"] = sentences[model.__name__][name]
                    break
        return found


class StatedValidator:
    """A validator of a field, and what JSON Schemas say of the values that it accepts.

    Parameters
    ----------
    check
        Returns the value, or raises ValueError.
    when
        Whether it runs before or after pydantic's own validation.
    keywords
        Keywords of JSON Schema and their values; None takes one away.
    """

    def __init__(self, check: Callable[[Any], Any], when: Literal["before", "after"], **keywords: Any) -> None:
        self.check: Callable[[Any], Any] = check
        self.when: Literal["before", "after"] = when
        self.keywords: dict[str, Any] = keywords

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        before = self.when == "before"
        validator = no_info_before_validator_function if before else no_info_after_validator_function
        return validator(self.check, handler(source))

    def __get_pydantic_json_schema__(self, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        found = handler(core_schema)
        # An object has properties where a list has items; Ajv in strict mode refuses the wrong word.
        of = "Properties" if found.get("type") == "object" else "Items"
        stated = found | {
            name.replace("Items", of) if name[:3] in ("min", "max") else name: value
            for name, value in self.keywords.items()
        }
        return {name: value for name, value in stated.items() if value is not None}


@cache
def _sentences() -> dict[str, dict[str, Any]]:
    """Return the sentence for each field by the model's name; that of the model itself has an empty name."""
    from importlib.resources import files

    read: dict[str, dict[str, Any]] = json.loads(
        files("stretchplan.base").joinpath("descriptions.json").read_text(encoding="utf-8")
    )
    return read
