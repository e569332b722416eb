"""How the steps follow one another: ``whole-schedule``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stretchplan._base import show
from stretchplan.safety.judges.minutes import hurried, pause_needed
from stretchplan.safety.recount import PAUSES
from stretchplan.safety.report import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stretchplan.plan import Step
    from stretchplan.safety.recount import Run, Session, Worked

__all__ = ["violations"]

_WORK_FOR: Final = {"hold": "hold", "flow": "flow", "repetitions": "repeat"}


def violations(session: Session) -> Iterator[Violation]:
    """Yield what breaks ``whole-schedule``.

    Parameters
    ----------
    session
        The plan, recounted.
    """
    yield from _contiguous(session)
    seen: set[str | None] = set()
    for number, run in enumerate(session.runs):
        yield from _move(session, run, opening=number == 0)
        yield from _body(session, run)
        if run.stretch_id is not None and run.stretch_id in seen and run.work:
            yield _broken(run.first, f"The session comes to {show(run.stretch_id)} again; its steps are one run.")
        if run.work:
            seen.add(run.stretch_id)
    for worked in session.worked.values():
        yield from _numbers(session, worked)
    for i in session.misnamed:
        name = session.steps[i].stretch_id
        if name is None or name not in session.unknown:
            yield _broken(i, f"This {session.steps[i].kind} step names {show(name)}; it belongs to the work that follows.")


def _contiguous(session: Session) -> Iterator[Violation]:
    if not any(run.work for run in session.runs):
        yield _broken(None, f"The schedule has {len(session.steps)} steps, and none of them is work.")
    expected = 0
    for i, step in enumerate(session.steps):
        if step.start_seconds != expected:
            yield _broken(i, f"This step starts at {step.start_seconds} s, and the one before ends at {expected} s.")
        if step.seconds < 1:
            yield _broken(i, f"This step lasts {step.seconds} s; a step lasts at least 1 s.")
        if step.stretch_id is None and i not in session.misnamed:
            yield _broken(i, f"This {step.kind} step names no stretch.")
        expected = step.start_seconds + step.seconds


def _move(session: Session, run: Run, *, opening: bool) -> Iterator[Violation]:
    steps = session.steps
    if opening and steps[run.first].kind != "get_ready":
        yield _broken(run.first, f"The session starts with {steps[run.first].kind}; it starts with get_ready.")
    for i in range(run.first, run.body):
        step = steps[i]
        if i > run.first:
            yield _broken(i, f"This {step.kind} step follows another move; one move leads to a stretch.")
        elif not opening and not hurried(session, i, run.needs or step.kind):
            # A move that is too short for what is needed is reported once, as time that is not counted.
            fits = step.kind == run.needs if run.needs else step.kind != "get_ready"
            if not fits:
                yield _broken(i, f"This step is {step.kind}; here it is {run.needs or 'settle or change_position'}.")
        if not (step.side is step.set_number is step.sets is step.repetitions is None):
            yield _broken(i, f"This {step.kind} step has a side, a set or repetitions; a move has none.")
    if not run.work:
        yield _broken(run.first, f"The session comes to {show(run.stretch_id)}, and there is no work of it.")


def _body(session: Session, run: Run) -> Iterator[Violation]:
    steps = session.steps
    for i in range(run.body, run.end):
        step = steps[i]
        if step.kind in PAUSES:
            yield from _pause(session, run, i)
        elif run.stretch is not None:
            due = _WORK_FOR[run.stretch.dose.kind]
            if step.kind != due:
                yield _broken(i, f"This step is {step.kind}; the work of {run.stretch.name} is {due}.")
            elif (step.repetitions is None) != (due == "hold"):
                has = "no repetitions" if step.repetitions is None else f"{step.repetitions} repetitions"
                yield _broken(i, f"This {step.kind} step has {has}.")


def _pause(session: Session, run: Run, i: int) -> Iterator[Violation]:
    step = session.steps[i]
    worked = session.worked.get(run.stretch_id or "")
    if not run.work or i < run.work[0]:
        yield _broken(i, f"This {step.kind} step comes before any work of its stretch.")
    elif i > run.work[-1]:
        # Where a piece of work is missing on one side, both-sides says so, and what led to it is no second defect.
        if worked is None or worked.balanced or step.kind != "change_side":
            yield _broken(i, f"This {step.kind} step leads to no further work of its stretch.")
    elif session.steps[i - 1].kind in PAUSES:
        yield _broken(i, f"This {step.kind} step follows another pause; one stands between two pieces of work.")
    else:
        due = pause_needed(run, step.kind)
        if step.kind != due and not hurried(session, i, due):
            yield _broken(i, f"This step is {step.kind}; between two pieces of work of this stretch it is {due}.")
    if step.repetitions is not None or (step.kind == "rest" and step.side is not None):
        yield _broken(i, f"This {step.kind} step has repetitions or a side; it has none.")


def _numbers(session: Session, worked: Worked) -> Iterator[Violation]:
    """Check set k of n on the work steps and on the pauses that lead to them."""
    if not worked.balanced:  # both-sides says that a piece is missing; what number the others have is moot
        return
    sets = len(worked.leads)
    pieces = len(worked.work) // sets
    for k, i in enumerate(worked.work):
        number = k // pieces + 1
        yield from _number(i, session.steps[i], number, sets)
        j = i - 1
        while k and j > worked.work[k - 1] and session.steps[j].kind in PAUSES:
            yield from _number(j, session.steps[j], number, sets)
            j -= 1


def _number(i: int, step: Step, number: int, sets: int) -> Iterator[Violation]:
    if (step.set_number, step.sets) != (number, sets):
        shown = f"set {step.set_number} of {step.sets}" if step.set_number or step.sets else "no set"
        yield _broken(i, f"This {step.kind} step says {shown}; counted, it is set {number} of {sets}.")


def _broken(step: int | None, message: str) -> Violation:
    return Violation(rule_id="whole-schedule", step=step, message=message)
