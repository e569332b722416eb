"""What do the figures of a person's progress say in plain words? No promise, no verdict, and the unknown as unknown."""

from __future__ import annotations

from datetime import date
from typing import Final

from stretchplan.base.translation import in_its_language, marked, say, say_count
from stretchplan.results.progress import Progress
from stretchplan.rulebook.bounds import IMPROVED_BY_PERCENT, IMPROVED_BY_POINTS, MEASUREMENT_ERROR_MM
from stretchplan.words.phrases import capitalized, decimal, listed

__all__ = [
    "DAYS_WITH_A_SESSION",
    "EMPTY_WEEKS",
    "NO_PROMISE",
    "SEE_A_CLINICIAN",
    "STRETCHING",
    "WEEK_BY_WEEK",
    "WEEK_FROM",
]
__all__ += [
    "adherence",
    "area",
    "minutes",
    "of_days",
    "pain",
    "reach",
    "see_a_clinician",
    "streak",
    "title",
    "uncounted",
]
__all__ += ["area_sentences", "centimetres", "pain_sentence", "reach_sentence", "sentences", "uncounted"]

WEEK_BY_WEEK: Final = marked("Week by week")
WEEK_FROM: Final = marked("From")
DAYS_WITH_A_SESSION: Final = marked("Days with a session")
STRETCHING: Final = marked("Stretching")
EMPTY_WEEKS: Final = marked("Weeks without a session are left out of this table.")
NO_PROMISE: Final = marked(
    "These are the figures of what you recorded. Whether stretching was the cause of a change is not known."
)

SEE_A_CLINICIAN: Final = marked("A back that does not get better should be seen by a clinician.")


def title(on: date) -> str:
    """Return the title of a progress up to a day."""
    return say("Progress up to {day}", day=on)


def adherence(days: int, of_days: int, first: date | None) -> str:
    """Return on how many days there was a session."""
    if first is None:
        return say("No session is recorded.")
    return say_count(
        "A session on {days} of the {count} day since {first}.",
        "A session on {days} of the {count} days since {first}.",
        of_days,
        days=days,
        first=first,
    )


def streak(current: int, longest: int) -> str:
    """Return the current run of days and the longest one."""
    return say("Days in a row: {current} now, {longest} at most.", current=current, longest=longest)


def area(name: str, primary: int, secondary: int, named: int) -> str:
    """Return the time that an area was stretched, in seconds for each kind of target."""
    parts = [say("{time} by stretches mainly for it", time=minutes(primary))] if primary else []
    parts += [say("{time} by stretches that also work it", time=minutes(secondary))] if secondary else []
    parts += [say("{time} by stretches only named for it", time=minutes(named))] if named else []
    return f"{capitalized(name)}: {', '.join(parts)}."


def minutes(seconds: int) -> str:
    """Return a time in whole minutes, rounded down, or in seconds below one."""
    return f"{seconds // 60} min" if seconds >= 60 else f"{seconds} s"


def of_days(days: int, of_all: int) -> str:
    """Return ``3 of 7``."""
    return say("{days} of {all}", days=days, all=of_all)


def uncounted(stretches: int, doses: int) -> str:
    """Return what is not in the minutes of the areas: stretches that are not known, and doses without a length."""
    parts = []
    if stretches:
        parts.append(
            say_count(
                "{count} stretch that this catalogue does not have",
                "{count} stretches that this catalogue does not have",
                stretches,
            )
        )
    if doses:
        parts.append(
            say_count("{count} dose whose seconds are not known", "{count} doses whose seconds are not known", doses)
        )
    return say("Not in these minutes: {what}.", what=listed(parts))


def pain(points: int, first: tuple[date, int] | None, last: tuple[date, int] | None, improved: bool | None) -> str:
    """Return how pain before a session changed from the first known value to the last one."""
    if first is None or last is None:
        return say("Pain before a session is not recorded, so nothing is known of how it changed.")
    if first[0] == last[0]:
        return say("Pain before a session is known for one day only: {pain} of 10 on {day}.", pain=last[1], day=last[0])
    sentences = [_pain_change(first, last)]
    if improved is None:
        sentences.append(say("There was none at first, so it could not fall."))
        return " ".join(sentences)
    text = _IMPROVED if improved else _NOT_IMPROVED
    sentences.append(say(text, points=IMPROVED_BY_POINTS, percent=IMPROVED_BY_PERCENT))
    sentences.append(
        say("Pain differs from day to day; this compares the first and the last of {count} values.", count=points)
    )
    return " ".join(sentences)


_IMPROVED: Final = marked(
    "That counts as improved (a fall of {points} points or {percent} % counts as improved, by consensus)."
)
_NOT_IMPROVED: Final = marked(
    "That does not count as improved (a fall of {points} points or {percent} % counts as improved, by consensus)."
)


def _pain_change(first: tuple[date, int], last: tuple[date, int]) -> str:
    known = {"before": first[1], "first": first[0], "now": last[1], "last": last[0]}
    change = last[1] - first[1]
    if change == 0:
        return say("Pain before a session was {before} of 10 on {first} and {now} on {last}: no change.", **known)
    if change < 0:
        return say_count(
            "Pain before a session was {before} of 10 on {first} and {now} on {last}: {count} point less.",
            "Pain before a session was {before} of 10 on {first} and {now} on {last}: {count} points less.",
            -change,
            **known,
        )
    return say_count(
        "Pain before a session was {before} of 10 on {first} and {now} on {last}: {count} point more.",
        "Pain before a session was {before} of 10 on {first} and {now} on {last}: {count} points more.",
        change,
        **known,
    )


def reach(first: tuple[date, int] | None, last: tuple[date, int] | None, beyond: bool | None) -> str:
    """Return how the finger-to-floor distance changed; distances are in millimetres."""
    if first is None or last is None:
        return say("The distance from fingertips to floor is not recorded.")
    if beyond is None:
        return say(
            "The distance from fingertips to floor is known for one day only: {distance} on {day}.",
            distance=centimetres(last[1]),
            day=last[0],
        )
    change = last[1] - first[1]
    text = marked(
        "Fingertips to floor: {before} on {first} and {now} on {last}: no more than the {error} that measuring twice "
        "may differ by."
    )
    if beyond and change < 0:
        text = marked(
            "Fingertips to floor: {before} on {first} and {now} on {last}, {change} less: more than the {error} that "
            "measuring twice may differ by."
        )
    elif beyond:
        text = marked(
            "Fingertips to floor: {before} on {first} and {now} on {last}, {change} more: more than the {error} that "
            "measuring twice may differ by."
        )
    return say(
        text,
        before=centimetres(first[1]),
        first=first[0],
        now=centimetres(last[1]),
        last=last[0],
        change=centimetres(abs(change)),
        error=centimetres(MEASUREMENT_ERROR_MM),
    )


def see_a_clinician(known: bool, day: int, injured: bool) -> str:
    """Return the notice that nothing has improved by a day; ``known`` says whether pain is known well enough to tell.

    ``day`` counts from the injury, or where none is stated from the first record.
    """
    since = say("day {day} after the injury", day=day) if injured else say("day {day} of these records", day=day)
    if known:
        text = marked("This is {since}, and these records show no improvement.")
    else:
        text = marked("This is {since}, and these records do not show whether your back is better.")
    return f"{say(text, since=since)} {say(SEE_A_CLINICIAN)}"


def centimetres(millimetres: int) -> str:
    """Return a length in centimetres: ``4.5 cm``."""
    whole, tenths = divmod(millimetres, 10)
    return f"{decimal(f'{whole}.{tenths}' if tenths else str(whole))} cm"


@in_its_language
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
