"""Put the charts of a progress into words: their titles, labels and text alternatives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, Literal

from stretchplan.results.progress import Progress, Week
from stretchplan.rulebook.bounds import MEASUREMENT_ERROR_MM, NO_IMPROVEMENT_FROM_DAY
from stretchplan.words import progress as words
from stretchplan.words.phrases import counted

__all__ = ["ALSO_FOR_IT", "EACH_SQUARE", "INJURY", "JOINED_DAYS", "MAINLY_FOR_IT", "NONE", "ONLY_NAMED", "REVIEW_DAY"]
__all__ += ["TITLES", "WITHIN_ERROR", "WITHOUT", "WITH_A_SESSION", "Chart", "area_parts", "bars_of", "days_from"]
__all__ += ["description", "points_of"]

Chart = Literal["pain", "adherence", "areas", "reach"]
"""The charts of a progress: pain, days with a session, time of each area, and fingertips to floor."""

TITLES: Final[dict[Chart, str]] = {
    "pain": "Pain before a session, 0 to 10",
    "adherence": "Days with a session, week by week",
    "areas": "Time for each area",
    "reach": "Fingertips to floor, in cm",
}
INJURY: Final = "injury"
REVIEW_DAY: Final = f"day {NO_IMPROVEMENT_FROM_DAY}"
WITH_A_SESSION: Final = "a session"
WITHOUT: Final = "none: rest or missed"
EACH_SQUARE: Final = "Each square is a day."
MAINLY_FOR_IT: Final = "mainly for it"
ALSO_FOR_IT: Final = "also works it"
ONLY_NAMED: Final = "only named for it"
NONE: Final = "none"
WITHIN_ERROR: Final = f"±{MEASUREMENT_ERROR_MM / 10:g} cm: measuring twice"
JOINED_DAYS: Final = 7
"""A line joins two values that are at most so many days apart. Longer without one is a gap: nothing is known of it."""

_MOST_VALUES: Final = 31
_MOST_WEEKS: Final = 14


def bars_of(weeks: int) -> str:
    """Return what one bar stands for, where there is no room for a bar for each week."""
    return f"Each bar is the mean of {counted(weeks, 'week')}."


def points_of(days: int) -> str:
    """Return what a point and the bar through it stand for, where there is no room for each value."""
    return f"Each point is the mean of up to {days} days, its bar from the lowest to the highest value."


def days_from(first: date, last: date) -> str:
    """Return the days of a chart."""
    return first.isoformat() if first == last else f"{first} to {last}"


def area_parts(primary: int, secondary: int, named: int) -> str:
    """Return the time of an area, in seconds for each kind of target, in a few words."""
    parts = [f"{words.minutes(primary)} mainly"] if primary else []
    parts += [f"{words.minutes(secondary)} also"] if secondary else []
    parts += [f"{words.minutes(named)} only named"] if named else []
    return ", ".join(parts) or NONE


def description(shown: Progress, chart: Chart) -> str:
    """Return the text alternative of a chart: its figures."""
    if chart == "areas":
        without = [
            one.name for one in shown.areas if not one.primary_seconds + one.secondary_seconds + one.named_seconds
        ]
        said = [*words.area_sentences(shown), *([f"None for: {', '.join(without)}."] if without else [])]
    elif chart == "adherence":
        said = [words.adherence(shown.days_with_session, shown.days, shown.first_on), *_weeks(shown.weeks)]
        if shown.sessions:
            said.insert(1, words.streak(shown.current_streak_days, shown.longest_streak_days))
    elif chart == "pain":
        points = [(point.on, str(point.pain)) for point in shown.pain.points]
        said = [words.pain_sentence(shown), *_values(points, [point.pain for point in shown.pain.points])]
    else:
        reach = shown.finger_to_floor.points
        points = [(point.on, words.centimetres(point.millimetres)) for point in reach]
        said = [words.reach_sentence(shown), *_values(points, [point.millimetres for point in reach])]
    return " ".join(said)


def _values(points: Sequence[tuple[date, str]], sizes: Sequence[int]) -> list[str]:
    if len(points) < 2:
        return []
    if len(points) <= _MOST_VALUES:
        return [f"Values: {', '.join(f'{value} on {on}' for on, value in points)}."]
    low = points[min(range(len(points)), key=lambda place: sizes[place])]
    high = points[max(range(len(points)), key=lambda place: sizes[place])]
    return [f"Of {len(points)} values the lowest is {low[1]}, on {low[0]}, and the highest {high[1]}, on {high[0]}."]


def _weeks(weeks: Sequence[Week]) -> list[str]:
    if not weeks:
        return []
    if len(weeks) <= _MOST_WEEKS:
        listed = (f"{words.of_days(week.days_with_session, week.days)} from {week.starts_on}" for week in weeks)
        return [f"By week: {', '.join(listed)}."]
    counts = [sum(week.days_with_session == days for week in weeks) for days in range(8)]
    listed = (f"{counted(count, 'week')} with {days}" for days, count in enumerate(counts) if count)
    return [f"Of {len(weeks)} weeks by their days with a session: {', '.join(listed)}."]
