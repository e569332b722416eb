"""Which numbers and texts may a field hold? Bounds as types of fields, for ``Annotated``.

Each gives pydantic its schema itself. Put together from pydantic's own constraints, a whole number takes twice as long
to define, and a first plan defines about 100 of them, and 50 texts.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal
from numbers import Real
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic_core.core_schema import (
    int_schema,
    no_info_after_validator_function,
    no_info_before_validator_function,
    str_schema,
)

from stretchplan.base.messages import describe_pattern

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

__all__ = ["BoundedText", "PatternText", "SafeInt", "WholeNumber", "whole"]

_MOST_DIGITS: Final = 300
"""A decimal of few characters, such as 1e9999999, may be a whole number of many megabytes."""


def whole(value: Any) -> Any:
    """Return the int that a value is: what has ``__index__``, such as NumPy's integers, or a number without a fraction.

    Data frames turn whole numbers into floats when one is missing, and JSON Schema calls 10.0 an integer. Any other
    value, also True, is returned as it is.
    """
    if type(value) is int or isinstance(value, bool):
        return value
    try:
        if hasattr(type(value), "__index__"):
            return operator.index(value)
        small = value.adjusted() <= _MOST_DIGITS if isinstance(value, Decimal) else isinstance(value, Real)
        if small and (number := int(value)) == value:
            return number
    except (TypeError, ValueError, ArithmeticError):  # it only looks like a number, or is a signalling NaN
        pass
    return value


class WholeNumber:
    """A whole number within bounds, read in any form: ``Annotated[int, WholeNumber(1, 10)]``.

    Parameters
    ----------
    least, most
        The least and the greatest number, both allowed.
    """

    def __init__(self, least: int, most: int) -> None:
        self.least: int = least
        self.most: int = most

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return no_info_before_validator_function(whole, self.within_bounds())

    def within_bounds(self) -> CoreSchema:
        """Return the core schema of an int within the bounds."""
        return int_schema(strict=True, ge=self.least, le=self.most)


class _SafeInteger(WholeNumber):
    """A number whose JSON Schema states a minimum of 0: a negative one is read, and no plan of ours holds one."""

    def __get_pydantic_json_schema__(self, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return handler(core_schema) | {"minimum": 0}


SafeInt = Annotated[int, _SafeInteger(-(2**53), 2**53)]
"""A whole number that every JSON reader can hold exactly. None is negative in a plan of ours. A negative one can be
read, so that the checker can say which step has it."""


class BoundedText:
    """A text of some length that a check accepts: ``Annotated[str, BoundedText(1, 80)]``.

    Parameters
    ----------
    least, most
        The fewest and the most characters.
    check
        Returns the text, or raises ValueError.
    """

    def __init__(self, least: int, most: int, check: Callable[[str], str] | None = None) -> None:
        self.least: int = least
        self.most: int = most
        self.check: Callable[[str], str] | None = check

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        text = str_schema(strict=True, min_length=self.least, max_length=self.most)
        return text if self.check is None else no_info_after_validator_function(self.check, text)


class PatternText:
    """A text that matches a pattern: ``Annotated[str, PatternText(r"^[0-9]{7}$", "seven digits")]``.

    Parameters
    ----------
    pattern
        A regular expression that ends in ``$``. Pydantic and JSON Schema (ECMAScript) match it only at the end of the
        text; Python would also match it before a last line break.
    words
        What it means, for errors and JSON Schemas.
    least, most
        The fewest and the most characters; None where the pattern says it.
    """

    def __init__(self, pattern: str, words: str, least: int | None = None, most: int | None = None) -> None:
        describe_pattern(pattern, words)
        self.pattern: str = pattern
        self.words: str = words
        self.least: int | None = least
        self.most: int | None = most

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return str_schema(strict=True, min_length=self.least, max_length=self.most, pattern=self.pattern)

    def __get_pydantic_json_schema__(self, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return handler(core_schema) | {"description": self.words}
