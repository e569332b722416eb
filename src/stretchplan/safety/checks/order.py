"""Check the order of the stretches: ``gentle-first``."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from stretchplan.results.report import Violation
from stretchplan.safety.checks.position_changes import MAX_LOOKS, Undecided, fewer_changes
from stretchplan.safety.checks.recount import Session, Worked, violation

__all__ = ["violations"]


def violations(session: Session) -> Iterator[Violation]:
    """Yield what breaks ``gentle-first``, for a session that was counted completely and never returns to a stretch."""
    entries = list(session.worked.values())
    if not session.complete or not entries or any(entry.runs > 1 for entry in entries):
        return  # known-stretch or whole-schedule reports these sessions
    found = [*_opening(entries), *_hints(session), *_strengthening(entries)]
    yield from found
    if found:  # the fewest changes are worked out for sessions that keep the ordering hints
        return
    plan, changes = session.plan, session.position_changes
    admitted = not plan.optimal and any(notice.id == "order-not-proved" for notice in plan.notices)
    if session.returns_to_a_position and not admitted:
        try:
            fewest = fewer_changes([entry.stretch for entry in entries], changes)
        except Undecided:
            better = f"whether fewer are possible was not decided within the search limit of {MAX_LOOKS:,}"
        else:
            if fewest is None:
                return
            better = f"{fewest} is enough"
        yield violation("gentle-first", None, f"The position changes {changes} times between stretches; {better}.")


def _opening(entries: list[Worked]) -> Iterator[Violation]:
    stretch, step = entries[0].stretch, entries[0].first
    opens = f"The session opens with {stretch.name}"
    if stretch.style == "strengthening":
        yield violation("gentle-first", step, f"{opens}, which is strengthening; it must not come first.")
    elif not stretch.ordering.opens:
        openers = [entry.stretch.name for entry in entries if entry.stretch.ordering.opens]
        if openers:
            message = f"{opens}; it must open with an opening stretch such as {openers[0]}."
            yield violation("gentle-first", step, message)


def _strengthening(entries: list[Worked]) -> Iterator[Violation]:
    """Yield strengthening that the next stretches, done in the same position, could just as well come before."""
    stretches = [entry.stretch for entry in entries]
    for k, (first, second) in enumerate(pairwise(stretches)):
        if first.style != "strengthening" or second.style == "strengthening":
            continue
        together = [second]  # with those that must follow it directly
        for before, after in pairwise(stretches[k + 1 :]):
            if after.ordering.straight_after != before.id:
                break
            together.append(after)
        bound = k > 0 and first.ordering.straight_after == stretches[k - 1].id
        waits = any(first.id in (*one.ordering.after, one.ordering.straight_after) for one in together)
        if bound or waits or any(one.place != first.place for one in together):
            continue
        message = f"{first.name} is strengthening; {second.name}, in the same position, must come before it."
        yield violation("gentle-first", entries[k].first, message)


def _hints(session: Session) -> Iterator[Violation]:
    numbers = {name: number for number, name in enumerate(session.worked, 1)}
    for name, entry in session.worked.items():
        ordering = entry.stretch.ordering
        wrong: list[tuple[str, str]] = []
        straight = ordering.straight_after
        if straight is not None and straight in numbers and numbers[name] != numbers[straight] + 1:
            wrong.append((straight, "straight after"))
        wrong += [(n, "after") for n in ordering.after if n != straight and numbers.get(n, 0) > numbers[name]]
        for other, place in wrong:
            message = (
                f"{entry.stretch.name} is number {numbers[name]} of the session; it must come {place} "
                f"{session.worked[other].stretch.name}, which is number {numbers[other]}."
            )
            yield violation("gentle-first", entry.first, message)
