"""What does a row of a table say of the injury? A null may be an answer, or a join that found none."""

from __future__ import annotations

from typing import Any, Final

from stretchplan.base.errors import InvalidRequest, Problem
from stretchplan.base.text import quoted

__all__ = ["DAYS", "NO_RECENT_INJURY", "with_stated_injury"]

DAYS: Final = "days_since_injury"
NO_RECENT_INJURY: Final = "no_recent_injury"


def with_stated_injury(row: dict[str, Any], *, null_days_mean_no_injury: bool) -> dict[str, Any]:
    """Return the fields of a request from a row that may also have ``no_recent_injury``.

    Parameters
    ----------
    row
        The fields, those that are null included.
    null_days_mean_no_injury
        Whether null days in a row without ``no_recent_injury`` say "no recent injury".

    Raises
    ------
    InvalidRequest
        When the days are null and nothing says what that means, or both are stated.
    """
    fields = dict(row)
    none = fields.pop(NO_RECENT_INJURY, null_days_mean_no_injury if DAYS in row else None)
    if none is not None and not isinstance(none, bool):
        raise _wrong(NO_RECENT_INJURY, none, f"{quoted(none)} is not allowed; it must be true or false")
    days = fields.get(DAYS)
    if none and NO_RECENT_INJURY in row and days is not None:
        raise _wrong(NO_RECENT_INJURY, none, f"it is true, and {DAYS} is {quoted(days)}; state one of them")
    if days is None and not none and (DAYS in row or NO_RECENT_INJURY in row):
        raise _wrong(
            DAYS,
            None,
            f"the row has neither the days since the injury nor true in {NO_RECENT_INJURY}; state one",
        )
    if none:
        fields[DAYS] = days
    return fields


def _wrong(where: str, value: object, message: str) -> InvalidRequest:
    return InvalidRequest(Problem(where, "" if value is None else quoted(value), message))
