"""Read calendar dates: a date, or its ISO form."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from stretchplan.base.text import quoted

__all__ = ["DATE_TEXT", "Day", "calendar_date"]


def calendar_date(value: Any) -> Any:
    """Return a date as it is, the date of its ISO form, or None; anything else is a ValueError."""
    # Only a date or its ISO form: pydantic reads numbers as seconds since 1970, and a datetime has a time zone.
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    if isinstance(value, str):
        try:
            if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):  # not the week form, 2026-W05-1
                return date.fromisoformat(value)
        except ValueError:
            pass
    raise ValueError(f"{quoted(value)} is not allowed; give a date such as 2026-01-31")


def _stated(value: Any) -> Any:
    if value is None:
        raise ValueError("null (None in Python) is not allowed; give a date such as 2026-01-31")
    return calendar_date(value)


DATE_TEXT = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", json_schema_extra={"format": "date"})]
"""The ISO form of a date, for JSON Schemas."""

Day = Annotated[date, BeforeValidator(_stated, json_schema_input_type=DATE_TEXT)]
"""A date that must be stated."""
