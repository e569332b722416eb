"""The request: minutes, days since the injury, areas, and how the day is."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ClassVar,
    Final,
    Literal,
    Required,
    Self,
    SupportsIndex,
    TypedDict,
    Unpack,
    overload,
)

from pydantic import (
    BeforeValidator,
    Field,
    ValidationError,
    model_validator,
)

from stretchplan.base.bounded import WholeNumber
from stretchplan.base.errors import Problem
from stretchplan.base.messages import WhenMissing, contradictory, first_problems, problems
from stretchplan.base.models import InputModel, is_unknown, read, read_json
from stretchplan.base.name_sets import PLAIN, SORTED, Names, names, plain
from stretchplan.base.text import did_you_mean, quoted
from stretchplan.base.translation import LanguageName
from stretchplan.inputs.conditions import Condition
from stretchplan.inputs.dates import DATE_TEXT, calendar_date
from stretchplan.inputs.history import History, SessionRecord, renamed_history
from stretchplan.inputs.injury import DAYS, INJURED_ON, MAX_DAYS, NO_RECENT_INJURY, by_days
from stretchplan.inputs.profile import Profile
from stretchplan.inputs.screening import Screening

__all__ = ["PACES", "QUICKEST", "BreathName", "DatedFields", "Pace", "PaceName", "PlanRequest", "RequestFields"]
__all__ += ["MAX_DAYS", "parse_request"]

if TYPE_CHECKING:  # as in base/described.py
    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

MAX_MINUTES = 240


Days = Annotated[int, WholeNumber(0, MAX_DAYS)]
_SAY_DAYS = WhenMissing("give a whole number from 0, or null (None in Python) for no recent injury")
_SAY_DATE: Final = "The day of the injury, instead of the days since then; on is then required."
Areas = Annotated[frozenset[str], names("areas", "hips", most=64), SORTED]


if TYPE_CHECKING:

    class PaceFields(TypedDict, total=False):
        """What type checkers let a caller give for each field of a :class:`Pace`."""

        get_ready_seconds: SupportsIndex
        change_position_seconds: SupportsIndex
        settle_seconds: SupportsIndex
        change_side_seconds: SupportsIndex
        rest_seconds: SupportsIndex
        get_up_seconds: SupportsIndex


class Pace(InputModel):
    """How long the moments between stretches take at least; each takes longer where its spoken words need it.

    Healthy adults of 50 to 90 get from the floor to standing in 4.1 ± 1.1 s when asked to be quick
    (Bohannon 2004), women from 55 on in 5.8 ± 2.9 s (Moffett 2020). No study timed sore backs, so these seconds are
    this library's own choice: down to the floor 20 to 30 s, up again 20 to 40 s, from the back to hands and knees 15
    to 23 s, and double with pain of 4 or 5. The least of each is about three times what the healthy adults took.

    Attributes
    ----------
    get_ready_seconds
        Seconds to get down to the floor, into the first position: 12 to 120.
    change_position_seconds
        Seconds to change position between two stretches: 12 to 120.
    settle_seconds
        Seconds to settle for the next stretch in the same position: 5 to 60, not more than a change of position.
    change_side_seconds
        Seconds to change to the other side: 5 to 60.
    rest_seconds
        Seconds between two sets of a stretch that works both sides at once: 10 to 120.
    get_up_seconds
        Seconds to get up again at the end: 12 to 120.
    """

    where: ClassVar[str] = "pace"

    get_ready_seconds: Annotated[int, WholeNumber(12, 120)] = 20
    change_position_seconds: Annotated[int, WholeNumber(12, 120)] = 15
    settle_seconds: Annotated[int, WholeNumber(5, 60)] = 5
    change_side_seconds: Annotated[int, WholeNumber(5, 60)] = 5
    rest_seconds: Annotated[int, WholeNumber(10, 120)] = 10
    get_up_seconds: Annotated[int, WholeNumber(12, 120)] = 20

    if TYPE_CHECKING:

        def __init__(self, /, **fields: Unpack[PaceFields]) -> None: ...

    @model_validator(mode="after")
    def _settling_is_the_smaller_move(self) -> Self:
        settle, change = self.settle_seconds, self.change_position_seconds
        if settle > change:
            message = f"{settle} is more than change_position_seconds, {change}; changing position includes settling"
            raise contradictory(type(self), [Problem("settle_seconds", quoted(settle), message)])
        return self


PaceName = Literal["usual", "unhurried", "slow"]

PACES: Final[dict[str, Pace]] = {
    "usual": Pace(),
    "unhurried": Pace(
        get_ready_seconds=30,
        change_position_seconds=22,
        settle_seconds=8,
        change_side_seconds=8,
        rest_seconds=15,
        get_up_seconds=30,
    ),
    "slow": Pace(
        get_ready_seconds=40,
        change_position_seconds=30,
        settle_seconds=12,
        change_side_seconds=12,
        rest_seconds=25,
        get_up_seconds=40,
    ),
}
"""Paces by name. ``unhurried`` takes about one and a half times as long as ``usual`` between stretches, ``slow`` about
twice as long, as practice advises with pain of 4 or 5. They are this library's own; no source sets them."""

QUICKEST: Final = Pace(
    get_ready_seconds=12,
    change_position_seconds=12,
    settle_seconds=5,
    change_side_seconds=5,
    rest_seconds=10,
    get_up_seconds=12,
)
"""The least seconds of each moment that a request may state."""


def _named_pace(value: Any) -> Any:
    value = plain(value)
    if not isinstance(value, str):
        return value
    if value in PACES:
        return PACES[value]
    hint, _ = did_you_mean(value, PACES, f"it is one of {', '.join(PACES)}, or a table of seconds")
    raise ValueError(f"{quoted(value)} is not a pace; {hint}")


BreathName = Literal["catalogue", "effort_out"]
"""How movements are breathed: as the catalogue says, or with the effort on the out-breath where it knows how."""


class _OtherFields(TypedDict, total=False):
    minutes: Required[SupportsIndex]
    targets: Names
    seconds: SupportsIndex
    pain: SupportsIndex | None
    pace: Pace | PaceName | Mapping[str, object] | None
    breath: BreathName
    language: LanguageName | None
    screening: Screening | Mapping[str, object] | None
    profile: Profile | Mapping[str, object]
    history: Sequence[SessionRecord | Mapping[str, object]] | None


class RequestFields(_OtherFields, total=False):
    """What type checkers let a caller give for each field of a :class:`PlanRequest`."""

    days_since_injury: Required[SupportsIndex | None]
    on: date | str | None


class DatedFields(_OtherFields, total=False):
    """The same where the day of the injury is stated instead of the days since then."""

    injured_on: Required[date | str]
    on: Required[date | str]
    days_since_injury: SupportsIndex


class PlanRequest(InputModel):
    """One person's wish for one day.

    Whether areas and stretches exist is the catalogue's to say, so the planner checks them, not this model.

    Parameters
    ----------
    minutes
        Whole minutes there are, 1 to 240. Getting ready and every change of side and position count.
    days_since_injury
        Whole days since the back was hurt (0 is the day itself), 0 to 36,500, or null for "no recent injury".
        Required: there is no default, for a missing answer must not read as a healthy back.
    injured_on
        The day of the injury, such as 2026-01-31, instead of the days; then ``on`` is required too. The request keeps
        the days. Both may be stated where they agree.
    targets
        Ids of areas that must each be worked, at most 64. Empty: the whole catalogue counts and no area is demanded.
    seconds
        Seconds there are on top of the minutes, 0 to 59.
    pain
        Pain now on the numeric rating from 0 (none) to 10 (the worst there is), a whole number; null when it was
        not asked. From 4 only the lowest doses are planned, from 6 nothing is (rule ``pain-stop``).
    on
        The date of the session, such as 2026-01-31, which decides the side to start with; null starts left.
    pace
        How long the moments between stretches take: a :class:`Pace`, or one of ``usual``, ``unhurried``, ``slow``.
        Null lets the day decide: ``slow`` with pain from 4 on, ``unhurried`` with less pain and on days 0 to 6 after
        an injury, ``usual`` otherwise. No source sets these.
    breath
        How movements are breathed: ``catalogue`` as the catalogue says, or ``effort_out`` with the effort on the
        out-breath, as physiotherapy commonly teaches, where the catalogue says how. No trial compares the two.
    language
        The language of the plan's words: ``en`` or ``de``. Null lets the planner decide, which speaks English unless it
        was made for another one. A built-in catalogue is then in this language too. No clinician has reviewed a
        translation.
    screening
        The answers about warning signs; null when the questions were not asked. The plan then says so.
    profile
        What is stated about the person: conditions, clearances, what to avoid and what must be in.
    history
        The sessions before, each a :class:`SessionRecord`, at most 4,000, of which the last 400 count and are kept;
        then ``on`` is required. Null when they are not known: the rules over time are not applied. ``()`` for a
        beginner: every stretch starts at its lowest amount.

    Raises
    ------
    InvalidRequest
        When any field is missing, unknown, of another type or out of range; every problem is listed.

    Examples
    --------
    >>> request = PlanRequest(minutes=10, days_since_injury=3, targets={"hips", "lower_back"})
    >>> request.budget_seconds
    600
    >>> PlanRequest(minutes=10, injured_on="2026-03-01", on="2026-03-04").days_since_injury
    3
    """

    _needed: ClassVar[str] = "a request"
    # For the messages about names that are no fields.
    _also_read: ClassVar[tuple[str, ...]] = (INJURED_ON,)
    _not_fields: ClassVar[Mapping[str, str]] = {
        NO_RECENT_INJURY: f"leave it out; {DAYS} says it: the days since the injury, or null (None in Python) only if "
        "there is no recent injury"
    }

    minutes: Annotated[int, WholeNumber(1, MAX_MINUTES)]
    days_since_injury: Annotated[Days | None, _SAY_DAYS]
    targets: Areas = frozenset()
    seconds: Annotated[int, WholeNumber(0, 59)] = 0
    pain: Annotated[int, WholeNumber(0, 10)] | None = None
    on: Annotated[date | None, BeforeValidator(calendar_date, json_schema_input_type=DATE_TEXT | None)] = None
    pace: Annotated[Pace | None, BeforeValidator(_named_pace, json_schema_input_type=Pace | PaceName | None)] = None
    breath: BreathName = "catalogue"
    language: Annotated[LanguageName | None, PLAIN] = Field(None, exclude_if=is_unknown)  # as for histories, below
    screening: Screening | None = None
    profile: Profile = Profile()
    history: History = Field(None, exclude_if=is_unknown)  # without one, the JSON is what it was before histories

    if TYPE_CHECKING:

        @overload
        def __init__(self, /, **fields: Unpack[RequestFields]) -> None: ...
        @overload
        def __init__(self, /, **fields: Unpack[DatedFields]) -> None: ...
        def __init__(self, /, **fields: Any) -> None: ...

    @model_validator(mode="before")
    @classmethod
    def _by_days(cls, data: Any) -> Any:
        """Take the days since the injury from its date, where that is stated."""
        if not isinstance(data, Mapping) or INJURED_ON not in data:
            return data
        fields, wrong = by_days(data)
        if wrong is None:
            return fields
        found: tuple[Problem, ...] = ()
        try:  # the other fields, with days that bring no problem of their own
            cls.model_validate({**fields, DAYS: None})
        except ValidationError as error:
            found = problems(error, cls)
        raise contradictory(cls, [*(problem for problem in found if problem.where != wrong.where), wrong])

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: "CoreSchema", handler: "GetJsonSchemaHandler"
    ) -> "JsonSchemaValue":
        found = super().__get_pydantic_json_schema__(core_schema, handler)
        schema = handler.resolve_ref_schema(found)
        if handler.mode == "validation":  # what is written has the days
            told = {"title": "Injured On", "description": _SAY_DATE}
            schema["properties"][INJURED_ON] = schema["properties"]["on"] | told
        return found

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a validated copy with some fields changed; ``injured_on`` replaces the days since the injury.

        Parameters
        ----------
        update
            New values by field name.
        deep
            Without effect: the value is frozen, so the copy shares its parts.
        """
        if update is None or update.get(INJURED_ON) is None:
            return super().model_copy(update=update, deep=deep)
        fields = {name: getattr(self, name) for name in type(self).model_fields if name != DAYS}
        return read(type(self), fields | dict(update))

    @model_validator(mode="after")
    def _clears_what_is_stated(self) -> Self:
        found: list[Problem] = []
        if self.profile.trimester is not None and "pregnancy" not in self.stated_conditions:
            message = "it is stated, and profile.conditions does not hold 'pregnancy'; add it"
            found.append(Problem("profile.trimester", quoted(self.profile.trimester), message))
        for clearance in self.profile.cleared:  # in the order of their names, so a place in the list says nothing
            if clearance.condition not in self.stated_conditions:
                message = (
                    f"{quoted(clearance.stretch_id)} is cleared for {clearance.condition!r}, and profile.conditions "
                    "does not hold it; state the condition that it was cleared for"
                )
                found.append(Problem("profile.cleared", quoted(clearance.condition), message))
        if found:
            raise contradictory(type(self), first_problems(found))
        return self

    @model_validator(mode="after")
    def _history_fits_the_dates(self) -> Self:
        found = first_problems(self._misdated())
        if found:
            raise contradictory(type(self), found)
        return self

    def _misdated(self) -> Iterator[Problem]:
        if not self.history:
            return
        if self.on is None:
            yield Problem("on", "", "history is given, and on is not; give on, the date of the session to plan")
            return
        injured = self.injured_on
        for record in self.history:  # by date, so a place in the list says nothing
            wrong = ""
            if record.on > self.on:
                wrong = f"is after the session to plan, {self.on}; give sessions of the past"
            elif injured is not None and record.before_injury and record.on > injured:
                wrong = (
                    f"says before_injury, and the injury was on {injured} by days_since_injury; "
                    "give the days since the newest injury"
                )
            elif injured is not None and record.on < injured and not record.before_injury:
                wrong = f"is before the injury on {injured}; a session from before it must say before_injury"
            if wrong:
                yield Problem("history", quoted(record.on.isoformat()), f"the session on {record.on} {wrong}")

    @property
    def injured_on(self) -> date | None:
        """The day of the injury, where its days and the date of the session are stated; None otherwise."""
        if self.on is None or self.days_since_injury is None:
            return None
        return date.fromordinal(max(1, self.on.toordinal() - self.days_since_injury))

    @property
    def stated_conditions(self) -> frozenset[Condition]:
        """The conditions of the profile, and pregnancy when the screening answers that question with yes."""
        pregnant: frozenset[Condition] = frozenset({"pregnancy"})
        if self.screening is not None and self.screening.pregnancy == "yes":
            return self.profile.conditions | pregnant
        return self.profile.conditions

    def renamed(self, ids: Mapping[str, str], recorded: Mapping[str, str] | None = None) -> Self:
        """Return the request with the ids of stretches instead of their aliases, as :meth:`Profile.renamed` does.

        Parameters
        ----------
        ids
            The id by each alias, such as :attr:`stretchplan.Catalog.ids`; a name that it lacks stays as it is.
        recorded
            The same for the names in the sessions before; None: ``ids``.

        Raises
        ------
        InvalidRequest
            When one stretch is to be in and to be avoided, under two names.
        """
        profile, history = self.profile.renamed(ids), renamed_history(self.history, recorded or ids)
        if profile is self.profile and history is self.history:
            return self
        return self.model_copy(update={"profile": profile, "history": history})

    @property
    def budget_seconds(self) -> int:
        """The seconds available: 60 for each minute, and the extra seconds."""
        return 60 * self.minutes + self.seconds


def parse_request(text: str | bytes) -> PlanRequest:
    """Return the request that a JSON text holds, read strictly; a field that stands twice is an error.

    Parameters
    ----------
    text
        The text, or its bytes in UTF-8; at most 1 MiB.

    Raises
    ------
    InvalidRequest
        When the text is not JSON or is not a valid request. ``PlanRequest.model_validate_json`` reads the same texts
        and raises pydantic's ``ValidationError``, as frameworks expect it.

    Examples
    --------
    >>> import stretchplan as sp
    >>> sp.parse_request('{"minutes": 10, "days_since_injury": null}').minutes
    10
    """
    return read_json(PlanRequest, text)
