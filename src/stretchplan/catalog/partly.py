"""What is wrong with a catalogue? All of it at once.

A catalogue is made when each of its fields is right, and then compared with itself; so a second list of problems may
come after the first is mended. Here what is right is compared even where something else is wrong. Nothing is reported
that would go away by itself when the other problems are mended.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final, NamedTuple

from pydantic import ValidationError

from stretchplan.base.errors import CatalogError, Problem
from stretchplan.base.models import read
from stretchplan.catalog import validation
from stretchplan.catalog.catalog import Catalog
from stretchplan.catalog.entries import Area, Source, Tombstone
from stretchplan.catalog.entry import Entry
from stretchplan.catalog.picture import DrawnPicture, Picture, PosedPicture
from stretchplan.catalog.stretch import Stretch

__all__ = ["Parts", "is_whole", "read_partly"]

_INSTEAD: Final[Mapping[type[Entry], Mapping[str, Any]]] = {
    Source: {"id": "x", "kind": "policy", "title": "x"},
    Area: {"id": "x", "name": "x"},
    Tombstone: {"id": "x", "reason": "x"},
    Stretch: {
        "id": "x",
        "name": "x",
        "position": "supine",
        "style": "static",
        "sides": "both",
        "dose": {"kind": "hold", "min_seconds": 2, "max_seconds": 2, "min_sets": 1, "max_sets": 1},
        "targets": {"primary": ["x"]},
        "first_allowed_day": 0,
        "setup": "x",
        "cue": "x",
    },
    PosedPicture: {"id": "x", "kind": "pose", "description": "x", "postures": [{}]},
    DrawnPicture: {
        "id": "x",
        "kind": "svg",
        "description": "x",
        "svg": "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'/>",
    },
}
"""Good values for the required fields. They let the other fields of an entry be read, and are taken out again."""


class Parts(NamedTuple):
    """What could be read of a catalogue, and all problems of the rest."""

    problems: tuple[Problem, ...]
    catalog: Catalog | None  # None when there are problems
    stretches: Sequence[Stretch]  # without the fields that are wrong
    language: str  # empty when it is wrong


def read_partly(data: object) -> Parts:
    """Return what can be read of a catalogue's data, and its problems.

    A field that is missing because its name is misspelt is no problem of its own.
    """
    try:
        catalog = read(Catalog, data)
    except CatalogError as error:
        found = error.problems
    else:
        return Parts((), catalog, catalog.stretches, catalog.language)
    fields, wrong = data if isinstance(data, dict) else {}, _wrong_fields(data)
    stretches = _entries(Stretch, "stretches", fields, wrong)
    language = "" if "language" in wrong else fields.get("language", "en")
    later = validation.contradictions(
        _entries(Source, "sources", fields, wrong),
        _entries(Area, "areas", fields, wrong),
        stretches,
        _entries(Tombstone, "tombstones", fields, wrong),
        language,
        _entries(Picture, "pictures", fields, wrong),
        partly=True,
    )
    problems = _without_echoes([*found, *(problem for problem in later if problem not in found)])
    return Parts(problems, None, stretches or (), language)


def is_whole(entry: Entry) -> bool:
    """Return whether nothing in an entry was wrong."""
    return entry.__dict__.keys() >= type(entry).model_fields.keys()


def _wrong_fields(data: object) -> Collection[int | str]:
    """Return the fields of a catalogue that are wrong as a whole."""
    try:
        Catalog.model_validate(data)
    except ValidationError as error:
        faults = [(fault["loc"], fault["type"]) for fault in error.errors(include_url=False, include_context=False)]
    else:
        return ()
    if ((), "contradiction") not in faults and any(not place for place, _ in faults):
        return tuple(Catalog.model_fields)
    return {place[0] for place, kind in faults if len(place) == 1 and kind != "contradiction"}


def _entries(kind: Any, field: str, data: Mapping[str, Any], wrong: Collection[int | str]) -> list[Any] | None:
    """Return the entries of a list, without what is wrong in them; None when the list is wrong as a whole."""
    given = data.get(field, ())
    if field in wrong or not isinstance(given, (list, tuple)):
        return None
    return [_read(_kind_of(entry) if kind is Picture else kind, entry) for entry in given]


def _kind_of(picture: object) -> type[Entry]:
    """Return the model of a picture; that of an area, which has an id too, when its kind is wrong."""
    kinds: dict[object, type[Entry]] = {"pose": PosedPicture, "svg": DrawnPicture}
    kind = picture.get("kind") if isinstance(picture, dict) else None
    return kinds.get(kind, Area) if isinstance(kind, str) else Area


def _read(model: type[Any], data: object) -> Any:
    """Return an entry without the fields that are wrong in the data."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        places = [details["loc"] for details in error.errors(include_url=False, include_context=False)]
    fields = data if isinstance(data, dict) and () not in places else {}
    wrong = {place[0] for place in places} if fields else set(model.model_fields)
    right = {name: fields[name] for name in model.model_fields if name in fields and name not in wrong}
    entry = model.model_validate({**_INSTEAD[model], **right})
    for name in wrong:
        entry.__dict__.pop(name, None)
    return entry


def _without_echoes(found: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return the problems without those that a misspelt name brings about elsewhere.

    That is a field that is missing because its name is misspelt, and the source of an area of a stretch that is not
    known because the stretch misspells that area.
    """
    meant = {
        (problem.where.rpartition(".")[0], problem.suggestion)
        for problem in found
        if problem.message.startswith("this field is not known")
    }
    meant |= {
        (problem.where.partition(".targets.")[0], f"targets.{problem.suggestion}")
        for problem in found
        if problem.message.startswith("the area")
    }

    def is_echo(problem: Problem) -> bool:
        table, _, name = problem.where.rpartition(".")
        if problem.message.startswith("the fact"):
            stretch, _, fact = problem.where.partition(".provenance.")
            return (stretch, fact.strip("'")) in meant
        return problem.message.startswith("this field is required") and (table, name) in meant

    return tuple(problem for problem in found if not is_echo(problem))
