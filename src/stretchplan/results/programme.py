"""The programme: the sessions of several weeks, day by day, as frozen models with a stable JSON form.

The docstrings of these models are published in docs/programme.schema.json.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Final, Literal, get_args

from pydantic import (
    AfterValidator,
    Field,
    SerializerFunctionWrapHandler,
    StrictStr,
    ValidationInfo,
    field_serializer,
    field_validator,
)

from stretchplan.base.bounded import SafeInt, WholeNumber
from stretchplan.base.errors import InvalidRequest
from stretchplan.base.models import FrozenDict, OutputModel
from stretchplan.base.notebook import NotebookRepr
from stretchplan.base.text import some
from stretchplan.base.translation import ENGLISH, LanguageName
from stretchplan.inputs.dates import Day
from stretchplan.inputs.history import RecordedDose, SessionRecord
from stretchplan.inputs.request import PlanRequest
from stretchplan.results.formats import ProgrammeFormats
from stretchplan.results.plan import AreaCoverage, CatalogRef, Notice, Plan
from stretchplan.results.records import as_planned

__all__ = [
    "MOST_DAYS",
    "PROGRAMME_VERSION",
    "WEEKDAYS",
    "DayChange",
    "DayChangeKind",
    "Programme",
    "ProgrammeDay",
    "ProgrammeDayKind",
    "ProgrammeRefusal",
    "ProgrammeRefusalKind",
    "ProgrammeWeek",
    "Weekday",
    "in_weeks",
]

PROGRAMME_VERSION: Final = "1.0"
"""Version of the JSON form. Within a major version fields are added, never renamed or removed."""

MOST_DAYS: Final = 366
"""The most days of a programme."""

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: Final[tuple[Weekday, ...]] = get_args(Weekday)
"""The days of a week, in the order of :meth:`datetime.date.weekday`."""

ProgrammeDayKind = Literal["session", "rest", "refused"]
ProgrammeRefusalKind = Literal["no_plan", "search_ended"]
DayChangeKind = Literal["allowed", "forbidden", "new", "dose", "form", "pace"]


class DayChange(OutputModel):
    """What is different from the session before, and why.

    Attributes
    ----------
    kind
        What kind of change: ``allowed``, ``forbidden``, ``new``, ``dose``, ``form`` or ``pace``. ``allowed``: a rule
        stood against the stretch on the day of the session before, and none does now. ``forbidden``: the other way
        round. ``new``: it is in for the first time. ``dose``: another dose than when it was last done. ``form``:
        another form than that day called for. ``pace``: the moves between stretches take more or less time.
    stretch_id, name
        The stretch; null for ``pace``.
    rule_id
        Id of the rule behind it; null for ``new`` and ``pace``, and for a dose that changed only because the minutes
        are shared among other stretches.
    before, now
        The doses, for ``dose``; null otherwise.
    text
        The same in words.
    """

    kind: DayChangeKind
    stretch_id: StrictStr | None = None
    name: StrictStr | None = None
    rule_id: StrictStr | None = None
    before: RecordedDose | None = None
    now: RecordedDose | None = None
    text: StrictStr


class ProgrammeRefusal(OutputModel):
    """Why a day has no plan, and what would help.

    Attributes
    ----------
    kind
        Why in one word. ``no_plan``: the demands and the rules leave none. ``search_ended``: the node budget ended
        before that was known.
    message
        Why, in words.
    ways_out
        What would have a plan, the smallest change first, in words.
    """

    kind: ProgrammeRefusalKind
    message: StrictStr
    ways_out: tuple[StrictStr, ...] = ()


class ProgrammeDay(OutputModel):
    """One day of a programme.

    Attributes
    ----------
    on
        Its date, such as 2026-01-31.
    kind
        What kind of day: ``session``, ``rest`` or ``refused``.
    plan
        The plan of its session; null on other days. Its request has the sessions before as its history. The JSON form
        of a programme leaves that history out: it is the history of the programme's request, and each earlier session
        as planned.
    refusal
        Why there is no plan on a day that is no rest day; null on other days.
    changes
        What is different from the session before.
    """

    on: Day
    kind: ProgrammeDayKind
    plan: Plan | None = None
    refusal: ProgrammeRefusal | None = None
    changes: tuple[DayChange, ...] = ()

    # Without a return type pydantic's JSON Schema states that of the field.
    @field_serializer("plan", mode="wrap")
    def _without_history(self, plan: Plan | None, handler: SerializerFunctionWrapHandler):  # type: ignore[no-untyped-def]
        data = handler(plan)
        if isinstance(data, dict) and isinstance(data.get("request"), dict):
            data["request"].pop("history", None)
        return data


class ProgrammeWeek(OutputModel):
    """Seven days of a programme, counted from its first day; the last week may be shorter.

    Attributes
    ----------
    starts_on
        Its first day, such as 2026-01-31.
    days
        Its days, 1 to 7.
    sessions
        Number of its days with a session.
    session_seconds, stretching_seconds
        Seconds of its sessions, and of the stretching in them, both sides counted.
    coverage
        How much its sessions work each area together, by the area's id, in catalogue order.
    """

    starts_on: Day
    days: SafeInt
    sessions: SafeInt
    session_seconds: SafeInt
    stretching_seconds: SafeInt
    coverage: Annotated[Mapping[StrictStr, AreaCoverage], AfterValidator(FrozenDict)]


class Programme(ProgrammeFormats, NotebookRepr, OutputModel):
    """The sessions of some weeks: what :meth:`stretchplan.Planner.programme` returns.

    It takes each session for done as planned and settled within a day. What happened otherwise is not known yet: plan
    again with the sessions that there were (:meth:`stretchplan.Planner.replan`).

    Attributes
    ----------
    schema_version
        Version of this form, such as ``1.0``.
    request
        The request of its first day, whether that has a session or not. Its ``history`` is never null.
    catalog
        The catalogue that it was made from.
    rules_version
        Version of the rules that it was made under.
    days_per_week
        The most sessions in seven days, 1 to 7.
    rest_weekdays
        The weekdays without a session, ``monday``, ``tuesday``, ``wednesday``, ``thursday``, ``friday``, ``saturday``
        or ``sunday``, from Monday on.
    rest_dates
        Further dates of it without a session, such as 2026-01-31, at most 366, in order.
    notices
        What the person must be told with it, at most 100 notices.
    days
        Each day from the first to the last, at most 366.
    weeks
        Each seven days from the first day on, at most 366 weeks.
    """

    max_json_bytes: ClassVar[int] = 32 * 2**20

    schema_version: StrictStr
    request: PlanRequest
    catalog: CatalogRef
    rules_version: StrictStr
    days_per_week: Annotated[int, WholeNumber(1, 7)]
    rest_weekdays: Annotated[tuple[Weekday, ...], Field(max_length=7)]
    rest_dates: Annotated[tuple[Day, ...], Field(max_length=MOST_DAYS)]
    notices: Annotated[tuple[Notice, ...], Field(max_length=100)]
    days: Annotated[tuple[ProgrammeDay, ...], Field(min_length=1, max_length=MOST_DAYS)]
    weeks: Annotated[tuple[ProgrammeWeek, ...], Field(max_length=MOST_DAYS)]

    @field_validator("days", mode="after")
    @classmethod
    def _with_histories(cls, days: tuple[ProgrammeDay, ...], info: ValidationInfo) -> tuple[ProgrammeDay, ...]:
        """Give each plan the sessions before, which the JSON form states once."""
        request = info.data.get("request")
        if request is None or all(day.plan is None or day.plan.request.history is not None for day in days):
            return days
        return tuple(_with_histories(days, request.history or ()))

    @property
    def language(self) -> LanguageName:
        """The language of this library's words in the programme; ``catalog.language`` is that of the catalogue's."""
        return self.request.language or ENGLISH

    @property
    def starts_on(self) -> date:
        """Its first day."""
        return self.days[0].on

    @property
    def ends_on(self) -> date:
        """Its last day."""
        return self.days[-1].on

    @property
    def plans(self) -> tuple[Plan, ...]:
        """The plans of its sessions, by date."""
        return tuple(day.plan for day in self.days if day.plan is not None)

    def __repr_args__(self) -> Iterator[tuple[str, Any]]:
        """Yield what tells programmes apart; all of one fills thousands of lines."""
        yield "starts_on", self.starts_on.isoformat()
        yield "days", len(self.days)
        yield "minutes", self.request.minutes
        yield "days_since_injury", self.request.days_since_injury
        yield "catalog", f"{self.catalog.id} {self.catalog.version}"
        yield "sessions", len(self.plans)
        yield "refused", some([day.on.isoformat() for day in self.days if day.kind == "refused"])


def in_weeks(days: tuple[ProgrammeDay, ...]) -> Iterator[tuple[ProgrammeDay, ...]]:
    """Yield days in sevens from the first one on; the last week may be shorter."""
    for start in range(0, len(days), 7):
        yield days[start : start + 7]


def _with_histories(days: tuple[ProgrammeDay, ...], before: tuple[SessionRecord, ...]) -> Iterator[ProgrammeDay]:
    done = list(before)
    for day in days:
        plan = day.plan
        if plan is None:
            yield day
            continue
        if plan.request.history is None:
            try:
                request = plan.request.model_copy(update={"history": tuple(done)})
            except InvalidRequest:  # a day before the day before it: the check says so
                request = plan.request
            plan = plan.model_copy(update={"request": request})
        yield day.model_copy(update={"plan": plan})
        record = as_planned(plan)
        if record is not None:
            done.append(record)
