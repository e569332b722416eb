"""Check how the steps follow one another: ``whole-schedule``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stretchplan.base.text import quoted
from stretchplan.results.report import Violation
from stretchplan.safety.checks.minutes import pause_needed, too_short
from stretchplan.safety.checks.recount import PAUSES, Run, Session, Worked, violation

__all__ = ["violations"]

_WORK_FOR: Final = {"hold": "hold", "flow": "flow", "repetitions": "repeat"}


def violations(session: Session) -> Iterator[Violation]:
    """Yield what breaks ``whole-schedule``."""
    yield from _contiguous(session)
    seen: set[str | None] = set()
    for number, run in enumerate(session.runs):
        yield from _move(session, run, opening=number == 0)
        yield from _body(session, run)
        if run.stretch_id is not None and run.stretch_id in seen and run.work:
            rest = "all steps of a stretch must follow one another"
            yield _broken(run.first, f"The session returns to {quoted(run.stretch_id)}; {rest}.")
        if run.work:
            seen.add(run.stretch_id)
    for worked in session.worked.values():
        yield from _numbers(session, worked)
    yield from _end(session)
    for i in session.misnamed:
        step = session.steps[i]
        if step.stretch_id is None or step.stretch_id not in session.unknown:
            name = "no stretch" if step.stretch_id is None else quoted(step.stretch_id)
            yield _broken(i, f"This {step.kind} step names {name}; it must name the stretch of the work after it.")


def _contiguous(session: Session) -> Iterator[Violation]:
    if not any(run.work for run in session.runs):
        yield _broken(None, f"The schedule has {len(session.steps)} steps, but no work (hold, flow or repeat).")
    end = 0
    for i, step in enumerate(session.steps):
        if step.start_seconds != end:
            yield _broken(i, f"This step starts at {step.start_seconds} s, but the step before it ends at {end} s.")
        if step.seconds < 1:
            yield _broken(i, f"This step lasts {step.seconds} s; a step lasts at least 1 s.")
        if step.stretch_id is None and i not in session.misnamed and i != session.get_up:
            yield _broken(i, f"This {step.kind} step names no stretch.")
        end = step.start_seconds + step.seconds


def _move(session: Session, run: Run, *, opening: bool) -> Iterator[Violation]:
    steps = session.steps
    if opening and steps[run.first].kind != "get_ready":
        yield _broken(run.first, f"The session starts with {steps[run.first].kind}; it must start with get_ready.")
    for i in range(run.first, run.body):
        step = steps[i]
        if i > run.first:
            yield _broken(i, f"This {step.kind} step follows another move; only one move leads to a stretch.")
        elif not opening and not too_short(session, i, run.needs or step.kind):
            # A move too short for the needed kind breaks fits-the-minutes instead.
            fits = step.kind == run.needs if run.needs else step.kind != "get_ready"
            if not fits:
                needed = run.needs or "settle or change_position"
                yield _broken(i, f"This step is {step.kind}; it must be {needed} here.")
        if (step.side, step.set_number, step.sets, step.repetitions) != (None, None, None, None):
            yield _broken(i, f"This {step.kind} step has a side, a set or repetitions; a move has none.")
    if not run.work:
        yield _broken(run.first, f"The session moves to {quoted(run.stretch_id)}, but has no work of it.")


def _end(session: Session) -> Iterator[Violation]:
    if session.get_up is None:
        if session.steps:
            last = len(session.steps) - 1
            yield _broken(last, f"The session ends with {session.steps[last].kind}; it must end with get_up.")
        return
    step = session.steps[session.get_up]
    if step.stretch_id is not None:
        yield _broken(session.get_up, f"This get_up step names {quoted(step.stretch_id)}; it belongs to no stretch.")
    if (step.side, step.set_number, step.sets, step.repetitions) != (None, None, None, None):
        yield _broken(session.get_up, "This get_up step has a side, a set or repetitions; getting up has none.")


def _body(session: Session, run: Run) -> Iterator[Violation]:
    due = _WORK_FOR[run.stretch.dose.kind] if run.stretch is not None else None
    counted = due != "hold"
    for i in range(run.body, run.end):
        step = session.steps[i]
        if step.kind in PAUSES:
            if step.repetitions is not None:
                yield _broken(i, f"This {step.kind} step has repetitions; a pause has none.")
            elif step.side is not None and step.kind == "rest":
                yield _broken(i, "This rest step has a side; a rest has none.")
            wrong = _wrong_place(session, run, i)
            if wrong:
                yield _broken(i, f"This {step.kind} step {wrong}.")
        elif due is None:
            continue
        elif step.kind != due:
            yield _broken(i, f"This step is {step.kind}; the work of this stretch is {due}.")
        elif (step.repetitions is not None) != counted:
            wrong = "no repetitions; it must count them" if counted else "repetitions; a hold has none"
            yield _broken(i, f"This {step.kind} step has {wrong}.")


def _wrong_place(session: Session, run: Run, i: int) -> str | None:
    """Return what is wrong with the place of a pause, as a clause; None when it is right."""
    kind = session.steps[i].kind
    if not run.work or i < run.work[0]:
        return "comes before any work of its stretch"
    if i > run.work[-1]:
        # A change of side before missing work is no second defect: both-sides reports the missing work.
        worked = session.worked.get(run.stretch_id or "")
        if worked is not None and not worked.balanced and kind == "change_side":
            return None
        return "is not followed by more work of its stretch"
    if session.steps[i - 1].kind in PAUSES:
        return "follows another pause; only one pause comes between two pieces of work"
    due = pause_needed(run, kind)
    if kind != due and not too_short(session, i, due):
        return f"must be {due} here"
    return None


def _numbers(session: Session, worked: Worked) -> Iterator[Violation]:
    """Check the number of the set and of all sets on each work step and on the pauses before it."""
    if not worked.balanced:  # both-sides reports missing work, and without it the numbers of sets are uncertain
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
                yield _broken(j, f"This {step.kind} step says {shown}, but it is set {number} of {sets}.")
        before = i


def _broken(step: int | None, message: str) -> Violation:
    return violation("whole-schedule", step, message)
