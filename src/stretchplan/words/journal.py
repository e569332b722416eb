"""Put a journal's person and sessions into words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from stretchplan.words.phrases import counted, listed

__all__ = ["ABOUT_SIGNS", "CHANGED", "CONDITIONS", "HOW_TO_GO_ON", "NOTHING_NEW", "PERSON_KEPT", "PERSON_TAKEN"]
__all__ += [
    "PLAY_GUIDES",
    "STATED",
    "TOMORROW",
    "YOUR_SESSIONS",
    "added",
    "answers_are_old",
    "answers_of",
    "conditions",
    "done_today",
    "injury",
    "known",
]
__all__ += [
    "answers_are_old",
    "answers_of",
    "last_session",
    "log_next_day",
    "minutes",
    "of_record",
    "pain_counts",
    "sessions",
]

STATED: Final = "What your journal says"
CONDITIONS: Final = "Conditions that change what is planned. Nothing here diagnoses: state what a clinician has said."
ABOUT_SIGNS: Final = (
    "Now the questions about warning signs. They matter: a yes may mean that you should be seen before you stretch."
)
HOW_TO_GO_ON: Final = "stretchplan today shows the session of the day; stretchplan play guides you through it."
CHANGED: Final = "The record is changed."
NOTHING_NEW: Final = "The record said so already."
PERSON_TAKEN: Final = "What the file states about the person was taken over."
PERSON_KEPT: Final = (
    "What the file states about the person is not what the journal states, and it was not taken over; stretchplan init "
    "changes what the journal states."
)
YOUR_SESSIONS: Final = "Your sessions"
TOMORROW: Final = (
    "Tomorrow the session begins by asking for your pain, which shows how your back took this one. If you do not "
    "stretch tomorrow: stretchplan log --next-day-pain N."
)
PLAY_GUIDES: Final = "stretchplan play guides you through it here, and records what you did."


def injury(day: date | None) -> str:
    """Return when the back was hurt."""
    return "No recent injury." if day is None else f"Your back was last hurt on {day}."


def conditions(names: Sequence[str]) -> str:
    """Return the stated conditions, by their names."""
    return f"Conditions: {listed(names) if names else 'none'}."


def minutes(count: int | None) -> str:
    """Return how long a session usually is."""
    if count is None:
        return "How many minutes a session has is not stated."
    return f"A session usually has {counted(count, 'minute')}."


def answers_of(day: date | None, asked: bool) -> str:
    """Return from which day the answers about warning signs are, if there are any."""
    if not asked:
        return "The questions about warning signs are not answered."
    return f"The questions about warning signs were answered{'' if day is None else f' on {day}'}."


def sessions(count: int) -> str:
    """Return how many sessions there are."""
    return f"{counted(count, 'session')} recorded." if count else "No session recorded yet."


def last_session(day: date, on: date) -> str:
    """Return when the last session was, seen from ``on``."""
    ago = (on - day).days
    words = {0: "today", 1: "yesterday"}.get(ago, f"{counted(ago, 'day')} ago")
    return f"Your last session was {words}, on {day}."


def answers_are_old(day: date | None) -> str:
    """Return that the answers about warning signs are of an earlier day, and how to answer again."""
    when = "an earlier day" if day is None else str(day)
    return f"Your answers about warning signs are of {when}, and a no may have changed: stretchplan init asks again."


def done_today(count: int) -> str:
    """Return that today has had its session, or more of them."""
    return "You have done a session today." if count == 1 else f"You have done {count} sessions today."


def log_next_day(day: date) -> str:
    """Return that nothing is known of the day after a session, and how to record it."""
    return (
        "How your back felt the day after is not recorded, and the plan needs it: "
        f"stretchplan log --next-day-pain N --on {day}."
    )


def pain_counts(pain: int) -> str:
    """Return that the pain of today says how the session of yesterday went, and how to keep it without a session."""
    return (
        "Your pain today shows how your back took that session. If you do not stretch today, record it: "
        f"stretchplan log --next-day-pain {pain}."
    )


def added(count: int) -> str:
    """Return how many sessions were added."""
    return f"{counted(count, 'session')} recorded." if count else "Nothing new is recorded."


def known(count: int) -> str:
    """Return how many sessions were not added, because the journal has them."""
    if count == 1:
        return "The journal had one session already, and it was not added again."
    return f"The journal had {count} sessions already, and they were not added again."


def of_record(
    on: date, done: int, of: int, pain: tuple[int | None, int | None, int | None], worse: Sequence[str]
) -> str:
    """Return what a record says: the stretches done, pain before, after and on the next day, and what made it worse."""
    times = zip(("before", "after", "on the next day"), pain, strict=True)
    known = [f"{points} {time}" for time, points in times if points is not None]
    said = f"{on}: {done} of {counted(of, 'stretch', 'stretches')} done; pain {', '.join(known) or 'not known'}"
    return f"{said}; made worse by {listed(worse)}." if worse else f"{said}."
