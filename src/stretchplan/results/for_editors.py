"""What makes the JSON Schema of a catalogue useful in an editor, beyond what the models say.

Editors complete from ``enum``, ``default`` and ``examples``, and show ``description``. What they do with a reference to
a list of values differs, and one of them overflows its stack, so the lists stand where they are used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any, Final

from stretchplan.catalog.loader import DRAWING_PATTERN, SCHEMA_OF_JSON
from stretchplan.catalog.vocabulary import LOADS, POSITIONS

__all__ = ["for_editors"]

_MEANINGS: Final[Mapping[str, Mapping[Any, str]]] = {"Position": POSITIONS, "Load": LOADS}
"""The values of a list in plain words, by the name of the list."""


def for_editors(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a catalogue with what helps an editor.

    Parameters
    ----------
    schema
        The schema of the model; it is changed.

    Returns
    -------
    dict
        The same schema. Each list of values stands where it is used, with its values in words; fields have examples;
        a catalogue in JSON may name its schema; and a drawing may name its file, as :func:`load_catalog` reads it.
    """
    lists = {name: part for name, part in schema["$defs"].items() if "enum" in part}
    for part in _parts(schema):
        _put_in_place(part, lists)
    for name in lists:
        del schema["$defs"][name]
    words = "The JSON Schema of this file, for editors; in JSON only."
    schema["properties"] = {SCHEMA_OF_JSON: {"description": words, "type": "string"}, **schema["properties"]}
    drawn = schema["$defs"]["DrawnPicture"]
    drawn["properties"]["file"] = {
        "description": "In place of svg, in a file: the name of an SVG file beside the catalogue.",
        "examples": ["side-bend.svg"],
        "maxLength": 200,
        "pattern": f"^{DRAWING_PATTERN}$",
        "type": "string",
    }
    drawn["required"].remove("svg")
    drawn["oneOf"] = [
        {"type": "object", "properties": {"svg": {}}, "required": ["svg"]},
        {"type": "object", "properties": {"file": {}}, "required": ["file"]},
    ]
    _give_examples(schema, schema["$defs"])
    return schema


def _parts(schema: Any) -> Iterator[dict[str, Any]]:
    """Yield each part of a schema, the outer ones first."""
    if isinstance(schema, dict):
        yield schema
    for inner in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from _parts(inner)


def _put_in_place(part: dict[str, Any], lists: Mapping[str, dict[str, Any]]) -> None:
    """Put a list of values in the place of a reference to it."""
    reference = part.get("$ref") or next(iter(part.get("allOf", [{}]))).get("$ref", "")
    name = reference.removeprefix("#/$defs/") if isinstance(reference, str) else ""
    if name not in lists:
        return
    part.pop("$ref", None)
    part.pop("allOf", None)
    part |= {"enum": lists[name]["enum"], "type": "string"}
    if (meanings := _MEANINGS.get(name)) is not None:
        in_words = "; ".join(f"{value}: {words}" for value, words in meanings.items())
        part["description"] = f"{part['description']} {in_words}." if "description" in part else f"{in_words}."


def _give_examples(schema: dict[str, Any], definitions: Mapping[str, Any]) -> None:
    """Give fields examples: the values in the catalogue that ``stretchplan catalog new`` writes."""
    import tomllib  # imported here to keep the public names quick to load

    text = files("stretchplan.catalog").joinpath("new.toml").read_text(encoding="utf-8")
    for part, value in _fields(schema, tomllib.loads(text), definitions):
        if isinstance(value, (str, int)) and not isinstance(value, bool) and not part.keys() & {"enum", "const"}:
            known = part.setdefault("examples", [])
            if value not in known:
                known.append(value)


def _fields(part: dict[str, Any], value: Any, definitions: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], Any]]:
    """Yield each value of data with the part of the schema that describes it."""
    part = _described_by(part, value, definitions)
    yield part, value
    if isinstance(value, list):
        for entry in value:
            yield from _fields(part["items"], entry, definitions)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name in part.get("properties", {}):
                yield from _fields(part["properties"][name], inner, definitions)


def _described_by(part: dict[str, Any], value: Any, definitions: Mapping[str, Any]) -> dict[str, Any]:
    """Return the part without its references: of several kinds, the one that the value is of."""
    for choice in ("allOf", "anyOf", "oneOf"):
        for one in part.get(choice, ()):
            target: dict[str, Any] = definitions.get(one.get("$ref", "").removeprefix("#/$defs/"), {})
            kinds = target.get("properties", {}).get("kind", {}).get("const")
            if target and (kinds is None or kinds == value.get("kind")):
                return target
    referred: dict[str, Any] = definitions.get(part.get("$ref", "").removeprefix("#/$defs/"), part)
    return referred
