"""Small catalogues as plain data, and writers of their file form, for the tests of the catalogue."""

from __future__ import annotations

import copy
import json
from typing import Any

from stretchplan.catalog import Catalog, catalog_from_dict
from stretchplan.errors import CatalogError, Problem

_HOLD: dict[str, Any] = {
    "id": "lean",
    "name": "Lean",
    "position": "standing",
    "style": "static",
    "sides": "each",
    "dose": {"kind": "hold", "min_seconds": 10, "max_seconds": 20, "min_sets": 1, "max_sets": 4},
    "targets": {"primary": ["calves"]},
    "first_allowed_day": 0,
    "setup": "Stand.",
    "cue": "Lean to the {side}.",
}
_FLOW: dict[str, Any] = {
    "id": "roll",
    "name": "Roll",
    "position": "standing",
    "style": "dynamic",
    "sides": "both",
    "dose": {
        "kind": "flow",
        "min_seconds": 30,
        "max_seconds": 60,
        "step_seconds": 10,
        "min_sets": 1,
        "max_sets": 2,
    },
    "targets": {"primary": ["shoulders"], "secondary": ["calves"]},
    "first_allowed_day": 0,
    "setup": "Stand.",
    "cue": "Roll.",
    "breath": {"inhale_seconds": 2, "exhale_seconds": 3, "inhale_cue": "Up.", "exhale_cue": "Down."},
}
_LIFT: dict[str, Any] = {
    "id": "lift",
    "name": "Lift",
    "position": "supine",
    "style": "strengthening",
    "sides": "both",
    "dose": {"kind": "repetitions", "min_repetitions": 5, "max_repetitions": 10, "min_sets": 1, "max_sets": 2},
    "targets": {"primary": ["calves"]},
    "first_allowed_day": 7,
    "setup": "Lie down.",
    "cue": "Lift.",
    "breath": {"inhale_seconds": 2, "exhale_seconds": 3, "inhale_cue": "Up.", "exhale_cue": "Down."},
}


def hold(_id: str = "lean", **changes: Any) -> dict[str, Any]:
    """Return a static stretch as data."""
    return _changed(_HOLD, _id, changes)


def flow(_id: str = "roll", **changes: Any) -> dict[str, Any]:
    """Return a dynamic stretch as data."""
    return _changed(_FLOW, _id, changes)


def lift(_id: str = "lift", **changes: Any) -> dict[str, Any]:
    """Return a strengthening stretch as data."""
    return _changed(_LIFT, _id, changes)


def _changed(base: dict[str, Any], name: str, changes: dict[str, Any]) -> dict[str, Any]:
    return {**copy.deepcopy(base), "id": name, **changes}


def data(*stretches: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return a catalogue as data: the stretches given, or one of each kind."""
    return {
        "id": "small",
        "version": "1.0.0",
        "title": "A small catalogue",
        "sources": [{"id": "house", "kind": "policy", "title": "Ours"}],
        "areas": [{"id": "calves", "name": "calves"}, {"id": "shoulders", "name": "shoulders"}],
        "stretches": list(stretches) or [hold(), flow(), lift()],
        **changes,
    }


def small(*stretches: dict[str, Any], **changes: Any) -> Catalog:
    """Return a catalogue: the stretches given, or one of each kind."""
    return catalog_from_dict(data(*stretches, **changes))


def problems(*stretches: dict[str, Any], **changes: Any) -> tuple[Problem, ...]:
    """Return the problems of a catalogue."""
    try:
        small(*stretches, **changes)
    except CatalogError as error:
        return error.problems
    return ()


def lines(*stretches: dict[str, Any], **changes: Any) -> list[str]:
    """Return each problem of a catalogue as one line of place and message."""
    return [str(problem) for problem in problems(*stretches, **changes)]


def to_toml(table: dict[str, Any]) -> str:
    """Write data as TOML, in the plainest way: inline tables, no None."""
    return "".join(f"{_quoted(name)} = {_toml(value)}\n" for name, value in table.items() if value is not None)


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        inside = ", ".join(f"{_quoted(k)} = {_toml(v)}" for k, v in value.items() if v is not None)
        return "{" + inside + "}"
    if isinstance(value, list):
        return "[" + ",\n".join(_toml(entry) for entry in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return _quoted(value) if isinstance(value, str) else str(value)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
