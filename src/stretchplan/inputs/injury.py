"""What does a request, or a row of a table, say of the injury? The days since then, its date, or that there was none.

In a row a null may be an answer, or a join that found none.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from stretchplan.base.bounded import whole
from stretchplan.base.errors import InvalidRequest, Problem
from stretchplan.base.text import quoted
from stretchplan.inputs.dates import calendar_date

__all__ = ["DAYS", "INJURED_ON", "MAX_DAYS", "NO_RECENT_INJURY", "by_days", "with_stated_injury"]

DAYS: Final = "days_since_injury"
INJURED_ON: Final = "injured_on"
NO_RECENT_INJURY: Final = "no_recent_injury"

MAX_DAYS: Final = 36500
"""The most days since an injury that may be stated."""

_UNSTATED: Final = (
    "null (None in Python) states no day, and does not say that there was no injury; give the day on which the back "
    f"was hurt, or leave it out and give {DAYS} as null (None in Python) for no recent injury"
)


def by_days(fields: Mapping[str, Any]) -> tuple[dict[str, Any], Problem | None]:
    """Return the fields of a request with the days since the injury in place of its date, and what is wrong with them.

    A null date is not stated. It never says "no recent injury": only null days do, and one of the two must be stated.
    """
    rest = dict(fields)
    given = rest.pop(INJURED_ON)
    if given is None:
        return rest, None if DAYS in rest else Problem(INJURED_ON, quoted(given), _UNSTATED)
    try:
        injured: date = calendar_date(given)
    except ValueError as error:
        return rest, Problem(INJURED_ON, quoted(given), str(error))
    try:
        on = calendar_date(rest.get("on"))
    except ValueError as error:
        return rest, Problem("on", quoted(rest["on"]), str(error))
    if on is None:
        return rest, Problem(INJURED_ON, quoted(given), "it is given, and on is not; give on, the date of the session")
    days = (on - injured).days
    if days < 0:
        wrong = f"{injured} is after on, {on}; give the day on which the back was hurt"
        return rest, Problem(INJURED_ON, quoted(given), wrong)
    if days > MAX_DAYS:
        wrong = f"{injured} is {days:,} days before on, {on}, and {MAX_DAYS:,} are the most; give a later day"
        return rest, Problem(INJURED_ON, quoted(given), wrong)
    stated = rest.get(DAYS, days)
    if stated is None or (isinstance(whole(stated), int) and whole(stated) != days):
        means = "null (None in Python) says no recent injury" if stated is None else f"{whole(stated)} is stated"
        wrong = f"{means}, and from injured_on, {injured}, to on, {on}, it is day {days}; state one of the two"
        return rest, Problem(DAYS, quoted(stated), wrong)
    return {DAYS: days} | rest, None


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
        When the days are null, no date of the injury is stated and nothing says what that means, or when the row says
        that there is no recent injury and states one.
    """
    fields = dict(row)
    none = fields.pop(NO_RECENT_INJURY, null_days_mean_no_injury if DAYS in row else None)
    if none is not None and not isinstance(none, bool):
        raise _wrong(NO_RECENT_INJURY, none, f"{quoted(none)} is not allowed; it must be true or false")
    for name in (DAYS, INJURED_ON):
        if none and NO_RECENT_INJURY in row and fields.get(name) is not None:
            raise _wrong(NO_RECENT_INJURY, none, f"it is true, and {name} is {quoted(fields[name])}; state one of them")
    days = fields.get(DAYS)
    if days is None and fields.get(INJURED_ON) is not None:  # the date says it; null days are not stated
        fields.pop(DAYS, None)
        return fields
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
