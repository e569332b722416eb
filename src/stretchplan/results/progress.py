"""What a person's records show, as frozen models with a stable JSON form."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final, Literal

from pydantic import Field, StrictBool, StrictInt, StrictStr

from stretchplan.base.bounded import SafeInt
from stretchplan.base.models import OutputModel
from stretchplan.base.notebook import NotebookRepr
from stretchplan.base.translation import LanguageName, spoken_by
from stretchplan.results.formats import ProgressFormats
from stretchplan.results.plan import CatalogRef

__all__ = ["AreaTime", "PainPoint", "PainTrend", "Progress", "ReachPoint", "ReachTrend", "Week"]

SCHEMA_VERSION: Final = "1.0"
"""Version of the JSON form. Within a major version fields are added, never renamed or removed."""

_Change = Annotated[StrictInt, Field(ge=-(2**53), le=2**53)]


class Week(OutputModel):
    """Seven days, counted from the date of the first record; the last week may not be over.

    Attributes
    ----------
    starts_on
        Its first day.
    days
        Its days up to the date of the progress: 7, or fewer in the last week.
    days_with_session
        On how many of them a stretch was done.
    stretching_seconds
        Seconds of stretching in it, both sides counted, as far as they are known.
    """

    starts_on: date
    days: SafeInt
    days_with_session: SafeInt
    stretching_seconds: SafeInt


class AreaTime(OutputModel):
    """How long an area was stretched, both sides counted.

    Attributes
    ----------
    area_id
        Id of the area.
    name
        The area in plain words, from the catalogue.
    primary_seconds
        Seconds of stretches that have it as a primary target.
    secondary_seconds
        Seconds of stretches that have it as a secondary target.
    named_seconds
        Seconds of stretches that a source only names for it.
    """

    area_id: StrictStr
    name: StrictStr
    primary_seconds: SafeInt = 0
    secondary_seconds: SafeInt = 0
    named_seconds: SafeInt = 0


class PainPoint(OutputModel):
    """Pain before a session.

    Attributes
    ----------
    on
        The date of the session.
    pain
        Pain on the numeric rating from 0 to 10.
    """

    on: date
    pain: SafeInt


class PainTrend(OutputModel):
    """How pain before a session changed; since the injury, where its day is stated.

    Attributes
    ----------
    points
        Every known value, by date.
    baseline
        The first of them; null when none is known.
    latest
        The last of them; null when none is known.
    difference
        The last value less the first, in points, so that a fall is negative; null unless two days are known.
    improved
        Whether it fell by 2 points or by 30 % at least (a consensus: Ostelo 2008); null when that is not known,
        and when there was no pain at first and is none now.
    """

    points: tuple[PainPoint, ...]
    baseline: PainPoint | None
    latest: PainPoint | None
    difference: _Change | None
    improved: StrictBool | None


class ReachPoint(OutputModel):
    """A distance from the fingertips to the floor.

    Attributes
    ----------
    on
        The date of the session.
    millimetres
        The distance when bending forward.
    """

    on: date
    millimetres: SafeInt


class ReachTrend(OutputModel):
    """How the distance from the fingertips to the floor changed; since the injury, where its day is stated.

    Attributes
    ----------
    points
        Every known distance, by date.
    baseline
        The first of them; null when none is known.
    latest
        The last of them; null when none is known.
    difference_mm
        The last distance less the first, in millimetres, so that reaching further is negative; null unless two days are
        known.
    beyond_error
        Whether they differ by more than 45 mm, which is beyond measurement error (Ekedahl 2012); null when that
        is not known.
    """

    points: tuple[ReachPoint, ...]
    baseline: ReachPoint | None
    latest: ReachPoint | None
    difference_mm: _Change | None
    beyond_error: StrictBool | None


class Progress(ProgressFormats, NotebookRepr, OutputModel):
    """What a person's records show up to a date: the answer of :func:`stretchplan.progress`.

    A day counts where at least one stretch was done on it.

    Attributes
    ----------
    schema_version
        Version of this form: within a major version fields are added, never renamed or removed.
    on
        The date up to which it counts.
    days_since_injury
        Days since the injury, as stated; null when none was stated.
    catalog
        The catalogue by which the areas were counted.
    sessions
        How many sessions there were in which a stretch was done.
    first_on
        The date of the first record; null when there is none.
    days
        Days from the first record to ``on``, both counted; 0 when there is none.
    days_with_session
        On how many of them a stretch was done.
    weeks
        The same in weeks from the first record on.
    current_streak_days
        Days in a row up to ``on``, or up to the day before where ``on`` has no session yet.
    longest_streak_days
        The most days in a row.
    stretching_seconds
        Seconds of stretching, both sides counted, as far as they are known.
    areas
        The seconds for each area of the catalogue, in its order.
    unknown_stretches
        Ids of the stretches done that the catalogue does not have and does not replace, sorted.
    unknown_seconds
        Their seconds, as far as they are known; they are in no area.
    uncounted_doses
        How many doses were done whose seconds are not known.
    pain
        How pain before a session changed.
    finger_to_floor
        How the distance from the fingertips to the floor changed.
    see_clinician
        From day 42 on, why a clinician should be seen: ``not_improved`` (the records show no improvement) or
        ``not_known`` (they do not show whether there is any); else null.
    """

    schema_version: StrictStr = SCHEMA_VERSION
    on: date
    days_since_injury: SafeInt | None
    catalog: CatalogRef
    sessions: SafeInt
    first_on: date | None
    days: SafeInt
    days_with_session: SafeInt
    weeks: tuple[Week, ...]
    current_streak_days: SafeInt
    longest_streak_days: SafeInt
    stretching_seconds: SafeInt
    areas: tuple[AreaTime, ...]
    unknown_stretches: tuple[StrictStr, ...]
    unknown_seconds: SafeInt
    uncounted_doses: SafeInt
    pain: PainTrend
    finger_to_floor: ReachTrend
    see_clinician: Literal["not_improved", "not_known"] | None

    @property
    def language(self) -> LanguageName:
        """The language in which it is told: the catalogue's, or English where the library does not speak that."""
        return spoken_by(self.catalog)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The same in plain words, a sentence or two for each figure; the notice to see a clinician comes first."""
        from pkgutil import resolve_name  # as in results/formats.py: words/ is above this module

        sentences: tuple[str, ...] = resolve_name("stretchplan.words.progress:sentences")(self)
        return sentences
