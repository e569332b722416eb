"""How large may a plan be that anyone may have written? It is measured before the models see it.

The models make a problem of each wrong value, and a problem takes some 1,700 bytes. Without these limits 4 MiB of text
could make two million of them. docs/limits.md has all limits of the library.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any, Final

from pydantic import BaseModel

from stretchplan.base.messages import path
from stretchplan.catalog.entry import MAX_AREAS

__all__ = [
    "MAX_DEPTH",
    "MAX_ENTRIES",
    "MAX_INNER_ENTRIES",
    "MAX_NEW_ENTRIES",
    "MAX_SHORT_ENTRIES",
    "MAX_TEXT_BYTES",
    "MAX_VALUES",
    "MEASURED",
    "SHORT_LISTS",
    "too_large",
]

MAX_TEXT_BYTES: Final = 4 * 2**20
"""The longest JSON text of a plan that is read; the texts in a mapping may have as many characters together."""

MAX_ENTRIES: Final[dict[str, int]] = {
    "schedule": 5_000,
    "prescriptions": 500,
    "left_out": 500,
    "notices": 1_000,
    "coverage": 500,
    "effects": 10_000,
    "own_rules": 100,
}
"""The most entries of each field of a plan that are read."""

MAX_NEW_ENTRIES: Final = 5_000
"""The most entries of a field of a plan that this version does not know; a later one may have written it."""

SHORT_LISTS: Final = frozenset({"areas", "equipment", "missing", "named", "needs", "primary", "secondary"})
MAX_SHORT_ENTRIES: Final = MAX_AREAS
"""The most areas or pieces of equipment that one entry of a plan names."""

MAX_INNER_ENTRIES: Final = 500
"""The most entries of any other list or object in a plan, such as the wishes of the request."""

MAX_VALUES: Final = 250_000
"""The most values in a plan, lists and objects included. A plan as long as is read has some 200,000."""

MAX_DEPTH: Final = 20
"""The most lists and objects inside one another; a plan has six."""

MEASURED: Final = "measured"
"""The context of a validation whose data :func:`too_large` has passed, so that it is not measured twice."""

_PLAIN: Final = frozenset({str, int, float, bool, type(None)})
_USUAL: Final = frozenset({dict, list, tuple})
_WHOLE: Final = (str, bytes, bytearray, BaseModel)
"""What has parts that are not looked into."""

# A container, and the way to it: the containers around it, innermost first, and its name or index in each.
_Way = tuple[Any, ...]


def too_large(data: object) -> tuple[str, ...]:
    """Return what is too large or too long in a plan's data, a sentence for each; empty when nothing is.

    Models inside the data are not looked into. They were validated when they were made.

    Parameters
    ----------
    data
        Anything that the model of a plan may be given.
    """
    if not isinstance(data, Mapping):
        return ()
    if len(data) > MAX_INNER_ENTRIES:
        return (f"there are {len(data)} fields; at most {MAX_INNER_ENTRIES} are allowed",)
    names = [name for name in MAX_ENTRIES if name in data] + [name for name in data if name not in MAX_ENTRIES]
    long = tuple(
        _too_many(_where((name, ())), len(value), most)
        for name in names
        if _is_container(value := data[name])
        if len(value) > (most := MAX_ENTRIES.get(name, MAX_NEW_ENTRIES))
    )
    return long or tuple(_inside(data))


def _is_container(value: Any) -> bool:
    return isinstance(value, (Mapping, Sequence, Set)) and not isinstance(value, (str, bytes, bytearray))


def _too_many(where: str, count: int, most: int) -> str:
    return f"{where}: there are {count} entries; at most {most} are allowed"


def _inside(data: Mapping[Any, Any]) -> Iterator[str]:
    """Yield the first thing that is too large inside the fields of a plan."""
    values = characters = 0
    ways: list[tuple[Any, _Way, int]] = [(data, (), 0)]
    while ways:
        container, way, depth = ways.pop()
        if depth > MAX_DEPTH:
            yield f"{_where(way)}: this is nested more than {MAX_DEPTH} deep, and no part of a plan is"
            return
        if depth > 1 and len(container) > (most := _most(way)):
            yield _too_many(_where(way), len(container), most)
            return
        values += len(container)
        if values > MAX_VALUES:
            yield f"there are more than {MAX_VALUES:,} values, the most that are read"
            return
        named = type(container) is dict or isinstance(container, Mapping)
        parts = container.values() if named else container
        characters += sum([len(part) for part in parts if type(part) is str])
        if characters > MAX_TEXT_BYTES:
            yield f"the texts have more than {MAX_TEXT_BYTES:,} characters, the most that are read"
            return
        if _PLAIN.issuperset(map(type, parts)):
            continue
        for name, value in container.items() if named else enumerate(container):
            if type(value) in _PLAIN:
                continue
            if type(value) in _USUAL or _is_container(value):
                ways.append((value, (name, way), depth + 1))
            elif hasattr(type(value), "__iter__") and not isinstance(value, _WHOLE):  # it may have no end
                yield f"{_where((name, way))}: this is of type {type(value).__name__}; give a list"
                return


def _most(way: _Way) -> int:
    return MAX_SHORT_ENTRIES if way[0] in SHORT_LISTS and way[1][1] else MAX_INNER_ENTRIES


def _where(way: _Way) -> str:
    names: list[int | str] = []
    while way:
        name, way = way
        names.append(name if isinstance(name, (int, str)) else str(type(name)))
    return path(names[::-1])
