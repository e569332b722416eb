"""Check the dose of each stretch: ``dose-range``, ``both-sides`` and ``sixty-seconds``."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from stretchplan.base.translation import in_english
from stretchplan.results.plan import Side
from stretchplan.results.report import Violation
from stretchplan.safety.checks.cues import cue_side
from stretchplan.safety.checks.recount import Run, Session, Worked, violation
from stretchplan.words.phrases import listed

__all__ = ["in_range", "violations"]

_OTHER: Final[dict[str, Side]] = {"left": "right", "right": "left"}
_listed: Final = in_english(listed)  # the messages of the check are English


def violations(session: Session) -> Iterator[Violation]:
    """Yield what breaks a rule about doses."""
    for worked in session.worked.values():
        outside = tuple(_range(session, worked))
        yield from outside
        if not outside:  # a dose outside the catalogue's range breaks dose-range only
            yield from _sixty_seconds(session, worked)
        if worked.stretch.sides == "each":
            yield from _both_sides(session, worked)
        else:
            yield from _two_sided(session, worked)
    for run in session.runs:
        if run.stretch is not None and run.stretch.sides == "each":
            yield from _changes_of_side(session, run)
            yield from _setups(session, run, session.texts_due(run.stretch).setups)


def in_range(worked: Worked, session: Session) -> bool:
    """Return whether the sets and every amount are inside the catalogue's range."""
    return next(_range(session, worked), None) is None


def _range(session: Session, worked: Worked) -> Iterator[Violation]:
    name, dose = worked.stretch.name, worked.stretch.dose
    choices = dose.choices
    lowest, highest, unit = worked.amount_range
    # Only the first side counts here: a second side of another length breaks both-sides.
    for i, amount in worked.amounts:
        if session.steps[i].seconds < 1:  # whole-schedule reports empty steps
            continue
        if lowest <= amount <= highest if choices is None else amount in choices:
            continue
        allowed = _range_words(lowest, highest) if choices is None else _listed(map(str, choices), "or")
        message = f"{name} has {amount} {unit} a set; the catalogue allows {allowed} {unit}."
        yield violation("dose-range", i, message)
    sets = len(worked.first_side_steps)
    if not dose.min_sets <= sets <= dose.max_sets:
        step = worked.first_side_steps[dose.max_sets] if sets > dose.max_sets else worked.first_side_steps[-1]
        count = f"{sets} {'set' if sets == 1 else 'sets'}"
        message = f"{name} has {count}; the catalogue allows {_range_words(dose.min_sets, dose.max_sets)}."
        yield violation("dose-range", step, message)


def _range_words(lowest: int, highest: int) -> str:
    return f"{lowest} to {highest}" if lowest < highest else str(lowest)


def _sixty_seconds(session: Session, worked: Worked) -> Iterator[Violation]:
    seconds = 0
    max_sets, aim = session.policy.max_sets, session.policy.aim_seconds_per_side
    per_side = " per side" if worked.stretch.sides == "each" else ""
    for k, i in enumerate(worked.first_side_steps):
        if k == max_sets:
            message = f"has {len(worked.first_side_steps)} sets; the most is {max_sets}"
        elif k and seconds >= aim:
            message = f"has set {k + 1} after {seconds} s{per_side}; another set is allowed only below {aim} s"
        else:
            seconds += session.steps[i].seconds
            continue
        yield violation("sixty-seconds", i, f"{worked.stretch.name} {message}.")
        return


def _both_sides(session: Session, worked: Worked) -> Iterator[Violation]:
    name, steps, work = worked.stretch.name, session.steps, worked.work
    sides = [steps[i].side for i in work]
    first, second = session.first_side, session.second_side
    cues, feels = session.texts_due(worked.stretch).cues, session.texts_due(worked.stretch).feels
    unequal = f"works left {sides.count('left')} × and right {sides.count('right')} ×; both need the same number"
    for k, i in enumerate(work):
        expected = second if k % 2 else first
        if sides[k] != expected:
            alternate = f"works the {sides[k]} side here; sides alternate, starting with {first} in this session"
            yield violation("both-sides", i, f"{name} {alternate if worked.balanced else unequal}.")
            break
        if not steps[i].cue.endswith(cues[expected]) and cue_side(cues, steps[i].cue):
            message = f"{name} works the {expected} side in this step, but its cue is for the other side."
            yield violation("both-sides", i, message)
        if steps[i].feel != feels[expected] and steps[i].feel in feels.values():
            message = f"{name} works the {expected} side in this step, but says what to feel on the other side."
            yield violation("both-sides", i, message)
    else:
        if not worked.balanced:
            yield violation("both-sides", work[-1], f"{name} {unequal}.")
    for i, j in zip(work[::2], work[1::2], strict=False):
        before, after = steps[i].seconds, steps[j].seconds
        # Only seconds are compared: other repetitions in the same time change the tempo, which breaks calm-breath.
        if before != after and before > 0 and after > 0:
            message = f"{name} has {before} s on one side and {after} s on the other; they must be equal."
            yield violation("both-sides", j, message)


def _two_sided(session: Session, worked: Worked) -> Iterator[Violation]:
    for i in worked.work:
        side = session.steps[i].side
        if side != "both":
            message = f"works both sides together, but this step's side is {side or 'not given'}"
            yield violation("both-sides", i, f"{worked.stretch.name} {message}.")


def _setups(session: Session, run: Run, setups: dict[Side, str]) -> Iterator[Violation]:
    """Yield the moves that lead to the other side than the one that is worked first."""
    side = session.steps[run.work[0]].side if run.work else None
    if side not in setups:
        return
    for i in range(run.first, run.body):
        said = session.setup_said(run, i)
        if said != setups[side] and said in setups.values():
            message = f"gets the body into place for the other side than the {side} one, which is worked first"
            yield violation("both-sides", i, f"This {session.steps[i].kind} step {message}.")


def _changes_of_side(session: Session, run: Run) -> Iterator[Violation]:
    worked = session.worked.get(run.stretch_id or "")
    changes = session.texts_due(worked.stretch).changes if worked is not None else {}
    balanced = worked is not None and worked.balanced  # otherwise the missing piece is reported already
    for before, i in pairwise(run.work):
        for j in range(before + 1, i):
            step, then = session.steps[j], session.steps[i].side
            if step.kind != "change_side":
                continue
            if step.side != then:
                message = f"is to {step.side or 'no side'}, but the work after it is on {then or 'no side'}"
            elif balanced and then in _OTHER and step.cue == changes.get(_OTHER[then]):
                message = f"is to {then}, but its cue names the other side"
            else:
                continue
            yield violation("both-sides", j, f"This change of side {message}.")
