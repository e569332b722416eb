"""How much there is of each stretch: ``dose-range``, ``both-sides`` and ``sixty-seconds``."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from stretchplan.results.report import Violation
from stretchplan.safety.checks.cues import cue_side, cues_by_side
from stretchplan.safety.checks.recount import Run, Session, Worked
from stretchplan.words.notices import change_side_cue

__all__ = ["in_range", "violations"]

_OTHER: Final[dict[str, str]] = {"left": "right", "right": "left"}


def violations(session: Session) -> Iterator[Violation]:
    """Yield what breaks a rule of dose.

    Parameters
    ----------
    session
        The plan, recounted.
    """
    for worked in session.worked.values():
        outside = tuple(_range(session, worked))
        yield from outside
        if not outside:
            # What lies outside the catalogue's range is dose-range's alone to report.
            yield from _sixty_seconds(session, worked)
        if worked.stretch.sides == "each":
            yield from _both_sides(session, worked)
        else:
            yield from _at_once(session, worked)
    for run in session.runs:
        if run.stretch is not None and run.stretch.sides == "each":
            yield from _changes_of_side(session, run)


def in_range(worked: Worked, session: Session) -> bool:
    """Return whether the sets and every amount lie inside the catalogue's range.

    Parameters
    ----------
    worked
        One stretch.
    session
        The session it is part of.
    """
    return next(_range(session, worked), None) is None


def _range(session: Session, worked: Worked) -> Iterator[Violation]:
    stretch = worked.stretch
    dose = stretch.dose
    lowest, highest, unit = worked.amount_range
    # Only the side that leads: one that differs from it breaks both-sides, whatever its length.
    for i, amount in worked.amounts:
        if session.steps[i].seconds < 1 or lowest <= amount <= highest:  # empty steps: whole-schedule
            continue
        yield Violation(
            rule_id="dose-range",
            step=i,
            message=f"{stretch.name} has {amount} {unit} a set; the catalogue gives {lowest} to {highest} {unit}.",
        )
    sets = len(worked.first_side_steps)
    if not dose.min_sets <= sets <= dose.max_sets:
        yield Violation(
            rule_id="dose-range",
            step=worked.first_side_steps[dose.max_sets] if sets > dose.max_sets else worked.first_side_steps[-1],
            message=f"{stretch.name} has {sets} {'set' if sets == 1 else 'sets'}; "
            f"the catalogue gives {dose.min_sets} to {dose.max_sets}.",
        )


def _sixty_seconds(session: Session, worked: Worked) -> Iterator[Violation]:
    seconds = 0
    max_sets, aim = session.policy.max_sets, session.policy.aim_seconds_per_side
    for k, i in enumerate(worked.first_side_steps):
        if k == max_sets:
            message = f"has {len(worked.first_side_steps)} sets; there are never more than {max_sets}"
        elif k and seconds >= aim:
            message = f"has set {k + 1} after {seconds} s per side; a further set is added only below {aim} s"
        else:
            seconds += session.steps[i].seconds
            continue
        yield Violation(rule_id="sixty-seconds", step=i, message=f"{worked.stretch.name} {message}.")
        return


def _both_sides(session: Session, worked: Worked) -> Iterator[Violation]:
    stretch, steps, work = worked.stretch, session.steps, worked.work
    sides = [steps[i].side for i in work]
    first, second = session.first_side, session.second_side
    cues = cues_by_side(stretch)
    for k, i in enumerate(work):
        expected = second if k % 2 else first
        if sides[k] == expected:
            if not steps[i].cue.endswith(cues[expected]) and cue_side(cues, steps[i].cue):
                yield Violation(
                    rule_id="both-sides",
                    step=i,
                    message=f"{stretch.name} works the {expected} side in this step, and its cue is for the other one.",
                )
            continue
        if not worked.balanced:
            message = f"works left {sides.count('left')} × and right {sides.count('right')} ×; both sides have as many"
        else:
            message = f"works the {sides[k]} side here; sides alternate, and this session starts {first}"
        yield Violation(rule_id="both-sides", step=i, message=f"{stretch.name} {message}.")
        break
    else:
        if not worked.balanced:
            yield Violation(
                rule_id="both-sides",
                step=work[-1],
                message=f"{stretch.name} works left {sides.count('left')} × and right {sides.count('right')} ×; "
                "both sides have as many.",
            )
    for i, j in zip(work[::2], work[1::2], strict=False):
        one, other = steps[i], steps[j]
        # Seconds say it all: as long with other repetitions is another tempo, which is for calm-breath to report.
        if one.seconds != other.seconds and one.seconds > 0 and other.seconds > 0:
            yield Violation(
                rule_id="both-sides",
                step=j,
                message=f"{stretch.name} has {one.seconds} s on one side and {other.seconds} s on the other.",
            )


def _at_once(session: Session, worked: Worked) -> Iterator[Violation]:
    for i in worked.work:
        if session.steps[i].side != "both":
            yield Violation(
                rule_id="both-sides",
                step=i,
                message=f"{worked.stretch.name} works both sides at once, and this step's side is "
                f"{session.steps[i].side or 'not given'}.",
            )


def _changes_of_side(session: Session, run: Run) -> Iterator[Violation]:
    worked = session.worked.get(run.stretch_id or "")
    balanced = worked is not None and worked.balanced  # else a piece is missing, and that is said
    for before, i in pairwise(run.work):
        for j in range(before + 1, i):
            step, then = session.steps[j], session.steps[i].side
            if step.kind != "change_side":
                continue
            if step.side != then:
                message = f"is to {step.side or 'no side'}, and the work after it on {then or 'none'}"
            elif balanced and then in _OTHER and step.cue == change_side_cue(_OTHER[then]):
                message = f"is to {then}, and its cue names the other side"
            else:
                continue
            yield Violation(rule_id="both-sides", step=j, message=f"This change of side {message}.")
