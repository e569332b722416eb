"""What do the figures of a person's progress say in plain words? No promise, no verdict, and the unknown as unknown."""

from __future__ import annotations

from datetime import date
from typing import Final

from stretchplan.results.progress import Progress
from stretchplan.rulebook.bounds import IMPROVED_BY_PERCENT, IMPROVED_BY_POINTS, MEASUREMENT_ERROR_MM
from stretchplan.words.phrases import counted

__all__ = [
    "DAYS_WITH_A_SESSION",
    "EMPTY_WEEKS",
    "NO_PROMISE",
    "SEE_A_CLINICIAN",
    "STRETCHING",
    "TITLE",
    "WEEK_BY_WEEK",
    "WEEK_FROM",
]
__all__ += ["adherence", "area", "minutes", "of_days", "pain", "reach", "see_a_clinician", "streak", "uncounted"]
__all__ += ["area_sentences", "centimetres", "pain_sentence", "reach_sentence", "sentences"]

TITLE: Final = "Progress up to {}"
WEEK_BY_WEEK: Final = "Week by week"
WEEK_FROM: Final = "From"
DAYS_WITH_A_SESSION: Final = "Days with a session"
STRETCHING: Final = "Stretching"
EMPTY_WEEKS: Final = "Weeks without a session are left out of this table."
NO_PROMISE: Final = (
    "These are the figures of what you recorded. Whether stretching was the cause of a change is not known."
)

SEE_A_CLINICIAN: Final = "A back that does not get better should be seen by a clinician."


def adherence(days: int, of_days: int, first: date | None) -> str:
    """Return on how many days there was a session."""
    if first is None:
        return "No session is recorded."
    return f"A session on {days} of the {counted(of_days, 'day')} since {first}."


def streak(current: int, longest: int) -> str:
    """Return the current run of days and the longest one."""
    return f"Days in a row: {current} now, {longest} at most."


def area(name: str, primary: int, secondary: int, named: int) -> str:
    """Return the time that an area was stretched, in seconds for each kind of target."""
    parts = [f"{minutes(primary)} by stretches mainly for it"] if primary else []
    parts += [f"{minutes(secondary)} by stretches that also work it"] if secondary else []
    parts += [f"{minutes(named)} by stretches only named for it"] if named else []
    return f"{name[:1].upper()}{name[1:]}: {', '.join(parts)}."


def minutes(seconds: int) -> str:
    """Return a time in whole minutes, rounded down, or in seconds below one."""
    return f"{seconds // 60} min" if seconds >= 60 else f"{seconds} s"


def of_days(days: int, of_all: int) -> str:
    """Return ``3 of 7``."""
    return f"{days} of {of_all}"


def uncounted(stretches: int, doses: int) -> str:
    """Return what is not in the minutes of the areas: stretches that are not known, and doses without a length."""
    parts = [f"{counted(stretches, 'stretch', 'stretches')} that this catalogue does not have"] if stretches else []
    parts += [f"{counted(doses, 'dose')} whose seconds are not known"] if doses else []
    return f"Not in these minutes: {' and '.join(parts)}."


def pain(points: int, first: tuple[date, int] | None, last: tuple[date, int] | None, improved: bool | None) -> str:
    """Return how pain before a session changed from the first known value to the last one."""
    if first is None or last is None:
        return "Pain before a session is not recorded, so nothing is known of how it changed."
    if first[0] == last[0]:
        return f"Pain before a session is known for one day only: {last[1]} of 10 on {last[0]}."
    change = last[1] - first[1]
    said = f"Pain before a session was {first[1]} of 10 on {first[0]} and {last[1]} on {last[0]}: "
    said += "no change" if change == 0 else f"{counted(abs(change), 'point')} {'less' if change < 0 else 'more'}"
    standard = f"a fall of {IMPROVED_BY_POINTS} points or {IMPROVED_BY_PERCENT} % counts as improved, by consensus"
    if improved is None:
        return f"{said}. There was none at first, so it could not fall."
    counts = "That counts as improved" if improved else "That does not count as improved"
    compared = f"Pain differs from day to day; this compares the first and the last of {points} values."
    return f"{said}. {counts} ({standard}). {compared}"


def reach(first: tuple[date, int] | None, last: tuple[date, int] | None, beyond: bool | None) -> str:
    """Return how the finger-to-floor distance changed; distances are in millimetres."""
    if first is None or last is None:
        return "The distance from fingertips to floor is not recorded."
    if beyond is None:
        return f"The distance from fingertips to floor is known for one day only: {centimetres(last[1])} on {last[0]}."
    change = last[1] - first[1]
    said = f"Fingertips to floor: {centimetres(first[1])} on {first[0]} and {centimetres(last[1])} on {last[0]}"
    if beyond:
        return (
            f"{said}, {centimetres(abs(change))} {'less' if change < 0 else 'more'}: "
            f"more than the {centimetres(MEASUREMENT_ERROR_MM)} that measuring twice may differ by."
        )
    return f"{said}: no more than the {centimetres(MEASUREMENT_ERROR_MM)} that measuring twice may differ by."


def see_a_clinician(known: bool, day: int, injured: bool) -> str:
    """Return the notice that nothing has improved by a day; ``known`` says whether pain is known well enough to tell.

    ``day`` counts from the injury, or where none is stated from the first record.
    """
    since = f"day {day} after the injury" if injured else f"day {day} of these records"
    if known:
        return f"This is {since}, and these records show no improvement. {SEE_A_CLINICIAN}"
    return f"This is {since}, and these records do not show whether your back is better. {SEE_A_CLINICIAN}"


def centimetres(millimetres: int) -> str:
    """Return a length in centimetres: ``4.5 cm``."""
    whole, tenths = divmod(millimetres, 10)
    return f"{whole}.{tenths} cm" if tenths else f"{whole} cm"


def sentences(shown: Progress) -> tuple[str, ...]:
    """Return the figures of a progress, a sentence or two for each; the notice to see a clinician comes first."""
    said = [adherence(shown.days_with_session, shown.days, shown.first_on)]
    if shown.sessions:
        said.append(streak(shown.current_streak_days, shown.longest_streak_days))
    said += area_sentences(shown)
    said.append(pain_sentence(shown))
    said.append(reach_sentence(shown))
    if shown.see_clinician is not None:
        injured = shown.days_since_injury is not None
        day = shown.days - 1 if shown.days_since_injury is None else shown.days_since_injury
        said.insert(0, see_a_clinician(shown.see_clinician == "not_improved", day, injured))
    return tuple(said)


def area_sentences(shown: Progress) -> tuple[str, ...]:
    """Return how long each area was stretched, and what is not in it."""
    said = []
    for one in shown.areas:
        seconds = (one.primary_seconds, one.secondary_seconds, one.named_seconds)
        if any(seconds):
            said.append(area(one.name, *seconds))
    if shown.unknown_stretches or shown.uncounted_doses:
        said.append(uncounted(len(shown.unknown_stretches), shown.uncounted_doses))
    return tuple(said)


def pain_sentence(shown: Progress) -> str:
    """Return how pain before a session changed."""
    first, last = shown.pain.baseline, shown.pain.latest
    return pain(
        len(shown.pain.points),
        None if first is None else (first.on, first.pain),
        None if last is None else (last.on, last.pain),
        shown.pain.improved,
    )


def reach_sentence(shown: Progress) -> str:
    """Return how the distance from the fingertips to the floor changed."""
    first, last = shown.finger_to_floor.baseline, shown.finger_to_floor.latest
    return reach(
        None if first is None else (first.on, first.millimetres),
        None if last is None else (last.on, last.millimetres),
        shown.finger_to_floor.beyond_error,
    )
