"""What a caller states about the sessions before: what was planned, what was done, and how the back felt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, Literal, Self, SupportsIndex, TypedDict, Unpack, cast

from pydantic import Field, StrictBool, ValidatorFunctionWrapHandler, WrapValidator, model_validator

from stretchplan.base.bounded import WholeNumber
from stretchplan.base.described import StatedValidator
from stretchplan.base.errors import Problem
from stretchplan.base.messages import WhenMissing, contradictory
from stretchplan.base.models import InputModel, read_json
from stretchplan.base.text import quoted
from stretchplan.inputs.dates import Day
from stretchplan.rulebook.bounds import BREAK_DAYS

__all__ = [
    "KEPT_RECORDS",
    "MOST_RECORDS",
    "History",
    "RecordedDose",
    "Records",
    "SessionRecord",
    "SidesDone",
    "StretchRecord",
    "parse_record",
    "renamed_history",
]

MOST_RECORDS: Final = 4_000
"""The most sessions that are read: more than ten years of days."""

KEPT_RECORDS: Final = 400
"""The most sessions that a request keeps, the last ones: more than a year of days. Without older ones
an amount can only be lower: that of a stretch of which no session since has settled. Every plan holds its request, and
must stay small enough to be read."""

_KEPT_ENTRIES: Final = 4_000
"""The most entries of stretches in the sessions that a request keeps."""

_MOST_STRETCHES: Final = 100

SidesDone = Literal["each", "both", "left", "right"]
"""The sides that a dose was done on: ``each`` of two, ``both`` at once, or one of two alone."""

_SAY_SIDES: Final = WhenMissing("give 'each' of two sides, 'both' at once, or one alone, 'left' or 'right'")

PainThen = Annotated[int, WholeNumber(0, 10)]


if TYPE_CHECKING:

    class RecordedDoseFields(TypedDict, total=False):
        """What type checkers let a caller give for each field of a :class:`RecordedDose`."""

        sets: SupportsIndex
        hold_seconds: SupportsIndex | None
        repetitions: SupportsIndex | None
        sides: SidesDone


class RecordedDose(InputModel):
    """A dose of a stretch, as it was planned or done.

    Attributes
    ----------
    sets
        Sets, on each side: 1 to 100.
    hold_seconds
        Seconds of a set, 1 to 3,600; null for a stretch that is counted in repetitions.
    repetitions
        Repetitions of a set, 1 to 1,000; null for a stretch that is held or flows.
    sides
        Which sides it was done on: ``each`` of two, ``both`` at once, or one alone, ``left`` or ``right``.
    """

    where: ClassVar[str] = "dose"

    sets: Annotated[int, WholeNumber(1, 100)]
    hold_seconds: Annotated[int, WholeNumber(1, 3600)] | None = None
    repetitions: Annotated[int, WholeNumber(1, 1000)] | None = None
    sides: Annotated[SidesDone, _SAY_SIDES]

    if TYPE_CHECKING:

        def __init__(self, /, **fields: Unpack[RecordedDoseFields]) -> None: ...

    @model_validator(mode="after")
    def _one_amount(self) -> Self:
        if (self.hold_seconds is None) == (self.repetitions is None):
            raise ValueError("a dose has either hold_seconds or repetitions; give one of them")
        return self

    @property
    def amount(self) -> int:
        """Seconds or repetitions of a set."""
        return self.hold_seconds or self.repetitions or 0


if TYPE_CHECKING:

    class StretchRecordFields(TypedDict, total=False):
        """What type checkers let a caller give for each field of a :class:`StretchRecord`."""

        stretch_id: str
        planned: RecordedDose | Mapping[str, object] | None
        done: RecordedDose | Mapping[str, object] | None
        aggravated: bool


class StretchRecord(InputModel):
    """What was planned and done of one stretch in one session.

    Attributes
    ----------
    stretch_id
        Id of the stretch, such as ``cat_cow``, at most 64 characters. The catalogue need not have it.
    planned
        The dose that was planned; null when none was, or when it is not known.
    done
        The dose that was done; null when the stretch was left out.
    aggravated
        Whether the person says that it made the back worse. It is then left out for seven days (rule
        ``aggravating-leave``).
    """

    where: ClassVar[str] = "stretches"

    stretch_id: Annotated[str, Field(min_length=1, max_length=64)]
    planned: RecordedDose | None = None
    done: RecordedDose | None = None
    aggravated: StrictBool = False

    if TYPE_CHECKING:

        def __init__(self, /, **fields: Unpack[StretchRecordFields]) -> None: ...


def _stretches(value: Any) -> Any:
    if not isinstance(value, (list, tuple)):
        raise ValueError(f"{quoted(value)} is not allowed; give a list of stretches, each with its stretch_id")
    if len(value) > _MOST_STRETCHES:
        raise ValueError(f"{len(value)} stretches are not allowed; give at most {_MOST_STRETCHES}")
    return value


if TYPE_CHECKING:

    class SessionRecordFields(TypedDict, total=False):
        """What type checkers let a caller give for each field of a :class:`SessionRecord`."""

        on: date | str
        stretches: Sequence[StretchRecord | Mapping[str, object]]
        stopped_early: bool
        pain_before: SupportsIndex | None
        pain_after: SupportsIndex | None
        pain_next_day: SupportsIndex | None
        before_injury: bool
        finger_to_floor_mm: SupportsIndex | None
        note: str


class SessionRecord(InputModel):
    """One session of the past: what was planned, what was done, and how the back felt.

    Parameters
    ----------
    on
        The date of the session, such as 2026-01-31.
    stretches
        What was planned and done, each a :class:`StretchRecord`, at most 100; one entry for a stretch.
    stopped_early
        Whether the person stopped before the end.
    pain_before, pain_after, pain_next_day
        Pain on the numeric rating from 0 to 10 before the session, after it, and on the day after; null when it is not
        known. The day after decides whether amounts may rise.
    before_injury
        Whether the session was before the injury that the request counts its days from. Such a session says when a
        stretch was last done; its doses do not count. A session from before the injury must say so.
    finger_to_floor_mm
        Number of millimetres from the fingertips to the floor when bending forward, 0 to 2,000; null when it was not
        measured. No rule reads it; :func:`stretchplan.progress` does.
    note
        The person's own words, at most 2,000 characters. No rule reads them.

    Raises
    ------
    InvalidRequest
        When a field is missing, unknown, of another type or out of range, or a stretch stands twice.

    Examples
    --------
    >>> import stretchplan as sp
    >>> record = sp.SessionRecord(
    ...     on="2026-03-01",
    ...     stretches=[{"stretch_id": "cat_cow", "done": {"sets": 2, "hold_seconds": 30, "sides": "both"}}],
    ...     pain_before=3,
    ...     pain_next_day=2,
    ... )
    >>> record.stretches[0].done.amount
    30
    """

    where: ClassVar[str] = "record"
    _needed: ClassVar[str] = "a record of a session"

    on: Day
    stretches: Annotated[
        tuple[StretchRecord, ...], StatedValidator(_stretches, "before", maxItems=_MOST_STRETCHES)
    ] = ()
    stopped_early: StrictBool = False
    pain_before: PainThen | None = None
    pain_after: PainThen | None = None
    pain_next_day: PainThen | None = None
    before_injury: StrictBool = False
    finger_to_floor_mm: Annotated[int, WholeNumber(0, 2000)] | None = None
    note: Annotated[str, Field(max_length=2000)] = ""

    if TYPE_CHECKING:

        def __init__(self, /, **fields: Unpack[SessionRecordFields]) -> None: ...

    @model_validator(mode="after")
    def _each_stretch_once(self) -> Self:
        seen: set[str] = set()
        twice: list[Problem] = []
        for i, entry in enumerate(self.stretches):
            if entry.stretch_id in seen:
                shown = quoted(entry.stretch_id)
                message = f"the stretch {shown} stands twice; give one entry for it"
                twice.append(Problem(f"stretches[{i}].stretch_id", shown, message))
            seen.add(entry.stretch_id)
        if twice:
            raise contradictory(type(self), twice)
        return self


def parse_record(text: str | bytes) -> SessionRecord:
    """Return the record of a session that a JSON text holds, read strictly; a field that stands twice is an error.

    Parameters
    ----------
    text
        The text, or its bytes in UTF-8; at most 1 MiB.

    Raises
    ------
    InvalidRequest
        When the text is not JSON or is not a valid record.

    Examples
    --------
    >>> import stretchplan as sp
    >>> sp.parse_record('{"on": "2026-03-01", "pain_after": 2}').pain_after
    2
    """
    return read_json(SessionRecord, text)


def _records(value: Any) -> Any:
    if value is None:
        return None
    if not isinstance(value, (list, tuple)):
        raise ValueError(f"{quoted(value)} is not allowed; give a list of session records, or null when it is unknown")
    if len(value) > MOST_RECORDS:
        raise ValueError(f"{len(value)} session records are not allowed; give the last {MOST_RECORDS}")
    return value


def _by_date(records: tuple[SessionRecord, ...] | None) -> tuple[SessionRecord, ...] | None:
    """Sort records by date; those of one date stay in the order given."""
    return None if records is None else tuple(sorted(records, key=lambda record: record.on))


def _last(records: tuple[SessionRecord, ...] | None) -> tuple[SessionRecord, ...] | None:
    """Keep the last sessions: at most 400, with at most 4,000 entries of stretches together."""
    if records is None:
        return None
    kept = entries = 0
    for record in reversed(records[-KEPT_RECORDS:]):
        entries += len(record.stretches)
        if entries > _KEPT_ENTRIES:
            break
        kept += 1
    last = records[len(records) - kept :]
    if kept < len(records) and (not last or (last[-1].on - last[0].on).days <= BREAK_DAYS):
        raise ValueError(
            f"{len(records)} sessions are too many: all of the last {BREAK_DAYS} days count, and at most "
            f"{KEPT_RECORDS} sessions with {_KEPT_ENTRIES:,} entries of stretches are kept; leave out what stands twice"
        )
    return last


class _Validated:
    """Remembers the last few histories that were validated, so that each is validated once and not in every copy.

    Validating a year of sessions takes longer than making a plan. What is remembered is frozen, and is known by being
    the same object.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: tuple[tuple[SessionRecord, ...], ...] = ()  # replaced in one step, so threads need no lock

    def __call__(self, value: Any, handler: ValidatorFunctionWrapHandler) -> tuple[SessionRecord, ...] | None:
        if any(value is known for known in self._known):
            return cast("tuple[SessionRecord, ...]", value)
        history: tuple[SessionRecord, ...] | None = handler(value)
        if history:
            self._known = (*self._known[1 - self._most :], history)
        return history


History = Annotated[
    tuple[SessionRecord, ...] | None,
    StatedValidator(_records, "before"),
    StatedValidator(_by_date, "after"),
    StatedValidator(_last, "after"),
    WrapValidator(_Validated(8)),
]
"""The sessions before, by date, the last of them. None: they are unknown. (): this is a beginner."""

Records = Annotated[
    tuple[SessionRecord, ...] | None, StatedValidator(_records, "before"), StatedValidator(_by_date, "after")
]
"""All sessions that there were, by date."""


def renamed_history(
    history: tuple[SessionRecord, ...] | None, ids: Mapping[str, str]
) -> tuple[SessionRecord, ...] | None:
    """Return a history with the ids of stretches instead of their aliases; the same one where it has none.

    A session that has a stretch under two of its names keeps one entry: aggravated if one of them is.
    """
    if not history or not any(
        ids.get(e.stretch_id, e.stretch_id) != e.stretch_id for r in history for e in r.stretches
    ):
        return history
    return tuple(_renamed(record, ids) for record in history)


def _renamed(record: SessionRecord, ids: Mapping[str, str]) -> SessionRecord:
    entries: dict[str, StretchRecord] = {}
    for entry in record.stretches:
        name = ids.get(entry.stretch_id, entry.stretch_id)
        first = entries.get(name, entry)
        update = {
            "stretch_id": name,
            "aggravated": first.aggravated or entry.aggravated,
            "done": first.done or entry.done,
        }
        entries[name] = first.model_copy(update=update)
    return record.model_copy(update={"stretches": tuple(entries.values())})
