"""How are fields with sets of names read and written? Read from any list or set, and written sorted."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar, cast

from pydantic import BeforeValidator
from pydantic_core.core_schema import list_schema, plain_serializer_function_ser_schema, str_schema

from stretchplan.base.described import StatedValidator
from stretchplan.base.text import did_you_mean, quoted

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

__all__ = ["PLAIN", "SORTED", "Chosen", "Names", "WrittenAs", "known_names", "list_of", "names", "plain"]

T = TypeVar("T")

Names: TypeAlias = AbstractSet[str | Enum] | list[str] | tuple[str, ...] | Sequence[Enum]
"""What type checkers let a caller give for a set of names. Not any sequence of texts: one text is such a sequence."""

Chosen: TypeAlias = AbstractSet[T | Enum] | Sequence[T | Enum]
"""The same for a set of names out of a closed list."""

NOT_CALLED: Final[Mapping[str, str]] = MappingProxyType({})


class WrittenAs:
    """How a field is written: as what a function returns for its value.

    Parameters
    ----------
    function
        Returns what is written.
    schema
        The core schema of what is written.
    """

    def __init__(self, function: Callable[[Any], Any], schema: CoreSchema) -> None:
        self.function: Callable[[Any], Any] = function
        self.schema: CoreSchema = schema

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        found: dict[str, Any] = dict(handler(source))
        found["serialization"] = plain_serializer_function_ser_schema(self.function, return_schema=self.schema)
        return cast("CoreSchema", found)


# Python fixes no order for a set, and the JSON form must be the same everywhere.
SORTED: Final = WrittenAs(sorted, list_schema(str_schema()))


def plain(value: Any) -> Any:
    """Return the value of a member of an enumeration, and any other value as it is."""
    return value.value if isinstance(value, Enum) else value


PLAIN: Final = BeforeValidator(plain)


def known_names(value: Any, what: str, known: tuple[str, ...], called: Mapping[str, str] = NOT_CALLED) -> None:
    """Refuse the first unknown name of a set: raise ValueError with the name meant, or all that are known.

    ``called`` has the names that people may mean by other words; else the nearest known name is meant.
    """
    for name in sorted(set(value) - set(known)):
        hint, _ = did_you_mean(called.get(name, name), known, f"known: {', '.join(known)}")
        raise ValueError(f"{quoted(name)} is not one of the {what}; {hint}")


def list_of(what: str, example: str) -> str:
    """Return what to give for a set of names, as it is written in Python, JSON and TOML alike."""
    return f'give a list of {what}, such as ["{example}"]'


def names(
    what: str,
    example: str,
    *,
    most: int = 500,
    known: tuple[str, ...] = (),
    called: Mapping[str, str] = NOT_CALLED,
) -> StatedValidator:
    """Return a validator that reads a field from any set or sequence of at most ``most`` texts or members of enums.

    Messages use the plural ``what``, such as ``stretches``, and the ``example``. ``known`` has all allowed names; it is
    empty where the catalogue decides. ``called`` has what people call an allowed name, for messages.
    """

    def read(value: Any) -> Any:
        if isinstance(value, str):
            shown = value if re.fullmatch(r"[\w-]{1,40}", value) else example
            raise ValueError(f"{quoted(value)} is not allowed; {list_of(what, shown)}, not one text")
        if not isinstance(value, (AbstractSet, Sequence)) or isinstance(value, (bytes, bytearray, memoryview)):
            raise ValueError(f"{quoted(value)} is not allowed; {list_of(what, example)}")
        if len(value) > most:
            raise ValueError(f"{len(value)} {what} are not allowed; give at most {most}")
        given = [plain(name) for name in value]
        wrong = [quoted(name) for name in given if not isinstance(name, str)]
        if wrong:  # of a set, which has no order, the first by its text
            shown = min(wrong) if isinstance(value, AbstractSet) else wrong[0]
            raise ValueError(f"{shown} is not allowed; each of the {what} is a text such as {example!r}")
        if known:
            known_names(given, what, known, called)
        return frozenset(given)

    items = {"type": "string", "enum": [*known]} if known else {"type": "string"}
    return StatedValidator(read, "before", maxItems=most, items=items, uniqueItems=None)
