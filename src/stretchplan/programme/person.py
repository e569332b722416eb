"""What a journal keeps about its person from one session to the next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, ClassVar, Required, Self, SupportsIndex, TypedDict, Unpack

from pydantic import BeforeValidator, model_validator

from stretchplan.base.bounded import WholeNumber
from stretchplan.base.errors import Problem
from stretchplan.base.messages import WhenMissing, contradictory
from stretchplan.base.models import InputModel
from stretchplan.base.text import quoted
from stretchplan.inputs.dates import DATE_TEXT, calendar_date
from stretchplan.inputs.profile import Profile
from stretchplan.inputs.request import MAX_MINUTES
from stretchplan.inputs.screening import Screening

__all__ = ["Person"]

_Day = Annotated[date | None, BeforeValidator(calendar_date, json_schema_input_type=DATE_TEXT | None)]
_SAY_DAY = WhenMissing("give a date such as 2026-01-31, or null (None in Python) for no recent injury")


class PersonFields(TypedDict, total=False):
    """What type checkers let a caller give for each field of a :class:`Person`."""

    injured_on: Required[date | str | None]
    profile: Profile | Mapping[str, object]
    minutes: SupportsIndex | None
    screening: Screening | Mapping[str, object] | None
    screened_on: date | str | None


class Person(InputModel):
    """What is stated about the person of a :class:`Journal`, and holds from one session to the next.

    Parameters
    ----------
    injured_on
        The day of the newest injury, such as 2026-01-31, or null for "no recent injury". Required, as the days are in a
        request: a missing answer must not read as a healthy back.
    profile
        Conditions, clearances, what to avoid and what must be in.
    minutes
        The minutes that a session usually has, 1 to 240; null when they are not known.
    screening
        The last answers about warning signs; null when the questions were not asked.
    screened_on
        The day of these answers, such as 2026-01-31; null when it is not known. They say nothing about a later day.

    Raises
    ------
    InvalidRequest
        When a field is missing, unknown, of another type or out of range.

    Examples
    --------
    >>> import stretchplan as sp
    >>> sp.Person(injured_on="2026-03-01", minutes=10).minutes
    10
    """

    where: ClassVar[str] = "person"

    injured_on: Annotated[_Day, _SAY_DAY]
    profile: Profile = Profile()
    minutes: Annotated[int, WholeNumber(1, MAX_MINUTES)] | None = None
    screening: Screening | None = None
    screened_on: _Day = None

    if TYPE_CHECKING:

        def __init__(self, /, **fields: Unpack[PersonFields]) -> None: ...

    @model_validator(mode="after")
    def _answers_have_a_day(self) -> Self:
        if self.screening is None and self.screened_on is not None:
            message = "it is stated, and screening is not; give the answers of that day"
            raise contradictory(type(self), [Problem("screened_on", quoted(self.screened_on.isoformat()), message)])
        return self
