"""Which texts of a catalogue do people read? They are what a translation of a built-in catalogue changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from stretchplan.base.translation import LanguageName, translations
from stretchplan.catalog.catalog import TESTED, Catalog

__all__ = ["catalog_texts", "in_language"]

_TEXTS: Final = frozenset(
    ("title", "name", "mainly_by", "setup", "cue", "feel", "change", "inhale_cue", "exhale_cue", "safety_word")
)
"""The fields that hold words for people, wherever they stand below the catalogue."""
_PARTS: Final = ("title", "areas", "stretches")
"""The fields of a catalogue that hold them. Sources are quoted as they are, reasons for removals are for authors."""
_SOURCES: Final = "provenance"
"""The field of a stretch that names the source of each fact, by the fact's name: ids, which nobody translates."""


def catalog_texts(catalog: Catalog) -> tuple[tuple[str, str], ...]:
    """Return each text of a catalogue that people read, with its place: ``stretches.knee_to_chest.cue``."""
    found: list[tuple[str, str]] = []

    def note(place: str, text: str) -> str:
        found.append((place, text))
        return text

    _changed(catalog, note)
    return tuple(found)


def in_language(catalog: Catalog, language: LanguageName) -> Catalog:
    """Return a built-in catalogue with its texts in a language; a text without a translation stays English."""
    say = translations("catalogs", language).gettext
    data = _changed(catalog, lambda _, text: say(text))
    return Catalog.model_validate({**data, "language": language}, context=TESTED)


def _changed(catalog: Catalog, change: Callable[[str, str], str]) -> dict[str, Any]:
    data = catalog.model_dump(mode="json")
    return {**data, **{part: _walked(data[part], part, change) for part in _PARTS}}


def _walked(value: Any, place: str, change: Callable[[str, str], str], field: str = "") -> Any:
    if isinstance(value, str):
        return change(place, value) if (field or place) in _TEXTS else value
    if isinstance(value, list):
        names = (entry.get("id", number) if isinstance(entry, dict) else number for number, entry in enumerate(value))
        return [_walked(entry, f"{place}.{name}", change, "-") for name, entry in zip(names, value, strict=True)]
    if isinstance(value, dict):
        return {
            name: part if name == _SOURCES else _walked(part, f"{place}.{name}", change, name)
            for name, part in value.items()
        }
    return value
