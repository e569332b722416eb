"""Put the charts of a progress into words: their titles, labels and text alternatives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, Literal

from stretchplan.base.translation import marked, say, say_count
from stretchplan.results.progress import Progress, Week
from stretchplan.rulebook.bounds import MEASUREMENT_ERROR_MM, NO_IMPROVEMENT_FROM_DAY
from stretchplan.words import progress as words

__all__ = ["ALSO_FOR_IT", "EACH_SQUARE", "INJURY", "JOINED_DAYS", "MAINLY_FOR_IT", "NONE", "ONLY_NAMED", "TITLES"]
__all__ += ["WITHOUT", "WITH_A_SESSION", "Chart", "area_parts", "bars_of", "days_from", "description", "points_of"]
__all__ += ["review_day", "within_error"]

Chart = Literal["pain", "adherence", "areas", "reach"]
"""The charts of a progress: pain, days with a session, time of each area, and fingertips to floor."""

TITLES: Final[dict[Chart, str]] = {
    "pain": marked("Pain before a session, 0 to 10"),
    "adherence": marked("Days with a session, week by week"),
    "areas": marked("Time for each area"),
    "reach": marked("Fingertips to floor, in cm"),
}
# Translators: at a line in a chart, the day of the injury
INJURY: Final = marked("injury")
# Translators: in a picture, with room for 10 letters
WITH_A_SESSION: Final = marked("a session")
WITHOUT: Final = marked("none: rest or missed")
# Translators: in a picture, with room for 48 letters
EACH_SQUARE: Final = marked("Each square is a day.")
# Translators: in a picture, with room for 13 letters
MAINLY_FOR_IT: Final = marked("mainly for it")
ALSO_FOR_IT: Final = marked("also works it")
ONLY_NAMED: Final = marked("only named for it")
# Translators: of an area: no time
NONE: Final = marked("none")
JOINED_DAYS: Final = 7
"""A line joins two values that are at most so many days apart. Longer without one is a gap: nothing is known of it."""

_MOST_VALUES: Final = 31
_MOST_WEEKS: Final = 14


def review_day() -> str:
    """Return what stands at the day by which a back should have improved: ``day 42``."""
    return say("day {day}", day=NO_IMPROVEMENT_FROM_DAY)


def within_error() -> str:
    """Return what the dotted lines around the first distance are."""
    return say("±{length}: measuring twice", length=words.centimetres(MEASUREMENT_ERROR_MM))


def bars_of(weeks: int) -> str:
    """Return what one bar stands for, where there is no room for a bar for each week."""
    return say_count("Each bar is the mean of {count} week.", "Each bar is the mean of {count} weeks.", weeks)


def points_of(days: int) -> str:
    """Return what a point and the bar through it stand for, where there is no room for each value."""
    return say("Each point is the mean of up to {days} days, its bar from the lowest to the highest value.", days=days)


def days_from(first: date, last: date) -> str:
    """Return the days of a chart."""
    return first.isoformat() if first == last else say("{first} to {last}", first=first, last=last)


def area_parts(primary: int, secondary: int, named: int) -> str:
    """Return the time of an area, in seconds for each kind of target, in a few words."""
    parts = [say("{length} mainly", length=words.minutes(primary))] if primary else []
    parts += [say("{length} also", length=words.minutes(secondary))] if secondary else []
    parts += [say("{length} only named", length=words.minutes(named))] if named else []
    return ", ".join(parts) or say(NONE)


def description(shown: Progress, chart: Chart) -> str:
    """Return the text alternative of a chart: its figures."""
    if chart == "areas":
        without = [
            one.name for one in shown.areas if not one.primary_seconds + one.secondary_seconds + one.named_seconds
        ]
        none = [say("None for: {areas}.", areas=", ".join(without))] if without else []
        said = [*words.area_sentences(shown), *none]
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
        values = (say("{value} on {date}", value=value, date=on) for on, value in points)
        return [say("Values: {values}.", values=", ".join(values))]
    low = points[min(range(len(points)), key=lambda place: sizes[place])]
    high = points[max(range(len(points)), key=lambda place: sizes[place])]
    return [
        say(
            "Of {count} values the lowest is {low}, on {low_date}, and the highest {high}, on {high_date}.",
            count=len(points),
            low=low[1],
            low_date=low[0],
            high=high[1],
            high_date=high[0],
        )
    ]


def _weeks(weeks: Sequence[Week]) -> list[str]:
    if not weeks:
        return []
    if len(weeks) <= _MOST_WEEKS:
        listed = (
            say("{days} from {date}", days=words.of_days(week.days_with_session, week.days), date=week.starts_on)
            for week in weeks
        )
        return [say("By week: {weeks}.", weeks=", ".join(listed))]
    counts = [sum(week.days_with_session == days for week in weeks) for days in range(8)]
    listed = (
        say_count("{count} week with {days}", "{count} weeks with {days}", count, days=days)
        for days, count in enumerate(counts)
        if count
    )
    return [say("Of {count} weeks by their days with a session: {weeks}.", count=len(weeks), weeks=", ".join(listed))]
