"""How the steps follow one another: ``whole-schedule``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stretchplan.base.text import quoted
from stretchplan.results.report import Violation
from stretchplan.safety.checks.minutes import pause_needed, too_short
from stretchplan.safety.checks.recount import PAUSES, Run, Session, Worked

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
            yield _broken(run.first, f"The session comes to {quoted(run.stretch_id)} again; its steps are one run.")
        if run.work:
            seen.add(run.stretch_id)
    for worked in session.worked.values():
        yield from _numbers(session, worked)
    for i in session.misnamed:
        name = session.steps[i].stretch_id
        if name is None or name not in session.unknown:
            yield _broken(
                i, f"This {session.steps[i].kind} step names {quoted(name)}; it belongs to the work that follows."
            )


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
        elif not opening and not too_short(session, i, run.needs or step.kind):
            # A move that is too short for what is needed is reported once, as time that is not counted.
            fits = step.kind == run.needs if run.needs else step.kind != "get_ready"
            if not fits:
                yield _broken(i, f"This step is {step.kind}; here it is {run.needs or 'settle or change_position'}.")
        if (step.side, step.set_number, step.sets, step.repetitions) != (None, None, None, None):
            yield _broken(i, f"This {step.kind} step has a side, a set or repetitions; a move has none.")
    if not run.work:
        yield _broken(run.first, f"The session comes to {quoted(run.stretch_id)}, and there is no work of it.")


def _body(session: Session, run: Run) -> Iterator[Violation]:
    steps = session.steps
    due = _WORK_FOR[run.stretch.dose.kind] if run.stretch is not None else None
    counted = due != "hold"
    for i in range(run.body, run.end):
        step = steps[i]
        if step.kind in PAUSES:
            if step.repetitions is not None or (step.side is not None and step.kind == "rest"):
                yield _broken(i, f"This {step.kind} step has repetitions or a side; it has none.")
            message = _misplaced(session, run, i)
            if message:
                yield _broken(i, f"This {step.kind} step {message}.")
        elif due is None:
            continue
        elif step.kind != due:
            yield _broken(i, f"This step is {step.kind}; the work of this stretch is {due}.")
        elif (step.repetitions is not None) != counted:
            has = f"{step.repetitions} repetitions" if not counted else "no repetitions"
            yield _broken(i, f"This {step.kind} step has {has}.")


def _misplaced(session: Session, run: Run, i: int) -> str | None:
    """Return what is wrong with a pause's place, to go on from "This rest step"; None when nothing is."""
    kind = session.steps[i].kind
    if not run.work or i < run.work[0]:
        return "comes before any work of its stretch"
    if i > run.work[-1]:
        # Where a piece of work is missing on one side, both-sides says so, and what led to it is no second defect.
        worked = session.worked.get(run.stretch_id or "")
        if worked is not None and not worked.balanced and kind == "change_side":
            return None
        return "leads to no further work of its stretch"
    if session.steps[i - 1].kind in PAUSES:
        return "follows another pause; one stands between two pieces of work"
    due = pause_needed(run, kind)
    if kind != due and not too_short(session, i, due):
        return f"stands where the stretch needs {due}"
    return None


def _numbers(session: Session, worked: Worked) -> Iterator[Violation]:
    """Check set k of n on the work steps and on the pauses that lead to them."""
    if not worked.balanced:  # both-sides says that a piece is missing; what number the others have is moot
        return
    sets = len(worked.first_side_steps)
    pieces = len(worked.work) // sets
    before = worked.work[0]
    for k, i in enumerate(worked.work):
        number = k // pieces + 1
        for j in (i, *range(before + 1, i)):
            step = session.steps[j]
            if step.set_number == number and step.sets == sets:
                continue
            if j == i or step.kind in PAUSES:
                shown = f"set {step.set_number} of {step.sets}" if step.set_number or step.sets else "no set"
                yield _broken(j, f"This {step.kind} step says {shown}; counted, it is set {number} of {sets}.")
        before = i


def _broken(step: int | None, message: str) -> Violation:
    return Violation(rule_id="whole-schedule", step=step, message=message)
