"""Whether everything is counted and fits: ``fits-the-minutes``."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, pairwise

from stretchplan.results.plan import StepKind
from stretchplan.results.report import Violation
from stretchplan.safety.checks.recount import Run, Session

__all__ = ["pause_needed", "too_short", "violations"]


def violations(session: Session) -> Iterator[Violation]:
    """Yield time that is too short, is not counted, or is more than there is.

    Parameters
    ----------
    session
        The plan, recounted.
    """
    yield from _budget(session)
    for number, run in enumerate(session.runs):
        yield from _move(session, run, opening=number == 0)
        if len(run.work) > 1:
            yield from _pauses(session, run)


def pause_needed(run: Run, kind: StepKind) -> StepKind:
    """Return the kind of pause that the work of a run needs.

    Parameters
    ----------
    run
        The steps of one stretch.
    kind
        What stands there, for stretches that the catalogue does not know.
    """
    if run.stretch is None:
        return kind
    return "change_side" if run.stretch.sides == "each" else "rest"


def too_short(session: Session, i: int, needed: StepKind) -> bool:
    """Return whether a move or pause is shorter than the one that is needed in its place.

    Parameters
    ----------
    session
        The plan, recounted.
    i
        Index of the step; one of less than a second is for whole-schedule to report.
    needed
        The kind of step that belongs there.
    """
    return 1 <= session.steps[i].seconds < session.pace.get(needed, 0)


def _budget(session: Session) -> Iterator[Violation]:
    budget = session.plan.request.budget_seconds
    if session.total_seconds <= budget:
        return
    so_far = accumulate(step.seconds for step in session.steps)
    over = next(i for i, seconds in enumerate(so_far) if seconds > budget)
    yield Violation(
        rule_id="fits-the-minutes",
        step=over,
        message=f"The session takes {session.total_seconds} s, and there are {budget} s.",
    )


def _move(session: Session, run: Run, *, opening: bool) -> Iterator[Violation]:
    if run.body == run.first:
        if not opening:  # that a session has to start with getting ready is for whole-schedule to say
            needed = run.needs or "settle"
            seconds = session.pace[needed]
            yield Violation(
                rule_id="fits-the-minutes",
                step=run.first,
                message=f"There is no {needed} before this stretch, so the {seconds} s it takes are not counted.",
            )
        return
    kind = session.steps[run.first].kind
    if opening and kind != "get_ready":
        return
    needed = run.needs or kind
    if too_short(session, run.first, needed):
        yield _shorter_than_needed(session, run.first, needed)


def _pauses(session: Session, run: Run) -> Iterator[Violation]:
    for before, i in pairwise(run.work):
        if i == before + 1:
            sides = {session.steps[before].side, session.steps[i].side}
            needed = pause_needed(run, "rest" if sides <= {"both", None} else "change_side")
            seconds = session.pace[needed]
            yield Violation(
                rule_id="fits-the-minutes",
                step=i,
                message=f"There is no {needed} before this step, so the {seconds} s it takes are not counted.",
            )
            continue
        needed = pause_needed(run, session.steps[before + 1].kind)
        if too_short(session, before + 1, needed):
            yield _shorter_than_needed(session, before + 1, needed)


def _shorter_than_needed(session: Session, i: int, needed: StepKind) -> Violation:
    least = session.pace[needed]
    return Violation(
        rule_id="fits-the-minutes",
        step=i,
        message=f"There are {session.steps[i].seconds} s here for {needed}, which takes at least {least} s "
        "at the request's pace.",
    )
