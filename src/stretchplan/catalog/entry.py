"""The base class and the field types of everything in a catalogue."""

import re
from collections.abc import Sequence
from typing import Annotated, Any, Final

from pydantic import ValidationError

from stretchplan.base.bounded import BoundedText, PatternText
from stretchplan.base.described import StatedValidator
from stretchplan.base.errors import CatalogError
from stretchplan.base.messages import problems
from stretchplan.base.models import OwnErrors
from stretchplan.catalog.vocabulary import clean_text

__all__ = ["MAX_AREAS", "Entry", "Id", "Language", "Name", "RuleId", "Text", "entries", "is_language"]

MAX_AREAS: Final = 64

_LANGUAGE: Final = (
    r"^[A-Za-z]{2,3}(-[A-Za-z]{3}){0,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?"
    r"(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(-[A-WYZa-wyz0-9](-[A-Za-z0-9]{2,8})+)*(-[Xx](-[A-Za-z0-9]{1,8})+)?$"
)
"""The well-formed tags of RFC 5646. It reserves names of four to eight letters: no language has one, and people write
``german``."""
_LANGUAGE_LENGTH: Final = 35
"""RFC 5646, section 4.4.1: room for every tag that can be expected."""

# With a letter in it no reader of CSV takes it for a number, and no JavaScript object moves it to the front.
_ID_PATTERN: Final = r"^([0-9][0-9_]*)?[a-z][a-z0-9_]*$"
_ID_WORDS: Final = "lower-case letters (at least one), digits and underscores, starting with a letter or a digit"

Id = Annotated[str, PatternText(_ID_PATTERN, _ID_WORDS, 1, 64)]
RuleId = Annotated[
    str, PatternText(r"^[a-z][a-z0-9-]*$", "lower-case letters, digits and hyphens, starting with a letter", 1, 64)
]
Language = Annotated[
    str,
    PatternText(_LANGUAGE, "a language tag of BCP 47, such as en, de, pt-BR or zh-Hant", most=_LANGUAGE_LENGTH),
]
Name = Annotated[str, BoundedText(1, 80, clean_text)]
Text = Annotated[str, BoundedText(1, 600, clean_text)]


def entries(least: int, most: int) -> StatedValidator:
    """Return a validator of a list's length that runs before its entries are validated.

    Pydantic checks its own bounds last and counts only valid entries. So half a million empty entries would first make
    millions of problems, and a list with one wrong entry would also be reported as empty.
    """

    def check(value: Any) -> Any:
        if isinstance(value, (list, tuple, dict)) and not least <= len(value) <= most:
            raise ValueError(f"there are {len(value)} entries, and there must be {least} to {most}")
        return value

    return StatedValidator(check, "before", minItems=least or None, maxItems=most)


def is_language(tag: str) -> bool:
    """Return whether a text is a language tag that a catalogue may have."""
    return len(tag) <= _LANGUAGE_LENGTH and re.fullmatch(_LANGUAGE, tag) is not None


class Entry(OwnErrors):
    """A catalogue or a part of one. Its error is :class:`CatalogError`."""

    @classmethod
    def _refusal(cls, error: ValidationError, data: Any) -> CatalogError:
        return CatalogError(*problems(error, cls, label=lambda loc: _label(data, loc)))


def _label(data: Any, loc: Sequence[int | str]) -> str:
    """Return a space and ``(id)`` for the entry at a place in the data; empty when it has no good id."""
    for part in loc:
        try:
            data = data[part]
        except (TypeError, LookupError):  # the entry is a model or not a table
            return ""
    name = data.get("id") if isinstance(data, dict) else None
    return f" ({name})" if isinstance(name, str) and len(name) <= 64 and re.fullmatch(_ID_PATTERN[1:-1], name) else ""
