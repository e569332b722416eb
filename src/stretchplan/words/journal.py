"""Put a journal's person and sessions into words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from stretchplan.base.translation import marked, say, say_count
from stretchplan.words.phrases import listed

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
]
__all__ += ["done_today", "injury", "known", "last_session", "log_next_day", "minutes", "of_record", "pain_counts"]
__all__ += ["sessions"]

STATED: Final = marked("What your journal says")
CONDITIONS: Final = marked(
    "Conditions that change what is planned. Nothing here diagnoses: state what a clinician has said."
)
ABOUT_SIGNS: Final = marked(
    "Now the questions about warning signs. They matter: a yes may mean that you should be seen before you stretch."
)
# Translators: "stretchplan today" and the like are commands to type: they stay as they are, here and elsewhere.
HOW_TO_GO_ON: Final = marked("stretchplan today shows the session of the day; stretchplan play guides you through it.")
CHANGED: Final = marked("The record is changed.")
NOTHING_NEW: Final = marked("The record said so already.")
PERSON_TAKEN: Final = marked("What the file states about the person was taken over.")
PERSON_KEPT: Final = marked(
    "What the file states about the person is not what the journal states, and it was not taken over; stretchplan init "
    "changes what the journal states."
)
YOUR_SESSIONS: Final = marked("Your sessions")
TOMORROW: Final = marked(
    "Tomorrow the session begins by asking for your pain, which shows how your back took this one. If you do not "
    "stretch tomorrow: stretchplan log --next-day-pain N."
)
PLAY_GUIDES: Final = marked("stretchplan play guides you through it here, and records what you did.")


def injury(day: date | None) -> str:
    """Return when the back was hurt."""
    return say("No recent injury.") if day is None else say("Your back was last hurt on {day}.", day=day)


def conditions(names: Sequence[str]) -> str:
    """Return the stated conditions, by their names."""
    return say("Conditions: {conditions}.", conditions=listed(names)) if names else say("Conditions: none.")


def minutes(count: int | None) -> str:
    """Return how long a session usually is."""
    if count is None:
        return say("How many minutes a session has is not stated.")
    return say_count("A session usually has {count} minute.", "A session usually has {count} minutes.", count)


def answers_of(day: date | None, asked: bool) -> str:
    """Return from which day the answers about warning signs are, if there are any."""
    if not asked:
        return say("The questions about warning signs are not answered.")
    if day is None:
        return say("The questions about warning signs were answered.")
    return say("The questions about warning signs were answered on {day}.", day=day)


def sessions(count: int) -> str:
    """Return how many sessions there are."""
    return _recorded(count) if count else say("No session recorded yet.")


def _recorded(count: int) -> str:
    return say_count("{count} session recorded.", "{count} sessions recorded.", count)


def last_session(day: date, on: date) -> str:
    """Return when the last session was, seen from ``on``."""
    ago = (on - day).days
    if ago == 0:
        return say("Your last session was today, on {day}.", day=day)
    if ago == 1:
        return say("Your last session was yesterday, on {day}.", day=day)
    return say_count(
        "Your last session was {count} day ago, on {day}.",
        "Your last session was {count} days ago, on {day}.",
        ago,
        day=day,
    )


def answers_are_old(day: date | None) -> str:
    """Return that the answers about warning signs are of an earlier day, and how to answer again."""
    if day is None:
        return say(
            "Your answers about warning signs are of an earlier day, and a no may have changed: stretchplan init asks "
            "again."
        )
    return say(
        "Your answers about warning signs are of {day}, and a no may have changed: stretchplan init asks again.",
        day=day,
    )


def done_today(count: int) -> str:
    """Return that today has had its session, or more of them."""
    return say_count("You have done a session today.", "You have done {count} sessions today.", count)


def log_next_day(day: date) -> str:
    """Return that nothing is known of the day after a session, and how to record it."""
    return say(
        "How your back felt the day after is not recorded, and the plan needs it: "
        "stretchplan log --next-day-pain N --on {day}.",
        day=day,
    )


def pain_counts(pain: int) -> str:
    """Return that the pain of today says how the session of yesterday went, and how to keep it without a session."""
    return say(
        "Your pain today shows how your back took that session. If you do not stretch today, record it: "
        "stretchplan log --next-day-pain {pain}.",
        pain=pain,
    )


def added(count: int) -> str:
    """Return how many sessions were added."""
    return _recorded(count) if count else say("Nothing new is recorded.")


def known(count: int) -> str:
    """Return how many sessions were not added, because the journal has them."""
    return say_count(
        "The journal had one session already, and it was not added again.",
        "The journal had {count} sessions already, and they were not added again.",
        count,
    )


_PAIN: Final = (marked("{points} before"), marked("{points} after"), marked("{points} on the next day"))


def of_record(
    on: date, done: int, of: int, pain: tuple[int | None, int | None, int | None], worse: Sequence[str]
) -> str:
    """Return what a record says: the stretches done, pain before, after and on the next day, and what made it worse."""
    known = [say(text, points=points) for text, points in zip(_PAIN, pain, strict=True) if points is not None]
    clauses = [
        say_count(
            "{day}: {done} of {count} stretch done", "{day}: {done} of {count} stretches done", of, day=on, done=done
        ),
        say("pain {values}", values=", ".join(known)) if known else say("pain not known"),
    ]
    if worse:
        clauses.append(say("made worse by {stretches}", stretches=listed(worse)))
    return f"{'; '.join(clauses)}."
