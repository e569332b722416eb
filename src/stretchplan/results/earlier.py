"""Read plans of schemas before 2.0, whose reasons name areas and stretches instead of holding their ids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

__all__ = ["with_ids"]

_AREAS: Final = ("primary", "secondary", "named")


def with_ids(data: Any) -> Any:
    """Return the data of a plan with ids in its reasons; that of another schema, or of no plan, as it is.

    A name that the plan does not explain stays as it is; the check then says that the reason is wrong.
    """
    if not isinstance(data, dict) or not str(data.get("schema_version", "")).startswith("1."):
        return data
    prescriptions, left_out = _entries(data.get("prescriptions")), _entries(data.get("left_out"))
    coverage = data.get("coverage")
    areas = {_name(area): key for key, area in coverage.items()} if isinstance(coverage, Mapping) else {}
    stretches = {_name(entry): entry.get("stretch_id") for entry in (*left_out, *prescriptions)}
    return data | {
        name: [_changed(entry, areas, stretches) for entry in found]
        for name, found in (("prescriptions", prescriptions), ("left_out", left_out))
        if found
    }


def _entries(found: Any) -> list[dict[str, Any]]:
    """Return entries that can be read; of a list with anything else in it, which is an error, none."""
    listed = list(found) if isinstance(found, (list, tuple)) else []
    return listed if all(isinstance(entry, dict) for entry in listed) else []


def _name(entry: Any) -> str:
    name = entry.get("name") if isinstance(entry, Mapping) else None
    return name if isinstance(name, str) else ""


def _changed(entry: dict[str, Any], areas: Mapping[str, Any], stretches: Mapping[str, Any]) -> dict[str, Any]:
    because = entry.get("because")
    if not isinstance(because, dict):
        return entry
    if because.get("kind") == "serves":
        return entry | {"because": because | {k: _ids(because[k], areas) for k in _AREAS if k in because}}
    if because.get("kind") == "stands_by" and "names" in because:
        rest = {name: value for name, value in because.items() if name != "names"}
        return entry | {"because": rest | {"stretch_ids": _ids(because["names"], stretches)}}
    return entry


def _ids(names: Any, ids: Mapping[str, Any]) -> Any:
    if not isinstance(names, (list, tuple)):
        return names
    return [ids.get(name, name) if isinstance(name, str) else name for name in names]
