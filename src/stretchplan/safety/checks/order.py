"""The order of the session: ``gentle-first``."""

from __future__ import annotations

from collections.abc import Iterator

from stretchplan.results.report import Violation
from stretchplan.safety.checks.position_changes import MAX_LOOKS, Undecided, fewer_changes
from stretchplan.safety.checks.recount import Session

__all__ = ["violations"]


def violations(session: Session) -> Iterator[Violation]:
    """Yield what breaks ``gentle-first``.

    Parameters
    ----------
    session
        The plan, recounted. Of one that could not be counted whole, or comes to a stretch twice, nothing is said:
        known-stretch and whole-schedule do.
    """
    entries = list(session.worked.values())
    if not session.complete or not entries or any(entry.runs > 1 for entry in entries):
        return
    places = {entry.stretch.id: place for place, entry in enumerate(entries)}
    found = [*_opening(session), *_hints(session, places)]
    yield from found
    if found:  # what the fewest changes are for hints that are not kept says nothing
        return
    changes = session.position_changes
    positions = {entry.stretch.position for entry in entries}
    if changes > len(positions) - 1:
        try:
            fewest = fewer_changes([entry.stretch for entry in entries], changes)
        except Undecided:
            yield _too_many(
                f"The position changes {changes} times between stretches, and whether fewer would do could not be "
                f"worked out within {MAX_LOOKS:,} looks."
            )
            return
        if fewest is not None:
            yield _too_many(f"The position changes {changes} times between stretches, and {fewest} would do.")


def _too_many(message: str) -> Violation:
    return Violation(rule_id="gentle-first", step=None, message=message)


def _opening(session: Session) -> Iterator[Violation]:
    first = next(iter(session.worked.values()))
    stretch = first.stretch
    if stretch.style == "strengthening":
        yield Violation(
            rule_id="gentle-first",
            step=first.first,
            message=f"The session opens with {stretch.name}, which is strengthening.",
        )
    elif not stretch.ordering.opens:
        openers = [entry.stretch.name for entry in session.worked.values() if entry.stretch.ordering.opens]
        if openers:
            yield Violation(
                rule_id="gentle-first",
                step=first.first,
                message=f"The session opens with {stretch.name}; it has {openers[0]}, which is gentle and opens.",
            )


def _hints(session: Session, places: dict[str, int]) -> Iterator[Violation]:
    for name, entry in session.worked.items():
        ordering = entry.stretch.ordering
        straight = places.get(ordering.straight_after) if ordering.straight_after is not None else None
        if straight is not None and places[name] != straight + 1:
            yield Violation(
                rule_id="gentle-first",
                step=entry.first,
                message=f"{entry.stretch.name} is number {places[name] + 1} of the session; it comes straight after "
                f"{session.worked[ordering.straight_after or ''].stretch.name}, which is number {straight + 1}.",
            )
        for other in ordering.after:
            if other != ordering.straight_after and places.get(other, -1) > places[name]:
                yield Violation(
                    rule_id="gentle-first",
                    step=entry.first,
                    message=f"{entry.stretch.name} is number {places[name] + 1} of the session; it comes after "
                    f"{session.worked[other].stretch.name}, which is number {places[other] + 1}.",
                )
