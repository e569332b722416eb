"""Check that moves and pauses have enough time and the session fits the minutes: ``fits-the-minutes``."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, pairwise

from stretchplan.results.plan import StepKind
from stretchplan.results.report import Violation
from stretchplan.safety.checks.recount import Run, Session, violation

__all__ = ["pause_needed", "too_short", "violations"]


def violations(session: Session) -> Iterator[Violation]:
    """Yield moves and pauses that are missing or too short, and a session that is too long."""
    budget = session.plan.request.budget_seconds
    if session.total_seconds > budget:
        so_far = accumulate(step.seconds for step in session.steps)
        over = next(i for i, seconds in enumerate(so_far) if seconds > budget)
        message = f"The session takes {session.total_seconds} s; the request allows {budget} s."
        yield violation("fits-the-minutes", over, message)
    for number, run in enumerate(session.runs):
        yield from _move(session, run, opening=number == 0)
        if len(run.work) > 1:
            yield from _pauses(session, run)
    # whole-schedule reports a session that does not end with get_up
    if session.get_up is not None and too_short(session, session.get_up, "get_up"):
        yield _shortened(session, session.get_up, "get_up")


def pause_needed(run: Run, kind: StepKind) -> StepKind:
    """Return the kind of pause that a run needs, or ``kind`` if the catalogue does not have its stretch."""
    if run.stretch is None:
        return kind
    return "change_side" if run.stretch.sides == "each" else "rest"


def too_short(session: Session, i: int, needed: StepKind) -> bool:
    """Return whether a step is shorter than the move or pause needed there; whole-schedule reports empty steps."""
    return 1 <= session.steps[i].seconds < session.pace.get(needed, 0)


def _move(session: Session, run: Run, *, opening: bool) -> Iterator[Violation]:
    if run.body == run.first:
        if not opening:  # whole-schedule reports a session that does not start with get_ready
            yield _missing(session, run.first, run.needs or "settle", "stretch")
        return
    kind = session.steps[run.first].kind
    if opening and kind != "get_ready":
        return
    needed = run.needs or kind
    if too_short(session, run.first, needed):
        yield _shortened(session, run.first, needed)


def _pauses(session: Session, run: Run) -> Iterator[Violation]:
    for before, i in pairwise(run.work):
        if i == before + 1:
            sides = {session.steps[before].side, session.steps[i].side}
            needed = pause_needed(run, "rest" if sides <= {"both", None} else "change_side")
            yield _missing(session, i, needed, "step")
            continue
        needed = pause_needed(run, session.steps[before + 1].kind)
        if too_short(session, before + 1, needed):
            yield _shortened(session, before + 1, needed)


def _missing(session: Session, i: int, needed: StepKind, before: str) -> Violation:
    message = f"A {needed} step of at least {session.pace[needed]} s is missing before this {before}."
    return violation("fits-the-minutes", i, message)


def _shortened(session: Session, i: int, needed: StepKind) -> Violation:
    seconds, least = session.steps[i].seconds, session.pace[needed]
    message = f"This step leaves {seconds} s for {needed}; it takes at least {least} s at this pace."
    return violation("fits-the-minutes", i, message)
